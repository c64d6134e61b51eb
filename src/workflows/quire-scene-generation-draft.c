/* quire-scene-generation-draft.c: the call of the agent, and its receipt
 *
 * A receipt is stored for every call, whatever became of it. When the call has ended, well or badly, the step stores it and
 * then goes on. When the step itself is stopped, its fiber can wait for nothing any more; so the call, when it is let go
 * while it is still open, cancels the completion and hands the receipt over to be stored by itself.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-workflows"

#include "config.h"

#include "quire-scene-generation-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "quire-error.h"
#include "quire-future.h"
#include "quire-json.h"
#include "quire-receipt.h"
#include "quire-text.h"

#define BYTES_PER_WORD 6.0 /* good enough for a progress bar, and free */

typedef struct
{
  QuireStepContext *context; /* valid while the step runs, and so is the call */
  QuireProject *project;
  QuireAgent *agent;
  QuireCompletion *completion;
  QuireContext *knowledge;
  QuireReceipt *receipt;
  gulong delta_handler;
  gsize n_bytes;
  gboolean settled; /* the receipt is stored, or cannot be */
} Call;

static const char *
get_stop_name (QuireStopReason reason)
{
  switch (reason)
    {
    case QUIRE_STOP_END:
      return "end";
    case QUIRE_STOP_LENGTH:
      return "length";
    case QUIRE_STOP_TOOL:
      return "tool";
    case QUIRE_STOP_REFUSAL:
      return "refusal";
    case QUIRE_STOP_FILTER:
      return "filter";
    case QUIRE_STOP_NONE:
    default:
      return "none";
    }
}

static char *
items_to_json (GPtrArray *items)
{
  g_autoptr (JsonArray) array = json_array_sized_new (items->len);
  g_autoptr (JsonNode) node = NULL;

  for (guint i = 0; i < items->len; i++)
    {
      const QuireContextItem *item = g_ptr_array_index (items, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "source", item->source);
      json_object_set_string_member (object, "id", item->source_id);
      json_object_set_string_member (object, "title", item->title);
      json_object_set_string_member (object, "reason", item->reason);
      json_object_set_int_member (object, "tokens", item->tokens);
      json_array_add_object_element (array, object);
    }
  node = json_node_init_array (json_node_alloc (), array);

  return quire_json_to_string (node, FALSE);
}

static void
set_taken (char **field, char *value)
{
  g_free (*field);
  *field = value;
}

/* What is known before the call. */
static QuireReceipt *
new_receipt (Call *call, QuireRequest *request)
{
  QuireReceipt *receipt = quire_receipt_new (quire_request_get_purpose (request));
  const char *scene_id = quire_request_get_scene_id (request);

  g_set_str (&receipt->run_id, quire_step_context_get_run_id (call->context));
  g_set_str (&receipt->scene_id, scene_id != NULL ? scene_id : "");
  g_set_str (&receipt->agent, quire_agent_get_name (call->agent));
  g_set_str (&receipt->provider, quire_agent_get_provider (call->agent));
  g_set_str (&receipt->model, quire_agent_get_model (call->agent));
  g_set_str (&receipt->currency, quire_agent_get_price (call->agent)->currency);
  set_taken (&receipt->prompt, quire_request_to_json (request));
  set_taken (&receipt->included, items_to_json (quire_context_get_included (call->knowledge)));
  set_taken (&receipt->left_out, items_to_json (quire_context_get_left_out (call->knowledge)));
  receipt->started = quire_clock_get_now (quire_step_context_get_clock (call->context));
  receipt->first_token_ms = -1;

  return receipt;
}

/* Tokens as the provider counts them; where it does not, by our estimate, which is then said. */
static void
fill_usage (Call *call)
{
  const QuireTokenUsage *usage = quire_completion_get_usage (call->completion);
  QuireReceipt *receipt = call->receipt;
  gint64 input = usage->input_tokens;
  gint64 output = usage->output_tokens;

  receipt->tokens_estimated = usage->estimated || input < 0 || output < 0;
  if (input < 0)
    input = quire_request_estimate_tokens (quire_completion_get_request (call->completion));
  if (output < 0)
    output = (gint64) quire_text_estimate_tokens (quire_completion_get_text (call->completion));
  receipt->input_tokens = (guint) MIN (input, G_MAXINT);
  receipt->output_tokens = (guint) MIN (output, G_MAXINT);

  if (usage->cost >= 0)
    {
      receipt->cost_known = TRUE;
      receipt->cost = usage->cost;
    }
  else
    {
      receipt->cost_known = quire_agent_get_cost (call->agent, input, output, &receipt->cost);
    }
}

static void
fill_receipt (Call *call, const char *outcome, const GError *error)
{
  QuireReceipt *receipt = call->receipt;
  gint64 started = quire_completion_get_started (call->completion);
  gint64 ended = quire_completion_get_ended (call->completion);

  fill_usage (call);
  if (started > 0)
    receipt->started = started;
  receipt->ended = ended > 0 ? ended : quire_clock_get_now (quire_step_context_get_clock (call->context));
  receipt->first_token_ms = quire_completion_get_first_token_ms (call->completion);
  g_set_str (&receipt->outcome, outcome);
  g_set_str (&receipt->error_code, error != NULL ? quire_error_get_code_name (error) : "");
}

static void
call_free (Call *call)
{
  g_clear_signal_handler (&call->delta_handler, call->completion);
  if (!call->settled)
    {
      quire_completion_cancel (call->completion);
      if (*call->receipt->outcome == '\0')
        fill_receipt (call, "cancelled", NULL);
      quire_future_report (quire_receipt_repository_save (quire_project_get_database (call->project), call->receipt),
                           "The receipt of a call that was stopped could not be stored");
    }
  quire_receipt_free (call->receipt);
  g_object_unref (call->knowledge);
  g_object_unref (call->completion);
  g_object_unref (call->agent);
  g_object_unref (call->project);
  g_free (call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)

static void
delta_cb (QuireCompletion *completion, const char *text, gpointer data)
{
  Call *call = data;
  guint target = quire_request_get_target_words (quire_completion_get_request (completion));

  call->n_bytes += strlen (text);
  if (target > 0)
    quire_step_context_set_progress (call->context, MIN (call->n_bytes / (target * BYTES_PER_WORD), 0.99));
  quire_step_context_push_text (call->context, text);
}

static Call *
begin_call (QuireStepContext *context, QuireSceneGeneration *self, QuireAgent *agent, QuireRequest *request, QuireContext *knowledge)
{
  Call *call = g_new0 (Call, 1);

  call->context = context;
  call->project = g_object_ref (self->project);
  call->agent = g_object_ref (agent);
  call->knowledge = g_object_ref (knowledge);
  call->receipt = new_receipt (call, request);
  call->completion = quire_agent_pool_complete (self->pool, agent, request);
  call->delta_handler = g_signal_connect (call->completion, "delta", G_CALLBACK (delta_cb), call);

  return call;
}

/* The draft as it will be saved. A refusal is the model's speech about the scene and no part of it. */
static char *
dup_draft (Call *call, GError **error)
{
  QuireStopReason reason = quire_completion_get_stop_reason (call->completion);
  g_autofree char *text = quire_text_clean (quire_completion_get_text (call->completion), -1);

  g_strstrip (text);
  if (reason == QUIRE_STOP_REFUSAL || reason == QUIRE_STOP_FILTER)
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_REFUSED,
                   _ ("“%s” would not write this scene. Nothing was saved; what it answered is kept with the run."), quire_agent_get_title (call->agent));
      return NULL;
    }
  if (quire_text_count_words (text, -1) == 0)
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_BAD_REPLY,
                   _ ("“%s” answered without any prose. Nothing was saved; please try again."), quire_agent_get_title (call->agent));
      return NULL;
    }

  return g_steal_pointer (&text);
}

static JsonObject *
make_output (Call *call, const char *text)
{
  const QuireReceipt *receipt = call->receipt;
  JsonObject *output = json_object_new ();
  JsonObject *tokens = json_object_new ();
  JsonObject *cost = json_object_new ();

  json_object_set_int_member (tokens, "input", receipt->input_tokens);
  json_object_set_int_member (tokens, "output", receipt->output_tokens);
  json_object_set_boolean_member (tokens, "estimated", receipt->tokens_estimated);

  if (receipt->cost_known)
    json_object_set_double_member (cost, "amount", receipt->cost);
  else
    json_object_set_null_member (cost, "amount");
  json_object_set_string_member (cost, "currency", receipt->currency);
  json_object_set_boolean_member (cost, "known", receipt->cost_known);

  json_object_set_string_member (output, "text", text);
  json_object_set_int_member (output, "words", (gint64) quire_text_count_words (text, -1));
  json_object_set_string_member (output, "agent", receipt->agent);
  json_object_set_string_member (output, "provider", receipt->provider);
  json_object_set_string_member (output, "model", receipt->model);
  json_object_set_string_member (output, "receipt_id", receipt->id);
  json_object_set_object_member (output, "tokens", tokens);
  json_object_set_object_member (output, "cost", cost);
  json_object_set_int_member (output, "duration_ms", (receipt->ended - receipt->started) / 1000);
  json_object_set_string_member (output, "stop_reason", get_stop_name (quire_completion_get_stop_reason (call->completion)));

  return output;
}

/* From the step's fiber. */
DexFuture *
quire_scene_generation_draft (QuireStepContext *context, QuireSceneGeneration *self, QuireRequest *request, QuireContext *knowledge)
{
  const char *name = quire_json_get_string (quire_step_context_get_parameters (context), "agent", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) unsaved = NULL;
  g_autoptr (Call) call = NULL;
  g_autofree char *text = NULL;
  g_autofree char *summary = NULL;
  QuireAgent *agent;
  guint n_words;

  if ((agent = quire_agent_pool_lookup (self->pool, name, &error)) == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  call = begin_call (context, self, agent, request, knowledge);
  if (!quire_await (quire_completion_when_finished (call->completion), &error) &&
      quire_completion_get_state (call->completion) <= QUIRE_COMPLETION_RUNNING)
    return dex_future_new_for_error (g_steal_pointer (&error)); /* not the call has ended, but this step: see call_free() */

  if (error == NULL)
    text = dup_draft (call, &error);
  fill_receipt (call, error == NULL ? "completed" : quire_error_is_cancelled (error) ? "cancelled"
                                                                                     : "failed",
                error);
  call->settled = quire_await (quire_receipt_repository_save (quire_project_get_database (self->project), call->receipt), &unsaved) ||
                  !quire_error_is_cancelled (unsaved);
  if (unsaved != NULL && error == NULL)
    error = g_steal_pointer (&unsaved);
  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  n_words = (guint) quire_text_count_words (text, -1);
  summary = g_strdup_printf (ngettext ("%'u word", "%'u words", n_words), n_words);
  quire_step_context_set_summary (context, summary);
  quire_step_context_take_output (context, make_output (call, text));

  return dex_future_new_true ();
}
