/* quire-node.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "quire-node-data.h"

G_BEGIN_DECLS

/**
 * QuireNode:
 *
 * An act, a chapter or a scene of the live manuscript. Its children are a GListModel in order, without those in Trash.
 * Widgets bind to its properties; only the manuscript and the project change it. Main thread only.
 *
 * Properties (all read-only but `expanded`): `id`, `kind`, `title`, `synopsis`, `status`, `label`, `point-of-view`, `story-time`,
 * `target`, `in-export`, `words` (of a scene; the sum of what it holds for acts and chapters, without what is in Trash by itself), `n-scenes`
 * (the same; 1 for a scene), `number` ("2.3.1", "2.3", "2";
 * empty in Trash), `parent` (QuireNode or NULL), `trashed` (boolean: itself, not an ancestor), `modified` (int64), `expanded` (read-write,
 * the outline's memory of an open row; TRUE at first).
 */
#define QUIRE_TYPE_NODE (quire_node_get_type ())
G_DECLARE_FINAL_TYPE (QuireNode, quire_node, QUIRE, NODE, GObject)

QuireNode *quire_node_new (const QuireNodeData *data) G_GNUC_WARN_UNUSED_RESULT;

const char *quire_node_get_id (QuireNode *self);
QuireNodeKind quire_node_get_kind (QuireNode *self);
QuireNode *quire_node_get_parent (QuireNode *self);
const char *quire_node_get_order_key (QuireNode *self);
const char *quire_node_get_title (QuireNode *self);
const char *quire_node_get_synopsis (QuireNode *self);
QuireStatus quire_node_get_status (QuireNode *self);
const char *quire_node_get_label (QuireNode *self);
const char *quire_node_get_point_of_view (QuireNode *self);
const char *quire_node_get_story_time (QuireNode *self);
guint quire_node_get_target (QuireNode *self);
guint quire_node_get_words (QuireNode *self);
guint quire_node_get_n_scenes (QuireNode *self);
const char *quire_node_get_number (QuireNode *self);
gboolean quire_node_get_trashed (QuireNode *self);
gboolean quire_node_get_expanded (QuireNode *self);
void quire_node_set_expanded (QuireNode *self, gboolean expanded);

/* The children in order, without those in Trash; an empty model for a scene. Owned by the node. */
GListModel *quire_node_get_children (QuireNode *self);

/* TRUE when it or an ancestor is in Trash. */
gboolean quire_node_is_in_trash (QuireNode *self);

/* The title, or "Act 2", "Chapter 3", "Untitled scene" (translated) when it has none. */
char *quire_node_dup_display_title (QuireNode *self) G_GNUC_WARN_UNUSED_RESULT;

/* A copy of all values, for the store and for another thread. words is the node's own. */
QuireNodeData *quire_node_dup_data (QuireNode *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
