/* test-database.c: the database thread and its connection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "quire-database-private.h"
#include "store-test.h"

static QuireConnection *
open_cb (gpointer data, GError **error)
{
  return quire_connection_open (data, QUIRE_CONNECTION_CREATE, error);
}

static QuireDatabase *
open_database (const char *path)
{
  g_autoptr (GError) error = NULL;
  QuireDatabase *database = dex_await_object (quire_database_open (open_cb, g_strdup (path), g_free), &error);

  g_assert_no_error (error);
  return database;
}

static gboolean
execute_job (QuireConnection *connection, gpointer data, GValue *result, GError **error)
{
  return quire_connection_execute (connection, data, error);
}

static gboolean
number_job (QuireConnection *connection, gpointer data, GValue *result, GError **error)
{
  gint64 number = -1;

  if (!quire_connection_get_int (connection, &number, error, "SELECT coalesce (sum (a), 0) FROM t"))
    return FALSE;
  g_value_init (result, G_TYPE_INT64);
  g_value_set_int64 (result, number);
  return TRUE;
}

static gint64
read_number (QuireDatabase *database)
{
  g_autoptr (GError) error = NULL;
  gint64 number = dex_await_int64 (quire_database_read (database, number_job, NULL, NULL), &error);

  g_assert_no_error (error);
  return number;
}

static void
test_order (void)
{
  g_autofree char *path = make_book_path ();
  g_autoptr (QuireDatabase) database = open_database (path);
  DexFuture *first;
  DexFuture *second;

  g_assert_false (quire_database_get_read_only (database));
  first = quire_database_write (database, execute_job, (gpointer) "CREATE TABLE t (a INTEGER NOT NULL) STRICT", NULL);
  second = quire_database_write (database, execute_job, (gpointer) "INSERT INTO t VALUES (1), (2)", NULL);
  assert_done (second);
  assert_done (first);
  g_assert_cmpint (read_number (database), ==, 3);
  assert_done (quire_database_close (database));
  assert_done (quire_database_close (database));
  assert_rejected (quire_database_read (database, number_job, g_strdup ("freed"), g_free), QUIRE_ERROR_STORE);
  g_assert_finalize_object (g_steal_pointer (&database));
}

static gboolean
insert_and_fail_job (QuireConnection *connection, gpointer data, GValue *result, GError **error)
{
  g_assert_true (quire_connection_run (connection, error, "INSERT INTO t VALUES (?)", QUIRE_BIND_INT (100)));
  g_set_error_literal (error, QUIRE_ERROR, QUIRE_ERROR_INVALID, "no");
  return FALSE;
}

/* A statement left at its first row does not disturb what comes later. */
static gboolean
leave_job (QuireConnection *connection, gpointer data, GValue *result, GError **error)
{
  sqlite3_stmt *rows = quire_connection_query (connection, error, "SELECT a FROM t");

  return quire_connection_next (connection, rows, error);
}

static void
test_rollback (void)
{
  g_autofree char *path = make_book_path ();
  g_autoptr (QuireDatabase) database = open_database (path);

  assert_done (quire_database_write (database, execute_job, (gpointer) "CREATE TABLE t (a INTEGER NOT NULL CHECK (a > 0)) STRICT", NULL));
  assert_done (quire_database_write (database, execute_job, (gpointer) "INSERT INTO t VALUES (7)", NULL));
  assert_rejected (quire_database_write (database, insert_and_fail_job, NULL, NULL), QUIRE_ERROR_INVALID);
  g_assert_cmpint (read_number (database), ==, 7);
  assert_rejected (quire_database_write (database, execute_job, (gpointer) "INSERT INTO t VALUES (1); INSERT INTO t VALUES (-1)", NULL), QUIRE_ERROR_STORE);
  g_assert_cmpint (read_number (database), ==, 7);
  assert_rejected (quire_database_write (database, execute_job, (gpointer) "nonsense", NULL), QUIRE_ERROR_STORE);

  assert_done (quire_database_read (database, leave_job, NULL, NULL));
  assert_done (quire_database_write (database, execute_job, (gpointer) "DROP TABLE t", NULL));
  assert_done (quire_database_close (database));
}

/* -- dropping -- */

static int n_run; /* atomic: jobs that ran */

static gboolean
count_job (QuireConnection *connection, gpointer data, GValue *result, GError **error)
{
  g_atomic_int_inc (&n_run);
  return TRUE;
}

typedef struct
{
  GMutex lock;
  GCond cond;
  gboolean entered;
  gboolean go;
} Gate;

static gboolean
gate_job (QuireConnection *connection, gpointer data, GValue *result, GError **error)
{
  Gate *gate = data;

  g_mutex_lock (&gate->lock);
  gate->entered = TRUE;
  g_cond_broadcast (&gate->cond);
  while (!gate->go)
    g_cond_wait (&gate->cond, &gate->lock);
  g_mutex_unlock (&gate->lock);
  return quire_connection_execute (connection, "INSERT INTO t VALUES (5)", error);
}

static gboolean
endless_job (QuireConnection *connection, gpointer data, GValue *result, GError **error)
{
  gint64 number = 0;

  return quire_connection_get_int (connection, &number, error, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count (*) FROM n");
}

static void
test_drop (void)
{
  g_autofree char *path = make_book_path ();
  g_autoptr (QuireDatabase) database = open_database (path);
  Gate gate = { 0 };
  DexFuture *begun;
  DexFuture *queued;
  DexFuture *endless;

  g_mutex_init (&gate.lock);
  g_cond_init (&gate.cond);
  assert_done (quire_database_write (database, execute_job, (gpointer) "CREATE TABLE t (a INTEGER NOT NULL) STRICT", NULL));

  /* A write that has begun goes on; what waits behind it is taken back. */
  begun = quire_database_write (database, gate_job, &gate, NULL);
  queued = quire_database_write (database, count_job, NULL, NULL);
  g_mutex_lock (&gate.lock);
  while (!gate.entered)
    g_cond_wait (&gate.cond, &gate.lock);
  g_mutex_unlock (&gate.lock);
  dex_unref (queued);
  dex_unref (begun);
  g_mutex_lock (&gate.lock);
  gate.go = TRUE;
  g_cond_broadcast (&gate.cond);
  g_mutex_unlock (&gate.lock);
  g_assert_cmpint (read_number (database), ==, 5);
  g_assert_cmpint (g_atomic_int_get (&n_run), ==, 0);

  /* A read that would never end is interrupted; the thread answers again. */
  endless = quire_database_read (database, endless_job, NULL, NULL);
  g_assert_false (dex_await (dex_future_first (endless, dex_timeout_new_msec (20), NULL), NULL));
  g_assert_cmpint (read_number (database), ==, 5);
  assert_done (quire_database_close (database));
  g_mutex_clear (&gate.lock);
  g_cond_clear (&gate.cond);
}

/* -- the main thread frees -- */

static GThread *freed_on;

static void
note_thread (gpointer data)
{
  freed_on = g_thread_self ();
}

static gboolean
is_freed (gpointer data)
{
  return freed_on != NULL;
}

static DexFuture *
free_fiber (gpointer data)
{
  g_autofree char *path = make_book_path ();
  g_autoptr (QuireDatabase) database = open_database (path);

  n_run = 0;
  assert_done (quire_database_read (database, count_job, &n_run, note_thread));
  g_assert_cmpint (n_run, ==, 1);
  *(QuireDatabase **) data = g_steal_pointer (&database);
  return dex_future_new_true ();
}

static void
test_free (void)
{
  g_autoptr (QuireDatabase) database = NULL;
  g_autoptr (DexFuture) future = dex_scheduler_spawn (NULL, 0, free_fiber, &database, NULL);

  quire_test_wait_until (is_freed, NULL, 5000);
  g_assert_true (freed_on == g_thread_self ());
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (database);
}

/* -- reading only -- */

static QuireConnection *
open_reading_cb (gpointer data, GError **error)
{
  return quire_connection_open (data, QUIRE_CONNECTION_READ, error);
}

static void
test_read_only (void)
{
  g_autofree char *path = make_book_path ();
  g_autoptr (QuireDatabase) writer = open_database (path);
  g_autoptr (QuireDatabase) reader = NULL;

  assert_done (quire_database_write (writer, execute_job, (gpointer) "CREATE TABLE t (a INTEGER NOT NULL) STRICT", NULL));
  reader = dex_await_object (quire_database_open (open_reading_cb, g_strdup (path), g_free), NULL);
  g_assert_true (quire_database_get_read_only (reader));
  assert_rejected (quire_database_write (reader, execute_job, (gpointer) "INSERT INTO t VALUES (1)", NULL), QUIRE_ERROR_READ_ONLY);
  assert_rejected (quire_database_read (reader, execute_job, (gpointer) "INSERT INTO t VALUES (1)", NULL), QUIRE_ERROR_READ_ONLY);
  g_assert_cmpint (read_number (reader), ==, 0);
  assert_done (quire_database_close (reader));

  quire_database_set_read_only (writer);
  assert_rejected (quire_database_write (writer, count_job, NULL, NULL), QUIRE_ERROR_READ_ONLY);
  assert_done (quire_database_close (writer));
}

static gboolean
damaged_job (QuireConnection *connection, gpointer data, GValue *result, GError **error)
{
  return quire_connection_fail (connection, SQLITE_CORRUPT, error);
}

/* Once something could not be read, nothing is written. */
static void
test_damaged (void)
{
  g_autofree char *path = make_book_path ();
  g_autoptr (QuireDatabase) database = open_database (path);

  assert_done (quire_database_write (database, count_job, NULL, NULL));
  assert_rejected (quire_database_read (database, damaged_job, NULL, NULL), QUIRE_ERROR_CORRUPT);
  g_assert_true (quire_database_get_read_only (database));
  assert_rejected (quire_database_write (database, count_job, NULL, NULL), QUIRE_ERROR_READ_ONLY);
  assert_done (quire_database_close (database));
}

static void
test_open_fails (void)
{
  g_autofree char *path = make_book_path ();
  g_autofree char *missing = g_build_filename (path, "none", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (dex_await_object (quire_database_open (open_cb, g_strdup (missing), g_free), &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_STORE);
}

/* What every connection promises. */
static void
test_settings (void)
{
  g_autofree char *path = make_book_path ();
  g_autoptr (GError) error = NULL;
  g_autoptr (QuireConnection) connection = quire_connection_open (path, QUIRE_CONNECTION_CREATE, &error);
  g_autofree char *journal = NULL;
  gint64 synchronous = 0;
  gint64 foreign_keys = 0;
  gint64 trusted = 1;

  g_assert_no_error (error);
  g_assert_true (quire_connection_get_text (connection, &journal, NULL, "PRAGMA journal_mode"));
  g_assert_true (quire_connection_get_int (connection, &synchronous, NULL, "PRAGMA synchronous"));
  g_assert_true (quire_connection_get_int (connection, &foreign_keys, NULL, "PRAGMA foreign_keys"));
  g_assert_true (quire_connection_get_int (connection, &trusted, NULL, "PRAGMA trusted_schema"));
  g_assert_cmpstr (journal, ==, "wal");
  g_assert_cmpint (synchronous, ==, 2);
  g_assert_cmpint (foreign_keys, ==, 1);
  g_assert_cmpint (trusted, ==, 0);
  /* Defensive: a writable schema is not to be had. */
  g_assert_true (quire_connection_execute (connection, "PRAGMA writable_schema = ON", NULL));
  g_assert_false (quire_connection_execute (connection, "DELETE FROM sqlite_schema", NULL));
}

int
main (int argc, char **argv)
{
  quire_test_init (&argc, &argv);

  quire_test_add_fiber ("/database/order", test_order);
  quire_test_add_fiber ("/database/rollback", test_rollback);
  quire_test_add_fiber ("/database/drop", test_drop);
  g_test_add_func ("/database/free", test_free);
  quire_test_add_fiber ("/database/read-only", test_read_only);
  quire_test_add_fiber ("/database/damaged", test_damaged);
  quire_test_add_fiber ("/database/open-fails", test_open_fails);
  g_test_add_func ("/database/settings", test_settings);

  return g_test_run ();
}
