/* test-window.c: the window with a book on disk: opening, commands, drafting, closing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>

#include "editor-book.h"
#include "quire-agent-pane.h"
#include "quire-editor-pane.h"
#include "quire-outline-pane.h"
#include "quire-run.h"
#include "quire-settings.h"
#include "quire-window.h"

#define DEADLINE_MS 10000

static AdwApplication *application;

typedef struct
{
  EditorBook *book;
  AdwApplication *application;
  QuireAppStore *app_store;
  QuireClock *clock;
  QuireWindow *window;
  char *folder;
} Fixture;

static gpointer
get_part (Fixture *fixture, const char *name)
{
  GObject *part = gtk_widget_get_template_child (GTK_WIDGET (fixture->window), QUIRE_TYPE_WINDOW, name);

  g_assert_nonnull (part);
  return part;
}

static const char *
get_page (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (get_part (fixture, "stack"));
}

static gboolean
shows_book (gpointer data)
{
  return g_strcmp0 (get_page (data), "book") == 0;
}

static gboolean
shows_failure (gpointer data)
{
  return g_strcmp0 (get_page (data), "failed") == 0;
}

/* Only a window that was shown can be closed. */
static void
show_window (Fixture *fixture)
{
  fixture->window = quire_window_new (fixture->application, fixture->clock, fixture->app_store);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->book = editor_book_new ();
  fixture->folder = quire_test_make_folder ();
  fixture->clock = quire_clock_new_system ();
  fixture->app_store = editor_book_await (quire_app_store_open (fixture->folder, fixture->clock));
  g_settings_set_uint (quire_settings_get (), QUIRE_SETTING_REHEARSAL_SPEED, 0);

  fixture->application = application;
  show_window (fixture);
}

static gboolean
has_no_window (gpointer data)
{
  return gtk_application_get_windows (data) == NULL;
}

/* Nothing may keep a closed window alive, whatever was under way in it. */
static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer window = fixture->window;

  g_object_add_weak_pointer (G_OBJECT (fixture->window), &window);
  gtk_window_close (GTK_WINDOW (fixture->window));
  quire_test_wait_until (has_no_window, fixture->application, DEADLINE_MS);
  quire_test_wait_until (is_gone, &window, DEADLINE_MS);

  g_clear_object (&fixture->app_store);
  g_clear_object (&fixture->clock);
  g_clear_pointer (&fixture->folder, g_free);
  editor_book_free (fixture->book);
}

static void
open_book (Fixture *fixture)
{
  quire_window_open (fixture->window, fixture->book->path);
  quire_test_wait_until (shows_book, fixture, DEADLINE_MS);
}

static QuireNode *
get_scene (Fixture *fixture)
{
  return quire_editor_pane_get_scene (get_part (fixture, "editor"));
}

static void
test_start_page (Fixture *fixture, gconstpointer data)
{
  static const char *const commands[] = { "win.new-scene", "win.draft-scene", "win.trash", "win.next-scene", "win.save", "win.rename" };

  g_assert_cmpstr (get_page (fixture), ==, "start");
  g_assert_null (quire_window_get_path (fixture->window));

  /* Keys of a book without a book do nothing. */
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    gtk_widget_activate_action (GTK_WIDGET (fixture->window), commands[i], NULL);
  g_assert_cmpstr (get_page (fixture), ==, "start");
}

static void
test_open (Fixture *fixture, gconstpointer data)
{
  open_book (fixture);

  g_assert_cmpstr (quire_node_get_id (get_scene (fixture)), ==, fixture->book->ids[0]);
  g_assert_true (quire_outline_pane_get_selected (get_part (fixture, "outline")) == get_scene (fixture));
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (fixture->window)), ==, "The Salt Ledger");
}

static void
test_open_failure (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "nothing.quire", NULL);

  quire_window_open (fixture->window, path);
  quire_test_wait_until (shows_failure, fixture, DEADLINE_MS);

  g_assert_cmpuint (strlen (adw_status_page_get_description (get_part (fixture, "failed_page"))), >, 10);
  g_assert_null (quire_window_get_path (fixture->window));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.start-page", NULL));
  g_assert_cmpstr (get_page (fixture), ==, "start");
}

static void
test_walk_scenes (Fixture *fixture, gconstpointer data)
{
  open_book (fixture);

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.next-scene", NULL));
  g_assert_cmpstr (quire_node_get_id (get_scene (fixture)), ==, fixture->book->ids[1]);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.next-scene", NULL));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.next-scene", NULL));
  g_assert_cmpstr (quire_node_get_id (get_scene (fixture)), ==, fixture->book->ids[2]);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.previous-scene", NULL));
  g_assert_cmpstr (quire_node_get_id (get_scene (fixture)), ==, fixture->book->ids[1]);
}

static void
test_pages (Fixture *fixture, gconstpointer data)
{
  static const char *const pages[] = { "plan", "codex", "voices", "write" };

  open_book (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.page", "s", pages[i]));
      g_assert_cmpstr (adw_view_stack_get_visible_child_name (get_part (fixture, "page_stack")), ==, pages[i]);
    }
}

typedef struct
{
  Fixture *fixture;
  const char *id;
  gboolean trashed;
} TrashWait;

static gboolean
has_trash_state (gpointer data)
{
  TrashWait *wait = data;

  return editor_book_query (wait->fixture->book, "SELECT count(*) FROM nodes WHERE trashed != 0") == wait->trashed;
}

/* The scene that goes to Trash leaves the editor to its neighbour, and Undo brings it back. */
static void
test_trash_and_undo (Fixture *fixture, gconstpointer data)
{
  TrashWait wait = { fixture, fixture->book->ids[0], TRUE };

  open_book (fixture);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.trash", NULL));
  quire_test_wait_until (has_trash_state, &wait, DEADLINE_MS);
  g_assert_cmpstr (quire_node_get_id (get_scene (fixture)), ==, fixture->book->ids[1]);

  wait.trashed = FALSE;
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.restore", "s", wait.id));
  quire_test_wait_until (has_trash_state, &wait, DEADLINE_MS);
}

static gboolean
has_four_scenes (gpointer data)
{
  return editor_book_query (((Fixture *) data)->book, "SELECT count(*) FROM nodes WHERE kind = 'scene'") == EDITOR_BOOK_SCENES + 1;
}

static gboolean
shows_second_place (gpointer data)
{
  QuireNode *scene = get_scene (data);

  return scene != NULL && g_str_equal (quire_node_get_number (scene), "1.1.2");
}

static void
test_new_scene (Fixture *fixture, gconstpointer data)
{
  open_book (fixture);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.new-scene", NULL));
  quire_test_wait_until (has_four_scenes, fixture, DEADLINE_MS);

  /* Behind the open one, and open itself. */
  quire_test_wait_until (shows_second_place, fixture, DEADLINE_MS);
}

static gboolean
is_written (gpointer data)
{
  return quire_node_get_words (get_scene (data)) > 0;
}

/* The command drafts into the open scene, and never into one that has text. */
static void
test_draft (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  open_book (fixture);
  g_assert_false (quire_agent_pane_draft (get_part (fixture, "agent"), &error));
  g_assert_nonnull (error);

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.next-scene", NULL));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.draft-scene", NULL));
  quire_test_wait_until (is_written, fixture, DEADLINE_MS);
  g_assert_cmpint (editor_book_query (fixture->book, "SELECT count(*) FROM workflows"), ==, 1);
}

static GtkTextBuffer *
get_buffer (Fixture *fixture)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (gtk_widget_get_template_child (get_part (fixture, "editor"), QUIRE_TYPE_EDITOR_PANE, "view")));
}

static gboolean
has_text (gpointer data)
{
  return gtk_text_buffer_get_char_count (get_buffer (data)) > 0;
}

/* Closing stores what was typed a moment ago, long before the autosave would. */
static void
test_close_stores (Fixture *fixture, gconstpointer data)
{
  open_book (fixture);
  quire_test_wait_until (has_text, fixture, DEADLINE_MS);
  gtk_text_buffer_insert_at_cursor (get_buffer (fixture), "Typed at the last moment. ", -1);
  gtk_window_close (GTK_WINDOW (fixture->window));
  quire_test_wait_until (has_no_window, fixture->application, DEADLINE_MS);

  g_assert_cmpint (editor_book_query (fixture->book, "SELECT count(*) FROM scene_text WHERE body LIKE 'Typed at the last moment. Rain%'"), ==, 1);
  show_window (fixture);
}

static int
count_bodies (Fixture *fixture, const char *end)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM scene_text WHERE body LIKE '%%%s'", end);

  return editor_book_query (fixture->book, sql);
}

/* What is typed while the window is closing, and the text before it is on its way to the disk, is stored too; a second request changes nothing. */
static void
test_close_while_typing (Fixture *fixture, gconstpointer data)
{
  GtkTextIter end;

  open_book (fixture);
  quire_test_wait_until (has_text, fixture, DEADLINE_MS);
  gtk_text_buffer_get_end_iter (get_buffer (fixture), &end);
  gtk_text_buffer_insert (get_buffer (fixture), &end, " One.", -1);
  gtk_window_close (GTK_WINDOW (fixture->window));
  gtk_text_buffer_insert (get_buffer (fixture), &end, " Two.", -1);
  gtk_window_close (GTK_WINDOW (fixture->window));
  quire_test_wait_until (has_no_window, fixture->application, DEADLINE_MS);

  g_assert_cmpint (count_bodies (fixture, " One. Two."), ==, 1);
  show_window (fixture);
}

/* Page and scene are where they were. */
static void
test_state_returns (Fixture *fixture, gconstpointer data)
{
  open_book (fixture);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.next-scene", NULL));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.page", "s", "plan"));
  gtk_window_close (GTK_WINDOW (fixture->window));
  quire_test_wait_until (has_no_window, fixture->application, DEADLINE_MS);

  show_window (fixture);
  open_book (fixture);
  g_assert_cmpstr (quire_node_get_id (get_scene (fixture)), ==, fixture->book->ids[1]);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (get_part (fixture, "page_stack")), ==, "plan");
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  int status;

  quire_test_init_window (&argc, &argv);
  adw_init ();
  application = g_object_new (ADW_TYPE_APPLICATION, "application-id", "io.github.quirewriter.Test", "flags", G_APPLICATION_NON_UNIQUE, NULL);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);

#define ADD(name, func) g_test_add ("/window/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("start-page", test_start_page);
  ADD ("open", test_open);
  ADD ("open-failure", test_open_failure);
  ADD ("walk-scenes", test_walk_scenes);
  ADD ("pages", test_pages);
  ADD ("trash-and-undo", test_trash_and_undo);
  ADD ("new-scene", test_new_scene);
  ADD ("draft", test_draft);
  ADD ("close-stores", test_close_stores);
  ADD ("close-while-typing", test_close_while_typing);
  ADD ("state-returns", test_state_returns);
#undef ADD

  status = g_test_run ();
  g_object_unref (application);
  return status;
}
