/* quire-run-step.c: one step of a run, as the window sees it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-workflows"

#include "config.h"

#include "quire-run-private.h"

#include "quire-json.h"

struct _QuireRunStep
{
  GObject parent_instance;

  char *name;
  QuireStepRecord *record;
  char *title;
  double progress;
  JsonObject *output;
};

enum
{
  PROP_NAME = 1,
  PROP_TITLE,
  PROP_STATE,
  PROP_SUMMARY,
  PROP_PROGRESS,
  PROP_ATTEMPTS,
  PROP_ERROR_MESSAGE,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (QuireRunStep, quire_run_step, G_TYPE_OBJECT)

static void
quire_run_step_finalize (GObject *object)
{
  QuireRunStep *self = QUIRE_RUN_STEP (object);

  quire_step_record_free (self->record);
  g_free (self->name);
  g_free (self->title);
  g_clear_pointer (&self->output, json_object_unref);

  G_OBJECT_CLASS (quire_run_step_parent_class)->finalize (object);
}

static void
quire_run_step_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  QuireRunStep *self = QUIRE_RUN_STEP (object);

  switch (id)
    {
    case PROP_NAME:
      g_value_set_string (value, quire_run_step_get_name (self));
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_STATE:
      g_value_set_uint (value, quire_run_step_get_state (self));
      break;
    case PROP_SUMMARY:
      g_value_set_string (value, quire_run_step_get_summary (self));
      break;
    case PROP_PROGRESS:
      g_value_set_double (value, self->progress);
      break;
    case PROP_ATTEMPTS:
      g_value_set_uint (value, quire_run_step_get_attempts (self));
      break;
    case PROP_ERROR_MESSAGE:
      g_value_set_string (value, quire_run_step_get_error_message (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
quire_run_step_class_init (QuireRunStepClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = quire_run_step_finalize;
  object_class->get_property = quire_run_step_get_property;

  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", flags);
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  props[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, 0, QUIRE_STEP_CANCELLED, QUIRE_STEP_PENDING, flags);
  props[PROP_SUMMARY] = g_param_spec_string ("summary", NULL, NULL, "", flags);
  props[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, -1, 1, -1, flags);
  props[PROP_ATTEMPTS] = g_param_spec_uint ("attempts", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_ERROR_MESSAGE] = g_param_spec_string ("error-message", NULL, NULL, "", flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
quire_run_step_init (QuireRunStep *self)
{
  self->progress = -1;
}

static JsonObject *
parse_output (const char *output)
{
  return output != NULL ? quire_json_parse_object (output, -1, 0, NULL) : NULL;
}

QuireRunStep *
quire_run_step_new (const QuireStepRecord *record, const char *title)
{
  QuireRunStep *self = g_object_new (QUIRE_TYPE_RUN_STEP, NULL);

  self->name = g_strdup (record->name);
  self->record = quire_step_record_copy (record);
  self->title = g_strdup (title);
  self->output = parse_output (record->output);
  if (record->state == QUIRE_STEP_COMPLETED)
    self->progress = 1;

  return self;
}

void
quire_run_step_set_title (QuireRunStep *self, const char *title)
{
  g_return_if_fail (QUIRE_IS_RUN_STEP (self));

  if (g_set_str (&self->title, title))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TITLE]);
}

void
quire_run_step_apply (QuireRunStep *self, const QuireStepRecord *record, double progress)
{
  g_autoptr (QuireStepRecord) former = NULL;

  g_return_if_fail (QUIRE_IS_RUN_STEP (self));

  former = g_steal_pointer (&self->record);
  self->record = quire_step_record_copy (record);
  if (g_strcmp0 (former->output, record->output) != 0)
    {
      g_clear_pointer (&self->output, json_object_unref);
      self->output = parse_output (record->output);
    }

  g_object_freeze_notify (G_OBJECT (self));
  if (former->state != record->state)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
  if (g_strcmp0 (former->summary, record->summary) != 0)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SUMMARY]);
  if (former->attempts != record->attempts)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ATTEMPTS]);
  if (g_strcmp0 (former->error_message, record->error_message) != 0)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR_MESSAGE]);
  if (self->progress != progress)
    {
      self->progress = progress;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PROGRESS]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

const char *
quire_run_step_get_name (QuireRunStep *self)
{
  g_return_val_if_fail (QUIRE_IS_RUN_STEP (self), NULL);

  return self->name;
}

const char *
quire_run_step_get_title (QuireRunStep *self)
{
  g_return_val_if_fail (QUIRE_IS_RUN_STEP (self), NULL);

  return self->title;
}

QuireStepState
quire_run_step_get_state (QuireRunStep *self)
{
  g_return_val_if_fail (QUIRE_IS_RUN_STEP (self), QUIRE_STEP_PENDING);

  return self->record->state;
}

const char *
quire_run_step_get_summary (QuireRunStep *self)
{
  g_return_val_if_fail (QUIRE_IS_RUN_STEP (self), NULL);

  return self->record->summary;
}

double
quire_run_step_get_progress (QuireRunStep *self)
{
  g_return_val_if_fail (QUIRE_IS_RUN_STEP (self), -1);

  return self->progress;
}

guint
quire_run_step_get_attempts (QuireRunStep *self)
{
  g_return_val_if_fail (QUIRE_IS_RUN_STEP (self), 0);

  return self->record->attempts;
}

const char *
quire_run_step_get_error_message (QuireRunStep *self)
{
  g_return_val_if_fail (QUIRE_IS_RUN_STEP (self), NULL);

  return self->record->error_message;
}

gint64
quire_run_step_get_started (QuireRunStep *self)
{
  g_return_val_if_fail (QUIRE_IS_RUN_STEP (self), 0);

  return self->record->started;
}

gint64
quire_run_step_get_ended (QuireRunStep *self)
{
  g_return_val_if_fail (QUIRE_IS_RUN_STEP (self), 0);

  return self->record->ended;
}

JsonObject *
quire_run_step_get_output (QuireRunStep *self)
{
  g_return_val_if_fail (QUIRE_IS_RUN_STEP (self), NULL);

  return self->output;
}
