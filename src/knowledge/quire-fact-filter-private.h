/* quire-fact-filter-private.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-entry.h"
#include "quire-manuscript.h"

G_BEGIN_DECLS

/* A moment of the story between the scenes. An existing scene is the moment at which it stands; one that does not exist yet is before the scene that stands at its position now. */
typedef gint64 QuireMoment;

QuireMoment quire_moment_of_scene (QuireManuscript *manuscript, QuireNode *scene);
QuireMoment quire_moment_before_position (int position);

/* Why a fact does not pass. */
typedef enum
{
  QUIRE_FACT_PASSES,
  QUIRE_FACT_FUTURE,     /* true only from a later scene on */
  QUIRE_FACT_PAST,       /* no longer true */
  QUIRE_FACT_SUPERSEDED, /* the same attribute has a later value */
  QUIRE_FACT_UNPLACED,   /* true from a scene on that is not in the book: nobody can say when */
} QuireFactVerdict;

/* One verdict for each fact of @entry, as an array of QuireFactVerdict. */
GArray *quire_fact_filter_judge (QuireManuscript *manuscript, QuireEntry *entry, QuireMoment moment) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
