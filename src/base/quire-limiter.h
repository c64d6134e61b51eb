/* quire-limiter.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _DexFuture DexFuture;

/**
 * QuireLimiter:
 *
 * At most N holders at once, the rest wait in order. A waiter that is dropped gives its place up; no permit is
 * ever lost to it. Main thread only. With N = 1 it is the lock that fibers hold over several awaits.
 */
typedef struct _QuireLimiter QuireLimiter;

QuireLimiter *quire_limiter_new (guint n_permits) G_GNUC_WARN_UNUSED_RESULT;
QuireLimiter *quire_limiter_ref (QuireLimiter *self);
void quire_limiter_unref (QuireLimiter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QuireLimiter, quire_limiter_unref)

/* For fibers: waits for a permit. TRUE means that it is held and must be released; FALSE means that the fiber was
 * cancelled, holds nothing, and has to return @error. Closes the race "granted, then cancelled before resuming". */
gboolean quire_limiter_await (QuireLimiter *self, GError **error);

/* Resolves to TRUE when a permit is held. Prefer quire_limiter_await(). */
DexFuture *quire_limiter_acquire (QuireLimiter *self) G_GNUC_WARN_UNUSED_RESULT;

void quire_limiter_release (QuireLimiter *self);

/* Permits that nobody holds now. */
guint quire_limiter_get_free (QuireLimiter *self);

G_END_DECLS
