/* test-hostile-files.c: files that are no books, no longer books, or not for us to write
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whatever is opened here: afterwards the folder holds what it held before, byte for byte, with nothing beside it.
 */

#include "config.h"

#include <errno.h>
#include <sys/fsuid.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store-test.h"

#define NOBODY 65534

/* Every file of the folder with its bytes, in order. */
static char *
take_picture (const char *folder)
{
  g_autoptr (GDir) files = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  const char *name;

  while ((name = g_dir_read_name (files)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort_values (names, (GCompareFunc) strcmp);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, g_ptr_array_index (names, i), NULL);
      g_autofree char *bytes = NULL;
      gsize length = 0;

      g_checksum_update (sum, g_ptr_array_index (names, i), -1);
      if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
        g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
      g_checksum_update (sum, (const guchar *) bytes, (gssize) length);
    }
  return g_strdup_printf ("%u files %s", names->len, g_checksum_get_string (sum));
}

/* A sound book with some pages of text; its bytes. */
static char *
make_bytes (gsize *length)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autoptr (QuireProject) project = create_book (path, clock);
  g_autoptr (GString) text = g_string_new (NULL);
  char *bytes = NULL;

  for (guint i = 0; i < 2000; i++)
    g_string_append_printf (text, "Sentence %u is here. ", i);
  g_object_unref (write_text (project, scene_id_at (project, 1, 1, 1), text->str));
  close_book (&project);
  /* No page without use: damage there would be no damage. */
  execute (path, "VACUUM");
  g_assert_true (g_file_get_contents (path, &bytes, length, NULL));
  return bytes;
}

static void
put_number (char *bytes, gsize at, guint32 number)
{
  number = GUINT32_TO_BE (number);
  memcpy (bytes + at, &number, sizeof number);
}

/* -- no books -- */

typedef struct
{
  const char *name;
  int code;
} Case;

static void
make_file (guint which, const char *path)
{
  g_autofree char *bytes = NULL;
  gsize length = 0;

  bytes = make_bytes (&length);
  switch (which)
    {
    case 0: /* nothing there */
      return;
    case 1:
      g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
      return;
    case 2:
      length = 0;
      break;
    case 3:
      length = 1;
      break;
    case 4:
      memset (bytes, 'x', length);
      break;
    case 5: /* another program's database */
      put_number (bytes, 68, 0x12345678);
      break;
    case 6:
      length = 60;
      break;
    case 7:
      length = 100;
      break;
    case 8:
      length -= 1;
      break;
    case 9:
      length /= 2;
      break;
    case 10: /* a page size that is none */
      bytes[16] = 0x12;
      break;
    case 11:
      g_assert_cmpint (mkfifo (path, 0600), ==, 0);
      return;
    case 12:
      g_assert_cmpint (symlink ("/dev/zero", path), ==, 0);
      return;
    case 13: /* leads to itself */
      g_assert_cmpint (symlink (path, path), ==, 0);
      return;
    default:
      g_assert_not_reached ();
    }
  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
}

static void
test_no_books (void)
{
  static const Case cases[] = {
    { "missing", QUIRE_ERROR_NOT_FOUND },
    { "folder", QUIRE_ERROR_NOT_A_BOOK },
    { "empty", QUIRE_ERROR_NOT_A_BOOK },
    { "one byte", QUIRE_ERROR_CORRUPT },
    { "other bytes", QUIRE_ERROR_NOT_A_BOOK },
    { "other application", QUIRE_ERROR_NOT_A_BOOK },
    { "half a header", QUIRE_ERROR_CORRUPT },
    { "only a header", QUIRE_ERROR_CORRUPT },
    { "a byte short", QUIRE_ERROR_CORRUPT },
    { "half", QUIRE_ERROR_CORRUPT },
    { "page size", QUIRE_ERROR_CORRUPT },
    { "pipe", QUIRE_ERROR_NOT_A_BOOK },
    { "device", QUIRE_ERROR_NOT_A_BOOK },
    { "loop", QUIRE_ERROR_STORE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
      g_autofree char *path = make_book_path ();
      g_autofree char *folder = g_path_get_dirname (path);
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;

      g_test_message ("%s", cases[i].name);
      make_file (i, path);
      before = take_picture (folder);
      assert_opening_fails (path, clock, cases[i].code);
      after = take_picture (folder);
      g_assert_cmpstr (after, ==, before);
    }
}

/* -- reading only -- */

/* Opens, finds that nothing can be changed, and closes. The reason has to hold @word. */
static void
assert_reads (const char *path, QuireProjectFlags flags, const char *word)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *before = take_picture (folder);
  g_autofree char *after = NULL;
  g_autoptr (QuireProject) project = open_book (path, flags, clock);
  g_autoptr (QuireSceneText) text = NULL;
  const char *scene_id = scene_id_at (project, 1, 1, 1);
  QuireDraftPlace place = { .act = 1, .chapter = 1, .scene = 2 };
  g_autoptr (GError) error = NULL;

  g_assert_true (quire_project_get_read_only (project));
  g_assert_nonnull (strstr (quire_project_get_read_only_reason (project), word));
  text = load_text (project, scene_id);
  g_assert_cmpuint (quire_scene_text_get_words (text), ==, 8000);
  assert_rejected (quire_project_write_text (project, scene_id, "x", NULL, QUIRE_ACTOR_WRITER), QUIRE_ERROR_READ_ONLY);
  assert_rejected (quire_project_trash_node (project, scene_id), QUIRE_ERROR_READ_ONLY);
  g_assert_false (quire_project_can_draft (project, &place, &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_READ_ONLY);
  assert_done (quire_project_close (project));
  g_clear_object (&project);

  after = take_picture (folder);
  g_assert_cmpstr (after, ==, before);
}

static void
test_newer (void)
{
  g_autofree char *path = make_book_path ();
  gsize length;
  g_autofree char *bytes = make_bytes (&length);

  put_number (bytes, 60, 99);
  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
  assert_reads (path, QUIRE_PROJECT_DEFAULT, "newer");
}

/* So new that this program does not find its way. */
static void
test_too_new (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize length;
  g_autofree char *bytes = make_bytes (&length);

  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
  execute (path, "ALTER TABLE nodes RENAME COLUMN title TO heading; PRAGMA user_version = 99; PRAGMA wal_checkpoint (TRUNCATE)");
  before = take_picture (folder);
  assert_opening_fails (path, clock, QUIRE_ERROR_TOO_NEW);
  after = take_picture (folder);
  g_assert_cmpstr (after, ==, before);
}

static void
test_asked_for (void)
{
  g_autofree char *path = make_book_path ();
  gsize length;
  g_autofree char *bytes = make_bytes (&length);

  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
  assert_reads (path, QUIRE_PROJECT_READ_ONLY, "reading only");
}

/* As somebody who may read and not write; root has to become nobody for that. The new thread inherits it. */
static void
become (gboolean nobody)
{
  if (geteuid () == 0)
    setfsuid (nobody ? NOBODY : 0);
}

/* Lets nobody through to the folder. */
static void
open_way (const char *folder)
{
  g_autofree char *parent = g_path_get_dirname (folder);

  g_assert_cmpint (g_chmod (folder, 0777), ==, 0);
  if (geteuid () == 0)
    g_assert_cmpint (g_chmod (parent, 0711), ==, 0);
}

static void
test_protected (void)
{
  g_autofree char *path = make_book_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  gsize length;
  g_autofree char *bytes = make_bytes (&length);

  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));

  open_way (folder);

  /* The file may be written, the folder not: SQLite could lay nothing beside it. */
  g_assert_cmpint (g_chmod (path, 0666), ==, 0);
  g_assert_cmpint (g_chmod (folder, 0555), ==, 0);
  become (TRUE);
  assert_reads (path, QUIRE_PROJECT_DEFAULT, "write-protected");
  become (FALSE);

  g_assert_cmpint (g_chmod (path, 0444), ==, 0);
  g_assert_cmpint (g_chmod (folder, 0777), ==, 0);
  become (TRUE);
  assert_reads (path, QUIRE_PROJECT_DEFAULT, "write-protected");
  become (FALSE);
  g_assert_cmpint (g_chmod (folder, 0700), ==, 0);
}

static void
test_forbidden (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  gsize length;
  g_autofree char *bytes = make_bytes (&length);

  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
  open_way (folder);
  g_assert_cmpint (g_chmod (path, 0000), ==, 0);
  become (TRUE);
  assert_opening_fails (path, clock, QUIRE_ERROR_PERMISSION);
  assert_rejected (quire_project_create ("/proc/book.quire", quire_book_contents_new_blank ("x"), QUIRE_CLOCK (clock)), QUIRE_ERROR_PERMISSION);
  become (FALSE);
  g_assert_cmpint (g_chmod (folder, 0700), ==, 0);
}

/* -- damage -- */

/* One page after the other is overwritten. Each time the book opens for reading only or not at all, and not a byte of the file changes. */
static void
test_damaged_pages (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  gsize length;
  g_autofree char *bytes = make_bytes (&length);
  gsize page_size = (gsize) (guchar) bytes[16] << 8 | (guchar) bytes[17];
  guint n_read = 0;

  for (gsize page = 1; page < length / page_size; page++)
    {
      g_autofree char *path = make_book_path ();
      g_autofree char *folder = g_path_get_dirname (path);
      g_autofree char *damaged = g_memdup2 (bytes, length);
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;
      g_autoptr (QuireProject) project = NULL;
      g_autoptr (GError) error = NULL;

      memset (damaged + page * page_size, 0x5a, page_size);
      g_assert_true (g_file_set_contents (path, damaged, (gssize) length, NULL));
      before = take_picture (folder);
      project = dex_await_object (quire_project_open (path, QUIRE_PROJECT_DEFAULT, QUIRE_CLOCK (clock)), &error);
      if (project != NULL)
        {
          g_assert_true (quire_project_get_read_only (project));
          g_assert_nonnull (strstr (quire_project_get_read_only_reason (project), "damaged"));
          assert_rejected (quire_project_set_title (project, "x"), QUIRE_ERROR_READ_ONLY);
          assert_done (quire_project_close (project));
          n_read++;
        }
      else
        g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_CORRUPT);
      after = take_picture (folder);
      g_assert_cmpstr (after, ==, before);
    }
  g_assert_cmpuint (n_read, >, 0);
}

/* A file that is too large to be looked at while it is opened: it is looked at afterwards. */
static void
test_damaged_large (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autofree char *body = g_strnfill (9 * 1000 * 1000, 'a');
  g_autoptr (QuireProject) project = create_book (path, clock);
  g_autofree char *bytes = NULL;
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  gsize length;

  g_object_unref (write_text (project, scene_id_at (project, 1, 1, 1), body));
  close_book (&project);
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_assert_cmpuint (length, >, 16 * 1024 * 1024);
  memset (bytes + length / 8192 * 4096, 0x5a, 4096);
  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));

  project = open_book (path, QUIRE_PROJECT_DEFAULT, clock);
  while (!quire_project_get_read_only (project) && g_get_monotonic_time () < deadline)
    dex_await (dex_timeout_new_msec (2), NULL);
  g_assert_true (quire_project_get_read_only (project));
  g_assert_nonnull (strstr (quire_project_get_read_only_reason (project), "damaged"));
  assert_rejected (quire_project_set_title (project, "x"), QUIRE_ERROR_READ_ONLY);
  assert_done (quire_project_close (project));
}

/* Damage that is met only when the text is read: the error says so, and nothing is written any more. */
static void
test_damage_met_later (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autoptr (QuireProject) project = create_book (path, clock);
  g_autofree char *scene_id = g_strdup (scene_id_at (project, 1, 1, 1));
  g_autofree char *body = g_strnfill (300 * 1000, 'a');
  g_autofree char *bytes = NULL;
  gsize length;

  /* Beyond what is looked at when opening: the file is changed while it is open, as a dying disk does. */
  g_object_unref (write_text (project, scene_id, body));
  close_book (&project);
  project = open_book (path, QUIRE_PROJECT_NO_BACKUP, clock);
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  for (gsize page = 1; page < length / 4096; page++)
    memset (bytes + page * 4096, 0x5a, 4096);
  {
    g_autoptr (GFile) file = g_file_new_for_path (path);
    g_autoptr (GFileIOStream) stream = g_file_open_readwrite (file, NULL, NULL);

    g_assert_true (g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (stream)), bytes, length, NULL, NULL, NULL));
  }
  assert_rejected (quire_project_load_text (project, scene_id), QUIRE_ERROR_CORRUPT);
  g_assert_true (quire_project_get_read_only (project));
  g_assert_nonnull (quire_project_get_read_only_reason (project));
  assert_rejected (quire_project_write_text (project, scene_id, "x", NULL, QUIRE_ACTOR_WRITER), QUIRE_ERROR_READ_ONLY);
  assert_done (quire_project_close (project));
}

/* An outline that is none: rejected with the name of the culprit. */
static void
test_damaged_tree (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *after = NULL;
  g_autofree char *before = NULL;
  g_autoptr (QuireProject) project = create_book (path, clock);
  g_autoptr (GError) error = NULL;

  close_book (&project);
  execute (path, "UPDATE nodes SET title = 'Lost scene', parent = (SELECT id FROM nodes WHERE kind = 'act') WHERE kind = 'scene'");
  before = take_picture (folder);
  g_assert_null (dex_await_object (quire_project_open (path, QUIRE_PROJECT_NO_BACKUP, QUIRE_CLOCK (clock)), &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_CORRUPT);
  g_assert_nonnull (strstr (error->message, "Lost scene"));
  after = take_picture (folder);
  g_assert_cmpstr (after, ==, before);
}

/* check() finds what no page check can. */
static void
test_check (void)
{
  static const struct
  {
    const char *sql;
    const char *word;
  } cases[] = {
    { "UPDATE scene_text SET body = body || '!'", "hash" },
    { "UPDATE scene_text SET words = words + 1", "word count" },
    { "DROP TRIGGER passages_updated; UPDATE passages SET body = 'other'", "searching" },
    { "UPDATE nodes SET order_key = 'a0' WHERE kind = 'scene'", "place" },
    { "PRAGMA foreign_keys = OFF; INSERT INTO revisions (scene, body, words, reason, actor, time) VALUES ('none', '', 0, '', 'writer', 0)", "revisions" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
      g_autofree char *path = make_book_path ();
      g_autoptr (QuireProject) project = create_book (path, clock);
      g_autoptr (GPtrArray) faults = NULL;
      g_autoptr (GString) all = g_string_new (NULL);

      g_object_unref (write_text (project, scene_id_at (project, 1, 1, 1), "Low water."));
      assert_sound (project);
      close_book (&project);
      execute (path, cases[i].sql);

      project = open_book (path, QUIRE_PROJECT_NO_BACKUP, clock);
      faults = quire_await_array (quire_project_check (project), NULL);
      g_assert_cmpuint (faults->len, >=, 1);
      for (guint j = 0; j < faults->len; j++)
        g_string_append (all, g_ptr_array_index (faults, j));
      g_test_message ("%s", all->str);
      g_assert_nonnull (strstr (all->str, cases[i].word));
      close_book (&project);
    }
}

int
main (int argc, char **argv)
{
  quire_test_init (&argc, &argv);

  quire_test_add_fiber ("/hostile/no-books", test_no_books);
  quire_test_add_fiber ("/hostile/newer", test_newer);
  quire_test_add_fiber ("/hostile/too-new", test_too_new);
  quire_test_add_fiber ("/hostile/asked-for", test_asked_for);
  quire_test_add_fiber ("/hostile/protected", test_protected);
  quire_test_add_fiber ("/hostile/forbidden", test_forbidden);
  quire_test_add_fiber ("/hostile/damaged-pages", test_damaged_pages);
  quire_test_add_fiber ("/hostile/damaged-large", test_damaged_large);
  quire_test_add_fiber ("/hostile/damage-met-later", test_damage_met_later);
  quire_test_add_fiber ("/hostile/damaged-tree", test_damaged_tree);
  quire_test_add_fiber ("/hostile/check", test_check);

  return g_test_run ();
}
