/* quire-test-clock.c: a clock that stands still until it is moved
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-test"

#include "config.h"

#include "quire-test.h"

/* 2026-01-01 12:00 UTC: far from midnight, from a new month and from any change of daylight saving. */
#define START_US (G_GINT64_CONSTANT (1767268800) * G_USEC_PER_SEC)

typedef struct
{
  guint id;
  gint64 due_us; /* monotonic */
  QuireClockFunc func;
  gpointer data;
  GDestroyNotify data_free;
} Timer;

struct _QuireTestClock
{
  QuireClock parent_instance;

  gint64 now_us;
  gint64 monotonic_us;
  GQueue timers; /* of owned Timer; the next to fire at the head, of equals the first that was added */
  guint last_id;
};

G_DEFINE_FINAL_TYPE (QuireTestClock, quire_test_clock, QUIRE_TYPE_CLOCK)

static void
timer_free (Timer *timer)
{
  if (timer->data_free != NULL)
    timer->data_free (timer->data);
  g_free (timer);
}

static int
compare_timers (gconstpointer a, gconstpointer b, gpointer data)
{
  const Timer *left = a;
  const Timer *right = b;

  if (left->due_us != right->due_us)
    return left->due_us < right->due_us ? -1 : 1;

  return left->id < right->id ? -1 : 1;
}

static gint64
quire_test_clock_get_wall (QuireClock *clock)
{
  return QUIRE_TEST_CLOCK (clock)->now_us;
}

static gint64
quire_test_clock_get_monotonic (QuireClock *clock)
{
  return QUIRE_TEST_CLOCK (clock)->monotonic_us;
}

static guint
quire_test_clock_add_timer (QuireClock *clock, guint delay_ms, QuireClockFunc func, gpointer data, GDestroyNotify data_free)
{
  QuireTestClock *self = QUIRE_TEST_CLOCK (clock);
  Timer *timer = g_new0 (Timer, 1);

  *timer = (Timer) { ++self->last_id, self->monotonic_us + delay_ms * G_GINT64_CONSTANT (1000), func, data, data_free };
  g_queue_insert_sorted (&self->timers, timer, compare_timers, NULL);

  return timer->id;
}

static void
quire_test_clock_remove_timer (QuireClock *clock, guint id)
{
  QuireTestClock *self = QUIRE_TEST_CLOCK (clock);

  for (GList *link = self->timers.head; link != NULL; link = link->next)
    {
      Timer *timer = link->data;

      if (timer->id == id)
        {
          g_queue_delete_link (&self->timers, link);
          timer_free (timer);
          return;
        }
    }

  g_critical ("There is no timer %u: it has fired or was removed before", id);
}

static void
quire_test_clock_dispose (GObject *object)
{
  QuireTestClock *self = QUIRE_TEST_CLOCK (object);
  Timer *timer;

  while ((timer = g_queue_pop_head (&self->timers)) != NULL)
    timer_free (timer);

  G_OBJECT_CLASS (quire_test_clock_parent_class)->dispose (object);
}

static void
quire_test_clock_class_init (QuireTestClockClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  QuireClockClass *clock_class = QUIRE_CLOCK_CLASS (klass);

  object_class->dispose = quire_test_clock_dispose;
  clock_class->get_now = quire_test_clock_get_wall;
  clock_class->get_monotonic = quire_test_clock_get_monotonic;
  clock_class->add_timer = quire_test_clock_add_timer;
  clock_class->remove_timer = quire_test_clock_remove_timer;
}

static void
quire_test_clock_init (QuireTestClock *self)
{
  self->now_us = START_US;
  self->monotonic_us = G_USEC_PER_SEC;
  g_queue_init (&self->timers);
}

QuireTestClock *
quire_test_clock_new (void)
{
  return g_object_new (QUIRE_TYPE_TEST_CLOCK, NULL);
}

static void
move_to (QuireTestClock *self, gint64 monotonic_us)
{
  self->now_us += monotonic_us - self->monotonic_us;
  self->monotonic_us = monotonic_us;
}

void
quire_test_clock_advance (QuireTestClock *self, guint64 milliseconds)
{
  g_autoptr (QuireTestClock) alive = NULL;
  gint64 target_us;
  Timer *timer;

  g_return_if_fail (QUIRE_IS_TEST_CLOCK (self));

  alive = g_object_ref (self);
  target_us = self->monotonic_us + (gint64) milliseconds * 1000;

  while ((timer = g_queue_peek_head (&self->timers)) != NULL && timer->due_us <= target_us)
    {
      g_queue_pop_head (&self->timers);
      move_to (self, timer->due_us);
      timer->func (timer->data);
      timer_free (timer);
    }

  move_to (self, target_us);
}

void
quire_test_clock_set_now (QuireTestClock *self, gint64 now_us)
{
  g_return_if_fail (QUIRE_IS_TEST_CLOCK (self));

  self->now_us = now_us;
}

guint
quire_test_clock_get_n_timers (QuireTestClock *self)
{
  g_return_val_if_fail (QUIRE_IS_TEST_CLOCK (self), 0);

  return g_queue_get_length (&self->timers);
}

gint64
quire_test_clock_get_next (QuireTestClock *self)
{
  const Timer *timer;

  g_return_val_if_fail (QUIRE_IS_TEST_CLOCK (self), -1);

  if ((timer = g_queue_peek_head (&self->timers)) == NULL)
    return -1;

  return (timer->due_us - self->monotonic_us) / 1000;
}
