/* quire-book-create.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A new book is built under a name of its own in the same folder, put whole on the disk, and only then given its name, which must be free. So whatever happens, the
 * name leads to a whole book or to nothing.
 */

#define G_LOG_DOMAIN "quire-store"

#include "config.h"

#include "quire-project-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "quire-book-file-private.h"
#include "quire-error.h"
#include "quire-schema-private.h"

static gboolean
store_project (QuireConnection *connection,
               const QuireBookContents *contents,
               gint64 now,
               GError **error)
{
  static const char sql[] = "INSERT INTO project (id, book_id, title, author, language, genre, premise, target_words, created, modified)"
                            " VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)";
  g_autofree char *id = g_uuid_string_random ();

  return quire_connection_run (connection, error, sql, QUIRE_BIND_TEXT (id), QUIRE_BIND_TEXT (contents->title),
                               QUIRE_BIND_TEXT (contents->author), QUIRE_BIND_TEXT (contents->language), QUIRE_BIND_TEXT (contents->genre),
                               QUIRE_BIND_TEXT (contents->premise), QUIRE_BIND_INT (contents->target_words), QUIRE_BIND_INT (now));
}

static gboolean
store_texts (QuireConnection *connection,
             const QuireBookContents *contents,
             gint64 now,
             GError **error)
{
  GHashTableIter iter;
  const char *scene_id;
  const char *body;
  gboolean done = TRUE;

  g_hash_table_iter_init (&iter, contents->bodies);
  while (done && g_hash_table_iter_next (&iter, (gpointer *) &scene_id, (gpointer *) &body))
    {
      QuireTextWrite *write = quire_text_write_new (scene_id, body, QUIRE_ACTOR_IMPORT, now);

      done = quire_text_repository_write (connection, write, error);
      quire_text_write_free (write);
    }
  return done;
}

static gboolean
store_contents (QuireConnection *connection,
                const QuireBookContents *contents,
                gint64 now,
                GError **error)
{
  gboolean done = quire_connection_run (connection, error, "PRAGMA defer_foreign_keys = ON") &&
                  store_project (connection, contents, now, error);

  for (guint i = 0; done && i < contents->nodes->len; i++)
    done = quire_node_repository_save (connection, g_ptr_array_index (contents->nodes, i), error);
  for (guint i = 0; done && i < contents->entries->len; i++)
    done = quire_entry_repository_save (connection, g_ptr_array_index (contents->entries, i), now, error);
  return done && store_texts (connection, contents, now, error);
}

/* Moves all of the log into the file: it will get its name alone. */
static gboolean
empty_log (QuireConnection *connection,
           GError **error)
{
  gint64 busy = 1;

  if (!quire_connection_get_int (connection, &busy, error, "PRAGMA wal_checkpoint (TRUNCATE)"))
    return FALSE;
  if (busy != 0)
    g_set_error_literal (error, QUIRE_ERROR, QUIRE_ERROR_STORE, _ ("The new book could not be finished. Nothing was made."));
  return busy == 0;
}

static gboolean
build (const char *temporary,
       const QuireBookContents *contents,
       gint64 now,
       GError **error)
{
  g_autoptr (QuireConnection) connection = quire_connection_open (temporary, QUIRE_CONNECTION_WRITE, error);
  gboolean done;

  /* Nobody sees this file before it is synced as a whole. */
  if (connection == NULL ||
      !quire_connection_execute (connection, "PRAGMA synchronous = OFF", error) ||
      !quire_schema_migrate (connection, error) ||
      !quire_connection_begin (connection, error))
    return FALSE;

  done = store_contents (connection, contents, now, error);
  return quire_connection_end (connection, done, error) && done && empty_log (connection, error);
}

static void
remove_leftovers (const char *temporary)
{
  g_autofree char *log_path = g_strconcat (temporary, "-wal", NULL);
  g_autofree char *index_path = g_strconcat (temporary, "-shm", NULL);

  g_unlink (temporary);
  g_unlink (log_path);
  g_unlink (index_path);
}

static char *
make_temporary (const char *path,
                GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *template = g_strdup_printf ("%s/.%s.XXXXXX", folder, name);
  g_autofree char *display_name = g_filename_display_name (path);
  g_autofree char *display_folder = g_filename_display_name (folder);
  g_autofree char *log_path = NULL;
  int descriptor;

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_NOT_FOUND, _ ("There is no folder “%s”. Nothing was made."), display_folder);
      return NULL;
    }
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID, _ ("There is a file “%s” already, and it was kept. Choose another name."), display_name);
      return NULL;
    }

  /* The log of a book whose file was deleted or moved alone: SQLite would take it for this book's own and damage the book with it, and
   * it may hold the last sentences of the other one, so it is not ours to remove. */
  log_path = g_strconcat (path, "-wal", NULL);
  if (g_file_test (log_path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID,
                   _ ("Beside “%s” lies the log of another book of that name, “%s-wal”, which may hold unsaved text. It was kept. Choose another name."),
                   display_name, display_name);
      return NULL;
    }

  descriptor = g_mkstemp_full (template, O_RDWR | O_CLOEXEC, 0666);
  if (descriptor < 0)
    {
      g_set_error (error, QUIRE_ERROR, errno == ENOSPC ? QUIRE_ERROR_NO_SPACE : QUIRE_ERROR_PERMISSION,
                   _ ("No book can be made in “%s” (%s). Choose another folder."), display_folder, g_strerror (errno));
      return NULL;
    }
  close (descriptor);
  return g_steal_pointer (&template);
}

gboolean
quire_book_create (const char *path,
                   QuireBookContents *contents,
                   gint64 now,
                   GError **error)
{
  g_autofree char *temporary = make_temporary (path, error);
  gboolean done;

  if (temporary == NULL)
    return FALSE;

  done = build (temporary, contents, now, error) && quire_book_file_publish (temporary, path, error);
  if (!done)
    remove_leftovers (temporary);
  return done;
}
