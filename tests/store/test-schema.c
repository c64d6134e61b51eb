/* test-schema.c: the tables of a new book, and migrations
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "quire-schema-private.h"
#include "store-test.h"

/* The schema as SQLite tells it, a statement each, in a fixed order; without the tables that the full-text index makes for itself. */
static char *
dump_schema (QuireConnection *connection)
{
  static const char sql[] = "SELECT type || ' ' || name || char (10) || sql || ';' || char (10) FROM sqlite_schema"
                            " WHERE sql IS NOT NULL AND name NOT GLOB 'passages_index_*' ORDER BY type, name";
  g_autoptr (GString) dump = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  sqlite3_stmt *rows = quire_connection_query (connection, &error, sql);

  g_assert_no_error (error);
  while (quire_connection_next (connection, rows, &error))
    g_string_append (dump, (const char *) sqlite3_column_text (rows, 0));
  g_assert_no_error (error);
  return g_string_free (g_steal_pointer (&dump), FALSE);
}

static QuireConnection *
open_new (char **path)
{
  g_autoptr (GError) error = NULL;
  QuireConnection *connection;

  *path = make_book_path ();
  connection = quire_connection_open (*path, QUIRE_CONNECTION_CREATE, &error);
  g_assert_no_error (error);
  g_assert_true (quire_schema_migrate (connection, &error));
  g_assert_no_error (error);
  return connection;
}

/* Books with this schema are on writers' disks: what the first version makes must never change. */
static void
test_golden (void)
{
  g_autofree char *path = NULL;
  g_autofree char *golden = quire_test_load ("schema-1.sql", NULL);
  g_autoptr (QuireConnection) connection = open_new (&path);
  g_autofree char *dump = dump_schema (connection);
  g_auto (GStrv) lines = g_strsplit (dump, "\n", 0);
  g_auto (GStrv) golden_lines = g_strsplit (golden, "\n", 0);
  gint64 id = 0;
  guint version = 0;

  for (guint i = 0; lines[i] != NULL && golden_lines[i] != NULL; i++)
    g_assert_cmpstr (lines[i], ==, golden_lines[i]);
  g_assert_cmpuint (g_strv_length (lines), ==, g_strv_length (golden_lines));
  g_assert_true (quire_connection_get_int (connection, &id, NULL, "PRAGMA application_id"));
  g_assert_cmpint (id, ==, 0x51554952);
  g_assert_true (quire_schema_get_version (connection, &version, NULL));
  g_assert_cmpuint (version, ==, 1);
}

/* Every table is STRICT, and no text may be NULL but where NULL means something. */
static void
test_rules (void)
{
  static const char nullable[] = "SELECT group_concat (t.name || '.' || c.name, ' ' ORDER BY t.name, c.cid) FROM pragma_table_list t JOIN pragma_table_info (t.name) c"
                                 " WHERE t.schema = 'main' AND t.type = 'table' AND t.strict AND t.name NOT LIKE 'sqlite%' AND c.type = 'TEXT' AND c.\"notnull\" = 0";
  static const char lax[] = "SELECT count (*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite%' AND name NOT GLOB 'passages_index*'";
  g_autofree char *path = NULL;
  g_autofree char *columns = NULL;
  g_autoptr (QuireConnection) connection = open_new (&path);
  gint64 n_lax = -1;

  g_assert_true (quire_connection_get_int (connection, &n_lax, NULL, lax));
  g_assert_cmpint (n_lax, ==, 0);
  g_assert_true (quire_connection_get_text (connection, &columns, NULL, nullable));
  g_assert_cmpstr (columns, ==, "messages.parent nodes.parent workflow_steps.output workflows.result");
}

static void
test_checks (void)
{
  static const char *const refused[] = {
    "INSERT INTO nodes (id, kind, order_key, created, modified) VALUES ('a', 'part', 'a', 0, 0)",
    "INSERT INTO nodes (id, kind, order_key, created, modified) VALUES ('a', 'scene', 'a', 0, 0)",
    "INSERT INTO nodes (id, kind, order_key, created, modified) VALUES ('a', 'act', '', 0, 0)",
    "INSERT INTO nodes (id, kind, order_key, status, created, modified) VALUES ('a', 'act', 'a', 'done', 0, 0)",
    "INSERT INTO nodes (id, parent, kind, order_key, created, modified) VALUES ('a', 'none', 'chapter', 'a', 0, 0)",
    "INSERT INTO scene_text (scene, body, words, hash, modified) VALUES ('none', '', 0, printf ('%064d', 0), 0)",
    "INSERT INTO workflows (id, kind, title, state, parameters, created) VALUES ('a', 'a', 'a', 'lost', '{}', 0)",
    "INSERT INTO project (id, book_id, title, created, modified) VALUES (2, 'a', 'a', 0, 0)",
    "INSERT INTO writing_log (day, scene, actor, words_added) VALUES ('a', 'a', 'writer', -1)",
    "INSERT INTO project (id, book_id, title, created, modified) VALUES (1, 'a', 'a', 'now', 0)",
  };
  g_autofree char *path = NULL;
  g_autoptr (QuireConnection) connection = open_new (&path);

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", refused[i]);
      g_assert_false (quire_connection_execute (connection, refused[i], &error));
      g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_STORE);
    }
}

static void
test_migrate (void)
{
  static const char *const good[] = { "unused", "CREATE TABLE second (a TEXT NOT NULL) STRICT;", "INSERT INTO second VALUES ('third');" };
  static const char *const bad[] = { "unused", "CREATE TABLE second (a TEXT NOT NULL) STRICT;", "INSERT INTO second VALUES (NULL);" };
  g_autofree char *path = NULL;
  g_autoptr (QuireConnection) connection = open_new (&path);
  g_autofree char *before = dump_schema (connection);
  g_autofree char *after_failure = NULL;
  g_autofree char *value = NULL;
  g_autoptr (GError) error = NULL;
  guint version = 0;

  /* Half of a migration is none. */
  g_assert_false (quire_schema_apply (connection, bad, G_N_ELEMENTS (bad), &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_STORE);
  g_clear_error (&error);
  after_failure = dump_schema (connection);
  g_assert_cmpstr (after_failure, ==, before);
  g_assert_true (quire_schema_get_version (connection, &version, NULL));
  g_assert_cmpuint (version, ==, 1);

  g_assert_true (quire_schema_apply (connection, good, G_N_ELEMENTS (good), &error));
  g_assert_no_error (error);
  g_assert_true (quire_schema_get_version (connection, &version, NULL));
  g_assert_cmpuint (version, ==, 3);
  g_assert_true (quire_connection_get_text (connection, &value, NULL, "SELECT a FROM second"));
  g_assert_cmpstr (value, ==, "third");

  /* What is newer is left alone. */
  g_assert_true (quire_schema_migrate (connection, &error));
  g_assert_true (quire_schema_get_version (connection, &version, NULL));
  g_assert_cmpuint (version, ==, 3);
}

int
main (int argc, char **argv)
{
  quire_test_init (&argc, &argv);

  g_test_add_func ("/schema/golden", test_golden);
  g_test_add_func ("/schema/rules", test_rules);
  g_test_add_func ("/schema/checks", test_checks);
  g_test_add_func ("/schema/migrate", test_migrate);

  return g_test_run ();
}
