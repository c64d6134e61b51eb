/* quire-scene-buffer.h: the text of one scene while it is open.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtksourceview/gtksource.h>

#include "quire-flush.h"
#include "quire-project.h"

G_BEGIN_DECLS

typedef enum
{
  QUIRE_SCENE_BUFFER_LOADING,    /* empty until the stored text is there */
  QUIRE_SCENE_BUFFER_UNREADABLE, /* it could not be loaded; nothing is ever written from here */
  QUIRE_SCENE_BUFFER_CLEAN,      /* what is shown is on disk */
  QUIRE_SCENE_BUFFER_UNSAVED,    /* the writer has typed; a commit is due soon */
  QUIRE_SCENE_BUFFER_SAVING,     /* a commit is under way */
  QUIRE_SCENE_BUFFER_FAILED,     /* the last commit failed; the text is kept here and tried again */
} QuireSceneBufferState;

#define QUIRE_TYPE_SCENE_BUFFER_STATE (quire_scene_buffer_state_get_type ())
GType quire_scene_buffer_state_get_type (void);

/**
 * QuireSceneBuffer:
 *
 * One scene's text: it loads itself, knows which stored text it was made from, and commits what is typed as QuireAutosave says. The text is taken out whole only for a commit and for a
 * count a moment after typing. Loading cannot be undone; everything after it can, without end, as long as the object lives. Main thread only.
 *
 * Properties: `state` (QuireSceneBufferState), `words` (uint, up to date a moment after typing). Signals: `saved ()`: all of it is on disk; `failed (message)`: a commit failed, with a sentence.
 */
#define QUIRE_TYPE_SCENE_BUFFER (quire_scene_buffer_get_type ())
G_DECLARE_FINAL_TYPE (QuireSceneBuffer, quire_scene_buffer, QUIRE, SCENE_BUFFER, GtkSourceBuffer)

/* Begins to load at once. @tags: of quire_markdown_styler_new_tags(). */
QuireSceneBuffer *quire_scene_buffer_new (QuireProject *project, QuireNode *scene, GtkTextTagTable *tags) G_GNUC_WARN_UNUSED_RESULT;

const char *quire_scene_buffer_get_scene_id (QuireSceneBuffer *self);
QuireSceneBufferState quire_scene_buffer_get_state (QuireSceneBuffer *self);
guint quire_scene_buffer_get_words (QuireSceneBuffer *self);

/* Neither loading nor unreadable. */
gboolean quire_scene_buffer_get_loaded (QuireSceneBuffer *self);

/* TRUE when something typed is not on disk. */
gboolean quire_scene_buffer_get_unsaved (QuireSceneBuffer *self);

/* Why it is UNREADABLE or FAILED, as a sentence; NULL otherwise. */
const char *quire_scene_buffer_get_message (QuireSceneBuffer *self);

/* Tries again to load an unreadable scene. */
void quire_scene_buffer_load (QuireSceneBuffer *self);

/* Commits now. @func may be NULL. */
void quire_scene_buffer_flush (QuireSceneBuffer *self, QuireFlushFunc func, gpointer data);

G_END_DECLS
