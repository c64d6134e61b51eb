/* quire-tree-expansion.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * QuireTreeExpansion:
 *
 * A GtkTreeListModel whose open rows are remembered by the items themselves: their property `expanded` and the row follow each other, so that an item that
 * moves keeps its state although its row is a new one. Or everything is open at first, and nothing is remembered.
 */
#define QUIRE_TYPE_TREE_EXPANSION (quire_tree_expansion_get_type ())
G_DECLARE_FINAL_TYPE (QuireTreeExpansion, quire_tree_expansion, QUIRE, TREE_EXPANSION, GObject)

/* Gives the children of an item as a new reference, or NULL for an item that has none and never will; the others have the property `expanded`. */
typedef GListModel *(*QuireTreeChildrenFunc) (gpointer item, GObject *data);

/* @root is not taken. @data is kept alive with the model. @all_open: whatever the items remember. */
QuireTreeExpansion *quire_tree_expansion_new (GListModel *root, QuireTreeChildrenFunc func, GObject *data, gboolean all_open) G_GNUC_WARN_UNUSED_RESULT;

/* The model of GtkTreeListRow for the list. Owned by the object. */
GtkTreeListModel *quire_tree_expansion_get_model (QuireTreeExpansion *self);

/* Where @item is shown, or GTK_INVALID_LIST_POSITION. @parent: the item that it belongs to, or NULL at the top. */
guint quire_tree_expansion_get_position (QuireTreeExpansion *self, gpointer item, gpointer parent);

/* Lets Left and Right close and open the focused row of @view, and then go to the row above or below; the rows must begin with a GtkTreeExpander. */
void quire_tree_expansion_add_keys (GtkListView *view);

G_END_DECLS
