/* test-codex-page.c: entries by category, the filter, the entry that is read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "outline-book.h"
#include "quire-codex-page-private.h"
#include "quire-entry-view.h"

typedef struct
{
  GtkWindow *window;
  QuireCodexPage *page;
  GtkListView *list;
  QuireManuscript *book;
  GListStore *entries;
  char *opened;
} Fixture;

static void
open_scene_cb (Fixture *fixture, const char *id)
{
  g_set_str (&fixture->opened, id);
}

static QuireEntry *
create_entry (const char *id, const char *category, const char *names, const char *text)
{
  g_auto (GStrv) list = g_strsplit (names, ",", -1);
  QuireEntryValues values = { .id = id, .category = category, .names = (const char *const *) list, .text = text };

  return quire_entry_new (&values);
}

static void
add_entry (Fixture *fixture, const char *id, const char *category, const char *names, const char *text)
{
  g_autoptr (QuireEntry) entry = create_entry (id, category, names, text);

  g_list_store_append (fixture->entries, entry);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->book = test_book_new ("3");
  fixture->entries = g_list_store_new (QUIRE_TYPE_ENTRY);
  add_entry (fixture, "mara", "characters", "Mara Vane,Mara,the keeper’s daughter", "She counts.\n\nShe remembers.\n");
  add_entry (fixture, "teague", "characters", "Teague", "");
  add_entry (fixture, "lamp", "places", "Lamp room", "Wet.");
  add_entry (fixture, "oath", "oaths", "The oath", "A category of the writer’s own.");

  fixture->page = g_object_new (QUIRE_TYPE_CODEX_PAGE, NULL);
  g_object_ref (fixture->page);
  fixture->list = outline_part (fixture->page, QUIRE_TYPE_CODEX_PAGE, "list");
  g_signal_connect_swapped (fixture->page, "open-scene", G_CALLBACK (open_scene_cb), fixture);
  quire_codex_page_set_entries (fixture->page, G_LIST_MODEL (fixture->entries), fixture->book);
  fixture->window = outline_window_new (GTK_WIDGET (fixture->page), GPOINTER_TO_INT (data), 700);
  quire_test_wait_until (outline_has_size, fixture->list, OUTLINE_DEADLINE_MS);
}

static void
turn_idles (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  /* An AdwBreakpointBin of libadwaita 1.7 that has just changed its breakpoint leaves an idle source behind, which writes into it even when it is gone. */
  turn_idles ();
  gtk_window_destroy (fixture->window);
  g_assert_finalize_object (fixture->page);
  g_assert_finalize_object (fixture->entries);
  g_assert_finalize_object (fixture->book);
  g_free (fixture->opened);
}

static gpointer
get_part (Fixture *fixture, const char *name)
{
  return outline_part (fixture->page, QUIRE_TYPE_CODEX_PAGE, name);
}

static gpointer
get_view_part (Fixture *fixture, const char *name)
{
  return outline_part (get_part (fixture, "entry_view"), QUIRE_TYPE_ENTRY_VIEW, name);
}

static GtkSingleSelection *
get_model (Fixture *fixture)
{
  return GTK_SINGLE_SELECTION (gtk_list_view_get_model (fixture->list));
}

static const char *
get_selected (Fixture *fixture)
{
  QuireEntry *entry = gtk_single_selection_get_selected_item (get_model (fixture));

  return entry != NULL ? quire_entry_get_id (entry) : NULL;
}

static const char *
get_name (Fixture *fixture)
{
  return gtk_label_get_label (get_view_part (fixture, "name_label"));
}

static void
filter (Fixture *fixture, const char *text)
{
  gtk_editable_set_text (get_part (fixture, "filter_entry"), text);
  g_signal_emit_by_name (get_part (fixture, "filter_entry"), "search-changed");
}

static void
test_list (Fixture *fixture, gconstpointer data)
{
  GtkSectionModel *model = GTK_SECTION_MODEL (get_model (fixture));
  const guint starts[] = { 0, 0, 2, 3 };

  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      guint start, end;

      gtk_section_model_get_section (model, i, &start, &end);
      g_assert_cmpuint (start, ==, starts[i]);
    }
  outline_assert_text (fixture->list, "Characters | Mara Vane | Teague | Places | Lamp room | oaths | The oath");
}

static void
test_entry (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (get_selected (fixture), ==, "mara");
  outline_assert_text (get_part (fixture, "entry_view"),
                       "Mara Vane | also Mara, the keeper’s daughter | Characters · sent when named | She counts. | She remembers.");

  gtk_single_selection_set_selected (get_model (fixture), 1);
  outline_assert_text (get_part (fixture, "entry_view"), "Teague | Characters · sent when named");
}

static void
test_send_modes (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    QuireSendMode mode;
    const char *expected;
  } rows[] = {
    { QUIRE_SEND_DETECTED, "Lore · sent when named" },
    { QUIRE_SEND_ALWAYS, "Lore · always sent" },
    { QUIRE_SEND_NEVER, "Lore · never sent to agents" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *const names[] = { "Salt", NULL };
      QuireEntryValues values = { .id = "salt", .category = "lore", .names = names, .text = "", .send = rows[i].mode };
      g_autoptr (QuireEntry) entry = quire_entry_new (&values);

      quire_entry_view_set_entry (get_part (fixture, "entry_view"), entry);
      g_assert_cmpstr (gtk_label_get_label (get_view_part (fixture, "kind_label")), ==, rows[i].expected);
    }
}

static void
add_fact (GPtrArray *facts, const char *attribute, const char *from, const char *to, const char *known_by)
{
  QuireFact *fact = quire_fact_new (attribute, "a & b");

  g_set_str (&fact->valid_from, from);
  g_set_str (&fact->valid_to, to);
  g_set_str (&fact->known_by, known_by);
  g_ptr_array_add (facts, fact);
}

static void
test_facts (Fixture *fixture, gconstpointer data)
{
  const char *const names[] = { "Salt", NULL };
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func ((GDestroyNotify) quire_fact_free);
  QuireEntryValues values = { .id = "salt", .category = "lore", .names = names, .text = "", .facts = facts };
  g_autoptr (QuireEntry) entry = NULL;
  GtkWidget *list = get_view_part (fixture, "facts_list");
  GtkWidget *box;
  gboolean handled = FALSE;

  g_assert_false (gtk_widget_get_visible (get_view_part (fixture, "facts_box")));
  add_fact (facts, "always", NULL, NULL, "");
  add_fact (facts, "both", "a1c1s1", "a1c1s2", "Mara & Teague");
  add_fact (facts, "from", "a1c1s3", NULL, "");
  add_fact (facts, "to", NULL, "gone", "");
  entry = quire_entry_new (&values);
  outline_change (fixture->book, "a1c1s2", g_set_str (&changed->title, "Salt & <b>smoke</b>"));
  quire_entry_view_set_entry (get_part (fixture, "entry_view"), entry);
  outline_assert_text (list, "always | a & b | "
                             "both | a & b | from 1.1.1 A1C1S1 to 1.1.2 Salt & <b>smoke</b> · known by Mara & Teague | "
                             "from | a & b | from 1.1.3 A1C1S3 | "
                             "to | a & b | up to a scene that is no longer in the book");

  /* Numbers follow the tree. */
  test_book_move (fixture->book, "a1c1s3", "a1c1", "a1c1s1");
  test_book_trash (fixture->book, "a1c1s2", 9);
  outline_assert_text (list, "always | a & b | "
                             "both | a & b | from 1.1.2 A1C1S1 to “Salt & <b>smoke</b>” (in Trash) · known by Mara & Teague | "
                             "from | a & b | from 1.1.1 A1C1S3 | "
                             "to | a & b | up to a scene that is no longer in the book");

  box = gtk_list_box_row_get_child (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 2));
  g_signal_emit_by_name (gtk_widget_get_last_child (box), "activate-link", "a1c1s3", &handled);
  g_assert_true (handled);
  g_assert_cmpstr (fixture->opened, ==, "a1c1s3");
}

static void
test_filter (Fixture *fixture, gconstpointer data)
{
  GtkStack *stack = get_part (fixture, "list_stack");

  filter (fixture, "KEEPER'S");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (get_model (fixture))), ==, 1);
  filter (fixture, "lamp");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (get_model (fixture))), ==, 1);
  g_assert_cmpstr (get_selected (fixture), ==, NULL);
  g_assert_cmpstr (get_name (fixture), ==, "Mara Vane");
  filter (fixture, "nobody");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "nothing-found");
  g_assert_cmpstr (get_name (fixture), ==, "Mara Vane");

  g_signal_emit_by_name (get_part (fixture, "filter_entry"), "stop-search");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "list");
  g_assert_cmpstr (get_selected (fixture), ==, "mara");

  filter (fixture, "lamp");
  g_signal_emit_by_name (get_part (fixture, "filter_entry"), "activate");
  g_assert_cmpstr (get_name (fixture), ==, "Lamp room");
}

/* A changed entry is another object with the same id. */
static void
test_changes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (QuireEntry) lamp = create_entry ("lamp", "characters", "Aaron’s lamp", "Dry.");
  gpointer moved[] = { lamp, NULL };

  gtk_single_selection_set_selected (get_model (fixture), 2);
  g_assert_cmpstr (get_name (fixture), ==, "Lamp room");
  g_list_store_remove (fixture->entries, 2);
  g_list_store_splice (fixture->entries, 0, 0, moved, 1);
  turn_idles ();
  g_assert_cmpstr (get_name (fixture), ==, "Aaron’s lamp");
  g_assert_cmpstr (get_selected (fixture), ==, "lamp");

  g_list_store_remove (fixture->entries, 0);
  turn_idles ();
  g_assert_cmpstr (get_selected (fixture), ==, "mara");
  g_assert_cmpstr (get_name (fixture), ==, "Mara Vane");

  g_list_store_remove_all (fixture->entries);
  turn_idles ();
  g_assert_cmpstr (gtk_stack_get_visible_child_name (get_part (fixture, "stack")), ==, "empty");
  add_entry (fixture, "teague", "characters", "Teague", "");
  turn_idles ();
  g_assert_cmpstr (gtk_stack_get_visible_child_name (get_part (fixture, "stack")), ==, "codex");
  g_assert_cmpstr (get_name (fixture), ==, "Teague");
}

static gboolean
is_collapsed (gpointer split)
{
  return adw_navigation_split_view_get_collapsed (split);
}

static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  AdwNavigationSplitView *split = get_part (fixture, "split");

  quire_test_wait_until (is_collapsed, split, OUTLINE_DEADLINE_MS);
  g_assert_false (adw_navigation_split_view_get_show_content (split));
  g_signal_emit_by_name (fixture->list, "activate", 1);
  g_assert_true (adw_navigation_split_view_get_show_content (split));
  g_assert_cmpstr (get_name (fixture), ==, "Teague");
  g_assert_cmpstr (adw_navigation_page_get_title (get_part (fixture, "content_page")), ==, "Teague");
}

static gboolean
shows_ledger (gpointer data)
{
  return g_strcmp0 (get_name (data), "The ledger") == 0;
}

static void
test_workspace (Fixture *fixture, gconstpointer data)
{
  g_autoptr (QuireWorkspace) workspace = outline_workspace_new ("1", QUIRE_PROJECT_DEFAULT);
  QuireProject *project = quire_workspace_get_project (workspace);
  g_autoptr (QuireEntry) entry = create_entry (NULL, "things", "The ledger", "Salt.");
  g_autoptr (GObject) nothing = NULL;

  quire_codex_page_set_workspace (fixture->page, workspace);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (get_part (fixture, "stack")), ==, "empty");
  nothing = editor_book_await (quire_project_save_entry (project, entry));
  quire_test_wait_until (shows_ledger, fixture, OUTLINE_DEADLINE_MS);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (get_part (fixture, "stack")), ==, "codex");
  quire_codex_page_focus (fixture->page);
  quire_codex_page_set_workspace (fixture->page, NULL);
  outline_workspace_close (workspace);
}

int
main (int argc, char *argv[])
{
  /* Icons are told from other files by the system's MIME data, which folders of one's own hide. */
  g_autofree char *type_of_icons = g_content_type_guess ("icon.svg", NULL, 0, NULL);

  quire_test_init (&argc, &argv);
  adw_init ();

#define ADD(name, func, width) g_test_add ("/codex-page/" name, Fixture, GINT_TO_POINTER (width), set_up, func, tear_down)
  ADD ("list", test_list, 800);
  ADD ("entry", test_entry, 800);
  ADD ("send-modes", test_send_modes, 800);
  ADD ("facts", test_facts, 800);
  ADD ("filter", test_filter, 800);
  ADD ("changes", test_changes, 800);
  ADD ("narrow", test_narrow, 400);
  ADD ("workspace", test_workspace, 800);
#undef ADD

  return g_test_run ();
}
