/* quire-connection.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A connection belongs to one thread. It is opened so that a commit that returned is on the disk (WAL, synchronous=FULL) and so that a file of unknown
 * origin cannot run anything (trusted_schema off, defensive mode).
 *
 * Statements are kept by the address of their text, which therefore has to be a constant. One that was left in the middle would hold a
 * snapshot of the file open, so the database thread calls quire_connection_reset() after every piece of work.
 *
 * A writing connection remembers which file it opened. When the path leads to another file or to none, somebody has moved or deleted the book under us, and
 * what we would write could be found by nobody: begin() refuses then, so that the window keeps its text and says so.
 */

#define G_LOG_DOMAIN "quire-store"

#include "config.h"

#include "quire-connection-private.h"

#include <glib/gi18n-lib.h>
#include <sys/stat.h>

#include "quire-error.h"

#define BUSY_TIMEOUT_MS 5000
#define PROGRESS_STEPS 2000 /* instructions of SQLite's machine between two looks at the cancellable: well under a millisecond */

struct _QuireConnection
{
  sqlite3 *handle;
  GHashTable *statements; /* address of the SQL → sqlite3_stmt */
  char *path;
  QuireConnectionMode mode;
  dev_t device;
  ino_t inode;
  GDestroyNotify close_notify;
  gpointer close_data;
};

static gboolean
configure (QuireConnection *self,
           GError **error)
{
  static const char common[] = "PRAGMA foreign_keys = ON;"
                               "PRAGMA trusted_schema = OFF;"
                               "PRAGMA temp_store = MEMORY;"
                               "PRAGMA cache_size = -16000;";
  static const char writing[] = "PRAGMA journal_mode = WAL;"
                                "PRAGMA synchronous = FULL;";
  int code;

  sqlite3_busy_timeout (self->handle, BUSY_TIMEOUT_MS);
  code = sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  if (code != SQLITE_OK)
    return quire_connection_fail (self, code, error);

  return quire_connection_execute (self, common, error) &&
         (quire_connection_get_read_only (self) || quire_connection_execute (self, writing, error));
}

static void
finalize_statement (gpointer data)
{
  /* What it failed with was told when it failed. */
  sqlite3_finalize (data);
}

QuireConnection *
quire_connection_open (const char *path,
                       QuireConnectionMode mode,
                       GError **error)
{
  g_autoptr (QuireConnection) self = g_new0 (QuireConnection, 1);
  g_autofree char *escaped = g_uri_escape_string (path, "/", FALSE);
  g_autofree char *uri = NULL;
  struct stat file;
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE;
  int code;

  self->statements = g_hash_table_new_full (NULL, NULL, NULL, finalize_statement);
  self->path = g_strdup (path);
  self->mode = mode;
  uri = g_strconcat ("file:", escaped, mode == QUIRE_CONNECTION_IMMUTABLE ? "?immutable=1" : "", NULL);
  if (quire_connection_get_read_only (self))
    flags |= SQLITE_OPEN_READONLY;
  else
    flags |= SQLITE_OPEN_READWRITE | (mode == QUIRE_CONNECTION_CREATE ? SQLITE_OPEN_CREATE : 0);

  code = sqlite3_open_v2 (uri, &self->handle, flags, NULL);
  if (code != SQLITE_OK)
    {
      quire_connection_fail (self, code, error);
      return NULL;
    }

  if (!configure (self, error))
    return NULL;

  if (stat (path, &file) == 0)
    {
      self->device = file.st_dev;
      self->inode = file.st_ino;
    }
  return g_steal_pointer (&self);
}

void
quire_connection_close (QuireConnection *self)
{
  if (self == NULL)
    return;

  /* The last connection to close checkpoints and removes the -wal file by itself. */
  g_clear_pointer (&self->statements, g_hash_table_unref);
  if (sqlite3_close (self->handle) != SQLITE_OK)
    g_critical ("A statement was left open");
  if (self->close_notify != NULL)
    self->close_notify (self->close_data);
  g_free (self->path);
  g_free (self);
}

sqlite3 *
quire_connection_get_handle (QuireConnection *self)
{
  return self->handle;
}

gboolean
quire_connection_get_read_only (QuireConnection *self)
{
  return self->mode == QUIRE_CONNECTION_READ || self->mode == QUIRE_CONNECTION_IMMUTABLE;
}

void
quire_connection_set_close_notify (QuireConnection *self,
                                   GDestroyNotify notify,
                                   gpointer data)
{
  self->close_notify = notify;
  self->close_data = data;
}

static int
stop_if_cancelled (gpointer data)
{
  return g_cancellable_is_cancelled (data);
}

void
quire_connection_set_cancellable (QuireConnection *self,
                                  GCancellable *cancellable)
{
  sqlite3_progress_handler (self->handle, PROGRESS_STEPS, cancellable != NULL ? stop_if_cancelled : NULL, cancellable);
}

static int
bind_value (sqlite3_stmt *statement,
            int position,
            const QuireValue *value)
{
  switch (value->kind)
    {
    case QUIRE_VALUE_TEXT:
      return sqlite3_bind_text (statement, position, value->text, -1, SQLITE_STATIC);
    case QUIRE_VALUE_INT:
      return sqlite3_bind_int64 (statement, position, value->integer);
    case QUIRE_VALUE_REAL:
      return sqlite3_bind_double (statement, position, value->real);
    case QUIRE_VALUE_END:
    default:
      g_assert_not_reached ();
    }
}

sqlite3_stmt *
quire_connection_query_values (QuireConnection *self,
                               const char *sql,
                               const QuireValue *values,
                               GError **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);
  int code = SQLITE_OK;

  if (statement == NULL)
    {
      code = sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
      if (code != SQLITE_OK)
        {
          quire_connection_fail (self, code, error);
          return NULL;
        }
      g_hash_table_insert (self->statements, (gpointer) sql, statement);
    }

  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  for (int i = 0; code == SQLITE_OK && values[i].kind != QUIRE_VALUE_END; i++)
    code = bind_value (statement, i + 1, &values[i]);
  if (code != SQLITE_OK)
    {
      quire_connection_fail (self, code, error);
      return NULL;
    }
  return statement;
}

gboolean
quire_connection_next (QuireConnection *self,
                       sqlite3_stmt *statement,
                       GError **error)
{
  int code = sqlite3_step (statement);

  if (code == SQLITE_ROW)
    return TRUE;

  if (code != SQLITE_DONE)
    quire_connection_fail (self, code, error);
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  return FALSE;
}

gboolean
quire_connection_run_values (QuireConnection *self,
                             const char *sql,
                             const QuireValue *values,
                             GError **error)
{
  sqlite3_stmt *statement = quire_connection_query_values (self, sql, values, error);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;

  while (quire_connection_next (self, statement, &local_error))
    ;
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return TRUE;
}

gboolean
quire_connection_get_int_values (QuireConnection *self,
                                 gint64 *value,
                                 const char *sql,
                                 const QuireValue *values,
                                 GError **error)
{
  sqlite3_stmt *statement = quire_connection_query_values (self, sql, values, error);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;

  if (quire_connection_next (self, statement, &local_error))
    {
      *value = sqlite3_column_int64 (statement, 0);
      sqlite3_reset (statement);
    }
  else if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return TRUE;
}

gboolean
quire_connection_get_text_values (QuireConnection *self,
                                  char **value,
                                  const char *sql,
                                  const QuireValue *values,
                                  GError **error)
{
  sqlite3_stmt *statement = quire_connection_query_values (self, sql, values, error);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;

  if (quire_connection_next (self, statement, &local_error))
    {
      g_free (*value);
      *value = quire_column_dup_text (statement, 0);
      sqlite3_reset (statement);
    }
  else if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return TRUE;
}

gboolean
quire_connection_execute (QuireConnection *self,
                          const char *sql,
                          GError **error)
{
  int code = sqlite3_exec (self->handle, sql, NULL, NULL, NULL);

  return code == SQLITE_OK || quire_connection_fail (self, code, error);
}

gboolean
quire_connection_begin (QuireConnection *self,
                        GError **error)
{
  struct stat file;

  if (stat (self->path, &file) != 0 || file.st_dev != self->device || file.st_ino != self->inode)
    {
      g_autofree char *name = g_filename_display_name (self->path);

      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_STORE,
                   _ ("“%s” was moved or deleted while it was open. Nothing more can be stored in it; keep the window open, put the file back, and it will be tried again."),
                   name);
      return FALSE;
    }
  return quire_connection_run (self, error, "BEGIN IMMEDIATE");
}

gboolean
quire_connection_end (QuireConnection *self,
                      gboolean success,
                      GError **error)
{
  quire_connection_reset (self);
  if (success && quire_connection_run (self, error, "COMMIT"))
    return TRUE;

  /* Some faults have rolled back already. */
  if (!sqlite3_get_autocommit (self->handle))
    sqlite3_exec (self->handle, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

void
quire_connection_reset (QuireConnection *self)
{
  for (sqlite3_stmt *statement = sqlite3_next_stmt (self->handle, NULL); statement != NULL;
       statement = sqlite3_next_stmt (self->handle, statement))
    {
      if (sqlite3_stmt_busy (statement))
        sqlite3_reset (statement);
    }
}

char *
quire_column_dup_text (sqlite3_stmt *statement,
                       int column)
{
  const char *text = (const char *) sqlite3_column_text (statement, column);

  return g_strdup (text != NULL ? text : "");
}
