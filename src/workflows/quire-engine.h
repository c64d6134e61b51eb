/* quire-engine.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-project.h"
#include "quire-run.h"
#include "quire-workflow.h"

G_BEGIN_DECLS

#define QUIRE_ENGINE_MAX_RUNS 4

/**
 * QuireEngine:
 *
 * Runs workflows of one open book: at most QUIRE_ENGINE_MAX_RUNS at once, the rest wait. Every event is stored before it is emitted. Main thread only.
 *
 * A step starts when the ends of the steps that it needs are stored. When a required step fails, nothing new is started, what runs is seen through and keeps its output, and what was not started is
 * skipped. When a run is cancelled, what runs is cancelled and what was not started is skipped. Events: queued started … completed, failed or cancelled; paused and interrupted, each followed by
 * resumed and started when it goes on; step-started for every attempt, step-output, step-retrying, step-completed, step-failed.
 */
#define QUIRE_TYPE_ENGINE (quire_engine_get_type ())
G_DECLARE_FINAL_TYPE (QuireEngine, quire_engine, QUIRE, ENGINE, GObject)

QuireEngine *quire_engine_new (QuireProject *project) G_GNUC_WARN_UNUSED_RESULT;

/* INVALID when the workflow is not valid or its kind is taken. */
gboolean quire_engine_register (QuireEngine *self, QuireWorkflow *workflow, GError **error);

/* Resolves to TRUE when the runs of the file are in the model. */
DexFuture *quire_engine_load (QuireEngine *self) G_GNUC_WARN_UNUSED_RESULT;

/* Queues a run; it has its id at once and is stored and started from the main loop. NULL with the error of the workflow's check, NOT_FOUND for an unknown kind, READ_ONLY. @parameters is
 * copied. The engine keeps the run; the returned reference is the caller's. */
QuireRun *quire_engine_submit (QuireEngine *self, const char *kind, JsonObject *parameters, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Takes effect at once: calls are aborted, partial text is kept. FALSE with INVALID when the state forbids it. */
gboolean quire_engine_cancel (QuireEngine *self, const char *id, GError **error);

/* Takes effect between steps. */
gboolean quire_engine_pause (QuireEngine *self, const char *id, GError **error);

/* A paused run goes on; an interrupted one re-enters at its first unfinished step and uses the outputs of finished ones. */
gboolean quire_engine_resume (QuireEngine *self, const char *id, GError **error);

QuireRun *quire_engine_lookup (QuireEngine *self, const char *id);

/* A GListModel of QuireRun, newest first. Owned by the engine. */
GListModel *quire_engine_get_runs (QuireEngine *self);

/* Resolves to TRUE when the run has ended: completed, failed or cancelled; never rejects for what happened to it. NOT_FOUND. */
DexFuture *quire_engine_when_finished (QuireEngine *self, const char *id) G_GNUC_WARN_UNUSED_RESULT;

/* The past events of a run from the file: resolves to a GPtrArray of QuireRunEvent after @after. Live ones come by QuireRun::event without gap: connect first, then load, and pass over
 * live events whose sequence number the past already held. */
DexFuture *quire_engine_load_events (QuireEngine *self, const char *id, guint64 after) G_GNUC_WARN_UNUSED_RESULT;

/* Cancels nothing but stops everything: running runs stay in the file as they are and are found interrupted. Resolves to TRUE. */
DexFuture *quire_engine_stop (QuireEngine *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
