/* quire-markdown-styler.h: styles prose while it is typed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "quire-markdown-spans.h"

G_BEGIN_DECLS

/**
 * QuireMarkdownStyler:
 *
 * Keeps the tags of one buffer in step with its Markdown: after each change it looks at the paragraphs that the change touched and at nothing else. All buffers of a book
 * share one tag table, so a change of font or colour is one change. Main thread only.
 */
#define QUIRE_TYPE_MARKDOWN_STYLER (quire_markdown_styler_get_type ())
G_DECLARE_FINAL_TYPE (QuireMarkdownStyler, quire_markdown_styler, QUIRE, MARKDOWN_STYLER, GObject)

/* A table with a tag for every style. */
GtkTextTagTable *quire_markdown_styler_new_tags (void) G_GNUC_WARN_UNUSED_RESULT;

GtkTextTag *quire_markdown_styler_get_tag (GtkTextTagTable *tags, QuireMarkdownStyle style);

/* What the tags take from the view: @dim for signs, the size of its font and the room between its lines in pixels. */
void quire_markdown_styler_set_look (GtkTextTagTable *tags, const GdkRGBA *dim, int font_size, int leading);

/* Styles @buffer (not kept alive), whose tag table is of quire_markdown_styler_new_tags(), from now on. */
QuireMarkdownStyler *quire_markdown_styler_new (GtkTextBuffer *buffer) G_GNUC_WARN_UNUSED_RESULT;

/* Comments may go over many paragraphs, so they are brought up to date apart, from a snapshot: @text is all that the buffer holds now. */
void quire_markdown_styler_update_comments (QuireMarkdownStyler *self, const char *text);

G_END_DECLS
