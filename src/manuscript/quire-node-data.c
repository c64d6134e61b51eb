/* quire-node-data.c: one node of the manuscript as plain values.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-manuscript"

#include "config.h"

#include "quire-node-data.h"

#include <glib/gi18n-lib.h>

G_DEFINE_BOXED_TYPE (QuireNodeData, quire_node_data, quire_node_data_copy, quire_node_data_free)

G_DEFINE_ENUM_TYPE (QuireNodeKind, quire_node_kind, G_DEFINE_ENUM_VALUE (QUIRE_NODE_ACT, "act"), G_DEFINE_ENUM_VALUE (QUIRE_NODE_CHAPTER, "chapter"), G_DEFINE_ENUM_VALUE (QUIRE_NODE_SCENE, "scene"))

G_DEFINE_ENUM_TYPE (QuireStatus, quire_status, G_DEFINE_ENUM_VALUE (QUIRE_STATUS_OUTLINED, "outlined"), G_DEFINE_ENUM_VALUE (QUIRE_STATUS_DRAFT, "draft"), G_DEFINE_ENUM_VALUE (QUIRE_STATUS_REVISED, "revised"), G_DEFINE_ENUM_VALUE (QUIRE_STATUS_FINAL, "final"))

static const char *const kind_names[] = {
  [QUIRE_NODE_ACT] = "act",
  [QUIRE_NODE_CHAPTER] = "chapter",
  [QUIRE_NODE_SCENE] = "scene",
};

static const char *const status_names[] = {
  [QUIRE_STATUS_OUTLINED] = "outlined",
  [QUIRE_STATUS_DRAFT] = "draft",
  [QUIRE_STATUS_REVISED] = "revised",
  [QUIRE_STATUS_FINAL] = "final",
};

const char *
quire_node_kind_get_name (QuireNodeKind kind)
{
  g_return_val_if_fail (kind >= QUIRE_NODE_ACT && kind <= QUIRE_NODE_SCENE, "scene");

  return kind_names[kind];
}

QuireNodeKind
quire_node_kind_from_name (const char *name)
{
  for (guint i = QUIRE_NODE_ACT; i <= QUIRE_NODE_SCENE; i++)
    {
      if (g_strcmp0 (name, kind_names[i]) == 0)
        return i;
    }

  return 0;
}

const char *
quire_status_get_name (QuireStatus status)
{
  g_return_val_if_fail ((guint) status < G_N_ELEMENTS (status_names), "outlined");

  return status_names[status];
}

gboolean
quire_status_from_name (const char *name, QuireStatus *status)
{
  g_return_val_if_fail (status != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (status_names); i++)
    {
      if (g_strcmp0 (name, status_names[i]) == 0)
        {
          *status = i;
          return TRUE;
        }
    }

  return FALSE;
}

const char *
quire_status_get_title (QuireStatus status)
{
  switch (status)
    {
    case QUIRE_STATUS_DRAFT:
      return C_ ("scene status", "Draft");
    case QUIRE_STATUS_REVISED:
      return C_ ("scene status", "Revised");
    case QUIRE_STATUS_FINAL:
      return C_ ("scene status", "Final");
    case QUIRE_STATUS_OUTLINED:
    default:
      return C_ ("scene status", "Outlined");
    }
}

QuireNodeData *
quire_node_data_new (QuireNodeKind kind, const char *parent_id, const char *title)
{
  QuireNodeData *self = g_new0 (QuireNodeData, 1);

  self->id = g_uuid_string_random ();
  self->parent_id = g_strdup (parent_id);
  self->kind = kind;
  self->order_key = g_strdup ("");
  self->title = g_strdup (title != NULL ? title : "");
  self->synopsis = g_strdup ("");
  self->label = g_strdup ("");
  self->point_of_view = g_strdup ("");
  self->story_time = g_strdup ("");
  self->in_export = TRUE;

  return self;
}

QuireNodeData *
quire_node_data_copy (const QuireNodeData *self)
{
  QuireNodeData *copy = g_memdup2 (self, sizeof *self);

  copy->id = g_strdup (self->id);
  copy->parent_id = g_strdup (self->parent_id);
  copy->order_key = g_strdup (self->order_key);
  copy->title = g_strdup (self->title);
  copy->synopsis = g_strdup (self->synopsis);
  copy->label = g_strdup (self->label);
  copy->point_of_view = g_strdup (self->point_of_view);
  copy->story_time = g_strdup (self->story_time);

  return copy;
}

void
quire_node_data_free (QuireNodeData *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->parent_id);
  g_free (self->order_key);
  g_free (self->title);
  g_free (self->synopsis);
  g_free (self->label);
  g_free (self->point_of_view);
  g_free (self->story_time);
  g_free (self);
}
