/* quire-agent-pool.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-agent.h"
#include "quire-provider.h"

G_BEGIN_DECLS

#define QUIRE_AGENT_POOL_MAX_CALLS 8

/**
 * QuireAgentPool:
 *
 * The agents that can be used and the providers behind them: a GListModel of QuireAgent. At most QUIRE_AGENT_POOL_MAX_CALLS calls run at once, fewer for each provider if it says so;
 * one failure never touches the others. Main thread only.
 */
#define QUIRE_TYPE_AGENT_POOL (quire_agent_pool_get_type ())
G_DECLARE_FINAL_TYPE (QuireAgentPool, quire_agent_pool, QUIRE, AGENT_POOL, GObject)

QuireAgentPool *quire_agent_pool_new (QuireClock *clock) G_GNUC_WARN_UNUSED_RESULT;

/* At most @max_calls at once through this provider (0: the pool's limit alone). */
void quire_agent_pool_add_provider (QuireAgentPool *self, QuireProvider *provider, guint max_calls);

/* Adds an agent; an agent of the same name is replaced. INVALID when its provider is unknown. */
gboolean quire_agent_pool_add (QuireAgentPool *self, QuireAgent *agent, GError **error);
void quire_agent_pool_remove (QuireAgentPool *self, const char *name);

/* The agent of that name; NULL and NOT_FOUND with a message that lists the names there are. NULL or "" as name: the default agent, the first one. */
QuireAgent *quire_agent_pool_lookup (QuireAgentPool *self, const char *name, GError **error);

/* Starts a call when a permit is free; the completion exists at once. The statistics of the agent are kept. */
QuireCompletion *quire_agent_pool_complete (QuireAgentPool *self, QuireAgent *agent, QuireRequest *request) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
