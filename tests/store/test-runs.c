/* test-runs.c: workflow runs as rows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "quire-run-repository.h"
#include "store-test.h"

static void
test_names (void)
{
  for (int i = QUIRE_RUN_QUEUED; i <= QUIRE_RUN_INTERRUPTED; i++)
    {
      QuireRunState state = QUIRE_RUN_QUEUED;

      g_assert_true (quire_run_state_from_name (quire_run_state_get_name ((QuireRunState) i), &state));
      g_assert_cmpint (state, ==, i);
      g_assert_cmpstr (quire_run_state_get_title (state), !=, "");
    }
  for (int i = QUIRE_STEP_PENDING; i <= QUIRE_STEP_CANCELLED; i++)
    {
      QuireStepState state = QUIRE_STEP_PENDING;

      g_assert_true (quire_step_state_from_name (quire_step_state_get_name ((QuireStepState) i), &state));
      g_assert_cmpint (state, ==, i);
      g_assert_cmpstr (quire_step_state_get_title (state), !=, "");
    }
  g_assert_false (quire_run_state_from_name ("pending", &(QuireRunState) { 0 }));
  g_assert_false (quire_step_state_from_name (NULL, &(QuireStepState) { 0 }));
  g_assert_true (quire_run_state_is_final (QUIRE_RUN_CANCELLED));
  g_assert_false (quire_run_state_is_final (QUIRE_RUN_INTERRUPTED));
  g_assert_false (quire_run_state_is_final (QUIRE_RUN_PAUSED));
}

static QuireRunRecord *
make_run (const char *title, QuireRunState state, gint64 created)
{
  QuireRunRecord *run = quire_run_record_new ("scene-generation", title, "{\"act\":1}");
  QuireStepRecord *step = quire_step_record_new ("parse-outline");

  run->state = state;
  run->created = created;
  g_ptr_array_add (run->steps, step);
  g_ptr_array_add (run->steps, quire_step_record_new ("draft"));
  step->state = QUIRE_STEP_COMPLETED;
  g_set_str (&step->output, "{\"beats\":[]}");
  return run;
}

static GPtrArray *
make_events (const char *const *types)
{
  GPtrArray *events = g_ptr_array_new_with_free_func ((GDestroyNotify) quire_run_event_free);

  for (guint i = 0; types[i] != NULL; i++)
    {
      QuireRunEvent *event = quire_run_event_new (types[i], i > 0 ? "draft" : NULL, NULL);

      event->time = 1000 + i;
      g_ptr_array_add (events, event);
    }
  return events;
}

static void
store (DexFuture *future, guint64 first, guint n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) events = quire_await_array (future, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (events->len, ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpuint (((QuireRunEvent *) g_ptr_array_index (events, i))->sequence, ==, first + i);
}

static QuireRunRecord *
load_run (QuireDatabase *database, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs = quire_await_array (quire_run_repository_load (database, id), &error);

  g_assert_no_error (error);
  g_assert_cmpuint (runs->len, ==, 1);
  return quire_run_record_copy (g_ptr_array_index (runs, 0));
}

static void
assert_same_run (const QuireRunRecord *a, const QuireRunRecord *b)
{
  g_assert_cmpstr (a->id, ==, b->id);
  g_assert_cmpstr (a->kind, ==, b->kind);
  g_assert_cmpstr (a->title, ==, b->title);
  g_assert_cmpint (a->state, ==, b->state);
  g_assert_cmpstr (a->parameters, ==, b->parameters);
  g_assert_cmpstr (a->result, ==, b->result);
  g_assert_cmpstr (a->partial_text, ==, b->partial_text);
  g_assert_cmpstr (a->error_code, ==, b->error_code);
  g_assert_cmpstr (a->error_message, ==, b->error_message);
  g_assert_cmpint (a->created, ==, b->created);
  g_assert_cmpint (a->started, ==, b->started);
  g_assert_cmpint (a->ended, ==, b->ended);
  g_assert_cmpuint (a->steps->len, ==, b->steps->len);
  for (guint i = 0; i < a->steps->len; i++)
    {
      const QuireStepRecord *x = g_ptr_array_index (a->steps, i);
      const QuireStepRecord *y = g_ptr_array_index (b->steps, i);

      g_assert_cmpstr (x->name, ==, y->name);
      g_assert_cmpint (x->state, ==, y->state);
      g_assert_cmpuint (x->attempts, ==, y->attempts);
      g_assert_cmpint (x->started, ==, y->started);
      g_assert_cmpint (x->ended, ==, y->ended);
      g_assert_cmpstr (x->summary, ==, y->summary);
      g_assert_cmpstr (x->output, ==, y->output);
      g_assert_cmpstr (x->error_code, ==, y->error_code);
      g_assert_cmpstr (x->error_message, ==, y->error_message);
    }
}

static void
test_store (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autoptr (QuireProject) project = create_book (path, clock);
  QuireDatabase *database = quire_project_get_database (project);
  g_autoptr (QuireRunRecord) run = make_run ("Draft 1.1.1", QUIRE_RUN_QUEUED, 10);
  g_autoptr (QuireRunRecord) stored = NULL;
  g_autoptr (QuireRunRecord) later = NULL;
  g_autoptr (QuireRunRecord) unknown = make_run ("x", QUIRE_RUN_QUEUED, 0);
  g_autoptr (GPtrArray) queued = make_events ((const char *const[]) { "queued", NULL });
  g_autoptr (GPtrArray) more = make_events ((const char *const[]) { "started", "step-started", "step-output", NULL });
  g_autoptr (GPtrArray) events = NULL;
  QuireStepRecord *step = g_ptr_array_index (run->steps, 1);
  const QuireRunEvent *last;

  store (quire_run_repository_insert (database, run, queued), 1, 1);
  stored = load_run (database, run->id);
  assert_same_run (run, stored);

  run->state = QUIRE_RUN_RUNNING;
  run->started = 20;
  g_set_str (&run->partial_text, "Low wa");
  step->state = QUIRE_STEP_RETRYING;
  step->attempts = 2;
  g_set_str (&step->error_code, "overloaded");
  store (quire_run_repository_update (database, run, more), 2, 3);
  store (quire_run_repository_update (database, run, NULL), 5, 0);
  later = load_run (database, run->id);
  assert_same_run (run, later);

  events = quire_await_array (quire_run_repository_load_events (database, run->id, 2), NULL);
  g_assert_cmpuint (events->len, ==, 2);
  last = g_ptr_array_index (events, 1);
  g_assert_cmpuint (last->sequence, ==, 4);
  g_assert_cmpstr (last->type, ==, "step-output");
  g_assert_cmpstr (last->step, ==, "draft");
  g_assert_cmpstr (last->payload, ==, "{}");
  g_assert_cmpint (last->time, ==, 1002);

  assert_rejected (quire_run_repository_update (database, unknown, NULL), QUIRE_ERROR_NOT_FOUND);
  assert_rejected (quire_run_repository_insert (database, run, NULL), QUIRE_ERROR_STORE);
  close_book (&project);
}

static void
test_find (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autoptr (QuireProject) project = create_book (path, clock);
  QuireDatabase *database = quire_project_get_database (project);
  const char *const ids[] = { "abcdef-1", "abcdef-2", "abcdef", "wxyz%1" };
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) newest = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (QuireRunRecord) run = make_run (ids[i], QUIRE_RUN_COMPLETED, (gint64) i);

      g_set_str (&run->id, ids[i]);
      store (quire_run_repository_insert (database, run, NULL), 1, 0);
    }
  quire_run_record_free (load_run (database, "abcdef-1"));
  quire_run_record_free (load_run (database, "abcdef"));
  quire_run_record_free (load_run (database, "wxyz"));
  assert_rejected (quire_run_repository_load (database, "abcde"), QUIRE_ERROR_NOT_FOUND);
  assert_rejected (quire_run_repository_load (database, "abcdef-"), QUIRE_ERROR_NOT_FOUND);
  assert_rejected (quire_run_repository_load (database, "wxy"), QUIRE_ERROR_NOT_FOUND);
  assert_rejected (quire_run_repository_load (database, "____"), QUIRE_ERROR_NOT_FOUND);
  assert_rejected (quire_run_repository_load (database, ""), QUIRE_ERROR_NOT_FOUND);

  all = quire_await_array (quire_run_repository_list (database, 0), NULL);
  newest = quire_await_array (quire_run_repository_list (database, 2), NULL);
  g_assert_cmpuint (all->len, ==, 4);
  g_assert_cmpuint (newest->len, ==, 2);
  g_assert_cmpstr (((QuireRunRecord *) g_ptr_array_index (newest, 0))->id, ==, "wxyz%1");
  g_assert_cmpuint (((QuireRunRecord *) g_ptr_array_index (newest, 1))->steps->len, ==, 2);
  close_book (&project);
}

static void
test_interrupted (void)
{
  static const struct
  {
    QuireRunState before;
    QuireRunState after;
    guint n_events;            /* afterwards; one was there */
    QuireStepState step_after; /* one was running */
  } cases[] = {
    { QUIRE_RUN_QUEUED, QUIRE_RUN_INTERRUPTED, 2, QUIRE_STEP_PENDING },
    { QUIRE_RUN_RUNNING, QUIRE_RUN_INTERRUPTED, 2, QUIRE_STEP_PENDING },
    { QUIRE_RUN_PAUSED, QUIRE_RUN_PAUSED, 1, QUIRE_STEP_PENDING },
    { QUIRE_RUN_COMPLETED, QUIRE_RUN_COMPLETED, 1, QUIRE_STEP_RUNNING },
    { QUIRE_RUN_FAILED, QUIRE_RUN_FAILED, 1, QUIRE_STEP_RUNNING },
    { QUIRE_RUN_CANCELLED, QUIRE_RUN_CANCELLED, 1, QUIRE_STEP_RUNNING },
    { QUIRE_RUN_INTERRUPTED, QUIRE_RUN_INTERRUPTED, 1, QUIRE_STEP_RUNNING },
  };
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autoptr (QuireProject) project = create_book (path, clock);
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify) quire_run_record_free);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      QuireRunRecord *run = make_run ("x", cases[i].before, (gint64) i);
      QuireStepRecord *step = g_ptr_array_index (run->steps, 1);
      g_autoptr (GPtrArray) events = make_events ((const char *const[]) { "queued", NULL });

      step->state = QUIRE_STEP_RUNNING;
      g_set_str (&run->partial_text, "Low wa");
      g_ptr_array_add (runs, run);
      store (quire_run_repository_insert (quire_project_get_database (project), run, events), 1, 1);
    }
  close_book (&project);

  /* Who only reads does not touch them. */
  project = open_book (path, QUIRE_PROJECT_READ_ONLY, clock);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const QuireRunRecord *run = g_ptr_array_index (runs, i);
      g_autoptr (QuireRunRecord) now = load_run (quire_project_get_database (project), run->id);

      g_assert_cmpint (now->state, ==, cases[i].before);
    }
  close_book (&project);

  project = open_book (path, QUIRE_PROJECT_NO_BACKUP, clock);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const QuireRunRecord *run = g_ptr_array_index (runs, i);
      g_autoptr (QuireRunRecord) now = load_run (quire_project_get_database (project), run->id);
      g_autoptr (GPtrArray) events = quire_await_array (quire_run_repository_load_events (quire_project_get_database (project), run->id, 0), NULL);
      const QuireStepRecord *done = g_ptr_array_index (now->steps, 0);
      const QuireStepRecord *step = g_ptr_array_index (now->steps, 1);

      g_assert_cmpint (now->state, ==, cases[i].after);
      g_assert_cmpstr (now->partial_text, ==, "Low wa");
      g_assert_cmpint (done->state, ==, QUIRE_STEP_COMPLETED);
      g_assert_cmpint (step->state, ==, cases[i].step_after);
      g_assert_cmpuint (events->len, ==, cases[i].n_events);
      if (events->len == 2)
        {
          const QuireRunEvent *event = g_ptr_array_index (events, 1);

          g_assert_cmpstr (event->type, ==, "interrupted");
          g_assert_cmpuint (event->sequence, ==, 2);
          g_assert_cmpint (event->time, ==, quire_clock_get_now (QUIRE_CLOCK (clock)));
          g_assert_cmpstr (now->error_code, ==, "interrupted");
        }
    }
  close_book (&project);
}

int
main (int argc, char **argv)
{
  quire_test_init (&argc, &argv);

  g_test_add_func ("/runs/names", test_names);
  quire_test_add_fiber ("/runs/store", test_store);
  quire_test_add_fiber ("/runs/find", test_find);
  quire_test_add_fiber ("/runs/interrupted", test_interrupted);

  return g_test_run ();
}
