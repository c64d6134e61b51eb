/* quire-run-private.h: what the engine needs of a run.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-run.h"
#include "quire-workflow.h"

G_BEGIN_DECLS

/* -- a step (quire-run-step.c) -- */

QuireRunStep *quire_run_step_new (const QuireStepRecord *record, const char *title) G_GNUC_WARN_UNUSED_RESULT;
void quire_run_step_set_title (QuireRunStep *self, const char *title);

/* All that the record says. Notifies what changed. @progress is not part of the record: -1 when it is not known. */
void quire_run_step_apply (QuireRunStep *self, const QuireStepRecord *record, double progress);

/* -- a run (quire-run.c) -- */

/* Shows @record (taken). */
QuireRun *quire_run_new_take (QuireRunRecord *record, QuireWorkflow *workflow) G_GNUC_WARN_UNUSED_RESULT;

/* Takes the titles of the steps from @workflow, which may be NULL. */
void quire_run_set_workflow (QuireRun *self, QuireWorkflow *workflow);

/* Shows @record (taken), the present state of the same run, and notifies what changed. @progress: one value for each step, -1 where it is not known. */
void quire_run_apply_take (QuireRun *self, QuireRunRecord *record, const double *progress);

/* What it shows; valid until the next change. */
const QuireRunRecord *quire_run_get_record (QuireRun *self);

/* Emit the signals, from a plain callback of the main loop. */
void quire_run_emit_event (QuireRun *self, const QuireRunEvent *event);
void quire_run_emit_text (QuireRun *self, const char *delta);
void quire_run_emit_finished (QuireRun *self);

G_END_DECLS
