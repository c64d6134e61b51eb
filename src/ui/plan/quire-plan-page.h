/* quire-plan-page.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "quire-workspace.h"

G_BEGIN_DECLS

/**
 * QuirePlanPage:
 *
 * The page *Plan*. Signal: `open-scene (id)` when a scene is to be opened in the editor.
 */
#define QUIRE_TYPE_PLAN_PAGE (quire_plan_page_get_type ())
G_DECLARE_FINAL_TYPE (QuirePlanPage, quire_plan_page, QUIRE, PLAN_PAGE, AdwBin)

/* NULL: no book. */
void quire_plan_page_set_workspace (QuirePlanPage *self, QuireWorkspace *workspace);

/* Puts the focus where work goes on. */
void quire_plan_page_focus (QuirePlanPage *self);

G_END_DECLS
