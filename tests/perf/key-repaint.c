/* key-repaint.c: the time from a key to what it paints, in any X program: key-repaint [OPTION…] PID
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sends keys with XTest to the process's window and waits for the next rectangle, told by XDamage, that is wider than a caret or a scroll bar: these blink and fade when they
 * like. A key is only sent when nothing has been painted for a while. Keys come at random distances, so that they do not keep step with frames or with autosave. The first key
 * brings the caret to the end of the text. Prints one line of JSON; times are milliseconds. "settled" is when the last such rectangle before the next key was drawn: some
 * programs paint an empty page first.
 *
 * A frame that changes two small places can be told as the one rectangle that holds both. With --share only what covers a good part of the window counts.
 */

#include "config.h"

#include "perf-x11.h"

#include <X11/extensions/XTest.h>
#include <X11/extensions/Xdamage.h>
#include <X11/keysym.h>
#include <gio/gio.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WINDOW_MS 20000 /* within which the window has to be there */
#define REPAINT_MS 3000 /* after which a key counts as lost */
#define CALM_MS 1000    /* after the window was raised */
#define QUIET_MS 40     /* without painting before a key is sent: longer than a frame of a fading scroll bar */
#define MIN_GAP_MS 200
#define MAX_GAP_MS 300
#define NARROW 6                                           /* pixels: carets and fading scroll bars are not wider */
#define TYPED "men went home and our boats had gone down " /* no word begins with a narrow letter, which would stand alone at the head of a line */

static int n_keys = 60;
static char *combination;
static double share;
static gboolean stay;
static gboolean verbose;

static const GOptionEntry options[] = {
  { "keys", 'n', 0, G_OPTION_ARG_INT, &n_keys, "How many keys", "N" },
  { "combination", 'c', 0, G_OPTION_ARG_STRING, &combination, "Send this instead of letters, for example Ctrl+Page_Down", "KEYS" },
  { "share", 'p', 0, G_OPTION_ARG_DOUBLE, &share, "Wait for a rectangle that covers this part of the window", "0.0–1.0" },
  { "stay", 's', 0, G_OPTION_ARG_NONE, &stay, "Leave the caret where it is", NULL },
  { "verbose", 'v', 0, G_OPTION_ARG_NONE, &verbose, "Tell every rectangle on the error output", NULL },
  { NULL },
};

typedef struct
{
  PerfX11 x11;
  Window window;
  GArray *samples; /* of double, ms */
  GArray *settled; /* of double, ms */
  int n_lost;
} Probe;

static gboolean
is_repaint (Probe *self,
            XEvent *event,
            gint64 sent)
{
  const XDamageNotifyEvent *damage = (const XDamageNotifyEvent *) event;

  if (event->type != self->x11.damage_event + XDamageNotify)
    return FALSE;
  if (verbose)
    g_printerr ("%8.2f ms %d×%d+%d+%d\n", (double) (g_get_monotonic_time () - sent) / 1000, damage->area.width, damage->area.height, damage->area.x, damage->area.y);
  if (share > 0)
    return damage->area.width * damage->area.height >= share * damage->geometry.width * damage->geometry.height;
  return damage->area.width > NARROW;
}

/* Takes what is painted for @milliseconds; the monotonic time of the last repaint, or 0. */
static gint64
watch (Probe *self,
       int milliseconds,
       gint64 sent)
{
  gint64 end = g_get_monotonic_time () + (gint64) milliseconds * 1000;
  gint64 last = 0;
  XEvent event;

  while (perf_x11_next_event (&self->x11, &event, end))
    {
      if (is_repaint (self, &event, sent))
        last = g_get_monotonic_time ();
    }
  return last;
}

static void
wait_for_quiet (Probe *self)
{
  gint64 limit = g_get_monotonic_time () + REPAINT_MS * 1000;
  gint64 last;

  do
    last = watch (self, QUIET_MS, g_get_monotonic_time ());
  while (last != 0 && last < limit);
}

static void
press (Probe *self,
       const KeyCode *codes,
       int n_codes)
{
  for (int i = 0; i < n_codes; i++)
    XTestFakeKeyEvent (self->x11.display, codes[i], True, CurrentTime);
  for (int i = n_codes - 1; i >= 0; i--)
    XTestFakeKeyEvent (self->x11.display, codes[i], False, CurrentTime);
  XFlush (self->x11.display);
}

/* 0 for a key that the keyboard lacks. */
static KeyCode
get_code (Probe *self,
          const char *name)
{
  KeySym symbol;

  if (g_str_equal (name, "Ctrl"))
    symbol = XK_Control_L;
  else if (g_str_equal (name, "Shift"))
    symbol = XK_Shift_L;
  else
    symbol = XStringToKeysym (name);
  return symbol != NoSymbol ? XKeysymToKeycode (self->x11.display, symbol) : 0;
}

/* "Ctrl+Page_Down" as key codes; their number, 0 for keys that the keyboard lacks. */
static int
parse_keys (Probe *self,
            const char *text,
            KeyCode *codes,
            int max_codes)
{
  g_auto (GStrv) names = g_strsplit (text, "+", max_codes);
  int n = 0;

  for (; names[n] != NULL; n++)
    {
      codes[n] = get_code (self, names[n]);
      if (codes[n] == 0)
        return 0;
    }
  return n;
}

static void
measure_key (Probe *self,
             const KeyCode *codes,
             int n_codes,
             int gap)
{
  gint64 sent;
  gint64 last;
  double taken;
  XEvent event;

  wait_for_quiet (self);
  sent = g_get_monotonic_time ();
  press (self, codes, n_codes);
  do
    {
      if (!perf_x11_next_event (&self->x11, &event, sent + REPAINT_MS * 1000))
        {
          self->n_lost++;
          return;
        }
    }
  while (!is_repaint (self, &event, sent));

  taken = (double) (g_get_monotonic_time () - sent) / 1000;
  g_array_append_val (self->samples, taken);
  last = watch (self, gap, sent);
  if (last != 0)
    taken = (double) (last - sent) / 1000;
  g_array_append_val (self->settled, taken);
}

static gboolean
measure (Probe *self,
         GError **error)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1902);
  KeyCode codes[4];
  int n_codes = 0;

  if (combination != NULL)
    {
      n_codes = parse_keys (self, combination, codes, G_N_ELEMENTS (codes));
      if (n_codes == 0)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "“%s” is no key", combination);
          return FALSE;
        }
    }

  for (int i = 0; i < n_keys; i++)
    {
      char letter = TYPED[(gsize) i % strlen (TYPED)];

      if (combination == NULL)
        {
          codes[0] = XKeysymToKeycode (self->x11.display, letter == ' ' ? XK_space : (KeySym) letter);
          n_codes = 1;
        }
      measure_key (self, codes, n_codes, g_rand_int_range (random, MIN_GAP_MS, MAX_GAP_MS));
    }
  return TRUE;
}

static gboolean
prepare (Probe *self,
         gulong pid,
         GError **error)
{
  gint64 end = g_get_monotonic_time () + (gint64) WINDOW_MS * 1000;
  KeyCode codes[2];
  int n_codes;

  while ((self->window = perf_x11_find (&self->x11, pid)) == None)
    {
      if (g_get_monotonic_time () > end)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "Process %lu shows no window", pid);
          return FALSE;
        }
      g_usleep (50000);
    }
  if (!perf_x11_activate (&self->x11, self->window))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The window does not get the keyboard; is there a window manager?");
      return FALSE;
    }

  perf_x11_watch (&self->x11, self->window);
  watch (self, CALM_MS, g_get_monotonic_time ());
  n_codes = parse_keys (self, "Ctrl+End", codes, G_N_ELEMENTS (codes));
  if (!stay && n_codes > 0)
    {
      press (self, codes, n_codes);
      watch (self, CALM_MS, g_get_monotonic_time ());
    }
  return TRUE;
}

static void
print_list (const char *name,
            GArray *values)
{
  printf (",\"%s\":[", name);
  for (guint i = 0; i < values->len; i++)
    printf ("%s%.2f", i > 0 ? "," : "", g_array_index (values, double, i));
  printf ("]");
}

static void
print (Probe *self)
{
  g_autofree char *title = perf_x11_dup_title (&self->x11, self->window);
  g_autofree char *escaped = g_strescape (title, "\x80-\xff");
  int width = 0;
  int height = 0;

  perf_x11_get_size (&self->x11, self->window, &width, &height);
  printf ("{\"title\":\"%s\",\"width\":%d,\"height\":%d,\"lost\":%d", title[0] != '\0' ? escaped : "", width, height, self->n_lost);
  print_list ("samples", self->samples);
  print_list ("settled", self->settled);
  printf ("}\n");
}

int
main (int argc,
      char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("PID");
  g_autoptr (GArray) samples = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) settled = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GError) error = NULL;
  Probe probe = { .samples = samples, .settled = settled };
  guint64 pid;
  gboolean done;

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) ||
      argc != 2 || !g_ascii_string_to_unsigned (argv[1], 10, 1, G_MAXINT, &pid, &error))
    {
      g_printerr ("key-repaint: %s\n", error != NULL ? error->message : "usage: key-repaint [OPTION…] PID");
      return 2;
    }

  done = perf_x11_open (&probe.x11, &error) && prepare (&probe, (gulong) pid, &error) && measure (&probe, &error);
  if (done)
    print (&probe);
  else
    g_printerr ("key-repaint: %s\n", error->message);

  if (probe.x11.display != NULL)
    perf_x11_close (&probe.x11);
  return done ? 0 : 1;
}
