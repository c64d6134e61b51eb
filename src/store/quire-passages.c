/* quire-passages.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Texts are searched in passages of whole sentences: long enough to mean something, short enough that a hit shows where to look. Sentences are added until a passage
 * has TARGET_WORDS; one that would make it longer than MOST_WORDS starts the next; a rest below LEAST_WORDS is joined to the one before. So the passages
 * of a text cover it without gap or overlap. A change in a sentence leaves the passages before it as they were, and mostly those behind it but for their place: only
 * the one that changed is indexed anew, which keeps a commit of typed text short.
 */

#define G_LOG_DOMAIN "quire-store"

#include "config.h"

#include "quire-repositories-private.h"

#include <string.h>

#include "quire-text.h"

#define TARGET_WORDS 160
#define MOST_WORDS 220
#define LEAST_WORDS 40

static void
passage_free (QuirePassage *self)
{
  g_free (self->text);
  g_free (self);
}

/* A passage under way; bytes are into the whole text. */
typedef struct
{
  const char *text;
  gsize start;
  gsize stop;
  gsize first_byte;
  gsize last_byte;
  gsize words;
} Open;

static void
close_passage (Open *open,
               GPtrArray *passages)
{
  QuirePassage *previous = passages->len > 0 ? g_ptr_array_index (passages, passages->len - 1) : NULL;
  QuirePassage *passage;

  if (open->last_byte == open->first_byte)
    return;

  /* Only the last one can be so short, or one before a single very long sentence. */
  if (previous != NULL && open->words < LEAST_WORDS && previous->words + open->words <= MOST_WORDS)
    {
      g_autofree char *former = previous->text;

      previous->text = g_strndup (open->text + open->first_byte - strlen (former), strlen (former) + open->last_byte - open->first_byte);
      previous->stop = open->stop;
      previous->words += open->words;
    }
  else
    {
      passage = g_new0 (QuirePassage, 1);
      passage->start = open->start;
      passage->stop = open->stop;
      passage->words = (guint) open->words;
      passage->text = g_strndup (open->text + open->first_byte, open->last_byte - open->first_byte);
      g_ptr_array_add (passages, passage);
    }

  open->start = open->stop;
  open->first_byte = open->last_byte;
  open->words = 0;
}

GPtrArray *
quire_passages_split (const char *text)
{
  g_autoptr (GArray) sentences = NULL;
  GPtrArray *passages = g_ptr_array_new_with_free_func ((GDestroyNotify) passage_free);
  Open open = { .text = text };

  if (quire_text_repository_is_blank (text))
    return passages;

  sentences = quire_text_get_sentences (text, -1);
  for (guint i = 0; i < sentences->len; i++)
    {
      const QuireTextSpan *span = &g_array_index (sentences, QuireTextSpan, i);
      const char *first = text + open.last_byte;
      const char *end = g_utf8_offset_to_pointer (first, (glong) (span->end - span->start));
      gsize words = quire_text_count_words (first, end - first);

      if (open.words > 0 && open.words + words > MOST_WORDS)
        close_passage (&open, passages);
      open.stop = span->end;
      open.last_byte = (gsize) (end - text);
      open.words += words;
      if (open.words >= TARGET_WORDS)
        close_passage (&open, passages);
    }
  close_passage (&open, passages);
  return passages;
}

/* A row of the table as it stands, as far as it matters. */
typedef struct
{
  gint64 id;
  gint64 start;
  char *text;
} Stored;

static void
stored_free (gpointer data)
{
  Stored *stored = data;

  g_free (stored->text);
  g_free (stored);
}

static GPtrArray *
load_stored (QuireConnection *connection,
             const QuireValue *source,
             GError **error)
{
  static const char sql[] = "SELECT id, start, text FROM passages WHERE source_kind = ? AND source = ? ORDER BY sequence";
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (stored_free);
  g_autoptr (GError) local_error = NULL;
  sqlite3_stmt *statement = quire_connection_query_values (connection, sql, source, error);

  if (statement == NULL)
    return NULL;

  while (quire_connection_next (connection, statement, &local_error))
    {
      Stored *stored = g_new0 (Stored, 1);

      stored->id = sqlite3_column_int64 (statement, 0);
      stored->start = sqlite3_column_int64 (statement, 1);
      stored->text = quire_column_dup_text (statement, 2);
      g_ptr_array_add (rows, stored);
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  return g_steal_pointer (&rows);
}

/* Brings a row that stands to @passage. One that was only pushed along by a change before it does not touch the index. */
static gboolean
change_row (QuireConnection *connection,
            const Stored *stored,
            const QuirePassage *passage,
            GError **error)
{
  g_autofree char *folded = NULL;

  if (strcmp (stored->text, passage->text) == 0)
    return stored->start == (gint64) passage->start ||
           quire_connection_run (connection, error, "UPDATE passages SET start = ?, stop = ? WHERE id = ?", QUIRE_BIND_INT ((gint64) passage->start),
                                 QUIRE_BIND_INT ((gint64) passage->stop), QUIRE_BIND_INT (stored->id));

  folded = quire_text_fold (passage->text);
  return quire_connection_run (connection, error, "UPDATE passages SET start = ?, stop = ?, words = ?, text = ?, body = ? WHERE id = ?",
                               QUIRE_BIND_INT ((gint64) passage->start), QUIRE_BIND_INT ((gint64) passage->stop), QUIRE_BIND_INT (passage->words),
                               QUIRE_BIND_TEXT (passage->text), QUIRE_BIND_TEXT (folded), QUIRE_BIND_INT (stored->id));
}

gboolean
quire_passages_store (QuireConnection *connection,
                      const char *source_kind,
                      const char *source,
                      const char *head,
                      const char *text,
                      GError **error)
{
  static const char insert[] = "INSERT INTO passages (source_kind, source, sequence, start, stop, words, text, head, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
  static const char prune[] = "DELETE FROM passages WHERE source_kind = ? AND source = ? AND sequence >= ?";
  g_autoptr (GPtrArray) passages = quire_passages_split (text);
  g_autoptr (GPtrArray) rows = load_stored (connection, QUIRE_VALUES (QUIRE_BIND_TEXT (source_kind), QUIRE_BIND_TEXT (source)), error);
  g_autofree char *folded_head = quire_text_fold (head);
  gboolean done = rows != NULL;

  if (done && rows->len > passages->len)
    done = quire_connection_run (connection, error, prune, QUIRE_BIND_TEXT (source_kind), QUIRE_BIND_TEXT (source), QUIRE_BIND_INT (passages->len));

  for (guint i = 0; done && i < passages->len; i++)
    {
      const QuirePassage *passage = g_ptr_array_index (passages, i);
      g_autofree char *folded = NULL;

      if (i < rows->len)
        {
          done = change_row (connection, g_ptr_array_index (rows, i), passage, error);
          continue;
        }
      folded = quire_text_fold (passage->text);
      done = quire_connection_run (connection, error, insert, QUIRE_BIND_TEXT (source_kind), QUIRE_BIND_TEXT (source), QUIRE_BIND_INT (i),
                                   QUIRE_BIND_INT ((gint64) passage->start), QUIRE_BIND_INT ((gint64) passage->stop),
                                   QUIRE_BIND_INT (passage->words), QUIRE_BIND_TEXT (passage->text),
                                   QUIRE_BIND_TEXT (folded_head), QUIRE_BIND_TEXT (folded));
    }
  return done && quire_passages_set_head (connection, source_kind, source, head, error);
}

gboolean
quire_passages_set_head (QuireConnection *connection,
                         const char *source_kind,
                         const char *source,
                         const char *head,
                         GError **error)
{
  g_autofree char *folded = quire_text_fold (head);

  return quire_connection_run (connection, error, "UPDATE passages SET head = ?3 WHERE source_kind = ?1 AND source = ?2 AND head <> ?3",
                               QUIRE_BIND_TEXT (source_kind), QUIRE_BIND_TEXT (source), QUIRE_BIND_TEXT (folded));
}
