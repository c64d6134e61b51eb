/* test-autosave.c: when typed text has to be committed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "quire-autosave.h"
#include "quire-test.h"

static void
due_cb (QuireAutosave *autosave, gpointer data)
{
  g_assert_false (quire_autosave_get_pending (autosave));
  *(guint *) data += 1;
}

static void
notify_cb (GObject *object, GParamSpec *pspec, gpointer data)
{
  *(guint *) data += 1;
}

static void
test_quiet (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  QuireAutosave *autosave = quire_autosave_new (QUIRE_CLOCK (clock));
  guint n_due = 0;
  guint n_notify = 0;

  g_signal_connect (autosave, "due", G_CALLBACK (due_cb), &n_due);
  g_signal_connect (autosave, "notify::pending", G_CALLBACK (notify_cb), &n_notify);
  quire_test_clock_advance (clock, 10000);
  g_assert_cmpuint (n_due, ==, 0);

  quire_autosave_touch (autosave);
  g_assert_true (quire_autosave_get_pending (autosave));
  quire_test_clock_advance (clock, 499);
  g_assert_cmpuint (n_due, ==, 0);
  quire_autosave_touch (autosave);
  quire_test_clock_advance (clock, 499);
  g_assert_cmpuint (n_due, ==, 0);
  quire_test_clock_advance (clock, 1);
  g_assert_cmpuint (n_due, ==, 1);
  g_assert_cmpuint (n_notify, ==, 2);
  quire_test_clock_advance (clock, 10000);
  g_assert_cmpuint (n_due, ==, 1);
  g_assert_finalize_object (autosave);
}

/* Keys that never stop: the longest time without `due` is the limit, again and again. */
static void
test_limit (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autoptr (QuireAutosave) autosave = quire_autosave_new (QUIRE_CLOCK (clock));
  guint n_due = 0;

  g_signal_connect (autosave, "due", G_CALLBACK (due_cb), &n_due);
  for (guint time = 0; time < 20000; time += 100)
    {
      quire_autosave_touch (autosave);
      quire_test_clock_advance (clock, 100);
      g_assert_cmpuint (n_due, ==, (time + 100) / QUIRE_AUTOSAVE_LIMIT_MS);
    }
}

static void
test_flush (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  QuireAutosave *autosave = quire_autosave_new (QUIRE_CLOCK (clock));
  guint n_due = 0;

  g_signal_connect (autosave, "due", G_CALLBACK (due_cb), &n_due);
  quire_autosave_flush (autosave);
  g_assert_cmpuint (n_due, ==, 0);
  quire_autosave_touch (autosave);
  quire_autosave_flush (autosave);
  quire_autosave_flush (autosave);
  g_assert_cmpuint (n_due, ==, 1);
  g_assert_cmpuint (quire_test_clock_get_n_timers (clock), ==, 0);

  /* Nothing fires after it has gone. */
  quire_autosave_touch (autosave);
  g_assert_finalize_object (autosave);
  g_assert_cmpuint (quire_test_clock_get_n_timers (clock), ==, 0);
}

int
main (int argc, char **argv)
{
  quire_test_init (&argc, &argv);

  g_test_add_func ("/autosave/quiet", test_quiet);
  g_test_add_func ("/autosave/limit", test_limit);
  g_test_add_func ("/autosave/flush", test_flush);

  return g_test_run ();
}
