/* store-test.h: books for the tests of the store. All functions are for fibers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "quire-error.h"
#include "quire-future.h"
#include "quire-project.h"
#include "quire-test.h"

static inline G_GNUC_UNUSED char *
make_book_path (void)
{
  g_autofree char *folder = quire_test_make_folder ();

  return g_build_filename (folder, "book.quire", NULL);
}

/* A new book with one act, one chapter and one unwritten scene. */
static inline G_GNUC_UNUSED QuireProject *
create_book (const char *path, gpointer clock)
{
  g_autoptr (GError) error = NULL;
  QuireProject *project = dex_await_object (quire_project_create (path, quire_book_contents_new_blank ("The Quay"), clock), &error);

  g_assert_no_error (error);
  g_assert_nonnull (project);
  return project;
}

static inline G_GNUC_UNUSED QuireProject *
open_book (const char *path, QuireProjectFlags flags, gpointer clock)
{
  g_autoptr (GError) error = NULL;
  QuireProject *project = dex_await_object (quire_project_open (path, flags, clock), &error);

  g_assert_no_error (error);
  g_assert_nonnull (project);
  return project;
}

static inline G_GNUC_UNUSED void
assert_opening_fails (const char *path, gpointer clock, int code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (QuireProject) project = dex_await_object (quire_project_open (path, QUIRE_PROJECT_NO_BACKUP, clock), &error);

  g_assert_error (error, QUIRE_ERROR, code);
  g_assert_null (project);
}

static inline G_GNUC_UNUSED void
assert_done (DexFuture *future)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (quire_await (future, &error));
  g_assert_no_error (error);
}

static inline G_GNUC_UNUSED void
assert_rejected (DexFuture *future, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (quire_await (future, &error));
  g_assert_error (error, QUIRE_ERROR, code);
}

/* Closes, and proves that nothing but the file is left beside it and that nobody holds the project. */
static inline G_GNUC_UNUSED void
close_book (QuireProject **project)
{
  g_autofree char *path = g_strdup (quire_project_get_path (*project));
  g_autofree char *log_path = g_strconcat (path, "-wal", NULL);

  assert_done (quire_project_close (*project));
  g_assert_false (g_file_test (log_path, G_FILE_TEST_EXISTS));
  g_clear_object (project);
}

static inline G_GNUC_UNUSED void
assert_sound (QuireProject *project)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) faults = quire_await_array (quire_project_check (project), &error);

  g_assert_no_error (error);
  for (guint i = 0; i < faults->len; i++)
    g_test_message ("%s", (char *) g_ptr_array_index (faults, i));
  g_assert_cmpuint (faults->len, ==, 0);
}

/* The id of the scene at these numbers; it belongs to the manuscript. */
static inline G_GNUC_UNUSED const char *
scene_id_at (QuireProject *project, guint act, guint chapter, guint scene)
{
  QuireNode *node = quire_manuscript_get_at (quire_project_get_manuscript (project), act, chapter, scene);

  g_assert_nonnull (node);
  return quire_node_get_id (node);
}

static inline G_GNUC_UNUSED QuireSceneText *
load_text (QuireProject *project, const char *scene_id)
{
  g_autoptr (GError) error = NULL;
  QuireSceneText *text = dex_await_object (quire_project_load_text (project, scene_id), &error);

  g_assert_no_error (error);
  return text;
}

static inline G_GNUC_UNUSED void
assert_body (QuireProject *project, const char *scene_id, const char *body)
{
  g_autoptr (QuireSceneText) text = load_text (project, scene_id);

  g_assert_cmpstr (quire_scene_text_get_body (text), ==, body);
}

static inline G_GNUC_UNUSED QuireSceneText *
write_text (QuireProject *project, const char *scene_id, const char *body)
{
  g_autoptr (GError) error = NULL;
  QuireSceneText *text = dex_await_object (quire_project_write_text (project, scene_id, body, NULL, QUIRE_ACTOR_WRITER), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (quire_scene_text_get_body (text), ==, body);
  return text;
}

/* The first number of the first row that @sql gives on the file, read by SQLite alone. */
static inline G_GNUC_UNUSED gint64
query_number (const char *path, const char *sql)
{
  sqlite3 *handle = NULL;
  sqlite3_stmt *statement = NULL;
  gint64 number;

  g_assert_cmpint (sqlite3_open_v2 (path, &handle, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  number = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  g_assert_cmpint (sqlite3_close (handle), ==, SQLITE_OK);
  return number;
}

static inline G_GNUC_UNUSED void
execute (const char *path, const char *sql)
{
  sqlite3 *handle = NULL;
  char *message = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &handle, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  sqlite3_exec (handle, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  g_assert_cmpint (sqlite3_close (handle), ==, SQLITE_OK);
}
