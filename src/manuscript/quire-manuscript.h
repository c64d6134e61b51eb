/* quire-manuscript.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-node.h"

G_BEGIN_DECLS

/**
 * QuireManuscript:
 *
 * The tree act › chapter › scene in memory: the GListModel of its acts, and everything below them. It holds no text and does no I/O.
 * Invariants, whatever is called: no cycle; a scene's parent is a chapter, a chapter's an act, an act has none; siblings are ordered by
 * order key, then id; sums and numbers agree with the tree. Changing it persists nothing: QuireProject stores first and then calls here. Main thread only.
 *
 * Properties: `words`, `n-scenes` (all of the book, Trash left out). Signals: `node-added (QuireNode)`, `node-removed (QuireNode)`: it came
 * into the book or left it, also by a move from and to Trash; once, for the topmost node, with all that it holds. `structure-changed ()`: after
 * any change of order, place, number or Trash. Handlers must not change the manuscript.
 */
#define QUIRE_TYPE_MANUSCRIPT (quire_manuscript_get_type ())
G_DECLARE_FINAL_TYPE (QuireManuscript, quire_manuscript, QUIRE, MANUSCRIPT, GObject)

/* Where a node stands or should stand. */
typedef struct
{
  const char *parent_id; /* NULL for an act */
  const char *before_id; /* the sibling that it comes before; NULL = last */
} QuirePlace;

/* A tree of @nodes (of QuireNodeData, in any order). A node whose parent is missing or of the wrong kind, or that is in a cycle, is an error
 * QUIRE_ERROR_CORRUPT that names it; nothing is dropped silently. */
QuireManuscript *quire_manuscript_new (GPtrArray *nodes, GError **error) G_GNUC_WARN_UNUSED_RESULT;

QuireNode *quire_manuscript_lookup (QuireManuscript *self, const char *id);

/* The node at 1-based act, chapter and scene numbers; chapter 0 asks for the act, scene 0 for the chapter. NULL if there is none. */
QuireNode *quire_manuscript_get_at (QuireManuscript *self, guint act, guint chapter, guint scene);

/* Parses "2", "2.3" or "2.3.1"; each number from 1 to 9999; missing parts become 0. QUIRE_ERROR_INVALID otherwise. */
gboolean quire_manuscript_parse_number (const char *text, guint *act, guint *chapter, guint *scene, GError **error);

/* A node by id or by number; NULL and QUIRE_ERROR_NOT_FOUND. */
QuireNode *quire_manuscript_find (QuireManuscript *self, const char *id_or_number, GError **error);

/* The scene after or before @scene in reading order, over chapter and act ends; of NULL: the first, and the last. NULL at the edges of the
 * book and for a scene in Trash. */
QuireNode *quire_manuscript_get_next_scene (QuireManuscript *self, QuireNode *scene);
QuireNode *quire_manuscript_get_previous_scene (QuireManuscript *self, QuireNode *scene);

/* Scenes of the book in reading order, Trash left out (of QuireNode, with references). */
GPtrArray *quire_manuscript_list_scenes (QuireManuscript *self) G_GNUC_WARN_UNUSED_RESULT;

/* Position of a scene in reading order, from 0; -1 for anything in Trash or that is no scene. */
int quire_manuscript_get_position (QuireManuscript *self, QuireNode *scene);

/* What was put in Trash, newest first (not what lies inside it). Owned by the manuscript. */
GListModel *quire_manuscript_get_trash (QuireManuscript *self);

guint quire_manuscript_get_words (QuireManuscript *self);
guint quire_manuscript_get_n_scenes (QuireManuscript *self);

/* -- rules of moving (quire-manuscript-moves.c): pure, they change nothing -- */

/* May @node go to @place? QUIRE_ERROR_INVALID says in words why not. Its own place is allowed. */
gboolean quire_manuscript_can_move (QuireManuscript *self, QuireNode *node, const QuirePlace *place, GError **error);

/* The order key of a node that would stand at @place. QUIRE_ERROR_NOT_FOUND when parent or sibling is none. @moving, or NULL, is not counted
 * as a neighbour; the key it has if it stands there already. Keys of siblings in Trash are never given twice. */
char *quire_manuscript_plan_key (QuireManuscript *self, QuireNode *moving, const QuirePlace *place, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The place one step up (@direction < 0) or down (> 0) for a move by keys: past the neighbour, or at the end of the tree's previous parent of
 * the same level, or the beginning of the next. FALSE at the edges of the book. The strings belong to the manuscript's nodes. */
gboolean quire_manuscript_step (QuireManuscript *self, QuireNode *node, int direction, QuirePlace *place);

/* -- changes: the caller has stored them already -- */

/* Adds a node (@data is copied). Its parent must be there; see quire_manuscript_can_move() for the rules. */
QuireNode *quire_manuscript_add (QuireManuscript *self, const QuireNodeData *data);

/* Sets all values of a node: titles, status, parent, order key, Trash. Moves it and notifies what changed. words of a scene too. */
void quire_manuscript_update (QuireManuscript *self, const QuireNodeData *data);

/* Forgets a node and all below it (deleted for good). */
void quire_manuscript_remove (QuireManuscript *self, const char *id);

/* A scene's new word count, with the sums above it. */
void quire_manuscript_set_words (QuireManuscript *self, const char *scene_id, guint words);

G_END_DECLS
