/* quire-node.c: an act, a chapter or a scene of the live manuscript.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-manuscript"

#include "config.h"

#include "quire-node.h"
#include "quire-node-private.h"

#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>

struct _QuireNode
{
  GObject parent_instance;

  QuireNodeData *data; /* its own values; parent_id follows @parent */
  QuireNode *parent;   /* unowned; cleared when the parent goes */
  GListStore *children;
  GPtrArray *set_aside; /* children in Trash; NULL until there is one */
  char *number;         /* "" in Trash */
  guint words;          /* of all it holds in @children, or of the scene */
  guint n_scenes;
  int position;
  gboolean expanded;
};

enum
{
  PROP_0,
  PROP_ID,
  PROP_KIND,
  PROP_TITLE,
  PROP_SYNOPSIS,
  PROP_STATUS,
  PROP_LABEL,
  PROP_POINT_OF_VIEW,
  PROP_STORY_TIME,
  PROP_TARGET,
  PROP_IN_EXPORT,
  PROP_WORDS,
  PROP_N_SCENES,
  PROP_NUMBER,
  PROP_PARENT,
  PROP_TRASHED,
  PROP_MODIFIED,
  PROP_EXPANDED,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (QuireNode, quire_node, G_TYPE_OBJECT)

static void
quire_node_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  QuireNode *self = QUIRE_NODE (object);

  switch (id)
    {
    case PROP_ID:
      g_value_set_string (value, self->data->id);
      break;
    case PROP_KIND:
      g_value_set_enum (value, self->data->kind);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->data->title);
      break;
    case PROP_SYNOPSIS:
      g_value_set_string (value, self->data->synopsis);
      break;
    case PROP_STATUS:
      g_value_set_enum (value, self->data->status);
      break;
    case PROP_LABEL:
      g_value_set_string (value, self->data->label);
      break;
    case PROP_POINT_OF_VIEW:
      g_value_set_string (value, self->data->point_of_view);
      break;
    case PROP_STORY_TIME:
      g_value_set_string (value, self->data->story_time);
      break;
    case PROP_TARGET:
      g_value_set_uint (value, self->data->target);
      break;
    case PROP_IN_EXPORT:
      g_value_set_boolean (value, self->data->in_export);
      break;
    case PROP_WORDS:
      g_value_set_uint (value, self->words);
      break;
    case PROP_N_SCENES:
      g_value_set_uint (value, self->n_scenes);
      break;
    case PROP_NUMBER:
      g_value_set_string (value, self->number);
      break;
    case PROP_PARENT:
      g_value_set_object (value, self->parent);
      break;
    case PROP_TRASHED:
      g_value_set_boolean (value, self->data->trashed != 0);
      break;
    case PROP_MODIFIED:
      g_value_set_int64 (value, self->data->modified);
      break;
    case PROP_EXPANDED:
      g_value_set_boolean (value, self->expanded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
quire_node_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_EXPANDED:
      quire_node_set_expanded (QUIRE_NODE (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
quire_node_dispose (GObject *object)
{
  QuireNode *self = QUIRE_NODE (object);

  if (self->children != NULL)
    {
      guint n = g_list_model_get_n_items (G_LIST_MODEL (self->children));

      for (guint i = 0; i < n; i++)
        {
          g_autoptr (QuireNode) child = g_list_model_get_item (G_LIST_MODEL (self->children), i);

          child->parent = NULL;
        }
    }

  for (guint i = 0; self->set_aside != NULL && i < self->set_aside->len; i++)
    {
      QuireNode *child = g_ptr_array_index (self->set_aside, i);

      child->parent = NULL;
    }

  g_clear_object (&self->children);
  g_clear_pointer (&self->set_aside, g_ptr_array_unref);

  G_OBJECT_CLASS (quire_node_parent_class)->dispose (object);
}

static void
quire_node_finalize (GObject *object)
{
  QuireNode *self = QUIRE_NODE (object);

  g_clear_pointer (&self->data, quire_node_data_free);
  g_clear_pointer (&self->number, g_free);

  G_OBJECT_CLASS (quire_node_parent_class)->finalize (object);
}

static void
quire_node_class_init (QuireNodeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = quire_node_get_property;
  object_class->set_property = quire_node_set_property;
  object_class->dispose = quire_node_dispose;
  object_class->finalize = quire_node_finalize;

  props[PROP_ID] = g_param_spec_string ("id", NULL, NULL, "", readable);
  props[PROP_KIND] = g_param_spec_enum ("kind", NULL, NULL, QUIRE_TYPE_NODE_KIND, QUIRE_NODE_SCENE, readable);
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", readable);
  props[PROP_SYNOPSIS] = g_param_spec_string ("synopsis", NULL, NULL, "", readable);
  props[PROP_STATUS] = g_param_spec_enum ("status", NULL, NULL, QUIRE_TYPE_STATUS, QUIRE_STATUS_OUTLINED, readable);
  props[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, "", readable);
  props[PROP_POINT_OF_VIEW] = g_param_spec_string ("point-of-view", NULL, NULL, "", readable);
  props[PROP_STORY_TIME] = g_param_spec_string ("story-time", NULL, NULL, "", readable);
  props[PROP_TARGET] = g_param_spec_uint ("target", NULL, NULL, 0, G_MAXUINT, 0, readable);
  props[PROP_IN_EXPORT] = g_param_spec_boolean ("in-export", NULL, NULL, TRUE, readable);
  props[PROP_WORDS] = g_param_spec_uint ("words", NULL, NULL, 0, G_MAXUINT, 0, readable);
  props[PROP_N_SCENES] = g_param_spec_uint ("n-scenes", NULL, NULL, 0, G_MAXUINT, 0, readable);
  props[PROP_NUMBER] = g_param_spec_string ("number", NULL, NULL, "", readable);
  props[PROP_PARENT] = g_param_spec_object ("parent", NULL, NULL, QUIRE_TYPE_NODE, readable);
  props[PROP_TRASHED] = g_param_spec_boolean ("trashed", NULL, NULL, FALSE, readable);
  props[PROP_MODIFIED] = g_param_spec_int64 ("modified", NULL, NULL, G_MININT64, G_MAXINT64, 0, readable);
  props[PROP_EXPANDED] = g_param_spec_boolean ("expanded", NULL, NULL, TRUE, readable | G_PARAM_WRITABLE);

  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
quire_node_init (QuireNode *self)
{
  self->children = g_list_store_new (QUIRE_TYPE_NODE);
  self->number = g_strdup ("");
  self->position = -1;
  self->expanded = TRUE;
}

QuireNode *
quire_node_new (const QuireNodeData *data)
{
  QuireNode *self;

  g_return_val_if_fail (data != NULL, NULL);

  self = g_object_new (QUIRE_TYPE_NODE, NULL);
  self->data = quire_node_data_copy (data);
  if (data->kind == QUIRE_NODE_SCENE)
    {
      self->words = data->words;
      self->n_scenes = 1;
    }
  else
    {
      self->data->words = 0;
    }

  return self;
}

const char *
quire_node_get_id (QuireNode *self)
{
  g_return_val_if_fail (QUIRE_IS_NODE (self), "");

  return self->data->id;
}

QuireNodeKind
quire_node_get_kind (QuireNode *self)
{
  g_return_val_if_fail (QUIRE_IS_NODE (self), QUIRE_NODE_SCENE);

  return self->data->kind;
}

QuireNode *
quire_node_get_parent (QuireNode *self)
{
  g_return_val_if_fail (QUIRE_IS_NODE (self), NULL);

  return self->parent;
}

void
quire_node_set_parent (QuireNode *self, QuireNode *parent)
{
  g_return_if_fail (QUIRE_IS_NODE (self));

  g_set_str (&self->data->parent_id, parent != NULL ? parent->data->id : NULL);
  if (self->parent == parent)
    return;

  self->parent = parent;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PARENT]);
}

const char *
quire_node_get_order_key (QuireNode *self)
{
  g_return_val_if_fail (QUIRE_IS_NODE (self), "");

  return self->data->order_key;
}

void
quire_node_set_order_key (QuireNode *self, const char *order_key)
{
  g_return_if_fail (QUIRE_IS_NODE (self));
  g_return_if_fail (order_key != NULL);

  g_set_str (&self->data->order_key, order_key);
}

const char *
quire_node_get_title (QuireNode *self)
{
  g_return_val_if_fail (QUIRE_IS_NODE (self), "");

  return self->data->title;
}

static void
set_string (QuireNode *self, char **field, const char *value, guint prop)
{
  g_return_if_fail (QUIRE_IS_NODE (self));
  g_return_if_fail (value != NULL);

  if (g_set_str (field, value))
    g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

void
quire_node_set_title (QuireNode *self, const char *title)
{
  set_string (self, &self->data->title, title, PROP_TITLE);
}

const char *
quire_node_get_synopsis (QuireNode *self)
{
  g_return_val_if_fail (QUIRE_IS_NODE (self), "");

  return self->data->synopsis;
}

void
quire_node_set_synopsis (QuireNode *self, const char *synopsis)
{
  set_string (self, &self->data->synopsis, synopsis, PROP_SYNOPSIS);
}

QuireStatus
quire_node_get_status (QuireNode *self)
{
  g_return_val_if_fail (QUIRE_IS_NODE (self), QUIRE_STATUS_OUTLINED);

  return self->data->status;
}

void
quire_node_set_status (QuireNode *self, QuireStatus status)
{
  g_return_if_fail (QUIRE_IS_NODE (self));

  if (self->data->status == status)
    return;

  self->data->status = status;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATUS]);
}

const char *
quire_node_get_label (QuireNode *self)
{
  g_return_val_if_fail (QUIRE_IS_NODE (self), "");

  return self->data->label;
}

void
quire_node_set_label (QuireNode *self, const char *label)
{
  set_string (self, &self->data->label, label, PROP_LABEL);
}

const char *
quire_node_get_point_of_view (QuireNode *self)
{
  g_return_val_if_fail (QUIRE_IS_NODE (self), "");

  return self->data->point_of_view;
}

void
quire_node_set_point_of_view (QuireNode *self, const char *point_of_view)
{
  set_string (self, &self->data->point_of_view, point_of_view, PROP_POINT_OF_VIEW);
}

const char *
quire_node_get_story_time (QuireNode *self)
{
  g_return_val_if_fail (QUIRE_IS_NODE (self), "");

  return self->data->story_time;
}

void
quire_node_set_story_time (QuireNode *self, const char *story_time)
{
  set_string (self, &self->data->story_time, story_time, PROP_STORY_TIME);
}

guint
quire_node_get_target (QuireNode *self)
{
  g_return_val_if_fail (QUIRE_IS_NODE (self), 0);

  return self->data->target;
}

void
quire_node_set_target (QuireNode *self, guint target)
{
  g_return_if_fail (QUIRE_IS_NODE (self));

  if (self->data->target == target)
    return;

  self->data->target = target;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TARGET]);
}

void
quire_node_set_in_export (QuireNode *self, gboolean in_export)
{
  g_return_if_fail (QUIRE_IS_NODE (self));

  in_export = !!in_export;
  if (self->data->in_export == in_export)
    return;

  self->data->in_export = in_export;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IN_EXPORT]);
}

void
quire_node_set_modified (QuireNode *self, gint64 modified)
{
  g_return_if_fail (QUIRE_IS_NODE (self));

  if (self->data->modified == modified)
    return;

  self->data->modified = modified;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MODIFIED]);
}

void
quire_node_set_values (QuireNode *self, const QuireNodeData *data)
{
  g_return_if_fail (QUIRE_IS_NODE (self));
  g_return_if_fail (data != NULL);

  g_object_freeze_notify (G_OBJECT (self));
  quire_node_set_title (self, data->title);
  quire_node_set_synopsis (self, data->synopsis);
  quire_node_set_status (self, data->status);
  quire_node_set_label (self, data->label);
  quire_node_set_point_of_view (self, data->point_of_view);
  quire_node_set_story_time (self, data->story_time);
  quire_node_set_target (self, data->target);
  quire_node_set_in_export (self, data->in_export);
  self->data->created = data->created;
  quire_node_set_modified (self, data->modified);
  g_object_thaw_notify (G_OBJECT (self));
}

guint
quire_node_get_words (QuireNode *self)
{
  g_return_val_if_fail (QUIRE_IS_NODE (self), 0);

  return self->words;
}

guint
quire_node_get_n_scenes (QuireNode *self)
{
  g_return_val_if_fail (QUIRE_IS_NODE (self), 0);

  return self->n_scenes;
}

void
quire_node_add_to_sums (QuireNode *self, guint words, guint n_scenes)
{
  g_return_if_fail (QUIRE_IS_NODE (self));

  self->words += words;
  self->n_scenes += n_scenes;
  if (self->data->kind == QUIRE_NODE_SCENE)
    self->data->words = self->words;

  if (words != 0)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_WORDS]);
  if (n_scenes != 0)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_SCENES]);
}

const char *
quire_node_get_number (QuireNode *self)
{
  g_return_val_if_fail (QUIRE_IS_NODE (self), "");

  return self->number;
}

void
quire_node_set_number (QuireNode *self, const char *number)
{
  set_string (self, &self->number, number, PROP_NUMBER);
}

gboolean
quire_node_get_trashed (QuireNode *self)
{
  g_return_val_if_fail (QUIRE_IS_NODE (self), FALSE);

  return self->data->trashed != 0;
}

gint64
quire_node_get_trashed_time (QuireNode *self)
{
  g_return_val_if_fail (QUIRE_IS_NODE (self), 0);

  return self->data->trashed;
}

void
quire_node_set_trashed_time (QuireNode *self, gint64 trashed)
{
  gboolean changed;

  g_return_if_fail (QUIRE_IS_NODE (self));

  changed = (self->data->trashed != 0) != (trashed != 0);
  self->data->trashed = trashed;
  if (changed)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TRASHED]);
}

gboolean
quire_node_get_expanded (QuireNode *self)
{
  g_return_val_if_fail (QUIRE_IS_NODE (self), FALSE);

  return self->expanded;
}

void
quire_node_set_expanded (QuireNode *self, gboolean expanded)
{
  g_return_if_fail (QUIRE_IS_NODE (self));

  expanded = !!expanded;
  if (self->expanded == expanded)
    return;

  self->expanded = expanded;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_EXPANDED]);
}

GListModel *
quire_node_get_children (QuireNode *self)
{
  g_return_val_if_fail (QUIRE_IS_NODE (self), NULL);

  return G_LIST_MODEL (self->children);
}

GListStore *
quire_node_get_store (QuireNode *self)
{
  g_return_val_if_fail (QUIRE_IS_NODE (self), NULL);

  return self->children;
}

GPtrArray *
quire_node_get_set_aside (QuireNode *self)
{
  g_return_val_if_fail (QUIRE_IS_NODE (self), NULL);

  if (self->set_aside == NULL)
    self->set_aside = g_ptr_array_new_with_free_func (g_object_unref);

  return self->set_aside;
}

void
quire_node_set_position (QuireNode *self, int position)
{
  g_return_if_fail (QUIRE_IS_NODE (self));

  self->position = position;
}

int
quire_node_get_position (QuireNode *self)
{
  g_return_val_if_fail (QUIRE_IS_NODE (self), -1);

  return self->position;
}

gboolean
quire_node_is_in_trash (QuireNode *self)
{
  g_return_val_if_fail (QUIRE_IS_NODE (self), FALSE);

  for (QuireNode *node = self; node != NULL; node = node->parent)
    {
      if (node->data->trashed != 0)
        return TRUE;
    }

  return FALSE;
}

int
quire_node_compare (QuireNode *a, QuireNode *b)
{
  int order = strcmp (a->data->order_key, b->data->order_key);

  return order != 0 ? order : strcmp (a->data->id, b->data->id);
}

char *
quire_node_dup_display_title (QuireNode *self)
{
  const char *last;

  g_return_val_if_fail (QUIRE_IS_NODE (self), NULL);

  if (self->data->title[0] != '\0')
    return g_strdup (self->data->title);

  last = strrchr (self->number, '.');
  last = last != NULL ? last + 1 : self->number;

  switch (self->data->kind)
    {
    case QUIRE_NODE_ACT:
      /* Translators: an act without a title, by its number */
      return *last != '\0' ? g_strdup_printf (_ ("Act %s"), last) : g_strdup (_ ("Untitled act"));
    case QUIRE_NODE_CHAPTER:
      /* Translators: a chapter without a title, by its number */
      return *last != '\0' ? g_strdup_printf (_ ("Chapter %s"), last) : g_strdup (_ ("Untitled chapter"));
    case QUIRE_NODE_SCENE:
    default:
      return g_strdup (_ ("Untitled scene"));
    }
}

QuireNodeData *
quire_node_dup_data (QuireNode *self)
{
  g_return_val_if_fail (QUIRE_IS_NODE (self), NULL);

  return quire_node_data_copy (self->data);
}
