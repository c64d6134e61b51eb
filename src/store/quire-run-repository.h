/* quire-run-repository.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-run-record.h"

G_BEGIN_DECLS

typedef struct _DexFuture DexFuture;
typedef struct _QuireDatabase QuireDatabase;

/* Rows of `workflows`, `workflow_steps` and `workflow_events`. Main thread; rejections are QUIRE_ERROR STORE, READ_ONLY, NO_SPACE, NOT_FOUND. */

/* Stores the run with its steps and its first events (of QuireRunEvent) in one transaction; sets their sequence numbers.
 * Resolves to the GPtrArray of events as stored. @record and @events are copied. */
DexFuture *quire_run_repository_insert (QuireDatabase *database, const QuireRunRecord *record, GPtrArray *events) G_GNUC_WARN_UNUSED_RESULT;

/* Stores the present values of the run (its id must exist) and of all its steps, and appends @events, in one transaction. Resolves to the GPtrArray of
 * the events with sequence numbers. */
DexFuture *quire_run_repository_update (QuireDatabase *database, const QuireRunRecord *record, GPtrArray *events) G_GNUC_WARN_UNUSED_RESULT;

/* Resolves to a GPtrArray of QuireRunRecord, newest first, at most @limit (0: all). */
DexFuture *quire_run_repository_list (QuireDatabase *database, guint limit) G_GNUC_WARN_UNUSED_RESULT;

/* Resolves to a GPtrArray with the one record; NOT_FOUND otherwise. An id's unambiguous beginning of at least 4 characters is enough. */
DexFuture *quire_run_repository_load (QuireDatabase *database, const char *id) G_GNUC_WARN_UNUSED_RESULT;

/* Resolves to a GPtrArray of QuireRunEvent after sequence number @after, in order. */
DexFuture *quire_run_repository_load_events (QuireDatabase *database, const char *id, guint64 after) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
