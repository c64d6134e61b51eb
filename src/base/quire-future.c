/* quire-future.c: small additions to libdex, and fibers that can be cancelled
 *
 * libdex 0.10.0, the oldest that we run on, has a fault in the cancellation of fibers. A discarded fiber that is
 * blocked is moved to the queue of runnable ones, but not marked so. If what it was waiting for finishes before the
 * fiber has run (when a graph of fibers that await each other is cancelled, that is the rule), it is taken out of the
 * wrong queue and put into the runnable one a second time: the fiber is never run again, or the main loop spins. 0.10.1
 * has mended it (commit 9de30a9).
 *
 * So a fiber of ours is never discarded while it is blocked. Each has a gate, a promise that only a cancellation
 * settles, and quire_fiber_settle() waits for the first of two: the future, or the gate. The set of the two finishes
 * once, so the fiber is made runnable once, in the regular way, whichever comes first and from whichever thread. Dropping
 * the future that quire_fiber_spawn() returned rejects the gate, and only then discards the fiber, which by then is
 * marked as runnable and merely learns that it is cancelled.
 *
 * The current fiber is told by the address of its stack. A variable that says which one runs would have to be kept
 * right over every suspension, and code that awaits in some other way would make it lie.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-base"

#include "config.h"

#include "quire-future.h"

#include "quire-error.h"

typedef struct _Fiber
{
  DexFiberFunc func;
  gpointer data;
  GDestroyNotify data_free;
  DexPromise *gate;
  gsize stack_size;
  guintptr top; /* of what func has of the stack */
  struct _Fiber *next;
} Fiber;

/* Those that have begun and not ended. Per thread, so that one of libdex's pool can ask and be told that there are none. */
static _Thread_local Fiber *fibers;

static DexFuture *
report_cb (DexFuture *rejected, gpointer data)
{
  const char *what = data;
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (rejected, &error) == NULL && !quire_error_is_cancelled (error))
    g_warning ("%s: %s", what, error->message);

  return NULL;
}

void
quire_future_report (DexFuture *future, const char *what)
{
  g_return_if_fail (DEX_IS_FUTURE (future));
  g_return_if_fail (what != NULL);

  dex_future_disown (dex_future_catch (future, report_cb, g_strdup (what), g_free));
}

DexFuture *
quire_future_new_error (int code, const char *format, ...)
{
  va_list arguments;
  GError *error;

  va_start (arguments, format);
  error = g_error_new_valist (QUIRE_ERROR, code, format, arguments);
  va_end (arguments);

  return dex_future_new_for_error (error);
}

DexFuture *
quire_future_new_take_object (gpointer object)
{
  g_return_val_if_fail (G_IS_OBJECT (object), NULL);

  return dex_future_new_take_object (object);
}

DexFuture *
quire_future_new_take_array (GPtrArray *array)
{
  g_return_val_if_fail (array != NULL, NULL);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, array);
}

GPtrArray *
quire_await_array (DexFuture *future, GError **error)
{
  g_autoptr (DexFuture) owned = future;
  const GValue *value;

  g_return_val_if_fail (DEX_IS_FUTURE (future), NULL);

  if (!dex_await (dex_ref (owned), error))
    return NULL;
  if ((value = dex_future_get_value (owned, error)) == NULL)
    return NULL;

  if (!G_VALUE_HOLDS (value, G_TYPE_PTR_ARRAY) || g_value_get_boxed (value) == NULL)
    {
      g_set_error (error, DEX_ERROR, DEX_ERROR_TYPE_MISMATCH,
                   "Got type %s, expected GPtrArray", G_VALUE_TYPE_NAME (value));
      return NULL;
    }

  return g_value_dup_boxed (value);
}

gboolean
quire_await (DexFuture *future, GError **error)
{
  g_return_val_if_fail (DEX_IS_FUTURE (future), FALSE);

  return dex_await (future, error);
}

static Fiber *
find_current (void)
{
  guintptr here = (guintptr) __builtin_frame_address (0);

  for (Fiber *fiber = fibers; fiber != NULL; fiber = fiber->next)
    if (here <= fiber->top && fiber->top - here < fiber->stack_size)
      return fiber;

  return NULL;
}

DexFuture *
quire_fiber_settle (DexFuture *future)
{
  Fiber *fiber;

  g_return_val_if_fail (DEX_IS_FUTURE (future), NULL);

  if (!dex_future_is_pending (future) || (fiber = find_current ()) == NULL)
    return future;

  /* Its outcome is read from the two below. */
  (dex_await) (dex_future_first (dex_ref (future), dex_ref (fiber->gate), NULL), NULL);

  if (dex_future_is_pending (DEX_FUTURE (fiber->gate)))
    return future;

  dex_unref (future);

  return dex_future_new_reject (DEX_ERROR, DEX_ERROR_FIBER_CANCELLED, "The fiber was cancelled");
}

static DexFuture *
run_fiber (gpointer data)
{
  Fiber *self = data;
  Fiber **link;
  DexFuture *future;

  self->top = (guintptr) __builtin_frame_address (0);
  self->next = fibers;
  fibers = self;

  if ((future = self->func (self->data)) != NULL)
    future = quire_fiber_settle (future);

  for (link = &fibers; *link != self; link = &(*link)->next)
    ;
  *link = self->next;

  return future;
}

static void
fiber_free (gpointer data)
{
  Fiber *self = data;

  if (self->data_free != NULL)
    self->data_free (self->data);
  dex_unref (self->gate);
  g_free (self);
}

static void
close_gate_cb (GCancellable *cancellable, gpointer data)
{
  dex_promise_reject (data, g_error_new_literal (DEX_ERROR, DEX_ERROR_FIBER_CANCELLED, "The fiber was cancelled"));
}

static void
gate_unref (gpointer data, GClosure *closure)
{
  dex_unref (data);
}

DexFuture *
quire_fiber_spawn_sized (gsize stack_size, DexFiberFunc func, gpointer data, GDestroyNotify data_free)
{
  DexPromise *handle;
  DexPromise *gate;
  DexFuture *future;
  Fiber *self;

  g_return_val_if_fail (func != NULL, NULL);

  handle = dex_promise_new_cancellable ();
  gate = dex_promise_new ();
  g_signal_connect_data (dex_promise_get_cancellable (handle), "cancelled", G_CALLBACK (close_gate_cb),
                         dex_ref (gate), gate_unref, G_CONNECT_DEFAULT);

  self = g_new0 (Fiber, 1);
  self->func = func;
  self->data = data;
  self->data_free = data_free;
  self->gate = gate;
  self->stack_size = stack_size;
  future = dex_scheduler_spawn (dex_scheduler_get_default (), stack_size, run_fiber, self, fiber_free);

  /* The order counts: a set that is dropped discards its members from first to last. The handle never settles by
   * itself; so the set finishes with the fiber, in the same breath and without running anything on its stack. */
  return dex_future_first (DEX_FUTURE (handle), future, NULL);
}

DexFuture *
quire_fiber_spawn (DexFiberFunc func, gpointer data, GDestroyNotify data_free)
{
  return quire_fiber_spawn_sized (QUIRE_STACK, func, data, data_free);
}
