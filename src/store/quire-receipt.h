/* quire-receipt.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef struct _DexFuture DexFuture;
typedef struct _QuireDatabase QuireDatabase;

/**
 * QuireReceipt:
 *
 * The record of one model call: what was sent, what was left out and why, what came back, what it took. JSON as text; strings never NULL.
 */
typedef struct
{
  char *id;
  char *run_id;   /* "" outside workflows */
  char *scene_id; /* "" if none */
  char *purpose;  /* "draft" … */
  char *agent;
  char *provider;
  char *model;
  char *prompt;   /* JSON: exactly what was sent */
  char *included; /* JSON array of {source, id, title, reason, tokens} */
  char *left_out; /* the same, with the reason why not */
  guint input_tokens;
  guint output_tokens;
  gboolean tokens_estimated;
  gboolean cost_known;
  double cost;
  char *currency;
  gint64 started; /* microseconds since 1970 */
  gint64 ended;
  gint64 first_token_ms; /* -1 when none came */
  char *outcome;         /* "completed" "failed" "cancelled" */
  char *error_code;
} QuireReceipt;

QuireReceipt *quire_receipt_new (const char *purpose) G_GNUC_WARN_UNUSED_RESULT;
QuireReceipt *quire_receipt_copy (const QuireReceipt *self) G_GNUC_WARN_UNUSED_RESULT;
void quire_receipt_free (QuireReceipt *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QuireReceipt, quire_receipt_free)

/* -- rows (quire-receipt-repository.c) -- */

/* Adds or replaces. Resolves to TRUE. */
DexFuture *quire_receipt_repository_save (QuireDatabase *database, const QuireReceipt *receipt) G_GNUC_WARN_UNUSED_RESULT;

/* Resolves to a GPtrArray of QuireReceipt: of the run, oldest first; or of receipt @id alone when @run_id is NULL. */
DexFuture *quire_receipt_repository_load (QuireDatabase *database, const char *run_id, const char *id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
