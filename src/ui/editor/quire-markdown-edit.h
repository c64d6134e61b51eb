/* quire-markdown-edit.h: edits that know what a paragraph and a mark are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Each is one step of undo. */

/* Replaces the selection by the end of a paragraph: a blank line. */
void quire_markdown_end_paragraph (GtkTextBuffer *buffer);

/* TRUE when @iter stands on a blank line that is drawn without height. */
gboolean quire_markdown_is_in_gap (const GtkTextIter *iter);

/* Joins the paragraph at the caret with the one before (@direction < 0) or behind it (> 0) when nothing but the end of a paragraph lies between; FALSE when there is more or less to
 * delete there. */
gboolean quire_markdown_join_paragraphs (GtkTextBuffer *buffer, int direction);

/* Wraps the selection, paragraph by paragraph, or the word at the caret in @mark ("*", "**", "~~"); takes the marks off when all of it is wrapped already. The same text stays selected. With
 * nothing to wrap, an empty pair with the caret inside. */
void quire_markdown_toggle_mark (GtkTextBuffer *buffer, const char *mark);

G_END_DECLS
