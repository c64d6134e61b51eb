/* quire-test.c: what the tests share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-test"

#include "config.h"

#include "quire-test.h"

#include <ftw.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define FIBER_STACK (8 * 1024 * 1024) /* assertions, sanitizers and whatever a test calls */
#define POLL_MS 5                     /* how soon a condition is seen that changes without an event of the loop */

typedef struct
{
  void (*func) (void);
  gboolean returned;
} FiberTest;

static GPtrArray *folders;
static pid_t folders_owner;

void
quire_test_init (int *argc, char ***argv)
{
  setlocale (LC_ALL, "");
  dex_init ();
  g_test_init (argc, argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
}

void
quire_test_init_window (int *argc, char ***argv)
{
  static const char *const variables[] = { "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME" };
  g_autofree char *home = NULL;

  setlocale (LC_ALL, "");
  dex_init ();
  g_test_init (argc, argv, NULL);
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);

  home = quire_test_make_folder ();
  for (guint i = 0; i < G_N_ELEMENTS (variables); i++)
    {
      g_autofree char *folder = g_build_filename (home, variables[i], NULL);

      g_setenv (variables[i], folder, TRUE);
    }
}

static DexFuture *
test_fiber (gpointer data)
{
  FiberTest *test = data;

  test->func ();
  test->returned = TRUE;

  return dex_future_new_true ();
}

static void
run_in_fiber (gconstpointer data)
{
  FiberTest test = { (void (*) (void)) data, FALSE };
  g_autoptr (DexFuture) future = dex_scheduler_spawn (NULL, FIBER_STACK, test_fiber, &test, NULL);

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);

  g_assert_true (test.returned);
}

void
quire_test_add_fiber (const char *path, void (*func) (void))
{
  g_test_add_data_func (path, (gconstpointer) func, run_in_fiber);
}

static gboolean
keep_polling_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

void
quire_test_wait_until_at (const char *where, const char *what, QuireTestCondition condition, gpointer data, guint deadline_ms)
{
  gint64 deadline_us = g_get_monotonic_time () + deadline_ms * G_GINT64_CONSTANT (1000);
  guint poll;

  if (condition (data))
    return;

  poll = g_timeout_add (POLL_MS, keep_polling_cb, NULL);
  while (!condition (data))
    {
      if (g_get_monotonic_time () > deadline_us)
        g_error ("%s: %s did not come true within %u ms", where, what, deadline_ms);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (poll);
}

char *
quire_test_load (const char *name, gsize *length)
{
  const char *root = g_getenv ("QUIRE_TEST_DATA");
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  if (root == NULL)
    g_error ("QUIRE_TEST_DATA does not say where tests/data is; run the tests with meson");

  path = g_build_filename (root, name, NULL);
  g_file_get_contents (path, &text, length, &error);
  g_assert_no_error (error);

  return text;
}

static int
remove_cb (const char *path, const struct stat *status, int kind, struct FTW *place)
{
  return remove (path);
}

/* A forked child that exits in the ordinary way must leave its parent's folders alone. */
static void
remove_folders (void)
{
  if (getpid () == folders_owner)
    {
      for (guint i = 0; i < folders->len; i++)
        nftw (g_ptr_array_index (folders, i), remove_cb, 16, FTW_DEPTH | FTW_PHYS);
    }

  g_clear_pointer (&folders, g_ptr_array_unref);
}

char *
quire_test_make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("quire-test-XXXXXX", &error);

  g_assert_no_error (error);

  if (folders == NULL)
    {
      folders = g_ptr_array_new_with_free_func (g_free);
      folders_owner = getpid ();
      atexit (remove_folders);
    }
  g_ptr_array_add (folders, g_strdup (folder));

  return folder;
}
