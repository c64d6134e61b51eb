/* quire-run-step-row.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "quire-run.h"

G_BEGIN_DECLS

/**
 * QuireRunStepRow:
 *
 * One step of a run on a card: a mark for its state, its title, what it found.
 */
#define QUIRE_TYPE_RUN_STEP_ROW (quire_run_step_row_get_type ())
G_DECLARE_FINAL_TYPE (QuireRunStepRow, quire_run_step_row, QUIRE, RUN_STEP_ROW, AdwBin)

QuireRunStepRow *quire_run_step_row_new (QuireRunStep *step) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
