/* quire-application.c: start-up, windows and the application's commands.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-application"

#include "config.h"

#include "quire-application.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "quire-app-store.h"
#include "quire-commands.h"
#include "quire-new-book-dialog.h"
#include "quire-operation.h"
#include "quire-preferences-dialog.h"
#include "quire-settings.h"
#include "quire-shortcuts-dialog.h"
#include "quire-window.h"

#define SAMPLE_FILE "sample.quire"

struct _QuireApplication
{
  AdwApplication parent_instance;

  QuireClock *clock;
  QuireAppStore *app_store;
  GPtrArray *waiting; /* of char *: paths to open once the application's database is there; "" = a start page */
  gboolean show_sample;
  gboolean copying_sample;
};

G_DEFINE_FINAL_TYPE (QuireApplication, quire_application, ADW_TYPE_APPLICATION)

/* -- windows -- */

static QuireWindow *
find_window (QuireApplication *self,
             const char *path)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    {
      const char *other = QUIRE_IS_WINDOW (l->data) ? quire_window_get_path (l->data) : NULL;

      if (QUIRE_IS_WINDOW (l->data) && g_strcmp0 (path, other) == 0)
        return l->data;
    }

  return NULL;
}

/* @path NULL: the start page. A book that is open is raised; a window that shows the start page is used. */
static void
show_path (QuireApplication *self,
           const char *path)
{
  QuireWindow *window = find_window (self, path);

  if (window == NULL)
    {
      window = find_window (self, NULL);
      if (window == NULL)
        window = quire_window_new (ADW_APPLICATION (self), self->clock, self->app_store);
      if (path != NULL)
        {
          quire_window_open (window, path);
          return;
        }
    }

  gtk_window_present (GTK_WINDOW (window));
}

/* -- the sample -- */

static char *
dup_sample_path (gboolean whole)
{
  g_autofree char *folder = quire_app_store_dup_projects_folder ();

  return g_build_filename (folder, whole ? SAMPLE_FILE : "." SAMPLE_FILE ".part", NULL);
}

static void
sample_copied_cb (GObject *source,
                  GAsyncResult *result,
                  gpointer data)
{
  g_autoptr (QuireApplication) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *part = dup_sample_path (FALSE);
  g_autofree char *path = dup_sample_path (TRUE);

  if (!g_file_copy_finish (G_FILE (source), result, &error))
    g_warning ("The sample could not be copied: %s", error->message);
  else if (g_rename (part, path) != 0)
    g_warning ("The copy of the sample could not be given its name: %s", g_strerror (errno));
  self->copying_sample = FALSE;

  /* If it is not there, opening says so in the window. */
  show_path (self, path);
  g_application_release (G_APPLICATION (self));
}

/* The sample is the writer's to change: she gets a copy among her books, and the same copy the next time. It gets its name when it is whole, so neither a second
 * click nor a program that was killed leaves half of it to be opened. */
static void
open_sample (QuireApplication *self)
{
  const char *data_folder = g_getenv ("QUIRE_DATA_DIR");
  g_autofree char *path = dup_sample_path (TRUE);
  g_autofree char *part = dup_sample_path (FALSE);
  g_autoptr (GFile) source = NULL;
  g_autoptr (GFile) target = NULL;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      show_path (self, path);
      return;
    }
  if (self->copying_sample)
    return;

  self->copying_sample = TRUE;
  source = g_file_new_build_filename (data_folder != NULL ? data_folder : QUIRE_DATA_DIR, SAMPLE_FILE, NULL);
  target = g_file_new_for_path (part);
  g_application_hold (G_APPLICATION (self));
  g_file_copy_async (source, target, G_FILE_COPY_TARGET_DEFAULT_PERMS | G_FILE_COPY_OVERWRITE, G_PRIORITY_DEFAULT, NULL, NULL, NULL,
                     sample_copied_cb, g_object_ref (self));
}

/* -- start-up -- */

static void
show_waiting (QuireApplication *self)
{
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->waiting);

  self->waiting = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < waiting->len; i++)
    {
      const char *path = g_ptr_array_index (waiting, i);

      show_path (self, path[0] != '\0' ? path : NULL);
    }
  if (self->show_sample)
    {
      self->show_sample = FALSE;
      open_sample (self);
    }
}

/* Whoever starts Quire from a desktop sees no terminal. */
static void
show_cannot_start (QuireApplication *self,
                   const char *message)
{
  AdwDialog *dialog = adw_alert_dialog_new (_ ("Quire Cannot Start"), message);

  g_printerr (_ ("Quire cannot start: %s\n"), message);
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "quit", _ ("_Quit"));
  g_signal_connect_object (dialog, "response", G_CALLBACK (g_application_quit), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, NULL);
}

static void
app_store_opened_cb (QuireOperation *operation,
                     gpointer data)
{
  QuireApplication *self = data;
  const GError *error = quire_operation_get_error (operation);

  if (error != NULL)
    {
      /* Without a place to write, nothing that is typed could be kept: better not to start. */
      show_cannot_start (self, error->message);
      return;
    }

  self->app_store = quire_operation_dup_object (operation);
  show_waiting (self);
  g_application_release (G_APPLICATION (self));
}

static void
request (QuireApplication *self,
         const char *path)
{
  g_ptr_array_add (self->waiting, g_strdup (path != NULL ? path : ""));
  if (self->app_store != NULL)
    show_waiting (self);
}

static void
quire_application_startup (GApplication *application)
{
  QuireApplication *self = QUIRE_APPLICATION (application);

  G_APPLICATION_CLASS (quire_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (QUIRE_APPLICATION_ID);
  quire_settings_follow_color_scheme ();
  quire_commands_install (GTK_APPLICATION (self));

  g_application_hold (application);
  quire_operation_watch (quire_app_store_open (NULL, self->clock), self, app_store_opened_cb);
}

static void
quire_application_activate (GApplication *application)
{
  QuireApplication *self = QUIRE_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window != NULL)
    gtk_window_present (window);
  else
    request (self, NULL);
}

static void
quire_application_open (GApplication *application,
                        GFile **files,
                        int n_files,
                        const char *hint)
{
  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *path = g_file_get_path (files[i]);

      request (QUIRE_APPLICATION (application), path);
    }
}

static int
quire_application_command_line (GApplication *application,
                                GApplicationCommandLine *command_line)
{
  QuireApplication *self = QUIRE_APPLICATION (application);
  GVariantDict *options = g_application_command_line_get_options_dict (command_line);
  g_auto (GStrv) arguments = g_application_command_line_get_arguments (command_line, NULL);
  gboolean sample = g_variant_dict_contains (options, "sample");
  int status = EXIT_SUCCESS;

  for (int i = 1; arguments[i] != NULL; i++)
    {
      g_autoptr (GFile) file = g_application_command_line_create_file_for_arg (command_line, arguments[i]);
      g_autofree char *path = g_file_get_path (file);

      if (path != NULL)
        request (self, path);
      else
        {
          g_application_command_line_printerr (command_line, _ ("“%s” is not a file on this computer, so it cannot be opened.\n"), arguments[i]);
          status = EXIT_FAILURE;
        }
    }

  if (sample && self->app_store != NULL)
    open_sample (self);
  else if (sample)
    self->show_sample = TRUE;
  else if (arguments[0] == NULL || arguments[1] == NULL)
    g_application_activate (application);
  return status;
}

static int
quire_application_handle_local_options (GApplication *application,
                                        GVariantDict *options)
{
  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("Quire %s\n", QUIRE_VERSION);
      return EXIT_SUCCESS;
    }

  return -1;
}

/* -- commands -- */

static void
book_created_cb (QuireApplication *self,
                 const char *path)
{
  show_path (self, path);
}

static void
new_book_cb (GSimpleAction *action,
             GVariant *parameter,
             gpointer data)
{
  QuireApplication *self = data;
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));
  QuireNewBookDialog *dialog = quire_new_book_dialog_new (self->clock);

  g_signal_connect_object (dialog, "created", G_CALLBACK (book_created_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (window));
}

static void
show_not_opened (QuireApplication *self,
                 const char *message)
{
  AdwDialog *dialog = adw_alert_dialog_new (_ ("The Book Could Not Be Opened"), message);

  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _ ("_Close"));
  adw_dialog_present (dialog, GTK_WIDGET (gtk_application_get_active_window (GTK_APPLICATION (self))));
}

static void
file_chosen_cb (GObject *source,
                GAsyncResult *result,
                gpointer data)
{
  g_autoptr (QuireApplication) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, &error);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    show_path (self, path);
  else if (!g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED) &&
           !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_CANCELLED))
    show_not_opened (self, error != NULL ? error->message : _ ("Only a file on this computer can be opened. Copy the book into a folder of your own first."));
}

static void
open_book_cb (GSimpleAction *action,
              GVariant *parameter,
              gpointer data)
{
  QuireApplication *self = data;
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_autofree char *folder = quire_app_store_dup_projects_folder ();
  g_autoptr (GFile) initial = g_file_new_for_path (folder);

  gtk_file_filter_set_name (filter, _ ("Quire books"));
  gtk_file_filter_add_suffix (filter, "quire");
  gtk_file_filter_add_mime_type (filter, "application/x-quire");
  g_list_store_append (filters, filter);

  gtk_file_dialog_set_title (dialog, _ ("Open a Book"));
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
  gtk_file_dialog_set_initial_folder (dialog, initial);
  gtk_file_dialog_open (dialog, gtk_application_get_active_window (GTK_APPLICATION (self)), NULL, file_chosen_cb, g_object_ref (self));
}

static void
open_path_cb (GSimpleAction *action,
              GVariant *parameter,
              gpointer data)
{
  show_path (data, g_variant_get_string (parameter, NULL));
}

static void
open_sample_cb (GSimpleAction *action,
                GVariant *parameter,
                gpointer data)
{
  open_sample (data);
}

static void
preferences_cb (GSimpleAction *action,
                GVariant *parameter,
                gpointer data)
{
  adw_dialog_present (ADW_DIALOG (quire_preferences_dialog_new ()), GTK_WIDGET (gtk_application_get_active_window (data)));
}

static void
shortcuts_cb (GSimpleAction *action,
              GVariant *parameter,
              gpointer data)
{
  adw_dialog_present (quire_shortcuts_dialog_new (), GTK_WIDGET (gtk_application_get_active_window (data)));
}

static void
about_cb (GSimpleAction *action,
          GVariant *parameter,
          gpointer data)
{
  AdwDialog *dialog = adw_about_dialog_new ();
  AdwAboutDialog *about = ADW_ABOUT_DIALOG (dialog);

  adw_about_dialog_set_application_name (about, _ ("Quire"));
  adw_about_dialog_set_application_icon (about, QUIRE_APPLICATION_ID);
  adw_about_dialog_set_version (about, QUIRE_VERSION);
  adw_about_dialog_set_developer_name (about, _ ("The Quire authors"));
  adw_about_dialog_set_license_type (about, GTK_LICENSE_GPL_3_0);
  adw_about_dialog_set_comments (about, _ ("A quire is a gathering of leaves; it sounds like choir: many voices."));
  adw_dialog_present (dialog, GTK_WIDGET (gtk_application_get_active_window (data)));
}

/* Every window stores its book before it goes; the program ends with the last of them. */
static void
quit_cb (GSimpleAction *action,
         GVariant *parameter,
         gpointer data)
{
  /* A window takes those that belong to it with it. */
  GList *windows = g_list_copy_deep (gtk_application_get_windows (data), (GCopyFunc) (GCallback) g_object_ref, NULL);

  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (l->data);
  g_list_free_full (windows, g_object_unref);
}

static void
quire_application_dispose (GObject *object)
{
  QuireApplication *self = QUIRE_APPLICATION (object);

  g_clear_object (&self->app_store);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);

  G_OBJECT_CLASS (quire_application_parent_class)->dispose (object);
}

static void
quire_application_class_init (QuireApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = quire_application_dispose;
  application_class->startup = quire_application_startup;
  application_class->activate = quire_application_activate;
  application_class->open = quire_application_open;
  application_class->command_line = quire_application_command_line;
  application_class->handle_local_options = quire_application_handle_local_options;
}

static void
quire_application_init (QuireApplication *self)
{
  static const GActionEntry actions[] = {
    { .name = "new-book", .activate = new_book_cb },
    { .name = "open-book", .activate = open_book_cb },
    { .name = "open-path", .activate = open_path_cb, .parameter_type = "s" },
    { .name = "open-sample", .activate = open_sample_cb },
    { .name = "preferences", .activate = preferences_cb },
    { .name = "shortcuts", .activate = shortcuts_cb },
    { .name = "about", .activate = about_cb },
    { .name = "quit", .activate = quit_cb },
  };
  static const GOptionEntry options[] = {
    { "sample", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Open the sample book"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version"), NULL },
    { NULL },
  };

  self->clock = quire_clock_new_system ();
  self->waiting = g_ptr_array_new_with_free_func (g_free);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _ ("[BOOK…]"));
}

QuireApplication *
quire_application_new (void)
{
  return g_object_new (QUIRE_TYPE_APPLICATION,
                       "application-id", QUIRE_APPLICATION_ID,
                       "resource-base-path", "/io/github/quirewriter/Quire",
                       "flags", G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_HANDLES_OPEN,
                       NULL);
}
