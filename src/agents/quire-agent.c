/* quire-agent.c: a configured model with its name and its statistics
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-agents"

#include "config.h"

#include "quire-agent.h"

#include "quire-agent-private.h"

#define TOKENS_PER_PRICE 1e6

struct _QuireAgent
{
  GObject parent_instance;

  char *name;
  char *title;
  char *description;
  char *provider;
  char *model;
  gboolean local;
  gboolean enabled;
  guint context_tokens;
  QuirePrice price;

  QuireAgentStatistics statistics;
  guint n_first_tokens; /* calls behind statistics.first_token_ms */
  double generating_s;  /* time and tokens behind statistics.tokens_per_second */
  double generated_tokens;
};

enum
{
  PROP_0,
  PROP_NAME,
  PROP_TITLE,
  PROP_DESCRIPTION,
  PROP_PROVIDER,
  PROP_MODEL,
  PROP_LOCAL,
  PROP_ENABLED,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (QuireAgent, quire_agent, G_TYPE_OBJECT)

static void
quire_agent_finalize (GObject *object)
{
  QuireAgent *self = QUIRE_AGENT (object);

  g_free (self->name);
  g_free (self->title);
  g_free (self->description);
  g_free (self->provider);
  g_free (self->model);

  G_OBJECT_CLASS (quire_agent_parent_class)->finalize (object);
}

static void
quire_agent_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  QuireAgent *self = QUIRE_AGENT (object);

  switch (id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;

    case PROP_DESCRIPTION:
      g_value_set_string (value, self->description);
      break;

    case PROP_PROVIDER:
      g_value_set_string (value, self->provider);
      break;

    case PROP_MODEL:
      g_value_set_string (value, self->model);
      break;

    case PROP_LOCAL:
      g_value_set_boolean (value, self->local);
      break;

    case PROP_ENABLED:
      g_value_set_boolean (value, self->enabled);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static GParamSpec *
new_string_property (const char *name)
{
  return g_param_spec_string (name, NULL, NULL, "", G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
}

static void
quire_agent_class_init (QuireAgentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = quire_agent_finalize;
  object_class->get_property = quire_agent_get_property;

  props[PROP_NAME] = new_string_property ("name");
  props[PROP_TITLE] = new_string_property ("title");
  props[PROP_DESCRIPTION] = new_string_property ("description");
  props[PROP_PROVIDER] = new_string_property ("provider");
  props[PROP_MODEL] = new_string_property ("model");
  props[PROP_LOCAL] = g_param_spec_boolean ("local", NULL, NULL, FALSE,
                                            G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_ENABLED] = g_param_spec_boolean ("enabled", NULL, NULL, TRUE,
                                              G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
quire_agent_init (QuireAgent *self)
{
  self->enabled = TRUE;
}

QuireAgent *
quire_agent_new (const QuireAgentValues *values)
{
  QuireAgent *self;

  g_return_val_if_fail (values != NULL, NULL);
  g_return_val_if_fail (values->name != NULL && *values->name != '\0', NULL);
  g_return_val_if_fail (values->provider != NULL, NULL);
  g_return_val_if_fail (values->model != NULL, NULL);

  self = g_object_new (QUIRE_TYPE_AGENT, NULL);
  self->name = g_strdup (values->name);
  self->title = g_strdup (values->title != NULL ? values->title : values->name);
  self->description = g_strdup (values->description != NULL ? values->description : "");
  self->provider = g_strdup (values->provider);
  self->model = g_strdup (values->model);
  self->local = values->local;
  self->context_tokens = values->context_tokens;
  self->price = values->price;

  return self;
}

const char *
quire_agent_get_name (QuireAgent *self)
{
  g_return_val_if_fail (QUIRE_IS_AGENT (self), NULL);

  return self->name;
}

const char *
quire_agent_get_title (QuireAgent *self)
{
  g_return_val_if_fail (QUIRE_IS_AGENT (self), NULL);

  return self->title;
}

const char *
quire_agent_get_description (QuireAgent *self)
{
  g_return_val_if_fail (QUIRE_IS_AGENT (self), NULL);

  return self->description;
}

const char *
quire_agent_get_provider (QuireAgent *self)
{
  g_return_val_if_fail (QUIRE_IS_AGENT (self), NULL);

  return self->provider;
}

const char *
quire_agent_get_model (QuireAgent *self)
{
  g_return_val_if_fail (QUIRE_IS_AGENT (self), NULL);

  return self->model;
}

gboolean
quire_agent_get_local (QuireAgent *self)
{
  g_return_val_if_fail (QUIRE_IS_AGENT (self), FALSE);

  return self->local;
}

guint
quire_agent_get_context_tokens (QuireAgent *self)
{
  g_return_val_if_fail (QUIRE_IS_AGENT (self), 0);

  return self->context_tokens;
}

const QuirePrice *
quire_agent_get_price (QuireAgent *self)
{
  g_return_val_if_fail (QUIRE_IS_AGENT (self), NULL);

  return &self->price;
}

gboolean
quire_agent_get_enabled (QuireAgent *self)
{
  g_return_val_if_fail (QUIRE_IS_AGENT (self), FALSE);

  return self->enabled;
}

void
quire_agent_set_enabled (QuireAgent *self, gboolean enabled)
{
  g_return_if_fail (QUIRE_IS_AGENT (self));

  enabled = !!enabled;
  if (self->enabled == enabled)
    return;

  self->enabled = enabled;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ENABLED]);
}

gboolean
quire_agent_get_cost (QuireAgent *self, gint64 input_tokens, gint64 output_tokens, double *cost)
{
  g_return_val_if_fail (QUIRE_IS_AGENT (self), FALSE);

  if (!self->price.known)
    return FALSE;

  if (cost != NULL)
    *cost = (MAX (input_tokens, 0) * self->price.input + MAX (output_tokens, 0) * self->price.output) / TOKENS_PER_PRICE;

  return TRUE;
}

const QuireAgentStatistics *
quire_agent_get_statistics (QuireAgent *self)
{
  g_return_val_if_fail (QUIRE_IS_AGENT (self), NULL);

  return &self->statistics;
}

static void
record_speed (QuireAgent *self, QuireCompletion *completion, gint64 output_tokens)
{
  gint64 first_token_ms = quire_completion_get_first_token_ms (completion);
  double seconds;

  if (first_token_ms < 0)
    return;

  self->statistics.first_token_ms = (self->statistics.first_token_ms * self->n_first_tokens + first_token_ms) / (self->n_first_tokens + 1);
  self->n_first_tokens++;

  /* From the first token on: waiting in a server's queue says nothing about how fast it writes. Wall time may have been set back meanwhile. */
  seconds = (quire_completion_get_ended (completion) - quire_completion_get_started (completion)) / 1e6 - first_token_ms / 1e3;
  if (seconds <= 0.0 || output_tokens <= 0)
    return;

  self->generating_s += seconds;
  self->generated_tokens += output_tokens;
  self->statistics.tokens_per_second = self->generated_tokens / self->generating_s;
}

void
quire_agent_record (QuireAgent *self, QuireCompletion *completion)
{
  const QuireTokenUsage *usage;
  double cost = 0.0;

  g_return_if_fail (QUIRE_IS_AGENT (self));
  g_return_if_fail (QUIRE_IS_COMPLETION (completion));

  if (quire_completion_get_started (completion) == 0)
    return;

  usage = quire_completion_get_usage (completion);
  self->statistics.calls++;
  if (quire_completion_get_state (completion) == QUIRE_COMPLETION_FAILED)
    self->statistics.failures++;

  self->statistics.input_tokens += MAX (usage->input_tokens, 0);
  self->statistics.output_tokens += MAX (usage->output_tokens, 0);

  if (usage->cost >= 0.0)
    self->statistics.cost += usage->cost;
  else if (quire_agent_get_cost (self, usage->input_tokens, usage->output_tokens, &cost))
    self->statistics.cost += cost;

  record_speed (self, completion, usage->output_tokens);
}
