/* store-child.h: this test program again, as another process that has a book open.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "store-test.h"

#include <unistd.h>

/* Starts this program with @arguments; its standard input and output are pipes. */
static inline G_GNUC_UNUSED GSubprocess *
start_child (const char *const *arguments)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_auto (GStrv) command = NULL;
  g_autoptr (GError) error = NULL;
  GSubprocess *child;

  g_assert_nonnull (program);
  g_strv_builder_add (builder, program);
  g_strv_builder_addv (builder, (const char **) arguments);
  command = g_strv_builder_end (builder);
  child = g_subprocess_newv ((const char *const *) command, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  return child;
}

/* Blocks until the child has written a line; NULL when it has gone. */
static inline G_GNUC_UNUSED char *
read_line (GDataInputStream *lines)
{
  g_autoptr (GError) error = NULL;
  char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);

  g_assert_no_error (error);
  return line;
}

/* For the child: says a line to the parent. FALSE when nobody listens any more. */
static inline G_GNUC_UNUSED gboolean
say (const char *line)
{
  g_autofree char *text = g_strconcat (line, "\n", NULL);

  return write (STDOUT_FILENO, text, strlen (text)) == (ssize_t) strlen (text);
}

/* The child's main(): runs @func in a fiber. */
static inline G_GNUC_UNUSED int
run_child (DexFiberFunc func, gpointer data)
{
  g_autoptr (DexFuture) future = NULL;

  dex_init ();
  future = dex_scheduler_spawn (NULL, 0, func, data, NULL);
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  return dex_future_is_resolved (future) ? 0 : 1;
}
