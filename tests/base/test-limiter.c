/* test-limiter.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "quire-error.h"
#include "quire-future.h"
#include "quire-limiter.h"
#include "quire-test.h"

static void
test_order (void)
{
  g_autoptr (QuireLimiter) limiter = quire_limiter_new (2);
  g_autoptr (DexFuture) first = quire_limiter_acquire (limiter);
  g_autoptr (DexFuture) second = quire_limiter_acquire (limiter);
  g_autoptr (DexFuture) third = quire_limiter_acquire (limiter);
  g_autoptr (DexFuture) fourth = quire_limiter_acquire (limiter);

  g_assert_true (dex_future_is_resolved (first));
  g_assert_true (dex_future_is_resolved (second));
  g_assert_true (dex_future_is_pending (third));
  g_assert_cmpuint (quire_limiter_get_free (limiter), ==, 0);

  quire_limiter_release (limiter);
  g_assert_true (dex_future_is_resolved (third));
  g_assert_true (dex_future_is_pending (fourth));
  g_assert_cmpuint (quire_limiter_get_free (limiter), ==, 0);

  for (guint i = 0; i < 3; i++)
    quire_limiter_release (limiter);
  g_assert_true (dex_future_is_resolved (fourth));
  g_assert_cmpuint (quire_limiter_get_free (limiter), ==, 2);
}

static void
test_dropped_waiter (void)
{
  g_autoptr (QuireLimiter) limiter = quire_limiter_new (1);
  g_autoptr (DexFuture) holder = quire_limiter_acquire (limiter);
  DexFuture *dropped = quire_limiter_acquire (limiter);
  g_autoptr (DexFuture) waiter = quire_limiter_acquire (limiter);
  DexFuture *last = quire_limiter_acquire (limiter);

  dex_clear (&dropped);
  dex_clear (&last);
  quire_limiter_release (limiter);
  g_assert_true (dex_future_is_resolved (waiter));
  quire_limiter_release (limiter);
  g_assert_cmpuint (quire_limiter_get_free (limiter), ==, 1);
}

static void
test_limiter_goes_first (void)
{
  QuireLimiter *limiter = quire_limiter_new (1);
  g_autoptr (DexFuture) holder = quire_limiter_acquire (limiter);
  g_autoptr (DexFuture) waiter = quire_limiter_acquire (limiter);
  g_autoptr (GError) error = NULL;

  quire_limiter_unref (quire_limiter_ref (limiter));
  g_assert_true (dex_future_is_pending (waiter));
  quire_limiter_unref (limiter);
  g_assert_null (dex_future_get_value (waiter, &error));
  g_assert_true (quire_error_is_cancelled (error));
}

typedef struct
{
  QuireLimiter *limiter;
  DexPromise *gate; /* awaited before the permit, or NULL */
  DexPromise *work; /* awaited while the permit is held */
  gboolean started;
  gboolean held;
  gboolean ended;
} Worker;

static DexFuture *
worker_fiber (gpointer data)
{
  Worker *self = data;
  g_autoptr (GError) error = NULL;

  self->started = TRUE;
  if (self->gate != NULL)
    quire_await (dex_ref (self->gate), &error);
  g_clear_error (&error);

  if (quire_limiter_await (self->limiter, &error))
    {
      self->held = TRUE;
      g_assert_no_error (error);
      quire_await (dex_ref (self->work), &error);
      self->held = FALSE;
      quire_limiter_release (self->limiter);
    }

  self->ended = TRUE;

  return error != NULL ? dex_future_new_for_error (g_steal_pointer (&error)) : dex_future_new_true ();
}

static gboolean
worker_started (gpointer data)
{
  return ((Worker *) data)->started;
}

static gboolean
worker_holds (gpointer data)
{
  return ((Worker *) data)->held;
}

static gboolean
worker_ended (gpointer data)
{
  return ((Worker *) data)->ended;
}

static void
test_await (void)
{
  g_autoptr (QuireLimiter) limiter = quire_limiter_new (1);
  Worker first = { limiter, NULL, dex_promise_new () };
  Worker second = { limiter, NULL, dex_promise_new () };
  g_autoptr (DexFuture) first_future = quire_fiber_spawn (worker_fiber, &first, NULL);
  g_autoptr (DexFuture) second_future = quire_fiber_spawn (worker_fiber, &second, NULL);

  quire_test_wait_until (worker_started, &second, 5000);
  g_assert_true (first.held);
  g_assert_false (second.held);

  dex_promise_resolve_boolean (first.work, TRUE);
  quire_test_wait_until (worker_holds, &second, 5000);
  g_assert_true (first.ended);
  dex_promise_resolve_boolean (second.work, TRUE);
  quire_test_wait_until (worker_ended, &second, 5000);
  g_assert_cmpuint (quire_limiter_get_free (limiter), ==, 1);

  dex_unref (first.work);
  dex_unref (second.work);
}

/* The permit is granted and the fiber cancelled before it runs again. */
static void
test_granted_then_cancelled (void)
{
  g_autoptr (QuireLimiter) limiter = quire_limiter_new (1);
  g_autoptr (DexFuture) holder = quire_limiter_acquire (limiter);
  Worker worker = { limiter, NULL, dex_promise_new () };
  DexFuture *future = quire_fiber_spawn (worker_fiber, &worker, NULL);

  quire_test_wait_until (worker_started, &worker, 5000);
  quire_limiter_release (limiter);
  dex_clear (&future);
  quire_test_wait_until (worker_ended, &worker, 5000);
  g_assert_false (worker.held);
  g_assert_cmpuint (quire_limiter_get_free (limiter), ==, 1);

  dex_unref (worker.work);
}

/* libdex does not even chain a cancelled fiber to what it awaits; the place in the queue must be given up all the same. */
static void
test_cancelled_then_queued (void)
{
  g_autoptr (QuireLimiter) limiter = quire_limiter_new (1);
  g_autoptr (DexFuture) holder = quire_limiter_acquire (limiter);
  Worker worker = { limiter, dex_promise_new (), dex_promise_new () };
  DexFuture *future = quire_fiber_spawn (worker_fiber, &worker, NULL);

  quire_test_wait_until (worker_started, &worker, 5000);
  dex_clear (&future);
  quire_test_wait_until (worker_ended, &worker, 5000);
  quire_limiter_release (limiter);
  g_assert_cmpuint (quire_limiter_get_free (limiter), ==, 1);

  dex_unref (worker.gate);
  dex_unref (worker.work);
}

static void
test_cancelled_while_queued (void)
{
  g_autoptr (QuireLimiter) limiter = quire_limiter_new (1);
  g_autoptr (DexFuture) holder = quire_limiter_acquire (limiter);
  Worker worker = { limiter, NULL, dex_promise_new () };
  DexFuture *future = quire_fiber_spawn (worker_fiber, &worker, NULL);

  quire_test_wait_until (worker_started, &worker, 5000);
  dex_clear (&future);
  quire_test_wait_until (worker_ended, &worker, 5000);
  quire_limiter_release (limiter);
  g_assert_cmpuint (quire_limiter_get_free (limiter), ==, 1);

  dex_unref (worker.work);
}

/* A waiting fiber keeps the limiter, even when whoever made it lets go. */
static void
test_waiter_keeps_limiter (void)
{
  QuireLimiter *limiter = quire_limiter_new (1);
  g_autoptr (DexFuture) holder = quire_limiter_acquire (limiter);
  Worker worker = { limiter, NULL, dex_promise_new () };
  DexFuture *future = quire_fiber_spawn (worker_fiber, &worker, NULL);

  quire_test_wait_until (worker_started, &worker, 5000);
  quire_limiter_unref (limiter);
  dex_clear (&future);
  quire_test_wait_until (worker_ended, &worker, 5000);
  g_assert_false (worker.held);

  dex_unref (worker.work);
}

#define N_WORKERS 24
#define N_PERMITS 3

static gboolean
all_ended (gpointer data)
{
  Worker *workers = data;

  for (guint i = 0; i < N_WORKERS; i++)
    if (!workers[i].ended)
      return FALSE;

  return TRUE;
}

static void
check_holders (Worker *workers, QuireLimiter *limiter)
{
  guint n_held = 0;

  for (guint i = 0; i < N_WORKERS; i++)
    n_held += workers[i].held;

  g_assert_cmpuint (n_held + quire_limiter_get_free (limiter), <=, N_PERMITS);
}

/* Whatever the order of grants, ends and cancellations: never more holders than permits, and every permit comes back. */
static void
test_random (void)
{
  for (guint round = 0; round < 60; round++)
    {
      g_autoptr (QuireLimiter) limiter = quire_limiter_new (N_PERMITS);
      Worker workers[N_WORKERS] = { 0 };
      DexFuture *futures[N_WORKERS];

      for (guint i = 0; i < N_WORKERS; i++)
        {
          workers[i] = (Worker) { limiter, g_test_rand_bit () ? dex_promise_new () : NULL, dex_promise_new () };
          futures[i] = quire_fiber_spawn (worker_fiber, &workers[i], NULL);
        }

      for (guint step = 0; step < 6 * N_WORKERS; step++)
        {
          guint i = g_test_rand_int_range (0, N_WORKERS);
          int action = g_test_rand_int_range (0, 5);

          if (action == 0)
            dex_clear (&futures[i]);
          else if (action == 1 && workers[i].gate != NULL)
            dex_promise_resolve_boolean (workers[i].gate, TRUE);
          else if (action == 2)
            dex_promise_resolve_boolean (workers[i].work, TRUE);
          else
            g_main_context_iteration (NULL, FALSE);
          check_holders (workers, limiter);
        }

      for (guint i = 0; i < N_WORKERS; i++)
        {
          if (workers[i].gate != NULL)
            dex_promise_resolve_boolean (workers[i].gate, TRUE);
          dex_promise_resolve_boolean (workers[i].work, TRUE);
        }
      quire_test_wait_until (all_ended, workers, 5000);
      g_assert_cmpuint (quire_limiter_get_free (limiter), ==, N_PERMITS);

      for (guint i = 0; i < N_WORKERS; i++)
        {
          dex_clear (&futures[i]);
          dex_clear (&workers[i].gate);
          dex_clear (&workers[i].work);
        }
    }
}

int
main (int argc, char *argv[])
{
  quire_test_init (&argc, &argv);

  g_test_add_func ("/limiter/order", test_order);
  g_test_add_func ("/limiter/dropped-waiter", test_dropped_waiter);
  g_test_add_func ("/limiter/limiter-goes-first", test_limiter_goes_first);
  g_test_add_func ("/limiter/await", test_await);
  g_test_add_func ("/limiter/granted-then-cancelled", test_granted_then_cancelled);
  g_test_add_func ("/limiter/cancelled-then-queued", test_cancelled_then_queued);
  g_test_add_func ("/limiter/cancelled-while-queued", test_cancelled_while_queued);
  g_test_add_func ("/limiter/waiter-keeps-limiter", test_waiter_keeps_limiter);
  g_test_add_func ("/limiter/random", test_random);

  return g_test_run ();
}
