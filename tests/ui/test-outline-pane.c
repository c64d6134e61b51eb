/* test-outline-pane.c: rows, selection, search, renaming, Trash.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "outline-book.h"
#include "quire-outline-pane-private.h"
#include "quire-status-mark.h"

typedef struct
{
  GtkWindow *window;
  QuireOutlinePane *pane;
  QuireManuscript *book;
  QuireWorkspace *workspace; /* NULL where the book is made by hand */
  guint n_activated;
  char *activated;
  char *failed;
  guint n_selected; /* notifications */
} Fixture;

static void
activated_cb (Fixture *fixture, QuireNode *node)
{
  fixture->n_activated++;
  g_set_str (&fixture->activated, quire_node_get_id (node));
}

static void
failed_cb (Fixture *fixture, const char *message)
{
  g_set_str (&fixture->failed, message);
}

static void
show_pane (Fixture *fixture)
{
  fixture->pane = g_object_new (QUIRE_TYPE_OUTLINE_PANE, NULL);
  g_object_ref (fixture->pane);
  fixture->window = outline_window_new (GTK_WIDGET (fixture->pane), 280, 700);
  g_signal_connect_swapped (fixture->pane, "activated", G_CALLBACK (activated_cb), fixture);
  g_signal_connect_swapped (fixture->pane, "failed", G_CALLBACK (failed_cb), fixture);
  g_signal_connect_swapped (fixture->pane, "notify::selected", G_CALLBACK (outline_count_cb), &fixture->n_selected);
}

static void
set_up (Fixture *fixture, gconstpointer shape)
{
  fixture->book = test_book_new (shape != NULL ? shape : "2,1/3");
  show_pane (fixture);
  quire_outline_pane_set_book (fixture->pane, fixture->book, NULL);
  quire_test_wait_until (outline_has_size, fixture->pane->list, OUTLINE_DEADLINE_MS);
}

static void
set_up_stored (Fixture *fixture, gconstpointer flags)
{
  fixture->workspace = outline_workspace_new ("2,1/3", GPOINTER_TO_UINT (flags));
  fixture->book = g_object_ref (quire_project_get_manuscript (quire_workspace_get_project (fixture->workspace)));
  show_pane (fixture);
  quire_outline_pane_set_workspace (fixture->pane, fixture->workspace);
  quire_test_wait_until (outline_has_size, fixture->pane->list, OUTLINE_DEADLINE_MS);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  g_assert_finalize_object (fixture->pane);
  if (fixture->workspace != NULL)
    {
      outline_workspace_close (fixture->workspace);
      g_object_unref (fixture->workspace);
    }
  g_object_unref (fixture->book);
  g_free (fixture->activated);
  g_free (fixture->failed);
}

static QuireNode *
lookup (Fixture *fixture, const char *id)
{
  QuireNode *node = quire_manuscript_lookup (fixture->book, id);

  g_assert_nonnull (node);
  return node;
}

static GListModel *
get_model (Fixture *fixture)
{
  return G_LIST_MODEL (gtk_list_view_get_model (fixture->pane->list));
}

/* The ids of the rows, in order. */
static char *
list_rows (Fixture *fixture)
{
  GListModel *model = get_model (fixture);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (GtkTreeListRow) row = g_list_model_get_item (model, i);
      g_autoptr (QuireNode) node = gtk_tree_list_row_get_item (row);

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", quire_node_get_id (node));
    }

  return g_string_free (text, FALSE);
}

#define assert_rows(fixture, expected)              \
  G_STMT_START                                      \
  {                                                 \
    g_autofree char *rows_ = list_rows ((fixture)); \
    g_assert_cmpstr (rows_, ==, (expected));        \
  }                                                 \
  G_STMT_END

/* The id of the row that the list shows as selected. */
static const char *
get_selected_row (Fixture *fixture)
{
  GtkTreeListRow *row = gtk_single_selection_get_selected_item (fixture->pane->selection);
  g_autoptr (QuireNode) node = row != NULL ? gtk_tree_list_row_get_item (row) : NULL;

  return node != NULL ? quire_node_get_id (node) : NULL;
}

static void
assert_selected (Fixture *fixture, const char *id)
{
  QuireNode *selected = quire_outline_pane_get_selected (fixture->pane);

  g_assert_cmpstr (selected != NULL ? quire_node_get_id (selected) : NULL, ==, id);
  g_assert_cmpstr (get_selected_row (fixture), ==, id);
}

static QuireOutlineRow *
get_row (Fixture *fixture, const char *id)
{
  QuireOutlineRow *row = g_hash_table_lookup (fixture->pane->rows, lookup (fixture, id));

  g_assert_nonnull (row);
  return row;
}

static void
search (Fixture *fixture, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (fixture->pane->search_entry), text);
  g_signal_emit_by_name (fixture->pane->search_entry, "search-changed");
}

static const char *
get_page (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (fixture->pane->stack);
}

static void
turn_idles (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

/* -- rows -- */

static void
test_rows (Fixture *fixture, gconstpointer data)
{
  assert_rows (fixture, "a1 a1c1 a1c1s1 a1c1s2 a1c2 a1c2s1 a2 a2c1 a2c1s1 a2c1s2 a2c1s3");
  outline_assert_text (get_row (fixture, "a1"), "A1 | 344");
  outline_assert_text (get_row (fixture, "a1c2"), "2 A1C2 | 121");
  outline_assert_text (get_row (fixture, "a2c1s3"), "3 A2C1S3 | 213");
  g_assert_cmpuint (fixture->n_activated, ==, 0);
  assert_selected (fixture, NULL);
}

/* Live, and never by making the list again. */
static void
test_live (Fixture *fixture, gconstpointer data)
{
  QuireOutlineRow *row = get_row (fixture, "a1c1s1");
  QuireStatusMark *mark = outline_part (row, QUIRE_TYPE_OUTLINE_ROW, "mark");
  guint n_changes = 0;

  g_signal_connect_swapped (get_model (fixture), "items-changed", G_CALLBACK (outline_count_cb), &n_changes);
  quire_manuscript_set_words (fixture->book, "a1c1s1", 0);
  outline_change (fixture->book, "a1c1s1", (changed->words = 0, changed->status = QUIRE_STATUS_REVISED, g_set_str (&changed->title, "Low water")));
  outline_assert_text (row, "1 Low water | —");
  outline_assert_text (get_row (fixture, "a1c1"), "1 A1C1 | 112");
  g_assert_cmpint (quire_status_mark_get_status (mark), ==, QUIRE_STATUS_REVISED);
  gtk_test_accessible_assert_property (mark, GTK_ACCESSIBLE_PROPERTY_LABEL, quire_status_get_title (QUIRE_STATUS_REVISED));
  outline_change (fixture->book, "a1c1", g_set_str (&changed->title, ""));
  outline_assert_text (get_row (fixture, "a1c1"), "Chapter 1 | 112");
  g_assert_cmpuint (n_changes, ==, 0);
  g_assert_true (row == get_row (fixture, "a1c1s1"));
}

static void
test_spoken (Fixture *fixture, gconstpointer data)
{
  g_autofree char *scene = NULL;
  g_autofree char *chapter = NULL;

  outline_change (fixture->book, "a1c1s2", (changed->target = 900, changed->status = QUIRE_STATUS_DRAFT));
  g_object_get (get_row (fixture, "a1c1s2"), "spoken", &scene, NULL);
  g_assert_cmpstr (scene, ==, "2 A1C1S2, Draft, 112 of 900 words");
  g_object_get (get_row (fixture, "a1c1"), "spoken", &chapter, NULL);
  g_assert_cmpstr (chapter, ==, "1 A1C1, 2 scenes, 223 words");
}

/* The row and the node tell each other, in both directions, also after the node has got another row. */
static void
test_expansion (Fixture *fixture, gconstpointer data)
{
  QuireNode *chapter = lookup (fixture, "a1c1");
  g_autoptr (GtkTreeListRow) row = NULL;

  quire_node_set_expanded (chapter, FALSE);
  assert_rows (fixture, "a1 a1c1 a1c2 a1c2s1 a2 a2c1 a2c1s1 a2c1s2 a2c1s3");
  test_book_move (fixture->book, "a1c1", "a2", NULL);
  assert_rows (fixture, "a1 a1c2 a1c2s1 a2 a2c1 a2c1s1 a2c1s2 a2c1s3 a1c1");
  g_assert_false (quire_node_get_expanded (chapter));

  row = g_list_model_get_item (get_model (fixture), 8);
  gtk_tree_list_row_set_expanded (row, TRUE);
  g_assert_true (quire_node_get_expanded (chapter));
  assert_rows (fixture, "a1 a1c2 a1c2s1 a2 a2c1 a2c1s1 a2c1s2 a2c1s3 a1c1 a1c1s1 a1c1s2");
  test_book_move (fixture->book, "a1c1", "a1", "a1c2");
  g_assert_true (quire_node_get_expanded (chapter));
  assert_rows (fixture, "a1 a1c1 a1c1s1 a1c1s2 a1c2 a1c2s1 a2 a2c1 a2c1s1 a2c1s2 a2c1s3");

  quire_node_set_expanded (lookup (fixture, "a1"), FALSE);
  assert_rows (fixture, "a1 a2 a2c1 a2c1s1 a2c1s2 a2c1s3");
  g_assert_true (quire_node_get_expanded (chapter));
  quire_node_set_expanded (lookup (fixture, "a1"), TRUE);
  assert_rows (fixture, "a1 a1c1 a1c1s1 a1c1s2 a1c2 a1c2s1 a2 a2c1 a2c1s1 a2c1s2 a2c1s3");
}

static void
append_expected (GListModel *model, GString *text)
{
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (QuireNode) node = g_list_model_get_item (model, i);

      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", quire_node_get_id (node));
      if (quire_node_get_expanded (node))
        append_expected (quire_node_get_children (node), text);
    }
}

/* Whatever happens to the tree, the list shows it, and the selection stays with its node as long as that can be seen. */
static void
test_random_changes (Fixture *fixture, gconstpointer data)
{
  static const char *const ids[] = { "a1c1", "a1c2", "a2c1", "a1c1s1", "a1c1s2", "a1c2s1", "a2c1s1", "a2c1s2", "a2c1s3" };
  static const char *const parents[] = { "a1", "a2", "a1c1", "a1c2", "a2c1" };

  for (guint round = 0; round < 400; round++)
    {
      QuireNode *node = lookup (fixture, ids[g_test_rand_int_range (0, G_N_ELEMENTS (ids))]);
      QuireNode *before = quire_outline_pane_get_selected (fixture->pane);
      QuirePlace place = { parents[g_test_rand_int_range (0, G_N_ELEMENTS (parents))], NULL };
      g_autoptr (GString) expected = g_string_new (NULL);
      gboolean moved = FALSE;

      switch (g_test_rand_int_range (0, 5))
        {
        case 0:
          test_book_trash (fixture->book, quire_node_get_id (node), quire_node_get_trashed (node) ? 0 : 1 + round);
          break;
        case 1:
          quire_node_set_expanded (node, !quire_node_get_expanded (node));
          break;
        case 2:
          quire_outline_pane_select (fixture->pane, node);
          if (!quire_node_is_in_trash (node))
            assert_selected (fixture, quire_node_get_id (node));
          break;
        default:
          moved = quire_manuscript_can_move (fixture->book, node, &place, NULL);
          if (moved)
            test_book_move (fixture->book, quire_node_get_id (node), place.parent_id, NULL);
          break;
        }
      if (moved && before == node && !quire_node_is_in_trash (node))
        assert_selected (fixture, quire_node_get_id (node));
      turn_idles ();

      append_expected (G_LIST_MODEL (fixture->book), expected);
      assert_rows (fixture, expected->str);
      assert_selected (fixture, get_selected_row (fixture));
    }
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) nothing = g_ptr_array_new ();
  g_autoptr (QuireManuscript) empty = quire_manuscript_new (nothing, NULL);
  g_autoptr (QuireNodeData) act = quire_node_data_new (QUIRE_NODE_ACT, NULL, "One");

  quire_outline_pane_set_book (fixture->pane, empty, NULL);
  g_assert_cmpstr (get_page (fixture), ==, "empty");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (fixture->pane->search_entry)));
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (fixture->pane->empty_button)), ==, "win.new-scene");
  g_set_str (&act->order_key, "V");
  quire_manuscript_add (empty, act);
  g_assert_cmpstr (get_page (fixture), ==, "list");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (fixture->pane->search_entry)));

  quire_outline_pane_set_workspace (fixture->pane, NULL);
  g_assert_null (get_model (fixture));
  quire_outline_pane_start_rename (fixture->pane);
  quire_outline_pane_focus_list (fixture->pane);
}

/* -- selection -- */

static void
test_select (Fixture *fixture, gconstpointer data)
{
  quire_node_set_expanded (lookup (fixture, "a2"), FALSE);
  quire_node_set_expanded (lookup (fixture, "a2c1"), FALSE);
  quire_outline_pane_select (fixture->pane, lookup (fixture, "a2c1s2"));
  assert_selected (fixture, "a2c1s2");
  g_assert_true (quire_node_get_expanded (lookup (fixture, "a2c1")));
  g_assert_cmpuint (fixture->n_selected, ==, 1);

  quire_outline_pane_select (fixture->pane, lookup (fixture, "a2c1s2"));
  g_assert_cmpuint (fixture->n_selected, ==, 1);
  test_book_trash (fixture->book, "a1c1s1", 7);
  quire_outline_pane_select (fixture->pane, lookup (fixture, "a1c1s1"));
  assert_selected (fixture, "a2c1s2");
  quire_outline_pane_select (fixture->pane, NULL);
  assert_selected (fixture, NULL);
  g_assert_cmpuint (fixture->n_selected, ==, 2);
  g_assert_cmpuint (fixture->n_activated, ==, 0);
}

static void
test_move_keeps_selection (Fixture *fixture, gconstpointer data)
{
  quire_outline_pane_select (fixture->pane, lookup (fixture, "a1c1s1"));
  fixture->n_selected = 0;
  test_book_move (fixture->book, "a1c1s1", "a1c1", NULL);
  assert_selected (fixture, "a1c1s1");
  quire_node_set_expanded (lookup (fixture, "a2c1"), FALSE);
  test_book_move (fixture->book, "a1c1s1", "a2c1", "a2c1s2");
  assert_selected (fixture, "a1c1s1");
  g_assert_true (quire_node_get_expanded (lookup (fixture, "a2c1")));
  test_book_move (fixture->book, "a2c1", "a1", NULL);
  assert_selected (fixture, "a1c1s1");
  g_assert_cmpuint (fixture->n_selected, ==, 0);
}

static void
test_trash_selects_neighbour (Fixture *fixture, gconstpointer data)
{
  quire_outline_pane_select (fixture->pane, lookup (fixture, "a2c1s1"));
  test_book_trash (fixture->book, "a2c1s1", 1);
  assert_selected (fixture, "a2c1s2");
  quire_outline_pane_select (fixture->pane, lookup (fixture, "a2c1s3"));
  test_book_trash (fixture->book, "a2c1s3", 2);
  assert_selected (fixture, "a2c1s2");
  test_book_trash (fixture->book, "a2", 3);
  assert_selected (fixture, "a1c2s1");
  test_book_trash (fixture->book, "a1", 4);
  assert_selected (fixture, NULL);
  g_assert_cmpstr (get_page (fixture), ==, "empty");
}

static void
test_closed_chapter (Fixture *fixture, gconstpointer data)
{
  quire_outline_pane_select (fixture->pane, lookup (fixture, "a1c1s2"));
  quire_node_set_expanded (lookup (fixture, "a1c1"), FALSE);
  turn_idles ();
  assert_selected (fixture, NULL);
  quire_node_set_expanded (lookup (fixture, "a1c1"), TRUE);
  turn_idles ();
  assert_selected (fixture, "a1c1s2");
}

static void
test_clicks (Fixture *fixture, gconstpointer data)
{
  g_signal_emit_by_name (get_row (fixture, "a1c1s2"), "clicked");
  g_assert_cmpstr (fixture->activated, ==, "a1c1s2");
  assert_selected (fixture, "a1c1s2");

  g_signal_emit_by_name (get_row (fixture, "a1c2"), "clicked");
  assert_selected (fixture, "a1c2");
  g_assert_false (quire_node_get_expanded (lookup (fixture, "a1c2")));
  g_signal_emit_by_name (get_row (fixture, "a1c2"), "clicked");
  g_assert_true (quire_node_get_expanded (lookup (fixture, "a1c2")));
  g_assert_cmpuint (fixture->n_activated, ==, 1);

  g_signal_emit_by_name (fixture->pane->list, "activate", 5);
  g_assert_cmpstr (fixture->activated, ==, "a1c2s1");
  g_signal_emit_by_name (fixture->pane->list, "activate", 0);
  g_assert_false (quire_node_get_expanded (lookup (fixture, "a1")));
  g_assert_cmpuint (fixture->n_activated, ==, 2);
}

/* -- search -- */

static void
test_search (Fixture *fixture, gconstpointer data)
{
  outline_change (fixture->book, "a1c1s2", g_set_str (&changed->title, "Élan vital"));
  outline_change (fixture->book, "a2c1s3", g_set_str (&changed->synopsis, "She keeps her ELAN a secret."));
  quire_node_set_expanded (lookup (fixture, "a2"), FALSE);
  quire_outline_pane_select (fixture->pane, lookup (fixture, "a1c2s1"));

  search (fixture, " elan ");
  assert_rows (fixture, "a1 a1c1 a1c1s2 a2 a2c1 a2c1s3");
  assert_selected (fixture, NULL);
  g_assert_false (quire_node_get_expanded (lookup (fixture, "a2")));

  search (fixture, "elan v");
  assert_rows (fixture, "a1 a1c1 a1c1s2");
  search (fixture, "nowhere");
  assert_rows (fixture, "");
  g_assert_cmpstr (get_page (fixture), ==, "nothing-found");

  g_signal_emit_by_name (fixture->pane->search_entry, "stop-search");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (fixture->pane->search_entry)), ==, "");
  g_assert_cmpstr (get_page (fixture), ==, "list");
  assert_rows (fixture, "a1 a1c1 a1c1s1 a1c1s2 a1c2 a1c2s1 a2");
  assert_selected (fixture, "a1c2s1");
}

static void
test_search_and_select (Fixture *fixture, gconstpointer data)
{
  quire_node_set_expanded (lookup (fixture, "a2c1"), FALSE);
  search (fixture, "a2c1s3");
  g_signal_emit_by_name (fixture->pane->search_entry, "activate");
  assert_selected (fixture, "a2c1s3");
  g_assert_cmpuint (fixture->n_activated, ==, 0);
  search (fixture, "");
  assert_selected (fixture, "a2c1s3");

  search (fixture, "a2c1s3");
  quire_outline_pane_select (fixture->pane, lookup (fixture, "a1c1s1"));
  assert_selected (fixture, "a1c1s1");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (fixture->pane->search_entry)), ==, "");
}

/* Changes of the tree while something is searched for. */
static void
test_search_live (Fixture *fixture, gconstpointer data)
{
  g_autoptr (QuireNodeData) scene = test_node_data (QUIRE_NODE_SCENE, "new", "a2c1", "Z", 0);

  search (fixture, "a1c1s");
  assert_rows (fixture, "a1 a1c1 a1c1s1 a1c1s2");
  quire_outline_pane_select (fixture->pane, lookup (fixture, "a1c1s1"));
  test_book_move (fixture->book, "a1c1s1", "a2c1", NULL);
  assert_rows (fixture, "a1 a1c1 a1c1s2 a2 a2c1 a1c1s1");
  assert_selected (fixture, "a1c1s1");
  g_set_str (&scene->title, "Also a1c1sx");
  quire_manuscript_add (fixture->book, scene);
  assert_rows (fixture, "a1 a1c1 a1c1s2 a2 a2c1 a1c1s1 new");
  test_book_trash (fixture->book, "a2", 1);
  assert_rows (fixture, "a1 a1c1 a1c1s2");
}

/* -- changes that are stored -- */

static void
rename_to (Fixture *fixture, const char *id, const char *title)
{
  QuireOutlineRow *row = get_row (fixture, id);
  GtkEditable *entry;

  quire_outline_pane_select (fixture->pane, lookup (fixture, id));
  quire_outline_pane_start_rename (fixture->pane);
  g_assert_true (quire_outline_row_get_renaming (row));
  entry = outline_find (row, GTK_TYPE_ENTRY);
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, quire_node_get_title (lookup (fixture, id)));
  gtk_editable_set_text (entry, title);
}

static gboolean
has_title_of_its_own (gpointer data)
{
  const char *title = quire_node_get_title (data);

  return g_ascii_isalpha (title[0]) && strcmp (title, "A1C1S1") != 0;
}

static gboolean
has_no_title (gpointer data)
{
  return quire_node_get_title (data)[0] == '\0';
}

static void
test_rename (Fixture *fixture, gconstpointer data)
{
  QuireNode *node = lookup (fixture, "a1c1s1");
  QuireOutlineRow *row = get_row (fixture, "a1c1s1");

  rename_to (fixture, "a1c1s1", "  Low water ");
  g_signal_emit_by_name (outline_find (row, GTK_TYPE_ENTRY), "activate");
  g_assert_false (quire_outline_row_get_renaming (row));
  quire_test_wait_until (has_title_of_its_own, node, OUTLINE_DEADLINE_MS);
  g_assert_cmpstr (quire_node_get_title (node), ==, "Low water");
  outline_assert_text (row, "1 Low water | —");

  rename_to (fixture, "a1c1s1", "");
  g_signal_emit_by_name (outline_find (row, GTK_TYPE_ENTRY), "activate");
  quire_test_wait_until (has_no_title, node, OUTLINE_DEADLINE_MS);
  outline_assert_text (row, "1 Untitled scene | —");
  g_assert_null (fixture->failed);
}

/* Leaving the entry for another widget stores as well; Esc does not, and gives the focus back to the row. */
static void
test_rename_focus (Fixture *fixture, gconstpointer data)
{
  QuireNode *node = lookup (fixture, "a1c1s1");
  QuireOutlineRow *row = get_row (fixture, "a1c1s1");
  gboolean stopped = FALSE;
  GListModel *controllers;

  rename_to (fixture, "a1c1s1", "Never");
  g_assert_false (quire_outline_pane_list_has_focus (fixture->pane));
  controllers = gtk_widget_observe_controllers (outline_find (row, GTK_TYPE_ENTRY));
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller) && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE && !stopped)
        g_signal_emit_by_name (controller, "key-pressed", GDK_KEY_Escape, 9, 0, &stopped);
    }
  g_object_unref (controllers);
  g_assert_true (stopped);
  g_assert_false (quire_outline_row_get_renaming (row));
  g_assert_true (quire_outline_pane_list_has_focus (fixture->pane));

  rename_to (fixture, "a1c1s1", "Low water");
  gtk_widget_grab_focus (GTK_WIDGET (fixture->pane->search_entry));
  g_assert_false (quire_outline_row_get_renaming (row));
  quire_test_wait_until (has_title_of_its_own, node, OUTLINE_DEADLINE_MS);
  g_assert_cmpstr (quire_node_get_title (node), ==, "Low water");
}

/* A row far away has no widget yet. */
static gboolean
renames_far (gpointer data)
{
  Fixture *fixture = data;
  QuireOutlineRow *row = g_hash_table_lookup (fixture->pane->rows, lookup (fixture, "a9c9s9"));

  return row != NULL && quire_outline_row_get_renaming (row);
}

static void
test_rename_far (Fixture *fixture, gconstpointer data)
{
  quire_outline_pane_select (fixture->pane, lookup (fixture, "a9c9s9"));
  quire_outline_pane_start_rename (fixture->pane);
  quire_test_wait_until (renames_far, fixture, OUTLINE_DEADLINE_MS);
}

static void
test_read_only (Fixture *fixture, gconstpointer data)
{
  quire_outline_pane_select (fixture->pane, lookup (fixture, "a1c1s1"));
  quire_outline_pane_start_rename (fixture->pane);
  g_assert_false (quire_outline_row_get_renaming (get_row (fixture, "a1c1s1")));
  g_assert_nonnull (fixture->failed);
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->pane->actions), "status"));
}

static gboolean
is_final (gpointer data)
{
  return quire_node_get_status (data) == QUIRE_STATUS_FINAL;
}

static void
test_status (Fixture *fixture, gconstpointer data)
{
  GActionGroup *actions = G_ACTION_GROUP (fixture->pane->actions);
  g_autoptr (GVariant) state = NULL;

  g_assert_false (g_action_group_get_action_enabled (actions, "status"));
  quire_outline_pane_select (fixture->pane, lookup (fixture, "a1c1"));
  g_assert_false (g_action_group_get_action_enabled (actions, "status"));
  quire_outline_pane_select (fixture->pane, lookup (fixture, "a1c1s1"));
  g_assert_true (g_action_group_get_action_enabled (actions, "status"));
  state = g_action_group_get_action_state (actions, "status");
  g_assert_cmpstr (g_variant_get_string (state, NULL), ==, "outlined");

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->pane->list), "outline.status", "s", "final"));
  quire_test_wait_until (is_final, lookup (fixture, "a1c1s1"), OUTLINE_DEADLINE_MS);
  g_assert_null (fixture->failed);
}

static void
test_menu (Fixture *fixture, gconstpointer data)
{
  QuireOutlinePane *pane = fixture->pane;

  g_signal_emit_by_name (get_row (fixture, "a1c1s1"), "menu-requested", 10.0, 10.0);
  assert_selected (fixture, "a1c1s1");
  g_assert_true (gtk_widget_get_visible (pane->menu));
  g_assert_true (quire_outline_pane_list_has_focus (pane));
  g_assert_true (gtk_popover_menu_get_menu_model (GTK_POPOVER_MENU (pane->menu)) == pane->scene_menu);
  gtk_popover_popdown (GTK_POPOVER (pane->menu));
  g_signal_emit_by_name (get_row (fixture, "a2c1"), "menu-requested", 10.0, 10.0);
  assert_selected (fixture, "a2c1");
  g_assert_true (gtk_popover_menu_get_menu_model (GTK_POPOVER_MENU (pane->menu)) == pane->branch_menu);

  /* A command of the menu that renames waits until the menu is gone. */
  quire_outline_pane_start_rename (pane);
  g_assert_false (quire_outline_row_get_renaming (get_row (fixture, "a2c1")));
  gtk_popover_popdown (GTK_POPOVER (pane->menu));
  turn_idles ();
  g_assert_true (quire_outline_row_get_renaming (get_row (fixture, "a2c1")));
  g_assert_cmpuint (fixture->n_activated, ==, 0);
}

static gboolean
trash_is_empty (gpointer data)
{
  return g_list_model_get_n_items (quire_manuscript_get_trash (data)) == 0;
}

static void
test_trash (Fixture *fixture, gconstpointer data)
{
  QuireTrashButton *trash = fixture->pane->trash_button;
  GtkMenuButton *button = outline_part (trash, QUIRE_TYPE_TRASH_BUTTON, "button");
  GtkStack *stack = outline_part (trash, QUIRE_TYPE_TRASH_BUTTON, "stack");
  GtkListView *list = outline_part (trash, QUIRE_TYPE_TRASH_BUTTON, "list");
  g_autoptr (GObject) nothing = NULL;

  outline_assert_text (gtk_menu_button_get_child (button), "Trash");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "empty");
  nothing = editor_book_await (quire_project_trash_node (quire_workspace_get_project (fixture->workspace), "a1c1"));
  outline_assert_text (gtk_menu_button_get_child (button), "Trash | 1");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "list");
  assert_rows (fixture, "a1 a1c2 a1c2s1 a2 a2c1 a2c1s1 a2c1s2 a2c1s3");

  gtk_menu_button_popup (button);
  quire_test_wait_until (outline_has_size, list, OUTLINE_DEADLINE_MS);
  outline_assert_text (list, "A1C1 | Chapter | Restore");
  gtk_test_accessible_assert_property (outline_find (list, GTK_TYPE_BUTTON), GTK_ACCESSIBLE_PROPERTY_LABEL, "Restore “A1C1”");
  g_signal_emit_by_name (outline_find (list, GTK_TYPE_BUTTON), "clicked");
  quire_test_wait_until (trash_is_empty, fixture->book, OUTLINE_DEADLINE_MS);
  turn_idles ();
  assert_rows (fixture, "a1 a1c1 a1c1s1 a1c1s2 a1c2 a1c2s1 a2 a2c1 a2c1s1 a2c1s2 a2c1s3");
  assert_selected (fixture, "a1c1");
  g_assert_null (fixture->failed);
}

int
main (int argc, char *argv[])
{
  /* Icons are told from other files by the system's MIME data, which folders of one's own hide. */
  g_autofree char *type_of_icons = g_content_type_guess ("icon.svg", NULL, 0, NULL);
  g_autoptr (GString) big = g_string_new (NULL);

  quire_test_init (&argc, &argv);
  adw_init ();
  for (guint i = 0; i < 9; i++)
    g_string_append_printf (big, "%s9,9,9,9,9,9,9,9,9", i > 0 ? "/" : "");

#define ADD(name, func) g_test_add ("/outline-pane/" name, Fixture, NULL, set_up, func, tear_down)
#define ADD_STORED(name, func, flags) g_test_add ("/outline-pane/" name, Fixture, GUINT_TO_POINTER (flags), set_up_stored, func, tear_down)
  ADD ("rows", test_rows);
  ADD ("live", test_live);
  ADD ("spoken", test_spoken);
  ADD ("expansion", test_expansion);
  ADD ("random-changes", test_random_changes);
  ADD ("empty", test_empty);
  ADD ("select", test_select);
  ADD ("move-keeps-selection", test_move_keeps_selection);
  ADD ("trash-selects-neighbour", test_trash_selects_neighbour);
  ADD ("closed-chapter", test_closed_chapter);
  ADD ("clicks", test_clicks);
  ADD ("search", test_search);
  ADD ("search-and-select", test_search_and_select);
  ADD ("search-live", test_search_live);
  ADD_STORED ("rename", test_rename, QUIRE_PROJECT_DEFAULT);
  ADD_STORED ("rename-focus", test_rename_focus, QUIRE_PROJECT_DEFAULT);
  g_test_add ("/outline-pane/rename-far", Fixture, big->str, set_up, test_rename_far, tear_down);
  ADD_STORED ("read-only", test_read_only, QUIRE_PROJECT_READ_ONLY);
  ADD_STORED ("status", test_status, QUIRE_PROJECT_DEFAULT);
  ADD_STORED ("menu", test_menu, QUIRE_PROJECT_DEFAULT);
  ADD_STORED ("trash", test_trash, QUIRE_PROJECT_DEFAULT);
#undef ADD_STORED
#undef ADD

  return g_test_run ();
}
