/* quire-outline-pane.c: the manuscript as a tree in a list: template, rows, keys.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-outline"

#include "config.h"

#include "quire-outline-pane.h"
#include "quire-outline-pane-private.h"

#include <glib/gi18n-lib.h>

enum
{
  PROP_0,
  PROP_SELECTED,
  N_PROPS
};

enum
{
  ACTIVATED,
  FAILED,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QuireOutlinePane, quire_outline_pane, ADW_TYPE_BIN)

/* -- rows -- */

static void
open_node (QuireOutlinePane *self,
           QuireNode *node)
{
  if (quire_node_get_kind (node) == QUIRE_NODE_SCENE)
    {
      g_signal_emit (self, signals[ACTIVATED], 0, node);
    }
  else
    {
      guint position = quire_outline_pane_get_position (self, node);
      g_autoptr (GtkTreeListRow) row = gtk_tree_list_model_get_row (quire_tree_expansion_get_model (self->expansion), position);

      if (row != NULL)
        gtk_tree_list_row_set_expanded (row, !gtk_tree_list_row_get_expanded (row));
    }
}

static void
select_row (QuireOutlinePane *self,
            QuireOutlineRow *row)
{
  guint position = quire_outline_pane_get_position (self, quire_outline_row_get_node (row));

  if (position == GTK_INVALID_LIST_POSITION)
    return;

  gtk_list_view_scroll_to (self->list, position, GTK_LIST_SCROLL_FOCUS | GTK_LIST_SCROLL_SELECT, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
row_clicked_cb (QuireOutlinePane *self,
                QuireOutlineRow *row)
{
  g_autoptr (QuireNode) node = g_object_ref (quire_outline_row_get_node (row));

  select_row (self, row);
  open_node (self, node);
}

static void
row_menu_requested_cb (QuireOutlinePane *self,
                       double x,
                       double y,
                       QuireOutlineRow *row)
{
  select_row (self, row);
  quire_outline_pane_show_menu (self, GTK_WIDGET (row), x, y);
}

static void
row_renamed_cb (QuireOutlinePane *self,
                const char *title,
                QuireOutlineRow *row)
{
  quire_outline_pane_rename (self, quire_outline_row_get_node (row), title);
}

static void
setup_cb (QuireOutlinePane *self,
          GtkListItem *item)
{
  GtkWidget *row = quire_outline_row_new ();

  g_signal_connect_object (row, "clicked", G_CALLBACK (row_clicked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "menu-requested", G_CALLBACK (row_menu_requested_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "renamed", G_CALLBACK (row_renamed_cb), self, G_CONNECT_SWAPPED);
  g_object_bind_property (row, "spoken", item, "accessible-label", G_BINDING_DEFAULT);
  gtk_list_item_set_child (item, row);
}

static void
start_pending_rename (gpointer data)
{
  QuireOutlinePane *self = data;

  self->rename_source = 0;
  if (self->rename_pending)
    quire_outline_pane_start_rename (self);
}

static void
bind_cb (QuireOutlinePane *self,
         GtkListItem *item)
{
  QuireOutlineRow *row = QUIRE_OUTLINE_ROW (gtk_list_item_get_child (item));

  quire_outline_row_set_list_row (row, gtk_list_item_get_item (item));
  g_hash_table_insert (self->rows, quire_outline_row_get_node (row), row);

  /* The list is being laid out, which is no moment to move the focus. */
  if (self->rename_pending && quire_outline_row_get_node (row) == self->selected && self->rename_source == 0)
    self->rename_source = g_idle_add_once (start_pending_rename, self);
}

static void
unbind_cb (QuireOutlinePane *self,
           GtkListItem *item)
{
  QuireOutlineRow *row = QUIRE_OUTLINE_ROW (gtk_list_item_get_child (item));
  QuireNode *node = quire_outline_row_get_node (row);

  /* The same node may have got another row already. */
  if (node != NULL && g_hash_table_lookup (self->rows, node) == row)
    g_hash_table_remove (self->rows, node);
  quire_outline_row_set_list_row (row, NULL);
}

static void
list_activate_cb (QuireOutlinePane *self,
                  guint position)
{
  g_autoptr (GtkTreeListRow) row = gtk_tree_list_model_get_row (quire_tree_expansion_get_model (self->expansion), position);
  g_autoptr (QuireNode) node = row != NULL ? gtk_tree_list_row_get_item (row) : NULL;

  if (node != NULL)
    open_node (self, node);
}

/* -- search and keys -- */

static void
search_changed_cb (QuireOutlinePane *self)
{
  quire_outline_pane_search (self);
}

static void
stop_search_cb (QuireOutlinePane *self)
{
  if (gtk_editable_get_text (GTK_EDITABLE (self->search_entry))[0] == '\0')
    {
      quire_outline_pane_focus_list (self);
      return;
    }

  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  quire_outline_pane_search (self);
}

/* Return goes to what was found. */
static void
search_activate_cb (QuireOutlinePane *self)
{
  QuireNode *first;

  if (self->manuscript == NULL)
    return;

  quire_outline_pane_search (self);
  first = self->filter != NULL ? quire_outline_filter_get_first (self->filter) : NULL;
  if (first != NULL)
    quire_outline_pane_select (self, first);
  quire_outline_pane_focus_list (self);
}

static gboolean
search_key_pressed_cb (QuireOutlinePane *self,
                       guint key,
                       guint code,
                       GdkModifierType modifiers)
{
  if (key != GDK_KEY_Down && key != GDK_KEY_KP_Down)
    return GDK_EVENT_PROPAGATE;

  quire_outline_pane_focus_list (self);
  return GDK_EVENT_STOP;
}

static gboolean
menu_key_cb (GtkWidget *list,
             GVariant *arguments,
             gpointer data)
{
  QuireOutlinePane *self = data;
  QuireOutlineRow *row = self->selected != NULL ? g_hash_table_lookup (self->rows, self->selected) : NULL;

  if (row == NULL || quire_outline_row_get_renaming (row))
    return GDK_EVENT_PROPAGATE;

  quire_outline_pane_show_menu (self, GTK_WIDGET (row), gtk_widget_get_width (GTK_WIDGET (row)) / 2.0, gtk_widget_get_height (GTK_WIDGET (row)));
  return GDK_EVENT_STOP;
}

static void
add_menu_keys (QuireOutlinePane *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("Menu|<Shift>F10"),
                                                          gtk_callback_action_new (menu_key_cb, self, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self->list), controller);
}

static void
restore_cb (QuireOutlinePane *self,
            QuireNode *node)
{
  quire_outline_pane_restore (self, node);
}

/* -- the object -- */

static void
quire_outline_pane_get_property (GObject *object,
                                 guint id,
                                 GValue *value,
                                 GParamSpec *pspec)
{
  QuireOutlinePane *self = QUIRE_OUTLINE_PANE (object);

  switch (id)
    {
    case PROP_SELECTED:
      g_value_set_object (value, self->selected);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
quire_outline_pane_dispose (GObject *object)
{
  QuireOutlinePane *self = QUIRE_OUTLINE_PANE (object);

  if (self->list != NULL)
    quire_outline_pane_set_workspace (self, NULL);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_handle_id (&self->menu_source, g_source_remove);
  g_clear_object (&self->actions);
  g_clear_object (&self->book_signals);
  gtk_widget_dispose_template (GTK_WIDGET (self), QUIRE_TYPE_OUTLINE_PANE);

  G_OBJECT_CLASS (quire_outline_pane_parent_class)->dispose (object);
}

static void
quire_outline_pane_finalize (GObject *object)
{
  QuireOutlinePane *self = QUIRE_OUTLINE_PANE (object);

  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_clear_pointer (&self->searched, g_free);

  G_OBJECT_CLASS (quire_outline_pane_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/quirewriter/Quire/quire-outline-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, QuireOutlinePane, search_entry);
  gtk_widget_class_bind_template_child (widget_class, QuireOutlinePane, stack);
  gtk_widget_class_bind_template_child (widget_class, QuireOutlinePane, list);
  gtk_widget_class_bind_template_child (widget_class, QuireOutlinePane, empty_button);
  gtk_widget_class_bind_template_child (widget_class, QuireOutlinePane, trash_button);
  gtk_widget_class_bind_template_child (widget_class, QuireOutlinePane, scene_menu);
  gtk_widget_class_bind_template_child (widget_class, QuireOutlinePane, branch_menu);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, restore_cb);
}

static void
quire_outline_pane_class_init (QuireOutlinePaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = quire_outline_pane_get_property;
  object_class->dispose = quire_outline_pane_dispose;
  object_class->finalize = quire_outline_pane_finalize;

  props[PROP_SELECTED] = g_param_spec_object ("selected", NULL, NULL, QUIRE_TYPE_NODE,
                                              G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[ACTIVATED] = g_signal_new ("activated", QUIRE_TYPE_OUTLINE_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, QUIRE_TYPE_NODE);
  signals[FAILED] = g_signal_new ("failed", QUIRE_TYPE_OUTLINE_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (QUIRE_TYPE_TRASH_BUTTON);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
quire_outline_pane_init (QuireOutlinePane *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  self->rows = g_hash_table_new (NULL, NULL);
  self->book_signals = g_signal_group_new (QUIRE_TYPE_MANUSCRIPT);
  g_signal_group_connect_swapped (self->book_signals, "structure-changed", G_CALLBACK (quire_outline_pane_follow_structure), self);

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
  g_object_unref (factory);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Outline"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search_entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Search the book"), -1);
  quire_tree_expansion_add_keys (self->list);
  add_menu_keys (self);
  quire_outline_pane_install_actions (self);
}

void
quire_outline_pane_set_book (QuireOutlinePane *self,
                             QuireManuscript *manuscript,
                             QuireProject *project)
{
  quire_outline_pane_drop_model (self);

  g_set_object (&self->manuscript, manuscript);
  g_set_object (&self->project, project);
  g_signal_group_set_target (self->book_signals, manuscript);
  quire_trash_button_set_model (self->trash_button, manuscript != NULL ? quire_manuscript_get_trash (manuscript) : NULL);

  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  g_set_str (&self->searched, "");
  if (manuscript != NULL)
    quire_outline_pane_create_model (self);
  quire_outline_pane_show_page (self);
}

void
quire_outline_pane_set_workspace (QuireOutlinePane *self,
                                  QuireWorkspace *workspace)
{
  QuireProject *project;

  g_return_if_fail (QUIRE_IS_OUTLINE_PANE (self));
  g_return_if_fail (workspace == NULL || QUIRE_IS_WORKSPACE (workspace));

  project = workspace != NULL ? quire_workspace_get_project (workspace) : NULL;
  quire_outline_pane_set_book (self, project != NULL ? quire_project_get_manuscript (project) : NULL, project);
  g_set_object (&self->workspace, workspace);
}

QuireNode *
quire_outline_pane_get_selected (QuireOutlinePane *self)
{
  g_return_val_if_fail (QUIRE_IS_OUTLINE_PANE (self), NULL);

  return self->selected;
}

/* The row of a node that is far away is made when the list has been laid out again. */
void
quire_outline_pane_start_rename (QuireOutlinePane *self)
{
  QuireOutlineRow *row;
  guint position;

  g_return_if_fail (QUIRE_IS_OUTLINE_PANE (self));

  if (self->selected == NULL)
    return;

  if (self->project != NULL && quire_project_get_read_only (self->project))
    {
      quire_outline_pane_fail (self, _ ("This book is open for reading only, so its titles cannot be changed."));
      return;
    }

  /* A menu that is closing would take the focus away again. */
  self->rename_pending = quire_outline_pane_menu_is_open (self);
  if (self->rename_pending)
    return;

  row = g_hash_table_lookup (self->rows, self->selected);
  position = quire_outline_pane_get_position (self, self->selected);
  self->rename_pending = row == NULL && position != GTK_INVALID_LIST_POSITION;
  if (row != NULL)
    quire_outline_row_start_rename (row);
  else if (self->rename_pending && gtk_widget_get_height (GTK_WIDGET (self->list)) > 0)
    gtk_list_view_scroll_to (self->list, position, GTK_LIST_SCROLL_NONE, NULL);
}

void
quire_outline_pane_focus_list (QuireOutlinePane *self)
{
  guint position = GTK_INVALID_LIST_POSITION;

  g_return_if_fail (QUIRE_IS_OUTLINE_PANE (self));

  if (self->selected != NULL)
    position = quire_outline_pane_get_position (self, self->selected);

  if (self->manuscript != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->manuscript)) == 0)
    {
      gtk_widget_grab_focus (self->empty_button);
      return;
    }

  /* A list without the focus only notes which row is to get it; one without a size must not be told. */
  if (position != GTK_INVALID_LIST_POSITION && gtk_widget_get_height (GTK_WIDGET (self->list)) > 0)
    gtk_list_view_scroll_to (self->list, position, GTK_LIST_SCROLL_FOCUS, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

gboolean
quire_outline_pane_list_has_focus (QuireOutlinePane *self)
{
  GtkRoot *root;
  GtkWidget *focus;

  g_return_val_if_fail (QUIRE_IS_OUTLINE_PANE (self), FALSE);

  /* A command of a row's menu means that row. */
  if (quire_outline_pane_menu_is_open (self))
    return TRUE;

  root = gtk_widget_get_root (GTK_WIDGET (self));
  focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  if (focus == NULL)
    return FALSE;

  /* In the entry of a title that is being changed the keys belong to the text. */
  return (focus == GTK_WIDGET (self->list) || gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list))) && !GTK_IS_EDITABLE (focus);
}

void
quire_outline_pane_fail (QuireOutlinePane *self,
                         const char *message)
{
  g_signal_emit (self, signals[FAILED], 0, message);
}

void
quire_outline_pane_set_selected (QuireOutlinePane *self,
                                 QuireNode *node)
{
  if (!g_set_object (&self->selected, node))
    return;

  self->rename_pending = FALSE;
  quire_outline_pane_update_actions (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SELECTED]);
}
