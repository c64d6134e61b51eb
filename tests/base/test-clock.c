/* test-clock.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "quire-clock.h"
#include "quire-error.h"
#include "quire-future.h"
#include "quire-test.h"

typedef struct
{
  GString *log;
  QuireTestClock *clock;
  char letter;
  guint n_freed;
} Note;

static void
note_cb (gpointer data)
{
  Note *note = data;

  g_string_append_printf (note->log, "%c%" G_GINT64_FORMAT " ", note->letter,
                          quire_clock_get_monotonic (QUIRE_CLOCK (note->clock)) / 1000);
}

static void
note_freed_cb (gpointer data)
{
  Note *note = data;

  note->n_freed++;
}

/* Adds another timer from within a timer. */
static void
chain_cb (gpointer data)
{
  Note *note = data;

  note_cb (note);
  note->letter++;
  quire_clock_add_timer (QUIRE_CLOCK (note->clock), 10, note_cb, note, NULL);
}

static void
test_timers_fire_in_order (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autoptr (GString) log = g_string_new (NULL);
  gint64 start = quire_clock_get_monotonic (QUIRE_CLOCK (clock)) / 1000;
  gint64 now = quire_clock_get_now (QUIRE_CLOCK (clock));
  g_autofree char *expected = NULL;
  Note notes[4] = { { log, clock, 'a' }, { log, clock, 'b' }, { log, clock, 'c' }, { log, clock, 'd' } };
  static const guint delays[4] = { 300, 100, 100, 5000 };

  for (guint i = 0; i < 4; i++)
    g_assert_cmpuint (quire_clock_add_timer (QUIRE_CLOCK (clock), delays[i], note_cb, &notes[i], note_freed_cb), >, 0);

  g_assert_cmpint (quire_test_clock_get_next (clock), ==, 100);
  quire_test_clock_advance (clock, 99);
  g_assert_cmpstr (log->str, ==, "");
  quire_test_clock_advance (clock, 401);

  expected = g_strdup_printf ("b%" G_GINT64_FORMAT " c%" G_GINT64_FORMAT " a%" G_GINT64_FORMAT " ", start + 100, start + 100, start + 300);
  g_assert_cmpstr (log->str, ==, expected);
  g_assert_cmpint (quire_clock_get_now (QUIRE_CLOCK (clock)), ==, now + 500 * 1000);
  g_assert_cmpuint (quire_test_clock_get_n_timers (clock), ==, 1);
  g_assert_cmpint (quire_test_clock_get_next (clock), ==, 4500);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (notes[i].n_freed, ==, 1);

  g_assert_cmpuint (notes[3].n_freed, ==, 0);
  g_clear_object (&clock);
  g_assert_cmpuint (notes[3].n_freed, ==, 1);
}

static void
test_timer_added_by_timer (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autoptr (GString) log = g_string_new (NULL);
  g_autofree char *expected = NULL;
  gint64 start = quire_clock_get_monotonic (QUIRE_CLOCK (clock)) / 1000;
  Note note = { log, clock, 'a' };

  quire_clock_add_timer (QUIRE_CLOCK (clock), 10, chain_cb, &note, NULL);
  quire_test_clock_advance (clock, 60 * 1000);

  expected = g_strdup_printf ("a%" G_GINT64_FORMAT " b%" G_GINT64_FORMAT " ", start + 10, start + 20);
  g_assert_cmpstr (log->str, ==, expected);
  g_assert_cmpint (quire_test_clock_get_next (clock), ==, -1);
}

static void
test_timer_removed (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autoptr (GString) log = g_string_new (NULL);
  Note kept = { log, clock, 'k' };
  Note removed = { log, clock, 'r' };
  guint id = quire_clock_add_timer (QUIRE_CLOCK (clock), 10, note_cb, &removed, note_freed_cb);

  quire_clock_add_timer (QUIRE_CLOCK (clock), 20, note_cb, &kept, note_freed_cb);
  quire_clock_remove_timer (QUIRE_CLOCK (clock), id);
  g_assert_cmpuint (removed.n_freed, ==, 1);

  quire_test_clock_advance (clock, 1000);
  g_assert_null (strchr (log->str, 'r'));
  g_assert_nonnull (strchr (log->str, 'k'));
  g_assert_cmpuint (removed.n_freed, ==, 1);
}

static void
test_wall_time_jumps (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autoptr (GString) log = g_string_new (NULL);
  gint64 monotonic = quire_clock_get_monotonic (QUIRE_CLOCK (clock));
  Note note = { log, clock, 'a' };

  quire_clock_add_timer (QUIRE_CLOCK (clock), 10, note_cb, &note, NULL);
  quire_test_clock_set_now (clock, 42);

  g_assert_cmpint (quire_clock_get_now (QUIRE_CLOCK (clock)), ==, 42);
  g_assert_cmpint (quire_clock_get_monotonic (QUIRE_CLOCK (clock)), ==, monotonic);
  g_assert_cmpstr (log->str, ==, "");

  quire_test_clock_advance (clock, 10);
  g_assert_cmpint (quire_clock_get_now (QUIRE_CLOCK (clock)), ==, 42 + 10 * 1000);
  g_assert_cmpstr (log->str, !=, "");
}

static void
set_flag_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
}

static gboolean
flag_is_set (gpointer data)
{
  return *(gboolean *) data;
}

static void
test_system (void)
{
  g_autoptr (QuireClock) clock = quire_clock_new_system ();
  g_autoptr (QuireClock) same = quire_clock_new_system ();
  gint64 now = g_get_real_time ();
  gint64 monotonic = g_get_monotonic_time ();
  gboolean fired = FALSE;
  gboolean removed_fired = FALSE;
  gboolean freed = FALSE;
  guint id;

  g_assert_true (clock == same);
  g_assert_cmpint (ABS (quire_clock_get_now (clock) - now), <, 60 * G_USEC_PER_SEC);
  g_assert_cmpint (quire_clock_get_monotonic (clock), >=, monotonic);

  id = quire_clock_add_timer (clock, 1, set_flag_cb, &removed_fired, NULL);
  quire_clock_add_timer (clock, 1, set_flag_cb, &fired, NULL);
  quire_clock_remove_timer (clock, id);
  quire_test_wait_until (flag_is_set, &fired, 5000);
  g_assert_false (removed_fired);

  id = quire_clock_add_timer (clock, 60 * 1000, set_flag_cb, &fired, set_flag_cb);
  quire_clock_remove_timer (clock, id);
  id = quire_clock_add_timer (clock, 60 * 1000, set_flag_cb, &freed, set_flag_cb);
  quire_clock_remove_timer (clock, id);
  g_assert_true (freed);
}

static void
test_delay (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autoptr (DexFuture) delay = quire_clock_delay (QUIRE_CLOCK (clock), 30 * 60 * 1000);

  quire_test_clock_advance (clock, 30 * 60 * 1000 - 1);
  g_assert_true (dex_future_is_pending (delay));
  quire_test_clock_advance (clock, 1);
  g_assert_true (dex_future_is_resolved (delay));
  g_assert_true (g_value_get_boolean (dex_future_get_value (delay, NULL)));
}

static void
test_delay_dropped (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  DexFuture *delay = quire_clock_delay (QUIRE_CLOCK (clock), 100);

  g_assert_cmpuint (quire_test_clock_get_n_timers (clock), ==, 1);
  dex_clear (&delay);
  g_assert_cmpuint (quire_test_clock_get_n_timers (clock), ==, 0);
}

/* The clock may go first; then nobody is left to move it, and nothing may be touched that is gone. */
static void
test_delay_outlives_clock (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autoptr (DexFuture) delay = quire_clock_delay (QUIRE_CLOCK (clock), 100);

  g_clear_object (&clock);
  g_assert_true (dex_future_is_pending (delay));
}

static DexFuture *
drop_cb (DexFuture *resolved, gpointer data)
{
  DexFuture **future = data;

  dex_clear (future);

  return NULL;
}

static void
test_delay_dropped_as_it_fires (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  DexFuture *delay = quire_clock_delay (QUIRE_CLOCK (clock), 100);
  g_autoptr (DexFuture) then = dex_future_then (dex_ref (delay), drop_cb, &delay, NULL);

  quire_test_clock_advance (clock, 100);
  g_assert_null (delay);
  g_assert_true (dex_future_is_resolved (then));
}

typedef struct
{
  QuireClock *clock;
  guint n_started;
  guint n_finished;
  GError *first_error;
  GError *second_error;
} Sleeper;

/* Goes on after its cancellation, as a careless fiber would. */
static DexFuture *
sleeper_fiber (gpointer data)
{
  Sleeper *self = data;

  self->n_started++;
  quire_await (quire_clock_delay (self->clock, 1000), &self->first_error);
  quire_await (quire_clock_delay (self->clock, 1000), &self->second_error);
  self->n_finished++;

  if (self->first_error != NULL)
    return dex_future_new_for_error (g_error_copy (self->first_error));

  return dex_future_new_for_string ("rested");
}

static gboolean
sleeper_started (gpointer data)
{
  return ((Sleeper *) data)->n_started > 0;
}

static gboolean
sleeper_finished (gpointer data)
{
  return ((Sleeper *) data)->n_finished > 0;
}

static void
sleeper_clear (Sleeper *self)
{
  g_clear_error (&self->first_error);
  g_clear_error (&self->second_error);
}

static void
check_cancelled_sleeper (Sleeper *self)
{
  quire_test_wait_until (sleeper_finished, self, 5000);
  g_assert_true (quire_error_is_cancelled (self->first_error));
  g_assert_true (quire_error_is_cancelled (self->second_error));
}

/* libdex's own timeout logs a critical here, which is fatal. */
static void
test_delay_in_cancelled_fiber (void)
{
  g_autoptr (QuireTestClock) test_clock = quire_test_clock_new ();
  g_autoptr (QuireClock) system = quire_clock_new_system ();
  QuireClock *clocks[] = { QUIRE_CLOCK (test_clock), system };

  for (guint i = 0; i < G_N_ELEMENTS (clocks); i++)
    {
      Sleeper sleeper = { clocks[i] };
      DexFuture *fiber = quire_fiber_spawn (sleeper_fiber, &sleeper, NULL);

      quire_test_wait_until (sleeper_started, &sleeper, 5000);
      dex_clear (&fiber);
      check_cancelled_sleeper (&sleeper);
      sleeper_clear (&sleeper);
    }

  g_assert_cmpuint (quire_test_clock_get_n_timers (test_clock), ==, 0);
}

static void
test_limit_work_wins (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  DexPromise *promise = dex_promise_new ();
  g_autoptr (DexFuture) limited = quire_clock_limit (QUIRE_CLOCK (clock), dex_ref (promise), 100);

  quire_test_clock_advance (clock, 99);
  g_assert_true (dex_future_is_pending (limited));
  dex_promise_resolve_int (promise, 42);
  g_assert_true (dex_future_is_resolved (limited));
  g_assert_cmpint (g_value_get_int (dex_future_get_value (limited, NULL)), ==, 42);
  g_assert_cmpuint (quire_test_clock_get_n_timers (clock), ==, 0);
  quire_test_clock_advance (clock, 1000);
  g_assert_true (dex_future_is_resolved (limited));

  dex_unref (promise);
}

static void
test_limit_work_fails (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autoptr (GError) error = NULL;
  DexPromise *promise = dex_promise_new ();
  g_autoptr (DexFuture) limited = quire_clock_limit (QUIRE_CLOCK (clock), dex_ref (promise), 100);

  dex_promise_reject (promise, g_error_new_literal (QUIRE_ERROR, QUIRE_ERROR_AUTH, "No key."));
  g_assert_null (dex_future_get_value (limited, &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_AUTH);
  g_assert_cmpuint (quire_test_clock_get_n_timers (clock), ==, 0);

  dex_unref (promise);
}

/* The caller still holds the result, and the loser must be stopped all the same. */
static void
test_limit_time_wins (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autoptr (QuireTestClock) sleeper_clock = quire_test_clock_new ();
  g_autoptr (GError) error = NULL;
  Sleeper sleeper = { QUIRE_CLOCK (sleeper_clock) };
  g_autoptr (DexFuture) limited = quire_clock_limit (QUIRE_CLOCK (clock), quire_fiber_spawn (sleeper_fiber, &sleeper, NULL), 100);

  quire_test_wait_until (sleeper_started, &sleeper, 5000);
  quire_test_clock_advance (clock, 100);

  g_assert_null (dex_future_get_value (limited, &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_TIMED_OUT);
  g_assert_true (quire_error_is_transient (error));
  check_cancelled_sleeper (&sleeper);
  g_assert_cmpuint (quire_test_clock_get_n_timers (sleeper_clock), ==, 0);
  sleeper_clear (&sleeper);
}

static void
test_limit_dropped (void)
{
  static const guint limits[] = { 0, 100 };

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
      Sleeper sleeper = { QUIRE_CLOCK (clock) };
      DexFuture *fiber = dex_scheduler_spawn (NULL, 0, sleeper_fiber, &sleeper, NULL);
      DexFuture *limited = quire_clock_limit (QUIRE_CLOCK (clock), fiber, limits[i]);

      quire_test_wait_until (sleeper_started, &sleeper, 5000);
      dex_clear (&limited);
      check_cancelled_sleeper (&sleeper);
      g_assert_cmpuint (quire_test_clock_get_n_timers (clock), ==, 0);
      sleeper_clear (&sleeper);
    }
}

static void
test_limit_settled (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autoptr (DexFuture) resolved = quire_clock_limit (QUIRE_CLOCK (clock), dex_future_new_for_int (7), 100);
  g_autoptr (DexFuture) rejected = quire_clock_limit (QUIRE_CLOCK (clock), quire_future_new_error (QUIRE_ERROR_QUOTA, "Spent."), 100);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_value_get_int (dex_future_get_value (resolved, NULL)), ==, 7);
  g_assert_null (dex_future_get_value (rejected, &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_QUOTA);
  g_assert_cmpuint (quire_test_clock_get_n_timers (clock), ==, 0);
}

static void
test_limit_cancelled_stays_cancelled (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autoptr (GError) error = NULL;
  DexPromise *promise = dex_promise_new ();
  g_autoptr (DexFuture) limited = quire_clock_limit (QUIRE_CLOCK (clock), dex_ref (promise), 100);

  dex_promise_reject (promise, g_error_new_literal (DEX_ERROR, DEX_ERROR_FIBER_CANCELLED, "Fiber cancelled"));
  quire_test_clock_advance (clock, 1000);
  g_assert_null (dex_future_get_value (limited, &error));
  g_assert_true (quire_error_is_cancelled (error));

  dex_unref (promise);
}

static void
test_format (void)
{
  static const struct
  {
    gint64 time_us;
    const char *text;
  } cases[] = {
    { 0, "1970-01-01T00:00:00Z" },
    { 1, "1970-01-01T00:00:00Z" },
    { -1, "1969-12-31T23:59:59Z" },
    { G_GINT64_CONSTANT (1795337400000000), "2026-11-22T08:50:00Z" },
    { G_GINT64_CONSTANT (1795337400999999), "2026-11-22T08:50:00Z" },
    { G_GINT64_CONSTANT (951782400000000), "2000-02-29T00:00:00Z" },
    { G_GINT64_CONSTANT (-62135596800000000), "0001-01-01T00:00:00Z" },
    { G_GINT64_CONSTANT (253402300799000000), "9999-12-31T23:59:59Z" },
    { G_MAXINT64, "9999-12-31T23:59:59Z" },
    { G_MININT64, "0001-01-01T00:00:00Z" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = quire_clock_format (cases[i].time_us);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

int
main (int argc, char *argv[])
{
  quire_test_init (&argc, &argv);

  g_test_add_func ("/clock/timers-fire-in-order", test_timers_fire_in_order);
  g_test_add_func ("/clock/timer-added-by-timer", test_timer_added_by_timer);
  g_test_add_func ("/clock/timer-removed", test_timer_removed);
  g_test_add_func ("/clock/wall-time-jumps", test_wall_time_jumps);
  g_test_add_func ("/clock/system", test_system);
  g_test_add_func ("/clock/delay", test_delay);
  g_test_add_func ("/clock/delay-dropped", test_delay_dropped);
  g_test_add_func ("/clock/delay-outlives-clock", test_delay_outlives_clock);
  g_test_add_func ("/clock/delay-dropped-as-it-fires", test_delay_dropped_as_it_fires);
  g_test_add_func ("/clock/delay-in-cancelled-fiber", test_delay_in_cancelled_fiber);
  g_test_add_func ("/clock/limit-work-wins", test_limit_work_wins);
  g_test_add_func ("/clock/limit-work-fails", test_limit_work_fails);
  g_test_add_func ("/clock/limit-time-wins", test_limit_time_wins);
  g_test_add_func ("/clock/limit-dropped", test_limit_dropped);
  g_test_add_func ("/clock/limit-settled", test_limit_settled);
  g_test_add_func ("/clock/limit-cancelled-stays-cancelled", test_limit_cancelled_stays_cancelled);
  g_test_add_func ("/clock/format", test_format);

  return g_test_run ();
}
