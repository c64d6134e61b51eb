/* test-backup.c: backups, when they are made and which are kept
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "quire-backup-private.h"
#include "store-test.h"

#define HOUR (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

static GPtrArray *
list_backups (const char *book_id)
{
  g_autofree char *folder = quire_backup_dup_folder (book_id);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) files = g_dir_open (folder, 0, NULL);
  const char *name;

  while (files != NULL && (name = g_dir_read_name (files)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort_values (names, (GCompareFunc) strcmp);
  return names;
}

static guint
count_backups (QuireProject *project)
{
  g_autoptr (GPtrArray) names = list_backups (quire_project_get_id (project));

  return names->len;
}

static char *
make_backup (QuireProject *project)
{
  g_autoptr (GError) error = NULL;
  char *path = dex_await_string (quire_project_backup (project), &error);

  g_assert_no_error (error);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
  return path;
}

/* A backup is a whole book: moved away it opens, and has what was given before it was asked for. */
static void
test_whole (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autofree char *restored = make_book_path ();
  g_autoptr (QuireProject) project = create_book (path, clock);
  g_autofree char *scene_id = g_strdup (scene_id_at (project, 1, 1, 1));
  g_autofree char *id = g_strdup (quire_project_get_id (project));
  g_autofree char *backup = NULL;
  g_autofree char *second = NULL;
  g_autofree char *folder = quire_backup_dup_folder (id);
  g_autofree char *backup_folder = NULL;

  g_assert_true (g_str_has_prefix (folder, g_get_user_data_dir ()));
  dex_unref (quire_project_write_text (project, scene_id, "Before.", NULL, QUIRE_ACTOR_WRITER));
  backup = make_backup (project);
  backup_folder = g_path_get_dirname (backup);
  g_assert_cmpstr (backup_folder, ==, folder);
  g_assert_true (g_str_has_suffix (backup, "Z.quire"));
  second = make_backup (project);
  g_assert_true (g_str_has_suffix (second, "Z-2.quire"));
  g_assert_cmpuint (count_backups (project), ==, 2);
  g_object_unref (write_text (project, scene_id, "After."));
  close_book (&project);

  g_assert_cmpint (g_rename (backup, restored), ==, 0);
  project = open_book (restored, QUIRE_PROJECT_NO_BACKUP, clock);
  g_assert_false (quire_project_get_read_only (project));
  g_assert_cmpstr (quire_project_get_id (project), ==, id);
  assert_body (project, scene_id, "Before.");
  assert_sound (project);
  close_book (&project);
}

/* Asked for after opening: what opening itself has begun comes first. */
static guint
count_after_opening (const char *path, QuireProjectFlags flags, gpointer clock)
{
  g_autoptr (QuireProject) project = open_book (path, flags, clock);
  g_autofree char *backup = make_backup (project);
  guint n_backups = count_backups (project);

  g_assert_cmpint (g_unlink (backup), ==, 0);
  close_book (&project);
  return n_backups - 1;
}

static void
test_opening (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autoptr (QuireProject) project = create_book (path, clock);
  g_autofree char *scene_id = g_strdup (scene_id_at (project, 1, 1, 1));

  close_book (&project);
  g_assert_cmpuint (count_after_opening (path, QUIRE_PROJECT_NO_BACKUP, clock), ==, 0);
  g_assert_cmpuint (count_after_opening (path, QUIRE_PROJECT_READ_ONLY, clock), ==, 0);
  g_assert_cmpuint (count_after_opening (path, QUIRE_PROJECT_DEFAULT, clock), ==, 1);
  /* Nothing has changed since. */
  g_assert_cmpuint (count_after_opening (path, QUIRE_PROJECT_DEFAULT, clock), ==, 1);

  project = open_book (path, QUIRE_PROJECT_NO_BACKUP, clock);
  g_object_unref (write_text (project, scene_id, "Changed."));
  close_book (&project);
  g_assert_cmpuint (count_after_opening (path, QUIRE_PROJECT_DEFAULT, clock), ==, 2);
}

static void
test_hourly (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autoptr (QuireProject) project = create_book (path, clock);
  g_autofree char *scene_id = g_strdup (scene_id_at (project, 1, 1, 1));
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  /* Nothing changes: nothing happens, however long. */
  quire_test_clock_advance (clock, 10 * 3600 * 1000);
  g_object_unref (write_text (project, scene_id, "One."));
  quire_test_clock_advance (clock, 3599 * 1000);
  g_object_unref (write_text (project, scene_id, "Two."));
  first = make_backup (project);
  g_assert_cmpuint (count_backups (project), ==, 1);
  quire_test_clock_advance (clock, 1000);
  second = make_backup (project);
  g_assert_cmpuint (count_backups (project), ==, 3);
  g_assert_cmpuint (quire_test_clock_get_n_timers (clock), ==, 0);

  g_object_unref (write_text (project, scene_id, "Three."));
  g_assert_cmpuint (quire_test_clock_get_n_timers (clock), ==, 1);
  close_book (&project);
  g_assert_cmpuint (quire_test_clock_get_n_timers (clock), ==, 0);
}

/* Closing does not wait for a backup that has not begun, and leaves none half done. */
static void
test_closing (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autoptr (QuireProject) project = create_book (path, clock);
  g_autofree char *id = g_strdup (quire_project_get_id (project));
  g_autoptr (GPtrArray) names = NULL;

  g_object_unref (write_text (project, scene_id_at (project, 1, 1, 1), "One."));
  close_book (&project);
  for (guint i = 0; i < 20; i++)
    {
      project = open_book (path, QUIRE_PROJECT_DEFAULT, clock);
      close_book (&project);
    }
  names = list_backups (id);
  for (guint i = 0; i < names->len; i++)
    g_assert_true (g_str_has_suffix (g_ptr_array_index (names, i), ".quire"));
}

/* An older book is backed up before it is touched; when its migration fails it is read, and has not changed. */
static void
test_migration (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autoptr (QuireProject) project = create_book (path, clock);
  g_autofree char *scene_id = g_strdup (scene_id_at (project, 1, 1, 1));

  g_object_unref (write_text (project, scene_id, "Old."));
  close_book (&project);
  /* As if there had been a version before the first: its step cannot be done twice. */
  execute (path, "PRAGMA user_version = 0");

  project = open_book (path, QUIRE_PROJECT_NO_BACKUP, clock);
  g_assert_true (quire_project_get_read_only (project));
  g_assert_cmpuint (count_backups (project), ==, 1);
  assert_body (project, scene_id, "Old.");
  close_book (&project);
  g_assert_cmpint (query_number (path, "PRAGMA user_version"), ==, 0);
}

/* -- which are kept -- */

static char *
name_for (gint64 time)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);

  return g_date_time_format (utc, "%Y-%m-%dT%H-%M-%SZ.quire");
}

static void
test_kept (void)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) old = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) chosen = NULL;
  const gint64 now = G_GINT64_CONSTANT (1795250000) * G_USEC_PER_SEC; /* in the middle of a day */
  static const char *const foreign[] = { "notes.txt", ".backup-1", "2026-11-22.quire", "2026-11-22T08-50-00Z", "2026-11-22T08-50-00Z-x.quire", "2020-01-01T00-00-00Z.quire.part", "" };

  for (guint i = 0; i < 60 * 24; i++)
    g_ptr_array_add (names, name_for (now - (gint64) i * HOUR));
  for (guint i = 0; i < G_N_ELEMENTS (foreign); i++)
    g_ptr_array_insert (names, g_test_rand_int_range (0, (int) names->len), g_strdup (foreign[i]));
  chosen = quire_backup_choose_old (names, now);
  for (guint i = 0; i < chosen->len; i++)
    g_hash_table_add (old, g_ptr_array_index (chosen, i));

  for (guint i = 0; i < 60 * 24; i++)
    {
      g_autofree char *name = name_for (now - (gint64) i * HOUR);
      g_autofree char *next = name_for (now - (gint64) i * HOUR + HOUR);
      g_autofree char *limit = name_for (now - 30 * 24 * HOUR);
      gboolean last_of_day = i == 0 || strncmp (name, next, 10) != 0;
      gboolean kept = i < 10 || (last_of_day && strncmp (name, limit, 10) >= 0);

      g_assert_cmpint (!g_hash_table_contains (old, name), ==, kept);
    }
  for (guint i = 0; i < G_N_ELEMENTS (foreign); i++)
    g_assert_false (g_hash_table_contains (old, foreign[i]));
}

/* The newest stays whatever the clock says: a day in the past must not cost the backups of today. */
static void
test_clock_jumps (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autoptr (QuireProject) project = create_book (path, clock);
  gint64 now = quire_clock_get_now (QUIRE_CLOCK (clock));

  for (guint i = 0; i < 5; i++)
    g_free (make_backup (project));
  quire_test_clock_set_now (clock, now - 400 * 24 * HOUR);
  g_free (make_backup (project));
  quire_test_clock_set_now (clock, now + 400 * 24 * HOUR);
  g_free (make_backup (project));
  g_assert_cmpuint (count_backups (project), ==, 7);
  close_book (&project);
}

int
main (int argc, char **argv)
{
  quire_test_init (&argc, &argv);

  quire_test_add_fiber ("/backup/whole", test_whole);
  quire_test_add_fiber ("/backup/opening", test_opening);
  quire_test_add_fiber ("/backup/hourly", test_hourly);
  quire_test_add_fiber ("/backup/closing", test_closing);
  quire_test_add_fiber ("/backup/migration", test_migration);
  g_test_add_func ("/backup/kept", test_kept);
  quire_test_add_fiber ("/backup/clock-jumps", test_clock_jumps);

  return g_test_run ();
}
