/* quire-voices-page-private.h: what the tests of the page use besides its header.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-voices-page.h"

G_BEGIN_DECLS

/* What quire_voices_page_set_workspace() does with its book; NULL: none. */
void quire_voices_page_set_manuscript (QuireVoicesPage *self, QuireManuscript *manuscript);

/* The points of view that the page shows (of QuireNarrator). Owned by the page. */
GListModel *quire_voices_page_get_narrators (QuireVoicesPage *self);

/* How often it has counted the book. */
guint quire_voices_page_get_n_counts (QuireVoicesPage *self);

G_END_DECLS
