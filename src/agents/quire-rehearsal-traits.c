/* quire-rehearsal-traits.c: what can be counted of a passage: its runs of words, its shapes, its person and tense
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-agents"

#include "config.h"

#include "quire-rehearsal-corpus.h"

#include <string.h>

#include "quire-rehearsal-corpus-private.h"
#include "quire-rehearsal-english.h"
#include "quire-text.h"

#define RUN_WORDS (QUIRE_MARKOV_MAX_RUN + 1)
#define SHAPE_WORDS 4
#define MIN_MODE_EVIDENCE 4 /* signs of person or tense below which a passage tells nothing */

/* -- words -- */

char *
quire_rehearsal_bare_word (const char *token, char **before, char **behind)
{
  const char *start = token;
  const char *end = token + strlen (token);
  const char *last;

  while (*start != '\0' && !g_unichar_isalnum (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);
  while (end > start && !g_unichar_isalnum (g_utf8_get_char (last = g_utf8_prev_char (end))))
    end = last;

  if (end - start > 4 && (strncmp (end - 4, "’s", 4) == 0))
    end -= 4;
  else if (end - start > 2 && strncmp (end - 2, "'s", 2) == 0)
    end -= 2;

  if (before != NULL)
    *before = g_strndup (token, start - token);
  if (behind != NULL)
    *behind = g_strdup (end);

  return g_strndup (start, end - start);
}

gboolean
quire_rehearsal_is_capitalised (const char *word)
{
  return g_unichar_isupper (g_utf8_get_char (word)) && !g_str_equal (word, "I") && !g_str_has_prefix (word, "I’") && !g_str_has_prefix (word, "I'");
}

static gboolean
hash_word_cb (const char *word, gsize n_bytes, gsize offset, gpointer data)
{
  g_autofree char *copy = g_strndup (word, n_bytes);
  g_autofree char *folded = quire_text_fold (copy);
  guint64 hash = quire_random_hash (0, folded);

  g_array_append_val ((GArray *) data, hash);

  return TRUE;
}

GArray *
quire_rehearsal_hash_words (const char *text)
{
  GArray *hashes = g_array_new (FALSE, FALSE, sizeof (guint64));

  quire_text_foreach_word (text, -1, hash_word_cb, hashes);

  return hashes;
}

static gpointer
hash_run (GArray *hashes, guint start)
{
  guint64 run = 0;

  for (guint i = start; i < start + RUN_WORDS; i++)
    run = (run ^ g_array_index (hashes, guint64, i)) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) + (run >> 29);

  return GSIZE_TO_POINTER ((gsize) run);
}

gboolean
quire_rehearsal_corpus_has_run (QuireRehearsalCorpus *self, GArray *hashes)
{
  for (guint i = 0; i + RUN_WORDS <= hashes->len; i++)
    {
      if (g_hash_table_contains (self->runs, hash_run (hashes, i)))
        return TRUE;
    }

  return FALSE;
}

static const char *
get_ending (const char *word)
{
  static const char *const endings[] = { "ing", "ed", "ly", "ness", "ion", "s" };

  if (quire_rehearsal_is_capitalised (word))
    return "Cap";
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      if (g_str_has_suffix (word, endings[i]))
        return endings[i];
    }

  return "";
}

/* The kind of a word: itself when it has no meaning of its own, else its ending; and what stands behind it. */
static guint64
get_shape (const char *token)
{
  g_autofree char *behind = NULL;
  g_autofree char *word = quire_rehearsal_bare_word (token, NULL, &behind);
  g_autofree char *stem = quire_english_stem (word);
  guint64 shape;

  if (*stem == '\0')
    {
      g_autofree char *folded = quire_text_fold (word);

      shape = quire_random_hash (1, folded);
    }
  else
    {
      shape = quire_random_hash (2, get_ending (word));
    }

  return quire_random_hash (shape, behind);
}

static GArray *
get_shapes (const char *const *tokens, guint n)
{
  GArray *shapes = g_array_sized_new (FALSE, FALSE, sizeof (guint64), n);

  for (guint i = 0; i < n; i++)
    {
      guint64 shape = get_shape (tokens[i]);

      g_array_append_val (shapes, shape);
    }

  return shapes;
}

static gpointer
hash_shapes (GArray *shapes, guint start, guint n)
{
  guint64 hash = n;

  for (guint i = start; i < start + n; i++)
    hash = (hash ^ g_array_index (shapes, guint64, i)) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) + (hash >> 29);

  return GSIZE_TO_POINTER ((gsize) hash);
}

double
quire_rehearsal_corpus_get_strangeness (QuireRehearsalCorpus *self, const char *const *tokens, guint n)
{
  g_autoptr (GArray) shapes = NULL;
  guint strange = 0;

  if (n < SHAPE_WORDS)
    return 0.0;

  shapes = get_shapes (tokens, n);
  for (guint i = 0; i + SHAPE_WORDS <= n; i++)
    strange += !g_hash_table_contains (self->shapes, hash_shapes (shapes, i, SHAPE_WORDS));

  /* One bad join spoils all the sequences that hold it. */
  return (double) strange / (SHAPE_WORDS - 1);
}

void
quire_rehearsal_corpus_learn_shapes (QuireRehearsalCorpus *self, const char *const *tokens, guint n)
{
  g_autoptr (GArray) shapes = get_shapes (tokens, n);

  for (guint i = 0; i + SHAPE_WORDS <= n; i++)
    g_hash_table_add (self->shapes, hash_shapes (shapes, i, SHAPE_WORDS));
}

void
quire_rehearsal_corpus_learn_runs (QuireRehearsalCorpus *self, const char *body)
{
  g_autoptr (GArray) hashes = quire_rehearsal_hash_words (body);

  for (guint i = 0; i + RUN_WORDS <= hashes->len; i++)
    g_hash_table_add (self->runs, hash_run (hashes, i));
}

/* -- person and tense -- */

static gboolean
is_one_of (const char *word, const char *const *list)
{
  return g_strv_contains (list, word);
}

static void
count_mode (QuireModeCount *count, const char *word, const char *previous)
{
  static const char *const first[] = { "i", "i'm", "i've", "i'd", "i'll", "my", "me", "myself", NULL };
  static const char *const past[] = { "was", "were", "had", "did", "didn't", "wasn't", "could", "couldn't", "hadn't", NULL };
  static const char *const present[] = { "is", "are", "has", "does", "do", "don't", "isn't", "am", "i'm", "can", "can't", "it's", "aren't", "hasn't", "there's", NULL };
  static const char *const subjects[] = { "i", "he", "she", "we", "they", NULL };
  int tense = is_one_of (previous, subjects) ? quire_english_get_tense (word) : 0;

  count->words++;
  count->first += is_one_of (word, first);
  count->past += is_one_of (word, past) || tense == 1;
  count->present += is_one_of (word, present) || tense == 2;
}

QuireNarrativeMode
quire_mode_count_decide (const QuireModeCount *count, QuireNarrativeMode fallback)
{
  gboolean first = quire_mode_is_first (fallback);
  gboolean present = quire_mode_is_present (fallback);

  if (count->words > 0 && (count->first >= MIN_MODE_EVIDENCE || count->words > 150))
    first = count->first * 50 > count->words;
  if (count->past + count->present >= MIN_MODE_EVIDENCE)
    present = count->present > count->past;

  return (first ? QUIRE_MODE_FIRST_PAST : QUIRE_MODE_THIRD_PAST) + (present ? 1 : 0);
}

void
quire_mode_count_cb (QuireProseKind kind, const char *const *tokens, guint n_tokens, gpointer data)
{
  g_autofree char *previous = g_strdup ("");

  for (guint i = 0; kind == QUIRE_PROSE_NARRATION && i < n_tokens; i++)
    {
      char *word = quire_text_fold (tokens[i]);
      gsize n = strlen (word);

      while (n > 0 && strchr (".,;:!?", word[n - 1]) != NULL)
        word[--n] = '\0';
      count_mode (data, word, previous);
      g_free (previous);
      previous = word;
    }
}

QuireNarrativeMode
quire_rehearsal_detect_mode (const char *text, QuireNarrativeMode fallback)
{
  g_autoptr (GPtrArray) bodies = g_ptr_array_new ();
  QuireModeCount count = { 0 };

  g_ptr_array_add (bodies, (char *) text);
  quire_rehearsal_prose_read (text, quire_rehearsal_prose_detect_quotes (bodies), quire_mode_count_cb, &count);

  return quire_mode_count_decide (&count, fallback);
}
