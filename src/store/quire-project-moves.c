/* quire-project-moves.c: commands that move nodes, also to Trash and back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-store"

#include "config.h"

#include "quire-project-private.h"

#include <glib/gi18n-lib.h>

#include "quire-error.h"
#include "quire-future.h"

static DexFuture *
finish (gboolean done,
        GError **error)
{
  return done ? dex_future_new_true () : dex_future_new_for_error (*error);
}

typedef struct
{
  char *id;
  char *parent_id;
  char *before_id;
  int direction;
} Arguments;

static void
arguments_free (gpointer data)
{
  Arguments *arguments = data;

  g_free (arguments->id);
  g_free (arguments->parent_id);
  g_free (arguments->before_id);
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

/* -- moving -- */

static gboolean
move_to (QuireProject *self,
         QuireNode *node,
         const QuirePlace *place,
         GError **error)
{
  g_autoptr (GPtrArray) nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) quire_node_data_free);
  QuireNodeData *values;
  char *key;

  if (!quire_manuscript_can_move (self->manuscript, node, place, error))
    return FALSE;
  key = quire_manuscript_plan_key (self->manuscript, node, place, error);
  if (key == NULL)
    return FALSE;

  values = quire_node_dup_data (node);
  g_set_str (&values->parent_id, place->parent_id);
  g_free (values->order_key);
  values->order_key = key;
  g_ptr_array_add (nodes, values);
  return quire_project_save_nodes (self, nodes, error);
}

static DexFuture *
move_node_command (QuireProject *self,
                   gpointer data)
{
  Arguments *arguments = data;
  const QuirePlace place = { arguments->parent_id, arguments->before_id };
  GError *error = NULL;
  QuireNode *node = quire_project_find_node (self, arguments->id, &error);

  return finish (node != NULL && move_to (self, node, &place, &error), &error);
}

DexFuture *
quire_project_move_node (QuireProject *self,
                         const char *id,
                         const QuirePlace *place)
{
  g_return_val_if_fail (QUIRE_IS_PROJECT (self), NULL);
  g_return_val_if_fail (id != NULL && place != NULL, NULL);

  return quire_project_run_command (self, move_node_command, arguments_new (id, place), arguments_free);
}

static DexFuture *
step_node_command (QuireProject *self,
                   gpointer data)
{
  Arguments *arguments = data;
  GError *error = NULL;
  QuireNode *node = quire_project_find_node (self, arguments->id, &error);
  g_autofree char *parent_id = NULL;
  g_autofree char *before_id = NULL;
  QuirePlace place;

  if (node == NULL)
    return dex_future_new_for_error (error);
  if (quire_node_is_in_trash (node))
    return quire_future_new_error (QUIRE_ERROR_INVALID, _ ("It is in Trash. Restore it first; nothing was changed."));
  if (!quire_manuscript_step (self->manuscript, node, arguments->direction, &place))
    return dex_future_new_false ();

  /* The strings are the nodes' own, and the node is about to move. */
  place.parent_id = parent_id = g_strdup (place.parent_id);
  place.before_id = before_id = g_strdup (place.before_id);
  return finish (move_to (self, node, &place, &error), &error);
}

DexFuture *
quire_project_step_node (QuireProject *self,
                         const char *id,
                         int direction)
{
  Arguments *arguments;

  g_return_val_if_fail (QUIRE_IS_PROJECT (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  arguments = arguments_new (id, NULL);
  arguments->direction = direction;
  return quire_project_run_command (self, step_node_command, arguments, arguments_free);
}

/* -- Trash -- */

static void
add_with_trashed (GPtrArray *nodes,
                  QuireNode *node,
                  gint64 trashed)
{
  QuireNodeData *values = quire_node_dup_data (node);

  values->trashed = trashed;
  g_ptr_array_add (nodes, values);
}

static DexFuture *
trash_node_command (QuireProject *self,
                    gpointer data)
{
  Arguments *arguments = data;
  g_autoptr (GPtrArray) nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) quire_node_data_free);
  GError *error = NULL;
  QuireNode *node = quire_project_find_node (self, arguments->id, &error);

  if (node == NULL)
    return dex_future_new_for_error (error);
  if (quire_node_get_trashed (node))
    return dex_future_new_true ();

  /* 0 would mean that it is not in Trash, and a clock may stand anywhere. */
  add_with_trashed (nodes, node, MAX (quire_clock_get_now (self->clock), 1));
  return finish (quire_project_save_nodes (self, nodes, &error), &error);
}

DexFuture *
quire_project_trash_node (QuireProject *self,
                          const char *id)
{
  g_return_val_if_fail (QUIRE_IS_PROJECT (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return quire_project_run_command (self, trash_node_command, arguments_new (id, NULL), arguments_free);
}

static DexFuture *
restore_node_command (QuireProject *self,
                      gpointer data)
{
  Arguments *arguments = data;
  g_autoptr (GPtrArray) nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) quire_node_data_free);
  GError *error = NULL;
  QuireNode *node = quire_project_find_node (self, arguments->id, &error);

  if (node == NULL)
    return dex_future_new_for_error (error);

  for (; node != NULL; node = quire_node_get_parent (node))
    {
      if (quire_node_get_trashed (node))
        add_with_trashed (nodes, node, 0);
    }
  return finish (nodes->len == 0 || quire_project_save_nodes (self, nodes, &error), &error);
}

DexFuture *
quire_project_restore_node (QuireProject *self,
                            const char *id)
{
  g_return_val_if_fail (QUIRE_IS_PROJECT (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return quire_project_run_command (self, restore_node_command, arguments_new (id, NULL), arguments_free);
}
