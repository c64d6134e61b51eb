/* test-app-store.c: the application's own database
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "quire-app-store.h"
#include "store-test.h"

static QuireAppStore *
open_store (const char *folder, gpointer clock)
{
  g_autoptr (GError) error = NULL;
  QuireAppStore *store = dex_await_object (quire_app_store_open (folder, clock), &error);

  g_assert_no_error (error);
  return store;
}

static void
count_cb (QuireAppStore *store, gpointer data)
{
  *(guint *) data += 1;
}

static GPtrArray *
load_recent (QuireAppStore *store)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *books = quire_await_array (quire_app_store_load_recent (store), &error);

  g_assert_no_error (error);
  return books;
}

static void
test_recent (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *folder = quire_test_make_folder ();
  g_autofree char *here = g_build_filename (folder, "here.quire", NULL);
  g_autoptr (QuireAppStore) store = open_store (folder, clock);
  g_autoptr (GPtrArray) books = NULL;
  g_autoptr (GPtrArray) left = NULL;
  const QuireRecentBook *first;
  const QuireRecentBook *second;
  guint n_changed = 0;

  g_signal_connect (store, "recent-changed", G_CALLBACK (count_cb), &n_changed);
  g_assert_true (g_file_set_contents (here, "x", -1, NULL));
  assert_done (quire_app_store_add_recent (store, "/none/gone.quire", "Gone", 7));
  quire_test_clock_advance (clock, 1000);
  assert_done (quire_app_store_add_recent (store, here, "Old title", 1));
  quire_test_clock_advance (clock, 1000);
  /* Given up at once, and done all the same. */
  dex_unref (quire_app_store_add_recent (store, here, "Here", 12));
  books = load_recent (store);
  g_assert_cmpuint (books->len, ==, 2);
  first = g_ptr_array_index (books, 0);
  second = g_ptr_array_index (books, 1);
  g_assert_cmpstr (first->path, ==, here);
  g_assert_cmpstr (first->title, ==, "Here");
  g_assert_cmpuint (first->words, ==, 12);
  g_assert_cmpint (first->opened, ==, quire_clock_get_now (QUIRE_CLOCK (clock)));
  g_assert_true (first->exists);
  g_assert_false (second->exists);

  assert_done (quire_app_store_forget_recent (store, here));
  g_assert_cmpuint (n_changed, ==, 4);
  assert_done (quire_app_store_close (store));
  g_clear_object (&store);

  store = open_store (folder, clock);
  left = load_recent (store);
  g_assert_cmpuint (left->len, ==, 1);
  assert_done (quire_app_store_close (store));
}

static void
test_usage (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *folder = quire_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "quire.db", NULL);
  g_autoptr (QuireAppStore) store = open_store (folder, clock);
  QuireUsage usage = { .project_id = "book", .agent = "Claude", .input_tokens = 100, .output_tokens = 20, .cost_known = TRUE, .cost = 0.5, .currency = "USD" };

  assert_done (quire_app_store_add_usage (store, &usage));
  usage.cost_known = FALSE;
  assert_done (quire_app_store_add_usage (store, &usage));
  assert_done (quire_app_store_close (store));
  g_assert_cmpint (query_number (path, "SELECT sum (input_tokens + output_tokens) FROM usage WHERE agent = 'Claude'"), ==, 240);
  g_assert_cmpint (query_number (path, "SELECT count (*) FROM usage WHERE cost_known AND cost = 0.5 AND currency = 'USD'"), ==, 1);
}

/* Damage, a file of another kind and a newer version do not stand in the way; what was there is kept beside it. */
static void
test_damaged (void)
{
  static const char *const spoil[] = { "garbage", "page", "newer" };

  for (guint i = 0; i < G_N_ELEMENTS (spoil); i++)
    {
      g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
      g_autofree char *folder = quire_test_make_folder ();
      g_autofree char *path = g_build_filename (folder, "quire.db", NULL);
      g_autofree char *kept = g_strconcat (path, ".damaged", NULL);
      g_autoptr (QuireAppStore) store = NULL;
      g_autoptr (GPtrArray) books = NULL;
      g_autofree char *bytes = NULL;
      gsize length;

      g_test_message ("%s", spoil[i]);
      store = open_store (folder, clock);
      assert_done (quire_app_store_add_recent (store, "/a", "A", 1));
      assert_done (quire_app_store_close (store));
      g_clear_object (&store);

      g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
      if (i == 0)
        g_assert_true (g_file_set_contents (path, "This is no database at all, though it is long enough to be one.", -1, NULL));
      else if (i == 1)
        {
          memset (bytes + 100, 0x5a, length - 100);
          g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
        }
      else
        execute (path, "PRAGMA user_version = 99");

      store = open_store (folder, clock);
      books = load_recent (store);
      g_assert_cmpuint (books->len, ==, 0);
      g_assert_true (g_file_test (kept, G_FILE_TEST_EXISTS));
      assert_done (quire_app_store_add_recent (store, "/a", "A", 1));
      assert_done (quire_app_store_close (store));
    }
}

static void
test_folder (void)
{
  g_autofree char *folder = quire_app_store_dup_projects_folder ();
  g_autofree char *expected = g_build_filename (g_get_user_data_dir (), "quire", "projects", NULL);

  g_assert_cmpstr (folder, ==, expected);
  g_assert_true (g_file_test (folder, G_FILE_TEST_IS_DIR));
}

int
main (int argc, char **argv)
{
  quire_test_init (&argc, &argv);

  quire_test_add_fiber ("/app-store/recent", test_recent);
  quire_test_add_fiber ("/app-store/usage", test_usage);
  quire_test_add_fiber ("/app-store/damaged", test_damaged);
  g_test_add_func ("/app-store/folder", test_folder);

  return g_test_run ();
}
