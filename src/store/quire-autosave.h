/* quire-autosave.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-clock.h"

G_BEGIN_DECLS

#define QUIRE_AUTOSAVE_QUIET_MS 500  /* after the last key */
#define QUIRE_AUTOSAVE_LIMIT_MS 2000 /* while keys keep coming */

/**
 * QuireAutosave:
 *
 * When typed text has to be committed: QUIRE_AUTOSAVE_QUIET_MS after the last change, and at least every QUIRE_AUTOSAVE_LIMIT_MS while changes go on. Emits `due ()`; the owner
 * then commits. Main thread only. Property: `pending` (boolean: something has changed that `due` has not been emitted for).
 */
#define QUIRE_TYPE_AUTOSAVE (quire_autosave_get_type ())
G_DECLARE_FINAL_TYPE (QuireAutosave, quire_autosave, QUIRE, AUTOSAVE, GObject)

QuireAutosave *quire_autosave_new (QuireClock *clock) G_GNUC_WARN_UNUSED_RESULT;

/* Something changed. */
void quire_autosave_touch (QuireAutosave *self);

/* Emits `due` now if something is pending (a scene is left, the window closes, Ctrl+S). */
void quire_autosave_flush (QuireAutosave *self);

gboolean quire_autosave_get_pending (QuireAutosave *self);

G_END_DECLS
