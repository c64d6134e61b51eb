/* editor-book.c: a small book on disk for the tests of the editor.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "editor-book.h"

#include <sqlite3.h>

static gboolean
has_finished (gpointer data)
{
  return quire_operation_get_state (data) != QUIRE_OPERATION_RUNNING;
}

gpointer
editor_book_await (DexFuture *future)
{
  g_autoptr (QuireOperation) operation = quire_operation_new (future);

  quire_test_wait_until (has_finished, operation, 5000);
  g_assert_no_error (quire_operation_get_error (operation));

  return quire_operation_dup_object (operation);
}

static QuireNodeData *
add_node (QuireBookContents *contents, QuireNodeKind kind, const char *parent, const char *title, const char *order_key)
{
  QuireNodeData *node = quire_node_data_new (kind, parent, title);

  g_set_str (&node->order_key, order_key);
  g_ptr_array_add (contents->nodes, node);

  return node;
}

EditorBook *
editor_book_new (void)
{
  static const char *const titles[] = { "The lamp room", "A name in the margin", "High water" };
  EditorBook *self = g_new0 (EditorBook, 1);
  QuireBookContents *contents = quire_book_contents_new ("The Salt Ledger");
  const char *act = add_node (contents, QUIRE_NODE_ACT, NULL, "One", "a")->id;
  const char *chapter = add_node (contents, QUIRE_NODE_CHAPTER, act, "The harbour", "a")->id;
  g_autofree char *folder = quire_test_make_folder ();
  g_autoptr (QuireProject) project = NULL;

  for (int i = 0; i < EDITOR_BOOK_SCENES; i++)
    {
      char order_key[] = { (char) ('a' + i), '\0' };
      QuireNodeData *scene = add_node (contents, QUIRE_NODE_SCENE, chapter, titles[i], order_key);

      self->ids[i] = g_strdup (scene->id);
      if (i == 1)
        g_set_str (&scene->synopsis, "Mara finds her own name in the ledger.");
    }
  g_hash_table_insert (contents->bodies, g_strdup (self->ids[0]), g_strdup (EDITOR_BOOK_BODY));

  self->clock = quire_test_clock_new ();
  self->path = g_build_filename (folder, "book.quire", NULL);
  project = editor_book_await (quire_project_create (self->path, contents, QUIRE_CLOCK (self->clock)));
  editor_book_close (project);

  return self;
}

void
editor_book_free (EditorBook *self)
{
  g_object_unref (self->clock);
  g_free (self->path);
  for (int i = 0; i < EDITOR_BOOK_SCENES; i++)
    g_free (self->ids[i]);
  g_free (self);
}

static sqlite3 *
open_file (EditorBook *self)
{
  sqlite3 *file = NULL;

  g_assert_cmpint (sqlite3_open (self->path, &file), ==, SQLITE_OK);
  sqlite3_busy_timeout (file, 2000);

  return file;
}

void
editor_book_execute (EditorBook *self, const char *sql)
{
  sqlite3 *file = open_file (self);
  char *message = NULL;

  sqlite3_exec (file, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  sqlite3_close (file);
}

int
editor_book_query (EditorBook *self, const char *sql)
{
  sqlite3 *file = open_file (self);
  sqlite3_stmt *statement = NULL;
  int result;

  g_assert_cmpint (sqlite3_prepare_v2 (file, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  result = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (file);

  return result;
}

char *
editor_book_load (QuireProject *project, const char *id)
{
  g_autoptr (QuireSceneText) text = editor_book_await (quire_project_load_text (project, id));

  return g_strdup (quire_scene_text_get_body (text));
}

void
editor_book_close (QuireProject *project)
{
  g_autoptr (GObject) nothing = editor_book_await (quire_project_close (project));
}
