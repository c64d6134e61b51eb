/* quire-project-draft.c: drafts of agents, and the places that are made for them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-store"

#include "config.h"

#include "quire-project-private.h"

#include <glib/gi18n-lib.h>

#include "quire-error.h"
#include "quire-future.h"
#include "quire-order-key.h"

#define LARGEST_NUMBER 999

static gboolean
refuse (GError **error,
        int code,
        const char *message)
{
  g_set_error_literal (error, QUIRE_ERROR, code, message);
  return FALSE;
}

static QuireNode *
find_draft_scene (QuireProject *self,
                  const QuireDraftPlace *place)
{
  if (place->scene_id != NULL)
    return quire_manuscript_lookup (self->manuscript, place->scene_id);
  return quire_manuscript_get_at (self->manuscript, place->act, place->chapter, place->scene);
}

gboolean
quire_project_can_draft (QuireProject *self,
                         const QuireDraftPlace *place,
                         GError **error)
{
  gboolean numbers_fit;
  QuireNode *scene;

  g_return_val_if_fail (QUIRE_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (place != NULL, FALSE);

  if (quire_project_get_read_only (self))
    return refuse (error, QUIRE_ERROR_READ_ONLY, _ ("This book is open for reading only. Nothing was changed."));

  numbers_fit = place->act >= 1 && place->act <= LARGEST_NUMBER && place->chapter >= 1 && place->chapter <= LARGEST_NUMBER &&
                place->scene >= 1 && place->scene <= LARGEST_NUMBER;
  if (place->scene_id == NULL && !numbers_fit)
    return refuse (error, QUIRE_ERROR_INVALID, _ ("Act, chapter and scene are numbers from 1 to 999. Nothing was changed."));

  scene = find_draft_scene (self, place);
  if (place->scene_id != NULL && (scene == NULL || quire_node_get_kind (scene) != QUIRE_NODE_SCENE))
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_NOT_FOUND, _ ("There is no scene “%s” in this book. Nothing was changed."), place->scene_id);
      return FALSE;
    }
  if (scene != NULL && quire_node_is_in_trash (scene))
    return refuse (error, QUIRE_ERROR_INVALID, _ ("This scene is in Trash. Restore it first; nothing was changed."));
  if (scene != NULL && quire_node_get_words (scene) > 0)
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_SCENE_EXISTS,
                   _ ("Scene %s already has text. Nothing was changed. To rework it, enhance the scene instead."), quire_node_get_number (scene));
      return FALSE;
    }
  return TRUE;
}

static QuireNodeData *
last_node (GPtrArray *nodes)
{
  return g_ptr_array_index (nodes, nodes->len - 1);
}

/* Appends new children to @parent_id (NULL: acts) up to the @number-th, of which there are @n_there; the last one is the one that was asked for. */
static gboolean
plan_children (QuireProject *self,
               GPtrArray *nodes,
               const char *parent_id,
               QuireNodeKind kind,
               guint n_there,
               guint number)
{
  const QuirePlace place = { parent_id, NULL };
  /* A parent that is new itself has no children, and the manuscript does not know it yet. */
  g_autofree char *key = parent_id == NULL || quire_manuscript_lookup (self->manuscript, parent_id) != NULL
                             ? quire_manuscript_plan_key (self->manuscript, NULL, &place, NULL)
                             : quire_order_key_between (NULL, NULL);
  gint64 now = quire_clock_get_now (self->clock);

  for (guint i = n_there + 1; key != NULL && i <= number; i++)
    {
      g_autofree char *title = NULL;
      QuireNodeData *node;

      /* Translators: names of an act and a chapter that were made because a scene was written in them. */
      if (kind != QUIRE_NODE_SCENE)
        title = g_strdup_printf (kind == QUIRE_NODE_ACT ? _ ("Act %u") : _ ("Chapter %u"), i);
      node = quire_node_data_new (kind, parent_id, title != NULL ? title : "");
      g_set_str (&node->order_key, key);
      node->created = node->modified = now;
      g_ptr_array_add (nodes, node);

      g_free (key);
      key = quire_order_key_between (node->order_key, NULL);
    }
  return key != NULL;
}

static guint
count_children (QuireNode *node)
{
  return g_list_model_get_n_items (quire_node_get_children (node));
}

/* Fills @nodes with what has to be made for the place, the scene itself at the end. */
static gboolean
plan_scene (QuireProject *self,
            const QuireDraftPlace *place,
            GPtrArray *nodes)
{
  QuireManuscript *manuscript = self->manuscript;
  QuireNode *scene = find_draft_scene (self, place);
  QuireNode *act = scene == NULL ? quire_manuscript_get_at (manuscript, place->act, 0, 0) : NULL;
  QuireNode *chapter = act != NULL ? quire_manuscript_get_at (manuscript, place->act, place->chapter, 0) : NULL;
  g_autofree char *parent_id = NULL;

  if (scene != NULL)
    {
      g_ptr_array_add (nodes, quire_node_dup_data (scene));
      return TRUE;
    }

  if (act == NULL && !plan_children (self, nodes, NULL, QUIRE_NODE_ACT, g_list_model_get_n_items (G_LIST_MODEL (manuscript)), place->act))
    return FALSE;
  parent_id = g_strdup (act != NULL ? quire_node_get_id (act) : last_node (nodes)->id);
  if (chapter == NULL && !plan_children (self, nodes, parent_id, QUIRE_NODE_CHAPTER, act != NULL ? count_children (act) : 0, place->chapter))
    return FALSE;
  g_set_str (&parent_id, chapter != NULL ? quire_node_get_id (chapter) : last_node (nodes)->id);
  return plan_children (self, nodes, parent_id, QUIRE_NODE_SCENE, chapter != NULL ? count_children (chapter) : 0, place->scene);
}

typedef struct
{
  QuireDraftPlace place; /* its strings are owned */
  char *body;
} DraftArguments;

static void
draft_arguments_free (gpointer data)
{
  DraftArguments *arguments = data;

  g_free ((char *) arguments->place.scene_id);
  g_free ((char *) arguments->place.title);
  g_free ((char *) arguments->place.synopsis);
  g_free ((char *) arguments->place.point_of_view);
  g_free (arguments->body);
  g_free (arguments);
}

static char *
dup_number (QuireProject *self,
            const QuireDraftPlace *place)
{
  QuireNode *scene = find_draft_scene (self, place);

  return scene != NULL ? g_strdup (quire_node_get_number (scene)) : g_strdup_printf ("%u.%u.%u", place->act, place->chapter, place->scene);
}

static DexFuture *
save_draft_command (QuireProject *self,
                    gpointer data)
{
  DraftArguments *arguments = data;
  const QuireDraftPlace *place = &arguments->place;
  g_autoptr (QuireTextChange) change = NULL;
  GError *error = NULL;
  QuireNodeData *scene;

  if (!quire_project_can_draft (self, place, &error))
    return dex_future_new_for_error (error);

  change = quire_text_change_new (NULL);
  change->nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) quire_node_data_free);
  if (!plan_scene (self, place, change->nodes))
    return quire_future_new_error (QUIRE_ERROR_FAILED, _ ("No place for this scene could be made. Nothing was changed."));

  scene = last_node (change->nodes);
  if (place->title != NULL)
    g_set_str (&scene->title, place->title);
  if (place->synopsis != NULL)
    g_set_str (&scene->synopsis, place->synopsis);
  if (place->point_of_view != NULL)
    g_set_str (&scene->point_of_view, place->point_of_view);
  change->write = quire_text_write_new (scene->id, arguments->body, QUIRE_ACTOR_AGENT, quire_clock_get_now (self->clock));
  change->write->blank_number = dup_number (self, place);

  if (!quire_project_save_text (self, change, &error))
    return dex_future_new_for_error (error);
  return dex_future_new_for_object (quire_manuscript_lookup (self->manuscript, scene->id));
}

DexFuture *
quire_project_save_draft (QuireProject *self,
                          const QuireDraftPlace *place,
                          const char *body)
{
  DraftArguments *arguments;

  g_return_val_if_fail (QUIRE_IS_PROJECT (self), NULL);
  g_return_val_if_fail (place != NULL && body != NULL, NULL);

  if (!g_utf8_validate (body, -1, NULL) || quire_text_repository_is_blank (body))
    return quire_future_new_error (QUIRE_ERROR_INVALID, _ ("There is no text to save. Nothing was changed."));

  arguments = g_new0 (DraftArguments, 1);
  arguments->place = *place;
  arguments->place.scene_id = g_strdup (place->scene_id);
  arguments->place.title = g_strdup (place->title);
  arguments->place.synopsis = g_strdup (place->synopsis);
  arguments->place.point_of_view = g_strdup (place->point_of_view);
  arguments->body = g_strdup (body);
  return quire_project_run_command (self, save_draft_command, arguments, draft_arguments_free);
}
