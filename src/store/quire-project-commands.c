/* quire-project-commands.c: commands on the outline
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-store"

#include "config.h"

#include "quire-project-private.h"

#include <glib/gi18n-lib.h>

#include "quire-error.h"
#include "quire-future.h"

/* -- rows of nodes -- */

static gboolean
save_nodes_job (QuireConnection *connection,
                gpointer data,
                GValue *result,
                GError **error)
{
  GPtrArray *nodes = data;
  gboolean done = TRUE;

  for (guint i = 0; done && i < nodes->len; i++)
    done = quire_node_repository_save (connection, g_ptr_array_index (nodes, i), error);
  return done;
}

void
quire_project_show_nodes (QuireProject *self,
                          GPtrArray *nodes)
{
  for (guint i = 0; i < nodes->len; i++)
    {
      const QuireNodeData *node = g_ptr_array_index (nodes, i);

      if (quire_manuscript_lookup (self->manuscript, node->id) != NULL)
        quire_manuscript_update (self->manuscript, node);
      else
        quire_manuscript_add (self->manuscript, node);
    }
}

gboolean
quire_project_save_nodes (QuireProject *self,
                          GPtrArray *nodes,
                          GError **error)
{
  if (!quire_project_await_write (self, save_nodes_job, g_ptr_array_ref (nodes), (GDestroyNotify) g_ptr_array_unref, error))
    return FALSE;

  quire_project_show_nodes (self, nodes);
  return TRUE;
}

static GPtrArray *
new_node_array (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) quire_node_data_free);
}

QuireNode *
quire_project_find_node (QuireProject *self,
                         const char *id,
                         GError **error)
{
  QuireNode *node = quire_manuscript_lookup (self->manuscript, id);

  if (node == NULL)
    g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_NOT_FOUND, _ ("There is no act, chapter or scene “%s” in this book. Nothing was changed."), id);
  return node;
}

static DexFuture *
finish (gboolean done,
        GError **error)
{
  return done ? dex_future_new_true () : dex_future_new_for_error (*error);
}

/* -- the arguments of all commands here -- */

typedef struct
{
  char *id;
  char *parent_id;
  char *before_id;
  QuireNodeKind kind;
  char *title;
  QuireNodeFields fields;
  QuireNodeData *values;
} Arguments;

static void
arguments_free (gpointer data)
{
  Arguments *arguments = data;

  g_free (arguments->id);
  g_free (arguments->parent_id);
  g_free (arguments->before_id);
  g_free (arguments->title);
  g_clear_pointer (&arguments->values, quire_node_data_free);
  g_free (arguments);
}

static Arguments *
arguments_new (const char *id,
               const QuirePlace *place)
{
  Arguments *arguments = g_new0 (Arguments, 1);

  arguments->id = g_strdup (id);
  if (place != NULL)
    {
      arguments->parent_id = g_strdup (place->parent_id);
      arguments->before_id = g_strdup (place->before_id);
    }
  return arguments;
}

/* -- title -- */

static gboolean
set_title_job (QuireConnection *connection,
               gpointer data,
               GValue *result,
               GError **error)
{
  return quire_connection_run (connection, error, "UPDATE project SET title = ?", QUIRE_BIND_TEXT (data));
}

static DexFuture *
set_title_command (QuireProject *self,
                   gpointer data)
{
  Arguments *arguments = data;
  GError *error = NULL;

  if (!quire_project_await_write (self, set_title_job, g_strdup (arguments->title), g_free, &error))
    return dex_future_new_for_error (error);

  quire_project_take_title (self, g_steal_pointer (&arguments->title));
  return dex_future_new_true ();
}

DexFuture *
quire_project_set_title (QuireProject *self,
                         const char *title)
{
  Arguments *arguments;

  g_return_val_if_fail (QUIRE_IS_PROJECT (self), NULL);
  g_return_val_if_fail (title != NULL, NULL);

  arguments = arguments_new (NULL, NULL);
  arguments->title = g_strdup (title);
  return quire_project_run_command (self, set_title_command, arguments, arguments_free);
}

/* -- adding -- */

/* A node of the kind may be added below the parent. */
static gboolean
check_parent (QuireProject *self,
              QuireNodeKind kind,
              const char *parent_id,
              GError **error)
{
  QuireNode *parent;

  if (parent_id == NULL)
    {
      if (kind == QUIRE_NODE_ACT)
        return TRUE;
      g_set_error_literal (error, QUIRE_ERROR, QUIRE_ERROR_INVALID, _ ("A chapter belongs into an act, and a scene into a chapter. Nothing was changed."));
      return FALSE;
    }

  parent = quire_project_find_node (self, parent_id, error);
  if (parent == NULL)
    return FALSE;
  if (quire_node_get_kind (parent) + 1 != kind)
    {
      g_set_error_literal (error, QUIRE_ERROR, QUIRE_ERROR_INVALID, _ ("A chapter belongs into an act, and a scene into a chapter. Nothing was changed."));
      return FALSE;
    }
  if (quire_node_is_in_trash (parent))
    {
      g_set_error_literal (error, QUIRE_ERROR, QUIRE_ERROR_INVALID, _ ("That place is in Trash. Restore it first; nothing was changed."));
      return FALSE;
    }
  return TRUE;
}

static DexFuture *
add_node_command (QuireProject *self,
                  gpointer data)
{
  Arguments *arguments = data;
  const QuirePlace place = { arguments->parent_id, arguments->before_id };
  g_autoptr (GPtrArray) nodes = new_node_array ();
  g_autofree char *key = NULL;
  GError *error = NULL;
  QuireNodeData *node;

  if (!check_parent (self, arguments->kind, arguments->parent_id, &error))
    return dex_future_new_for_error (error);
  key = quire_manuscript_plan_key (self->manuscript, NULL, &place, &error);
  if (key == NULL)
    return dex_future_new_for_error (error);

  node = quire_node_data_new (arguments->kind, arguments->parent_id, arguments->title);
  g_free (node->order_key);
  node->order_key = g_steal_pointer (&key);
  node->created = node->modified = quire_clock_get_now (self->clock);
  g_ptr_array_add (nodes, node);

  if (!quire_project_save_nodes (self, nodes, &error))
    return dex_future_new_for_error (error);
  return dex_future_new_for_object (quire_manuscript_lookup (self->manuscript, node->id));
}

DexFuture *
quire_project_add_node (QuireProject *self,
                        QuireNodeKind kind,
                        const QuirePlace *place,
                        const char *title)
{
  Arguments *arguments;

  g_return_val_if_fail (QUIRE_IS_PROJECT (self), NULL);
  g_return_val_if_fail (place != NULL, NULL);

  arguments = arguments_new (NULL, place);
  arguments->kind = kind;
  arguments->title = g_strdup (title != NULL ? title : "");
  return quire_project_run_command (self, add_node_command, arguments, arguments_free);
}

/* -- editing -- */

static void
copy_fields (QuireNodeData *node,
             QuireNodeFields fields,
             const QuireNodeData *values)
{
  if (fields & QUIRE_NODE_FIELD_TITLE)
    g_set_str (&node->title, values->title);
  if (fields & QUIRE_NODE_FIELD_SYNOPSIS)
    g_set_str (&node->synopsis, values->synopsis);
  if (fields & QUIRE_NODE_FIELD_STATUS)
    node->status = values->status;
  if (fields & QUIRE_NODE_FIELD_LABEL)
    g_set_str (&node->label, values->label);
  if (fields & QUIRE_NODE_FIELD_POINT_OF_VIEW)
    g_set_str (&node->point_of_view, values->point_of_view);
  if (fields & QUIRE_NODE_FIELD_STORY_TIME)
    g_set_str (&node->story_time, values->story_time);
  if (fields & QUIRE_NODE_FIELD_TARGET)
    node->target = values->target;
  if (fields & QUIRE_NODE_FIELD_IN_EXPORT)
    node->in_export = values->in_export;
}

static DexFuture *
edit_node_command (QuireProject *self,
                   gpointer data)
{
  Arguments *arguments = data;
  g_autoptr (GPtrArray) nodes = new_node_array ();
  GError *error = NULL;
  QuireNode *node = quire_project_find_node (self, arguments->id, &error);
  QuireNodeData *values;

  if (node == NULL)
    return dex_future_new_for_error (error);

  values = quire_node_dup_data (node);
  copy_fields (values, arguments->fields, arguments->values);
  values->modified = quire_clock_get_now (self->clock);
  g_ptr_array_add (nodes, values);
  return finish (quire_project_save_nodes (self, nodes, &error), &error);
}

DexFuture *
quire_project_edit_node (QuireProject *self,
                         const char *id,
                         QuireNodeFields fields,
                         const QuireNodeData *values)
{
  Arguments *arguments;

  g_return_val_if_fail (QUIRE_IS_PROJECT (self), NULL);
  g_return_val_if_fail (id != NULL && values != NULL, NULL);

  arguments = arguments_new (id, NULL);
  arguments->fields = fields;
  arguments->values = quire_node_data_copy (values);
  return quire_project_run_command (self, edit_node_command, arguments, arguments_free);
}
