/* quire-workspace.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-agent-pool.h"
#include "quire-codex.h"
#include "quire-engine.h"
#include "quire-knowledge.h"
#include "quire-project.h"

G_BEGIN_DECLS

/**
 * QuireWorkspace:
 *
 * The composition root of one open book: opens the project and owns the services on top of it. It decides nothing. Main thread only.
 */
#define QUIRE_TYPE_WORKSPACE (quire_workspace_get_type ())
G_DECLARE_FINAL_TYPE (QuireWorkspace, quire_workspace, QUIRE, WORKSPACE, GObject)

/* Resolves to a QuireWorkspace with codex and runs loaded; rejects as quire_project_open(). @words_per_second: how fast rehearsal streams; 0: as fast as it can. */
DexFuture *quire_workspace_open (const char *path, QuireProjectFlags flags, QuireClock *clock, guint words_per_second) G_GNUC_WARN_UNUSED_RESULT;

/* Stops the engine, closes the project. Resolves to TRUE. */
DexFuture *quire_workspace_close (QuireWorkspace *self) G_GNUC_WARN_UNUSED_RESULT;

QuireProject *quire_workspace_get_project (QuireWorkspace *self);
QuireCodex *quire_workspace_get_codex (QuireWorkspace *self);
QuireKnowledge *quire_workspace_get_knowledge (QuireWorkspace *self);
QuireAgentPool *quire_workspace_get_pool (QuireWorkspace *self);
QuireEngine *quire_workspace_get_engine (QuireWorkspace *self);

G_END_DECLS
