/* perf-x11.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "perf-x11.h"

#include <X11/Xatom.h>
#include <X11/extensions/XTest.h>
#include <X11/extensions/Xdamage.h>
#include <gio/gio.h>
#include <poll.h>

#define ACTIVATE_MS 5000
#define POLL_MS 20
#define MAX_TITLE_LONGS 256
#define SOURCE_PAGER 2 /* of _NET_ACTIVE_WINDOW: window managers obey it without asking who has the focus */

/* Windows come and go while they are asked about. */
static int
ignore_error (Display *display,
              XErrorEvent *event)
{
  return 0;
}

gboolean
perf_x11_open (PerfX11 *self,
               GError **error)
{
  int error_base;
  int ignored;

  self->display = XOpenDisplay (NULL);
  if (self->display == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "There is no X display");
      return FALSE;
    }
  if (!XDamageQueryExtension (self->display, &self->damage_event, &error_base) ||
      !XTestQueryExtension (self->display, &ignored, &ignored, &ignored, &ignored))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "The display lacks XTest or XDamage");
      perf_x11_close (self);
      return FALSE;
    }

  XSetErrorHandler (ignore_error);
  self->root = DefaultRootWindow (self->display);
  self->pid = XInternAtom (self->display, "_NET_WM_PID", False);
  self->name = XInternAtom (self->display, "_NET_WM_NAME", False);
  self->utf8 = XInternAtom (self->display, "UTF8_STRING", False);
  self->active = XInternAtom (self->display, "_NET_ACTIVE_WINDOW", False);
  return TRUE;
}

void
perf_x11_close (PerfX11 *self)
{
  g_clear_pointer (&self->display, XCloseDisplay);
}

/* The value of a property, to be freed with XFree(); NULL if there is none. */
static gpointer
get_property (PerfX11 *self,
              Window window,
              Atom property,
              Atom type)
{
  unsigned char *value = NULL;
  unsigned long n_items = 0;
  unsigned long n_after;
  Atom actual;
  int format;

  if (XGetWindowProperty (self->display, window, property, 0, MAX_TITLE_LONGS, False, type, &actual, &format, &n_items, &n_after, &value) != Success)
    return NULL;
  if (n_items == 0)
    g_clear_pointer (&value, XFree);
  return value;
}

gulong
perf_x11_get_pid (PerfX11 *self,
                  Window window)
{
  gulong *value = get_property (self, window, self->pid, XA_CARDINAL);
  gulong pid = value != NULL ? *value : 0;

  g_clear_pointer (&value, XFree);
  return pid;
}

char *
perf_x11_dup_title (PerfX11 *self,
                    Window window)
{
  char *value = get_property (self, window, self->name, self->utf8);
  char *title = g_strdup (value != NULL ? value : "");

  g_clear_pointer (&value, XFree);
  return title;
}

gboolean
perf_x11_get_size (PerfX11 *self,
                   Window window,
                   int *width,
                   int *height)
{
  XWindowAttributes attributes;

  if (!XGetWindowAttributes (self->display, window, &attributes) || attributes.map_state != IsViewable)
    return FALSE;
  *width = attributes.width;
  *height = attributes.height;
  return TRUE;
}

static void
find_below (PerfX11 *self,
            Window parent,
            gulong pid,
            Window *best,
            int *best_area)
{
  Window *children = NULL;
  Window root;
  Window ignored;
  unsigned int n_children = 0;

  if (!XQueryTree (self->display, parent, &root, &ignored, &children, &n_children))
    return;

  for (unsigned int i = 0; i < n_children; i++)
    {
      int width;
      int height;

      if (perf_x11_get_pid (self, children[i]) == pid && perf_x11_get_size (self, children[i], &width, &height) && width * height > *best_area)
        {
          *best = children[i];
          *best_area = width * height;
        }
      find_below (self, children[i], pid, best, best_area);
    }
  g_clear_pointer (&children, XFree);
}

Window
perf_x11_find (PerfX11 *self,
               gulong pid)
{
  Window best = None;
  int best_area = 0;

  find_below (self, self->root, pid, &best, &best_area);
  return best;
}

static gboolean
is_active (PerfX11 *self,
           Window window)
{
  Window *active = get_property (self, self->root, self->active, XA_WINDOW);
  gboolean is = active != NULL && *active == window;

  g_clear_pointer (&active, XFree);
  return is;
}

gboolean
perf_x11_activate (PerfX11 *self,
                   Window window)
{
  gint64 end = g_get_monotonic_time () + ACTIVATE_MS * G_TIME_SPAN_MILLISECOND;
  XEvent message = { .xclient = { .type = ClientMessage, .window = window, .message_type = self->active, .format = 32 } };

  message.xclient.data.l[0] = SOURCE_PAGER;
  XSendEvent (self->display, self->root, False, SubstructureRedirectMask | SubstructureNotifyMask, &message);
  XFlush (self->display);
  while (!is_active (self, window))
    {
      if (g_get_monotonic_time () > end)
        return FALSE;
      poll (NULL, 0, POLL_MS);
    }
  return TRUE;
}

void
perf_x11_watch (PerfX11 *self,
                Window window)
{
  XDamageCreate (self->display, window, XDamageReportRawRectangles);
}

gboolean
perf_x11_next_event (PerfX11 *self,
                     XEvent *event,
                     gint64 end)
{
  struct pollfd descriptor = { .fd = ConnectionNumber (self->display), .events = POLLIN };

  while (XPending (self->display) == 0)
    {
      gint64 rest = end - g_get_monotonic_time ();

      if (rest <= 0)
        return FALSE;
      poll (&descriptor, 1, (int) ((rest + 999) / 1000));
    }
  XNextEvent (self->display, event);
  return TRUE;
}
