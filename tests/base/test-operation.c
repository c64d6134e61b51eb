/* test-operation.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "quire-error.h"
#include "quire-future.h"
#include "quire-operation.h"
#include "quire-test.h"

typedef struct
{
  guint n_finished;
  guint n_state;
  QuireOperationState state_when_finished;
  gboolean on_fiber;
} Seen;

static gboolean
is_on_fiber (void)
{
  DexPromise *promise = dex_promise_new ();
  g_autoptr (GError) error = NULL;

  dex_await (DEX_FUTURE (promise), &error);

  return !g_error_matches (error, DEX_ERROR, DEX_ERROR_NO_FIBER);
}

static void
finished_cb (QuireOperation *operation, Seen *seen)
{
  seen->n_finished++;
  seen->state_when_finished = quire_operation_get_state (operation);
  seen->on_fiber = is_on_fiber ();
}

static void
state_cb (QuireOperation *operation, GParamSpec *pspec, Seen *seen)
{
  /* The state is told before the end. */
  g_assert_cmpuint (seen->n_finished, ==, 0);
  seen->n_state++;
}

static gboolean
has_finished (gpointer data)
{
  return ((Seen *) data)->n_finished > 0;
}

static QuireOperation *
follow (DexFuture *future, Seen *seen)
{
  QuireOperation *operation = quire_operation_new (future);

  g_signal_connect (operation, "finished", G_CALLBACK (finished_cb), seen);
  g_signal_connect (operation, "notify::state", G_CALLBACK (state_cb), seen);

  return operation;
}

static void
check_finished (QuireOperation *operation, Seen *seen, QuireOperationState state)
{
  quire_test_wait_until (has_finished, seen, 5000);
  while (g_main_context_iteration (NULL, FALSE))
    ;

  g_assert_cmpuint (seen->n_finished, ==, 1);
  g_assert_cmpuint (seen->n_state, ==, 1);
  g_assert_cmpint (seen->state_when_finished, ==, state);
  g_assert_cmpint (quire_operation_get_state (operation), ==, state);
  g_assert_false (seen->on_fiber);
  g_assert_true ((quire_operation_get_error (operation) != NULL) == (state != QUIRE_OPERATION_DONE));
}

static void
test_done (void)
{
  Seen seen = { 0 };
  DexPromise *promise = dex_promise_new ();
  QuireOperation *operation = follow (dex_ref (promise), &seen);
  g_autofree char *text = NULL;

  g_assert_cmpint (quire_operation_get_state (operation), ==, QUIRE_OPERATION_RUNNING);
  g_assert_null (quire_operation_dup_string (operation));
  dex_promise_resolve_string (promise, g_strdup ("Été"));
  g_assert_cmpint (quire_operation_get_state (operation), ==, QUIRE_OPERATION_RUNNING);

  check_finished (operation, &seen, QUIRE_OPERATION_DONE);
  text = quire_operation_dup_string (operation);
  g_assert_cmpstr (text, ==, "Été");
  g_assert_null (quire_operation_dup_object (operation));
  g_assert_null (quire_operation_dup_array (operation));

  quire_operation_cancel (operation);
  g_assert_cmpint (quire_operation_get_state (operation), ==, QUIRE_OPERATION_DONE);

  g_assert_finalize_object (operation);
  dex_unref (promise);
}

static void
test_results (void)
{
  Seen seen = { 0 };
  GPtrArray *array = g_ptr_array_new ();
  GObject *object = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr (GPtrArray) array_again = NULL;
  g_autoptr (GObject) object_again = NULL;
  QuireOperation *operation;

  operation = follow (quire_future_new_take_array (array), &seen);
  check_finished (operation, &seen, QUIRE_OPERATION_DONE);
  array_again = quire_operation_dup_array (operation);
  g_assert_true (array_again == array);
  g_assert_null (quire_operation_dup_string (operation));
  g_assert_finalize_object (operation);

  seen = (Seen) { 0 };
  operation = follow (quire_future_new_take_object (object), &seen);
  check_finished (operation, &seen, QUIRE_OPERATION_DONE);
  object_again = quire_operation_dup_object (operation);
  g_assert_true (object_again == object);
  g_assert_finalize_object (operation);
}

static void
test_failed (void)
{
  Seen seen = { 0 };
  DexPromise *promise = dex_promise_new ();
  QuireOperation *operation = follow (dex_ref (promise), &seen);

  dex_promise_reject (promise, g_error_new_literal (QUIRE_ERROR, QUIRE_ERROR_AUTH, "No key."));
  g_assert_null (quire_operation_get_error (operation));
  check_finished (operation, &seen, QUIRE_OPERATION_FAILED);
  g_assert_error (quire_operation_get_error (operation), QUIRE_ERROR, QUIRE_ERROR_AUTH);
  g_assert_null (quire_operation_dup_string (operation));

  g_assert_finalize_object (operation);
  dex_unref (promise);
}

static void
test_future_was_cancelled (void)
{
  Seen seen = { 0 };
  QuireOperation *operation = follow (dex_future_new_reject (DEX_ERROR, DEX_ERROR_FIBER_CANCELLED, "Fiber cancelled"), &seen);

  check_finished (operation, &seen, QUIRE_OPERATION_CANCELLED);
  g_assert_finalize_object (operation);
}

/* A future that was settled beforehand: whoever connects after the constructor still hears of it. */
static void
test_settled_before (void)
{
  Seen seen = { 0 };
  QuireOperation *operation = follow (dex_future_new_true (), &seen);

  g_assert_cmpuint (seen.n_finished, ==, 0);
  g_assert_cmpint (quire_operation_get_state (operation), ==, QUIRE_OPERATION_RUNNING);
  check_finished (operation, &seen, QUIRE_OPERATION_DONE);
  g_assert_finalize_object (operation);
}

typedef struct
{
  DexPromise *promise;
  gboolean started;
  gboolean ended;
  GError *error;
} Work;

static DexFuture *
work_fiber (gpointer data)
{
  Work *work = data;

  work->started = TRUE;
  quire_await (dex_ref (work->promise), &work->error);
  work->ended = TRUE;

  return work->error != NULL ? dex_future_new_for_error (g_error_copy (work->error)) : dex_future_new_true ();
}

static gboolean
work_started (gpointer data)
{
  return ((Work *) data)->started;
}

static gboolean
work_ended (gpointer data)
{
  return ((Work *) data)->ended;
}

static void
work_clear (Work *work)
{
  g_clear_error (&work->error);
  dex_clear (&work->promise);
}

/* What a fiber ends is told from the main loop with the main thread's stack: check_finished() proves it. */
static void
test_fiber_ends (void)
{
  Seen seen = { 0 };
  Work work = { dex_promise_new () };
  QuireOperation *operation = follow (quire_fiber_spawn (work_fiber, &work, NULL), &seen);

  quire_test_wait_until (work_started, &work, 5000);
  dex_promise_resolve_boolean (work.promise, TRUE);
  check_finished (operation, &seen, QUIRE_OPERATION_DONE);
  g_assert_finalize_object (operation);
  work_clear (&work);
}

static void
test_cancel (void)
{
  Seen seen = { 0 };
  Work work = { dex_promise_new () };
  QuireOperation *operation = follow (quire_fiber_spawn (work_fiber, &work, NULL), &seen);

  quire_test_wait_until (work_started, &work, 5000);
  quire_operation_cancel (operation);
  g_assert_cmpuint (seen.n_finished, ==, 1);
  check_finished (operation, &seen, QUIRE_OPERATION_CANCELLED);
  g_assert_true (quire_error_is_cancelled (quire_operation_get_error (operation)));
  quire_test_wait_until (work_ended, &work, 5000);
  g_assert_true (quire_error_is_cancelled (work.error));

  quire_operation_cancel (operation);
  g_assert_cmpuint (seen.n_finished, ==, 1);
  g_assert_finalize_object (operation);
  work_clear (&work);
}

/* The outcome is there but not announced yet. */
static void
test_cancel_after_settling (void)
{
  Seen seen = { 0 };
  DexPromise *promise = dex_promise_new ();
  QuireOperation *operation = follow (dex_ref (promise), &seen);

  dex_promise_resolve_string (promise, g_strdup ("late"));
  quire_operation_cancel (operation);
  check_finished (operation, &seen, QUIRE_OPERATION_CANCELLED);
  g_assert_null (quire_operation_dup_string (operation));

  g_assert_finalize_object (operation);
  dex_unref (promise);
}

static void
test_dropped (void)
{
  for (guint i = 0; i < 2; i++)
    {
      gboolean after_settling = i == 1;
      Seen seen = { 0 };
      Work work = { dex_promise_new () };
      QuireOperation *operation = follow (quire_fiber_spawn (work_fiber, &work, NULL), &seen);

      quire_test_wait_until (work_started, &work, 5000);
      if (after_settling)
        dex_promise_resolve_boolean (work.promise, TRUE);
      g_assert_finalize_object (operation);
      quire_test_wait_until (work_ended, &work, 5000);
      while (g_main_context_iteration (NULL, FALSE))
        ;

      g_assert_cmpuint (seen.n_finished, ==, 0);
      g_assert_true (quire_error_is_cancelled (work.error));
      work_clear (&work);
    }
}

static void
drop_cb (QuireOperation *operation, QuireOperation **owner)
{
  g_clear_object (owner);
}

/* The owner lets go within a handler, as a page does that closes itself. */
static void
test_dropped_in_handler (void)
{
  QuireOperation *operation = quire_operation_new (dex_future_new_true ());
  gpointer watched = operation;

  g_object_add_weak_pointer (G_OBJECT (operation), &watched);
  g_signal_connect (operation, "finished", G_CALLBACK (drop_cb), &operation);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (watched);

  operation = quire_operation_new (DEX_FUTURE (dex_promise_new ()));
  watched = operation;
  g_object_add_weak_pointer (G_OBJECT (operation), &watched);
  g_signal_connect (operation, "finished", G_CALLBACK (drop_cb), &operation);
  quire_operation_cancel (operation);
  g_assert_null (watched);
}

static void
count_cb (QuireOperation *operation, GParamSpec *pspec, guint *count)
{
  (*count)++;
}

static void
test_progress (void)
{
  QuireOperation *operation = quire_operation_new (DEX_FUTURE (dex_promise_new ()));
  guint n_progress = 0;
  guint n_message = 0;

  g_signal_connect (operation, "notify::progress", G_CALLBACK (count_cb), &n_progress);
  g_signal_connect (operation, "notify::message", G_CALLBACK (count_cb), &n_message);
  g_assert_cmpfloat (quire_operation_get_progress (operation), ==, -1.0);
  g_assert_cmpstr (quire_operation_get_message (operation), ==, "");

  quire_operation_set_progress (operation, 0.25, "Reading");
  quire_operation_set_progress (operation, 0.25, "Reading");
  g_assert_cmpuint (n_progress, ==, 1);
  g_assert_cmpuint (n_message, ==, 1);

  quire_operation_set_progress (operation, 0.5, NULL);
  g_assert_cmpfloat (quire_operation_get_progress (operation), ==, 0.5);
  g_assert_cmpstr (quire_operation_get_message (operation), ==, "Reading");
  g_assert_cmpuint (n_progress, ==, 2);
  g_assert_cmpuint (n_message, ==, 1);

  quire_operation_set_progress (operation, 7.0, NULL);
  g_assert_cmpfloat (quire_operation_get_progress (operation), ==, 1.0);
  quire_operation_set_progress (operation, -0.5, NULL);
  g_assert_cmpfloat (quire_operation_get_progress (operation), ==, -1.0);
  quire_operation_set_progress (operation, 0.5, NULL);
  quire_operation_set_progress (operation, NAN, NULL);
  g_assert_cmpfloat (quire_operation_get_progress (operation), ==, -1.0);

  quire_operation_cancel (operation);
  quire_operation_set_progress (operation, 0.75, "Too late");
  g_assert_cmpstr (quire_operation_get_message (operation), ==, "Reading");
  g_assert_finalize_object (operation);
}

static void
test_properties (void)
{
  QuireOperation *operation = quire_operation_new (DEX_FUTURE (dex_promise_new ()));
  g_autofree char *message = NULL;
  QuireOperationState state;
  double progress;

  quire_operation_set_progress (operation, 0.5, "Reading");
  g_object_get (operation, "state", &state, "progress", &progress, "message", &message, NULL);
  g_assert_cmpint (state, ==, QUIRE_OPERATION_RUNNING);
  g_assert_cmpfloat (progress, ==, 0.5);
  g_assert_cmpstr (message, ==, "Reading");
  g_assert_finalize_object (operation);
}

static gpointer watched_owner;
static guint n_watched;
static QuireOperationState watched_state;
static gpointer watched_operation;

static void
watch_cb (QuireOperation *operation, gpointer data)
{
  n_watched++;
  watched_owner = data;
  watched_state = quire_operation_get_state (operation);
  watched_operation = operation;
  g_object_add_weak_pointer (G_OBJECT (operation), &watched_operation);
}

static gboolean
was_watched (gpointer data)
{
  return n_watched > 0;
}

static void
watch_reset (void)
{
  n_watched = 0;
  watched_owner = NULL;
}

static void
test_watch (void)
{
  g_autoptr (GObject) owner = g_object_new (G_TYPE_OBJECT, NULL);
  gpointer owners[] = { owner, NULL };

  for (guint i = 0; i < G_N_ELEMENTS (owners); i++)
    {
      DexPromise *promise = dex_promise_new ();

      watch_reset ();
      quire_operation_watch (dex_ref (promise), owners[i], watch_cb);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_assert_cmpuint (n_watched, ==, 0);

      dex_promise_resolve_boolean (promise, TRUE);
      quire_test_wait_until (was_watched, NULL, 5000);
      g_assert_cmpuint (n_watched, ==, 1);
      g_assert_true (watched_owner == owners[i]);
      g_assert_cmpint (watched_state, ==, QUIRE_OPERATION_DONE);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_assert_null (watched_operation);
      dex_unref (promise);
    }
}

/* The window goes; the work does not. */
static void
test_watch_owner_goes (void)
{
  GObject *owner = g_object_new (G_TYPE_OBJECT, NULL);
  Work work = { dex_promise_new () };

  watch_reset ();
  quire_operation_watch (quire_fiber_spawn (work_fiber, &work, NULL), owner, watch_cb);
  quire_test_wait_until (work_started, &work, 5000);
  g_assert_finalize_object (owner);
  dex_promise_resolve_boolean (work.promise, TRUE);
  quire_test_wait_until (work_ended, &work, 5000);
  while (g_main_context_iteration (NULL, FALSE))
    ;

  g_assert_no_error (work.error);
  g_assert_cmpuint (n_watched, ==, 0);
  work_clear (&work);
}

static void
test_watch_failures_are_logged (void)
{
  GObject *owner = g_object_new (G_TYPE_OBJECT, NULL);

  g_test_expect_message ("quire-base", G_LOG_LEVEL_WARNING, "*Disk full.");
  quire_operation_watch (quire_future_new_error (QUIRE_ERROR_NO_SPACE, "Disk full."), NULL, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_test_assert_expected_messages ();

  quire_operation_watch (quire_future_new_error (QUIRE_ERROR_CANCELLED, "Stopped."), NULL, NULL);
  quire_operation_watch (dex_future_new_true (), NULL, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;

  g_test_expect_message ("quire-base", G_LOG_LEVEL_MESSAGE, "*Disk full.");
  watch_reset ();
  quire_operation_watch (quire_future_new_error (QUIRE_ERROR_NO_SPACE, "Disk full."), owner, watch_cb);
  g_assert_finalize_object (owner);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_test_assert_expected_messages ();
  g_assert_cmpuint (n_watched, ==, 0);
}

int
main (int argc, char *argv[])
{
  quire_test_init (&argc, &argv);

  g_test_add_func ("/operation/done", test_done);
  g_test_add_func ("/operation/results", test_results);
  g_test_add_func ("/operation/failed", test_failed);
  g_test_add_func ("/operation/future-was-cancelled", test_future_was_cancelled);
  g_test_add_func ("/operation/settled-before", test_settled_before);
  g_test_add_func ("/operation/fiber-ends", test_fiber_ends);
  g_test_add_func ("/operation/cancel", test_cancel);
  g_test_add_func ("/operation/cancel-after-settling", test_cancel_after_settling);
  g_test_add_func ("/operation/dropped", test_dropped);
  g_test_add_func ("/operation/dropped-in-handler", test_dropped_in_handler);
  g_test_add_func ("/operation/progress", test_progress);
  g_test_add_func ("/operation/properties", test_properties);
  g_test_add_func ("/operation/watch", test_watch);
  g_test_add_func ("/operation/watch-owner-goes", test_watch_owner_goes);
  g_test_add_func ("/operation/watch-failures-are-logged", test_watch_failures_are_logged);

  return g_test_run ();
}
