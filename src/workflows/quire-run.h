/* quire-run.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "quire-run-record.h"

G_BEGIN_DECLS

#define QUIRE_TYPE_RUN_STEP (quire_run_step_get_type ())
G_DECLARE_FINAL_TYPE (QuireRunStep, quire_run_step, QUIRE, RUN_STEP, GObject)

/* Properties (read-only, notify): `name`, `title`, `state` (QuireStepState as uint), `summary`, `progress` (-1 unknown), `attempts`, `error-message`. */
const char *quire_run_step_get_name (QuireRunStep *self);
const char *quire_run_step_get_title (QuireRunStep *self);
QuireStepState quire_run_step_get_state (QuireRunStep *self);
const char *quire_run_step_get_summary (QuireRunStep *self);
double quire_run_step_get_progress (QuireRunStep *self);
guint quire_run_step_get_attempts (QuireRunStep *self);
const char *quire_run_step_get_error_message (QuireRunStep *self); /* "" if none */
gint64 quire_run_step_get_started (QuireRunStep *self);
gint64 quire_run_step_get_ended (QuireRunStep *self);
JsonObject *quire_run_step_get_output (QuireRunStep *self); /* or NULL */

/**
 * QuireRun:
 *
 * One execution of a workflow, live or from the file. What it shows has been stored before. Main thread only.
 *
 * Properties (read-only, notify): `id`, `kind`, `title`, `state` (QuireRunState as uint), `error-code`, `error-message`, `n-words` (of the partial text).
 * Signals: `event (QuireRunEvent pointer)` for every stored event, in order; `text (delta)` with streamed text after it was stored; `finished ()` once, when the state
 * became completed, failed or cancelled. A run that goes on after an interruption begins its text anew: the first `text` after `resumed` replaces the partial text of the step that was cut off.
 */
#define QUIRE_TYPE_RUN (quire_run_get_type ())
G_DECLARE_FINAL_TYPE (QuireRun, quire_run, QUIRE, RUN, GObject)

const char *quire_run_get_id (QuireRun *self);
const char *quire_run_get_kind (QuireRun *self);
const char *quire_run_get_title (QuireRun *self);
QuireRunState quire_run_get_state (QuireRun *self);
const char *quire_run_get_error_code (QuireRun *self);
const char *quire_run_get_error_message (QuireRun *self);
const char *quire_run_get_partial_text (QuireRun *self);
guint quire_run_get_n_words (QuireRun *self);
JsonObject *quire_run_get_parameters (QuireRun *self);
JsonObject *quire_run_get_result (QuireRun *self); /* or NULL */
GListModel *quire_run_get_steps (QuireRun *self);  /* of QuireRunStep */
gint64 quire_run_get_created (QuireRun *self);
gint64 quire_run_get_started (QuireRun *self);
gint64 quire_run_get_ended (QuireRun *self);

G_END_DECLS
