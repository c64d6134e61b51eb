/* quire-operation.c: something under way, as the window sees it
 *
 * The one bridge between futures and widgets. An operation follows its future with a block that it owns; dropping
 * the block drops the future, which cancels the work. The block only notes the outcome. State, notifications and
 * `finished` come later, from a source on the main loop, for one reason: with libdex 0.10 a block runs on the stack
 * of the fiber that settled the future, and that stack has 128 KiB, while presenting one GTK window takes 99. What a
 * handler of `finished` does must have the main thread's own stack below it. The same hop gives a future that was
 * settled beforehand its `finished` after the caller could connect.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-base"

#include "config.h"

#include "quire-operation.h"

#include <glib/gi18n-lib.h>
#include <libdex.h>
#include <math.h>

#include "quire-error.h"

struct _QuireOperation
{
  GObject parent_instance;

  DexFuture *following;
  guint hop; /* source that announces what settled_cb noted */

  QuireOperationState state;
  GValue result;
  GError *error;

  double progress; /* 0.0–1.0, or -1.0 */
  char *message;
};

enum
{
  PROP_0,
  PROP_STATE,
  PROP_PROGRESS,
  PROP_MESSAGE,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

enum
{
  FINISHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_ENUM_TYPE (QuireOperationState, quire_operation_state, G_DEFINE_ENUM_VALUE (QUIRE_OPERATION_RUNNING, "running"), G_DEFINE_ENUM_VALUE (QUIRE_OPERATION_DONE, "done"), G_DEFINE_ENUM_VALUE (QUIRE_OPERATION_FAILED, "failed"), G_DEFINE_ENUM_VALUE (QUIRE_OPERATION_CANCELLED, "cancelled"))

G_DEFINE_FINAL_TYPE (QuireOperation, quire_operation, G_TYPE_OBJECT)

static void
finish (QuireOperation *self, QuireOperationState state)
{
  g_autoptr (QuireOperation) alive = g_object_ref (self);

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (alive), props[PROP_STATE]);
  g_signal_emit (alive, signals[FINISHED], 0);
}

static gboolean
hop_cb (gpointer data)
{
  QuireOperation *self = data;

  self->hop = 0;
  dex_clear (&self->following);

  if (self->error == NULL)
    finish (self, QUIRE_OPERATION_DONE);
  else if (quire_error_is_cancelled (self->error))
    finish (self, QUIRE_OPERATION_CANCELLED);
  else
    finish (self, QUIRE_OPERATION_FAILED);

  return G_SOURCE_REMOVE;
}

static void
weak_free (gpointer data)
{
  GWeakRef *weak = data;

  g_weak_ref_clear (weak);
  g_free (weak);
}

static GWeakRef *
weak_new (gpointer object)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, object);

  return weak;
}

/* Weak, because libdex may put a block off and run it after the operation has dropped it. */
static DexFuture *
settled_cb (DexFuture *settled, gpointer data)
{
  g_autoptr (QuireOperation) self = g_weak_ref_get (data);
  const GValue *value;

  if (self == NULL || self->state != QUIRE_OPERATION_RUNNING || self->hop != 0)
    return NULL;

  if ((value = dex_future_get_value (settled, &self->error)) != NULL)
    {
      g_value_init (&self->result, G_VALUE_TYPE (value));
      g_value_copy (value, &self->result);
    }

  self->hop = g_idle_add_full (G_PRIORITY_DEFAULT, hop_cb, self, NULL);

  return NULL;
}

static void
quire_operation_dispose (GObject *object)
{
  QuireOperation *self = QUIRE_OPERATION (object);

  g_clear_handle_id (&self->hop, g_source_remove);
  dex_clear (&self->following);

  G_OBJECT_CLASS (quire_operation_parent_class)->dispose (object);
}

static void
quire_operation_finalize (GObject *object)
{
  QuireOperation *self = QUIRE_OPERATION (object);

  if (G_IS_VALUE (&self->result))
    g_value_unset (&self->result);
  g_clear_error (&self->error);
  g_clear_pointer (&self->message, g_free);

  G_OBJECT_CLASS (quire_operation_parent_class)->finalize (object);
}

static void
quire_operation_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  QuireOperation *self = QUIRE_OPERATION (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;

    case PROP_PROGRESS:
      g_value_set_double (value, self->progress);
      break;

    case PROP_MESSAGE:
      g_value_set_string (value, self->message);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
quire_operation_class_init (QuireOperationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = quire_operation_dispose;
  object_class->finalize = quire_operation_finalize;
  object_class->get_property = quire_operation_get_property;

  props[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, QUIRE_TYPE_OPERATION_STATE, QUIRE_OPERATION_RUNNING,
                                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, -1.0, 1.0, -1.0,
                                              G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, "",
                                             G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[FINISHED] = g_signal_new ("finished", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                    0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
quire_operation_init (QuireOperation *self)
{
  self->state = QUIRE_OPERATION_RUNNING;
  self->progress = -1.0;
  self->message = g_strdup ("");
}

QuireOperation *
quire_operation_new (DexFuture *future)
{
  QuireOperation *self;

  g_return_val_if_fail (DEX_IS_FUTURE (future), NULL);

  self = g_object_new (QUIRE_TYPE_OPERATION, NULL);
  self->following = dex_future_finally (future, settled_cb, weak_new (self), weak_free);

  return self;
}

QuireOperationState
quire_operation_get_state (QuireOperation *self)
{
  g_return_val_if_fail (QUIRE_IS_OPERATION (self), QUIRE_OPERATION_FAILED);

  return self->state;
}

double
quire_operation_get_progress (QuireOperation *self)
{
  g_return_val_if_fail (QUIRE_IS_OPERATION (self), -1.0);

  return self->progress;
}

const char *
quire_operation_get_message (QuireOperation *self)
{
  g_return_val_if_fail (QUIRE_IS_OPERATION (self), "");

  return self->message;
}

const GError *
quire_operation_get_error (QuireOperation *self)
{
  g_return_val_if_fail (QUIRE_IS_OPERATION (self), NULL);

  return self->state == QUIRE_OPERATION_RUNNING ? NULL : self->error;
}

static gboolean
has_result (QuireOperation *self, GType type)
{
  return self->state == QUIRE_OPERATION_DONE && G_VALUE_HOLDS (&self->result, type);
}

gpointer
quire_operation_dup_object (QuireOperation *self)
{
  g_return_val_if_fail (QUIRE_IS_OPERATION (self), NULL);

  return has_result (self, G_TYPE_OBJECT) ? g_value_dup_object (&self->result) : NULL;
}

GPtrArray *
quire_operation_dup_array (QuireOperation *self)
{
  g_return_val_if_fail (QUIRE_IS_OPERATION (self), NULL);

  return has_result (self, G_TYPE_PTR_ARRAY) ? g_value_dup_boxed (&self->result) : NULL;
}

char *
quire_operation_dup_string (QuireOperation *self)
{
  g_return_val_if_fail (QUIRE_IS_OPERATION (self), NULL);

  return has_result (self, G_TYPE_STRING) ? g_value_dup_string (&self->result) : NULL;
}

void
quire_operation_set_progress (QuireOperation *self, double progress, const char *message)
{
  g_autoptr (QuireOperation) alive = NULL;

  g_return_if_fail (QUIRE_IS_OPERATION (self));

  if (self->state != QUIRE_OPERATION_RUNNING)
    return;

  alive = g_object_ref (self);
  g_object_freeze_notify (G_OBJECT (self));

  progress = isnan (progress) || progress < 0.0 ? -1.0 : MIN (progress, 1.0);
  if (progress != self->progress)
    {
      self->progress = progress;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PROGRESS]);
    }
  if (message != NULL && g_set_str (&self->message, message))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MESSAGE]);

  g_object_thaw_notify (G_OBJECT (self));
}

void
quire_operation_cancel (QuireOperation *self)
{
  g_autoptr (QuireOperation) alive = NULL;

  g_return_if_fail (QUIRE_IS_OPERATION (self));

  if (self->state != QUIRE_OPERATION_RUNNING)
    return;

  alive = g_object_ref (self);
  g_clear_handle_id (&self->hop, g_source_remove);
  if (G_IS_VALUE (&self->result))
    g_value_unset (&self->result);
  g_clear_error (&self->error);
  self->error = g_error_new_literal (QUIRE_ERROR, QUIRE_ERROR_CANCELLED, _ ("Stopped."));

  /* The state goes first: what is told of its cancellation may look at the operation. */
  self->state = QUIRE_OPERATION_CANCELLED;
  dex_clear (&self->following);
  finish (self, QUIRE_OPERATION_CANCELLED);
}

typedef struct
{
  GWeakRef owner;
  gboolean has_owner;
  QuireOperationFunc func;
} Watch;

static void
watch_free (gpointer data, GClosure *closure)
{
  Watch *watch = data;

  g_weak_ref_clear (&watch->owner);
  g_free (watch);
}

static void
watched_cb (QuireOperation *operation, gpointer data)
{
  Watch *watch = data;
  g_autoptr (GObject) owner = g_weak_ref_get (&watch->owner);
  gboolean failed = quire_operation_get_state (operation) == QUIRE_OPERATION_FAILED;

  if (watch->func == NULL)
    {
      if (failed)
        g_warning ("A command failed: %s", quire_operation_get_error (operation)->message);
    }
  else if (owner != NULL || !watch->has_owner)
    watch->func (operation, owner);
  else if (failed)
    g_message ("A command failed after its window had gone: %s", quire_operation_get_error (operation)->message);

  /* The reference that kept it alive while it ran. */
  g_object_unref (operation);
}

void
quire_operation_watch (DexFuture *future, gpointer owner, QuireOperationFunc func)
{
  QuireOperation *operation;
  Watch *watch;

  g_return_if_fail (DEX_IS_FUTURE (future));
  g_return_if_fail (owner == NULL || G_IS_OBJECT (owner));

  watch = g_new0 (Watch, 1);
  g_weak_ref_init (&watch->owner, owner);
  watch->has_owner = owner != NULL;
  watch->func = func;

  operation = quire_operation_new (future);
  g_signal_connect_data (operation, "finished", G_CALLBACK (watched_cb), watch, watch_free, G_CONNECT_DEFAULT);
}
