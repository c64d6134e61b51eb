/* quire-trash-button.c: what is in Trash, and the way back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-outline"

#include "config.h"

#include "quire-trash-button.h"

#include <glib/gi18n-lib.h>

#include "quire-node-text.h"

struct _QuireTrashButton
{
  AdwBin parent_instance;

  GtkMenuButton *button;
  GtkLabel *count_label;
  GtkPopover *popover;
  GtkStack *stack;
  GtkListView *list;

  GListModel *trash;
};

enum
{
  RESTORE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QuireTrashButton, quire_trash_button, ADW_TYPE_BIN)

static void
restore_clicked_cb (GtkListItem *item)
{
  GtkWidget *row = gtk_list_item_get_child (item);
  QuireTrashButton *self = QUIRE_TRASH_BUTTON (gtk_widget_get_ancestor (row, QUIRE_TYPE_TRASH_BUTTON));
  g_autoptr (QuireNode) node = g_object_ref (gtk_list_item_get_item (item));

  gtk_popover_popdown (self->popover);
  g_signal_emit (self, signals[RESTORE], 0, node);
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem *item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *title = gtk_label_new (NULL);
  GtkWidget *kind = gtk_label_new (NULL);
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Restore"));

  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_xalign (GTK_LABEL (kind), 0);
  gtk_widget_add_css_class (kind, "dimmed");
  gtk_widget_add_css_class (kind, "caption");
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (texts), title);
  gtk_box_append (GTK_BOX (texts), kind);
  gtk_box_append (GTK_BOX (row), texts);
  gtk_box_append (GTK_BOX (row), button);

  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_selectable (item, FALSE);
  gtk_list_item_set_focusable (item, FALSE);
  gtk_list_item_set_child (item, row);
  g_signal_connect_object (button, "clicked", G_CALLBACK (restore_clicked_cb), item, G_CONNECT_SWAPPED);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem *item)
{
  QuireNode *node = gtk_list_item_get_item (item);
  GtkWidget *texts = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *button = gtk_widget_get_last_child (gtk_list_item_get_child (item));
  g_autofree char *title = quire_node_dup_display_title (node);
  g_autofree char *spoken = NULL;

  gtk_label_set_label (GTK_LABEL (gtk_widget_get_first_child (texts)), title);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_last_child (texts)), quire_node_text_get_kind (quire_node_get_kind (node)));

  /* Translators: %s is the title of a scene, chapter or act in Trash. */
  spoken = g_strdup_printf (_ ("Restore “%s”"), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
update_count (QuireTrashButton *self)
{
  guint n = self->trash != NULL ? g_list_model_get_n_items (self->trash) : 0;
  g_autofree char *count = g_strdup_printf ("%'u", n);
  g_autofree char *spoken = g_strdup_printf (ngettext ("Trash, %'u item", "Trash, %'u items", n), n);

  gtk_label_set_label (self->count_label, n > 0 ? count : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "empty");
}

static void
quire_trash_button_dispose (GObject *object)
{
  QuireTrashButton *self = QUIRE_TRASH_BUTTON (object);

  if (self->list != NULL)
    quire_trash_button_set_model (self, NULL);
  adw_bin_set_child (ADW_BIN (self), NULL); /* else the template takes away a child that the bin still counts on */
  gtk_widget_dispose_template (GTK_WIDGET (self), QUIRE_TYPE_TRASH_BUTTON);

  G_OBJECT_CLASS (quire_trash_button_parent_class)->dispose (object);
}

static void
quire_trash_button_class_init (QuireTrashButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = quire_trash_button_dispose;

  signals[RESTORE] = g_signal_new ("restore", QUIRE_TYPE_TRASH_BUTTON, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, QUIRE_TYPE_NODE);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/quirewriter/Quire/quire-trash-button.ui");
  gtk_widget_class_bind_template_child (widget_class, QuireTrashButton, button);
  gtk_widget_class_bind_template_child (widget_class, QuireTrashButton, count_label);
  gtk_widget_class_bind_template_child (widget_class, QuireTrashButton, popover);
  gtk_widget_class_bind_template_child (widget_class, QuireTrashButton, stack);
  gtk_widget_class_bind_template_child (widget_class, QuireTrashButton, list);
}

static void
quire_trash_button_init (QuireTrashButton *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_list_view_set_factory (self->list, factory);
  g_object_unref (factory);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Trash"), -1);
  update_count (self);
}

void
quire_trash_button_set_model (QuireTrashButton *self,
                              GListModel *trash)
{
  g_autoptr (GtkNoSelection) selection = NULL;

  g_return_if_fail (QUIRE_IS_TRASH_BUTTON (self));
  g_return_if_fail (trash == NULL || G_IS_LIST_MODEL (trash));

  if (self->trash == trash)
    return;

  if (self->trash != NULL)
    g_signal_handlers_disconnect_by_func (self->trash, update_count, self);
  g_set_object (&self->trash, trash);
  if (trash != NULL)
    {
      g_signal_connect_object (trash, "items-changed", G_CALLBACK (update_count), self, G_CONNECT_SWAPPED);
      selection = gtk_no_selection_new (g_object_ref (trash));
    }
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  update_count (self);
}
