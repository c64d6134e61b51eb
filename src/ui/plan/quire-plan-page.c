/* quire-plan-page.c: the outline of the book by act and chapter, with a card for each scene.
 *
 * The list shows the manuscript's own tree laid out flat, so every change of the book is a change of a few rows, and only what is in sight has widgets. It is made
 * when the page is first shown: a book opens on another page.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-plan"

#include "config.h"

#include "quire-plan-page.h"
#include "quire-plan-page-private.h"

#include <glib/gi18n-lib.h>

#include "quire-plan-row.h"

struct _QuirePlanPage
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkListView *list;
  GtkWidget *empty_button;

  QuireWorkspace *workspace;
  QuireManuscript *manuscript;
};

enum
{
  OPEN_SCENE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QuirePlanPage, quire_plan_page, ADW_TYPE_BIN)

static GListModel *
get_children (gpointer item,
              gpointer data)
{
  QuireNode *node = item;

  if (quire_node_get_kind (node) == QUIRE_NODE_SCENE)
    return NULL;

  return g_object_ref (quire_node_get_children (node));
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem *item)
{
  GtkWidget *row = quire_plan_row_new ();

  g_object_bind_property (row, "spoken", item, "accessible-label", G_BINDING_DEFAULT);
  gtk_list_item_set_child (item, row);
}

/* Only scenes can be opened. Headings take the focus all the same: GTK steps from row to row and stops at one that refuses. */
static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem *item)
{
  QuireNode *node = gtk_list_item_get_item (item);
  gboolean is_scene = quire_node_get_kind (node) == QUIRE_NODE_SCENE;

  quire_plan_row_set_node (QUIRE_PLAN_ROW (gtk_list_item_get_child (item)), node);
  gtk_list_item_set_activatable (item, is_scene);
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem *item)
{
  quire_plan_row_set_node (QUIRE_PLAN_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
activate_cb (QuirePlanPage *self,
             guint position)
{
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (self->list));
  g_autoptr (QuireNode) node = g_list_model_get_item (model, position);

  if (node != NULL && quire_node_get_kind (node) == QUIRE_NODE_SCENE)
    g_signal_emit (self, signals[OPEN_SCENE], 0, quire_node_get_id (node));
}

static void
show_page (QuirePlanPage *self)
{
  gboolean empty = self->manuscript != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->manuscript)) == 0;

  gtk_stack_set_visible_child_name (self->stack, empty ? "empty" : "list");
}

static void
create_model (QuirePlanPage *self)
{
  GtkTreeListModel *model = gtk_tree_list_model_new (G_LIST_MODEL (g_object_ref (self->manuscript)), TRUE, TRUE, get_children, NULL, NULL);
  g_autoptr (GtkNoSelection) selection = gtk_no_selection_new (G_LIST_MODEL (model));

  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
}

static void
quire_plan_page_map (GtkWidget *widget)
{
  QuirePlanPage *self = QUIRE_PLAN_PAGE (widget);

  if (self->manuscript != NULL && gtk_list_view_get_model (self->list) == NULL)
    create_model (self);

  GTK_WIDGET_CLASS (quire_plan_page_parent_class)->map (widget);
}

static void
quire_plan_page_dispose (GObject *object)
{
  QuirePlanPage *self = QUIRE_PLAN_PAGE (object);

  if (self->list != NULL)
    quire_plan_page_set_workspace (self, NULL);
  adw_bin_set_child (ADW_BIN (self), NULL); /* else the template takes away a child that the bin still counts on */
  gtk_widget_dispose_template (GTK_WIDGET (self), QUIRE_TYPE_PLAN_PAGE);

  G_OBJECT_CLASS (quire_plan_page_parent_class)->dispose (object);
}

static void
quire_plan_page_class_init (QuirePlanPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = quire_plan_page_dispose;
  widget_class->map = quire_plan_page_map;

  signals[OPEN_SCENE] = g_signal_new ("open-scene", QUIRE_TYPE_PLAN_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/quirewriter/Quire/quire-plan-page.ui");
  gtk_widget_class_bind_template_child (widget_class, QuirePlanPage, stack);
  gtk_widget_class_bind_template_child (widget_class, QuirePlanPage, list);
  gtk_widget_class_bind_template_child (widget_class, QuirePlanPage, empty_button);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
}

static void
quire_plan_page_init (QuirePlanPage *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  gtk_list_view_set_factory (self->list, factory);
  g_object_unref (factory);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Plan"), -1);
}

void
quire_plan_page_set_manuscript (QuirePlanPage *self,
                                QuireManuscript *manuscript)
{
  if (self->manuscript != NULL)
    g_signal_handlers_disconnect_by_func (self->manuscript, show_page, self);
  gtk_list_view_set_model (self->list, NULL);
  g_set_object (&self->manuscript, manuscript);

  if (manuscript != NULL)
    {
      g_signal_connect_object (manuscript, "structure-changed", G_CALLBACK (show_page), self, G_CONNECT_SWAPPED);
      if (gtk_widget_get_mapped (GTK_WIDGET (self)))
        create_model (self);
    }
  show_page (self);
}

void
quire_plan_page_set_workspace (QuirePlanPage *self,
                               QuireWorkspace *workspace)
{
  g_return_if_fail (QUIRE_IS_PLAN_PAGE (self));
  g_return_if_fail (workspace == NULL || QUIRE_IS_WORKSPACE (workspace));

  quire_plan_page_set_manuscript (self, workspace != NULL ? quire_project_get_manuscript (quire_workspace_get_project (workspace)) : NULL);
  g_set_object (&self->workspace, workspace);
}

void
quire_plan_page_focus (QuirePlanPage *self)
{
  GListModel *model;

  g_return_if_fail (QUIRE_IS_PLAN_PAGE (self));

  if (g_str_equal (gtk_stack_get_visible_child_name (self->stack), "empty"))
    {
      gtk_widget_grab_focus (self->empty_button);
      return;
    }

  /* The list alone takes the focus without giving it to a row, and then no arrow key has anywhere to start from. */
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
  model = G_LIST_MODEL (gtk_list_view_get_model (self->list));
  if (model != NULL && g_list_model_get_n_items (model) > 0)
    gtk_list_view_scroll_to (self->list, 0, GTK_LIST_SCROLL_FOCUS, NULL);
}
