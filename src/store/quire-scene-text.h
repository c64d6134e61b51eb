/* quire-scene-text.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* A scene's text as it is stored. Immutable and counted: threads and futures share it. */
#define QUIRE_TYPE_SCENE_TEXT (quire_scene_text_get_type ())
G_DECLARE_FINAL_TYPE (QuireSceneText, quire_scene_text, QUIRE, SCENE_TEXT, GObject)

/* Takes @body and counts and hashes it. */
QuireSceneText *quire_scene_text_new_take (const char *scene_id, char *body) G_GNUC_WARN_UNUSED_RESULT;

const char *quire_scene_text_get_scene_id (QuireSceneText *self);
const char *quire_scene_text_get_body (QuireSceneText *self);
const char *quire_scene_text_get_hash (QuireSceneText *self);
guint quire_scene_text_get_words (QuireSceneText *self);

G_END_DECLS
