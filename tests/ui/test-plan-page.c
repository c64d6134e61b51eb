/* test-plan-page.c: the outline as cards.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "outline-book.h"
#include "quire-plan-page-private.h"
#include "quire-plan-row.h"

typedef struct
{
  GtkWindow *window;
  QuirePlanPage *page;
  GtkListView *list;
  QuireManuscript *book;
  char *opened;
} Fixture;

static void
open_scene_cb (Fixture *fixture, const char *id)
{
  g_set_str (&fixture->opened, id);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->book = test_book_new ("2,0/1");
  fixture->page = g_object_new (QUIRE_TYPE_PLAN_PAGE, NULL);
  g_object_ref (fixture->page);
  fixture->list = outline_part (fixture->page, QUIRE_TYPE_PLAN_PAGE, "list");
  g_signal_connect_swapped (fixture->page, "open-scene", G_CALLBACK (open_scene_cb), fixture);
  quire_plan_page_set_manuscript (fixture->page, fixture->book);
  g_assert_null (gtk_list_view_get_model (fixture->list));
  fixture->window = outline_window_new (GTK_WIDGET (fixture->page), 700, 900);
  quire_test_wait_until (outline_has_size, fixture->list, OUTLINE_DEADLINE_MS);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  g_assert_finalize_object (fixture->page);
  g_assert_finalize_object (fixture->book);
  g_free (fixture->opened);
}

static GListModel *
get_model (Fixture *fixture)
{
  return G_LIST_MODEL (gtk_list_view_get_model (fixture->list));
}

static char *
list_rows (Fixture *fixture)
{
  GListModel *model = get_model (fixture);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (QuireNode) node = g_list_model_get_item (model, i);

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

/* The row that shows a node. */
static QuirePlanRow *
find_row (GtkWidget *widget, const char *id)
{
  if (QUIRE_IS_PLAN_ROW (widget))
    {
      QuireNode *node = quire_plan_row_get_node (QUIRE_PLAN_ROW (widget));

      return node != NULL && strcmp (quire_node_get_id (node), id) == 0 ? QUIRE_PLAN_ROW (widget) : NULL;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      QuirePlanRow *row = find_row (child, id);

      if (row != NULL)
        return row;
    }

  return NULL;
}

#define get_row(fixture, id) find_row (GTK_WIDGET ((fixture)->list), (id))

static void
test_rows (Fixture *fixture, gconstpointer data)
{
  assert_rows (fixture, "a1 a1c1 a1c1s1 a1c1s2 a1c2 a2 a2c1 a2c1s1");
  outline_assert_text (get_row (fixture, "a1"), "A1 | 223 words");
  outline_assert_text (get_row (fixture, "a1c2"), "2 A1C2 | no words yet");
  outline_assert_text (get_row (fixture, "a1c1s2"), "1.1.2 | A1C1S2 | Outlined | 112 words");
}

static void
test_live (Fixture *fixture, gconstpointer data)
{
  QuirePlanRow *row = get_row (fixture, "a1c1s1");
  guint n_changes = 0;
  g_autofree char *spoken = NULL;

  g_signal_connect_swapped (get_model (fixture), "items-changed", G_CALLBACK (outline_count_cb), &n_changes);
  outline_change (fixture->book, "a1c1s1",
                  (g_set_str (&changed->title, "Low water"), g_set_str (&changed->synopsis, "- She waits.\n\n * He\ndoes not come.\n"),
                   g_set_str (&changed->point_of_view, "Mara"), changed->status = QUIRE_STATUS_FINAL, changed->target = 900));
  outline_assert_text (row, "1.1.1 | Low water | She waits. He does not come. | Final | Mara | 111 of 900 words");
  g_object_get (row, "spoken", &spoken, NULL);
  g_assert_cmpstr (spoken, ==, "1 Low water, Final, 111 of 900 words. She waits. He does not come.");
  quire_manuscript_set_words (fixture->book, "a1c1s1", 1);
  outline_assert_text (get_row (fixture, "a1c1"), "1 A1C1 | 113 words");
  g_assert_cmpuint (n_changes, ==, 0);

  test_book_move (fixture->book, "a1c1s1", "a2c1", NULL);
  assert_rows (fixture, "a1 a1c1 a1c1s2 a1c2 a2 a2c1 a2c1s1 a1c1s1");
  test_book_trash (fixture->book, "a2c1", 5);
  assert_rows (fixture, "a1 a1c1 a1c1s2 a1c2 a2");
  test_book_trash (fixture->book, "a2c1", 0);
  assert_rows (fixture, "a1 a1c1 a1c1s2 a1c2 a2 a2c1 a2c1s1 a1c1s1");
}

static void
test_open (Fixture *fixture, gconstpointer data)
{
  g_signal_emit_by_name (fixture->list, "activate", 0);
  g_signal_emit_by_name (fixture->list, "activate", 1);
  g_assert_null (fixture->opened);
  g_signal_emit_by_name (fixture->list, "activate", 3);
  g_assert_cmpstr (fixture->opened, ==, "a1c1s2");
  g_assert_true (gtk_list_view_get_single_click_activate (fixture->list));
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  GtkStack *stack = outline_part (fixture->page, QUIRE_TYPE_PLAN_PAGE, "stack");

  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "list");
  test_book_trash (fixture->book, "a1", 5);
  test_book_trash (fixture->book, "a2", 6);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "empty");
  quire_plan_page_focus (fixture->page);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture->window)) == outline_part (fixture->page, QUIRE_TYPE_PLAN_PAGE, "empty_button"));
  test_book_trash (fixture->book, "a1", 0);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "list");

  quire_plan_page_set_workspace (fixture->page, NULL);
  g_assert_null (get_model (fixture));
}

static void
test_workspace (Fixture *fixture, gconstpointer data)
{
  g_autoptr (QuireWorkspace) workspace = outline_workspace_new ("1", QUIRE_PROJECT_DEFAULT);

  quire_plan_page_set_workspace (fixture->page, workspace);
  assert_rows (fixture, "a1 a1c1 a1c1s1");
  quire_plan_page_set_workspace (fixture->page, NULL);
  outline_workspace_close (workspace);
}

int
main (int argc, char *argv[])
{
  /* Icons are told from other files by the system's MIME data, which folders of one's own hide. */
  g_autofree char *type_of_icons = g_content_type_guess ("icon.svg", NULL, 0, NULL);

  quire_test_init (&argc, &argv);
  adw_init ();

#define ADD(name, func) g_test_add ("/plan-page/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("rows", test_rows);
  ADD ("live", test_live);
  ADD ("open", test_open);
  ADD ("empty", test_empty);
  ADD ("workspace", test_workspace);
#undef ADD

  return g_test_run ();
}
