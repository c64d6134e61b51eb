/* quire-receipt.c: the record of one model call, as plain values
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-store"

#include "config.h"

#include "quire-receipt.h"

QuireReceipt *
quire_receipt_new (const char *purpose)
{
  QuireReceipt *self = g_new0 (QuireReceipt, 1);

  self->id = g_uuid_string_random ();
  self->run_id = g_strdup ("");
  self->scene_id = g_strdup ("");
  self->purpose = g_strdup (purpose);
  self->agent = g_strdup ("");
  self->provider = g_strdup ("");
  self->model = g_strdup ("");
  self->prompt = g_strdup ("{}");
  self->included = g_strdup ("[]");
  self->left_out = g_strdup ("[]");
  self->currency = g_strdup ("");
  self->first_token_ms = -1;
  self->outcome = g_strdup ("");
  self->error_code = g_strdup ("");
  return self;
}

QuireReceipt *
quire_receipt_copy (const QuireReceipt *self)
{
  QuireReceipt *copy = g_memdup2 (self, sizeof *self);

  copy->id = g_strdup (self->id);
  copy->run_id = g_strdup (self->run_id);
  copy->scene_id = g_strdup (self->scene_id);
  copy->purpose = g_strdup (self->purpose);
  copy->agent = g_strdup (self->agent);
  copy->provider = g_strdup (self->provider);
  copy->model = g_strdup (self->model);
  copy->prompt = g_strdup (self->prompt);
  copy->included = g_strdup (self->included);
  copy->left_out = g_strdup (self->left_out);
  copy->currency = g_strdup (self->currency);
  copy->outcome = g_strdup (self->outcome);
  copy->error_code = g_strdup (self->error_code);
  return copy;
}

void
quire_receipt_free (QuireReceipt *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->run_id);
  g_free (self->scene_id);
  g_free (self->purpose);
  g_free (self->agent);
  g_free (self->provider);
  g_free (self->model);
  g_free (self->prompt);
  g_free (self->included);
  g_free (self->left_out);
  g_free (self->currency);
  g_free (self->outcome);
  g_free (self->error_code);
  g_free (self);
}
