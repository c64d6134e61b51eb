/* test-markov.c: which word follows which
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-test"

#include "config.h"

#include "quire-markov.h"
#include "quire-test.h"

static char *
get_key (const char *token)
{
  return g_ascii_strdown (token, (gssize) strcspn (token, ".,"));
}

static QuireMarkov *
make_model (const char *const *sentences)
{
  QuireMarkov *model = quire_markov_new (get_key);

  for (guint i = 0; sentences[i] != NULL; i++)
    {
      g_auto (GStrv) tokens = g_strsplit (sentences[i], " ", -1);

      quire_markov_add (model, (const char *const *) tokens, g_strv_length (tokens));
    }
  quire_markov_build (model);

  return model;
}

static char *
join (GPtrArray *tokens)
{
  g_autoptr (GPtrArray) copy = g_ptr_array_copy (tokens, NULL, NULL);

  g_ptr_array_add (copy, NULL);

  return g_strjoinv (" ", (char **) copy->pdata);
}

static void
test_random (void)
{
  /* The numbers must never change: a draft is made again from its seed. */
  static const guint64 expected[] = { G_GUINT64_CONSTANT (0x99ec5f36cb75f2b4), G_GUINT64_CONSTANT (0xbf6e1f784956452a), G_GUINT64_CONSTANT (0x1a5f849d4933e6e0) };
  QuireRandom random;
  guint counts[6] = { 0 };

  quire_random_init (&random, 0);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmphex (quire_random_next (&random), ==, expected[i]);

  for (guint i = 0; i < 6000; i++)
    counts[quire_random_below (&random, 6)]++;
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_assert_cmpuint (counts[i], >, 850);
      g_assert_cmpuint (counts[i], <, 1150);
    }

  g_assert_cmpuint (quire_random_below (&random, 0), ==, 0);
  g_assert_false (quire_random_chance (&random, 0.0));
  g_assert_true (quire_random_chance (&random, 1.0));
  g_assert_cmphex (quire_random_hash (0, "a"), !=, quire_random_hash (0, "b"));
  g_assert_cmphex (quire_random_hash (0, "a"), !=, quire_random_hash (1, "a"));
}

static void
test_empty (void)
{
  g_autoptr (QuireMarkov) model = make_model ((const char *const[]) { NULL });
  g_autoptr (GPtrArray) tokens = g_ptr_array_new ();
  QuireRandom random;

  quire_random_init (&random, 1);
  g_assert_cmpuint (quire_markov_get_n_sentences (model), ==, 0);
  g_assert_cmpuint (quire_markov_get_n_tokens (model), ==, 0);
  g_assert_false (quire_markov_write (model, &random, 10, tokens, NULL));
  g_assert_false (quire_markov_write_through (model, &random, "a", 10, tokens, NULL));
}

static void
test_one_sentence (void)
{
  g_autoptr (QuireMarkov) model = make_model ((const char *const[]) { "The rain went on.", NULL });
  g_autoptr (GPtrArray) tokens = g_ptr_array_new ();
  QuireRandom random;
  QuireMarkovOrigin origin = { 0 };

  quire_random_init (&random, 1);
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *text = NULL;

      g_assert_true (quire_markov_write (model, &random, 10, tokens, &origin));
      text = join (tokens);
      g_assert_cmpstr (text, ==, "The rain went on.");
      g_assert_cmpuint (origin.n_places, ==, 1);
      g_assert_cmpuint (origin.n_rough, ==, 0);
    }
  g_assert_false (quire_markov_write (model, &random, 3, tokens, NULL));
}

static void
test_through (void)
{
  g_autoptr (QuireMarkov) model = make_model ((const char *const[]) {
      "She put the letter on the table.", "He put the lamp on the sill.", "The boat left.", "Rain.", NULL });
  g_autoptr (GPtrArray) tokens = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  QuireRandom random;

  quire_random_init (&random, 3);
  g_assert_cmpuint (quire_markov_count_key (model, "the"), ==, 5);
  g_assert_cmpuint (quire_markov_count_key (model, "sill"), ==, 1);
  g_assert_cmpuint (quire_markov_count_key (model, "absent"), ==, 0);
  g_assert_false (quire_markov_write_through (model, &random, "absent", 20, tokens, NULL));

  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *text = NULL;

      g_assert_true (quire_markov_write_through (model, &random, "letter", 20, tokens, NULL));
      text = join (tokens);
      g_assert_nonnull (strstr (text, "letter"));
      g_assert_true (g_str_has_prefix (text, "She ") || g_str_has_prefix (text, "He "));
      g_assert_true (g_str_has_suffix (text, "."));
      g_hash_table_add (seen, g_steal_pointer (&text));
    }
  g_assert_true (g_hash_table_contains (seen, "He put the letter on the sill."));
  g_assert_cmpuint (g_hash_table_size (seen), ==, 4);

  g_assert_true (quire_markov_write_through (model, &random, "rain", 20, tokens, NULL));
  g_assert_cmpuint (tokens->len, ==, 1);
}

static void
test_deterministic (void)
{
  const char *const sentences[] = { "a b c d e.", "b c d a.", "c d e f a b.", "a c d b e.", "d a b c.", NULL };
  g_autoptr (QuireMarkov) first = make_model (sentences);
  g_autoptr (QuireMarkov) second = make_model (sentences);
  g_autoptr (GPtrArray) tokens = g_ptr_array_new ();

  for (guint64 seed = 0; seed < 50; seed++)
    {
      g_autofree char *left = NULL;
      g_autofree char *right = NULL;
      QuireRandom random;

      quire_random_init (&random, seed);
      g_assert_true (quire_markov_write (first, &random, 100, tokens, NULL));
      left = join (tokens);
      quire_random_init (&random, seed);
      g_assert_true (quire_markov_write (second, &random, 100, tokens, NULL));
      right = join (tokens);
      g_assert_cmpstr (left, ==, right);
    }
}

/* Every neighbourhood of three words that is written stands in the sentences, unless a copied run had to be left. */
static void
test_sound (void)
{
  g_autoptr (GPtrArray) sentences = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) trigrams = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) tokens = g_ptr_array_new ();
  g_autoptr (QuireMarkov) model = NULL;
  QuireRandom random;

  for (guint i = 0; i < 300; i++)
    {
      GString *sentence = g_string_new ("^");
      guint n = g_test_rand_int_range (3, 10);

      for (guint j = 0; j < n; j++)
        g_string_append_printf (sentence, " w%d", g_test_rand_int_range (0, 12));
      g_string_append (sentence, " $");
      g_ptr_array_add (sentences, g_string_free_and_steal (sentence));
    }
  for (guint i = 0; i < sentences->len; i++)
    {
      g_auto (GStrv) words = g_strsplit (g_ptr_array_index (sentences, i), " ", -1);

      for (guint j = 0; words[j + 1] != NULL && words[j + 2] != NULL; j++)
        g_hash_table_add (trigrams, g_strjoin (" ", words[j], words[j + 1], words[j + 2], NULL));
    }
  g_ptr_array_add (sentences, NULL);
  model = make_model ((const char *const *) sentences->pdata);

  quire_random_init (&random, g_test_rand_int ());
  for (guint i = 0; i < 300; i++)
    {
      if (!quire_markov_write (model, &random, 12, tokens, NULL))
        continue;
      g_assert_cmpstr (g_ptr_array_index (tokens, 0), ==, "^");
      g_assert_cmpstr (g_ptr_array_index (tokens, tokens->len - 1), ==, "$");
      for (guint j = 0; j + 2 < tokens->len && tokens->len <= QUIRE_MARKOV_MAX_RUN; j++)
        {
          g_autofree char *trigram = g_strjoin (" ", g_ptr_array_index (tokens, j), g_ptr_array_index (tokens, j + 1), g_ptr_array_index (tokens, j + 2), NULL);

          g_assert_true (g_hash_table_contains (trigrams, trigram));
        }
    }
}

/* A long sentence whose every word has another way on is not copied beyond the limit, from wherever it was entered. */
static void
test_leaves_a_run (void)
{
  g_autoptr (QuireMarkov) model = make_model ((const char *const[]) {
      "a b c d e f g h i j k l m n o p q r s t u v w x y z end.", "q m n o end.", "a c e g i k m o q s u w y end.", "b d f h j l n p r t v x z end.", NULL });
  g_autoptr (GPtrArray) tokens = g_ptr_array_new ();
  guint longest = 0;

  for (guint64 seed = 0; seed < 200; seed++)
    {
      QuireRandom random;
      guint run = 1;

      quire_random_init (&random, seed);
      if (!quire_markov_write (model, &random, 60, tokens, NULL))
        continue;
      for (guint i = 1; i < tokens->len; i++)
        {
          const char *before = g_ptr_array_index (tokens, i - 1);
          const char *word = g_ptr_array_index (tokens, i);

          run = before[0] + 1 == word[0] && before[1] == '\0' && word[1] == '\0' ? run + 1 : 1;
          longest = MAX (longest, run);
        }
    }

  g_assert_cmpuint (longest, ==, QUIRE_MARKOV_MAX_RUN);
}

int
main (int argc, char **argv)
{
  quire_test_init (&argc, &argv);

  g_test_add_func ("/random/numbers", test_random);
  g_test_add_func ("/markov/empty", test_empty);
  g_test_add_func ("/markov/one-sentence", test_one_sentence);
  g_test_add_func ("/markov/through", test_through);
  g_test_add_func ("/markov/deterministic", test_deterministic);
  g_test_add_func ("/markov/sound", test_sound);
  g_test_add_func ("/markov/leaves-a-run", test_leaves_a_run);

  return g_test_run ();
}
