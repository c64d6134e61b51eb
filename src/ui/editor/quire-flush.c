/* quire-flush.c: waits for several things to be on disk.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-ui"

#include "config.h"

#include "quire-flush.h"

struct _QuireFlush
{
  guint n_open;
  GError *error;
  QuireFlushFunc func;
  gpointer data;
};

QuireFlush *
quire_flush_new (QuireFlushFunc func, gpointer data)
{
  QuireFlush *self = g_new0 (QuireFlush, 1);

  self->n_open = 1;
  self->func = func;
  self->data = data;

  return self;
}

QuireFlush *
quire_flush_expect (QuireFlush *self)
{
  self->n_open++;

  return self;
}

void
quire_flush_answer (const GError *error, gpointer flush)
{
  QuireFlush *self = flush;

  if (error != NULL && self->error == NULL)
    self->error = g_error_copy (error);
  if (--self->n_open > 0)
    return;

  if (self->func != NULL)
    self->func (self->error, self->data);
  g_clear_error (&self->error);
  g_free (self);
}
