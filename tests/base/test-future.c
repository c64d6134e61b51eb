/* test-future.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "quire-error.h"
#include "quire-future.h"
#include "quire-test.h"

static void
test_new_error (void)
{
  g_autoptr (DexFuture) future = quire_future_new_error (QUIRE_ERROR_NOT_FOUND, "There is no scene “%s”.", "Été");
  g_autoptr (GError) error = NULL;

  g_assert_true (dex_future_is_rejected (future));
  g_assert_null (dex_future_get_value (future, &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_NOT_FOUND);
  g_assert_cmpstr (error->message, ==, "There is no scene “Été”.");
}

static void
test_take_object (void)
{
  GObject *object = g_object_new (G_TYPE_OBJECT, NULL);
  DexFuture *future = quire_future_new_take_object (object);

  g_assert_true (g_value_get_object (dex_future_get_value (future, NULL)) == object);
  g_object_add_weak_pointer (object, (gpointer *) &object);
  dex_unref (future);
  g_assert_null (object);
}

static void
test_await_array (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) array = NULL;
  GPtrArray *original = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (original, g_strdup ("one"));
  array = quire_await_array (quire_future_new_take_array (original), &error);
  g_assert_no_error (error);
  g_assert_true (array == original);
  g_assert_cmpstr (g_ptr_array_index (array, 0), ==, "one");
}

static void
test_await_array_errors (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (quire_await_array (quire_future_new_error (QUIRE_ERROR_STORE, "No."), &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_STORE);
  g_clear_error (&error);

  g_assert_null (quire_await_array (dex_future_new_for_int (3), &error));
  g_assert_error (error, DEX_ERROR, DEX_ERROR_TYPE_MISMATCH);
  g_clear_error (&error);

  g_assert_null (quire_await_array (dex_future_new_take_boxed (G_TYPE_STRV, g_new0 (char *, 1)), &error));
  g_assert_error (error, DEX_ERROR, DEX_ERROR_TYPE_MISMATCH);

  g_assert_null (quire_await_array (dex_future_new_for_int (3), NULL));
}

static void
test_await (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (quire_await (dex_future_new_true (), &error));
  g_assert_no_error (error);
  g_assert_false (quire_await (quire_future_new_error (QUIRE_ERROR_STORE, "No."), &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_STORE);
}

typedef struct
{
  DexPromise *promise;
  gboolean started;
  gboolean finished;
  gboolean freed;
  GError *error;
} Work;

static DexFuture *
work_fiber (gpointer data)
{
  Work *work = data;

  work->started = TRUE;
  quire_await (dex_ref (work->promise), &work->error);
  work->finished = TRUE;

  return work->error != NULL ? dex_future_new_for_error (g_error_copy (work->error)) : dex_future_new_for_int (9);
}

static void
work_freed_cb (gpointer data)
{
  ((Work *) data)->freed = TRUE;
}

static gboolean
work_started (gpointer data)
{
  return ((Work *) data)->started;
}

static gboolean
work_freed (gpointer data)
{
  return ((Work *) data)->freed;
}

static void
test_spawn (void)
{
  Work work = { dex_promise_new () };
  g_autoptr (DexFuture) future = quire_fiber_spawn (work_fiber, &work, work_freed_cb);

  quire_test_wait_until (work_started, &work, 5000);
  g_assert_true (dex_future_is_pending (future));
  g_assert_false (work.freed);

  dex_promise_resolve_boolean (work.promise, TRUE);
  quire_test_wait_until (work_freed, &work, 5000);
  g_assert_no_error (work.error);
  g_assert_cmpint (g_value_get_int (dex_future_get_value (future, NULL)), ==, 9);

  dex_unref (work.promise);
}

static void
test_spawn_dropped (void)
{
  for (guint i = 0; i < 2; i++)
    {
      gboolean before_start = i == 0;
      Work work = { dex_promise_new () };
      DexFuture *future = quire_fiber_spawn (work_fiber, &work, work_freed_cb);

      if (!before_start)
        quire_test_wait_until (work_started, &work, 5000);
      dex_clear (&future);
      quire_test_wait_until (work_freed, &work, 5000);

      g_assert_true (work.finished);
      g_assert_true (quire_error_is_cancelled (work.error));
      g_clear_error (&work.error);
      dex_unref (work.promise);
    }
}

/* What the fiber waits for finishes after it was cancelled and before it has run. With libdex 0.10.0 alone it is lost. */
static void
test_settled_after_drop (void)
{
  Work work = { dex_promise_new () };
  Work other = { dex_promise_new () };
  DexFuture *future = quire_fiber_spawn (work_fiber, &work, work_freed_cb);
  g_autoptr (DexFuture) other_future = NULL;

  quire_test_wait_until (work_started, &work, 5000);
  dex_clear (&future);
  dex_promise_resolve_boolean (work.promise, TRUE);
  quire_test_wait_until (work_freed, &work, 5000);
  g_assert_true (quire_error_is_cancelled (work.error));

  /* The queues of the scheduler are whole: others run, and nothing is left to do. */
  other_future = quire_fiber_spawn (work_fiber, &other, work_freed_cb);
  dex_promise_resolve_boolean (other.promise, TRUE);
  quire_test_wait_until (work_freed, &other, 5000);
  for (guint i = 0; i < 100 && g_main_context_pending (NULL); i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_false (g_main_context_pending (NULL));

  g_clear_error (&work.error);
  dex_unref (work.promise);
  dex_unref (other.promise);
}

#define N_LINKS 12

/* A step that waits for an earlier one, and says itself when it has ended. */
typedef struct
{
  DexPromise *previous;
  DexPromise *ended;
  GError *error;
  gboolean freed;
} Link;

static DexFuture *
link_fiber (gpointer data)
{
  Link *link = data;

  if (quire_await (dex_ref (link->previous), &link->error))
    {
      dex_promise_resolve_boolean (link->ended, TRUE);
      return dex_future_new_true ();
    }

  dex_promise_reject (link->ended, g_error_copy (link->error));

  return dex_future_new_for_error (g_error_copy (link->error));
}

static void
link_freed_cb (gpointer data)
{
  ((Link *) data)->freed = TRUE;
}

static gboolean
all_links_freed (gpointer data)
{
  Link *links = data;

  for (guint i = 0; i < N_LINKS; i++)
    if (!links[i].freed)
      return FALSE;

  return TRUE;
}

static void
shuffle (gpointer *items, guint n_items)
{
  for (guint i = 0; i < n_items; i++)
    {
      guint other = g_test_rand_int_range (i, n_items);
      gpointer swapped = items[i];

      items[i] = items[other];
      items[other] = swapped;
    }
}

/* Steps that wait for each other are cancelled at one moment, in any order, as when a run is stopped: the end of the one
 * settles what the next was waiting for, which is cancelled and has not run yet. */
static void
test_graph_dropped (void)
{
  for (guint round = 0; round < 100; round++)
    {
      Link links[N_LINKS] = { 0 };
      gpointer futures[N_LINKS];
      DexPromise *start = dex_promise_new ();
      guint n_turns = g_test_rand_int_range (0, 4);

      for (guint i = 0; i < N_LINKS; i++)
        {
          links[i].previous = dex_ref (i == 0 ? start : links[g_test_rand_int_range (0, i)].ended);
          links[i].ended = dex_promise_new ();
          futures[i] = quire_fiber_spawn (link_fiber, &links[i], link_freed_cb);
        }

      while (n_turns-- > 0)
        g_main_context_iteration (NULL, FALSE);
      shuffle (futures, N_LINKS);
      for (guint i = 0; i < N_LINKS; i++)
        dex_clear (&futures[i]);
      if (g_test_rand_bit ())
        dex_promise_resolve_boolean (start, TRUE);

      quire_test_wait_until (all_links_freed, links, 5000);
      for (guint i = 0; i < N_LINKS; i++)
        {
          g_assert_true (links[i].error == NULL || quire_error_is_cancelled (links[i].error));
          g_clear_error (&links[i].error);
          dex_clear (&links[i].previous);
          dex_clear (&links[i].ended);
        }
      dex_unref (start);
    }
}

static DexFuture *
returns_pending_fiber (gpointer data)
{
  return dex_ref (((Work *) data)->promise);
}

/* libdex waits for a future that a fiber returns; that wait must end with a cancellation too, and must pass on what comes. */
static void
test_pending_result (void)
{
  Work work = { dex_promise_new_cancellable () };
  DexFuture *future = quire_fiber_spawn (returns_pending_fiber, &work, work_freed_cb);

  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_true (dex_future_is_pending (future));
  dex_clear (&future);
  quire_test_wait_until (work_freed, &work, 5000);
  g_assert_true (g_cancellable_is_cancelled (dex_promise_get_cancellable (work.promise)));
  dex_unref (work.promise);

  work = (Work) { dex_promise_new () };
  future = quire_fiber_spawn (returns_pending_fiber, &work, work_freed_cb);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  dex_clear (&future);
  dex_promise_resolve_int (work.promise, 5);
  quire_test_wait_until (work_freed, &work, 5000);
  dex_unref (work.promise);

  work = (Work) { dex_promise_new () };
  future = quire_fiber_spawn (returns_pending_fiber, &work, work_freed_cb);
  dex_promise_resolve_int (work.promise, 5);
  quire_test_wait_until (work_freed, &work, 5000);
  g_assert_cmpint (g_value_get_int (dex_future_get_value (future, NULL)), ==, 5);
  dex_unref (future);
  dex_unref (work.promise);
}

typedef struct
{
  DexPromise *promise;
  gsize depth;
  gboolean freed;
  GError *error;
} Deep;

G_GNUC_NO_INLINE static void
await_deep (Deep *deep, gsize depth)
{
  volatile char filler[1024];

  filler[0] = (char) depth;
  if (depth > 0)
    await_deep (deep, depth - 1);
  else
    quire_await (dex_ref (deep->promise), &deep->error);
  g_assert_cmpint (filler[0], ==, (char) depth);
}

static DexFuture *
deep_fiber (gpointer data)
{
  Deep *deep = data;

  await_deep (deep, deep->depth);

  return dex_future_new_true ();
}

static void
deep_freed_cb (gpointer data)
{
  ((Deep *) data)->freed = TRUE;
}

static gboolean
deep_freed (gpointer data)
{
  return ((Deep *) data)->freed;
}

/* A fiber is known by its stack, near the top and near the bottom, of either size. */
static void
test_stack_sizes (void)
{
  static const struct
  {
    gsize stack_size;
    gsize depth;
  } cases[] = {
    { QUIRE_STACK, 0 },
    { QUIRE_STACK, 40 },
    { QUIRE_BIG_STACK, 0 },
    { QUIRE_BIG_STACK, 400 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Deep deep = { dex_promise_new (), cases[i].depth };
      DexFuture *future = quire_fiber_spawn_sized (cases[i].stack_size, deep_fiber, &deep, deep_freed_cb);

      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_assert_false (deep.freed);
      dex_clear (&future);
      dex_promise_resolve_boolean (deep.promise, TRUE);
      quire_test_wait_until (deep_freed, &deep, 5000);
      g_assert_true (quire_error_is_cancelled (deep.error));
      g_clear_error (&deep.error);
      dex_unref (deep.promise);
    }
}

static gpointer
resolve_thread (gpointer data)
{
  g_usleep (g_random_int_range (0, 200));
  dex_promise_resolve_boolean (data, TRUE);
  dex_unref (data);

  return NULL;
}

/* The database thread settles what a fiber awaits at the moment at which the writer cancels it. */
static void
test_dropped_while_thread_settles (void)
{
  for (guint round = 0; round < 300; round++)
    {
      Work work = { dex_promise_new () };
      DexFuture *future = quire_fiber_spawn (work_fiber, &work, work_freed_cb);
      gint64 until;
      GThread *thread;

      quire_test_wait_until (work_started, &work, 5000);
      thread = g_thread_new ("settles", resolve_thread, dex_ref (work.promise));
      until = g_get_monotonic_time () + g_test_rand_int_range (0, 200);
      while (g_get_monotonic_time () < until)
        ;
      dex_clear (&future);
      quire_test_wait_until (work_freed, &work, 5000);
      g_thread_join (thread);

      g_assert_true (work.error == NULL || quire_error_is_cancelled (work.error));
      g_clear_error (&work.error);
      dex_unref (work.promise);
    }
}

static void
test_report (void)
{
  DexPromise *promise = dex_promise_new ();

  quire_future_report (dex_ref (promise), "Saving the window's size");
  g_test_expect_message ("quire-base", G_LOG_LEVEL_WARNING, "Saving the window's size: Disk full.");
  dex_promise_reject (promise, g_error_new_literal (QUIRE_ERROR, QUIRE_ERROR_NO_SPACE, "Disk full."));
  g_test_assert_expected_messages ();
  dex_unref (promise);

  g_test_expect_message ("quire-base", G_LOG_LEVEL_WARNING, "Late: Gone.");
  quire_future_report (quire_future_new_error (QUIRE_ERROR_NOT_FOUND, "Gone."), "Late");
  g_test_assert_expected_messages ();
}

/* Any warning would be fatal. */
static void
test_report_quiet (void)
{
  DexPromise *promise = dex_promise_new ();

  quire_future_report (dex_ref (promise), "Cancelled later");
  dex_promise_reject (promise, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled"));
  g_assert_true (dex_future_is_rejected (DEX_FUTURE (promise)));
  dex_unref (promise);

  quire_future_report (quire_future_new_error (QUIRE_ERROR_CANCELLED, "Stopped."), "Cancelled before");
  quire_future_report (dex_future_new_true (), "Succeeded");
}

/* Reported work runs on with nobody holding it. */
static void
test_report_keeps_alive (void)
{
  Work work = { dex_promise_new () };

  quire_future_report (quire_fiber_spawn (work_fiber, &work, work_freed_cb), "Work");
  quire_test_wait_until (work_started, &work, 5000);
  dex_promise_resolve_boolean (work.promise, TRUE);
  quire_test_wait_until (work_freed, &work, 5000);
  g_assert_no_error (work.error);
  dex_unref (work.promise);
}

int
main (int argc, char *argv[])
{
  quire_test_init (&argc, &argv);

  g_test_add_func ("/future/new-error", test_new_error);
  g_test_add_func ("/future/take-object", test_take_object);
  quire_test_add_fiber ("/future/await-array", test_await_array);
  quire_test_add_fiber ("/future/await-array-errors", test_await_array_errors);
  quire_test_add_fiber ("/future/await", test_await);
  g_test_add_func ("/future/spawn", test_spawn);
  g_test_add_func ("/future/spawn-dropped", test_spawn_dropped);
  g_test_add_func ("/future/settled-after-drop", test_settled_after_drop);
  g_test_add_func ("/future/graph-dropped", test_graph_dropped);
  g_test_add_func ("/future/pending-result", test_pending_result);
  g_test_add_func ("/future/stack-sizes", test_stack_sizes);
  g_test_add_func ("/future/dropped-while-thread-settles", test_dropped_while_thread_settles);
  g_test_add_func ("/future/report", test_report);
  g_test_add_func ("/future/report-quiet", test_report_quiet);
  g_test_add_func ("/future/report-keeps-alive", test_report_keeps_alive);

  return g_test_run ();
}
