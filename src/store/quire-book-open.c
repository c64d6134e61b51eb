/* quire-book-open.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Opening a book, on the database thread that will own it. In this order, and each only if what is before it allowed it:
 *
 *   1. look at the file without SQLite (quire-book-file.c): what is no sound book is rejected, and nothing was touched;
 *   2. take the lock; whoever cannot have it, or may not write, reads;
 *   3. open it for writing; look whether its pages hang together, if the file is small enough for that not to be felt;
 *   4. back an older one up, and migrate it; mark the runs that a crash left;
 *   5. load the outline.
 *
 * A fault in 2 to 4 leads to reading with a reason, never to writing. Reading a file that nobody has open is done with SQLite's immutable mode, which leaves
 * nothing beside it. That is not allowed while there may be a writer, nor when a log holds changes that are not yet in the file.
 */

#define G_LOG_DOMAIN "quire-store"

#include "config.h"

#include "quire-project-private.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "quire-backup-private.h"
#include "quire-book-file-private.h"
#include "quire-error.h"
#include "quire-schema-private.h"

/* What a connection gives back when it closes. */
typedef struct
{
  QuireLock *lock; /* NULL when reading */
  gpointer remembered;
} Hold;

static void
hold_release (gpointer data)
{
  Hold *hold = data;

  quire_lock_release (hold->lock);
  quire_lock_forget (hold->remembered);
  g_free (hold);
}

QuireOpening *
quire_opening_new (const char *path,
                   QuireProjectFlags flags,
                   gint64 now)
{
  QuireOpening *self = g_atomic_rc_box_new0 (QuireOpening);

  self->path = g_canonicalize_filename (path, NULL);
  self->flags = flags;
  self->now = now;
  return self;
}

static void
opening_clear (gpointer data)
{
  QuireOpening *self = data;

  g_free (self->path);
  g_clear_pointer (&self->contents, quire_book_contents_free);
  if (self->opened != NULL)
    {
      quire_book_data_free (self->opened->book);
      g_clear_pointer (&self->opened->nodes, g_ptr_array_unref);
      g_free (self->opened->read_only_reason);
      g_free (self->opened);
    }
}

void
quire_opening_unref (QuireOpening *self)
{
  g_atomic_rc_box_release_full (self, opening_clear);
}

void
quire_book_data_free (QuireBookData *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->title);
  g_free (self->author);
  g_free (self->language);
  g_free (self);
}

static QuireBookData *
load_book (QuireConnection *connection,
           GError **error)
{
  sqlite3_stmt *row = quire_connection_query (connection, error, "SELECT book_id, title, author, language, target_words FROM project");
  g_autoptr (GError) local_error = NULL;
  QuireBookData *book;

  if (row == NULL)
    return NULL;

  if (!quire_connection_next (connection, row, &local_error))
    {
      if (local_error == NULL)
        g_set_error_literal (&local_error, QUIRE_ERROR, QUIRE_ERROR_CORRUPT, _ ("The file is damaged: it does not say which book it is. Nothing was changed; a backup may have what is missing."));
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  book = g_new0 (QuireBookData, 1);
  book->id = quire_column_dup_text (row, 0);
  book->title = quire_column_dup_text (row, 1);
  book->author = quire_column_dup_text (row, 2);
  book->language = quire_column_dup_text (row, 3);
  book->target_words = (guint) sqlite3_column_int64 (row, 4);
  sqlite3_reset (row);
  return book;
}

static gboolean
load (QuireConnection *connection,
      QuireOpened *opened,
      GError **error)
{
  opened->book = load_book (connection, error);
  if (opened->book == NULL)
    return FALSE;

  opened->nodes = quire_node_repository_load (connection, error);
  return opened->nodes != NULL;
}

static const char *
get_newer_reason (void)
{
  return _ ("This book was written by a newer Quire. It can be read here; to change it, install the newer version.");
}

/* An older book: a backup first, and no migration without it. */
static gboolean
bring_up_to_date (QuireConnection *connection,
                  gint64 now,
                  GError **error)
{
  g_autofree char *id = g_strdup ("");
  g_autofree char *backup = NULL;
  guint version;

  if (!quire_schema_get_version (connection, &version, error))
    return FALSE;
  /* The file's first bytes may be older than its log. */
  if (version > QUIRE_SCHEMA_VERSION)
    g_set_error_literal (error, QUIRE_ERROR, QUIRE_ERROR_TOO_NEW, get_newer_reason ());
  if (version >= QUIRE_SCHEMA_VERSION)
    return version == QUIRE_SCHEMA_VERSION;

  if (!quire_connection_get_text (connection, &id, error, "SELECT book_id FROM project"))
    return FALSE;
  backup = quire_backup_make (connection, *id != '\0' ? id : "unknown", now, error);
  return backup != NULL && quire_schema_migrate (connection, error);
}

static gboolean
interrupt_runs (QuireConnection *connection,
                gint64 now,
                GError **error)
{
  gint64 left = 0;
  gboolean done;

  if (!quire_connection_get_int (connection, &left, error, "SELECT count (*) FROM workflows WHERE state IN ('queued', 'running', 'paused')"))
    return FALSE;
  if (left == 0)
    return TRUE;

  if (!quire_connection_begin (connection, error))
    return FALSE;
  done = quire_run_repository_interrupt (connection, now, error);
  return quire_connection_end (connection, done, error) && done;
}

/* Why the book will not be written, or NULL. */
static char *
find_obstacle (const char *path,
               const QuireOpening *opening,
               const QuireBookFile *file)
{
  if (opening->flags & QUIRE_PROJECT_READ_ONLY)
    return g_strdup (_ ("This book was opened for reading only."));
  if (file->version > QUIRE_SCHEMA_VERSION)
    return g_strdup (get_newer_reason ());
  if (!quire_book_file_is_writable (path))
    return g_strdup (_ ("This book, or its folder, is write-protected. It can be read; to change it, copy it to a folder of your own."));
  return NULL;
}

static char *
get_damage_reason (void)
{
  return g_strdup (_ ("A part of this book’s file is damaged. It is open for reading only, so that nothing gets worse; a backup may have what is missing."));
}

static QuireConnection *
prepare_writing (const char *path,
                 const QuireOpening *opening,
                 const QuireBookFile *file,
                 GError **error)
{
  g_autoptr (QuireConnection) connection = quire_connection_open (path, QUIRE_CONNECTION_WRITE, error);
  gboolean sound = TRUE;

  if (connection == NULL)
    return NULL;

  if (file->size < QUIRE_CHECK_AT_OPEN_BYTES && !quire_book_check_pages (connection, &sound, error))
    return NULL;
  if (!sound)
    {
      g_set_error_literal (error, QUIRE_ERROR, QUIRE_ERROR_CORRUPT, _ ("A part of this book’s file is damaged."));
      return NULL;
    }
  if (!bring_up_to_date (connection, opening->now, error) || !interrupt_runs (connection, opening->now, error))
    return NULL;
  return g_steal_pointer (&connection);
}

/* A connection that writes and its lock; or NULL, with @reason for reading instead. */
static QuireConnection *
open_writing (const char *path,
              const QuireOpening *opening,
              const QuireBookFile *file,
              QuireLock **lock,
              char **reason)
{
  g_autoptr (QuireLock) own_lock = NULL;
  g_autoptr (GError) error = NULL;
  QuireConnection *connection;

  *reason = find_obstacle (path, opening, file);
  if (*reason != NULL)
    return NULL;

  own_lock = quire_lock_acquire (path, &error);
  connection = own_lock != NULL ? prepare_writing (path, opening, file, &error) : NULL;
  if (connection != NULL)
    *lock = g_steal_pointer (&own_lock);
  else if (g_error_matches (error, QUIRE_ERROR, QUIRE_ERROR_CORRUPT))
    *reason = get_damage_reason ();
  else
    *reason = g_strdup (error->message);
  return connection;
}

static QuireConnection *
open_reading (const char *path,
              gboolean was_open,
              QuireOpened *opened,
              GError **error)
{
  QuireBookFile file = { 0 };

  /* The log may have gone since: a writer that could not stay has closed. */
  if (!was_open && !quire_book_file_inspect (path, &file, error))
    return NULL;

  opened->mode = was_open || file.has_log || quire_lock_is_held (path) ? QUIRE_CONNECTION_READ : QUIRE_CONNECTION_IMMUTABLE;
  return quire_connection_open (path, opened->mode, error);
}

static char *
resolve_path (const char *path)
{
  char *resolved = realpath (path, NULL);
  char *copy = g_strdup (resolved != NULL ? resolved : path);

  free (resolved);
  return copy;
}

/* The application id as SQLite sees it, for a file whose header may not be looked at. */
static gboolean
check_open_here (QuireConnection *connection,
                 GError **error)
{
  gint64 id = 0;

  if (!quire_connection_get_int (connection, &id, error, "PRAGMA application_id"))
    return FALSE;
  if (id == QUIRE_SCHEMA_APPLICATION_ID)
    return TRUE;

  g_set_error_literal (error, QUIRE_ERROR, QUIRE_ERROR_NOT_A_BOOK, _ ("This file is not a Quire book. Nothing was changed."));
  return FALSE;
}

QuireConnection *
quire_book_open (gpointer data,
                 GError **error)
{
  QuireOpening *opening = data;
  QuireOpened *opened = g_new0 (QuireOpened, 1);
  Hold *hold;
  g_autoptr (QuireConnection) connection = NULL;
  g_autofree char *path = NULL;
  QuireBookFile file = { 0 };
  gboolean was_open;

  opening->opened = opened;
  if (opening->contents != NULL && !quire_book_create (opening->path, opening->contents, opening->now, error))
    return NULL;

  path = resolve_path (opening->path);
  hold = g_new0 (Hold, 1);
  hold->remembered = quire_lock_remember (path, &was_open);

  if (was_open || quire_book_file_inspect (path, &file, error))
    {
      opened->size = file.size;
      opened->mode = QUIRE_CONNECTION_WRITE;
      connection = open_writing (path, opening, &file, &hold->lock, &opened->read_only_reason);
      if (connection == NULL)
        connection = open_reading (path, was_open, opened, error);
    }
  if (connection == NULL)
    {
      hold_release (hold);
      return NULL;
    }
  quire_connection_set_close_notify (connection, hold_release, hold);

  if (was_open && !check_open_here (connection, error))
    return NULL;
  if (!load (connection, opened, error))
    {
      if (file.version > QUIRE_SCHEMA_VERSION && error != NULL)
        {
          g_clear_error (error);
          g_set_error_literal (error, QUIRE_ERROR, QUIRE_ERROR_TOO_NEW, _ ("This book was written by a newer Quire, and this one cannot read it. Nothing was changed."));
        }
      return NULL;
    }
  return g_steal_pointer (&connection);
}
