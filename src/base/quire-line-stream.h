/* quire-line-stream.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * QuireLineStream:
 *
 * Cuts newline-delimited JSON (and MCP's stdio framing) into lines. Fed with bytes in pieces of any size. LF ends a
 * line, a CR before it is dropped, blank lines are passed over. Not shared between threads.
 */
typedef struct _QuireLineStream QuireLineStream;

/* Called for every line, without its end; @line is NUL-terminated and valid during the call only. */
typedef void (*QuireLineFunc) (const char *line, gsize n_bytes, gpointer data);

QuireLineStream *quire_line_stream_new (QuireLineFunc func, gpointer data) G_GNUC_WARN_UNUSED_RESULT;
void quire_line_stream_free (QuireLineStream *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QuireLineStream, quire_line_stream_free)

/* Bytes that one line may have at most; the default is 16 MiB. */
void quire_line_stream_set_limit (QuireLineStream *self, gsize n_bytes);

/* FALSE and QUIRE_ERROR_BAD_REPLY when a line passes the limit; the parser then takes nothing more. */
gboolean quire_line_stream_feed (QuireLineStream *self, const void *bytes, gsize n_bytes, GError **error);

/* The stream ended: a last line without its LF is given out. */
void quire_line_stream_finish (QuireLineStream *self);

G_END_DECLS
