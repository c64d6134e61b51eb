/* quire-future.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

/* Stack of a fiber that may reach an image, a codec or foreign code; our own code runs on the default of 128 KiB. */
#define QUIRE_BIG_STACK (1024 * 1024)
#define QUIRE_STACK (128 * 1024)

/* Lets @future (taken) run to its end with nobody waiting, and logs a rejection as a warning that starts with
 * @what, unless it was cancelled. The only place where a future may be disowned. */
void quire_future_report (DexFuture *future, const char *what);

/* A future rejected with a QUIRE_ERROR. */
DexFuture *quire_future_new_error (int code, const char *format, ...) G_GNUC_PRINTF (2, 3) G_GNUC_WARN_UNUSED_RESULT;

/* Resolves to a GObject that is given away (@object is taken). */
DexFuture *quire_future_new_take_object (gpointer object) G_GNUC_WARN_UNUSED_RESULT;

/* Resolves to a GPtrArray (G_TYPE_PTR_ARRAY) that is given away; await it with quire_await_array(). */
DexFuture *quire_future_new_take_array (GPtrArray *array) G_GNUC_WARN_UNUSED_RESULT;

/* Awaits @future (taken) in a fiber: a new reference to its array, or NULL and @error. */
GPtrArray *quire_await_array (DexFuture *future, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Awaits @future (taken) in a fiber for its success alone. */
gboolean quire_await (DexFuture *future, GError **error);

/* Spawns @func on the main scheduler with the default stack. @data is freed when the fiber ends. The returned
 * future is chained, so dropping it cancels the fiber (a bare fiber would run on). */
DexFuture *quire_fiber_spawn (DexFiberFunc func, gpointer data, GDestroyNotify data_free) G_GNUC_WARN_UNUSED_RESULT;

/* The same with a stack of @stack_size, for QUIRE_BIG_STACK. */
DexFuture *quire_fiber_spawn_sized (gsize stack_size, DexFiberFunc func, gpointer data, GDestroyNotify data_free) G_GNUC_WARN_UNUSED_RESULT;

/* Suspends the fiber until @future (taken) has finished or the fiber is cancelled. Returns @future, or in the second
 * case one that is rejected with DEX_ERROR_FIBER_CANCELLED. Never pending in a fiber of ours; elsewhere just @future. */
DexFuture *quire_fiber_settle (DexFuture *future) G_GNUC_WARN_UNUSED_RESULT;

/* Whoever awaits includes this header, and so waits in quire_fiber_settle(): the way to wait that survives a cancellation
 * with libdex 0.10.0 (quire-future.c says why). */
#define dex_await(future, error) (dex_await) (quire_fiber_settle (future), (error))
#define dex_await_boolean(future, error) (dex_await_boolean) (quire_fiber_settle (future), (error))
#define dex_await_boxed(future, error) (dex_await_boxed) (quire_fiber_settle (future), (error))
#define dex_await_double(future, error) (dex_await_double) (quire_fiber_settle (future), (error))
#define dex_await_enum(future, error) (dex_await_enum) (quire_fiber_settle (future), (error))
#define dex_await_fd(future, error) (dex_await_fd) (quire_fiber_settle (future), (error))
#define dex_await_flags(future, error) (dex_await_flags) (quire_fiber_settle (future), (error))
#define dex_await_float(future, error) (dex_await_float) (quire_fiber_settle (future), (error))
#define dex_await_int(future, error) (dex_await_int) (quire_fiber_settle (future), (error))
#define dex_await_int64(future, error) (dex_await_int64) (quire_fiber_settle (future), (error))
#define dex_await_object(future, error) (dex_await_object) (quire_fiber_settle (future), (error))
#define dex_await_pointer(future, error) (dex_await_pointer) (quire_fiber_settle (future), (error))
#define dex_await_string(future, error) (dex_await_string) (quire_fiber_settle (future), (error))
#define dex_await_uint(future, error) (dex_await_uint) (quire_fiber_settle (future), (error))
#define dex_await_uint64(future, error) (dex_await_uint64) (quire_fiber_settle (future), (error))
#define dex_await_variant(future, error) (dex_await_variant) (quire_fiber_settle (future), (error))

G_END_DECLS
