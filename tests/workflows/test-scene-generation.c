/* test-scene-generation.c: from an outline to a scene in the book
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-test"

#include "config.h"

#include <string.h>

#include "quire-error.h"
#include "quire-future.h"
#include "quire-json.h"
#include "quire-receipt.h"
#include "quire-rehearsal-provider.h"
#include "quire-scene-generation.h"
#include "quire-text.h"
#include "workflow-fixture.h"

#define OUTLINE "POV: Ada\nPlace: the quay\nTime: night\nLength: 40 words\nAda finds the letter under the old weir. She burns it."
#define PROSE "Ada found the letter. It was wet, and the ink had run.\n\nShe burned it all the same."

/* -- a provider that does as it is told -- */

#define TEST_TYPE_PROVIDER (test_provider_get_type ())
G_DECLARE_FINAL_TYPE (TestProvider, test_provider, TEST, PROVIDER, QuireProvider)

struct _TestProvider
{
  QuireProvider parent_instance;

  const char *text;
  gboolean stalls;    /* after the text */
  guint n_overloaded; /* so many calls fail before any text */
  int error;          /* after the text */
  QuireStopReason stop_reason;
  guint calls;
  guint n_alive; /* calls that have not unwound */
  char *last_prompt;
};

G_DEFINE_FINAL_TYPE (TestProvider, test_provider, QUIRE_TYPE_PROVIDER)

typedef struct
{
  TestProvider *provider;
  QuireCompletion *completion;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  call->provider->n_alive--;
  g_object_unref (call->completion);
  g_object_unref (call->provider);
  g_free (call);
}

static DexFuture *
complete_fiber (gpointer data)
{
  Call *call = data;
  TestProvider *self = call->provider;
  const QuireTokenUsage usage = { 120, 30, -1, -1, FALSE, -1 };

  if (self->calls <= self->n_overloaded)
    return quire_future_new_error (QUIRE_ERROR_OVERLOADED, "The server is busy.");

  for (const char *p = self->text; *p != '\0'; p = g_utf8_next_char (p))
    {
      g_autofree char *piece = g_strndup (p, (gsize) (g_utf8_next_char (p) - p));

      quire_completion_push_text (call->completion, piece);
    }
  if (self->stalls)
    return dex_future_first (DEX_FUTURE (dex_promise_new_cancellable ()), NULL);
  if (self->error != 0)
    return quire_future_new_error (self->error, "The connection was cut.");

  quire_completion_set_usage (call->completion, &usage);
  quire_completion_set_stop_reason (call->completion, self->stop_reason);

  return dex_future_new_true ();
}

static DexFuture *
test_provider_complete (QuireProvider *provider, QuireCompletion *completion)
{
  TestProvider *self = TEST_PROVIDER (provider);
  Call *call = g_new0 (Call, 1);

  self->calls++;
  self->n_alive++;
  g_free (self->last_prompt);
  self->last_prompt = quire_request_to_json (quire_completion_get_request (completion));
  call->provider = g_object_ref (self);
  call->completion = g_object_ref (completion);

  return quire_fiber_spawn (complete_fiber, call, call_free);
}

static const char *
test_provider_get_id_name (QuireProvider *provider)
{
  return "test";
}

static gboolean
test_provider_is_local (QuireProvider *provider)
{
  return TRUE;
}

static void
test_provider_finalize (GObject *object)
{
  g_free (TEST_PROVIDER (object)->last_prompt);

  G_OBJECT_CLASS (test_provider_parent_class)->finalize (object);
}

static void
test_provider_class_init (TestProviderClass *klass)
{
  QuireProviderClass *provider_class = QUIRE_PROVIDER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = test_provider_finalize;
  provider_class->get_id = test_provider_get_id_name;
  provider_class->get_title = test_provider_get_id_name;
  provider_class->is_local = test_provider_is_local;
  provider_class->complete = test_provider_complete;
}

static void
test_provider_init (TestProvider *self)
{
  self->text = PROSE;
  self->stop_reason = QUIRE_STOP_END;
}

/* -- a book with all that generation needs -- */

typedef struct
{
  Fixture *fixture;
  QuireCodex *codex;
  QuireKnowledge *knowledge;
  QuireAgentPool *pool;
  TestProvider *provider;
} Desk;

static void
desk_set_up (Desk *self)
{
  QuireAgentValues fast = { "fast", "Fast", "", "test", "test-1", TRUE, 8000, { TRUE, 1.0, 10.0, "EUR" } };
  QuireAgentValues tiny = { "tiny", "Tiny", "", "test", "test-0", TRUE, 100, { FALSE, 0, 0, "" } };
  g_autoptr (QuireAgent) agent = quire_agent_new (&fast);
  g_autoptr (QuireAgent) small = quire_agent_new (&tiny);
  g_autoptr (QuireRehearsalProvider) rehearsal = NULL;
  g_autoptr (QuireWorkflow) workflow = NULL;
  g_autoptr (GError) error = NULL;

  self->codex = quire_codex_new (self->fixture->project);
  self->knowledge = quire_knowledge_new (self->fixture->project, self->codex);
  self->pool = quire_agent_pool_new (QUIRE_CLOCK (self->fixture->clock));
  self->provider = g_object_new (TEST_TYPE_PROVIDER, NULL);
  quire_agent_pool_add_provider (self->pool, QUIRE_PROVIDER (self->provider), 0);
  g_assert_true (quire_agent_pool_add (self->pool, agent, NULL));
  g_assert_true (quire_agent_pool_add (self->pool, small, NULL));
  rehearsal = quire_rehearsal_provider_new (self->fixture->project, QUIRE_CLOCK (self->fixture->clock));
  quire_rehearsal_provider_register (rehearsal, self->pool);
  workflow = quire_scene_generation_new (self->fixture->project, self->knowledge, self->pool);
  quire_engine_register (self->fixture->engine, workflow, &error);
  g_assert_no_error (error);
}

static void
desk_clear (Desk *self)
{
  g_clear_object (&self->knowledge);
  g_clear_object (&self->codex);
  g_clear_object (&self->pool);
  g_clear_object (&self->provider);
}

static Desk *
desk_new (void)
{
  Desk *self = g_new0 (Desk, 1);

  self->fixture = fixture_new ();
  desk_set_up (self);

  return self;
}

static void
desk_free (Desk *self)
{
  fixture_quiesce (self->fixture);
  fixture_free (self->fixture);
  desk_clear (self);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Desk, desk_free)

static void
desk_reopen (Desk *self)
{
  fixture_reopen (self->fixture);
  desk_clear (self);
  desk_set_up (self);
  test_await (quire_engine_load (self->fixture->engine));
}

static QuireManuscript *
get_manuscript (Desk *self)
{
  return quire_project_get_manuscript (self->fixture->project);
}

static QuireRun *
submit (Desk *self, const char *json, GError **error)
{
  g_autoptr (GError) parse_error = NULL;
  g_autoptr (JsonObject) parameters = quire_json_parse_object (json, -1, 0, &parse_error);

  g_assert_no_error (parse_error);

  return quire_engine_submit (self->fixture->engine, QUIRE_SCENE_GENERATION, parameters, error);
}

/* @place: `"act": 1 …` */
static QuireRun *
generate (Desk *self, const char *place)
{
  g_autoptr (JsonObject) outline = json_object_new ();
  g_autofree char *text = NULL;
  g_autofree char *json = NULL;
  g_autoptr (GError) error = NULL;
  QuireRun *run;

  json_object_set_string_member (outline, "outline", OUTLINE);
  text = quire_json_object_to_string (outline, FALSE);
  json = g_strdup_printf ("{%s, %s", place, text + 1);
  run = submit (self, json, &error);
  g_assert_no_error (error);

  return run;
}

static void
finish (Desk *self, QuireRun *run)
{
  fixture_drive (self->fixture, run, -1);
  fixture_check_run (self->fixture, run);
}

static char *
dup_body (Desk *self, const char *scene_id)
{
  g_autoptr (QuireSceneText) text = test_await_object (quire_project_load_text (self->fixture->project, scene_id));

  return g_strdup (quire_scene_text_get_body (text));
}

static GPtrArray *
load_receipts (Desk *self, QuireRun *run)
{
  return test_await_array (quire_receipt_repository_load (quire_project_get_database (self->fixture->project), quire_run_get_id (run), NULL));
}

static void
add_entry (Desk *self, const char *name, const char *text, QuireSendMode send)
{
  const char *names[] = { name, NULL };
  QuireEntryValues values = { NULL, "characters", names, text, send, NULL };
  g_autoptr (QuireEntry) entry = quire_entry_new (&values);

  test_await (quire_project_save_entry (self->fixture->project, entry));
}

/* -- the way it should go -- */

static void
check_result (Desk *desk, QuireRun *run, GPtrArray *receipts)
{
  JsonObject *result = quire_run_get_result (run);
  JsonArray *sources = quire_json_get_array (result, "sources");
  JsonArray *left_out = quire_json_get_array (result, "left_out");
  QuireNode *scene = quire_manuscript_get_at (get_manuscript (desk), 2, 3, 1);
  const QuireReceipt *receipt = g_ptr_array_index (receipts, 0);

  g_assert_cmpstr (quire_json_get_string (result, "scene_id", ""), ==, quire_node_get_id (scene));
  g_assert_cmpstr (quire_json_get_string (result, "number", ""), ==, "2.3.1");
  g_assert_cmpstr (quire_json_get_string (result, "title", ""), ==, "Low water");
  g_assert_cmpint (quire_json_get_int (result, "words", 0), ==, 18);
  g_assert_cmpstr (quire_json_get_string (result, "agent", ""), ==, "fast");
  g_assert_cmpstr (quire_json_get_string (result, "provider", ""), ==, "test");
  g_assert_cmpstr (quire_json_get_string (result, "model", ""), ==, "test-1");
  g_assert_cmpint (quire_json_get_int (result, "outline_words", 0), ==, (gint64) quire_text_count_words (OUTLINE, -1));
  g_assert_true (quire_json_get_boolean (result, "act_created", FALSE));
  g_assert_true (quire_json_get_boolean (result, "chapter_created", FALSE));
  g_assert_cmpstr (quire_json_get_string (result, "receipt_id", ""), ==, receipt->id);
  g_assert_cmpint (quire_json_get_int (quire_json_get_object (result, "tokens"), "input", 0), ==, 120);
  g_assert_cmpint (quire_json_get_int (quire_json_get_object (result, "tokens"), "output", 0), ==, 30);
  g_assert_false (quire_json_get_boolean (quire_json_get_object (result, "tokens"), "estimated", TRUE));
  g_assert_cmpfloat_with_epsilon (quire_json_get_double (quire_json_get_object (result, "cost"), "amount", -1), 0.00042, 1e-9);
  g_assert_cmpstr (quire_json_get_string (quire_json_get_object (result, "cost"), "currency", ""), ==, "EUR");
  g_assert_true (quire_json_get_boolean (quire_json_get_object (result, "cost"), "known", FALSE));
  g_assert_cmpint (quire_json_get_int (result, "duration_ms", -1), >=, 0);
  g_assert_cmpstr (quire_json_get_string (result, "stop_reason", ""), ==, "end");
  g_assert_cmpuint (json_array_get_length (sources), ==, 1);
  g_assert_cmpstr (quire_json_get_string (json_array_get_object_element (sources, 0), "title", ""), ==, "Ada");
  g_assert_cmpuint (json_array_get_length (left_out), ==, 1);
  g_assert_cmpstr (quire_json_get_string (json_array_get_object_element (left_out, 0), "title", ""), ==, "Weir");
}

static void
test_generate (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (QuireRun) run = NULL;
  g_autoptr (GPtrArray) receipts = NULL;
  g_autofree char *body = NULL;
  const QuireReceipt *receipt;
  QuireNode *scene;

  add_entry (desk, "Ada", "A woman with a coat.", QUIRE_SEND_DETECTED);
  add_entry (desk, "Weir", "Marzipan.", QUIRE_SEND_NEVER);
  run = generate (desk, "\"act\": 2, \"chapter\": 3, \"scene\": 1, \"title\": \"Low water\"");
  g_assert_cmpstr (quire_run_get_title (run), ==, "Draft 2.3.1 Low water");
  finish (desk, run);

  g_assert_cmpstr (quire_run_get_error_message (run), ==, "");
  g_assert_cmpint (quire_run_get_state (run), ==, QUIRE_RUN_COMPLETED);
  g_assert_cmpstr (quire_run_get_partial_text (run), ==, PROSE);
  scene = quire_manuscript_get_at (get_manuscript (desk), 2, 3, 1);
  g_assert_nonnull (scene);
  g_assert_cmpstr (quire_node_get_title (scene), ==, "Low water");
  g_assert_cmpstr (quire_node_get_synopsis (scene), ==, OUTLINE);
  g_assert_cmpstr (quire_node_get_point_of_view (scene), ==, "Ada");
  body = dup_body (desk, quire_node_get_id (scene));
  g_assert_cmpstr (body, ==, PROSE);

  g_assert_cmpstr (quire_run_step_get_summary (fixture_get_step (run, "parse-outline")), ==, "Ada, the quay, night, 40 words");
  g_assert_cmpstr (quire_run_step_get_summary (fixture_get_step (run, "plan-queries")), ==, "Ada, the quay");
  g_assert_true (g_str_has_prefix (quire_run_step_get_summary (fixture_get_step (run, "gather-context")), "1 passage, "));
  g_assert_cmpstr (quire_run_step_get_summary (fixture_get_step (run, "draft")), ==, "18 words");
  g_assert_cmpstr (quire_run_step_get_summary (fixture_get_step (run, "save")), ==, "Saved as 2.3.1");

  receipts = load_receipts (desk, run);
  g_assert_cmpuint (receipts->len, ==, 1);
  receipt = g_ptr_array_index (receipts, 0);
  g_assert_cmpstr (receipt->outcome, ==, "completed");
  g_assert_cmpstr (receipt->purpose, ==, "draft");
  g_assert_cmpstr (receipt->prompt, ==, desk->provider->last_prompt);
  g_assert_nonnull (strstr (receipt->prompt, "A woman with a coat."));
  g_assert_null (strstr (receipt->prompt, "Marzipan"));
  g_assert_nonnull (strstr (receipt->included, "\"Ada\""));
  g_assert_nonnull (strstr (receipt->left_out, "\"Weir\""));
  g_assert_cmpuint (receipt->input_tokens, ==, 120);
  g_assert_true (receipt->cost_known);
  g_assert_cmpint (receipt->ended, >=, receipt->started);
  check_result (desk, run, receipts);
}

/* With the agent that is built in, over closing and opening; and no scene is ever written twice. */
static void
test_rehearsal (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (QuireRun) run = NULL;
  g_autofree char *id = NULL;
  g_autofree char *body = NULL;
  g_autofree char *result = NULL;
  g_autoptr (GError) error = NULL;
  QuireRun *loaded;
  QuireNode *scene;

  run = generate (desk, "\"act\": 1, \"chapter\": 1, \"scene\": 1, \"agent\": \"rehearsal\", \"seed\": 7, \"target_words\": 120");
  /* Not with the clock that is moved: rehearsal computes on another thread, and the step's limit would pass meanwhile. */
  test_await (quire_engine_when_finished (desk->fixture->engine, quire_run_get_id (run)));
  fixture_check_run (desk->fixture, run);
  g_assert_cmpstr (quire_run_get_error_message (run), ==, "");
  g_assert_cmpint (quire_run_get_state (run), ==, QUIRE_RUN_COMPLETED);
  id = g_strdup (quire_run_get_id (run));
  result = quire_json_object_to_string (quire_run_get_result (run), FALSE);

  desk_reopen (desk);
  scene = quire_manuscript_get_at (get_manuscript (desk), 1, 1, 1);
  g_assert_cmpuint (quire_node_get_words (scene), >, 60);
  body = dup_body (desk, quire_node_get_id (scene));
  loaded = quire_engine_lookup (desk->fixture->engine, id);
  g_assert_nonnull (loaded);
  g_assert_cmpstr (quire_json_get_string (quire_run_get_result (loaded), "scene_id", ""), ==, quire_node_get_id (scene));
  g_assert_nonnull (strstr (quire_run_get_partial_text (loaded), body));
  {
    g_autofree char *again = quire_json_object_to_string (quire_run_get_result (loaded), FALSE);

    g_assert_cmpstr (again, ==, result);
  }

  g_assert_null (submit (desk, "{\"act\": 1, \"chapter\": 1, \"scene\": 1, \"outline\": \"Another outline.\"}", &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_SCENE_EXISTS);
}

static void
test_by_id (void)
{
  g_autoptr (Desk) desk = desk_new ();
  QuireNode *scene = quire_manuscript_get_at (get_manuscript (desk), 1, 1, 1);
  g_autoptr (QuireNodeData) values = quire_node_data_new (QUIRE_NODE_SCENE, NULL, "Dusk");
  g_autofree char *json = g_strdup_printf ("{\"scene_id\": \"%s\"}", quire_node_get_id (scene));
  g_autoptr (QuireRun) run = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (submit (desk, json, &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID);
  g_clear_error (&error);

  g_set_str (&values->synopsis, "Somebody waits for the ferry in the rain.");
  g_set_str (&values->point_of_view, "Tom");
  values->target = 90;
  test_await (quire_project_edit_node (desk->fixture->project, quire_node_get_id (scene),
                                       QUIRE_NODE_FIELD_TITLE | QUIRE_NODE_FIELD_SYNOPSIS | QUIRE_NODE_FIELD_POINT_OF_VIEW | QUIRE_NODE_FIELD_TARGET, values));
  run = submit (desk, json, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (quire_run_get_title (run), ==, "Draft 1.1.1 Dusk");
  finish (desk, run);
  g_assert_cmpint (quire_run_get_state (run), ==, QUIRE_RUN_COMPLETED);
  g_assert_cmpstr (quire_run_step_get_summary (fixture_get_step (run, "parse-outline")), ==, "Tom, 90 words");
  g_assert_nonnull (strstr (desk->provider->last_prompt, "Point of view: Tom."));
  g_assert_false (quire_json_get_boolean (quire_run_get_result (run), "act_created", TRUE));
  g_assert_cmpstr (quire_node_get_title (scene), ==, "Dusk");
  g_assert_cmpstr (quire_node_get_synopsis (scene), ==, "Somebody waits for the ferry in the rain.");
  g_assert_cmpuint (quire_node_get_words (scene), ==, 18);
}

static void
test_without_context (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (QuireRun) off = NULL;
  g_autoptr (QuireRun) asked = NULL;

  add_entry (desk, "Ada", "A woman with a coat.", QUIRE_SEND_ALWAYS);
  add_entry (desk, "Tom", "A ferryman.", QUIRE_SEND_DETECTED);
  off = generate (desk, "\"act\": 1, \"chapter\": 1, \"scene\": 1, \"use_context\": false");
  finish (desk, off);
  g_assert_cmpint (quire_run_get_state (off), ==, QUIRE_RUN_COMPLETED);
  g_assert_null (strstr (desk->provider->last_prompt, "coat"));
  g_assert_cmpuint (json_array_get_length (quire_json_get_array (quire_run_get_result (off), "sources")), ==, 0);

  /* The scene that was just written is the one before this one. */
  asked = generate (desk, "\"act\": 1, \"chapter\": 1, \"scene\": 2, \"queries\": [\"Who is Tom?\"]");
  finish (desk, asked);
  g_assert_cmpint (quire_run_get_state (asked), ==, QUIRE_RUN_COMPLETED);
  g_assert_nonnull (strstr (desk->provider->last_prompt, "A ferryman."));
  g_assert_nonnull (strstr (desk->provider->last_prompt, "She burned it all the same."));
}

/* -- refusals -- */

static void
test_refused (void)
{
  static const struct
  {
    const char *json;
    int code;
  } cases[] = {
    { "{}", QUIRE_ERROR_INVALID },
    { "{\"outline\": \"Long enough for it.\"}", QUIRE_ERROR_INVALID },
    { "{\"act\": 1, \"chapter\": 1, \"outline\": \"Long enough for it.\"}", QUIRE_ERROR_INVALID },
    { "{\"act\": 0, \"chapter\": 1, \"scene\": 1, \"outline\": \"Long enough for it.\"}", QUIRE_ERROR_INVALID },
    { "{\"act\": 1, \"chapter\": 1000, \"scene\": 1, \"outline\": \"Long enough for it.\"}", QUIRE_ERROR_INVALID },
    { "{\"act\": \"1\", \"chapter\": 1, \"scene\": 1, \"outline\": \"Long enough for it.\"}", QUIRE_ERROR_INVALID },
    { "{\"act\": 1.5, \"chapter\": 1, \"scene\": 1, \"outline\": \"Long enough for it.\"}", QUIRE_ERROR_INVALID },
    { "{\"act\": 1, \"chapter\": 1, \"scene\": 1, \"outline\": \"Short.\"}", QUIRE_ERROR_INVALID },
    { "{\"act\": 1, \"chapter\": 1, \"scene\": 1, \"outline\": 5}", QUIRE_ERROR_INVALID },
    { "{\"act\": 1, \"chapter\": 1, \"scene\": 1, \"outline\": \"Long enough for it.\", \"scene_id\": \"x\"}", QUIRE_ERROR_INVALID },
    { "{\"act\": 1, \"chapter\": 1, \"scene\": 1, \"outline\": \"Long enough for it.\", \"target_words\": -4}", QUIRE_ERROR_INVALID },
    { "{\"act\": 1, \"chapter\": 1, \"scene\": 1, \"outline\": \"Long enough for it.\", \"use_context\": 1}", QUIRE_ERROR_INVALID },
    { "{\"act\": 1, \"chapter\": 1, \"scene\": 1, \"outline\": \"Long enough for it.\", \"queries\": [1]}", QUIRE_ERROR_INVALID },
    { "{\"act\": 1, \"chapter\": 1, \"scene\": 1, \"outline\": \"Long enough for it.\", \"seed\": \"x\"}", QUIRE_ERROR_INVALID },
    { "{\"act\": 1, \"chapter\": 1, \"scene\": 1, \"outline\": \"Long enough for it.\", \"agent\": \"nobody\"}", QUIRE_ERROR_NOT_FOUND },
    { "{\"scene_id\": \"nowhere\", \"outline\": \"Long enough for it.\"}", QUIRE_ERROR_NOT_FOUND },
  };
  g_autoptr (Desk) desk = desk_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (submit (desk, cases[i].json, &error));
      g_assert_error (error, QUIRE_ERROR, cases[i].code);
    }

  g_assert_cmpuint (g_list_model_get_n_items (quire_engine_get_runs (desk->fixture->engine)), ==, 0);
  g_assert_cmpuint (desk->provider->calls, ==, 0);
}

static void
test_read_only (void)
{
  g_autoptr (Desk) desk = desk_new ();
  Fixture *fixture = desk->fixture;
  g_autoptr (GError) error = NULL;

  test_await (quire_engine_stop (fixture->engine));
  g_clear_object (&fixture->engine);
  test_await (quire_project_close (fixture->project));
  desk_clear (desk);
  g_clear_object (&fixture->project);
  fixture->project = test_await_object (quire_project_open (fixture->path, QUIRE_PROJECT_READ_ONLY, QUIRE_CLOCK (fixture->clock)));
  fixture->engine = quire_engine_new (fixture->project);
  desk_set_up (desk);

  g_assert_null (submit (desk, "{\"act\": 1, \"chapter\": 1, \"scene\": 1, \"outline\": \"Long enough for it.\"}", &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_READ_ONLY);
}

/* -- what goes wrong on the way -- */

static void
assert_nothing_saved (Desk *desk)
{
  g_assert_cmpuint (quire_manuscript_get_words (get_manuscript (desk)), ==, 0);
  g_assert_cmpuint (quire_manuscript_get_n_scenes (get_manuscript (desk)), ==, 1);
}

static void
test_failures (void)
{
  static const struct
  {
    const char *text;
    int error;
    QuireStopReason stop_reason;
    const char *code;
    const char *outcome;
  } cases[] = {
    { "", 0, QUIRE_STOP_END, "bad_reply", "failed" },
    { " \n*** \n", 0, QUIRE_STOP_END, "bad_reply", "failed" },
    { "I cannot write that.", 0, QUIRE_STOP_REFUSAL, "refused", "failed" },
    { "Ada fou", 0, QUIRE_STOP_FILTER, "refused", "failed" },
    { "Ada found the le", QUIRE_ERROR_TRUNCATED, QUIRE_STOP_NONE, "truncated", "failed" },
    { "Ada found the le", QUIRE_ERROR_OVERLOADED, QUIRE_STOP_NONE, "overloaded", "failed" },
    { "", QUIRE_ERROR_AUTH, QUIRE_STOP_NONE, "auth", "failed" },
  };
  g_autoptr (Desk) desk = desk_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (QuireRun) run = NULL;
      g_autoptr (GPtrArray) receipts = NULL;
      const QuireReceipt *receipt;

      desk->provider->text = cases[i].text;
      desk->provider->error = cases[i].error;
      desk->provider->stop_reason = cases[i].stop_reason;
      run = generate (desk, "\"act\": 2, \"chapter\": 1, \"scene\": 1");
      finish (desk, run);

      g_assert_cmpint (quire_run_get_state (run), ==, QUIRE_RUN_FAILED);
      g_assert_cmpstr (quire_run_get_error_code (run), ==, cases[i].code);
      g_assert_cmpstr (quire_run_get_partial_text (run), ==, cases[i].text);
      g_assert_cmpint (fixture_get_step_state (run, "save"), ==, QUIRE_STEP_SKIPPED);
      assert_nothing_saved (desk);
      receipts = load_receipts (desk, run);
      g_assert_cmpuint (receipts->len, ==, 1);
      receipt = g_ptr_array_index (receipts, 0);
      g_assert_cmpstr (receipt->outcome, ==, cases[i].outcome);
      g_assert_cmpstr (receipt->error_code, ==, cases[i].code);
    }
}

static void
test_retried (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (QuireRun) run = NULL;
  g_autoptr (GPtrArray) receipts = NULL;

  desk->provider->n_overloaded = 2;
  run = generate (desk, "\"act\": 1, \"chapter\": 1, \"scene\": 1");
  finish (desk, run);
  g_assert_cmpint (quire_run_get_state (run), ==, QUIRE_RUN_COMPLETED);
  g_assert_cmpuint (desk->provider->calls, ==, 3);
  receipts = load_receipts (desk, run);
  g_assert_cmpuint (receipts->len, ==, 3);
}

static void
test_too_long (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (QuireRun) run = generate (desk, "\"act\": 1, \"chapter\": 1, \"scene\": 1, \"agent\": \"tiny\"");

  finish (desk, run);
  g_assert_cmpstr (quire_run_get_error_code (run), ==, "context_too_long");
  g_assert_cmpint (fixture_get_step_state (run, "assemble-prompt"), ==, QUIRE_STEP_FAILED);
  g_assert_cmpuint (desk->provider->calls, ==, 0);
  assert_nothing_saved (desk);
}

static void
wait_for_text (Desk *desk, QuireRun *run)
{
  for (guint i = 0; i < 100 && *quire_run_get_partial_text (run) == '\0'; i++)
    fixture_quiesce (desk->fixture);
  g_assert_cmpstr (quire_run_get_partial_text (run), ==, desk->provider->text);
}

static void
test_cancelled (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (QuireRun) run = NULL;
  g_autoptr (GPtrArray) receipts = NULL;
  const QuireReceipt *receipt;

  desk->provider->stalls = TRUE;
  desk->provider->text = "Ada found the le";
  run = generate (desk, "\"act\": 1, \"chapter\": 1, \"scene\": 1");
  wait_for_text (desk, run);
  g_assert_cmpuint (desk->provider->n_alive, ==, 1);
  g_assert_true (quire_engine_cancel (desk->fixture->engine, quire_run_get_id (run), NULL));
  finish (desk, run);
  fixture_quiesce (desk->fixture);

  g_assert_cmpint (quire_run_get_state (run), ==, QUIRE_RUN_CANCELLED);
  g_assert_cmpstr (quire_run_get_partial_text (run), ==, "Ada found the le");
  g_assert_cmpuint (desk->provider->n_alive, ==, 0);
  assert_nothing_saved (desk);
  receipts = load_receipts (desk, run);
  g_assert_cmpuint (receipts->len, ==, 1);
  receipt = g_ptr_array_index (receipts, 0);
  g_assert_cmpstr (receipt->outcome, ==, "cancelled");
  g_assert_true (receipt->tokens_estimated);
  g_assert_cmpuint (receipt->output_tokens, >, 0);
}

/* The scene is written by hand while the run waits: nothing is overwritten, and nothing more is paid for. */
static void
test_scene_appears (void)
{
  g_autoptr (Desk) desk = desk_new ();
  QuireNode *scene = quire_manuscript_get_at (get_manuscript (desk), 1, 1, 1);
  g_autoptr (QuireRun) run = generate (desk, "\"act\": 1, \"chapter\": 1, \"scene\": 1");
  g_autofree char *body = NULL;

  test_await (quire_project_write_text (desk->fixture->project, quire_node_get_id (scene), "By hand.", NULL, QUIRE_ACTOR_WRITER));
  finish (desk, run);
  g_assert_cmpint (quire_run_get_state (run), ==, QUIRE_RUN_FAILED);
  g_assert_cmpstr (quire_run_get_error_code (run), ==, "scene_exists");
  body = dup_body (desk, quire_node_get_id (scene));
  g_assert_cmpstr (body, ==, "By hand.");
}

/* The book is closed in the middle of a draft: the receipt is there, and the run goes on from the draft. */
static void
test_resumed (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (QuireRun) run = NULL;
  g_autoptr (GPtrArray) receipts = NULL;
  g_autofree char *id = NULL;
  QuireRun *loaded;

  desk->provider->stalls = TRUE;
  desk->provider->text = "Ada found the le";
  run = generate (desk, "\"act\": 1, \"chapter\": 1, \"scene\": 1, \"title\": \"Low water\"");
  id = g_strdup (quire_run_get_id (run));
  wait_for_text (desk, run);
  desk_reopen (desk);

  loaded = quire_engine_lookup (desk->fixture->engine, id);
  g_assert_cmpint (quire_run_get_state (loaded), ==, QUIRE_RUN_INTERRUPTED);
  g_assert_cmpstr (quire_run_get_partial_text (loaded), ==, "Ada found the le");
  g_assert_true (quire_engine_resume (desk->fixture->engine, id, NULL));
  finish (desk, loaded);
  g_assert_cmpint (quire_run_get_state (loaded), ==, QUIRE_RUN_COMPLETED);
  g_assert_cmpstr (quire_run_get_partial_text (loaded), ==, PROSE);
  g_assert_cmpuint (quire_run_step_get_attempts (fixture_get_step (loaded, "parse-outline")), ==, 1);
  g_assert_cmpuint (quire_node_get_words (quire_manuscript_get_at (get_manuscript (desk), 1, 1, 1)), ==, 18);

  receipts = load_receipts (desk, loaded);
  g_assert_cmpuint (receipts->len, ==, 2);
  g_assert_cmpstr (((QuireReceipt *) g_ptr_array_index (receipts, 0))->outcome, ==, "cancelled");
  g_assert_cmpstr (((QuireReceipt *) g_ptr_array_index (receipts, 1))->outcome, ==, "completed");
}

int
main (int argc, char *argv[])
{
  quire_test_init (&argc, &argv);

  g_test_add_func ("/scene-generation/generate", test_generate);
  g_test_add_func ("/scene-generation/rehearsal", test_rehearsal);
  g_test_add_func ("/scene-generation/by-id", test_by_id);
  g_test_add_func ("/scene-generation/without-context", test_without_context);
  g_test_add_func ("/scene-generation/refused", test_refused);
  g_test_add_func ("/scene-generation/read-only", test_read_only);
  g_test_add_func ("/scene-generation/failures", test_failures);
  g_test_add_func ("/scene-generation/retried", test_retried);
  g_test_add_func ("/scene-generation/too-long", test_too_long);
  g_test_add_func ("/scene-generation/cancelled", test_cancelled);
  g_test_add_func ("/scene-generation/scene-appears", test_scene_appears);
  g_test_add_func ("/scene-generation/resumed", test_resumed);

  return g_test_run ();
}
