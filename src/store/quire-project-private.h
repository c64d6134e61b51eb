/* quire-project-private.h: what the parts of QuireProject share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

#include "quire-database-private.h"
#include "quire-limiter.h"
#include "quire-project.h"
#include "quire-repositories-private.h"

G_BEGIN_DECLS

/* What the row of the table `project` holds. */
typedef struct
{
  char *id;
  char *title;
  char *author;
  char *language;
  guint target_words;
} QuireBookData;

void quire_book_data_free (QuireBookData *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QuireBookData, quire_book_data_free)

/* What opening a file came to. */
typedef struct
{
  QuireBookData *book;
  GPtrArray *nodes;       /* of QuireNodeData */
  char *read_only_reason; /* NULL: it can be written */
  QuireConnectionMode mode;
  gint64 size; /* bytes */
} QuireOpened;

QuireProject *quire_project_new (const char *path, QuireClock *clock, QuireDatabase *database, QuireOpened *opened, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* -- commands -- */

/* Runs in a fiber that holds the order; gives what the command resolves to. It may await. */
typedef DexFuture *(*QuireCommandFunc) (QuireProject *self, gpointer data);

/* Runs @func after all commands that were given before. It runs to its end even when nobody waits for the result. READ_ONLY without calling
 * it when the book is. */
DexFuture *quire_project_run_command (QuireProject *self, QuireCommandFunc func, gpointer data, GDestroyNotify data_free) G_GNUC_WARN_UNUSED_RESULT;

/* For a command: awaits a write. A fault of the file is told by the signal `failed` too. */
gboolean quire_project_await_write (QuireProject *self, QuireDatabaseFunc func, gpointer data, GDestroyNotify data_free, GError **error);

/* Spawns a fiber with a large stack that nobody can cancel by dropping its future. */
DexFuture *quire_project_spawn (QuireProject *self, DexFiberFunc func, gpointer data, GDestroyNotify data_free) G_GNUC_WARN_UNUSED_RESULT;

/* A fault of the file itself: the window has to be told even if the caller handles the error. */
void quire_project_note_fault (QuireProject *self, const GError *error);

/* A read that sees all commands that were given before. Dropping the future stops it. */
DexFuture *quire_project_read (QuireProject *self, QuireDatabaseFunc func, gpointer data, GDestroyNotify data_free) G_GNUC_WARN_UNUSED_RESULT;

/* For fibers that are to see all commands given before: TRUE when it is their turn; give it back with quire_project_release_turn(). */
gboolean quire_project_await_turn (QuireProject *self, GError **error);
void quire_project_release_turn (QuireProject *self);

/* Text or codex changed. */
void quire_project_bump_revision (QuireProject *self);
void quire_project_emit_text_changed (QuireProject *self, const char *scene_id, QuireActor actor);
void quire_project_emit_entries_changed (QuireProject *self);

/* The row was stored. */
void quire_project_take_title (QuireProject *self, char *title);

/* -- for commands -- */

/* NULL and NOT_FOUND for an id that is none. */
QuireNode *quire_project_find_node (QuireProject *self, const char *id, GError **error);

/* Stores nodes (of QuireNodeData, parents first) in one transaction and then shows them. */
gboolean quire_project_save_nodes (QuireProject *self, GPtrArray *nodes, GError **error);

/* Adds or updates nodes of the manuscript that have been stored. */
void quire_project_show_nodes (QuireProject *self, GPtrArray *nodes);

/* A text to write, with the nodes that have to be there first. Shared by the fiber and the database thread; each fills its part, one after the other. */
typedef struct
{
  GPtrArray *nodes; /* of QuireNodeData, parents first; or NULL */
  QuireTextWrite *write;
} QuireTextChange;

/* Takes @write. */
QuireTextChange *quire_text_change_new (QuireTextWrite *write) G_GNUC_WARN_UNUSED_RESULT;
void quire_text_change_unref (gpointer data);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QuireTextChange, quire_text_change_unref)

/* Stores both in one transaction and then shows them. */
gboolean quire_project_save_text (QuireProject *self, QuireTextChange *change, GError **error);

/* -- care of the file (quire-project-care.c) -- */

/* What is done once a book has been opened: the backup if one is due, and for a large file the check that opening left out. */
void quire_project_begin_care (QuireProject *self, QuireProjectFlags flags, gint64 size);
void quire_project_end_care (QuireProject *self);
void quire_project_note_write (QuireProject *self);

/* From now on the book can be read only. */
void quire_project_become_read_only (QuireProject *self, const char *reason);

/* Looking whether the pages of a file hang together takes about 3 ms a megabyte. Above this size it would be felt at opening, and is done in the background. */
#define QUIRE_CHECK_AT_OPEN_BYTES (16 * 1024 * 1024)

/* -- opening, on the database thread (quire-book-open.c) -- */

typedef struct
{
  char *path;
  QuireProjectFlags flags;
  gint64 now;
  QuireBookContents *contents; /* not NULL: a new file with these is made first */
  QuireOpened *opened;         /* the result, for the main thread */
} QuireOpening;

QuireOpening *quire_opening_new (const char *path, QuireProjectFlags flags, gint64 now) G_GNUC_WARN_UNUSED_RESULT;
void quire_opening_unref (QuireOpening *self);

/* A QuireDatabaseOpenFunc; @data is a QuireOpening. */
QuireConnection *quire_book_open (gpointer data, GError **error);

/* Makes the file (quire-book-create.c). INVALID when there is one, NOT_FOUND when there is no such folder. */
gboolean quire_book_create (const char *path, QuireBookContents *contents, gint64 now, GError **error);

/* Appends the faults of a book, as sentences (quire-book-check.c). */
gboolean quire_book_check (QuireConnection *connection, GPtrArray *faults, GError **error);

/* Whether the pages of the file hang together; TRUE with @sound set. */
gboolean quire_book_check_pages (QuireConnection *connection, gboolean *sound, GError **error);

/* -- shared state -- */

struct _QuireProject
{
  GObject parent_instance;

  char *path;
  QuireBookData *book;
  QuireClock *clock;
  QuireDatabase *database;
  QuireManuscript *manuscript;
  QuireLimiter *order; /* one command at a time, in the order given */
  QuireConnectionMode mode;
  char *read_only_reason;
  guint64 revision;
  gboolean closed;

  QuireLimiter *aside; /* held while a reading connection is open */
  GCancellable *stop;  /* cancelled when the book closes: what runs aside ends */
  guint backup_timer;  /* of the clock: the hourly backup, armed by a change */
};

G_END_DECLS
