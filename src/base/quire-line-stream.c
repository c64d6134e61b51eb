/* quire-line-stream.c: cuts newline-delimited JSON into lines
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-base"

#include "config.h"

#include "quire-line-stream.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "quire-error.h"

#define DEFAULT_LIMIT (16 * 1024 * 1024)

struct _QuireLineStream
{
  QuireLineFunc func;
  gpointer data;
  gsize limit;
  GString *line; /* what has come of the current line, without its LF */
  gboolean failed;
};

QuireLineStream *
quire_line_stream_new (QuireLineFunc func, gpointer data)
{
  QuireLineStream *self;

  g_return_val_if_fail (func != NULL, NULL);

  self = g_new0 (QuireLineStream, 1);
  self->func = func;
  self->data = data;
  self->limit = DEFAULT_LIMIT;
  self->line = g_string_new (NULL);

  return self;
}

void
quire_line_stream_free (QuireLineStream *self)
{
  g_return_if_fail (self != NULL);

  g_string_free (self->line, TRUE);
  g_free (self);
}

void
quire_line_stream_set_limit (QuireLineStream *self, gsize n_bytes)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (n_bytes > 0);

  self->limit = MIN (n_bytes, G_MAXSSIZE);
}

static void
give_out (QuireLineStream *self)
{
  GString *line = self->line;

  if (line->len > 0 && line->str[line->len - 1] == '\r')
    g_string_truncate (line, line->len - 1);

  /* Blank to a reader of JSON, which takes spaces for nothing. */
  if (line->len > strspn (line->str, " \t\r"))
    self->func (line->str, line->len, self->data);

  g_string_truncate (line, 0);
}

/* A CR may yet turn out to belong to the line's end, so one more byte than the limit is let pass for it. */
static gboolean
exceeds_limit (QuireLineStream *self)
{
  gsize length = self->line->len;

  if (length > 0 && self->line->str[length - 1] == '\r')
    length--;

  return length > self->limit;
}

gboolean
quire_line_stream_feed (QuireLineStream *self, const void *bytes, gsize n_bytes, GError **error)
{
  const char *p = bytes;
  const char *end = p + n_bytes;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL || n_bytes == 0, FALSE);

  while (!self->failed && p < end)
    {
      const char *feed = memchr (p, '\n', end - p);
      const char *stop = feed != NULL ? feed : end;
      gsize room = self->limit + 2 - self->line->len;

      /* Never more than shows that the limit is passed, however long the piece is. */
      g_string_append_len (self->line, p, MIN ((gsize) (stop - p), room));

      if (exceeds_limit (self))
        self->failed = TRUE;
      else if (feed != NULL)
        give_out (self);

      p = feed != NULL ? feed + 1 : end;
    }

  if (self->failed)
    {
      g_string_truncate (self->line, 0);
      g_set_error_literal (error, QUIRE_ERROR, QUIRE_ERROR_BAD_REPLY,
                           _ ("A line of the reply is longer than a line may be, so the rest of it was not read."));
      return FALSE;
    }

  return TRUE;
}

void
quire_line_stream_finish (QuireLineStream *self)
{
  g_return_if_fail (self != NULL);

  if (!self->failed)
    give_out (self);
}
