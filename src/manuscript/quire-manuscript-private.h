/* quire-manuscript-private.h: what the files of the manuscript share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-manuscript.h"

G_BEGIN_DECLS

/* The children of @parent in the book, or the acts for NULL. */
GListModel *quire_manuscript_get_siblings (QuireManuscript *self, QuireNode *parent);

/* The number of siblings that come before @node by order key and id: its index when it is one of them, and the place to insert it
 * when it is not. */
guint quire_manuscript_search (GListModel *siblings, QuireNode *node);

/* The scenes of the book in reading order, each knowing its position. Made when it is asked for after a change; void at the next one. */
GPtrArray *quire_manuscript_get_reading_order (QuireManuscript *self);

G_END_DECLS
