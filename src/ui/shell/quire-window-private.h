/* quire-window-private.h: what the files of the window share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-window.h"

#include "quire-agent-pane.h"
#include "quire-codex-page.h"
#include "quire-editor-pane.h"
#include "quire-operation.h"
#include "quire-outline-pane.h"
#include "quire-plan-page.h"
#include "quire-start-page.h"
#include "quire-voices-page.h"
#include "quire-workspace.h"

G_BEGIN_DECLS

/* A new scene wants a name first and its text next. */
typedef enum
{
  QUIRE_TITLING_NONE,
  QUIRE_TITLING_ASKED,  /* the outline was asked for an entry */
  QUIRE_TITLING_TYPING, /* the entry has the focus */
} QuireTitling;

typedef enum
{
  QUIRE_BANNER_NONE,
  QUIRE_BANNER_READ_ONLY,
  QUIRE_BANNER_UNSAVED,
  QUIRE_BANNER_NOTICE,
} QuireBannerKind;

struct _QuireWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toast_overlay;
  GtkStack *stack;
  QuireStartPage *start_page;
  AdwStatusPage *failed_page;
  GtkWidget *failed_button;
  AdwOverlaySplitView *outline_split;
  AdwOverlaySplitView *agent_split;
  AdwWindowTitle *book_title;
  AdwWindowTitle *narrow_title;
  AdwInlineViewSwitcher *page_switcher;
  AdwBanner *banner;
  AdwViewStack *page_stack;
  GtkMenuButton *menu_button;
  QuireOutlinePane *outline;
  QuireEditorPane *editor;
  QuireAgentPane *agent;
  QuirePlanPage *plan;
  QuireCodexPage *codex;
  QuireVoicesPage *voices;

  QuireClock *clock;
  QuireAppStore *app_store;
  QuireWorkspace *workspace;
  QuireOperation *opening;
  guint patience; /* until a book that takes long to open says so */
  char *path;
  QuireBannerKind banner_kind;
  QuireTitling titling;
  gboolean closing;   /* the book is being stored and closed */
  gboolean asking;    /* the writer is asked what to do with text that could not be stored */
  gboolean may_close; /* it is: the next request to close the window is granted */
};

/* -- quire-window.c -- */

void quire_window_show_toast (QuireWindow *self, const char *message);

/* A toast with Undo, which runs @action with @target. */
void quire_window_show_undo_toast (QuireWindow *self, const char *message, const char *action, const char *target);

/* Takes the banner about unsaved text away when there is none any more. */
void quire_window_hide_unsaved (QuireWindow *self);

/* Runs @future (taken); a failure becomes a toast that starts with nothing but the error's own sentence. */
void quire_window_run (QuireWindow *self, DexFuture *future);

/* -- quire-window-book.c -- */

/* Shows @scene on the page Write and in the outline, and remembers it. */
void quire_window_open_scene (QuireWindow *self, QuireNode *scene, gboolean focus);

/* Stores everything and closes the book, then the window. */
void quire_window_close_book (QuireWindow *self);

/* Gives the visible page its book. A list of a large book costs time and memory, so a page that nobody looks at has none yet. */
void quire_window_fill_page (QuireWindow *self);

void quire_window_store_state (QuireWindow *self);

/* -- quire-window-actions.c -- */

void quire_window_install_actions (GtkWidgetClass *widget_class);

/* Enables what makes sense now. */
void quire_window_update_actions (QuireWindow *self);

void quire_window_focus_page (QuireWindow *self);

G_END_DECLS
