/* quire-cli-runs.c: the commands about workflow runs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-cli"

#include "config.h"

#include "quire-cli-private.h"

#include <glib/gi18n-lib.h>

#include "quire-error.h"

gboolean
quire_cli_runs (QuireCli *self,
                GError **error)
{
  JsonArray *array = json_array_new ();
  JsonObject *object = json_object_new ();
  GListModel *runs;

  json_object_set_array_member (object, "runs", array);
  if (!quire_cli_open (self, error))
    {
      json_object_unref (object);
      return FALSE;
    }

  runs = quire_engine_get_runs (quire_workspace_get_engine (self->workspace));
  for (guint i = 0; i < g_list_model_get_n_items (runs) && (self->limit <= 0 || i < (guint) self->limit); i++)
    {
      g_autoptr (QuireRun) run = g_list_model_get_item (runs, i);
      g_autofree char *created = quire_clock_format (quire_run_get_created (run));

      if (self->json)
        json_array_add_object_element (array, quire_cli_run_to_json (run));
      else
        quire_cli_print ("%s  %s  %s  %s\n", quire_run_get_id (run), created, quire_run_state_get_title (quire_run_get_state (run)),
                         quire_run_get_title (run));
    }

  if (self->json)
    quire_cli_print_json (g_steal_pointer (&object));
  g_clear_pointer (&object, json_object_unref);
  return TRUE;
}

/* A run by its id or the beginning of it. */
static QuireRun *
find_run (QuireCli *self,
          GError **error)
{
  GListModel *runs = quire_engine_get_runs (quire_workspace_get_engine (self->workspace));
  const char *id = self->arguments[1];
  QuireRun *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (runs); i++)
    {
      g_autoptr (QuireRun) run = g_list_model_get_item (runs, i);

      if (strlen (id) < 4 || !g_str_has_prefix (quire_run_get_id (run), id))
        continue;
      if (found != NULL)
        {
          g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID, _ ("“%s” is the beginning of several runs; give more of it."), id);
          return NULL;
        }
      found = run; /* the engine keeps it */
    }

  if (found == NULL)
    g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_NOT_FOUND, _ ("There is no run “%s” in this book."), id);
  return found;
}

static void
print_run (QuireRun *run)
{
  GListModel *steps = quire_run_get_steps (run);

  quire_cli_print ("%s\n%s  %s\n", quire_run_get_title (run), quire_run_get_id (run), quire_run_state_get_title (quire_run_get_state (run)));
  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (QuireRunStep) step = g_list_model_get_item (steps, i);

      quire_cli_print ("  %s: %s  %s\n", quire_run_step_get_title (step), quire_step_state_get_title (quire_run_step_get_state (step)),
                       quire_run_step_get_summary (step));
    }
  if (quire_run_get_error_message (run)[0] != '\0')
    quire_cli_print ("%s\n", quire_run_get_error_message (run));
  if (quire_run_get_state (run) != QUIRE_RUN_COMPLETED && quire_run_get_partial_text (run)[0] != '\0')
    quire_cli_print ("\n%s\n", quire_run_get_partial_text (run));
}

gboolean
quire_cli_run_show (QuireCli *self,
                    GError **error)
{
  QuireRun *run;

  if (!quire_cli_open (self, error) || (run = find_run (self, error)) == NULL)
    return FALSE;

  if (self->json)
    quire_cli_print_json (quire_cli_run_to_json (run));
  else
    print_run (run);
  return TRUE;
}

gboolean
quire_cli_run_resume (QuireCli *self,
                      GError **error)
{
  g_autoptr (QuireRun) run = NULL;
  QuireRun *found;

  if (!quire_cli_open (self, error) || (found = find_run (self, error)) == NULL)
    return FALSE;

  run = g_object_ref (found);
  if (!quire_engine_resume (quire_workspace_get_engine (self->workspace), quire_run_get_id (run), error) ||
      !quire_cli_follow (self, run, error))
    return FALSE;

  if (self->json)
    quire_cli_print_json (quire_cli_run_to_json (run));
  else
    print_run (run);
  return TRUE;
}
