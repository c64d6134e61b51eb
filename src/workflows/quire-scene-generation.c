/* quire-scene-generation.c: the workflow that drafts a scene from its outline
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-workflows"

#include "config.h"

#include "quire-scene-generation.h"

#include <glib/gi18n-lib.h>

#include "quire-error.h"
#include "quire-json.h"
#include "quire-scene-generation-private.h"

#define MAX_NUMBER 999
#define MAX_TARGET_WORDS 20000 /* a scene's limit; beyond it lies a mistake */
#define DRAFT_TIMEOUT_MS (10 * 60 * 1000)
#define LOCAL_TIMEOUT_MS (60 * 1000) /* what only reads and writes this book */
#define DRAFT_RETRIES 2

static void
scene_generation_free (gpointer data)
{
  QuireSceneGeneration *self = data;

  g_object_unref (self->pool);
  g_object_unref (self->knowledge);
  g_object_unref (self->project);
  g_free (self);
}

/* -- parameters -- */

/* The string of that name, or NULL when there is none. FALSE for a member of another type. */
static gboolean
read_string (JsonObject *object, const char *name, const char **value, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);

  *value = NULL;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (json_node_get_value_type (node) != G_TYPE_STRING)
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID, _ ("“%s” has to be a text."), name);
      return FALSE;
    }
  *value = json_node_get_string (node);

  return TRUE;
}

/* The number of that name within 1 … @max; 0 when there is none. */
static gboolean
read_number (JsonObject *object, const char *name, guint max, guint *value, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);

  *value = 0;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (json_node_get_value_type (node) != G_TYPE_INT64 || json_node_get_int (node) < 1 || json_node_get_int (node) > max)
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID, _ ("“%s” has to be a whole number from 1 to %u."), name, max);
      return FALSE;
    }
  *value = (guint) json_node_get_int (node);

  return TRUE;
}

static gboolean
read_place (JsonObject *object, QuireSceneParameters *self, GError **error)
{
  if (!read_string (object, "scene_id", &self->scene_id, error) ||
      !read_number (object, "act", MAX_NUMBER, &self->act, error) ||
      !read_number (object, "chapter", MAX_NUMBER, &self->chapter, error) ||
      !read_number (object, "scene", MAX_NUMBER, &self->scene, error))
    return FALSE;

  if (self->scene_id != NULL && (self->act > 0 || self->chapter > 0 || self->scene > 0))
    {
      g_set_error_literal (error, QUIRE_ERROR, QUIRE_ERROR_INVALID, _ ("A scene is named either by its id or by its numbers, not by both."));
      return FALSE;
    }
  if (self->scene_id == NULL && (self->act == 0 || self->chapter == 0 || self->scene == 0))
    {
      g_set_error_literal (error, QUIRE_ERROR, QUIRE_ERROR_INVALID, _ ("Say where the scene goes: either its id, or the numbers of its act, its chapter and itself."));
      return FALSE;
    }

  return TRUE;
}

static gboolean
read_seed (JsonObject *object, QuireSceneParameters *self, GError **error)
{
  JsonNode *node = json_object_get_member (object, "seed");

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (json_node_get_value_type (node) != G_TYPE_INT64)
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID, _ ("“%s” has to be a whole number."), "seed");
      return FALSE;
    }
  self->has_seed = TRUE;
  self->seed = (guint64) json_node_get_int (node);

  return TRUE;
}

static gboolean
read_context (JsonObject *object, QuireSceneParameters *self, GError **error)
{
  JsonNode *node = json_object_get_member (object, "use_context");
  JsonNode *queries = json_object_get_member (object, "queries");

  self->use_context = TRUE;
  if (node != NULL && !JSON_NODE_HOLDS_NULL (node))
    {
      if (json_node_get_value_type (node) != G_TYPE_BOOLEAN)
        {
          g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID, _ ("“%s” has to be true or false."), "use_context");
          return FALSE;
        }
      self->use_context = json_node_get_boolean (node);
    }

  if (queries == NULL || JSON_NODE_HOLDS_NULL (queries))
    return TRUE;
  self->queries = JSON_NODE_HOLDS_ARRAY (queries) ? json_node_get_array (queries) : NULL;
  for (guint i = 0; self->queries != NULL && i < json_array_get_length (self->queries); i++)
    if (json_node_get_value_type (json_array_get_element (self->queries, i)) != G_TYPE_STRING)
      self->queries = NULL;
  if (self->queries == NULL)
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID, _ ("“%s” has to be a list of texts."), "queries");
      return FALSE;
    }

  return TRUE;
}

gboolean
quire_scene_parameters_read (JsonObject *object, QuireSceneParameters *self, GError **error)
{
  *self = (QuireSceneParameters) { 0 };

  return read_place (object, self, error) &&
         read_string (object, "outline", &self->outline, error) &&
         read_string (object, "title", &self->title, error) &&
         read_string (object, "agent", &self->agent, error) &&
         read_number (object, "target_words", MAX_TARGET_WORDS, &self->target_words, error) &&
         read_seed (object, self, error) &&
         read_context (object, self, error);
}

QuireNode *
quire_scene_parameters_find_scene (const QuireSceneParameters *self, QuireManuscript *manuscript)
{
  if (self->scene_id != NULL)
    return quire_manuscript_lookup (manuscript, self->scene_id);

  return quire_manuscript_get_at (manuscript, self->act, self->chapter, self->scene);
}

const char *
quire_scene_parameters_get_outline (const QuireSceneParameters *self, QuireManuscript *manuscript)
{
  QuireNode *scene;

  if (self->outline != NULL)
    return self->outline;

  scene = quire_scene_parameters_find_scene (self, manuscript);

  return scene != NULL ? quire_node_get_synopsis (scene) : "";
}

QuireDraftPlace
quire_scene_parameters_get_place (const QuireSceneParameters *self)
{
  return (QuireDraftPlace) {
    .scene_id = self->scene_id,
    .act = self->act,
    .chapter = self->chapter,
    .scene = self->scene,
    .title = self->title,
    .synopsis = self->outline,
  };
}

/* -- what the engine asks before it takes a run -- */

static gboolean
check_parameters (JsonObject *object, gpointer data, GError **error)
{
  QuireSceneGeneration *self = data;
  QuireManuscript *manuscript = quire_project_get_manuscript (self->project);
  g_autoptr (QuireSceneOutline) outline = NULL;
  QuireSceneParameters parameters;
  QuireDraftPlace place;

  if (!quire_scene_parameters_read (object, &parameters, error))
    return FALSE;

  place = quire_scene_parameters_get_place (&parameters);
  if (!quire_project_can_draft (self->project, &place, error) ||
      quire_agent_pool_lookup (self->pool, parameters.agent, error) == NULL)
    return FALSE;

  outline = quire_scene_outline_parse (quire_scene_parameters_get_outline (&parameters, manuscript), error);

  return outline != NULL;
}

static char *
make_title (JsonObject *object, gpointer data)
{
  QuireSceneGeneration *self = data;
  QuireSceneParameters parameters;
  g_autofree char *number = NULL;
  const char *title;
  QuireNode *scene;

  if (!quire_scene_parameters_read (object, &parameters, NULL))
    return NULL;

  scene = quire_scene_parameters_find_scene (&parameters, quire_project_get_manuscript (self->project));
  if (parameters.scene_id == NULL)
    number = g_strdup_printf ("%u.%u.%u", parameters.act, parameters.chapter, parameters.scene);
  else
    number = g_strdup (scene != NULL ? quire_node_get_number (scene) : "");

  title = parameters.title;
  if (title == NULL || *title == '\0')
    title = scene != NULL ? quire_node_get_title (scene) : "";

  /* Translators: the title of a run: a scene's number, and its title if it has one. */
  return *title != '\0' ? g_strdup_printf (_ ("Draft %s %s"), number, title) : g_strdup_printf (_ ("Draft %s"), number);
}

QuireWorkflow *
quire_scene_generation_new (QuireProject *project, QuireKnowledge *knowledge, QuireAgentPool *pool)
{
  static const char *const after_outline[] = { "parse-outline", NULL };
  static const char *const after_queries[] = { "parse-outline", "plan-queries", NULL };
  static const char *const after_context[] = { "parse-outline", "gather-context", NULL };
  static const char *const after_prompt[] = { "parse-outline", "gather-context", "assemble-prompt", NULL };
  static const char *const after_draft[] = { "parse-outline", "gather-context", "draft", NULL };
  const QuireStepDefinition steps[] = {
    { "parse-outline", _ ("Outline"), NULL, quire_scene_generation_step_outline, LOCAL_TIMEOUT_MS, 0, FALSE },
    { "plan-queries", _ ("Questions"), after_outline, quire_scene_generation_step_queries, LOCAL_TIMEOUT_MS, 0, FALSE },
    { "gather-context", _ ("Context"), after_queries, quire_scene_generation_step_context, LOCAL_TIMEOUT_MS, 1, FALSE },
    { "assemble-prompt", _ ("Prompt"), after_context, quire_scene_generation_step_prompt, LOCAL_TIMEOUT_MS, 0, FALSE },
    { "draft", _ ("Draft"), after_prompt, quire_scene_generation_step_draft, DRAFT_TIMEOUT_MS, DRAFT_RETRIES, FALSE },
    { "save", _ ("Save"), after_draft, quire_scene_generation_step_save, LOCAL_TIMEOUT_MS, 0, FALSE },
  };
  QuireSceneGeneration *self;
  QuireWorkflow *workflow;

  g_return_val_if_fail (QUIRE_IS_PROJECT (project), NULL);
  g_return_val_if_fail (QUIRE_IS_KNOWLEDGE (knowledge), NULL);
  g_return_val_if_fail (QUIRE_IS_AGENT_POOL (pool), NULL);

  self = g_new0 (QuireSceneGeneration, 1);
  self->project = g_object_ref (project);
  self->knowledge = g_object_ref (knowledge);
  self->pool = g_object_ref (pool);

  workflow = quire_workflow_new (QUIRE_SCENE_GENERATION, _ ("Draft a scene"), self, scene_generation_free);
  quire_workflow_set_check (workflow, check_parameters);
  quire_workflow_set_title_func (workflow, make_title);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    quire_workflow_add_step (workflow, &steps[i]);

  return workflow;
}
