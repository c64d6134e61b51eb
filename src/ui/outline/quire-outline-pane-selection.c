/* quire-outline-pane-selection.c: the model of the outline, and a selection that stays with its node.
 *
 * A row is lost to GtkSingleSelection whenever its item leaves the model: when a node moves (it is taken out and put in again), goes to Trash, does not fit the
 * search, or when its chapter is closed. The pane therefore remembers the node:
 *
 * - After a change of the tree the node is looked up by its id and shown where it is now, its parents opened; a node that has left the book hands the selection
 *   to the row that took its place. The manuscript says when a change is complete, so nobody hears of the moment between.
 * - A node that is only hidden, by search or a closed chapter, is not selected any more, and comes back with its row unless something else was selected.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-outline"

#include "config.h"

#include "quire-outline-pane-private.h"

static GListModel *
filter_model (GListModel *model,
              gpointer filter)
{
  if (filter == NULL)
    return g_object_ref (model);

  return G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (model), g_object_ref (filter)));
}

static GListModel *
get_children (gpointer item,
              GObject *data)
{
  QuireNode *node = item;

  if (quire_node_get_kind (node) == QUIRE_NODE_SCENE)
    return NULL;

  return filter_model (quire_node_get_children (node), data);
}

static gboolean
has_selection (QuireOutlinePane *self)
{
  return gtk_single_selection_get_selected (self->selection) != GTK_INVALID_LIST_POSITION;
}

guint
quire_outline_pane_get_position (QuireOutlinePane *self,
                                 QuireNode *node)
{
  if (self->expansion == NULL || node == NULL)
    return GTK_INVALID_LIST_POSITION;

  return quire_tree_expansion_get_position (self->expansion, node, quire_node_get_parent (node));
}

/* A row that has just left the list with the focus still has it, outside of the window, until the window looks for another. */
static gboolean
is_orphan_focused (QuireOutlinePane *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_get_root (focus) != root;
}

/* Called before each frame is laid out: the list has the sizes of its rows at the second call. Without a selection it begins at the top. */
static gboolean
scroll_tick (GtkWidget *list,
             GdkFrameClock *clock,
             gpointer data)
{
  QuireOutlinePane *self = data;

  self->scroll_frames++;
  if (self->scroll_frames < 2 || gtk_widget_get_height (list) == 0)
    return G_SOURCE_CONTINUE;

  self->scroll_tick = 0;
  if (g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0)
    gtk_list_view_scroll_to (self->list, has_selection (self) ? gtk_single_selection_get_selected (self->selection) : 0, GTK_LIST_SCROLL_NONE, NULL);
  return G_SOURCE_REMOVE;
}

/* A list that does not know yet what its rows measure cannot tell what will be in sight: told to scroll, it goes astray or leaves rows empty. */
static void
scroll_later (QuireOutlinePane *self)
{
  self->scroll_frames = 0;
  if (self->scroll_tick == 0)
    self->scroll_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self->list), scroll_tick, self, NULL);
}

static void
select_position (QuireOutlinePane *self,
                 guint position)
{
  GtkListScrollFlags flags = GTK_LIST_SCROLL_SELECT;

  if (self->scroll_tick != 0 || gtk_widget_get_height (GTK_WIDGET (self->list)) == 0)
    {
      gtk_single_selection_set_selected (self->selection, position);
      scroll_later (self);
      return;
    }

  if (quire_outline_pane_list_has_focus (self) || is_orphan_focused (self))
    flags |= GTK_LIST_SCROLL_FOCUS;
  gtk_list_view_scroll_to (self->list, position, flags, NULL);
}

static void
open_parents (QuireNode *node)
{
  QuireNode *parent = quire_node_get_parent (node);

  if (parent == NULL)
    return;

  open_parents (parent);
  quire_node_set_expanded (parent, TRUE);
}

/* FALSE when the search hides it. */
static gboolean
reveal (QuireOutlinePane *self,
        QuireNode *node)
{
  guint position;

  open_parents (node);
  position = quire_outline_pane_get_position (self, node);
  if (position == GTK_INVALID_LIST_POSITION)
    return FALSE;

  select_position (self, position);
  return TRUE;
}

/* Nothing is selected: shows the remembered node again if it has a row. */
static void
settle (QuireOutlinePane *self)
{
  guint position;

  g_clear_handle_id (&self->settle_source, g_source_remove);
  if (self->selection == NULL || has_selection (self))
    return;

  position = quire_outline_pane_get_position (self, self->remembered);
  if (position != GTK_INVALID_LIST_POSITION)
    gtk_single_selection_set_selected (self->selection, position);
  else
    quire_outline_pane_set_selected (self, NULL);
}

static void
settle_idle (gpointer data)
{
  QuireOutlinePane *self = data;

  self->settle_source = 0;
  settle (self);
}

static void
rows_changed_cb (QuireOutlinePane *self)
{
  if (has_selection (self))
    self->position = gtk_single_selection_get_selected (self->selection);
  else if (self->settle_source == 0)
    self->settle_source = g_idle_add_once (settle_idle, self);
}

static void
selected_cb (QuireOutlinePane *self)
{
  GtkTreeListRow *row = gtk_single_selection_get_selected_item (self->selection);
  g_autoptr (QuireNode) node = row != NULL ? gtk_tree_list_row_get_item (row) : NULL;

  if (node == NULL)
    return;

  self->position = gtk_single_selection_get_selected (self->selection);
  g_set_object (&self->remembered, node);
  quire_outline_pane_set_selected (self, node);
}

/* One new model in place of the other is one change for the list, which can use its rows again; a filter that changes would be thousands. */
static void
show_tree (QuireOutlinePane *self)
{
  g_autoptr (GListModel) acts = filter_model (G_LIST_MODEL (self->manuscript), self->filter);
  g_autoptr (QuireTreeExpansion) former = g_steal_pointer (&self->expansion);
  GtkTreeListModel *model;

  if (former != NULL)
    g_signal_handlers_disconnect_by_data (quire_tree_expansion_get_model (former), self);

  self->expansion = quire_tree_expansion_new (acts, get_children, G_OBJECT (self->filter), self->filter != NULL);
  model = quire_tree_expansion_get_model (self->expansion);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (model));
  g_signal_connect_object (model, "items-changed", G_CALLBACK (rows_changed_cb), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

void
quire_outline_pane_create_model (QuireOutlinePane *self)
{
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, FALSE);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  show_tree (self);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
}

void
quire_outline_pane_drop_model (QuireOutlinePane *self)
{
  g_clear_handle_id (&self->rename_source, g_source_remove);
  g_clear_handle_id (&self->menu_source, g_source_remove);
  g_clear_handle_id (&self->settle_source, g_source_remove);
  if (self->scroll_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->list), self->scroll_tick);
  self->scroll_tick = 0;

  gtk_list_view_set_model (self->list, NULL);
  if (self->selection != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->selection, self);
      g_signal_handlers_disconnect_by_data (quire_tree_expansion_get_model (self->expansion), self);
    }
  g_clear_object (&self->selection);
  g_clear_object (&self->expansion);
  g_clear_object (&self->filter);
  g_clear_object (&self->remembered);
  g_clear_object (&self->restoring);
  quire_outline_pane_set_selected (self, NULL);
}

void
quire_outline_pane_show_page (QuireOutlinePane *self)
{
  gboolean empty = self->manuscript != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->manuscript)) == 0;
  const char *page = "list";

  if (empty)
    page = "empty";
  else if (self->filter != NULL && quire_outline_filter_get_first (self->filter) == NULL)
    page = "nothing-found";

  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_widget_set_visible (GTK_WIDGET (self->search_entry), self->manuscript != NULL && !empty);
  gtk_widget_set_visible (GTK_WIDGET (self->trash_button), self->manuscript != NULL);
}

static void
select_neighbour (QuireOutlinePane *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  g_clear_object (&self->remembered);
  if (n > 0)
    select_position (self, MIN (self->position, n - 1));
  else
    quire_outline_pane_set_selected (self, NULL);
}

/* Makes the filter that the search entry asks for; FALSE when there is none now and was none before. */
static gboolean
renew_filter (QuireOutlinePane *self)
{
  gboolean was_searching = self->filter != NULL;

  g_clear_object (&self->filter);
  if (self->manuscript != NULL)
    self->filter = quire_outline_filter_new (G_LIST_MODEL (self->manuscript), gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));

  return was_searching || self->filter != NULL;
}

void
quire_outline_pane_follow_structure (QuireOutlinePane *self)
{
  QuireNode *node;

  if (self->filter != NULL && renew_filter (self))
    show_tree (self);
  quire_outline_pane_show_page (self);
  if (self->selected == NULL || has_selection (self))
    return;

  node = quire_manuscript_lookup (self->manuscript, quire_node_get_id (self->selected));
  if (node == NULL || quire_node_is_in_trash (node))
    select_neighbour (self);
  else if (!reveal (self, node))
    settle (self);
}

void
quire_outline_pane_search (QuireOutlinePane *self)
{
  gboolean changed;

  /* The entry tells of a change a moment later, when a key has perhaps made the search already. */
  if (!g_set_str (&self->searched, gtk_editable_get_text (GTK_EDITABLE (self->search_entry))))
    return;

  changed = renew_filter (self);
  quire_outline_pane_show_page (self);
  if (self->selection == NULL || !changed)
    return;

  show_tree (self);
  scroll_later (self);

  /* A row that was selected among what was found stays in sight, also in a chapter that is closed otherwise. */
  if (self->filter != NULL || self->selected == NULL || !reveal (self, self->selected))
    settle (self);
}

void
quire_outline_pane_select (QuireOutlinePane *self,
                           QuireNode *node)
{
  g_return_if_fail (QUIRE_IS_OUTLINE_PANE (self));
  g_return_if_fail (node == NULL || QUIRE_IS_NODE (node));

  if (self->selection == NULL)
    return;

  if (node == NULL)
    {
      /* The writer cannot unselect, and then nobody can. */
      gtk_single_selection_set_can_unselect (self->selection, TRUE);
      gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
      gtk_single_selection_set_can_unselect (self->selection, FALSE);
      g_clear_object (&self->remembered);
      quire_outline_pane_set_selected (self, NULL);
      return;
    }

  if (quire_node_is_in_trash (node) || reveal (self, node) || self->filter == NULL)
    return;

  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  quire_outline_pane_search (self);
  reveal (self, node);
}
