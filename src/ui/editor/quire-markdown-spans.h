/* quire-markdown-spans.h: which parts of prose look how.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Pure functions over valid UTF-8. In rising priority: a later style wins over an earlier one where they meet. */
typedef enum
{
  QUIRE_MARKDOWN_FLUSH, /* a line that begins at the margin */
  QUIRE_MARKDOWN_QUOTE,
  QUIRE_MARKDOWN_HEADING,
  QUIRE_MARKDOWN_BREAK, /* a scene break */
  QUIRE_MARKDOWN_GAP,   /* the blank line that ends a paragraph: drawn without height */
  QUIRE_MARKDOWN_STRONG,
  QUIRE_MARKDOWN_EMPHASIS,
  QUIRE_MARKDOWN_STRIKE,
  QUIRE_MARKDOWN_COMMENT,
  QUIRE_MARKDOWN_MARK, /* the signs themselves */
} QuireMarkdownStyle;

#define QUIRE_MARKDOWN_N_STYLES (QUIRE_MARKDOWN_MARK + 1)

/* Code points; end is one past the last. */
typedef struct
{
  QuireMarkdownStyle style;
  guint start;
  guint end;
} QuireMarkdownSpan;

typedef enum
{
  QUIRE_MARKDOWN_LINE_BLANK,
  QUIRE_MARKDOWN_LINE_PROSE,
  QUIRE_MARKDOWN_LINE_QUOTE,
  QUIRE_MARKDOWN_LINE_HEADING,
  QUIRE_MARKDOWN_LINE_BREAK,
} QuireMarkdownLine;

/* What surrounds a stretch of whole lines. */
typedef struct
{
  QuireMarkdownLine above; /* the nearest line above that is not blank; BLANK when there is none */
  guint n_blank;           /* blank lines between that one and the stretch */
  gboolean at_end;         /* the stretch goes to the end of the scene */
} QuireMarkdownContext;

/* @line without its newline. */
QuireMarkdownLine quire_markdown_classify_line (const char *line, gsize n_bytes);

/* The spans of @text, whole lines, as an array of QuireMarkdownSpan by style, then start; those of one style neither touch nor overlap. Comments are
 * not among them. */
GArray *quire_markdown_get_spans (const char *text, const QuireMarkdownContext *context) G_GNUC_WARN_UNUSED_RESULT;

/* The comments of a whole scene, their marks included, in order. */
GArray *quire_markdown_get_comments (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
