/* quire-step-context.c: what a step function sees of its run
 *
 * A step function that is cancelled or timed out does not stop on the spot: its fiber unwinds a turn of the loop later,
 * and what it has connected to may still call here. So the context is counted, and closed when the attempt is over.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-workflows"

#include "config.h"

#include "quire-step-context-private.h"

struct _QuireStepContext
{
  guint n_references;
  QuireEngineRun *run;
  guint step;
  guint attempt;
  gboolean closed;
  gboolean streamed;
  JsonObject *output;
  JsonObject *result;
};

QuireStepContext *
quire_step_context_new (QuireEngineRun *run, guint step, guint attempt)
{
  QuireStepContext *self = g_new0 (QuireStepContext, 1);

  self->n_references = 1;
  self->run = quire_engine_run_ref (run);
  quire_engine_run_add_context (run);
  self->step = step;
  self->attempt = attempt;

  return self;
}

QuireStepContext *
quire_step_context_ref (QuireStepContext *self)
{
  self->n_references++;

  return self;
}

void
quire_step_context_unref (QuireStepContext *self)
{
  if (--self->n_references > 0)
    return;

  quire_engine_run_remove_context (self->run);
  quire_engine_run_unref (self->run);
  g_clear_pointer (&self->output, json_object_unref);
  g_clear_pointer (&self->result, json_object_unref);
  g_free (self);
}

void
quire_step_context_close (QuireStepContext *self)
{
  self->closed = TRUE;
}

gboolean
quire_step_context_is_closed (QuireStepContext *self)
{
  return self->closed;
}

guint
quire_step_context_get_step (QuireStepContext *self)
{
  return self->step;
}

QuireEngineRun *
quire_step_context_get_run (QuireStepContext *self)
{
  return self->run;
}

gboolean
quire_step_context_has_streamed (QuireStepContext *self)
{
  return self->streamed;
}

JsonObject *
quire_step_context_steal_output (QuireStepContext *self)
{
  return g_steal_pointer (&self->output);
}

JsonObject *
quire_step_context_steal_result (QuireStepContext *self)
{
  return g_steal_pointer (&self->result);
}

const char *
quire_step_context_get_run_id (QuireStepContext *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return quire_run_journal_get_record (quire_engine_run_get_journal (self->run))->id;
}

guint
quire_step_context_get_attempt (QuireStepContext *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->attempt;
}

JsonObject *
quire_step_context_get_parameters (QuireStepContext *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return quire_engine_run_get_parameters (self->run);
}

JsonObject *
quire_step_context_get_input (QuireStepContext *self, const char *step)
{
  QuireWorkflow *workflow;
  const QuireStepDefinition *definition;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (step != NULL, NULL);

  workflow = quire_engine_run_get_workflow (self->run);
  definition = quire_workflow_get_step (workflow, self->step);
  g_return_val_if_fail (definition->needs != NULL && g_strv_contains (definition->needs, step), NULL);

  return quire_engine_run_get_output (self->run, (guint) quire_workflow_find_step (workflow, step));
}

QuireClock *
quire_step_context_get_clock (QuireStepContext *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return quire_engine_run_get_clock (self->run);
}

void
quire_step_context_push_text (QuireStepContext *self, const char *text)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (text != NULL);

  if (self->closed || *text == '\0')
    return;

  self->streamed = TRUE;
  quire_engine_run_add_text (self->run, self->step, text);
}

void
quire_step_context_set_progress (QuireStepContext *self, double progress)
{
  g_return_if_fail (self != NULL);

  if (!self->closed)
    quire_run_journal_set_progress (quire_engine_run_get_journal (self->run), self->step, CLAMP (progress, 0, 1));
}

void
quire_step_context_set_summary (QuireStepContext *self, const char *summary)
{
  QuireRunRecord *record;
  QuireStepRecord *step;

  g_return_if_fail (self != NULL);
  g_return_if_fail (summary != NULL);

  if (self->closed)
    return;

  record = quire_run_journal_get_record (quire_engine_run_get_journal (self->run));
  step = g_ptr_array_index (record->steps, self->step);
  g_set_str (&step->summary, summary);
}

void
quire_step_context_take_output (QuireStepContext *self, JsonObject *output)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (output != NULL);

  g_clear_pointer (&self->output, json_object_unref);
  self->output = output;
}

void
quire_step_context_take_result (QuireStepContext *self, JsonObject *result)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (result != NULL);

  g_clear_pointer (&self->result, json_object_unref);
  self->result = result;
}
