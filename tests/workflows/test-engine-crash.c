/* test-engine-crash.c: what is left of a run when the process is killed, and how it goes on
 *
 * The test starts itself as a child that runs a workflow on a book and hangs in its middle. The child says so by making a
 * file; then it is killed with no chance to do anything. Side effects of steps are counted in files, because memory is gone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-test"

#include "config.h"

#include "quire-test.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "quire-engine.h"
#include "quire-error.h"
#include "quire-future.h"
#include "quire-json.h"
#include "quire-run-repository.h"
#include "quire-step-context.h"
#include "workflow-fixture.h"

#define CHILD_VARIABLE "QUIRE_TEST_CRASH_FOLDER"
#define DEADLINE_MS 20000

static char *program;
static char *folder;
static gboolean gate_is_open;

static char *
in_folder (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

/* One more letter for each time that the step has run. */
static void
count (const char *name)
{
  g_autofree char *path = in_folder (name);
  g_autofree char *former = NULL;
  g_autofree char *text = NULL;

  g_file_get_contents (path, &former, NULL, NULL);
  text = g_strconcat (former != NULL ? former : "", "x", NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static guint
get_count (const char *name)
{
  g_autofree char *path = in_folder (name);
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) ? (guint) strlen (text) : 0;
}

static DexFuture *
first_step (QuireStepContext *context, gpointer data)
{
  JsonObject *output = json_object_new ();

  count ("first");
  json_object_set_string_member (output, "word", "tide");
  quire_step_context_take_output (context, output);
  quire_step_context_set_summary (context, "The first is done");

  return dex_future_new_true ();
}

static DexFuture *
beside_step (QuireStepContext *context, gpointer data)
{
  count ("beside");

  return dex_future_new_true ();
}

static DexFuture *
gated_step (QuireStepContext *context, gpointer data)
{
  g_autoptr (GError) error = NULL;

  count ("gated");
  if (!gate_is_open)
    {
      quire_step_context_push_text (context, "Half a sen");

      return dex_future_first (DEX_FUTURE (dex_promise_new_cancellable ()), NULL);
    }

  quire_step_context_push_text (context, "A whole sentence.");

  return dex_future_new_true ();
}

static DexFuture *
last_step (QuireStepContext *context, gpointer data)
{
  JsonObject *result = json_object_new ();

  count ("last");
  json_object_set_string_member (result, "word", quire_json_get_string (quire_step_context_get_input (context, "first"), "word", "lost"));
  quire_step_context_take_result (context, result);

  return dex_future_new_true ();
}

static QuireWorkflow *
make_workflow (void)
{
  static const char *const after_first[] = { "first", "beside", NULL };
  static const char *const after_gated[] = { "gated", "first", NULL };
  const QuireStepDefinition steps[] = {
    { "first", "First", NULL, first_step, 0, 0, FALSE },
    { "beside", "Beside", NULL, beside_step, 0, 0, FALSE },
    { "gated", "Gated", after_first, gated_step, 0, 0, FALSE },
    { "last", "Last", after_gated, last_step, 0, 0, FALSE },
  };
  QuireWorkflow *workflow = quire_workflow_new ("crash", "Crash", NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    quire_workflow_add_step (workflow, &steps[i]);

  return workflow;
}

/* -- the child -- */

static void
text_cb (QuireRun *run, const char *delta, gpointer data)
{
  g_autofree char *path = in_folder ("ready");

  /* What was emitted has been stored: from now on it must survive everything. */
  g_assert_true (g_file_set_contents (path, quire_run_get_id (run), -1, NULL));
}

G_GNUC_NORETURN static void
run_child (void)
{
  g_autoptr (QuireClock) clock = quire_clock_new_system ();
  g_autofree char *path = in_folder ("book.quire");
  g_autoptr (QuireProject) project = test_await_object (quire_project_open (path, QUIRE_PROJECT_NO_BACKUP, clock));
  g_autoptr (QuireEngine) engine = quire_engine_new (project);
  g_autoptr (QuireWorkflow) workflow = make_workflow ();
  g_autoptr (JsonObject) parameters = json_object_new ();
  g_autoptr (QuireRun) run = NULL;

  g_assert_false (quire_project_get_read_only (project));
  g_assert_true (quire_engine_register (engine, workflow, NULL));
  run = quire_engine_submit (engine, "crash", parameters, NULL);
  g_assert_nonnull (run);
  g_signal_connect (run, "text", G_CALLBACK (text_cb), NULL);

  for (;;)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
is_ready (gpointer data)
{
  g_autofree char *path = in_folder ("ready");

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
exited_cb (GPid pid, int status, gpointer data)
{
  *(int *) data = status;
}

static gboolean
has_exited (gpointer data)
{
  return *(int *) data != -1;
}

/* Starts the child, waits until it hangs, and kills it. Returns the id of its run. */
static char *
crash (void)
{
  char *argv[] = { program, NULL };
  g_auto (GStrv) environment = g_environ_setenv (g_get_environ (), CHILD_VARIABLE, folder, TRUE);
  g_autoptr (GError) error = NULL;
  g_autofree char *ready = in_folder ("ready");
  char *id = NULL;
  int status = -1;
  GPid child;

  g_spawn_async (NULL, argv, environment, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, &child, &error);
  g_assert_no_error (error);
  g_child_watch_add (child, exited_cb, &status);
  quire_test_wait_until (is_ready, NULL, DEADLINE_MS);
  g_assert_cmpint (kill (child, SIGKILL), ==, 0);
  quire_test_wait_until (has_exited, &status, DEADLINE_MS);
  g_assert_true (WIFSIGNALED (status));
  g_spawn_close_pid (child);

  g_assert_true (g_file_get_contents (ready, &id, NULL, NULL));
  g_assert_cmpint (unlink (ready), ==, 0);

  return id;
}

/* -- the parent -- */

static void
test_crash (void)
{
  g_autoptr (QuireClock) clock = quire_clock_new_system ();
  g_autoptr (Fixture) fixture = g_new0 (Fixture, 1);
  g_autoptr (QuireWorkflow) workflow = make_workflow ();
  g_autoptr (QuireProject) made = NULL;
  g_autofree char *path = NULL;
  g_autofree char *id = NULL;
  g_autofree char *events = NULL;
  g_autoptr (GError) error = NULL;
  QuireRun *run;

  folder = quire_test_make_folder ();
  path = in_folder ("book.quire");
  made = test_await_object (quire_project_create (path, quire_book_contents_new_blank ("The harbour"), clock));
  test_await (quire_project_close (made));
  id = crash ();

  fixture->path = g_strdup (path);
  fixture->clock = quire_test_clock_new ();
  fixture->project = test_await_object (quire_project_open (path, QUIRE_PROJECT_NO_BACKUP, QUIRE_CLOCK (fixture->clock)));
  fixture->engine = quire_engine_new (fixture->project);
  g_assert_true (quire_engine_register (fixture->engine, workflow, NULL));
  test_await (quire_engine_load (fixture->engine));

  run = quire_engine_lookup (fixture->engine, id);
  g_assert_nonnull (run);
  g_assert_cmpint (quire_run_get_state (run), ==, QUIRE_RUN_INTERRUPTED);
  g_assert_cmpstr (quire_run_get_error_code (run), ==, "interrupted");
  g_assert_cmpstr (quire_run_get_partial_text (run), ==, "Half a sen");
  g_assert_cmpint (fixture_get_step_state (run, "first"), ==, QUIRE_STEP_COMPLETED);
  g_assert_cmpstr (quire_run_step_get_summary (fixture_get_step (run, "first")), ==, "The first is done");
  g_assert_cmpint (fixture_get_step_state (run, "last"), ==, QUIRE_STEP_PENDING);

  gate_is_open = TRUE;
  quire_engine_resume (fixture->engine, id, &error);
  g_assert_no_error (error);
  test_await (quire_engine_when_finished (fixture->engine, id));

  g_assert_cmpint (quire_run_get_state (run), ==, QUIRE_RUN_COMPLETED);
  g_assert_cmpstr (quire_run_get_partial_text (run), ==, "A whole sentence.");
  g_assert_cmpstr (quire_json_get_string (quire_run_get_result (run), "word", ""), ==, "tide");
  g_assert_cmpuint (get_count ("first"), ==, 1);
  g_assert_cmpuint (get_count ("beside"), ==, 1);
  g_assert_cmpuint (get_count ("gated"), ==, 2);
  g_assert_cmpuint (get_count ("last"), ==, 1);
  events = fixture_dup_events (fixture, run);
  g_assert_nonnull (strstr (events, "step-output:gated interrupted resumed started step-started:gated step-output:gated step-completed:gated step-started:last"));
  fixture_check_run (fixture, run);
  g_clear_pointer (&folder, g_free);
}

int
main (int argc, char *argv[])
{
  const char *child = g_getenv (CHILD_VARIABLE);

  program = argv[0];
  quire_test_init (&argc, &argv);
  if (child != NULL)
    {
      folder = g_strdup (child);
      run_child ();
    }

  g_test_add_func ("/engine/crash", test_crash);

  return g_test_run ();
}
