/* quire-workflow.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct _DexFuture DexFuture;
typedef struct _QuireStepContext QuireStepContext;

/* One attempt of a step, on the main thread, in a fiber: it may await. @data is the workflow's. Returns a future that resolves (to TRUE) or rejects; the output goes through
 * quire_step_context_take_output(). Dropped when the step is cancelled or timed out. */
typedef DexFuture *(*QuireStepFunc) (QuireStepContext *context, gpointer data);

typedef struct
{
  const char *name;         /* stable, "gather-context" */
  const char *title;        /* translated, "Context" */
  const char *const *needs; /* names of the steps before it, NULL-terminated; NULL: none */
  QuireStepFunc func;
  guint timeout_ms;  /* of one attempt; 0: no limit */
  guint retries;     /* after the first attempt; only transient errors are retried, and none once text was streamed */
  gboolean optional; /* may fail; its dependants run without it */
} QuireStepDefinition;

/**
 * QuireWorkflow:
 *
 * A named graph of steps as data. Counted; frozen when registered with the engine.
 */
#define QUIRE_TYPE_WORKFLOW (quire_workflow_get_type ())
G_DECLARE_FINAL_TYPE (QuireWorkflow, quire_workflow, QUIRE, WORKFLOW, GObject)

/* @data is given to every step function and freed with the workflow. */
QuireWorkflow *quire_workflow_new (const char *kind, const char *title, gpointer data, GDestroyNotify data_free) G_GNUC_WARN_UNUSED_RESULT;

/* Everything is copied. */
void quire_workflow_add_step (QuireWorkflow *self, const QuireStepDefinition *step);

/* Duplicate names, unknown needs and cycles are INVALID, with a message that names them. */
gboolean quire_workflow_validate (QuireWorkflow *self, GError **error);

/* A check of a run's parameters before it is queued: FALSE with the error that submitting then gives. NULL: none. */
typedef gboolean (*QuireParametersFunc) (JsonObject *parameters, gpointer data, GError **error);
void quire_workflow_set_check (QuireWorkflow *self, QuireParametersFunc check);

/* The title of a run, from its parameters; NULL: the workflow's. */
typedef char *(*QuireTitleFunc) (JsonObject *parameters, gpointer data);
void quire_workflow_set_title_func (QuireWorkflow *self, QuireTitleFunc func);

const char *quire_workflow_get_kind (QuireWorkflow *self);
const char *quire_workflow_get_title (QuireWorkflow *self);
guint quire_workflow_get_n_steps (QuireWorkflow *self);
const QuireStepDefinition *quire_workflow_get_step (QuireWorkflow *self, guint i);

G_END_DECLS
