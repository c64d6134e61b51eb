/* quire-project-care.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What keeps an open book safe in the background: a backup after opening if the file has changed since the last one; one an hour after a change that none has
 * followed; and for a large file the check of its pages. All of it works on a reading connection and a thread of its own, so that neither opening a scene nor a
 * commit waits for it. A backup that fails is logged and tried again with the next change: it must not stop the writer.
 */

#define G_LOG_DOMAIN "quire-store"

#include "config.h"

#include "quire-project-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "quire-backup-private.h"
#include "quire-error.h"
#include "quire-future.h"

#define ASIDE_NICENESS 15
#define BACKUP_INTERVAL_MS (60 * 60 * 1000)

typedef struct
{
  char *path;
  QuireConnectionMode mode;
} Aside;

static void
aside_free (gpointer data)
{
  Aside *aside = data;

  g_free (aside->path);
  g_free (aside);
}

static QuireConnection *
open_aside (gpointer data,
            GError **error)
{
  Aside *aside = data;

  /* This thread is the connection's own, and the window is being painted while it copies the book: the writer goes first. Where the system refuses, it only
   * is a little less polite. */
  if (setpriority (PRIO_PROCESS, (id_t) gettid (), ASIDE_NICENESS) != 0)
    g_debug ("The thread beside the book keeps its priority: %s", g_strerror (errno));

  return quire_connection_open (aside->path, aside->mode, error);
}

static DexFuture *
spawn_aside (QuireProject *self)
{
  Aside *aside = g_new0 (Aside, 1);

  aside->path = g_strdup (self->path);
  aside->mode = self->mode == QUIRE_CONNECTION_IMMUTABLE ? QUIRE_CONNECTION_IMMUTABLE : QUIRE_CONNECTION_READ;
  return quire_database_open (open_aside, aside, aside_free);
}

typedef struct
{
  GCancellable *stop;
  QuireDatabaseFunc func;
  gpointer data;
  GDestroyNotify data_free;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  if (work->data_free != NULL)
    work->data_free (work->data);
  g_object_unref (work->stop);
  g_free (work);
}

static gboolean
work_job (QuireConnection *connection,
          gpointer data,
          GValue *result,
          GError **error)
{
  Work *work = data;

  /* Stopped by the closing of the book, not by whoever waits. */
  quire_connection_set_cancellable (connection, work->stop);
  return !g_cancellable_set_error_if_cancelled (work->stop, error) && work->func (connection, work->data, result, error);
}

/* Runs one piece of work on a connection aside, and closes it whatever comes of the work. One at a time. */
static DexFuture *
await_aside (QuireProject *self,
             QuireDatabaseFunc func,
             gpointer data,
             GDestroyNotify data_free)
{
  g_autoptr (QuireDatabase) database = NULL;
  g_autoptr (DexFuture) done = NULL;
  g_autoptr (GError) error = NULL;
  Work *work = g_new0 (Work, 1);

  *work = (Work) { g_object_ref (self->stop), func, data, data_free };
  if (!quire_limiter_await (self->aside, &error))
    {
      work_free (work);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  if (!self->closed)
    database = dex_await_object (spawn_aside (self), &error);
  else
    g_set_error_literal (&error, QUIRE_ERROR, QUIRE_ERROR_STORE, _ ("This book has been closed."));

  if (database != NULL)
    {
      g_autoptr (GError) close_error = NULL;

      done = quire_database_read (database, work_job, work, work_free);
      if (!dex_await (dex_ref (done), &error))
        g_clear_pointer (&done, dex_unref);
      if (!dex_await (quire_database_close (database), &close_error))
        g_debug ("Closing a reading connection: %s", close_error->message);
    }
  else
    work_free (work);

  quire_limiter_release (self->aside);
  return done != NULL ? g_steal_pointer (&done) : dex_future_new_for_error (g_steal_pointer (&error));
}

/* -- backups -- */

typedef struct
{
  char *path;
  char *book_id;
  gint64 now;
  gboolean if_due;
} Backup;

static void
backup_free (gpointer data)
{
  Backup *backup = data;

  g_free (backup->path);
  g_free (backup->book_id);
  g_free (backup);
}

static gboolean
backup_job (QuireConnection *connection,
            gpointer data,
            GValue *result,
            GError **error)
{
  Backup *backup = data;
  char *path;

  if (backup->if_due && !quire_backup_is_due (backup->path, backup->book_id))
    return TRUE;

  path = quire_backup_make (connection, backup->book_id, backup->now, error);
  if (path == NULL)
    return FALSE;
  g_value_init (result, G_TYPE_STRING);
  g_value_take_string (result, path);
  return TRUE;
}

static DexFuture *
await_backup (QuireProject *self,
              gboolean if_due)
{
  Backup *backup = g_new0 (Backup, 1);

  backup->path = g_strdup (self->path);
  backup->book_id = g_strdup (self->book->id);
  backup->now = quire_clock_get_now (self->clock);
  backup->if_due = if_due;
  return await_aside (self, backup_job, backup, backup_free);
}

static DexFuture *
backup_fiber (gpointer data)
{
  QuireProject *self = data;
  g_autoptr (GError) error = NULL;

  /* What was given before belongs into it. */
  if (!quire_project_await_turn (self, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  quire_project_release_turn (self);
  return await_backup (self, FALSE);
}

DexFuture *
quire_project_backup (QuireProject *self)
{
  g_return_val_if_fail (QUIRE_IS_PROJECT (self), NULL);

  return quire_project_spawn (self, backup_fiber, g_object_ref (self), g_object_unref);
}

/* -- checks -- */

static gboolean
check_job (QuireConnection *connection,
           gpointer data,
           GValue *result,
           GError **error)
{
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);

  if (!quire_book_check (connection, faults, error))
    return FALSE;
  quire_database_take_array (result, g_steal_pointer (&faults));
  return TRUE;
}

DexFuture *
quire_project_check (QuireProject *self)
{
  g_return_val_if_fail (QUIRE_IS_PROJECT (self), NULL);

  return quire_project_read (self, check_job, NULL, NULL);
}

static gboolean
check_pages_job (QuireConnection *connection,
                 gpointer data,
                 GValue *result,
                 GError **error)
{
  gboolean sound = FALSE;

  if (!quire_book_check_pages (connection, &sound, error))
    return FALSE;
  g_value_init (result, G_TYPE_BOOLEAN);
  g_value_set_boolean (result, sound);
  return TRUE;
}

/* -- in the background -- */

typedef struct
{
  QuireProject *project;
  gboolean backup;
  gboolean if_due;
  gboolean check;
} Care;

static void
care_free (gpointer data)
{
  Care *care = data;

  g_object_unref (care->project);
  g_free (care);
}

/* FALSE when the file is damaged. */
static gboolean
await_check (QuireProject *self)
{
  g_autoptr (GError) error = NULL;
  DexFuture *check = await_aside (self, check_pages_job, NULL, NULL);
  gboolean sound = dex_await_boolean (check, &error);

  if (error == NULL)
    return sound;
  return !g_error_matches (error, QUIRE_ERROR, QUIRE_ERROR_CORRUPT);
}

static DexFuture *
care_fiber (gpointer data)
{
  Care *care = data;
  QuireProject *self = care->project;
  g_autoptr (GError) error = NULL;

  if (care->check && !await_check (self))
    {
      quire_project_become_read_only (self, _ ("A part of this book’s file is damaged. It is open for reading only, so that nothing gets worse; a backup may have what is missing."));
      return dex_future_new_true ();
    }
  if (care->backup && !self->closed && !dex_await (await_backup (self, care->if_due), &error) && !self->closed)
    g_message ("No backup of “%s” could be made: %s", self->path, error->message);
  return dex_future_new_true ();
}

static void
take_care (QuireProject *self,
           gboolean backup,
           gboolean if_due,
           gboolean check)
{
  Care *care = g_new0 (Care, 1);

  *care = (Care) { g_object_ref (self), backup, if_due, check };
  dex_unref (quire_project_spawn (self, care_fiber, care, care_free));
}

void
quire_project_begin_care (QuireProject *self,
                          QuireProjectFlags flags,
                          gint64 size)
{
  gboolean check = size >= QUIRE_CHECK_AT_OPEN_BYTES;
  gboolean backup = !quire_project_get_read_only (self) && !(flags & QUIRE_PROJECT_NO_BACKUP);

  if (check || backup)
    take_care (self, backup, TRUE, check);
}

void
quire_project_end_care (QuireProject *self)
{
  if (self->backup_timer != 0)
    quire_clock_remove_timer (self->clock, self->backup_timer);
  self->backup_timer = 0;
  g_cancellable_cancel (self->stop);
}

static void
backup_timer_cb (gpointer data)
{
  QuireProject *self = data;

  self->backup_timer = 0;
  take_care (self, TRUE, FALSE, FALSE);
}

void
quire_project_note_write (QuireProject *self)
{
  if (self->backup_timer == 0 && !self->closed)
    self->backup_timer = quire_clock_add_timer (self->clock, BACKUP_INTERVAL_MS, backup_timer_cb, self, NULL);
}
