/* quire-editor-pane.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "quire-flush.h"
#include "quire-workspace.h"

G_BEGIN_DECLS

/**
 * QuireEditorPane:
 *
 * The page *Write*: heading, outline of the scene, text and footer. One buffer for each scene, kept while the book is open.
 * Properties: `scene` (QuireNode or NULL), `zoom` (double, 0.5–3.0; 1.0 at first). Signals: `failed (message)`: text could not be stored, with a sentence for a banner; `saved ()`.
 */
#define QUIRE_TYPE_EDITOR_PANE (quire_editor_pane_get_type ())
G_DECLARE_FINAL_TYPE (QuireEditorPane, quire_editor_pane, QUIRE, EDITOR_PANE, AdwBin)

/* NULL: no book. What was typed into the former book must have been flushed. */
void quire_editor_pane_set_workspace (QuireEditorPane *self, QuireWorkspace *workspace);

/* Shows @scene (NULL: the empty state). Its text is loaded if it is not there yet; what was typed elsewhere is stored at once. */
void quire_editor_pane_open (QuireEditorPane *self, QuireNode *scene);
QuireNode *quire_editor_pane_get_scene (QuireEditorPane *self);

/* Stores everything that is not stored yet and calls @func once, from the main loop: with NULL when all of it is on disk, else with the
 * error; the text then stays in its buffer. @func is called even if the pane is disposed of meanwhile. */
typedef void (*QuireEditorFlushFunc) (const GError *error, gpointer data);
void quire_editor_pane_flush (QuireEditorPane *self, QuireEditorFlushFunc func, gpointer data);

/* TRUE when some scene has text, or an outline, that is not on disk yet. */
gboolean quire_editor_pane_get_unsaved (QuireEditorPane *self);

void quire_editor_pane_focus_text (QuireEditorPane *self);

/* Wraps the selection (or the word at the caret) in Markdown marks, or takes them off: "*", "**", "~~". */
void quire_editor_pane_toggle_mark (QuireEditorPane *self, const char *mark);

/* Caret (code points) and scroll position (0.0–1.0) of the open scene; setting waits for the text if it is still loading. */
void quire_editor_pane_get_position (QuireEditorPane *self, guint *caret, double *scroll);
void quire_editor_pane_set_position (QuireEditorPane *self, guint caret, double scroll);

void quire_editor_pane_set_zoom (QuireEditorPane *self, double zoom);
double quire_editor_pane_get_zoom (QuireEditorPane *self);

G_END_DECLS
