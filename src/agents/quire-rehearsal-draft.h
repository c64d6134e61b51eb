/* quire-rehearsal-draft.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-rehearsal-corpus.h"
#include "quire-rehearsal-register.h"
#include "quire-request.h"

G_BEGIN_DECLS

#define QUIRE_REHEARSAL_DEFAULT_WORDS 600

/* What a draft is to be made from: plain values, for any thread. */
typedef struct
{
  char *outline;       /* as the writer wrote it */
  char *point_of_view; /* of the scene, when the outline does not say; "" = unknown */
  GPtrArray *entries;  /* of QuirePart: title and text */
  char *context;       /* passages of the book */
  char *preceding;     /* the end of the scene before */
  guint target_words;  /* 0: what the outline says, or the default */
  guint64 seed;
  const QuireRehearsalRegister *manner;
} QuireRehearsalBrief;

/* Reads @request; the seed that it does not have follows from its outline. NULL and QUIRE_ERROR_INVALID when there is nothing to write about. */
QuireRehearsalBrief *quire_rehearsal_brief_new (QuireRequest *request, const char *point_of_view, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void quire_rehearsal_brief_free (QuireRehearsalBrief *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QuireRehearsalBrief, quire_rehearsal_brief_free)

/* The draft, as Markdown: the same for the same brief and corpus. Any thread; it takes tens of milliseconds for a thousand words. */
char *quire_rehearsal_draft_write (const QuireRehearsalBrief *brief, QuireRehearsalCorpus *corpus) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
