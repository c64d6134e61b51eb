/* quire-outline-row.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "quire-node.h"

G_BEGIN_DECLS

/**
 * QuireOutlineRow:
 *
 * One row of the outline: it follows its node, and its title can be turned into an entry. Lists use a row again for other nodes.
 * Property: `spoken` (string): the row in words, for screen readers.
 * Signals: `clicked ()`: once for a click of the first button, not for the expander; `menu-requested (x, y)`: a menu is wanted there, in the row's
 * coordinates; `renamed (title)`: the writer has given another title.
 */
#define QUIRE_TYPE_OUTLINE_ROW (quire_outline_row_get_type ())
G_DECLARE_FINAL_TYPE (QuireOutlineRow, quire_outline_row, QUIRE, OUTLINE_ROW, AdwBin)

GtkWidget *quire_outline_row_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* NULL: the row is not in use; a title that was being edited is stored first. */
void quire_outline_row_set_list_row (QuireOutlineRow *self, GtkTreeListRow *list_row);
QuireNode *quire_outline_row_get_node (QuireOutlineRow *self);

/* Turns the title into an entry with the focus; nothing if it is one. */
void quire_outline_row_start_rename (QuireOutlineRow *self);
gboolean quire_outline_row_get_renaming (QuireOutlineRow *self);

G_END_DECLS
