/* workflow-fixture.c: a book with an engine, and workflows whose steps do as they are told
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-test"

#include "config.h"

#include "workflow-fixture.h"

#include "quire-error.h"
#include "quire-future.h"
#include "quire-json.h"
#include "quire-run-private.h"
#include "quire-run-repository.h"
#include "quire-step-context-private.h"

/* -- futures from outside of fibers -- */

static DexFuture *
ended_cb (DexFuture *ended, gpointer data)
{
  return NULL;
}

/* A future that another thread settles does not wake the loop by itself; a block on it does. */
gboolean
test_settle (DexFuture *future, GError **error)
{
  g_autoptr (DexFuture) owned = dex_future_finally (future, ended_cb, NULL, NULL);

  while (dex_future_is_pending (owned))
    g_main_context_iteration (NULL, TRUE);

  return dex_future_get_value (owned, error) != NULL;
}

static const GValue *
settle_well (DexFuture *future)
{
  g_autoptr (GError) error = NULL;
  const GValue *value;

  test_settle (dex_ref (future), NULL);
  value = dex_future_get_value (future, &error);
  g_assert_no_error (error);

  return value;
}

void
test_await (DexFuture *future)
{
  g_autoptr (DexFuture) owned = future;

  settle_well (owned);
}

gpointer
test_await_object (DexFuture *future)
{
  g_autoptr (DexFuture) owned = future;

  return g_value_dup_object (settle_well (owned));
}

GPtrArray *
test_await_array (DexFuture *future)
{
  g_autoptr (DexFuture) owned = future;

  return g_value_dup_boxed (settle_well (owned));
}

/* -- the fixture -- */

Fixture *
fixture_new (void)
{
  Fixture *self = g_new0 (Fixture, 1);
  g_autofree char *folder = quire_test_make_folder ();

  self->path = g_build_filename (folder, "book.quire", NULL);
  self->clock = quire_test_clock_new ();
  self->project = test_await_object (quire_project_create (self->path, quire_book_contents_new_blank ("The harbour"), QUIRE_CLOCK (self->clock)));
  self->engine = quire_engine_new (self->project);

  return self;
}

static void
close_book (Fixture *self)
{
  test_await (quire_engine_stop (self->engine));
  test_await (quire_project_close (self->project));
  g_assert_finalize_object (g_steal_pointer (&self->engine));
  g_clear_object (&self->project);
}

void
fixture_reopen (Fixture *self)
{
  close_book (self);
  self->project = test_await_object (quire_project_open (self->path, QUIRE_PROJECT_NO_BACKUP, QUIRE_CLOCK (self->clock)));
  self->engine = quire_engine_new (self->project);
}

void
fixture_free (Fixture *self)
{
  close_book (self);
  g_object_unref (self->clock);
  g_free (self->path);
  g_free (self);
}

static gboolean
iterate (void)
{
  gboolean any = FALSE;

  while (g_main_context_iteration (NULL, FALSE))
    any = TRUE;

  return any;
}

/* The database answers in order: when a read has come back, everything that was asked before has too. So a round in which the loop had nothing to do after the answer but to take
 * it, and in which no event was stored, is a quiet one. */
void
fixture_quiesce (Fixture *self)
{
  g_autofree char *before = NULL;

  for (;;)
    {
      GListModel *runs = quire_engine_get_runs (self->engine);
      g_autoptr (GString) state = g_string_new (NULL);

      iterate ();
      test_await (quire_project_load_setting (self->project, "quiesce"));
      iterate ();

      g_string_append_printf (state, "%u", quire_test_clock_get_n_timers (self->clock));
      for (guint i = 0; i < g_list_model_get_n_items (runs); i++)
        {
          g_autoptr (QuireRun) run = g_list_model_get_item (runs, i);
          g_autoptr (GPtrArray) events = NULL;

          if (quire_run_state_is_final (quire_run_get_state (run)))
            continue;
          events = test_await_array (quire_engine_load_events (self->engine, quire_run_get_id (run), 0));
          g_string_append_printf (state, " %s:%u/%u", quire_run_get_id (run), events->len, quire_run_get_state (run));
        }
      if (g_strcmp0 (before, state->str) == 0)
        return;
      g_set_str (&before, state->str);
    }
}

void
fixture_drive (Fixture *self, QuireRun *run, int state_wanted)
{
  for (guint turn = 0; turn < 10000; turn++)
    {
      QuireRunState state = quire_run_get_state (run);

      if (state_wanted < 0 ? quire_run_state_is_final (state) : (int) state == state_wanted)
        return;

      fixture_quiesce (self);
      state = quire_run_get_state (run);
      if (state_wanted < 0 ? quire_run_state_is_final (state) : (int) state == state_wanted)
        return;
      if (quire_test_clock_get_next (self->clock) < 0)
        g_error ("The run is %s and nothing will ever happen", quire_run_state_get_name (state));
      quire_test_clock_advance (self->clock, (guint64) quire_test_clock_get_next (self->clock));
    }

  g_error ("The run does not end");
}

/* -- scripts -- */

typedef struct
{
  Script *scripts;
  guint n_scripts;
} Play;

static void
note_inputs (QuireStepContext *context, Script *script)
{
  g_autoptr (GString) inputs = g_string_new (NULL);

  for (guint i = 0; script->needs[i] != NULL; i++)
    {
      JsonObject *input = quire_step_context_get_input (context, script->needs[i]);

      g_string_append_printf (inputs, "%s%s=%s", i > 0 ? " " : "", script->needs[i],
                              input != NULL ? quire_json_get_string (input, "by", "?") : "NULL");
    }
  g_set_str (&script->inputs, inputs->str);
}

static DexFuture *
play_step (QuireStepContext *context, gpointer data)
{
  Play *play = data;
  guint step = quire_step_context_get_step (context);
  Script *script = &play->scripts[step];
  QuireClock *clock = quire_step_context_get_clock (context);
  g_autoptr (GError) error = NULL;
  JsonObject *output;

  script->calls++;
  if (script->calls == 1)
    script->first_call_us = quire_clock_get_now (clock);
  note_inputs (context, script);
  if (script->text != NULL)
    quire_step_context_push_text (context, script->text);

  if (script->stalls)
    {
      g_autoptr (DexFuture) never = dex_future_first (DEX_FUTURE (dex_promise_new_cancellable ()), NULL);

      if (!quire_await (g_steal_pointer (&never), &error))
        return dex_future_new_for_error (g_steal_pointer (&error));
    }
  if (script->duration_ms > 0 && !quire_await (quire_clock_delay (clock, script->duration_ms), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (quire_step_context_get_attempt (context) <= script->n_transient)
    return quire_future_new_error (QUIRE_ERROR_OVERLOADED, "The server is busy.");
  if (script->fails)
    return quire_future_new_error (QUIRE_ERROR_REFUSED, "The step %s does not want to.", script->name);

  output = json_object_new ();
  json_object_set_string_member (output, "by", script->name);
  quire_step_context_take_output (context, output);
  quire_step_context_set_summary (context, script->name);
  if (step == play->n_scripts - 1)
    {
      JsonObject *result = json_object_new ();

      json_object_set_boolean_member (result, "done", TRUE);
      quire_step_context_take_result (context, result);
    }

  return dex_future_new_true ();
}

QuireWorkflow *
fixture_new_workflow (const char *kind, Script *scripts, guint n_scripts)
{
  Play *play = g_new0 (Play, 1);
  QuireWorkflow *workflow = quire_workflow_new (kind, "A play", play, g_free);

  *play = (Play) { scripts, n_scripts };
  for (guint i = 0; i < n_scripts; i++)
    {
      g_autofree char *title = g_strdup_printf ("Step %s", scripts[i].name);
      QuireStepDefinition step = { scripts[i].name, title, scripts[i].needs, play_step, scripts[i].timeout_ms, scripts[i].retries, scripts[i].optional };

      quire_workflow_add_step (workflow, &step);
    }

  return workflow;
}

void
fixture_register (Fixture *self, const char *kind, Script *scripts, guint n_scripts)
{
  g_autoptr (QuireWorkflow) workflow = fixture_new_workflow (kind, scripts, n_scripts);
  g_autoptr (GError) error = NULL;

  quire_engine_register (self->engine, workflow, &error);
  g_assert_no_error (error);
}

void
scripts_clear (Script *scripts, guint n_scripts)
{
  for (guint i = 0; i < n_scripts; i++)
    g_clear_pointer (&scripts[i].inputs, g_free);
}

QuireRun *
fixture_submit (Fixture *self, const char *kind)
{
  g_autoptr (JsonObject) parameters = json_object_new ();
  g_autoptr (GError) error = NULL;
  QuireRun *run;

  json_object_set_string_member (parameters, "colour", "green");
  run = quire_engine_submit (self->engine, kind, parameters, &error);
  g_assert_no_error (error);

  return run;
}

QuireRunStep *
fixture_get_step (QuireRun *run, const char *name)
{
  GListModel *steps = quire_run_get_steps (run);

  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (QuireRunStep) step = g_list_model_get_item (steps, i);

      if (g_str_equal (quire_run_step_get_name (step), name))
        return step;
    }

  g_error ("The run has no step %s", name);
}

QuireStepState
fixture_get_step_state (QuireRun *run, const char *name)
{
  return quire_run_step_get_state (fixture_get_step (run, name));
}

char *
fixture_dup_events (Fixture *self, QuireRun *run)
{
  g_autoptr (GPtrArray) events = test_await_array (quire_engine_load_events (self->engine, quire_run_get_id (run), 0));
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < events->len; i++)
    {
      const QuireRunEvent *event = g_ptr_array_index (events, i);

      g_string_append_printf (text, "%s%s%s%s", i > 0 ? " " : "", event->type, *event->step != '\0' ? ":" : "", event->step);
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

/* -- checks -- */

/* From the state of a run to the next: the letters are the first of the states' names, "-" before the first. */
static const struct
{
  const char *event;
  const char *from;
  char to;
} run_moves[] = {
  { "queued", "-", 'q' },
  { "started", "q", 'r' },
  { "paused", "qr", 'p' },
  { "resumed", "pi", 'q' },
  { "completed", "r", 'c' },
  { "failed", "r", 'f' },
  { "cancelled", "qrpi", 'x' },
  { "interrupted", "qr", 'i' },
};

static const struct
{
  const char *event;
  const char *from;
  char to;
} step_moves[] = {
  { "step-started", "-wi", 'r' },
  { "step-output", "r", 'r' },
  { "step-retrying", "r", 'w' },
  { "step-completed", "r", 'c' },
  { "step-failed", "r", 'f' },
};

static void
check_events (GPtrArray *events)
{
  g_autoptr (GHashTable) steps = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  char run = '-';

  for (guint i = 0; i < events->len; i++)
    {
      const QuireRunEvent *event = g_ptr_array_index (events, i);
      g_autoptr (JsonObject) payload = quire_json_parse_object (event->payload, -1, 0, NULL);
      gboolean known = FALSE;

      g_assert_cmpuint (event->sequence, ==, i + 1);
      g_assert_cmpint (event->time, >, 0);
      g_assert_nonnull (payload);
      for (guint m = 0; m < G_N_ELEMENTS (run_moves); m++)
        if (g_str_equal (run_moves[m].event, event->type))
          {
            if (strchr (run_moves[m].from, run) == NULL)
              g_error ("Event %u %s in state %c", i + 1, event->type, run);
            run = run_moves[m].to;
            known = TRUE;
          }
      if (g_str_equal (event->type, "interrupted"))
        g_hash_table_remove_all (steps);

      for (guint m = 0; m < G_N_ELEMENTS (step_moves); m++)
        if (g_str_equal (step_moves[m].event, event->type))
          {
            int at = GPOINTER_TO_INT (g_hash_table_lookup (steps, event->step));

            if (run != 'r' || strchr (step_moves[m].from, at != 0 ? at : '-') == NULL)
              g_error ("Event %u %s of %s in state %c of a run in state %c", i + 1, event->type, event->step, at != 0 ? at : '-', run);
            g_hash_table_replace (steps, g_strdup (event->step), GINT_TO_POINTER ((int) step_moves[m].to));
            known = TRUE;
          }
      if (!known)
        g_error ("Event %u has the unknown type %s", i + 1, event->type);
    }
}

void
fixture_check_run (Fixture *self, QuireRun *run)
{
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GPtrArray) records = NULL;
  const QuireRunRecord *stored;
  GListModel *steps = quire_run_get_steps (run);

  fixture_quiesce (self);
  events = test_await_array (quire_engine_load_events (self->engine, quire_run_get_id (run), 0));
  check_events (events);

  records = test_await_array (quire_run_repository_load (quire_project_get_database (self->project), quire_run_get_id (run)));
  g_assert_cmpuint (records->len, ==, 1);
  stored = g_ptr_array_index (records, 0);
  g_assert_cmpstr (stored->kind, ==, quire_run_get_kind (run));
  g_assert_cmpstr (stored->title, ==, quire_run_get_title (run));
  g_assert_cmpint (stored->state, ==, quire_run_get_state (run));
  g_assert_cmpstr (stored->partial_text, ==, quire_run_get_partial_text (run));
  g_assert_cmpstr (stored->error_code, ==, quire_run_get_error_code (run));
  g_assert_cmpstr (stored->error_message, ==, quire_run_get_error_message (run));
  g_assert_cmpstr (stored->result, ==, quire_run_get_record (run)->result);
  g_assert_cmpint (stored->created, ==, quire_run_get_created (run));
  g_assert_cmpint (stored->started, ==, quire_run_get_started (run));
  g_assert_cmpint (stored->ended, ==, quire_run_get_ended (run));
  g_assert_cmpuint (stored->steps->len, ==, g_list_model_get_n_items (steps));

  for (guint i = 0; i < stored->steps->len; i++)
    {
      const QuireStepRecord *record = g_ptr_array_index (stored->steps, i);
      g_autoptr (QuireRunStep) step = g_list_model_get_item (steps, i);
      JsonObject *output = quire_run_step_get_output (step);
      g_autofree char *text = output != NULL ? quire_json_object_to_string (output, FALSE) : NULL;

      g_assert_cmpstr (record->name, ==, quire_run_step_get_name (step));
      g_assert_cmpint (record->state, ==, quire_run_step_get_state (step));
      g_assert_cmpuint (record->attempts, ==, quire_run_step_get_attempts (step));
      g_assert_cmpstr (record->summary, ==, quire_run_step_get_summary (step));
      g_assert_cmpstr (record->error_message, ==, quire_run_step_get_error_message (step));
      g_assert_cmpint (record->started, ==, quire_run_step_get_started (step));
      g_assert_cmpint (record->ended, ==, quire_run_step_get_ended (step));
      g_assert_cmpstr (record->output, ==, text);
    }
}
