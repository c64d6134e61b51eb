/* quire-diff.c: comparison of two texts by sentences or by words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Both texts are cut into tokens that cover them, equal tokens get equal numbers, quire-diff-myers.c says which tokens are
 * changed, and the runs are read off by walking through both sequences together: what is not changed pairs up in order.
 *
 * A sentence is compared without the white space behind it. Otherwise the last sentence of a paragraph would count as
 * rewritten as soon as another one is added behind it. Where two equal sentences have different white space behind them, that
 * white space alone is a changed run. */

#define G_LOG_DOMAIN "quire-diff"

#include "config.h"

#include "quire-diff-private.h"
#include "quire-text-private.h"

#define ZERO_WIDTH_JOINER 0x200d

typedef struct
{
  const char *start;
  const char *core_end; /* where the white space behind a sentence begins */
  const char *end;
} Token;

/* One text as tokens and their numbers. */
typedef struct
{
  const char *text;
  GArray *tokens;
  guint *ids;
  guint8 *changed;
} Side;

static void
side_clear (Side *self)
{
  g_clear_pointer (&self->tokens, g_array_unref);
  g_clear_pointer (&self->ids, g_free);
  g_clear_pointer (&self->changed, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Side, side_clear)

static void
add_token (GArray *tokens, const char *start, const char *core_end, const char *end)
{
  Token token = { start, core_end, end };

  g_array_append_val (tokens, token);
}

static void
cut_sentences (GArray *tokens, const char *text)
{
  const char *end = text + strlen (text);

  for (const char *p = text; p < end;)
    {
      const char *next = quire_text_find_sentence_end (text, p, end);
      const char *core_end = next;

      while (core_end > p && quire_text_is_space (quire_text_decode_before (p, core_end)))
        do
          core_end--;
        while (core_end > p && ((guchar) *core_end & 0xc0) == 0x80);
      add_token (tokens, p, core_end > p ? core_end : next, next);
      p = next;
    }
}

static gboolean
is_regional_indicator (gunichar c)
{
  return c >= 0x1f1e6 && c <= 0x1f1ff;
}

/* The end of what is drawn as one sign from @p on, so that no run can cut an emoji or take a mark from its letter. */
static const char *
find_sign_end (const char *p, const char *end)
{
  gunichar c;

  p = quire_text_decode (p, end, &c);
  while (p < end)
    {
      gunichar follower;
      const char *next = quire_text_decode (p, end, &follower);

      if (follower == ZERO_WIDTH_JOINER)
        {
          p = next < end ? quire_text_decode (next, end, &c) : next;
          continue;
        }
      if (!quire_text_is_mark (follower) && !(follower >= 0x1f3fb && follower <= 0x1f3ff) &&
          !(follower >= 0xe0020 && follower <= 0xe007f) && !(is_regional_indicator (c) && is_regional_indicator (follower)))
        break;
      if (is_regional_indicator (follower))
        c = 0;
      p = next;
    }
  return p;
}

/* White space runs and single signs between two words. */
static void
cut_between_words (GArray *tokens, const char *p, const char *end)
{
  while (p < end)
    {
      const char *next = quire_text_skip_space (p, end);

      if (next == p)
        next = find_sign_end (p, end);
      add_token (tokens, p, next, next);
      p = next;
    }
}

static void
cut_words (GArray *tokens, const char *text)
{
  QuireTextWordScanner scanner;
  const char *word, *word_end;
  const char *p = text;

  quire_text_word_scanner_init (&scanner, text, -1, TRUE);
  while (quire_text_word_scanner_next (&scanner, &word, &word_end))
    {
      cut_between_words (tokens, p, word);
      add_token (tokens, word, word_end, word_end);
      p = word_end;
    }
  cut_between_words (tokens, p, scanner.end);
}

static guint
token_hash (gconstpointer data)
{
  const Token *token = data;
  guint32 hash = 2166136261u;

  for (const char *p = token->start; p < token->core_end; p++)
    hash = (hash ^ (guchar) *p) * 16777619u;
  return hash;
}

static gboolean
token_equal (gconstpointer a, gconstpointer b)
{
  const Token *first = a, *second = b;
  gsize n_bytes = (gsize) (first->core_end - first->start);

  return n_bytes == (gsize) (second->core_end - second->start) && memcmp (first->start, second->start, n_bytes) == 0;
}

static void
side_cut (Side *self, const char *text, QuireDiffUnit unit)
{
  self->text = text;
  self->tokens = g_array_new (FALSE, FALSE, sizeof (Token));
  if (unit == QUIRE_DIFF_WORDS)
    cut_words (self->tokens, text);
  else
    cut_sentences (self->tokens, text);
}

/* Gives every token its number. @numbers holds those seen so far. */
static void
side_number (Side *self, GHashTable *numbers)
{
  gsize n = self->tokens->len;

  self->ids = g_new (guint, n);
  self->changed = g_new0 (guint8, n);
  for (gsize i = 0; i < n; i++)
    {
      Token *token = &g_array_index (self->tokens, Token, i);
      gpointer number;

      if (!g_hash_table_lookup_extended (numbers, token, NULL, &number))
        {
          number = GUINT_TO_POINTER (g_hash_table_size (numbers));
          g_hash_table_insert (numbers, token, number);
        }
      self->ids[i] = GPOINTER_TO_UINT (number);
    }
}

/* Adds what follows to the last run, or begins a new one when the kind is another. */
static void
extend_runs (GArray *runs, QuireDiffKind kind, gsize n_old, gsize n_new)
{
  QuireDiffRun *last = runs->len > 0 ? &g_array_index (runs, QuireDiffRun, runs->len - 1) : NULL;
  QuireDiffRun run = { kind, 0, 0, 0, 0 };

  if (n_old == 0 && n_new == 0)
    return;
  if (last == NULL || last->kind != kind)
    {
      if (last != NULL)
        run = (QuireDiffRun) { kind, last->old_end, last->old_end, last->new_end, last->new_end };
      g_array_append_val (runs, run);
      last = &g_array_index (runs, QuireDiffRun, runs->len - 1);
    }
  last->old_end += n_old;
  last->new_end += n_new;
}

static gsize
get_size (const char *start, const char *end)
{
  return (gsize) (end - start);
}

static GArray *
make_runs (const Side *old_side, const Side *new_side)
{
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (QuireDiffRun));
  gsize n_old = old_side->tokens->len, n_new = new_side->tokens->len;

  for (gsize i = 0, j = 0; i < n_old || j < n_new;)
    {
      const Token *old_token = i < n_old ? &g_array_index (old_side->tokens, Token, i) : NULL;
      const Token *new_token = j < n_new ? &g_array_index (new_side->tokens, Token, j) : NULL;
      gsize old_space, new_space;
      gboolean same_space;

      if (old_token != NULL && old_side->changed[i])
        {
          extend_runs (runs, QUIRE_DIFF_CHANGED, get_size (old_token->start, old_token->end), 0);
          i++;
          continue;
        }
      if (new_token != NULL && new_side->changed[j])
        {
          extend_runs (runs, QUIRE_DIFF_CHANGED, 0, get_size (new_token->start, new_token->end));
          j++;
          continue;
        }
      g_assert (old_token != NULL && new_token != NULL);
      extend_runs (runs, QUIRE_DIFF_EQUAL, get_size (old_token->start, old_token->core_end), get_size (new_token->start, new_token->core_end));
      old_space = get_size (old_token->core_end, old_token->end);
      new_space = get_size (new_token->core_end, new_token->end);
      same_space = old_space == new_space && memcmp (old_token->core_end, new_token->core_end, old_space) == 0;
      extend_runs (runs, same_space ? QUIRE_DIFF_EQUAL : QUIRE_DIFF_CHANGED, old_space, new_space);
      i++;
      j++;
    }
  return runs;
}

GArray *
quire_diff_compare_counted (const char *old_text, const char *new_text, QuireDiffUnit unit, gsize *n_steps_out)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (token_hash, token_equal);
  g_auto (Side) old_side = { 0 };
  g_auto (Side) new_side = { 0 };

  side_cut (&old_side, old_text, unit);
  side_cut (&new_side, new_text, unit);
  side_number (&old_side, numbers);
  side_number (&new_side, numbers);
  *n_steps_out = quire_diff_mark_changes (old_side.ids, old_side.tokens->len, new_side.ids, new_side.tokens->len,
                                          g_hash_table_size (numbers), &(QuireDiffChanges) { old_side.changed, new_side.changed, QUIRE_DIFF_MAX_EDITS });
  return make_runs (&old_side, &new_side);
}

GArray *
quire_diff_compare (const char *old_text, const char *new_text, QuireDiffUnit unit)
{
  gsize n_steps;

  g_return_val_if_fail (old_text != NULL && new_text != NULL, NULL);

  return quire_diff_compare_counted (old_text, new_text, unit, &n_steps);
}
