/* test-text.c: writing, drafts and reading of prose
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <signal.h>
#include <sys/resource.h>

#include "store-test.h"

typedef struct
{
  guint n;
  char *scene_id;
  guint actor;
} Changes;

static void
text_changed_cb (QuireProject *project, const char *scene_id, guint actor, gpointer data)
{
  Changes *changes = data;

  changes->n++;
  g_set_str (&changes->scene_id, scene_id);
  changes->actor = actor;
}

static void
failed_cb (QuireProject *project, const GError *error, gpointer data)
{
  *(int *) data = error->code;
}

static void
test_write (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autoptr (QuireProject) project = create_book (path, clock);
  QuireNode *scene = quire_manuscript_get_at (quire_project_get_manuscript (project), 1, 1, 1);
  g_autofree char *scene_id = g_strdup (quire_node_get_id (scene));
  g_autoptr (QuireSceneText) empty = load_text (project, scene_id);
  g_autoptr (QuireSceneText) first = NULL;
  g_autoptr (QuireSceneText) again = NULL;
  Changes changes = { 0 };

  g_signal_connect (project, "text-changed", G_CALLBACK (text_changed_cb), &changes);
  g_assert_cmpstr (quire_scene_text_get_body (empty), ==, "");
  g_assert_cmpuint (quire_scene_text_get_words (empty), ==, 0);
  g_assert_cmpint (quire_node_get_status (scene), ==, QUIRE_STATUS_OUTLINED);

  /* Nothing over nothing is nothing. */
  g_object_unref (write_text (project, scene_id, ""));
  g_assert_cmpuint (changes.n, ==, 0);

  first = write_text (project, scene_id, "Low water. “Nothing moved,” said Ada.\n");
  g_assert_cmpuint (quire_scene_text_get_words (first), ==, 6);
  g_assert_cmpuint (strlen (quire_scene_text_get_hash (first)), ==, 64);
  g_assert_cmpuint (quire_node_get_words (scene), ==, 6);
  g_assert_cmpint (quire_node_get_status (scene), ==, QUIRE_STATUS_DRAFT);
  g_assert_cmpuint (changes.n, ==, 1);
  g_assert_cmpstr (changes.scene_id, ==, scene_id);
  g_assert_cmpuint (changes.actor, ==, QUIRE_ACTOR_WRITER);
  g_assert_cmpuint (quire_project_get_revision (project), ==, 1);

  /* The same again resolves, and is no change. */
  again = write_text (project, scene_id, "Low water. “Nothing moved,” said Ada.\n");
  g_assert_cmpstr (quire_scene_text_get_hash (again), ==, quire_scene_text_get_hash (first));
  g_assert_cmpuint (changes.n, ==, 1);
  g_assert_cmpuint (quire_project_get_revision (project), ==, 1);

  assert_rejected (quire_project_write_text (project, "none", "x", NULL, QUIRE_ACTOR_WRITER), QUIRE_ERROR_NOT_FOUND);
  assert_rejected (quire_project_write_text (project, scene_id_at (project, 1, 1, 0), "x", NULL, QUIRE_ACTOR_WRITER), QUIRE_ERROR_NOT_FOUND);
  assert_rejected (quire_project_write_text (project, scene_id, "\xff", NULL, QUIRE_ACTOR_WRITER), QUIRE_ERROR_INVALID);
  assert_rejected (quire_project_load_text (project, "none"), QUIRE_ERROR_NOT_FOUND);
  assert_sound (project);
  close_book (&project);
  g_free (changes.scene_id);
}

static void
test_base (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autoptr (QuireProject) project = create_book (path, clock);
  g_autofree char *scene_id = g_strdup (scene_id_at (project, 1, 1, 1));
  g_autoptr (QuireSceneText) empty = load_text (project, scene_id);
  g_autoptr (QuireSceneText) one = NULL;
  g_autoptr (QuireSceneText) two = NULL;

  assert_done (quire_project_write_text (project, scene_id, "One.", quire_scene_text_get_hash (empty), QUIRE_ACTOR_WRITER));
  one = load_text (project, scene_id);
  assert_rejected (quire_project_write_text (project, scene_id, "Other.", quire_scene_text_get_hash (empty), QUIRE_ACTOR_WRITER), QUIRE_ERROR_CHANGED);
  assert_body (project, scene_id, "One.");

  /* What stands there already is no conflict: the answer to the first try may have been lost. */
  assert_done (quire_project_write_text (project, scene_id, "One.", quire_scene_text_get_hash (empty), QUIRE_ACTOR_WRITER));

  /* Both from the same base, given at once: the second one loses, and says so. */
  dex_unref (quire_project_write_text (project, scene_id, "Two.", quire_scene_text_get_hash (one), QUIRE_ACTOR_WRITER));
  assert_rejected (quire_project_write_text (project, scene_id, "Three.", quire_scene_text_get_hash (one), QUIRE_ACTOR_AGENT), QUIRE_ERROR_CHANGED);
  two = load_text (project, scene_id);
  g_assert_cmpstr (quire_scene_text_get_body (two), ==, "Two.");
  close_book (&project);
  g_assert_cmpint (query_number (path, "SELECT count (*) FROM revisions"), ==, 0);
}

static void
test_revisions (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autoptr (QuireProject) project = create_book (path, clock);
  g_autofree char *scene_id = g_strdup (scene_id_at (project, 1, 1, 1));
  g_autoptr (GString) long_text = g_string_new (NULL);

  /* Over an empty scene: nothing is lost, nothing is kept. */
  assert_done (quire_project_write_text (project, scene_id, "By the agent.", NULL, QUIRE_ACTOR_AGENT));
  assert_done (quire_project_write_text (project, scene_id, "By the writer.", NULL, QUIRE_ACTOR_WRITER));
  assert_done (quire_project_write_text (project, scene_id, "By the agent again.", NULL, QUIRE_ACTOR_AGENT));
  assert_done (quire_project_write_text (project, scene_id, "Imported.", NULL, QUIRE_ACTOR_IMPORT));

  /* The writer's own large cut. */
  for (guint i = 0; i < 60; i++)
    g_string_append (long_text, "word ");
  assert_done (quire_project_write_text (project, scene_id, long_text->str, NULL, QUIRE_ACTOR_WRITER));
  assert_done (quire_project_write_text (project, scene_id, "", NULL, QUIRE_ACTOR_WRITER));
  close_book (&project);

  g_assert_cmpint (query_number (path, "SELECT count (*) FROM revisions"), ==, 3);
  g_assert_cmpint (query_number (path, "SELECT count (*) FROM revisions WHERE body = 'By the writer.' AND actor = 'agent' AND words = 3"), ==, 1);
  g_assert_cmpint (query_number (path, "SELECT count (*) FROM revisions WHERE body = 'By the agent again.' AND actor = 'import'"), ==, 1);
  g_assert_cmpint (query_number (path, "SELECT count (*) FROM revisions WHERE reason = 'cut' AND words = 60"), ==, 1);
}

static void
test_log (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autoptr (QuireProject) project = create_book (path, clock);
  g_autofree char *scene_id = g_strdup (scene_id_at (project, 1, 1, 1));

  g_object_unref (write_text (project, scene_id, "one two three"));
  g_object_unref (write_text (project, scene_id, "one"));
  g_object_unref (write_text (project, scene_id, "one two"));
  quire_test_clock_advance (clock, G_GUINT64_CONSTANT (25) * 3600 * 1000);
  g_object_unref (write_text (project, scene_id, "one two three"));
  close_book (&project);

  g_assert_cmpint (query_number (path, "SELECT count (*) FROM writing_log"), ==, 2);
  g_assert_cmpint (query_number (path, "SELECT words_added FROM writing_log ORDER BY day"), ==, 4);
  g_assert_cmpint (query_number (path, "SELECT words_removed FROM writing_log ORDER BY day"), ==, 2);
  g_assert_cmpint (query_number (path, "SELECT words_added FROM writing_log ORDER BY day DESC"), ==, 1);
}

static void
test_draft (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autoptr (QuireProject) project = create_book (path, clock);
  QuireManuscript *manuscript = quire_project_get_manuscript (project);
  QuireDraftPlace place = { .act = 3, .chapter = 2, .scene = 2, .title = "Low water", .synopsis = "The tide is out.", .point_of_view = "Ada" };
  g_autoptr (QuireNode) scene = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (quire_project_can_draft (project, &place, &error));
  g_assert_no_error (error);
  scene = dex_await_object (quire_project_save_draft (project, &place, "Nothing moved."), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (quire_node_get_number (scene), ==, "3.2.2");
  g_assert_cmpstr (quire_node_get_title (scene), ==, "Low water");
  g_assert_cmpstr (quire_node_get_synopsis (scene), ==, "The tide is out.");
  g_assert_cmpstr (quire_node_get_point_of_view (scene), ==, "Ada");
  g_assert_cmpint (quire_node_get_status (scene), ==, QUIRE_STATUS_DRAFT);
  g_assert_cmpuint (quire_manuscript_get_words (manuscript), ==, 2);
  g_assert_cmpstr (quire_node_get_title (quire_manuscript_get_at (manuscript, 2, 0, 0)), ==, "Act 2");
  g_assert_cmpstr (quire_node_get_title (quire_manuscript_get_at (manuscript, 3, 2, 0)), ==, "Chapter 2");
  g_assert_cmpstr (quire_node_get_title (quire_manuscript_get_at (manuscript, 3, 2, 1)), ==, "");
  g_assert_null (quire_manuscript_get_at (manuscript, 2, 1, 0));
  assert_body (project, quire_node_get_id (scene), "Nothing moved.");

  /* The scene between, which is there and unwritten; what is not given is kept. */
  place = (QuireDraftPlace) { .act = 3, .chapter = 2, .scene = 1 };
  g_clear_object (&scene);
  scene = dex_await_object (quire_project_save_draft (project, &place, "Earlier."), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (quire_node_get_number (scene), ==, "3.2.1");
  assert_sound (project);
  close_book (&project);
}

static void
test_draft_refuses (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autoptr (QuireProject) project = create_book (path, clock);
  g_autofree char *scene_id = g_strdup (scene_id_at (project, 1, 1, 1));
  g_autofree char *before = NULL;
  QuireDraftPlace place = { .act = 1, .chapter = 1, .scene = 1 };
  g_autoptr (DexFuture) first = NULL;
  g_autoptr (DexFuture) second = NULL;
  g_autoptr (GError) error = NULL;

  /* Both may be saved when asked; only one is there to be saved to in the end. */
  g_assert_true (quire_project_can_draft (project, &place, NULL));
  first = quire_project_save_draft (project, &place, "The first.");
  second = quire_project_save_draft (project, &place, "The second.");
  assert_done (g_steal_pointer (&first));
  g_assert_false (quire_await (g_steal_pointer (&second), &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_SCENE_EXISTS);
  g_assert_nonnull (strstr (error->message, "Scene 1.1.1 already has text. Nothing was changed."));
  assert_body (project, scene_id, "The first.");

  /* Text without a word is text: only the transaction can see it. */
  place = (QuireDraftPlace) { .act = 1, .chapter = 1, .scene = 2 };
  assert_done (quire_project_save_draft (project, &place, "***"));
  g_assert_true (quire_project_can_draft (project, &place, NULL));
  assert_rejected (quire_project_save_draft (project, &place, "Over it."), QUIRE_ERROR_SCENE_EXISTS);

  place = (QuireDraftPlace) { .act = 0, .chapter = 1, .scene = 1 };
  assert_rejected (quire_project_save_draft (project, &place, "x"), QUIRE_ERROR_INVALID);
  place = (QuireDraftPlace) { .act = 1, .chapter = 1000, .scene = 1 };
  assert_rejected (quire_project_save_draft (project, &place, "x"), QUIRE_ERROR_INVALID);
  place = (QuireDraftPlace) { .scene_id = "none" };
  assert_rejected (quire_project_save_draft (project, &place, "x"), QUIRE_ERROR_NOT_FOUND);
  place = (QuireDraftPlace) { .act = 1, .chapter = 1, .scene = 3 };
  assert_rejected (quire_project_save_draft (project, &place, " \n"), QUIRE_ERROR_INVALID);
  g_assert_null (quire_manuscript_get_at (quire_project_get_manuscript (project), 1, 1, 3));
  close_book (&project);
}

static void
assert_prose (QuireProject *project, const char *near, guint max_words, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) texts = quire_await_array (quire_project_load_prose (project, near, max_words), &error);
  g_autoptr (GString) bodies = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < texts->len; i++)
    g_string_append (bodies, quire_scene_text_get_body (g_ptr_array_index (texts, i)));
  g_assert_cmpstr (bodies->str, ==, expected);
}

static void
test_prose (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autoptr (QuireProject) project = create_book (path, clock);
  g_autofree char *near = NULL;

  for (guint i = 1; i <= 6; i++)
    {
      g_autofree char *body = g_strdup_printf ("%u ", i);
      QuireDraftPlace place = { .act = 1, .chapter = i, .scene = 1 };

      if (i != 3)
        assert_done (quire_project_save_draft (project, &place, body));
    }
  assert_done (quire_project_trash_node (project, scene_id_at (project, 1, 5, 1)));
  /* Chapter 3 was made without a scene on the way to chapter 4. */
  g_assert_null (quire_manuscript_get_at (quire_project_get_manuscript (project), 1, 3, 1));
  near = g_strdup (scene_id_at (project, 1, 4, 1));

  assert_prose (project, NULL, 1000, "1 2 4 6 ");
  assert_prose (project, NULL, 2, "1 2 ");
  assert_prose (project, NULL, 0, "");
  assert_prose (project, near, 1000, "4 2 6 1 ");
  assert_prose (project, near, 3, "4 2 6 ");
  close_book (&project);
}

/* -- a full disk -- */

static void
test_no_space (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autoptr (QuireProject) project = create_book (path, clock);
  g_autofree char *scene_id = g_strdup (scene_id_at (project, 1, 1, 1));
  g_autofree char *large = g_malloc (400 * 1000 + 1);
  struct rlimit former;
  struct rlimit small;
  int failed = 0;

  for (gsize i = 0; i < 400 * 1000; i++)
    large[i] = (i % 7) == 6 ? ' ' : (char) ('a' + i % 23);
  large[400 * 1000] = '\0';
  g_signal_connect (project, "failed", G_CALLBACK (failed_cb), &failed);
  g_object_unref (write_text (project, scene_id, "Kept."));

  /* No file may grow beyond what these have now and a bit. */
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &former), ==, 0);
  small = former;
  small.rlim_cur = 600 * 1000;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  assert_rejected (quire_project_write_text (project, scene_id, large, NULL, QUIRE_ACTOR_WRITER), QUIRE_ERROR_NO_SPACE);
  g_assert_cmpint (failed, ==, QUIRE_ERROR_NO_SPACE);
  assert_body (project, scene_id, "Kept.");
  g_assert_cmpuint (quire_manuscript_get_words (quire_project_get_manuscript (project)), ==, 1);

  /* With room again it is tried again, and works. */
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &former), ==, 0);
  g_assert_false (quire_project_get_read_only (project));
  g_object_unref (write_text (project, scene_id, large));
  assert_sound (project);
  close_book (&project);

  project = open_book (path, QUIRE_PROJECT_NO_BACKUP, clock);
  assert_body (project, scene_id, large);
  close_book (&project);
}

/* -- a file that went away -- */

static void
test_moved (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autofree char *elsewhere = g_strconcat (path, ".moved", NULL);
  g_autoptr (QuireProject) project = create_book (path, clock);
  g_autofree char *scene_id = g_strdup (scene_id_at (project, 1, 1, 1));
  int failed = 0;

  g_signal_connect (project, "failed", G_CALLBACK (failed_cb), &failed);
  g_object_unref (write_text (project, scene_id, "One."));
  g_assert_cmpint (g_rename (path, elsewhere), ==, 0);
  assert_rejected (quire_project_write_text (project, scene_id, "Two.", NULL, QUIRE_ACTOR_WRITER), QUIRE_ERROR_STORE);
  g_assert_cmpint (failed, ==, QUIRE_ERROR_STORE);
  assert_body (project, scene_id, "One.");

  g_assert_cmpint (g_rename (elsewhere, path), ==, 0);
  g_object_unref (write_text (project, scene_id, "Two."));
  close_book (&project);
}

int
main (int argc, char **argv)
{
  quire_test_init (&argc, &argv);

  quire_test_add_fiber ("/text/write", test_write);
  quire_test_add_fiber ("/text/base", test_base);
  quire_test_add_fiber ("/text/revisions", test_revisions);
  quire_test_add_fiber ("/text/log", test_log);
  quire_test_add_fiber ("/text/draft", test_draft);
  quire_test_add_fiber ("/text/draft-refuses", test_draft_refuses);
  quire_test_add_fiber ("/text/prose", test_prose);
  quire_test_add_fiber ("/text/no-space", test_no_space);
  quire_test_add_fiber ("/text/moved", test_moved);

  return g_test_run ();
}
