/* quire-provider.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-completion.h"

G_BEGIN_DECLS

/* A model as its provider lists it. context_tokens 0 = unknown. */
typedef struct
{
  char *id;
  char *title;
  guint context_tokens;
  gboolean available;
  char *reason; /* translated, why it is not available; "" otherwise */
} QuireModelInfo;

QuireModelInfo *quire_model_info_new (const char *id, const char *title) G_GNUC_WARN_UNUSED_RESULT;
void quire_model_info_free (QuireModelInfo *self);

/**
 * QuireProvider:
 *
 * A wire protocol and its endpoint. Implementations stream into the completion they are given and resolve when the protocol's own terminator came: the end of the bytes alone is
 * never success. All futures reject with QUIRE_ERROR alone: OFFLINE, AUTH, QUOTA, RATE_LIMITED, OVERLOADED, REFUSED, CONTEXT_TOO_LONG, TRUNCATED, BAD_REPLY, NOT_FOUND, CANCELLED.
 * Main thread only.
 */
#define QUIRE_TYPE_PROVIDER (quire_provider_get_type ())
G_DECLARE_DERIVABLE_TYPE (QuireProvider, quire_provider, QUIRE, PROVIDER, GObject)

struct _QuireProviderClass
{
  GObjectClass parent_class;

  const char *(*get_id) (QuireProvider *self);
  const char *(*get_title) (QuireProvider *self);
  gboolean (*is_local) (QuireProvider *self);
  DexFuture *(*list_models) (QuireProvider *self);
  DexFuture *(*complete) (QuireProvider *self, QuireCompletion *completion);
  DexFuture *(*count_tokens) (QuireProvider *self, QuireRequest *request);
  DexFuture *(*embed) (QuireProvider *self, const char *model, GPtrArray *texts);
  DexFuture *(*check_key) (QuireProvider *self);
};

const char *quire_provider_get_id (QuireProvider *self);
const char *quire_provider_get_title (QuireProvider *self);

/* TRUE when nothing leaves this machine. */
gboolean quire_provider_is_local (QuireProvider *self);

/* Resolves to a GPtrArray of QuireModelInfo. */
DexFuture *quire_provider_list_models (QuireProvider *self) G_GNUC_WARN_UNUSED_RESULT;

/* Streams into @completion; resolves to TRUE at the protocol's terminator. Dropping the future aborts the call. Called by the pool. */
DexFuture *quire_provider_complete (QuireProvider *self, QuireCompletion *completion) G_GNUC_WARN_UNUSED_RESULT;

/* Resolves to an int64: exact where the provider counts, else the estimate (the default implementation). */
DexFuture *quire_provider_count_tokens (QuireProvider *self, QuireRequest *request) G_GNUC_WARN_UNUSED_RESULT;

/* Resolves to a GPtrArray of GBytes (float32 vectors); rejects with INVALID when the provider has no embeddings (the default). */
DexFuture *quire_provider_embed (QuireProvider *self, const char *model, GPtrArray *texts) G_GNUC_WARN_UNUSED_RESULT;

/* Resolves to a translated sentence for the Test button. */
DexFuture *quire_provider_check_key (QuireProvider *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
