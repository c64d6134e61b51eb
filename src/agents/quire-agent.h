/* quire-agent.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Price per million tokens; known FALSE is shown as "unknown", never as 0. Rehearsal is known and 0. */
typedef struct
{
  gboolean known;
  double input;
  double output;
  char currency[4];
} QuirePrice;

/**
 * QuireAgent:
 *
 * A configured model: provider + model + price, with its name and its statistics. Main thread only.
 * Properties (read-only): `name` ("rehearsal-terse", what scripts use), `title`, `description`, `provider`, `model`, `local`, `enabled`.
 */
#define QUIRE_TYPE_AGENT (quire_agent_get_type ())
G_DECLARE_FINAL_TYPE (QuireAgent, quire_agent, QUIRE, AGENT, GObject)

typedef struct
{
  const char *name;
  const char *title;
  const char *description;
  const char *provider;
  const char *model;
  gboolean local;
  guint context_tokens;
  QuirePrice price;
} QuireAgentValues;

QuireAgent *quire_agent_new (const QuireAgentValues *values) G_GNUC_WARN_UNUSED_RESULT;
const char *quire_agent_get_name (QuireAgent *self);
const char *quire_agent_get_title (QuireAgent *self);
const char *quire_agent_get_description (QuireAgent *self);
const char *quire_agent_get_provider (QuireAgent *self);
const char *quire_agent_get_model (QuireAgent *self);
gboolean quire_agent_get_local (QuireAgent *self);
guint quire_agent_get_context_tokens (QuireAgent *self);
const QuirePrice *quire_agent_get_price (QuireAgent *self);

/* TRUE at first. A disabled agent stays in the pool, but is not found by name and takes no calls. */
gboolean quire_agent_get_enabled (QuireAgent *self);
void quire_agent_set_enabled (QuireAgent *self, gboolean enabled);

/* What @input and @output tokens cost; FALSE when the price is unknown. */
gboolean quire_agent_get_cost (QuireAgent *self, gint64 input_tokens, gint64 output_tokens, double *cost);

/* Figures since the program started. */
typedef struct
{
  guint calls;
  guint failures;
  guint64 input_tokens;
  guint64 output_tokens;
  double cost;
  double first_token_ms;    /* mean; 0 when none */
  double tokens_per_second; /* mean over the calls that gave text */
} QuireAgentStatistics;
const QuireAgentStatistics *quire_agent_get_statistics (QuireAgent *self);

G_END_DECLS
