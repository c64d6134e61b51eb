/* quire-project.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-book-contents.h"
#include "quire-clock.h"
#include "quire-manuscript.h"
#include "quire-scene-text.h"

G_BEGIN_DECLS

typedef struct _DexFuture DexFuture;
typedef struct _QuireDatabase QuireDatabase;

/* Who changed prose: the stored names are "writer" "paste" "import" "agent". */
typedef enum
{
  QUIRE_ACTOR_WRITER,
  QUIRE_ACTOR_PASTE,
  QUIRE_ACTOR_IMPORT,
  QUIRE_ACTOR_AGENT,
} QuireActor;

typedef enum
{
  QUIRE_PROJECT_DEFAULT = 0,
  QUIRE_PROJECT_READ_ONLY = 1 << 0, /* do not even try to write; takes no lock */
  QUIRE_PROJECT_NO_BACKUP = 1 << 1, /* the short visits of the command line make no backup at open */
} QuireProjectFlags;

/**
 * QuireProject:
 *
 * One open book: the file, its lock, its database thread and the live manuscript. Every command is stored in one transaction first and then shown in the
 * manuscript; commands run in the order they were given. Each returns a future; rejected means nothing changed. All rejections are QUIRE_ERROR:
 * INVALID, NOT_FOUND, READ_ONLY, CHANGED, NO_SPACE, STORE as each says. Main thread only.
 *
 * Properties: `title`, `path`, `read-only`, `read-only-reason` (translated sentence or NULL), `revision` (uint64: grows with every change of text or codex).
 * Signals: `text-changed (scene-id, QuireActor)` after text was stored; `entries-changed ()`; `failed (GError)` when the file can no longer be written: the window
 * must keep what it has and say so.
 */
#define QUIRE_TYPE_PROJECT (quire_project_get_type ())
G_DECLARE_FINAL_TYPE (QuireProject, quire_project, QUIRE, PROJECT, GObject)

/* -- opening (quire-project-open.c) -- */

/* Resolves to a QuireProject. A book that another process has open, that is newer, that lies where it cannot be written, or that has a damaged page opens
 * read-only and says why in `read-only-reason`. Rejects, with nothing written: NOT_A_BOOK (also a directory or an empty file), CORRUPT (truncated, no readable header), NOT_FOUND,
 * PERMISSION, STORE. Older books are migrated after a backup. Runs that a crash left running become *interrupted* (only when opened for writing). */
DexFuture *quire_project_open (const char *path, QuireProjectFlags flags, QuireClock *clock) G_GNUC_WARN_UNUSED_RESULT;

/* Resolves to a QuireProject on a new file with @contents (taken). INVALID when the file exists. The file appears whole or not at all. */
DexFuture *quire_project_create (const char *path, QuireBookContents *contents, QuireClock *clock) G_GNUC_WARN_UNUSED_RESULT;

/* Finishes what is queued, checkpoints, closes the file and gives the lock back. Resolves to TRUE. The object is of no use afterwards. */
DexFuture *quire_project_close (QuireProject *self) G_GNUC_WARN_UNUSED_RESULT;

/* Resolves to a GPtrArray of strings: the faults that integrity check, foreign keys, full-text index, hashes and tree show; empty = sound. */
DexFuture *quire_project_check (QuireProject *self) G_GNUC_WARN_UNUSED_RESULT;

/* Writes a whole copy beside the others in the backup folder; resolves to its path. */
DexFuture *quire_project_backup (QuireProject *self) G_GNUC_WARN_UNUSED_RESULT;

/* A stable id of the book, made with it. */
const char *quire_project_get_id (QuireProject *self);
const char *quire_project_get_title (QuireProject *self);
const char *quire_project_get_author (QuireProject *self);
const char *quire_project_get_language (QuireProject *self);
guint quire_project_get_target_words (QuireProject *self);
const char *quire_project_get_path (QuireProject *self);
gboolean quire_project_get_read_only (QuireProject *self);
const char *quire_project_get_read_only_reason (QuireProject *self);
guint64 quire_project_get_revision (QuireProject *self);
QuireManuscript *quire_project_get_manuscript (QuireProject *self);
QuireClock *quire_project_get_clock (QuireProject *self);

/* For the repositories of this floor and for the services above that keep their own records through them. */
QuireDatabase *quire_project_get_database (QuireProject *self);

/* -- commands (quire-project-commands.c) -- */

/* Resolves to TRUE. */
DexFuture *quire_project_set_title (QuireProject *self, const char *title) G_GNUC_WARN_UNUSED_RESULT;

/* Adds a node at @place (copied); resolves to the QuireNode. */
DexFuture *quire_project_add_node (QuireProject *self, QuireNodeKind kind, const QuirePlace *place, const char *title) G_GNUC_WARN_UNUSED_RESULT;

/* Which values of a node quire_project_edit_node() sets. */
typedef enum
{
  QUIRE_NODE_FIELD_TITLE = 1 << 0,
  QUIRE_NODE_FIELD_SYNOPSIS = 1 << 1,
  QUIRE_NODE_FIELD_STATUS = 1 << 2,
  QUIRE_NODE_FIELD_LABEL = 1 << 3,
  QUIRE_NODE_FIELD_POINT_OF_VIEW = 1 << 4,
  QUIRE_NODE_FIELD_STORY_TIME = 1 << 5,
  QUIRE_NODE_FIELD_TARGET = 1 << 6,
  QUIRE_NODE_FIELD_IN_EXPORT = 1 << 7,
} QuireNodeFields;

/* Takes the values named by @fields from @values (copied). Resolves to TRUE. */
DexFuture *quire_project_edit_node (QuireProject *self, const char *id, QuireNodeFields fields, const QuireNodeData *values) G_GNUC_WARN_UNUSED_RESULT;

/* Resolves to TRUE; INVALID with the reason when the tree's rules forbid it. Text is never touched. */
DexFuture *quire_project_move_node (QuireProject *self, const char *id, const QuirePlace *place) G_GNUC_WARN_UNUSED_RESULT;

/* One step up (-1) or down (1), over the ends of chapters and acts. Resolves to TRUE if it moved, FALSE at the edge of the book. */
DexFuture *quire_project_step_node (QuireProject *self, const char *id, int direction) G_GNUC_WARN_UNUSED_RESULT;

/* Into Trash, and back to where it was. A node whose parents are in Trash brings them back with it. Resolve to TRUE. */
DexFuture *quire_project_trash_node (QuireProject *self, const char *id) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *quire_project_restore_node (QuireProject *self, const char *id) G_GNUC_WARN_UNUSED_RESULT;

/* -- text -- */

/* Resolves to a QuireSceneText; an unwritten scene has the empty text. */
DexFuture *quire_project_load_text (QuireProject *self, const char *scene_id) G_GNUC_WARN_UNUSED_RESULT;

/* Stores a scene's text, its words, hash and passages, the writing log and, for any actor but the writer, a revision of the former text. Resolves to the
 * QuireSceneText. @base_hash: the hash that the text was made from; when the stored one is another, rejects with CHANGED and changes nothing; NULL: whatever stands there.
 * An outlined scene that gets text becomes a draft. */
DexFuture *quire_project_write_text (QuireProject *self, const char *scene_id, const char *body, const char *base_hash, QuireActor actor) G_GNUC_WARN_UNUSED_RESULT;

/* Where a draft goes and what it is called. Either @scene_id, an unwritten scene; or 1-based numbers, where missing acts, chapters and scenes are made
 * ("Act 2", "Chapter 3"). A scene with text is SCENE_EXISTS, checked again inside the transaction. Numbers go to 999. */
typedef struct
{
  const char *scene_id;
  guint act;
  guint chapter;
  guint scene;
  const char *title;         /* NULL: keep, or leave without */
  const char *synopsis;      /* the outline; NULL: keep */
  const char *point_of_view; /* NULL: keep */
} QuireDraftPlace;

/* Whether a draft could be saved there, without changing anything: FALSE with SCENE_EXISTS, NOT_FOUND, INVALID or READ_ONLY. */
gboolean quire_project_can_draft (QuireProject *self, const QuireDraftPlace *place, GError **error);

/* Makes what is missing and stores @body as an agent's draft, all in one transaction. Resolves to the scene's QuireNode. */
DexFuture *quire_project_save_draft (QuireProject *self, const QuireDraftPlace *place, const char *body) G_GNUC_WARN_UNUSED_RESULT;

/* Prose of written scenes, nearest to @near_scene_id first (NULL: in reading order), until about @max_words: a GPtrArray of QuireSceneText. */
DexFuture *quire_project_load_prose (QuireProject *self, const char *near_scene_id, guint max_words) G_GNUC_WARN_UNUSED_RESULT;

/* -- codex -- */

/* All entries: a GPtrArray of QuireEntry by category and name. */
DexFuture *quire_project_load_entries (QuireProject *self) G_GNUC_WARN_UNUSED_RESULT;

/* Adds an entry or replaces the one with its id. Resolves to TRUE. */
DexFuture *quire_project_save_entry (QuireProject *self, QuireEntry *entry) G_GNUC_WARN_UNUSED_RESULT;

/* -- search -- */

typedef struct
{
  char *source_kind; /* "scene" or "entry" */
  char *source_id;
  gsize offset;  /* code points into the scene's body or the entry's text */
  char *snippet; /* about 20 words, plain */
  double score;  /* higher is better */
} QuireSearchHit;

/* Full-text search over scenes and entries: words of @query quoted, any of them, best first. Resolves to a GPtrArray of QuireSearchHit; a query without words gives
 * an empty one. */
DexFuture *quire_project_search (QuireProject *self, const char *query, guint limit) G_GNUC_WARN_UNUSED_RESULT;
void quire_search_hit_free (QuireSearchHit *self);

/* Small values that belong to the book (open scene, last agent …): resolves to a string, "" when unset. */
DexFuture *quire_project_load_setting (QuireProject *self, const char *key) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *quire_project_save_setting (QuireProject *self, const char *key, const char *value) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
