/* quire-app-store.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-clock.h"

G_BEGIN_DECLS

typedef struct _DexFuture DexFuture;

/**
 * QuireAppStore:
 *
 * The application's own database ($XDG_DATA_HOME/quire/quire.db): recent books and the usage ledger over books. Losing it loses no prose: when it is damaged it is set
 * aside and made anew. Main thread only. Signal: `recent-changed ()`.
 */
#define QUIRE_TYPE_APP_STORE (quire_app_store_get_type ())
G_DECLARE_FINAL_TYPE (QuireAppStore, quire_app_store, QUIRE, APP_STORE, GObject)

typedef struct
{
  char *path;
  char *title;
  guint words;
  gint64 opened;   /* microseconds since 1970 */
  gboolean exists; /* the file is there now */
} QuireRecentBook;

void quire_recent_book_free (QuireRecentBook *self);

/* Resolves to a QuireAppStore. @folder NULL: the usual place. */
DexFuture *quire_app_store_open (const char *folder, QuireClock *clock) G_GNUC_WARN_UNUSED_RESULT;

/* Resolves to a GPtrArray of QuireRecentBook, last opened first. */
DexFuture *quire_app_store_load_recent (QuireAppStore *self) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *quire_app_store_add_recent (QuireAppStore *self, const char *path, const char *title, guint words) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *quire_app_store_forget_recent (QuireAppStore *self, const char *path) G_GNUC_WARN_UNUSED_RESULT;

/* One line of the ledger: what a call cost. Resolves to TRUE. */
typedef struct
{
  const char *project_id;
  const char *agent;
  guint input_tokens;
  guint output_tokens;
  gboolean cost_known;
  double cost;
  const char *currency;
} QuireUsage;
DexFuture *quire_app_store_add_usage (QuireAppStore *self, const QuireUsage *usage) G_GNUC_WARN_UNUSED_RESULT;

/* Resolves to TRUE. */
DexFuture *quire_app_store_close (QuireAppStore *self) G_GNUC_WARN_UNUSED_RESULT;

/* The folder that new books go to: $XDG_DATA_HOME/quire/projects. Made when missing. */
char *quire_app_store_dup_projects_folder (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
