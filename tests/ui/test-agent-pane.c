/* test-agent-pane.c: the agent pane and its cards, with a book on disk behind them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>

#include "editor-book.h"
#include "quire-agent-pane.h"
#include "quire-error.h"
#include "quire-run-card.h"

#define DEADLINE_MS 10000

typedef struct
{
  EditorBook *book;
  QuireClock *clock;
  QuireWorkspace *workspace;
  QuireManuscript *manuscript;
  GtkWindow *window;
  QuireAgentPane *pane;
} Fixture;

static gpointer
get_part (gpointer widget, GType type, const char *name)
{
  GObject *part = gtk_widget_get_template_child (GTK_WIDGET (widget), type, name);

  g_assert_nonnull (part);
  return part;
}

static gpointer
get_pane_part (Fixture *fixture, const char *name)
{
  return get_part (fixture->pane, QUIRE_TYPE_AGENT_PANE, name);
}

/* @data: words a second of the rehearsal. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->book = editor_book_new ();
  fixture->clock = quire_clock_new_system ();
  fixture->workspace = editor_book_await (quire_workspace_open (fixture->book->path, QUIRE_PROJECT_NO_BACKUP, fixture->clock, GPOINTER_TO_UINT (data)));
  fixture->manuscript = quire_project_get_manuscript (quire_workspace_get_project (fixture->workspace));
  fixture->pane = g_object_new (QUIRE_TYPE_AGENT_PANE, NULL);
  fixture->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->pane));
  quire_agent_pane_set_workspace (fixture->pane, fixture->workspace);
  gtk_window_present (fixture->window);
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer pane = fixture->pane;

  g_object_add_weak_pointer (G_OBJECT (fixture->pane), &pane);
  gtk_window_destroy (fixture->window);
  quire_test_wait_until (is_gone, &pane, DEADLINE_MS);
  g_assert_null (editor_book_await (quire_workspace_close (fixture->workspace)));
  g_clear_object (&fixture->workspace);
  g_clear_object (&fixture->clock);
  editor_book_free (fixture->book);
}

static void
open_scene (Fixture *fixture, guint i)
{
  quire_agent_pane_set_scene (fixture->pane, quire_manuscript_lookup (fixture->manuscript, fixture->book->ids[i]));
}

static QuireRun *
get_newest_run (Fixture *fixture)
{
  g_autoptr (QuireRun) run = g_list_model_get_item (quire_engine_get_runs (quire_workspace_get_engine (fixture->workspace)), 0);

  return run; /* the engine keeps it */
}

static QuireRunCard *
get_newest_card (Fixture *fixture)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (get_pane_part (fixture, "list"), 0);

  g_assert_nonnull (row);
  return QUIRE_RUN_CARD (gtk_list_box_row_get_child (row));
}

static gboolean
has_ended (gpointer data)
{
  return quire_run_state_is_final (quire_run_get_state (get_newest_run (data)));
}

static gboolean
has_text (gpointer data)
{
  return quire_run_get_n_words (get_newest_run (data)) > 3;
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (gtk_stack_get_visible_child_name (get_pane_part (fixture, "stack")), ==, "empty");
  g_assert_false (quire_agent_pane_draft (fixture->pane, &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_NOT_FOUND);
  g_assert_false (quire_agent_pane_stop (fixture->pane));
}

/* The button is there only for a scene that has no text. */
static void
test_button (Fixture *fixture, gconstpointer data)
{
  GtkWidget *button = get_pane_part (fixture, "draft_button");

  g_assert_false (gtk_widget_get_sensitive (button));
  open_scene (fixture, 1);
  g_assert_true (gtk_widget_get_sensitive (button));
  open_scene (fixture, 0);
  g_assert_false (gtk_widget_get_sensitive (button));
}

static void
test_draft (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  QuireRunCard *card;

  open_scene (fixture, 1);
  g_assert_true (quire_agent_pane_draft (fixture->pane, &error));
  g_assert_no_error (error);
  quire_test_wait_until (has_ended, fixture, DEADLINE_MS);
  g_assert_cmpint (quire_run_get_state (get_newest_run (fixture)), ==, QUIRE_RUN_COMPLETED);

  card = get_newest_card (fixture);
  g_assert_cmpstr (gtk_label_get_label (get_part (card, QUIRE_TYPE_RUN_CARD, "title_label")), ==, quire_run_get_title (get_newest_run (fixture)));
  g_assert_true (gtk_widget_get_visible (get_part (card, QUIRE_TYPE_RUN_CARD, "open_button")));
  g_assert_true (gtk_widget_get_visible (get_part (card, QUIRE_TYPE_RUN_CARD, "receipt_expander")));
  g_assert_false (gtk_widget_get_visible (get_part (card, QUIRE_TYPE_RUN_CARD, "stop_button")));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (get_pane_part (fixture, "stack")), ==, "runs");
}

/* Stop keeps the text on the card and leaves the scene alone. */
static void
test_stop (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  QuireRunCard *card;

  open_scene (fixture, 1);
  g_assert_true (quire_agent_pane_draft (fixture->pane, &error));
  quire_test_wait_until (has_text, fixture, DEADLINE_MS);
  g_assert_true (quire_agent_pane_stop (fixture->pane));
  quire_test_wait_until (has_ended, fixture, DEADLINE_MS);
  g_assert_cmpint (quire_run_get_state (get_newest_run (fixture)), ==, QUIRE_RUN_CANCELLED);

  card = get_newest_card (fixture);
  g_assert_true (gtk_widget_get_visible (get_part (card, QUIRE_TYPE_RUN_CARD, "copy_button")));
  g_assert_true (gtk_widget_get_visible (get_part (card, QUIRE_TYPE_RUN_CARD, "text_label")));
  g_assert_cmpuint (quire_node_get_words (quire_manuscript_lookup (fixture->manuscript, fixture->book->ids[1])), ==, 0);
}

static void
opened_cb (GPtrArray *opened, const char *id)
{
  g_ptr_array_add (opened, g_strdup (id));
}

static void
test_open_scene (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) opened = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  open_scene (fixture, 1);
  g_assert_true (quire_agent_pane_draft (fixture->pane, &error));
  quire_test_wait_until (has_ended, fixture, DEADLINE_MS);

  g_signal_connect_swapped (fixture->pane, "open-scene", G_CALLBACK (opened_cb), opened);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (get_newest_card (fixture)), "card.open", NULL));
  g_assert_cmpuint (opened->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (opened, 0), ==, fixture->book->ids[1]);
}

static void
test_agent (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (quire_agent_pane_get_agent (fixture->pane), ==, "rehearsal");
  quire_agent_pane_set_agent (fixture->pane, "rehearsal-terse");
  g_assert_cmpstr (quire_agent_pane_get_agent (fixture->pane), ==, "rehearsal-terse");

  /* An agent that is no longer there leaves the choice as it is. */
  quire_agent_pane_set_agent (fixture->pane, "gone");
  g_assert_cmpstr (quire_agent_pane_get_agent (fixture->pane), ==, "rehearsal-terse");
  g_assert_cmpuint (strlen (gtk_label_get_label (get_pane_part (fixture, "description_label"))), >, 10);
}

int
main (int argc, char **argv)
{
  quire_test_init_window (&argc, &argv);
  adw_init ();

#define ADD(name, func, speed) g_test_add ("/agent-pane/" name, Fixture, GUINT_TO_POINTER (speed), set_up, func, tear_down)
  ADD ("empty", test_empty, 0);
  ADD ("button", test_button, 0);
  ADD ("draft", test_draft, 0);
  ADD ("stop", test_stop, 100);
  ADD ("open-scene", test_open_scene, 0);
  ADD ("agent", test_agent, 0);
#undef ADD

  return g_test_run ();
}
