/* quire-entry-repository.c: rows of the tables `entries`, `entry_names` and `facts`
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-store"

#include "config.h"

#include "quire-repositories-private.h"

#include <string.h>

#include "quire-text.h"

/* An entry as its rows come in, before it becomes an object. */
typedef struct
{
  char *id;
  char *category;
  char *text;
  QuireSendMode send;
  GPtrArray *names; /* of char, NULL-terminated when complete */
  GPtrArray *facts; /* of QuireFact */
} Draft;

static void
draft_free (Draft *self)
{
  g_free (self->id);
  g_free (self->category);
  g_free (self->text);
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->facts);
  g_free (self);
}

static gboolean
load_drafts (QuireConnection *connection,
             GHashTable *drafts,
             GError **error)
{
  sqlite3_stmt *rows = quire_connection_query (connection, error, "SELECT id, category, text, send FROM entries");
  g_autoptr (GError) local_error = NULL;

  if (rows == NULL)
    return FALSE;

  while (quire_connection_next (connection, rows, &local_error))
    {
      Draft *draft = g_new0 (Draft, 1);

      draft->id = quire_column_dup_text (rows, 0);
      draft->category = quire_column_dup_text (rows, 1);
      draft->text = quire_column_dup_text (rows, 2);
      /* An unknown mode must not send what the writer may have wanted to keep. */
      if (!quire_send_mode_from_name ((const char *) sqlite3_column_text (rows, 3), &draft->send))
        draft->send = QUIRE_SEND_NEVER;
      draft->names = g_ptr_array_new_null_terminated (2, g_free, TRUE);
      draft->facts = g_ptr_array_new_with_free_func ((GDestroyNotify) quire_fact_free);
      g_hash_table_insert (drafts, draft->id, draft);
    }
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return error == NULL || *error == NULL;
}

static gboolean
load_names (QuireConnection *connection,
            GHashTable *drafts,
            GError **error)
{
  sqlite3_stmt *rows = quire_connection_query (connection, error, "SELECT entry, name FROM entry_names ORDER BY entry, position");
  g_autoptr (GError) local_error = NULL;

  if (rows == NULL)
    return FALSE;

  while (quire_connection_next (connection, rows, &local_error))
    {
      Draft *draft = g_hash_table_lookup (drafts, (const char *) sqlite3_column_text (rows, 0));

      if (draft != NULL)
        g_ptr_array_add (draft->names, quire_column_dup_text (rows, 1));
    }
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return error == NULL || *error == NULL;
}

static char *
dup_or_null (sqlite3_stmt *row,
             int column)
{
  return sqlite3_column_bytes (row, column) > 0 ? quire_column_dup_text (row, column) : NULL;
}

static gboolean
load_facts (QuireConnection *connection,
            GHashTable *drafts,
            GError **error)
{
  static const char sql[] = "SELECT entry, id, attribute, value, valid_from, valid_to, known_by FROM facts ORDER BY entry, position";
  sqlite3_stmt *rows = quire_connection_query (connection, error, sql);
  g_autoptr (GError) local_error = NULL;

  if (rows == NULL)
    return FALSE;

  while (quire_connection_next (connection, rows, &local_error))
    {
      Draft *draft = g_hash_table_lookup (drafts, (const char *) sqlite3_column_text (rows, 0));
      QuireFact *fact;

      if (draft == NULL)
        continue;
      fact = g_new0 (QuireFact, 1);
      fact->id = quire_column_dup_text (rows, 1);
      fact->attribute = quire_column_dup_text (rows, 2);
      fact->value = quire_column_dup_text (rows, 3);
      fact->valid_from = dup_or_null (rows, 4);
      fact->valid_to = dup_or_null (rows, 5);
      fact->known_by = quire_column_dup_text (rows, 6);
      g_ptr_array_add (draft->facts, fact);
    }
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return error == NULL || *error == NULL;
}

static int
category_rank (const char *category)
{
  const char *const *categories = quire_entry_get_categories ();
  int rank = 0;

  while (categories[rank] != NULL && strcmp (categories[rank], category) != 0)
    rank++;
  return rank;
}

static int
compare_entries (gconstpointer first,
                 gconstpointer second)
{
  QuireEntry *a = *(QuireEntry *const *) first;
  QuireEntry *b = *(QuireEntry *const *) second;
  g_autofree char *folded_a = NULL;
  g_autofree char *folded_b = NULL;
  int order = category_rank (quire_entry_get_category (a)) - category_rank (quire_entry_get_category (b));

  if (order == 0)
    order = strcmp (quire_entry_get_category (a), quire_entry_get_category (b));
  if (order == 0)
    {
      folded_a = quire_text_fold (quire_entry_get_name (a));
      folded_b = quire_text_fold (quire_entry_get_name (b));
      order = strcmp (folded_a, folded_b);
    }
  return order != 0 ? order : strcmp (quire_entry_get_id (a), quire_entry_get_id (b));
}

GPtrArray *
quire_entry_repository_load (QuireConnection *connection,
                             GError **error)
{
  g_autoptr (GHashTable) drafts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) draft_free);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) local_error = NULL;
  GHashTableIter iter;
  Draft *draft;

  if (!load_drafts (connection, drafts, &local_error) ||
      !load_names (connection, drafts, &local_error) ||
      !load_facts (connection, drafts, &local_error))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  g_hash_table_iter_init (&iter, drafts);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &draft))
    {
      QuireEntryValues values = {
        .id = draft->id,
        .category = draft->category,
        .text = draft->text,
        .send = draft->send,
        .facts = draft->facts,
      };

      if (draft->names->len == 0)
        g_ptr_array_add (draft->names, g_strdup (""));
      values.names = (const char *const *) draft->names->pdata;
      g_ptr_array_add (entries, quire_entry_new (&values));
    }
  g_ptr_array_sort (entries, compare_entries);
  return g_steal_pointer (&entries);
}

static gboolean
save_names (QuireConnection *connection,
            QuireEntry *entry,
            GError **error)
{
  const char *const *names = quire_entry_get_names (entry);
  gboolean done = quire_connection_run (connection, error, "DELETE FROM entry_names WHERE entry = ?", QUIRE_BIND_TEXT (quire_entry_get_id (entry)));

  for (guint i = 0; done && names[i] != NULL; i++)
    {
      g_autofree char *folded = quire_text_fold (names[i]);

      done = quire_connection_run (connection, error, "INSERT INTO entry_names (entry, position, name, folded) VALUES (?, ?, ?, ?)",
                                   QUIRE_BIND_TEXT (quire_entry_get_id (entry)), QUIRE_BIND_INT (i),
                                   QUIRE_BIND_TEXT (names[i]), QUIRE_BIND_TEXT (folded));
    }
  return done;
}

static gboolean
save_facts (QuireConnection *connection,
            QuireEntry *entry,
            GError **error)
{
  static const char sql[] = "INSERT INTO facts (id, entry, position, attribute, value, valid_from, valid_to, known_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
  gboolean done = quire_connection_run (connection, error, "DELETE FROM facts WHERE entry = ?", QUIRE_BIND_TEXT (quire_entry_get_id (entry)));

  for (guint i = 0; done && i < quire_entry_get_n_facts (entry); i++)
    {
      const QuireFact *fact = quire_entry_get_fact (entry, i);

      done = quire_connection_run (connection, error, sql, QUIRE_BIND_TEXT (fact->id), QUIRE_BIND_TEXT (quire_entry_get_id (entry)),
                                   QUIRE_BIND_INT (i), QUIRE_BIND_TEXT (fact->attribute), QUIRE_BIND_TEXT (fact->value),
                                   QUIRE_BIND_TEXT (fact->valid_from != NULL ? fact->valid_from : ""),
                                   QUIRE_BIND_TEXT (fact->valid_to != NULL ? fact->valid_to : ""),
                                   QUIRE_BIND_TEXT (fact->known_by != NULL ? fact->known_by : ""));
    }
  return done;
}

gboolean
quire_entry_repository_save (QuireConnection *connection,
                             QuireEntry *entry,
                             gint64 now,
                             GError **error)
{
  static const char sql[] = "INSERT INTO entries (id, category, name, text, send, created, modified) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)"
                            " ON CONFLICT (id) DO UPDATE SET category = ?2, name = ?3, text = ?4, send = ?5, modified = ?6";
  g_autofree char *head = g_strjoinv (" ", (char **) quire_entry_get_names (entry));

  return quire_connection_run (connection, error, sql, QUIRE_BIND_TEXT (quire_entry_get_id (entry)),
                               QUIRE_BIND_TEXT (quire_entry_get_category (entry)), QUIRE_BIND_TEXT (quire_entry_get_name (entry)),
                               QUIRE_BIND_TEXT (quire_entry_get_text (entry)),
                               QUIRE_BIND_TEXT (quire_send_mode_get_name (quire_entry_get_send (entry))), QUIRE_BIND_INT (now)) &&
         save_names (connection, entry, error) &&
         save_facts (connection, entry, error) &&
         quire_passages_store (connection, "entry", quire_entry_get_id (entry), head, quire_entry_get_text (entry), error);
}
