/* quire-connection-private.h: one SQLite connection, for the database thread that owns it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

#include "quire-database.h"

G_BEGIN_DECLS

typedef enum
{
  QUIRE_CONNECTION_CREATE,    /* reads and writes; makes the file when it is missing */
  QUIRE_CONNECTION_WRITE,     /* reads and writes a file that is there */
  QUIRE_CONNECTION_READ,      /* reads while somebody else may write */
  QUIRE_CONNECTION_IMMUTABLE, /* reads a file that nobody writes; leaves nothing beside it */
} QuireConnectionMode;

QuireConnection *quire_connection_open (const char *path, QuireConnectionMode mode, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Checkpoints if it could write, closes the file and calls what quire_connection_set_close_notify() left. NULL is allowed. */
void quire_connection_close (QuireConnection *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QuireConnection, quire_connection_close)

sqlite3 *quire_connection_get_handle (QuireConnection *self);
gboolean quire_connection_get_read_only (QuireConnection *self);

/* Calls @notify with @data once the file is closed: the lock is given back then. */
void quire_connection_set_close_notify (QuireConnection *self, GDestroyNotify notify, gpointer data);

/* While @cancellable is not NULL, statements are interrupted when it is cancelled. */
void quire_connection_set_cancellable (QuireConnection *self, GCancellable *cancellable);

/* -- values -- */

typedef enum
{
  QUIRE_VALUE_END,
  QUIRE_VALUE_TEXT,
  QUIRE_VALUE_INT,
  QUIRE_VALUE_REAL,
} QuireValueKind;

/* A value to bind. Texts stay with the caller and have to live until the statement is done; NULL binds SQL's NULL. */
typedef struct
{
  QuireValueKind kind;
  const char *text;
  gint64 integer;
  double real;
} QuireValue;

#define QUIRE_BIND_TEXT(value) { .kind = QUIRE_VALUE_TEXT, .text = (value) }
#define QUIRE_BIND_INT(value) { .kind = QUIRE_VALUE_INT, .integer = (value) }
#define QUIRE_BIND_REAL(value) { .kind = QUIRE_VALUE_REAL, .real = (value) }
#define QUIRE_VALUES(...) ((const QuireValue[]) { __VA_ARGS__ __VA_OPT__ (, ){ .kind = QUIRE_VALUE_END } })

/* -- statements: @sql has to be a string constant, its address is the key of the cache -- */

/* Runs a statement to its end. */
gboolean quire_connection_run_values (QuireConnection *self, const char *sql, const QuireValue *values, GError **error);
#define quire_connection_run(self, error, sql, ...) quire_connection_run_values ((self), (sql), QUIRE_VALUES (__VA_ARGS__), (error))

/* A statement with its values bound, before its first row; NULL and @error. It belongs to the connection. */
sqlite3_stmt *quire_connection_query_values (QuireConnection *self, const char *sql, const QuireValue *values, GError **error) G_GNUC_WARN_UNUSED_RESULT;
#define quire_connection_query(self, error, sql, ...) quire_connection_query_values ((self), (sql), QUIRE_VALUES (__VA_ARGS__), (error))

/* TRUE with the next row; FALSE at the end, or with @error set. After FALSE the statement is reset. */
gboolean quire_connection_next (QuireConnection *self, sqlite3_stmt *statement, GError **error);

/* The first column of the first row; @value is left alone when there is no row. FALSE only on errors. */
gboolean quire_connection_get_int_values (QuireConnection *self, gint64 *value, const char *sql, const QuireValue *values, GError **error);
#define quire_connection_get_int(self, value, error, sql, ...) \
  quire_connection_get_int_values ((self), (value), (sql), QUIRE_VALUES (__VA_ARGS__), (error))
gboolean quire_connection_get_text_values (QuireConnection *self, char **value, const char *sql, const QuireValue *values, GError **error);
#define quire_connection_get_text(self, value, error, sql, ...) \
  quire_connection_get_text_values ((self), (value), (sql), QUIRE_VALUES (__VA_ARGS__), (error))

/* Runs any number of statements without values, as a schema is. */
gboolean quire_connection_execute (QuireConnection *self, const char *sql, GError **error);

/* -- transactions -- */

gboolean quire_connection_begin (QuireConnection *self, GError **error);

/* COMMIT when @success is TRUE, else ROLLBACK. FALSE and @error when the commit failed; it is rolled back then. */
gboolean quire_connection_end (QuireConnection *self, gboolean success, GError **error);

/* Ends every statement that was left in the middle. */
void quire_connection_reset (QuireConnection *self);

/* Fills @error from the connection's last result @code. The one place where SQLite's results become ours. Returns FALSE. */
gboolean quire_connection_fail (QuireConnection *self, int code, GError **error);

/* A copy of a text column, "" for NULL. */
char *quire_column_dup_text (sqlite3_stmt *statement, int column) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
