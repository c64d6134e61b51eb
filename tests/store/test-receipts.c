/* test-receipts.c: receipts as rows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "quire-receipt.h"
#include "store-test.h"

static QuireReceipt *
make_receipt (const char *run_id, gint64 started)
{
  QuireReceipt *receipt = quire_receipt_new ("draft");

  g_set_str (&receipt->run_id, run_id);
  g_set_str (&receipt->scene_id, "scene");
  g_set_str (&receipt->agent, "Claude");
  g_set_str (&receipt->provider, "anthropic");
  g_set_str (&receipt->model, "model-1");
  g_set_str (&receipt->prompt, "{\"system\":\"“Write.”\"}");
  g_set_str (&receipt->included, "[{\"id\":\"a\"}]");
  g_set_str (&receipt->left_out, "[{\"id\":\"b\"}]");
  g_set_str (&receipt->currency, "USD");
  g_set_str (&receipt->outcome, "failed");
  g_set_str (&receipt->error_code, "overloaded");
  receipt->input_tokens = 1200;
  receipt->output_tokens = 34;
  receipt->tokens_estimated = TRUE;
  receipt->cost_known = TRUE;
  receipt->cost = 0.0123;
  receipt->started = started;
  receipt->ended = started + 5;
  receipt->first_token_ms = 321;
  return receipt;
}

static void
assert_same (const QuireReceipt *a, const QuireReceipt *b)
{
  g_assert_cmpstr (a->id, ==, b->id);
  g_assert_cmpstr (a->run_id, ==, b->run_id);
  g_assert_cmpstr (a->scene_id, ==, b->scene_id);
  g_assert_cmpstr (a->purpose, ==, b->purpose);
  g_assert_cmpstr (a->agent, ==, b->agent);
  g_assert_cmpstr (a->provider, ==, b->provider);
  g_assert_cmpstr (a->model, ==, b->model);
  g_assert_cmpstr (a->prompt, ==, b->prompt);
  g_assert_cmpstr (a->included, ==, b->included);
  g_assert_cmpstr (a->left_out, ==, b->left_out);
  g_assert_cmpuint (a->input_tokens, ==, b->input_tokens);
  g_assert_cmpuint (a->output_tokens, ==, b->output_tokens);
  g_assert_cmpint (a->tokens_estimated, ==, b->tokens_estimated);
  g_assert_cmpint (a->cost_known, ==, b->cost_known);
  g_assert_cmpfloat (a->cost, ==, b->cost);
  g_assert_cmpstr (a->currency, ==, b->currency);
  g_assert_cmpint (a->started, ==, b->started);
  g_assert_cmpint (a->ended, ==, b->ended);
  g_assert_cmpint (a->first_token_ms, ==, b->first_token_ms);
  g_assert_cmpstr (a->outcome, ==, b->outcome);
  g_assert_cmpstr (a->error_code, ==, b->error_code);
}

static void
test_receipts (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autoptr (QuireProject) project = create_book (path, clock);
  QuireDatabase *database = quire_project_get_database (project);
  g_autoptr (QuireReceipt) late = make_receipt ("run", 200);
  g_autoptr (QuireReceipt) early = make_receipt ("run", 100);
  g_autoptr (QuireReceipt) fresh = quire_receipt_new ("judge");
  g_autoptr (GPtrArray) of_run = NULL;
  g_autoptr (GPtrArray) one = NULL;
  g_autoptr (GPtrArray) none = NULL;

  assert_done (quire_receipt_repository_save (database, late));
  assert_done (quire_receipt_repository_save (database, early));
  assert_done (quire_receipt_repository_save (database, fresh));
  early->output_tokens = 35;
  assert_done (quire_receipt_repository_save (database, early));

  of_run = quire_await_array (quire_receipt_repository_load (database, "run", NULL), NULL);
  g_assert_cmpuint (of_run->len, ==, 2);
  assert_same (g_ptr_array_index (of_run, 0), early);
  assert_same (g_ptr_array_index (of_run, 1), late);
  one = quire_await_array (quire_receipt_repository_load (database, NULL, fresh->id), NULL);
  g_assert_cmpuint (one->len, ==, 1);
  assert_same (g_ptr_array_index (one, 0), fresh);
  g_assert_cmpint (fresh->first_token_ms, ==, -1);
  none = quire_await_array (quire_receipt_repository_load (database, NULL, "none"), NULL);
  g_assert_cmpuint (none->len, ==, 0);
  close_book (&project);
}

int
main (int argc, char **argv)
{
  quire_test_init (&argc, &argv);

  quire_test_add_fiber ("/receipts/store", test_receipts);

  return g_test_run ();
}
