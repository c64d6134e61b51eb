/* test-words.c: what counts as a word.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "quire-test.h"
#include "quire-text.h"

typedef struct
{
  const char *text;
  gsize n_words;
} Case;

static const Case plain_cases[] = {
  { "", 0 },
  { " \t\n ", 0 },
  { "word", 1 },
  { "The quick brown fox.", 4 },
  { "one\ntwo\n\nthree", 3 },
  { "one\r\ntwo\ttwo", 3 },
  { "trailing space ", 2 },
  { "...", 0 },
  { "?! — “” ‘’ () []", 0 },
  { "a", 1 },
  { "I", 1 },
  { "(word)", 1 },
  { "one,two;three/four", 4 },
  { "snake_case", 2 },
  { "and/or", 2 },
  { "Q&A", 2 },
};

static const Case apostrophe_cases[] = {
  { "don't", 1 },
  { "don’t", 1 },
  { "don´t", 1 },
  { "’tis", 1 },
  { "'tis", 1 },
  { "‘tis", 1 },
  { "’Tis the season", 3 },
  { "rock ’n’ roll", 3 },
  { "rock’n’roll", 1 },
  { "O’Brien", 1 },
  { "O'Brien's", 1 },
  { "James’", 1 },
  { "James’ book", 2 },
  { "y’all’d’ve", 1 },
  { "Hawai‘i", 1 },
  { "Hawaiʻi", 1 },
  { "l’homme", 1 },
  { "the ’90s", 2 },
  { "‘Stop,’ he said.", 3 },
  { "'Stop,' he said.", 3 },
  { "“‘Don’t,’ she said.”", 3 },
  { "word''word", 2 },
  { "fo’c’s’le", 1 },
};

static const Case hyphen_cases[] = {
  { "well-known", 1 },
  { "well‐known", 1 },
  { "well‑known", 1 },
  { "mother-in-law", 1 },
  { "pre- and post-war", 3 },
  { "-word-", 1 },
  { "word--word", 2 },
  { "word—word", 2 },
  { "word — word", 2 },
  { "word–word", 2 },
  { "word―word", 2 },
  { "1914–1918", 2 },
  { "“But—” he said", 3 },
  { "W-w-what?", 1 },
  { "col·lecció", 1 },
  { "soft\xc2\xadhyphen", 1 },
  { "soft\xc2\xad hyphen", 2 },
  { "\xc2\xad", 0 },
  { "word-\nword", 2 },
};

static const Case number_cases[] = {
  { "3,141.59", 1 },
  { "1,000,000", 1 },
  { "10:30", 1 },
  { "at 10:30 that night", 4 },
  { "1, 2, 3", 3 },
  { "No. 5", 2 },
  { "3½", 1 },
  { "½", 1 },
  { "20th-century", 1 },
  { "24/7", 2 },
  { "$5.00", 1 },
  { "50%", 1 },
  { "100%%", 1 },
  { "a,b", 2 },
  { "note:word", 2 },
  { "a.m.", 1 },
  { "U.S.A.", 1 },
  { "e.g. this", 2 },
  { "Wait...what", 2 },
  { "Wait…what", 2 },
  { "٣٫١٤", 1 },
  { "１２：３０", 1 },
  { "Ⅷ", 1 },
};

static const Case address_cases[] = {
  { "john.smith@example.com", 1 },
  { "Write to john@example.com.", 3 },
  { "https://example.com/a/b?c=d&e=f#g", 1 },
  { "(see https://example.com/path).", 2 },
  { "https://example.com, and then", 3 },
  { "“https://example.com” she read", 3 },
  { "http://", 1 },
  { "http:// word", 2 },
  { "www.example.com", 1 },
  { "@name", 1 },
  { "#tag", 1 },
};

static const Case markdown_cases[] = {
  { "*it’s*", 1 },
  { "**bold** word", 2 },
  { "**bold**word", 1 },
  { "un*believ*able", 1 },
  { "*Titanic*’s crew", 2 },
  { "*ex*-wife", 1 },
  { "~~x~~", 1 },
  { "~~one two~~ three", 3 },
  { "***", 0 },
  { "* * *", 0 },
  { "***\n\nword", 1 },
  { "---", 0 },
  { "> quote of words", 3 },
  { "# Chapter One", 2 },
  { "***really* bad**", 2 },
  { "f***", 1 },
  { "f\\*\\*k", 1 },
  { "a * b", 2 },
  { "word*—*word", 2 },
  { "*one* *two*", 2 },
  { "~", 0 },
  { "one*********two", 2 },
  { "one~two", 2 },
};

static const Case comment_cases[] = {
  { "%%hidden%%", 0 },
  { "%% a comment %%", 0 },
  { "one %% two %% three", 2 },
  { "one %% two\n\nthree %% four", 2 },
  { "one %% two three", 3 },
  { "one %% two %% three %% four", 3 },
  { "%%%%", 0 },
  { "%%%% word", 1 },
  { "%% a %%b%% c %%", 1 },
  { "%", 0 },
  { "%%", 0 },
  { "%%%", 0 },
  { "one %%% two", 2 },
  { "%%a%%% b", 1 },
  { "50% of 60% of it", 5 },
  { "word%%note%%", 1 },
  { "https://example.com%%note%%", 1 },
};

static const Case script_cases[] = {
  /* Latin with diacritics, composed and decomposed */
  { "café naïve Ærøskøbing", 3 },
  { "cafe\xcc\x81 nai\xcc\x88ve", 2 },
  { "Žižek’s Łódź", 2 },
  { "Đặng Thị Ngọc", 3 },
  /* Greek */
  { "Μῆνιν ἄειδε θεά", 3 },
  { "Καλημέρα· τι κάνεις;", 3 },
  /* Cyrillic */
  { "Все счастливые семьи похожи", 4 },
  { "кто-нибудь об’єкт", 2 },
  /* Arabic and Persian */
  { "كان يا ما كان", 4 },
  { "السَّلَامُ عَلَيْكُمْ", 2 },
  { "می\xe2\x80\x8cخواهم بروم", 2 },
  /* Hebrew */
  { "בראשית ברא אלהים", 3 },
  { "צה״ל", 1 },
  { "צה\"ל", 1 },
  { "ג׳ירפה", 1 },
  { "בֵּית־סֵפֶר", 1 },
  { "\"שלום\" אמר", 2 },
  { "a\"b", 2 },
  /* Devanagari, Bengali, Tamil */
  { "एक बार की बात है।", 5 },
  { "क्\xe2\x80\x8dष क्षत्रिय", 2 },
  { "আমার সোনার বাংলা", 3 },
  { "தமிழ் மொழி", 2 },
  /* Thai, Lao, Khmer, Burmese */
  { "สวัสดีครับ ผมชื่อ", 2 },
  { "สวัสดี\xe2\x80\x8bครับ", 2 },
  { "ສະບາຍດີ", 1 },
  { "សួស្តី", 1 },
  { "မင်္ဂလာပါ။", 1 },
  /* Han, kana, mixtures with Latin */
  { "床前明月光", 5 },
  { "你好，世界！", 4 },
  { "吾輩は猫である", 7 },
  { "コーヒー", 4 },
  { "コンピューター・ゲーム", 10 },
  { "Q版", 2 },
  { "東京Tower2階", 4 },
  { "ＡＢＣ　１２３", 2 },
  { "か\xe3\x82\x99ぎ", 2 },
  { "ｶﾞｷﾞ", 2 },
  { "人々", 2 },
  { "二〇二五年", 5 },
  { "𠮷野", 2 },
  { "葛\xf3\xa0\x84\x80城", 2 },
  { "Aさん’s", 4 },
  /* Hangul, composed and as jamo */
  { "나는 학교에 간다", 3 },
  { "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab\xe1\x84\x80\xe1\x85\xb3\xe1\x86\xaf", 1 },
  /* Georgian, Armenian, Ethiopic, Tifinagh */
  { "ვეფხისტყაოსანი არის პოემა", 3 },
  { "Ո՞վ է սա։", 3 },
  { "ሰላም፡ልዑል።", 2 },
  { "ⴰⵣⵓⵍ ⴼⵍⵍⴰⵡⵏ", 2 },
};

static const Case emoji_cases[] = {
  { "😀", 0 },
  { "one 😀 two", 2 },
  { "👩\xe2\x80\x8d👩\xe2\x80\x8d👧", 0 },
  { "👍🏽", 0 },
  { "🇳🇴🇸🇪", 0 },
  { "🏴\xf3\xa0\x81\xa7\xf3\xa0\x81\xa2\xf3\xa0\x81\xb3\xf3\xa0\x81\xa3\xf3\xa0\x81\xb4\xf3\xa0\x81\xbf", 0 },
  { "❤\xef\xb8\x8f", 0 },
  { "1\xef\xb8\x8f\xe2\x83\xa3", 0 },
  { "1\xe2\x83\xa3 2\xef\xb8\x8f\xe2\x83\xa3 3", 1 },
  { "ℹ\xef\xb8\x8f", 0 },
  { "™ © ®", 0 },
  { "word😀word", 2 },
  { "\xcc\x81", 0 },
  { "\xe2\x80\x8d\xe2\x80\x8c", 0 },
};

static const Case invisible_cases[] = {
  { "wo\xe2\x80\x8crd", 1 },
  { "wo\xe2\x80\x8drd", 1 },
  { "\xe2\x80\x8fword\xe2\x80\x8f", 1 },
  { "\xef\xbb\xbfword", 1 },
  { "one\xe2\x80\x8btwo", 2 },
  { "one\xc2\xa0two", 2 },
  { "one\xe2\x80\xaftwo\xe3\x80\x80three", 3 },
  { "one\xe2\x81\xa0two", 1 },
};

typedef struct
{
  const Case *cases;
  gsize n;
} Table;

static gboolean
count_one (const char *word, gsize n_bytes, gsize offset, gpointer data)
{
  gsize *n = data;

  g_assert_cmpuint (n_bytes, >, 0);
  (*n)++;
  return TRUE;
}

static void
test_table (gconstpointer data)
{
  const Table *table = data;

  for (gsize i = 0; i < table->n; i++)
    {
      const Case *one = &table->cases[i];
      gsize n = quire_text_count_words (one->text, -1);
      gsize n_called = 0;

      if (n != one->n_words)
        g_test_message ("“%s”: %zu words, not %zu", one->text, n, one->n_words);
      g_assert_cmpuint (n, ==, one->n_words);
      g_assert_cmpuint (quire_text_count_words (one->text, (gssize) strlen (one->text)), ==, one->n_words);
      quire_text_foreach_word (one->text, -1, count_one, &n_called);
      g_assert_cmpuint (n_called, ==, one->n_words);
    }
}

static gboolean
collect (const char *word, gsize n_bytes, gsize offset, gpointer data)
{
  g_string_append_printf (data, "%zu:%.*s|", offset, (int) n_bytes, word);
  return TRUE;
}

static void
test_words (void)
{
  static const struct
  {
    const char *text;
    const char *words;
  } cases[] = {
    { "“Don’t,” he said.", "1:Don’t|9:he|12:said|" },
    { "ære 日本 *Titanic*’s", "0:ære|4:日|5:本|8:Titanic*’s|" },
    { "a %% b %% c", "0:a|10:c|" },
    { "か\xe3\x82\x99x", "0:か\xe3\x82\x99|2:x|" },
    { "word\xe2\x80\x8f end\xc2\xad.", "0:word|6:end|" },
    { "see https://example.com/a).", "0:see|4:https://example.com/a|" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) words = g_string_new (NULL);

      quire_text_foreach_word (cases[i].text, -1, collect, words);
      g_assert_cmpstr (words->str, ==, cases[i].words);
    }
}

static gboolean
stop_at_second (const char *word, gsize n_bytes, gsize offset, gpointer data)
{
  return ++*(guint *) data < 2;
}

static void
test_stop (void)
{
  guint n = 0;

  quire_text_foreach_word ("one two three four", -1, stop_at_second, &n);
  g_assert_cmpuint (n, ==, 2);
}

static void
test_length (void)
{
  g_assert_cmpuint (quire_text_count_words ("one two three", 7), ==, 2);
  g_assert_cmpuint (quire_text_count_words ("one two three", 5), ==, 2);
  g_assert_cmpuint (quire_text_count_words ("one two three", 0), ==, 0);
  /* Nothing behind the length is looked at. */
  g_assert_cmpuint (quire_text_count_words ("don’t", 3), ==, 1);
  g_assert_cmpuint (quire_text_count_words ("1\xef\xb8\x8f", 1), ==, 1);
  g_assert_cmpuint (quire_text_count_words ("a %% b %% c", 7), ==, 2);
}

/* Counting paragraph by paragraph gives what counting the whole gives: editors count that way. */
static void
test_additive (void)
{
  static const char *const pieces[] = {
    "don’t",
    "well-known",
    " ",
    "*",
    "**",
    "日",
    "é",
    "…",
    "—",
    "1,000",
    "😀",
    "’",
    "-",
    "word",
    "\xc2\xad",
    "~~",
    ".",
    "שלום",
    "״",
    ">",
    "%",
  };

  for (guint round = 0; round < 2000; round++)
    {
      g_autoptr (GString) whole = g_string_new (NULL);
      gsize sum = 0;

      for (guint i = 0; i < 4; i++)
        {
          g_autoptr (GString) paragraph = g_string_new (NULL);

          for (gint n = g_test_rand_int_range (0, 8); n > 0; n--)
            {
              const char *piece = pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))];

              /* Comments cross paragraphs, so none may open here. */
              if (*piece != '%' || !g_str_has_suffix (paragraph->str, "%"))
                g_string_append (paragraph, piece);
            }
          g_string_append (paragraph, "\n\n");
          sum += quire_text_count_words (paragraph->str, -1);
          g_string_append (whole, paragraph->str);
        }
      g_assert_cmpuint (quire_text_count_words (whole->str, -1), ==, sum);
    }
}

/* Texts that invite looking ahead again and again. With a quadratic scanner this would take minutes. */
static void
test_linear (void)
{
  static const char *const units[] = { "%%", "% %%%", "*", "a*", "a**’", "~~", "a-", "\xc2\xad", "a\xc2\xad", "h://", "1:", "\\*", "é’" };

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      while (text->len < 1000000)
        g_string_append (text, units[i]);
      g_assert_cmpuint (quire_text_count_words (text->str, (gssize) text->len), <=, text->len);
    }
}

/* A damaged text may be counted wrong, but neither read past its end nor hang. */
static void
test_damaged (void)
{
  for (guint round = 0; round < 3000; round++)
    {
      gsize n = (gsize) g_test_rand_int_range (0, 24);
      g_autofree char *bytes = g_malloc (n + 1);

      for (gsize i = 0; i < n; i++)
        bytes[i] = g_test_rand_bit () ? (char) g_test_rand_int_range (0x80, 0x100) : (char) g_test_rand_int_range (0x20, 0x7f);
      g_assert_cmpuint (quire_text_count_words (bytes, (gssize) n), <=, n);
    }
}

int
main (int argc, char **argv)
{
#define TABLE(name)                             \
  {                                             \
    #name,                                      \
    {                                           \
      name##_cases, G_N_ELEMENTS (name##_cases) \
    }                                           \
  }
  static const struct
  {
    const char *name;
    Table table;
  } tables[] = {
    TABLE (plain),
    TABLE (apostrophe),
    TABLE (hyphen),
    TABLE (number),
    TABLE (address),
    TABLE (markdown),
    TABLE (comment),
    TABLE (script),
    TABLE (emoji),
    TABLE (invisible),
  };

  quire_test_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *path = g_strconcat ("/words/table/", tables[i].name, NULL);

      g_test_add_data_func (path, &tables[i].table, test_table);
    }
  g_test_add_func ("/words/each", test_words);
  g_test_add_func ("/words/stop", test_stop);
  g_test_add_func ("/words/length", test_length);
  g_test_add_func ("/words/additive", test_additive);
  g_test_add_func ("/words/linear", test_linear);
  g_test_add_func ("/words/damaged", test_damaged);
  return g_test_run ();
}
