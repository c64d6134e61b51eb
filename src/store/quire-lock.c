/* quire-lock.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One writer for each book: flock() on the file `.<name>-lock` beside it, which holds "process host" for the message that the second one shows. The kernel gives the lock
 * back when the process dies, so none is ever left behind; the file itself is removed by whoever holds the lock. Since it may be removed between the opening and the
 * locking of it, a lock counts only if the name still leads to the file that was locked.
 *
 * SQLite's own locks are POSIX locks, and these have a trap: closing any descriptor of a file drops all locks that the process has on it. So a book that
 * this process has open must not be opened and closed beside SQLite, not even to look at its first bytes. For that the process remembers what it has open, by
 * device and inode.
 */

#define G_LOG_DOMAIN "quire-store"

#include "config.h"

#include "quire-book-file-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "quire-error.h"

struct _QuireLock
{
  char *path;
  int descriptor;
};

static char *
make_lock_path (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *lock_name = g_strdup_printf (".%s-lock", name);

  return g_build_filename (folder, lock_name, NULL);
}

/* "1234 host" as the holder wrote it; empty when it has not yet. */
static char *
read_holder (int descriptor)
{
  char text[300];
  ssize_t n = pread (descriptor, text, sizeof text - 1, 0);

  if (n <= 0)
    return g_strdup ("");
  text[n] = '\0';
  return g_strstrip (g_utf8_make_valid (text, n));
}

static void
set_locked (int descriptor,
            GError **error)
{
  g_autofree char *holder = read_holder (descriptor);
  g_auto (GStrv) words = g_strsplit (holder, " ", 2);

  if (g_strv_length (words) == 2 && strcmp (words[1], g_get_host_name ()) != 0)
    g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_LOCKED, _ ("This book is open on the computer “%s”. It can be read here, and written there."), words[1]);
  else
    g_set_error_literal (error, QUIRE_ERROR, QUIRE_ERROR_LOCKED, _ ("This book is already open in another window. It can be read here, and written there."));
}

static gboolean
is_still (int descriptor,
          const char *path)
{
  struct stat locked;
  struct stat named;

  return fstat (descriptor, &locked) == 0 && lstat (path, &named) == 0 &&
         locked.st_dev == named.st_dev && locked.st_ino == named.st_ino;
}

static void
write_holder (int descriptor)
{
  g_autofree char *holder = g_strdup_printf ("%ld %s\n", (long) getpid (), g_get_host_name ());

  /* Only the message of a second opener depends on it. */
  if (ftruncate (descriptor, 0) != 0 || pwrite (descriptor, holder, strlen (holder), 0) < 0)
    g_debug ("The lock could not be labelled: %s", g_strerror (errno));
}

QuireLock *
quire_lock_acquire (const char *path,
                    GError **error)
{
  g_autofree char *lock_path = make_lock_path (path);
  QuireLock *self;

  for (;;)
    {
      g_autofd int descriptor = open (lock_path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);

      if (descriptor < 0 || (flock (descriptor, LOCK_EX | LOCK_NB) != 0 && errno != EWOULDBLOCK))
        {
          g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_READ_ONLY, _ ("The folder of this book cannot be written (%s). The book can be read; to change it, copy it to a folder of your own."),
                       g_strerror (errno));
          return NULL;
        }
      if (flock (descriptor, LOCK_EX | LOCK_NB) != 0)
        {
          set_locked (descriptor, error);
          return NULL;
        }
      if (is_still (descriptor, lock_path))
        {
          write_holder (descriptor);
          self = g_new0 (QuireLock, 1);
          self->path = g_steal_pointer (&lock_path);
          self->descriptor = g_steal_fd (&descriptor);
          return self;
        }
    }
}

void
quire_lock_release (QuireLock *self)
{
  if (self == NULL)
    return;

  /* Before the lock goes: afterwards the name may be somebody else's. */
  g_unlink (self->path);
  close (self->descriptor);
  g_free (self->path);
  g_free (self);
}

gboolean
quire_lock_is_held (const char *path)
{
  g_autofree char *lock_path = make_lock_path (path);
  g_autofd int descriptor = open (lock_path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

  return descriptor >= 0 && flock (descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

/* -- what this process has open -- */

typedef struct
{
  dev_t device;
  ino_t inode;
} FileId;

static GMutex open_lock;
static GSList *open_files; /* of FileId, under open_lock; a process has the locks, so it has the list */

gpointer
quire_lock_remember (const char *path,
                     gboolean *was_open)
{
  FileId *id = g_new0 (FileId, 1);
  struct stat file;

  if (stat (path, &file) == 0)
    *id = (FileId) { file.st_dev, file.st_ino };
  *was_open = FALSE;

  g_mutex_lock (&open_lock);
  for (GSList *item = open_files; item != NULL; item = item->next)
    {
      const FileId *other = item->data;

      if (id->inode != 0 && id->device == other->device && id->inode == other->inode)
        *was_open = TRUE;
    }
  open_files = g_slist_prepend (open_files, id);
  g_mutex_unlock (&open_lock);
  return id;
}

void
quire_lock_forget (gpointer remembered)
{
  g_mutex_lock (&open_lock);
  open_files = g_slist_remove (open_files, remembered);
  g_mutex_unlock (&open_lock);
  g_free (remembered);
}
