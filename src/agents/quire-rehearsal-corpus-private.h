/* quire-rehearsal-corpus-private.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-rehearsal-corpus.h"

G_BEGIN_DECLS

/* TRUE for a capitalised word that is no form of I. */
gboolean quire_rehearsal_is_capitalised (const char *word);

/* While the corpus is being filled. */
void quire_rehearsal_corpus_learn_shapes (QuireRehearsalCorpus *self, const char *const *tokens, guint n);
void quire_rehearsal_corpus_learn_runs (QuireRehearsalCorpus *self, const char *body);

/* Signs of person and tense in narration; a QuireProseFunc counts them, and what they say is decided at the end. */
typedef struct
{
  guint words;
  guint first;
  guint past;
  guint present;
} QuireModeCount;

void quire_mode_count_cb (QuireProseKind kind, const char *const *tokens, guint n_tokens, gpointer data);
QuireNarrativeMode quire_mode_count_decide (const QuireModeCount *count, QuireNarrativeMode fallback);

G_END_DECLS
