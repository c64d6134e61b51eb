/* quire-project-turns.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rule by which everything is done to an open book: a command runs in a fiber that holds `order`, a lock over all commands, from its look at the
 * manuscript over the transaction to the change of the manuscript. So the manuscript is never changed by what was not stored; two commands never plan the
 * same order key; and commands happen in the order they were given, because fibers begin in that order and the lock is given in it.
 *
 * Nobody can stop a command by dropping its future: it would be stored and not shown. Reads take their turn too, so that they see the commands given before them, but
 * hold it only until they are in the queue of the database thread; those can be dropped.
 *
 * A command's fiber has a large stack: it emits the manuscript's signals, and what listens there are widgets.
 */

#define G_LOG_DOMAIN "quire-store"

#include "config.h"

#include "quire-project-private.h"

#include <glib/gi18n-lib.h>

#include "quire-error.h"
#include "quire-future.h"

gboolean
quire_project_await_turn (QuireProject *self,
                          GError **error)
{
  if (!quire_limiter_await (self->order, error))
    return FALSE;
  if (!self->closed)
    return TRUE;

  quire_limiter_release (self->order);
  g_set_error_literal (error, QUIRE_ERROR, QUIRE_ERROR_STORE, _ ("This book has been closed. Nothing was changed."));
  return FALSE;
}

void
quire_project_release_turn (QuireProject *self)
{
  quire_limiter_release (self->order);
}

typedef struct
{
  QuireProject *project;
  QuireCommandFunc func;
  gpointer data;
  GDestroyNotify data_free;
} Command;

static void
command_free (gpointer data)
{
  Command *command = data;

  if (command->data_free != NULL)
    command->data_free (command->data);
  g_object_unref (command->project);
  g_free (command);
}

static DexFuture *
command_fiber (gpointer data)
{
  Command *command = data;
  QuireProject *project = command->project;
  GError *error = NULL;
  DexFuture *result;

  if (!quire_project_await_turn (project, &error))
    return dex_future_new_for_error (error);

  if (quire_project_get_read_only (project))
    result = quire_future_new_error (QUIRE_ERROR_READ_ONLY, "%s",
                                     project->read_only_reason != NULL ? project->read_only_reason : _ ("This book is open for reading only. Nothing was changed."));
  else
    result = command->func (project, command->data);
  quire_project_release_turn (project);
  return result;
}

static DexFuture *
settled_cb (DexFuture *settled,
            gpointer data)
{
  return dex_future_new_true ();
}

DexFuture *
quire_project_spawn (QuireProject *self,
                     DexFiberFunc func,
                     gpointer data,
                     GDestroyNotify data_free)
{
  DexFuture *fiber = dex_scheduler_spawn (dex_scheduler_get_default (), QUIRE_BIG_STACK, func, data, data_free);

  /* Someone who always waits: so nobody who stops waiting can cancel the fiber. */
  quire_future_report (dex_future_finally (dex_ref (fiber), settled_cb, NULL, NULL), "Work on a book");
  return fiber;
}

DexFuture *
quire_project_run_command (QuireProject *self,
                           QuireCommandFunc func,
                           gpointer data,
                           GDestroyNotify data_free)
{
  Command *command = g_new0 (Command, 1);

  command->project = g_object_ref (self);
  command->func = func;
  command->data = data;
  command->data_free = data_free;
  return quire_project_spawn (self, command_fiber, command, command_free);
}

gboolean
quire_project_await_write (QuireProject *self,
                           QuireDatabaseFunc func,
                           gpointer data,
                           GDestroyNotify data_free,
                           GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (quire_await (quire_database_write (self->database, func, data, data_free), &local_error))
    {
      quire_project_note_write (self);
      return TRUE;
    }

  quire_project_note_fault (self, local_error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

typedef struct
{
  QuireProject *project;
  QuireDatabaseFunc func;
  gpointer data;
  GDestroyNotify data_free;
} Read;

static void
read_free (gpointer data)
{
  Read *read = data;

  if (read->data_free != NULL)
    read->data_free (read->data);
  g_object_unref (read->project);
  g_free (read);
}

static DexFuture *
read_fiber (gpointer data)
{
  Read *read = data;
  g_autoptr (QuireProject) project = g_object_ref (read->project);
  g_autoptr (DexFuture) reading = NULL;
  g_autoptr (GError) error = NULL;

  if (!quire_project_await_turn (project, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  reading = quire_database_read (project->database, read->func, g_steal_pointer (&read->data), g_steal_pointer (&read->data_free));
  quire_project_release_turn (project);

  if (!dex_await (dex_ref (reading), &error) && g_error_matches (error, QUIRE_ERROR, QUIRE_ERROR_CORRUPT))
    quire_project_become_read_only (project, error->message);
  return g_steal_pointer (&reading);
}

DexFuture *
quire_project_read (QuireProject *self,
                    QuireDatabaseFunc func,
                    gpointer data,
                    GDestroyNotify data_free)
{
  Read *read = g_new0 (Read, 1);

  read->project = g_object_ref (self);
  read->func = func;
  read->data = data;
  read->data_free = data_free;
  return quire_fiber_spawn (read_fiber, read, read_free);
}

/* -- closing -- */

static DexFuture *
close_fiber (gpointer data)
{
  QuireProject *self = data;
  g_autoptr (GError) error = NULL;

  if (!quire_limiter_await (self->order, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  self->closed = TRUE;
  quire_project_end_care (self);
  quire_limiter_release (self->order);

  /* The last connection to close empties the log, and only a writing one can. */
  if (!quire_limiter_await (self->aside, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  quire_limiter_release (self->aside);
  return quire_database_close (self->database);
}

DexFuture *
quire_project_close (QuireProject *self)
{
  g_return_val_if_fail (QUIRE_IS_PROJECT (self), NULL);

  return quire_project_spawn (self, close_fiber, g_object_ref (self), g_object_unref);
}
