/* quire-receipt-repository.c: rows of the table `receipts`
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-store"

#include "config.h"

#include "quire-receipt.h"

#include "quire-database-private.h"

static gboolean
save_job (QuireConnection *connection,
          gpointer data,
          GValue *result,
          GError **error)
{
  static const char sql[] = "INSERT OR REPLACE INTO receipts (id, run, scene, purpose, agent, provider, model, prompt, included, left_out,"
                            " input_tokens, output_tokens, tokens_estimated, cost_known, cost, currency, started, ended, first_token_ms, outcome, error_code)"
                            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  const QuireReceipt *receipt = data;

  return quire_connection_run (connection, error, sql, QUIRE_BIND_TEXT (receipt->id), QUIRE_BIND_TEXT (receipt->run_id),
                               QUIRE_BIND_TEXT (receipt->scene_id), QUIRE_BIND_TEXT (receipt->purpose), QUIRE_BIND_TEXT (receipt->agent),
                               QUIRE_BIND_TEXT (receipt->provider), QUIRE_BIND_TEXT (receipt->model), QUIRE_BIND_TEXT (receipt->prompt),
                               QUIRE_BIND_TEXT (receipt->included), QUIRE_BIND_TEXT (receipt->left_out),
                               QUIRE_BIND_INT (receipt->input_tokens), QUIRE_BIND_INT (receipt->output_tokens),
                               QUIRE_BIND_INT (receipt->tokens_estimated ? 1 : 0), QUIRE_BIND_INT (receipt->cost_known ? 1 : 0),
                               QUIRE_BIND_REAL (receipt->cost), QUIRE_BIND_TEXT (receipt->currency), QUIRE_BIND_INT (receipt->started),
                               QUIRE_BIND_INT (receipt->ended), QUIRE_BIND_INT (receipt->first_token_ms),
                               QUIRE_BIND_TEXT (receipt->outcome), QUIRE_BIND_TEXT (receipt->error_code));
}

DexFuture *
quire_receipt_repository_save (QuireDatabase *database,
                               const QuireReceipt *receipt)
{
  return quire_database_write (database, save_job, quire_receipt_copy (receipt), (GDestroyNotify) quire_receipt_free);
}

static QuireReceipt *
receipt_from_row (sqlite3_stmt *row)
{
  QuireReceipt *receipt = g_new0 (QuireReceipt, 1);

  receipt->id = quire_column_dup_text (row, 0);
  receipt->run_id = quire_column_dup_text (row, 1);
  receipt->scene_id = quire_column_dup_text (row, 2);
  receipt->purpose = quire_column_dup_text (row, 3);
  receipt->agent = quire_column_dup_text (row, 4);
  receipt->provider = quire_column_dup_text (row, 5);
  receipt->model = quire_column_dup_text (row, 6);
  receipt->prompt = quire_column_dup_text (row, 7);
  receipt->included = quire_column_dup_text (row, 8);
  receipt->left_out = quire_column_dup_text (row, 9);
  receipt->input_tokens = (guint) sqlite3_column_int64 (row, 10);
  receipt->output_tokens = (guint) sqlite3_column_int64 (row, 11);
  receipt->tokens_estimated = sqlite3_column_int (row, 12) != 0;
  receipt->cost_known = sqlite3_column_int (row, 13) != 0;
  receipt->cost = sqlite3_column_double (row, 14);
  receipt->currency = quire_column_dup_text (row, 15);
  receipt->started = sqlite3_column_int64 (row, 16);
  receipt->ended = sqlite3_column_int64 (row, 17);
  receipt->first_token_ms = sqlite3_column_int64 (row, 18);
  receipt->outcome = quire_column_dup_text (row, 19);
  receipt->error_code = quire_column_dup_text (row, 20);
  return receipt;
}

/* Which receipts: of the run, or the one with the id. */
typedef struct
{
  char *run_id;
  char *id;
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->run_id);
  g_free (wanted->id);
  g_free (wanted);
}

#define COLUMNS                                                                                               \
  "id, run, scene, purpose, agent, provider, model, prompt, included, left_out, input_tokens, output_tokens," \
  " tokens_estimated, cost_known, cost, currency, started, ended, first_token_ms, outcome, error_code"

static gboolean
load_job (QuireConnection *connection,
          gpointer data,
          GValue *result,
          GError **error)
{
  Wanted *wanted = data;
  g_autoptr (GPtrArray) receipts = g_ptr_array_new_with_free_func ((GDestroyNotify) quire_receipt_free);
  g_autoptr (GError) local_error = NULL;
  sqlite3_stmt *rows;

  if (wanted->run_id != NULL)
    rows = quire_connection_query (connection, error, "SELECT " COLUMNS " FROM receipts WHERE run = ? ORDER BY started, rowid",
                                   QUIRE_BIND_TEXT (wanted->run_id));
  else
    rows = quire_connection_query (connection, error, "SELECT " COLUMNS " FROM receipts WHERE id = ?", QUIRE_BIND_TEXT (wanted->id));
  if (rows == NULL)
    return FALSE;

  while (quire_connection_next (connection, rows, &local_error))
    g_ptr_array_add (receipts, receipt_from_row (rows));
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  quire_database_take_array (result, g_steal_pointer (&receipts));
  return TRUE;
}

DexFuture *
quire_receipt_repository_load (QuireDatabase *database,
                               const char *run_id,
                               const char *id)
{
  Wanted *wanted = g_new0 (Wanted, 1);

  wanted->run_id = g_strdup (run_id);
  wanted->id = g_strdup (id);
  return quire_database_read (database, load_job, wanted, wanted_free);
}
