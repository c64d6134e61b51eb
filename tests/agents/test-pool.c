/* test-pool.c: agents, providers, permits, statistics
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-test"

#include "config.h"

#include "quire-agent-pool.h"
#include "quire-error.h"
#include "quire-future.h"
#include "quire-test.h"

/* -- a provider whose calls end when the test says so -- */

#define STUB_TYPE_PROVIDER (stub_provider_get_type ())
G_DECLARE_FINAL_TYPE (StubProvider, stub_provider, STUB, PROVIDER, QuireProvider)

struct _StubProvider
{
  QuireProvider parent_instance;
  const char *id;
  GPtrArray *calls; /* of DexPromise that run, in order of their start */
  guint n_started;
};

G_DEFINE_FINAL_TYPE (StubProvider, stub_provider, QUIRE_TYPE_PROVIDER)

static const char *
stub_provider_get_id (QuireProvider *provider)
{
  return STUB_PROVIDER (provider)->id;
}

static DexFuture *
stub_provider_complete (QuireProvider *provider, QuireCompletion *completion)
{
  StubProvider *self = STUB_PROVIDER (provider);
  DexPromise *promise = dex_promise_new_cancellable ();

  self->n_started++;
  g_ptr_array_add (self->calls, dex_ref (promise));
  quire_completion_push_text (completion, "a b");

  return DEX_FUTURE (promise);
}

static void
stub_provider_finalize (GObject *object)
{
  g_ptr_array_unref (STUB_PROVIDER (object)->calls);
  G_OBJECT_CLASS (stub_provider_parent_class)->finalize (object);
}

static void
stub_provider_class_init (StubProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = stub_provider_finalize;
  QUIRE_PROVIDER_CLASS (klass)->get_id = stub_provider_get_id;
  QUIRE_PROVIDER_CLASS (klass)->get_title = stub_provider_get_id;
  QUIRE_PROVIDER_CLASS (klass)->complete = stub_provider_complete;
}

static void
stub_provider_init (StubProvider *self)
{
  self->calls = g_ptr_array_new_with_free_func (dex_unref);
}

static StubProvider *
stub_provider_new (const char *id)
{
  StubProvider *self = g_object_new (STUB_TYPE_PROVIDER, NULL);

  self->id = id;

  return self;
}

/* -- fixture -- */

typedef struct
{
  QuireTestClock *clock;
  QuireAgentPool *pool;
  StubProvider *wide;   /* limited by the pool alone */
  StubProvider *narrow; /* two at once */
  GPtrArray *completions;
} Fixture;

static QuireAgent *
add_agent (Fixture *fixture, const char *name, const char *provider, QuirePrice price)
{
  QuireAgent *agent = quire_agent_new (&(QuireAgentValues) { .name = name, .provider = provider, .model = "m", .price = price });
  g_autoptr (GError) error = NULL;

  g_assert_true (quire_agent_pool_add (fixture->pool, agent, &error));
  g_assert_no_error (error);
  g_object_unref (agent);

  return agent;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->clock = quire_test_clock_new ();
  fixture->pool = quire_agent_pool_new (QUIRE_CLOCK (fixture->clock));
  fixture->wide = stub_provider_new ("wide");
  fixture->narrow = stub_provider_new ("narrow");
  fixture->completions = g_ptr_array_new_with_free_func (g_object_unref);
  quire_agent_pool_add_provider (fixture->pool, QUIRE_PROVIDER (fixture->wide), 0);
  quire_agent_pool_add_provider (fixture->pool, QUIRE_PROVIDER (fixture->narrow), 2);
  add_agent (fixture, "w", "wide", (QuirePrice) { TRUE, 2.0, 8.0, "EUR" });
  add_agent (fixture, "n", "narrow", (QuirePrice) { FALSE });
}

static void
settle_loop (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  settle_loop ();
  g_clear_object (&fixture->pool);
  settle_loop ();
  g_ptr_array_unref (fixture->completions);
  settle_loop ();
  g_assert_finalize_object (fixture->wide);
  g_assert_finalize_object (fixture->narrow);
  g_assert_finalize_object (fixture->clock);
}

static QuireCompletion *
start (Fixture *fixture, const char *name)
{
  g_autoptr (QuireRequest) request = quire_request_new ("m", "test");
  QuireAgent *agent = quire_agent_pool_lookup (fixture->pool, name, NULL);
  QuireCompletion *completion = quire_agent_pool_complete (fixture->pool, agent, request);

  g_ptr_array_add (fixture->completions, completion);

  return completion;
}

static guint
count_state (Fixture *fixture, QuireCompletionState state)
{
  guint n = 0;

  for (guint i = 0; i < fixture->completions->len; i++)
    n += quire_completion_get_state (g_ptr_array_index (fixture->completions, i)) == state;

  return n;
}

static void
end_call (StubProvider *provider, guint i)
{
  dex_promise_resolve_boolean (g_ptr_array_index (provider->calls, i), TRUE);
  settle_loop ();
}

/* -- tests -- */

static void
changed_cb (GListModel *model, guint position, guint removed, guint added, GString *log)
{
  g_string_append_printf (log, "%u-%u+%u ", position, removed, added);
}

static void
test_list (Fixture *fixture, gconstpointer data)
{
  GListModel *model = G_LIST_MODEL (fixture->pool);
  g_autoptr (GString) log = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (QuireAgent) orphan = quire_agent_new (&(QuireAgentValues) { .name = "o", .provider = "nowhere", .model = "m" });
  g_autoptr (QuireAgent) first = NULL;

  g_signal_connect (model, "items-changed", G_CALLBACK (changed_cb), log);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 2);
  g_assert_true (g_list_model_get_item_type (model) == QUIRE_TYPE_AGENT);

  g_assert_false (quire_agent_pool_add (fixture->pool, orphan, &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID);

  add_agent (fixture, "x", "wide", (QuirePrice) { FALSE });
  add_agent (fixture, "w", "narrow", (QuirePrice) { FALSE });
  first = g_list_model_get_item (model, 0);
  g_assert_cmpstr (quire_agent_get_provider (first), ==, "narrow");
  quire_agent_pool_remove (fixture->pool, "n");
  quire_agent_pool_remove (fixture->pool, "nobody");
  g_assert_cmpstr (log->str, ==, "2-0+1 0-1+1 1-1+0 ");
  g_assert_null (g_list_model_get_item (model, 2));
}

static void
test_lookup (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  QuireAgent *w = quire_agent_pool_lookup (fixture->pool, "w", NULL);

  g_assert_true (quire_agent_pool_lookup (fixture->pool, NULL, NULL) == w);
  g_assert_true (quire_agent_pool_lookup (fixture->pool, "", NULL) == w);
  g_assert_cmpstr (quire_agent_get_title (w), ==, "w");
  g_assert_cmpstr (quire_agent_get_description (w), ==, "");

  g_assert_null (quire_agent_pool_lookup (fixture->pool, "claude", &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "claude"));
  g_assert_nonnull (strstr (error->message, "w, n"));
  g_clear_error (&error);

  quire_agent_set_enabled (w, FALSE);
  g_assert_cmpstr (quire_agent_get_name (quire_agent_pool_lookup (fixture->pool, NULL, NULL)), ==, "n");
  g_assert_null (quire_agent_pool_lookup (fixture->pool, "w", &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_NOT_FOUND);
}

static void
test_limit (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 12; i++)
    start (fixture, "w");
  g_assert_cmpuint (count_state (fixture, QUIRE_COMPLETION_QUEUED), ==, 12);
  settle_loop ();
  g_assert_cmpuint (fixture->wide->n_started, ==, QUIRE_AGENT_POOL_MAX_CALLS);
  g_assert_cmpuint (count_state (fixture, QUIRE_COMPLETION_RUNNING), ==, QUIRE_AGENT_POOL_MAX_CALLS);
  g_assert_cmpuint (count_state (fixture, QUIRE_COMPLETION_QUEUED), ==, 4);

  end_call (fixture->wide, 3);
  g_assert_cmpuint (fixture->wide->n_started, ==, 9);

  /* A failure lets the next one in, too, and touches nobody else. */
  dex_promise_reject (g_ptr_array_index (fixture->wide->calls, 0), g_error_new_literal (QUIRE_ERROR, QUIRE_ERROR_QUOTA, "no"));
  settle_loop ();
  g_assert_cmpuint (fixture->wide->n_started, ==, 10);
  g_assert_cmpuint (count_state (fixture, QUIRE_COMPLETION_FAILED), ==, 1);
  g_assert_cmpuint (count_state (fixture, QUIRE_COMPLETION_RUNNING), ==, QUIRE_AGENT_POOL_MAX_CALLS);

  /* So does a cancelled one. */
  quire_completion_cancel (g_ptr_array_index (fixture->completions, 1));
  settle_loop ();
  g_assert_cmpuint (fixture->wide->n_started, ==, 11);
  g_assert_true (g_cancellable_is_cancelled (dex_promise_get_cancellable (g_ptr_array_index (fixture->wide->calls, 1))));
}

static void
test_provider_limit (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 9; i++)
    start (fixture, "n");
  settle_loop ();
  g_assert_cmpuint (fixture->narrow->n_started, ==, 2);

  /* Those who wait for the narrow one hold nothing of the pool's. */
  for (guint i = 0; i < 6; i++)
    start (fixture, "w");
  settle_loop ();
  g_assert_cmpuint (fixture->wide->n_started, ==, 6);

  end_call (fixture->narrow, 0);
  g_assert_cmpuint (fixture->narrow->n_started, ==, 3);
  for (guint i = 1; i < 9; i++)
    end_call (fixture->narrow, i);
  g_assert_cmpuint (fixture->narrow->n_started, ==, 9);
  g_assert_cmpuint (count_state (fixture, QUIRE_COMPLETION_DONE), ==, 9);
}

static void
test_cancel_queued (Fixture *fixture, gconstpointer data)
{
  QuireCompletion *third;

  start (fixture, "n");
  start (fixture, "n");
  third = start (fixture, "n");
  start (fixture, "n");
  settle_loop ();
  quire_completion_cancel (third);
  settle_loop ();
  g_assert_cmpint (quire_completion_get_state (third), ==, QUIRE_COMPLETION_CANCELLED);

  /* The place in the queue is given up: the one behind it is next. */
  end_call (fixture->narrow, 0);
  g_assert_cmpuint (fixture->narrow->n_started, ==, 3);
  g_assert_cmpint (quire_completion_get_state (g_ptr_array_index (fixture->completions, 3)), ==, QUIRE_COMPLETION_RUNNING);
  g_assert_cmpint (quire_completion_get_started (third), ==, 0);
  end_call (fixture->narrow, 1);
  end_call (fixture->narrow, 2);

  /* And no permit was lost. */
  start (fixture, "n");
  start (fixture, "n");
  settle_loop ();
  g_assert_cmpuint (fixture->narrow->n_started, ==, 5);
}

/* Any order of starting, ending and cancelling leaves all permits free. */
static void
test_permits_survive (Fixture *fixture, gconstpointer data)
{
  for (guint round = 0; round < 200; round++)
    {
      guint choice = g_test_rand_int_range (0, 3);
      StubProvider *provider = g_test_rand_bit () ? fixture->narrow : fixture->wide;

      if (choice == 0)
        {
          start (fixture, g_test_rand_bit () ? "n" : "w");
        }
      else if (choice == 1 && fixture->completions->len > 0)
        {
          quire_completion_cancel (g_ptr_array_index (fixture->completions, g_test_rand_int_range (0, fixture->completions->len)));
        }
      else if (choice == 2 && provider->calls->len > 0)
        {
          DexPromise *call = g_ptr_array_index (provider->calls, g_test_rand_int_range (0, provider->calls->len));

          if (dex_future_is_pending (DEX_FUTURE (call)))
            dex_promise_resolve_boolean (call, TRUE);
        }
      if (g_test_rand_bit ())
        settle_loop ();
      g_assert_cmpuint (count_state (fixture, QUIRE_COMPLETION_RUNNING), <=, QUIRE_AGENT_POOL_MAX_CALLS);
    }

  for (guint i = 0; i < fixture->completions->len; i++)
    quire_completion_cancel (g_ptr_array_index (fixture->completions, i));
  settle_loop ();
  g_ptr_array_set_size (fixture->completions, 0);

  for (guint i = 0; i < 20; i++)
    start (fixture, i < 10 ? "n" : "w");
  settle_loop ();
  g_assert_cmpuint (count_state (fixture, QUIRE_COMPLETION_RUNNING), ==, QUIRE_AGENT_POOL_MAX_CALLS);
}

static void
test_statistics (Fixture *fixture, gconstpointer data)
{
  QuireAgent *agent = quire_agent_pool_lookup (fixture->pool, "w", NULL);
  const QuireAgentStatistics *statistics = quire_agent_get_statistics (agent);
  QuireTokenUsage usage = { 1000, 500, -1, -1, FALSE, -1.0 };
  QuireTokenUsage priced = { 10, 20, -1, -1, FALSE, 0.5 };
  double cost;

  g_assert_true (quire_agent_get_cost (agent, 1000000, 500000, &cost));
  g_assert_cmpfloat_with_epsilon (cost, 6.0, 1e-9);
  g_assert_false (quire_agent_get_cost (quire_agent_pool_lookup (fixture->pool, "n", NULL), 1, 1, &cost));

  quire_completion_set_usage (start (fixture, "w"), &usage);
  quire_completion_set_usage (start (fixture, "w"), &priced);
  settle_loop ();
  quire_test_clock_advance (fixture->clock, 2000);
  end_call (fixture->wide, 0);
  dex_promise_reject (g_ptr_array_index (fixture->wide->calls, 1), g_error_new_literal (QUIRE_ERROR, QUIRE_ERROR_OVERLOADED, "no"));
  settle_loop ();
  quire_completion_cancel (start (fixture, "w"));
  settle_loop ();

  g_assert_cmpuint (statistics->calls, ==, 2);
  g_assert_cmpuint (statistics->failures, ==, 1);
  g_assert_cmpuint (statistics->input_tokens, ==, 1010);
  g_assert_cmpuint (statistics->output_tokens, ==, 520);
  g_assert_cmpfloat_with_epsilon (statistics->cost, 1000 * 2e-6 + 500 * 8e-6 + 0.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (statistics->tokens_per_second, 520 / 4.0, 1e-6);
  g_assert_cmpfloat_with_epsilon (statistics->first_token_ms, 0.0, 1e-6);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (QuireRequest) request = quire_request_new ("m", "test");
  QuireAgent *agent = quire_agent_pool_lookup (fixture->pool, "w", NULL);
  g_autoptr (QuireCompletion) completion = NULL;

  quire_agent_set_enabled (agent, FALSE);
  completion = quire_agent_pool_complete (fixture->pool, agent, request);
  settle_loop ();
  g_assert_cmpint (quire_completion_get_state (completion), ==, QUIRE_COMPLETION_FAILED);
  g_assert_error (quire_completion_get_error (completion), QUIRE_ERROR, QUIRE_ERROR_INVALID);
  g_assert_cmpuint (fixture->wide->n_started, ==, 0);
}

/* A pool that goes away takes its calls along; their text stays. */
static void
test_dispose (Fixture *fixture, gconstpointer data)
{
  QuireCompletion *running = start (fixture, "w");
  QuireCompletion *queued;

  settle_loop ();
  for (guint i = 0; i < 2; i++)
    start (fixture, "n");
  queued = start (fixture, "n");
  g_clear_object (&fixture->pool);
  settle_loop ();

  g_assert_cmpint (quire_completion_get_state (running), ==, QUIRE_COMPLETION_CANCELLED);
  g_assert_cmpint (quire_completion_get_state (queued), ==, QUIRE_COMPLETION_CANCELLED);
  g_assert_cmpstr (quire_completion_get_text (running), ==, "a b");
}

static void
test_provider_defaults (void)
{
  g_autoptr (StubProvider) provider = stub_provider_new ("stub");
  g_autoptr (QuireRequest) request = quire_request_new ("m", "test");
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  gint64 tokens;

  quire_request_add_message (request, QUIRE_ROLE_USER, "one two three");
  tokens = dex_await_int64 (quire_provider_count_tokens (QUIRE_PROVIDER (provider), request), &error);
  g_assert_no_error (error);
  g_assert_cmpint (tokens, ==, quire_request_estimate_tokens (request));

  g_assert_false (dex_await (quire_provider_embed (QUIRE_PROVIDER (provider), "m", texts), &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID);
}

#define add(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  quire_test_init (&argc, &argv);

  add ("/pool/list", test_list);
  add ("/pool/lookup", test_lookup);
  add ("/pool/limit", test_limit);
  add ("/pool/provider-limit", test_provider_limit);
  add ("/pool/cancel-queued", test_cancel_queued);
  add ("/pool/permits-survive", test_permits_survive);
  add ("/pool/statistics", test_statistics);
  add ("/pool/refused", test_refused);
  add ("/pool/dispose", test_dispose);
  quire_test_add_fiber ("/provider/defaults", test_provider_defaults);

  return g_test_run ();
}
