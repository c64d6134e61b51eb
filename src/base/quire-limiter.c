/* quire-limiter.c: at most N holders at once
 *
 * A permit is in exactly one place: counted in n_free, or with a holder. Release hands it straight to the first
 * waiter that still wants it, so nobody can push in between. Three things could lose one:
 *
 * - A waiter is dropped while it queues. What acquire returns is a set of one around the queued promise: dropping
 *   it, even before anybody awaited it, cancels the promise's cancellable, and release passes over such a promise.
 *   The bare promise would not notice: libdex discards through chained futures only, and a fiber that was cancelled
 *   before its await never gets as far as chaining to what it awaits.
 * - A waiter is granted the permit, and its fiber is cancelled before it runs again. Its await then fails although
 *   the permit is held; quire_limiter_await() looks and gives it back. A set is settled in the same breath as its
 *   promise (a block may be put off), so the look cannot come too early.
 * - The limiter goes away under its waiters: they are told that it is over.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-base"

#include "config.h"

#include "quire-limiter.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "quire-error.h"
#include "quire-future.h"

struct _QuireLimiter
{
  guint n_references;
  guint n_free;
  GQueue waiters; /* of owned DexPromise, the first to come at the head */
};

QuireLimiter *
quire_limiter_new (guint n_permits)
{
  QuireLimiter *self;

  g_return_val_if_fail (n_permits > 0, NULL);

  self = g_new0 (QuireLimiter, 1);
  self->n_references = 1;
  self->n_free = n_permits;
  g_queue_init (&self->waiters);

  return self;
}

QuireLimiter *
quire_limiter_ref (QuireLimiter *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  self->n_references++;

  return self;
}

void
quire_limiter_unref (QuireLimiter *self)
{
  DexPromise *promise;

  g_return_if_fail (self != NULL);

  if (--self->n_references > 0)
    return;

  while ((promise = g_queue_pop_head (&self->waiters)) != NULL)
    {
      dex_promise_reject (promise, g_error_new_literal (QUIRE_ERROR, QUIRE_ERROR_CANCELLED, _ ("Stopped while waiting for a turn.")));
      dex_unref (promise);
    }

  g_free (self);
}

DexFuture *
quire_limiter_acquire (QuireLimiter *self)
{
  DexPromise *promise;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->n_free > 0)
    {
      self->n_free--;
      return dex_future_new_true ();
    }

  promise = dex_promise_new_cancellable ();
  g_queue_push_tail (&self->waiters, dex_ref (promise));

  return dex_future_first (DEX_FUTURE (promise), NULL);
}

gboolean
quire_limiter_await (QuireLimiter *self, GError **error)
{
  g_autoptr (QuireLimiter) alive = quire_limiter_ref (self);
  g_autoptr (DexFuture) permit = quire_limiter_acquire (self);

  if (dex_await (dex_ref (permit), error))
    return TRUE;

  if (dex_future_is_resolved (permit))
    quire_limiter_release (self);

  return FALSE;
}

void
quire_limiter_release (QuireLimiter *self)
{
  DexPromise *promise;

  g_return_if_fail (self != NULL);

  while ((promise = g_queue_pop_head (&self->waiters)) != NULL)
    {
      gboolean abandoned = g_cancellable_is_cancelled (dex_promise_get_cancellable (promise));

      if (!abandoned)
        dex_promise_resolve_boolean (promise, TRUE);
      dex_unref (promise);
      if (!abandoned)
        return;
    }

  self->n_free++;
}

guint
quire_limiter_get_free (QuireLimiter *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_free;
}
