/* test-engine-random.c: random graphs of steps against a simple account of what has to happen
 *
 * The oracle knows nothing of fibers, transactions or queues. It moves from moment to moment: what may start starts, and the
 * next thing in time happens. It is told how long each attempt takes and what comes of it; only the waits between attempts,
 * which the engine draws by lot, it reads from the run's events. Then every step has to have ended in the state that the
 * oracle says, and to have begun at the moment that it says.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-test"

#include "config.h"

#include "workflow-fixture.h"

#include "quire-json.h"

#define MAX_STEPS 12
#define N_CASES 60
#define NEVER G_MAXINT64

typedef struct
{
  guint n_steps;
  Script scripts[MAX_STEPS];
  char names[MAX_STEPS][8];
  gint64 pause_at; /* milliseconds after the start, NEVER: not at all */
  gint64 rest;     /* how long it stays paused */
  gint64 cancel_at;
} Case;

typedef struct
{
  QuireStepState state;
  gint64 start; /* milliseconds; -1: never */
  gint64 end;
} Fate;

typedef struct
{
  QuireRunState state;
  gint64 end;
  Fate fates[MAX_STEPS];
} Outcome;

static void
make_case (Case *self)
{
  *self = (Case) { .n_steps = (guint) g_test_rand_int_range (1, MAX_STEPS + 1), .pause_at = NEVER, .cancel_at = NEVER };

  for (guint i = 0; i < self->n_steps; i++)
    {
      Script *script = &self->scripts[i];
      guint n_needs = 0;

      g_snprintf (self->names[i], sizeof self->names[i], "s%u", i);
      script->name = self->names[i];
      for (guint j = 0; j < i; j++)
        if (g_test_rand_int_range (0, 4) == 0)
          script->needs[n_needs++] = self->names[j];
      /* So that no two things happen at the same moment, whose order would be a matter of taste. */
      script->duration_ms = (guint) g_test_rand_int_range (1, 100000) * 4096 + (1u << i);
      script->optional = g_test_rand_int_range (0, 4) == 0;
      script->fails = g_test_rand_int_range (0, 6) == 0;
      script->retries = (guint) g_test_rand_int_range (0, 4);
      if (g_test_rand_int_range (0, 4) == 0)
        script->n_transient = (guint) g_test_rand_int_range (1, 5);
      if (g_test_rand_int_range (0, 3) == 0)
        script->text = "Some words. ";
    }

  if (g_test_rand_int_range (0, 3) == 0)
    self->pause_at = (gint64) g_test_rand_int_range (0, 200000) * 4096 + 4093;
  self->rest = (gint64) g_test_rand_int_range (1, 100000) * 4096;
  if (g_test_rand_int_range (0, 3) == 0)
    self->cancel_at = (gint64) g_test_rand_int_range (0, 400000) * 4096 + 4095;
}

/* -- the oracle -- */

/* How long the step takes from its start to its end, with the waits that were drawn. */
static gint64
get_span (const Script *script, const GArray *waits)
{
  guint attempts = 1 + (script->text == NULL ? MIN (script->n_transient, script->retries) : 0);
  gint64 span = (gint64) attempts * script->duration_ms;

  for (guint i = 0; i + 1 < attempts; i++)
    span += i < waits->len ? g_array_index (waits, gint64, i) : 0; /* a wait that is not there was cut off */

  return span;
}

static gboolean
is_doomed (const Script *script)
{
  return script->fails || script->n_transient > (script->text == NULL ? script->retries : 0);
}

static int
find_step (const Case *self, const char *name)
{
  for (guint i = 0; i < self->n_steps; i++)
    if (g_str_equal (self->names[i], name))
      return (int) i;

  g_assert_not_reached ();
}

static gboolean
may_start (const Case *self, const Outcome *outcome, guint step)
{
  if (outcome->fates[step].state != QUIRE_STEP_PENDING)
    return FALSE;

  for (guint n = 0; self->scripts[step].needs[n] != NULL; n++)
    {
      QuireStepState state = outcome->fates[find_step (self, self->scripts[step].needs[n])].state;

      if (state != QUIRE_STEP_COMPLETED && state != QUIRE_STEP_FAILED)
        return FALSE;
    }

  return TRUE;
}

static void
finish (const Case *self, Outcome *outcome, QuireRunState state, gint64 now)
{
  outcome->state = state;
  outcome->end = now;
  for (guint i = 0; i < self->n_steps; i++)
    if (outcome->fates[i].state == QUIRE_STEP_RUNNING)
      outcome->fates[i].state = QUIRE_STEP_CANCELLED;
    else if (outcome->fates[i].state == QUIRE_STEP_PENDING)
      outcome->fates[i].state = QUIRE_STEP_SKIPPED;
}

static void
foresee (const Case *self, GArray **waits, Outcome *outcome)
{
  gint64 pause_at = self->pause_at;
  gint64 resume_at = NEVER;
  gint64 now = 0;
  gboolean failing = FALSE;
  gboolean pausing = FALSE;

  *outcome = (Outcome) { 0 };
  for (guint i = 0; i < self->n_steps; i++)
    outcome->fates[i].start = -1;

  for (;;)
    {
      gint64 next = MIN (MIN (pause_at, resume_at), self->cancel_at);
      guint n_running = 0;
      guint n_pending = 0;
      int ends = -1;

      for (guint i = 0; i < self->n_steps; i++)
        {
          Fate *fate = &outcome->fates[i];

          if (!failing && !pausing && may_start (self, outcome, i))
            *fate = (Fate) { QUIRE_STEP_RUNNING, now, now + get_span (&self->scripts[i], waits[i]) };
          n_running += fate->state == QUIRE_STEP_RUNNING;
          n_pending += fate->state == QUIRE_STEP_PENDING;
          if (fate->state == QUIRE_STEP_RUNNING && fate->end < next)
            {
              next = fate->end;
              ends = (int) i;
            }
        }

      if (n_running == 0 && failing)
        return finish (self, outcome, QUIRE_RUN_FAILED, now);
      if (n_running == 0 && n_pending == 0)
        return finish (self, outcome, QUIRE_RUN_COMPLETED, now);
      if (n_running == 0 && resume_at == NEVER)
        {
          resume_at = now + self->rest;
          continue;
        }

      now = next;
      if (ends >= 0)
        {
          gboolean doomed = is_doomed (&self->scripts[ends]);

          outcome->fates[ends].state = doomed ? QUIRE_STEP_FAILED : QUIRE_STEP_COMPLETED;
          failing |= doomed && !self->scripts[ends].optional;
        }
      else if (now == self->cancel_at)
        {
          return finish (self, outcome, QUIRE_RUN_CANCELLED, now);
        }
      else if (now == pause_at)
        {
          pause_at = NEVER;
          pausing = TRUE;
        }
      else
        {
          resume_at = NEVER;
          pausing = FALSE;
        }
    }
}

/* -- the engine -- */

static gint64
get_now (Fixture *fixture)
{
  return quire_clock_get_now (QUIRE_CLOCK (fixture->clock)) / 1000;
}

/* Lets the case happen. Nothing may be under way when the clock moves, so that transactions take no time at all. */
static void
play (Fixture *fixture, const Case *self, QuireRun *run)
{
  const char *id = quire_run_get_id (run);
  gint64 start = get_now (fixture);
  gint64 pause_at = self->pause_at;
  gint64 resume_at = NEVER;

  for (;;)
    {
      gint64 now;
      gint64 timer;
      gint64 next;

      fixture_quiesce (fixture);
      if (quire_run_state_is_final (quire_run_get_state (run)))
        return;

      now = get_now (fixture) - start;
      if (quire_run_get_state (run) == QUIRE_RUN_PAUSED && resume_at == NEVER)
        resume_at = now + self->rest;
      timer = quire_test_clock_get_next (fixture->clock);
      next = MIN (MIN (pause_at, resume_at), self->cancel_at);
      if (timer >= 0 && now + timer < next)
        {
          quire_test_clock_advance (fixture->clock, (guint64) timer);
          continue;
        }

      g_assert_cmpint (next, !=, NEVER);
      quire_test_clock_advance (fixture->clock, (guint64) (next - now));
      if (next == self->cancel_at)
        {
          g_assert_true (quire_engine_cancel (fixture->engine, id, NULL));
        }
      else if (next == pause_at)
        {
          g_assert_true (quire_engine_pause (fixture->engine, id, NULL));
          pause_at = NEVER;
        }
      else
        {
          g_assert_true (quire_engine_resume (fixture->engine, id, NULL));
          resume_at = NEVER;
        }
    }
}

static void
collect_waits (Fixture *fixture, const Case *self, QuireRun *run, GArray **waits)
{
  g_autoptr (GPtrArray) events = test_await_array (quire_engine_load_events (fixture->engine, quire_run_get_id (run), 0));

  for (guint i = 0; i < events->len; i++)
    {
      const QuireRunEvent *event = g_ptr_array_index (events, i);
      g_autoptr (JsonObject) payload = quire_json_parse_object (event->payload, -1, 0, NULL);
      gint64 wait = quire_json_get_int (payload, "delay_ms", 0);

      if (g_str_equal (event->type, "step-retrying"))
        g_array_append_val (waits[find_step (self, event->step)], wait);
    }
}

static void
check (const Case *self, QuireRun *run, const Outcome *expected, gint64 start)
{
  GListModel *steps = quire_run_get_steps (run);

  g_assert_cmpstr (quire_run_state_get_name (quire_run_get_state (run)), ==, quire_run_state_get_name (expected->state));
  g_assert_cmpint (quire_run_get_ended (run) / 1000 - start, ==, expected->end);

  for (guint i = 0; i < self->n_steps; i++)
    {
      g_autoptr (QuireRunStep) step = g_list_model_get_item (steps, i);
      const Fate *fate = &expected->fates[i];
      const Script *script = &self->scripts[i];

      g_assert_cmpstr (quire_step_state_get_name (quire_run_step_get_state (step)), ==, quire_step_state_get_name (fate->state));
      g_assert_cmpint (script->calls > 0 ? script->first_call_us / 1000 - start : -1, ==, fate->start);
      if (fate->state == QUIRE_STEP_COMPLETED || fate->state == QUIRE_STEP_FAILED)
        {
          g_assert_cmpuint (script->calls, ==, 1 + (script->text == NULL ? MIN (script->n_transient, script->retries) : 0));
          g_assert_cmpint (quire_run_step_get_ended (step) / 1000 - start, ==, fate->end);
        }
      g_assert_cmpint (quire_run_step_get_output (step) != NULL, ==, fate->state == QUIRE_STEP_COMPLETED);

      /* What a step was given is what its needs have made. */
      for (guint n = 0; script->calls > 0 && script->needs[n] != NULL; n++)
        {
          gboolean given = expected->fates[find_step (self, script->needs[n])].state == QUIRE_STEP_COMPLETED;
          g_autofree char *input = g_strdup_printf ("%s=%s", script->needs[n], given ? script->needs[n] : "NULL");
          g_auto (GStrv) inputs = g_strsplit (script->inputs, " ", -1);

          g_assert_true (g_strv_contains ((const char *const *) inputs, input));
        }
    }
}

static void
test_random (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  guint seen[QUIRE_RUN_INTERRUPTED + 1] = { 0 };

  for (guint turn = 0; turn < N_CASES; turn++)
    {
      g_autofree Case *self = g_new0 (Case, 1);
      g_autofree char *kind = g_strdup_printf ("play-%u", turn);
      g_autoptr (QuireRun) run = NULL;
      GArray *waits[MAX_STEPS];
      gint64 start = get_now (fixture);
      Outcome expected;

      make_case (self);
      for (guint i = 0; i < MAX_STEPS; i++)
        waits[i] = g_array_new (FALSE, FALSE, sizeof (gint64));
      fixture_register (fixture, kind, self->scripts, self->n_steps);
      run = fixture_submit (fixture, kind);
      play (fixture, self, run);
      collect_waits (fixture, self, run, waits);
      foresee (self, waits, &expected);
      check (self, run, &expected, start);
      fixture_check_run (fixture, run);
      g_assert_cmpuint (quire_test_clock_get_n_timers (fixture->clock), ==, 0);

      seen[expected.state]++;
      for (guint i = 0; i < MAX_STEPS; i++)
        g_array_unref (waits[i]);
      scripts_clear (self->scripts, self->n_steps);
    }

  /* The cases are worth something only if all of this happens. */
  g_assert_cmpuint (seen[QUIRE_RUN_COMPLETED], >, 0);
  g_assert_cmpuint (seen[QUIRE_RUN_FAILED], >, 0);
  g_assert_cmpuint (seen[QUIRE_RUN_CANCELLED], >, 0);
}

int
main (int argc, char *argv[])
{
  quire_test_init (&argc, &argv);

  g_test_add_func ("/engine/random", test_random);

  return g_test_run ();
}
