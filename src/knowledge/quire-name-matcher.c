/* quire-name-matcher.c: finds many names in a text in one pass
 *
 * Names and text are folded and cut into tokens: a run of letters, digits and marks is one; of Han, kana, Thai and the
 * like, where words have no boundary that can be seen, each character is one. Names are kept in a trie over tokens, so that finding costs a
 * look-up for each token of the text, however many names there are. At each token the longest name that begins there is
 * taken, and the search goes on behind it: where “Ada Lovelace” stands, “Ada” does not.
 *
 * What lies between two tokens decides whether they belong together. Spaces, hyphens, apostrophes and nothing at all are
 * the same (“Jean-Luc” and “Jean Luc”; “Jeanluc” is one token), and so is the full stop of an initial or a title (“St. Ives”
 * and “St Ives”), but not one that may end a sentence. Everything else has to be the same in name and text (“Marks & Spencer”).
 *
 * The last token of a name also fits its plural (“the Weirs”, “the Joneses”). A possessive needs nothing of its own: the
 * apostrophe ends the token. But a token of one letter before an apostrophe (O’Brien, l’eau) is never a name by itself.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-knowledge"

#include "config.h"

#include "quire-name-matcher-private.h"

#include <string.h>

#include "quire-text.h"

#define GAP_SIMPLE 0
#define NONE 0
#define ROOT 1

typedef struct
{
  gsize start; /* bytes in the folded text */
  gsize end;
} Token;

/* From one node of the trie to the next. */
typedef struct
{
  guint node;
  guint token; /* number of the token's text */
  guint gap;   /* number of what lies before it */
} Edge;

struct _QuireNameMatcher
{
  GHashTable *strings; /* text → number, from 1; of tokens and of gaps that are not simple */
  GHashTable *edges;   /* Edge → node */
  GPtrArray *values;   /* for each node, a GArray of guint or NULL */
};

typedef struct
{
  const char *source;
  char *text; /* folded */
  GArray *offsets;
  GArray *tokens;
  GArray *numbers;   /* of the tokens' texts, NONE where no name has it; only for a text that is searched */
  gsize seen_offset; /* a place in the source, in code points and in bytes: matches come in order, so none is counted from the beginning */
  gsize seen_byte;
} Tokens;

static guint
edge_hash (gconstpointer data)
{
  const Edge *edge = data;

  return (edge->node * 2654435761u) ^ (edge->token * 40503u) ^ (edge->gap << 20);
}

static gboolean
edge_equal (gconstpointer a, gconstpointer b)
{
  const Edge *left = a;
  const Edge *right = b;

  return left->node == right->node && left->token == right->token && left->gap == right->gap;
}

static void
values_free (gpointer data)
{
  if (data != NULL)
    g_array_unref (data);
}

QuireNameMatcher *
quire_name_matcher_new (void)
{
  QuireNameMatcher *self = g_new0 (QuireNameMatcher, 1);

  self->strings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->edges = g_hash_table_new_full (edge_hash, edge_equal, g_free, NULL);
  self->values = g_ptr_array_new_with_free_func (values_free);
  g_ptr_array_set_size (self->values, ROOT + 1);

  return self;
}

void
quire_name_matcher_free (QuireNameMatcher *self)
{
  g_hash_table_unref (self->strings);
  g_hash_table_unref (self->edges);
  g_ptr_array_unref (self->values);
  g_free (self);
}

/* -- tokens -- */

static gboolean
is_word_character (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c);
}

/* Of scripts without spaces, or with spaces that do not separate words. */
static gboolean
stands_alone (gunichar c)
{
  static const GUnicodeScript scripts[] = {
    G_UNICODE_SCRIPT_HAN, G_UNICODE_SCRIPT_HIRAGANA, G_UNICODE_SCRIPT_KATAKANA, G_UNICODE_SCRIPT_THAI,
    G_UNICODE_SCRIPT_LAO, G_UNICODE_SCRIPT_KHMER, G_UNICODE_SCRIPT_MYANMAR
  };
  GUnicodeScript script;

  if (c < 0x80)
    return FALSE;

  script = g_unichar_get_script (c);
  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    if (script == scripts[i])
      return TRUE;

  return FALSE;
}

static Tokens
tokens_new (const char *source)
{
  Tokens self = { .source = source };
  gboolean open = FALSE;

  self.text = quire_text_fold_mapped (source, &self.offsets);
  self.tokens = g_array_new (FALSE, FALSE, sizeof (Token));

  for (const char *p = self.text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gsize start = (gsize) (p - self.text);
      gsize end = (gsize) (g_utf8_next_char (p) - self.text);
      gboolean alone = stands_alone (c);
      Token token = { start, end };

      if (!is_word_character (c))
        {
          open = FALSE;
        }
      else if (open && !alone)
        {
          g_array_index (self.tokens, Token, self.tokens->len - 1).end = end;
        }
      else
        {
          g_array_append_val (self.tokens, token);
          open = !alone;
        }
    }

  return self;
}

static void
tokens_clear (Tokens *self)
{
  g_free (self->text);
  g_array_unref (self->offsets);
  g_array_unref (self->tokens);
  g_clear_pointer (&self->numbers, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Tokens, tokens_clear)

static const Token *
get_token (const Tokens *self, guint i)
{
  return &g_array_index (self->tokens, Token, i);
}

static char *
dup_span (const Tokens *self, gsize start, gsize end)
{
  return g_strndup (self->text + start, end - start);
}

/* The number of a piece of text; a new one if @add, else NONE when no name has it. */
static guint
get_number (QuireNameMatcher *self, const char *text, gboolean add)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->strings, text));

  if (number == NONE && add)
    {
      number = g_hash_table_size (self->strings) + 1;
      g_hash_table_insert (self->strings, g_strdup (text), GUINT_TO_POINTER (number));
    }

  return number;
}

/* Whether a full stop behind the token belongs to it. */
static gboolean
takes_full_stop (const Tokens *tokens, const Token *token)
{
  static const char *const titles[] = { "mr", "mrs", "ms", "mme", "mlle", "dr", "fr", "hr", "herr", "prof", "st", "ste", "rev", "hon", "sr", "jr",
                                        "capt", "col", "gen", "lt", "maj", "sgt", "cpl", "mt", "ft", "don", "sra", "srta" };
  gsize length = token->end - token->start;

  if (g_utf8_strlen (tokens->text + token->start, (gssize) length) == 1)
    return TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    if (strlen (titles[i]) == length && strncmp (titles[i], tokens->text + token->start, length) == 0)
      return TRUE;

  return FALSE;
}

/* What lies before token @i. FALSE when no name has that. */
static gboolean
get_gap (QuireNameMatcher *self, const Tokens *tokens, guint i, gboolean add, guint *gap)
{
  const Token *before = get_token (tokens, i - 1);
  gsize start = before->end;
  gsize end = get_token (tokens, i)->start;
  g_autofree char *text = NULL;

  if (tokens->text[start] == '.' && takes_full_stop (tokens, before))
    start++;
  if (strspn (tokens->text + start, " -'") >= end - start)
    {
      *gap = GAP_SIMPLE;
      return TRUE;
    }

  text = dup_span (tokens, start, end);
  *gap = get_number (self, text, add);

  return *gap != NONE;
}

/* -- building -- */

static guint
follow (QuireNameMatcher *self, Edge edge)
{
  return edge.token != NONE ? GPOINTER_TO_UINT (g_hash_table_lookup (self->edges, &edge)) : NONE;
}

void
quire_name_matcher_add (QuireNameMatcher *self, const char *name, guint value)
{
  g_auto (Tokens) tokens = tokens_new (name);
  guint node = ROOT;
  GArray *values;

  if (tokens.tokens->len == 0)
    return;

  for (guint i = 0; i < tokens.tokens->len; i++)
    {
      g_autofree char *text = dup_span (&tokens, get_token (&tokens, i)->start, get_token (&tokens, i)->end);
      Edge edge = { node, get_number (self, text, TRUE), GAP_SIMPLE };

      if (i > 0)
        get_gap (self, &tokens, i, TRUE, &edge.gap);
      node = follow (self, edge);
      if (node == NONE)
        {
          node = self->values->len;
          g_ptr_array_add (self->values, NULL);
          g_hash_table_insert (self->edges, g_memdup2 (&edge, sizeof edge), GUINT_TO_POINTER (node));
        }
    }

  values = g_ptr_array_index (self->values, node);
  if (values == NULL)
    values = self->values->pdata[node] = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < values->len; i++)
    if (g_array_index (values, guint, i) == value)
      return;
  g_array_append_val (values, value);
}

/* -- finding -- */

typedef struct
{
  guint node; /* NONE: no name begins here */
  guint n_tokens;
} Longest;

static gboolean
is_name (QuireNameMatcher *self, guint node)
{
  return node != NONE && self->values->pdata[node] != NULL;
}

/* The node of the name whose plural the token may be, or NONE. */
static guint
follow_singular (QuireNameMatcher *self, const Tokens *tokens, guint at, Edge edge)
{
  static const char *const needs_e[] = { "s", "x", "z", "ch", "sh" };
  const Token *token = get_token (tokens, at);
  gsize length = token->end - token->start;
  g_autofree char *stem = NULL;
  guint node;

  if (length < 3 || tokens->text[token->end - 1] != 's')
    return NONE;

  stem = dup_span (tokens, token->start, token->end - 1);
  edge.token = get_number (self, stem, FALSE);
  if (is_name (self, node = follow (self, edge)))
    return node;

  if (stem[length - 2] != 'e')
    return NONE;
  stem[length - 2] = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (needs_e); i++)
    if (g_str_has_suffix (stem, needs_e[i]))
      {
        edge.token = get_number (self, stem, FALSE);
        return is_name (self, node = follow (self, edge)) ? node : NONE;
      }

  return NONE;
}

/* A letter before an apostrophe and more letters is part of another word. */
static gboolean
is_elided (const Tokens *tokens, guint i)
{
  const Token *token = get_token (tokens, i);

  return i + 1 < tokens->tokens->len &&
         g_utf8_strlen (tokens->text + token->start, (gssize) (token->end - token->start)) == 1 &&
         tokens->text[token->end] == '\'' &&
         get_token (tokens, i + 1)->start == token->end + 1;
}

static Longest
find_longest (QuireNameMatcher *self, const Tokens *tokens, guint first)
{
  Longest longest = { NONE, 0 };
  guint node = ROOT;

  for (guint i = first; i < tokens->tokens->len; i++)
    {
      Edge edge = { node, g_array_index (tokens->numbers, guint, i), GAP_SIMPLE };
      guint next;
      guint name;

      if (i > first && !get_gap (self, tokens, i, FALSE, &edge.gap))
        break;

      next = follow (self, edge);
      name = is_name (self, next) ? next : follow_singular (self, tokens, i, edge);
      if (name != NONE && !is_elided (tokens, i))
        longest = (Longest) { name, i - first + 1 };
      if (next == NONE)
        break;
      node = next;
    }

  return longest;
}

static void
match_clear (gpointer data)
{
  g_free (((QuireNameMatch *) data)->matched);
}

static void
add_matches (QuireNameMatcher *self, Tokens *tokens, guint first, Longest longest, GArray *matches)
{
  GArray *values = g_ptr_array_index (self->values, longest.node);
  gsize start = g_array_index (tokens->offsets, gsize, get_token (tokens, first)->start);
  gsize end = g_array_index (tokens->offsets, gsize, get_token (tokens, first + longest.n_tokens - 1)->end);
  const char *from = g_utf8_offset_to_pointer (tokens->source + tokens->seen_byte, (glong) (start - tokens->seen_offset));
  const char *to = g_utf8_offset_to_pointer (from, (glong) (end - start));

  tokens->seen_offset = end;
  tokens->seen_byte = (gsize) (to - tokens->source);
  for (guint i = 0; i < values->len; i++)
    {
      QuireNameMatch match = { g_array_index (values, guint, i), start, g_strndup (from, (gsize) (to - from)) };

      g_array_append_val (matches, match);
    }
}

static void
number_tokens (QuireNameMatcher *self, Tokens *tokens)
{
  tokens->numbers = g_array_sized_new (FALSE, FALSE, sizeof (guint), tokens->tokens->len);
  for (guint i = 0; i < tokens->tokens->len; i++)
    {
      Token *token = &g_array_index (tokens->tokens, Token, i);
      char *end = tokens->text + token->end;
      char kept = *end;
      guint number;

      /* Ended for the look-up alone, instead of a copy of each word. */
      *end = '\0';
      number = get_number (self, tokens->text + token->start, FALSE);
      *end = kept;
      g_array_append_val (tokens->numbers, number);
    }
}

GArray *
quire_name_matcher_find (QuireNameMatcher *self, const char *text)
{
  g_auto (Tokens) tokens = tokens_new (text);
  GArray *matches = g_array_new (FALSE, FALSE, sizeof (QuireNameMatch));

  g_array_set_clear_func (matches, match_clear);
  number_tokens (self, &tokens);
  for (guint i = 0; i < tokens.tokens->len;)
    {
      Longest longest = find_longest (self, &tokens, i);

      if (longest.node == NONE)
        {
          i++;
          continue;
        }
      add_matches (self, &tokens, i, longest, matches);
      i += longest.n_tokens;
    }

  return matches;
}
