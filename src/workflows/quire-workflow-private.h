/* quire-workflow-private.h: what the engine needs of a workflow.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-workflow.h"

G_BEGIN_DECLS

/* No step can be added from now on. */
void quire_workflow_freeze (QuireWorkflow *self);

/* The position of the step of that name, or -1. */
int quire_workflow_find_step (QuireWorkflow *self, const char *name);

/* The workflow's own check of a run's parameters. */
gboolean quire_workflow_check (QuireWorkflow *self, JsonObject *parameters, GError **error);

/* The title of a run with these parameters. */
char *quire_workflow_dup_run_title (QuireWorkflow *self, JsonObject *parameters) G_GNUC_WARN_UNUSED_RESULT;

/* Calls the step's function: from a fiber. */
DexFuture *quire_workflow_call_step (QuireWorkflow *self, guint i, QuireStepContext *context) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
