/* quire-outline-pane-private.h: what the files of the pane and its tests share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-outline-pane.h"

#include "quire-outline-filter.h"
#include "quire-outline-row.h"
#include "quire-trash-button.h"
#include "quire-tree-expansion.h"

G_BEGIN_DECLS

struct _QuireOutlinePane
{
  AdwBin parent_instance;

  GtkSearchEntry *search_entry;
  GtkStack *stack;
  GtkListView *list;
  GtkWidget *empty_button;
  QuireTrashButton *trash_button;
  GMenuModel *scene_menu;
  GMenuModel *branch_menu;

  QuireWorkspace *workspace;
  QuireManuscript *manuscript;
  QuireProject *project;      /* NULL only where a book is shown that nobody can change */
  GSignalGroup *book_signals; /* of the manuscript */

  QuireOutlineFilter *filter; /* NULL: nothing is searched for */
  char *searched;             /* what the filter was made of */
  QuireTreeExpansion *expansion;
  GtkSingleSelection *selection;
  GHashTable *rows; /* QuireNode → QuireOutlineRow that shows it now, both unowned */
  GSimpleActionGroup *actions;
  GtkWidget *menu; /* the context menu */

  QuireNode *selected;   /* what the property says */
  QuireNode *remembered; /* the last one selected: comes back when it can be shown again */
  QuireNode *restoring;  /* what is coming back from Trash */
  guint position;        /* where the selection was last */
  guint settle_source;
  guint rename_source;
  guint scroll_tick; /* until the selected row is brought into sight */
  guint scroll_frames;
  guint menu_source;       /* the menu has just closed */
  gboolean rename_pending; /* the selected row is to be renamed as soon as there is one */
};

/* -- quire-outline-pane.c -- */

/* What quire_outline_pane_set_workspace() does with its book. */
void quire_outline_pane_set_book (QuireOutlinePane *self, QuireManuscript *manuscript, QuireProject *project);

/* Says that @node, or NULL, is selected now. */
void quire_outline_pane_set_selected (QuireOutlinePane *self, QuireNode *node);
void quire_outline_pane_fail (QuireOutlinePane *self, const char *message);

/* -- quire-outline-pane-selection.c -- */

/* Shows the tree, or that there is none. */
void quire_outline_pane_show_page (QuireOutlinePane *self);

/* Makes and drops the model of the list for the book that is there. */
void quire_outline_pane_create_model (QuireOutlinePane *self);
void quire_outline_pane_drop_model (QuireOutlinePane *self);

/* After a change of the tree: shows the selection again where it is now. */
void quire_outline_pane_follow_structure (QuireOutlinePane *self);

/* Searches for what stands in the search entry. */
void quire_outline_pane_search (QuireOutlinePane *self);

/* Where @node's row is, or GTK_INVALID_LIST_POSITION. */
guint quire_outline_pane_get_position (QuireOutlinePane *self, QuireNode *node);

/* -- quire-outline-pane-edit.c -- */

void quire_outline_pane_install_actions (QuireOutlinePane *self);
void quire_outline_pane_update_actions (QuireOutlinePane *self);
void quire_outline_pane_rename (QuireOutlinePane *self, QuireNode *node, const char *title);
void quire_outline_pane_restore (QuireOutlinePane *self, QuireNode *node);
/* TRUE also for the moment in which the menu closes and its command runs. */
gboolean quire_outline_pane_menu_is_open (QuireOutlinePane *self);
void quire_outline_pane_show_menu (QuireOutlinePane *self, GtkWidget *widget, double x, double y);

G_END_DECLS
