/* start-up.c: how long a program takes until its window shows what it was asked for: start-up TITLE COMMAND…
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Starts the command and watches what the X server is told to draw. "first" is when at least half of a window of that process had been painted at once; "shown" the same after
 * the window's title has got TITLE in it, which says that the document is open; "settled" the last such painting before a second of quiet. In milliseconds from the start of
 * the process, as one line of JSON. Then ends the process.
 */

#include "config.h"

#include "perf-x11.h"

#include <X11/extensions/Xdamage.h>
#include <errno.h>
#include <gio/gio.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#define DEADLINE_MS 20000
#define QUIET_MS 1000
#define END_MS 3000  /* for a process to end by itself */
#define SMALLEST 200 /* pixels; smaller windows are helpers */
#define POLL_US 20000

typedef struct
{
  PerfX11 x11;
  GPid pid;
  const char *title;
  gint64 started;
  Window window;
  int width;
  int height;
  gint64 first;
  gint64 shown;
  gint64 settled;
} Probe;

/* The children of the root are watched from the moment they exist, since the first painting follows at once. */
static void
watch_new_windows (Probe *self)
{
  XSelectInput (self->x11.display, self->x11.root, SubstructureNotifyMask);
  XSync (self->x11.display, False);
}

static void
take_damage (Probe *self,
             const XDamageNotifyEvent *damage)
{
  gint64 now = g_get_monotonic_time ();
  g_autofree char *title = NULL;
  int width = damage->geometry.width;
  int height = damage->geometry.height;

  if (width < SMALLEST || height < SMALLEST || 2 * (gint64) damage->area.width * damage->area.height < (gint64) width * height)
    return;
  if (self->window != damage->drawable && perf_x11_get_pid (&self->x11, damage->drawable) != (gulong) self->pid)
    return;

  self->window = damage->drawable;
  self->width = width;
  self->height = height;
  if (self->first == 0)
    self->first = now;
  self->settled = now;
  if (self->shown != 0)
    return;

  title = perf_x11_dup_title (&self->x11, self->window);
  if (strstr (title, self->title) != NULL)
    self->shown = now;
}

static gboolean
run (Probe *self,
     GError **error)
{
  gint64 end = self->started + DEADLINE_MS * 1000;
  gint64 wait_until = end;
  XEvent event;

  while (perf_x11_next_event (&self->x11, &event, wait_until))
    {
      if (event.type == CreateNotify && !event.xcreatewindow.override_redirect)
        perf_x11_watch (&self->x11, event.xcreatewindow.window);
      else if (event.type == self->x11.damage_event + XDamageNotify)
        take_damage (self, (const XDamageNotifyEvent *) &event);
      if (self->shown != 0)
        wait_until = MIN (end, self->settled + QUIET_MS * 1000);
      if (g_get_monotonic_time () > end)
        break;
    }

  if (self->shown == 0)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "No window with “%s” in its title was painted within %d s", self->title, DEADLINE_MS / 1000);
  return self->shown != 0;
}

static gboolean
start (Probe *self,
       char **command,
       GError **error)
{
  self->started = g_get_monotonic_time ();
  return g_spawn_async (NULL, command, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, &self->pid, error);
}

static gboolean
has_ended (Probe *self,
           int milliseconds)
{
  gint64 end = g_get_monotonic_time () + (gint64) milliseconds * 1000;

  while (waitpid (self->pid, NULL, WNOHANG) == 0)
    {
      if (g_get_monotonic_time () > end)
        return FALSE;
      g_usleep (POLL_US);
    }
  return TRUE;
}

static void
stop (Probe *self)
{
  if (self->pid == 0)
    return;

  kill (self->pid, SIGTERM);
  if (has_ended (self, END_MS))
    return;
  kill (self->pid, SIGKILL);
  waitpid (self->pid, NULL, 0);
}

int
main (int argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  Probe probe = { 0 };
  gboolean done;

  setlocale (LC_ALL, "");
  if (argc < 3)
    {
      g_printerr ("usage: start-up TITLE COMMAND…\n");
      return 2;
    }

  probe.title = argv[1];
  done = perf_x11_open (&probe.x11, &error);
  if (done)
    {
      watch_new_windows (&probe);
      done = start (&probe, argv + 2, &error) && run (&probe, &error);
      stop (&probe);
      perf_x11_close (&probe.x11);
    }

  if (done)
    printf ("{\"first\":%.1f,\"shown\":%.1f,\"settled\":%.1f,\"width\":%d,\"height\":%d}\n", (double) (probe.first - probe.started) / 1000,
            (double) (probe.shown - probe.started) / 1000, (double) (probe.settled - probe.started) / 1000, probe.width, probe.height);
  else
    g_printerr ("start-up: %s\n", error->message);
  return done ? 0 : 1;
}
