/* quire-node-private.h: what the manuscript needs of a node.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-node.h"

G_BEGIN_DECLS

/* The order of siblings: order key, then id. */
int quire_node_compare (QuireNode *a, QuireNode *b);

/* All values but place, order key and Trash. */
void quire_node_set_values (QuireNode *self, const QuireNodeData *data);

void quire_node_set_title (QuireNode *self, const char *title);
void quire_node_set_synopsis (QuireNode *self, const char *synopsis);
void quire_node_set_status (QuireNode *self, QuireStatus status);
void quire_node_set_label (QuireNode *self, const char *label);
void quire_node_set_point_of_view (QuireNode *self, const char *point_of_view);
void quire_node_set_story_time (QuireNode *self, const char *story_time);
void quire_node_set_target (QuireNode *self, guint target);
void quire_node_set_in_export (QuireNode *self, gboolean in_export);
void quire_node_set_modified (QuireNode *self, gint64 modified);
void quire_node_set_number (QuireNode *self, const char *number);

void quire_node_set_order_key (QuireNode *self, const char *order_key);
void quire_node_set_trashed_time (QuireNode *self, gint64 trashed);
gint64 quire_node_get_trashed_time (QuireNode *self);

/* Knows @parent (not kept alive) as its parent; the lists of the two parents are the manuscript's business. */
void quire_node_set_parent (QuireNode *self, QuireNode *parent);

/* Sums are added with the wrap of unsigned numbers, so that 0 - n takes n away. */
void quire_node_add_to_sums (QuireNode *self, guint words, guint n_scenes);

/* The children in the book, sorted; and those that were put in Trash by themselves, in any order (of QuireNode, with references). */
GListStore *quire_node_get_store (QuireNode *self);
GPtrArray *quire_node_get_set_aside (QuireNode *self);

/* Position in reading order that the manuscript keeps here; see quire_manuscript_get_position(). */
void quire_node_set_position (QuireNode *self, int position);
int quire_node_get_position (QuireNode *self);

G_END_DECLS
