/* quire-book-file-private.h: the file of a book before SQLite touches it: what it is, whether it may be written, who has it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* -- what it is (quire-book-file.c) -- */

typedef struct
{
  guint version;    /* the schema's */
  gint64 size;      /* bytes */
  gboolean has_log; /* a -wal file with something in it lies beside it */
} QuireBookFile;

/* Looks at the file without changing anything. NOT_FOUND, PERMISSION, NOT_A_BOOK, CORRUPT, STORE. */
gboolean quire_book_file_inspect (const char *path, QuireBookFile *file, GError **error);

/* May the file, and what SQLite lays beside it, be written? */
gboolean quire_book_file_is_writable (const char *path);

/* Gives @temporary the name @path, whole on the disk, if that name is free; INVALID when it is not. */
gboolean quire_book_file_publish (const char *temporary, const char *path, GError **error);

/* Makes a rename in @folder safe against a power cut. */
gboolean quire_book_file_sync_folder (const char *folder, GError **error);

/* -- who has it (quire-lock.c) -- */

typedef struct _QuireLock QuireLock;

/* The right to write @path, or NULL: LOCKED with a sentence that says who has it, READ_ONLY when no lock can be made there. */
QuireLock *quire_lock_acquire (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void quire_lock_release (QuireLock *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QuireLock, quire_lock_release)

/* TRUE when somebody else, or this process, holds the lock. */
gboolean quire_lock_is_held (const char *path);

/* Remembers that this process is about to open @path, so that the file is not opened and closed beside SQLite; @was_open says that it had it open
 * already. Give the result to quire_lock_forget(). Any thread. */
gpointer quire_lock_remember (const char *path, gboolean *was_open) G_GNUC_WARN_UNUSED_RESULT;
void quire_lock_forget (gpointer remembered);

G_END_DECLS
