/* quire-engine-run-private.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-run-journal-private.h"
#include "quire-workflow-private.h"

G_BEGIN_DECLS

/**
 * QuireEngineRun:
 *
 * A run that is executed, or paused and ready to go on: its graph of steps, with their fibers. Counted; the fibers keep it. Main thread only.
 */
typedef struct _QuireEngineRun QuireEngineRun;

/* What the engine is told. Called from fibers too, so nothing here may reach a widget. */
typedef struct
{
  void (*stored) (QuireEngineRun *run, QuireRunBatch *batch, gpointer data); /* @batch is taken */
  void (*waits) (QuireEngineRun *run, gpointer data);                        /* it wants a place, in the order of these calls */
  void (*ready) (QuireEngineRun *run, gpointer data);                        /* it is in the file as queued and may have the place */
  void (*left) (QuireEngineRun *run, gpointer data);                         /* it no longer uses the place it had, or does not want one any more */
} QuireEngineRunFuncs;

/* @record is taken. @in_file: a run of the file that is to be resumed or ended, else a new one. @workflow may be NULL for a run of the file until it is resumed. */
QuireEngineRun *quire_engine_run_new_take (QuireDatabase *database, QuireClock *clock, QuireWorkflow *workflow, QuireRunRecord *record, gboolean in_file) G_GNUC_WARN_UNUSED_RESULT;
QuireEngineRun *quire_engine_run_ref (QuireEngineRun *self);
void quire_engine_run_unref (QuireEngineRun *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QuireEngineRun, quire_engine_run_unref)

/* NULL: nobody is told any more. */
void quire_engine_run_set_listener (QuireEngineRun *self, const QuireEngineRunFuncs *funcs, gpointer data);

void quire_engine_run_set_workflow (QuireEngineRun *self, QuireWorkflow *workflow);
QuireWorkflow *quire_engine_run_get_workflow (QuireEngineRun *self);
QuireRunJournal *quire_engine_run_get_journal (QuireEngineRun *self);
QuireClock *quire_engine_run_get_clock (QuireEngineRun *self);
JsonObject *quire_engine_run_get_parameters (QuireEngineRun *self);

/* It waits for a place, and is in the file as doing so. */
gboolean quire_engine_run_is_ready (QuireEngineRun *self);

/* The stored output of a completed step; NULL if it is not completed. */
JsonObject *quire_engine_run_get_output (QuireEngineRun *self, guint step);

/* -- what the engine does with it; INVALID with a sentence when the state forbids it -- */

/* Stores a new run as queued. */
void quire_engine_run_queue (QuireEngineRun *self);

/* It has a place now. */
void quire_engine_run_start (QuireEngineRun *self);

gboolean quire_engine_run_pause (QuireEngineRun *self, GError **error);
gboolean quire_engine_run_resume (QuireEngineRun *self, GError **error);
gboolean quire_engine_run_cancel (QuireEngineRun *self, GError **error);

/* A run of the file that no process runs any more. */
void quire_engine_run_interrupt (QuireEngineRun *self);

/* Drops all that runs and leaves the state as it is. */
void quire_engine_run_halt (QuireEngineRun *self);

/* Resolves when no step function is left that still has to unwind after it was dropped. */
DexFuture *quire_engine_run_when_unwound (QuireEngineRun *self) G_GNUC_WARN_UNUSED_RESULT;

/* -- what its steps do -- */

/* Contexts that are alive, so that it is known when all have unwound. */
void quire_engine_run_add_context (QuireEngineRun *self);
void quire_engine_run_remove_context (QuireEngineRun *self);

void quire_engine_run_add_text (QuireEngineRun *self, guint step, const char *text);

/* Begins attempt @attempt of a step; NULL when the step was dropped meanwhile. */
QuireStepContext *quire_engine_run_begin_attempt (QuireEngineRun *self, guint step, guint attempt) G_GNUC_WARN_UNUSED_RESULT;

/* The attempt has ended; the step waits for the next one. */
void quire_engine_run_retry_later (QuireEngineRun *self, QuireStepContext *context, guint delay_ms, const GError *error);

/* The step has ended; @error NULL: completed. */
void quire_engine_run_end_step (QuireEngineRun *self, QuireStepContext *context, const GError *error);

/* The life of one step (quire-engine-step.c): attempts, limits, back-off. Takes @context, its first attempt. Drop the future to stop it. */
DexFuture *quire_engine_step_run (QuireEngineRun *run, QuireStepContext *context) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
