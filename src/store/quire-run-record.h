/* quire-run-record.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Workflow runs as rows: plain values that threads pass on. The engine gives them their meaning. Times are microseconds since 1970, 0 = not yet. JSON as text. */

typedef enum
{
  QUIRE_RUN_QUEUED,
  QUIRE_RUN_RUNNING,
  QUIRE_RUN_PAUSED,
  QUIRE_RUN_COMPLETED,
  QUIRE_RUN_FAILED,
  QUIRE_RUN_CANCELLED,
  QUIRE_RUN_INTERRUPTED,
} QuireRunState;

typedef enum
{
  QUIRE_STEP_PENDING,
  QUIRE_STEP_RUNNING,
  QUIRE_STEP_RETRYING,
  QUIRE_STEP_COMPLETED,
  QUIRE_STEP_FAILED,
  QUIRE_STEP_SKIPPED,
  QUIRE_STEP_CANCELLED,
} QuireStepState;

/* "queued" … "interrupted", "pending" … as stored and as the API says them; FALSE from a name that is none. Titles are translated. */
const char *quire_run_state_get_name (QuireRunState state);
gboolean quire_run_state_from_name (const char *name, QuireRunState *state);
const char *quire_run_state_get_title (QuireRunState state);
gboolean quire_run_state_is_final (QuireRunState state); /* completed, failed, cancelled; interrupted can be resumed */
const char *quire_step_state_get_name (QuireStepState state);
gboolean quire_step_state_from_name (const char *name, QuireStepState *state);
const char *quire_step_state_get_title (QuireStepState state);

typedef struct
{
  char *name;
  QuireStepState state;
  guint attempts;
  gint64 started;
  gint64 ended;
  char *summary;    /* one line for the writer, "" if none */
  char *output;     /* JSON object, or NULL */
  char *error_code; /* "" if none */
  char *error_message;
} QuireStepRecord;

typedef struct
{
  char *id;
  char *kind;  /* "scene-generation" … */
  char *title; /* for the list: "Draft 1.2.3 Low water" */
  QuireRunState state;
  char *parameters;   /* JSON object */
  char *result;       /* JSON object, or NULL */
  char *partial_text; /* what had been streamed, kept over cancel, error and crash */
  char *error_code;
  char *error_message;
  gint64 created;
  gint64 started;
  gint64 ended;
  GPtrArray *steps; /* of QuireStepRecord, in order */
} QuireRunRecord;

typedef struct
{
  guint64 sequence; /* from 1, without gap, for each run */
  gint64 time;
  char *type;    /* "queued" "started" "step-started" … as DESIGN names them */
  char *step;    /* "" for events of the run itself */
  char *payload; /* JSON object */
} QuireRunEvent;

QuireRunRecord *quire_run_record_new (const char *kind, const char *title, const char *parameters) G_GNUC_WARN_UNUSED_RESULT;
QuireRunRecord *quire_run_record_copy (const QuireRunRecord *self) G_GNUC_WARN_UNUSED_RESULT;
void quire_run_record_free (QuireRunRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QuireRunRecord, quire_run_record_free)

QuireStepRecord *quire_step_record_new (const char *name) G_GNUC_WARN_UNUSED_RESULT;
QuireStepRecord *quire_step_record_copy (const QuireStepRecord *self) G_GNUC_WARN_UNUSED_RESULT;
void quire_step_record_free (QuireStepRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QuireStepRecord, quire_step_record_free)

QuireRunEvent *quire_run_event_new (const char *type, const char *step, const char *payload) G_GNUC_WARN_UNUSED_RESULT;
QuireRunEvent *quire_run_event_copy (const QuireRunEvent *self) G_GNUC_WARN_UNUSED_RESULT;
void quire_run_event_free (QuireRunEvent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QuireRunEvent, quire_run_event_free)

G_END_DECLS
