/* quire-voices-page.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "quire-workspace.h"

G_BEGIN_DECLS

/**
 * QuireVoicesPage:
 *
 * The page *Voices*. Signal: `open-scene (id)` when a scene is to be opened in the editor.
 */
#define QUIRE_TYPE_VOICES_PAGE (quire_voices_page_get_type ())
G_DECLARE_FINAL_TYPE (QuireVoicesPage, quire_voices_page, QUIRE, VOICES_PAGE, AdwBin)

/* NULL: no book. */
void quire_voices_page_set_workspace (QuireVoicesPage *self, QuireWorkspace *workspace);

/* Puts the focus where work goes on. */
void quire_voices_page_focus (QuireVoicesPage *self);

G_END_DECLS
