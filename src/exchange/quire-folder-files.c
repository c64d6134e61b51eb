/* quire-folder-files.c: listing and reading the files of a folder book without leaving the folder.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-exchange"

#include "config.h"

#include "quire-folder-files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "quire-error.h"
#include "quire-text.h"

/* Bounds: the longest scene that is meant to be is 20,000 words, some 120 kB; a million words are 6 MB. */
#define MAX_FILE_BYTES (4 * 1024 * 1024)
#define MAX_TOTAL_BYTES (128 * 1024 * 1024)
#define MAX_ITEMS 5000
#define MAX_NUMBER_DIGITS 4

#define SUFFIX ".md"

struct _QuireFolder
{
  int fd;
  char *path;     /* below the first folder; "" for that one */
  gsize *n_bytes; /* shared with the first folder, which owns it */
  gsize own_bytes;
};

static void
set_system_error (GError **error, const char *path, int number)
{
  switch (number)
    {
    case ENOENT:
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_NOT_FOUND, _ ("“%s” does not exist."), path);
      break;
    case EACCES:
    case EPERM:
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_PERMISSION, _ ("The system does not allow “%s” to be read."), path);
      break;
    case ELOOP:
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID, _ ("“%s” is a link, and links are not followed. Put the file itself there."), path);
      break;
    case ENOTDIR:
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID, _ ("“%s” is no folder."), path);
      break;
    default:
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_FAILED, _ ("“%s” could not be read: %s."), path, g_strerror (number));
    }
}

QuireFolder *
quire_folder_open (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autofd int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  QuireFolder *self;

  if (fd < 0)
    {
      set_system_error (error, name, errno);
      return NULL;
    }

  self = g_new0 (QuireFolder, 1);
  self->fd = g_steal_fd (&fd);
  self->path = g_strdup ("");
  self->n_bytes = &self->own_bytes;

  return self;
}

QuireFolder *
quire_folder_open_child (QuireFolder *parent, const char *name, GError **error)
{
  g_autofree char *path = quire_folder_dup_path (parent, name);
  g_autofd int fd = openat (parent->fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  QuireFolder *self;

  if (fd < 0)
    {
      set_system_error (error, path, errno);
      return NULL;
    }

  self = g_new0 (QuireFolder, 1);
  self->fd = g_steal_fd (&fd);
  self->path = g_steal_pointer (&path);
  self->n_bytes = parent->n_bytes;

  return self;
}

void
quire_folder_free (QuireFolder *self)
{
  if (self == NULL)
    return;

  g_clear_fd (&self->fd, NULL);
  g_free (self->path);
  g_free (self);
}

char *
quire_folder_dup_path (QuireFolder *self, const char *name)
{
  g_autofree char *display_name = g_filename_display_name (name);

  return *self->path != '\0' ? g_strconcat (self->path, "/", display_name, NULL) : g_steal_pointer (&display_name);
}

static void
item_free (QuireFolderItem *item)
{
  g_free (item->name);
  g_free (item->slug);
  g_free (item);
}

static QuireFolderItem *
item_new (const char *name, gboolean is_folder)
{
  QuireFolderItem *item = g_new0 (QuireFolderItem, 1);
  gsize n_digits = strspn (name, "0123456789");
  gsize n = strlen (name) - (is_folder ? 0 : strlen (SUFFIX));

  item->name = g_strdup (name);
  item->is_folder = is_folder;
  if (n_digits > 0 && n_digits <= MAX_NUMBER_DIGITS && name[n_digits] == '-' && n > n_digits + 1)
    {
      item->number = (guint) g_ascii_strtoull (name, NULL, 10);
      item->slug = quire_text_clean (name + n_digits + 1, (gssize) (n - n_digits - 1));
    }
  else
    {
      item->slug = quire_text_clean (name, (gssize) n);
    }

  return item;
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const QuireFolderItem *item_a = a;
  const QuireFolderItem *item_b = b;

  if (item_a->number != item_b->number)
    return item_a->number < item_b->number ? -1 : 1;

  return strcmp (item_a->name, item_b->name);
}

/* Adds @name when a book is made of its like. */
static gboolean
add_item (QuireFolder *self, GPtrArray *items, const char *name, GError **error)
{
  g_autofree char *path = quire_folder_dup_path (self, name);
  gboolean is_text = g_str_has_suffix (name, SUFFIX) && strlen (name) > strlen (SUFFIX);
  struct stat info;

  if (name[0] == '.')
    return TRUE;

  if (fstatat (self->fd, name, &info, AT_SYMLINK_NOFOLLOW) != 0)
    {
      set_system_error (error, path, errno);
      return FALSE;
    }

  if (S_ISLNK (info.st_mode) && (is_text || g_ascii_isdigit (name[0])))
    {
      set_system_error (error, path, ELOOP);
      return FALSE;
    }

  if (!S_ISDIR (info.st_mode) && !(S_ISREG (info.st_mode) && is_text))
    return TRUE;

  if (items->len >= MAX_ITEMS)
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID, _ ("There are too many files beside “%s”. A folder of a book may hold %d."), path, MAX_ITEMS);
      return FALSE;
    }

  g_ptr_array_add (items, item_new (name, S_ISDIR (info.st_mode)));
  return TRUE;
}

static gboolean
check_numbers (QuireFolder *self, GPtrArray *items, GError **error)
{
  const QuireFolderItem *last[2] = { NULL, NULL };

  for (guint i = 0; i < items->len; i++)
    {
      const QuireFolderItem *item = g_ptr_array_index (items, i);
      const QuireFolderItem **same_kind = &last[item->is_folder ? 1 : 0];

      if (item->number > 0 && *same_kind != NULL && (*same_kind)->number == item->number)
        {
          g_autofree char *path = quire_folder_dup_path (self, (*same_kind)->name);
          g_autofree char *other = g_filename_display_name (item->name);

          g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID, _ ("“%s” and “%s” have the same number, so their order is not clear. Give one of them another."), path, other);
          return FALSE;
        }
      *same_kind = item;
    }

  return TRUE;
}

GPtrArray *
quire_folder_list (QuireFolder *self, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) item_free);
  int fd = openat (self->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *stream = fd >= 0 ? fdopendir (fd) : NULL;
  struct dirent *found;
  gboolean good = TRUE;

  if (stream == NULL)
    {
      set_system_error (error, self->path, errno);
      g_clear_fd (&fd, NULL);
      return NULL;
    }

  while (good && (found = readdir (stream)) != NULL)
    good = add_item (self, items, found->d_name, error);
  closedir (stream);

  if (!good)
    return NULL;

  g_ptr_array_sort_values (items, compare_items);
  return check_numbers (self, items, error) ? g_steal_pointer (&items) : NULL;
}

static char *
read_all (int fd, gsize size, gsize *n_bytes)
{
  g_autofree char *bytes = g_malloc (size + 1);
  gsize n = 0;

  while (n < size)
    {
      gssize n_read = read (fd, bytes + n, size - n);

      if (n_read < 0 && errno == EINTR)
        continue;
      if (n_read < 0)
        return NULL;
      if (n_read == 0) /* it became shorter meanwhile */
        break;
      n += (gsize) n_read;
    }

  bytes[n] = '\0';
  *n_bytes = n;
  return g_steal_pointer (&bytes);
}

char *
quire_folder_read (QuireFolder *self, const char *name, gsize *n_bytes, GError **error)
{
  g_autofree char *path = quire_folder_dup_path (self, name);
  /* A pipe must not make us wait for somebody to write into it. */
  g_autofd int fd = openat (self->fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  g_autofree char *bytes = NULL;
  struct stat info;

  if (fd < 0 || fstat (fd, &info) != 0)
    {
      set_system_error (error, path, errno);
      return NULL;
    }

  if (!S_ISREG (info.st_mode))
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID, _ ("“%s” is no plain file."), path);
      return NULL;
    }

  if (info.st_size > MAX_FILE_BYTES || (gsize) info.st_size > MAX_TOTAL_BYTES - *self->n_bytes)
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID, _ ("“%s” is too large. A file of a book may have 4 MB, and all of them together 128 MB."), path);
      return NULL;
    }

  bytes = read_all (fd, (gsize) info.st_size, n_bytes);
  if (bytes == NULL)
    {
      set_system_error (error, path, errno);
      return NULL;
    }

  *self->n_bytes += *n_bytes;
  return g_steal_pointer (&bytes);
}
