/* quire-markov.c: which word follows which
 *
 * The sentences lie one after another in one array of word numbers, 0 standing before, between and behind them. A context of
 * any length is not stored at all: `forward` holds every position of the array, sorted by the words that stand before it, nearest
 * first, so the positions that follow a given context are one range of it, found by bisection, and the range of a longer
 * context lies inside that of a shorter one. `backward` is the same for the words that stand behind. That is 12 bytes for each word of
 * text whatever the order, and a place in the text is known for every word that is written, which is what tells copying from writing.
 *
 * A word is chosen so: from the longest context on, a context that occurs c times is taken with the chance c ÷ (c + ½), else the next
 * shorter one is tried. Rare contexts, which would only repeat their one place, are thus left early, and common ones kept. Contexts of one
 * word join what does not belong together; they serve only when nothing else is left. After QUIRE_MARKOV_MAX_RUN words in a row from
 * one place the word that comes next in that place is not taken if any context offers another.
 *
 * Ties are broken by position, so the order, and with it every draft, is the same on every machine.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-agents"

#include "config.h"

#include "quire-markov.h"

#include <string.h>

#define BOUNDARY 0
#define SHORTEST_GOOD_CONTEXT 2
#define ESCAPE 0.5

struct _QuireMarkov
{
  gatomicrefcount references;
  QuireMarkovKeyFunc key_func;
  gboolean built;

  GStringChunk *strings;
  GHashTable *numbers; /* word → its number */
  GPtrArray *words;    /* number → word; 0 is none */
  GHashTable *keys;    /* key → GArray of guint32 positions in text */

  GArray *text;      /* of guint32 */
  guint32 *forward;  /* n_positions positions, each of a word or of the boundary behind a sentence */
  guint32 *backward; /* likewise, of a word or of the boundary before a sentence */
  guint n_positions;
  guint n_sentences;
};

/* A place in the sorted positions, while a sentence is being written in one direction. */
typedef struct
{
  const guint32 *sorted;
  int step; /* 1: forward, -1: backward */
} Direction;

static void
array_unref (gpointer data)
{
  g_array_unref (data);
}

QuireMarkov *
quire_markov_new (QuireMarkovKeyFunc key_func)
{
  QuireMarkov *self;
  guint32 boundary = BOUNDARY;

  g_return_val_if_fail (key_func != NULL, NULL);

  self = g_new0 (QuireMarkov, 1);
  g_atomic_ref_count_init (&self->references);
  self->key_func = key_func;
  self->strings = g_string_chunk_new (16 * 1024);
  self->numbers = g_hash_table_new (g_str_hash, g_str_equal);
  self->words = g_ptr_array_new ();
  g_ptr_array_add (self->words, NULL);
  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, array_unref);
  self->text = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_array_append_val (self->text, boundary);

  return self;
}

QuireMarkov *
quire_markov_ref (QuireMarkov *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->references);

  return self;
}

void
quire_markov_unref (QuireMarkov *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->references))
    return;

  g_hash_table_unref (self->numbers);
  g_hash_table_unref (self->keys);
  g_ptr_array_unref (self->words);
  g_string_chunk_free (self->strings);
  g_array_unref (self->text);
  g_free (self->forward);
  g_free (self->backward);
  g_free (self);
}

static guint32
intern (QuireMarkov *self, const char *token)
{
  gpointer number = g_hash_table_lookup (self->numbers, token);
  char *word;

  if (number != NULL)
    return GPOINTER_TO_UINT (number);

  word = g_string_chunk_insert (self->strings, token);
  g_ptr_array_add (self->words, word);
  g_hash_table_insert (self->numbers, word, GUINT_TO_POINTER (self->words->len - 1));

  return self->words->len - 1;
}

void
quire_markov_add (QuireMarkov *self, const char *const *tokens, guint n)
{
  guint32 boundary = BOUNDARY;

  g_return_if_fail (self != NULL);
  g_return_if_fail (!self->built);
  g_return_if_fail (tokens != NULL);

  if (n == 0)
    return;

  for (guint i = 0; i < n; i++)
    {
      guint32 word = intern (self, tokens[i]);

      g_array_append_val (self->text, word);
    }
  g_array_append_val (self->text, boundary);
  self->n_sentences++;
}

static guint32
word_at (QuireMarkov *self, guint32 position)
{
  return g_array_index (self->text, guint32, position);
}

/* Orders two positions by what stands before them (@step 1) or behind them (-1), nearest first; what lies past a sentence's edge does not count. */
static int
compare_contexts (QuireMarkov *self, guint32 a, guint32 b, int step)
{
  for (guint i = 1; i <= QUIRE_MARKOV_ORDER; i++)
    {
      guint32 left = word_at (self, a - step * i);
      guint32 right = word_at (self, b - step * i);

      if (left != right)
        return left < right ? -1 : 1;
      if (left == BOUNDARY)
        break;
    }

  return a < b ? -1 : a > b;
}

static int
compare_forward (gconstpointer a, gconstpointer b, gpointer self)
{
  return compare_contexts (self, *(const guint32 *) a, *(const guint32 *) b, 1);
}

static int
compare_backward (gconstpointer a, gconstpointer b, gpointer self)
{
  return compare_contexts (self, *(const guint32 *) a, *(const guint32 *) b, -1);
}

static void
index_keys (QuireMarkov *self)
{
  g_autoptr (GPtrArray) lists = g_ptr_array_new ();

  g_ptr_array_set_size (lists, self->words->len);
  for (guint i = 1; i < self->words->len; i++)
    {
      g_autofree char *key = self->key_func (g_ptr_array_index (self->words, i));
      GArray *positions;

      if (key == NULL || *key == '\0')
        continue;

      positions = g_hash_table_lookup (self->keys, key);
      if (positions == NULL)
        {
          positions = g_array_new (FALSE, FALSE, sizeof (guint32));
          g_hash_table_insert (self->keys, g_steal_pointer (&key), positions);
        }
      lists->pdata[i] = positions;
    }

  for (guint32 position = 1; position < self->text->len; position++)
    {
      GArray *positions = lists->pdata[word_at (self, position)];

      if (positions != NULL)
        g_array_append_val (positions, position);
    }
}

void
quire_markov_build (QuireMarkov *self)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (!self->built);

  self->built = TRUE;
  self->n_positions = self->text->len - 1;
  self->forward = g_new (guint32, self->n_positions);
  self->backward = g_new (guint32, self->n_positions);
  for (guint i = 0; i < self->n_positions; i++)
    {
      self->forward[i] = i + 1;
      self->backward[i] = i;
    }

  g_sort_array (self->forward, self->n_positions, sizeof (guint32), compare_forward, self);
  g_sort_array (self->backward, self->n_positions, sizeof (guint32), compare_backward, self);
  index_keys (self);
}

guint
quire_markov_get_n_sentences (QuireMarkov *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_sentences;
}

guint
quire_markov_get_n_tokens (QuireMarkov *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->text->len - 1 - self->n_sentences;
}

guint
quire_markov_count_key (QuireMarkov *self, const char *key)
{
  GArray *positions;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (key != NULL, 0);

  positions = g_hash_table_lookup (self->keys, key);

  return positions != NULL ? positions->len : 0;
}

/* -- writing -- */

/* The sentence so far, in reading order, with the place that each word was taken from. */
typedef struct
{
  GArray *words; /* of guint32 */
  gboolean open; /* what stands beyond the first word is not known yet */
  guint32 place; /* of the last word in the direction of writing */
  guint run;     /* words in a row from there */
  QuireMarkovOrigin origin;
} Sentence;

/* The @n-th word before the place to be written (from 1), or the boundary. */
static guint32
get_context (const Sentence *sentence, int step, guint n)
{
  guint length = sentence->words->len;

  if (n > length)
    return BOUNDARY;

  return g_array_index (sentence->words, guint32, step > 0 ? length - n : n - 1);
}

/* Where @position stands against a context of @n words: before, in or behind its range. */
static int
compare_with_context (QuireMarkov *self, guint32 position, const Sentence *sentence, int step, guint n)
{
  for (guint i = 1; i <= n; i++)
    {
      guint32 there = word_at (self, position - step * i);
      guint32 here = get_context (sentence, step, i);

      if (there != here)
        return there < here ? -1 : 1;
      if (here == BOUNDARY)
        break;
    }

  return 0;
}

static guint
bisect (QuireMarkov *self, const Direction *direction, const Sentence *sentence, guint n, gboolean upper)
{
  guint low = 0;
  guint high = self->n_positions;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      int order = compare_with_context (self, direction->sorted[middle], sentence, direction->step, n);

      if (order < 0 || (upper && order == 0))
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/* A position of the range whose word is not @taboo; G_MAXUINT32 when there is none. */
static guint32
choose (QuireMarkov *self, const guint32 *range, guint n, QuireRandom *random, guint32 taboo)
{
  guint start = quire_random_below (random, n);

  for (guint i = 0; i < n; i++)
    {
      guint32 position = range[(start + i) % n];

      if (word_at (self, position) != taboo)
        return position;
    }

  return G_MAXUINT32;
}

static guint32
find_next (QuireMarkov *self, const Direction *direction, Sentence *sentence, QuireRandom *random)
{
  gboolean copying = sentence->run >= QUIRE_MARKOV_MAX_RUN;
  guint32 taboo = copying ? word_at (self, sentence->place + direction->step) : G_MAXUINT32;
  guint longest = MIN (QUIRE_MARKOV_ORDER, sentence->words->len + !sentence->open);

  for (guint n = longest; n >= 1; n--)
    {
      guint low = bisect (self, direction, sentence, n, FALSE);
      guint count = bisect (self, direction, sentence, n, TRUE) - low;
      gboolean shortest = n <= SHORTEST_GOOD_CONTEXT;
      guint32 position;

      if (count == 0 || (!shortest && !quire_random_chance (random, count / (count + ESCAPE))))
        continue;

      position = choose (self, direction->sorted + low, count, random, taboo);
      if (position == G_MAXUINT32)
        continue;

      sentence->origin.n_rough += n < SHORTEST_GOOD_CONTEXT && sentence->words->len > 0;
      return position;
    }

  return copying ? sentence->place + direction->step : G_MAXUINT32;
}

/* How many words in a row, @position with those that were written before it, stand together in its place. */
static guint
measure_run (QuireMarkov *self, guint32 position, const Sentence *sentence, int step)
{
  guint run = 1;

  while (run <= QUIRE_MARKOV_MAX_RUN && run <= sentence->words->len && word_at (self, position - step * run) == get_context (sentence, step, run))
    run++;

  return run;
}

/* Writes on in one direction to the edge of the sentence. */
static gboolean
write_on (QuireMarkov *self, const Direction *direction, Sentence *sentence, QuireRandom *random, guint max_words)
{
  for (;;)
    {
      guint32 position = find_next (self, direction, sentence, random);
      guint32 word;

      if (position == G_MAXUINT32)
        return FALSE;

      word = word_at (self, position);
      if (word == BOUNDARY)
        return TRUE;
      if (sentence->words->len >= max_words)
        return FALSE;

      if (sentence->words->len > 0 && position == sentence->place + direction->step)
        {
          sentence->run++;
        }
      else
        {
          sentence->run = measure_run (self, position, sentence, direction->step);
          sentence->origin.n_places++;
        }
      sentence->place = position;

      if (direction->step > 0)
        g_array_append_val (sentence->words, word);
      else
        g_array_prepend_val (sentence->words, word);
    }
}

static void
give_out (QuireMarkov *self, const Sentence *sentence, GPtrArray *tokens, QuireMarkovOrigin *origin)
{
  g_ptr_array_set_size (tokens, 0);
  for (guint i = 0; i < sentence->words->len; i++)
    g_ptr_array_add (tokens, g_ptr_array_index (self->words, g_array_index (sentence->words, guint32, i)));

  if (origin != NULL)
    *origin = sentence->origin;
}

gboolean
quire_markov_write (QuireMarkov *self, QuireRandom *random, guint max_words, GPtrArray *tokens, QuireMarkovOrigin *origin)
{
  g_autoptr (GArray) words = g_array_new (FALSE, FALSE, sizeof (guint32));
  Sentence sentence = { words, FALSE, 0, 0, { 0, 0 } };
  Direction forward;

  g_return_val_if_fail (self != NULL && self->built, FALSE);
  g_return_val_if_fail (tokens != NULL, FALSE);

  forward = (Direction) { self->forward, 1 };
  if (self->n_sentences == 0 || !write_on (self, &forward, &sentence, random, max_words))
    return FALSE;

  give_out (self, &sentence, tokens, origin);

  return TRUE;
}

gboolean
quire_markov_write_through (QuireMarkov *self, QuireRandom *random, const char *key, guint max_words, GPtrArray *tokens, QuireMarkovOrigin *origin)
{
  g_autoptr (GArray) words = g_array_new (FALSE, FALSE, sizeof (guint32));
  Sentence sentence = { words, TRUE, 0, 1, { 1, 0 } };
  Direction forward, backward;
  GArray *positions;
  guint32 position, word;

  g_return_val_if_fail (self != NULL && self->built, FALSE);
  g_return_val_if_fail (key != NULL, FALSE);
  g_return_val_if_fail (tokens != NULL, FALSE);

  positions = g_hash_table_lookup (self->keys, key);
  if (positions == NULL || positions->len == 0)
    return FALSE;

  /* Both directions start from two words of one place, so that the join itself is sound. */
  position = g_array_index (positions, guint32, quire_random_below (random, positions->len));
  word = word_at (self, position);
  g_array_append_val (words, word);
  word = word_at (self, position + 1);
  sentence.place = position;
  if (word != BOUNDARY)
    {
      g_array_append_val (words, word);
      sentence.place = position + 1;
      sentence.run = 2;
    }

  forward = (Direction) { self->forward, 1 };
  backward = (Direction) { self->backward, -1 };
  if (word != BOUNDARY && !write_on (self, &forward, &sentence, random, max_words))
    return FALSE;

  sentence.open = FALSE;
  sentence.place = position;
  sentence.run = sentence.words->len;
  if (!write_on (self, &backward, &sentence, random, max_words))
    return FALSE;

  give_out (self, &sentence, tokens, origin);

  return TRUE;
}
