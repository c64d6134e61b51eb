/* quire-run-record.c: workflow runs, steps and events as plain values
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-store"

#include "config.h"

#include "quire-run-record.h"

#include <glib/gi18n-lib.h>

static const char *const run_names[] = { "queued", "running", "paused", "completed", "failed", "cancelled", "interrupted" };
static const char *const run_titles[] = { N_ ("Waiting"), N_ ("Running"), N_ ("Paused"), N_ ("Completed"), N_ ("Failed"), N_ ("Cancelled"), N_ ("Interrupted") };
static const char *const step_names[] = { "pending", "running", "retrying", "completed", "failed", "skipped", "cancelled" };
static const char *const step_titles[] = { N_ ("Waiting"), N_ ("Running"), N_ ("Trying again"), N_ ("Completed"), N_ ("Failed"), N_ ("Skipped"), N_ ("Cancelled") };

G_STATIC_ASSERT (G_N_ELEMENTS (run_names) == QUIRE_RUN_INTERRUPTED + 1);
G_STATIC_ASSERT (G_N_ELEMENTS (run_titles) == G_N_ELEMENTS (run_names));
G_STATIC_ASSERT (G_N_ELEMENTS (step_names) == QUIRE_STEP_CANCELLED + 1);
G_STATIC_ASSERT (G_N_ELEMENTS (step_titles) == G_N_ELEMENTS (step_names));

static int
find_name (const char *const *names,
           guint n_names,
           const char *name)
{
  for (guint i = 0; i < n_names; i++)
    {
      if (g_strcmp0 (names[i], name) == 0)
        return (int) i;
    }
  return -1;
}

const char *
quire_run_state_get_name (QuireRunState state)
{
  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (run_names), "failed");

  return run_names[state];
}

gboolean
quire_run_state_from_name (const char *name,
                           QuireRunState *state)
{
  int found = find_name (run_names, G_N_ELEMENTS (run_names), name);

  if (found >= 0)
    *state = (QuireRunState) found;
  return found >= 0;
}

const char *
quire_run_state_get_title (QuireRunState state)
{
  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (run_titles), "");

  return _ (run_titles[state]);
}

gboolean
quire_run_state_is_final (QuireRunState state)
{
  return state == QUIRE_RUN_COMPLETED || state == QUIRE_RUN_FAILED || state == QUIRE_RUN_CANCELLED;
}

const char *
quire_step_state_get_name (QuireStepState state)
{
  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (step_names), "failed");

  return step_names[state];
}

gboolean
quire_step_state_from_name (const char *name,
                            QuireStepState *state)
{
  int found = find_name (step_names, G_N_ELEMENTS (step_names), name);

  if (found >= 0)
    *state = (QuireStepState) found;
  return found >= 0;
}

const char *
quire_step_state_get_title (QuireStepState state)
{
  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (step_titles), "");

  return _ (step_titles[state]);
}

QuireStepRecord *
quire_step_record_new (const char *name)
{
  QuireStepRecord *self = g_new0 (QuireStepRecord, 1);

  self->name = g_strdup (name);
  self->summary = g_strdup ("");
  self->error_code = g_strdup ("");
  self->error_message = g_strdup ("");
  return self;
}

QuireStepRecord *
quire_step_record_copy (const QuireStepRecord *self)
{
  QuireStepRecord *copy = g_memdup2 (self, sizeof *self);

  copy->name = g_strdup (self->name);
  copy->summary = g_strdup (self->summary);
  copy->output = g_strdup (self->output);
  copy->error_code = g_strdup (self->error_code);
  copy->error_message = g_strdup (self->error_message);
  return copy;
}

void
quire_step_record_free (QuireStepRecord *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_free (self->summary);
  g_free (self->output);
  g_free (self->error_code);
  g_free (self->error_message);
  g_free (self);
}

QuireRunRecord *
quire_run_record_new (const char *kind,
                      const char *title,
                      const char *parameters)
{
  QuireRunRecord *self = g_new0 (QuireRunRecord, 1);

  self->id = g_uuid_string_random ();
  self->kind = g_strdup (kind);
  self->title = g_strdup (title);
  self->parameters = g_strdup (parameters);
  self->partial_text = g_strdup ("");
  self->error_code = g_strdup ("");
  self->error_message = g_strdup ("");
  self->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) quire_step_record_free);
  return self;
}

static gpointer
copy_step (gconstpointer step,
           gpointer data)
{
  return quire_step_record_copy (step);
}

QuireRunRecord *
quire_run_record_copy (const QuireRunRecord *self)
{
  QuireRunRecord *copy = g_memdup2 (self, sizeof *self);

  copy->id = g_strdup (self->id);
  copy->kind = g_strdup (self->kind);
  copy->title = g_strdup (self->title);
  copy->parameters = g_strdup (self->parameters);
  copy->result = g_strdup (self->result);
  copy->partial_text = g_strdup (self->partial_text);
  copy->error_code = g_strdup (self->error_code);
  copy->error_message = g_strdup (self->error_message);
  copy->steps = g_ptr_array_copy (self->steps, (GCopyFunc) copy_step, NULL);
  g_ptr_array_set_free_func (copy->steps, (GDestroyNotify) quire_step_record_free);
  return copy;
}

void
quire_run_record_free (QuireRunRecord *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->kind);
  g_free (self->title);
  g_free (self->parameters);
  g_free (self->result);
  g_free (self->partial_text);
  g_free (self->error_code);
  g_free (self->error_message);
  g_ptr_array_unref (self->steps);
  g_free (self);
}

QuireRunEvent *
quire_run_event_new (const char *type,
                     const char *step,
                     const char *payload)
{
  QuireRunEvent *self = g_new0 (QuireRunEvent, 1);

  self->type = g_strdup (type);
  self->step = g_strdup (step != NULL ? step : "");
  self->payload = g_strdup (payload != NULL ? payload : "{}");
  return self;
}

QuireRunEvent *
quire_run_event_copy (const QuireRunEvent *self)
{
  QuireRunEvent *copy = g_memdup2 (self, sizeof *self);

  copy->type = g_strdup (self->type);
  copy->step = g_strdup (self->step);
  copy->payload = g_strdup (self->payload);
  return copy;
}

void
quire_run_event_free (QuireRunEvent *self)
{
  if (self == NULL)
    return;

  g_free (self->type);
  g_free (self->step);
  g_free (self->payload);
  g_free (self);
}
