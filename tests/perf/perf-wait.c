/* perf-wait.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "perf-wait.h"

#include <gio/gio.h>

#define DEADLINE_SECONDS 60

static gboolean
expire (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_CONTINUE;
}

const GValue *
perf_wait (DexFuture *future,
           GError **error)
{
  gboolean expired = FALSE;
  guint timer = g_timeout_add_seconds (DEADLINE_SECONDS, expire, &expired);

  while (dex_future_is_pending (future) && !expired)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timer);

  if (expired)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "No answer within %d s", DEADLINE_SECONDS);
      return NULL;
    }
  return dex_future_get_value (future, error);
}
