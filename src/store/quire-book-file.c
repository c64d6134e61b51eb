/* quire-book-file.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Everything that is asked about a file before SQLite opens it, since SQLite would make a book of an empty file, wait on a pipe, and leave -wal and -shm behind where
 * nothing was to be done. The first 100 bytes say enough (https://www.sqlite.org/fileformat.html#the_database_header): page size at 16, pages at 28, valid when
 * the counters at 24 and 92 agree, user version at 60, application id at 68.
 */

#define G_LOG_DOMAIN "quire-store"

#include "config.h"

#include "quire-book-file-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "quire-error.h"
#include "quire-schema-private.h"

#define HEADER_BYTES 100
#define MAGIC "SQLite format 3" /* with its NUL: 16 bytes */

static gboolean
fail_errno (const char *path,
            GError **error)
{
  int code = errno;
  g_autofree char *name = g_filename_display_name (path);

  if (code == ENOENT || code == ENOTDIR)
    g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_NOT_FOUND, _ ("There is no file “%s”."), name);
  else if (code == EACCES || code == EPERM)
    g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_PERMISSION, _ ("The system does not allow access to “%s”. Nothing was changed."), name);
  else if (code == ENOSPC || code == EDQUOT || code == EFBIG)
    g_set_error_literal (error, QUIRE_ERROR, QUIRE_ERROR_NO_SPACE, _ ("The disk is full. Nothing was changed; make some room and try again."));
  else if (code == EROFS)
    g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_PERMISSION, _ ("“%s” lies where nothing can be written. Choose another folder."), name);
  else
    g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_STORE, _ ("“%s” could not be read or written (%s). Nothing was changed."), name, g_strerror (code));
  return FALSE;
}

static gboolean
fail_kind (const char *path,
           GError **error)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_NOT_A_BOOK, _ ("“%s” is not a Quire book. Nothing was changed."), name);
  return FALSE;
}

static gboolean
fail_damaged (const char *path,
              GError **error)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_CORRUPT,
               _ ("“%s” is a Quire book, but a part of the file is missing or damaged. Nothing was changed; a backup may have what is missing."), name);
  return FALSE;
}

static guint32
get_number (const guint8 *header,
            gsize at)
{
  guint32 number;

  memcpy (&number, header + at, sizeof number);
  return GUINT32_FROM_BE (number);
}

static gboolean
check_header (const char *path,
              const guint8 *header,
              QuireBookFile *file,
              GError **error)
{
  guint page_size = (guint) header[16] << 8 | header[17];
  gint64 n_pages = get_number (header, 28);

  if (get_number (header, 68) != QUIRE_SCHEMA_APPLICATION_ID)
    return fail_kind (path, error);

  if (page_size == 1)
    page_size = 65536;
  if (page_size < 512 || (page_size & (page_size - 1)) != 0 || file->size < page_size)
    return fail_damaged (path, error);

  /* With a log beside it the file may be shorter than it says. */
  if (!file->has_log && get_number (header, 24) == get_number (header, 92) && n_pages * page_size > file->size)
    return fail_damaged (path, error);

  file->version = get_number (header, 60);
  return TRUE;
}

gboolean
quire_book_file_inspect (const char *path,
                         QuireBookFile *file,
                         GError **error)
{
  g_autofree char *log_path = g_strconcat (path, "-wal", NULL);
  g_autofd int descriptor = -1;
  guint8 header[HEADER_BYTES];
  struct stat info;
  ssize_t n;

  /* Before opening: a pipe would wait for its other end, and a device may act on being opened. */
  if (stat (path, &info) != 0)
    return fail_errno (path, error);
  if (!S_ISREG (info.st_mode) || info.st_size == 0)
    return fail_kind (path, error);

  file->size = info.st_size;
  file->has_log = stat (log_path, &info) == 0 && info.st_size > 0;

  descriptor = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (descriptor < 0)
    return fail_errno (path, error);
  n = pread (descriptor, header, sizeof header, 0);
  if (n < 0)
    return fail_errno (path, error);
  if (memcmp (header, MAGIC, MIN ((gsize) n, sizeof MAGIC)) != 0)
    return fail_kind (path, error);
  if (n < HEADER_BYTES)
    return fail_damaged (path, error);

  return check_header (path, header, file, error);
}

gboolean
quire_book_file_is_writable (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  return faccessat (AT_FDCWD, path, W_OK, AT_EACCESS) == 0 && faccessat (AT_FDCWD, folder, W_OK | X_OK, AT_EACCESS) == 0;
}

static gboolean
sync_path (const char *path,
           int flags,
           GError **error)
{
  g_autofd int descriptor = open (path, flags | O_CLOEXEC);

  return (descriptor >= 0 && fsync (descriptor) == 0) || fail_errno (path, error);
}

gboolean
quire_book_file_sync_folder (const char *folder,
                             GError **error)
{
  return sync_path (folder, O_RDONLY | O_DIRECTORY, error);
}

/* Not every file system can rename without replacing; link() never replaces either, but needs hard links. */
static gboolean
rename_exclusive (const char *from,
                  const char *to)
{
  if (renameat2 (AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
    return TRUE;
  if (errno != EINVAL && errno != ENOSYS)
    return FALSE;

  if (link (from, to) == 0)
    {
      g_unlink (from);
      return TRUE;
    }
  return FALSE;
}

gboolean
quire_book_file_publish (const char *temporary,
                         const char *path,
                         GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_filename_display_name (path);

  if (!sync_path (temporary, O_RDWR, error))
    return FALSE;
  if (!rename_exclusive (temporary, path))
    {
      if (errno != EEXIST)
        return fail_errno (path, error);
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID, _ ("There is a file “%s” already, and it was kept. Choose another name."), name);
      return FALSE;
    }
  return quire_book_file_sync_folder (folder, error);
}
