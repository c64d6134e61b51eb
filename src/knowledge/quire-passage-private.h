/* quire-passage-private.h: pieces of the book as a prompt may hold them. Pure; any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @text without %% comments %%, which never leave the book, and without white space around it. A comment that is not closed is text. */
char *quire_passage_without_comments (const char *text) G_GNUC_WARN_UNUSED_RESULT;

/* The last sentences of @text with together at most @max_words words, or the last one alone if it is longer. */
char *quire_passage_dup_end (const char *text, guint max_words) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
