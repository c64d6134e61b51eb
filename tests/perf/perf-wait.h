/* perf-wait.h: waiting for a future outside of fibers, with a deadline.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/* Turns the main loop until @future is settled: its value, or NULL and @error. G_IO_ERROR_TIMED_OUT after a minute. */
const GValue *perf_wait (DexFuture *future, GError **error);

G_END_DECLS
