/* quire-project-reads.c: what is read from a book
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-store"

#include "config.h"

#include "quire-project-private.h"

#include "quire-error.h"
#include "quire-future.h"

/* -- one text -- */

static gboolean
load_text_job (QuireConnection *connection,
               gpointer data,
               GValue *result,
               GError **error)
{
  QuireSceneText *text = quire_text_repository_load (connection, data, error);

  if (text == NULL)
    return FALSE;
  g_value_init (result, QUIRE_TYPE_SCENE_TEXT);
  g_value_take_object (result, text);
  return TRUE;
}

DexFuture *
quire_project_load_text (QuireProject *self,
                         const char *scene_id)
{
  g_return_val_if_fail (QUIRE_IS_PROJECT (self), NULL);
  g_return_val_if_fail (scene_id != NULL, NULL);

  return quire_project_read (self, load_text_job, g_strdup (scene_id), g_free);
}

/* -- prose -- */

typedef struct
{
  QuireProject *project;
  char *near_scene_id;
  guint max_words;
} Prose;

static void
prose_free (gpointer data)
{
  Prose *prose = data;

  g_object_unref (prose->project);
  g_free (prose->near_scene_id);
  g_free (prose);
}

static gboolean
load_texts_job (QuireConnection *connection,
                gpointer data,
                GValue *result,
                GError **error)
{
  GPtrArray *ids = data;
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < ids->len; i++)
    {
      QuireSceneText *text = quire_text_repository_load (connection, g_ptr_array_index (ids, i), error);

      if (text == NULL)
        return FALSE;
      g_ptr_array_add (texts, text);
    }
  quire_database_take_array (result, g_steal_pointer (&texts));
  return TRUE;
}

/* Goes outwards from @near, what comes before it first, until the words are enough. */
static GPtrArray *
choose_scenes (QuireManuscript *manuscript,
               const char *near_id,
               guint max_words)
{
  g_autoptr (GPtrArray) scenes = quire_manuscript_list_scenes (manuscript);
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  QuireNode *near = near_id != NULL ? quire_manuscript_lookup (manuscript, near_id) : NULL;
  int centre = near != NULL ? MAX (quire_manuscript_get_position (manuscript, near), 0) : 0;
  guint words = 0;

  for (int distance = 0; distance < (int) scenes->len; distance++)
    {
      for (int side = -1; side <= 1; side += 2)
        {
          int position = centre + side * distance;
          QuireNode *scene;

          if (position < 0 || position >= (int) scenes->len || (distance == 0 && side > 0) || words >= max_words)
            continue;
          scene = g_ptr_array_index (scenes, position);
          if (quire_node_get_words (scene) == 0)
            continue;
          words += quire_node_get_words (scene);
          g_ptr_array_add (ids, g_strdup (quire_node_get_id (scene)));
        }
    }
  return ids;
}

static DexFuture *
prose_fiber (gpointer data)
{
  Prose *prose = data;
  g_autoptr (DexFuture) reading = NULL;
  g_autoptr (GError) error = NULL;

  if (!quire_project_await_turn (prose->project, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  reading = quire_database_read (prose->project->database, load_texts_job,
                                 choose_scenes (prose->project->manuscript, prose->near_scene_id, prose->max_words), (GDestroyNotify) g_ptr_array_unref);
  quire_project_release_turn (prose->project);

  if (!dex_await (dex_ref (reading), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  return g_steal_pointer (&reading);
}

DexFuture *
quire_project_load_prose (QuireProject *self,
                          const char *near_scene_id,
                          guint max_words)
{
  Prose *prose;

  g_return_val_if_fail (QUIRE_IS_PROJECT (self), NULL);

  prose = g_new0 (Prose, 1);
  prose->project = g_object_ref (self);
  prose->near_scene_id = g_strdup (near_scene_id);
  prose->max_words = max_words;
  return quire_fiber_spawn (prose_fiber, prose, prose_free);
}

/* -- codex, search, settings -- */

static gboolean
load_entries_job (QuireConnection *connection,
                  gpointer data,
                  GValue *result,
                  GError **error)
{
  GPtrArray *entries = quire_entry_repository_load (connection, error);

  if (entries == NULL)
    return FALSE;
  quire_database_take_array (result, entries);
  return TRUE;
}

DexFuture *
quire_project_load_entries (QuireProject *self)
{
  g_return_val_if_fail (QUIRE_IS_PROJECT (self), NULL);

  return quire_project_read (self, load_entries_job, NULL, NULL);
}

typedef struct
{
  char *query;
  guint limit;
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  g_free (search->query);
  g_free (search);
}

static gboolean
search_job (QuireConnection *connection,
            gpointer data,
            GValue *result,
            GError **error)
{
  Search *search = data;
  GPtrArray *hits = quire_search_run (connection, search->query, search->limit, error);

  if (hits == NULL)
    return FALSE;
  quire_database_take_array (result, hits);
  return TRUE;
}

DexFuture *
quire_project_search (QuireProject *self,
                      const char *query,
                      guint limit)
{
  Search *search;

  g_return_val_if_fail (QUIRE_IS_PROJECT (self), NULL);
  g_return_val_if_fail (query != NULL, NULL);

  search = g_new0 (Search, 1);
  search->query = g_utf8_make_valid (query, -1);
  search->limit = limit;
  return quire_project_read (self, search_job, search, search_free);
}

static gboolean
load_setting_job (QuireConnection *connection,
                  gpointer data,
                  GValue *result,
                  GError **error)
{
  g_autofree char *value = g_strdup ("");

  if (!quire_connection_get_text (connection, &value, error, "SELECT value FROM settings WHERE key = ?", QUIRE_BIND_TEXT (data)))
    return FALSE;
  g_value_init (result, G_TYPE_STRING);
  g_value_take_string (result, g_steal_pointer (&value));
  return TRUE;
}

DexFuture *
quire_project_load_setting (QuireProject *self,
                            const char *key)
{
  g_return_val_if_fail (QUIRE_IS_PROJECT (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  return quire_project_read (self, load_setting_job, g_strdup (key), g_free);
}
