/* quire-manuscript.c: the tree act › chapter › scene in memory.
 *
 * The hash table owns every node, in the book or in Trash. Each parent has its children of the book in a list sorted by order key and
 * id, and those in Trash set aside; the acts of the book are in a list of the manuscript. A node has its place by three values (parent, order
 * key, time of trashing), and every change of place is the same three steps: take it out of its list by the old values, set the
 * new ones, put it in by them. Three things are kept in step with the lists and never counted afresh:
 *
 * - Sums: what a node holds is added to all above it up to the first one in Trash, so a trashed chapter still knows its own words,
 *   while the book does not count them.
 * - Numbers: only the siblings between the two places can have changed, and below them only where the number above did.
 * - Reading order: dropped before any list changes, made again when somebody asks. A handler of `items-changed` that asks in the middle of a
 *   change sees the list as it then is.
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

#define NOWHERE G_MAXUINT

struct _QuireManuscript
{
  GObject parent_instance;

  GHashTable *nodes; /* id, owned by the node → QuireNode */
  GListStore *acts;
  GListStore *trash;  /* what was trashed by itself, newest first */
  GPtrArray *reading; /* scenes in reading order, or NULL */
  guint words;
  guint n_scenes;
};

enum
{
  PROP_0,
  PROP_WORDS,
  PROP_N_SCENES,
  N_PROPS
};

enum
{
  NODE_ADDED,
  NODE_REMOVED,
  STRUCTURE_CHANGED,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (QuireManuscript, quire_manuscript, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
add_to_sums (QuireManuscript *self, QuireNode *from, guint words, guint n_scenes)
{
  for (QuireNode *node = from; node != NULL; node = quire_node_get_parent (node))
    {
      quire_node_add_to_sums (node, words, n_scenes);
      if (quire_node_get_trashed (node))
        return;
    }

  self->words += words;
  self->n_scenes += n_scenes;
  if (words != 0)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_WORDS]);
  if (n_scenes != 0)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_SCENES]);
}

static void
number_node (QuireNode *node, const char *number)
{
  GListModel *children = quire_node_get_children (node);
  guint n = g_list_model_get_n_items (children);

  if (strcmp (quire_node_get_number (node), number) == 0)
    return;

  quire_node_set_number (node, number);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (QuireNode) child = g_list_model_get_item (children, i);
      g_autofree char *child_number = *number != '\0' ? g_strdup_printf ("%s.%u", number, i + 1) : g_strdup ("");

      number_node (child, child_number);
    }
}

static void
renumber (QuireManuscript *self, QuireNode *parent, guint first, guint last)
{
  GListModel *siblings = quire_manuscript_get_siblings (self, parent);
  guint n = g_list_model_get_n_items (siblings);
  const char *above = parent != NULL ? quire_node_get_number (parent) : NULL;

  for (guint i = first; i < n && i <= last; i++)
    {
      g_autoptr (QuireNode) node = g_list_model_get_item (siblings, i);
      g_autofree char *number = NULL;

      if (above == NULL)
        number = g_strdup_printf ("%u", i + 1);
      else if (*above != '\0')
        number = g_strdup_printf ("%s.%u", above, i + 1);

      number_node (node, number != NULL ? number : "");
    }
}

static GListStore *
get_store (QuireManuscript *self, QuireNode *parent)
{
  return parent != NULL ? quire_node_get_store (parent) : self->acts;
}

/* Puts a node among the children of the parent it has. The index there, or NOWHERE for one in Trash. */
static guint
link_node (QuireManuscript *self, QuireNode *node)
{
  QuireNode *parent = quire_node_get_parent (node);
  GListStore *store = get_store (self, parent);
  guint place;

  if (quire_node_get_trashed (node))
    {
      if (parent != NULL)
        g_ptr_array_add (quire_node_get_set_aside (parent), g_object_ref (node));
      return NOWHERE;
    }

  place = quire_manuscript_search (G_LIST_MODEL (store), node);
  g_clear_pointer (&self->reading, g_ptr_array_unref);
  g_list_store_insert (store, place, node);
  add_to_sums (self, parent, quire_node_get_words (node), quire_node_get_n_scenes (node));

  return place;
}

/* Takes a node from where link_node() put it; the index it had, or NOWHERE. */
static guint
unlink_node (QuireManuscript *self, QuireNode *node)
{
  QuireNode *parent = quire_node_get_parent (node);
  GListStore *store = get_store (self, parent);
  guint place;

  if (quire_node_get_trashed (node))
    {
      if (parent != NULL)
        g_ptr_array_remove_fast (quire_node_get_set_aside (parent), node);
      return NOWHERE;
    }

  place = quire_manuscript_search (G_LIST_MODEL (store), node);
  g_clear_pointer (&self->reading, g_ptr_array_unref);
  g_list_store_remove (store, place);
  add_to_sums (self, parent, 0u - quire_node_get_words (node), 0u - quire_node_get_n_scenes (node));

  return place;
}

static int
compare_trashed (gconstpointer a, gconstpointer b, gpointer data)
{
  gint64 time_a = quire_node_get_trashed_time ((QuireNode *) a);
  gint64 time_b = quire_node_get_trashed_time ((QuireNode *) b);

  if (time_a != time_b)
    return time_a > time_b ? -1 : 1;

  return strcmp (quire_node_get_id ((QuireNode *) a), quire_node_get_id ((QuireNode *) b));
}

static void
list_in_trash (QuireManuscript *self, QuireNode *node)
{
  if (quire_node_get_trashed (node))
    g_list_store_insert_sorted (self->trash, node, compare_trashed, NULL);
}

static void
unlist_from_trash (QuireManuscript *self, QuireNode *node)
{
  guint place;

  if (quire_node_get_trashed (node) && g_list_store_find (self->trash, node, &place))
    g_list_store_remove (self->trash, place);
}

/* Gives a node a new order key if that changes nothing to be seen: no list is touched then, so that rows and selections stay. FALSE when
 * it has to move. */
static gboolean
rekey_in_place (QuireManuscript *self, QuireNode *node, const char *order_key)
{
  GListModel *siblings = quire_manuscript_get_siblings (self, quire_node_get_parent (node));
  g_autofree char *old_key = g_strdup (quire_node_get_order_key (node));
  g_autoptr (QuireNode) previous = NULL;
  g_autoptr (QuireNode) next = NULL;
  guint place;

  if (quire_node_get_trashed (node))
    {
      quire_node_set_order_key (node, order_key);
      return TRUE;
    }

  place = quire_manuscript_search (siblings, node);
  previous = place > 0 ? g_list_model_get_item (siblings, place - 1) : NULL;
  next = g_list_model_get_item (siblings, place + 1);

  quire_node_set_order_key (node, order_key);
  if ((previous == NULL || quire_node_compare (previous, node) < 0) && (next == NULL || quire_node_compare (node, next) < 0))
    return TRUE;

  quire_node_set_order_key (node, old_key);
  return FALSE;
}

static void
move_node (QuireManuscript *self, QuireNode *node, QuireNode *parent, const char *order_key, gint64 trashed)
{
  QuireNode *old_parent = quire_node_get_parent (node);
  gboolean was_in_book = !quire_node_is_in_trash (node);
  gint64 old_trashed = quire_node_get_trashed_time (node);
  gboolean in_book;
  guint from, to;

  if (parent == old_parent && trashed == old_trashed && rekey_in_place (self, node, order_key))
    return;

  from = unlink_node (self, node);
  if (trashed != old_trashed)
    unlist_from_trash (self, node);

  quire_node_set_parent (node, parent);
  quire_node_set_order_key (node, order_key);
  quire_node_set_trashed_time (node, trashed);

  to = link_node (self, node);
  if (trashed != old_trashed)
    list_in_trash (self, node);

  in_book = !quire_node_is_in_trash (node);
  if (!in_book)
    number_node (node, "");

  if (parent == old_parent && from != NOWHERE && to != NOWHERE)
    {
      renumber (self, parent, MIN (from, to), MAX (from, to));
    }
  else
    {
      renumber (self, old_parent, from, NOWHERE);
      renumber (self, parent, to, NOWHERE);
    }

  if (was_in_book && !in_book)
    g_signal_emit (self, signals[NODE_REMOVED], 0, node);
  if (!was_in_book && in_book)
    g_signal_emit (self, signals[NODE_ADDED], 0, node);
  g_signal_emit (self, signals[STRUCTURE_CHANGED], 0);
}

static gboolean
is_parent_of_kind (QuireNode *parent, QuireNodeKind child_kind)
{
  if (child_kind == QUIRE_NODE_ACT)
    return parent == NULL;

  return parent != NULL && quire_node_get_kind (parent) == child_kind - 1;
}

/* -- reading a whole book -- */

static gboolean
adopt_node (QuireManuscript *self, const QuireNodeData *data, GError **error)
{
  QuireNode *node;

  if (data->id == NULL || *data->id == '\0' || data->kind < QUIRE_NODE_ACT || data->kind > QUIRE_NODE_SCENE)
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_CORRUPT,
                   _ ("The book is damaged: “%s” is neither an act nor a chapter nor a scene. Nothing was changed; an earlier backup can be restored."),
                   data->title);
      return FALSE;
    }

  if (g_hash_table_contains (self->nodes, data->id))
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_CORRUPT,
                   _ ("The book is damaged: it holds “%s” (%s) twice. Nothing was changed; an earlier backup can be restored."),
                   data->title, data->id);
      return FALSE;
    }

  node = quire_node_new (data);
  g_hash_table_insert (self->nodes, (char *) quire_node_get_id (node), node);

  return TRUE;
}

static gboolean
connect_node (QuireManuscript *self, const QuireNodeData *data, GError **error)
{
  QuireNode *node = quire_manuscript_lookup (self, data->id);
  QuireNode *parent = data->parent_id != NULL ? quire_manuscript_lookup (self, data->parent_id) : NULL;

  if (data->parent_id != NULL && parent == NULL)
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_CORRUPT,
                   _ ("The book is damaged: what “%s” (%s) belongs to is missing. Nothing was changed; an earlier backup can be restored."),
                   data->title, data->id);
      return FALSE;
    }

  /* A parent is always of the kind above, so this refuses every cycle as well. */
  if (!is_parent_of_kind (parent, data->kind))
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_CORRUPT,
                   _ ("The book is damaged: “%s” (%s) stands where it cannot stand. Nothing was changed; an earlier backup can be restored."),
                   data->title, data->id);
      return FALSE;
    }

  quire_node_set_parent (node, parent);
  return TRUE;
}

/* Scenes first, acts last; within a kind the children of one parent together and in order. */
static int
compare_for_loading (gconstpointer a, gconstpointer b)
{
  QuireNode *node_a = (QuireNode *) a;
  QuireNode *node_b = (QuireNode *) b;
  QuireNode *parent_a = quire_node_get_parent (node_a);
  QuireNode *parent_b = quire_node_get_parent (node_b);

  if (quire_node_get_kind (node_a) != quire_node_get_kind (node_b))
    return (int) quire_node_get_kind (node_b) - (int) quire_node_get_kind (node_a);
  if (parent_a != parent_b)
    return strcmp (quire_node_get_id (parent_a), quire_node_get_id (parent_b));

  return quire_node_compare (node_a, node_b);
}

static void
fill_lists (QuireManuscript *self)
{
  g_autoptr (GPtrArray) nodes = g_hash_table_get_values_as_ptr_array (self->nodes);
  g_autoptr (GPtrArray) siblings = g_ptr_array_new ();
  g_autoptr (GPtrArray) trashed = g_ptr_array_new ();

  g_ptr_array_sort_values (nodes, compare_for_loading);

  for (guint i = 0; i < nodes->len; i++)
    {
      QuireNode *node = g_ptr_array_index (nodes, i);
      QuireNode *parent = quire_node_get_parent (node);
      gboolean ends;

      if (quire_node_get_trashed (node))
        {
          g_ptr_array_add (trashed, node);
          link_node (self, node);
        }
      else
        {
          g_ptr_array_add (siblings, node);
          if (parent != NULL)
            quire_node_add_to_sums (parent, quire_node_get_words (node), quire_node_get_n_scenes (node));
        }

      ends = i + 1 == nodes->len || quire_node_get_parent (g_ptr_array_index (nodes, i + 1)) != parent;
      if (ends && siblings->len > 0)
        {
          g_list_store_splice (get_store (self, parent), 0, 0, siblings->pdata, siblings->len);
          g_ptr_array_set_size (siblings, 0);
        }
    }

  g_ptr_array_sort_values_with_data (trashed, compare_trashed, NULL);
  g_list_store_splice (self->trash, 0, 0, trashed->pdata, trashed->len);
}

QuireManuscript *
quire_manuscript_new (GPtrArray *nodes, GError **error)
{
  g_autoptr (QuireManuscript) self = NULL;

  g_return_val_if_fail (nodes != NULL, NULL);

  self = g_object_new (QUIRE_TYPE_MANUSCRIPT, NULL);

  for (guint i = 0; i < nodes->len; i++)
    {
      if (!adopt_node (self, g_ptr_array_index (nodes, i), error))
        return NULL;
    }
  for (guint i = 0; i < nodes->len; i++)
    {
      if (!connect_node (self, g_ptr_array_index (nodes, i), error))
        return NULL;
    }

  fill_lists (self);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->acts)); i++)
    {
      g_autoptr (QuireNode) act = g_list_model_get_item (G_LIST_MODEL (self->acts), i);

      self->words += quire_node_get_words (act);
      self->n_scenes += quire_node_get_n_scenes (act);
    }
  renumber (self, NULL, 0, NOWHERE);

  return g_steal_pointer (&self);
}

/* -- the object -- */

static GType
quire_manuscript_get_item_type (GListModel *model)
{
  return QUIRE_TYPE_NODE;
}

static guint
quire_manuscript_get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (QUIRE_MANUSCRIPT (model)->acts));
}

static gpointer
quire_manuscript_get_item (GListModel *model, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (QUIRE_MANUSCRIPT (model)->acts), position);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = quire_manuscript_get_item_type;
  iface->get_n_items = quire_manuscript_get_n_items;
  iface->get_item = quire_manuscript_get_item;
}

static void
quire_manuscript_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  QuireManuscript *self = QUIRE_MANUSCRIPT (object);

  switch (id)
    {
    case PROP_WORDS:
      g_value_set_uint (value, self->words);
      break;
    case PROP_N_SCENES:
      g_value_set_uint (value, self->n_scenes);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
quire_manuscript_finalize (GObject *object)
{
  QuireManuscript *self = QUIRE_MANUSCRIPT (object);

  g_clear_pointer (&self->reading, g_ptr_array_unref);
  g_clear_object (&self->trash);
  g_clear_object (&self->acts);
  g_clear_pointer (&self->nodes, g_hash_table_unref);

  G_OBJECT_CLASS (quire_manuscript_parent_class)->finalize (object);
}

static void
quire_manuscript_class_init (QuireManuscriptClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = quire_manuscript_get_property;
  object_class->finalize = quire_manuscript_finalize;

  props[PROP_WORDS] = g_param_spec_uint ("words", NULL, NULL, 0, G_MAXUINT, 0, readable);
  props[PROP_N_SCENES] = g_param_spec_uint ("n-scenes", NULL, NULL, 0, G_MAXUINT, 0, readable);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[NODE_ADDED] = g_signal_new ("node-added", QUIRE_TYPE_MANUSCRIPT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, QUIRE_TYPE_NODE);
  signals[NODE_REMOVED] = g_signal_new ("node-removed", QUIRE_TYPE_MANUSCRIPT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, QUIRE_TYPE_NODE);
  signals[STRUCTURE_CHANGED] = g_signal_new ("structure-changed", QUIRE_TYPE_MANUSCRIPT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
quire_manuscript_init (QuireManuscript *self)
{
  self->nodes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  self->acts = g_list_store_new (QUIRE_TYPE_NODE);
  self->trash = g_list_store_new (QUIRE_TYPE_NODE);

  g_signal_connect_object (self->acts, "items-changed", G_CALLBACK (g_list_model_items_changed), self, G_CONNECT_SWAPPED);
}

QuireNode *
quire_manuscript_lookup (QuireManuscript *self, const char *id)
{
  g_return_val_if_fail (QUIRE_IS_MANUSCRIPT (self), NULL);

  return id != NULL ? g_hash_table_lookup (self->nodes, id) : NULL;
}

GListModel *
quire_manuscript_get_siblings (QuireManuscript *self, QuireNode *parent)
{
  return G_LIST_MODEL (get_store (self, parent));
}

guint
quire_manuscript_search (GListModel *siblings, QuireNode *node)
{
  guint low = 0;
  guint high = g_list_model_get_n_items (siblings);

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      g_autoptr (QuireNode) sibling = g_list_model_get_item (siblings, middle);

      if (quire_node_compare (sibling, node) < 0)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

static void
collect_scenes (GListModel *model, GPtrArray *scenes)
{
  guint n = g_list_model_get_n_items (model);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (QuireNode) node = g_list_model_get_item (model, i);

      if (quire_node_get_kind (node) == QUIRE_NODE_SCENE)
        {
          quire_node_set_position (node, (int) scenes->len);
          g_ptr_array_add (scenes, g_steal_pointer (&node));
        }
      else
        {
          collect_scenes (quire_node_get_children (node), scenes);
        }
    }
}

GPtrArray *
quire_manuscript_get_reading_order (QuireManuscript *self)
{
  if (self->reading == NULL)
    {
      self->reading = g_ptr_array_new_with_free_func (g_object_unref);
      collect_scenes (G_LIST_MODEL (self->acts), self->reading);
    }

  return self->reading;
}

GListModel *
quire_manuscript_get_trash (QuireManuscript *self)
{
  g_return_val_if_fail (QUIRE_IS_MANUSCRIPT (self), NULL);

  return G_LIST_MODEL (self->trash);
}

guint
quire_manuscript_get_words (QuireManuscript *self)
{
  g_return_val_if_fail (QUIRE_IS_MANUSCRIPT (self), 0);

  return self->words;
}

guint
quire_manuscript_get_n_scenes (QuireManuscript *self)
{
  g_return_val_if_fail (QUIRE_IS_MANUSCRIPT (self), 0);

  return self->n_scenes;
}

/* -- changes -- */

QuireNode *
quire_manuscript_add (QuireManuscript *self, const QuireNodeData *data)
{
  QuireNode *node, *parent;
  guint place;

  g_return_val_if_fail (QUIRE_IS_MANUSCRIPT (self), NULL);
  g_return_val_if_fail (data != NULL, NULL);
  g_return_val_if_fail (!g_hash_table_contains (self->nodes, data->id), NULL);

  parent = quire_manuscript_lookup (self, data->parent_id);
  g_return_val_if_fail ((parent == NULL) == (data->parent_id == NULL), NULL);
  g_return_val_if_fail (is_parent_of_kind (parent, data->kind), NULL);

  node = quire_node_new (data);
  g_hash_table_insert (self->nodes, (char *) quire_node_get_id (node), node);
  quire_node_set_parent (node, parent);
  place = link_node (self, node);
  list_in_trash (self, node);
  renumber (self, parent, place, NOWHERE);

  if (!quire_node_is_in_trash (node))
    g_signal_emit (self, signals[NODE_ADDED], 0, node);
  g_signal_emit (self, signals[STRUCTURE_CHANGED], 0);

  return node;
}

void
quire_manuscript_update (QuireManuscript *self, const QuireNodeData *data)
{
  QuireNode *node, *parent;

  g_return_if_fail (QUIRE_IS_MANUSCRIPT (self));
  g_return_if_fail (data != NULL);

  node = quire_manuscript_lookup (self, data->id);
  g_return_if_fail (node != NULL && quire_node_get_kind (node) == data->kind);

  parent = quire_manuscript_lookup (self, data->parent_id);
  g_return_if_fail ((parent == NULL) == (data->parent_id == NULL));
  g_return_if_fail (is_parent_of_kind (parent, data->kind));

  quire_node_set_values (node, data);
  if (data->kind == QUIRE_NODE_SCENE)
    quire_manuscript_set_words (self, data->id, data->words);

  if (parent != quire_node_get_parent (node) || data->trashed != quire_node_get_trashed_time (node) ||
      strcmp (data->order_key, quire_node_get_order_key (node)) != 0)
    move_node (self, node, parent, data->order_key, data->trashed);
}

/* Forgets what lies below first; the nodes stay connected among themselves for whoever holds one. */
static void
forget_node (QuireManuscript *self, QuireNode *node)
{
  GListModel *children = quire_node_get_children (node);
  GPtrArray *set_aside = quire_node_get_set_aside (node);
  guint n = g_list_model_get_n_items (children);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (QuireNode) child = g_list_model_get_item (children, i);

      forget_node (self, child);
    }
  for (guint i = 0; i < set_aside->len; i++)
    forget_node (self, g_ptr_array_index (set_aside, i));

  unlist_from_trash (self, node);
  g_hash_table_remove (self->nodes, quire_node_get_id (node));
}

void
quire_manuscript_remove (QuireManuscript *self, const char *id)
{
  g_autoptr (QuireNode) node = NULL;
  QuireNode *parent;
  gboolean was_in_book;
  guint place;

  g_return_if_fail (QUIRE_IS_MANUSCRIPT (self));
  g_return_if_fail (quire_manuscript_lookup (self, id) != NULL);

  node = g_object_ref (quire_manuscript_lookup (self, id));
  parent = quire_node_get_parent (node);
  was_in_book = !quire_node_is_in_trash (node);

  place = unlink_node (self, node);
  forget_node (self, node);
  quire_node_set_parent (node, NULL);
  number_node (node, "");
  renumber (self, parent, place, NOWHERE);

  if (was_in_book)
    g_signal_emit (self, signals[NODE_REMOVED], 0, node);
  g_signal_emit (self, signals[STRUCTURE_CHANGED], 0);
}

void
quire_manuscript_set_words (QuireManuscript *self, const char *scene_id, guint words)
{
  QuireNode *scene;
  guint more;

  g_return_if_fail (QUIRE_IS_MANUSCRIPT (self));

  scene = quire_manuscript_lookup (self, scene_id);
  g_return_if_fail (scene != NULL && quire_node_get_kind (scene) == QUIRE_NODE_SCENE);

  more = words - quire_node_get_words (scene);
  if (more != 0)
    add_to_sums (self, scene, more, 0);
}
