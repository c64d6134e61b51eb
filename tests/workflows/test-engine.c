/* test-engine.c: runs, their steps and what is told of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-test"

#include "config.h"

#include "workflow-fixture.h"

#include <string.h>

#include "quire-error.h"
#include "quire-future.h"
#include "quire-json.h"

static char *main_stack;

/* -- the straight way -- */

static void
test_line (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  Script scripts[] = { { "a" }, { "b", { "a" } }, { "c", { "b", "a" } } };
  g_autoptr (QuireRun) run = NULL;
  g_autofree char *events = NULL;

  fixture_register (fixture, "play", scripts, G_N_ELEMENTS (scripts));
  run = fixture_submit (fixture, "play");
  g_assert_cmpint (quire_run_get_state (run), ==, QUIRE_RUN_QUEUED);
  g_assert_cmpstr (quire_run_get_title (run), ==, "A play");
  g_assert_cmpstr (quire_json_get_string (quire_run_get_parameters (run), "colour", ""), ==, "green");
  g_assert_true (quire_engine_lookup (fixture->engine, quire_run_get_id (run)) == run);
  g_assert_cmpuint (g_list_model_get_n_items (quire_engine_get_runs (fixture->engine)), ==, 1);

  test_await (quire_engine_when_finished (fixture->engine, quire_run_get_id (run)));
  g_assert_cmpint (quire_run_get_state (run), ==, QUIRE_RUN_COMPLETED);
  g_assert_true (quire_json_get_boolean (quire_run_get_result (run), "done", FALSE));
  g_assert_cmpstr (quire_run_step_get_title (fixture_get_step (run, "b")), ==, "Step b");
  g_assert_cmpstr (quire_run_step_get_summary (fixture_get_step (run, "b")), ==, "b");
  g_assert_cmpfloat (quire_run_step_get_progress (fixture_get_step (run, "b")), ==, 1);
  g_assert_cmpstr (scripts[2].inputs, ==, "b=b a=a");
  events = fixture_dup_events (fixture, run);
  g_assert_cmpstr (events, ==,
                   "queued started step-started:a step-completed:a step-started:b step-completed:b step-started:c step-completed:c completed");
  fixture_check_run (fixture, run);
  test_await (quire_engine_when_finished (fixture->engine, quire_run_get_id (run)));
  scripts_clear (scripts, G_N_ELEMENTS (scripts));
}

static void
test_parallel (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  Script scripts[] = { { "a", { NULL }, 10 }, { "b", { "a" }, 1000 }, { "c", { "a" }, 1000 }, { "d", { "b", "c" }, 10 } };
  g_autoptr (QuireRun) run = NULL;

  fixture_register (fixture, "play", scripts, G_N_ELEMENTS (scripts));
  run = fixture_submit (fixture, "play");
  fixture_drive (fixture, run, -1);

  g_assert_cmpint (scripts[1].first_call_us, ==, scripts[2].first_call_us);
  g_assert_cmpint (scripts[3].first_call_us - scripts[1].first_call_us, ==, 1000 * 1000);
  g_assert_cmpint (quire_run_get_ended (run) - quire_run_get_started (run), ==, 1020 * 1000);
  fixture_check_run (fixture, run);
  scripts_clear (scripts, G_N_ELEMENTS (scripts));
}

/* -- what is told, and from where -- */

typedef struct
{
  GPtrArray *events; /* of char */
  GString *text;
  guint64 sequence;
  guint n_finished;
  gboolean off_stack;
  gboolean unstored;
} Log;

static void
note_stack (Log *log)
{
  char here;

  log->off_stack |= ABS (&here - main_stack) > 1024 * 1024;
}

static void
event_cb (QuireRun *run, const QuireRunEvent *event, Log *log)
{
  note_stack (log);
  g_assert_cmpuint (event->sequence, ==, log->sequence + 1);
  g_assert_cmpuint (log->n_finished, ==, 0);
  log->sequence = event->sequence;
  g_ptr_array_add (log->events, g_strdup (event->type));
}

static void
text_cb (QuireRun *run, const char *delta, Log *log)
{
  note_stack (log);
  g_string_append (log->text, delta);
  log->unstored |= !g_str_has_prefix (quire_run_get_partial_text (run), log->text->str);
}

static void
finished_cb (QuireRun *run, Log *log)
{
  note_stack (log);
  log->n_finished++;
  g_assert_true (quire_run_state_is_final (quire_run_get_state (run)));
}

static void
notify_cb (QuireRun *run, GParamSpec *pspec, Log *log)
{
  note_stack (log);
}

static void
listen (QuireRun *run, Log *log)
{
  log->events = g_ptr_array_new_with_free_func (g_free);
  log->text = g_string_new (NULL);
  g_signal_connect (run, "event", G_CALLBACK (event_cb), log);
  g_signal_connect (run, "text", G_CALLBACK (text_cb), log);
  g_signal_connect (run, "finished", G_CALLBACK (finished_cb), log);
  g_signal_connect (run, "notify", G_CALLBACK (notify_cb), log);
}

static void
log_clear (Log *log)
{
  g_ptr_array_unref (log->events);
  g_string_free (log->text, TRUE);
}

static void
test_signals (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  Script scripts[] = { { .name = "a", .text = "Low water. " }, { .name = "b", .needs = { "a" }, .text = "The weir." } };
  g_autoptr (QuireRun) run = NULL;
  g_autoptr (GPtrArray) stored = NULL;
  Log log = { 0 };

  fixture_register (fixture, "play", scripts, G_N_ELEMENTS (scripts));
  run = fixture_submit (fixture, "play");
  listen (run, &log);
  fixture_drive (fixture, run, -1);

  g_assert_false (log.off_stack);
  g_assert_false (log.unstored);
  g_assert_cmpuint (log.n_finished, ==, 1);
  g_assert_cmpstr (log.text->str, ==, "Low water. The weir.");
  g_assert_cmpstr (quire_run_get_partial_text (run), ==, "Low water. The weir.");
  g_assert_cmpuint (quire_run_get_n_words (run), ==, 4);
  stored = test_await_array (quire_engine_load_events (fixture->engine, quire_run_get_id (run), 0));
  g_assert_cmpuint (stored->len, ==, log.events->len);
  for (guint i = 0; i < stored->len; i++)
    g_assert_cmpstr (((QuireRunEvent *) g_ptr_array_index (stored, i))->type, ==, g_ptr_array_index (log.events, i));
  fixture_check_run (fixture, run);
  log_clear (&log);
  scripts_clear (scripts, G_N_ELEMENTS (scripts));
}

/* Text in many small pieces, faster than the file takes it. */
#define N_PIECES 2000

static DexFuture *
stream_step (QuireStepContext *context, gpointer data)
{
  for (guint i = 0; i < N_PIECES; i++)
    {
      g_autofree char *piece = g_strdup_printf ("é%u ", i);
      g_autoptr (GError) error = NULL;

      quire_step_context_set_progress (context, i / (double) N_PIECES);
      quire_step_context_push_text (context, piece);
      if (i % 100 == 99 && !quire_await (quire_project_load_setting (data, "wait"), &error))
        return dex_future_new_for_error (g_steal_pointer (&error));
    }

  return dex_future_new_true ();
}

static void
test_stream (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (QuireWorkflow) workflow = quire_workflow_new ("stream", "Stream", fixture->project, NULL);
  QuireStepDefinition step = { "stream", "Stream", NULL, stream_step, 0, 0, FALSE };
  g_autoptr (QuireRun) run = NULL;
  g_autoptr (GString) expected = g_string_new (NULL);
  g_autoptr (GString) streamed = g_string_new (NULL);
  g_autoptr (GPtrArray) events = NULL;
  guint n_outputs = 0;
  double progress = -1;
  Log log = { 0 };

  for (guint i = 0; i < N_PIECES; i++)
    g_string_append_printf (expected, "é%u ", i);

  quire_workflow_add_step (workflow, &step);
  g_assert_true (quire_engine_register (fixture->engine, workflow, NULL));
  run = fixture_submit (fixture, "stream");
  listen (run, &log);
  test_await (quire_engine_when_finished (fixture->engine, quire_run_get_id (run)));

  g_assert_cmpstr (log.text->str, ==, expected->str);
  g_assert_cmpstr (quire_run_get_partial_text (run), ==, expected->str);
  events = test_await_array (quire_engine_load_events (fixture->engine, quire_run_get_id (run), 0));
  for (guint i = 0; i < events->len; i++)
    {
      const QuireRunEvent *event = g_ptr_array_index (events, i);
      g_autoptr (JsonObject) payload = quire_json_parse_object (event->payload, -1, 0, NULL);

      if (!g_str_equal (event->type, "step-output"))
        continue;
      n_outputs++;
      g_string_append (streamed, quire_json_get_string (payload, "text", ""));
      g_assert_cmpfloat (quire_json_get_double (payload, "progress", -1), >=, progress);
      progress = quire_json_get_double (payload, "progress", -1);
    }
  g_assert_cmpstr (streamed->str, ==, expected->str);
  g_assert_cmpuint (n_outputs, >, 1);
  g_assert_cmpuint (n_outputs, <, 100);
  g_assert_cmpfloat (progress, >, 0.9);
  fixture_check_run (fixture, run);
  log_clear (&log);
}

/* A listener that comes late loads the past and passes over what it has heard twice. */
static void
test_late_listener (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  Script scripts[] = { { "a", { NULL }, 100 }, { "b", { "a" }, 100 }, { "c", { "b" }, 100 } };
  g_autoptr (QuireRun) run = NULL;
  g_autoptr (GPtrArray) past = NULL;
  g_autoptr (GPtrArray) rest = NULL;
  const QuireRunEvent *last;
  Log log = { 0 };

  fixture_register (fixture, "play", scripts, G_N_ELEMENTS (scripts));
  run = fixture_submit (fixture, "play");
  fixture_quiesce (fixture);
  quire_test_clock_advance (fixture->clock, 100);
  fixture_quiesce (fixture);

  past = test_await_array (quire_engine_load_events (fixture->engine, quire_run_get_id (run), 0));
  last = g_ptr_array_index (past, past->len - 1);
  log.sequence = last->sequence;
  listen (run, &log);
  fixture_drive (fixture, run, -1);

  rest = test_await_array (quire_engine_load_events (fixture->engine, quire_run_get_id (run), last->sequence));
  g_assert_cmpuint (past->len, ==, 5);
  g_assert_cmpuint (rest->len, ==, log.events->len);
  log_clear (&log);
  scripts_clear (scripts, G_N_ELEMENTS (scripts));
}

/* -- failures -- */

static void
test_retry (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  Script scripts[] = { { .name = "a", .n_transient = 9, .retries = 9 } };
  g_autoptr (QuireRun) run = NULL;
  g_autoptr (GPtrArray) events = NULL;
  guint n_delays = 0;

  fixture_register (fixture, "play", scripts, 1);
  run = fixture_submit (fixture, "play");
  fixture_drive (fixture, run, -1);

  g_assert_cmpint (quire_run_get_state (run), ==, QUIRE_RUN_COMPLETED);
  g_assert_cmpuint (scripts[0].calls, ==, 10);
  g_assert_cmpuint (quire_run_step_get_attempts (fixture_get_step (run, "a")), ==, 10);
  events = test_await_array (quire_engine_load_events (fixture->engine, quire_run_get_id (run), 0));
  for (guint i = 0; i < events->len; i++)
    {
      const QuireRunEvent *event = g_ptr_array_index (events, i);
      g_autoptr (JsonObject) payload = quire_json_parse_object (event->payload, -1, 0, NULL);
      double full = 500.0 * (1 << n_delays);
      gint64 delay = quire_json_get_int (payload, "delay_ms", -1);

      if (!g_str_equal (event->type, "step-retrying"))
        continue;
      g_assert_cmpfloat (delay, >=, MIN (full * 0.74, 30000));
      g_assert_cmpfloat (delay, <=, MIN (full * 1.26, 30000));
      g_assert_cmpstr (quire_json_get_string (quire_json_get_object (payload, "error"), "code", ""), ==, "overloaded");
      n_delays++;
    }
  g_assert_cmpuint (n_delays, ==, 9);
  fixture_check_run (fixture, run);
  scripts_clear (scripts, 1);
}

static void
test_not_retried (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  Script text[] = { { .name = "a", .n_transient = 5, .retries = 5, .text = "Half a sent" } };
  Script refused[] = { { .name = "a", .fails = TRUE, .retries = 5 } };
  Script exhausted[] = { { .name = "a", .n_transient = 5, .retries = 2 } };
  struct
  {
    const char *kind;
    Script *scripts;
    guint calls;
    const char *code;
  } cases[] = { { "text", text, 1, "overloaded" }, { "refused", refused, 1, "refused" }, { "exhausted", exhausted, 3, "overloaded" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (QuireRun) run = NULL;

      fixture_register (fixture, cases[i].kind, cases[i].scripts, 1);
      run = fixture_submit (fixture, cases[i].kind);
      fixture_drive (fixture, run, -1);
      g_assert_cmpint (quire_run_get_state (run), ==, QUIRE_RUN_FAILED);
      g_assert_cmpint (fixture_get_step_state (run, "a"), ==, QUIRE_STEP_FAILED);
      g_assert_cmpuint (cases[i].scripts[0].calls, ==, cases[i].calls);
      g_assert_cmpstr (quire_run_get_error_code (run), ==, cases[i].code);
      g_assert_cmpstr (quire_run_get_error_message (run), ==, quire_run_step_get_error_message (fixture_get_step (run, "a")));
      fixture_check_run (fixture, run);
      scripts_clear (cases[i].scripts, 1);
    }

  g_assert_cmpuint (quire_test_clock_get_n_timers (fixture->clock), ==, 0);
}

static void
test_timeout (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  Script scripts[] = { { .name = "a", .stalls = TRUE, .timeout_ms = 5000, .retries = 1 } };
  g_autoptr (QuireRun) run = NULL;

  fixture_register (fixture, "play", scripts, 1);
  run = fixture_submit (fixture, "play");
  fixture_drive (fixture, run, -1);

  g_assert_cmpint (quire_run_get_state (run), ==, QUIRE_RUN_FAILED);
  g_assert_cmpstr (quire_run_get_error_code (run), ==, "timed_out");
  g_assert_cmpuint (scripts[0].calls, ==, 2);
  g_assert_cmpint (quire_run_get_ended (run) - quire_run_get_started (run), >=, 10 * G_USEC_PER_SEC);
  fixture_check_run (fixture, run);
  scripts_clear (scripts, 1);
}

static void
test_optional (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  Script scripts[] = { { .name = "a", .fails = TRUE, .optional = TRUE }, { .name = "b" }, { .name = "c", .needs = { "a", "b" } } };
  g_autoptr (QuireRun) run = NULL;

  fixture_register (fixture, "play", scripts, G_N_ELEMENTS (scripts));
  run = fixture_submit (fixture, "play");
  fixture_drive (fixture, run, -1);

  g_assert_cmpint (quire_run_get_state (run), ==, QUIRE_RUN_COMPLETED);
  g_assert_cmpint (fixture_get_step_state (run, "a"), ==, QUIRE_STEP_FAILED);
  g_assert_cmpstr (scripts[2].inputs, ==, "a=NULL b=b");
  fixture_check_run (fixture, run);
  scripts_clear (scripts, G_N_ELEMENTS (scripts));
}

static void
test_required (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  Script scripts[] = {
    { .name = "fails", .duration_ms = 100, .fails = TRUE },
    { .name = "sibling", .duration_ms = 500 },
    { .name = "early", .duration_ms = 50 },
    { .name = "second", .needs = { "early" }, .duration_ms = 200, .fails = TRUE },
    { .name = "child", .needs = { "fails" } },
    { .name = "grandchild", .needs = { "child", "sibling" } },
    { .name = "other", .needs = { "sibling" } },
  };
  g_autoptr (QuireRun) run = NULL;

  fixture_register (fixture, "play", scripts, G_N_ELEMENTS (scripts));
  run = fixture_submit (fixture, "play");
  fixture_drive (fixture, run, -1);

  g_assert_cmpint (quire_run_get_state (run), ==, QUIRE_RUN_FAILED);
  g_assert_cmpstr (quire_run_get_error_message (run), ==, "The step fails does not want to.");
  g_assert_cmpint (fixture_get_step_state (run, "sibling"), ==, QUIRE_STEP_COMPLETED);
  g_assert_nonnull (quire_run_step_get_output (fixture_get_step (run, "sibling")));
  g_assert_cmpint (fixture_get_step_state (run, "second"), ==, QUIRE_STEP_FAILED);
  g_assert_cmpint (fixture_get_step_state (run, "child"), ==, QUIRE_STEP_SKIPPED);
  g_assert_cmpint (fixture_get_step_state (run, "grandchild"), ==, QUIRE_STEP_SKIPPED);
  g_assert_cmpint (fixture_get_step_state (run, "other"), ==, QUIRE_STEP_SKIPPED);
  g_assert_cmpint (quire_run_get_ended (run) - quire_run_get_started (run), ==, 500 * 1000);
  fixture_check_run (fixture, run);
  scripts_clear (scripts, G_N_ELEMENTS (scripts));
}

/* -- commands -- */

static void
assert_refused (gboolean accepted, GError **error, int code)
{
  g_assert_false (accepted);
  g_assert_error (*error, QUIRE_ERROR, code);
  g_clear_error (error);
}

static void
test_cancel (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  Script scripts[] = { { .name = "a" }, { .name = "b", .needs = { "a" }, .stalls = TRUE, .text = "Half a sentence" }, { .name = "c", .needs = { "b" } } };
  g_autoptr (QuireRun) run = NULL;
  g_autoptr (GError) error = NULL;
  const char *id;

  fixture_register (fixture, "play", scripts, G_N_ELEMENTS (scripts));
  run = fixture_submit (fixture, "play");
  id = quire_run_get_id (run);
  fixture_quiesce (fixture);
  g_assert_cmpint (fixture_get_step_state (run, "b"), ==, QUIRE_STEP_RUNNING);
  quire_engine_cancel (fixture->engine, id, &error);
  g_assert_no_error (error);
  assert_refused (quire_engine_cancel (fixture->engine, id, &error), &error, QUIRE_ERROR_INVALID);
  test_await (quire_engine_when_finished (fixture->engine, id));

  g_assert_cmpint (quire_run_get_state (run), ==, QUIRE_RUN_CANCELLED);
  g_assert_cmpstr (quire_run_get_partial_text (run), ==, "Half a sentence");
  g_assert_cmpint (fixture_get_step_state (run, "a"), ==, QUIRE_STEP_COMPLETED);
  g_assert_cmpint (fixture_get_step_state (run, "b"), ==, QUIRE_STEP_CANCELLED);
  g_assert_cmpint (fixture_get_step_state (run, "c"), ==, QUIRE_STEP_SKIPPED);
  g_assert_cmpstr (quire_run_get_error_code (run), ==, "");
  assert_refused (quire_engine_cancel (fixture->engine, id, &error), &error, QUIRE_ERROR_INVALID);
  assert_refused (quire_engine_pause (fixture->engine, id, &error), &error, QUIRE_ERROR_INVALID);
  assert_refused (quire_engine_resume (fixture->engine, id, &error), &error, QUIRE_ERROR_INVALID);
  assert_refused (quire_engine_cancel (fixture->engine, "nobody", &error), &error, QUIRE_ERROR_NOT_FOUND);
  fixture_check_run (fixture, run);
  scripts_clear (scripts, G_N_ELEMENTS (scripts));
}

/* A cancelled run is also taken out of a back-off, and out of the queue before it was ever started. */
static void
test_cancel_waiting (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  Script scripts[] = { { .name = "a", .n_transient = 5, .retries = 5 } };
  g_autoptr (QuireRun) waits = NULL;
  g_autoptr (QuireRun) fresh = NULL;

  fixture_register (fixture, "play", scripts, 1);
  waits = fixture_submit (fixture, "play");
  fixture_quiesce (fixture);
  g_assert_cmpint (fixture_get_step_state (waits, "a"), ==, QUIRE_STEP_RETRYING);
  g_assert_true (quire_engine_cancel (fixture->engine, quire_run_get_id (waits), NULL));
  fixture_check_run (fixture, waits);
  g_assert_cmpint (fixture_get_step_state (waits, "a"), ==, QUIRE_STEP_CANCELLED);
  g_assert_cmpuint (quire_test_clock_get_n_timers (fixture->clock), ==, 0);

  fresh = fixture_submit (fixture, "play");
  g_assert_true (quire_engine_cancel (fixture->engine, quire_run_get_id (fresh), NULL));
  fixture_check_run (fixture, fresh);
  g_assert_cmpint (quire_run_get_state (fresh), ==, QUIRE_RUN_CANCELLED);
  g_assert_cmpint (fixture_get_step_state (fresh, "a"), ==, QUIRE_STEP_SKIPPED);
  g_assert_cmpuint (scripts[0].calls, ==, 1);
  scripts_clear (scripts, 1);
}

static void
test_pause (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  Script scripts[] = { { .name = "a", .duration_ms = 100 }, { .name = "b", .needs = { "a" }, .duration_ms = 100 } };
  g_autoptr (QuireRun) run = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *events = NULL;
  const char *id;

  fixture_register (fixture, "play", scripts, 2);
  run = fixture_submit (fixture, "play");
  id = quire_run_get_id (run);
  fixture_quiesce (fixture);
  assert_refused (quire_engine_resume (fixture->engine, id, &error), &error, QUIRE_ERROR_INVALID);
  g_assert_true (quire_engine_pause (fixture->engine, id, &error));
  fixture_quiesce (fixture);
  g_assert_cmpint (quire_run_get_state (run), ==, QUIRE_RUN_RUNNING);
  fixture_drive (fixture, run, QUIRE_RUN_PAUSED);
  g_assert_cmpint (fixture_get_step_state (run, "a"), ==, QUIRE_STEP_COMPLETED);
  g_assert_cmpint (fixture_get_step_state (run, "b"), ==, QUIRE_STEP_PENDING);
  g_assert_cmpuint (quire_test_clock_get_n_timers (fixture->clock), ==, 0);
  assert_refused (quire_engine_pause (fixture->engine, id, &error), &error, QUIRE_ERROR_INVALID);

  g_assert_true (quire_engine_resume (fixture->engine, id, &error));
  fixture_drive (fixture, run, -1);
  g_assert_cmpint (quire_run_get_state (run), ==, QUIRE_RUN_COMPLETED);
  g_assert_cmpuint (scripts[0].calls, ==, 1);
  g_assert_cmpstr (scripts[1].inputs, ==, "a=a");
  events = fixture_dup_events (fixture, run);
  g_assert_cmpstr (events, ==,
                   "queued started step-started:a step-completed:a paused resumed started step-started:b step-completed:b completed");
  fixture_check_run (fixture, run);
  scripts_clear (scripts, 2);
}

/* A pause that has not taken effect is taken back, a queued run is paused at once, and a pause at the last step changes nothing. */
static void
test_pause_edges (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  Script scripts[] = { { .name = "a", .duration_ms = 100 }, { .name = "b", .needs = { "a" }, .duration_ms = 100 } };
  g_autoptr (QuireRun) taken_back = NULL;
  g_autoptr (QuireRun) queued = NULL;
  g_autoptr (QuireRun) last = NULL;
  g_autoptr (QuireRun) cancelled = NULL;

  fixture_register (fixture, "play", scripts, 2);
  taken_back = fixture_submit (fixture, "play");
  fixture_quiesce (fixture);
  g_assert_true (quire_engine_pause (fixture->engine, quire_run_get_id (taken_back), NULL));
  g_assert_true (quire_engine_resume (fixture->engine, quire_run_get_id (taken_back), NULL));
  fixture_drive (fixture, taken_back, -1);
  g_assert_cmpint (quire_run_get_ended (taken_back) - quire_run_get_started (taken_back), ==, 200 * 1000);

  queued = fixture_submit (fixture, "play");
  g_assert_true (quire_engine_pause (fixture->engine, quire_run_get_id (queued), NULL));
  fixture_quiesce (fixture);
  g_assert_cmpint (quire_run_get_state (queued), ==, QUIRE_RUN_PAUSED);
  g_assert_true (quire_engine_resume (fixture->engine, quire_run_get_id (queued), NULL));
  fixture_drive (fixture, queued, -1);
  g_assert_cmpint (quire_run_get_state (queued), ==, QUIRE_RUN_COMPLETED);

  last = fixture_submit (fixture, "play");
  fixture_quiesce (fixture);
  quire_test_clock_advance (fixture->clock, 100);
  fixture_quiesce (fixture);
  g_assert_true (quire_engine_pause (fixture->engine, quire_run_get_id (last), NULL));
  fixture_drive (fixture, last, -1);
  g_assert_cmpint (quire_run_get_state (last), ==, QUIRE_RUN_COMPLETED);

  cancelled = fixture_submit (fixture, "play");
  fixture_quiesce (fixture);
  g_assert_true (quire_engine_pause (fixture->engine, quire_run_get_id (cancelled), NULL));
  fixture_drive (fixture, cancelled, QUIRE_RUN_PAUSED);
  g_assert_true (quire_engine_cancel (fixture->engine, quire_run_get_id (cancelled), NULL));
  fixture_quiesce (fixture);
  g_assert_cmpint (quire_run_get_state (cancelled), ==, QUIRE_RUN_CANCELLED);

  fixture_check_run (fixture, taken_back);
  fixture_check_run (fixture, queued);
  fixture_check_run (fixture, last);
  fixture_check_run (fixture, cancelled);
  scripts_clear (scripts, 2);
}

static void
test_places (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  Script scripts[] = { { .name = "a", .duration_ms = 1000 } };
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func (g_object_unref);

  fixture_register (fixture, "play", scripts, 1);
  for (guint i = 0; i < 2 * QUIRE_ENGINE_MAX_RUNS + 1; i++)
    g_ptr_array_add (runs, fixture_submit (fixture, "play"));
  fixture_quiesce (fixture);

  for (guint i = 0; i < runs->len; i++)
    g_assert_cmpint (quire_run_get_state (g_ptr_array_index (runs, i)), ==, i < QUIRE_ENGINE_MAX_RUNS ? QUIRE_RUN_RUNNING : QUIRE_RUN_QUEUED);

  /* A place that becomes free goes to the first that waits. */
  g_assert_true (quire_engine_cancel (fixture->engine, quire_run_get_id (g_ptr_array_index (runs, 1)), NULL));
  g_assert_true (quire_engine_cancel (fixture->engine, quire_run_get_id (g_ptr_array_index (runs, QUIRE_ENGINE_MAX_RUNS + 1)), NULL));
  fixture_quiesce (fixture);
  g_assert_cmpint (quire_run_get_state (g_ptr_array_index (runs, QUIRE_ENGINE_MAX_RUNS)), ==, QUIRE_RUN_RUNNING);
  g_assert_cmpint (quire_run_get_state (g_ptr_array_index (runs, QUIRE_ENGINE_MAX_RUNS + 2)), ==, QUIRE_RUN_QUEUED);

  fixture_drive (fixture, g_ptr_array_index (runs, runs->len - 1), -1);
  for (guint i = 0; i < runs->len; i++)
    fixture_check_run (fixture, g_ptr_array_index (runs, i));
  scripts_clear (scripts, 1);
}

static gboolean
refuse_parameters (JsonObject *parameters, gpointer data, GError **error)
{
  g_set_error_literal (error, QUIRE_ERROR, QUIRE_ERROR_SCENE_EXISTS, "It is there already.");
  return FALSE;
}

static void
test_refused (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  Script scripts[] = { { .name = "a" } };
  Script circle[] = { { .name = "a", .needs = { "a" } } };
  g_autoptr (QuireWorkflow) twice = fixture_new_workflow ("play", scripts, 1);
  g_autoptr (QuireWorkflow) cyclic = fixture_new_workflow ("circle", circle, 1);
  g_autoptr (QuireWorkflow) strict = fixture_new_workflow ("strict", scripts, 1);
  g_autoptr (JsonObject) parameters = json_object_new ();
  g_autoptr (GError) error = NULL;

  fixture_register (fixture, "play", scripts, 1);
  assert_refused (quire_engine_register (fixture->engine, twice, &error), &error, QUIRE_ERROR_INVALID);
  assert_refused (quire_engine_register (fixture->engine, cyclic, &error), &error, QUIRE_ERROR_INVALID);
  quire_workflow_set_check (strict, refuse_parameters);
  g_assert_true (quire_engine_register (fixture->engine, strict, &error));

  g_assert_null (quire_engine_submit (fixture->engine, "nothing", parameters, &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (quire_engine_submit (fixture->engine, "strict", parameters, &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_SCENE_EXISTS);
  g_clear_error (&error);
  g_assert_false (test_settle (quire_engine_when_finished (fixture->engine, "nobody"), &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_NOT_FOUND);
  g_assert_cmpuint (g_list_model_get_n_items (quire_engine_get_runs (fixture->engine)), ==, 0);
}

/* -- the file -- */

static void
test_store_fails (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  Script scripts[] = { { .name = "a", .duration_ms = 1000, .text = "Before the disk was full. " }, { .name = "b", .needs = { "a" } } };
  g_autoptr (QuireRun) run = NULL;
  g_autoptr (QuireRun) never = NULL;
  Log log = { 0 };

  fixture_register (fixture, "play", scripts, 2);
  run = fixture_submit (fixture, "play");
  listen (run, &log);
  fixture_quiesce (fixture);

  /* Under the feet of the engine. */
  test_await (quire_project_close (fixture->project));
  never = fixture_submit (fixture, "play");
  quire_test_clock_advance (fixture->clock, 1000);
  test_await (quire_engine_when_finished (fixture->engine, quire_run_get_id (run)));
  test_await (quire_engine_when_finished (fixture->engine, quire_run_get_id (never)));

  g_assert_cmpint (quire_run_get_state (run), ==, QUIRE_RUN_FAILED);
  g_assert_cmpstr (quire_run_get_error_code (run), ==, "store");
  g_assert_cmpstr (quire_run_get_partial_text (run), ==, "Before the disk was full. ");
  g_assert_cmpint (fixture_get_step_state (run, "b"), ==, QUIRE_STEP_SKIPPED);
  g_assert_cmpuint (log.n_finished, ==, 1);
  g_assert_cmpint (quire_run_get_state (never), ==, QUIRE_RUN_FAILED);
  g_assert_cmpuint (scripts[0].calls, ==, 1);
  log_clear (&log);
  scripts_clear (scripts, 2);
}

int
main (int argc, char *argv[])
{
  char here;

  main_stack = &here;
  quire_test_init (&argc, &argv);

  g_test_add_func ("/engine/line", test_line);
  g_test_add_func ("/engine/parallel", test_parallel);
  g_test_add_func ("/engine/signals", test_signals);
  g_test_add_func ("/engine/stream", test_stream);
  g_test_add_func ("/engine/late-listener", test_late_listener);
  g_test_add_func ("/engine/retry", test_retry);
  g_test_add_func ("/engine/not-retried", test_not_retried);
  g_test_add_func ("/engine/timeout", test_timeout);
  g_test_add_func ("/engine/optional", test_optional);
  g_test_add_func ("/engine/required", test_required);
  g_test_add_func ("/engine/cancel", test_cancel);
  g_test_add_func ("/engine/cancel-waiting", test_cancel_waiting);
  g_test_add_func ("/engine/pause", test_pause);
  g_test_add_func ("/engine/pause-edges", test_pause_edges);
  g_test_add_func ("/engine/places", test_places);
  g_test_add_func ("/engine/refused", test_refused);
  g_test_add_func ("/engine/store-fails", test_store_fails);

  return g_test_run ();
}
