/* quire-scene-buffers.h: the buffers of an open book.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-scene-buffer.h"

G_BEGIN_DECLS

/* So many are kept with their undo; beyond it the least recently shown clean one goes. */
#define QUIRE_SCENE_BUFFERS_MAX 64

/**
 * QuireSceneBuffers:
 *
 * The buffer of every scene that was opened in a book, by id, all with one tag table. Main thread only.
 *
 * Signals: `saved (QuireSceneBuffer)`, `failed (QuireSceneBuffer, message)`.
 */
#define QUIRE_TYPE_SCENE_BUFFERS (quire_scene_buffers_get_type ())
G_DECLARE_FINAL_TYPE (QuireSceneBuffers, quire_scene_buffers, QUIRE, SCENE_BUFFERS, GObject)

QuireSceneBuffers *quire_scene_buffers_new (QuireProject *project) G_GNUC_WARN_UNUSED_RESULT;

/* The buffer of @scene, which is now the one being shown. Owned by the object, valid until another is asked for. */
QuireSceneBuffer *quire_scene_buffers_show (QuireSceneBuffers *self, QuireNode *scene);

/* The one that is there already, or NULL. */
QuireSceneBuffer *quire_scene_buffers_lookup (QuireSceneBuffers *self, const char *scene_id);

guint quire_scene_buffers_get_n_buffers (QuireSceneBuffers *self);

gboolean quire_scene_buffers_get_unsaved (QuireSceneBuffers *self);

/* Commits every buffer; @func once, with NULL or the first error, when all of them have answered. */
void quire_scene_buffers_flush (QuireSceneBuffers *self, QuireFlushFunc func, gpointer data);

G_END_DECLS
