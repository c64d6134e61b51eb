/* test-rehearsal-provider.c: rehearsal as an agent of a project
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-test"

#include "config.h"

#include <string.h>

#include "quire-agent-pool.h"
#include "quire-error.h"
#include "quire-future.h"
#include "quire-rehearsal-provider.h"
#include "quire-test.h"
#include "quire-text.h"

#define OUTLINE "POV: Nora\nCharacters: Nora, Iven, Mrs Dray\n- Nora brings Mrs Dray to the mill.\n- Iven asks why nobody mended the timber.\n"

typedef struct
{
  QuireTestClock *clock;
  QuireProject *project;
  QuireAgentPool *pool;
  QuireRehearsalProvider *provider;
  char *scene_id;
} Book;

static void
open_book (Book *book, const char *text)
{
  g_autofree char *folder = quire_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "book.quire", NULL);
  QuireBookContents *contents = quire_book_contents_new_blank ("The Tide Mill");
  QuireNodeData *scene = g_ptr_array_index (contents->nodes, contents->nodes->len - 1);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (scene->kind, ==, QUIRE_NODE_SCENE);
  book->clock = quire_test_clock_new ();
  book->scene_id = g_strdup (scene->id);
  book->project = dex_await_object (quire_project_create (path, contents, QUIRE_CLOCK (book->clock)), &error);
  g_assert_no_error (error);
  if (text != NULL)
    {
      g_assert_true (dex_await (quire_project_write_text (book->project, book->scene_id, text, NULL, QUIRE_ACTOR_WRITER), &error));
      g_assert_no_error (error);
    }

  book->pool = quire_agent_pool_new (QUIRE_CLOCK (book->clock));
  book->provider = quire_rehearsal_provider_new (book->project, QUIRE_CLOCK (book->clock));
  quire_rehearsal_provider_register (book->provider, book->pool);
}

static void
close_book (Book *book)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&book->pool);
  g_clear_object (&book->provider);
  g_assert_true (dex_await (quire_project_close (book->project), &error));
  g_assert_no_error (error);
  g_clear_object (&book->project);
  g_clear_object (&book->clock);
  g_clear_pointer (&book->scene_id, g_free);
}

static QuireCompletion *
start (Book *book, const char *agent_name, guint target_words, guint max_tokens)
{
  g_autoptr (GError) error = NULL;
  QuireAgent *agent = quire_agent_pool_lookup (book->pool, agent_name, &error);
  g_autoptr (QuireRequest) request = NULL;

  g_assert_no_error (error);
  request = quire_request_new (quire_agent_get_model (agent), "draft");
  quire_request_add_part (request, QUIRE_PART_OUTLINE, "Outline", OUTLINE);
  quire_request_set_target_words (request, target_words);
  quire_request_set_seed (request, 7);
  quire_request_set_max_tokens (request, max_tokens);

  return quire_agent_pool_complete (book->pool, agent, request);
}

static void
count_delta_cb (QuireCompletion *completion, const char *text, guint *n)
{
  (*n)++;
}

static void
test_agents (void)
{
  Book book = { 0 };
  g_autoptr (GPtrArray) models = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;
  QuireAgent *agent;
  double cost = 1.0;

  open_book (&book, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (book.pool)), ==, 5);
  agent = quire_agent_pool_lookup (book.pool, NULL, &error);
  g_assert_cmpstr (quire_agent_get_name (agent), ==, "rehearsal");
  g_assert_cmpstr (quire_agent_get_title (agent), ==, "Rehearsal");
  g_assert_cmpstr (quire_agent_get_description (agent), ==, "rehearsal: no model, words stitched from your own pages");
  g_assert_true (quire_agent_get_local (agent));
  g_assert_true (quire_agent_get_cost (agent, 1000, 1000, &cost));
  g_assert_cmpfloat (cost, ==, 0.0);
  g_assert_cmpstr (quire_agent_get_model (quire_agent_pool_lookup (book.pool, "rehearsal-lyrical", &error)), ==, "lyrical");
  g_assert_no_error (error);

  models = quire_await_array (quire_provider_list_models (QUIRE_PROVIDER (book.provider)), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (models->len, ==, 5);
  g_assert_cmpstr (((QuireModelInfo *) models->pdata[0])->id, ==, "plain");
  sentence = dex_await_string (quire_provider_check_key (QUIRE_PROVIDER (book.provider)), &error);
  g_assert_nonnull (sentence);
  close_book (&book);
}

static void
test_provider (void)
{
  g_autofree char *text = quire_test_load ("rehearsal-corpus.txt", NULL);
  Book book = { 0 };
  g_autoptr (QuireCompletion) first = NULL;
  g_autoptr (QuireCompletion) second = NULL;
  g_autoptr (QuireCompletion) terse = NULL;
  g_autoptr (QuireCompletion) later = NULL;
  g_autoptr (GError) error = NULL;
  guint n_deltas = 0;

  open_book (&book, text);
  first = start (&book, "rehearsal", 600, 0);
  second = start (&book, "rehearsal", 600, 0);
  terse = start (&book, "rehearsal-terse", 600, 0);
  g_signal_connect (first, "delta", G_CALLBACK (count_delta_cb), &n_deltas);
  g_assert_true (dex_await (quire_completion_when_finished (first), &error));
  g_assert_true (dex_await (quire_completion_when_finished (second), &error));
  g_assert_true (dex_await (quire_completion_when_finished (terse), &error));
  g_assert_no_error (error);

  g_assert_cmpuint (quire_text_count_words (quire_completion_get_text (first), -1), >=, 510);
  g_assert_cmpstr (quire_completion_get_text (first), ==, quire_completion_get_text (second));
  g_assert_cmpstr (quire_completion_get_text (first), !=, quire_completion_get_text (terse));
  g_assert_cmpuint (n_deltas, >=, 5);
  g_assert_cmpint (quire_completion_get_stop_reason (first), ==, QUIRE_STOP_END);
  g_assert_true (quire_completion_get_usage (first)->estimated);
  g_assert_cmpint (quire_completion_get_usage (first)->output_tokens, ==, quire_text_estimate_tokens (quire_completion_get_text (first)));
  g_assert_cmpint (quire_completion_get_usage (first)->input_tokens, >, 20);

  /* The book's words change what is written. */
  g_assert_true (dex_await (quire_project_write_text (book.project, book.scene_id, text + strlen (text) / 2, NULL, QUIRE_ACTOR_WRITER), &error));
  later = start (&book, "rehearsal", 600, 0);
  g_assert_true (dex_await (quire_completion_when_finished (later), &error));
  g_assert_no_error (error);
  g_assert_cmpstr (quire_completion_get_text (first), !=, quire_completion_get_text (later));
  close_book (&book);
}

static void
test_length_limit (void)
{
  Book book = { 0 };
  g_autoptr (QuireCompletion) whole = NULL;
  g_autoptr (QuireCompletion) cut = NULL;
  g_autoptr (GError) error = NULL;
  const char *text;

  open_book (&book, NULL);
  whole = start (&book, "rehearsal", 300, 0);
  cut = start (&book, "rehearsal", 300, 100);
  g_assert_true (dex_await (quire_completion_when_finished (whole), &error));
  g_assert_true (dex_await (quire_completion_when_finished (cut), &error));
  g_assert_no_error (error);

  text = quire_completion_get_text (cut);
  g_assert_cmpint (quire_completion_get_stop_reason (cut), ==, QUIRE_STOP_LENGTH);
  g_assert_true (g_str_has_prefix (quire_completion_get_text (whole), text));
  g_assert_cmpuint (quire_text_estimate_tokens (text), <=, 100);
  g_assert_cmpuint (quire_text_estimate_tokens (text), >=, 95);
  g_assert_false (g_ascii_isspace (text[strlen (text) - 1]));
  close_book (&book);
}

static void
test_nothing_to_write (void)
{
  Book book = { 0 };
  g_autoptr (QuireRequest) request = quire_request_new ("plain", "draft");
  g_autoptr (QuireCompletion) completion = NULL;
  g_autoptr (GError) error = NULL;

  open_book (&book, NULL);
  completion = quire_agent_pool_complete (book.pool, quire_agent_pool_lookup (book.pool, NULL, NULL), request);
  g_assert_false (dex_await (quire_completion_when_finished (completion), &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID);
  close_book (&book);
}

static gboolean
grew_cb (gpointer data)
{
  dex_promise_resolve_boolean (data, TRUE);

  return G_SOURCE_REMOVE;
}

/* Lets everything run that can run without time passing. */
static void
await_turns (guint n)
{
  for (guint i = 0; i < n; i++)
    {
      DexPromise *promise = dex_promise_new ();

      g_idle_add_full (G_PRIORITY_LOW, grew_cb, dex_ref (promise), dex_unref);
      g_assert_true (dex_await (DEX_FUTURE (promise), NULL));
    }
}

static void
await_first_text (QuireCompletion *completion)
{
  gint64 deadline_us = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (*quire_completion_get_text (completion) == '\0')
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
      await_turns (1);
    }
}

static void
test_pace_and_cancel (void)
{
  Book book = { 0 };
  g_autoptr (QuireCompletion) completion = NULL;
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;
  guint before;

  open_book (&book, NULL);
  quire_rehearsal_provider_set_speed (book.provider, 40);
  completion = start (&book, "rehearsal", 600, 0);
  await_first_text (completion);
  await_turns (3);
  before = (guint) quire_text_count_words (quire_completion_get_text (completion), -1);
  g_assert_cmpuint (before, <=, 3);

  for (guint i = 0; i < 40; i++)
    {
      quire_test_clock_advance (book.clock, 50);
      await_turns (2);
    }
  g_assert_cmpuint (quire_text_count_words (quire_completion_get_text (completion), -1), >=, before + 70);
  g_assert_cmpuint (quire_text_count_words (quire_completion_get_text (completion), -1), <=, before + 84);

  kept = g_strdup (quire_completion_get_text (completion));
  quire_completion_cancel (completion);
  g_assert_false (dex_await (quire_completion_when_finished (completion), &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_CANCELLED);
  quire_test_clock_advance (book.clock, 60000);
  await_turns (3);
  g_assert_cmpstr (quire_completion_get_text (completion), ==, kept);
  g_assert_cmpint (quire_completion_get_usage (completion)->output_tokens, >, 80);
  g_assert_cmpuint (quire_test_clock_get_n_timers (book.clock), ==, 0);
  close_book (&book);
}

/* Cancelled at any moment, before or in the middle of learning, writing or streaming: nothing is left behind. */
static void
test_cancel_anywhere (void)
{
  g_autofree char *text = quire_test_load ("rehearsal-corpus.txt", NULL);
  Book book = { 0 };
  g_autoptr (QuireCompletion) last = NULL;
  g_autoptr (GError) error = NULL;

  open_book (&book, text);
  for (guint turns = 0; turns < 12; turns++)
    {
      g_autoptr (QuireCompletion) completion = start (&book, "rehearsal", 200, 0);

      await_turns (turns);
      quire_completion_cancel (completion);
      await_turns (1);
      g_assert_cmpint (quire_completion_get_state (completion), !=, QUIRE_COMPLETION_RUNNING);
    }

  last = start (&book, "rehearsal", 200, 0);
  g_assert_true (dex_await (quire_completion_when_finished (last), &error));
  g_assert_no_error (error);
  close_book (&book);
}

int
main (int argc, char **argv)
{
  quire_test_init (&argc, &argv);

  quire_test_add_fiber ("/rehearsal-provider/agents", test_agents);
  quire_test_add_fiber ("/rehearsal-provider/complete", test_provider);
  quire_test_add_fiber ("/rehearsal-provider/length-limit", test_length_limit);
  quire_test_add_fiber ("/rehearsal-provider/nothing-to-write", test_nothing_to_write);
  quire_test_add_fiber ("/rehearsal-provider/pace-and-cancel", test_pace_and_cancel);
  quire_test_add_fiber ("/rehearsal-provider/cancel-anywhere", test_cancel_anywhere);

  return g_test_run ();
}
