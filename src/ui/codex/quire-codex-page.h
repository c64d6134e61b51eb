/* quire-codex-page.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "quire-workspace.h"

G_BEGIN_DECLS

/**
 * QuireCodexPage:
 *
 * The page *Codex*. Signal: `open-scene (id)` when a scene is to be opened in the editor.
 */
#define QUIRE_TYPE_CODEX_PAGE (quire_codex_page_get_type ())
G_DECLARE_FINAL_TYPE (QuireCodexPage, quire_codex_page, QUIRE, CODEX_PAGE, AdwBin)

/* NULL: no book. */
void quire_codex_page_set_workspace (QuireCodexPage *self, QuireWorkspace *workspace);

/* Puts the focus where work goes on. */
void quire_codex_page_focus (QuireCodexPage *self);

G_END_DECLS
