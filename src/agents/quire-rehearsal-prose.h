/* quire-rehearsal-prose.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Reading the prose of a book for rehearsal. Pure functions; any thread. */

/* How a book marks speech. */
typedef struct
{
  const char *open;
  const char *close;
} QuireQuoteStyle;

/* The style that most of @bodies (of const char *) use; curly double quotes when there is no speech. Static. */
const QuireQuoteStyle *quire_rehearsal_prose_detect_quotes (GPtrArray *bodies);

typedef enum
{
  QUIRE_PROSE_NARRATION, /* a whole sentence without speech */
  QUIRE_PROSE_SPEECH,    /* a whole sentence of speech, without its quotation marks */
  QUIRE_PROSE_TAG,       /* what stands behind speech and belongs to it: she said */
  QUIRE_PROSE_PARAGRAPH, /* the end of a paragraph of narration; n_tokens counts its sentences */
} QuireProseKind;

typedef void (*QuireProseFunc) (QuireProseKind kind, const char *const *tokens, guint n_tokens, gpointer data);

/* Calls @func for what @body (Markdown) is made of, in order, leaving out headings, comments, breaks and what could not be put together again. */
void quire_rehearsal_prose_read (const char *body, const QuireQuoteStyle *style, QuireProseFunc func, gpointer data);

/* @text without Markdown, and its quotation marks as “ ”. */
char *quire_rehearsal_prose_clean (const char *text, const QuireQuoteStyle *style) G_GNUC_WARN_UNUSED_RESULT;

/* @text, whose quotation marks are “ ”, in the marks of @style. */
char *quire_rehearsal_prose_set_quotes (const char *text, const QuireQuoteStyle *style) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
