/* quire-autosave.c: when typed text has to be committed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-store"

#include "config.h"

#include "quire-autosave.h"

struct _QuireAutosave
{
  GObject parent_instance;

  QuireClock *clock;
  guint timer;
  gint64 deadline; /* monotonic: when `due` is emitted whatever happens */
  gboolean pending;
};

enum
{
  PROP_0,
  PROP_PENDING,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

enum
{
  DUE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QuireAutosave, quire_autosave, G_TYPE_OBJECT)

static void
set_pending (QuireAutosave *self,
             gboolean pending)
{
  if (self->pending == pending)
    return;

  self->pending = pending;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PENDING]);
}

static void
clear_timer (QuireAutosave *self)
{
  if (self->timer != 0)
    quire_clock_remove_timer (self->clock, self->timer);
  self->timer = 0;
}

static void
quire_autosave_dispose (GObject *object)
{
  QuireAutosave *self = QUIRE_AUTOSAVE (object);

  clear_timer (self);

  G_OBJECT_CLASS (quire_autosave_parent_class)->dispose (object);
}

static void
quire_autosave_finalize (GObject *object)
{
  QuireAutosave *self = QUIRE_AUTOSAVE (object);

  g_object_unref (self->clock);

  G_OBJECT_CLASS (quire_autosave_parent_class)->finalize (object);
}

static void
quire_autosave_get_property (GObject *object,
                             guint id,
                             GValue *value,
                             GParamSpec *pspec)
{
  QuireAutosave *self = QUIRE_AUTOSAVE (object);

  switch (id)
    {
    case PROP_PENDING:
      g_value_set_boolean (value, self->pending);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
quire_autosave_class_init (QuireAutosaveClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = quire_autosave_dispose;
  object_class->finalize = quire_autosave_finalize;
  object_class->get_property = quire_autosave_get_property;

  props[PROP_PENDING] = g_param_spec_boolean ("pending", NULL, NULL, FALSE,
                                              G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[DUE] = g_signal_new ("due", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
quire_autosave_init (QuireAutosave *self)
{
}

QuireAutosave *
quire_autosave_new (QuireClock *clock)
{
  QuireAutosave *self = g_object_new (QUIRE_TYPE_AUTOSAVE, NULL);

  self->clock = g_object_ref (clock);
  return self;
}

static void
timer_cb (gpointer data)
{
  QuireAutosave *self = data;

  self->timer = 0;
  quire_autosave_flush (self);
}

void
quire_autosave_touch (QuireAutosave *self)
{
  gint64 now;
  gint64 left_ms;

  g_return_if_fail (QUIRE_IS_AUTOSAVE (self));

  now = quire_clock_get_monotonic (self->clock);
  if (!self->pending)
    self->deadline = now + QUIRE_AUTOSAVE_LIMIT_MS * 1000;
  left_ms = CLAMP ((self->deadline - now) / 1000, 0, QUIRE_AUTOSAVE_QUIET_MS);

  clear_timer (self);
  self->timer = quire_clock_add_timer (self->clock, (guint) left_ms, timer_cb, self, NULL);
  set_pending (self, TRUE);
}

void
quire_autosave_flush (QuireAutosave *self)
{
  g_autoptr (QuireAutosave) alive = NULL;

  g_return_if_fail (QUIRE_IS_AUTOSAVE (self));

  alive = g_object_ref (self);
  clear_timer (self);
  if (!self->pending)
    return;

  /* First, so that a change made by a handler counts as new. */
  set_pending (self, FALSE);
  g_signal_emit (self, signals[DUE], 0);
}

gboolean
quire_autosave_get_pending (QuireAutosave *self)
{
  g_return_val_if_fail (QUIRE_IS_AUTOSAVE (self), FALSE);

  return self->pending;
}
