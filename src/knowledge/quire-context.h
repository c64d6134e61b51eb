/* quire-context.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-request.h"

G_BEGIN_DECLS

/* One thing that was considered for a prompt, with the reason why it is in or not (translated, one line). */
typedef struct
{
  QuirePartKind kind;
  char *source; /* "entry" "scene" */
  char *source_id;
  char *title;
  char *text;
  char *reason;
  guint tokens;
} QuireContextItem;

/**
 * QuireContext:
 *
 * The passages and facts chosen for one prompt under a token budget, and those left out. Counted; immutable once gathered.
 */
#define QUIRE_TYPE_CONTEXT (quire_context_get_type ())
G_DECLARE_FINAL_TYPE (QuireContext, quire_context, QUIRE, CONTEXT, GObject)

QuireContext *quire_context_new (guint budget_tokens) G_GNUC_WARN_UNUSED_RESULT;

/* Takes @item if it fits the rest of the budget, else puts it with the left out as over budget. TRUE when taken in. */
gboolean quire_context_offer (QuireContext *self, QuireContextItem *item);

/* Takes @item as left out, with its reason. */
void quire_context_leave_out (QuireContext *self, QuireContextItem *item);

GPtrArray *quire_context_get_included (QuireContext *self); /* of QuireContextItem */
GPtrArray *quire_context_get_left_out (QuireContext *self);
guint quire_context_get_tokens (QuireContext *self);
guint quire_context_get_budget (QuireContext *self);

/* {"budget":…, "tokens":…, "included":[{kind, source, id, title, text, reason, tokens}], "left_out":[…]} and back (a run that is resumed). */
JsonObject *quire_context_to_json (QuireContext *self) G_GNUC_WARN_UNUSED_RESULT;
QuireContext *quire_context_from_json (JsonObject *object) G_GNUC_WARN_UNUSED_RESULT;

QuireContextItem *quire_context_item_new (QuirePartKind kind, const char *source, const char *source_id, const char *title, const char *text, const char *reason) G_GNUC_WARN_UNUSED_RESULT;
void quire_context_item_free (QuireContextItem *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QuireContextItem, quire_context_item_free)

G_END_DECLS
