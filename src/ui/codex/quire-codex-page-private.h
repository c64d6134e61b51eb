/* quire-codex-page-private.h: what the tests of the page use besides its header.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-codex-page.h"

G_BEGIN_DECLS

/* What quire_codex_page_set_workspace() does with its book; @entries: a list of QuireEntry by category and name. NULL: none. */
void quire_codex_page_set_entries (QuireCodexPage *self, GListModel *entries, QuireManuscript *manuscript);

G_END_DECLS
