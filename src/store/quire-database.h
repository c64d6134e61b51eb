/* quire-database.h: the database thread. Only this floor submits work to it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef struct _DexFuture DexFuture;
typedef struct _QuireConnection QuireConnection; /* sqlite3 handle and prepared statements; quire-connection-private.h */

/**
 * QuireDatabase:
 *
 * One thread that owns one SQLite connection. Work is done in the order it was submitted, each piece as one transaction if it writes. A dropped future takes queued work
 * back and interrupts a running read; a write that has begun is finished, so that nothing is half done.
 */
#define QUIRE_TYPE_DATABASE (quire_database_get_type ())
G_DECLARE_FINAL_TYPE (QuireDatabase, quire_database, QUIRE, DATABASE, GObject)

/* Runs on the database thread. TRUE and @result set (or left empty, which resolves to TRUE), or FALSE and @error. */
typedef gboolean (*QuireDatabaseFunc) (QuireConnection *connection, gpointer data, GValue *result, GError **error);

/* Reading. @data is freed on the main thread. */
DexFuture *quire_database_read (QuireDatabase *self, QuireDatabaseFunc func, gpointer data, GDestroyNotify data_free) G_GNUC_WARN_UNUSED_RESULT;

/* Writing: inside BEGIN IMMEDIATE … COMMIT, rolled back when @func gives FALSE. READ_ONLY when the book is. */
DexFuture *quire_database_write (QuireDatabase *self, QuireDatabaseFunc func, gpointer data, GDestroyNotify data_free) G_GNUC_WARN_UNUSED_RESULT;

gboolean quire_database_get_read_only (QuireDatabase *self);

G_END_DECLS
