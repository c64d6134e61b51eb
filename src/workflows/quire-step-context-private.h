/* quire-step-context-private.h: the engine's side of a step context.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-step-context.h"

#include "quire-engine-run-private.h"

G_BEGIN_DECLS

/* For attempt @attempt (from 1) of step @step of @run. Counted: it outlives the attempt until the step's fiber has unwound. */
QuireStepContext *quire_step_context_new (QuireEngineRun *run, guint step, guint attempt) G_GNUC_WARN_UNUSED_RESULT;
QuireStepContext *quire_step_context_ref (QuireStepContext *self);
void quire_step_context_unref (QuireStepContext *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QuireStepContext, quire_step_context_unref)

/* The attempt is over: what its function says from now on is not heard. */
void quire_step_context_close (QuireStepContext *self);
gboolean quire_step_context_is_closed (QuireStepContext *self);

guint quire_step_context_get_step (QuireStepContext *self);
QuireEngineRun *quire_step_context_get_run (QuireStepContext *self);

/* Whether text was streamed in this attempt. */
gboolean quire_step_context_has_streamed (QuireStepContext *self);

/* What the attempt gave; NULL when nothing. */
JsonObject *quire_step_context_steal_output (QuireStepContext *self);
JsonObject *quire_step_context_steal_result (QuireStepContext *self);

G_END_DECLS
