/* quire-clock.c: where all time comes from
 *
 * The base class is the system's clock; a test derives its own. The two futures stand on add_timer() and not on
 * libdex's timeouts, so that a test clock moves them too, and because a libdex timeout that is dropped by a
 * cancelled fiber while it runs logs a critical.
 *
 * A waiting future is a promise held by its timer. What the caller gets is a set of one around that promise:
 * dropping it discards the promise, which cancels its cancellable, which takes the timer back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-base"

#include "config.h"

#include "quire-clock.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <libdex.h>

#include "quire-error.h"

G_DEFINE_TYPE (QuireClock, quire_clock, G_TYPE_OBJECT)

typedef struct
{
  QuireClockFunc func;
  gpointer data;
  GDestroyNotify data_free;
} SystemTimer;

/* Owned by the timer; so it never outlives the clock, which it need not keep alive. */
typedef struct
{
  QuireClock *clock;
  guint timer;
  DexPromise *promise;
  gulong cancelled_handler;
  GError *expiry; /* what to reject with; NULL to resolve to TRUE */
} Wait;

static gint64
system_get_now (QuireClock *self)
{
  return g_get_real_time ();
}

static gint64
system_get_monotonic (QuireClock *self)
{
  return g_get_monotonic_time ();
}

static gboolean
system_timer_cb (gpointer data)
{
  SystemTimer *timer = data;

  timer->func (timer->data);

  return G_SOURCE_REMOVE;
}

static void
system_timer_free (gpointer data)
{
  SystemTimer *timer = data;

  if (timer->data_free != NULL)
    timer->data_free (timer->data);
  g_free (timer);
}

static guint
system_add_timer (QuireClock *self, guint delay_ms, QuireClockFunc func, gpointer data, GDestroyNotify data_free)
{
  SystemTimer *timer = g_new0 (SystemTimer, 1);

  *timer = (SystemTimer) { func, data, data_free };

  return g_timeout_add_full (G_PRIORITY_DEFAULT, delay_ms, system_timer_cb, timer, system_timer_free);
}

static void
system_remove_timer (QuireClock *self, guint id)
{
  g_source_remove (id);
}

static void
quire_clock_class_init (QuireClockClass *klass)
{
  klass->get_now = system_get_now;
  klass->get_monotonic = system_get_monotonic;
  klass->add_timer = system_add_timer;
  klass->remove_timer = system_remove_timer;
}

static void
quire_clock_init (QuireClock *self)
{
}

QuireClock *
quire_clock_new_system (void)
{
  static QuireClock *system_clock;

  if (g_once_init_enter_pointer (&system_clock))
    g_once_init_leave_pointer (&system_clock, g_object_new (QUIRE_TYPE_CLOCK, NULL));

  return g_object_ref (system_clock);
}

gint64
quire_clock_get_now (QuireClock *self)
{
  g_return_val_if_fail (QUIRE_IS_CLOCK (self), 0);

  return QUIRE_CLOCK_GET_CLASS (self)->get_now (self);
}

gint64
quire_clock_get_monotonic (QuireClock *self)
{
  g_return_val_if_fail (QUIRE_IS_CLOCK (self), 0);

  return QUIRE_CLOCK_GET_CLASS (self)->get_monotonic (self);
}

guint
quire_clock_add_timer (QuireClock *self, guint delay_ms, QuireClockFunc func, gpointer data, GDestroyNotify data_free)
{
  g_return_val_if_fail (QUIRE_IS_CLOCK (self), 0);
  g_return_val_if_fail (func != NULL, 0);

  return QUIRE_CLOCK_GET_CLASS (self)->add_timer (self, delay_ms, func, data, data_free);
}

void
quire_clock_remove_timer (QuireClock *self, guint id)
{
  g_return_if_fail (QUIRE_IS_CLOCK (self));
  g_return_if_fail (id > 0);

  QUIRE_CLOCK_GET_CLASS (self)->remove_timer (self, id);
}

static void
wait_free (gpointer data)
{
  Wait *wait = data;

  g_clear_signal_handler (&wait->cancelled_handler, dex_promise_get_cancellable (wait->promise));
  dex_clear (&wait->promise);
  g_clear_error (&wait->expiry);
  g_free (wait);
}

static void
wait_over_cb (gpointer data)
{
  Wait *wait = data;

  /* Settling runs other people's code, which may drop the future: too late to take the timer back then. */
  g_clear_signal_handler (&wait->cancelled_handler, dex_promise_get_cancellable (wait->promise));

  if (wait->expiry != NULL)
    dex_promise_reject (wait->promise, g_steal_pointer (&wait->expiry));
  else
    dex_promise_resolve_boolean (wait->promise, TRUE);
}

static void
wait_dropped_cb (GCancellable *cancellable, gpointer data)
{
  Wait *wait = data;

  quire_clock_remove_timer (wait->clock, wait->timer);
}

/* Takes @expiry. */
static DexFuture *
wait_new (QuireClock *self, guint delay_ms, GError *expiry)
{
  DexPromise *promise = dex_promise_new_cancellable ();
  Wait *wait = g_new0 (Wait, 1);

  wait->clock = self;
  wait->promise = dex_ref (promise);
  wait->expiry = expiry;
  wait->cancelled_handler = g_signal_connect (dex_promise_get_cancellable (promise), "cancelled", G_CALLBACK (wait_dropped_cb), wait);
  wait->timer = quire_clock_add_timer (self, delay_ms, wait_over_cb, wait, wait_free);

  return dex_future_first (DEX_FUTURE (promise), NULL);
}

DexFuture *
quire_clock_delay (QuireClock *self, guint delay_ms)
{
  g_return_val_if_fail (QUIRE_IS_CLOCK (self), NULL);

  return wait_new (self, delay_ms, NULL);
}

/* A finished set goes on holding its members. A block lets go of what it awaited as soon as that has finished, and so
 * the loser is dropped at once, even while the caller keeps the result. */
static DexFuture *
let_go_cb (DexFuture *finished, gpointer data)
{
  return NULL;
}

DexFuture *
quire_clock_limit (QuireClock *self, DexFuture *future, guint limit_ms)
{
  DexFuture *expiry;

  g_return_val_if_fail (QUIRE_IS_CLOCK (self), NULL);
  g_return_val_if_fail (DEX_IS_FUTURE (future), NULL);

  if (!dex_future_is_pending (future))
    return future;
  if (limit_ms == 0)
    return dex_future_first (future, NULL);

  expiry = wait_new (self, limit_ms,
                     g_error_new_literal (QUIRE_ERROR, QUIRE_ERROR_TIMED_OUT,
                                          _ ("This took longer than it may and was stopped. What had arrived by then is kept; please try again.")));

  return dex_future_finally (dex_future_first (future, expiry, NULL), let_go_cb, NULL, NULL);
}

char *
quire_clock_format (gint64 time_us)
{
  gint64 seconds = time_us / G_USEC_PER_SEC;
  g_autoptr (GDateTime) moment = NULL;

  if (time_us % G_USEC_PER_SEC < 0)
    seconds--;

  /* A time outside of the years 1 to 9999 comes out of a damaged file only; the nearest one that can be written. */
  moment = g_date_time_new_from_unix_utc (CLAMP (seconds, G_GINT64_CONSTANT (-62135596800), G_GINT64_CONSTANT (253402300799)));

  return g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02dZ",
                          g_date_time_get_year (moment), g_date_time_get_month (moment), g_date_time_get_day_of_month (moment),
                          g_date_time_get_hour (moment), g_date_time_get_minute (moment), g_date_time_get_second (moment));
}
