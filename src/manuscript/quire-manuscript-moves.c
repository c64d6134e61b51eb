/* quire-manuscript-moves.c: the rules of where a node may stand, and the key that puts it there. They change nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-manuscript"

#include "config.h"

#include "quire-manuscript.h"
#include "quire-manuscript-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "quire-error.h"
#include "quire-node-private.h"
#include "quire-order-key.h"

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error_literal (error, QUIRE_ERROR, QUIRE_ERROR_INVALID, why);
  return FALSE;
}

static gboolean
can_move_into (QuireNode *node, QuireNode *parent, GError **error)
{
  switch (quire_node_get_kind (node))
    {
    case QUIRE_NODE_ACT:
      if (parent != NULL)
        return refuse (error, _ ("An act cannot stand inside anything else. Move it before or after another act."));
      break;
    case QUIRE_NODE_CHAPTER:
      if (parent == NULL || quire_node_get_kind (parent) != QUIRE_NODE_ACT)
        return refuse (error, _ ("A chapter can stand in an act only. Move it into an act, or before or after another chapter."));
      break;
    case QUIRE_NODE_SCENE:
    default:
      if (parent == NULL || quire_node_get_kind (parent) != QUIRE_NODE_CHAPTER)
        return refuse (error, _ ("A scene can stand in a chapter only. Move it into a chapter, or before or after another scene."));
    }

  if (parent != NULL && quire_node_is_in_trash (parent))
    return refuse (error, _ ("What you want to move it into is in Trash. Restore that first, then move."));

  return TRUE;
}

gboolean
quire_manuscript_can_move (QuireManuscript *self, QuireNode *node, const QuirePlace *place, GError **error)
{
  QuireNode *parent, *before;

  g_return_val_if_fail (QUIRE_IS_MANUSCRIPT (self), FALSE);
  g_return_val_if_fail (QUIRE_IS_NODE (node), FALSE);
  g_return_val_if_fail (place != NULL, FALSE);

  if (quire_manuscript_lookup (self, quire_node_get_id (node)) != node)
    return refuse (error, _ ("It is no longer in this book."));

  parent = quire_manuscript_lookup (self, place->parent_id);
  if (place->parent_id != NULL && parent == NULL)
    return refuse (error, _ ("What you want to move it into is no longer in this book."));
  if (!can_move_into (node, parent, error))
    return FALSE;

  if (place->before_id == NULL)
    return TRUE;

  before = quire_manuscript_lookup (self, place->before_id);
  if (before == NULL)
    return refuse (error, _ ("What you want to move it before is no longer in this book."));
  if (quire_node_get_parent (before) != parent || quire_node_get_kind (before) != quire_node_get_kind (node))
    return refuse (error, _ ("What you want to move it before stands somewhere else."));
  if (before != node && quire_node_get_trashed (before))
    return refuse (error, _ ("What you want to move it before is in Trash. Restore that first, then move."));

  return TRUE;
}

/* -- keys -- */

/* The bounds that a new key has to keep: the nearest usable keys around a place. Keys that a damaged or a foreign file brought, invalid or
 * the same as a neighbour's, are passed over, so that the place is as near as can be. */
typedef struct
{
  const char *after;
  const char *before;
} Bounds;

static Bounds
get_bounds (GListModel *siblings, QuireNode *moving, guint place)
{
  Bounds bounds = { NULL, NULL };
  guint n = g_list_model_get_n_items (siblings);

  for (guint i = place; i-- > 0 && bounds.after == NULL;)
    {
      g_autoptr (QuireNode) node = g_list_model_get_item (siblings, i);

      if (node != moving && quire_order_key_is_valid (quire_node_get_order_key (node)))
        bounds.after = quire_node_get_order_key (node);
    }

  for (guint i = place; i < n && bounds.before == NULL; i++)
    {
      g_autoptr (QuireNode) node = g_list_model_get_item (siblings, i);
      const char *key = quire_node_get_order_key (node);

      if (node != moving && quire_order_key_is_valid (key) && g_strcmp0 (bounds.after, key) < 0)
        bounds.before = key;
    }

  return bounds;
}

/* A sibling in Trash must find its own place again when it is restored, so a new key keeps clear of its key: after all of them at
 * the end, before the first of them anywhere else. */
static void
keep_clear (Bounds *bounds, QuireNode *trashed, gboolean at_end)
{
  const char *key = quire_node_get_order_key (trashed);

  if (!quire_order_key_is_valid (key) || g_strcmp0 (bounds->after, key) > 0)
    return;

  if (at_end)
    bounds->after = key;
  else if (g_strcmp0 (bounds->after, key) < 0 && (bounds->before == NULL || strcmp (key, bounds->before) < 0))
    bounds->before = key;
}

static void
keep_clear_of_trash (QuireManuscript *self, Bounds *bounds, QuireNode *parent, QuireNode *moving)
{
  gboolean at_end = bounds->before == NULL;

  if (parent != NULL)
    {
      GPtrArray *set_aside = quire_node_get_set_aside (parent);

      for (guint i = 0; i < set_aside->len; i++)
        {
          if (g_ptr_array_index (set_aside, i) != moving)
            keep_clear (bounds, g_ptr_array_index (set_aside, i), at_end);
        }
    }
  else
    {
      GListModel *trash = quire_manuscript_get_trash (self);
      guint n = g_list_model_get_n_items (trash);

      for (guint i = 0; i < n; i++)
        {
          g_autoptr (QuireNode) node = g_list_model_get_item (trash, i);

          if (node != moving && quire_node_get_kind (node) == QUIRE_NODE_ACT)
            keep_clear (bounds, node, at_end);
        }
    }
}

/* TRUE when @moving is the one before @place already, not counting itself. */
static gboolean
stands_there (GListModel *siblings, QuireNode *moving, guint place)
{
  g_autoptr (QuireNode) previous = place > 0 ? g_list_model_get_item (siblings, place - 1) : NULL;
  g_autoptr (QuireNode) next = g_list_model_get_item (siblings, place);

  return moving != NULL && (previous == moving || next == moving);
}

char *
quire_manuscript_plan_key (QuireManuscript *self, QuireNode *moving, const QuirePlace *place, GError **error)
{
  QuireNode *parent, *before;
  GListModel *siblings;
  Bounds bounds;
  guint index;

  g_return_val_if_fail (QUIRE_IS_MANUSCRIPT (self), NULL);
  g_return_val_if_fail (moving == NULL || QUIRE_IS_NODE (moving), NULL);
  g_return_val_if_fail (place != NULL, NULL);

  parent = quire_manuscript_lookup (self, place->parent_id);
  before = quire_manuscript_lookup (self, place->before_id);
  if (place->parent_id != NULL && (parent == NULL || quire_node_get_kind (parent) == QUIRE_NODE_SCENE))
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_NOT_FOUND, _ ("There is no act or chapter “%s” in this book."), place->parent_id);
      return NULL;
    }
  if (place->before_id != NULL &&
      (before == NULL || quire_node_get_parent (before) != parent || (before != moving && quire_node_get_trashed (before))))
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_NOT_FOUND, _ ("There is no “%s” at that place in this book."), place->before_id);
      return NULL;
    }

  siblings = quire_manuscript_get_siblings (self, parent);
  index = before != NULL ? quire_manuscript_search (siblings, before) : g_list_model_get_n_items (siblings);
  if (stands_there (siblings, moving, index))
    return g_strdup (quire_node_get_order_key (moving));

  bounds = get_bounds (siblings, moving, index);
  keep_clear_of_trash (self, &bounds, parent, moving);

  return quire_order_key_between (bounds.after, bounds.before);
}

/* -- steps -- */

/* The node of the same kind before or after @node, over the ends of what it stands in. */
static QuireNode *
get_neighbour (QuireManuscript *self, QuireNode *node, int direction)
{
  QuireNode *parent = quire_node_get_parent (node);
  GListModel *siblings = quire_manuscript_get_siblings (self, parent);
  guint index = quire_manuscript_search (siblings, node);
  g_autoptr (QuireNode) sibling = g_list_model_get_item (siblings, direction < 0 ? index - 1 : index + 1);

  if (sibling != NULL)
    return sibling;

  while (parent != NULL && (parent = get_neighbour (self, parent, direction)) != NULL)
    {
      GListModel *children = quire_node_get_children (parent);
      guint n = g_list_model_get_n_items (children);
      g_autoptr (QuireNode) child = g_list_model_get_item (children, direction < 0 ? n - 1 : 0);

      if (child != NULL)
        return child;
    }

  return NULL;
}

gboolean
quire_manuscript_step (QuireManuscript *self, QuireNode *node, int direction, QuirePlace *place)
{
  QuireNode *parent;
  GListModel *siblings;
  guint index, n;

  g_return_val_if_fail (QUIRE_IS_MANUSCRIPT (self), FALSE);
  g_return_val_if_fail (QUIRE_IS_NODE (node), FALSE);
  g_return_val_if_fail (direction != 0 && place != NULL, FALSE);

  if (quire_node_is_in_trash (node) || quire_manuscript_lookup (self, quire_node_get_id (node)) != node)
    return FALSE;

  parent = quire_node_get_parent (node);
  siblings = quire_manuscript_get_siblings (self, parent);
  n = g_list_model_get_n_items (siblings);
  index = quire_manuscript_search (siblings, node);
  *place = (QuirePlace) { NULL, NULL };

  if (direction < 0 ? index > 0 : index + 1 < n)
    {
      g_autoptr (QuireNode) before = g_list_model_get_item (siblings, direction < 0 ? index - 1 : index + 2);

      place->parent_id = parent != NULL ? quire_node_get_id (parent) : NULL;
      place->before_id = before != NULL ? quire_node_get_id (before) : NULL;
      return TRUE;
    }

  parent = parent != NULL ? get_neighbour (self, parent, direction) : NULL;
  if (parent == NULL)
    return FALSE;

  place->parent_id = quire_node_get_id (parent);
  if (direction > 0)
    {
      g_autoptr (QuireNode) first = g_list_model_get_item (quire_node_get_children (parent), 0);

      place->before_id = first != NULL ? quire_node_get_id (first) : NULL;
    }

  return TRUE;
}
