/* quire-folder-files.h: listing and reading the files of a folder book without leaving the folder.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A folder that is open. Everything below is reached through it and never through a symbolic link, so nobody who
 * may write there can lead the reading elsewhere. Blocking; any thread, one at a time. */
typedef struct _QuireFolder QuireFolder;

/* Something in a folder that a book is made of: a folder, or a file that ends in ".md". */
typedef struct
{
  char *name;   /* on disk */
  char *slug;   /* the name without number and ".md"; valid UTF-8 */
  guint number; /* of "12-slug"; 0 when it has none */
  gboolean is_folder;
} QuireFolderItem;

/* @path may be a link itself. NULL and QUIRE_ERROR_NOT_FOUND, PERMISSION, INVALID (no folder) or FAILED. */
QuireFolder *quire_folder_open (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A folder inside @parent. The sum of bytes that may be read is counted over the whole tree. */
QuireFolder *quire_folder_open_child (QuireFolder *parent, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;

void quire_folder_free (QuireFolder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QuireFolder, quire_folder_free)

/* The items (of QuireFolderItem) by number, then by name. Hidden files and files of other types are passed over; QUIRE_ERROR_INVALID for a link
 * where an item should be, for two items of one kind with the same number, and for too many. */
GPtrArray *quire_folder_list (QuireFolder *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The bytes of a file, with a NUL behind them. QUIRE_ERROR_NOT_FOUND when there is none; QUIRE_ERROR_INVALID for a link, for what is no plain file and for
 * one that is too large. */
char *quire_folder_read (QuireFolder *self, const char *name, gsize *n_bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The path of something in it for messages, beginning below the folder that was opened first. */
char *quire_folder_dup_path (QuireFolder *self, const char *name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
