/* quire-scene-footer.h: what stands below a scene's text: save state, words, target and status.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "quire-scene-buffer.h"

G_BEGIN_DECLS

/**
 * QuireSceneFooter:
 *
 * Shows where the open scene stands; its status can be set here. Hides what does not fit. Signal: `failed (message)`.
 */
#define QUIRE_TYPE_SCENE_FOOTER (quire_scene_footer_get_type ())
G_DECLARE_FINAL_TYPE (QuireSceneFooter, quire_scene_footer, QUIRE, SCENE_FOOTER, AdwBin)

/* All NULL: no scene. */
void quire_scene_footer_show (QuireSceneFooter *self, QuireProject *project, QuireNode *scene, QuireSceneBuffer *buffer);

G_END_DECLS
