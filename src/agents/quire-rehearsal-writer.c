/* quire-rehearsal-writer.c: single sentences from the book's prose
 *
 * A Markov model knows what may follow a word and nothing of what a sentence is for. So it writes many, some of them through a word of
 * the beat, and each is judged by what can be counted: whether it speaks of the beat, the people and the context; whether its
 * shape is one that the book uses; how far its length is from what the register wants; whether it begins as the sentence before did; and
 * how much of it comes from one place. A word that has served counts for less afterwards, so that a beat is not said over and over.
 *
 * Two things are not weighed but refused: a phrase of four words that the draft has already, and a run of more than twelve words of the book,
 * counted over the ends of sentences.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-agents"

#include "config.h"

#include "quire-rehearsal-writer.h"

#include <math.h>
#include <string.h>

#include "quire-rehearsal-english.h"
#include "quire-text.h"

#define N_CANDIDATES 28
#define MAX_SENTENCE_WORDS 36
#define MAX_SPEECH_WORDS 18
#define THROUGH_SHARE 0.6 /* of the candidates that are written through a word of the beat */
#define PHRASE_WORDS 4
#define WORN 0.35 /* what is left of a word's weight each time it is used */

#define BEAT_WEIGHT 1.0
#define CONTEXT_WEIGHT 0.3
#define MAX_RELEVANCE 2.4
#define STRANGENESS_WEIGHT 1.3 /* for each splice whose shape the book does not show */
#define ROUGH_WEIGHT 2.0       /* for each splice that holds by one word */
#define LENGTH_WEIGHT 1.6
#define SAME_START_WEIGHT 1.2
#define COPIED_WEIGHT 0.8
#define PATCHWORK_WEIGHT 0.5 /* for each splice beyond one in nine words */
#define ASTRAY_WEIGHT 1.5    /* he where the scene is with her */

struct _QuireRehearsalWriter
{
  QuireRehearsalCast *cast;
  QuireRehearsalCorpus *corpus;
  const QuireRehearsalRegister *manner;
  QuireRandom *random;

  GHashTable *weights; /* stem → double */
  GPtrArray *keys;     /* stems of the beat that the narration knows */
  GPtrArray *spoken_keys;
  GHashTable *phrases; /* hashes of all runs of PHRASE_WORDS words written so far */
  GArray *recent;      /* hashes of the last words written */
  char *last_start;    /* first word of the last sentence */
};

typedef struct
{
  char *text;
  double score;
} Candidate;

QuireRehearsalWriter *
quire_rehearsal_writer_new (QuireRehearsalCast *cast, const QuireRehearsalRegister *manner, QuireRandom *random)
{
  QuireRehearsalWriter *self;

  g_return_val_if_fail (cast != NULL, NULL);
  g_return_val_if_fail (manner != NULL, NULL);
  g_return_val_if_fail (random != NULL, NULL);

  self = g_new0 (QuireRehearsalWriter, 1);
  self->cast = cast;
  self->corpus = cast->corpus;
  self->manner = manner;
  self->random = random;
  self->weights = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->keys = g_ptr_array_new_with_free_func (g_free);
  self->spoken_keys = g_ptr_array_new_with_free_func (g_free);
  self->phrases = g_hash_table_new (NULL, NULL);
  self->recent = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->last_start = g_strdup ("");

  return self;
}

void
quire_rehearsal_writer_free (QuireRehearsalWriter *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->weights);
  g_ptr_array_unref (self->keys);
  g_ptr_array_unref (self->spoken_keys);
  g_hash_table_unref (self->phrases);
  g_array_unref (self->recent);
  g_free (self->last_start);
  g_free (self);
}

static QuireMarkov *
get_narration (QuireRehearsalWriter *self)
{
  return self->corpus->narration[self->cast->mode];
}

/* -- what to write about -- */

static void
add_weights (QuireRehearsalWriter *self, const char *text, double weight, gboolean as_keys)
{
  g_auto (GStrv) tokens = g_strsplit_set (text, " \n\t", -1);

  for (guint i = 0; tokens[i] != NULL; i++)
    {
      g_autofree char *stem = quire_english_stem (tokens[i]);
      double *known;

      if (*stem == '\0' || (known = g_hash_table_lookup (self->weights, stem)) != NULL)
        continue;

      if (as_keys && quire_markov_count_key (get_narration (self), stem) > 0)
        g_ptr_array_add (self->keys, g_strdup (stem));
      if (as_keys && quire_markov_count_key (self->corpus->speech, stem) > 0)
        g_ptr_array_add (self->spoken_keys, g_strdup (stem));
      known = g_new (double, 1);
      *known = weight;
      g_hash_table_insert (self->weights, g_steal_pointer (&stem), known);
    }
}

void
quire_rehearsal_writer_set_subject (QuireRehearsalWriter *self, const char *beat, const char *context)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (beat != NULL);
  g_return_if_fail (context != NULL);

  g_hash_table_remove_all (self->weights);
  g_ptr_array_set_size (self->keys, 0);
  g_ptr_array_set_size (self->spoken_keys, 0);
  add_weights (self, beat, BEAT_WEIGHT, TRUE);
  add_weights (self, context, CONTEXT_WEIGHT, FALSE);
}

static double
get_relevance (QuireRehearsalWriter *self, const char *sentence, gboolean wear)
{
  g_auto (GStrv) tokens = g_strsplit (sentence, " ", -1);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  double relevance = 0.0;

  for (guint i = 0; tokens[i] != NULL; i++)
    {
      g_autofree char *stem = quire_english_stem (tokens[i]);
      double *weight = g_hash_table_lookup (self->weights, stem);

      if (weight == NULL || !g_hash_table_add (seen, g_steal_pointer (&stem)))
        continue;
      relevance += *weight;
      if (wear)
        *weight *= WORN;
    }

  return MIN (relevance, MAX_RELEVANCE);
}

/* -- what was written -- */

/* A sentence of fewer words is a phrase as a whole. */
static guint
count_phrases (GArray *hashes)
{
  return hashes->len >= PHRASE_WORDS ? hashes->len + 1 - PHRASE_WORDS : 1;
}

static gpointer
hash_phrase (GArray *hashes, guint start)
{
  guint64 hash = 0;

  for (guint i = start; i < MIN (start + PHRASE_WORDS, hashes->len); i++)
    hash = (hash ^ g_array_index (hashes, guint64, i)) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) + (hash >> 31);

  return GSIZE_TO_POINTER ((gsize) hash);
}

void
quire_rehearsal_writer_note (QuireRehearsalWriter *self, const char *text)
{
  g_autoptr (GArray) hashes = quire_rehearsal_hash_words (text);
  g_autofree char *start = g_strndup (text, strcspn (text, " "));

  g_return_if_fail (self != NULL);

  for (guint i = 0; i < count_phrases (hashes); i++)
    g_hash_table_add (self->phrases, hash_phrase (hashes, i));

  g_array_append_vals (self->recent, hashes->data, hashes->len);
  if (self->recent->len > QUIRE_MARKOV_MAX_RUN)
    g_array_remove_range (self->recent, 0, self->recent->len - QUIRE_MARKOV_MAX_RUN);

  get_relevance (self, text, TRUE);
  g_set_str (&self->last_start, start);
}

gboolean
quire_rehearsal_writer_may_follow (QuireRehearsalWriter *self, const char *text)
{
  g_autoptr (GArray) hashes = quire_rehearsal_hash_words (text);
  g_autoptr (GHashTable) own = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < count_phrases (hashes); i++)
    {
      gpointer phrase = hash_phrase (hashes, i);

      if (g_hash_table_contains (self->phrases, phrase) || !g_hash_table_add (own, phrase))
        return FALSE;
    }

  g_array_prepend_vals (hashes, self->recent->data, self->recent->len);

  return !quire_rehearsal_corpus_has_run (self->corpus, hashes);
}

/* -- judging -- */

static guint
count_ends (const char *text)
{
  guint n = 0;

  for (const char *at = text; *at != '\0'; at++)
    n += strchr (".!?", *at) != NULL && (at[1] == ' ' || at[1] == '\0');

  return MAX (n, 1);
}

static double
get_length_fault (const char *text, double wanted)
{
  double words = (double) quire_text_count_words (text, -1) / count_ends (text);

  return fabs (log (MAX (words, 1.0) / wanted));
}

static double
get_taste (QuireRehearsalWriter *self, const char *text)
{
  guint commas = 0;

  for (const char *at = text; *at != '\0'; at++)
    commas += *at == ',';

  return self->manner->comma_taste * 10.0 * commas / MAX (quire_text_count_words (text, -1), 1);
}

static double
get_origin_fault (const QuireMarkovOrigin *origin, guint n_tokens)
{
  double usual = n_tokens / 9.0 + 1.0;
  double fault = origin->n_rough * ROUGH_WEIGHT;

  if (origin->n_places <= 1)
    return n_tokens > 4 ? COPIED_WEIGHT : 0.0;

  return origin->n_places > usual ? fault + (origin->n_places - usual) * PATCHWORK_WEIGHT : fault;
}

/* A sentence that begins with a pronoun should mean the one whom the scene is with. */
static double
get_reference_fault (QuireRehearsalWriter *self, const char *text, gboolean opens, int focus)
{
  g_autofree char *start = g_strndup (text, strcspn (text, " ,"));
  g_autofree char *bare = quire_rehearsal_bare_word (start, NULL, NULL);
  int gender = quire_english_get_gender (bare);
  const QuireRehearsalMember *member = focus >= 0 ? g_ptr_array_index (self->cast->members, focus) : NULL;
  double fault = g_str_equal (start, self->last_start) ? SAME_START_WEIGHT : 0.0;

  if (gender != 0 && member != NULL && member->gender != 0 && member->gender != gender)
    fault += ASTRAY_WEIGHT;
  if (opens && (g_str_has_prefix (text, "And ") || g_str_has_prefix (text, "But ") || g_str_has_prefix (text, "It ") || g_str_has_prefix (text, "That ")))
    fault += ASTRAY_WEIGHT / 2;

  return fault;
}

static gboolean
write_tokens (QuireRehearsalWriter *self, QuireMarkov *model, GPtrArray *keys, guint max_words, GPtrArray *tokens, QuireMarkovOrigin *origin)
{
  if (keys->len > 0 && quire_random_chance (self->random, THROUGH_SHARE))
    {
      const char *key = g_ptr_array_index (keys, quire_random_below (self->random, keys->len));
      const double *weight = g_hash_table_lookup (self->weights, key);

      if (weight == NULL || quire_random_chance (self->random, *weight + 0.15))
        return quire_markov_write_through (model, self->random, key, max_words, tokens, origin);
    }

  return quire_markov_write (model, self->random, max_words, tokens, origin);
}

/* Keeps the better of @best and @text (taken). */
static void
keep_better (Candidate *best, char *text, double score)
{
  if (best->text != NULL && best->score >= score)
    {
      g_free (text);
      return;
    }

  g_free (best->text);
  best->text = text;
  best->score = score;
}

/* Rhythm: sentences of one length tire, so each has its own, around the register's. */
static double
choose_length (QuireRehearsalWriter *self)
{
  static const double scales[] = { 0.4, 0.7, 0.9, 1.0, 1.1, 1.25, 1.4, 1.7 };

  return MAX (self->manner->sentence_words * scales[quire_random_below (self->random, G_N_ELEMENTS (scales))], 2.5);
}

char *
quire_rehearsal_writer_narrate (QuireRehearsalWriter *self, gboolean opens, int focus)
{
  g_autoptr (GPtrArray) tokens = g_ptr_array_new ();
  double wanted = choose_length (self);
  Candidate best = { NULL, 0.0 };

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < N_CANDIDATES; i++)
    {
      g_autofree char *adapted = NULL;
      g_autofree char *shaped = NULL;
      const char *const *words;
      QuireMarkovOrigin origin;
      double score;

      if (!write_tokens (self, get_narration (self), self->keys, MAX_SENTENCE_WORDS, tokens, &origin))
        continue;

      words = (const char *const *) tokens->pdata;
      adapted = quire_rehearsal_cast_adapt (self->cast, words, tokens->len, self->random);
      if (adapted == NULL)
        continue;
      shaped = quire_rehearsal_register_shape (self->manner, self->random, adapted, self->corpus->english);
      if (!quire_rehearsal_writer_may_follow (self, shaped))
        continue;

      score = get_relevance (self, shaped, FALSE) + get_taste (self, shaped) - STRANGENESS_WEIGHT * quire_rehearsal_corpus_get_strangeness (self->corpus, words, tokens->len) -
              LENGTH_WEIGHT * get_length_fault (shaped, wanted) - get_origin_fault (&origin, tokens->len) -
              get_reference_fault (self, shaped, opens, focus);
      keep_better (&best, g_steal_pointer (&shaped), score);
    }

  return best.text;
}

char *
quire_rehearsal_writer_speak (QuireRehearsalWriter *self, int speaker, gboolean answers)
{
  g_autoptr (GPtrArray) tokens = g_ptr_array_new ();
  double wanted = CLAMP (self->manner->sentence_words * 0.6, 4.0, 9.0);
  Candidate best = { NULL, 0.0 };

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < N_CANDIDATES; i++)
    {
      g_autofree char *adapted = NULL;
      g_autofree char *written = NULL;
      const char *const *words;
      QuireMarkovOrigin origin;
      double score;

      if (!write_tokens (self, self->corpus->speech, self->spoken_keys, MAX_SPEECH_WORDS, tokens, &origin))
        continue;

      words = (const char *const *) tokens->pdata;
      adapted = quire_rehearsal_cast_adapt_speech (self->cast, words, tokens->len, speaker, self->random);
      if (adapted == NULL)
        continue;
      written = quire_rehearsal_register_write_out (self->manner, adapted);
      if (!quire_rehearsal_writer_may_follow (self, written))
        continue;

      score = get_relevance (self, written, FALSE) - STRANGENESS_WEIGHT * quire_rehearsal_corpus_get_strangeness (self->corpus, words, tokens->len) -
              LENGTH_WEIGHT * get_length_fault (written, wanted) - get_origin_fault (&origin, tokens->len);
      if (answers && g_str_has_suffix (written, "?"))
        score -= ASTRAY_WEIGHT;
      keep_better (&best, g_steal_pointer (&written), score);
    }

  return best.text;
}
