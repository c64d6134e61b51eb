/* quire-cli-generate.c: drafting a scene from the command line, with progress.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-cli"

#include "config.h"

#include "quire-cli-private.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <unistd.h>

#include "quire-error.h"
#include "quire-scene-generation.h"

/* -- progress -- */

/* On a terminal the last line is written over; elsewhere each step that ends is a line. */
static void
event_cb (QuireRun *run,
          const QuireRunEvent *event)
{
  GListModel *steps = quire_run_get_steps (run);
  gboolean terminal = isatty (STDERR_FILENO);

  if (terminal && g_str_equal (event->type, "step-output"))
    {
      guint words = quire_run_get_n_words (run);

      fprintf (stderr, ngettext ("\r\033[K… %'u word", "\r\033[K… %'u words", words), words);
      fflush (stderr);
      return;
    }
  if (!g_str_has_prefix (event->type, "step-") || g_str_equal (event->type, "step-output") || g_str_equal (event->type, "step-started"))
    return;

  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (QuireRunStep) step = g_list_model_get_item (steps, i);

      if (g_str_equal (quire_run_step_get_name (step), event->step))
        fprintf (stderr, "%s%s: %s  %s\n", terminal ? "\r\033[K" : "", quire_run_step_get_title (step),
                 quire_step_state_get_title (quire_run_step_get_state (step)), quire_run_step_get_summary (step));
    }
}

gboolean
quire_cli_follow (QuireCli *self,
                  QuireRun *run,
                  GError **error)
{
  gulong handler = 0;
  gboolean ended;

  g_set_object (&self->run, run);
  if (!self->json)
    handler = g_signal_connect (run, "event", G_CALLBACK (event_cb), NULL);
  ended = quire_await (quire_engine_when_finished (quire_workspace_get_engine (self->workspace), quire_run_get_id (run)), error);
  g_clear_signal_handler (&handler, run);
  g_clear_object (&self->run);
  if (!ended)
    return FALSE;

  if (quire_run_get_state (run) == QUIRE_RUN_CANCELLED)
    {
      g_set_error_literal (error, QUIRE_ERROR, QUIRE_ERROR_CANCELLED, _ ("Stopped. What had been drafted is kept with the run; the book is unchanged."));
      return FALSE;
    }
  if (quire_run_get_state (run) != QUIRE_RUN_COMPLETED)
    {
      g_set_error_literal (error, QUIRE_ERROR, quire_error_from_code_name (quire_run_get_error_code (run)), quire_run_get_error_message (run));
      return FALSE;
    }
  return TRUE;
}

/* -- the command -- */

static gboolean
parse_place (QuireCli *self,
             JsonObject *parameters,
             GError **error)
{
  guint act, chapter, scene;

  if (self->at == NULL)
    {
      g_set_error_literal (error, QUIRE_ERROR, QUIRE_ERROR_INVALID, _ ("Where should the scene stand? Say --at act.chapter.scene, for example --at 1.2.3."));
      return FALSE;
    }
  if (!quire_manuscript_parse_number (self->at, &act, &chapter, &scene, error))
    return FALSE;
  if (chapter == 0 || scene == 0)
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID, _ ("“%s” is not the number of a scene; one looks like 1.2.3."), self->at);
      return FALSE;
    }

  json_object_set_int_member (parameters, "act", act);
  json_object_set_int_member (parameters, "chapter", chapter);
  json_object_set_int_member (parameters, "scene", scene);
  return TRUE;
}

/* An outline that the scene has already need not be said again. */
static void
take_synopsis (QuireCli *self,
               JsonObject *parameters)
{
  QuireManuscript *manuscript = quire_project_get_manuscript (quire_workspace_get_project (self->workspace));
  QuireNode *node = quire_manuscript_get_at (manuscript,
                                             (guint) json_object_get_int_member (parameters, "act"),
                                             (guint) json_object_get_int_member (parameters, "chapter"),
                                             (guint) json_object_get_int_member (parameters, "scene"));

  if (node != NULL)
    json_object_set_string_member (parameters, "outline", quire_node_get_synopsis (node));
}

static JsonObject *
create_parameters (QuireCli *self,
                   GError **error)
{
  g_autoptr (JsonObject) parameters = json_object_new ();

  if (!parse_place (self, parameters, error))
    return NULL;

  if (self->outline != NULL)
    json_object_set_string_member (parameters, "outline", self->outline);
  else
    take_synopsis (self, parameters);
  if (self->title != NULL)
    json_object_set_string_member (parameters, "title", self->title);
  if (self->agent != NULL)
    json_object_set_string_member (parameters, "agent", self->agent);
  if (self->words > 0)
    json_object_set_int_member (parameters, "target_words", self->words);
  if (self->no_context)
    json_object_set_boolean_member (parameters, "use_context", FALSE);
  if (self->seed != NULL)
    {
      guint64 seed;

      if (!g_ascii_string_to_unsigned (self->seed, 10, 0, G_MAXINT64, &seed, NULL))
        {
          g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID, _ ("“%s” is not a number for --seed."), self->seed);
          return NULL;
        }
      json_object_set_int_member (parameters, "seed", (gint64) seed);
    }
  return g_steal_pointer (&parameters);
}

gboolean
quire_cli_generate (QuireCli *self,
                    GError **error)
{
  g_autoptr (JsonObject) parameters = NULL;
  g_autoptr (QuireRun) run = NULL;
  JsonObject *result;

  if (!quire_cli_open (self, error) || (parameters = create_parameters (self, error)) == NULL)
    return FALSE;
  run = quire_engine_submit (quire_workspace_get_engine (self->workspace), QUIRE_SCENE_GENERATION, parameters, error);
  if (run == NULL || !quire_cli_follow (self, run, error))
    return FALSE;

  if (self->json)
    {
      quire_cli_print_json (quire_cli_run_to_json (run));
      return TRUE;
    }

  result = quire_run_get_result (run);
  quire_cli_print (_ ("%s  %s  %'u words  run %s\n"),
                   quire_json_get_string (result, "number", ""), quire_json_get_string (result, "title", ""),
                   (guint) quire_json_get_int (result, "words", 0), quire_run_get_id (run));
  return TRUE;
}
