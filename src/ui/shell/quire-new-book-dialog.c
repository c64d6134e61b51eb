/* quire-new-book-dialog.c: makes a new book.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-new-book"

#include "config.h"

#include "quire-new-book-dialog.h"

#include <glib/gi18n-lib.h>

#include "quire-app-store.h"
#include "quire-operation.h"
#include "quire-project.h"

/* A file name keeps this many bytes of the title, well below the 255 that file systems take. */
#define MAX_NAME_BYTES 120

enum
{
  TEMPLATE_BLANK,
  TEMPLATE_THREE_ACTS,
  TEMPLATE_BEAT_SHEET,
};

enum
{
  CREATED,
  N_SIGNALS,
};

struct _QuireNewBookDialog
{
  AdwDialog parent_instance;

  GtkButton *create_button;
  AdwEntryRow *title_row;
  AdwComboRow *template_row;
  GtkLabel *place_label;
  GtkLabel *error_label;

  QuireClock *clock;
  char *path;
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QuireNewBookDialog, quire_new_book_dialog, ADW_TYPE_DIALOG)

/* A name that every file system takes, from any title. */
static char *
dup_file_name (const char *title)
{
  g_autofree char *name = g_strdup (title);
  char *end;

  g_strdelimit (name, "/\\:*?\"<>|\n\t", ' ');
  while (strlen (name) > MAX_NAME_BYTES && (end = g_utf8_find_prev_char (name, name + strlen (name))) != NULL)
    *end = '\0';
  g_strstrip (name);
  if (name[0] == '.' || name[0] == '\0')
    return g_strdup_printf ("%s%s", _ ("Book"), name);
  return g_steal_pointer (&name);
}

static char *
dup_free_path (const char *title)
{
  g_autofree char *folder = quire_app_store_dup_projects_folder ();
  g_autofree char *name = dup_file_name (title);

  for (guint i = 1;; i++)
    {
      g_autofree char *file = i == 1 ? g_strdup_printf ("%s.quire", name) : g_strdup_printf ("%s %u.quire", name, i);
      g_autofree char *path = g_build_filename (folder, file, NULL);

      g_autofree char *log_path = g_strconcat (path, "-wal", NULL);

      if (!g_file_test (path, G_FILE_TEST_EXISTS) && !g_file_test (log_path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }
}

static char *
dup_title (QuireNewBookDialog *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->title_row))));
}

static void
changed_cb (QuireNewBookDialog *self)
{
  g_autofree char *title = dup_title (self);
  g_autofree char *text = NULL;

  g_clear_pointer (&self->path, g_free);
  gtk_widget_set_sensitive (GTK_WIDGET (self->create_button), title[0] != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), FALSE);
  if (title[0] == '\0')
    {
      gtk_label_set_label (self->place_label, _ ("The book will be one file in your folder of books."));
      return;
    }

  self->path = dup_free_path (title);
  /* Translators: %s is the path of the file that a new book will be. */
  text = g_strdup_printf (_ ("Will be kept in %s"), self->path);
  gtk_label_set_label (self->place_label, text);
}

static void
closed_cb (QuireOperation *operation,
           gpointer data)
{
  QuireNewBookDialog *self = data;
  g_autofree char *path = g_strdup (self->path);

  g_signal_emit (self, signals[CREATED], 0, path);
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
created_cb (QuireOperation *operation,
            gpointer data)
{
  QuireNewBookDialog *self = data;
  g_autoptr (QuireProject) project = NULL;

  if (quire_operation_get_state (operation) != QUIRE_OPERATION_DONE)
    {
      gtk_label_set_label (self->error_label, quire_operation_get_error (operation)->message);
      gtk_widget_set_visible (GTK_WIDGET (self->error_label), TRUE);
      gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
      gtk_widget_grab_focus (GTK_WIDGET (self->title_row));
      return;
    }

  /* The window opens the file by itself, with everything that belongs to an open book. */
  project = quire_operation_dup_object (operation);
  quire_operation_watch (quire_project_close (project), self, closed_cb);
}

static void
create_cb (QuireNewBookDialog *self)
{
  g_autofree char *title = dup_title (self);
  QuireBookContents *contents;

  if (title[0] == '\0')
    return;

  switch (adw_combo_row_get_selected (self->template_row))
    {
    case TEMPLATE_THREE_ACTS:
      contents = quire_book_contents_new_three_acts (title);
      break;
    case TEMPLATE_BEAT_SHEET:
      contents = quire_book_contents_new_beat_sheet (title);
      break;
    case TEMPLATE_BLANK:
    default:
      contents = quire_book_contents_new_blank (title);
      break;
    }

  /* An entry that becomes insensitive while it has the focus is not told that it lost it. */
  if (gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    gtk_root_set_focus (gtk_widget_get_root (GTK_WIDGET (self)), NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
  quire_operation_watch (quire_project_create (self->path, contents, self->clock), self, created_cb);
}

static void
cancel_cb (QuireNewBookDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
quire_new_book_dialog_dispose (GObject *object)
{
  QuireNewBookDialog *self = QUIRE_NEW_BOOK_DIALOG (object);

  g_clear_object (&self->clock);
  g_clear_pointer (&self->path, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), QUIRE_TYPE_NEW_BOOK_DIALOG);

  G_OBJECT_CLASS (quire_new_book_dialog_parent_class)->dispose (object);
}

static void
quire_new_book_dialog_class_init (QuireNewBookDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = quire_new_book_dialog_dispose;

  signals[CREATED] = g_signal_new ("created", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/quirewriter/Quire/quire-new-book-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, QuireNewBookDialog, create_button);
  gtk_widget_class_bind_template_child (widget_class, QuireNewBookDialog, title_row);
  gtk_widget_class_bind_template_child (widget_class, QuireNewBookDialog, template_row);
  gtk_widget_class_bind_template_child (widget_class, QuireNewBookDialog, place_label);
  gtk_widget_class_bind_template_child (widget_class, QuireNewBookDialog, error_label);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, create_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
}

static void
quire_new_book_dialog_init (QuireNewBookDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  changed_cb (self);
}

QuireNewBookDialog *
quire_new_book_dialog_new (QuireClock *clock)
{
  QuireNewBookDialog *self;

  g_return_val_if_fail (QUIRE_IS_CLOCK (clock), NULL);

  self = g_object_new (QUIRE_TYPE_NEW_BOOK_DIALOG, NULL);
  self->clock = g_object_ref (clock);
  return self;
}
