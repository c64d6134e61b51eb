/* test-editor-pane.c: the page Write, with a book on disk behind it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>

#include "editor-book.h"
#include "quire-autosave.h"
#include "quire-editor-pane.h"
#include "quire-markdown-styler.h"
#include "quire-scene-buffer.h"
#include "quire-scene-footer.h"
#include "quire-scene-header.h"
#include "quire-scene-view.h"
#include "quire-settings.h"

typedef struct
{
  EditorBook *book;
  QuireWorkspace *workspace;
  QuireProject *project;
  GtkWindow *window;
  QuireEditorPane *pane;
  GtkTextView *view;
  guint n_failed;
} Fixture;

static void
failed_cb (Fixture *fixture, const char *message)
{
  g_assert_nonnull (message);
  fixture->n_failed++;
}

static gpointer
get_part (gpointer widget, GType type, const char *name)
{
  GObject *part = gtk_widget_get_template_child (GTK_WIDGET (widget), type, name);

  g_assert_nonnull (part);

  return part;
}

static gpointer
get_header_part (Fixture *fixture, const char *name)
{
  return get_part (get_part (fixture->pane, QUIRE_TYPE_EDITOR_PANE, "header"), QUIRE_TYPE_SCENE_HEADER, name);
}

static gpointer
get_footer_part (Fixture *fixture, const char *name)
{
  return get_part (get_part (fixture->pane, QUIRE_TYPE_EDITOR_PANE, "footer"), QUIRE_TYPE_SCENE_FOOTER, name);
}

static const char *
get_page (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (get_part (fixture->pane, QUIRE_TYPE_EDITOR_PANE, "stack"));
}

static void
set_up (Fixture *fixture, gconstpointer flags)
{
  fixture->book = editor_book_new ();
  fixture->workspace = editor_book_await (quire_workspace_open (fixture->book->path, QUIRE_PROJECT_NO_BACKUP | GPOINTER_TO_UINT (flags),
                                                                QUIRE_CLOCK (fixture->book->clock), 0));
  fixture->project = quire_workspace_get_project (fixture->workspace);
  fixture->pane = g_object_ref_sink (g_object_new (QUIRE_TYPE_EDITOR_PANE, NULL));
  fixture->view = get_part (fixture->pane, QUIRE_TYPE_EDITOR_PANE, "view");
  g_signal_connect_swapped (fixture->pane, "failed", G_CALLBACK (failed_cb), fixture);
  fixture->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (fixture->window, 700, 500);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->pane));
  gtk_window_present (fixture->window);
}

static gboolean
is_closed (gpointer workspace)
{
  return *(gpointer *) workspace == NULL;
}

static void
tear_down (Fixture *fixture, gconstpointer flags)
{
  g_autoptr (GObject) nothing = NULL;

  /* The footer's AdwBreakpointBin may have an idle source under way, which libadwaita 1.7 does not take back. */
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  quire_editor_pane_set_workspace (fixture->pane, NULL);
  gtk_window_destroy (fixture->window);
  g_assert_finalize_object (g_steal_pointer (&fixture->pane));
  nothing = editor_book_await (quire_workspace_close (fixture->workspace));
  g_object_add_weak_pointer (G_OBJECT (fixture->workspace), (gpointer *) &fixture->project);
  g_object_unref (fixture->workspace);
  quire_test_wait_until (is_closed, &fixture->project, 5000);
  editor_book_free (fixture->book);
}

static QuireNode *
get_scene (Fixture *fixture, int i)
{
  return quire_manuscript_lookup (quire_project_get_manuscript (fixture->project), fixture->book->ids[i]);
}

static QuireSceneBuffer *
get_buffer (Fixture *fixture)
{
  return QUIRE_SCENE_BUFFER (gtk_text_view_get_buffer (fixture->view));
}

static gboolean
is_loaded (gpointer data)
{
  Fixture *fixture = data;

  return quire_scene_buffer_get_loaded (get_buffer (fixture));
}

static gboolean
is_saved (gpointer data)
{
  return !quire_editor_pane_get_unsaved (((Fixture *) data)->pane);
}

static gboolean
has_width (gpointer data)
{
  return quire_scene_view_get_column (QUIRE_SCENE_VIEW (((Fixture *) data)->view)) > 0;
}

static void
open_scene (Fixture *fixture, int i)
{
  quire_editor_pane_set_workspace (fixture->pane, fixture->workspace);
  quire_editor_pane_open (fixture->pane, get_scene (fixture, i));
  quire_test_wait_until (is_loaded, fixture, 5000);
}

static void
type (Fixture *fixture, const char *text)
{
  g_signal_emit_by_name (fixture->view, "insert-at-cursor", text);
}

static void
assert_text (Fixture *fixture, const char *expected)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (fixture->view);
  g_autofree char *text = NULL;
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  g_assert_cmpstr (text, ==, expected);
}

static void
assert_caret (Fixture *fixture, guint expected)
{
  guint caret;

  quire_editor_pane_get_position (fixture->pane, &caret, NULL);
  g_assert_cmpuint (caret, ==, expected);
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (get_page (fixture), ==, "none");
  g_assert_null (quire_editor_pane_get_scene (fixture->pane));
  g_assert_false (quire_editor_pane_get_unsaved (fixture->pane));
  quire_editor_pane_toggle_mark (fixture->pane, "*");
  quire_editor_pane_set_position (fixture->pane, 3, 0.5);
  assert_caret (fixture, 0);

  open_scene (fixture, 0);
  g_assert_cmpstr (get_page (fixture), ==, "scene");
  quire_editor_pane_open (fixture->pane, NULL);
  g_assert_cmpstr (get_page (fixture), ==, "none");
}

static void
test_open (Fixture *fixture, gconstpointer data)
{
  open_scene (fixture, 0);
  assert_text (fixture, EDITOR_BOOK_BODY);
  g_assert_true (gtk_text_view_get_editable (fixture->view));
  g_assert_cmpstr (gtk_label_get_label (get_header_part (fixture, "number_label")), ==, "1.1.1");
  g_assert_cmpstr (gtk_label_get_label (get_header_part (fixture, "title_label")), ==, "The lamp room");
  g_assert_false (gtk_expander_get_expanded (get_header_part (fixture, "outline_expander")));
  g_assert_cmpstr (gtk_label_get_label (get_footer_part (fixture, "state_label")), ==, "All changes saved");
  g_assert_cmpstr (gtk_label_get_label (get_footer_part (fixture, "words_label")), ==, "14 words");
  gtk_test_accessible_assert_property (fixture->view, GTK_ACCESSIBLE_PROPERTY_LABEL, "Scene text");
  gtk_test_accessible_assert_property (get_header_part (fixture, "outline_view"), GTK_ACCESSIBLE_PROPERTY_LABEL, "Scene outline");
}

static gboolean
has_new_title (gpointer data)
{
  return g_str_equal (gtk_label_get_label (get_header_part (data, "title_label")), "The lens");
}

static void
test_renamed (Fixture *fixture, gconstpointer data)
{
  const QuireNodeData values = { .title = (char *) "The lens" };
  g_autoptr (GObject) nothing = NULL;

  open_scene (fixture, 0);
  nothing = editor_book_await (quire_project_edit_node (fixture->project, fixture->book->ids[0], QUIRE_NODE_FIELD_TITLE, &values));
  quire_test_wait_until (has_new_title, fixture, 5000);
}

static void
test_type (Fixture *fixture, gconstpointer data)
{
  g_autofree char *stored = NULL;
  GtkWidget *placeholder = get_part (fixture->pane, QUIRE_TYPE_EDITOR_PANE, "placeholder");

  open_scene (fixture, 1);
  g_assert_true (gtk_widget_get_mapped (placeholder));
  g_assert_true (gtk_expander_get_expanded (get_header_part (fixture, "outline_expander")));

  type (fixture, "She read it.");
  g_assert_false (gtk_widget_get_visible (gtk_widget_get_parent (placeholder)));
  g_assert_true (quire_editor_pane_get_unsaved (fixture->pane));
  g_assert_cmpstr (gtk_label_get_label (get_footer_part (fixture, "state_label")), ==, "Saving…");
  quire_test_clock_advance (fixture->book->clock, QUIRE_AUTOSAVE_QUIET_MS);
  quire_test_wait_until (is_saved, fixture, 5000);
  g_assert_cmpstr (gtk_label_get_label (get_footer_part (fixture, "state_label")), ==, "All changes saved");
  g_assert_cmpstr (gtk_label_get_label (get_footer_part (fixture, "words_label")), ==, "3 words");
  stored = editor_book_load (fixture->project, fixture->book->ids[1]);
  g_assert_cmpstr (stored, ==, "She read it.");
  g_assert_cmpuint (fixture->n_failed, ==, 0);

  gtk_text_buffer_undo (gtk_text_view_get_buffer (fixture->view));
  g_assert_true (gtk_widget_get_visible (gtk_widget_get_parent (placeholder)));
}

/* Leaving a scene stores it at once, and it comes back with caret and undo. */
static void
test_switch (Fixture *fixture, gconstpointer data)
{
  g_autofree char *stored = NULL;

  open_scene (fixture, 0);
  quire_editor_pane_set_position (fixture->pane, 4, 0.0);
  type (fixture, " too");
  open_scene (fixture, 1);
  quire_test_wait_until (is_saved, fixture, 5000);
  stored = editor_book_load (fixture->project, fixture->book->ids[0]);
  g_assert_true (g_str_has_prefix (stored, "Rain too had"));

  open_scene (fixture, 0);
  assert_caret (fixture, 8);
  gtk_text_buffer_undo (gtk_text_view_get_buffer (fixture->view));
  assert_text (fixture, EDITOR_BOOK_BODY);
}

static gboolean
has_outline (gpointer data)
{
  Fixture *fixture = data;

  return g_str_equal (quire_node_get_synopsis (get_scene (fixture, 2)), "The tide.");
}

static void
test_outline (Fixture *fixture, gconstpointer data)
{
  GtkTextBuffer *outline;
  GtkTextIter start;
  GtkTextIter end;
  g_autofree char *text = NULL;

  open_scene (fixture, 2);
  outline = gtk_text_view_get_buffer (get_header_part (fixture, "outline_view"));
  g_assert_true (gtk_widget_get_visible (get_header_part (fixture, "outline_hint")));
  gtk_text_buffer_insert_at_cursor (outline, "The tide.", -1);
  g_assert_false (gtk_widget_get_visible (get_header_part (fixture, "outline_hint")));
  g_assert_true (quire_editor_pane_get_unsaved (fixture->pane));
  quire_test_clock_advance (fixture->book->clock, QUIRE_AUTOSAVE_QUIET_MS - 1);
  g_assert_false (has_outline (fixture));
  quire_test_clock_advance (fixture->book->clock, 1);
  quire_test_wait_until (has_outline, fixture, 5000);
  quire_test_wait_until (is_saved, fixture, 5000);

  /* Another scene is shown before it is due. */
  gtk_text_buffer_insert_at_cursor (outline, " Late.", -1);
  open_scene (fixture, 1);
  gtk_text_buffer_get_bounds (outline, &start, &end);
  text = gtk_text_buffer_get_text (outline, &start, &end, TRUE);
  g_assert_cmpstr (text, ==, "Mara finds her own name in the ledger.");
  quire_test_wait_until (is_saved, fixture, 5000);
  g_assert_cmpstr (quire_node_get_synopsis (get_scene (fixture, 2)), ==, "The tide. Late.");
  g_assert_cmpstr (quire_node_get_synopsis (get_scene (fixture, 1)), ==, "Mara finds her own name in the ledger.");
}

static void
answer_cb (const GError *error, gpointer data)
{
  int *code = data;

  g_assert_cmpint (*code, ==, -1);
  *code = error != NULL ? error->code : 0;
}

static gboolean
is_answered (gpointer data)
{
  return *(int *) data >= 0;
}

static void
test_flush (Fixture *fixture, gconstpointer data)
{
  GtkTextBuffer *outline;
  g_autofree char *stored = NULL;
  int code = -1;

  quire_editor_pane_flush (fixture->pane, answer_cb, &code);
  g_assert_cmpint (code, ==, 0);

  open_scene (fixture, 2);
  outline = gtk_text_view_get_buffer (get_header_part (fixture, "outline_view"));
  gtk_text_buffer_insert_at_cursor (outline, "The tide.", -1);
  type (fixture, "Water.");
  code = -1;
  quire_editor_pane_flush (fixture->pane, answer_cb, &code);
  quire_test_wait_until (is_answered, &code, 5000);
  g_assert_cmpint (code, ==, 0);
  g_assert_false (quire_editor_pane_get_unsaved (fixture->pane));
  g_assert_true (has_outline (fixture));
  stored = editor_book_load (fixture->project, fixture->book->ids[2]);
  g_assert_cmpstr (stored, ==, "Water.");
}

static gboolean
has_failed (gpointer data)
{
  return ((Fixture *) data)->n_failed > 0;
}

static void
test_failure (Fixture *fixture, gconstpointer data)
{
  open_scene (fixture, 2);
  editor_book_execute (fixture->book, "CREATE TRIGGER broken BEFORE INSERT ON scene_text BEGIN SELECT RAISE (ABORT, 'broken'); END;"
                                      "CREATE TRIGGER broken_too BEFORE UPDATE ON scene_text BEGIN SELECT RAISE (ABORT, 'broken'); END");
  type (fixture, "Water.");
  quire_test_clock_advance (fixture->book->clock, QUIRE_AUTOSAVE_QUIET_MS);
  quire_test_wait_until (has_failed, fixture, 5000);
  g_assert_cmpstr (gtk_label_get_label (get_footer_part (fixture, "state_label")), ==, "Not saved");
  g_assert_true (gtk_widget_has_css_class (get_footer_part (fixture, "state_label"), "error"));

  editor_book_execute (fixture->book, "DROP TRIGGER broken; DROP TRIGGER broken_too");
  quire_test_clock_advance (fixture->book->clock, 5000);
  quire_test_wait_until (is_saved, fixture, 5000);
  g_assert_cmpstr (gtk_label_get_label (get_footer_part (fixture, "state_label")), ==, "All changes saved");
  g_assert_false (gtk_widget_has_css_class (get_footer_part (fixture, "state_label"), "error"));
}

static gboolean
is_error_page (gpointer data)
{
  return g_str_equal (get_page (data), "error");
}

static void
test_unreadable (Fixture *fixture, gconstpointer data)
{
  AdwStatusPage *page = get_part (fixture->pane, QUIRE_TYPE_EDITOR_PANE, "error_page");

  quire_editor_pane_set_workspace (fixture->pane, fixture->workspace);
  editor_book_execute (fixture->book, "ALTER TABLE scene_text RENAME TO lost");
  quire_editor_pane_open (fixture->pane, get_scene (fixture, 0));
  quire_test_wait_until (is_error_page, fixture, 5000);
  g_assert_cmpstr (adw_status_page_get_description (page), !=, "");
  g_assert_false (gtk_text_view_get_editable (fixture->view));

  editor_book_execute (fixture->book, "ALTER TABLE lost RENAME TO scene_text");
  g_signal_emit_by_name (get_part (fixture->pane, QUIRE_TYPE_EDITOR_PANE, "again_button"), "clicked");
  quire_test_wait_until (is_loaded, fixture, 5000);
  g_assert_cmpstr (get_page (fixture), ==, "scene");
  assert_text (fixture, EDITOR_BOOK_BODY);
}

static void
test_read_only (Fixture *fixture, gconstpointer data)
{
  open_scene (fixture, 0);
  g_assert_false (gtk_text_view_get_editable (fixture->view));
  g_assert_cmpstr (gtk_label_get_label (get_footer_part (fixture, "state_label")), ==, "Read only");
  g_assert_false (gtk_widget_get_sensitive (get_footer_part (fixture, "status_button")));
  g_assert_false (gtk_text_view_get_editable (get_header_part (fixture, "outline_view")));
  quire_editor_pane_toggle_mark (fixture->pane, "*");
  assert_text (fixture, EDITOR_BOOK_BODY);
}

static gboolean
is_final (gpointer data)
{
  return g_str_equal (gtk_menu_button_get_label (get_footer_part (data, "status_button")), quire_status_get_title (QUIRE_STATUS_FINAL));
}

static void
test_status_and_target (Fixture *fixture, gconstpointer data)
{
  const QuireNodeData values = { .target = 28 };
  g_autoptr (GObject) nothing = NULL;

  open_scene (fixture, 0);
  g_assert_false (gtk_widget_get_visible (get_footer_part (fixture, "target_row")));
  nothing = editor_book_await (quire_project_edit_node (fixture->project, fixture->book->ids[0], QUIRE_NODE_FIELD_TARGET, &values));
  g_assert_true (gtk_widget_get_visible (get_footer_part (fixture, "target_row")));
  g_assert_cmpstr (gtk_label_get_label (get_footer_part (fixture, "target_label")), ==, "14 of 28");
  g_assert_cmpfloat (gtk_progress_bar_get_fraction (get_footer_part (fixture, "target_bar")), ==, 0.5);

  g_assert_true (gtk_widget_activate_action (get_footer_part (fixture, "status_button"), "footer.status", "s", "final"));
  quire_test_wait_until (is_final, fixture, 5000);
  g_assert_cmpint (quire_node_get_status (get_scene (fixture, 0)), ==, QUIRE_STATUS_FINAL);
}

/* Set before the text is there, and asked for before it is. */
static void
test_position (Fixture *fixture, gconstpointer data)
{
  quire_editor_pane_set_workspace (fixture->pane, fixture->workspace);
  quire_editor_pane_open (fixture->pane, get_scene (fixture, 0));
  quire_editor_pane_set_position (fixture->pane, 35, 0.25);
  assert_caret (fixture, 35);
  quire_test_wait_until (is_loaded, fixture, 5000);
  assert_caret (fixture, 35);
  quire_editor_pane_set_position (fixture->pane, 100000, 0.0);
  assert_caret (fixture, (guint) g_utf8_strlen (EDITOR_BOOK_BODY, -1));
}

static void
test_toggle_mark (Fixture *fixture, gconstpointer data)
{
  open_scene (fixture, 0);
  quire_editor_pane_set_position (fixture->pane, 2, 0.0);
  quire_editor_pane_toggle_mark (fixture->pane, "**");
  assert_text (fixture, "**Rain** had got into the lamp room.\n\n“A hundred and nine,” she said. *Always.*");
  gtk_text_buffer_undo (gtk_text_view_get_buffer (fixture->view));
  assert_text (fixture, EDITOR_BOOK_BODY);
}

/* The blank line between paragraphs has no height, and the caret does not stop there. */
static void
test_caret_over_gap (Fixture *fixture, gconstpointer data)
{
  const int first_end = 32;

  open_scene (fixture, 0);
  quire_editor_pane_set_position (fixture->pane, first_end, 0.0);
  g_signal_emit_by_name (fixture->view, "move-cursor", GTK_MOVEMENT_VISUAL_POSITIONS, 1, FALSE);
  assert_caret (fixture, first_end + 2);
  g_signal_emit_by_name (fixture->view, "move-cursor", GTK_MOVEMENT_VISUAL_POSITIONS, -1, FALSE);
  assert_caret (fixture, first_end);
  g_signal_emit_by_name (fixture->view, "move-cursor", GTK_MOVEMENT_VISUAL_POSITIONS, 1, TRUE);
  assert_caret (fixture, first_end + 2);
  g_assert_true (gtk_text_buffer_get_has_selection (gtk_text_view_get_buffer (fixture->view)));

  quire_editor_pane_set_position (fixture->pane, first_end + 2, 0.0);
  g_signal_emit_by_name (fixture->view, "backspace");
  assert_text (fixture, "Rain had got into the lamp room.“A hundred and nine,” she said. *Always.*");
  gtk_text_buffer_undo (gtk_text_view_get_buffer (fixture->view));
  quire_editor_pane_set_position (fixture->pane, first_end, 0.0);
  g_signal_emit_by_name (fixture->view, "delete-from-cursor", GTK_DELETE_CHARS, 1);
  assert_text (fixture, "Rain had got into the lamp room.“A hundred and nine,” she said. *Always.*");
}

/* The column is as wide as the settings say where there is room, and fits where there is none. */
static void
test_column (Fixture *fixture, gconstpointer data)
{
  QuireSceneView *view = QUIRE_SCENE_VIEW (fixture->view);
  int wide;
  int minimum;

  open_scene (fixture, 0);
  quire_test_wait_until (has_width, fixture, 5000);
  gtk_widget_measure (GTK_WIDGET (fixture->pane), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);

  gtk_widget_allocate (GTK_WIDGET (view), 1400, 500, -1, NULL);
  wide = quire_scene_view_get_column (view);
  g_assert_cmpint (wide, <, 1000);
  g_assert_cmpint (gtk_text_view_get_left_margin (fixture->view) + wide + gtk_text_view_get_right_margin (fixture->view), ==, 1400);
  gtk_widget_allocate (GTK_WIDGET (view), 320, 500, -1, NULL);
  g_assert_cmpint (quire_scene_view_get_column (view), <, 320);
  g_assert_cmpint (gtk_text_view_get_left_margin (fixture->view), >, 0);

  g_settings_set_uint (quire_settings_get (), QUIRE_SETTING_PAGE_WIDTH, 40);
  gtk_widget_allocate (GTK_WIDGET (view), 1400, 500, -1, NULL);
  g_assert_cmpint (quire_scene_view_get_column (view), <, wide);
  g_settings_reset (quire_settings_get (), QUIRE_SETTING_PAGE_WIDTH);
}

static void
notified_cb (GObject *object, GParamSpec *pspec, guint *n)
{
  (*n)++;
}

static void
test_zoom (Fixture *fixture, gconstpointer data)
{
  guint n = 0;
  int indent;

  open_scene (fixture, 0);
  indent = gtk_text_view_get_indent (fixture->view);
  g_assert_cmpint (indent, >, 0);
  g_signal_connect (fixture->pane, "notify::zoom", G_CALLBACK (notified_cb), &n);
  quire_editor_pane_set_zoom (fixture->pane, 2.0);
  g_assert_cmpfloat (quire_editor_pane_get_zoom (fixture->pane), ==, 2.0);
  quire_editor_pane_set_zoom (fixture->pane, 2.0);
  g_assert_cmpuint (n, ==, 1);
  quire_editor_pane_set_zoom (fixture->pane, 9.0);
  g_assert_cmpfloat (quire_editor_pane_get_zoom (fixture->pane), ==, 3.0);
  g_assert_cmpuint (n, ==, 2);
  while (gtk_text_view_get_indent (fixture->view) < indent * 3 - 3)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int argc, char *argv[])
{
  /* Icons are told from other files by the system's MIME data, which folders of one's own hide. */
  g_autofree char *type_of_icons = g_content_type_guess ("icon.svg", NULL, 0, NULL);

  quire_test_init (&argc, &argv);
  adw_init ();

#define ADD(name, func) g_test_add ("/editor-pane/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("empty", test_empty);
  ADD ("open", test_open);
  ADD ("renamed", test_renamed);
  ADD ("type", test_type);
  ADD ("switch", test_switch);
  ADD ("outline", test_outline);
  ADD ("flush", test_flush);
  ADD ("failure", test_failure);
  ADD ("unreadable", test_unreadable);
  g_test_add ("/editor-pane/read-only", Fixture, GUINT_TO_POINTER (QUIRE_PROJECT_READ_ONLY), set_up, test_read_only, tear_down);
  ADD ("status-and-target", test_status_and_target);
  ADD ("position", test_position);
  ADD ("toggle-mark", test_toggle_mark);
  ADD ("caret-over-gap", test_caret_over_gap);
  ADD ("column", test_column);
  ADD ("zoom", test_zoom);
#undef ADD

  return g_test_run ();
}
