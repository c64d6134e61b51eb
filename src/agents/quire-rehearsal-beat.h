/* quire-rehearsal-beat.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-rehearsal-cast.h"

G_BEGIN_DECLS

/* A beat of the outline as sentences of the scene: instructions to oneself taken off ("Show that …"), present tense turned into past and the point of view into I where the
 * scene is told so and it is easily safe; otherwise as the writer wrote it. @text may be what a codex entry says, too. */
char *quire_rehearsal_beat_write (const char *text, QuireRehearsalCast *cast) G_GNUC_WARN_UNUSED_RESULT;

/* Things that @text names, as "the letter": newly allocated strings are added to @things. */
void quire_rehearsal_beat_find_things (const char *text, QuireRehearsalCast *cast, GPtrArray *things);

G_END_DECLS
