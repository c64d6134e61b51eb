/* quire-cli-book.c: the commands about a book and its text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-cli"

#include "config.h"

#include "quire-cli-private.h"

#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "quire-error.h"
#include "quire-text.h"

/* A scene holds 20,000 words at most; this is far beyond it, and bounds what standard input may bring. */
#define MAX_INPUT_BYTES (8 * 1024 * 1024)

static QuireProject *
get_project (QuireCli *self)
{
  return quire_workspace_get_project (self->workspace);
}

static QuireNode *
find_scene (QuireCli *self,
            GError **error)
{
  QuireNode *node = quire_manuscript_find (quire_project_get_manuscript (get_project (self)), self->arguments[1], error);

  if (node == NULL)
    return NULL;
  if (quire_node_get_kind (node) != QUIRE_NODE_SCENE)
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_NOT_FOUND, _ ("“%s” is not a scene; a scene’s number looks like 1.2.3."), self->arguments[1]);
      return NULL;
    }
  return node;
}

static QuireBookContents *
create_contents (QuireCli *self,
                 GError **error)
{
  g_autofree char *name = NULL;
  const char *title = self->title;

  if (title == NULL)
    {
      g_autofree char *base = g_path_get_basename (self->arguments[0]);

      title = name = g_str_has_suffix (base, ".quire") ? g_strndup (base, strlen (base) - strlen (".quire")) : g_steal_pointer (&base);
    }

  if (self->template_name == NULL || g_str_equal (self->template_name, "empty"))
    return quire_book_contents_new (title);
  if (g_str_equal (self->template_name, "blank"))
    return quire_book_contents_new_blank (title);
  if (g_str_equal (self->template_name, "three-acts"))
    return quire_book_contents_new_three_acts (title);
  if (g_str_equal (self->template_name, "beat-sheet"))
    return quire_book_contents_new_beat_sheet (title);

  g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID,
               _ ("There is no template “%s”; there are empty, blank, three-acts and beat-sheet."), self->template_name);
  return NULL;
}

gboolean
quire_cli_new (QuireCli *self,
               GError **error)
{
  QuireBookContents *contents = create_contents (self, error);
  g_autoptr (QuireProject) project = NULL;
  JsonObject *object;

  if (contents == NULL)
    return FALSE;
  project = dex_await_object (quire_project_create (self->arguments[0], contents, self->clock), error);
  if (project == NULL)
    return FALSE;

  if (self->json)
    {
      object = json_object_new ();
      json_object_set_string_member (object, "project_id", quire_project_get_id (project));
      json_object_set_string_member (object, "path", quire_project_get_path (project));
      json_object_set_string_member (object, "title", quire_project_get_title (project));
      quire_cli_print_json (object);
    }
  else
    {
      quire_cli_print (_ ("Made “%s” in %s\n"), quire_project_get_title (project), quire_project_get_path (project));
    }
  return quire_await (quire_project_close (project), error);
}

typedef struct
{
  guint acts;
  guint chapters;
  guint scenes;
  guint outlined; /* scenes without text */
} Counts;

static void
count_nodes (GListModel *nodes,
             Counts *counts)
{
  for (guint i = 0; i < g_list_model_get_n_items (nodes); i++)
    {
      g_autoptr (QuireNode) node = g_list_model_get_item (nodes, i);
      QuireNodeKind kind = quire_node_get_kind (node);

      counts->acts += kind == QUIRE_NODE_ACT;
      counts->chapters += kind == QUIRE_NODE_CHAPTER;
      counts->scenes += kind == QUIRE_NODE_SCENE;
      counts->outlined += kind == QUIRE_NODE_SCENE && quire_node_get_words (node) == 0;
      count_nodes (quire_node_get_children (node), counts);
    }
}

static void
print_info (QuireProject *project,
            const Counts *counts,
            guint words,
            guint n_entries)
{
  g_autofree char *acts = g_strdup_printf (ngettext ("%u act", "%u acts", counts->acts), counts->acts);
  g_autofree char *chapters = g_strdup_printf (ngettext ("%u chapter", "%u chapters", counts->chapters), counts->chapters);
  g_autofree char *scenes = g_strdup_printf (ngettext ("%u scene", "%u scenes", counts->scenes), counts->scenes);

  quire_cli_print ("%s\n", quire_project_get_title (project));
  if (quire_project_get_author (project)[0] != '\0')
    quire_cli_print ("%s\n", quire_project_get_author (project));
  quire_cli_print (ngettext ("%'u word\n", "%'u words\n", words), words);
  /* Translators: numbers of acts, chapters and scenes, each in words of its own; %u is a number of scenes. */
  quire_cli_print (_ ("%s, %s, %s, %u of them unwritten\n"), acts, chapters, scenes, counts->outlined);
  quire_cli_print (ngettext ("%u codex entry\n", "%u codex entries\n", n_entries), n_entries);
  if (quire_project_get_read_only (project))
    quire_cli_print ("%s\n", quire_project_get_read_only_reason (project));
}

gboolean
quire_cli_info (QuireCli *self,
                GError **error)
{
  QuireProject *project;
  QuireManuscript *manuscript;
  Counts counts = { 0 };
  JsonObject *object;
  guint n_entries;

  if (!quire_cli_open (self, error))
    return FALSE;

  project = get_project (self);
  manuscript = quire_project_get_manuscript (project);
  count_nodes (G_LIST_MODEL (manuscript), &counts);
  n_entries = g_list_model_get_n_items (G_LIST_MODEL (quire_workspace_get_codex (self->workspace)));

  if (!self->json)
    {
      print_info (project, &counts, quire_manuscript_get_words (manuscript), n_entries);
      return TRUE;
    }

  object = json_object_new ();
  json_object_set_string_member (object, "project_id", quire_project_get_id (project));
  json_object_set_string_member (object, "path", quire_project_get_path (project));
  json_object_set_string_member (object, "title", quire_project_get_title (project));
  json_object_set_string_member (object, "author", quire_project_get_author (project));
  json_object_set_string_member (object, "language", quire_project_get_language (project));
  json_object_set_int_member (object, "words", quire_manuscript_get_words (manuscript));
  json_object_set_int_member (object, "target_words", quire_project_get_target_words (project));
  json_object_set_int_member (object, "acts", counts.acts);
  json_object_set_int_member (object, "chapters", counts.chapters);
  json_object_set_int_member (object, "scenes", counts.scenes);
  json_object_set_int_member (object, "unwritten", counts.outlined);
  json_object_set_int_member (object, "entries", n_entries);
  json_object_set_boolean_member (object, "read_only", quire_project_get_read_only (project));
  quire_cli_print_json (object);
  return TRUE;
}

static JsonArray *
nodes_to_json (GListModel *nodes)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (nodes); i++)
    {
      g_autoptr (QuireNode) node = g_list_model_get_item (nodes, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "id", quire_node_get_id (node));
      json_object_set_string_member (object, "number", quire_node_get_number (node));
      json_object_set_string_member (object, "kind", quire_node_kind_get_name (quire_node_get_kind (node)));
      json_object_set_string_member (object, "title", quire_node_get_title (node));
      json_object_set_string_member (object, "synopsis", quire_node_get_synopsis (node));
      json_object_set_string_member (object, "status", quire_status_get_name (quire_node_get_status (node)));
      json_object_set_string_member (object, "point_of_view", quire_node_get_point_of_view (node));
      json_object_set_int_member (object, "words", quire_node_get_words (node));
      if (quire_node_get_kind (node) != QUIRE_NODE_SCENE)
        json_object_set_array_member (object, "children", nodes_to_json (quire_node_get_children (node)));
      json_array_add_object_element (array, object);
    }

  return array;
}

static void
print_nodes (GListModel *nodes)
{
  for (guint i = 0; i < g_list_model_get_n_items (nodes); i++)
    {
      g_autoptr (QuireNode) node = g_list_model_get_item (nodes, i);
      g_autofree char *title = quire_node_dup_display_title (node);
      g_autofree char *count = quire_cli_dup_count (quire_node_get_words (node));
      gboolean scene = quire_node_get_kind (node) == QUIRE_NODE_SCENE;

      quire_cli_print ("%-8s %*s%s  %s%s%s\n", quire_node_get_number (node), 2 * ((int) quire_node_get_kind (node) - 1), "", title, count,
                       scene ? "  " : "", scene ? quire_status_get_title (quire_node_get_status (node)) : "");
      print_nodes (quire_node_get_children (node));
    }
}

gboolean
quire_cli_outline (QuireCli *self,
                   GError **error)
{
  GListModel *acts;
  JsonObject *object;

  if (!quire_cli_open (self, error))
    return FALSE;

  acts = G_LIST_MODEL (quire_project_get_manuscript (get_project (self)));
  if (!self->json)
    {
      print_nodes (acts);
      return TRUE;
    }

  object = json_object_new ();
  json_object_set_string_member (object, "project_id", quire_project_get_id (get_project (self)));
  json_object_set_array_member (object, "acts", nodes_to_json (acts));
  quire_cli_print_json (object);
  return TRUE;
}

static JsonObject *
scene_to_json (QuireNode *node,
               QuireSceneText *text)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", quire_node_get_id (node));
  json_object_set_string_member (object, "number", quire_node_get_number (node));
  json_object_set_string_member (object, "title", quire_node_get_title (node));
  json_object_set_string_member (object, "synopsis", quire_node_get_synopsis (node));
  json_object_set_string_member (object, "status", quire_status_get_name (quire_node_get_status (node)));
  json_object_set_int_member (object, "words", quire_scene_text_get_words (text));
  json_object_set_string_member (object, "hash", quire_scene_text_get_hash (text));
  return object;
}

gboolean
quire_cli_show (QuireCli *self,
                GError **error)
{
  g_autoptr (QuireSceneText) text = NULL;
  JsonObject *object;
  QuireNode *scene;

  if (!quire_cli_open (self, error) || (scene = find_scene (self, error)) == NULL)
    return FALSE;
  text = dex_await_object (quire_project_load_text (get_project (self), quire_node_get_id (scene)), error);
  if (text == NULL)
    return FALSE;

  if (!self->json)
    {
      const char *body = quire_scene_text_get_body (text);

      quire_cli_print ("%s%s", body, body[0] == '\0' || g_str_has_suffix (body, "\n") ? "" : "\n");
      return TRUE;
    }

  object = scene_to_json (scene, text);
  json_object_set_string_member (object, "text", quire_scene_text_get_body (text));
  quire_cli_print_json (object);
  return TRUE;
}

static char *
read_input (GError **error)
{
  g_autoptr (GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 buffer[16384];
  g_autoptr (GError) local_error = NULL;
  gint64 n;

  /* Awaited, so that Ctrl+C is heard while somebody types. */
  while ((n = dex_await_int64 (dex_input_stream_read (input, buffer, sizeof buffer, G_PRIORITY_DEFAULT), &local_error)) > 0)
    {
      g_byte_array_append (bytes, buffer, (guint) n);
      if (bytes->len > MAX_INPUT_BYTES)
        {
          g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID, _ ("The text is longer than %d MB. Nothing was changed."), MAX_INPUT_BYTES / 1024 / 1024);
          return NULL;
        }
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  return quire_text_clean ((const char *) bytes->data, bytes->len);
}

gboolean
quire_cli_write (QuireCli *self,
                 GError **error)
{
  g_autoptr (QuireSceneText) text = NULL;
  g_autofree char *body = NULL;
  QuireNode *scene;

  if (!quire_cli_open (self, error) || (scene = find_scene (self, error)) == NULL)
    return FALSE;
  body = read_input (error);
  if (body == NULL)
    return FALSE;

  text = dex_await_object (quire_project_write_text (get_project (self), quire_node_get_id (scene), body, NULL, QUIRE_ACTOR_IMPORT), error);
  if (text == NULL)
    return FALSE;

  if (self->json)
    quire_cli_print_json (scene_to_json (scene, text));
  else
    quire_cli_print (ngettext ("%s: %'u word\n", "%s: %'u words\n", quire_scene_text_get_words (text)),
                     quire_node_get_number (scene), quire_scene_text_get_words (text));
  return TRUE;
}

gboolean
quire_cli_check (QuireCli *self,
                 GError **error)
{
  g_autoptr (GPtrArray) faults = NULL;
  JsonObject *object;
  JsonArray *array;

  if (!quire_cli_open (self, error))
    return FALSE;
  faults = quire_await_array (quire_project_check (get_project (self)), error);
  if (faults == NULL)
    return FALSE;

  if (self->json)
    {
      array = json_array_new ();
      for (guint i = 0; i < faults->len; i++)
        json_array_add_string_element (array, g_ptr_array_index (faults, i));
      object = json_object_new ();
      json_object_set_boolean_member (object, "sound", faults->len == 0);
      json_object_set_array_member (object, "faults", array);
      quire_cli_print_json (object);
    }
  else
    {
      for (guint i = 0; i < faults->len; i++)
        quire_cli_print ("%s\n", (const char *) g_ptr_array_index (faults, i));
      if (faults->len == 0)
        quire_cli_print ("%s\n", _ ("The book is sound."));
    }

  self->failed = faults->len > 0;
  return TRUE;
}
