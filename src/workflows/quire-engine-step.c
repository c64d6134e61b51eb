/* quire-engine-step.c: the attempts of one step
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-workflows"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "quire-error.h"
#include "quire-future.h"
#include "quire-step-context-private.h"

/* Back-off: short enough that a hiccup is not noticed, long enough at last that a server in trouble is left alone. The spread keeps runs that failed
 * together from coming back together. */
#define FIRST_DELAY_MS 500
#define MAX_DELAY_MS 30000
#define DELAY_SPREAD 0.25

typedef struct
{
  QuireEngineRun *run;
  QuireStepContext *context; /* of the present attempt */
} StepJob;

static void
step_job_free (gpointer data)
{
  StepJob *job = data;

  g_clear_pointer (&job->context, quire_step_context_unref);
  quire_engine_run_unref (job->run);
  g_free (job);
}

static DexFuture *
new_stopped_error (void)
{
  return quire_future_new_error (QUIRE_ERROR_CANCELLED, "%s", _ ("This step was stopped."));
}

static DexFuture *
attempt_fiber (gpointer data)
{
  QuireStepContext *context = data;

  if (quire_step_context_is_closed (context))
    return new_stopped_error ();

  return quire_workflow_call_step (quire_engine_run_get_workflow (quire_step_context_get_run (context)),
                                   quire_step_context_get_step (context), context);
}

/* NULL when the attempt succeeded. */
static GError *
attempt (StepJob *job, const QuireStepDefinition *definition)
{
  DexFuture *future = quire_fiber_spawn (attempt_fiber, quire_step_context_ref (job->context), (GDestroyNotify) quire_step_context_unref);
  GError *error = NULL;

  if (quire_await (quire_clock_limit (quire_engine_run_get_clock (job->run), future, definition->timeout_ms), &error))
    return NULL;

  return error;
}

static gboolean
may_retry (StepJob *job, const QuireStepDefinition *definition, const GError *error)
{
  return quire_step_context_get_attempt (job->context) <= definition->retries &&
         !quire_step_context_has_streamed (job->context) &&
         quire_error_is_transient (error);
}

static guint
choose_delay (guint attempt_number)
{
  double delay = (double) FIRST_DELAY_MS * (1u << MIN (attempt_number - 1, 10));

  delay *= g_random_double_range (1 - DELAY_SPREAD, 1 + DELAY_SPREAD);

  return (guint) MIN (delay, MAX_DELAY_MS);
}

/* Whenever this fiber goes on after an await, the run may have been cancelled, and then it must not touch the run any more: the context, closed by whoever
 * cancelled, tells, for an await that was granted before the cancel came looks like success. */
static DexFuture *
step_fiber (gpointer data)
{
  StepJob *job = data;
  guint step = quire_step_context_get_step (job->context);
  const QuireStepDefinition *definition = quire_workflow_get_step (quire_engine_run_get_workflow (job->run), step);

  for (;;)
    {
      g_autoptr (GError) error = attempt (job, definition);
      g_autoptr (GError) stopped = NULL;
      guint number = quire_step_context_get_attempt (job->context);
      guint delay_ms;

      if (quire_step_context_is_closed (job->context))
        return new_stopped_error ();

      if (error == NULL || !may_retry (job, definition, error))
        {
          quire_engine_run_end_step (job->run, job->context, error);
          return dex_future_new_true ();
        }

      delay_ms = choose_delay (number);
      quire_engine_run_retry_later (job->run, job->context, delay_ms, error);
      g_clear_pointer (&job->context, quire_step_context_unref);
      if (!quire_await (quire_clock_delay (quire_engine_run_get_clock (job->run), delay_ms), &stopped))
        return dex_future_new_for_error (g_steal_pointer (&stopped));
      if ((job->context = quire_engine_run_begin_attempt (job->run, step, number + 1)) == NULL)
        return new_stopped_error ();
    }
}

DexFuture *
quire_engine_step_run (QuireEngineRun *run, QuireStepContext *context)
{
  StepJob *job = g_new0 (StepJob, 1);

  job->run = quire_engine_run_ref (run);
  job->context = context;

  return quire_fiber_spawn (step_fiber, job, step_job_free);
}
