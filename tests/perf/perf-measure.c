/* perf-measure.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "perf-measure.h"

#include <math.h>
#include <stdio.h>

#define MIN_RUNS 5

GArray *
perf_measure (PerfFunc func,
              gpointer data,
              double seconds)
{
  GArray *samples = g_array_new (FALSE, FALSE, sizeof (double));
  gint64 end;

  func (data);
  end = g_get_monotonic_time () + (gint64) (seconds * G_USEC_PER_SEC);
  while (samples->len < MIN_RUNS || g_get_monotonic_time () < end)
    {
      gint64 start = g_get_monotonic_time ();
      double spent;

      func (data);
      spent = (double) MAX (g_get_monotonic_time () - start, 1) / G_USEC_PER_SEC;
      g_array_append_val (samples, spent);
    }
  return samples;
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double first = *(const double *) a;
  double second = *(const double *) b;

  return (first > second) - (first < second);
}

double
perf_quantile (GArray *samples,
               double quantile)
{
  guint rank;

  if (samples->len == 0)
    return 0;

  g_array_sort (samples, compare_doubles);
  rank = (guint) ceil (quantile * samples->len);
  return g_array_index (samples, double, CLAMP (rank, 1, samples->len) - 1);
}

void
perf_report_times (const char *name,
                   GArray *samples)
{
  printf ("{\"name\":\"%s\",\"unit\":\"ms\",\"median\":%.3f,\"p95\":%.3f,\"max\":%.3f,\"n\":%u}\n", name, 1000 * perf_quantile (samples, 0.5),
          1000 * perf_quantile (samples, 0.95), 1000 * perf_quantile (samples, 1), samples->len);
  fflush (stdout);
}

void
perf_report_rate (const char *name,
                  GArray *samples,
                  gsize n_bytes)
{
  printf ("{\"name\":\"%s\",\"unit\":\"MB/s\",\"value\":%.1f,\"n\":%u}\n", name, (double) n_bytes / 1e6 / perf_quantile (samples, 0.5), samples->len);
  fflush (stdout);
}
