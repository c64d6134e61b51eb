/* quire-database-private.h: starting and ending the database thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-connection-private.h"

G_BEGIN_DECLS

/* Runs on the new thread, before anything else: opens what the thread will own. */
typedef QuireConnection *(*QuireDatabaseOpenFunc) (gpointer data, GError **error);

/* Starts a thread; resolves to its QuireDatabase once @open has given the connection. @data is freed on the main thread. */
DexFuture *quire_database_open (QuireDatabaseOpenFunc open, gpointer data, GDestroyNotify data_free) G_GNUC_WARN_UNUSED_RESULT;

/* Finishes what was submitted before, closes the file and ends the thread. Resolves to TRUE. What is submitted later is rejected. */
DexFuture *quire_database_close (QuireDatabase *self) G_GNUC_WARN_UNUSED_RESULT;

/* From now on nothing is written: the file was found damaged. */
void quire_database_set_read_only (QuireDatabase *self);

/* Puts an array into the result of a QuireDatabaseFunc. */
void quire_database_take_array (GValue *result, GPtrArray *array);

G_END_DECLS
