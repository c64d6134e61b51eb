/* quire-order-key.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Order keys are text over 0–9 A–Z a–z (in byte order) that sorts with strcmp; between any two there is always a third, so a move writes one row.
 * A key never ends in '0'. Pure; any thread. */

/* A key after @after (NULL: from the beginning) and before @before (NULL: to the end). @after must sort before @before. Appending repeatedly makes keys
 * grow logarithmically, not one character a time. */
char *quire_order_key_between (const char *after, const char *before) G_GNUC_WARN_UNUSED_RESULT;

/* @n keys in order, evenly spread between the two bounds: for import. */
GStrv quire_order_key_spread (guint n) G_GNUC_WARN_UNUSED_RESULT;

gboolean quire_order_key_is_valid (const char *key);

G_END_DECLS
