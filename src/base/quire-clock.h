/* quire-clock.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef struct _DexFuture DexFuture;

/**
 * QuireClock:
 *
 * All time comes from here: wall time for what is stored, monotonic time for what is measured, and timers. The
 * program has one system clock; a test derives its own and moves it by hand, so minutes of back-off pass in
 * microseconds. Main thread only, but for quire_clock_get_now().
 */
#define QUIRE_TYPE_CLOCK (quire_clock_get_type ())
G_DECLARE_DERIVABLE_TYPE (QuireClock, quire_clock, QUIRE, CLOCK, GObject)

typedef void (*QuireClockFunc) (gpointer data);

struct _QuireClockClass
{
  GObjectClass parent_class;

  gint64 (*get_now) (QuireClock *self);
  gint64 (*get_monotonic) (QuireClock *self);
  guint (*add_timer) (QuireClock *self, guint delay_ms, QuireClockFunc func, gpointer data, GDestroyNotify data_free);
  void (*remove_timer) (QuireClock *self, guint id);
};

/* The system's clock; a new reference to the one instance. */
QuireClock *quire_clock_new_system (void) G_GNUC_WARN_UNUSED_RESULT;

/* Microseconds since 1970-01-01 UTC. */
gint64 quire_clock_get_now (QuireClock *self);

/* Microseconds since an unknown moment; never goes back. */
gint64 quire_clock_get_monotonic (QuireClock *self);

/* Calls @func once on the main thread after @delay_ms; returns an id > 0 that is void once @func was called. */
guint quire_clock_add_timer (QuireClock *self, guint delay_ms, QuireClockFunc func, gpointer data, GDestroyNotify data_free);

/* Takes a timer back before it fired. */
void quire_clock_remove_timer (QuireClock *self, guint id);

/* Resolves to TRUE after @delay_ms. Dropping the future takes the timer back. */
DexFuture *quire_clock_delay (QuireClock *self, guint delay_ms) G_GNUC_WARN_UNUSED_RESULT;

/* Resolves or rejects as @future does (which it takes); rejects with QUIRE_ERROR_TIMED_OUT when @limit_ms pass
 * first, and then drops @future, which cancels it. 0 means no limit. */
DexFuture *quire_clock_limit (QuireClock *self, DexFuture *future, guint limit_ms) G_GNUC_WARN_UNUSED_RESULT;

/* "2026-11-22T08:50:00Z" for a time in microseconds since 1970; the form of every time in JSON output. */
char *quire_clock_format (gint64 time_us) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
