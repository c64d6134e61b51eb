/* test-diff.c: comparison of texts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "quire-test.h"
#include "quire-diff.h"
#include "quire-diff-private.h"
#include "quire-text.h"

/* The runs as text: what is equal as it is, what is changed as {old→new}. */
static char *
describe (const char *old_text, const char *new_text, QuireDiffUnit unit)
{
  g_autoptr (GArray) runs = quire_diff_compare (old_text, new_text, unit);
  GString *description = g_string_new (NULL);

  for (guint i = 0; i < runs->len; i++)
    {
      const QuireDiffRun *run = &g_array_index (runs, QuireDiffRun, i);
      int n_old = (int) (run->old_end - run->old_start), n_new = (int) (run->new_end - run->new_start);

      if (run->kind == QUIRE_DIFF_EQUAL)
        g_string_append_printf (description, "%.*s", n_old, old_text + run->old_start);
      else
        g_string_append_printf (description, "{%.*s→%.*s}", n_old, old_text + run->old_start, n_new, new_text + run->new_start);
    }
  return g_string_free_and_steal (description);
}

static void
test_table (void)
{
  static const struct
  {
    QuireDiffUnit unit;
    const char *old_text;
    const char *new_text;
    const char *runs;
  } cases[] = {
    { QUIRE_DIFF_WORDS, "", "", "" },
    { QUIRE_DIFF_SENTENCES, "", "", "" },
    { QUIRE_DIFF_WORDS, "same text", "same text", "same text" },
    { QUIRE_DIFF_WORDS, "", "new", "{→new}" },
    { QUIRE_DIFF_WORDS, "old", "", "{old→}" },
    { QUIRE_DIFF_WORDS, "a cat sat", "a big cat sat", "a {→big }cat sat" },
    { QUIRE_DIFF_WORDS, "the cat sat", "the dog sat", "the {cat→dog} sat" },
    { QUIRE_DIFF_WORDS, "don’t go", "don't go", "{don’t→don't} go" },
    { QUIRE_DIFF_WORDS, "one  two", "one two", "one{  → }two" },
    { QUIRE_DIFF_WORDS, "Go!", "Go?", "Go{!→?}" },
    { QUIRE_DIFF_WORDS, "%% old note %%", "%% new note %%", "%% {old→new} note %%" },
    { QUIRE_DIFF_WORDS, "%% bold %%", "%% cold %%", "%% {bold→cold} %%" },
    { QUIRE_DIFF_WORDS, "日本人", "日本語人", "日本{→語}人" },
    { QUIRE_DIFF_WORDS, "👩\xe2\x80\x8d👧", "👩\xe2\x80\x8d👦", "{👩\xe2\x80\x8d👧→👩\xe2\x80\x8d👦}" },
    { QUIRE_DIFF_WORDS, "🇳🇴🇸🇪", "🇳🇴🇩🇰", "🇳🇴{🇸🇪→🇩🇰}" },
    { QUIRE_DIFF_WORDS, "👍", "👍🏽", "{👍→👍🏽}" },
    { QUIRE_DIFF_WORDS, "e", "e\xcc\x81", "{e→e\xcc\x81}" },
    { QUIRE_DIFF_SENTENCES, "One. Two. Three.", "One. Zwei. Three.", "One. {Two. →Zwei. }Three." },
    { QUIRE_DIFF_SENTENCES, "One. Two. Three.", "One. Three.", "One. {Two. →}Three." },
    { QUIRE_DIFF_SENTENCES, "One. Two.", "One. Two. Three.", "One. Two.{→ Three.}" },
    { QUIRE_DIFF_SENTENCES, "One. Two.", "One.\n\nTwo.", "One.{ →\n\n}Two." },
    { QUIRE_DIFF_SENTENCES, "One.\n\nTwo.", "Zero.\n\nOne.\n\nTwo.", "{→Zero.\n\n}One.\n\nTwo." },
    { QUIRE_DIFF_SENTENCES, "“Go!” he said. She left.", "“Go!” he cried. She left.", "{“Go!” he said. →“Go!” he cried. }She left." },
    { QUIRE_DIFF_SENTENCES, "A b. C d. E f.", "X y. Z w.", "{A b. C d. E f.→X y. Z w.}" },
    { QUIRE_DIFF_SENTENCES, " \n", "One.", "{ \n→One.}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *runs = describe (cases[i].old_text, cases[i].new_text, cases[i].unit);

      g_assert_cmpstr (runs, ==, cases[i].runs);
    }
}

static void
test_identical (void)
{
  static const char *const texts[] = { "a", "One. Two.\n\nThree", "  ", "日本。語。" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    for (QuireDiffUnit unit = QUIRE_DIFF_SENTENCES; unit <= QUIRE_DIFF_WORDS; unit++)
      {
        g_autoptr (GArray) runs = quire_diff_compare (texts[i], texts[i], unit);
        const QuireDiffRun *run = &g_array_index (runs, QuireDiffRun, 0);

        g_assert_cmpuint (runs->len, ==, 1);
        g_assert_cmpint (run->kind, ==, QUIRE_DIFF_EQUAL);
        g_assert_cmpuint (run->old_end, ==, strlen (texts[i]));
        g_assert_cmpuint (run->new_end, ==, strlen (texts[i]));
      }
}

/* Everything that the header promises of the runs. Gives the bytes that are equal. */
static gsize
check_runs (const char *old_text, const char *new_text, const GArray *runs)
{
  gsize old_at = 0, new_at = 0, n_equal = 0;

  for (guint i = 0; i < runs->len; i++)
    {
      const QuireDiffRun *run = &g_array_index (runs, QuireDiffRun, i);

      g_assert_cmpuint (run->old_start, ==, old_at);
      g_assert_cmpuint (run->new_start, ==, new_at);
      g_assert_cmpuint (run->old_end, >=, old_at);
      g_assert_cmpuint (run->new_end, >=, new_at);
      g_assert_true (run->old_end > old_at || run->new_end > new_at);
      if (i > 0)
        g_assert_cmpint (run->kind, !=, g_array_index (runs, QuireDiffRun, i - 1).kind);
      if (run->kind == QUIRE_DIFF_EQUAL)
        {
          g_assert_cmpmem (old_text + old_at, run->old_end - old_at, new_text + new_at, run->new_end - new_at);
          n_equal += run->old_end - old_at;
        }
      old_at = run->old_end;
      new_at = run->new_end;
    }
  g_assert_cmpuint (old_at, ==, strlen (old_text));
  g_assert_cmpuint (new_at, ==, strlen (new_text));
  return n_equal;
}

static const char *const pieces[] = {
  "One. ",
  "Two! ",
  "“Go!” he said. ",
  "Mr. Darcy ",
  "\n\n",
  " ",
  "\n",
  "***\n",
  "word",
  "the ",
  "the ",
  "cat ",
  "日本",
  "。",
  "é",
  "😀",
  "\xe2\x80\x8d",
  "%%",
  "*",
  ",",
  "don’t ",
  ".",
  "\xcc\x81",
};

static char *
make_text (gint max_pieces)
{
  GString *text = g_string_new (NULL);

  for (gint n = g_test_rand_int_range (0, max_pieces); n > 0; n--)
    g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
  return g_string_free_and_steal (text);
}

/* A text with some characters taken out and pieces put in. */
static char *
edit_text (const char *text)
{
  GString *edited = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gint dice = g_test_rand_int_range (0, 20);

      if (dice == 0)
        continue;
      if (dice == 1)
        g_string_append (edited, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      g_string_append_unichar (edited, g_utf8_get_char (p));
    }
  return g_string_free_and_steal (edited);
}

static void
test_rebuild (void)
{
  for (guint round = 0; round < 2000; round++)
    {
      g_autofree char *old_text = make_text (40);
      g_autofree char *new_text = round % 2 ? make_text (40) : edit_text (old_text);

      for (QuireDiffUnit unit = QUIRE_DIFF_SENTENCES; unit <= QUIRE_DIFF_WORDS; unit++)
        {
          g_autoptr (GArray) runs = quire_diff_compare (old_text, new_text, unit);

          check_runs (old_text, new_text, runs);
        }
    }
}

static gsize
measure_common (const guint *old_ids, gsize n_old, const guint *new_ids, gsize n_new)
{
  g_autofree gsize *row = g_new0 (gsize, n_new + 1);

  for (gsize i = 0; i < n_old; i++)
    {
      gsize diagonal = 0;

      for (gsize j = 0; j < n_new; j++)
        {
          gsize above = row[j + 1];

          row[j + 1] = old_ids[i] == new_ids[j] ? diagonal + 1 : MAX (above, row[j]);
          diagonal = above;
        }
    }
  return row[n_new];
}

static void
fill (guint *ids, gsize n, guint n_ids)
{
  for (gsize i = 0; i < n; i++)
    ids[i] = (guint) g_test_rand_int_range (0, (gint32) n_ids);
}

/* What is not changed is a common subsequence. Gives its length. */
static gsize
check_changes (const guint *old_ids, gsize n_old, const guint *new_ids, gsize n_new, guint n_ids, gssize max_edits)
{
  g_autofree guint8 *old_changed = g_new0 (guint8, n_old + 1);
  g_autofree guint8 *new_changed = g_new0 (guint8, n_new + 1);
  gsize n_kept = 0, j = 0;

  quire_diff_mark_changes (old_ids, n_old, new_ids, n_new, n_ids, &(QuireDiffChanges) { old_changed, new_changed, max_edits });
  for (gsize i = 0; i < n_old; i++)
    {
      if (old_changed[i])
        continue;
      while (j < n_new && new_changed[j])
        j++;
      g_assert_cmpuint (j, <, n_new);
      g_assert_cmpuint (old_ids[i], ==, new_ids[j]);
      j++;
      n_kept++;
    }
  while (j < n_new)
    g_assert_true (new_changed[j++]);
  return n_kept;
}

/* And a longest one, by the textbook's table. */
static void
check_minimal (const guint *old_ids, gsize n_old, const guint *new_ids, gsize n_new, guint n_ids)
{
  g_assert_cmpuint (check_changes (old_ids, n_old, new_ids, n_new, n_ids, QUIRE_DIFF_MAX_EDITS), ==, measure_common (old_ids, n_old, new_ids, n_new));
}

static void
test_minimal (void)
{
  for (guint round = 0; round < 20000; round++)
    {
      guint old_ids[24], new_ids[24];
      gsize n_old = (gsize) g_test_rand_int_range (0, 25), n_new = (gsize) g_test_rand_int_range (0, 25);
      guint n_ids = (guint) g_test_rand_int_range (1, 9);

      fill (old_ids, n_old, n_ids);
      fill (new_ids, n_new, n_ids);
      check_minimal (old_ids, n_old, new_ids, n_new, n_ids);
    }
}

static void
test_minimal_large (void)
{
  for (guint round = 0; round < 12; round++)
    {
      gsize n_old = (gsize) g_test_rand_int_range (300, 900), n_new = (gsize) g_test_rand_int_range (300, 900);
      g_autofree guint *old_ids = g_new (guint, n_old);
      g_autofree guint *new_ids = g_new (guint, n_new);
      guint n_ids = (guint) g_test_rand_int_range (2, 200);

      fill (old_ids, n_old, n_ids);
      fill (new_ids, n_new, n_ids);
      check_minimal (old_ids, n_old, new_ids, n_new, n_ids);
    }
}

/* A search that is given up early leaves a common subsequence too, if not a longest one. */
static void
test_bounded (void)
{
  for (guint round = 0; round < 20000; round++)
    {
      guint old_ids[40], new_ids[40];
      gsize n_old = (gsize) g_test_rand_int_range (0, 41), n_new = (gsize) g_test_rand_int_range (0, 41);
      guint n_ids = (guint) g_test_rand_int_range (1, 9);

      fill (old_ids, n_old, n_ids);
      fill (new_ids, n_new, n_ids);
      g_assert_cmpuint (check_changes (old_ids, n_old, new_ids, n_new, n_ids, g_test_rand_int_range (0, 6)), <=,
                        measure_common (old_ids, n_old, new_ids, n_new));
    }
}

static char *
make_words (guint n, const char *prefix, guint n_different)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%d%s", prefix, g_test_rand_int_range (0, (gint32) n_different), i % 12 == 11 ? ". " : " ");
  return g_string_free_and_steal (text);
}

#define N_WORDS 20000

/* Steps, not time: a machine under load must not fail this. The bound is what the algorithm promises. */
static void
check_steps (const char *old_text, const char *new_text, QuireDiffUnit unit)
{
  gsize n_steps;
  g_autoptr (GArray) runs = quire_diff_compare_counted (old_text, new_text, unit, &n_steps);

  check_runs (old_text, new_text, runs);
  g_assert_cmpuint (n_steps, <=, 40 * 4 * N_WORDS + 3 * (gsize) QUIRE_DIFF_MAX_EDITS * QUIRE_DIFF_MAX_EDITS);
}

static void
test_nothing_in_common (void)
{
  g_autofree char *old_text = make_words (N_WORDS, "Old", N_WORDS);
  g_autofree char *new_text = make_words (N_WORDS, "New", N_WORDS);
  gsize n_steps;
  g_autoptr (GArray) runs = quire_diff_compare_counted (old_text, new_text, QUIRE_DIFF_SENTENCES, &n_steps);

  g_assert_cmpuint (runs->len, ==, 1);
  g_assert_cmpuint (n_steps, <, 2 * N_WORDS);
  check_steps (old_text, new_text, QUIRE_DIFF_WORDS);
}

/* The same words in another order is the case that costs most. */
static void
test_shuffled (void)
{
  g_autofree char *old_text = make_words (N_WORDS, "W", 500);
  g_autofree char *new_text = make_words (N_WORDS, "W", 500);
  g_autofree char *few_old = make_words (N_WORDS, "W", 3);
  g_autofree char *few_new = make_words (N_WORDS, "W", 3);

  check_steps (old_text, new_text, QUIRE_DIFF_WORDS);
  check_steps (old_text, new_text, QUIRE_DIFF_SENTENCES);
  check_steps (few_old, few_new, QUIRE_DIFF_WORDS);
}

/* A bound that is met must not cost what begins and ends alike. */
static void
test_given_up (void)
{
  g_autofree char *old_middle = make_words (N_WORDS, "W", 500);
  g_autofree char *new_middle = make_words (N_WORDS, "W", 500);
  g_autofree char *old_text = g_strconcat ("It began. It went on. ", old_middle, "It went well. It ended.", NULL);
  g_autofree char *new_text = g_strconcat ("It began. It went on and on. ", new_middle, "It went quite well. It ended.", NULL);
  g_autoptr (GArray) runs = quire_diff_compare (old_text, new_text, QUIRE_DIFF_WORDS);
  const QuireDiffRun *first = &g_array_index (runs, QuireDiffRun, 0);
  const QuireDiffRun *last = &g_array_index (runs, QuireDiffRun, runs->len - 1);
  gsize n_equal = check_runs (old_text, new_text, runs);

  g_assert_cmpint (first->kind, ==, QUIRE_DIFF_EQUAL);
  g_assert_cmpuint (first->old_end, >=, strlen ("It began. It went on"));
  g_assert_cmpint (last->kind, ==, QUIRE_DIFF_EQUAL);
  g_assert_cmpuint (last->old_end - last->old_start, >=, strlen (" well. It ended."));
  g_assert_cmpuint (n_equal, >, 1000);
}

int
main (int argc, char **argv)
{
  quire_test_init (&argc, &argv);
  g_test_add_func ("/diff/table", test_table);
  g_test_add_func ("/diff/identical", test_identical);
  g_test_add_func ("/diff/rebuild", test_rebuild);
  g_test_add_func ("/diff/minimal", test_minimal);
  g_test_add_func ("/diff/minimal-large", test_minimal_large);
  g_test_add_func ("/diff/bounded", test_bounded);
  g_test_add_func ("/diff/nothing-in-common", test_nothing_in_common);
  g_test_add_func ("/diff/shuffled", test_shuffled);
  g_test_add_func ("/diff/given-up", test_given_up);
  return g_test_run ();
}
