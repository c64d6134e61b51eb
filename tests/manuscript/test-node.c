/* test-node.c: values, properties and notifications of one node.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "quire-node-private.h"

#include "quire-test.h"
#include "test-book.h"

static void
test_names (void)
{
  QuireStatus status;

  for (guint i = QUIRE_NODE_ACT; i <= QUIRE_NODE_SCENE; i++)
    g_assert_cmpuint (quire_node_kind_from_name (quire_node_kind_get_name (i)), ==, i);
  g_assert_cmpuint (quire_node_kind_from_name ("part"), ==, 0);
  g_assert_cmpuint (quire_node_kind_from_name (NULL), ==, 0);

  for (guint i = QUIRE_STATUS_OUTLINED; i <= QUIRE_STATUS_FINAL; i++)
    {
      g_assert_true (quire_status_from_name (quire_status_get_name (i), &status));
      g_assert_cmpuint (status, ==, i);
      g_assert_cmpstr (quire_status_get_title (i), !=, "");
    }
  g_assert_false (quire_status_from_name ("done", &status));
  g_assert_false (quire_status_from_name (NULL, &status));
}

static void
test_data (void)
{
  g_autoptr (QuireNodeData) data = quire_node_data_new (QUIRE_NODE_SCENE, "c", "The quay");
  g_autoptr (QuireNodeData) other = quire_node_data_new (QUIRE_NODE_ACT, NULL, NULL);
  g_autoptr (QuireNodeData) copy = NULL;

  g_assert_true (g_uuid_string_is_valid (data->id));
  g_assert_cmpstr (data->id, !=, other->id);
  g_assert_cmpstr (data->parent_id, ==, "c");
  g_assert_cmpstr (data->title, ==, "The quay");
  g_assert_cmpstr (data->synopsis, ==, "");
  g_assert_cmpint (data->status, ==, QUIRE_STATUS_OUTLINED);
  g_assert_true (data->in_export);
  g_assert_null (other->parent_id);
  g_assert_cmpstr (other->title, ==, "");

  data->words = 7;
  data->trashed = 5;
  g_set_str (&data->label, "blue");
  copy = g_boxed_copy (QUIRE_TYPE_NODE_DATA, data);
  g_assert_cmpstr (copy->id, ==, data->id);
  g_assert_cmpstr (copy->label, ==, "blue");
  g_assert_true (copy->label != data->label);
  g_assert_cmpuint (copy->words, ==, 7);
  g_assert_cmpint (copy->trashed, ==, 5);
}

static void
count_notify_cb (QuireNode *node, GParamSpec *pspec, gpointer data)
{
  GHashTable *counts = data;
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, pspec->name));

  g_hash_table_insert (counts, (gpointer) pspec->name, GUINT_TO_POINTER (n + 1));
}

static void
test_notifies_changes_only (void)
{
  static const char *const names[] = { "title", "synopsis", "status", "label", "point-of-view", "story-time", "target", "in-export", "modified" };
  g_autoptr (QuireNodeData) data = quire_node_data_new (QUIRE_NODE_SCENE, "c", "One");
  g_autoptr (QuireNode) node = quire_node_new (data);
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);

  g_signal_connect (node, "notify", G_CALLBACK (count_notify_cb), counts);

  quire_node_set_values (node, data);
  g_assert_cmpuint (g_hash_table_size (counts), ==, 0);

  g_set_str (&data->title, "Two");
  g_set_str (&data->synopsis, "Ada leaves.");
  data->status = QUIRE_STATUS_FINAL;
  g_set_str (&data->label, "blue");
  g_set_str (&data->point_of_view, "Ada");
  g_set_str (&data->story_time, "dawn");
  data->target = 1200;
  data->in_export = FALSE;
  data->modified = 3;
  data->created = 2;
  for (guint i = 0; i < 2; i++)
    {
      quire_node_set_values (node, data);
      g_assert_cmpuint (g_hash_table_size (counts), ==, G_N_ELEMENTS (names));
      for (guint j = 0; j < G_N_ELEMENTS (names); j++)
        g_assert_cmpuint (GPOINTER_TO_UINT (g_hash_table_lookup (counts, names[j])), ==, 1);
    }

  g_hash_table_remove_all (counts);
  quire_node_set_expanded (node, TRUE);
  g_assert_cmpuint (g_hash_table_size (counts), ==, 0);
  g_object_set (node, "expanded", FALSE, NULL);
  g_object_set (node, "expanded", FALSE, NULL);
  g_assert_cmpuint (GPOINTER_TO_UINT (g_hash_table_lookup (counts, "expanded")), ==, 1);
  g_assert_false (quire_node_get_expanded (node));
}

static void
test_properties (void)
{
  g_autoptr (QuireNodeData) data = test_node_data (QUIRE_NODE_SCENE, "s", "c", "V", 12);
  g_autoptr (QuireNode) node = quire_node_new (data);
  g_autoptr (QuireNodeData) back = NULL;
  g_autofree char *id = NULL;
  g_autofree char *title = NULL;
  g_autofree char *number = NULL;
  g_autoptr (QuireNode) parent = NULL;
  QuireNodeKind kind;
  QuireStatus status;
  guint words, n_scenes, target;
  gboolean in_export, trashed, expanded;
  gint64 modified;

  g_object_get (node, "id", &id, "kind", &kind, "title", &title, "status", &status, "target", &target, "in-export", &in_export,
                "words", &words, "n-scenes", &n_scenes, "number", &number, "parent", &parent, "trashed", &trashed, "modified", &modified,
                "expanded", &expanded, NULL);
  g_assert_cmpstr (id, ==, "s");
  g_assert_cmpint (kind, ==, QUIRE_NODE_SCENE);
  g_assert_cmpstr (title, ==, "S");
  g_assert_cmpint (status, ==, QUIRE_STATUS_OUTLINED);
  g_assert_cmpuint (words, ==, 12);
  g_assert_cmpuint (n_scenes, ==, 1);
  g_assert_cmpstr (number, ==, "");
  g_assert_null (parent);
  g_assert_true (in_export);
  g_assert_false (trashed);
  g_assert_true (expanded);
  g_assert_cmpint (modified, ==, 0);
  g_assert_cmpuint (target, ==, 0);

  back = quire_node_dup_data (node);
  g_assert_cmpstr (back->parent_id, ==, "c");
  g_assert_cmpstr (back->order_key, ==, "V");
  g_assert_cmpuint (back->words, ==, 12);

  g_assert_cmpuint (g_list_model_get_n_items (quire_node_get_children (node)), ==, 0);
  g_assert_true (g_list_model_get_item_type (quire_node_get_children (node)) == QUIRE_TYPE_NODE);
}

static void
test_display_title (void)
{
  static const struct
  {
    QuireNodeKind kind;
    const char *title;
    const char *number;
    const char *expected;
  } cases[] = {
    { QUIRE_NODE_ACT, "Low Water", "2", "Low Water" },
    { QUIRE_NODE_ACT, "", "2", "Act 2" },
    { QUIRE_NODE_ACT, "", "", "Untitled act" },
    { QUIRE_NODE_CHAPTER, "", "2.13", "Chapter 13" },
    { QUIRE_NODE_CHAPTER, "", "", "Untitled chapter" },
    { QUIRE_NODE_SCENE, "", "2.3.1", "Untitled scene" },
    { QUIRE_NODE_SCENE, "The quay", "2.3.1", "The quay" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (QuireNodeData) data = quire_node_data_new (cases[i].kind, NULL, cases[i].title);
      g_autoptr (QuireNode) node = quire_node_new (data);
      g_autofree char *title = NULL;

      quire_node_set_number (node, cases[i].number);
      title = quire_node_dup_display_title (node);
      g_assert_cmpstr (title, ==, cases[i].expected);
    }
}

/* Whoever keeps a scene longer than the book must not meet a dangling parent. */
static void
test_outlives_its_book (void)
{
  g_autoptr (QuireManuscript) book = test_book_new ("2");
  g_autoptr (QuireNode) scene = g_object_ref (quire_manuscript_lookup (book, "a1c1s1"));
  g_autoptr (QuireNode) trashed = g_object_ref (quire_manuscript_lookup (book, "a1c1s2"));

  test_book_trash (book, "a1c1s2", 1);
  g_assert_true (quire_node_get_parent (scene) == quire_manuscript_lookup (book, "a1c1"));
  g_assert_true (quire_node_get_parent (trashed) == quire_manuscript_lookup (book, "a1c1"));
  g_assert_finalize_object (g_steal_pointer (&book));
  g_assert_null (quire_node_get_parent (scene));
  g_assert_null (quire_node_get_parent (trashed));
  g_assert_false (quire_node_is_in_trash (scene));
  g_assert_true (quire_node_is_in_trash (trashed));
  g_assert_finalize_object (g_steal_pointer (&scene));
}

int
main (int argc, char *argv[])
{
  quire_test_init (&argc, &argv);

  g_test_add_func ("/node/names", test_names);
  g_test_add_func ("/node/data", test_data);
  g_test_add_func ("/node/notifies-changes-only", test_notifies_changes_only);
  g_test_add_func ("/node/properties", test_properties);
  g_test_add_func ("/node/display-title", test_display_title);
  g_test_add_func ("/node/outlives-its-book", test_outlives_its_book);

  return g_test_run ();
}
