/* quire-narrator.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "quire-manuscript.h"

G_BEGIN_DECLS

/**
 * QuireNarrator:
 *
 * A point of view of the book with the scenes told from it.
 * Properties (read-only but `expanded`): `name` ("" for scenes without a point of view), `revision` (uint: grows with every change of what it counts),
 * `expanded` (the list's memory of an open row; FALSE at first).
 */
#define QUIRE_TYPE_NARRATOR (quire_narrator_get_type ())
G_DECLARE_FINAL_TYPE (QuireNarrator, quire_narrator, QUIRE, NARRATOR, GObject)

const char *quire_narrator_get_name (QuireNarrator *self);

/* The scenes in reading order. Owned by the narrator. */
GListModel *quire_narrator_get_scenes (QuireNarrator *self);

/* Scenes of @status. */
guint quire_narrator_get_n_scenes (QuireNarrator *self, QuireStatus status);

/* Scenes with text. */
guint quire_narrator_get_n_written (QuireNarrator *self);
guint quire_narrator_get_words (QuireNarrator *self);

/* The part of the book's words, from 0 to 1. */
double quire_narrator_get_share (QuireNarrator *self);

guint quire_narrator_get_revision (QuireNarrator *self);

/* Brings @narrators (of QuireNarrator) in step with the scenes of @manuscript: most words first, scenes without a point of view last. Names are the same when they
 * are when folded. A narrator that stays is the same object. */
void quire_narrators_update (GListStore *narrators, QuireManuscript *manuscript);

G_END_DECLS
