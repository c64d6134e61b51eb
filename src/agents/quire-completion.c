/* quire-completion.c: one model call while it runs and afterwards
 *
 * What happens to a completion happens in two steps. Text, state, usage and error are set at once, by whoever pushes or
 * settles: a provider's fiber, a block on that fiber's stack, or a writer's click. What tells others of it, signals,
 * notifications and the future of quire_completion_when_finished(), waits in a queue for a source on the main loop. With
 * libdex 0.10 a block runs on the stack of the fiber that settled its future; that stack has 128 KiB, presenting one GTK
 * window takes 99, and nobody who connects to `delta` should have to know. The queue keeps the order, joins neighbouring
 * pieces of text (five agents at 200 tokens a second then cost one emission per turn of the loop each), and is emptied
 * before `finished`, so that the sum of all deltas is the text.
 *
 * The source holds a reference: a completion that was cancelled and let go still says that it has finished.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-agents"

#include "config.h"

#include "quire-completion.h"

#include <glib/gi18n-lib.h>

#include "quire-error.h"
#include "quire-future.h"

typedef enum
{
  NEWS_TEXT,
  NEWS_THINKING,
  NEWS_TOOL_CALL,
  NEWS_STATE,
  NEWS_FINISHED,
} NewsKind;

typedef struct
{
  NewsKind kind;
  GString *text; /* of a tool call: its arguments */
  char *id;
  char *name;
} News;

struct _QuireCompletion
{
  GObject parent_instance;

  QuireRequest *request;
  QuireClock *clock;
  DexFuture *running;
  DexPromise *when_finished;

  GQueue news; /* of owned News, oldest first */
  guint telling;

  QuireCompletionState state;
  GString *text;
  QuireStopReason stop_reason;
  QuireTokenUsage usage;
  GError *error;

  gint64 started_us;
  gint64 ended_us;
  gint64 started_monotonic_us;
  gint64 first_token_ms;
};

enum
{
  PROP_0,
  PROP_STATE,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

enum
{
  DELTA,
  THINKING,
  TOOL_CALL,
  FINISHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_ENUM_TYPE (QuireCompletionState, quire_completion_state, G_DEFINE_ENUM_VALUE (QUIRE_COMPLETION_QUEUED, "queued"), G_DEFINE_ENUM_VALUE (QUIRE_COMPLETION_RUNNING, "running"), G_DEFINE_ENUM_VALUE (QUIRE_COMPLETION_DONE, "done"), G_DEFINE_ENUM_VALUE (QUIRE_COMPLETION_FAILED, "failed"), G_DEFINE_ENUM_VALUE (QUIRE_COMPLETION_CANCELLED, "cancelled"))

G_DEFINE_FINAL_TYPE (QuireCompletion, quire_completion, G_TYPE_OBJECT)

static void
news_free (News *news)
{
  if (news->text != NULL)
    g_string_free (news->text, TRUE);
  g_free (news->id);
  g_free (news->name);
  g_free (news);
}

static gboolean
is_over (QuireCompletion *self)
{
  return self->state != QUIRE_COMPLETION_QUEUED && self->state != QUIRE_COMPLETION_RUNNING;
}

static void
tell (QuireCompletion *self, News *news)
{
  switch (news->kind)
    {
    case NEWS_TEXT:
      g_signal_emit (self, signals[DELTA], 0, news->text->str);
      break;

    case NEWS_THINKING:
      g_signal_emit (self, signals[THINKING], 0, news->text->str);
      break;

    case NEWS_TOOL_CALL:
      g_signal_emit (self, signals[TOOL_CALL], 0, news->id, news->name, news->text->str);
      break;

    case NEWS_STATE:
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
      break;

    case NEWS_FINISHED:
      g_signal_emit (self, signals[FINISHED], 0);
      if (self->error != NULL)
        dex_promise_reject (self->when_finished, g_error_copy (self->error));
      else
        dex_promise_resolve_boolean (self->when_finished, TRUE);
      break;

    default:
      g_assert_not_reached ();
    }
}

static gboolean
tell_cb (gpointer data)
{
  QuireCompletion *self = data;
  News *news;

  self->telling = 0;

  /* A handler may turn the loop or push on: what comes meanwhile is told here too, in its order. */
  while ((news = g_queue_pop_head (&self->news)) != NULL)
    {
      tell (self, news);
      news_free (news);
    }

  return G_SOURCE_REMOVE;
}

static News *
add_news (QuireCompletion *self, NewsKind kind)
{
  News *news = g_new0 (News, 1);

  news->kind = kind;
  g_queue_push_tail (&self->news, news);
  if (self->telling == 0)
    self->telling = g_idle_add_full (G_PRIORITY_DEFAULT, tell_cb, g_object_ref (self), g_object_unref);

  return news;
}

/* A notification says that the state is another one, not which: one that waits still will do for both. It moves to the end,
 * so that nobody is told of the end before having been told of the text. */
static void
add_state_news (QuireCompletion *self)
{
  for (GList *link = self->news.head; link != NULL; link = link->next)
    {
      if (((News *) link->data)->kind == NEWS_STATE)
        {
          news_free (link->data);
          g_queue_delete_link (&self->news, link);
          break;
        }
    }

  add_news (self, NEWS_STATE);
}

static void
add_text_news (QuireCompletion *self, NewsKind kind, const char *text)
{
  News *last = g_queue_peek_tail (&self->news);

  if (last == NULL || last->kind != kind)
    {
      last = add_news (self, kind);
      last->text = g_string_new (NULL);
    }

  g_string_append (last->text, text);
}

static void
end (QuireCompletion *self, QuireCompletionState state)
{
  self->state = state;
  self->ended_us = quire_clock_get_now (self->clock);
  add_state_news (self);
  add_news (self, NEWS_FINISHED);
}

/* Whatever a transport reports becomes a kind of trouble that the rest of the program can act upon. */
static GError *
map_error (const GError *error)
{
  if (error->domain == QUIRE_ERROR)
    return g_error_copy (error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT) || g_error_matches (error, DEX_ERROR, DEX_ERROR_TIMED_OUT))
    return g_error_new_literal (QUIRE_ERROR, QUIRE_ERROR_TIMED_OUT,
                                _ ("The agent did not answer in time. The text that had arrived is kept; please try again."));

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_NOT_FOUND) ||
      error->domain == G_RESOLVER_ERROR || error->domain == G_TLS_ERROR)
    return g_error_new (QUIRE_ERROR, QUIRE_ERROR_OFFLINE,
                        _ ("The agent could not be reached (%s). The text that had arrived is kept; check the connection and try again."), error->message);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED) || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
    return g_error_new_literal (QUIRE_ERROR, QUIRE_ERROR_TRUNCATED,
                                _ ("The agent’s answer broke off before its end. The text that had arrived is kept; please try again."));

  return g_error_new (QUIRE_ERROR, QUIRE_ERROR_FAILED,
                      _ ("The agent stopped with an error (%s). The text that had arrived is kept; please try again."), error->message);
}

static void
end_with_error (QuireCompletion *self, const GError *error)
{
  self->stop_reason = QUIRE_STOP_NONE;

  if (quire_error_is_cancelled (error))
    {
      self->error = g_error_new_literal (QUIRE_ERROR, QUIRE_ERROR_CANCELLED, _ ("Stopped. The text that had arrived is kept."));
      end (self, QUIRE_COMPLETION_CANCELLED);
      return;
    }

  self->error = map_error (error);
  end (self, QUIRE_COMPLETION_FAILED);
}

static void
weak_free (gpointer data)
{
  GWeakRef *weak = data;

  g_weak_ref_clear (weak);
  g_free (weak);
}

/* Weak, because libdex may put a block off and run it after the completion has dropped it. */
static DexFuture *
settled_cb (DexFuture *settled, gpointer data)
{
  g_autoptr (QuireCompletion) self = g_weak_ref_get (data);
  g_autoptr (GError) error = NULL;

  if (self == NULL || is_over (self))
    return NULL;

  if (dex_future_get_value (settled, &error) == NULL)
    {
      end_with_error (self, error);
      return NULL;
    }

  if (self->stop_reason == QUIRE_STOP_NONE)
    self->stop_reason = QUIRE_STOP_END;
  end (self, QUIRE_COMPLETION_DONE);

  return NULL;
}

static void
quire_completion_dispose (GObject *object)
{
  QuireCompletion *self = QUIRE_COMPLETION (object);

  dex_clear (&self->running);

  /* Whoever still waits for a call that nobody ran or kept must not wait for ever. */
  if (self->when_finished != NULL && dex_future_is_pending (DEX_FUTURE (self->when_finished)))
    dex_promise_reject (self->when_finished, g_error_new_literal (QUIRE_ERROR, QUIRE_ERROR_CANCELLED, _ ("Stopped.")));

  G_OBJECT_CLASS (quire_completion_parent_class)->dispose (object);
}

static void
quire_completion_finalize (GObject *object)
{
  QuireCompletion *self = QUIRE_COMPLETION (object);

  dex_clear (&self->when_finished);
  g_queue_clear_full (&self->news, (GDestroyNotify) news_free);
  g_clear_pointer (&self->request, quire_request_unref);
  g_clear_object (&self->clock);
  g_string_free (self->text, TRUE);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (quire_completion_parent_class)->finalize (object);
}

static void
quire_completion_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  QuireCompletion *self = QUIRE_COMPLETION (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
quire_completion_class_init (QuireCompletionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = quire_completion_dispose;
  object_class->finalize = quire_completion_finalize;
  object_class->get_property = quire_completion_get_property;

  props[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, QUIRE_TYPE_COMPLETION_STATE, QUIRE_COMPLETION_QUEUED,
                                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[DELTA] = g_signal_new ("delta", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[THINKING] = g_signal_new ("thinking", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[TOOL_CALL] = g_signal_new ("tool-call", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
  signals[FINISHED] = g_signal_new ("finished", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
quire_completion_init (QuireCompletion *self)
{
  self->state = QUIRE_COMPLETION_QUEUED;
  self->when_finished = dex_promise_new ();
  self->text = g_string_new (NULL);
  self->usage = (QuireTokenUsage) { -1, -1, -1, -1, FALSE, -1.0 };
  self->first_token_ms = -1;
  g_queue_init (&self->news);
}

QuireCompletion *
quire_completion_new (QuireRequest *request, QuireClock *clock)
{
  QuireCompletion *self;

  g_return_val_if_fail (request != NULL, NULL);
  g_return_val_if_fail (QUIRE_IS_CLOCK (clock), NULL);

  self = g_object_new (QUIRE_TYPE_COMPLETION, NULL);
  self->request = quire_request_ref (request);
  self->clock = g_object_ref (clock);
  quire_request_freeze (request);

  return self;
}

QuireRequest *
quire_completion_get_request (QuireCompletion *self)
{
  g_return_val_if_fail (QUIRE_IS_COMPLETION (self), NULL);

  return self->request;
}

QuireCompletionState
quire_completion_get_state (QuireCompletion *self)
{
  g_return_val_if_fail (QUIRE_IS_COMPLETION (self), QUIRE_COMPLETION_FAILED);

  return self->state;
}

const char *
quire_completion_get_text (QuireCompletion *self)
{
  g_return_val_if_fail (QUIRE_IS_COMPLETION (self), NULL);

  return self->text->str;
}

QuireStopReason
quire_completion_get_stop_reason (QuireCompletion *self)
{
  g_return_val_if_fail (QUIRE_IS_COMPLETION (self), QUIRE_STOP_NONE);

  return self->state == QUIRE_COMPLETION_DONE ? self->stop_reason : QUIRE_STOP_NONE;
}

const QuireTokenUsage *
quire_completion_get_usage (QuireCompletion *self)
{
  g_return_val_if_fail (QUIRE_IS_COMPLETION (self), NULL);

  return &self->usage;
}

const GError *
quire_completion_get_error (QuireCompletion *self)
{
  g_return_val_if_fail (QUIRE_IS_COMPLETION (self), NULL);

  return self->error;
}

gint64
quire_completion_get_started (QuireCompletion *self)
{
  g_return_val_if_fail (QUIRE_IS_COMPLETION (self), 0);

  return self->started_us;
}

gint64
quire_completion_get_ended (QuireCompletion *self)
{
  g_return_val_if_fail (QUIRE_IS_COMPLETION (self), 0);

  return self->ended_us;
}

gint64
quire_completion_get_first_token_ms (QuireCompletion *self)
{
  g_return_val_if_fail (QUIRE_IS_COMPLETION (self), -1);

  return self->first_token_ms;
}

DexFuture *
quire_completion_when_finished (QuireCompletion *self)
{
  g_return_val_if_fail (QUIRE_IS_COMPLETION (self), NULL);

  return dex_ref (DEX_FUTURE (self->when_finished));
}

void
quire_completion_cancel (QuireCompletion *self)
{
  g_autoptr (QuireCompletion) alive = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (QUIRE_IS_COMPLETION (self));

  if (is_over (self))
    return;

  /* The state goes first: what is told of its cancellation may look at the completion or push to it. */
  alive = g_object_ref (self);
  error = g_error_new_literal (QUIRE_ERROR, QUIRE_ERROR_CANCELLED, "");
  end_with_error (self, error);
  dex_clear (&self->running);
}

void
quire_completion_run (QuireCompletion *self, DexFuture *future)
{
  GWeakRef *weak;

  g_return_if_fail (QUIRE_IS_COMPLETION (self));
  g_return_if_fail (DEX_IS_FUTURE (future));

  if (is_over (self))
    {
      dex_unref (future);
      return;
    }

  g_return_if_fail (self->running == NULL);

  self->state = QUIRE_COMPLETION_RUNNING;
  self->started_us = quire_clock_get_now (self->clock);
  self->started_monotonic_us = quire_clock_get_monotonic (self->clock);
  add_state_news (self);

  weak = g_new0 (GWeakRef, 1);
  g_weak_ref_init (weak, self);
  self->running = dex_future_finally (future, settled_cb, weak, weak_free);
}

/* Prose that is not UTF-8 must not get as far as a text buffer or the file, whatever a server sends. */
static char *
dup_if_invalid (const char *text)
{
  return g_utf8_validate (text, -1, NULL) ? NULL : g_utf8_make_valid (text, -1);
}

void
quire_completion_push_text (QuireCompletion *self, const char *text)
{
  g_autofree char *mended = NULL;

  g_return_if_fail (QUIRE_IS_COMPLETION (self));
  g_return_if_fail (text != NULL);

  if (is_over (self) || *text == '\0')
    return;

  if (self->first_token_ms < 0)
    self->first_token_ms = self->started_us == 0 ? 0 : (quire_clock_get_monotonic (self->clock) - self->started_monotonic_us) / 1000;

  if ((mended = dup_if_invalid (text)) != NULL)
    text = mended;
  g_string_append (self->text, text);
  add_text_news (self, NEWS_TEXT, text);
}

void
quire_completion_push_thinking (QuireCompletion *self, const char *text)
{
  g_autofree char *mended = NULL;

  g_return_if_fail (QUIRE_IS_COMPLETION (self));
  g_return_if_fail (text != NULL);

  if (is_over (self) || *text == '\0')
    return;

  mended = dup_if_invalid (text);
  add_text_news (self, NEWS_THINKING, mended != NULL ? mended : text);
}

void
quire_completion_push_tool_call (QuireCompletion *self, const char *id, const char *name, const char *arguments)
{
  News *news;

  g_return_if_fail (QUIRE_IS_COMPLETION (self));
  g_return_if_fail (id != NULL);
  g_return_if_fail (name != NULL);
  g_return_if_fail (arguments != NULL);

  if (is_over (self))
    return;

  news = add_news (self, NEWS_TOOL_CALL);
  news->id = g_strdup (id);
  news->name = g_strdup (name);
  news->text = g_string_new (arguments);
}

void
quire_completion_set_usage (QuireCompletion *self, const QuireTokenUsage *usage)
{
  g_return_if_fail (QUIRE_IS_COMPLETION (self));
  g_return_if_fail (usage != NULL);

  self->usage = *usage;
}

void
quire_completion_set_stop_reason (QuireCompletion *self, QuireStopReason reason)
{
  g_return_if_fail (QUIRE_IS_COMPLETION (self));

  if (!is_over (self))
    self->stop_reason = reason;
}
