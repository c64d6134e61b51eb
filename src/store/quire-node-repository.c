/* quire-node-repository.c: rows of the table `nodes`
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-store"

#include "config.h"

#include "quire-repositories-private.h"

#include <glib/gi18n-lib.h>

#include "quire-error.h"

static QuireNodeData *
node_from_row (sqlite3_stmt *row,
               GError **error)
{
  g_autoptr (QuireNodeData) node = g_new0 (QuireNodeData, 1);
  const char *status = (const char *) sqlite3_column_text (row, 6);

  node->id = quire_column_dup_text (row, 0);
  if (sqlite3_column_type (row, 1) != SQLITE_NULL)
    node->parent_id = quire_column_dup_text (row, 1);
  node->kind = quire_node_kind_from_name ((const char *) sqlite3_column_text (row, 2));
  node->order_key = quire_column_dup_text (row, 3);
  node->title = quire_column_dup_text (row, 4);
  node->synopsis = quire_column_dup_text (row, 5);
  node->label = quire_column_dup_text (row, 7);
  node->point_of_view = quire_column_dup_text (row, 8);
  node->story_time = quire_column_dup_text (row, 9);
  node->target = (guint) sqlite3_column_int64 (row, 10);
  node->in_export = sqlite3_column_int (row, 11) != 0;
  node->created = sqlite3_column_int64 (row, 12);
  node->modified = sqlite3_column_int64 (row, 13);
  node->trashed = sqlite3_column_int64 (row, 14);
  node->words = (guint) sqlite3_column_int64 (row, 15);

  if (node->kind == 0 || !quire_status_from_name (status, &node->status))
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_CORRUPT,
                   _ ("The outline of this book is damaged at “%s” (%s). Nothing was changed; a backup may have what is missing."),
                   node->title, node->id);
      return NULL;
    }
  return g_steal_pointer (&node);
}

GPtrArray *
quire_node_repository_load (QuireConnection *connection,
                            GError **error)
{
  static const char sql[] = "SELECT n.id, n.parent, n.kind, n.order_key, n.title, n.synopsis, n.status, n.label, n.point_of_view, n.story_time,"
                            " n.target, n.in_export, n.created, n.modified, n.trashed, coalesce (t.words, 0)"
                            " FROM nodes n LEFT JOIN scene_text t ON t.scene = n.id";
  g_autoptr (GPtrArray) nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) quire_node_data_free);
  g_autoptr (GError) local_error = NULL;
  sqlite3_stmt *rows = quire_connection_query (connection, error, sql);

  if (rows == NULL)
    return NULL;

  while (local_error == NULL && quire_connection_next (connection, rows, &local_error))
    {
      QuireNodeData *node = node_from_row (rows, &local_error);

      if (node != NULL)
        g_ptr_array_add (nodes, node);
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  return g_steal_pointer (&nodes);
}

gboolean
quire_node_repository_save (QuireConnection *connection,
                            const QuireNodeData *node,
                            GError **error)
{
  static const char sql[] = "INSERT INTO nodes (id, parent, kind, order_key, title, synopsis, status, label, point_of_view, story_time,"
                            " target, in_export, created, modified, trashed)"
                            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)"
                            " ON CONFLICT (id) DO UPDATE SET parent = ?2, kind = ?3, order_key = ?4, title = ?5, synopsis = ?6, status = ?7,"
                            " label = ?8, point_of_view = ?9, story_time = ?10, target = ?11, in_export = ?12, created = ?13, modified = ?14, trashed = ?15";

  if (!quire_connection_run (connection, error, sql,
                             QUIRE_BIND_TEXT (node->id), QUIRE_BIND_TEXT (node->parent_id),
                             QUIRE_BIND_TEXT (quire_node_kind_get_name (node->kind)), QUIRE_BIND_TEXT (node->order_key),
                             QUIRE_BIND_TEXT (node->title), QUIRE_BIND_TEXT (node->synopsis),
                             QUIRE_BIND_TEXT (quire_status_get_name (node->status)), QUIRE_BIND_TEXT (node->label),
                             QUIRE_BIND_TEXT (node->point_of_view), QUIRE_BIND_TEXT (node->story_time),
                             QUIRE_BIND_INT (node->target), QUIRE_BIND_INT (node->in_export ? 1 : 0),
                             QUIRE_BIND_INT (node->created), QUIRE_BIND_INT (node->modified), QUIRE_BIND_INT (node->trashed)))
    return FALSE;

  return node->kind != QUIRE_NODE_SCENE || quire_passages_set_head (connection, "scene", node->id, node->title, error);
}
