/* quire-agent-pool.c: the agents that can be used and the providers behind them
 *
 * A call takes two permits before it starts, its provider's first and the pool's second, always in that order. The other
 * order would let calls that wait for a slow provider hold the pool's permits, and keep agents of idle providers from
 * running. Each call has a fiber that waits for the permits, hands the completion to the provider, waits for its end and
 * gives the permits back; nothing else ever gives them back, so none is lost or returned twice. The end of a completion
 * drops its fiber: one that still queues leaves the queue, one that holds permits gives them back on its way out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-agents"

#include "config.h"

#include "quire-agent-pool.h"

#include <glib/gi18n-lib.h>

#include "quire-agent-private.h"
#include "quire-error.h"
#include "quire-future.h"
#include "quire-limiter.h"

typedef struct
{
  QuireProvider *provider;
  QuireLimiter *limiter; /* NULL: the pool's alone */
} Endpoint;

struct _QuireAgentPool
{
  GObject parent_instance;

  QuireClock *clock;
  GPtrArray *agents;
  GHashTable *endpoints; /* provider id → Endpoint */
  QuireLimiter *limiter;
  GHashTable *calls; /* QuireCompletion → DexFuture of its fiber */
};

/* What a call's fiber needs; the pool may be gone before it ends. */
typedef struct
{
  QuireCompletion *completion;
  QuireProvider *provider;
  QuireLimiter *provider_limiter;
  QuireLimiter *pool_limiter;
} Call;

static GType
quire_agent_pool_get_item_type (GListModel *model)
{
  return QUIRE_TYPE_AGENT;
}

static guint
quire_agent_pool_get_n_items (GListModel *model)
{
  return QUIRE_AGENT_POOL (model)->agents->len;
}

static gpointer
quire_agent_pool_get_item (GListModel *model, guint position)
{
  QuireAgentPool *self = QUIRE_AGENT_POOL (model);

  return position < self->agents->len ? g_object_ref (g_ptr_array_index (self->agents, position)) : NULL;
}

static void
quire_agent_pool_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = quire_agent_pool_get_item_type;
  iface->get_n_items = quire_agent_pool_get_n_items;
  iface->get_item = quire_agent_pool_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (QuireAgentPool, quire_agent_pool, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, quire_agent_pool_list_model_init))

static void
endpoint_free (gpointer data)
{
  Endpoint *endpoint = data;

  g_clear_object (&endpoint->provider);
  g_clear_pointer (&endpoint->limiter, quire_limiter_unref);
  g_free (endpoint);
}

static void
call_free (gpointer data)
{
  Call *call = data;

  g_clear_object (&call->completion);
  g_clear_object (&call->provider);
  g_clear_pointer (&call->provider_limiter, quire_limiter_unref);
  g_clear_pointer (&call->pool_limiter, quire_limiter_unref);
  g_free (call);
}

static void
quire_agent_pool_dispose (GObject *object)
{
  QuireAgentPool *self = QUIRE_AGENT_POOL (object);
  g_autoptr (GPtrArray) completions = g_hash_table_get_keys_as_ptr_array (self->calls);

  for (guint i = 0; i < completions->len; i++)
    quire_completion_cancel (g_ptr_array_index (completions, i));
  g_hash_table_remove_all (self->calls);

  G_OBJECT_CLASS (quire_agent_pool_parent_class)->dispose (object);
}

static void
quire_agent_pool_finalize (GObject *object)
{
  QuireAgentPool *self = QUIRE_AGENT_POOL (object);

  g_hash_table_unref (self->calls);
  g_hash_table_unref (self->endpoints);
  g_ptr_array_unref (self->agents);
  quire_limiter_unref (self->limiter);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (quire_agent_pool_parent_class)->finalize (object);
}

static void
quire_agent_pool_class_init (QuireAgentPoolClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = quire_agent_pool_dispose;
  object_class->finalize = quire_agent_pool_finalize;
}

static void
quire_agent_pool_init (QuireAgentPool *self)
{
  self->agents = g_ptr_array_new_with_free_func (g_object_unref);
  self->endpoints = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, endpoint_free);
  self->limiter = quire_limiter_new (QUIRE_AGENT_POOL_MAX_CALLS);
  self->calls = g_hash_table_new_full (NULL, NULL, g_object_unref, dex_unref);
}

QuireAgentPool *
quire_agent_pool_new (QuireClock *clock)
{
  QuireAgentPool *self;

  g_return_val_if_fail (QUIRE_IS_CLOCK (clock), NULL);

  self = g_object_new (QUIRE_TYPE_AGENT_POOL, NULL);
  self->clock = g_object_ref (clock);

  return self;
}

void
quire_agent_pool_add_provider (QuireAgentPool *self, QuireProvider *provider, guint max_calls)
{
  Endpoint *endpoint;

  g_return_if_fail (QUIRE_IS_AGENT_POOL (self));
  g_return_if_fail (QUIRE_IS_PROVIDER (provider));

  endpoint = g_new0 (Endpoint, 1);
  endpoint->provider = g_object_ref (provider);
  endpoint->limiter = max_calls > 0 ? quire_limiter_new (max_calls) : NULL;
  g_hash_table_replace (self->endpoints, g_strdup (quire_provider_get_id (provider)), endpoint);
}

static gboolean
find_position (QuireAgentPool *self, const char *name, guint *position)
{
  for (guint i = 0; i < self->agents->len; i++)
    {
      if (g_str_equal (quire_agent_get_name (g_ptr_array_index (self->agents, i)), name))
        {
          *position = i;
          return TRUE;
        }
    }

  return FALSE;
}

gboolean
quire_agent_pool_add (QuireAgentPool *self, QuireAgent *agent, GError **error)
{
  guint position;

  g_return_val_if_fail (QUIRE_IS_AGENT_POOL (self), FALSE);
  g_return_val_if_fail (QUIRE_IS_AGENT (agent), FALSE);

  if (!g_hash_table_contains (self->endpoints, quire_agent_get_provider (agent)))
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID, _ ("The agent “%s” needs the provider “%s”, which is not set up."),
                   quire_agent_get_name (agent), quire_agent_get_provider (agent));
      return FALSE;
    }

  if (find_position (self, quire_agent_get_name (agent), &position))
    {
      g_object_unref (self->agents->pdata[position]);
      self->agents->pdata[position] = g_object_ref (agent);
      g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 1);
      return TRUE;
    }

  g_ptr_array_add (self->agents, g_object_ref (agent));
  g_list_model_items_changed (G_LIST_MODEL (self), self->agents->len - 1, 0, 1);

  return TRUE;
}

void
quire_agent_pool_remove (QuireAgentPool *self, const char *name)
{
  guint position;

  g_return_if_fail (QUIRE_IS_AGENT_POOL (self));
  g_return_if_fail (name != NULL);

  if (!find_position (self, name, &position))
    return;

  g_ptr_array_remove_index (self->agents, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

static void
set_not_found (QuireAgentPool *self, const char *name, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < self->agents->len; i++)
    {
      QuireAgent *agent = g_ptr_array_index (self->agents, i);

      if (quire_agent_get_enabled (agent))
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", quire_agent_get_name (agent));
    }

  if (names->len == 0)
    g_set_error_literal (error, QUIRE_ERROR, QUIRE_ERROR_NOT_FOUND, _ ("No agent is set up or switched on. Everything else works without one."));
  else
    g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_NOT_FOUND, _ ("There is no agent “%s”. The agents that can be used: %s."), name, names->str);
}

QuireAgent *
quire_agent_pool_lookup (QuireAgentPool *self, const char *name, GError **error)
{
  gboolean any;

  g_return_val_if_fail (QUIRE_IS_AGENT_POOL (self), NULL);

  any = name == NULL || *name == '\0';

  for (guint i = 0; i < self->agents->len; i++)
    {
      QuireAgent *agent = g_ptr_array_index (self->agents, i);

      if (quire_agent_get_enabled (agent) && (any || g_str_equal (quire_agent_get_name (agent), name)))
        return agent;
    }

  set_not_found (self, any ? "" : name, error);

  return NULL;
}

static void
run_call (Call *call)
{
  if (quire_completion_get_state (call->completion) != QUIRE_COMPLETION_QUEUED)
    return;

  quire_completion_run (call->completion, quire_provider_complete (call->provider, call->completion));

  /* How it ended is told by the completion, and its end may cancel this fiber: either way the permits are free again. */
  quire_await (quire_completion_when_finished (call->completion), NULL);
}

static DexFuture *
call_fiber (gpointer data)
{
  Call *call = data;
  GError *error = NULL;

  if (call->provider_limiter != NULL && !quire_limiter_await (call->provider_limiter, &error))
    return dex_future_new_for_error (error);

  if (!quire_limiter_await (call->pool_limiter, &error))
    {
      if (call->provider_limiter != NULL)
        quire_limiter_release (call->provider_limiter);
      return dex_future_new_for_error (error);
    }

  run_call (call);

  quire_limiter_release (call->pool_limiter);
  if (call->provider_limiter != NULL)
    quire_limiter_release (call->provider_limiter);

  return dex_future_new_true ();
}

static void
drop_call_cb (QuireCompletion *completion, QuireAgentPool *self)
{
  g_hash_table_remove (self->calls, completion);
}

static void
record_cb (QuireCompletion *completion, QuireAgent *agent)
{
  quire_agent_record (agent, completion);
}

static DexFuture *
refuse_call (QuireAgent *agent, Endpoint *endpoint)
{
  if (endpoint == NULL)
    return quire_future_new_error (QUIRE_ERROR_INVALID, _ ("The agent “%s” needs the provider “%s”, which is not set up."),
                                   quire_agent_get_name (agent), quire_agent_get_provider (agent));

  return quire_future_new_error (QUIRE_ERROR_INVALID, _ ("The agent “%s” is switched off. Switch it on or choose another one."),
                                 quire_agent_get_name (agent));
}

QuireCompletion *
quire_agent_pool_complete (QuireAgentPool *self, QuireAgent *agent, QuireRequest *request)
{
  QuireCompletion *completion;
  Endpoint *endpoint;
  Call *call;

  g_return_val_if_fail (QUIRE_IS_AGENT_POOL (self), NULL);
  g_return_val_if_fail (QUIRE_IS_AGENT (agent), NULL);
  g_return_val_if_fail (request != NULL, NULL);

  completion = quire_completion_new (request, self->clock);
  g_signal_connect_object (completion, "finished", G_CALLBACK (record_cb), agent, G_CONNECT_DEFAULT);

  endpoint = g_hash_table_lookup (self->endpoints, quire_agent_get_provider (agent));
  if (endpoint == NULL || !quire_agent_get_enabled (agent))
    {
      quire_completion_run (completion, refuse_call (agent, endpoint));
      return completion;
    }

  call = g_new0 (Call, 1);
  call->completion = g_object_ref (completion);
  call->provider = g_object_ref (endpoint->provider);
  call->provider_limiter = endpoint->limiter != NULL ? quire_limiter_ref (endpoint->limiter) : NULL;
  call->pool_limiter = quire_limiter_ref (self->limiter);

  g_signal_connect_object (completion, "finished", G_CALLBACK (drop_call_cb), self, G_CONNECT_DEFAULT);
  g_hash_table_insert (self->calls, g_object_ref (completion), quire_fiber_spawn (call_fiber, call, call_free));

  return completion;
}
