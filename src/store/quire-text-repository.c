/* quire-text-repository.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The texts of scenes. Body, words, hash, passages, revision, log and status change in one transaction, so they never disagree. The base hash is compared
 * with the hash of the stored body itself, inside that transaction.
 *
 * A revision of the former text is kept before anybody but the writer replaces it. The writer's own typing has none at each commit, there would be
 * hundreds an hour; but a commit that takes away many words at once is the one that may be regretted tomorrow, when the window's undo is gone, so that has one too.
 */

#define G_LOG_DOMAIN "quire-store"

#include "config.h"

#include "quire-repositories-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "quire-error.h"
#include "quire-text.h"

#define LARGE_CUT_WORDS 50

const char *
quire_actor_get_name (QuireActor actor)
{
  static const char *const names[] = { "writer", "paste", "import", "agent" };

  g_return_val_if_fail ((guint) actor < G_N_ELEMENTS (names), "writer");

  return names[actor];
}

QuireTextWrite *
quire_text_write_new (const char *scene_id,
                      const char *body,
                      QuireActor actor,
                      gint64 now)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);
  QuireTextWrite *self = g_new0 (QuireTextWrite, 1);

  self->scene_id = g_strdup (scene_id);
  self->body = g_strdup (body);
  self->actor = actor;
  self->now = now;
  self->day = g_date_time_format (local, "%Y-%m-%d");
  return self;
}

void
quire_text_write_free (QuireTextWrite *self)
{
  if (self == NULL)
    return;

  g_free (self->scene_id);
  g_free (self->body);
  g_free (self->base_hash);
  g_free (self->day);
  g_free (self->blank_number);
  g_clear_object (&self->text);
  g_free (self);
}

static void
set_not_found (const char *scene_id,
               GError **error)
{
  g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_NOT_FOUND, _ ("There is no scene “%s” in this book. Nothing was changed."), scene_id);
}

/* What is stored of a scene now. */
typedef struct
{
  char *title;
  char *body; /* NULL: never written */
  QuireStatus status;
} Stored;

static void
stored_clear (Stored *self)
{
  g_free (self->title);
  g_free (self->body);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stored, stored_clear)

static gboolean
load_stored (QuireConnection *connection,
             const char *scene_id,
             Stored *stored,
             GError **error)
{
  static const char sql[] = "SELECT n.title, n.status, t.body FROM nodes n LEFT JOIN scene_text t ON t.scene = n.id WHERE n.id = ? AND n.kind = 'scene'";
  sqlite3_stmt *row = quire_connection_query (connection, error, sql, QUIRE_BIND_TEXT (scene_id));
  g_autoptr (GError) local_error = NULL;

  if (row == NULL)
    return FALSE;

  if (!quire_connection_next (connection, row, &local_error))
    {
      if (local_error != NULL)
        g_propagate_error (error, g_steal_pointer (&local_error));
      else
        set_not_found (scene_id, error);
      return FALSE;
    }

  stored->title = quire_column_dup_text (row, 0);
  if (!quire_status_from_name ((const char *) sqlite3_column_text (row, 1), &stored->status))
    stored->status = QUIRE_STATUS_DRAFT;
  if (sqlite3_column_type (row, 2) != SQLITE_NULL)
    stored->body = quire_column_dup_text (row, 2);
  sqlite3_reset (row);
  return TRUE;
}

gboolean
quire_text_repository_is_blank (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      if (!g_unichar_isspace (g_utf8_get_char (text)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_base (QuireTextWrite *write,
            QuireSceneText *former,
            GError **error)
{
  if (write->blank_number != NULL && !quire_text_repository_is_blank (quire_scene_text_get_body (former)))
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_SCENE_EXISTS,
                   _ ("Scene %s already has text. Nothing was changed. To rework it, enhance the scene instead."), write->blank_number);
      return FALSE;
    }

  if (write->base_hash != NULL && strcmp (write->base_hash, quire_scene_text_get_hash (former)) != 0)
    {
      g_set_error_literal (error, QUIRE_ERROR, QUIRE_ERROR_CHANGED,
                           _ ("The text of this scene changed meanwhile. What stands there now was kept; look at it before you write over it."));
      return FALSE;
    }
  return TRUE;
}

static gboolean
keep_revision (QuireConnection *connection,
               QuireTextWrite *write,
               QuireSceneText *former,
               GError **error)
{
  guint before = quire_scene_text_get_words (former);
  guint after = quire_scene_text_get_words (write->text);
  gboolean large_cut = before > after && before - after >= LARGE_CUT_WORDS;

  if (quire_text_repository_is_blank (quire_scene_text_get_body (former)) || (write->actor == QUIRE_ACTOR_WRITER && !large_cut))
    return TRUE;

  return quire_connection_run (connection, error,
                               "INSERT INTO revisions (scene, body, words, reason, actor, time) VALUES (?, ?, ?, ?, ?, ?)",
                               QUIRE_BIND_TEXT (write->scene_id), QUIRE_BIND_TEXT (quire_scene_text_get_body (former)),
                               QUIRE_BIND_INT (before), QUIRE_BIND_TEXT (write->actor == QUIRE_ACTOR_WRITER ? "cut" : "replaced"),
                               QUIRE_BIND_TEXT (quire_actor_get_name (write->actor)), QUIRE_BIND_INT (write->now));
}

static gboolean
log_words (QuireConnection *connection,
           QuireTextWrite *write,
           QuireSceneText *former,
           GError **error)
{
  static const char sql[] = "INSERT INTO writing_log (day, scene, actor, words_added, words_removed) VALUES (?1, ?2, ?3, ?4, ?5)"
                            " ON CONFLICT (day, scene, actor) DO UPDATE SET words_added = words_added + ?4, words_removed = words_removed + ?5";
  guint before = quire_scene_text_get_words (former);
  guint after = quire_scene_text_get_words (write->text);

  if (before == after)
    return TRUE;

  return quire_connection_run (connection, error, sql, QUIRE_BIND_TEXT (write->day), QUIRE_BIND_TEXT (write->scene_id),
                               QUIRE_BIND_TEXT (quire_actor_get_name (write->actor)), QUIRE_BIND_INT (after > before ? after - before : 0),
                               QUIRE_BIND_INT (before > after ? before - after : 0));
}

static gboolean
store_text (QuireConnection *connection,
            QuireTextWrite *write,
            const char *title,
            GError **error)
{
  static const char sql[] = "INSERT INTO scene_text (scene, body, words, hash, modified) VALUES (?1, ?2, ?3, ?4, ?5)"
                            " ON CONFLICT (scene) DO UPDATE SET body = ?2, words = ?3, hash = ?4, modified = ?5";

  return quire_connection_run (connection, error, sql, QUIRE_BIND_TEXT (write->scene_id),
                               QUIRE_BIND_TEXT (quire_scene_text_get_body (write->text)),
                               QUIRE_BIND_INT (quire_scene_text_get_words (write->text)),
                               QUIRE_BIND_TEXT (quire_scene_text_get_hash (write->text)), QUIRE_BIND_INT (write->now)) &&
         quire_connection_run (connection, error, "UPDATE nodes SET status = ?2, modified = ?3 WHERE id = ?1", QUIRE_BIND_TEXT (write->scene_id),
                               QUIRE_BIND_TEXT (quire_status_get_name (write->status)), QUIRE_BIND_INT (write->now)) &&
         quire_passages_store (connection, "scene", write->scene_id, title, quire_scene_text_get_body (write->text), error);
}

gboolean
quire_text_repository_write (QuireConnection *connection,
                             QuireTextWrite *write,
                             GError **error)
{
  g_auto (Stored) stored = { NULL };
  g_autoptr (QuireSceneText) former = NULL;

  if (!load_stored (connection, write->scene_id, &stored, error))
    return FALSE;

  former = quire_scene_text_new_take (write->scene_id, g_strdup (stored.body != NULL ? stored.body : ""));
  write->status = stored.status;

  /* Someone who asks for what stands there already has what he asked for, whatever he started from. */
  if (write->blank_number == NULL && strcmp (quire_scene_text_get_body (former), write->body) == 0)
    {
      write->text = g_steal_pointer (&former);
      return TRUE;
    }

  if (!check_base (write, former, error))
    return FALSE;

  write->text = quire_scene_text_new_take (write->scene_id, g_strdup (write->body));
  write->changed = TRUE;
  if (write->status == QUIRE_STATUS_OUTLINED && !quire_text_repository_is_blank (write->body))
    write->status = QUIRE_STATUS_DRAFT;

  return keep_revision (connection, write, former, error) &&
         store_text (connection, write, stored.title, error) &&
         log_words (connection, write, former, error);
}

QuireSceneText *
quire_text_repository_load (QuireConnection *connection,
                            const char *scene_id,
                            GError **error)
{
  g_auto (Stored) stored = { NULL };

  if (!load_stored (connection, scene_id, &stored, error))
    return NULL;
  return quire_scene_text_new_take (scene_id, stored.body != NULL ? g_steal_pointer (&stored.body) : g_strdup (""));
}
