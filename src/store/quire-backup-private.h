/* quire-backup-private.h: whole copies of a book in $XDG_DATA_HOME/quire/backups.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-connection-private.h"

G_BEGIN_DECLS

/* Writes a copy of the book that @connection reads, then lets go of old ones. The path of the copy, or NULL and @error, with nothing left behind. Any thread. */
char *quire_backup_make (QuireConnection *connection, const char *book_id, gint64 now, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* TRUE when the file at @path has changed since the newest backup was made. */
gboolean quire_backup_is_due (const char *path, const char *book_id);

/* The folder of a book's backups; made by quire_backup_make(). */
char *quire_backup_dup_folder (const char *book_id) G_GNUC_WARN_UNUSED_RESULT;

/* Which of the backups @names (any order, others are passed over) are to be removed at @now: an array of names. */
GPtrArray *quire_backup_choose_old (GPtrArray *names, gint64 now) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
