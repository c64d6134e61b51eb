/* quire-agent-private.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-agent.h"
#include "quire-completion.h"

G_BEGIN_DECLS

/* Adds a call that has ended to the statistics. A call that was cancelled before it started is none. */
void quire_agent_record (QuireAgent *self, QuireCompletion *completion);

G_END_DECLS
