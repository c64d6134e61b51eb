/* quire-event-stream.c: parser of server-sent events
 *
 * Works on spans and not on bytes. The next LF and the next CR of a piece are found with memchr() and remembered, so
 * that every byte is looked at once for each, whatever line ends the stream uses; a line that lies within one piece
 * is parsed where it lies, and only one that was cut is put together in `line`.
 *
 * The events do not depend on how the bytes are cut. Three states make that true: `n_bom`, how much of a byte order
 * mark has been seen at the very start; `after_cr`, because a CR ends its line at once (the event it completes must
 * not wait for bytes that may never come) and a LF that follows belongs to it, even in the next piece; and `line`.
 * Limits are held against whole lines and whole data, never against pieces.
 *
 * UTF-8 is checked line by line, when a value is kept: a line end is never part of a longer sequence, so the lines
 * decode to what the stream as a whole decodes to. Each maximal subpart of an ill-formed sequence gives one U+FFFD.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-base"

#include "config.h"

#include "quire-event-stream.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "quire-error.h"

#define DEFAULT_LIMIT (16 * 1024 * 1024)
#define N_BOM 3
#define BOM "\xef\xbb\xbf"

struct _QuireEventStream
{
  QuireEventFunc func;
  gpointer func_data;
  gsize limit;

  GString *line;  /* what has come of a line that was cut */
  GString *data;  /* every data line so far, each with a LF */
  GString *event; /* type; "" for "message" */
  GString *id;    /* stays from event to event */
  gint64 retry;

  guint n_bom;       /* bytes of the mark seen; N_BOM once past the start */
  gboolean after_cr; /* a LF that comes now belongs to the line end before it */
  gboolean failed;
};

/* First and last second byte for each first byte of a sequence (The Unicode Standard, table 3-7), and its length; 1 for a
 * byte that begins none. */
static guint
sequence_bounds (guchar first, guchar *lowest, guchar *highest)
{
  *lowest = 0x80;
  *highest = 0xbf;
  if (first == 0xe0)
    *lowest = 0xa0;
  else if (first == 0xed)
    *highest = 0x9f;
  else if (first == 0xf0)
    *lowest = 0x90;
  else if (first == 0xf4)
    *highest = 0x8f;

  if (first >= 0xc2 && first <= 0xdf)
    return 2;
  if (first >= 0xe0 && first <= 0xef)
    return 3;
  if (first >= 0xf0 && first <= 0xf4)
    return 4;
  return 1;
}

/* Bytes of the maximal subpart of an ill-formed sequence that begins at @p. */
static gsize
measure_subpart (const char *p, gsize n_bytes)
{
  guchar lowest, highest;
  gsize length = MIN (sequence_bounds (p[0], &lowest, &highest), n_bytes);
  gsize i;

  for (i = 1; i < length; i++)
    {
      guchar byte = p[i];

      if (byte < lowest || byte > highest)
        break;
      lowest = 0x80;
      highest = 0xbf;
    }

  return i;
}

static void
append_valid (GString *string, const char *p, gsize n_bytes)
{
  const char *end = p + n_bytes;

  while (p < end)
    {
      const char *bad;

      if (g_utf8_validate_len (p, end - p, &bad))
        {
          g_string_append_len (string, p, end - p);
          return;
        }

      g_string_append_len (string, p, bad - p);
      p = bad;
      if (*p == '\0') /* refused by GLib, but a character like any other */
        {
          g_string_append_c (string, '\0');
          p++;
        }
      else
        {
          g_string_append (string, "\xef\xbf\xbd");
          p += measure_subpart (p, end - p);
        }
    }
}

QuireEventStream *
quire_event_stream_new (QuireEventFunc func, gpointer data)
{
  QuireEventStream *self;

  g_return_val_if_fail (func != NULL, NULL);

  self = g_new0 (QuireEventStream, 1);
  self->func = func;
  self->func_data = data;
  self->limit = DEFAULT_LIMIT;
  self->line = g_string_new (NULL);
  self->data = g_string_new (NULL);
  self->event = g_string_new (NULL);
  self->id = g_string_new (NULL);
  self->retry = -1;

  return self;
}

void
quire_event_stream_free (QuireEventStream *self)
{
  g_return_if_fail (self != NULL);

  g_string_free (self->line, TRUE);
  g_string_free (self->data, TRUE);
  g_string_free (self->event, TRUE);
  g_string_free (self->id, TRUE);
  g_free (self);
}

void
quire_event_stream_set_limit (QuireEventStream *self, gsize n_bytes)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (n_bytes > 0);

  self->limit = MIN (n_bytes, G_MAXSSIZE);
}

gint64
quire_event_stream_get_retry (QuireEventStream *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return self->retry;
}

static void
dispatch (QuireEventStream *self)
{
  if (self->data->len > 0)
    {
      QuireEvent event;

      g_string_truncate (self->data, self->data->len - 1);
      event = (QuireEvent) {
        .event = self->event->len > 0 ? self->event->str : "message",
        .data = self->data->str,
        .n_data = self->data->len,
        .id = self->id->str,
      };
      self->func (&event, self->func_data);
    }

  g_string_truncate (self->data, 0);
  g_string_truncate (self->event, 0);
}

static void
set_retry (QuireEventStream *self, const char *value, gsize n_value)
{
  gint64 retry = 0;

  for (gsize i = 0; i < n_value; i++)
    {
      if (!g_ascii_isdigit (value[i]))
        return;
      retry = retry > G_MAXINT64 / 10 - 1 ? G_MAXINT64 / 10 : retry * 10 + (value[i] - '0');
    }

  if (n_value > 0)
    self->retry = retry;
}

static void
take_field (QuireEventStream *self, const char *name, gsize n_name, const char *value, gsize n_value)
{
  if (n_name == 4 && memcmp (name, "data", 4) == 0)
    {
      append_valid (self->data, value, n_value);
      g_string_append_c (self->data, '\n');
    }
  else if (n_name == 5 && memcmp (name, "event", 5) == 0)
    {
      g_string_truncate (self->event, 0);
      append_valid (self->event, value, n_value);
    }
  else if (n_name == 5 && memcmp (name, "retry", 5) == 0)
    set_retry (self, value, n_value);
  else if (n_name == 2 && memcmp (name, "id", 2) == 0 && memchr (value, '\0', n_value) == NULL)
    {
      g_string_truncate (self->id, 0);
      append_valid (self->id, value, n_value);
    }
}

static void
take_line (QuireEventStream *self, const char *line, gsize n_line)
{
  const char *end = line + n_line;
  const char *colon;
  const char *value;

  if (n_line > self->limit)
    {
      self->failed = TRUE;
      return;
    }
  if (n_line == 0)
    {
      dispatch (self);
      return;
    }

  if ((colon = memchr (line, ':', n_line)) == NULL)
    colon = value = end;
  else
    {
      value = colon + 1;
      if (value < end && *value == ' ')
        value++;
    }

  /* No name is a comment, which take_field() knows as little as any other unknown field. */
  take_field (self, line, colon - line, value, end - value);

  /* The last LF is not part of the data. */
  if (self->data->len > self->limit + 1)
    self->failed = TRUE;
}

/* The line that was cut ends with the @n_bytes at @p. */
static void
end_line (QuireEventStream *self, const char *p, gsize n_bytes)
{
  if (self->line->len == 0)
    {
      take_line (self, p, n_bytes);
      return;
    }

  g_string_append_len (self->line, p, n_bytes);
  take_line (self, self->line->str, self->line->len);
  g_string_truncate (self->line, 0);
}

static void
keep_rest (QuireEventStream *self, const char *p, gsize n_bytes)
{
  if (n_bytes > self->limit - MIN (self->line->len, self->limit))
    self->failed = TRUE;
  else
    g_string_append_len (self->line, p, n_bytes);
}

/* Takes a byte order mark at the very start; what only began like one is the beginning of the first line. */
static const char *
skip_bom (QuireEventStream *self, const char *p, const char *end)
{
  while (p < end && self->n_bom < N_BOM && *p == BOM[self->n_bom])
    {
      self->n_bom++;
      p++;
    }

  if (p < end && self->n_bom < N_BOM)
    {
      g_string_append_len (self->line, BOM, self->n_bom);
      self->n_bom = N_BOM;
    }

  return p;
}

/* The next @c at @p or later; @end if there is none. */
static const char *
find_byte (const char *p, char c, const char *end)
{
  const char *found = memchr (p, c, end - p);

  return found != NULL ? found : end;
}

static void
take_lines (QuireEventStream *self, const char *p, const char *end)
{
  const char *feed = find_byte (p, '\n', end);
  const char *carriage = find_byte (p, '\r', end);

  while (!self->failed)
    {
      const char *stop;

      if (self->after_cr && p < end)
        {
          if (*p == '\n')
            p++;
          self->after_cr = FALSE;
        }

      if (feed < p)
        feed = find_byte (p, '\n', end);
      if (carriage < p)
        carriage = find_byte (p, '\r', end);

      stop = MIN (feed, carriage);
      if (stop == end)
        {
          keep_rest (self, p, end - p);
          return;
        }

      end_line (self, p, stop - p);
      self->after_cr = *stop == '\r';
      p = stop + 1;
    }
}

static gboolean
report (QuireEventStream *self, GError **error)
{
  if (!self->failed)
    return TRUE;

  g_string_truncate (self->line, 0);
  g_string_truncate (self->data, 0);
  g_set_error_literal (error, QUIRE_ERROR, QUIRE_ERROR_BAD_REPLY,
                       _ ("A part of the reply is longer than a reply may be, so the rest of it was not read. What had arrived by then is kept."));

  return FALSE;
}

gboolean
quire_event_stream_feed (QuireEventStream *self, const void *bytes, gsize n_bytes, GError **error)
{
  const char *p = bytes;
  const char *end = p + n_bytes;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL || n_bytes == 0, FALSE);

  if (!self->failed && n_bytes > 0)
    {
      p = skip_bom (self, p, end);
      take_lines (self, p, end);
    }

  return report (self, error);
}

gboolean
quire_event_stream_finish (QuireEventStream *self, gboolean flush, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (flush && !self->failed)
    {
      if (self->line->len > 0)
        end_line (self, "", 0);
      if (!self->failed)
        dispatch (self);
    }

  g_string_truncate (self->line, 0);
  g_string_truncate (self->data, 0);
  g_string_truncate (self->event, 0);

  return report (self, error);
}
