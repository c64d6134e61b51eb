/* quire-search.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Search over passages. The writer's words never reach the full-text parser as they are: each is folded, quoted and joined with OR, so that no query is an
 * error. The rank is bm25 with titles and names counting double.
 *
 * The index splits at white space, so a run of Chinese or Japanese is one word to it. Queries with such characters, and those that found nothing, are looked for as a
 * piece of text instead; the more often a passage has it, the better.
 *
 * What matched is found in the folded text (FTS5 marks it), and carried back to the original through the map that the folding gives.
 */

#define G_LOG_DOMAIN "quire-store"

#include "config.h"

#include "quire-repositories-private.h"

#include <string.h>

#include "quire-text.h"

#define SNIPPET_WORDS 20
#define SNIPPET_WORDS_BEFORE 6

/* Marks around a match that no folded text holds: it has no control characters. */
#define MARK_START "\x02"
#define MARK_END "\x03"

void
quire_search_hit_free (QuireSearchHit *self)
{
  if (self == NULL)
    return;

  g_free (self->source_kind);
  g_free (self->source_id);
  g_free (self->snippet);
  g_free (self);
}

static gboolean
append_word (const char *word,
             gsize n_bytes,
             gsize offset,
             gpointer data)
{
  GString *expression = data;

  if (expression->len > 0)
    g_string_append (expression, " OR ");
  g_string_append_c (expression, '"');
  for (gsize i = 0; i < n_bytes; i++)
    {
      if (word[i] == '"')
        g_string_append_c (expression, '"');
      g_string_append_c (expression, word[i]);
    }
  g_string_append_c (expression, '"');
  return TRUE;
}

char *
quire_search_make_expression (const char *query)
{
  g_autofree char *folded = quire_text_fold (query);
  g_autoptr (GString) expression = g_string_new (NULL);

  quire_text_foreach_word (folded, -1, append_word, expression);
  return expression->len > 0 ? g_string_free (g_steal_pointer (&expression), FALSE) : NULL;
}

static gboolean
has_unspaced_script (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      switch ((int) g_unichar_get_script (g_utf8_get_char (text)))
        {
        case G_UNICODE_SCRIPT_HAN:
        case G_UNICODE_SCRIPT_HIRAGANA:
        case G_UNICODE_SCRIPT_KATAKANA:
        case G_UNICODE_SCRIPT_BOPOMOFO:
        case G_UNICODE_SCRIPT_THAI:
        case G_UNICODE_SCRIPT_LAO:
        case G_UNICODE_SCRIPT_KHMER:
        case G_UNICODE_SCRIPT_MYANMAR:
          return TRUE;
        default:
          break;
        }
    }
  return FALSE;
}

/* Where the window of a snippet begins and ends, in bytes. */
typedef struct
{
  const char *text;
  gsize match;
  gsize starts[SNIPPET_WORDS_BEFORE]; /* of the last words before the match, in a ring */
  guint n_before;
  guint n_words;
  gsize start;
  gsize end;
} Window;

static gboolean
window_word (const char *word,
             gsize n_bytes,
             gsize offset,
             gpointer data)
{
  Window *window = data;
  gsize byte = (gsize) (word - window->text);

  if (byte + n_bytes <= window->match)
    {
      window->starts[window->n_before % SNIPPET_WORDS_BEFORE] = byte;
      window->n_before++;
      return TRUE;
    }
  window->end = byte + n_bytes;
  window->n_words++;
  return window->n_words + MIN (window->n_before, SNIPPET_WORDS_BEFORE) < SNIPPET_WORDS;
}

/* About SNIPPET_WORDS words of @text around the code point @match, on one line. */
static char *
make_snippet (const char *text,
              gsize match)
{
  Window window = { .text = text, .match = quire_text_offset_to_byte (text, match) };
  g_autofree char *piece = NULL;

  quire_text_foreach_word (text, -1, window_word, &window);
  if (window.n_before >= SNIPPET_WORDS_BEFORE)
    window.start = window.starts[window.n_before % SNIPPET_WORDS_BEFORE];
  if (window.n_words == 0)
    window.end = strlen (text);

  /* The punctuation that closes the last word belongs to it. */
  while (text[window.end] != '\0' && !g_unichar_isspace (g_utf8_get_char (text + window.end)))
    window.end += g_utf8_skip[(guchar) text[window.end]];
  piece = g_strndup (text + window.start, window.end - window.start);
  return g_strstrip (g_strdelimit (g_steal_pointer (&piece), "\n\t", ' '));
}

/* A hit of the columns source_kind, source, start, text; @match is the byte in the folded text where it begins. */
static QuireSearchHit *
make_hit (sqlite3_stmt *row,
          gsize match,
          double score)
{
  QuireSearchHit *hit = g_new0 (QuireSearchHit, 1);
  const char *text = (const char *) sqlite3_column_text (row, 3);
  g_autoptr (GArray) offsets = NULL;
  g_autofree char *folded = quire_text_fold_mapped (text, &offsets);
  gsize offset = match < offsets->len && folded != NULL ? g_array_index (offsets, gsize, match) : 0;

  hit->source_kind = quire_column_dup_text (row, 0);
  hit->source_id = quire_column_dup_text (row, 1);
  hit->offset = (gsize) sqlite3_column_int64 (row, 2) + offset;
  hit->snippet = make_snippet (text, offset);
  hit->score = score;
  return hit;
}

#define NOT_IN_TRASH                                                  \
  " LEFT JOIN nodes s ON p.source_kind = 'scene' AND s.id = p.source" \
  " LEFT JOIN nodes c ON c.id = s.parent"                             \
  " LEFT JOIN nodes a ON a.id = c.parent"                             \
  " WHERE coalesce (s.trashed, 0) = 0 AND coalesce (c.trashed, 0) = 0 AND coalesce (a.trashed, 0) = 0"

static gboolean
search_index (QuireConnection *connection,
              const char *expression,
              guint limit,
              GPtrArray *hits,
              GError **error)
{
  static const char sql[] = "SELECT p.source_kind, p.source, p.start, p.text, i.rank, highlight (passages_index, 1, '" MARK_START "', '" MARK_END "')"
                            " FROM passages_index i JOIN passages p ON p.id = i.rowid" NOT_IN_TRASH
                            " AND passages_index MATCH ? AND i.rank MATCH 'bm25(2.0, 1.0)' ORDER BY i.rank LIMIT ?";
  sqlite3_stmt *rows = quire_connection_query (connection, error, sql, QUIRE_BIND_TEXT (expression), QUIRE_BIND_INT (limit));
  g_autoptr (GError) local_error = NULL;

  if (rows == NULL)
    return FALSE;

  while (quire_connection_next (connection, rows, &local_error))
    {
      const char *marked = (const char *) sqlite3_column_text (rows, 5);
      const char *mark = marked != NULL ? strstr (marked, MARK_START) : NULL;

      g_ptr_array_add (hits, make_hit (rows, mark != NULL ? (gsize) (mark - marked) : 0, -sqlite3_column_double (rows, 4)));
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return TRUE;
}

static gboolean
search_piece (QuireConnection *connection,
              const char *query,
              guint limit,
              GPtrArray *hits,
              GError **error)
{
  static const char sql[] = "SELECT p.source_kind, p.source, p.start, p.text, p.body,"
                            " (length (p.body) - length (replace (p.body, ?1, ''))) / length (?1) + 2 * (instr (p.head, ?1) > 0) AS score"
                            " FROM passages p" NOT_IN_TRASH
                            " AND (instr (p.body, ?1) > 0 OR instr (p.head, ?1) > 0) ORDER BY score DESC, p.source, p.sequence LIMIT ?2";
  sqlite3_stmt *rows = quire_connection_query (connection, error, sql, QUIRE_BIND_TEXT (query), QUIRE_BIND_INT (limit));
  g_autoptr (GError) local_error = NULL;

  if (rows == NULL)
    return FALSE;

  while (quire_connection_next (connection, rows, &local_error))
    {
      const char *body = (const char *) sqlite3_column_text (rows, 4);
      const char *match = strstr (body, query);

      g_ptr_array_add (hits, make_hit (rows, match != NULL ? (gsize) (match - body) : 0, sqlite3_column_double (rows, 5)));
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return TRUE;
}

GPtrArray *
quire_search_run (QuireConnection *connection,
                  const char *query,
                  guint limit,
                  GError **error)
{
  g_autoptr (GPtrArray) hits = g_ptr_array_new_with_free_func ((GDestroyNotify) quire_search_hit_free);
  g_autofree char *folded = quire_text_fold (query);
  g_autofree char *expression = quire_search_make_expression (query);

  if (expression == NULL || limit == 0)
    return g_steal_pointer (&hits);

  if (!has_unspaced_script (folded) && !search_index (connection, expression, limit, hits, error))
    return NULL;
  if (hits->len == 0 && g_utf8_strlen (folded, -1) >= 2 && !search_piece (connection, folded, limit, hits, error))
    return NULL;
  return g_steal_pointer (&hits);
}
