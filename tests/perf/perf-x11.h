/* perf-x11.h: windows of other programs, seen from outside by what they draw.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <X11/Xlib.h>
#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  Display *display;
  Window root;
  int damage_event; /* the event number of XDamageNotify */
  Atom pid;
  Atom name;
  Atom utf8;
  Atom active;
} PerfX11;

/* FALSE and @error when there is no display, or it lacks XTest or XDamage. Errors about windows that are gone are passed over from then on. */
gboolean perf_x11_open (PerfX11 *self, GError **error);
void perf_x11_close (PerfX11 *self);

/* 0 when the window has none. */
gulong perf_x11_get_pid (PerfX11 *self, Window window);
char *perf_x11_dup_title (PerfX11 *self, Window window) G_GNUC_WARN_UNUSED_RESULT;

/* A visible window of the process; of several the largest. None if there is none. */
Window perf_x11_find (PerfX11 *self, gulong pid);

/* Size of a window; FALSE if it is gone or not visible. */
gboolean perf_x11_get_size (PerfX11 *self, Window window, int *width, int *height);

/* Raises the window and gives it the keyboard; FALSE if it has not got it after some seconds. */
gboolean perf_x11_activate (PerfX11 *self, Window window);

/* Every rectangle that is drawn in the window becomes an event. */
void perf_x11_watch (PerfX11 *self, Window window);

/* Waits for the next event until the monotonic time @end (µs); FALSE when it did not come. */
gboolean perf_x11_next_event (PerfX11 *self, XEvent *event, gint64 end);

G_END_DECLS
