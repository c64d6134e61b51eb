/* quire-run.c: one execution of a workflow, as the window sees it
 *
 * A run shows a record as it was stored, and nothing else. What the engine has in hand and has not stored yet is never
 * seen here; the engine hands over each record after its transaction.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-workflows"

#include "config.h"

#include "quire-run-private.h"

#include "quire-json.h"
#include "quire-text.h"
#include "quire-workflow-private.h"

#define WORDS_UNKNOWN G_MAXUINT

struct _QuireRun
{
  GObject parent_instance;

  QuireRunRecord *record;
  JsonObject *parameters;
  JsonObject *result;
  GListStore *steps;
  guint n_words; /* of the partial text; counted when somebody asks */
};

enum
{
  PROP_ID = 1,
  PROP_KIND,
  PROP_TITLE,
  PROP_STATE,
  PROP_ERROR_CODE,
  PROP_ERROR_MESSAGE,
  PROP_N_WORDS,
  N_PROPS
};

enum
{
  EVENT,
  TEXT,
  FINISHED,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QuireRun, quire_run, G_TYPE_OBJECT)

static void
quire_run_finalize (GObject *object)
{
  QuireRun *self = QUIRE_RUN (object);

  g_clear_pointer (&self->record, quire_run_record_free);
  g_clear_pointer (&self->parameters, json_object_unref);
  g_clear_pointer (&self->result, json_object_unref);
  g_clear_object (&self->steps);

  G_OBJECT_CLASS (quire_run_parent_class)->finalize (object);
}

static void
quire_run_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  QuireRun *self = QUIRE_RUN (object);

  switch (id)
    {
    case PROP_ID:
      g_value_set_string (value, self->record->id);
      break;
    case PROP_KIND:
      g_value_set_string (value, self->record->kind);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->record->title);
      break;
    case PROP_STATE:
      g_value_set_uint (value, self->record->state);
      break;
    case PROP_ERROR_CODE:
      g_value_set_string (value, self->record->error_code);
      break;
    case PROP_ERROR_MESSAGE:
      g_value_set_string (value, self->record->error_message);
      break;
    case PROP_N_WORDS:
      g_value_set_uint (value, quire_run_get_n_words (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
quire_run_class_init (QuireRunClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = quire_run_finalize;
  object_class->get_property = quire_run_get_property;

  props[PROP_ID] = g_param_spec_string ("id", NULL, NULL, "", flags);
  props[PROP_KIND] = g_param_spec_string ("kind", NULL, NULL, "", flags);
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  props[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, 0, QUIRE_RUN_INTERRUPTED, QUIRE_RUN_QUEUED, flags);
  props[PROP_ERROR_CODE] = g_param_spec_string ("error-code", NULL, NULL, "", flags);
  props[PROP_ERROR_MESSAGE] = g_param_spec_string ("error-message", NULL, NULL, "", flags);
  props[PROP_N_WORDS] = g_param_spec_uint ("n-words", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[EVENT] = g_signal_new ("event", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[TEXT] = g_signal_new ("text", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[FINISHED] = g_signal_new ("finished", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
quire_run_init (QuireRun *self)
{
  self->steps = g_list_store_new (QUIRE_TYPE_RUN_STEP);
  self->n_words = WORDS_UNKNOWN;
}

static const char *
get_step_title (QuireWorkflow *workflow, const char *name)
{
  int i = workflow != NULL ? quire_workflow_find_step (workflow, name) : -1;

  return i >= 0 ? quire_workflow_get_step (workflow, (guint) i)->title : name;
}

static JsonObject *
parse_object (const char *text)
{
  return text != NULL ? quire_json_parse_object (text, -1, 0, NULL) : NULL;
}

QuireRun *
quire_run_new_take (QuireRunRecord *record, QuireWorkflow *workflow)
{
  QuireRun *self;

  g_return_val_if_fail (record != NULL, NULL);

  self = g_object_new (QUIRE_TYPE_RUN, NULL);
  self->record = record;
  self->parameters = parse_object (record->parameters);
  if (self->parameters == NULL)
    self->parameters = json_object_new ();
  self->result = parse_object (record->result);

  for (guint i = 0; i < record->steps->len; i++)
    {
      const QuireStepRecord *step = g_ptr_array_index (record->steps, i);
      g_autoptr (QuireRunStep) shown = quire_run_step_new (step, get_step_title (workflow, step->name));

      g_list_store_append (self->steps, shown);
    }

  return self;
}

void
quire_run_set_workflow (QuireRun *self, QuireWorkflow *workflow)
{
  g_return_if_fail (QUIRE_IS_RUN (self));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->steps)); i++)
    {
      g_autoptr (QuireRunStep) step = g_list_model_get_item (G_LIST_MODEL (self->steps), i);

      quire_run_step_set_title (step, get_step_title (workflow, quire_run_step_get_name (step)));
    }
}

/* Whoever holds a string that has not changed goes on holding it. */
static void
keep_string (char **former, char **present)
{
  if (g_strcmp0 (*former, *present) == 0)
    {
      char *newer = *present;

      *present = *former;
      *former = newer;
    }
}

static void
notify_changes (QuireRun *self, const QuireRunRecord *former)
{
  if (former->state != self->record->state)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
  if (g_strcmp0 (former->title, self->record->title) != 0)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TITLE]);
  if (g_strcmp0 (former->error_code, self->record->error_code) != 0)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR_CODE]);
  if (g_strcmp0 (former->error_message, self->record->error_message) != 0)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR_MESSAGE]);
  if (g_strcmp0 (former->partial_text, self->record->partial_text) != 0)
    {
      self->n_words = WORDS_UNKNOWN;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_WORDS]);
    }
}

void
quire_run_apply_take (QuireRun *self, QuireRunRecord *record, const double *progress)
{
  g_autoptr (QuireRunRecord) former = NULL;

  g_return_if_fail (QUIRE_IS_RUN (self));
  g_return_if_fail (record != NULL && record->steps->len == self->record->steps->len);

  former = g_steal_pointer (&self->record);
  self->record = record;
  keep_string (&former->id, &record->id);
  keep_string (&former->kind, &record->kind);
  keep_string (&former->title, &record->title);
  if (g_strcmp0 (former->result, record->result) != 0)
    {
      g_clear_pointer (&self->result, json_object_unref);
      self->result = parse_object (record->result);
    }

  /* Steps first: who hears that the run has ended finds them ended too. */
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 0; i < record->steps->len; i++)
    {
      g_autoptr (QuireRunStep) step = g_list_model_get_item (G_LIST_MODEL (self->steps), i);

      quire_run_step_apply (step, g_ptr_array_index (record->steps, i), progress[i]);
    }
  notify_changes (self, former);
  g_object_thaw_notify (G_OBJECT (self));
}

const QuireRunRecord *
quire_run_get_record (QuireRun *self)
{
  g_return_val_if_fail (QUIRE_IS_RUN (self), NULL);

  return self->record;
}

void
quire_run_emit_event (QuireRun *self, const QuireRunEvent *event)
{
  g_return_if_fail (QUIRE_IS_RUN (self));

  g_signal_emit (self, signals[EVENT], 0, event);
}

void
quire_run_emit_text (QuireRun *self, const char *delta)
{
  g_return_if_fail (QUIRE_IS_RUN (self));

  g_signal_emit (self, signals[TEXT], 0, delta);
}

void
quire_run_emit_finished (QuireRun *self)
{
  g_return_if_fail (QUIRE_IS_RUN (self));

  g_signal_emit (self, signals[FINISHED], 0);
}

const char *
quire_run_get_id (QuireRun *self)
{
  g_return_val_if_fail (QUIRE_IS_RUN (self), NULL);

  return self->record->id;
}

const char *
quire_run_get_kind (QuireRun *self)
{
  g_return_val_if_fail (QUIRE_IS_RUN (self), NULL);

  return self->record->kind;
}

const char *
quire_run_get_title (QuireRun *self)
{
  g_return_val_if_fail (QUIRE_IS_RUN (self), NULL);

  return self->record->title;
}

QuireRunState
quire_run_get_state (QuireRun *self)
{
  g_return_val_if_fail (QUIRE_IS_RUN (self), QUIRE_RUN_QUEUED);

  return self->record->state;
}

const char *
quire_run_get_error_code (QuireRun *self)
{
  g_return_val_if_fail (QUIRE_IS_RUN (self), NULL);

  return self->record->error_code;
}

const char *
quire_run_get_error_message (QuireRun *self)
{
  g_return_val_if_fail (QUIRE_IS_RUN (self), NULL);

  return self->record->error_message;
}

const char *
quire_run_get_partial_text (QuireRun *self)
{
  g_return_val_if_fail (QUIRE_IS_RUN (self), NULL);

  return self->record->partial_text;
}

guint
quire_run_get_n_words (QuireRun *self)
{
  g_return_val_if_fail (QUIRE_IS_RUN (self), 0);

  if (self->n_words == WORDS_UNKNOWN)
    self->n_words = (guint) quire_text_count_words (self->record->partial_text, -1);

  return self->n_words;
}

JsonObject *
quire_run_get_parameters (QuireRun *self)
{
  g_return_val_if_fail (QUIRE_IS_RUN (self), NULL);

  return self->parameters;
}

JsonObject *
quire_run_get_result (QuireRun *self)
{
  g_return_val_if_fail (QUIRE_IS_RUN (self), NULL);

  return self->result;
}

GListModel *
quire_run_get_steps (QuireRun *self)
{
  g_return_val_if_fail (QUIRE_IS_RUN (self), NULL);

  return G_LIST_MODEL (self->steps);
}

gint64
quire_run_get_created (QuireRun *self)
{
  g_return_val_if_fail (QUIRE_IS_RUN (self), 0);

  return self->record->created;
}

gint64
quire_run_get_started (QuireRun *self)
{
  g_return_val_if_fail (QUIRE_IS_RUN (self), 0);

  return self->record->started;
}

gint64
quire_run_get_ended (QuireRun *self)
{
  g_return_val_if_fail (QUIRE_IS_RUN (self), 0);

  return self->record->ended;
}
