/* quire-provider.c: a wire protocol and its endpoint
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-agents"

#include "config.h"

#include "quire-provider.h"

#include <glib/gi18n-lib.h>

#include "quire-error.h"
#include "quire-future.h"

G_DEFINE_ABSTRACT_TYPE (QuireProvider, quire_provider, G_TYPE_OBJECT)

QuireModelInfo *
quire_model_info_new (const char *id, const char *title)
{
  QuireModelInfo *self;

  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (title != NULL, NULL);

  self = g_new0 (QuireModelInfo, 1);
  self->id = g_strdup (id);
  self->title = g_strdup (title);
  self->available = TRUE;
  self->reason = g_strdup ("");

  return self;
}

void
quire_model_info_free (QuireModelInfo *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->title);
  g_free (self->reason);
  g_free (self);
}

static DexFuture *
quire_provider_estimate_tokens (QuireProvider *self, QuireRequest *request)
{
  return dex_future_new_for_int64 (quire_request_estimate_tokens (request));
}

static DexFuture *
quire_provider_refuse_embed (QuireProvider *self, const char *model, GPtrArray *texts)
{
  return quire_future_new_error (QUIRE_ERROR_INVALID, _ ("“%s” cannot compare passages by meaning. Choose a provider that offers embeddings."),
                                 quire_provider_get_title (self));
}

static void
quire_provider_class_init (QuireProviderClass *klass)
{
  klass->count_tokens = quire_provider_estimate_tokens;
  klass->embed = quire_provider_refuse_embed;
}

static void
quire_provider_init (QuireProvider *self)
{
}

const char *
quire_provider_get_id (QuireProvider *self)
{
  g_return_val_if_fail (QUIRE_IS_PROVIDER (self), NULL);

  return QUIRE_PROVIDER_GET_CLASS (self)->get_id (self);
}

const char *
quire_provider_get_title (QuireProvider *self)
{
  g_return_val_if_fail (QUIRE_IS_PROVIDER (self), NULL);

  return QUIRE_PROVIDER_GET_CLASS (self)->get_title (self);
}

gboolean
quire_provider_is_local (QuireProvider *self)
{
  g_return_val_if_fail (QUIRE_IS_PROVIDER (self), FALSE);

  return QUIRE_PROVIDER_GET_CLASS (self)->is_local (self);
}

DexFuture *
quire_provider_list_models (QuireProvider *self)
{
  g_return_val_if_fail (QUIRE_IS_PROVIDER (self), NULL);

  return QUIRE_PROVIDER_GET_CLASS (self)->list_models (self);
}

DexFuture *
quire_provider_complete (QuireProvider *self, QuireCompletion *completion)
{
  g_return_val_if_fail (QUIRE_IS_PROVIDER (self), NULL);
  g_return_val_if_fail (QUIRE_IS_COMPLETION (completion), NULL);

  return QUIRE_PROVIDER_GET_CLASS (self)->complete (self, completion);
}

DexFuture *
quire_provider_count_tokens (QuireProvider *self, QuireRequest *request)
{
  g_return_val_if_fail (QUIRE_IS_PROVIDER (self), NULL);
  g_return_val_if_fail (request != NULL, NULL);

  return QUIRE_PROVIDER_GET_CLASS (self)->count_tokens (self, request);
}

DexFuture *
quire_provider_embed (QuireProvider *self, const char *model, GPtrArray *texts)
{
  g_return_val_if_fail (QUIRE_IS_PROVIDER (self), NULL);
  g_return_val_if_fail (model != NULL, NULL);
  g_return_val_if_fail (texts != NULL, NULL);

  return QUIRE_PROVIDER_GET_CLASS (self)->embed (self, model, texts);
}

DexFuture *
quire_provider_check_key (QuireProvider *self)
{
  g_return_val_if_fail (QUIRE_IS_PROVIDER (self), NULL);

  return QUIRE_PROVIDER_GET_CLASS (self)->check_key (self);
}
