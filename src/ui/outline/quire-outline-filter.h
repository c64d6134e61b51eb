/* quire-outline-filter.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "quire-node.h"

G_BEGIN_DECLS

/**
 * QuireOutlineFilter:
 *
 * Lets through the nodes whose title or synopsis holds what is searched for, and those that such nodes belong to. Case and accents do not count. It is made for
 * one search of the tree as it is then, and does not change.
 */
#define QUIRE_TYPE_OUTLINE_FILTER (quire_outline_filter_get_type ())
G_DECLARE_FINAL_TYPE (QuireOutlineFilter, quire_outline_filter, QUIRE, OUTLINE_FILTER, GtkFilter)

/* Searches the tree below @acts for @text. NULL when there is nothing to search for. */
QuireOutlineFilter *quire_outline_filter_new (GListModel *acts, const char *text) G_GNUC_WARN_UNUSED_RESULT;

/* The first node in reading order that itself holds what is searched for; NULL if there is none. */
QuireNode *quire_outline_filter_get_first (QuireOutlineFilter *self);

G_END_DECLS
