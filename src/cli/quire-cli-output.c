/* quire-cli-output.c: what the command line prints.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-cli"

#include "config.h"

#include "quire-cli-private.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "quire-error.h"

void
quire_cli_print (const char *format,
                 ...)
{
  va_list arguments;

  va_start (arguments, format);
  vprintf (format, arguments);
  va_end (arguments);
}

void
quire_cli_print_json (JsonObject *object)
{
  g_autofree char *text = quire_json_object_to_string (object, FALSE);

  quire_cli_print ("%s\n", text);
  json_object_unref (object);
}

void
quire_cli_print_error (gboolean json,
                       const GError *error)
{
  JsonObject *object, *details;

  if (!json)
    {
      fprintf (stderr, "quire-cli: %s\n", error->message);
      return;
    }

  details = json_object_new ();
  json_object_set_string_member (details, "code", quire_error_get_code_name (error));
  json_object_set_string_member (details, "message", error->message);
  json_object_set_null_member (details, "field");
  json_object_set_boolean_member (details, "retryable", quire_error_is_transient (error));
  object = json_object_new ();
  json_object_set_object_member (object, "error", details);
  quire_cli_print_json (object);
}

int
quire_cli_get_status (const GError *error)
{
  if (error == NULL)
    return QUIRE_EXIT_DONE;
  if (quire_error_is_cancelled (error))
    return QUIRE_EXIT_CANCELLED;
  if (g_error_matches (error, QUIRE_ERROR, QUIRE_ERROR_NOT_FOUND))
    return QUIRE_EXIT_NOT_FOUND;
  if (quire_error_is_provider (error))
    return QUIRE_EXIT_PROVIDER;
  return QUIRE_EXIT_FAILED;
}

char *
quire_cli_dup_count (guint n)
{
  return g_strdup_printf ("%'u", n);
}

static void
set_time (JsonObject *object,
          const char *member,
          gint64 time)
{
  g_autofree char *text = NULL;

  if (time == 0)
    {
      json_object_set_null_member (object, member);
      return;
    }

  text = quire_clock_format (time);
  json_object_set_string_member (object, member, text);
}

static JsonObject *
step_to_json (QuireRunStep *step)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "name", quire_run_step_get_name (step));
  json_object_set_string_member (object, "status", quire_step_state_get_name (quire_run_step_get_state (step)));
  json_object_set_int_member (object, "attempts", quire_run_step_get_attempts (step));
  json_object_set_string_member (object, "summary", quire_run_step_get_summary (step));
  set_time (object, "started_at", quire_run_step_get_started (step));
  set_time (object, "completed_at", quire_run_step_get_ended (step));
  if (quire_run_step_get_error_message (step)[0] != '\0')
    json_object_set_string_member (object, "error", quire_run_step_get_error_message (step));
  return object;
}

static JsonArray *
errors_to_json (QuireRun *run)
{
  JsonArray *errors = json_array_new ();
  JsonObject *error;

  if (quire_run_get_error_code (run)[0] == '\0')
    return errors;

  error = json_object_new ();
  json_object_set_string_member (error, "code", quire_run_get_error_code (run));
  json_object_set_string_member (error, "message", quire_run_get_error_message (run));
  json_array_add_object_element (errors, error);
  return errors;
}

JsonObject *
quire_cli_run_to_json (QuireRun *run)
{
  JsonObject *object = json_object_new ();
  GListModel *steps = quire_run_get_steps (run);
  JsonArray *array = json_array_new ();
  JsonObject *result = quire_run_get_result (run);
  gint64 started = quire_run_get_started (run);
  gint64 ended = quire_run_get_ended (run);
  guint n_steps = g_list_model_get_n_items (steps);
  guint n_completed = 0;

  for (guint i = 0; i < n_steps; i++)
    {
      g_autoptr (QuireRunStep) step = g_list_model_get_item (steps, i);

      n_completed += quire_run_step_get_state (step) == QUIRE_STEP_COMPLETED;
      json_array_add_object_element (array, step_to_json (step));
    }

  json_object_set_string_member (object, "workflow_id", quire_run_get_id (run));
  json_object_set_string_member (object, "kind", quire_run_get_kind (run));
  json_object_set_string_member (object, "title", quire_run_get_title (run));
  json_object_set_string_member (object, "status", quire_run_state_get_name (quire_run_get_state (run)));
  json_object_set_int_member (object, "steps_total", n_steps);
  json_object_set_int_member (object, "steps_completed", n_completed);
  json_object_set_array_member (object, "steps", array);
  if (result != NULL)
    json_object_set_object_member (object, "outputs", json_object_ref (result));
  else
    json_object_set_null_member (object, "outputs");
  json_object_set_string_member (object, "partial_text", quire_run_get_partial_text (run));
  json_object_set_array_member (object, "errors", errors_to_json (run));
  set_time (object, "created_at", quire_run_get_created (run));
  set_time (object, "started_at", started);
  set_time (object, "completed_at", ended);
  if (started != 0 && ended != 0)
    json_object_set_double_member (object, "duration", (double) (ended - started) / G_USEC_PER_SEC);
  json_object_set_boolean_member (object, "success", quire_run_get_state (run) == QUIRE_RUN_COMPLETED);
  return object;
}
