/* perf-measure.h: timing a function again and again, and telling the figures as lines of JSON.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef void (*PerfFunc) (gpointer data);

/* Calls @func for about @seconds, at least five times after one call that does not count. The seconds that each call took (GArray of double). */
GArray *perf_measure (PerfFunc func, gpointer data, double seconds) G_GNUC_WARN_UNUSED_RESULT;

/* The value below which the share @quantile (0–1) of the samples lies; sorts @samples. 0 when there is none. */
double perf_quantile (GArray *samples, double quantile);

/* {"name":…,"unit":"ms","median":…,"p95":…,"max":…,"n":…} of samples in seconds. */
void perf_report_times (const char *name, GArray *samples);

/* {"name":…,"unit":"MB/s","value":…,"n":…}: @n_bytes in the median time. */
void perf_report_rate (const char *name, GArray *samples, gsize n_bytes);

G_END_DECLS
