/* quire-trash-button.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "quire-node.h"

G_BEGIN_DECLS

/**
 * QuireTrashButton:
 *
 * The row *Trash* below the outline: how much is in it, and in a popover what, with a button to bring each back. Signal: `restore (QuireNode)`.
 */
#define QUIRE_TYPE_TRASH_BUTTON (quire_trash_button_get_type ())
G_DECLARE_FINAL_TYPE (QuireTrashButton, quire_trash_button, QUIRE, TRASH_BUTTON, AdwBin)

/* @trash: the manuscript's list of QuireNode; NULL: no book. */
void quire_trash_button_set_model (QuireTrashButton *self, GListModel *trash);

G_END_DECLS
