/* quire-rehearsal-writer.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-rehearsal-cast.h"
#include "quire-rehearsal-register.h"

G_BEGIN_DECLS

/**
 * QuireRehearsalWriter:
 *
 * Writes single sentences of a scene from the book's prose: many candidates, the best of them taken. It remembers what was written, so that nothing is said twice and
 * nothing copied at length. One thread.
 */
typedef struct _QuireRehearsalWriter QuireRehearsalWriter;

/* Borrows all but @manner, which is static. */
QuireRehearsalWriter *quire_rehearsal_writer_new (QuireRehearsalCast *cast, const QuireRehearsalRegister *manner, QuireRandom *random) G_GNUC_WARN_UNUSED_RESULT;
void quire_rehearsal_writer_free (QuireRehearsalWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QuireRehearsalWriter, quire_rehearsal_writer_free)

/* What the next sentences should be about: @beat counts more than @context. */
void quire_rehearsal_writer_set_subject (QuireRehearsalWriter *self, const char *beat, const char *context);

/* A sentence of narration; NULL when the book gives none. @opens: it opens a paragraph. @focus: member of the cast whom the scene is with, or -1. */
char *quire_rehearsal_writer_narrate (QuireRehearsalWriter *self, gboolean opens, int focus) G_GNUC_WARN_UNUSED_RESULT;

/* A sentence of speech without quotation marks. @answers: the line before asked. */
char *quire_rehearsal_writer_speak (QuireRehearsalWriter *self, int speaker, gboolean answers) G_GNUC_WARN_UNUSED_RESULT;

/* Remembers @text as written. Sentences that the writer gave must be noted too, once they are used. */
void quire_rehearsal_writer_note (QuireRehearsalWriter *self, const char *text);

/* FALSE when @text repeats a phrase of what was noted, or would copy too long a run of the book. */
gboolean quire_rehearsal_writer_may_follow (QuireRehearsalWriter *self, const char *text);

G_END_DECLS
