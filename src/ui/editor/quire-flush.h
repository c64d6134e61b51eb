/* quire-flush.h: waits for several things to be on disk.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Called once: with NULL when all that was typed before the call is on disk, at once if it is already; with the error when something could not be written. */
typedef void (*QuireFlushFunc) (const GError *error, gpointer data);

/* Gathers the answers of several flushes into one. The caller holds one open answer itself, so that it is not given before all have been asked. */
typedef struct _QuireFlush QuireFlush;

QuireFlush *quire_flush_new (QuireFlushFunc func, gpointer data) G_GNUC_WARN_UNUSED_RESULT;

/* One more answer is to come, by quire_flush_answer(). */
QuireFlush *quire_flush_expect (QuireFlush *self);

/* A QuireFlushFunc: the last one calls what was given to quire_flush_new() with the first error, and frees @flush. */
void quire_flush_answer (const GError *error, gpointer flush);

G_END_DECLS
