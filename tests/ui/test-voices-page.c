/* test-voices-page.c: points of view counted from the scenes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "outline-book.h"
#include "quire-narrator.h"
#include "quire-voices-page-private.h"
#include "quire-voices-row.h"

typedef struct
{
  GtkWindow *window;
  QuireVoicesPage *page;
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
set_narrator (QuireManuscript *book, const char *id, const char *name)
{
  outline_change (book, id, g_set_str (&changed->point_of_view, name));
}

/* Words: 111, 112, 121, 211, 212, 213: together 980. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->book = test_book_new ("2,1/3");
  set_narrator (fixture->book, "a1c1s1", "Mara");
  set_narrator (fixture->book, "a1c2s1", "Zoë Teague");
  set_narrator (fixture->book, "a2c1s1", " zoe teague ");
  set_narrator (fixture->book, "a2c1s2", "Mara");
  outline_change (fixture->book, "a1c1s1", changed->status = QUIRE_STATUS_FINAL);
  outline_change (fixture->book, "a2c1s3", changed->words = 0);

  fixture->page = g_object_new (QUIRE_TYPE_VOICES_PAGE, NULL);
  g_object_ref (fixture->page);
  fixture->list = outline_part (fixture->page, QUIRE_TYPE_VOICES_PAGE, "list");
  g_signal_connect_swapped (fixture->page, "open-scene", G_CALLBACK (open_scene_cb), fixture);
  quire_voices_page_set_manuscript (fixture->page, fixture->book);
  g_assert_cmpuint (quire_voices_page_get_n_counts (fixture->page), ==, 0);
  fixture->window = outline_window_new (GTK_WIDGET (fixture->page), 700, 700);
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

/* "name words written/scenes percent" of each narrator. */
static char *
describe (GListModel *narrators)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (narrators); i++)
    {
      g_autoptr (QuireNarrator) narrator = g_list_model_get_item (narrators, i);

      g_string_append_printf (text, "%s%s %u %u/%u %.0f", i > 0 ? "; " : "", quire_narrator_get_name (narrator), quire_narrator_get_words (narrator),
                              quire_narrator_get_n_written (narrator), g_list_model_get_n_items (quire_narrator_get_scenes (narrator)),
                              100 * quire_narrator_get_share (narrator));
    }

  return g_string_free (text, FALSE);
}

#define assert_narrators(narrators, expected)             \
  G_STMT_START                                            \
  {                                                       \
    g_autofree char *described_ = describe ((narrators)); \
    g_assert_cmpstr (described_, ==, (expected));         \
  }                                                       \
  G_STMT_END

static gboolean
has_counted (gpointer data)
{
  Fixture *fixture = data;

  return quire_voices_page_get_n_counts (fixture->page) > 1;
}

static gpointer
get_item (Fixture *fixture, guint position)
{
  g_autoptr (GtkTreeListRow) row = g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (fixture->list)), position);
  gpointer item = gtk_tree_list_row_get_item (row);

  g_object_unref (item);
  return item;
}

static void
test_rows (Fixture *fixture, gconstpointer data)
{
  assert_narrators (quire_voices_page_get_narrators (fixture->page), "Zoë Teague 332 2/2 43; Mara 323 2/2 42;  112 1/2 15");
  outline_assert_text (fixture->list,
                       "Zoë Teague | 332 words | 43 % | 2 of 2 scenes written | Outlined: 2 | "
                       "Mara | 323 words | 42 % | 2 of 2 scenes written | Outlined: 1 | Final: 1 | "
                       "No point of view set | 112 words | 15 % | 1 of 2 scenes written | Outlined: 2");
}

static void
test_scenes (Fixture *fixture, gconstpointer data)
{
  QuireVoicesRow *row;
  g_autofree char *spoken = NULL;

  g_signal_emit_by_name (fixture->list, "activate", 1);
  g_assert_null (fixture->opened);
  g_assert_true (get_item (fixture, 2) == quire_manuscript_lookup (fixture->book, "a1c1s1"));
  g_assert_true (get_item (fixture, 3) == quire_manuscript_lookup (fixture->book, "a2c1s2"));
  g_signal_emit_by_name (fixture->list, "activate", 3);
  g_assert_cmpstr (fixture->opened, ==, "a2c1s2");

  row = outline_find (fixture->list, QUIRE_TYPE_VOICES_ROW);
  g_object_get (row, "spoken", &spoken, NULL);
  g_assert_cmpstr (spoken, ==, "Zoë Teague, 332 words, 43 % of the book, 2 of 2 scenes written");
  g_signal_emit_by_name (fixture->list, "activate", 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (fixture->list))), ==, 3);
}

/* Many changes are one count, and what was open stays open. */
static void
test_live (Fixture *fixture, gconstpointer data)
{
  QuireNarrator *mara = get_item (fixture, 1);

  g_signal_emit_by_name (fixture->list, "activate", 1);
  for (guint i = 0; i < 50; i++)
    quire_manuscript_set_words (fixture->book, "a1c1s1", i);
  set_narrator (fixture->book, "a2c1s3", "mara");
  outline_change (fixture->book, "a2c1s2", (changed->status = QUIRE_STATUS_REVISED, changed->words = 700));
  g_assert_cmpuint (quire_voices_page_get_n_counts (fixture->page), ==, 1);

  quire_test_wait_until (has_counted, fixture, OUTLINE_DEADLINE_MS);
  g_assert_cmpuint (quire_voices_page_get_n_counts (fixture->page), ==, 2);
  assert_narrators (quire_voices_page_get_narrators (fixture->page), "Mara 749 2/3 63; Zoë Teague 332 2/2 28;  112 1/1 9");
  g_assert_true (get_item (fixture, 0) == mara);
  g_assert_true (get_item (fixture, 3) == quire_manuscript_lookup (fixture->book, "a2c1s3"));
  g_assert_cmpuint (quire_narrator_get_n_scenes (mara, QUIRE_STATUS_REVISED), ==, 1);
}

static gboolean
has_four_narrators (gpointer data)
{
  return g_list_model_get_n_items (data) == 4;
}

/* Status and point of view are heard from scenes, also from those that came later. */
static void
test_live_scene (Fixture *fixture, gconstpointer data)
{
  g_autoptr (QuireNodeData) scene = test_node_data (QUIRE_NODE_SCENE, "new", "a2c1", "Z", 0);

  quire_manuscript_add (fixture->book, scene);
  quire_test_wait_until (has_counted, fixture, OUTLINE_DEADLINE_MS);
  set_narrator (fixture->book, "new", "Aud");
  quire_test_wait_until (has_four_narrators, quire_voices_page_get_narrators (fixture->page), OUTLINE_DEADLINE_MS);
  assert_narrators (quire_voices_page_get_narrators (fixture->page), "Zoë Teague 332 2/2 43; Mara 323 2/2 42; Aud 0 0/1 0;  112 1/2 15");
}

static gboolean
deadline_passed (gpointer data)
{
  return g_get_monotonic_time () > *(gint64 *) data;
}

static void
test_hidden (Fixture *fixture, gconstpointer data)
{
  gint64 deadline = g_get_monotonic_time () + 300 * 1000;

  gtk_widget_set_visible (GTK_WIDGET (fixture->page), FALSE);
  quire_manuscript_set_words (fixture->book, "a1c1s1", 5);
  quire_test_wait_until (deadline_passed, &deadline, OUTLINE_DEADLINE_MS);
  g_assert_cmpuint (quire_voices_page_get_n_counts (fixture->page), ==, 1);
  gtk_widget_set_visible (GTK_WIDGET (fixture->page), TRUE);
  quire_test_wait_until (has_counted, fixture, OUTLINE_DEADLINE_MS);
  g_assert_cmpuint (quire_voices_page_get_n_counts (fixture->page), ==, 2);
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  GtkStack *stack = outline_part (fixture->page, QUIRE_TYPE_VOICES_PAGE, "stack");

  test_book_trash (fixture->book, "a1", 1);
  test_book_trash (fixture->book, "a2", 2);
  quire_test_wait_until (has_counted, fixture, OUTLINE_DEADLINE_MS);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "empty");
  quire_voices_page_focus (fixture->page);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture->window)) == outline_part (fixture->page, QUIRE_TYPE_VOICES_PAGE, "empty_button"));
  quire_voices_page_set_workspace (fixture->page, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (quire_voices_page_get_narrators (fixture->page)), ==, 0);
}

/* Whatever the scenes say: everything is counted once, and narrators are in order. */
static void
test_random_books (void)
{
  static const char *const names[] = { "", "Mara", "mara", "Teague", "Ása", "asa", "  " };
  static const char *const ids[] = { "a1c1s1", "a1c1s2", "a1c2s1", "a2c1s1", "a2c1s2", "a2c1s3" };
  g_autoptr (QuireManuscript) book = test_book_new ("2,1/3");
  g_autoptr (GListStore) narrators = g_list_store_new (QUIRE_TYPE_NARRATOR);

  for (guint round = 0; round < 300; round++)
    {
      const char *id = ids[g_test_rand_int_range (0, G_N_ELEMENTS (ids))];
      guint n_scenes = 0;
      guint words = 0;
      guint before = G_MAXUINT;
      const char *name = names[g_test_rand_int_range (0, G_N_ELEMENTS (names))];
      guint words_now = (guint) g_test_rand_int_range (0, 5);
      gint64 trashed = g_test_rand_int_range (0, 4) == 0;

      outline_change (book, id, (g_set_str (&changed->point_of_view, name), changed->words = words_now, changed->trashed = trashed));
      quire_narrators_update (narrators, book);

      for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (narrators)); i++)
        {
          g_autoptr (QuireNarrator) narrator = g_list_model_get_item (G_LIST_MODEL (narrators), i);
          guint n_statuses = 0;

          for (QuireStatus status = QUIRE_STATUS_OUTLINED; status <= QUIRE_STATUS_FINAL; status++)
            n_statuses += quire_narrator_get_n_scenes (narrator, status);
          g_assert_cmpuint (n_statuses, ==, g_list_model_get_n_items (quire_narrator_get_scenes (narrator)));
          n_scenes += n_statuses;
          words += quire_narrator_get_words (narrator);
          if (quire_narrator_get_name (narrator)[0] != '\0')
            {
              g_assert_cmpuint (quire_narrator_get_words (narrator), <=, before);
              before = quire_narrator_get_words (narrator);
            }
          else
            {
              g_assert_cmpuint (i, ==, g_list_model_get_n_items (G_LIST_MODEL (narrators)) - 1);
            }
        }
      g_assert_cmpuint (n_scenes, ==, quire_manuscript_get_n_scenes (book));
      g_assert_cmpuint (words, ==, quire_manuscript_get_words (book));
    }
}

int
main (int argc, char *argv[])
{
  /* Icons are told from other files by the system's MIME data, which folders of one's own hide. */
  g_autofree char *type_of_icons = g_content_type_guess ("icon.svg", NULL, 0, NULL);

  quire_test_init (&argc, &argv);
  adw_init ();

#define ADD(name, func) g_test_add ("/voices-page/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("rows", test_rows);
  ADD ("scenes", test_scenes);
  ADD ("live", test_live);
  ADD ("live-scene", test_live_scene);
  ADD ("hidden", test_hidden);
  ADD ("empty", test_empty);
#undef ADD
  g_test_add_func ("/voices-page/random-books", test_random_books);

  return g_test_run ();
}
