/* test-completion.c: one model call while it runs and afterwards
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-test"

#include "config.h"

#include "quire-completion.h"
#include "quire-error.h"
#include "quire-future.h"
#include "quire-test.h"

/* What the signals of a completion told, one line each. */
typedef struct
{
  QuireTestClock *clock;
  QuireCompletion *completion;
  GString *log;
  guint n_finished;
  guint n_deltas;
} Fixture;

static void
delta_cb (QuireCompletion *completion, const char *text, Fixture *fixture)
{
  fixture->n_deltas++;
  g_string_append_printf (fixture->log, "delta %s\n", text);
}

static void
thinking_cb (QuireCompletion *completion, const char *text, Fixture *fixture)
{
  g_string_append_printf (fixture->log, "thinking %s\n", text);
}

static void
tool_call_cb (QuireCompletion *completion, const char *id, const char *name, const char *arguments, Fixture *fixture)
{
  g_string_append_printf (fixture->log, "tool %s %s %s\n", id, name, arguments);
}

static void
state_cb (QuireCompletion *completion, GParamSpec *pspec, Fixture *fixture)
{
  g_string_append_printf (fixture->log, "state %d\n", quire_completion_get_state (completion));
}

static void
finished_cb (QuireCompletion *completion, Fixture *fixture)
{
  fixture->n_finished++;
  g_string_append (fixture->log, "finished\n");
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (QuireRequest) request = quire_request_new ("m", "p");

  fixture->clock = quire_test_clock_new ();
  fixture->completion = quire_completion_new (request, QUIRE_CLOCK (fixture->clock));
  fixture->log = g_string_new (NULL);
  g_signal_connect (fixture->completion, "delta", G_CALLBACK (delta_cb), fixture);
  g_signal_connect (fixture->completion, "thinking", G_CALLBACK (thinking_cb), fixture);
  g_signal_connect (fixture->completion, "tool-call", G_CALLBACK (tool_call_cb), fixture);
  g_signal_connect (fixture->completion, "notify::state", G_CALLBACK (state_cb), fixture);
  g_signal_connect (fixture->completion, "finished", G_CALLBACK (finished_cb), fixture);
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
  g_assert_finalize_object (fixture->completion);
  g_assert_finalize_object (fixture->clock);
  g_string_free (fixture->log, TRUE);
}

static gboolean
is_finished (gpointer data)
{
  return ((Fixture *) data)->n_finished > 0;
}

static gboolean
is_settled (gpointer data)
{
  return !dex_future_is_pending (data);
}

static void
test_done (Fixture *fixture, gconstpointer data)
{
  QuireCompletion *completion = fixture->completion;
  DexPromise *work = dex_promise_new ();
  g_autoptr (DexFuture) early = quire_completion_when_finished (completion);
  g_autoptr (DexFuture) late = NULL;
  QuireTokenUsage usage = { 10, 20, -1, 3, FALSE, 0.25 };

  g_assert_cmpint (quire_completion_get_state (completion), ==, QUIRE_COMPLETION_QUEUED);
  g_assert_cmpint (quire_completion_get_started (completion), ==, 0);
  g_assert_cmpint (quire_completion_get_usage (completion)->input_tokens, ==, -1);
  g_assert_cmpint (quire_completion_get_first_token_ms (completion), ==, -1);

  quire_completion_run (completion, DEX_FUTURE (dex_ref (work)));
  g_assert_cmpint (quire_completion_get_state (completion), ==, QUIRE_COMPLETION_RUNNING);
  g_assert_cmpint (quire_completion_get_started (completion), ==, quire_clock_get_now (QUIRE_CLOCK (fixture->clock)));
  g_assert_cmpstr (fixture->log->str, ==, "");
  settle_loop ();
  g_assert_cmpstr (fixture->log->str, ==, "state 1\n");

  quire_test_clock_advance (fixture->clock, 120);
  quire_completion_push_thinking (completion, "hm");
  quire_completion_push_text (completion, "One ");
  quire_completion_push_text (completion, "");
  quire_completion_push_text (completion, "two.");
  quire_completion_push_tool_call (completion, "c1", "read_scene", "{}");
  quire_completion_push_text (completion, " Three.");
  quire_completion_set_usage (completion, &usage);
  quire_completion_set_stop_reason (completion, QUIRE_STOP_LENGTH);
  g_assert_cmpstr (quire_completion_get_text (completion), ==, "One two. Three.");
  g_assert_cmpint (quire_completion_get_first_token_ms (completion), ==, 120);
  g_assert_cmpint (quire_completion_get_stop_reason (completion), ==, QUIRE_STOP_NONE);
  g_assert_cmpstr (fixture->log->str, ==, "state 1\n");

  quire_test_clock_advance (fixture->clock, 80);
  dex_promise_resolve_boolean (work, TRUE);
  quire_test_wait_until (is_finished, fixture, 2000);

  g_assert_cmpstr (fixture->log->str, ==,
                   "state 1\nthinking hm\ndelta One two.\ntool c1 read_scene {}\ndelta  Three.\nstate 2\nfinished\n");
  g_assert_cmpint (quire_completion_get_state (completion), ==, QUIRE_COMPLETION_DONE);
  g_assert_cmpint (quire_completion_get_stop_reason (completion), ==, QUIRE_STOP_LENGTH);
  g_assert_cmpint (quire_completion_get_usage (completion)->thinking_tokens, ==, 3);
  g_assert_cmpint (quire_completion_get_ended (completion) - quire_completion_get_started (completion), ==, 200000);
  g_assert_null (quire_completion_get_error (completion));

  late = quire_completion_when_finished (completion);
  quire_test_wait_until (is_settled, early, 2000);
  g_assert_true (dex_future_is_resolved (early));
  g_assert_true (dex_future_is_resolved (late));

  /* What comes after the end is too late. */
  quire_completion_push_text (completion, "more");
  quire_completion_cancel (completion);
  g_assert_cmpstr (quire_completion_get_text (completion), ==, "One two. Three.");
  g_assert_cmpint (quire_completion_get_state (completion), ==, QUIRE_COMPLETION_DONE);
  dex_unref (work);
}

static void
test_stop_reason_default (Fixture *fixture, gconstpointer data)
{
  quire_completion_run (fixture->completion, dex_future_new_true ());
  quire_test_wait_until (is_finished, fixture, 2000);
  g_assert_cmpint (quire_completion_get_stop_reason (fixture->completion), ==, QUIRE_STOP_END);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  QuireCompletion *completion = fixture->completion;
  DexPromise *work = dex_promise_new_cancellable ();
  g_autoptr (DexFuture) when_finished = quire_completion_when_finished (completion);

  quire_completion_run (completion, DEX_FUTURE (dex_ref (work)));
  quire_completion_push_text (completion, "Kept ");
  quire_completion_push_text (completion, "text");
  quire_completion_cancel (completion);

  g_assert_true (g_cancellable_is_cancelled (dex_promise_get_cancellable (work)));
  g_assert_cmpint (quire_completion_get_state (completion), ==, QUIRE_COMPLETION_CANCELLED);
  quire_completion_push_text (completion, " late");
  quire_completion_cancel (completion);
  quire_test_wait_until (is_finished, fixture, 2000);
  settle_loop ();

  g_assert_cmpuint (fixture->n_finished, ==, 1);
  g_assert_cmpstr (fixture->log->str, ==, "delta Kept text\nstate 4\nfinished\n");
  g_assert_cmpstr (quire_completion_get_text (completion), ==, "Kept text");
  g_assert_error (quire_completion_get_error (completion), QUIRE_ERROR, QUIRE_ERROR_CANCELLED);
  g_assert_cmpint (quire_completion_get_stop_reason (completion), ==, QUIRE_STOP_NONE);
  g_assert_true (dex_future_is_rejected (when_finished));
  dex_unref (work);
}

static void
test_cancel_queued (Fixture *fixture, gconstpointer data)
{
  DexPromise *work = dex_promise_new_cancellable ();

  quire_completion_cancel (fixture->completion);
  g_assert_cmpint (quire_completion_get_state (fixture->completion), ==, QUIRE_COMPLETION_CANCELLED);

  /* A permit that comes too late starts nothing. */
  quire_completion_run (fixture->completion, dex_future_first (DEX_FUTURE (dex_ref (work)), NULL));
  g_assert_true (g_cancellable_is_cancelled (dex_promise_get_cancellable (work)));
  quire_test_wait_until (is_finished, fixture, 2000);
  g_assert_cmpint (quire_completion_get_started (fixture->completion), ==, 0);
  dex_unref (work);
}

typedef struct
{
  GQuark (*domain) (void);
  int code;
  QuireError expected;
  QuireCompletionState state;
} ErrorCase;

static GQuark
get_dex_quark (void)
{
  return DEX_ERROR;
}

static const ErrorCase error_cases[] = {
  { quire_error_quark, QUIRE_ERROR_RATE_LIMITED, QUIRE_ERROR_RATE_LIMITED, QUIRE_COMPLETION_FAILED },
  { quire_error_quark, QUIRE_ERROR_CANCELLED, QUIRE_ERROR_CANCELLED, QUIRE_COMPLETION_CANCELLED },
  { g_io_error_quark, G_IO_ERROR_CANCELLED, QUIRE_ERROR_CANCELLED, QUIRE_COMPLETION_CANCELLED },
  { get_dex_quark, DEX_ERROR_FIBER_CANCELLED, QUIRE_ERROR_CANCELLED, QUIRE_COMPLETION_CANCELLED },
  { g_io_error_quark, G_IO_ERROR_TIMED_OUT, QUIRE_ERROR_TIMED_OUT, QUIRE_COMPLETION_FAILED },
  { get_dex_quark, DEX_ERROR_TIMED_OUT, QUIRE_ERROR_TIMED_OUT, QUIRE_COMPLETION_FAILED },
  { g_io_error_quark, G_IO_ERROR_CONNECTION_REFUSED, QUIRE_ERROR_OFFLINE, QUIRE_COMPLETION_FAILED },
  { g_resolver_error_quark, G_RESOLVER_ERROR_NOT_FOUND, QUIRE_ERROR_OFFLINE, QUIRE_COMPLETION_FAILED },
  { g_io_error_quark, G_IO_ERROR_CONNECTION_CLOSED, QUIRE_ERROR_TRUNCATED, QUIRE_COMPLETION_FAILED },
  { g_io_error_quark, G_IO_ERROR_INVALID_DATA, QUIRE_ERROR_FAILED, QUIRE_COMPLETION_FAILED },
};

static void
test_error (Fixture *fixture, gconstpointer data)
{
  const ErrorCase *error_case = data;
  g_autoptr (DexFuture) when_finished = quire_completion_when_finished (fixture->completion);
  g_autoptr (GError) error = NULL;

  quire_completion_push_text (fixture->completion, "so far");
  quire_completion_run (fixture->completion, dex_future_new_for_error (g_error_new_literal (error_case->domain (), error_case->code, "details")));
  quire_test_wait_until (is_finished, fixture, 2000);

  g_assert_cmpint (quire_completion_get_state (fixture->completion), ==, error_case->state);
  g_assert_error (quire_completion_get_error (fixture->completion), QUIRE_ERROR, (int) error_case->expected);
  g_assert_cmpstr (quire_completion_get_text (fixture->completion), ==, "so far");
  g_assert_null (dex_future_get_value (when_finished, &error));
  g_assert_error (error, QUIRE_ERROR, (int) error_case->expected);
}

static void
test_invalid_utf8 (Fixture *fixture, gconstpointer data)
{
  quire_completion_push_text (fixture->completion, "a\xff"
                                                   "b");
  g_assert_cmpstr (quire_completion_get_text (fixture->completion), ==, "a\357\277\275b");
}

/* A handler that takes the whole object down in the middle of the news. */
static void
drop_cb (QuireCompletion *completion, const char *text, QuireCompletion **owner)
{
  g_clear_object (owner);
}

static void
test_dropped_in_handler (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autoptr (QuireRequest) request = quire_request_new ("m", "p");
  QuireCompletion *completion = quire_completion_new (request, QUIRE_CLOCK (clock));
  DexFuture *when_finished = quire_completion_when_finished (completion);

  g_signal_connect (completion, "delta", G_CALLBACK (drop_cb), &completion);
  quire_completion_run (completion, DEX_FUTURE (dex_promise_new ()));
  quire_completion_push_text (completion, "x");
  quire_test_wait_until (is_settled, when_finished, 2000);

  g_assert_null (completion);
  g_assert_true (dex_future_is_rejected (when_finished));
  dex_unref (when_finished);
}

/* One who waits and gives up must not stop the call for the others. */
static void
test_waiter_gives_up (Fixture *fixture, gconstpointer data)
{
  DexPromise *work = dex_promise_new_cancellable ();
  DexFuture *waiter;

  quire_completion_run (fixture->completion, DEX_FUTURE (dex_ref (work)));
  waiter = dex_future_first (quire_completion_when_finished (fixture->completion), NULL);
  dex_unref (waiter);
  g_assert_false (g_cancellable_is_cancelled (dex_promise_get_cancellable (work)));
  dex_promise_resolve_boolean (work, TRUE);
  quire_test_wait_until (is_finished, fixture, 2000);
  g_assert_cmpint (quire_completion_get_state (fixture->completion), ==, QUIRE_COMPLETION_DONE);
  dex_unref (work);
}

typedef struct
{
  QuireCompletion *completion;
  guintptr fiber_stack;
} StackProbe;

static DexFuture *
pushing_fiber (gpointer data)
{
  StackProbe *probe = data;

  probe->fiber_stack = (guintptr) __builtin_frame_address (0);
  quire_completion_push_text (probe->completion, "from a fiber");

  return dex_future_new_true ();
}

static void
probe_cb (QuireCompletion *completion, guintptr *stack)
{
  *stack = (guintptr) __builtin_frame_address (0);
}

static void
probe_delta_cb (QuireCompletion *completion, const char *text, guintptr *stack)
{
  *stack = (guintptr) __builtin_frame_address (0);
}

static gsize
distance (guintptr a, guintptr b)
{
  return a > b ? a - b : b - a;
}

static void
test_signals_on_main_stack (Fixture *fixture, gconstpointer data)
{
  StackProbe probe = { fixture->completion, 0 };
  guintptr here = (guintptr) __builtin_frame_address (0);
  guintptr delta_stack = 0;
  guintptr finished_stack = 0;

  g_signal_connect (fixture->completion, "delta", G_CALLBACK (probe_delta_cb), &delta_stack);
  g_signal_connect (fixture->completion, "finished", G_CALLBACK (probe_cb), &finished_stack);
  quire_completion_run (fixture->completion, quire_fiber_spawn (pushing_fiber, &probe, NULL));
  quire_test_wait_until (is_finished, fixture, 2000);

  g_assert_cmpuint (distance (here, probe.fiber_stack), >, 1024 * 1024);
  g_assert_cmpuint (distance (here, delta_stack), <, 256 * 1024);
  g_assert_cmpuint (distance (here, finished_stack), <, 256 * 1024);
}

#define add(path, data, func) g_test_add (path, Fixture, data, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  quire_test_init (&argc, &argv);

  add ("/completion/done", NULL, test_done);
  add ("/completion/stop-reason-default", NULL, test_stop_reason_default);
  add ("/completion/cancel", NULL, test_cancel);
  add ("/completion/cancel-queued", NULL, test_cancel_queued);
  for (guint i = 0; i < G_N_ELEMENTS (error_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/completion/error/%u", i);

      add (path, &error_cases[i], test_error);
    }
  add ("/completion/invalid-utf8", NULL, test_invalid_utf8);
  g_test_add_func ("/completion/dropped-in-handler", test_dropped_in_handler);
  add ("/completion/waiter-gives-up", NULL, test_waiter_gives_up);
  add ("/completion/signals-on-main-stack", NULL, test_signals_on_main_stack);

  return g_test_run ();
}
