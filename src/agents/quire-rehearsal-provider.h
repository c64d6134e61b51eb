/* quire-rehearsal-provider.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-agent-pool.h"
#include "quire-project.h"

G_BEGIN_DECLS

/**
 * QuireRehearsalProvider:
 *
 * Drafts with no model, no key and no network: the request's outline and context, and a variable-order Markov model of the project's own prose, stitched into a scene. Deterministic for the same
 * seed, project text and request. Its models are its registers: "plain", "terse", "lyrical", "brisk", "formal"; they differ in sentence length, rhythm, dialogue share and punctuation. It never claims to be
 * more than it is: its label says *rehearsal: no model, words stitched from your own pages*.
 */
#define QUIRE_TYPE_REHEARSAL_PROVIDER (quire_rehearsal_provider_get_type ())
G_DECLARE_FINAL_TYPE (QuireRehearsalProvider, quire_rehearsal_provider, QUIRE, REHEARSAL_PROVIDER, QuireProvider)

/* @words_per_second: how fast it streams; 0, as at first, = as fast as it can (tests, command line). */
QuireRehearsalProvider *quire_rehearsal_provider_new (QuireProject *project, QuireClock *clock) G_GNUC_WARN_UNUSED_RESULT;
void quire_rehearsal_provider_set_speed (QuireRehearsalProvider *self, guint words_per_second);

/* Registers the provider and its agents ("rehearsal", which is plain and the default, "rehearsal-terse", "rehearsal-lyrical" …) with @pool. */
void quire_rehearsal_provider_register (QuireRehearsalProvider *self, QuireAgentPool *pool);

/* The honest label, translated. */
const char *quire_rehearsal_provider_get_label (void);

G_END_DECLS
