/* quire-engine.c: runs workflows of one open book
 *
 * Each run that can still change is held as a QuireEngineRun; all runs of the file are shown as QuireRun. Between the
 * two lies a queue: a run tells what it has stored from wherever it happens to be, often from inside a fiber with a
 * small stack, and an idle source of the main loop takes it from the queue, applies it to the QuireRun and emits the
 * signals. So a widget never runs on a fiber's stack, and sees everything in the order in which it was stored.
 *
 * A run that wants to run waits in a queue of its own for one of QUIRE_ENGINE_MAX_RUNS places. It gets the place only when
 * it is in the file as queued, so nothing happens for a run that could not be stored.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-workflows"

#include "config.h"

#include "quire-engine.h"

#include <glib/gi18n-lib.h>

#include "quire-engine-run-private.h"
#include "quire-error.h"
#include "quire-future.h"
#include "quire-json.h"
#include "quire-run-private.h"
#include "quire-run-repository.h"

struct _QuireEngine
{
  GObject parent_instance;

  QuireProject *project;
  GHashTable *workflows; /* kind → QuireWorkflow */
  GListStore *runs;      /* newest first */
  GHashTable *by_id;     /* id → QuireRun */
  GHashTable *active;    /* id → QuireEngineRun */
  GHashTable *promises;  /* id → DexPromise of quire_engine_when_finished() */

  GQueue places;    /* of QuireEngineRun that have a place */
  GQueue waiting;   /* of QuireEngineRun that want one */
  GQueue emissions; /* of QuireRunBatch */
  guint emission_source;
  gboolean stopped;
};

G_DEFINE_FINAL_TYPE (QuireEngine, quire_engine, G_TYPE_OBJECT)

/* Nobody is told anything from now on. */
static void
let_go_of_run (QuireEngineRun *active)
{
  quire_engine_run_halt (active);
  quire_engine_run_set_listener (active, NULL, NULL);
}

static void
reject_promises (QuireEngine *self)
{
  GHashTableIter iter;
  DexPromise *promise;

  g_hash_table_iter_init (&iter, self->promises);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &promise))
    dex_promise_reject (promise, g_error_new_literal (QUIRE_ERROR, QUIRE_ERROR_INTERRUPTED,
                                                      _ ("The book was closed before this run had ended. It can go on when the book is open again.")));
  g_hash_table_remove_all (self->promises);
}

static void
quire_engine_dispose (GObject *object)
{
  QuireEngine *self = QUIRE_ENGINE (object);
  GHashTableIter iter;
  QuireEngineRun *active;

  g_hash_table_iter_init (&iter, self->active);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &active))
    let_go_of_run (active);
  g_hash_table_remove_all (self->active);

  g_clear_handle_id (&self->emission_source, g_source_remove);
  g_queue_clear_full (&self->emissions, (GDestroyNotify) quire_run_batch_free);
  g_queue_clear (&self->places);
  g_queue_clear (&self->waiting);
  reject_promises (self);
  g_hash_table_remove_all (self->by_id);
  g_list_store_remove_all (self->runs);

  G_OBJECT_CLASS (quire_engine_parent_class)->dispose (object);
}

static void
quire_engine_finalize (GObject *object)
{
  QuireEngine *self = QUIRE_ENGINE (object);

  g_clear_pointer (&self->active, g_hash_table_unref);
  g_clear_pointer (&self->promises, g_hash_table_unref);
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_clear_pointer (&self->workflows, g_hash_table_unref);
  g_clear_object (&self->runs);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (quire_engine_parent_class)->finalize (object);
}

static void
quire_engine_class_init (QuireEngineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = quire_engine_dispose;
  object_class->finalize = quire_engine_finalize;
}

static void
quire_engine_init (QuireEngine *self)
{
  self->workflows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->runs = g_list_store_new (QUIRE_TYPE_RUN);
  self->by_id = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->active = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) quire_engine_run_unref);
  self->promises = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, dex_unref);
  g_queue_init (&self->places);
  g_queue_init (&self->waiting);
  g_queue_init (&self->emissions);
}

QuireEngine *
quire_engine_new (QuireProject *project)
{
  QuireEngine *self;

  g_return_val_if_fail (QUIRE_IS_PROJECT (project), NULL);

  self = g_object_new (QUIRE_TYPE_ENGINE, NULL);
  self->project = g_object_ref (project);

  return self;
}

gboolean
quire_engine_register (QuireEngine *self, QuireWorkflow *workflow, GError **error)
{
  const char *kind;

  g_return_val_if_fail (QUIRE_IS_ENGINE (self), FALSE);
  g_return_val_if_fail (QUIRE_IS_WORKFLOW (workflow), FALSE);

  kind = quire_workflow_get_kind (workflow);
  if (!quire_workflow_validate (workflow, error))
    return FALSE;
  if (g_hash_table_contains (self->workflows, kind))
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID, _ ("There is already a workflow of the kind “%s”."), kind);
      return FALSE;
    }

  quire_workflow_freeze (workflow);
  g_hash_table_insert (self->workflows, g_strdup (kind), g_object_ref (workflow));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->runs)); i++)
    {
      g_autoptr (QuireRun) run = g_list_model_get_item (G_LIST_MODEL (self->runs), i);

      if (g_str_equal (quire_run_get_kind (run), kind))
        quire_run_set_workflow (run, workflow);
    }

  return TRUE;
}

/* -- from what was stored to what is shown -- */

static void
finish (QuireEngine *self, QuireRun *run)
{
  const char *id = quire_run_get_id (run);
  g_autofree char *key = NULL;
  DexPromise *promise = NULL;

  g_hash_table_remove (self->active, id);
  quire_run_emit_finished (run);

  if (g_hash_table_steal_extended (self->promises, id, (gpointer *) &key, (gpointer *) &promise))
    {
      dex_promise_resolve_boolean (promise, TRUE);
      dex_unref (promise);
    }
}

static void
emit (QuireEngine *self, QuireRunBatch *batch)
{
  g_autoptr (QuireRun) run = NULL;
  gboolean ended;

  run = g_hash_table_lookup (self->by_id, batch->record->id);
  if (run == NULL)
    return;

  g_object_ref (run);
  ended = quire_run_state_is_final (batch->record->state);
  quire_run_apply_take (run, g_steal_pointer (&batch->record), batch->progress);

  for (guint i = 0; batch->events != NULL && i < batch->events->len; i++)
    {
      const char *text = g_ptr_array_index (batch->texts, i);

      quire_run_emit_event (run, g_ptr_array_index (batch->events, i));
      if (text != NULL)
        quire_run_emit_text (run, text);
    }

  if (ended)
    finish (self, run);
}

static gboolean
emissions_cb (gpointer data)
{
  g_autoptr (QuireEngine) self = g_object_ref (data);
  QuireRunBatch *next;

  /* Whoever hears of one may do anything, also turn the main loop: by then the source must be ready for the next. */
  self->emission_source = 0;
  while ((next = g_queue_pop_head (&self->emissions)) != NULL)
    {
      g_autoptr (QuireRunBatch) batch = next;

      emit (self, batch);
    }

  return G_SOURCE_REMOVE;
}

static void
run_stored_cb (QuireEngineRun *active, QuireRunBatch *batch, gpointer data)
{
  QuireEngine *self = data;

  g_queue_push_tail (&self->emissions, batch);
  if (self->emission_source == 0)
    self->emission_source = g_idle_add_full (G_PRIORITY_DEFAULT, emissions_cb, self, NULL);
}

/* -- places -- */

/* First come, first served: a run that is not in the file yet holds up those behind it, for as long as a transaction takes. */
static void
fill_places (QuireEngine *self)
{
  QuireEngineRun *active;

  while (!self->stopped && self->places.length < QUIRE_ENGINE_MAX_RUNS &&
         (active = g_queue_peek_head (&self->waiting)) != NULL && quire_engine_run_is_ready (active))
    {
      g_queue_pop_head (&self->waiting);
      g_queue_push_tail (&self->places, active);
      quire_engine_run_start (active);
    }
}

static void
run_waits_cb (QuireEngineRun *active, gpointer data)
{
  QuireEngine *self = data;

  g_queue_push_tail (&self->waiting, active);
}

static void
run_ready_cb (QuireEngineRun *active, gpointer data)
{
  fill_places (data);
}

static void
run_left_cb (QuireEngineRun *active, gpointer data)
{
  QuireEngine *self = data;

  g_queue_remove (&self->waiting, active);
  g_queue_remove (&self->places, active);
  fill_places (self);
}

static const QuireEngineRunFuncs run_funcs = { run_stored_cb, run_waits_cb, run_ready_cb, run_left_cb };

/* @record is taken. */
static QuireEngineRun *
add_active (QuireEngine *self, QuireWorkflow *workflow, QuireRunRecord *record, gboolean in_file)
{
  QuireEngineRun *active = quire_engine_run_new_take (quire_project_get_database (self->project), quire_project_get_clock (self->project), workflow, record, in_file);

  quire_engine_run_set_listener (active, &run_funcs, self);
  g_hash_table_replace (self->active, g_strdup (record->id), active);

  return active;
}

/* -- loading -- */

static void
show_run (QuireEngine *self, QuireRun *run, gboolean first)
{
  g_hash_table_replace (self->by_id, g_strdup (quire_run_get_id (run)), g_object_ref (run));
  if (first)
    g_list_store_insert (self->runs, 0, run);
}

static void
show_loaded (QuireEngine *self, GPtrArray *records)
{
  g_autoptr (GPtrArray) shown = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < records->len; i++)
    {
      const QuireRunRecord *record = g_ptr_array_index (records, i);
      QuireRun *run;

      if (g_hash_table_contains (self->by_id, record->id))
        continue;

      run = quire_run_new_take (quire_run_record_copy (record), g_hash_table_lookup (self->workflows, record->kind));
      g_ptr_array_add (shown, run);
      show_run (self, run, FALSE);

      /* Nobody runs it: this process has just begun, and it is the only one that may write. */
      if ((record->state == QUIRE_RUN_QUEUED || record->state == QUIRE_RUN_RUNNING) && !quire_project_get_read_only (self->project))
        quire_engine_run_interrupt (add_active (self, g_hash_table_lookup (self->workflows, record->kind), quire_run_record_copy (record), TRUE));
    }

  g_list_store_splice (self->runs, g_list_model_get_n_items (G_LIST_MODEL (self->runs)), 0, shown->pdata, shown->len);
}

static DexFuture *
load_fiber (gpointer data)
{
  QuireEngine *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = quire_await_array (quire_run_repository_list (quire_project_get_database (self->project), 0), &error);

  if (records == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  show_loaded (self, records);

  return dex_future_new_true ();
}

DexFuture *
quire_engine_load (QuireEngine *self)
{
  g_return_val_if_fail (QUIRE_IS_ENGINE (self), NULL);

  return quire_fiber_spawn (load_fiber, g_object_ref (self), g_object_unref);
}

/* -- commands -- */

static gboolean
check_may_change (QuireEngine *self, GError **error)
{
  if (quire_project_get_read_only (self->project))
    {
      const char *reason = quire_project_get_read_only_reason (self->project);

      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_READ_ONLY, _ ("Nothing can be run while the book is open for reading only. %s"), reason != NULL ? reason : "");
      return FALSE;
    }
  if (self->stopped)
    {
      g_set_error_literal (error, QUIRE_ERROR, QUIRE_ERROR_INVALID, _ ("The book is being closed."));
      return FALSE;
    }

  return TRUE;
}

static JsonObject *
copy_object (JsonObject *object)
{
  g_autofree char *text = quire_json_object_to_string (object, FALSE);

  return quire_json_parse_object (text, -1, 0, NULL);
}

static QuireRunRecord *
new_record (QuireEngine *self, QuireWorkflow *workflow, JsonObject *parameters)
{
  g_autofree char *title = quire_workflow_dup_run_title (workflow, parameters);
  g_autofree char *text = quire_json_object_to_string (parameters, FALSE);
  QuireRunRecord *record = quire_run_record_new (quire_workflow_get_kind (workflow), title, text);

  record->created = quire_clock_get_now (quire_project_get_clock (self->project));
  for (guint i = 0; i < quire_workflow_get_n_steps (workflow); i++)
    g_ptr_array_add (record->steps, quire_step_record_new (quire_workflow_get_step (workflow, i)->name));

  return record;
}

QuireRun *
quire_engine_submit (QuireEngine *self, const char *kind, JsonObject *parameters, GError **error)
{
  g_autoptr (JsonObject) copy = NULL;
  QuireWorkflow *workflow;
  QuireRunRecord *record;
  QuireRun *run;

  g_return_val_if_fail (QUIRE_IS_ENGINE (self), NULL);
  g_return_val_if_fail (kind != NULL, NULL);
  g_return_val_if_fail (parameters != NULL, NULL);

  if (!check_may_change (self, error))
    return NULL;
  if ((workflow = g_hash_table_lookup (self->workflows, kind)) == NULL)
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_NOT_FOUND, _ ("There is no workflow of the kind “%s”."), kind);
      return NULL;
    }

  /* Checked is what will be stored and used, however the caller made it. */
  if ((copy = copy_object (parameters)) == NULL)
    {
      g_set_error_literal (error, QUIRE_ERROR, QUIRE_ERROR_INVALID, _ ("The parameters of the run are nested too deeply."));
      return NULL;
    }
  if (!quire_workflow_check (workflow, copy, error))
    return NULL;

  record = new_record (self, workflow, copy);
  run = quire_run_new_take (quire_run_record_copy (record), workflow);
  show_run (self, run, TRUE);
  quire_engine_run_queue (add_active (self, workflow, record, FALSE));

  return run;
}

/* A run at rest becomes active again when something is to be done with it. */
static QuireEngineRun *
activate (QuireEngine *self, const char *id, GError **error)
{
  QuireEngineRun *active = g_hash_table_lookup (self->active, id);
  QuireRun *run = g_hash_table_lookup (self->by_id, id);

  if (!check_may_change (self, error))
    return NULL;
  if (active != NULL)
    return active;
  if (run == NULL)
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_NOT_FOUND, _ ("There is no run with the id “%s” in this book."), id);
      return NULL;
    }

  return add_active (self, g_hash_table_lookup (self->workflows, quire_run_get_kind (run)), quire_run_record_copy (quire_run_get_record (run)), TRUE);
}

/* A run that has ended is let go again at once. */
static void
let_go_if_ended (QuireEngine *self, const char *id, gboolean accepted)
{
  QuireRun *run = g_hash_table_lookup (self->by_id, id);

  if (!accepted && run != NULL && quire_run_state_is_final (quire_run_get_state (run)))
    g_hash_table_remove (self->active, id);
}

gboolean
quire_engine_cancel (QuireEngine *self, const char *id, GError **error)
{
  g_autoptr (QuireEngineRun) active = NULL;
  gboolean accepted;

  g_return_val_if_fail (QUIRE_IS_ENGINE (self), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  if ((active = activate (self, id, error)) == NULL)
    return FALSE;
  quire_engine_run_ref (active);
  accepted = quire_engine_run_cancel (active, error);
  let_go_if_ended (self, id, accepted);

  return accepted;
}

gboolean
quire_engine_pause (QuireEngine *self, const char *id, GError **error)
{
  g_autoptr (QuireEngineRun) active = NULL;
  gboolean accepted;

  g_return_val_if_fail (QUIRE_IS_ENGINE (self), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  if ((active = activate (self, id, error)) == NULL)
    return FALSE;
  quire_engine_run_ref (active);
  accepted = quire_engine_run_pause (active, error);
  let_go_if_ended (self, id, accepted);

  return accepted;
}

/* What a run was made with may be gone, or have other steps by now. */
static gboolean
check_resumable (QuireEngine *self, QuireRun *run, GError **error)
{
  const QuireRunRecord *record = quire_run_get_record (run);
  QuireWorkflow *workflow = g_hash_table_lookup (self->workflows, record->kind);
  gboolean same;

  if (workflow == NULL)
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_NOT_FOUND,
                   _ ("This run cannot go on: there is no workflow of the kind “%s” any more. What it has made so far is kept."), record->kind);
      return FALSE;
    }

  same = quire_workflow_get_n_steps (workflow) == record->steps->len;
  for (guint i = 0; same && i < record->steps->len; i++)
    same = g_str_equal (quire_workflow_get_step (workflow, i)->name, ((const QuireStepRecord *) g_ptr_array_index (record->steps, i))->name);
  if (!same)
    g_set_error_literal (error, QUIRE_ERROR, QUIRE_ERROR_INVALID,
                         _ ("This run cannot go on: it was begun by another version of Quire, whose steps were different. What it has made so far is kept; please start it anew."));

  return same;
}

gboolean
quire_engine_resume (QuireEngine *self, const char *id, GError **error)
{
  g_autoptr (QuireEngineRun) active = NULL;
  QuireRun *run;
  gboolean accepted;

  g_return_val_if_fail (QUIRE_IS_ENGINE (self), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  run = g_hash_table_lookup (self->by_id, id);
  if (run != NULL && !quire_run_state_is_final (quire_run_get_state (run)) && !check_resumable (self, run, error))
    return FALSE;
  if ((active = activate (self, id, error)) == NULL)
    return FALSE;
  quire_engine_run_ref (active);
  if (run != NULL)
    quire_engine_run_set_workflow (active, g_hash_table_lookup (self->workflows, quire_run_get_kind (run)));
  accepted = quire_engine_run_resume (active, error);
  let_go_if_ended (self, id, accepted);

  return accepted;
}

QuireRun *
quire_engine_lookup (QuireEngine *self, const char *id)
{
  g_return_val_if_fail (QUIRE_IS_ENGINE (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return g_hash_table_lookup (self->by_id, id);
}

GListModel *
quire_engine_get_runs (QuireEngine *self)
{
  g_return_val_if_fail (QUIRE_IS_ENGINE (self), NULL);

  return G_LIST_MODEL (self->runs);
}

DexFuture *
quire_engine_when_finished (QuireEngine *self, const char *id)
{
  DexPromise *promise;
  QuireRun *run;

  g_return_val_if_fail (QUIRE_IS_ENGINE (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  run = g_hash_table_lookup (self->by_id, id);
  if (run == NULL)
    return quire_future_new_error (QUIRE_ERROR_NOT_FOUND, _ ("There is no run with the id “%s” in this book."), id);
  if (quire_run_state_is_final (quire_run_get_state (run)))
    return dex_future_new_true ();

  promise = g_hash_table_lookup (self->promises, id);
  if (promise == NULL)
    {
      promise = dex_promise_new ();
      g_hash_table_insert (self->promises, g_strdup (id), promise);
    }

  return DEX_FUTURE (dex_ref (promise));
}

DexFuture *
quire_engine_load_events (QuireEngine *self, const char *id, guint64 after)
{
  g_return_val_if_fail (QUIRE_IS_ENGINE (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return quire_run_repository_load_events (quire_project_get_database (self->project), id, after);
}

/* -- stopping -- */

static DexFuture *
stop_fiber (gpointer data)
{
  QuireEngine *self = data;
  g_autoptr (GPtrArray) halted = g_ptr_array_new_with_free_func ((GDestroyNotify) quire_engine_run_unref);
  GHashTableIter iter;
  QuireEngineRun *active;

  g_hash_table_iter_init (&iter, self->active);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &active))
    g_ptr_array_add (halted, quire_engine_run_ref (active));

  /* What a step stores while it unwinds goes to the same database, so it has to be under way before the file is closed. */
  for (guint i = 0; i < halted->len; i++)
    {
      g_autoptr (GError) error = NULL;

      active = g_ptr_array_index (halted, i);
      if (!quire_await (quire_engine_run_when_unwound (active), &error) ||
          !quire_await (quire_run_journal_when_idle (quire_engine_run_get_journal (active)), &error))
        return dex_future_new_for_error (g_steal_pointer (&error));
    }

  return dex_future_new_true ();
}

DexFuture *
quire_engine_stop (QuireEngine *self)
{
  GHashTableIter iter;
  QuireEngineRun *active;

  g_return_val_if_fail (QUIRE_IS_ENGINE (self), NULL);

  self->stopped = TRUE;
  g_hash_table_iter_init (&iter, self->active);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &active))
    quire_engine_run_halt (active);
  reject_promises (self);

  return quire_fiber_spawn (stop_fiber, g_object_ref (self), g_object_unref);
}
