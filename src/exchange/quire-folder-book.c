/* quire-folder-book.c: a book from a folder of text files.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-exchange"

#include "config.h"

#include "quire-folder-book.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "quire-error.h"
#include "quire-folder-entry-private.h"
#include "quire-folder-files.h"
#include "quire-front-matter.h"
#include "quire-future.h"
#include "quire-order-key.h"
#include "quire-project.h"
#include "quire-text.h"

#define CODEX "codex"
#define BOOK_FILE "book.md"

typedef struct
{
  QuireBookContents *contents;
  GHashTable *scenes; /* "N.M.K" → id, owned by the node */
} Reader;

static QuireFrontMatter *
read_matter (QuireFolder *folder, const char *name, const char *const *known, GError **error)
{
  g_autofree char *path = quire_folder_dup_path (folder, name);
  g_autofree char *bytes = NULL;
  g_autoptr (QuireFrontMatter) matter = NULL;
  gsize n_bytes;

  bytes = quire_folder_read (folder, name, &n_bytes, error);
  if (bytes == NULL)
    return NULL;

  matter = quire_front_matter_parse (bytes, n_bytes, path, error);
  if (matter == NULL || !quire_front_matter_check_keys (matter, known, NULL, error))
    return NULL;

  return g_steal_pointer (&matter);
}

static gboolean
refuse (QuireFolder *folder, const char *name, const char *why, GError **error)
{
  g_autofree char *path = quire_folder_dup_path (folder, name);

  /* Translators: a file or folder, and a sentence that says what is wrong with it */
  g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID, _ ("%s: %s"), path, why);
  return FALSE;
}

/* -- acts, chapters and scenes -- */

static void
take_title (QuireNodeData *data, QuireFrontMatter *matter, const char *slug)
{
  const char *title = matter != NULL ? quire_front_matter_get (matter, "title", NULL) : NULL;

  g_free (data->title);
  data->title = title != NULL ? g_strdup (title) : quire_folder_title_from_slug (slug);
  g_set_str (&data->synopsis, matter != NULL ? quire_front_matter_get (matter, "synopsis", "") : "");
}

/* The head of an act or a chapter: a file of its own in its folder, which may be missing. */
static gboolean
read_group_head (QuireFolder *folder, const char *name, QuireNodeData *data, const char *slug, GError **error)
{
  static const char *const known[] = { "title", "synopsis", NULL };
  g_autoptr (QuireFrontMatter) matter = NULL;
  g_autoptr (GError) local_error = NULL;

  matter = read_matter (folder, name, known, &local_error);
  if (matter == NULL && !g_error_matches (local_error, QUIRE_ERROR, QUIRE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (matter != NULL && *quire_front_matter_get_body (matter) != '\0')
    return refuse (folder, name, _ ("An act or a chapter has no text of its own. Put the text into a scene."), error);

  take_title (data, matter, slug);
  return TRUE;
}

static gboolean
read_scene (Reader *reader, QuireFolder *folder, const QuireFolderItem *item, QuireNodeData *data, GError **error)
{
  static const char *const known[] = { "title", "synopsis", "status", "pov", "story_time", "target", "label", NULL };
  g_autoptr (QuireFrontMatter) matter = read_matter (folder, item->name, known, error);
  const char *status, *body;

  if (matter == NULL || !quire_front_matter_get_count (matter, "target", &data->target, error))
    return FALSE;

  body = quire_front_matter_get_body (matter);
  status = quire_front_matter_get (matter, "status", "");
  data->status = *body != '\0' ? QUIRE_STATUS_DRAFT : QUIRE_STATUS_OUTLINED;
  if (*status != '\0' && !quire_status_from_name (status, &data->status))
    return quire_front_matter_refuse_key (matter, "status", _ ("“status” has to be outlined, draft, revised or final."), error);

  take_title (data, matter, item->slug);
  g_set_str (&data->label, quire_front_matter_get (matter, "label", ""));
  g_set_str (&data->point_of_view, quire_front_matter_get (matter, "pov", ""));
  g_set_str (&data->story_time, quire_front_matter_get (matter, "story_time", ""));
  data->words = (guint) quire_text_count_words (body, -1);
  if (*body != '\0')
    g_hash_table_insert (reader->contents->bodies, g_strdup (data->id), g_strdup (body));

  return TRUE;
}

/* Takes from @items what stands for a node of @kind; FALSE when one of them would be lost. */
static gboolean
keep_nodes (QuireFolder *folder, GPtrArray *items, QuireNodeKind kind, GError **error)
{
  static const char *const scene_rule = N_ ("A chapter holds “chapter.md” and its scenes, as “1-name.md”, and nothing else. Rename it, or move it out of the book.");
  static const char *const group_rule = N_ ("Acts and chapters are folders with names such as “1-name”. Rename it, or move it out of the book.");

  for (guint i = 0; i < items->len;)
    {
      const QuireFolderItem *item = g_ptr_array_index (items, i);
      gboolean fits = item->is_folder == (kind != QUIRE_NODE_SCENE);

      if (fits && item->number > 0)
        {
          i++;
          continue;
        }

      /* Beside the acts there may be a read-me or the like; inside a book every text has its place. */
      if (kind == QUIRE_NODE_ACT && (!item->is_folder || strcmp (item->name, CODEX) == 0))
        fits = TRUE;
      else if (kind == QUIRE_NODE_CHAPTER && strcmp (item->name, "act.md") == 0)
        fits = TRUE;
      else
        fits = kind == QUIRE_NODE_SCENE && strcmp (item->name, "chapter.md") == 0;

      if (!fits)
        return refuse (folder, item->name, kind == QUIRE_NODE_SCENE ? _ (scene_rule) : _ (group_rule), error);
      g_ptr_array_remove_index (items, i);
    }

  return TRUE;
}

/* Reads the nodes of @kind in @folder with all below them. The tree has three levels, so this nests three deep. */
static gboolean
read_nodes (Reader *reader, QuireFolder *folder, QuireNodeKind kind, const char *parent_id, const char *parent_number, GError **error)
{
  g_autoptr (GPtrArray) items = quire_folder_list (folder, error);
  g_auto (GStrv) keys = NULL;

  if (items == NULL || !keep_nodes (folder, items, kind, error))
    return FALSE;

  keys = quire_order_key_spread (items->len);
  for (guint i = 0; i < items->len; i++)
    {
      const QuireFolderItem *item = g_ptr_array_index (items, i);
      g_autofree char *number = parent_number != NULL ? g_strdup_printf ("%s.%u", parent_number, item->number) : g_strdup_printf ("%u", item->number);
      QuireNodeData *data = quire_node_data_new (kind, parent_id, NULL);
      g_autoptr (QuireFolder) child = NULL;

      g_set_str (&data->order_key, keys[i]);
      g_ptr_array_add (reader->contents->nodes, data);

      if (kind == QUIRE_NODE_SCENE)
        {
          g_hash_table_insert (reader->scenes, g_steal_pointer (&number), data->id);
          if (!read_scene (reader, folder, item, data, error))
            return FALSE;
          continue;
        }

      child = quire_folder_open_child (folder, item->name, error);
      if (child == NULL || !read_group_head (child, kind == QUIRE_NODE_ACT ? "act.md" : "chapter.md", data, item->slug, error) ||
          !read_nodes (reader, child, kind + 1, data->id, number, error))
        return FALSE;
    }

  return TRUE;
}

/* -- the codex -- */

static gboolean
read_category (Reader *reader, QuireFolder *codex, const QuireFolderItem *category, GError **error)
{
  g_autoptr (QuireFolder) folder = quire_folder_open_child (codex, category->name, error);
  g_autoptr (GPtrArray) items = folder != NULL ? quire_folder_list (folder, error) : NULL;

  if (items == NULL)
    return FALSE;

  for (guint i = 0; i < items->len; i++)
    {
      const QuireFolderItem *item = g_ptr_array_index (items, i);
      QuireEntry *entry;

      if (item->is_folder)
        return refuse (folder, item->name, _ ("A category of the codex holds texts and no folders."), error);

      entry = quire_folder_entry_read (folder, item, category->slug, reader->scenes, error);
      if (entry == NULL)
        return FALSE;
      g_ptr_array_add (reader->contents->entries, entry);
    }

  return TRUE;
}

static gboolean
read_codex (Reader *reader, QuireFolder *folder, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (QuireFolder) codex = quire_folder_open_child (folder, CODEX, &local_error);
  g_autoptr (GPtrArray) categories = NULL;

  if (codex == NULL)
    {
      if (g_error_matches (local_error, QUIRE_ERROR, QUIRE_ERROR_NOT_FOUND))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  categories = quire_folder_list (codex, error);
  if (categories == NULL)
    return FALSE;

  for (guint i = 0; i < categories->len; i++)
    {
      const QuireFolderItem *category = g_ptr_array_index (categories, i);

      if (!category->is_folder)
        return refuse (codex, category->name, _ ("An entry of the codex has to stand in the folder of a category, such as “characters”."), error);
      if (!read_category (reader, codex, category, error))
        return FALSE;
    }

  return TRUE;
}

/* -- the book -- */

static QuireBookContents *
read_book_file (QuireFolder *folder, const char *path, GError **error)
{
  static const char *const known[] = { "title", "author", "language", "genre", "target_words", NULL };
  g_autoptr (QuireBookContents) contents = NULL;
  g_autoptr (QuireFrontMatter) matter = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *fallback = NULL;
  const char *title, *language;

  matter = read_matter (folder, BOOK_FILE, known, &local_error);
  if (matter == NULL)
    {
      g_autofree char *name = g_filename_display_name (path);

      if (g_error_matches (local_error, QUIRE_ERROR, QUIRE_ERROR_NOT_FOUND))
        g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_NOT_A_BOOK, _ ("The folder “%s” holds no book: there is no “%s” in it."), name, BOOK_FILE);
      else
        g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  title = quire_front_matter_get (matter, "title", "");
  if (*title == '\0')
    {
      g_autofree char *base = g_path_get_basename (path);
      g_autofree char *name = g_filename_display_name (base);

      fallback = quire_folder_title_from_slug (name);
    }

  contents = quire_book_contents_new (fallback != NULL ? fallback : title);
  g_set_str (&contents->author, quire_front_matter_get (matter, "author", ""));
  g_set_str (&contents->genre, quire_front_matter_get (matter, "genre", ""));
  g_set_str (&contents->premise, quire_front_matter_get_body (matter));
  language = quire_front_matter_get (matter, "language", "");
  if (*language != '\0')
    g_set_str (&contents->language, language);
  if (!quire_front_matter_get_count (matter, "target_words", &contents->target_words, error))
    return NULL;

  return g_steal_pointer (&contents);
}

QuireBookContents *
quire_folder_book_read (const char *path, GError **error)
{
  g_autoptr (QuireFolder) folder = NULL;
  g_autoptr (QuireBookContents) contents = NULL;
  g_autoptr (GHashTable) scenes = NULL;
  Reader reader;

  g_return_val_if_fail (path != NULL, NULL);

  folder = quire_folder_open (path, error);
  contents = folder != NULL ? read_book_file (folder, path, error) : NULL;
  if (contents == NULL)
    return NULL;

  scenes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  reader = (Reader) { contents, scenes };
  if (!read_nodes (&reader, folder, QUIRE_NODE_ACT, NULL, NULL, error) || !read_codex (&reader, folder, error))
    return NULL;

  return g_steal_pointer (&contents);
}

/* -- import -- */

/* The reading, shared by the fiber that waits for it and the thread that does it: whoever is last frees it. */
typedef struct
{
  char *folder;
  DexPromise *done;
  QuireBookContents *contents;
} Reading;

typedef struct
{
  Reading *reading;
  char *path;
  QuireClock *clock;
} Import;

static void
reading_clear (gpointer data)
{
  Reading *self = data;

  g_clear_pointer (&self->folder, g_free);
  dex_clear (&self->done);
  g_clear_pointer (&self->contents, quire_book_contents_free);
}

static void
reading_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, reading_clear);
}

static void
reading_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Reading *self = data;
  GError *error = NULL;

  self->contents = quire_folder_book_read (self->folder, &error);
  if (self->contents != NULL)
    dex_promise_resolve_boolean (self->done, TRUE);
  else
    dex_promise_reject (self->done, error);
  g_task_return_boolean (task, TRUE);
}

static void
import_free (gpointer data)
{
  Import *self = data;

  reading_unref (self->reading);
  g_clear_pointer (&self->path, g_free);
  g_clear_object (&self->clock);
  g_free (self);
}

static DexFuture *
import_fiber (gpointer data)
{
  Import *self = data;
  g_autoptr (QuireProject) project = NULL;
  g_autoptr (GError) error = NULL;
  gint64 now;

  if (!quire_await (dex_ref (DEX_FUTURE (self->reading->done)), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  now = quire_clock_get_now (self->clock);
  for (guint i = 0; i < self->reading->contents->nodes->len; i++)
    {
      QuireNodeData *data_of_node = g_ptr_array_index (self->reading->contents->nodes, i);

      data_of_node->created = now;
      data_of_node->modified = now;
    }

  project = dex_await_object (quire_project_create (self->path, g_steal_pointer (&self->reading->contents), self->clock), &error);
  if (project == NULL || !quire_await (quire_project_close (project), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

DexFuture *
quire_folder_book_import (const char *folder, const char *path, QuireClock *clock)
{
  g_autoptr (GTask) task = NULL;
  Reading *reading;
  Import *import;

  g_return_val_if_fail (folder != NULL, NULL);
  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (QUIRE_IS_CLOCK (clock), NULL);

  reading = g_atomic_rc_box_new0 (Reading);
  reading->folder = g_strdup (folder);
  reading->done = dex_promise_new ();

  /* Blocking file access belongs on GIO's own threads, not on those that compute. */
  task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_task_data (task, g_atomic_rc_box_acquire (reading), reading_unref);
  g_task_run_in_thread (task, reading_run);

  import = g_new0 (Import, 1);
  import->reading = reading;
  import->path = g_strdup (path);
  import->clock = g_object_ref (clock);

  return quire_fiber_spawn (import_fiber, import, import_free);
}
