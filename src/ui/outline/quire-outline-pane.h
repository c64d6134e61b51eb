/* quire-outline-pane.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "quire-workspace.h"

G_BEGIN_DECLS

/**
 * QuireOutlinePane:
 *
 * The manuscript as a tree in a list, with a filter above and Trash below. It shows and selects; commands are the window's actions. Renaming in place is its own.
 * Property: `selected` (QuireNode or NULL). Signals: `activated (QuireNode)` when a row is to be opened (Return, or a click on a scene); `failed (message)` with a sentence for a toast.
 */
#define QUIRE_TYPE_OUTLINE_PANE (quire_outline_pane_get_type ())
G_DECLARE_FINAL_TYPE (QuireOutlinePane, quire_outline_pane, QUIRE, OUTLINE_PANE, AdwBin)

/* NULL: no book. */
void quire_outline_pane_set_workspace (QuireOutlinePane *self, QuireWorkspace *workspace);

QuireNode *quire_outline_pane_get_selected (QuireOutlinePane *self);

/* Selects a node's row, opens its parents and scrolls to it; does not emit `activated`. NULL: nothing selected. */
void quire_outline_pane_select (QuireOutlinePane *self, QuireNode *node);

/* Turns the selected row's title into an entry; Return stores, Esc leaves it. */
void quire_outline_pane_start_rename (QuireOutlinePane *self);

/* Puts the focus into the list, at the selected row. */
void quire_outline_pane_focus_list (QuireOutlinePane *self);

/* TRUE when the focus is inside the list of nodes or in its menu (so that Delete and F2 mean rows). */
gboolean quire_outline_pane_list_has_focus (QuireOutlinePane *self);

G_END_DECLS
