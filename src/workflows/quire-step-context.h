/* quire-step-context.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-clock.h"
#include "quire-workflow.h"

G_BEGIN_DECLS

/* What a step function sees of its run. Valid while the attempt runs. Main thread only. */

const char *quire_step_context_get_run_id (QuireStepContext *self);
guint quire_step_context_get_attempt (QuireStepContext *self); /* from 1 */
JsonObject *quire_step_context_get_parameters (QuireStepContext *self);

/* The output of a finished step that this one needs, also of a former process; NULL if that step was optional and failed. */
JsonObject *quire_step_context_get_input (QuireStepContext *self, const char *step);

QuireClock *quire_step_context_get_clock (QuireStepContext *self);

/* Streams text: kept with the run at once, stored as step-output events in batches (the next batch leaves when the one before is stored), emitted after that. */
void quire_step_context_push_text (QuireStepContext *self, const char *text);

/* 0.0–1.0; goes out with the next event. */
void quire_step_context_set_progress (QuireStepContext *self, double progress);

/* One line for the writer: "Ada, night, 1,200 words". */
void quire_step_context_set_summary (QuireStepContext *self, const char *summary);

/* The step's output (taken): becomes input of later steps, stored with the step. */
void quire_step_context_take_output (QuireStepContext *self, JsonObject *output);

/* The run's result (taken): usually set by the last step. */
void quire_step_context_take_result (QuireStepContext *self, JsonObject *result);

G_END_DECLS
