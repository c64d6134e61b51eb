/* quire-scene-generation-steps.c: the steps of scene generation around the call
 *
 * Each step reads what earlier ones have stored and nothing else of their making, so that a run goes on after a crash from
 * any of them. The outline is read anew from its text; that is cheaper than a second form of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-workflows"

#include "config.h"

#include "quire-scene-generation.h"

#include <glib/gi18n-lib.h>

#include "quire-error.h"
#include "quire-future.h"
#include "quire-json.h"
#include "quire-prompt.h"
#include "quire-scene-generation-private.h"
#include "quire-text.h"

#define MAX_SUMMARY_LENGTH 80
#define CONTEXT_SHARE 2 /* at most one part in this many of what the model can read is context */

static DexFuture *
new_error (GError **error)
{
  return dex_future_new_for_error (g_steal_pointer (error));
}

/* The parameters were checked when the run was queued; a book that changed since is found by the checks that follow. */
static gboolean
read_parameters (QuireStepContext *context, QuireSceneParameters *parameters, GError **error)
{
  return quire_scene_parameters_read (quire_step_context_get_parameters (context), parameters, error);
}

static JsonArray *
strv_to_json (GStrv strings)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; strings[i] != NULL; i++)
    json_array_add_string_element (array, strings[i]);

  return array;
}

/* -- parse-outline -- */

static guint
choose_target_words (const QuireSceneParameters *parameters, const QuireSceneOutline *outline, QuireNode *scene)
{
  if (parameters->target_words > 0)
    return parameters->target_words;
  if (outline->target_words > 0)
    return outline->target_words;
  if (scene != NULL && quire_node_get_target (scene) > 0)
    return quire_node_get_target (scene);

  return QUIRE_SCENE_GENERATION_DEFAULT_WORDS;
}

DexFuture *
quire_scene_generation_step_outline (QuireStepContext *context, gpointer data)
{
  QuireSceneGeneration *self = data;
  QuireManuscript *manuscript = quire_project_get_manuscript (self->project);
  g_autoptr (QuireSceneOutline) outline = NULL;
  g_autoptr (JsonObject) output = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *summary = NULL;
  QuireSceneParameters parameters;
  QuireNode *scene;
  const char *text;

  if (!read_parameters (context, &parameters, &error))
    return new_error (&error);
  scene = quire_scene_parameters_find_scene (&parameters, manuscript);
  text = quire_scene_parameters_get_outline (&parameters, manuscript);
  if ((outline = quire_scene_outline_parse (text, &error)) == NULL)
    return new_error (&error);

  outline->target_words = choose_target_words (&parameters, outline, scene);
  if (*outline->point_of_view == '\0' && scene != NULL)
    g_set_str (&outline->point_of_view, quire_node_get_point_of_view (scene));

  output = json_object_new ();
  json_object_set_string_member (output, "outline", text);
  json_object_set_int_member (output, "words", (gint64) quire_text_count_words (text, -1));
  json_object_set_string_member (output, "point_of_view", outline->point_of_view);
  json_object_set_string_member (output, "place", outline->place);
  json_object_set_string_member (output, "time", outline->time);
  json_object_set_array_member (output, "characters", strv_to_json (outline->characters));
  json_object_set_array_member (output, "beats", strv_to_json (outline->beats));
  json_object_set_int_member (output, "target_words", outline->target_words);

  summary = quire_scene_outline_dup_summary (outline);
  quire_step_context_set_summary (context, summary);
  quire_step_context_take_output (context, g_steal_pointer (&output));

  return dex_future_new_true ();
}

QuireSceneOutline *
quire_scene_generation_read_outline (JsonObject *output, GError **error)
{
  QuireSceneOutline *outline = quire_scene_outline_parse (quire_json_get_string (output, "outline", ""), error);

  if (outline == NULL)
    return NULL;

  g_set_str (&outline->point_of_view, quire_json_get_string (output, "point_of_view", ""));
  outline->target_words = (guint) quire_json_get_int (output, "target_words", QUIRE_SCENE_GENERATION_DEFAULT_WORDS);

  return outline;
}

/* -- plan-queries -- */

static void
add_query (JsonArray *queries, const char *query)
{
  if (query == NULL || *query == '\0')
    return;

  for (guint i = 0; i < json_array_get_length (queries); i++)
    if (g_str_equal (json_array_get_string_element (queries, i), query))
      return;

  json_array_add_string_element (queries, query);
}

static JsonArray *
plan_queries (const QuireSceneParameters *parameters, const QuireSceneOutline *outline)
{
  JsonArray *queries = json_array_new ();

  if (parameters->queries != NULL)
    {
      for (guint i = 0; i < json_array_get_length (parameters->queries); i++)
        add_query (queries, json_array_get_string_element (parameters->queries, i));
      return queries;
    }

  add_query (queries, outline->point_of_view);
  for (guint i = 0; outline->characters[i] != NULL; i++)
    add_query (queries, outline->characters[i]);
  add_query (queries, outline->place);

  return queries;
}

static char *
summarize_queries (JsonArray *queries)
{
  g_autoptr (GString) joined = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (queries); i++)
    g_string_append_printf (joined, "%s%s", i > 0 ? ", " : "", json_array_get_string_element (queries, i));

  return joined->len > 0 ? quire_text_ellipsize (joined->str, MAX_SUMMARY_LENGTH) : g_strdup (_ ("What the outline names"));
}

DexFuture *
quire_scene_generation_step_queries (QuireStepContext *context, gpointer data)
{
  g_autoptr (QuireSceneOutline) outline = NULL;
  g_autoptr (JsonArray) queries = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *summary = NULL;
  QuireSceneParameters parameters;
  JsonObject *output;

  if (!read_parameters (context, &parameters, &error))
    return new_error (&error);
  if ((outline = quire_scene_generation_read_outline (quire_step_context_get_input (context, "parse-outline"), &error)) == NULL)
    return new_error (&error);

  queries = plan_queries (&parameters, outline);
  summary = parameters.use_context ? summarize_queries (queries) : g_strdup (_ ("None: context is off"));
  quire_step_context_set_summary (context, summary);

  output = json_object_new ();
  json_object_set_array_member (output, "queries", g_steal_pointer (&queries));
  quire_step_context_take_output (context, output);

  return dex_future_new_true ();
}

/* -- gather-context -- */

/* Position that a scene at these numbers would have in reading order, were it made now. */
static int
count_scenes_before (QuireManuscript *manuscript, const QuireSceneParameters *parameters)
{
  GListModel *acts = G_LIST_MODEL (manuscript);
  guint position = 0;

  for (guint a = 0; a < MIN (parameters->act - 1, g_list_model_get_n_items (acts)); a++)
    {
      g_autoptr (QuireNode) act = g_list_model_get_item (acts, a);

      position += quire_node_get_n_scenes (act);
    }

  for (guint c = 1; c <= parameters->chapter; c++)
    {
      QuireNode *chapter = quire_manuscript_get_at (manuscript, parameters->act, c, 0);

      if (chapter != NULL)
        position += c < parameters->chapter ? quire_node_get_n_scenes (chapter) : MIN (parameters->scene - 1, quire_node_get_n_scenes (chapter));
    }

  return (int) position;
}

static GStrv
dup_queries (JsonObject *input)
{
  JsonArray *queries = quire_json_get_array (input, "queries");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; queries != NULL && i < json_array_get_length (queries); i++)
    g_strv_builder_add (builder, json_array_get_string_element (queries, i));

  return g_strv_builder_end (builder);
}

static guint
choose_budget (QuireAgent *agent)
{
  guint window = quire_agent_get_context_tokens (agent);

  return window > 0 ? MIN (QUIRE_KNOWLEDGE_DEFAULT_BUDGET, window / CONTEXT_SHARE) : QUIRE_KNOWLEDGE_DEFAULT_BUDGET;
}

static char *
summarize_context (QuireContext *knowledge)
{
  guint n = quire_context_get_included (knowledge)->len;
  g_autofree char *format = NULL;

  if (n == 0)
    return g_strdup (_ ("Nothing in the book fits yet"));

  /* Translators: the first number is of passages and codex entries; %'u is the number of tokens. */
  return g_strdup_printf (ngettext ("%u passage, %'u tokens", "%u passages, %'u tokens", n), n, quire_context_get_tokens (knowledge));
}

DexFuture *
quire_scene_generation_step_context (QuireStepContext *context, gpointer data)
{
  QuireSceneGeneration *self = data;
  QuireManuscript *manuscript = quire_project_get_manuscript (self->project);
  g_autoptr (QuireContext) knowledge = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *summary = NULL;
  g_auto (GStrv) queries = NULL;
  QuireSceneParameters parameters;
  QuireKnowledgeQuery query = { 0 };
  QuireAgent *agent;
  QuireNode *scene;

  if (!read_parameters (context, &parameters, &error) ||
      (agent = quire_agent_pool_lookup (self->pool, parameters.agent, &error)) == NULL)
    return new_error (&error);

  if (parameters.use_context)
    {
      queries = dup_queries (quire_step_context_get_input (context, "plan-queries"));
      scene = quire_scene_parameters_find_scene (&parameters, manuscript);
      query.text = quire_json_get_string (quire_step_context_get_input (context, "parse-outline"), "outline", "");
      query.queries = (const char *const *) queries;
      query.scene_id = scene != NULL ? quire_node_get_id (scene) : NULL;
      query.position = scene != NULL ? quire_manuscript_get_position (manuscript, scene) : count_scenes_before (manuscript, &parameters);
      query.budget_tokens = choose_budget (agent);
      if ((knowledge = dex_await_object (quire_knowledge_gather (self->knowledge, &query), &error)) == NULL)
        return new_error (&error);
      summary = summarize_context (knowledge);
    }
  else
    {
      knowledge = quire_context_new (0);
      summary = g_strdup (_ ("None: context is off"));
    }

  quire_step_context_set_summary (context, summary);
  quire_step_context_take_output (context, quire_context_to_json (knowledge));

  return dex_future_new_true ();
}

/* -- assemble-prompt and draft -- */

typedef struct
{
  QuireAgent *agent;
  QuireContext *knowledge;
  QuireRequest *request;
} Assembled;

static void
assembled_clear (Assembled *self)
{
  g_clear_object (&self->agent);
  g_clear_object (&self->knowledge);
  g_clear_pointer (&self->request, quire_request_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Assembled, assembled_clear)

static gboolean
check_size (Assembled *self, const QuireSceneOutline *outline, GError **error)
{
  guint window = quire_agent_get_context_tokens (self->agent);
  guint needed = quire_request_estimate_tokens (self->request) + outline->target_words * 2;

  if (window == 0 || needed <= window)
    return TRUE;

  g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_CONTEXT_TOO_LONG,
               _ ("The prompt and the scene would take about %u tokens, and “%s” can hold %u. Nothing was sent; shorten the outline or the entries that are always sent, or choose another agent."),
               needed, quire_agent_get_title (self->agent), window);

  return FALSE;
}

/* The request, made of what the steps before have stored. */
static gboolean
assemble (QuireStepContext *context, QuireSceneGeneration *self, Assembled *assembled, GError **error)
{
  JsonObject *outline_output = quire_step_context_get_input (context, "parse-outline");
  g_autoptr (QuireSceneOutline) outline = NULL;
  QuireSceneParameters parameters;
  QuireDraftPrompt prompt = { 0 };
  QuireAgent *agent;
  QuireNode *scene;

  if (!read_parameters (context, &parameters, error) ||
      (outline = quire_scene_generation_read_outline (outline_output, error)) == NULL ||
      (agent = quire_agent_pool_lookup (self->pool, parameters.agent, error)) == NULL)
    return FALSE;

  assembled->agent = g_object_ref (agent);
  assembled->knowledge = quire_context_from_json (quire_step_context_get_input (context, "gather-context"));
  scene = quire_scene_parameters_find_scene (&parameters, quire_project_get_manuscript (self->project));

  prompt.model = quire_agent_get_model (agent);
  prompt.outline_text = quire_json_get_string (outline_output, "outline", "");
  prompt.outline = outline;
  prompt.context = assembled->knowledge;
  prompt.target_words = outline->target_words;
  prompt.scene_id = scene != NULL ? quire_node_get_id (scene) : NULL;
  assembled->request = quire_prompt_assemble_draft (self->project, &prompt);
  if (parameters.has_seed)
    quire_request_set_seed (assembled->request, parameters.seed);

  return check_size (assembled, outline, error);
}

DexFuture *
quire_scene_generation_step_prompt (QuireStepContext *context, gpointer data)
{
  g_auto (Assembled) assembled = { NULL, NULL, NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *summary = NULL;
  JsonObject *output;
  guint tokens;

  if (!assemble (context, data, &assembled, &error))
    return new_error (&error);

  tokens = quire_request_estimate_tokens (assembled.request);
  summary = g_strdup_printf (_ ("About %'u tokens for %s"), tokens, quire_agent_get_title (assembled.agent));
  quire_step_context_set_summary (context, summary);

  output = json_object_new ();
  json_object_set_string_member (output, "agent", quire_agent_get_name (assembled.agent));
  json_object_set_string_member (output, "model", quire_agent_get_model (assembled.agent));
  json_object_set_int_member (output, "tokens", tokens);
  quire_step_context_take_output (context, output);

  return dex_future_new_true ();
}

DexFuture *
quire_scene_generation_step_draft (QuireStepContext *context, gpointer data)
{
  QuireSceneGeneration *self = data;
  g_auto (Assembled) assembled = { NULL, NULL, NULL };
  g_autoptr (GError) error = NULL;
  QuireSceneParameters parameters;
  QuireDraftPlace place;

  /* Before anything is paid for: the scene may have been written while the run waited. */
  if (!read_parameters (context, &parameters, &error))
    return new_error (&error);
  place = quire_scene_parameters_get_place (&parameters);
  if (!quire_project_can_draft (self->project, &place, &error) || !assemble (context, self, &assembled, &error))
    return new_error (&error);

  return quire_scene_generation_draft (context, self, assembled.request, assembled.knowledge);
}

/* -- save -- */

static JsonArray *
describe_items (GPtrArray *items)
{
  JsonArray *array = json_array_sized_new (items->len);

  for (guint i = 0; i < items->len; i++)
    {
      const QuireContextItem *item = g_ptr_array_index (items, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "source", item->source);
      json_object_set_string_member (object, "id", item->source_id);
      json_object_set_string_member (object, "title", item->title);
      json_object_set_string_member (object, "reason", item->reason);
      json_array_add_object_element (array, object);
    }

  return array;
}

static void
copy_member (JsonObject *from, const char *name, JsonObject *to)
{
  if (json_object_has_member (from, name))
    json_object_set_member (to, name, json_object_dup_member (from, name));
}

static JsonObject *
make_result (QuireStepContext *context, QuireNode *scene)
{
  static const char *const from_draft[] = { "words", "agent", "provider", "model", "receipt_id", "tokens", "cost", "duration_ms", "stop_reason" };
  JsonObject *outline = quire_step_context_get_input (context, "parse-outline");
  JsonObject *draft = quire_step_context_get_input (context, "draft");
  g_autoptr (QuireContext) knowledge = quire_context_from_json (quire_step_context_get_input (context, "gather-context"));
  JsonObject *result = json_object_new ();

  json_object_set_string_member (result, "scene_id", quire_node_get_id (scene));
  json_object_set_string_member (result, "number", quire_node_get_number (scene));
  json_object_set_string_member (result, "title", quire_node_get_title (scene));
  json_object_set_int_member (result, "outline_words", quire_json_get_int (outline, "words", 0));
  for (guint i = 0; i < G_N_ELEMENTS (from_draft); i++)
    copy_member (draft, from_draft[i], result);
  json_object_set_array_member (result, "sources", describe_items (quire_context_get_included (knowledge)));
  json_object_set_array_member (result, "left_out", describe_items (quire_context_get_left_out (knowledge)));

  return result;
}

/* A crash between the saving of the scene and the storing of this step's end lets the step run again: then the scene with exactly this text is the one that it saved. */
static QuireNode *
find_saved (QuireSceneGeneration *self, const QuireSceneParameters *parameters, const char *text)
{
  QuireNode *scene = quire_scene_parameters_find_scene (parameters, quire_project_get_manuscript (self->project));
  g_autoptr (QuireNode) kept = scene != NULL ? g_object_ref (scene) : NULL;
  g_autoptr (QuireSceneText) body = NULL;
  g_autoptr (GError) error = NULL;

  if (kept == NULL)
    return NULL;

  body = dex_await_object (quire_project_load_text (self->project, quire_node_get_id (kept)), &error);

  return body != NULL && g_str_equal (quire_scene_text_get_body (body), text) ? g_steal_pointer (&kept) : NULL;
}

/* Who tells a scene that does not say so yet: the name alone, out of "Ada, first person, tired". What the writer chose for the scene stays. */
static char *
dup_new_point_of_view (QuireSceneGeneration *self, const QuireDraftPlace *place, const char *point_of_view)
{
  QuireManuscript *manuscript = quire_project_get_manuscript (self->project);
  QuireNode *scene = place->scene_id != NULL ? quire_manuscript_lookup (manuscript, place->scene_id)
                                             : quire_manuscript_get_at (manuscript, place->act, place->chapter, place->scene);
  g_autofree char *name = g_strndup (point_of_view, strcspn (point_of_view, ",;(."));

  if (scene != NULL && *quire_node_get_point_of_view (scene) != '\0')
    return NULL;
  g_strstrip (name);

  return *name != '\0' ? g_steal_pointer (&name) : NULL;
}

static QuireNode *
save (QuireSceneGeneration *self, const QuireSceneParameters *parameters, QuireStepContext *context, GError **error)
{
  JsonObject *outline = quire_step_context_get_input (context, "parse-outline");
  const char *text = quire_json_get_string (quire_step_context_get_input (context, "draft"), "text", "");
  QuireDraftPlace place = quire_scene_parameters_get_place (parameters);
  g_autofree char *point_of_view = dup_new_point_of_view (self, &place, quire_json_get_string (outline, "point_of_view", ""));
  g_autoptr (GError) refused = NULL;
  QuireNode *scene;

  place.synopsis = quire_json_get_string (outline, "outline", "");
  place.point_of_view = point_of_view;
  if ((scene = dex_await_object (quire_project_save_draft (self->project, &place, text), &refused)) != NULL)
    return scene;

  if (g_error_matches (refused, QUIRE_ERROR, QUIRE_ERROR_SCENE_EXISTS) && (scene = find_saved (self, parameters, text)) != NULL)
    return scene;
  g_propagate_error (error, g_steal_pointer (&refused));

  return NULL;
}

DexFuture *
quire_scene_generation_step_save (QuireStepContext *context, gpointer data)
{
  QuireSceneGeneration *self = data;
  QuireManuscript *manuscript = quire_project_get_manuscript (self->project);
  g_autoptr (QuireNode) scene = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *summary = NULL;
  QuireSceneParameters parameters;
  JsonObject *result;
  JsonObject *output;
  gboolean new_act;
  gboolean new_chapter;

  if (!read_parameters (context, &parameters, &error))
    return new_error (&error);

  new_act = parameters.scene_id == NULL && quire_manuscript_get_at (manuscript, parameters.act, 0, 0) == NULL;
  new_chapter = parameters.scene_id == NULL && quire_manuscript_get_at (manuscript, parameters.act, parameters.chapter, 0) == NULL;
  if ((scene = save (self, &parameters, context, &error)) == NULL)
    return new_error (&error);

  result = make_result (context, scene);
  json_object_set_boolean_member (result, "act_created", new_act);
  json_object_set_boolean_member (result, "chapter_created", new_chapter);
  quire_step_context_take_result (context, result);

  output = json_object_new ();
  json_object_set_string_member (output, "scene_id", quire_node_get_id (scene));
  json_object_set_string_member (output, "number", quire_node_get_number (scene));
  quire_step_context_take_output (context, output);
  summary = g_strdup_printf (_ ("Saved as %s"), quire_node_get_number (scene));
  quire_step_context_set_summary (context, summary);

  return dex_future_new_true ();
}
