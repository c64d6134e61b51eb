/* quire-tree-expansion.c: a tree whose items remember which rows are open.
 *
 * GtkTreeListModel makes a new row, closed, for every item that it meets, also for one that has only moved. Here every row that can be opened is kept in a table
 * with its item, and the two `expanded` properties are bound. Two things need care:
 *
 * - Rows are met in the model's `items-changed`, and opening one there changes the model again. The handler runs after all others, so whoever shows the model has
 *   seen the first change before the next one comes, and it walks over what opening adds instead of being called for it.
 * - A row that leaves the model says that it is closed now. That is no wish of the writer; such a row cannot be opened any more, and by that it is known.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-outline"

#include "config.h"

#include "quire-tree-expansion.h"

struct _QuireTreeExpansion
{
  GObject parent_instance;

  GtkTreeListModel *model;
  GHashTable *rows; /* item → Followed, of what can be opened */
  gboolean all_open;
  gboolean walking; /* rows are being opened by the walk over new ones */
};

/* What the model asks for children; it may live on in a list when the expansion is gone. */
typedef struct
{
  QuireTreeChildrenFunc func;
  GObject *data;
} Source;

typedef struct
{
  GObject *item;
  GtkTreeListRow *row;
  GBinding *binding; /* owned by item and row, until it is undone; NULL when nothing is remembered */
} Followed;

G_DEFINE_FINAL_TYPE (QuireTreeExpansion, quire_tree_expansion, G_TYPE_OBJECT)

static void
source_free (gpointer data)
{
  Source *source = data;

  g_clear_object (&source->data);
  g_free (source);
}

static void
followed_free (gpointer data)
{
  Followed *followed = data;

  g_clear_pointer (&followed->binding, g_binding_unbind);
  g_clear_object (&followed->row);
  g_clear_object (&followed->item);
  g_free (followed);
}

static GListModel *
create_children (gpointer item,
                 gpointer data)
{
  Source *source = data;

  return source->func (item, source->data);
}

static gboolean
row_to_item (GBinding *binding,
             const GValue *from,
             GValue *to,
             gpointer data)
{
  g_autoptr (GObject) row = g_binding_dup_target (binding);

  if (row == NULL || !gtk_tree_list_row_is_expandable (GTK_TREE_LIST_ROW (row)))
    return FALSE;

  g_value_copy (from, to);
  return TRUE;
}

static void
follow_row (QuireTreeExpansion *self,
            GtkTreeListRow *row)
{
  g_autoptr (GObject) item = gtk_tree_list_row_get_item (row);
  Followed *followed = g_hash_table_lookup (self->rows, item);

  if (followed != NULL && followed->row == row)
    return;

  followed = g_new0 (Followed, 1);
  followed->item = g_object_ref (item);
  followed->row = g_object_ref (row);
  g_hash_table_replace (self->rows, item, followed);
  if (self->all_open)
    gtk_tree_list_row_set_expanded (row, TRUE);
  else
    followed->binding = g_object_bind_property_full (item, "expanded", row, "expanded", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE,
                                                     NULL, row_to_item, NULL, NULL);
}

static gboolean
has_left (gpointer item,
          gpointer data,
          gpointer unused)
{
  Followed *followed = data;

  return !gtk_tree_list_row_is_expandable (followed->row);
}

static void
rows_changed_cb (QuireTreeExpansion *self,
                 guint position,
                 guint removed,
                 guint added)
{
  if (removed > 0)
    g_hash_table_foreach_remove (self->rows, has_left, NULL);
  if (self->walking)
    return;

  self->walking = TRUE;
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (GtkTreeListRow) row = gtk_tree_list_model_get_row (self->model, i);
      guint before = g_list_model_get_n_items (G_LIST_MODEL (self->model));

      if (!gtk_tree_list_row_is_expandable (row))
        continue;

      follow_row (self, row);
      added += g_list_model_get_n_items (G_LIST_MODEL (self->model)) - before;
    }
  self->walking = FALSE;
}

static void
quire_tree_expansion_dispose (GObject *object)
{
  QuireTreeExpansion *self = QUIRE_TREE_EXPANSION (object);

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_hash_table_remove_all (self->rows);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (quire_tree_expansion_parent_class)->dispose (object);
}

static void
quire_tree_expansion_finalize (GObject *object)
{
  QuireTreeExpansion *self = QUIRE_TREE_EXPANSION (object);

  g_hash_table_unref (self->rows);

  G_OBJECT_CLASS (quire_tree_expansion_parent_class)->finalize (object);
}

static void
quire_tree_expansion_class_init (QuireTreeExpansionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = quire_tree_expansion_dispose;
  object_class->finalize = quire_tree_expansion_finalize;
}

static void
quire_tree_expansion_init (QuireTreeExpansion *self)
{
  self->rows = g_hash_table_new_full (NULL, NULL, NULL, followed_free);
}

QuireTreeExpansion *
quire_tree_expansion_new (GListModel *root,
                          QuireTreeChildrenFunc func,
                          GObject *data,
                          gboolean all_open)
{
  QuireTreeExpansion *self;
  Source *source;

  g_return_val_if_fail (G_IS_LIST_MODEL (root), NULL);
  g_return_val_if_fail (func != NULL, NULL);
  g_return_val_if_fail (data == NULL || G_IS_OBJECT (data), NULL);

  self = g_object_new (QUIRE_TYPE_TREE_EXPANSION, NULL);
  self->all_open = all_open;
  source = g_new0 (Source, 1);
  source->func = func;
  g_set_object (&source->data, data);
  self->model = gtk_tree_list_model_new (g_object_ref (root), FALSE, FALSE, create_children, source, source_free);
  g_signal_connect_object (self->model, "items-changed", G_CALLBACK (rows_changed_cb), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  rows_changed_cb (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (self->model)));

  return self;
}

GtkTreeListModel *
quire_tree_expansion_get_model (QuireTreeExpansion *self)
{
  g_return_val_if_fail (QUIRE_IS_TREE_EXPANSION (self), NULL);

  return self->model;
}

guint
quire_tree_expansion_get_position (QuireTreeExpansion *self,
                                   gpointer item,
                                   gpointer parent)
{
  Followed *followed;
  GListModel *children;
  guint n_children;

  g_return_val_if_fail (QUIRE_IS_TREE_EXPANSION (self), GTK_INVALID_LIST_POSITION);
  g_return_val_if_fail (G_IS_OBJECT (item), GTK_INVALID_LIST_POSITION);

  followed = g_hash_table_lookup (self->rows, item);
  if (followed != NULL)
    return gtk_tree_list_row_get_position (followed->row);

  followed = parent != NULL ? g_hash_table_lookup (self->rows, parent) : NULL;
  if (followed == NULL || !gtk_tree_list_row_get_expanded (followed->row))
    return GTK_INVALID_LIST_POSITION;

  children = gtk_tree_list_row_get_children (followed->row);
  n_children = children != NULL ? g_list_model_get_n_items (children) : 0;
  for (guint i = 0; i < n_children; i++)
    {
      g_autoptr (GObject) child = g_list_model_get_item (children, i);

      if (child == item)
        {
          g_autoptr (GtkTreeListRow) row = gtk_tree_list_row_get_child_row (followed->row, i);

          return gtk_tree_list_row_get_position (row);
        }
    }

  return GTK_INVALID_LIST_POSITION;
}

/* -- keys -- */

/* The row that has the focus: the list gives it to its own wrapper, whose first descendants lead to the expander. */
static GtkTreeListRow *
get_focused_row (GtkWidget *view)
{
  GtkRoot *root = gtk_widget_get_root (view);
  GtkWidget *widget = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (widget == NULL || gtk_widget_get_parent (widget) != view)
    return NULL;

  while (widget != NULL && !GTK_IS_TREE_EXPANDER (widget))
    widget = gtk_widget_get_first_child (widget);

  return widget != NULL ? gtk_tree_expander_get_list_row (GTK_TREE_EXPANDER (widget)) : NULL;
}

static void
go_to_row (GtkListView *view,
           GtkTreeListRow *row)
{
  gtk_list_view_scroll_to (view, gtk_tree_list_row_get_position (row), GTK_LIST_SCROLL_FOCUS | GTK_LIST_SCROLL_SELECT, NULL);
}

static void
open_or_enter (GtkListView *view,
               GtkTreeListRow *row)
{
  g_autoptr (GtkTreeListRow) child = NULL;

  if (!gtk_tree_list_row_is_expandable (row))
    return;

  if (!gtk_tree_list_row_get_expanded (row))
    {
      gtk_tree_list_row_set_expanded (row, TRUE);
      return;
    }

  child = gtk_tree_list_row_get_child_row (row, 0);
  if (child != NULL)
    go_to_row (view, child);
}

static void
close_or_leave (GtkListView *view,
                GtkTreeListRow *row)
{
  g_autoptr (GtkTreeListRow) parent = NULL;

  if (gtk_tree_list_row_get_expanded (row))
    {
      gtk_tree_list_row_set_expanded (row, FALSE);
      return;
    }

  parent = gtk_tree_list_row_get_parent (row);
  if (parent != NULL)
    go_to_row (view, parent);
}

static gboolean
key_pressed_cb (GtkListView *view,
                guint key,
                guint code,
                GdkModifierType modifiers)
{
  GtkTreeListRow *row = get_focused_row (GTK_WIDGET (view));
  gboolean forward;

  if (row == NULL || (modifiers & (GDK_CONTROL_MASK | GDK_SHIFT_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  if (key != GDK_KEY_Left && key != GDK_KEY_Right && key != GDK_KEY_KP_Left && key != GDK_KEY_KP_Right)
    return GDK_EVENT_PROPAGATE;

  forward = key == GDK_KEY_Right || key == GDK_KEY_KP_Right;
  if (gtk_widget_get_direction (GTK_WIDGET (view)) == GTK_TEXT_DIR_RTL)
    forward = !forward;

  if (forward)
    open_or_enter (view, row);
  else
    close_or_leave (view, row);

  return GDK_EVENT_STOP;
}

void
quire_tree_expansion_add_keys (GtkListView *view)
{
  GtkEventController *keys;

  g_return_if_fail (GTK_IS_LIST_VIEW (view));

  keys = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), view, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (view), keys);
}
