/* test-engine-file.c: runs that are found in the file, and the end of an engine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-test"

#include "config.h"

#include "workflow-fixture.h"

#include "quire-error.h"

static void
assert_refused (gboolean accepted, GError **error, int code)
{
  g_assert_false (accepted);
  g_assert_error (*error, QUIRE_ERROR, code);
  g_clear_error (error);
}

static void
test_stop_and_resume (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  Script scripts[] = { { .name = "a", .text = "First. " }, { .name = "b", .needs = { "a" }, .stalls = TRUE, .text = "Second, cut" }, { .name = "o", .fails = TRUE, .optional = TRUE }, { .name = "c", .needs = { "b", "o" } } };
  g_autoptr (QuireRun) first = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autofree char *events = NULL;
  DexFuture *waits;
  QuireRun *run;

  fixture_register (fixture, "play", scripts, G_N_ELEMENTS (scripts));
  first = fixture_submit (fixture, "play");
  id = g_strdup (quire_run_get_id (first));
  fixture_quiesce (fixture);
  g_assert_cmpint (fixture_get_step_state (first, "b"), ==, QUIRE_STEP_RUNNING);
  waits = quire_engine_when_finished (fixture->engine, id);
  fixture_reopen (fixture);
  g_assert_false (test_settle (waits, &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_INTERRUPTED);
  g_clear_error (&error);
  g_assert_cmpint (quire_run_get_state (first), ==, QUIRE_RUN_RUNNING);

  /* The run is found again, with names instead of titles while its workflow is unknown. */
  test_await (quire_engine_load (fixture->engine));
  run = quire_engine_lookup (fixture->engine, id);
  g_assert_nonnull (run);
  g_assert_cmpint (quire_run_get_state (run), ==, QUIRE_RUN_INTERRUPTED);
  g_assert_cmpstr (quire_run_get_partial_text (run), ==, "First. Second, cut");
  g_assert_cmpstr (quire_run_step_get_title (fixture_get_step (run, "a")), ==, "a");
  g_assert_cmpint (fixture_get_step_state (run, "a"), ==, QUIRE_STEP_COMPLETED);
  assert_refused (quire_engine_resume (fixture->engine, id, &error), &error, QUIRE_ERROR_NOT_FOUND);

  scripts[1].stalls = FALSE;
  scripts[1].text = "Second, whole.";
  fixture_register (fixture, "play", scripts, G_N_ELEMENTS (scripts));
  g_assert_cmpstr (quire_run_step_get_title (fixture_get_step (run, "a")), ==, "Step a");
  g_assert_true (quire_engine_resume (fixture->engine, id, &error));
  fixture_drive (fixture, run, -1);

  g_assert_cmpint (quire_run_get_state (run), ==, QUIRE_RUN_COMPLETED);
  g_assert_cmpuint (scripts[0].calls, ==, 1);
  g_assert_cmpuint (scripts[1].calls, ==, 2);
  g_assert_cmpuint (scripts[2].calls, ==, 1);
  g_assert_cmpstr (scripts[1].inputs, ==, "a=a");
  g_assert_cmpstr (scripts[3].inputs, ==, "b=b o=NULL");
  g_assert_cmpstr (quire_run_get_partial_text (run), ==, "Second, whole.");
  g_assert_cmpstr (quire_run_get_error_code (run), ==, "");
  fixture_check_run (fixture, run);
  scripts_clear (scripts, G_N_ELEMENTS (scripts));
}

/* A run that the file calls running and that nobody runs: an engine that loads it says what has become of it, and it can go on. */
static void
test_left_running (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  Script scripts[] = { { .name = "a" }, { .name = "b", .needs = { "a" }, .stalls = TRUE, .text = "Cut" }, { .name = "c", .needs = { "b" } } };
  g_autoptr (QuireRun) first = NULL;
  g_autofree char *id = NULL;
  QuireRun *run;

  fixture_register (fixture, "play", scripts, G_N_ELEMENTS (scripts));
  first = fixture_submit (fixture, "play");
  id = g_strdup (quire_run_get_id (first));
  fixture_quiesce (fixture);
  test_await (quire_engine_stop (fixture->engine));
  g_object_unref (fixture->engine);
  fixture->engine = quire_engine_new (fixture->project);
  test_await (quire_engine_load (fixture->engine));
  fixture_quiesce (fixture);

  run = quire_engine_lookup (fixture->engine, id);
  g_assert_cmpint (quire_run_get_state (run), ==, QUIRE_RUN_INTERRUPTED);
  g_assert_cmpstr (quire_run_get_error_code (run), ==, "interrupted");
  fixture_check_run (fixture, run);

  scripts[1].stalls = FALSE;
  fixture_register (fixture, "play", scripts, G_N_ELEMENTS (scripts));
  g_assert_true (quire_engine_resume (fixture->engine, id, NULL));
  fixture_drive (fixture, run, -1);
  g_assert_cmpint (quire_run_get_state (run), ==, QUIRE_RUN_COMPLETED);
  g_assert_cmpuint (scripts[0].calls, ==, 1);
  g_assert_cmpstr (quire_run_get_partial_text (run), ==, "Cut");
  fixture_check_run (fixture, run);
  scripts_clear (scripts, G_N_ELEMENTS (scripts));
}

static void
test_other_version (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  Script scripts[] = { { .name = "a", .stalls = TRUE }, { .name = "b", .needs = { "a" } } };
  Script renamed[] = { { .name = "a" }, { .name = "z", .needs = { "a" } } };
  g_autoptr (QuireRun) run = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  fixture_register (fixture, "play", scripts, 2);
  run = fixture_submit (fixture, "play");
  id = g_strdup (quire_run_get_id (run));
  fixture_quiesce (fixture);
  fixture_reopen (fixture);
  test_await (quire_engine_load (fixture->engine));
  fixture_register (fixture, "play", renamed, 2);

  assert_refused (quire_engine_resume (fixture->engine, id, &error), &error, QUIRE_ERROR_INVALID);
  g_assert_true (quire_engine_cancel (fixture->engine, id, &error));
  fixture_quiesce (fixture);
  g_assert_cmpint (quire_run_get_state (quire_engine_lookup (fixture->engine, id)), ==, QUIRE_RUN_CANCELLED);
  fixture_check_run (fixture, quire_engine_lookup (fixture->engine, id));
  scripts_clear (scripts, 2);
}

static void
test_order (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  Script scripts[] = { { .name = "a" } };
  g_autoptr (QuireRun) first = NULL;
  g_autoptr (QuireRun) second = NULL;
  g_autoptr (QuireRun) third = NULL;
  g_auto (GStrv) ids = g_new0 (char *, 3);
  GListModel *runs;

  fixture_register (fixture, "play", scripts, 1);
  first = fixture_submit (fixture, "play");
  quire_test_clock_advance (fixture->clock, 1000);
  second = fixture_submit (fixture, "play");
  fixture_quiesce (fixture);
  ids[0] = g_strdup (quire_run_get_id (first));
  ids[1] = g_strdup (quire_run_get_id (second));

  /* Loading and submitting at the same time gives no run twice. */
  fixture_reopen (fixture);
  fixture_register (fixture, "play", scripts, 1);
  {
    DexFuture *loading = quire_engine_load (fixture->engine);

    third = fixture_submit (fixture, "play");
    test_await (loading);
    test_await (quire_engine_load (fixture->engine));
  }
  runs = quire_engine_get_runs (fixture->engine);
  g_assert_cmpuint (g_list_model_get_n_items (runs), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (QuireRun) run = g_list_model_get_item (runs, i);

      g_assert_cmpstr (quire_run_get_id (run), ==, i == 0 ? quire_run_get_id (third) : ids[2 - i]);
    }
  fixture_drive (fixture, third, -1);
  scripts_clear (scripts, 1);
}

/* Closing the book while steps run: nothing is heard, nothing leaks, the engine goes. */
static void
test_dispose (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  Script scripts[] = { { .name = "a", .stalls = TRUE, .text = "x" }, { .name = "b", .duration_ms = 500 } };
  g_autoptr (QuireRun) run = NULL;
  g_autoptr (GError) error = NULL;

  fixture_register (fixture, "play", scripts, 2);
  run = fixture_submit (fixture, "play");
  fixture_quiesce (fixture);
  test_await (quire_engine_stop (fixture->engine));
  g_assert_cmpuint (quire_test_clock_get_n_timers (fixture->clock), ==, 0);
  assert_refused (quire_engine_cancel (fixture->engine, quire_run_get_id (run), &error), &error, QUIRE_ERROR_INVALID);
  g_assert_null (quire_engine_submit (fixture->engine, "play", quire_run_get_parameters (run), &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID);
  scripts_clear (scripts, 2);
}

static void
test_read_only (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  Script scripts[] = { { .name = "a" } };
  g_autoptr (QuireRun) run = NULL;
  g_autoptr (JsonObject) parameters = json_object_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  fixture_register (fixture, "play", scripts, 1);
  run = fixture_submit (fixture, "play");
  id = g_strdup (quire_run_get_id (run));
  fixture_drive (fixture, run, -1);

  test_await (quire_engine_stop (fixture->engine));
  g_clear_object (&fixture->engine);
  test_await (quire_project_close (fixture->project));
  g_clear_object (&fixture->project);
  fixture->project = test_await_object (quire_project_open (fixture->path, QUIRE_PROJECT_READ_ONLY, QUIRE_CLOCK (fixture->clock)));
  fixture->engine = quire_engine_new (fixture->project);
  fixture_register (fixture, "play", scripts, 1);
  test_await (quire_engine_load (fixture->engine));

  g_assert_nonnull (quire_engine_lookup (fixture->engine, id));
  g_assert_null (quire_engine_submit (fixture->engine, "play", parameters, &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_READ_ONLY);
  g_clear_error (&error);
  assert_refused (quire_engine_cancel (fixture->engine, id, &error), &error, QUIRE_ERROR_READ_ONLY);
  scripts_clear (scripts, 1);
}

int
main (int argc, char *argv[])
{
  quire_test_init (&argc, &argv);

  g_test_add_func ("/engine-file/stop-and-resume", test_stop_and_resume);
  g_test_add_func ("/engine-file/left-running", test_left_running);
  g_test_add_func ("/engine-file/other-version", test_other_version);
  g_test_add_func ("/engine-file/order", test_order);
  g_test_add_func ("/engine-file/dispose", test_dispose);
  g_test_add_func ("/engine-file/read-only", test_read_only);

  return g_test_run ();
}
