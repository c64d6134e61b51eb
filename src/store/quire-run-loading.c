/* quire-run-loading.c: workflow runs as they were stored
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-store"

#include "config.h"

#include "quire-run-repository.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "quire-database-private.h"
#include "quire-error.h"

/* Characters of an id that are enough to ask for a run. */
#define SHORTEST_ID 4

#define RUN_COLUMNS "id, kind, title, state, parameters, result, partial_text, error_code, error_message, created, started, ended"

static char *
dup_nullable (sqlite3_stmt *row,
              int column)
{
  return g_strdup ((const char *) sqlite3_column_text (row, column));
}

static QuireRunRecord *
run_from_row (sqlite3_stmt *row)
{
  QuireRunRecord *record = g_new0 (QuireRunRecord, 1);

  record->id = quire_column_dup_text (row, 0);
  record->kind = quire_column_dup_text (row, 1);
  record->title = quire_column_dup_text (row, 2);
  if (!quire_run_state_from_name ((const char *) sqlite3_column_text (row, 3), &record->state))
    record->state = QUIRE_RUN_FAILED;
  record->parameters = quire_column_dup_text (row, 4);
  record->result = dup_nullable (row, 5);
  record->partial_text = quire_column_dup_text (row, 6);
  record->error_code = quire_column_dup_text (row, 7);
  record->error_message = quire_column_dup_text (row, 8);
  record->created = sqlite3_column_int64 (row, 9);
  record->started = sqlite3_column_int64 (row, 10);
  record->ended = sqlite3_column_int64 (row, 11);
  record->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) quire_step_record_free);
  return record;
}

static gboolean
load_steps (QuireConnection *connection,
            QuireRunRecord *record,
            GError **error)
{
  static const char sql[] = "SELECT name, state, attempts, started, ended, summary, output, error_code, error_message FROM workflow_steps WHERE run = ? ORDER BY position";
  sqlite3_stmt *rows = quire_connection_query (connection, error, sql, QUIRE_BIND_TEXT (record->id));
  g_autoptr (GError) local_error = NULL;

  if (rows == NULL)
    return FALSE;

  while (quire_connection_next (connection, rows, &local_error))
    {
      QuireStepRecord *step = g_new0 (QuireStepRecord, 1);

      step->name = quire_column_dup_text (rows, 0);
      if (!quire_step_state_from_name ((const char *) sqlite3_column_text (rows, 1), &step->state))
        step->state = QUIRE_STEP_FAILED;
      step->attempts = (guint) sqlite3_column_int64 (rows, 2);
      step->started = sqlite3_column_int64 (rows, 3);
      step->ended = sqlite3_column_int64 (rows, 4);
      step->summary = quire_column_dup_text (rows, 5);
      step->output = dup_nullable (rows, 6);
      step->error_code = quire_column_dup_text (rows, 7);
      step->error_message = quire_column_dup_text (rows, 8);
      g_ptr_array_add (record->steps, step);
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return TRUE;
}

/* Takes the rows of RUN_COLUMNS to their end and adds the steps. */
static GPtrArray *
collect_runs (QuireConnection *connection,
              sqlite3_stmt *rows,
              GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) quire_run_record_free);
  g_autoptr (GError) local_error = NULL;
  gboolean done;

  if (rows == NULL)
    return NULL;

  while (quire_connection_next (connection, rows, &local_error))
    g_ptr_array_add (records, run_from_row (rows));
  done = local_error == NULL;
  for (guint i = 0; done && i < records->len; i++)
    done = load_steps (connection, g_ptr_array_index (records, i), &local_error);
  if (!done)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  return g_steal_pointer (&records);
}

static gboolean
list_job (QuireConnection *connection,
          gpointer data,
          GValue *result,
          GError **error)
{
  guint limit = GPOINTER_TO_UINT (data);
  sqlite3_stmt *rows = quire_connection_query (connection, error, "SELECT " RUN_COLUMNS " FROM workflows ORDER BY created DESC, rowid DESC LIMIT ?",
                                               QUIRE_BIND_INT (limit > 0 ? (gint64) limit : -1));
  GPtrArray *records = collect_runs (connection, rows, error);

  if (records == NULL)
    return FALSE;
  quire_database_take_array (result, records);
  return TRUE;
}

DexFuture *
quire_run_repository_list (QuireDatabase *database,
                           guint limit)
{
  return quire_database_read (database, list_job, GUINT_TO_POINTER (limit), NULL);
}

static gboolean
load_job (QuireConnection *connection,
          gpointer data,
          GValue *result,
          GError **error)
{
  static const char sql[] = "SELECT " RUN_COLUMNS " FROM workflows WHERE id = ?1 OR (?2 AND substr (id, 1, length (?1)) = ?1) ORDER BY id <> ?1 LIMIT 2";
  const char *id = data;
  sqlite3_stmt *rows = quire_connection_query (connection, error, sql, QUIRE_BIND_TEXT (id), QUIRE_BIND_INT (strlen (id) >= SHORTEST_ID));
  g_autoptr (GPtrArray) records = collect_runs (connection, rows, error);
  const QuireRunRecord *first;

  if (records == NULL)
    return FALSE;

  first = records->len > 0 ? g_ptr_array_index (records, 0) : NULL;
  if (first == NULL)
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_NOT_FOUND, _ ("There is no run “%s” in this book."), id);
      return FALSE;
    }
  if (records->len > 1 && strcmp (first->id, id) != 0)
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_NOT_FOUND, _ ("More than one run of this book begins with “%s”. Give more of its id."), id);
      return FALSE;
    }

  g_ptr_array_set_size (records, 1);
  quire_database_take_array (result, g_steal_pointer (&records));
  return TRUE;
}

DexFuture *
quire_run_repository_load (QuireDatabase *database,
                           const char *id)
{
  return quire_database_read (database, load_job, g_strdup (id), g_free);
}

typedef struct
{
  char *id;
  guint64 after;
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->id);
  g_free (wanted);
}

static gboolean
load_events_job (QuireConnection *connection,
                 gpointer data,
                 GValue *result,
                 GError **error)
{
  static const char sql[] = "SELECT sequence, time, type, step, payload FROM workflow_events WHERE run = ? AND sequence > ? ORDER BY sequence";
  Wanted *wanted = data;
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) quire_run_event_free);
  g_autoptr (GError) local_error = NULL;
  sqlite3_stmt *rows = quire_connection_query (connection, error, sql, QUIRE_BIND_TEXT (wanted->id), QUIRE_BIND_INT ((gint64) wanted->after));

  if (rows == NULL)
    return FALSE;

  while (quire_connection_next (connection, rows, &local_error))
    {
      QuireRunEvent *event = g_new0 (QuireRunEvent, 1);

      event->sequence = (guint64) sqlite3_column_int64 (rows, 0);
      event->time = sqlite3_column_int64 (rows, 1);
      event->type = quire_column_dup_text (rows, 2);
      event->step = quire_column_dup_text (rows, 3);
      event->payload = quire_column_dup_text (rows, 4);
      g_ptr_array_add (events, event);
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  quire_database_take_array (result, g_steal_pointer (&events));
  return TRUE;
}

DexFuture *
quire_run_repository_load_events (QuireDatabase *database,
                                  const char *id,
                                  guint64 after)
{
  Wanted *wanted = g_new0 (Wanted, 1);

  wanted->id = g_strdup (id);
  wanted->after = after;
  return quire_database_read (database, load_events_job, wanted, wanted_free);
}
