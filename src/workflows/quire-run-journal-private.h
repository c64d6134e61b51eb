/* quire-run-journal-private.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "quire-clock.h"
#include "quire-database.h"
#include "quire-run-record.h"

G_BEGIN_DECLS

/* What one transaction stored. */
typedef struct
{
  QuireRunRecord *record;
  GPtrArray *events; /* of QuireRunEvent with their sequence numbers; NULL when storing has failed for good and this is what remains in memory */
  GPtrArray *texts;  /* for each event the text that it streams, or NULL */
  double *progress;  /* for each step */
} QuireRunBatch;

void quire_run_batch_free (QuireRunBatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QuireRunBatch, quire_run_batch_free)

/**
 * QuireRunJournal:
 *
 * Stores one run and its events, one transaction at a time. Counted. Main thread only.
 */
typedef struct _QuireRunJournal QuireRunJournal;

typedef struct
{
  /* @batch (taken) is in the file. */
  void (*stored) (QuireRunBatch *batch, gpointer data);
  /* Nothing can be stored any more. Called once. */
  void (*failed) (const GError *error, gpointer data);
} QuireRunJournalFuncs;

/* @record (taken) is what the journal stores from; @in_file tells whether the file has a former state of it. */
QuireRunJournal *quire_run_journal_new_take (QuireDatabase *database, QuireClock *clock, QuireRunRecord *record, gboolean in_file) G_GNUC_WARN_UNUSED_RESULT;
QuireRunJournal *quire_run_journal_ref (QuireRunJournal *self);
void quire_run_journal_unref (QuireRunJournal *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QuireRunJournal, quire_run_journal_unref)

/* Who is told; NULL: nobody any more. What is pending is stored all the same. */
void quire_run_journal_set_listener (QuireRunJournal *self, const QuireRunJournalFuncs *funcs, gpointer data);

/* The record to change; a change leaves with the next write. Its partial text is kept apart and stays empty here. */
QuireRunRecord *quire_run_journal_get_record (QuireRunJournal *self);
void quire_run_journal_set_progress (QuireRunJournal *self, guint step, double progress);

/* Queues an event. @payload is taken; NULL is an empty object. */
void quire_run_journal_add_event (QuireRunJournal *self, const char *type, const char *step, JsonObject *payload);

/* Adds streamed text to the run's partial text, and to the step's output event that has not left yet, or to a new one. */
void quire_run_journal_add_text (QuireRunJournal *self, guint step, const char *text);
void quire_run_journal_clear_text (QuireRunJournal *self);

/* Lets what was queued leave, now or right after the write that is under way. */
void quire_run_journal_write (QuireRunJournal *self);

/* Resolves when nothing is under way and nothing waits. */
DexFuture *quire_run_journal_when_idle (QuireRunJournal *self) G_GNUC_WARN_UNUSED_RESULT;

/* The present state as it would leave next, with no events: what remains in memory when storing fails. */
QuireRunBatch *quire_run_journal_snapshot (QuireRunJournal *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
