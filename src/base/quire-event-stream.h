/* quire-event-stream.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * QuireEventStream:
 *
 * Parser of the event-stream format of the WHATWG HTML standard ("server-sent events"). Fed with bytes in pieces of any size;
 * the events are the same however the bytes are cut. Bad UTF-8 becomes U+FFFD; a line or an event above the size limit is
 * an error (QUIRE_ERROR_BAD_REPLY), never unbounded memory. Not shared between threads.
 */
typedef struct _QuireEventStream QuireEventStream;

typedef struct
{
  const char *event; /* "message" if the stream named none */
  const char *data;  /* NUL-terminated; may hold NUL inside, see n_data */
  gsize n_data;
  const char *id; /* the last event id; "" at the start */
} QuireEvent;

/* Called for every event, with @event valid during the call only. */
typedef void (*QuireEventFunc) (const QuireEvent *event, gpointer data);

QuireEventStream *quire_event_stream_new (QuireEventFunc func, gpointer data) G_GNUC_WARN_UNUSED_RESULT;
void quire_event_stream_free (QuireEventStream *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QuireEventStream, quire_event_stream_free)

/* Bytes that one event may have at most; the default is 16 MiB. */
void quire_event_stream_set_limit (QuireEventStream *self, gsize n_bytes);

/* FALSE and QUIRE_ERROR_BAD_REPLY when a limit is passed; the parser then takes nothing more. */
gboolean quire_event_stream_feed (QuireEventStream *self, const void *bytes, gsize n_bytes, GError **error);

/* The stream ended. With @flush an event that lacks only its closing blank line is given out (as OpenAI's clients do);
 * without it is dropped, as the standard says. */
gboolean quire_event_stream_finish (QuireEventStream *self, gboolean flush, GError **error);

/* The last reconnection time the server asked for, in ms; -1 if none. */
gint64 quire_event_stream_get_retry (QuireEventStream *self);

G_END_DECLS
