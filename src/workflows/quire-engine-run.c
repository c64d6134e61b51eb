/* quire-engine-run.c: a run that is executed
 *
 * The run is one record, held by its journal, and a slot for each step. All changes go the same way: the record is
 * changed, an event is queued that says so, and the journal stores both. What the steps have done decides in two places:
 *
 * - settle(), right after a step has ended: is the run over, or paused, or does it wait for steps that run? It looks at
 *   the record as it is now, so that the end of the last step and the end of the run are one transaction.
 * - start_ready(), after a transaction: which steps may start? It looks at what has been stored. A step starts only when
 *   the ends of the steps that it needs are in the file; so a step that something was built upon is never done again
 *   after a crash.
 *
 * A required step that fails lets the run fail: nothing new is started, what runs is seen through and keeps its output,
 * and what was not started is skipped. Pausing holds back new steps in the same way, but skips nothing.
 *
 * Cancelling closes the contexts first and then drops the fibers: they unwind a turn of the loop later and find that
 * nobody listens. A slot's fiber is dropped only while its step runs, never by itself.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-workflows"

#include "config.h"

#include "quire-engine-run-private.h"

#include <glib/gi18n-lib.h>

#include "quire-error.h"
#include "quire-future.h"
#include "quire-json.h"
#include "quire-step-context-private.h"

typedef struct
{
  QuireStepState stored; /* as the file has it */
  JsonObject *output;    /* of a completed step */
  DexFuture *fiber;
  QuireStepContext *context; /* of the attempt that runs */
  gboolean active;           /* running or waiting for the next attempt */
} StepSlot;

struct _QuireEngineRun
{
  guint n_references;
  const QuireEngineRunFuncs *funcs;
  gpointer data;

  QuireClock *clock;
  QuireWorkflow *workflow;
  QuireRunJournal *journal;
  QuireRunRecord *record; /* the journal's */
  JsonObject *parameters;
  StepSlot *slots;
  guint n_slots;

  gboolean halted;
  gboolean ready;
  gboolean pausing;
  gboolean failing;
  gboolean text_is_former; /* the partial text is of an attempt that a crash cut off: the first new text replaces it */
  GError *failure;         /* of the first required step that failed */
  guint n_contexts;
  DexPromise *unwound; /* resolved when there is no context left */
};

static void stored_cb (QuireRunBatch *batch, gpointer data);
static void failed_cb (const GError *error, gpointer data);

static const QuireRunJournalFuncs journal_funcs = { stored_cb, failed_cb };

static QuireStepRecord *
get_step (QuireEngineRun *self, guint i)
{
  return g_ptr_array_index (self->record->steps, i);
}

QuireEngineRun *
quire_engine_run_new_take (QuireDatabase *database, QuireClock *clock, QuireWorkflow *workflow, QuireRunRecord *record, gboolean in_file)
{
  QuireEngineRun *self = g_new0 (QuireEngineRun, 1);

  self->n_references = 1;
  self->clock = g_object_ref (clock);
  self->workflow = workflow != NULL ? g_object_ref (workflow) : NULL;
  self->record = record;
  self->parameters = quire_json_parse_object (record->parameters, -1, 0, NULL);
  if (self->parameters == NULL)
    self->parameters = json_object_new ();
  self->n_slots = record->steps->len;
  self->slots = g_new0 (StepSlot, self->n_slots);
  for (guint i = 0; i < self->n_slots; i++)
    {
      self->slots[i].stored = get_step (self, i)->state;
      if (self->slots[i].stored == QUIRE_STEP_COMPLETED && get_step (self, i)->output != NULL)
        self->slots[i].output = quire_json_parse_object (get_step (self, i)->output, -1, 0, NULL);
    }
  self->journal = quire_run_journal_new_take (database, clock, record, in_file);
  quire_run_journal_set_listener (self->journal, &journal_funcs, self);
  for (guint i = 0; i < self->n_slots; i++)
    if (self->slots[i].stored == QUIRE_STEP_COMPLETED)
      quire_run_journal_set_progress (self->journal, i, 1);

  return self;
}

QuireEngineRun *
quire_engine_run_ref (QuireEngineRun *self)
{
  self->n_references++;

  return self;
}

void
quire_engine_run_unref (QuireEngineRun *self)
{
  if (--self->n_references > 0)
    return;

  quire_run_journal_set_listener (self->journal, NULL, NULL);
  quire_run_journal_unref (self->journal);
  for (guint i = 0; i < self->n_slots; i++)
    {
      dex_clear (&self->slots[i].fiber);
      g_clear_pointer (&self->slots[i].output, json_object_unref);
      g_clear_pointer (&self->slots[i].context, quire_step_context_unref);
    }
  g_free (self->slots);
  json_object_unref (self->parameters);
  g_clear_error (&self->failure);
  dex_clear (&self->unwound);
  g_clear_object (&self->workflow);
  g_object_unref (self->clock);
  g_free (self);
}

void
quire_engine_run_set_listener (QuireEngineRun *self, const QuireEngineRunFuncs *funcs, gpointer data)
{
  self->funcs = funcs;
  self->data = data;
}

void
quire_engine_run_set_workflow (QuireEngineRun *self, QuireWorkflow *workflow)
{
  g_set_object (&self->workflow, workflow);
}

QuireWorkflow *
quire_engine_run_get_workflow (QuireEngineRun *self)
{
  return self->workflow;
}

QuireRunJournal *
quire_engine_run_get_journal (QuireEngineRun *self)
{
  return self->journal;
}

QuireClock *
quire_engine_run_get_clock (QuireEngineRun *self)
{
  return self->clock;
}

JsonObject *
quire_engine_run_get_parameters (QuireEngineRun *self)
{
  return self->parameters;
}

JsonObject *
quire_engine_run_get_output (QuireEngineRun *self, guint step)
{
  StepSlot *slot = &self->slots[step];

  if (get_step (self, step)->state != QUIRE_STEP_COMPLETED)
    return NULL;
  if (slot->output == NULL)
    slot->output = json_object_new ();

  return slot->output;
}

gboolean
quire_engine_run_is_ready (QuireEngineRun *self)
{
  return self->ready;
}

static void
tell_waits (QuireEngineRun *self)
{
  self->ready = FALSE;
  if (self->funcs != NULL)
    self->funcs->waits (self, self->data);
}

static void
tell_left (QuireEngineRun *self)
{
  self->ready = FALSE;
  if (self->funcs != NULL)
    self->funcs->left (self, self->data);
}

/* Our own messages are written for the writer; those of libraries get a sentence in front. */
static char *
describe_error (const GError *error)
{
  if (error->domain == QUIRE_ERROR)
    return g_strdup (error->message);

  return g_strdup_printf (_ ("The step could not be finished: %s"), error->message);
}

static JsonObject *
new_error_payload (const GError *error)
{
  g_autofree char *message = describe_error (error);
  JsonObject *payload = json_object_new ();
  JsonObject *member = json_object_new ();

  json_object_set_string_member (member, "code", quire_error_get_code_name (error));
  json_object_set_string_member (member, "message", message);
  json_object_set_object_member (payload, "error", member);

  return payload;
}

/* -- the end of a run -- */

/* Drops all that runs: contexts first, so that nothing is heard of what unwinds. */
static void
drop_fibers (QuireEngineRun *self)
{
  for (guint i = 0; i < self->n_slots; i++)
    if (self->slots[i].context != NULL)
      quire_step_context_close (self->slots[i].context);

  for (guint i = 0; i < self->n_slots; i++)
    if (self->slots[i].active)
      {
        self->slots[i].active = FALSE;
        g_clear_pointer (&self->slots[i].context, quire_step_context_unref);
        dex_clear (&self->slots[i].fiber);
      }
}

/* What was under way is cancelled, what never began is skipped. */
static void
end_open_steps (QuireEngineRun *self)
{
  for (guint i = 0; i < self->n_slots; i++)
    {
      QuireStepRecord *step = get_step (self, i);

      if (step->state == QUIRE_STEP_PENDING)
        {
          step->state = QUIRE_STEP_SKIPPED;
        }
      else if (step->state == QUIRE_STEP_RUNNING || step->state == QUIRE_STEP_RETRYING)
        {
          step->state = QUIRE_STEP_CANCELLED;
          step->ended = quire_clock_get_now (self->clock);
        }
    }
}

static void
set_run_error (QuireEngineRun *self, const GError *error)
{
  g_free (self->record->error_code);
  self->record->error_code = g_strdup (quire_error_get_code_name (error));
  g_free (self->record->error_message);
  self->record->error_message = describe_error (error);
}

static void
end_run (QuireEngineRun *self, QuireRunState state)
{
  JsonObject *payload = NULL;
  JsonObject *result;

  end_open_steps (self);
  self->record->state = state;
  self->record->ended = quire_clock_get_now (self->clock);
  g_set_str (&self->record->error_code, "");
  g_set_str (&self->record->error_message, "");

  if (state == QUIRE_RUN_FAILED)
    {
      set_run_error (self, self->failure);
      payload = new_error_payload (self->failure);
    }
  else if (state == QUIRE_RUN_COMPLETED && self->record->result != NULL &&
           (result = quire_json_parse_object (self->record->result, -1, 0, NULL)) != NULL)
    {
      payload = json_object_new ();
      json_object_set_object_member (payload, "result", result);
    }

  quire_run_journal_add_event (self->journal, quire_run_state_get_name (state), NULL, payload);
  tell_left (self);
}

static gboolean
has_step_in (QuireEngineRun *self, QuireStepState state)
{
  for (guint i = 0; i < self->n_slots; i++)
    if (get_step (self, i)->state == state)
      return TRUE;

  return FALSE;
}

static void
settle (QuireEngineRun *self)
{
  if (self->record->state != QUIRE_RUN_RUNNING)
    return;

  for (guint i = 0; i < self->n_slots; i++)
    if (self->slots[i].active)
      return;

  if (self->failing)
    {
      end_run (self, QUIRE_RUN_FAILED);
    }
  else if (!has_step_in (self, QUIRE_STEP_PENDING))
    {
      end_run (self, QUIRE_RUN_COMPLETED);
    }
  else if (self->pausing)
    {
      self->pausing = FALSE;
      self->record->state = QUIRE_RUN_PAUSED;
      quire_run_journal_add_event (self->journal, "paused", NULL, NULL);
      tell_left (self);
    }
}

/* -- steps -- */

void
quire_engine_run_add_context (QuireEngineRun *self)
{
  self->n_contexts++;
}

void
quire_engine_run_remove_context (QuireEngineRun *self)
{
  g_autoptr (DexPromise) unwound = NULL;

  if (--self->n_contexts > 0 || (unwound = g_steal_pointer (&self->unwound)) == NULL)
    return;

  dex_promise_resolve_boolean (unwound, TRUE);
}

QuireStepContext *
quire_engine_run_begin_attempt (QuireEngineRun *self, guint step, guint attempt)
{
  QuireStepRecord *record = get_step (self, step);
  StepSlot *slot = &self->slots[step];
  JsonObject *payload;

  if (!slot->active)
    return NULL;

  record->state = QUIRE_STEP_RUNNING;
  record->attempts = attempt;
  if (record->started == 0)
    record->started = quire_clock_get_now (self->clock);

  payload = json_object_new ();
  json_object_set_int_member (payload, "attempt", attempt);
  quire_run_journal_add_event (self->journal, "step-started", record->name, payload);
  quire_run_journal_write (self->journal);

  slot->context = quire_step_context_new (self, step, attempt);

  return quire_step_context_ref (slot->context);
}

static void
close_attempt (QuireEngineRun *self, QuireStepContext *context)
{
  quire_step_context_close (context);
  g_clear_pointer (&self->slots[quire_step_context_get_step (context)].context, quire_step_context_unref);
}

void
quire_engine_run_retry_later (QuireEngineRun *self, QuireStepContext *context, guint delay_ms, const GError *error)
{
  QuireStepRecord *record = get_step (self, quire_step_context_get_step (context));
  JsonObject *payload = new_error_payload (error);

  close_attempt (self, context);
  record->state = QUIRE_STEP_RETRYING;
  json_object_set_int_member (payload, "attempt", record->attempts + 1);
  json_object_set_int_member (payload, "delay_ms", delay_ms);
  quire_run_journal_add_event (self->journal, "step-retrying", record->name, payload);
  quire_run_journal_write (self->journal);
}

static void
complete_step (QuireEngineRun *self, QuireStepContext *context)
{
  guint step = quire_step_context_get_step (context);
  QuireStepRecord *record = get_step (self, step);
  StepSlot *slot = &self->slots[step];
  g_autoptr (JsonObject) result = quire_step_context_steal_result (context);
  JsonObject *payload = json_object_new ();

  record->state = QUIRE_STEP_COMPLETED;
  quire_run_journal_set_progress (self->journal, step, 1);

  g_clear_pointer (&slot->output, json_object_unref);
  slot->output = quire_step_context_steal_output (context);
  g_clear_pointer (&record->output, g_free);
  if (slot->output != NULL)
    record->output = quire_json_object_to_string (slot->output, FALSE);

  if (result != NULL)
    {
      g_free (self->record->result);
      self->record->result = quire_json_object_to_string (result, FALSE);
    }

  json_object_set_string_member (payload, "summary", record->summary);
  quire_run_journal_add_event (self->journal, "step-completed", record->name, payload);
}

static void
fail_step (QuireEngineRun *self, guint step, const GError *error)
{
  QuireStepRecord *record = get_step (self, step);
  gboolean optional = quire_workflow_get_step (self->workflow, step)->optional;
  JsonObject *payload = new_error_payload (error);

  record->state = QUIRE_STEP_FAILED;
  g_free (record->error_code);
  record->error_code = g_strdup (quire_error_get_code_name (error));
  g_free (record->error_message);
  record->error_message = describe_error (error);

  json_object_set_boolean_member (payload, "optional", optional);
  quire_run_journal_add_event (self->journal, "step-failed", record->name, payload);

  if (!optional && !self->failing)
    {
      self->failing = TRUE;
      self->failure = g_error_copy (error);
    }
}

void
quire_engine_run_end_step (QuireEngineRun *self, QuireStepContext *context, const GError *error)
{
  guint step = quire_step_context_get_step (context);

  close_attempt (self, context);
  self->slots[step].active = FALSE;
  get_step (self, step)->ended = quire_clock_get_now (self->clock);
  if (error == NULL)
    complete_step (self, context);
  else
    fail_step (self, step, error);

  settle (self);
  quire_run_journal_write (self->journal);
}

void
quire_engine_run_add_text (QuireEngineRun *self, guint step, const char *text)
{
  if (self->text_is_former)
    {
      self->text_is_former = FALSE;
      quire_run_journal_clear_text (self->journal);
    }
  quire_run_journal_add_text (self->journal, step, text);
  quire_run_journal_write (self->journal);
}

/* Whether the ends of all that it needs are in the file. A need that failed is an optional one, or the run would be failing. */
static gboolean
is_ready (QuireEngineRun *self, guint step)
{
  const char *const *needs = quire_workflow_get_step (self->workflow, step)->needs;

  for (guint i = 0; needs != NULL && needs[i] != NULL; i++)
    {
      QuireStepState stored = self->slots[quire_workflow_find_step (self->workflow, needs[i])].stored;

      if (stored != QUIRE_STEP_COMPLETED && stored != QUIRE_STEP_FAILED)
        return FALSE;
    }

  return TRUE;
}

static void
start_ready (QuireEngineRun *self)
{
  if (self->record->state != QUIRE_RUN_RUNNING || self->halted || self->pausing || self->failing)
    return;

  for (guint i = 0; i < self->n_slots; i++)
    if (get_step (self, i)->state == QUIRE_STEP_PENDING && is_ready (self, i))
      {
        self->slots[i].active = TRUE;
        dex_clear (&self->slots[i].fiber);
        self->slots[i].fiber = quire_engine_step_run (self, quire_engine_run_begin_attempt (self, i, 1));
      }
}

/* -- what the journal tells -- */

static void
stored_cb (QuireRunBatch *batch, gpointer data)
{
  g_autoptr (QuireEngineRun) self = quire_engine_run_ref (data);

  for (guint i = 0; i < self->n_slots; i++)
    self->slots[i].stored = ((QuireStepRecord *) g_ptr_array_index (batch->record->steps, i))->state;

  if (self->funcs == NULL)
    {
      quire_run_batch_free (batch);
      return;
    }

  self->funcs->stored (self, batch, self->data);
  self->ready = self->record->state == QUIRE_RUN_QUEUED && !self->halted;
  if (self->ready && self->funcs != NULL)
    self->funcs->ready (self, self->data);
  start_ready (self);
}

/* The file does not take the run any more: it ends here, and what it has stays readable in memory. */
static void
failed_cb (const GError *error, gpointer data)
{
  g_autoptr (QuireEngineRun) self = quire_engine_run_ref (data);

  drop_fibers (self);
  end_open_steps (self);
  self->record->state = QUIRE_RUN_FAILED;
  self->record->ended = quire_clock_get_now (self->clock);
  set_run_error (self, error);

  tell_left (self);
  if (self->funcs != NULL)
    self->funcs->stored (self, quire_run_journal_snapshot (self->journal), self->data);
}

/* -- what the engine does with it -- */

void
quire_engine_run_queue (QuireEngineRun *self)
{
  JsonObject *payload = json_object_new ();

  json_object_set_string_member (payload, "kind", self->record->kind);
  json_object_set_string_member (payload, "title", self->record->title);
  quire_run_journal_add_event (self->journal, "queued", NULL, payload);
  tell_waits (self);
  quire_run_journal_write (self->journal);
}

void
quire_engine_run_start (QuireEngineRun *self)
{
  self->ready = FALSE;
  self->record->state = QUIRE_RUN_RUNNING;
  if (self->record->started == 0)
    self->record->started = quire_clock_get_now (self->clock);
  quire_run_journal_add_event (self->journal, "started", NULL, NULL);

  start_ready (self);
  settle (self);
  quire_run_journal_write (self->journal);
}

gboolean
quire_engine_run_pause (QuireEngineRun *self, GError **error)
{
  if (self->record->state == QUIRE_RUN_QUEUED)
    {
      self->record->state = QUIRE_RUN_PAUSED;
      quire_run_journal_add_event (self->journal, "paused", NULL, NULL);
      tell_left (self);
    }
  else if (self->record->state == QUIRE_RUN_RUNNING)
    {
      self->pausing = TRUE;
      settle (self);
    }
  else
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID,
                   _ ("Only a run that waits or runs can be paused; this one is %s."), quire_run_state_get_title (self->record->state));
      return FALSE;
    }

  quire_run_journal_write (self->journal);

  return TRUE;
}

/* Every step that has no end that counts begins anew: it was cut off, or failed and was needed, or never began. */
static void
reopen_steps (QuireEngineRun *self)
{
  for (guint i = 0; i < self->n_slots; i++)
    {
      QuireStepRecord *step = get_step (self, i);

      if (step->state == QUIRE_STEP_COMPLETED ||
          (step->state == QUIRE_STEP_FAILED && quire_workflow_get_step (self->workflow, i)->optional))
        continue;

      if (step->attempts > 0)
        self->text_is_former = TRUE;
      step->state = QUIRE_STEP_PENDING;
      step->attempts = 0;
      step->started = 0;
      step->ended = 0;
      g_set_str (&step->summary, "");
      g_set_str (&step->error_code, "");
      g_set_str (&step->error_message, "");
      quire_run_journal_set_progress (self->journal, i, -1);
    }
}

gboolean
quire_engine_run_resume (QuireEngineRun *self, GError **error)
{
  if (self->record->state == QUIRE_RUN_RUNNING && self->pausing)
    {
      self->pausing = FALSE;
      start_ready (self);
      quire_run_journal_write (self->journal);
      return TRUE;
    }

  if (self->record->state != QUIRE_RUN_PAUSED && self->record->state != QUIRE_RUN_INTERRUPTED)
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID,
                   _ ("Only a run that is paused or was interrupted can go on; this one is %s."), quire_run_state_get_title (self->record->state));
      return FALSE;
    }

  reopen_steps (self);
  self->record->state = QUIRE_RUN_QUEUED;
  self->record->ended = 0;
  g_set_str (&self->record->error_code, "");
  g_set_str (&self->record->error_message, "");
  quire_run_journal_add_event (self->journal, "resumed", NULL, NULL);
  tell_waits (self);
  quire_run_journal_write (self->journal);

  return TRUE;
}

gboolean
quire_engine_run_cancel (QuireEngineRun *self, GError **error)
{
  if (quire_run_state_is_final (self->record->state))
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID,
                   _ ("Only a run that has not ended can be stopped; this one is %s."), quire_run_state_get_title (self->record->state));
      return FALSE;
    }

  drop_fibers (self);
  end_run (self, QUIRE_RUN_CANCELLED);
  quire_run_journal_write (self->journal);

  return TRUE;
}

void
quire_engine_run_interrupt (QuireEngineRun *self)
{
  g_autoptr (GError) error = g_error_new_literal (QUIRE_ERROR, QUIRE_ERROR_INTERRUPTED,
                                                  _ ("Quire ended while this run was under way. What it had done by then is kept, and it can go on."));

  self->record->state = QUIRE_RUN_INTERRUPTED;
  set_run_error (self, error);
  quire_run_journal_add_event (self->journal, "interrupted", NULL, NULL);
  quire_run_journal_write (self->journal);
}

void
quire_engine_run_halt (QuireEngineRun *self)
{
  self->halted = TRUE;
  drop_fibers (self);
}

DexFuture *
quire_engine_run_when_unwound (QuireEngineRun *self)
{
  if (self->n_contexts == 0)
    return dex_future_new_true ();
  if (self->unwound == NULL)
    self->unwound = dex_promise_new ();

  return DEX_FUTURE (dex_ref (self->unwound));
}
