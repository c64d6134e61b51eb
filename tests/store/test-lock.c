/* test-lock.c: one writer for each book
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <fcntl.h>
#include <sys/wait.h>

#include "quire-book-file-private.h"
#include "store-child.h"

static char *
make_lock_path (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  return g_build_filename (folder, ".book.quire-lock", NULL);
}

static void
test_lock (void)
{
  g_autofree char *path = make_book_path ();
  g_autofree char *lock_path = make_lock_path (path);
  g_autofree char *expected = g_strdup_printf ("%ld %s\n", (long) getpid (), g_get_host_name ());
  g_autofree char *holder = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (QuireLock) lock = quire_lock_acquire (path, &error);

  g_assert_no_error (error);
  g_assert_true (quire_lock_is_held (path));
  g_assert_true (g_file_get_contents (lock_path, &holder, NULL, NULL));
  g_assert_cmpstr (holder, ==, expected);
  g_assert_null (quire_lock_acquire (path, &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_LOCKED);
  g_clear_error (&error);

  g_clear_pointer (&lock, quire_lock_release);
  g_assert_false (g_file_test (lock_path, G_FILE_TEST_EXISTS));
  g_assert_false (quire_lock_is_held (path));

  /* What a crash left is nobody's. */
  g_assert_true (g_file_set_contents (lock_path, "1 elsewhere\n", -1, NULL));
  g_assert_false (quire_lock_is_held (path));
  lock = quire_lock_acquire (path, &error);
  g_assert_no_error (error);
}

/* Whether SQLite's lock on the file keeps other processes off: asked by another process, since nobody is in his own way. */
static gboolean
is_locked_for_others (const char *path)
{
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0x40000002, .l_len = 510 };
  pid_t child = fork ();
  int status = -1;

  g_assert_cmpint (child, !=, -1);
  if (child == 0)
    {
      int descriptor = open (path, O_RDWR);

      _exit (descriptor >= 0 && fcntl (descriptor, F_GETLK, &lock) == 0 ? lock.l_type != F_UNLCK : 2);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), !=, 2);
  return WEXITSTATUS (status) == 1;
}

/* The same process twice: the second one reads, sees what the first one writes, and does not disturb it. */
static void
test_same_process (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autofree char *alias = g_strconcat (path, ".link", NULL);
  g_autoptr (QuireProject) first = create_book (path, clock);
  g_autofree char *scene_id = g_strdup (scene_id_at (first, 1, 1, 1));
  g_autoptr (QuireProject) second = NULL;
  g_autoptr (QuireProject) third = NULL;

  /* By another name, too. */
  g_assert_cmpint (symlink (path, alias), ==, 0);
  g_object_unref (write_text (first, scene_id, "One."));
  g_assert_true (is_locked_for_others (path));
  second = open_book (alias, QUIRE_PROJECT_DEFAULT, clock);
  g_assert_true (quire_project_get_read_only (second));
  g_assert_nonnull (strstr (quire_project_get_read_only_reason (second), "already open"));
  assert_body (second, scene_id, "One.");
  assert_rejected (quire_project_write_text (second, scene_id, "x", NULL, QUIRE_ACTOR_WRITER), QUIRE_ERROR_READ_ONLY);
  assert_rejected (quire_project_set_title (second, "x"), QUIRE_ERROR_READ_ONLY);
  g_object_unref (write_text (first, scene_id, "Two."));
  assert_body (second, scene_id, "Two.");
  assert_done (quire_project_close (second));
  g_clear_object (&second);

  /* The first one still has its locks. */
  g_assert_true (is_locked_for_others (path));
  g_object_unref (write_text (first, scene_id, "Three."));
  assert_sound (first);
  close_book (&first);

  third = open_book (path, QUIRE_PROJECT_NO_BACKUP, clock);
  g_assert_false (quire_project_get_read_only (third));
  assert_body (third, scene_id, "Three.");
  close_book (&third);
}

/* -- another process -- */

static DexFuture *
hold_fiber (gpointer data)
{
  g_autoptr (QuireClock) clock = quire_clock_new_system ();
  QuireProject *project = open_book (data, QUIRE_PROJECT_NO_BACKUP, clock);
  char byte;

  g_object_unref (write_text (project, scene_id_at (project, 1, 1, 1), "By the other one."));
  say ("open");
  /* Until the parent closes its end. */
  if (read (STDIN_FILENO, &byte, 1) != 0)
    return dex_future_new_false ();
  close_book (&project);
  say ("closed");
  return dex_future_new_true ();
}

static void
test_other_process (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autofree char *lock_path = make_lock_path (path);
  g_autoptr (QuireProject) project = create_book (path, clock);
  g_autofree char *scene_id = g_strdup (scene_id_at (project, 1, 1, 1));
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *opened = NULL;
  g_autofree char *closed = NULL;

  close_book (&project);
  child = start_child ((const char *const[]) { "--hold", path, NULL });
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  opened = read_line (lines);
  g_assert_cmpstr (opened, ==, "open");

  project = open_book (path, QUIRE_PROJECT_DEFAULT, clock);
  g_assert_true (quire_project_get_read_only (project));
  g_assert_nonnull (strstr (quire_project_get_read_only_reason (project), "already open"));
  assert_body (project, scene_id, "By the other one.");
  assert_done (quire_project_close (project));
  g_clear_object (&project);

  /* Only looking takes no lock and asks for none. */
  project = open_book (path, QUIRE_PROJECT_READ_ONLY, clock);
  assert_body (project, scene_id, "By the other one.");
  assert_done (quire_project_close (project));
  g_clear_object (&project);

  g_assert_true (g_output_stream_close (g_subprocess_get_stdin_pipe (child), NULL, NULL));
  closed = read_line (lines);
  g_assert_cmpstr (closed, ==, "closed");
  g_assert_true (g_subprocess_wait_check (child, NULL, NULL));
  g_assert_false (g_file_test (lock_path, G_FILE_TEST_EXISTS));

  project = open_book (path, QUIRE_PROJECT_NO_BACKUP, clock);
  g_assert_false (quire_project_get_read_only (project));
  close_book (&project);
}

int
main (int argc, char **argv)
{
  if (argc == 3 && strcmp (argv[1], "--hold") == 0)
    return run_child (hold_fiber, argv[2]);

  quire_test_init (&argc, &argv);

  g_test_add_func ("/lock/lock", test_lock);
  quire_test_add_fiber ("/lock/same-process", test_same_process);
  quire_test_add_fiber ("/lock/other-process", test_other_process);

  return g_test_run ();
}
