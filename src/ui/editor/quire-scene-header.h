/* quire-scene-header.h: what stands above a scene's text: number, title and outline.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "quire-flush.h"
#include "quire-project.h"

G_BEGIN_DECLS

/**
 * QuireSceneHeader:
 *
 * Heading and outline of a scene. The outline is the node's synopsis; it is stored a moment after typing and when another scene is shown, and what could not be stored is kept
 * and tried again. Signals: `failed (message)`, `saved ()`.
 */
#define QUIRE_TYPE_SCENE_HEADER (quire_scene_header_get_type ())
G_DECLARE_FINAL_TYPE (QuireSceneHeader, quire_scene_header, QUIRE, SCENE_HEADER, GtkBox)

/* NULL: no book. Forgets what could not be stored. */
void quire_scene_header_set_project (QuireSceneHeader *self, QuireProject *project);

/* @open_outline: whether the outline is open at first. */
void quire_scene_header_set_scene (QuireSceneHeader *self, QuireNode *scene, gboolean open_outline);

gboolean quire_scene_header_get_unsaved (QuireSceneHeader *self);
void quire_scene_header_flush (QuireSceneHeader *self, QuireFlushFunc func, gpointer data);

G_END_DECLS
