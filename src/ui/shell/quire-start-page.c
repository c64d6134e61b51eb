/* quire-start-page.c: the ways into a book.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-start-page"

#include "config.h"

#include "quire-start-page.h"

#include <glib/gi18n-lib.h>

#include "quire-operation.h"

#define MAX_RECENT 6

struct _QuireStartPage
{
  AdwBin parent_instance;

  AdwPreferencesGroup *recent_group;
  GtkListBox *recent_list;
  AdwActionRow *new_row;
  GtkMenuButton *menu_button;

  QuireAppStore *store;
};

G_DEFINE_FINAL_TYPE (QuireStartPage, quire_start_page, ADW_TYPE_BIN)

static void
forget_cb (GtkButton *button,
           QuireStartPage *self)
{
  const char *path = g_object_get_data (G_OBJECT (button), "path");

  /* A list of books that cannot be changed is no loss to the writer: the operation logs it. */
  quire_operation_watch (quire_app_store_forget_recent (self->store, path), NULL, NULL);
}

static GtkWidget *
create_row (QuireStartPage *self,
            const QuireRecentBook *book)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *folder = g_path_get_dirname (book->path);
  g_autofree char *subtitle = NULL;

  if (book->exists)
    /* Translators: %'u is the number of words of a book, %s the folder that it lies in. */
    subtitle = g_strdup_printf (ngettext ("%'u word · %s", "%'u words · %s", book->words), book->words, folder);
  else
    /* Translators: %s is a file path. */
    subtitle = g_strdup_printf (_ ("Not found: %s"), book->path);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), book->title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);

  if (book->exists)
    {
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "app.open-path");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", book->path);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
    }
  else
    {
      GtkWidget *button = gtk_button_new_from_icon_name ("edit-delete-symbolic");

      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (button, "flat");
      gtk_widget_set_tooltip_text (button, _ ("Remove from this list"));
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Remove from this list"), -1);
      g_object_set_data_full (G_OBJECT (button), "path", g_strdup (book->path), g_free);
      g_signal_connect_object (button, "clicked", G_CALLBACK (forget_cb), self, G_CONNECT_DEFAULT);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
    }

  return row;
}

static void
loaded_cb (QuireOperation *operation,
           gpointer data)
{
  QuireStartPage *self = data;
  g_autoptr (GPtrArray) books = quire_operation_dup_array (operation);

  gtk_list_box_remove_all (self->recent_list);
  for (guint i = 0; books != NULL && i < MIN (books->len, MAX_RECENT); i++)
    gtk_list_box_append (self->recent_list, create_row (self, g_ptr_array_index (books, i)));
  gtk_widget_set_visible (GTK_WIDGET (self->recent_group), books != NULL && books->len > 0);
}

static void
reload (QuireStartPage *self)
{
  quire_operation_watch (quire_app_store_load_recent (self->store), self, loaded_cb);
}

static gboolean
quire_start_page_grab_focus (GtkWidget *widget)
{
  QuireStartPage *self = QUIRE_START_PAGE (widget);

  return gtk_widget_grab_focus (GTK_WIDGET (self->new_row));
}

static void
quire_start_page_dispose (GObject *object)
{
  QuireStartPage *self = QUIRE_START_PAGE (object);

  g_clear_object (&self->store);
  gtk_widget_dispose_template (GTK_WIDGET (self), QUIRE_TYPE_START_PAGE);

  G_OBJECT_CLASS (quire_start_page_parent_class)->dispose (object);
}

static void
quire_start_page_class_init (QuireStartPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = quire_start_page_dispose;
  widget_class->grab_focus = quire_start_page_grab_focus;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/quirewriter/Quire/quire-start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, QuireStartPage, recent_group);
  gtk_widget_class_bind_template_child (widget_class, QuireStartPage, recent_list);
  gtk_widget_class_bind_template_child (widget_class, QuireStartPage, new_row);
  gtk_widget_class_bind_template_child (widget_class, QuireStartPage, menu_button);
}

static void
quire_start_page_init (QuireStartPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
quire_start_page_set_app_store (QuireStartPage *self,
                                QuireAppStore *store)
{
  g_return_if_fail (QUIRE_IS_START_PAGE (self));
  g_return_if_fail (QUIRE_IS_APP_STORE (store));

  if (!g_set_object (&self->store, store))
    return;

  g_signal_connect_object (store, "recent-changed", G_CALLBACK (reload), self, G_CONNECT_SWAPPED);
  reload (self);
}

void
quire_start_page_popup_menu (QuireStartPage *self)
{
  g_return_if_fail (QUIRE_IS_START_PAGE (self));

  gtk_menu_button_popup (self->menu_button);
}
