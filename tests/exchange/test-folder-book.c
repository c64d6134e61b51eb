/* test-folder-book.c: books from folders of text files.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "quire-folder-book.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "quire-entry.h"
#include "quire-error.h"
#include "quire-future.h"
#include "quire-manuscript.h"
#include "quire-project.h"
#include "quire-test.h"

static void
put_bytes (const char *folder, const char *name, const char *bytes, gsize n_bytes)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_file_set_contents (path, bytes, (gssize) n_bytes, &error);
  g_assert_no_error (error);
}

static void
put (const char *folder, const char *name, const char *text)
{
  put_bytes (folder, name, text, strlen (text));
}

/* Two acts, three chapters, four scenes, two entries. */
static char *
make_small_book (void)
{
  char *folder = quire_test_make_folder ();

  put (folder, "book.md", "---\ntitle: Low Water\nauthor: A. Writer\nlanguage: en-GB\ngenre: Mystery\ntarget_words: 19000\n---\n\nA bridge lies.\n");
  put (folder, "README.md", "Not a part of the book.");
  put (folder, "LICENSE", "nor this");
  put (folder, ".hidden.md", "nor this");
  put (folder, "1-tare/act.md", "---\ntitle: Tare\nsynopsis: It begins.\n---\n");
  put (folder, "1-tare/2-second-chapter/10-later.md", "---\ntitle: Later\n---\n");
  put (folder, "1-tare/2-second-chapter/9-earlier.md", "Only text.\n");
  put (folder, "1-tare/1-first/chapter.md", "---\ntitle: First\nsynopsis: One\\nTwo\n---\n");
  put (folder, "1-tare/1-first/1-two-ton-ten.md",
       "---\ntitle: Two Ton Ten\nsynopsis: The arm knocks.\nstatus: final\npov: Peg\nstory_time: Monday\ntarget: 600\nlabel: Opening\n---\n\nIt floats.\n\nIt knocks.\n");
  put (folder, "1-tare/1-first/notes.txt", "no text of the book");
  put (folder, "3-net/1-x/1-y.md", "---\ntitle:\nstatus: outlined\n---\n");
  put (folder, "codex/characters/peg.md",
       "---\nname: Peg Rudd\nalias: Peg\nalias: Miss Rudd\nsend: always\nfact: age | 24\n"
       "fact: saw | the weight | from 1.2.9 | to 3.1.1 | known by Peg,  Hubert ,\n---\n\nA clerk.\n");
  put (folder, "codex/ships/old-barge.md", "It leaks.");

  return folder;
}

static char *
list_nodes (QuireBookContents *contents)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (QuireManuscript) book = quire_manuscript_new (contents->nodes, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint a = 1; quire_manuscript_get_at (book, a, 0, 0) != NULL; a++)
    {
      g_string_append_printf (text, "%s{", quire_node_get_title (quire_manuscript_get_at (book, a, 0, 0)));
      for (guint c = 1; quire_manuscript_get_at (book, a, c, 0) != NULL; c++)
        {
          g_string_append_printf (text, "%s[", quire_node_get_title (quire_manuscript_get_at (book, a, c, 0)));
          for (guint s = 1; quire_manuscript_get_at (book, a, c, s) != NULL; s++)
            g_string_append_printf (text, "%s;", quire_node_get_title (quire_manuscript_get_at (book, a, c, s)));
          g_string_append_c (text, ']');
        }
      g_string_append_c (text, '}');
    }

  return g_string_free (text, FALSE);
}

static const QuireNodeData *
find_node (QuireBookContents *contents, const char *title)
{
  for (guint i = 0; i < contents->nodes->len; i++)
    {
      const QuireNodeData *data = g_ptr_array_index (contents->nodes, i);

      if (g_str_equal (data->title, title))
        return data;
    }

  g_assert_not_reached ();
}

static void
test_read (void)
{
  g_autofree char *folder = make_small_book ();
  g_autoptr (GError) error = NULL;
  g_autoptr (QuireBookContents) contents = quire_folder_book_read (folder, &error);
  g_autofree char *listed = NULL;
  const QuireNodeData *scene;

  g_assert_no_error (error);
  g_assert_cmpstr (contents->title, ==, "Low Water");
  g_assert_cmpstr (contents->author, ==, "A. Writer");
  g_assert_cmpstr (contents->language, ==, "en-GB");
  g_assert_cmpstr (contents->genre, ==, "Mystery");
  g_assert_cmpstr (contents->premise, ==, "A bridge lies.");
  g_assert_cmpuint (contents->target_words, ==, 19000);

  listed = list_nodes (contents);
  g_assert_cmpstr (listed, ==, "Tare{First[Two Ton Ten;]Second chapter[Earlier;Later;]}Net{X[;]}");

  scene = find_node (contents, "Two Ton Ten");
  g_assert_cmpstr (scene->synopsis, ==, "The arm knocks.");
  g_assert_cmpint (scene->status, ==, QUIRE_STATUS_FINAL);
  g_assert_cmpstr (scene->point_of_view, ==, "Peg");
  g_assert_cmpstr (scene->story_time, ==, "Monday");
  g_assert_cmpuint (scene->target, ==, 600);
  g_assert_cmpstr (scene->label, ==, "Opening");
  g_assert_cmpuint (scene->words, ==, 4);
  g_assert_cmpstr (g_hash_table_lookup (contents->bodies, scene->id), ==, "It floats.\n\nIt knocks.");
  g_assert_cmpstr (find_node (contents, "First")->synopsis, ==, "One\nTwo");
  g_assert_cmpint (find_node (contents, "Earlier")->status, ==, QUIRE_STATUS_DRAFT);
  g_assert_cmpint (find_node (contents, "Later")->status, ==, QUIRE_STATUS_OUTLINED);
  g_assert_cmpuint (g_hash_table_size (contents->bodies), ==, 2);
}

static void
test_read_codex (void)
{
  static const char *const names[] = { "Peg Rudd", "Peg", "Miss Rudd", NULL };
  g_autofree char *folder = make_small_book ();
  g_autoptr (GError) error = NULL;
  g_autoptr (QuireBookContents) contents = quire_folder_book_read (folder, &error);
  QuireEntry *peg, *barge;
  const QuireFact *fact;

  g_assert_no_error (error);
  g_assert_cmpuint (contents->entries->len, ==, 2);
  peg = g_ptr_array_index (contents->entries, 0);
  barge = g_ptr_array_index (contents->entries, 1);

  g_assert_cmpstr (quire_entry_get_category (peg), ==, "characters");
  g_assert_cmpstrv (quire_entry_get_names (peg), names);
  g_assert_cmpint (quire_entry_get_send (peg), ==, QUIRE_SEND_ALWAYS);
  g_assert_cmpstr (quire_entry_get_text (peg), ==, "A clerk.");
  g_assert_cmpuint (quire_entry_get_n_facts (peg), ==, 2);
  fact = quire_entry_get_fact (peg, 0);
  g_assert_cmpstr (fact->attribute, ==, "age");
  g_assert_cmpstr (fact->value, ==, "24");
  g_assert_null (fact->valid_from);
  g_assert_null (fact->valid_to);
  g_assert_cmpstr (fact->known_by, ==, "");

  /* Numbers are those of the files, whatever numbers the book will show: act 3 is the second one here. */
  fact = quire_entry_get_fact (peg, 1);
  g_assert_cmpstr (fact->valid_from, ==, find_node (contents, "Earlier")->id);
  g_assert_cmpstr (fact->valid_to, ==, find_node (contents, "")->id);
  g_assert_cmpstr (fact->known_by, ==, "Peg, Hubert");

  g_assert_cmpstr (quire_entry_get_category (barge), ==, "ships");
  g_assert_cmpstr (quire_entry_get_name (barge), ==, "Old barge");
  g_assert_cmpint (quire_entry_get_send (barge), ==, QUIRE_SEND_DETECTED);
  g_assert_cmpstr (quire_entry_get_text (barge), ==, "It leaks.");
}

static void
test_read_bare (void)
{
  g_autofree char *folder = quire_test_make_folder ();
  g_autofree char *inner = g_build_filename (folder, "my-old-book", NULL);
  g_autofree char *slashed = g_strconcat (inner, "/", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (QuireBookContents) contents = NULL;

  put (inner, "book.md", "");
  contents = quire_folder_book_read (slashed, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (contents->title, ==, "My old book");
  g_assert_cmpstr (contents->language, ==, "en");
  g_assert_cmpstr (contents->premise, ==, "");
  g_assert_cmpuint (contents->nodes->len, ==, 0);
  g_assert_cmpuint (contents->entries->len, ==, 0);
}

static void
test_read_bad_utf8 (void)
{
  static const char bytes[] = "---\ntitle: Bad \xff title\n---\nOne\0two \xc3(three\x1b.";
  g_autofree char *folder = make_small_book ();
  g_autoptr (GError) error = NULL;
  g_autoptr (QuireBookContents) contents = NULL;
  const QuireNodeData *scene;

  put_bytes (folder, "1-tare/1-first/2-bad.md", bytes, sizeof bytes - 1);
  contents = quire_folder_book_read (folder, &error);
  g_assert_no_error (error);
  scene = find_node (contents, "Bad \xef\xbf\xbd title");
  g_assert_cmpstr (g_hash_table_lookup (contents->bodies, scene->id), ==, "Onetwo \xef\xbf\xbd(three.");
}

/* -- errors -- */

typedef struct
{
  const char *name;
  const char *file;
  const char *text;
  int code;
  const char *message; /* a part of it */
} Bad;

static const Bad bads[] = {
  { "key of a book", "book.md", "---\ntitel: A\n---\n", QUIRE_ERROR_INVALID, "book.md, line 2: “titel”" },
  { "target of a book", "book.md", "---\ntitle: A\ntarget_words: many\n---\n", QUIRE_ERROR_INVALID, "book.md, line 3: " },
  { "open head", "1-tare/act.md", "---\ntitle: A\n", QUIRE_ERROR_INVALID, "1-tare/act.md, line 1: " },
  { "text of an act", "1-tare/act.md", "---\ntitle: A\n---\nText.", QUIRE_ERROR_INVALID, "1-tare/act.md: " },
  { "text of a chapter", "1-tare/1-first/chapter.md", "Text.", QUIRE_ERROR_INVALID, "1-tare/1-first/chapter.md: " },
  { "key of a chapter", "1-tare/1-first/chapter.md", "---\npov: A\n---\n", QUIRE_ERROR_INVALID, "chapter.md, line 2: " },
  { "status of a scene", "1-tare/1-first/2-x.md", "---\ntitle: A\nstatus: done\n---\n", QUIRE_ERROR_INVALID, "1-tare/1-first/2-x.md, line 3: " },
  { "target of a scene", "1-tare/1-first/2-x.md", "---\ntarget: 1,200\n---\n", QUIRE_ERROR_INVALID, "1-tare/1-first/2-x.md, line 2: " },
  { "scene without a number", "1-tare/1-first/x.md", "Text.", QUIRE_ERROR_INVALID, "1-tare/1-first/x.md: " },
  { "scene in an act", "1-tare/1-x.md", "Text.", QUIRE_ERROR_INVALID, "1-tare/1-x.md: " },
  { "folder in a chapter", "1-tare/1-first/1-deep/1-x.md", "Text.", QUIRE_ERROR_INVALID, "1-tare/1-first/1-deep: " },
  { "act without a number", "prologue/1-x/1-y.md", "Text.", QUIRE_ERROR_INVALID, "prologue: " },
  { "chapter without a number", "1-tare/prologue/1-y.md", "Text.", QUIRE_ERROR_INVALID, "1-tare/prologue: " },
  { "number zero", "1-tare/1-first/0-x.md", "Text.", QUIRE_ERROR_INVALID, "1-tare/1-first/0-x.md: " },
  { "number of five digits", "1-tare/1-first/10000-x.md", "Text.", QUIRE_ERROR_INVALID, "1-tare/1-first/10000-x.md: " },
  { "the same number", "1-tare/1-first/01-x.md", "Text.", QUIRE_ERROR_INVALID, "01-x.md" },
  { "entry without a category", "codex/x.md", "Text.", QUIRE_ERROR_INVALID, "codex/x.md: " },
  { "folder in a category", "codex/characters/x/y.md", "Text.", QUIRE_ERROR_INVALID, "codex/characters/x: " },
  { "send mode", "codex/characters/x.md", "---\nsend: maybe\n---\n", QUIRE_ERROR_INVALID, "codex/characters/x.md, line 2: " },
  { "fact without a value", "codex/characters/x.md", "---\nfact: age\n---\n", QUIRE_ERROR_INVALID, "codex/characters/x.md, line 2: " },
  { "fact with an empty value", "codex/characters/x.md", "---\nfact: age |\n---\n", QUIRE_ERROR_INVALID, "codex/characters/x.md, line 2: " },
  { "fact with more", "codex/characters/x.md", "---\nname: X\nfact: age | 4 | until 1.1.1\n---\n", QUIRE_ERROR_INVALID, "line 3: “until 1.1.1”" },
  { "fact of no scene", "codex/characters/x.md", "---\nfact: age | 4 | from 1.1.7\n---\n", QUIRE_ERROR_INVALID, "line 2: There is no scene “1.1.7”" },
  { "fact of a chapter", "codex/characters/x.md", "---\nfact: age | 4 | to 1.1\n---\n", QUIRE_ERROR_INVALID, "line 2: There is no scene “1.1”" },
};

static void
test_bad (gconstpointer data)
{
  const Bad *bad = data;
  g_autofree char *folder = make_small_book ();
  g_autoptr (GError) error = NULL;

  put (folder, bad->file, bad->text);
  g_assert_null (quire_folder_book_read (folder, &error));
  g_assert_error (error, QUIRE_ERROR, bad->code);
  if (strstr (error->message, bad->message) == NULL)
    g_error ("“%s” is not in “%s”", bad->message, error->message);
}

static void
test_no_book (void)
{
  g_autofree char *folder = quire_test_make_folder ();
  g_autofree char *missing = g_build_filename (folder, "missing", NULL);
  g_autofree char *file = g_build_filename (folder, "file", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (quire_folder_book_read (folder, &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_NOT_A_BOOK);
  g_clear_error (&error);

  g_assert_null (quire_folder_book_read (missing, &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_NOT_FOUND);
  g_clear_error (&error);

  put (folder, "file", "x");
  g_assert_null (quire_folder_book_read (file, &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID);
}

/* A link may lead anywhere; what is read must lie in the folder. */
static void
test_links (void)
{
  static const char *const places[] = { "book.md", "2-link", "1-tare/act.md", "1-tare/3-link", "1-tare/1-first/2-link.md", "codex/characters/link.md", "codex/2-things" };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *folder = make_small_book ();
      g_autofree char *outside = make_small_book ();
      g_autofree char *target = g_build_filename (outside, strchr (places[i], '.') != NULL ? "README.md" : "1-tare", NULL);
      g_autofree char *link = g_build_filename (folder, places[i], NULL);
      g_autoptr (GError) error = NULL;

      g_unlink (link);
      g_assert_cmpint (symlink (target, link), ==, 0);
      g_assert_null (quire_folder_book_read (folder, &error));
      g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, places[i]));
    }
}

/* The codex as a link is refused as well, and a link that no book needs is passed over, as is the folder itself being one. */
static void
test_other_links (void)
{
  g_autofree char *folder = make_small_book ();
  g_autofree char *codex = g_build_filename (folder, "codex", NULL);
  g_autofree char *aside = g_build_filename (folder, "3-aside", NULL);
  g_autofree char *other = g_build_filename (folder, "cover.png", NULL);
  g_autofree char *outside = quire_test_make_folder ();
  g_autofree char *whole = g_build_filename (outside, "book", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (QuireBookContents) contents = NULL;

  g_assert_cmpint (symlink ("/nowhere", other), ==, 0);
  g_assert_cmpint (symlink (folder, whole), ==, 0);
  contents = quire_folder_book_read (whole, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (contents->entries->len, ==, 2);

  g_assert_cmpint (g_rename (codex, aside), ==, 0);
  g_assert_cmpint (symlink (outside, codex), ==, 0);
  g_assert_null (quire_folder_book_read (folder, &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID);
}

static void
test_odd_files (void)
{
  g_autofree char *folder = make_small_book ();
  g_autofree char *pipe = g_build_filename (folder, "1-tare/1-first/chapter.md", NULL);
  g_autoptr (GError) error = NULL;

  g_unlink (pipe);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_null (quire_folder_book_read (folder, &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "1-tare/1-first/chapter.md"));
}

static void
test_bounds (void)
{
  g_autofree char *folder = make_small_book ();
  g_autofree char *large = g_strnfill (4 * 1024 * 1024 + 1, 'x');
  g_autofree char *many = quire_test_make_folder ();
  g_autoptr (GError) error = NULL;

  put (folder, "1-tare/1-first/2-large.md", large);
  g_assert_null (quire_folder_book_read (folder, &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "2-large.md"));
  g_clear_error (&error);

  put (many, "book.md", "");
  for (guint i = 0; i < 5001; i++)
    {
      g_autofree char *name = g_strdup_printf ("codex/lore/%u.md", i);

      put (many, name, "");
    }
  g_assert_null (quire_folder_book_read (many, &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "codex/lore"));
}

/* -- import -- */

static void
test_import (void)
{
  g_autofree char *folder = make_small_book ();
  g_autofree char *target = quire_test_make_folder ();
  g_autofree char *path = g_build_filename (target, "low-water.quire", NULL);
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autoptr (QuireProject) project = NULL;
  g_autoptr (QuireSceneText) text = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  QuireManuscript *book;
  QuireNode *scene;

  quire_await (quire_folder_book_import (folder, path, QUIRE_CLOCK (clock)), &error);
  g_assert_no_error (error);

  project = dex_await_object (quire_project_open (path, QUIRE_PROJECT_NO_BACKUP, QUIRE_CLOCK (clock)), &error);
  g_assert_no_error (error);
  g_assert_false (quire_project_get_read_only (project));
  g_assert_cmpstr (quire_project_get_title (project), ==, "Low Water");
  g_assert_cmpstr (quire_project_get_language (project), ==, "en-GB");
  g_assert_cmpuint (quire_project_get_target_words (project), ==, 19000);

  book = quire_project_get_manuscript (project);
  g_assert_cmpuint (quire_manuscript_get_n_scenes (book), ==, 4);
  g_assert_cmpuint (quire_manuscript_get_words (book), ==, 6);
  scene = quire_manuscript_get_at (book, 1, 1, 1);
  g_assert_cmpstr (quire_node_get_title (scene), ==, "Two Ton Ten");
  text = dex_await_object (quire_project_load_text (project, quire_node_get_id (scene)), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (quire_scene_text_get_body (text), ==, "It floats.\n\nIt knocks.");

  entries = quire_await_array (quire_project_load_entries (project), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 2);
  g_assert_cmpstr (quire_entry_get_fact (g_ptr_array_index (entries, 0), 1)->valid_to, ==, quire_node_get_id (quire_manuscript_get_at (book, 2, 1, 1)));

  quire_await (quire_project_close (project), &error);
  g_assert_no_error (error);
}

static void
test_import_fails (void)
{
  g_autofree char *folder = make_small_book ();
  g_autofree char *target = quire_test_make_folder ();
  g_autofree char *path = g_build_filename (target, "book.quire", NULL);
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autoptr (GError) error = NULL;

  put (folder, "1-tare/1-first/2-x.md", "---\nstatus: done\n---\n");
  g_assert_false (quire_await (quire_folder_book_import (folder, path, QUIRE_CLOCK (clock)), &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_clear_error (&error);

  /* What is there is never written over. */
  put (folder, "1-tare/1-first/2-x.md", "Text.");
  put (target, "book.quire", "mine");
  g_assert_false (quire_await (quire_folder_book_import (folder, path, QUIRE_CLOCK (clock)), &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID);
}

/* The sample that comes with the program. */
static void
test_sample (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("QUIRE_SOURCE_DIR"), "data", "sample", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (QuireBookContents) contents = quire_folder_book_read (folder, &error);
  g_autoptr (QuireManuscript) book = NULL;

  g_assert_no_error (error);
  book = quire_manuscript_new (contents->nodes, &error);
  g_assert_no_error (error);
  g_test_message ("the sample has %u words in %u scenes", quire_manuscript_get_words (book), quire_manuscript_get_n_scenes (book));
  g_assert_cmpuint (quire_manuscript_get_n_scenes (book), >=, 20);
  g_assert_cmpuint (quire_manuscript_get_words (book), >, 5000);
  g_assert_cmpuint (contents->entries->len, >=, 10);
}

int
main (int argc, char *argv[])
{
  quire_test_init (&argc, &argv);

  g_test_add_func ("/folder-book/read", test_read);
  g_test_add_func ("/folder-book/read-codex", test_read_codex);
  g_test_add_func ("/folder-book/read-bare", test_read_bare);
  g_test_add_func ("/folder-book/read-bad-utf8", test_read_bad_utf8);
  for (guint i = 0; i < G_N_ELEMENTS (bads); i++)
    {
      g_autofree char *name = g_strdelimit (g_strdup (bads[i].name), " ", '-');
      g_autofree char *path = g_strconcat ("/folder-book/bad/", name, NULL);

      g_test_add_data_func (path, &bads[i], test_bad);
    }
  g_test_add_func ("/folder-book/no-book", test_no_book);
  g_test_add_func ("/folder-book/links", test_links);
  g_test_add_func ("/folder-book/other-links", test_other_links);
  g_test_add_func ("/folder-book/odd-files", test_odd_files);
  g_test_add_func ("/folder-book/bounds", test_bounds);
  quire_test_add_fiber ("/folder-book/import", test_import);
  quire_test_add_fiber ("/folder-book/import-fails", test_import_fails);
  g_test_add_func ("/folder-book/sample", test_sample);

  return g_test_run ();
}
