/* test-dialogs.c: the start page, the dialog for a new book, the preferences.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>

#include "editor-book.h"
#include "quire-new-book-dialog.h"
#include "quire-preferences-dialog.h"
#include "quire-settings.h"
#include "quire-start-page.h"

#define DEADLINE_MS 10000

static gpointer
get_part (gpointer widget, GType type, const char *name)
{
  GObject *part = gtk_widget_get_template_child (GTK_WIDGET (widget), type, name);

  g_assert_nonnull (part);
  return part;
}

static void
created_cb (char **path, const char *created)
{
  g_assert_null (*path);
  *path = g_strdup (created);
}

static gboolean
is_set (gpointer data)
{
  return *(gpointer *) data != NULL;
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

/* A title is all that is needed; what is no file name becomes one, and the book is whole when the signal comes. */
static void
test_new_book (void)
{
  g_autoptr (QuireClock) clock = quire_clock_new_system ();
  QuireNewBookDialog *dialog = quire_new_book_dialog_new (clock);
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  GtkWidget *create = get_part (dialog, QUIRE_TYPE_NEW_BOOK_DIALOG, "create_button");
  GtkEditable *title = get_part (dialog, QUIRE_TYPE_NEW_BOOK_DIALOG, "title_row");
  g_autoptr (QuireProject) project = NULL;
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  gpointer gone = dialog;

  g_object_add_weak_pointer (G_OBJECT (dialog), &gone);
  g_signal_connect_swapped (dialog, "created", G_CALLBACK (created_cb), &path);
  gtk_window_present (window);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (window));

  g_assert_false (gtk_widget_get_sensitive (create));
  gtk_editable_set_text (title, "   ");
  g_assert_false (gtk_widget_get_sensitive (create));
  gtk_editable_set_text (title, " Either/Or: a *novel* ");
  g_assert_true (gtk_widget_get_sensitive (create));
  adw_combo_row_set_selected (get_part (dialog, QUIRE_TYPE_NEW_BOOK_DIALOG, "template_row"), 1);
  g_signal_emit_by_name (create, "clicked");
  quire_test_wait_until (is_set, &path, DEADLINE_MS);
  quire_test_wait_until (is_gone, &gone, DEADLINE_MS);

  name = g_path_get_basename (path);
  g_assert_cmpstr (name, ==, "Either Or  a  novel.quire");
  project = editor_book_await (quire_project_open (path, QUIRE_PROJECT_NO_BACKUP, clock));
  g_assert_cmpstr (quire_project_get_title (project), ==, "Either/Or: a *novel*");
  g_assert_cmpuint (quire_manuscript_get_n_scenes (quire_project_get_manuscript (project)), ==, 9);
  editor_book_close (project);
  gtk_window_destroy (window);
}

static gboolean
has_rows (gpointer data)
{
  return gtk_list_box_get_row_at_index (get_part (data, QUIRE_TYPE_START_PAGE, "recent_list"), 0) != NULL;
}

static gboolean
has_no_rows (gpointer data)
{
  return !has_rows (data);
}

/* Books that are there can be opened; one that is gone says so and can be taken off. */
static void
test_start_page (void)
{
  g_autoptr (QuireClock) clock = quire_clock_new_system ();
  g_autofree char *folder = quire_test_make_folder ();
  g_autoptr (QuireAppStore) store = editor_book_await (quire_app_store_open (folder, clock));
  QuireStartPage *page = g_object_ref_sink (g_object_new (QUIRE_TYPE_START_PAGE, NULL));
  GtkListBoxRow *row;

  quire_start_page_set_app_store (page, store);
  g_assert_false (gtk_widget_get_visible (get_part (page, QUIRE_TYPE_START_PAGE, "recent_group")));

  g_assert_null (editor_book_await (quire_app_store_add_recent (store, "/nowhere/Gone & <lost>.quire", "Gone & <lost>", 1204)));
  quire_test_wait_until (has_rows, page, DEADLINE_MS);
  g_assert_true (gtk_widget_get_visible (get_part (page, QUIRE_TYPE_START_PAGE, "recent_group")));
  row = gtk_list_box_get_row_at_index (get_part (page, QUIRE_TYPE_START_PAGE, "recent_list"), 0);
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, "Gone & <lost>");
  g_assert_null (gtk_actionable_get_action_name (GTK_ACTIONABLE (row)));

  g_assert_null (editor_book_await (quire_app_store_forget_recent (store, "/nowhere/Gone & <lost>.quire")));
  quire_test_wait_until (has_no_rows, page, DEADLINE_MS);

  g_assert_finalize_object (page);
  g_assert_null (editor_book_await (quire_app_store_close (store)));
}

static void
test_preferences (void)
{
  GSettings *settings = quire_settings_get ();
  QuirePreferencesDialog *dialog = g_object_ref_sink (quire_preferences_dialog_new ());
  AdwComboRow *scheme = get_part (dialog, QUIRE_TYPE_PREFERENCES_DIALOG, "scheme_row");
  AdwSpinRow *width = get_part (dialog, QUIRE_TYPE_PREFERENCES_DIALOG, "width_row");
  g_autofree char *value = NULL;

  quire_settings_follow_color_scheme ();
  g_assert_cmpuint (adw_combo_row_get_selected (scheme), ==, 0);
  adw_combo_row_set_selected (scheme, 2);
  value = g_settings_get_string (settings, QUIRE_SETTING_COLOR_SCHEME);
  g_assert_cmpstr (value, ==, "dark");
  g_assert_true (adw_style_manager_get_dark (adw_style_manager_get_default ()));
  g_settings_reset (settings, QUIRE_SETTING_COLOR_SCHEME);
  g_assert_cmpuint (adw_combo_row_get_selected (scheme), ==, 0);

  adw_spin_row_set_value (width, 72);
  g_assert_cmpuint (g_settings_get_uint (settings, QUIRE_SETTING_PAGE_WIDTH), ==, 72);
  g_settings_set_uint (settings, QUIRE_SETTING_PAGE_WIDTH, 60);
  g_assert_cmpfloat (adw_spin_row_get_value (width), ==, 60);

  g_assert_finalize_object (dialog);
}

int
main (int argc, char **argv)
{
  quire_test_init_window (&argc, &argv);
  adw_init ();

  g_test_add_func ("/dialogs/new-book", test_new_book);
  g_test_add_func ("/dialogs/start-page", test_start_page);
  g_test_add_func ("/dialogs/preferences", test_preferences);

  return g_test_run ();
}
