/* test-manuscript.c: the tree, its sums, numbers, reading order and Trash.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "quire-manuscript.h"

#include <string.h>

#include "quire-error.h"
#include "quire-order-key.h"
#include "quire-test.h"
#include "test-book.h"

static const char *
number_of (QuireManuscript *book, const char *id)
{
  return quire_node_get_number (quire_manuscript_lookup (book, id));
}

static guint
words_of (QuireManuscript *book, const char *id)
{
  return quire_node_get_words (quire_manuscript_lookup (book, id));
}

static int
position_of (QuireManuscript *book, const char *id)
{
  return quire_manuscript_get_position (book, quire_manuscript_lookup (book, id));
}

/* -- loading -- */

static void
test_load (void)
{
  g_autoptr (QuireManuscript) book = test_book_new ("2,1/3");

  test_book_assert (book, "a1 a1c1 a1c1s1 a1c1s2 a1c2 a1c2s1 a2 a2c1 a2c1s1 a2c1s2 a2c1s3");
  g_assert_cmpuint (quire_manuscript_get_n_scenes (book), ==, 6);
  g_assert_cmpuint (quire_manuscript_get_words (book), ==, 111 + 112 + 121 + 211 + 212 + 213);
  g_assert_cmpuint (words_of (book, "a1"), ==, 111 + 112 + 121);
  g_assert_cmpuint (words_of (book, "a1c1"), ==, 111 + 112);
  g_assert_cmpuint (quire_node_get_n_scenes (quire_manuscript_lookup (book, "a1")), ==, 3);
  g_assert_cmpstr (number_of (book, "a2"), ==, "2");
  g_assert_cmpstr (number_of (book, "a1c2"), ==, "1.2");
  g_assert_cmpstr (number_of (book, "a2c1s3"), ==, "2.1.3");
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (book)) == QUIRE_TYPE_NODE);
  g_assert_null (quire_manuscript_lookup (book, "nobody"));
  g_assert_null (quire_manuscript_lookup (book, NULL));
}

static void
test_load_empty (void)
{
  g_autoptr (GPtrArray) nodes = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (QuireManuscript) book = quire_manuscript_new (nodes, &error);
  g_autoptr (GPtrArray) scenes = NULL;

  g_assert_no_error (error);
  test_book_assert (book, "");
  scenes = quire_manuscript_list_scenes (book);
  g_assert_cmpuint (scenes->len, ==, 0);
  g_assert_null (quire_manuscript_get_next_scene (book, NULL));
  g_assert_null (quire_manuscript_get_previous_scene (book, NULL));
  g_assert_null (quire_manuscript_get_at (book, 1, 0, 0));
}

/* The same key twice is no damage: the id decides, always the same way. */
static void
test_load_equal_keys (void)
{
  g_autoptr (GPtrArray) nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) quire_node_data_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (QuireManuscript) book = NULL;

  g_ptr_array_add (nodes, test_node_data (QUIRE_NODE_ACT, "y", NULL, "V", 0));
  g_ptr_array_add (nodes, test_node_data (QUIRE_NODE_ACT, "x", NULL, "V", 0));
  g_ptr_array_add (nodes, test_node_data (QUIRE_NODE_ACT, "z", NULL, "A", 0));
  book = quire_manuscript_new (nodes, &error);
  g_assert_no_error (error);
  test_book_assert (book, "z x y");
}

static void
test_load_trash (void)
{
  g_autoptr (GPtrArray) nodes = test_book_nodes ("2,1/3");
  g_autoptr (GError) error = NULL;
  g_autoptr (QuireManuscript) book = NULL;

  for (guint i = 0; i < nodes->len; i++)
    {
      QuireNodeData *data = g_ptr_array_index (nodes, i);

      if (g_str_equal (data->id, "a1c1"))
        data->trashed = 10;
      if (g_str_equal (data->id, "a1c1s2"))
        data->trashed = 5;
      if (g_str_equal (data->id, "a2c1s1"))
        data->trashed = 20;
    }
  book = quire_manuscript_new (nodes, &error);
  g_assert_no_error (error);

  test_book_assert (book, "a1 a1c2 a1c2s1 a2 a2c1 a2c1s2 a2c1s3");
  test_book_assert (quire_manuscript_get_trash (book), "a2c1s1 a1c1 a1c1s1 a1c1s2");
  g_assert_cmpuint (quire_manuscript_get_words (book), ==, 121 + 212 + 213);
  g_assert_cmpuint (words_of (book, "a1c1"), ==, 111);
  g_assert_cmpstr (number_of (book, "a1c2"), ==, "1.1");
  g_assert_cmpstr (number_of (book, "a1c1"), ==, "");
  g_assert_cmpstr (number_of (book, "a1c1s1"), ==, "");
  g_assert_cmpint (position_of (book, "a1c1s1"), ==, -1);
  g_assert_cmpint (position_of (book, "a2c1s2"), ==, 1);
}

static void
test_load_errors (void)
{
  static const struct
  {
    QuireNodeKind kind;
    const char *id;
    const char *parent_id;
  } cases[] = {
    { QUIRE_NODE_SCENE, "x", "nobody" },
    { QUIRE_NODE_SCENE, "x", NULL },
    { QUIRE_NODE_SCENE, "x", "a1" },
    { QUIRE_NODE_SCENE, "x", "a1c1s1" },
    { QUIRE_NODE_SCENE, "x", "x" },
    { QUIRE_NODE_CHAPTER, "x", NULL },
    { QUIRE_NODE_CHAPTER, "x", "a1c1" },
    { QUIRE_NODE_CHAPTER, "x", "x" },
    { QUIRE_NODE_ACT, "x", "a1" },
    { QUIRE_NODE_ACT, "a1", NULL },
    { QUIRE_NODE_SCENE, "", "a1c1" },
    { 0, "x", "a1c1" },
    { 4, "x", "a1c1s1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) nodes = test_book_nodes ("1");
      g_autoptr (GError) error = NULL;
      g_autofree char *name = NULL;

      g_ptr_array_insert (nodes, (int) (i % 3), test_node_data (cases[i].kind, cases[i].id, cases[i].parent_id, "V", 0));
      g_assert_null (quire_manuscript_new (nodes, &error));
      g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_CORRUPT);
      name = g_ascii_strup (cases[i].id, -1);
      g_assert_nonnull (strstr (error->message, name));
    }
}

/* A long book must not be sorted or inserted node by node. */
static void
test_load_long (void)
{
  enum
  {
    N_CHAPTERS = 20,
    N_SCENES = 100
  };
  g_autoptr (GPtrArray) nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) quire_node_data_free);
  g_auto (GStrv) keys = quire_order_key_spread (N_SCENES);
  g_autoptr (GError) error = NULL;
  g_autoptr (QuireManuscript) book = NULL;
  gint64 start;

  g_ptr_array_add (nodes, test_node_data (QUIRE_NODE_ACT, "a", NULL, "V", 0));
  for (guint c = 0; c < N_CHAPTERS; c++)
    {
      g_autofree char *chapter_id = g_strdup_printf ("c%u", c);

      g_ptr_array_add (nodes, test_node_data (QUIRE_NODE_CHAPTER, chapter_id, "a", keys[c], 0));
      for (guint s = N_SCENES; s-- > 0;)
        {
          g_autofree char *id = g_strdup_printf ("c%us%u", c, s);

          g_ptr_array_add (nodes, test_node_data (QUIRE_NODE_SCENE, id, chapter_id, keys[s], 500));
        }
    }

  start = g_get_monotonic_time ();
  book = quire_manuscript_new (nodes, &error);
  g_test_message ("2,000 scenes loaded in %" G_GINT64_FORMAT " µs", g_get_monotonic_time () - start);
  g_assert_no_error (error);
  g_assert_cmpuint (quire_manuscript_get_words (book), ==, N_CHAPTERS * N_SCENES * 500);
  g_assert_cmpstr (number_of (book, "c19s99"), ==, "1.20.100");
  g_assert_cmpint (position_of (book, "c19s99"), ==, 1999);
}

/* -- look-up -- */

static void
test_get_at (void)
{
  static const struct
  {
    guint act, chapter, scene;
    const char *id;
  } cases[] = {
    { 1, 0, 0, "a1" },
    { 2, 1, 0, "a2c1" },
    { 1, 2, 1, "a1c2s1" },
    { 2, 1, 3, "a2c1s3" },
    { 3, 0, 0, NULL },
    { 0, 0, 0, NULL },
    { 0, 1, 1, NULL },
    { 1, 0, 1, NULL },
    { 1, 3, 0, NULL },
    { 1, 2, 2, NULL },
    { G_MAXUINT, G_MAXUINT, G_MAXUINT, NULL },
  };
  g_autoptr (QuireManuscript) book = test_book_new ("2,1/3");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      QuireNode *node = quire_manuscript_get_at (book, cases[i].act, cases[i].chapter, cases[i].scene);

      g_assert_cmpstr (node != NULL ? quire_node_get_id (node) : NULL, ==, cases[i].id);
    }
}

static void
test_parse_number (void)
{
  static const struct
  {
    const char *text;
    guint act, chapter, scene; /* 0, 0, 0: refused */
  } cases[] = {
    { "2", 2, 0, 0 },
    { "2.3", 2, 3, 0 },
    { "2.3.1", 2, 3, 1 },
    { "9999.9999.9999", 9999, 9999, 9999 },
    { "02.03", 2, 3, 0 },
    { "", 0, 0, 0 },
    { "0", 0, 0, 0 },
    { "1.0", 0, 0, 0 },
    { "1.", 0, 0, 0 },
    { ".1", 0, 0, 0 },
    { "1..2", 0, 0, 0 },
    { "1.2.3.", 0, 0, 0 },
    { "1.2.3.4", 0, 0, 0 },
    { "10000", 0, 0, 0 },
    { "1.2.99999", 0, 0, 0 },
    { "-1", 0, 0, 0 },
    { "+1", 0, 0, 0 },
    { " 1", 0, 0, 0 },
    { "1 ", 0, 0, 0 },
    { "1,2", 0, 0, 0 },
    { "a", 0, 0, 0 },
    { "1.a", 0, 0, 0 },
    { "99999999999999999999", 0, 0, 0 },
    { "１", 0, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      guint act = 7, chapter = 7, scene = 7;

      if (quire_manuscript_parse_number (cases[i].text, &act, &chapter, &scene, &error))
        {
          g_assert_no_error (error);
          g_assert_cmpuint (act, ==, cases[i].act);
          g_assert_cmpuint (chapter, ==, cases[i].chapter);
          g_assert_cmpuint (scene, ==, cases[i].scene);
        }
      else
        {
          g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID);
          g_assert_cmpuint (cases[i].act, ==, 0);
          g_assert_cmpuint (act, ==, 7);
        }
    }
}

static void
test_find (void)
{
  static const char *const missing[] = { "9", "1.9", "0.1", "nobody", "", "1.2.3.4" };
  g_autoptr (QuireManuscript) book = test_book_new ("2,1/3");
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (quire_node_get_id (quire_manuscript_find (book, "2.1.2", &error)), ==, "a2c1s2");
  g_assert_cmpstr (quire_node_get_id (quire_manuscript_find (book, "a1c2", &error)), ==, "a1c2");
  g_assert_no_error (error);

  for (guint i = 0; i < G_N_ELEMENTS (missing); i++)
    {
      g_assert_null (quire_manuscript_find (book, missing[i], &error));
      g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_NOT_FOUND);
      g_clear_error (&error);
    }

  test_book_trash (book, "a2c1s2", 1);
  g_assert_cmpstr (quire_node_get_id (quire_manuscript_find (book, "2.1.2", &error)), ==, "a2c1s3");
  g_assert_cmpstr (quire_node_get_id (quire_manuscript_find (book, "a2c1s2", &error)), ==, "a2c1s2");
}

static void
test_reading_order (void)
{
  static const char *const ids[] = { "a1c1s1", "a1c1s2", "a1c3s1", "a3c1s1" };
  g_autoptr (QuireManuscript) book = test_book_new ("2,0,1/0/1");
  g_autoptr (GPtrArray) scenes = quire_manuscript_list_scenes (book);
  QuireNode *scene = NULL;

  g_assert_cmpuint (scenes->len, ==, G_N_ELEMENTS (ids));
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      scene = quire_manuscript_get_next_scene (book, scene);
      g_assert_cmpstr (quire_node_get_id (scene), ==, ids[i]);
      g_assert_true (g_ptr_array_index (scenes, i) == scene);
      g_assert_cmpint (quire_manuscript_get_position (book, scene), ==, i);
    }
  g_assert_null (quire_manuscript_get_next_scene (book, scene));

  scene = NULL;
  for (guint i = G_N_ELEMENTS (ids); i-- > 0;)
    {
      scene = quire_manuscript_get_previous_scene (book, scene);
      g_assert_cmpstr (quire_node_get_id (scene), ==, ids[i]);
    }
  g_assert_null (quire_manuscript_get_previous_scene (book, scene));

  g_assert_cmpint (position_of (book, "a1c1"), ==, -1);
  test_book_trash (book, "a1c1s2", 1);
  g_assert_cmpint (position_of (book, "a1c1s2"), ==, -1);
  g_assert_cmpint (position_of (book, "a1c3s1"), ==, 1);
  g_assert_null (quire_manuscript_get_next_scene (book, quire_manuscript_lookup (book, "a1c1s2")));

  /* An array that was given out stays what it was, and so do the scenes in it. */
  quire_manuscript_remove (book, "a1c1");
  g_assert_cmpstr (quire_node_get_id (g_ptr_array_index (scenes, 1)), ==, "a1c1s2");
  g_assert_cmpint (quire_manuscript_get_position (book, g_ptr_array_index (scenes, 0)), ==, -1);
}

/* -- signals -- */

typedef struct
{
  GString *text;
  guint n_structure;
  guint n_numbers;
} Log;

static void
added_cb (QuireManuscript *book, QuireNode *node, Log *log)
{
  g_string_append_printf (log->text, "+%s ", quire_node_get_id (node));
}

static void
removed_cb (QuireManuscript *book, QuireNode *node, Log *log)
{
  g_string_append_printf (log->text, "-%s ", quire_node_get_id (node));
}

static void
structure_cb (QuireManuscript *book, Log *log)
{
  log->n_structure++;
}

static void
number_cb (QuireNode *node, GParamSpec *pspec, Log *log)
{
  log->n_numbers++;
}

static void
watch (Log *log, QuireManuscript *book, const char *const *ids)
{
  log->text = g_string_new (NULL);
  g_signal_connect (book, "node-added", G_CALLBACK (added_cb), log);
  g_signal_connect (book, "node-removed", G_CALLBACK (removed_cb), log);
  g_signal_connect (book, "structure-changed", G_CALLBACK (structure_cb), log);
  for (; *ids != NULL; ids++)
    g_signal_connect (quire_manuscript_lookup (book, *ids), "notify::number", G_CALLBACK (number_cb), log);
}

static void
assert_log (Log *log, const char *text, guint n_structure, guint n_numbers)
{
  g_assert_cmpstr (log->text->str, ==, text);
  g_assert_cmpuint (log->n_structure, ==, n_structure);
  g_assert_cmpuint (log->n_numbers, ==, n_numbers);
  g_string_truncate (log->text, 0);
  log->n_structure = 0;
  log->n_numbers = 0;
}

static void
test_signals (void)
{
  static const char *const ids[] = { "a1", "a1c1", "a1c1s1", "a1c1s2", "a1c2", "a1c2s1", "a2", "a2c1", "a2c1s1", NULL };
  g_autoptr (QuireManuscript) book = test_book_new ("2,1/1");
  g_autoptr (QuireNodeData) data = NULL;
  Log log = { 0 };

  watch (&log, book, ids);

  test_book_trash (book, "a1c1", 5); /* itself, two scenes, the next chapter and its scene */
  assert_log (&log, "-a1c1 ", 1, 5);
  test_book_trash (book, "a1c1s1", 6); /* inside Trash nothing leaves the book */
  assert_log (&log, "", 1, 0);
  test_book_trash (book, "a1c1", 0);
  assert_log (&log, "+a1c1 ", 1, 4);
  g_assert_cmpstr (number_of (book, "a1c1s2"), ==, "1.1.1");
  test_book_trash (book, "a1c1s1", 0);
  assert_log (&log, "+a1c1s1 ", 1, 2);

  test_book_move (book, "a1c1s1", "a1c1", NULL);
  assert_log (&log, "", 1, 2);
  test_book_move (book, "a1c1s1", "a1c1", NULL); /* it stands there already */
  assert_log (&log, "", 0, 0);

  data = quire_node_dup_data (quire_manuscript_lookup (book, "a1c1s1"));
  g_set_str (&data->title, "The quay");
  quire_manuscript_update (book, data);
  assert_log (&log, "", 0, 0);

  g_clear_pointer (&data, quire_node_data_free);
  data = test_node_data (QUIRE_NODE_ACT, "first", NULL, "A", 0);
  quire_manuscript_add (book, data);
  assert_log (&log, "+first ", 1, 9);
  quire_manuscript_remove (book, "first");
  assert_log (&log, "-first ", 1, 9);

  test_book_trash (book, "a2", 7);
  assert_log (&log, "-a2 ", 1, 3);
  quire_manuscript_remove (book, "a2");
  assert_log (&log, "", 1, 0);
  g_assert_null (quire_manuscript_lookup (book, "a2c1s1"));
  g_assert_cmpuint (g_list_model_get_n_items (quire_manuscript_get_trash (book)), ==, 0);

  g_string_free (log.text, TRUE);
}

static void
never_cb (GListModel *model, guint position, guint n_removed, guint n_added, gpointer data)
{
  g_assert_not_reached ();
}

/* A key that keeps a node between its neighbours must not make its row disappear and come again. */
static void
test_new_key_in_place (void)
{
  static const char *const ids[] = { "a1c1s2", NULL };
  g_autoptr (QuireManuscript) book = test_book_new ("3");
  GListModel *scenes = quire_node_get_children (quire_manuscript_lookup (book, "a1c1"));
  g_autoptr (QuireNodeData) data = quire_node_dup_data (quire_manuscript_lookup (book, "a1c1s2"));
  Log log = { 0 };
  gulong handler = g_signal_connect (scenes, "items-changed", G_CALLBACK (never_cb), NULL);

  watch (&log, book, ids);
  g_set_str (&data->order_key, "CV"); /* the neighbours have B and D */
  quire_manuscript_update (book, data);
  g_set_str (&data->order_key, "BV");
  quire_manuscript_update (book, data);
  assert_log (&log, "", 0, 0);
  g_assert_cmpstr (quire_node_get_order_key (quire_manuscript_lookup (book, "a1c1s2")), ==, "BV");

  g_signal_handler_disconnect (scenes, handler);
  g_set_str (&data->order_key, "E");
  quire_manuscript_update (book, data);
  assert_log (&log, "", 1, 1);
  test_book_assert (scenes, "a1c1s1 a1c1s3 a1c1s2");

  g_string_free (log.text, TRUE);
}

static void
count_cb (GObject *object, GParamSpec *pspec, guint *count)
{
  (*count)++;
}

static void
test_set_words (void)
{
  g_autoptr (QuireManuscript) book = test_book_new ("2,1");
  guint n_book = 0, n_other = 0;

  g_signal_connect (book, "notify::words", G_CALLBACK (count_cb), &n_book);
  g_signal_connect (quire_manuscript_lookup (book, "a1c2"), "notify::words", G_CALLBACK (count_cb), &n_other);

  quire_manuscript_set_words (book, "a1c1s1", 1000);
  g_assert_cmpuint (words_of (book, "a1c1"), ==, 1000 + 112);
  g_assert_cmpuint (quire_manuscript_get_words (book), ==, 1000 + 112 + 121);
  quire_manuscript_set_words (book, "a1c1s1", 1000);
  quire_manuscript_set_words (book, "a1c1s1", 0);
  g_assert_cmpuint (quire_manuscript_get_words (book), ==, 112 + 121);
  g_assert_cmpuint (n_book, ==, 2);
  g_assert_cmpuint (n_other, ==, 0);

  /* Text that arrives for a scene in Trash is counted where it is, and not in the book. */
  test_book_trash (book, "a1c1", 1);
  quire_manuscript_set_words (book, "a1c1s1", 50);
  g_assert_cmpuint (words_of (book, "a1c1"), ==, 162);
  g_assert_cmpuint (quire_manuscript_get_words (book), ==, 121);
  test_book_trash (book, "a1c1", 0);
  g_assert_cmpuint (quire_manuscript_get_words (book), ==, 162 + 121);
}

/* -- Trash -- */

static void
test_trash (void)
{
  g_autoptr (QuireManuscript) book = test_book_new ("2,1/1");
  GListModel *trash = quire_manuscript_get_trash (book);
  g_autofree char *before = test_book_list (book);

  test_book_trash (book, "a1c1s2", 10);
  test_book_trash (book, "a1c1", 30);
  test_book_trash (book, "a2", 20);
  test_book_assert (trash, "a1c1 a1c1s1 a2 a2c1 a2c1s1 a1c1s2");
  test_book_assert (book, "a1 a1c2 a1c2s1");
  g_assert_true (quire_node_is_in_trash (quire_manuscript_lookup (book, "a1c1s1")));
  g_assert_false (quire_node_get_trashed (quire_manuscript_lookup (book, "a1c1s1")));

  test_book_trash (book, "a1c1s2", 40);
  test_book_assert (trash, "a1c1s2 a1c1 a1c1s1 a2 a2c1 a2c1s1");

  /* Out of a chapter in Trash a scene comes back into that chapter, and into the book with it. */
  test_book_trash (book, "a1c1s2", 0);
  g_assert_cmpstr (number_of (book, "a1c1s2"), ==, "");
  test_book_assert (trash, "a1c1 a1c1s1 a1c1s2 a2 a2c1 a2c1s1");
  test_book_trash (book, "a2", 0);
  test_book_trash (book, "a1c1", 0);
  test_book_assert (book, before);
  g_assert_cmpuint (g_list_model_get_n_items (trash), ==, 0);
  g_assert_cmpstr (number_of (book, "a1c1s2"), ==, "1.1.2");
}

static void
test_move_in_trash (void)
{
  g_autoptr (QuireManuscript) book = test_book_new ("2,1");
  g_autoptr (QuireNodeData) data = NULL;

  test_book_trash (book, "a1c1s1", 10);
  data = quire_node_dup_data (quire_manuscript_lookup (book, "a1c1s1"));
  g_set_str (&data->parent_id, "a1c2");
  g_set_str (&data->order_key, "A");
  quire_manuscript_update (book, data);
  test_book_assert (book, "a1 a1c1 a1c1s2 a1c2 a1c2s1");
  g_assert_cmpstr (quire_node_get_id (quire_node_get_parent (quire_manuscript_lookup (book, "a1c1s1"))), ==, "a1c2");

  quire_manuscript_remove (book, "a1c1");
  g_assert_nonnull (quire_manuscript_lookup (book, "a1c1s1"));
  test_book_trash (book, "a1c1s1", 0);
  test_book_assert (book, "a1 a1c2 a1c1s1 a1c2s1");

  test_book_trash (book, "a1c1s1", 11);
  quire_manuscript_remove (book, "a1c2");
  g_assert_null (quire_manuscript_lookup (book, "a1c1s1"));
  g_assert_cmpuint (g_list_model_get_n_items (quire_manuscript_get_trash (book)), ==, 0);
}

/* A book is mirrored by the outline: what a handler asks in the middle of a change must agree with the list it was told of. */
static void
ask_in_handler_cb (GListModel *model, guint position, guint n_removed, guint n_added, QuireManuscript *book)
{
  g_autoptr (GPtrArray) scenes = quire_manuscript_list_scenes (book);

  for (guint i = 0; i < scenes->len; i++)
    g_assert_false (quire_node_is_in_trash (g_ptr_array_index (scenes, i)));
}

static void
test_asking_in_handlers (void)
{
  g_autoptr (QuireManuscript) book = test_book_new ("2,1/1");

  g_signal_connect (quire_node_get_children (quire_manuscript_lookup (book, "a1c1")), "items-changed", G_CALLBACK (ask_in_handler_cb), book);
  test_book_trash (book, "a1c1s1", 1);
  test_book_move (book, "a1c2s1", "a1c1", NULL);
  test_book_trash (book, "a1c1s1", 0);
  g_assert_cmpint (position_of (book, "a1c2s1"), ==, 2);
  g_assert_cmpint (position_of (book, "a2c1s1"), ==, 3);
}

int
main (int argc, char *argv[])
{
  quire_test_init (&argc, &argv);

  g_test_add_func ("/manuscript/load", test_load);
  g_test_add_func ("/manuscript/load-empty", test_load_empty);
  g_test_add_func ("/manuscript/load-equal-keys", test_load_equal_keys);
  g_test_add_func ("/manuscript/load-trash", test_load_trash);
  g_test_add_func ("/manuscript/load-errors", test_load_errors);
  g_test_add_func ("/manuscript/load-long", test_load_long);
  g_test_add_func ("/manuscript/get-at", test_get_at);
  g_test_add_func ("/manuscript/parse-number", test_parse_number);
  g_test_add_func ("/manuscript/find", test_find);
  g_test_add_func ("/manuscript/reading-order", test_reading_order);
  g_test_add_func ("/manuscript/signals", test_signals);
  g_test_add_func ("/manuscript/new-key-in-place", test_new_key_in_place);
  g_test_add_func ("/manuscript/set-words", test_set_words);
  g_test_add_func ("/manuscript/trash", test_trash);
  g_test_add_func ("/manuscript/move-in-trash", test_move_in_trash);
  g_test_add_func ("/manuscript/asking-in-handlers", test_asking_in_handlers);

  return g_test_run ();
}
