/* quire-repositories-private.h: the tables of a book, for functions that run on the database thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-connection-private.h"
#include "quire-entry.h"
#include "quire-node-data.h"
#include "quire-project.h"
#include "quire-scene-text.h"

G_BEGIN_DECLS

const char *quire_actor_get_name (QuireActor actor);

/* -- nodes (quire-node-repository.c) -- */

/* All nodes (of QuireNodeData), with the words of scenes. */
GPtrArray *quire_node_repository_load (QuireConnection *connection, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Adds the node or replaces all values of the one with its id; its passages get the new title. Words belong to the text and are left alone. */
gboolean quire_node_repository_save (QuireConnection *connection, const QuireNodeData *node, GError **error);

/* -- texts (quire-text-repository.c) -- */

/* One change of a scene's text: what is wanted, and after quire_text_repository_write() what came of it. */
typedef struct
{
  char *scene_id;
  char *body;
  char *base_hash; /* NULL: whatever stands there */
  QuireActor actor;
  gint64 now;         /* microseconds since 1970 */
  char *day;          /* the writer's own day, "2026-11-22" */
  char *blank_number; /* not NULL: the scene must have no text, and this is its number in the message */

  QuireSceneText *text; /* as stored */
  gboolean changed;     /* FALSE when it stood there already */
  QuireStatus status;   /* the scene's afterwards */
} QuireTextWrite;

QuireTextWrite *quire_text_write_new (const char *scene_id, const char *body, QuireActor actor, gint64 now) G_GNUC_WARN_UNUSED_RESULT;
void quire_text_write_free (QuireTextWrite *self);

/* Does what quire_project_write_text() promises. CHANGED, SCENE_EXISTS, NOT_FOUND. */
gboolean quire_text_repository_write (QuireConnection *connection, QuireTextWrite *write, GError **error);

/* TRUE for a text that has white space at most. */
gboolean quire_text_repository_is_blank (const char *text);

/* The text of a scene, empty when it is unwritten. NOT_FOUND. */
QuireSceneText *quire_text_repository_load (QuireConnection *connection, const char *scene_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* -- entries (quire-entry-repository.c) -- */

/* All entries, by category and name. */
GPtrArray *quire_entry_repository_load (QuireConnection *connection, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean quire_entry_repository_save (QuireConnection *connection, QuireEntry *entry, gint64 now, GError **error);

/* -- passages (quire-passages.c) and their search (quire-search.c) -- */

typedef struct
{
  gsize start; /* code points into the text */
  gsize stop;
  guint words;
  char *text;
} QuirePassage;

/* The passages of @text, in order: whole sentences, about 160 words each. They cover it without gap or overlap; a text without anything to read has none. */
GPtrArray *quire_passages_split (const char *text) G_GNUC_WARN_UNUSED_RESULT;

/* Makes the stored passages of a source those of @text; what has not changed is not written. @head is its title or its names. */
gboolean quire_passages_store (QuireConnection *connection, const char *source_kind, const char *source, const char *head, const char *text, GError **error);

/* A new @head for the passages of a source. */
gboolean quire_passages_set_head (QuireConnection *connection, const char *source_kind, const char *source, const char *head, GError **error);

/* Hits (of QuireSearchHit), best first; what is in Trash is left out. */
GPtrArray *quire_search_run (QuireConnection *connection, const char *query, guint limit, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The full-text expression for a query, every word quoted and joined with OR; NULL when it has no word. */
char *quire_search_make_expression (const char *query) G_GNUC_WARN_UNUSED_RESULT;

/* -- runs (quire-run-repository.c) -- */

/* What a crash left queued or running becomes interrupted, with its event; steps that were under way are pending again. */
gboolean quire_run_repository_interrupt (QuireConnection *connection, gint64 now, GError **error);

G_END_DECLS
