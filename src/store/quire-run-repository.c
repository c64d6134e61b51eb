/* quire-run-repository.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows of the tables `workflows`, `workflow_steps` and `workflow_events`. A run, its steps and its new events are stored in one transaction, and the
 * sequence numbers of the events are given there: so they have no gap, and whoever sees a state sees the events that led to it.
 */

#define G_LOG_DOMAIN "quire-store"

#include "config.h"

#include "quire-run-repository.h"

#include <glib/gi18n-lib.h>

#include "quire-error.h"
#include "quire-repositories-private.h"

#include "quire-database-private.h"

/* A run to store, with its new events. */
typedef struct
{
  QuireRunRecord *record;
  GPtrArray *events; /* of QuireRunEvent; becomes the result */
} Change;

static gpointer
copy_event (gconstpointer event,
            gpointer data)
{
  return quire_run_event_copy (event);
}

static GPtrArray *
copy_events (GPtrArray *events)
{
  GPtrArray *copy;

  if (events == NULL)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) quire_run_event_free);

  copy = g_ptr_array_copy (events, (GCopyFunc) copy_event, NULL);
  g_ptr_array_set_free_func (copy, (GDestroyNotify) quire_run_event_free);
  return copy;
}

static Change *
change_new (const QuireRunRecord *record,
            GPtrArray *events)
{
  Change *self = g_new0 (Change, 1);

  self->record = quire_run_record_copy (record);
  self->events = copy_events (events);
  return self;
}

static void
change_free (gpointer data)
{
  Change *self = data;

  quire_run_record_free (self->record);
  g_ptr_array_unref (self->events);
  g_free (self);
}

static gboolean
save_steps (QuireConnection *connection,
            const QuireRunRecord *record,
            GError **error)
{
  static const char sql[] = "INSERT INTO workflow_steps (run, position, name, state, attempts, started, ended, summary, output, error_code, error_message)"
                            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
                            " ON CONFLICT (run, position) DO UPDATE SET name = ?3, state = ?4, attempts = ?5, started = ?6, ended = ?7,"
                            " summary = ?8, output = ?9, error_code = ?10, error_message = ?11";
  gboolean done = quire_connection_run (connection, error, "DELETE FROM workflow_steps WHERE run = ? AND position >= ?",
                                        QUIRE_BIND_TEXT (record->id), QUIRE_BIND_INT (record->steps->len));

  for (guint i = 0; done && i < record->steps->len; i++)
    {
      const QuireStepRecord *step = g_ptr_array_index (record->steps, i);

      done = quire_connection_run (connection, error, sql, QUIRE_BIND_TEXT (record->id), QUIRE_BIND_INT (i), QUIRE_BIND_TEXT (step->name),
                                   QUIRE_BIND_TEXT (quire_step_state_get_name (step->state)), QUIRE_BIND_INT (step->attempts),
                                   QUIRE_BIND_INT (step->started), QUIRE_BIND_INT (step->ended), QUIRE_BIND_TEXT (step->summary),
                                   QUIRE_BIND_TEXT (step->output), QUIRE_BIND_TEXT (step->error_code), QUIRE_BIND_TEXT (step->error_message));
    }
  return done;
}

static gboolean
append_events (QuireConnection *connection,
               const char *run,
               GPtrArray *events,
               GError **error)
{
  static const char sql[] = "INSERT INTO workflow_events (run, sequence, time, type, step, payload) VALUES (?, ?, ?, ?, ?, ?)";
  gint64 last = 0;
  gboolean done = quire_connection_get_int (connection, &last, error, "SELECT coalesce (max (sequence), 0) FROM workflow_events WHERE run = ?",
                                            QUIRE_BIND_TEXT (run));

  for (guint i = 0; done && i < events->len; i++)
    {
      QuireRunEvent *event = g_ptr_array_index (events, i);

      event->sequence = (guint64) (last + 1 + i);
      done = quire_connection_run (connection, error, sql, QUIRE_BIND_TEXT (run), QUIRE_BIND_INT ((gint64) event->sequence),
                                   QUIRE_BIND_INT (event->time), QUIRE_BIND_TEXT (event->type), QUIRE_BIND_TEXT (event->step),
                                   QUIRE_BIND_TEXT (event->payload));
    }
  return done;
}

static gboolean
save_children (QuireConnection *connection,
               Change *change,
               GValue *result,
               GError **error)
{
  if (!save_steps (connection, change->record, error) ||
      !append_events (connection, change->record->id, change->events, error))
    return FALSE;

  quire_database_take_array (result, g_ptr_array_ref (change->events));
  return TRUE;
}

static gboolean
insert_job (QuireConnection *connection,
            gpointer data,
            GValue *result,
            GError **error)
{
  static const char sql[] = "INSERT INTO workflows (id, kind, title, state, parameters, result, partial_text, error_code, error_message, created, started, ended)"
                            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  Change *change = data;
  const QuireRunRecord *record = change->record;

  return quire_connection_run (connection, error, sql, QUIRE_BIND_TEXT (record->id), QUIRE_BIND_TEXT (record->kind),
                               QUIRE_BIND_TEXT (record->title), QUIRE_BIND_TEXT (quire_run_state_get_name (record->state)),
                               QUIRE_BIND_TEXT (record->parameters), QUIRE_BIND_TEXT (record->result), QUIRE_BIND_TEXT (record->partial_text),
                               QUIRE_BIND_TEXT (record->error_code), QUIRE_BIND_TEXT (record->error_message), QUIRE_BIND_INT (record->created),
                               QUIRE_BIND_INT (record->started), QUIRE_BIND_INT (record->ended)) &&
         save_children (connection, change, result, error);
}

static gboolean
update_job (QuireConnection *connection,
            gpointer data,
            GValue *result,
            GError **error)
{
  static const char sql[] = "UPDATE workflows SET kind = ?2, title = ?3, state = ?4, parameters = ?5, result = ?6, partial_text = ?7, error_code = ?8,"
                            " error_message = ?9, created = ?10, started = ?11, ended = ?12 WHERE id = ?1";
  Change *change = data;
  const QuireRunRecord *record = change->record;

  if (!quire_connection_run (connection, error, sql, QUIRE_BIND_TEXT (record->id), QUIRE_BIND_TEXT (record->kind),
                             QUIRE_BIND_TEXT (record->title), QUIRE_BIND_TEXT (quire_run_state_get_name (record->state)),
                             QUIRE_BIND_TEXT (record->parameters), QUIRE_BIND_TEXT (record->result), QUIRE_BIND_TEXT (record->partial_text),
                             QUIRE_BIND_TEXT (record->error_code), QUIRE_BIND_TEXT (record->error_message), QUIRE_BIND_INT (record->created),
                             QUIRE_BIND_INT (record->started), QUIRE_BIND_INT (record->ended)))
    return FALSE;

  if (sqlite3_changes (quire_connection_get_handle (connection)) == 0)
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_NOT_FOUND, _ ("There is no run “%s” in this book."), record->id);
      return FALSE;
    }
  return save_children (connection, change, result, error);
}

DexFuture *
quire_run_repository_insert (QuireDatabase *database,
                             const QuireRunRecord *record,
                             GPtrArray *events)
{
  return quire_database_write (database, insert_job, change_new (record, events), change_free);
}

DexFuture *
quire_run_repository_update (QuireDatabase *database,
                             const QuireRunRecord *record,
                             GPtrArray *events)
{
  return quire_database_write (database, update_job, change_new (record, events), change_free);
}

/* -- after a crash -- */

gboolean
quire_run_repository_interrupt (QuireConnection *connection,
                                gint64 now,
                                GError **error)
{
  static const char steps[] = "UPDATE workflow_steps SET state = 'pending' WHERE state IN ('running', 'retrying')"
                              " AND run IN (SELECT id FROM workflows WHERE state IN ('queued', 'running', 'paused'))";
  static const char events[] = "INSERT INTO workflow_events (run, sequence, time, type)"
                               " SELECT w.id, coalesce ((SELECT max (e.sequence) FROM workflow_events e WHERE e.run = w.id), 0) + 1, ?, 'interrupted'"
                               " FROM workflows w WHERE w.state IN ('queued', 'running')";
  static const char runs[] = "UPDATE workflows SET state = 'interrupted', error_code = 'interrupted', error_message = ? WHERE state IN ('queued', 'running')";

  return quire_connection_run (connection, error, steps) &&
         quire_connection_run (connection, error, events, QUIRE_BIND_INT (now)) &&
         quire_connection_run (connection, error, runs,
                               QUIRE_BIND_TEXT (_ ("Quire ended while this was under way. What was finished is kept; resume it to go on from there.")));
}
