/* quire-node-text.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-node.h"

G_BEGIN_DECLS

/* How nodes are written in lists: one wording for the outline, Plan and Voices. All results are translated and the caller's. */

/* The title with the number among its siblings: "2 The lamp room". An act goes by its title alone, and so does a chapter that has none. */
char *quire_node_text_dup_heading (QuireNode *node) G_GNUC_WARN_UNUSED_RESULT;

/* The title with the whole number: "1.1.2 The lamp room". */
char *quire_node_text_dup_full_heading (QuireNode *node) G_GNUC_WARN_UNUSED_RESULT;

/* "1,204" in the writer's own grouping; "—" for none. */
char *quire_node_text_dup_count (guint words) G_GNUC_WARN_UNUSED_RESULT;

/* "1,204 words"; "no words yet". */
char *quire_node_text_dup_words (guint words) G_GNUC_WARN_UNUSED_RESULT;

/* The words of a node with its target, if it has one: "612 of 900 words". */
char *quire_node_text_dup_progress (QuireNode *node) G_GNUC_WARN_UNUSED_RESULT;

/* "3 scenes". */
char *quire_node_text_dup_scenes (guint n_scenes) G_GNUC_WARN_UNUSED_RESULT;

/* The synopsis as one flowing text: its lines joined, without the dashes of a list. */
char *quire_node_text_dup_synopsis (QuireNode *node) G_GNUC_WARN_UNUSED_RESULT;

/* A whole row in words, for tooltips and screen readers: "2 The lamp room, Draft, 612 of 900 words". */
char *quire_node_text_dup_description (QuireNode *node) G_GNUC_WARN_UNUSED_RESULT;

/* The translated name of a kind: "Act", "Chapter", "Scene". */
const char *quire_node_text_get_kind (QuireNodeKind kind);

G_END_DECLS
