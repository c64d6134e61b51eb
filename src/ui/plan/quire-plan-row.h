/* quire-plan-row.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "quire-node.h"

G_BEGIN_DECLS

/**
 * QuirePlanRow:
 *
 * One row of the page Plan: the heading of an act or a chapter, or a scene as a card. It follows its node; lists use it again for others.
 * Property: `spoken` (string): the row in words, for screen readers.
 */
#define QUIRE_TYPE_PLAN_ROW (quire_plan_row_get_type ())
G_DECLARE_FINAL_TYPE (QuirePlanRow, quire_plan_row, QUIRE, PLAN_ROW, AdwBin)

GtkWidget *quire_plan_row_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* NULL: the row is not in use. */
void quire_plan_row_set_node (QuirePlanRow *self, QuireNode *node);
QuireNode *quire_plan_row_get_node (QuirePlanRow *self);

G_END_DECLS
