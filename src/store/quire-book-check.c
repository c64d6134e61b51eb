/* quire-book-check.c: what is wrong with a book
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-store"

#include "config.h"

#include "quire-project-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "quire-error.h"
#include "quire-order-key.h"
#include "quire-text.h"

static void G_GNUC_PRINTF (2, 3)
    add_fault (GPtrArray *faults,
               const char *format,
               ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (faults, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

/* A statement that fails because the file is damaged is a fault that was found; anything else is an error. */
static gboolean
take_damage (GPtrArray *faults,
             GError *local_error,
             GError **error)
{
  if (local_error == NULL)
    return TRUE;

  if (g_error_matches (local_error, QUIRE_ERROR, QUIRE_ERROR_CORRUPT))
    {
      add_fault (faults, "%s", local_error->message);
      g_error_free (local_error);
      return TRUE;
    }
  g_propagate_error (error, local_error);
  return FALSE;
}

gboolean
quire_book_check_pages (QuireConnection *connection,
                        gboolean *sound,
                        GError **error)
{
  g_autofree char *answer = g_strdup ("");

  if (!quire_connection_get_text (connection, &answer, error, "PRAGMA quick_check (1)"))
    return FALSE;
  *sound = strcmp (answer, "ok") == 0;
  return TRUE;
}

static gboolean
check_file (QuireConnection *connection,
            GPtrArray *faults,
            GError **error)
{
  sqlite3_stmt *rows = quire_connection_query (connection, error, "PRAGMA integrity_check (20)");
  GError *local_error = NULL;

  if (rows == NULL)
    return FALSE;

  while (quire_connection_next (connection, rows, &local_error))
    {
      const char *answer = (const char *) sqlite3_column_text (rows, 0);

      if (g_strcmp0 (answer, "ok") != 0)
        add_fault (faults, _ ("The file is damaged: %s"), answer);
    }
  return take_damage (faults, local_error, error);
}

static gboolean
check_foreign_keys (QuireConnection *connection,
                    GPtrArray *faults,
                    GError **error)
{
  sqlite3_stmt *rows = quire_connection_query (connection, error, "PRAGMA foreign_key_check");
  GError *local_error = NULL;

  if (rows == NULL)
    return FALSE;

  while (quire_connection_next (connection, rows, &local_error))
    add_fault (faults, _ ("A row of the table “%s” belongs to something that is not there."), (const char *) sqlite3_column_text (rows, 0));
  return take_damage (faults, local_error, error);
}

/* The index against the passages it was made from. Only a connection that may write can ask for it, though nothing is written. */
static gboolean
check_index (QuireConnection *connection,
             GPtrArray *faults,
             GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (quire_connection_get_read_only (connection) ||
      quire_connection_run (connection, &local_error, "INSERT INTO passages_index (passages_index, rank) VALUES ('integrity-check', 1)"))
    return TRUE;

  if (!g_error_matches (local_error, QUIRE_ERROR, QUIRE_ERROR_CORRUPT))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  add_fault (faults, "%s", _ ("The index for searching does not agree with the text."));
  return TRUE;
}

static gboolean
check_texts (QuireConnection *connection,
             GPtrArray *faults,
             GError **error)
{
  sqlite3_stmt *rows = quire_connection_query (connection, error, "SELECT scene, body, words, hash FROM scene_text");
  GError *local_error = NULL;

  if (rows == NULL)
    return FALSE;

  while (quire_connection_next (connection, rows, &local_error))
    {
      const char *scene = (const char *) sqlite3_column_text (rows, 0);
      const char *body = (const char *) sqlite3_column_text (rows, 1);
      g_autofree char *hash = NULL;

      if (!g_utf8_validate (body, sqlite3_column_bytes (rows, 1), NULL))
        {
          add_fault (faults, _ ("The text of scene %s is not valid."), scene);
          continue;
        }
      hash = quire_text_hash (body);
      if (strcmp (hash, (const char *) sqlite3_column_text (rows, 3)) != 0)
        add_fault (faults, _ ("The text of scene %s is not the one that was stored: its hash differs."), scene);
      if ((gint64) quire_text_count_words (body, -1) != sqlite3_column_int64 (rows, 2))
        add_fault (faults, _ ("The word count of scene %s is wrong."), scene);
    }
  return take_damage (faults, local_error, error);
}

static const QuireNodeData *
find_parent (GHashTable *by_id,
             const QuireNodeData *node)
{
  return node->parent_id != NULL ? g_hash_table_lookup (by_id, node->parent_id) : NULL;
}

static gboolean
check_tree (QuireConnection *connection,
            GPtrArray *faults,
            GError **error)
{
  GError *local_error = NULL;
  g_autoptr (GPtrArray) nodes = quire_node_repository_load (connection, &local_error);
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);

  if (nodes == NULL)
    return take_damage (faults, local_error, error);

  for (guint i = 0; i < nodes->len; i++)
    {
      QuireNodeData *node = g_ptr_array_index (nodes, i);

      g_hash_table_insert (by_id, node->id, node);
    }
  for (guint i = 0; i < nodes->len; i++)
    {
      const QuireNodeData *node = g_ptr_array_index (nodes, i);
      const QuireNodeData *parent = find_parent (by_id, node);
      gboolean fits = node->kind == QUIRE_NODE_ACT ? node->parent_id == NULL : parent != NULL && parent->kind + 1 == node->kind;

      if (!fits)
        add_fault (faults, _ ("“%s” (%s) does not hang in the outline."), node->title, node->id);
      if (!quire_order_key_is_valid (node->order_key))
        add_fault (faults, _ ("“%s” (%s) has no valid place among its neighbours."), node->title, node->id);
    }
  return TRUE;
}

gboolean
quire_book_check (QuireConnection *connection,
                  GPtrArray *faults,
                  GError **error)
{
  return check_file (connection, faults, error) &&
         check_foreign_keys (connection, faults, error) &&
         check_index (connection, faults, error) &&
         check_texts (connection, faults, error) &&
         check_tree (connection, faults, error);
}
