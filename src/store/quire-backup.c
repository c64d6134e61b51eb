/* quire-backup.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A backup is a whole book, made by VACUUM INTO under a name that is none, and renamed when it is complete and on the disk: so whatever is named like a backup
 * is one. Names are times of UTC that sort: 2026-11-22T08-50-00Z.quire, with a number behind the time for more than one in a second.
 *
 * Kept are the newest KEPT_NEWEST, and the last of each day for KEPT_DAYS days. Only files named as above are ever removed.
 */

#define G_LOG_DOMAIN "quire-store"

#include "config.h"

#include "quire-backup-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "quire-book-file-private.h"
#include "quire-error.h"

#define KEPT_NEWEST 10
#define KEPT_DAYS 30
#define STAMP_LENGTH 20 /* 2026-11-22T08-50-00Z */
#define DAY_LENGTH 10
#define SUFFIX ".quire"

char *
quire_backup_dup_folder (const char *book_id)
{
  return g_build_filename (g_get_user_data_dir (), "quire", "backups", book_id, NULL);
}

static char *
format_stamp (gint64 now)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (now / G_USEC_PER_SEC);

  return g_date_time_format (time, "%Y-%m-%dT%H-%M-%SZ");
}

/* The number behind the time, 0 if there is none; -1 for a name that is no backup's. */
static gint64
parse_name (const char *name)
{
  static const char pattern[] = "dddd-dd-ddTdd-dd-ddZ";
  const char *rest = name + STAMP_LENGTH;
  guint64 number = 0;
  char *end;

  for (gsize i = 0; i < STAMP_LENGTH; i++)
    {
      if (pattern[i] == 'd' ? !g_ascii_isdigit (name[i]) : name[i] != pattern[i])
        return -1;
    }
  if (rest[0] == '-' && g_ascii_isdigit (rest[1]))
    {
      number = g_ascii_strtoull (rest + 1, &end, 10);
      rest = end;
    }
  return strcmp (rest, SUFFIX) == 0 && number < G_MAXINT ? (gint64) number : -1;
}

/* Newest first. */
static int
compare_names (gconstpointer first,
               gconstpointer second)
{
  const char *a = *(const char *const *) first;
  const char *b = *(const char *const *) second;
  int order = strncmp (b, a, STAMP_LENGTH);
  gint64 number_a = parse_name (a);
  gint64 number_b = parse_name (b);

  return order != 0 ? order : (number_b > number_a) - (number_b < number_a);
}

GPtrArray *
quire_backup_choose_old (GPtrArray *names,
                         gint64 now)
{
  g_autofree char *oldest_day = format_stamp (now - (gint64) KEPT_DAYS * 24 * 3600 * G_USEC_PER_SEC);
  g_autoptr (GPtrArray) backups = g_ptr_array_new ();
  GPtrArray *old = g_ptr_array_new_with_free_func (g_free);
  const char *newer = "";

  for (guint i = 0; i < names->len; i++)
    {
      if (parse_name (g_ptr_array_index (names, i)) >= 0)
        g_ptr_array_add (backups, g_ptr_array_index (names, i));
    }
  g_ptr_array_sort (backups, compare_names);

  for (guint i = 0; i < backups->len; i++)
    {
      const char *name = g_ptr_array_index (backups, i);
      gboolean last_of_day = strncmp (name, newer, DAY_LENGTH) != 0;

      if (i >= KEPT_NEWEST && (!last_of_day || strncmp (name, oldest_day, DAY_LENGTH) < 0))
        g_ptr_array_add (old, g_strdup (name));
      newer = name;
    }
  return old;
}

static GPtrArray *
list_folder (const char *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) files = g_dir_open (folder, 0, NULL);
  const char *name;

  while (files != NULL && (name = g_dir_read_name (files)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  return names;
}

static void
prune (const char *folder,
       gint64 now)
{
  g_autoptr (GPtrArray) names = list_folder (folder);
  g_autoptr (GPtrArray) old = quire_backup_choose_old (names, now);

  for (guint i = 0; i < old->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, g_ptr_array_index (old, i), NULL);

      g_unlink (path);
    }
}

static gint64
get_changed (const char *path)
{
  struct stat file;

  if (stat (path, &file) != 0 || file.st_size == 0)
    return 0;
  return (gint64) file.st_mtim.tv_sec * G_USEC_PER_SEC + file.st_mtim.tv_nsec / 1000;
}

gboolean
quire_backup_is_due (const char *path,
                     const char *book_id)
{
  g_autofree char *folder = quire_backup_dup_folder (book_id);
  g_autofree char *log_path = g_strconcat (path, "-wal", NULL);
  g_autoptr (GPtrArray) names = list_folder (folder);
  gint64 changed = MAX (get_changed (path), get_changed (log_path));
  gint64 newest = 0;

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *backup = g_build_filename (folder, name, NULL);

      if (parse_name (name) >= 0)
        newest = MAX (newest, get_changed (backup));
    }
  return newest < changed;
}

/* Gives the finished copy the first name that is free. */
static char *
name_copy (const char *temporary,
           const char *folder,
           gint64 now,
           GError **error)
{
  g_autofree char *stamp = format_stamp (now);

  for (guint i = 0;; i++)
    {
      g_autofree char *name = i == 0 ? g_strconcat (stamp, SUFFIX, NULL) : g_strdup_printf ("%s-%u" SUFFIX, stamp, i + 1);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GError) local_error = NULL;

      if (quire_book_file_publish (temporary, path, &local_error))
        return g_steal_pointer (&path);
      if (!g_error_matches (local_error, QUIRE_ERROR, QUIRE_ERROR_INVALID))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
    }
}

char *
quire_backup_make (QuireConnection *connection,
                   const char *book_id,
                   gint64 now,
                   GError **error)
{
  g_autofree char *folder = quire_backup_dup_folder (book_id);
  g_autofree char *temporary_name = g_strdup_printf (".backup-%08x%08x", g_random_int (), g_random_int ());
  g_autofree char *temporary = g_build_filename (folder, temporary_name, NULL);
  char *path = NULL;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_PERMISSION, _ ("The folder for backups, “%s”, could not be made (%s)."), folder, g_strerror (errno));
      return NULL;
    }

  if (quire_connection_run (connection, error, "VACUUM INTO ?", QUIRE_BIND_TEXT (temporary)))
    path = name_copy (temporary, folder, now, error);
  if (path == NULL)
    g_unlink (temporary);
  else
    prune (folder, now);
  return path;
}
