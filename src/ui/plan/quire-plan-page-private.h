/* quire-plan-page-private.h: what the tests of the page use besides its header.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-plan-page.h"

G_BEGIN_DECLS

/* What quire_plan_page_set_workspace() does with its book; NULL: none. */
void quire_plan_page_set_manuscript (QuirePlanPage *self, QuireManuscript *manuscript);

G_END_DECLS
