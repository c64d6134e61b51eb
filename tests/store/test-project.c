/* test-project.c: making, opening and changing a book
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store-test.h"

static void
count_cb (gpointer object, gpointer data)
{
  *(guint *) data += 1;
}

static void
test_create (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autofree char *id = NULL;
  QuireBookContents *contents = quire_book_contents_new_three_acts ("The Quay");
  g_autoptr (QuireProject) project = NULL;
  g_autoptr (GError) error = NULL;
  QuireManuscript *manuscript;

  g_set_str (&contents->author, "A. Writer");
  g_set_str (&contents->language, "de");
  contents->target_words = 90000;
  project = dex_await_object (quire_project_create (path, contents, QUIRE_CLOCK (clock)), &error);
  g_assert_no_error (error);
  g_assert_false (quire_project_get_read_only (project));
  g_assert_null (quire_project_get_read_only_reason (project));
  id = g_strdup (quire_project_get_id (project));
  g_assert_cmpuint (strlen (id), ==, 36);
  close_book (&project);

  project = open_book (path, QUIRE_PROJECT_NO_BACKUP, clock);
  g_assert_cmpstr (quire_project_get_id (project), ==, id);
  g_assert_cmpstr (quire_project_get_title (project), ==, "The Quay");
  g_assert_cmpstr (quire_project_get_author (project), ==, "A. Writer");
  g_assert_cmpstr (quire_project_get_language (project), ==, "de");
  g_assert_cmpuint (quire_project_get_target_words (project), ==, 90000);
  g_assert_cmpstr (quire_project_get_path (project), ==, path);
  manuscript = quire_project_get_manuscript (project);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (manuscript)), ==, 3);
  g_assert_cmpuint (quire_manuscript_get_n_scenes (manuscript), ==, 9);
  assert_sound (project);
  close_book (&project);
}

static void
test_create_with_texts (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  QuireBookContents *contents = quire_book_contents_new_blank ("The Quay");
  const QuireNodeData *scene = g_ptr_array_index (contents->nodes, 2);
  const char *const names[] = { "Ada", "Mrs. Quill", NULL };
  QuireEntryValues values = { .category = "characters", .names = names, .text = "Keeps the lamp." };
  g_autoptr (QuireProject) project = NULL;
  g_autoptr (GError) error = NULL;
  QuireNode *node;

  g_hash_table_insert (contents->bodies, g_strdup (scene->id), g_strdup ("Low water. Nothing moved."));
  g_ptr_array_add (contents->entries, quire_entry_new (&values));
  project = dex_await_object (quire_project_create (path, contents, QUIRE_CLOCK (clock)), &error);
  g_assert_no_error (error);

  node = quire_manuscript_get_at (quire_project_get_manuscript (project), 1, 1, 1);
  g_assert_cmpuint (quire_node_get_words (node), ==, 4);
  g_assert_cmpint (quire_node_get_status (node), ==, QUIRE_STATUS_DRAFT);
  assert_body (project, quire_node_get_id (node), "Low water. Nothing moved.");
  assert_sound (project);
  close_book (&project);
}

static void
test_create_refuses (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *missing = g_build_filename (folder, "none", "book.quire", NULL);
  g_autofree char *log_path = g_strconcat (path, "-wal", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GDir) files = NULL;
  QuireBookContents *broken = quire_book_contents_new_blank ("Broken");
  QuireNodeData *scene = g_ptr_array_index (broken->nodes, 2);

  g_assert_true (g_file_set_contents (path, "mine", -1, NULL));
  assert_rejected (quire_project_create (path, quire_book_contents_new_blank ("x"), QUIRE_CLOCK (clock)), QUIRE_ERROR_INVALID);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "mine");
  g_unlink (path);

  /* What a killed program left of another book of that name, when its file alone was deleted. */
  g_assert_true (g_file_set_contents (log_path, "last sentences", -1, NULL));
  assert_rejected (quire_project_create (path, quire_book_contents_new_blank ("x"), QUIRE_CLOCK (clock)), QUIRE_ERROR_INVALID);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_clear_pointer (&text, g_free);
  g_assert_true (g_file_get_contents (log_path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "last sentences");
  g_unlink (log_path);

  assert_rejected (quire_project_create (missing, quire_book_contents_new_blank ("x"), QUIRE_CLOCK (clock)), QUIRE_ERROR_NOT_FOUND);

  /* A scene below an act. */
  g_set_str (&scene->parent_id, ((QuireNodeData *) g_ptr_array_index (broken->nodes, 0))->id);
  assert_rejected (quire_project_create (path, broken, QUIRE_CLOCK (clock)), QUIRE_ERROR_CORRUPT);

  files = g_dir_open (folder, 0, NULL);
  g_assert_null (g_dir_read_name (files));
}

/* A text that the store refuses half-way through: no file, and nothing else, is left. */
static void
test_create_whole_or_not (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GDir) files = NULL;
  QuireBookContents *contents = quire_book_contents_new_blank ("x");

  g_hash_table_insert (contents->bodies, g_strdup ("no such scene"), g_strdup ("Text."));
  assert_rejected (quire_project_create (path, contents, QUIRE_CLOCK (clock)), QUIRE_ERROR_NOT_FOUND);
  files = g_dir_open (folder, 0, NULL);
  g_assert_null (g_dir_read_name (files));
}

/* Names that a URI, a shell or UTF-8 would trip over. */
static void
test_names (void)
{
  static const char *const names[] = { "a b.quire", "100%25 #1?immutable=1&mode=ro.quire", "«Ñandú» 東京.quire", "latin-\xe9.quire", "quo'te\".quire", "-x.quire", ".quire" };
  g_autofree char *folder = quire_test_make_folder ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
      g_autofree char *path = g_build_filename (folder, names[i], NULL);
      g_autoptr (QuireProject) project = create_book (path, clock);
      g_autofree char *backup = NULL;

      g_assert_cmpstr (quire_project_get_path (project), ==, path);
      g_object_unref (write_text (project, scene_id_at (project, 1, 1, 1), "One."));
      backup = dex_await_string (quire_project_backup (project), NULL);
      g_assert_nonnull (backup);
      close_book (&project);
      g_assert_cmpint (query_number (path, "SELECT count (*) FROM scene_text"), ==, 1);

      project = open_book (path, QUIRE_PROJECT_READ_ONLY, clock);
      assert_body (project, scene_id_at (project, 1, 1, 1), "One.");
      close_book (&project);
    }
}

/* A relative path keeps its meaning when the process goes elsewhere. */
static void
test_relative (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *folder = quire_test_make_folder ();
  g_autofree char *expected = g_build_filename (folder, "book.quire", NULL);
  g_autofree char *former = g_get_current_dir ();
  g_autofree char *backup = NULL;
  g_autoptr (QuireProject) project = NULL;

  g_assert_cmpint (g_chdir (folder), ==, 0);
  project = create_book ("book.quire", clock);
  g_assert_cmpint (g_chdir (former), ==, 0);
  g_assert_cmpstr (quire_project_get_path (project), ==, expected);
  g_object_unref (write_text (project, scene_id_at (project, 1, 1, 1), "One."));
  backup = dex_await_string (quire_project_backup (project), NULL);
  g_assert_nonnull (backup);
  close_book (&project);
}

static void
test_templates (void)
{
  g_autoptr (QuireBookContents) blank = quire_book_contents_new_blank ("x");
  g_autoptr (QuireBookContents) beats = quire_book_contents_new_beat_sheet ("x");
  g_autoptr (QuireManuscript) manuscript = NULL;
  g_autoptr (GPtrArray) scenes = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (blank->nodes->len, ==, 3);
  g_assert_cmpstr (blank->language, ==, "en");
  manuscript = quire_manuscript_new (beats->nodes, &error);
  g_assert_no_error (error);
  scenes = quire_manuscript_list_scenes (manuscript);
  g_assert_cmpuint (scenes->len, ==, 15);
  for (guint i = 0; i < scenes->len; i++)
    g_assert_cmpuint (strlen (quire_node_get_synopsis (g_ptr_array_index (scenes, i))), >, 20);
}

static void
test_nodes (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autoptr (QuireProject) project = create_book (path, clock);
  g_autoptr (QuireNodeData) values = quire_node_data_new (QUIRE_NODE_SCENE, NULL, "Low water");
  QuireManuscript *manuscript = quire_project_get_manuscript (project);
  const char *chapter_id = scene_id_at (project, 1, 1, 0);
  g_autofree char *first_id = g_strdup (scene_id_at (project, 1, 1, 1));
  QuirePlace place = { chapter_id, first_id };
  g_autoptr (QuireNode) added = NULL;
  g_autoptr (GError) error = NULL;

  added = dex_await_object (quire_project_add_node (project, QUIRE_NODE_SCENE, &place, "Before"), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (quire_node_get_number (added), ==, "1.1.1");
  g_assert_true (quire_manuscript_get_at (manuscript, 1, 1, 1) == added);

  g_set_str (&values->synopsis, "The tide is out.");
  g_set_str (&values->point_of_view, "Ada");
  values->status = QUIRE_STATUS_REVISED;
  values->target = 1200;
  assert_done (quire_project_edit_node (project, first_id, QUIRE_NODE_FIELD_TITLE | QUIRE_NODE_FIELD_STATUS | QUIRE_NODE_FIELD_TARGET, values));
  assert_done (quire_project_set_title (project, "The Quay at Night"));

  place = (QuirePlace) { chapter_id, quire_node_get_id (added) };
  assert_done (quire_project_move_node (project, first_id, &place));
  g_assert_cmpstr (quire_node_get_number (added), ==, "1.1.2");

  /* Nothing of this may change anything. */
  place = (QuirePlace) { scene_id_at (project, 1, 0, 0), NULL };
  assert_rejected (quire_project_move_node (project, first_id, &place), QUIRE_ERROR_INVALID);
  assert_rejected (quire_project_add_node (project, QUIRE_NODE_SCENE, &place, ""), QUIRE_ERROR_INVALID);
  assert_rejected (quire_project_edit_node (project, "none", QUIRE_NODE_FIELD_TITLE, values), QUIRE_ERROR_NOT_FOUND);
  assert_rejected (quire_project_trash_node (project, "none"), QUIRE_ERROR_NOT_FOUND);
  g_clear_object (&added);
  close_book (&project);

  project = open_book (path, QUIRE_PROJECT_NO_BACKUP, clock);
  g_assert_cmpstr (quire_project_get_title (project), ==, "The Quay at Night");
  g_assert_cmpstr (scene_id_at (project, 1, 1, 1), ==, first_id);
  added = g_object_ref (quire_manuscript_get_at (quire_project_get_manuscript (project), 1, 1, 1));
  g_assert_cmpstr (quire_node_get_title (added), ==, "Low water");
  g_assert_cmpstr (quire_node_get_synopsis (added), ==, "");
  g_assert_cmpstr (quire_node_get_point_of_view (added), ==, "");
  g_assert_cmpint (quire_node_get_status (added), ==, QUIRE_STATUS_REVISED);
  g_assert_cmpuint (quire_node_get_target (added), ==, 1200);
  g_clear_object (&added);
  close_book (&project);
}

static void
test_step (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autoptr (QuireProject) project = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  const char *const expected[] = { "1.2.2", "1.2.1", "1.1.2", "1.1.1" };

  project = dex_await_object (quire_project_create (path, quire_book_contents_new_three_acts ("x"), QUIRE_CLOCK (clock)), &error);
  g_assert_no_error (error);
  id = g_strdup (scene_id_at (project, 1, 3, 1));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      QuireNode *node = quire_manuscript_lookup (quire_project_get_manuscript (project), id);

      g_assert_true (dex_await_boolean (quire_project_step_node (project, id, -1), &error));
      g_assert_no_error (error);
      g_assert_cmpstr (quire_node_get_number (node), ==, expected[i]);
    }
  g_assert_false (dex_await_boolean (quire_project_step_node (project, id, -1), &error));
  g_assert_no_error (error);
  close_book (&project);
}

static void
test_trash (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autoptr (QuireProject) project = create_book (path, clock);
  QuireManuscript *manuscript = quire_project_get_manuscript (project);
  g_autofree char *act_id = g_strdup (scene_id_at (project, 1, 0, 0));
  g_autofree char *chapter_id = g_strdup (scene_id_at (project, 1, 1, 0));
  g_autofree char *scene_id = g_strdup (scene_id_at (project, 1, 1, 1));

  g_object_unref (write_text (project, scene_id, "Low water."));
  assert_done (quire_project_trash_node (project, scene_id));
  g_assert_cmpuint (quire_manuscript_get_n_scenes (manuscript), ==, 0);
  g_assert_cmpuint (quire_manuscript_get_words (manuscript), ==, 0);
  assert_done (quire_project_trash_node (project, chapter_id));
  assert_done (quire_project_trash_node (project, act_id));
  assert_rejected (quire_project_step_node (project, scene_id, 1), QUIRE_ERROR_INVALID);
  close_book (&project);

  project = open_book (path, QUIRE_PROJECT_NO_BACKUP, clock);
  manuscript = quire_project_get_manuscript (project);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (manuscript)), ==, 0);
  assert_body (project, scene_id, "Low water.");

  /* Brings chapter and act back with it. */
  assert_done (quire_project_restore_node (project, scene_id));
  g_assert_cmpstr (scene_id_at (project, 1, 1, 1), ==, scene_id);
  g_assert_cmpuint (quire_manuscript_get_words (manuscript), ==, 2);
  assert_done (quire_project_restore_node (project, scene_id));
  close_book (&project);
}

/* Given at once, without waiting: they happen in the order given, and what is read after them sees them. */
static void
test_order (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autoptr (QuireProject) project = create_book (path, clock);
  const char *scene_id = scene_id_at (project, 1, 1, 1);
  QuirePlace place = { scene_id_at (project, 1, 1, 0), NULL };
  QuireNode *chapter = quire_manuscript_get_at (quire_project_get_manuscript (project), 1, 1, 0);
  g_autoptr (QuireSceneText) text = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 50; i++)
    {
      g_autofree char *title = g_strdup_printf ("%u", i);

      /* Dropped at once, by one who waited: it is done all the same. */
      dex_unref (dex_future_first (quire_project_add_node (project, QUIRE_NODE_SCENE, &place, title), NULL));
      dex_unref (dex_future_first (quire_project_write_text (project, scene_id, title, NULL, QUIRE_ACTOR_WRITER), NULL));
    }
  text = dex_await_object (quire_project_load_text (project, scene_id), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (quire_scene_text_get_body (text), ==, "49");

  g_assert_cmpuint (g_list_model_get_n_items (quire_node_get_children (chapter)), ==, 51);
  for (guint i = 0; i < 50; i++)
    {
      g_autoptr (QuireNode) node = g_list_model_get_item (quire_node_get_children (chapter), i + 1);
      g_autofree char *title = g_strdup_printf ("%u", i);

      g_assert_cmpstr (quire_node_get_title (node), ==, title);
    }
  assert_sound (project);
  close_book (&project);
}

static void
test_after_close (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autoptr (QuireProject) project = create_book (path, clock);
  g_autofree char *scene_id = g_strdup (scene_id_at (project, 1, 1, 1));
  g_autoptr (DexFuture) late = quire_project_write_text (project, scene_id, "Before the end.", NULL, QUIRE_ACTOR_WRITER);

  assert_done (quire_project_close (project));
  assert_done (g_steal_pointer (&late));
  assert_rejected (quire_project_write_text (project, scene_id, "x", NULL, QUIRE_ACTOR_WRITER), QUIRE_ERROR_STORE);
  assert_rejected (quire_project_load_text (project, scene_id), QUIRE_ERROR_STORE);
  assert_done (quire_project_close (project));
  g_clear_object (&project);

  project = open_book (path, QUIRE_PROJECT_NO_BACKUP, clock);
  assert_body (project, scene_id, "Before the end.");
  close_book (&project);
}

/* Given up without being closed: what was awaited is there, and nothing is left behind. */
static void
test_dropped (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autofree char *log_path = g_strconcat (path, "-wal", NULL);
  g_autoptr (QuireProject) project = create_book (path, clock);
  g_autofree char *scene_id = g_strdup (scene_id_at (project, 1, 1, 1));

  g_object_unref (write_text (project, scene_id, "Kept."));
  g_assert_finalize_object (g_steal_pointer (&project));
  g_assert_false (g_file_test (log_path, G_FILE_TEST_EXISTS));

  project = open_book (path, QUIRE_PROJECT_NO_BACKUP, clock);
  g_assert_false (quire_project_get_read_only (project));
  assert_body (project, scene_id, "Kept.");
  close_book (&project);
}

static void
test_entries (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autoptr (QuireProject) project = create_book (path, clock);
  const char *const ada[] = { "Ada", "Mrs. Quill", NULL };
  const char *const quay[] = { "the Quay", NULL };
  const char *const abel[] = { "abel", NULL };
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func ((GDestroyNotify) quire_fact_free);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (QuireEntry) entry = NULL;
  g_autoptr (QuireEntry) place = NULL;
  g_autoptr (QuireEntry) other = NULL;
  g_autoptr (GError) error = NULL;
  QuireEntryValues values = { .category = "characters", .names = ada, .text = "Keeps the lamp.", .send = QUIRE_SEND_NEVER, .facts = facts };
  QuireFact *fact = quire_fact_new ("eyes", "grey");
  guint n_changed = 0;

  fact->valid_from = g_strdup (scene_id_at (project, 1, 1, 1));
  g_ptr_array_add (facts, fact);
  g_ptr_array_add (facts, quire_fact_new ("age", "50"));
  entry = quire_entry_new (&values);
  values = (QuireEntryValues) { .category = "places", .names = quay, .text = "" };
  place = quire_entry_new (&values);
  values = (QuireEntryValues) { .category = "characters", .names = abel, .text = "A boy." };
  other = quire_entry_new (&values);

  g_signal_connect (project, "entries-changed", G_CALLBACK (count_cb), &n_changed);
  assert_done (quire_project_save_entry (project, place));
  assert_done (quire_project_save_entry (project, entry));
  assert_done (quire_project_save_entry (project, other));
  assert_done (quire_project_save_entry (project, entry)); /* replaces itself */
  g_assert_cmpuint (n_changed, ==, 4);
  g_assert_cmpuint (quire_project_get_revision (project), ==, 4);
  g_clear_object (&entry);
  close_book (&project);

  project = open_book (path, QUIRE_PROJECT_NO_BACKUP, clock);
  entries = quire_await_array (quire_project_load_entries (project), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 3);
  g_assert_cmpstr (quire_entry_get_name (g_ptr_array_index (entries, 0)), ==, "abel");
  g_assert_cmpstr (quire_entry_get_name (g_ptr_array_index (entries, 2)), ==, "the Quay");
  entry = g_object_ref (g_ptr_array_index (entries, 1));
  g_assert_cmpstrv (quire_entry_get_names (entry), ada);
  g_assert_cmpstr (quire_entry_get_text (entry), ==, "Keeps the lamp.");
  g_assert_cmpint (quire_entry_get_send (entry), ==, QUIRE_SEND_NEVER);
  g_assert_cmpuint (quire_entry_get_n_facts (entry), ==, 2);
  g_assert_cmpstr (quire_entry_get_fact (entry, 0)->valid_from, ==, scene_id_at (project, 1, 1, 1));
  g_assert_null (quire_entry_get_fact (entry, 0)->valid_to);
  g_assert_cmpstr (quire_entry_get_fact (entry, 1)->value, ==, "50");
  assert_sound (project);
  close_book (&project);
}

static void
test_settings (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autoptr (QuireProject) project = create_book (path, clock);
  g_autofree char *unset = dex_await_string (quire_project_load_setting (project, "scene"), NULL);
  g_autofree char *value = NULL;

  g_assert_cmpstr (unset, ==, "");
  assert_done (quire_project_save_setting (project, "scene", "a"));
  assert_done (quire_project_save_setting (project, "scene", "b"));
  value = dex_await_string (quire_project_load_setting (project, "scene"), NULL);
  g_assert_cmpstr (value, ==, "b");
  close_book (&project);
}

/* -- 500 random commands: what was stored is what is shown, node by node -- */

static QuireNode *
random_node (QuireManuscript *manuscript, GPtrArray *ids)
{
  return quire_manuscript_lookup (manuscript, g_ptr_array_index (ids, g_test_rand_int_range (0, (int) ids->len)));
}

static void
add_random (QuireProject *project, GPtrArray *ids)
{
  QuireNode *parent = random_node (quire_project_get_manuscript (project), ids);
  QuireNodeKind kind = quire_node_get_kind (parent) == QUIRE_NODE_SCENE ? QUIRE_NODE_ACT : quire_node_get_kind (parent) + 1;
  QuirePlace place = { kind == QUIRE_NODE_ACT ? NULL : quire_node_get_id (parent), NULL };
  g_autoptr (QuireNode) node = dex_await_object (quire_project_add_node (project, kind, &place, "node"), NULL);

  /* NULL below something in Trash. */
  if (node != NULL)
    g_ptr_array_add (ids, g_strdup (quire_node_get_id (node)));
}

static void
settle (DexFuture *future)
{
  g_autoptr (GError) error = NULL;

  /* Some of these are refused, for reasons of the tree. Nothing else may go wrong. */
  if (!quire_await (future, &error))
    g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID);
}

static void
change_random (QuireProject *project, GPtrArray *ids)
{
  QuireManuscript *manuscript = quire_project_get_manuscript (project);
  QuireNode *node = random_node (manuscript, ids);
  QuireNode *other = random_node (manuscript, ids);
  const char *id = quire_node_get_id (node);
  QuirePlace place = { NULL, NULL };
  g_autoptr (QuireNodeData) values = quire_node_dup_data (node);
  g_autofree char *text = g_strnfill ((gsize) g_test_rand_int_range (0, 20) * 2, 'a');

  switch (g_test_rand_int_range (0, 8))
    {
    case 0:
    case 1:
      add_random (project, ids);
      break;
    case 2:
      if (quire_node_get_kind (other) + 1 == quire_node_get_kind (node))
        place.parent_id = quire_node_get_id (other);
      else if (quire_node_get_kind (other) == quire_node_get_kind (node))
        {
          place.parent_id = quire_node_get_parent (other) != NULL ? quire_node_get_id (quire_node_get_parent (other)) : NULL;
          place.before_id = quire_node_get_id (other);
        }
      settle (quire_project_move_node (project, id, &place));
      break;
    case 3:
      settle (quire_project_step_node (project, id, g_test_rand_bit () ? 1 : -1));
      break;
    case 4:
      settle (quire_project_trash_node (project, id));
      break;
    case 5:
      settle (quire_project_restore_node (project, id));
      break;
    case 6:
      g_set_str (&values->title, text);
      values->status = (QuireStatus) g_test_rand_int_range (0, 4);
      settle (quire_project_edit_node (project, id, QUIRE_NODE_FIELD_TITLE | QUIRE_NODE_FIELD_STATUS, values));
      break;
    default:
      for (char *c = text; *c != '\0'; c++)
        *c = g_test_rand_int_range (0, 4) == 0 ? ' ' : 'b';
      if (quire_node_get_kind (node) == QUIRE_NODE_SCENE)
        settle (quire_project_write_text (project, id, text, NULL, QUIRE_ACTOR_WRITER));
    }
}

static void
assert_same_children (GListModel *live, GListModel *stored)
{
  g_assert_cmpuint (g_list_model_get_n_items (live), ==, g_list_model_get_n_items (stored));
  for (guint i = 0; i < g_list_model_get_n_items (live); i++)
    {
      g_autoptr (QuireNode) a = g_list_model_get_item (live, i);
      g_autoptr (QuireNode) b = g_list_model_get_item (stored, i);

      g_assert_cmpstr (quire_node_get_id (a), ==, quire_node_get_id (b));
      g_assert_cmpstr (quire_node_get_number (a), ==, quire_node_get_number (b));
      assert_same_children (quire_node_get_children (a), quire_node_get_children (b));
    }
}

static void
assert_same_node (QuireNode *live, QuireNode *stored)
{
  g_autoptr (QuireNodeData) a = quire_node_dup_data (live);
  g_autoptr (QuireNodeData) b = quire_node_dup_data (stored);

  g_assert_cmpstr (a->parent_id, ==, b->parent_id);
  g_assert_cmpint (a->kind, ==, b->kind);
  g_assert_cmpstr (a->order_key, ==, b->order_key);
  g_assert_cmpstr (a->title, ==, b->title);
  g_assert_cmpint (a->status, ==, b->status);
  g_assert_cmpint (a->created, ==, b->created);
  g_assert_cmpint (a->modified, ==, b->modified);
  g_assert_cmpint (a->trashed, ==, b->trashed);
  g_assert_cmpuint (quire_node_get_words (live), ==, quire_node_get_words (stored));
}

static void
test_random (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autoptr (QuireProject) project = create_book (path, clock);
  g_autoptr (QuireManuscript) live = g_object_ref (quire_project_get_manuscript (project));
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  QuireManuscript *stored;

  g_ptr_array_add (ids, g_strdup (scene_id_at (project, 1, 0, 0)));
  g_ptr_array_add (ids, g_strdup (scene_id_at (project, 1, 1, 0)));
  g_ptr_array_add (ids, g_strdup (scene_id_at (project, 1, 1, 1)));
  for (guint i = 0; i < 500; i++)
    {
      quire_test_clock_advance (clock, 1);
      change_random (project, ids);
    }
  assert_sound (project);
  close_book (&project);

  project = open_book (path, QUIRE_PROJECT_NO_BACKUP, clock);
  stored = quire_project_get_manuscript (project);
  g_assert_cmpuint (ids->len, >, 20);
  for (guint i = 0; i < ids->len; i++)
    assert_same_node (quire_manuscript_lookup (live, g_ptr_array_index (ids, i)), quire_manuscript_lookup (stored, g_ptr_array_index (ids, i)));
  assert_same_children (G_LIST_MODEL (live), G_LIST_MODEL (stored));
  assert_same_children (quire_manuscript_get_trash (live), quire_manuscript_get_trash (stored));
  g_assert_cmpuint (quire_manuscript_get_words (live), ==, quire_manuscript_get_words (stored));
  close_book (&project);
}

int
main (int argc, char **argv)
{
  quire_test_init (&argc, &argv);

  quire_test_add_fiber ("/project/create", test_create);
  quire_test_add_fiber ("/project/create-with-texts", test_create_with_texts);
  quire_test_add_fiber ("/project/create-refuses", test_create_refuses);
  quire_test_add_fiber ("/project/create-whole-or-not", test_create_whole_or_not);
  quire_test_add_fiber ("/project/names", test_names);
  quire_test_add_fiber ("/project/relative", test_relative);
  g_test_add_func ("/project/templates", test_templates);
  quire_test_add_fiber ("/project/nodes", test_nodes);
  quire_test_add_fiber ("/project/step", test_step);
  quire_test_add_fiber ("/project/trash", test_trash);
  quire_test_add_fiber ("/project/order", test_order);
  quire_test_add_fiber ("/project/after-close", test_after_close);
  quire_test_add_fiber ("/project/dropped", test_dropped);
  quire_test_add_fiber ("/project/entries", test_entries);
  quire_test_add_fiber ("/project/settings", test_settings);
  quire_test_add_fiber ("/project/random", test_random);

  return g_test_run ();
}
