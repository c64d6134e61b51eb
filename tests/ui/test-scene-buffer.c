/* test-scene-buffer.c: a scene's text between the keyboard and the disk.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gtk/gtk.h>

#include "editor-book.h"
#include "quire-autosave.h"
#include "quire-error.h"
#include "quire-markdown-styler.h"
#include "quire-scene-buffers.h"

/* While this is there, no text can be stored. */
#define BREAK_STORE "CREATE TRIGGER broken BEFORE UPDATE ON scene_text BEGIN SELECT RAISE (ABORT, 'broken'); END"
#define MEND_STORE "DROP TRIGGER broken"

typedef struct
{
  EditorBook *book;
  QuireProject *project;
  QuireSceneBuffers *buffers;
  guint n_saved;
  guint n_failed;
  char *message;
} Fixture;

static void
saved_cb (Fixture *fixture)
{
  fixture->n_saved++;
}

static void
failed_cb (Fixture *fixture, QuireSceneBuffer *buffer, const char *message)
{
  fixture->n_failed++;
  g_set_str (&fixture->message, message);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->book = editor_book_new ();
  fixture->project = editor_book_await (quire_project_open (fixture->book->path, QUIRE_PROJECT_NO_BACKUP, QUIRE_CLOCK (fixture->book->clock)));
  fixture->buffers = quire_scene_buffers_new (fixture->project);
  g_signal_connect_swapped (fixture->buffers, "saved", G_CALLBACK (saved_cb), fixture);
  g_signal_connect_swapped (fixture->buffers, "failed", G_CALLBACK (failed_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->buffers != NULL)
    g_assert_finalize_object (g_steal_pointer (&fixture->buffers));
  editor_book_close (fixture->project);
  g_assert_finalize_object (fixture->project);
  editor_book_free (fixture->book);
  g_free (fixture->message);
}

static QuireNode *
get_scene (Fixture *fixture, int i)
{
  return quire_manuscript_lookup (quire_project_get_manuscript (fixture->project), fixture->book->ids[i]);
}

static gboolean
is_clean (gpointer buffer)
{
  return quire_scene_buffer_get_state (buffer) == QUIRE_SCENE_BUFFER_CLEAN;
}

static gboolean
is_failed (gpointer buffer)
{
  return quire_scene_buffer_get_state (buffer) == QUIRE_SCENE_BUFFER_FAILED;
}

static gboolean
is_unreadable (gpointer buffer)
{
  return quire_scene_buffer_get_state (buffer) == QUIRE_SCENE_BUFFER_UNREADABLE;
}

static gboolean
has_text (gpointer buffer)
{
  return gtk_text_buffer_get_char_count (buffer) > 0;
}

static gboolean
has_umlaut (gpointer buffer)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_offset (buffer, &iter, 1);

  return gtk_text_iter_get_char (&iter) == 0xe4;
}

static GtkTextBuffer *
open_scene (Fixture *fixture, int i)
{
  QuireSceneBuffer *buffer = quire_scene_buffers_show (fixture->buffers, get_scene (fixture, i));

  quire_test_wait_until (is_clean, buffer, 5000);

  return GTK_TEXT_BUFFER (buffer);
}

static char *
dup_text (GtkTextBuffer *buffer)
{
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static void
type (GtkTextBuffer *buffer, const char *text)
{
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_insert (buffer, &end, text, -1);
  gtk_text_buffer_end_user_action (buffer);
}

static void
assert_text (GtkTextBuffer *buffer, const char *expected)
{
  g_autofree char *text = dup_text (buffer);

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_stored (Fixture *fixture, int i, const char *expected)
{
  g_autofree char *text = editor_book_load (fixture->project, fixture->book->ids[i]);

  g_assert_cmpstr (text, ==, expected);
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
test_load (Fixture *fixture, gconstpointer data)
{
  QuireSceneBuffer *buffer = quire_scene_buffers_show (fixture->buffers, get_scene (fixture, 0));

  g_assert_cmpint (quire_scene_buffer_get_state (buffer), ==, QUIRE_SCENE_BUFFER_LOADING);
  g_assert_false (quire_scene_buffer_get_loaded (buffer));
  quire_test_wait_until (is_clean, buffer, 5000);

  assert_text (GTK_TEXT_BUFFER (buffer), EDITOR_BOOK_BODY);
  g_assert_cmpuint (quire_scene_buffer_get_words (buffer), ==, quire_node_get_words (get_scene (fixture, 0)));
  g_assert_false (gtk_text_buffer_get_can_undo (GTK_TEXT_BUFFER (buffer)));
  g_assert_false (quire_scene_buffer_get_unsaved (buffer));
  g_assert_true (quire_scene_buffers_show (fixture->buffers, get_scene (fixture, 0)) == buffer);
}

static void
test_type (Fixture *fixture, gconstpointer data)
{
  GtkTextBuffer *buffer = open_scene (fixture, 0);
  QuireSceneBuffer *scene = QUIRE_SCENE_BUFFER (buffer);
  guint words = quire_scene_buffer_get_words (scene);

  type (buffer, " One");
  g_assert_cmpint (quire_scene_buffer_get_state (scene), ==, QUIRE_SCENE_BUFFER_UNSAVED);
  g_assert_true (quire_scene_buffers_get_unsaved (fixture->buffers));
  quire_test_clock_advance (fixture->book->clock, QUIRE_AUTOSAVE_QUIET_MS - 1);
  g_assert_cmpint (quire_scene_buffer_get_state (scene), ==, QUIRE_SCENE_BUFFER_UNSAVED);
  g_assert_cmpuint (quire_scene_buffer_get_words (scene), ==, words + 1);

  quire_test_clock_advance (fixture->book->clock, 1);
  g_assert_cmpint (quire_scene_buffer_get_state (scene), ==, QUIRE_SCENE_BUFFER_SAVING);
  quire_test_wait_until (is_clean, buffer, 5000);
  g_assert_cmpuint (fixture->n_saved, ==, 1);
  assert_stored (fixture, 0, EDITOR_BOOK_BODY " One");
  g_assert_cmpuint (quire_node_get_words (get_scene (fixture, 0)), ==, words + 1);

  gtk_text_buffer_undo (buffer);
  assert_text (buffer, EDITOR_BOOK_BODY);
  quire_test_clock_advance (fixture->book->clock, QUIRE_AUTOSAVE_QUIET_MS);
  quire_test_wait_until (is_clean, buffer, 5000);
  assert_stored (fixture, 0, EDITOR_BOOK_BODY);
  g_assert_cmpuint (fixture->n_failed, ==, 0);
}

/* Keys that keep coming are on disk after two seconds, and those typed during a commit after it. */
static void
test_type_on (Fixture *fixture, gconstpointer data)
{
  GtkTextBuffer *buffer = open_scene (fixture, 1);
  g_autoptr (GString) expected = g_string_new (NULL);

  for (int i = 0; i < 21; i++)
    {
      type (buffer, "a");
      g_string_append_c (expected, 'a');
      quire_test_clock_advance (fixture->book->clock, 100);
    }
  g_assert_cmpint (quire_scene_buffer_get_state (QUIRE_SCENE_BUFFER (buffer)), ==, QUIRE_SCENE_BUFFER_SAVING);
  type (buffer, "b");
  g_string_append_c (expected, 'b');
  g_assert_true (quire_scene_buffer_get_unsaved (QUIRE_SCENE_BUFFER (buffer)));
  quire_test_clock_advance (fixture->book->clock, QUIRE_AUTOSAVE_QUIET_MS);
  quire_test_wait_until (is_clean, buffer, 5000);
  assert_stored (fixture, 1, expected->str);
}

static void
test_flush (Fixture *fixture, gconstpointer data)
{
  GtkTextBuffer *first = open_scene (fixture, 0);
  GtkTextBuffer *second = open_scene (fixture, 1);
  int code = -1;

  quire_scene_buffers_flush (fixture->buffers, answer_cb, &code);
  g_assert_cmpint (code, ==, 0);

  type (first, " One");
  type (second, "Two");
  code = -1;
  quire_scene_buffers_flush (fixture->buffers, answer_cb, &code);
  type (second, " three");
  quire_test_wait_until (is_answered, &code, 5000);
  g_assert_cmpint (code, ==, 0);
  assert_stored (fixture, 0, EDITOR_BOOK_BODY " One");
  {
    g_autofree char *text = editor_book_load (fixture->project, fixture->book->ids[1]);

    g_assert_true (g_str_has_prefix (text, "Two"));
  }

  /* What came after the call is due by itself. */
  quire_test_clock_advance (fixture->book->clock, QUIRE_AUTOSAVE_QUIET_MS);
  quire_test_wait_until (is_clean, second, 5000);
  assert_stored (fixture, 1, "Two three");
}

static void
test_failure (Fixture *fixture, gconstpointer data)
{
  GtkTextBuffer *buffer = open_scene (fixture, 0);
  int code = -1;

  editor_book_execute (fixture->book, BREAK_STORE);
  type (buffer, " One");
  quire_scene_buffer_flush (QUIRE_SCENE_BUFFER (buffer), answer_cb, &code);
  quire_test_wait_until (is_answered, &code, 5000);
  g_assert_cmpint (code, ==, QUIRE_ERROR_STORE);
  g_assert_true (is_failed (buffer));
  g_assert_cmpuint (fixture->n_failed, ==, 1);
  g_assert_nonnull (strstr (fixture->message, "“The lamp room” could not be saved"));
  g_assert_nonnull (quire_scene_buffer_get_message (QUIRE_SCENE_BUFFER (buffer)));
  assert_text (buffer, EDITOR_BOOK_BODY " One");

  /* At the next key, said no second time. */
  type (buffer, " two");
  quire_test_clock_advance (fixture->book->clock, QUIRE_AUTOSAVE_QUIET_MS);
  g_assert_cmpint (quire_scene_buffer_get_state (QUIRE_SCENE_BUFFER (buffer)), ==, QUIRE_SCENE_BUFFER_SAVING);
  quire_test_wait_until (is_failed, buffer, 5000);
  g_assert_cmpuint (fixture->n_failed, ==, 1);

  /* And by itself. */
  editor_book_execute (fixture->book, MEND_STORE);
  quire_test_clock_advance (fixture->book->clock, 5000);
  quire_test_wait_until (is_clean, buffer, 5000);
  g_assert_cmpuint (fixture->n_saved, ==, 1);
  g_assert_null (quire_scene_buffer_get_message (QUIRE_SCENE_BUFFER (buffer)));
  assert_stored (fixture, 0, EDITOR_BOOK_BODY " One two");
}

/* A draft for an empty scene that is open: shown, and one step to undo. */
static void
test_other_text (Fixture *fixture, gconstpointer data)
{
  GtkTextBuffer *buffer = open_scene (fixture, 1);
  g_autoptr (QuireSceneText) text = NULL;

  text = editor_book_await (quire_project_write_text (fixture->project, fixture->book->ids[1], "A draft.\n\nIts *end*.\n", NULL, QUIRE_ACTOR_AGENT));
  quire_test_wait_until (has_text, buffer, 5000);
  assert_text (buffer, "A draft.\n\nIts *end*.");
  g_assert_true (is_clean (buffer));
  g_assert_cmpuint (quire_scene_buffer_get_words (QUIRE_SCENE_BUFFER (buffer)), ==, 4);

  gtk_text_buffer_undo (buffer);
  assert_text (buffer, "");
  g_assert_false (gtk_text_buffer_get_can_undo (buffer));
  gtk_text_buffer_redo (buffer);
  assert_text (buffer, "A draft.\n\nIts *end*.");
  quire_test_clock_advance (fixture->book->clock, QUIRE_AUTOSAVE_QUIET_MS);
  quire_test_wait_until (is_clean, buffer, 5000);
  g_assert_cmpuint (fixture->n_failed, ==, 0);
}

/* Only what differs is put in, so the caret stays with its words. */
static void
test_other_text_keeps_caret (Fixture *fixture, gconstpointer data)
{
  GtkTextBuffer *buffer = open_scene (fixture, 0);
  g_autoptr (QuireSceneText) text = NULL;
  GtkTextIter caret;

  gtk_text_buffer_get_iter_at_offset (buffer, &caret, 40);
  gtk_text_buffer_place_cursor (buffer, &caret);
  text = editor_book_await (quire_project_write_text (fixture->project, fixture->book->ids[0],
                                                      "Räin had got into the lamp room.\n\n“A hundred and ten,” she said. *Always.*", NULL, QUIRE_ACTOR_AGENT));
  quire_test_wait_until (has_umlaut, buffer, 5000);
  assert_text (buffer, "Räin had got into the lamp room.\n\n“A hundred and ten,” she said. *Always.*");
  gtk_text_buffer_get_iter_at_mark (buffer, &caret, gtk_text_buffer_get_insert (buffer));
  g_assert_cmpint (gtk_text_iter_get_line (&caret), ==, 2);
}

/* Two texts from one: the writer's stands, the other is a revision, and both is said. */
static void
test_changed_elsewhere (Fixture *fixture, gconstpointer data)
{
  GtkTextBuffer *buffer = open_scene (fixture, 0);
  g_autoptr (QuireSceneText) text = NULL;
  int n_revisions = editor_book_query (fixture->book, "SELECT count (*) FROM revisions WHERE body = 'Another text.'");

  g_assert_cmpint (n_revisions, ==, 0);
  type (buffer, " One");
  text = editor_book_await (quire_project_write_text (fixture->project, fixture->book->ids[0], "Another text.", NULL, QUIRE_ACTOR_WRITER));
  assert_text (buffer, EDITOR_BOOK_BODY " One");

  quire_test_clock_advance (fixture->book->clock, QUIRE_AUTOSAVE_QUIET_MS);
  quire_test_wait_until (is_clean, buffer, 5000);
  assert_text (buffer, EDITOR_BOOK_BODY " One");
  assert_stored (fixture, 0, EDITOR_BOOK_BODY " One");
  g_assert_cmpint (editor_book_query (fixture->book, "SELECT count (*) FROM revisions WHERE body = 'Another text.'"), ==, 1);
  g_assert_cmpuint (fixture->n_failed, ==, 1);
  g_assert_nonnull (strstr (fixture->message, "was also changed elsewhere"));

  type (buffer, " two");
  quire_test_clock_advance (fixture->book->clock, QUIRE_AUTOSAVE_QUIET_MS);
  quire_test_wait_until (is_clean, buffer, 5000);
  g_assert_cmpuint (fixture->n_failed, ==, 1);
}

static void
test_unreadable (Fixture *fixture, gconstpointer data)
{
  QuireSceneBuffer *buffer;

  editor_book_execute (fixture->book, "ALTER TABLE scene_text RENAME TO lost");
  buffer = quire_scene_buffers_show (fixture->buffers, get_scene (fixture, 0));
  quire_test_wait_until (is_unreadable, buffer, 5000);
  g_assert_nonnull (quire_scene_buffer_get_message (buffer));

  /* Nothing is ever written from a text that was not read. */
  type (GTK_TEXT_BUFFER (buffer), "One");
  g_assert_false (quire_scene_buffer_get_unsaved (buffer));

  editor_book_execute (fixture->book, "ALTER TABLE lost RENAME TO scene_text");
  quire_scene_buffer_load (buffer);
  g_assert_cmpint (quire_scene_buffer_get_state (buffer), ==, QUIRE_SCENE_BUFFER_LOADING);
  quire_test_wait_until (is_clean, buffer, 5000);
  assert_text (GTK_TEXT_BUFFER (buffer), EDITOR_BOOK_BODY);
  g_assert_null (quire_scene_buffer_get_message (buffer));
}

/* A book that is closed on text that nobody waited for: it is stored all the same, and whoever waits is told. */
static void
test_dispose (Fixture *fixture, gconstpointer data)
{
  GtkTextBuffer *buffer = open_scene (fixture, 0);
  int code = -1;

  type (buffer, " One");
  g_assert_finalize_object (g_steal_pointer (&fixture->buffers));
  assert_stored (fixture, 0, EDITOR_BOOK_BODY " One");

  fixture->buffers = quire_scene_buffers_new (fixture->project);
  buffer = open_scene (fixture, 0);
  type (buffer, " two");
  quire_scene_buffer_flush (QUIRE_SCENE_BUFFER (buffer), answer_cb, &code);
  g_assert_finalize_object (g_steal_pointer (&fixture->buffers));
  g_assert_cmpint (code, ==, QUIRE_ERROR_CANCELLED);
  assert_stored (fixture, 0, EDITOR_BOOK_BODY " One two");
}

static void
test_least_recent (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) scenes = g_ptr_array_new_with_free_func (g_object_unref);
  GtkTextBuffer *unsaved = open_scene (fixture, 0);
  QuireNode *chapter = quire_node_get_parent (get_scene (fixture, 0));
  const QuirePlace place = { quire_node_get_id (chapter), NULL };

  open_scene (fixture, 1);
  editor_book_execute (fixture->book, BREAK_STORE);
  type (unsaved, " One");
  for (guint i = 0; i < QUIRE_SCENE_BUFFERS_MAX; i++)
    {
      QuireNode *scene = editor_book_await (quire_project_add_node (fixture->project, QUIRE_NODE_SCENE, &place, ""));
      QuireSceneBuffer *buffer = quire_scene_buffers_show (fixture->buffers, scene);

      g_ptr_array_add (scenes, scene);
      quire_test_wait_until (is_clean, buffer, 5000);
    }

  /* The clean one went, the one with unsaved text did not. */
  g_assert_cmpuint (quire_scene_buffers_get_n_buffers (fixture->buffers), ==, QUIRE_SCENE_BUFFERS_MAX);
  g_assert_true (GTK_TEXT_BUFFER (quire_scene_buffers_lookup (fixture->buffers, fixture->book->ids[0])) == unsaved);
  g_assert_null (quire_scene_buffers_lookup (fixture->buffers, fixture->book->ids[1]));

  editor_book_execute (fixture->book, MEND_STORE);
  quire_scene_buffers_flush (fixture->buffers, NULL, NULL);
  quire_test_wait_until (is_clean, unsaved, 5000);
}

int
main (int argc, char *argv[])
{
  quire_test_init (&argc, &argv);
  gtk_init ();

#define ADD(name, func) g_test_add ("/scene-buffer/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("load", test_load);
  ADD ("type", test_type);
  ADD ("type-on", test_type_on);
  ADD ("flush", test_flush);
  ADD ("failure", test_failure);
  ADD ("other-text", test_other_text);
  ADD ("other-text-keeps-caret", test_other_text_keeps_caret);
  ADD ("changed-elsewhere", test_changed_elsewhere);
  ADD ("unreadable", test_unreadable);
  ADD ("dispose", test_dispose);
  ADD ("least-recent", test_least_recent);
#undef ADD

  return g_test_run ();
}
