/* quire-voices-row.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "quire-narrator.h"

G_BEGIN_DECLS

/**
 * QuireVoicesRow:
 *
 * One row of the page Voices: a point of view with its figures, or below it one of its scenes. Lists use it again for others.
 * Property: `spoken` (string): the row in words, for screen readers.
 */
#define QUIRE_TYPE_VOICES_ROW (quire_voices_row_get_type ())
G_DECLARE_FINAL_TYPE (QuireVoicesRow, quire_voices_row, QUIRE, VOICES_ROW, AdwBin)

GtkWidget *quire_voices_row_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* A row of QuireNarrator or of QuireNode; NULL: not in use. */
void quire_voices_row_set_list_row (QuireVoicesRow *self, GtkTreeListRow *list_row);

G_END_DECLS
