/* quire-rehearsal-corpus.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-entry.h"
#include "quire-markov.h"
#include "quire-rehearsal-prose.h"

G_BEGIN_DECLS

/* Who tells, and when. */
typedef enum
{
  QUIRE_MODE_THIRD_PAST,
  QUIRE_MODE_THIRD_PRESENT,
  QUIRE_MODE_FIRST_PAST,
  QUIRE_MODE_FIRST_PRESENT,
  QUIRE_N_MODES,
} QuireNarrativeMode;

#define quire_mode_is_first(mode) ((mode) >= QUIRE_MODE_FIRST_PAST)
#define quire_mode_is_present(mode) ((mode) == QUIRE_MODE_THIRD_PRESENT || (mode) == QUIRE_MODE_FIRST_PRESENT)

/* Somebody whom the book names. gender as quire_english_get_gender() says; 0 = unknown. */
typedef struct
{
  char *name;
  int gender;
} QuireRehearsalPerson;

/* One sentence's worth of "she said": the words before and behind the speaker. */
typedef struct
{
  char *before;
  char *behind;
  gboolean first_person;
  gboolean present;
  int gender; /* that the words behind ask for; 0 = any */
  gboolean asks;
} QuireRehearsalTag;

/**
 * QuireRehearsalCorpus:
 *
 * What rehearsal learned from a book's prose. Made by one thread, then immutable and counted. The fields are for reading.
 */
typedef struct
{
  gatomicrefcount references;
  gboolean english;
  const QuireQuoteStyle *quotes;
  QuireMarkov *narration[QUIRE_N_MODES];
  QuireMarkov *speech;
  QuireNarrativeMode nearest_mode; /* of the scene that is nearest to the one to be written */
  GHashTable *modes;               /* folded name of a point of view → mode + 1 */
  GHashTable *persons;             /* single word of a name → QuireRehearsalPerson */
  GPtrArray *tags;                 /* of QuireRehearsalTag */
  GArray *paragraphs;              /* of guint: sentences of each paragraph of narration */
  GHashTable *runs;                /* hashes of all runs of QUIRE_MARKOV_MAX_RUN + 1 words */
  GHashTable *shapes;              /* hashes of the sequences of kinds of words that occur */
} QuireRehearsalCorpus;

#define QUIRE_TYPE_REHEARSAL_CORPUS (quire_rehearsal_corpus_get_type ())
GType quire_rehearsal_corpus_get_type (void);

/* A scene to learn from, nearest first. point_of_view may be "". */
typedef struct
{
  char *body;
  char *point_of_view;
} QuireRehearsalScene;

QuireRehearsalScene *quire_rehearsal_scene_new (const char *body, const char *point_of_view) G_GNUC_WARN_UNUSED_RESULT;
void quire_rehearsal_scene_free (QuireRehearsalScene *self);

/* Learns from @scenes (of QuireRehearsalScene) and the names of @entries (of QuireEntry; may be NULL). Any thread; a million words take seconds. */
QuireRehearsalCorpus *quire_rehearsal_corpus_new (GPtrArray *scenes, GPtrArray *entries, const char *language) G_GNUC_WARN_UNUSED_RESULT;
QuireRehearsalCorpus *quire_rehearsal_corpus_ref (QuireRehearsalCorpus *self);
void quire_rehearsal_corpus_unref (QuireRehearsalCorpus *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QuireRehearsalCorpus, quire_rehearsal_corpus_unref)

/* The person that a single word names; NULL when it names none. */
const QuireRehearsalPerson *quire_rehearsal_corpus_get_person (QuireRehearsalCorpus *self, const char *word);

/* About how many joins in @tokens have a shape that the book never shows. */
double quire_rehearsal_corpus_get_strangeness (QuireRehearsalCorpus *self, const char *const *tokens, guint n);

/* The words of a text as numbers, for comparing runs. */
GArray *quire_rehearsal_hash_words (const char *text) G_GNUC_WARN_UNUSED_RESULT;

/* TRUE when @hashes (of guint64) hold a run of more than QUIRE_MARKOV_MAX_RUN words that stands in the book. */
gboolean quire_rehearsal_corpus_has_run (QuireRehearsalCorpus *self, GArray *hashes);

/* @token without punctuation and possessive ending, cut into @before, word, @behind. All newly allocated. */
char *quire_rehearsal_bare_word (const char *token, char **before, char **behind) G_GNUC_WARN_UNUSED_RESULT;

/* Person and tense of a passage, as far as @fallback is not better. */
QuireNarrativeMode quire_rehearsal_detect_mode (const char *text, QuireNarrativeMode fallback);

G_END_DECLS
