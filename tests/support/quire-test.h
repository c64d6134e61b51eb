/* quire-test.h: what the tests share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "quire-clock.h"

G_BEGIN_DECLS

/* First in every test's main(): libdex, isolated folders, fatal warnings. Use with g_test_run(). */
void quire_test_init (int *argc, char ***argv);

/* The same for tests of whole windows: the writer's folders are the test's own, but the system's data stay in sight, because the
 * icons of a window and the types that they are recognised by are found there. */
void quire_test_init_window (int *argc, char ***argv);

/* Registers @func to run inside a fiber with a large stack, so that it can await. The main loop turns until it has returned. */
void quire_test_add_fiber (const char *path, void (*func) (void));

/* Turns the main loop until @condition gives TRUE; fails the test after @deadline_ms. Not from a fiber. */
typedef gboolean (*QuireTestCondition) (gpointer data);
#define quire_test_wait_until(condition, data, deadline_ms) \
  quire_test_wait_until_at (G_STRLOC, #condition, (condition), (data), (deadline_ms))
void quire_test_wait_until_at (const char *where, const char *what, QuireTestCondition condition, gpointer data, guint deadline_ms);

/* A file of tests/data, as text. Fails the test when it is missing. */
char *quire_test_load (const char *name, gsize *length) G_GNUC_WARN_UNUSED_RESULT;

/* An empty folder that is this test's own, removed with its content at exit. */
char *quire_test_make_folder (void) G_GNUC_WARN_UNUSED_RESULT;

/* A clock that stands still until it is moved. */
#define QUIRE_TYPE_TEST_CLOCK (quire_test_clock_get_type ())
G_DECLARE_FINAL_TYPE (QuireTestClock, quire_test_clock, QUIRE, TEST_CLOCK, QuireClock)

QuireTestClock *quire_test_clock_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* Moves the time on and fires the timers that fall due, in order, with the time of each. */
void quire_test_clock_advance (QuireTestClock *self, guint64 milliseconds);

/* Sets wall time alone, forward or back, as a writer or a server may do; no timer fires. */
void quire_test_clock_set_now (QuireTestClock *self, gint64 now_us);

/* Timers that wait. */
guint quire_test_clock_get_n_timers (QuireTestClock *self);

/* Milliseconds until the next timer, or -1. */
gint64 quire_test_clock_get_next (QuireTestClock *self);

G_END_DECLS
