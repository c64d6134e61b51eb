/* test-kill.c: a process that is killed while it writes, again and again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A child opens the book and writes into three scenes in turn, as fast as it can; it says each number after the write was confirmed. The parent kills it at some moment.
 * Then every scene has to have the text of its last confirmed number, or of the one after it, which may have been stored and not said; and the book has to be
 * sound.
 */

#include "config.h"

#include <stdlib.h>

#include "store-child.h"

#define N_SCENES 3
#define N_KILLS 10

/* The n-th text: long enough for several passages, and nothing like the one before. */
static char *
make_body (guint n)
{
  GString *body = g_string_new (NULL);

  for (guint i = 0; i < 40 + n % 60; i++)
    g_string_append_printf (body, "Sentence %u of text %u says something that it has not said before.%s", i, n, i % 7 == 6 ? "\n\n" : " ");
  return g_string_free (body, FALSE);
}

/* -- the child -- */

typedef struct
{
  const char *path;
  guint first;
} Child;

static DexFuture *
write_fiber (gpointer data)
{
  Child *child = data;
  g_autoptr (QuireClock) clock = quire_clock_new_system ();
  QuireProject *project = open_book (child->path, QUIRE_PROJECT_DEFAULT, clock);

  g_assert_false (quire_project_get_read_only (project));
  for (guint n = child->first;; n++)
    {
      g_autofree char *body = make_body (n);
      g_autofree char *number = g_strdup_printf ("%u", n);

      g_object_unref (write_text (project, scene_id_at (project, 1, 1, 1 + n % N_SCENES), body));
      if (!say (number))
        exit (1);
    }
}

/* -- the parent -- */

/* Kills the child after some confirmed writes; the number of the last one. */
static guint
run_and_kill (const char *path, guint first)
{
  g_autofree char *start = g_strdup_printf ("%u", first);
  g_autoptr (GSubprocess) child = start_child ((const char *const[]) { "--write", path, start, NULL });
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  guint wanted = first + (guint) g_test_rand_int_range (0, 25);
  guint last = 0;
  char *line;

  while ((line = read_line (lines)) != NULL)
    {
      last = (guint) strtoul (line, NULL, 10);
      g_free (line);
      if (last == wanted)
        {
          /* Somewhere in the middle of what comes next. */
          g_usleep ((gulong) g_test_rand_int_range (0, 4000));
          g_subprocess_force_exit (child);
        }
    }
  g_subprocess_wait (child, NULL, NULL);
  g_assert_true (g_subprocess_get_if_signaled (child));
  g_assert_cmpuint (last, >=, wanted);
  return last;
}

static guint
last_of_scene (guint last, guint scene)
{
  while (last % N_SCENES != scene)
    last--;
  return last;
}

static void
assert_kept (QuireProject *project, guint last, guint scene)
{
  guint confirmed = last_of_scene (last, scene);
  g_autofree char *body = make_body (confirmed);
  g_autofree char *next = (last + 1) % N_SCENES == scene ? make_body (last + 1) : NULL;
  g_autoptr (QuireSceneText) text = load_text (project, scene_id_at (project, 1, 1, 1 + scene));

  if (next == NULL || strcmp (quire_scene_text_get_body (text), next) != 0)
    g_assert_cmpstr (quire_scene_text_get_body (text), ==, body);
}

static void
test_kill (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autoptr (QuireProject) project = create_book (path, clock);
  QuirePlace place = { scene_id_at (project, 1, 1, 0), NULL };
  guint next = N_SCENES;

  for (guint i = 1; i < N_SCENES; i++)
    g_object_unref (dex_await_object (quire_project_add_node (project, QUIRE_NODE_SCENE, &place, ""), NULL));
  for (guint i = 0; i < N_SCENES; i++)
    {
      g_autofree char *body = make_body (i);

      g_object_unref (write_text (project, scene_id_at (project, 1, 1, 1 + i), body));
    }
  close_book (&project);

  for (guint i = 0; i < N_KILLS; i++)
    {
      guint last = run_and_kill (path, next);

      project = open_book (path, QUIRE_PROJECT_NO_BACKUP, clock);
      g_assert_false (quire_project_get_read_only (project));
      for (guint scene = 0; scene < N_SCENES; scene++)
        assert_kept (project, last, scene);
      assert_sound (project);
      close_book (&project);
      next = last + N_SCENES;
      for (guint n = last + 1; n < next; n++)
        {
          g_autofree char *body = make_body (n);

          project = open_book (path, QUIRE_PROJECT_NO_BACKUP, clock);
          g_object_unref (write_text (project, scene_id_at (project, 1, 1, 1 + n % N_SCENES), body));
          close_book (&project);
        }
    }
}

int
main (int argc, char **argv)
{
  if (argc == 4 && strcmp (argv[1], "--write") == 0)
    {
      g_autofree char *folder = g_strconcat (argv[2], ".data", NULL);

      /* Backups are made while it writes, and killed with it. */
      g_setenv ("XDG_DATA_HOME", folder, TRUE);
      return run_child (write_fiber, &(Child) { argv[2], (guint) strtoul (argv[3], NULL, 10) });
    }

  quire_test_init (&argc, &argv);

  quire_test_add_fiber ("/kill/writing", test_kill);

  return g_test_run ();
}
