/* test-passages.c: passages and their search
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "quire-repositories-private.h"
#include "quire-text.h"
#include "store-test.h"

/* -- splitting -- */

static char *
make_text (guint n_sentences, guint words_each)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_sentences; i++)
    {
      for (guint j = 0; j + 1 < words_each; j++)
        g_string_append (text, j == 0 ? "Über " : "näher ");
      g_string_append_printf (text, "%u.%s", i, i % 5 == 4 ? "\n\n" : " ");
    }
  return g_string_free (text, FALSE);
}

static void
assert_covers (const char *text)
{
  g_autoptr (GPtrArray) passages = quire_passages_split (text);
  g_autoptr (GString) joined = g_string_new (NULL);
  gsize offset = 0;

  for (guint i = 0; i < passages->len; i++)
    {
      const QuirePassage *passage = g_ptr_array_index (passages, i);

      g_assert_cmpuint (passage->start, ==, offset);
      g_assert_cmpuint (passage->stop - passage->start, ==, quire_text_length (passage->text));
      g_assert_cmpuint (passage->words, ==, quire_text_count_words (passage->text, -1));
      offset = passage->stop;
      g_string_append (joined, passage->text);
    }
  g_assert_cmpstr (joined->str, ==, text);
}

static void
test_split (void)
{
  const guint lengths[] = { 1, 3, 12, 39, 80, 159, 160, 161, 300 };
  g_autoptr (GPtrArray) none = quire_passages_split ("");
  g_autoptr (GPtrArray) blank = quire_passages_split (" \n\n ");

  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (blank->len, ==, 0);
  assert_covers ("***");
  assert_covers ("One sentence.");
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree char *text = make_text (60, lengths[i]);

      assert_covers (text);
    }
}

static void
test_size (void)
{
  g_autofree char *text = make_text (300, 12);
  g_autoptr (GPtrArray) passages = quire_passages_split (text);

  for (guint i = 0; i < passages->len; i++)
    {
      const QuirePassage *passage = g_ptr_array_index (passages, i);

      g_assert_cmpuint (passage->words, >=, i + 1 < passages->len ? 160 : 40);
      g_assert_cmpuint (passage->words, <=, 220);
    }
  g_assert_cmpuint (passages->len, ==, 3600 / 168 + 1);
}

/* Random edits: what is stored is what splitting the text anew would give, and the index agrees. */
static void
test_stored (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autoptr (QuireProject) project = create_book (path, clock);
  g_autofree char *scene_id = g_strdup (scene_id_at (project, 1, 1, 1));
  g_autofree char *start = make_text (80, 12);
  g_autoptr (GString) text = g_string_new (start);
  g_autoptr (GPtrArray) passages = NULL;

  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *piece = make_text (1, (guint) g_test_rand_int_range (1, 40));
      gsize at = quire_text_offset_to_byte (text->str, (gsize) g_test_rand_int_range (0, (int) quire_text_length (text->str)));

      if (at == 0 || g_test_rand_int_range (0, 3) > 0)
        g_string_insert (text, (gssize) at, piece);
      else
        g_string_truncate (text, at);
      g_object_unref (write_text (project, scene_id, text->str));
    }
  assert_sound (project);
  close_book (&project);

  passages = quire_passages_split (text->str);
  g_assert_cmpint (query_number (path, "SELECT count (*) FROM passages"), ==, passages->len);
  for (guint i = 0; i < passages->len; i++)
    {
      const QuirePassage *passage = g_ptr_array_index (passages, i);
      g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM passages WHERE sequence = %u AND start = %zu AND stop = %zu AND words = %u"
                                              " AND length (text) = stop - start",
                                              i, passage->start, passage->stop, passage->words);

      g_assert_cmpint (query_number (path, sql), ==, 1);
    }
}

/* A word more in the first sentence: the passages behind it are only moved, and are still the same rows. */
static void
test_moved_along (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autoptr (QuireProject) project = create_book (path, clock);
  g_autofree char *scene_id = g_strdup (scene_id_at (project, 1, 1, 1));
  g_autofree char *text = make_text (80, 12);
  g_autofree char *longer = g_strconcat ("Ja ", text, NULL);
  gint64 ids;
  gint64 starts;

  g_object_unref (write_text (project, scene_id, text));
  close_book (&project);
  ids = query_number (path, "SELECT sum (id * (sequence + 1)) FROM passages");
  starts = query_number (path, "SELECT sum (start) FROM passages");
  g_assert_cmpint (query_number (path, "SELECT count (*) FROM passages"), ==, 6);

  project = open_book (path, QUIRE_PROJECT_NO_BACKUP, clock);
  g_object_unref (write_text (project, scene_id, longer));
  assert_sound (project);
  close_book (&project);
  g_assert_cmpint (query_number (path, "SELECT sum (id * (sequence + 1)) FROM passages"), ==, ids);
  g_assert_cmpint (query_number (path, "SELECT sum (start) FROM passages"), ==, starts + 5 * 3);
  g_assert_cmpint (query_number (path, "SELECT count (*) FROM passages WHERE length (text) <> stop - start"), ==, 0);
}

/* -- searching -- */

static GPtrArray *
search (QuireProject *project, const char *query)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *hits = quire_await_array (quire_project_search (project, query, 20), &error);

  g_assert_no_error (error);
  return hits;
}

static const char *const bodies[] = {
  "Low water. The naïve lamp-keeper was running along the quay, past Łódź Straße. “Don’t,” said Ada.",
  "The boats came home. O’Brien counted them twice, and then, because the light was going, a third time. Nobody spoke.",
  "東京の夜は長い。雨が降っていた。",
};

static QuireProject *
make_library (gpointer clock)
{
  g_autofree char *path = make_book_path ();
  QuireProject *project = create_book (path, clock);
  const char *const names[] = { "Ada Quill", "the Keeper", NULL };
  QuireEntryValues values = { .category = "characters", .names = names, .text = "Keeps the lamp. Afraid of the sea." };
  g_autoptr (QuireEntry) entry = quire_entry_new (&values);

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      QuireDraftPlace place = { .act = 1, .chapter = 1, .scene = i + 1, .title = i == 1 ? "Homecoming" : NULL };

      assert_done (quire_project_save_draft (project, &place, bodies[i]));
    }
  assert_done (quire_project_save_entry (project, entry));
  return project;
}

static void
test_search (void)
{
  static const struct
  {
    const char *query;
    guint n_hits;
    guint scene;    /* of the first hit; 0: the entry */
    const char *at; /* what stands at the first hit's offset */
  } cases[] = {
    { "lamp-keeper", 1, 1, "lamp-keeper" },
    { "naive", 1, 1, "naïve" },
    { "run", 1, 1, "running" },
    { "RUNS", 1, 1, "running" },
    { "lodz", 1, 1, "Łódź" },
    { "strasse", 1, 1, "Straße" },
    { "don't", 1, 1, "Don’t" },
    { "o'brien", 1, 2, "O’Brien" },
    { "homecoming", 1, 2, "The boats" },
    { "sea", 1, 0, "sea" },
    { "quill", 1, 0, "Keeps" },
    { "東京", 1, 3, "東京" },
    { "降って", 1, 3, "降って" },
    { "京の夜", 1, 3, "京の夜" },
    { "eeper w", 1, 1, "eeper w" }, /* a piece, since no word is found */
    { "zebra", 0, 0, NULL },
    { "", 0, 0, NULL },
    { "\" OR (", 0, 0, NULL },
    { "AND NOT NEAR(", 1, 2, NULL },
    { "head:lamp", 2, 0, NULL },
    { "lamp*", 2, 0, NULL },
  };
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autoptr (QuireProject) project = make_library (clock);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) hits = search (project, cases[i].query);
      const QuireSearchHit *hit = hits->len > 0 ? g_ptr_array_index (hits, 0) : NULL;

      g_test_message ("%s", cases[i].query);
      g_assert_cmpuint (hits->len, ==, cases[i].n_hits);
      if (cases[i].at == NULL)
        continue;
      g_assert_cmpstr (hit->source_kind, ==, cases[i].scene > 0 ? "scene" : "entry");
      g_assert_cmpfloat (hit->score, >, 0.0);
      if (cases[i].scene > 0)
        {
          const char *body = bodies[cases[i].scene - 1];

          g_assert_cmpstr (hit->source_id, ==, scene_id_at (project, 1, 1, cases[i].scene));
          g_assert_true (g_str_has_prefix (g_utf8_offset_to_pointer (body, (glong) hit->offset), cases[i].at));
        }
      g_assert_nonnull (strstr (hit->snippet, cases[i].at));
    }
  close_book (&project);
}

static void
test_snippet (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *path = make_book_path ();
  g_autoptr (QuireProject) project = create_book (path, clock);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) hits = NULL;
  const QuireSearchHit *hit;

  for (guint i = 1; i <= 100; i++)
    g_string_append_printf (text, i == 50 ? "anchor\nword " : "w%u ", i);
  g_object_unref (write_text (project, scene_id_at (project, 1, 1, 1), text->str));
  hits = search (project, "anchor");
  g_assert_cmpuint (hits->len, ==, 1);
  hit = g_ptr_array_index (hits, 0);
  g_assert_cmpstr (hit->snippet, ==, "w44 w45 w46 w47 w48 w49 anchor word w51 w52 w53 w54 w55 w56 w57 w58 w59 w60 w61 w62");
  g_assert_true (g_str_has_prefix (text->str + hit->offset, "anchor"));
  close_book (&project);
}

/* Order, titles that change, Trash, and limits. */
static void
test_follows (void)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autoptr (QuireProject) project = make_library (clock);
  g_autoptr (QuireNodeData) values = quire_node_data_new (QUIRE_NODE_SCENE, NULL, "Lighthouse");
  g_autofree char *first = g_strdup (scene_id_at (project, 1, 1, 1));
  g_autofree char *second = g_strdup (scene_id_at (project, 1, 1, 2));
  g_autofree char *chapter = g_strdup (scene_id_at (project, 1, 1, 0));
  g_autoptr (GPtrArray) by_title = NULL;
  g_autoptr (GPtrArray) by_old_title = NULL;
  g_autoptr (GPtrArray) trashed = NULL;
  g_autoptr (GPtrArray) chapter_trashed = NULL;
  g_autoptr (GPtrArray) restored = NULL;
  g_autoptr (GPtrArray) limited = NULL;

  assert_done (quire_project_edit_node (project, second, QUIRE_NODE_FIELD_TITLE, values));
  by_title = search (project, "lighthouse");
  by_old_title = search (project, "homecoming");
  g_assert_cmpuint (by_title->len, ==, 1);
  g_assert_cmpuint (by_old_title->len, ==, 0);

  assert_done (quire_project_trash_node (project, first));
  trashed = search (project, "running");
  g_assert_cmpuint (trashed->len, ==, 0);
  assert_done (quire_project_restore_node (project, first));
  assert_done (quire_project_trash_node (project, chapter));
  chapter_trashed = search (project, "running boats 東京");
  g_assert_cmpuint (chapter_trashed->len, ==, 0);
  assert_done (quire_project_restore_node (project, chapter));
  restored = search (project, "running boats");
  g_assert_cmpuint (restored->len, ==, 2);
  limited = quire_await_array (quire_project_search (project, "running boats lamp", 1), NULL);
  g_assert_cmpuint (limited->len, ==, 1);
  assert_sound (project);
  close_book (&project);
}

/* Whatever is typed: no error, and no hit outside of the text. */
static void
test_random (void)
{
  static const char *const pieces[] = { "lamp", "\"", "'", "(", ")", "*", ":", "-", "^", "NEAR", "OR", "AND", "ß", "東", " ", "\n", "%", "_", "\x01", "🙂", "{", "+" };
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autoptr (QuireProject) project = make_library (clock);

  for (guint i = 0; i < 200; i++)
    {
      g_autoptr (GString) query = g_string_new (NULL);
      g_autoptr (GPtrArray) hits = NULL;

      for (int j = g_test_rand_int_range (0, 8); j > 0; j--)
        g_string_append (query, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      hits = search (project, query->str);
      for (guint j = 0; j < hits->len; j++)
        {
          const QuireSearchHit *hit = g_ptr_array_index (hits, j);

          g_assert_cmpuint (hit->offset, <, 200);
          g_assert_true (g_utf8_validate (hit->snippet, -1, NULL));
        }
    }
  close_book (&project);
}

int
main (int argc, char **argv)
{
  quire_test_init (&argc, &argv);

  g_test_add_func ("/passages/split", test_split);
  g_test_add_func ("/passages/size", test_size);
  quire_test_add_fiber ("/passages/stored", test_stored);
  quire_test_add_fiber ("/passages/moved-along", test_moved_along);
  quire_test_add_fiber ("/passages/search", test_search);
  quire_test_add_fiber ("/passages/snippet", test_snippet);
  quire_test_add_fiber ("/passages/follows", test_follows);
  quire_test_add_fiber ("/passages/random", test_random);

  return g_test_run ();
}
