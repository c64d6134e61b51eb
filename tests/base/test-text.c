/* test-text.c: folding, offsets, cleaning, hashes, snippets, token estimates.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <locale.h>
#include <string.h>

#include "quire-test.h"
#include "quire-text.h"

typedef struct
{
  const char *text;
  const char *expected;
} Case;

static const Case fold_cases[] = {
  { "", "" },
  { " \n\t ", "" },
  { "Hello World", "hello world" },
  { "  two \n\n words\t", "two words" },
  { "a\xc2\xa0z\xe3\x80\x80z\xe2\x80\xafz\xe2\x80\xa9z", "a z z z z" },
  { "naïve café", "naive cafe" },
  { "nai\xcc\x88ve cafe\xcc\x81", "naive cafe" },
  { "Łódź Øre Đặng straße STRAẞE", "lodz ore dang strasse strasse" },
  { "Æon æther Œuvre œuf", "aeon aether oeuvre oeuf" },
  { "Þór þing Ðað", "thor thing dad" },
  { "ıİIi", "iiii" },
  { "Ħal Ŧ ŋ ſo", "hal t n so" },
  { "ﬁne ﬂow", "fine flow" },
  { "Ａｂｃ１２", "abc12" },
  { "Ὀδυσσεύς ΟΔΥΣΣΕΥΣ", "οδυσσευσ οδυσσευσ" },
  { "ᾳ ΐ", "α ι" },
  { "Ёлка Йод", "елка иод" },
  { "“Don’t” ‘it’ „so‟", "\"don't\" 'it' \"so\"" },
  { "«x» ‹y›", "\"x\" 'y'" },
  { "don´t Hawaiʻi Hawaiʼi", "don't hawai'i hawai'i" },
  { "a—b–c‐d‑e−f", "a-b-c-d-e-f" },
  { "wait…", "wait..." },
  { "soft\xc2\xadhyphen", "softhyphen" },
  { "zero\xe2\x80\x8bwidth\xe2\x80\x8c\xe2\x80\x8d\xef\xbb\xbf", "zerowidth" },
  { "❤\xef\xb8\x8f", "❤" },
  { "½ ² ™", "1/2 2 tm" },
  { "שָׁלוֹם", "שלום" },
  { "السَّلَامُ", "السلام" },
  { "أحمد مـحـمد", "احمد محمد" },
  { "किताब हिन्दी", "किताब हिन्दी" },
  { "がぎ か\xe3\x82\x99", "がぎ が" },
  { "ガギ ｶﾞｷﾞ", "ガギ ガギ" },
  { "한글 \xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab\xe1\x84\x80\xe1\x85\xb3\xe1\x86\xaf", "한글 한글" },
  { "日本語", "日本語" },
  { "ვეფხი Ա", "ვეფხი ա" },
  { "Ǆ Ǻ Ṩ", "dz a s" },
  { "😀", "😀" },
};

static void
test_fold (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fold_cases); i++)
    {
      g_autofree char *folded = quire_text_fold (fold_cases[i].text);

      if (!g_str_equal (folded, fold_cases[i].expected))
        g_test_fail_printf ("“%s” folds to “%s”, not “%s”", fold_cases[i].text, folded, fold_cases[i].expected);
    }
}

/* Turkish would make a dotless ı of an I, if the locale had a say. */
static void
test_fold_locale (void)
{
  const char *turkish = setlocale (LC_ALL, "tr_TR.UTF-8");
  g_autofree char *folded = NULL;

  folded = quire_text_fold ("TITLE İstanbul ılık");
  setlocale (LC_ALL, "C.UTF-8");
  g_test_message ("locale: %s", turkish != NULL ? turkish : "not installed");
  g_assert_cmpstr (folded, ==, "title istanbul ilik");
}

static void
check_offsets (const char *text, const char *expected)
{
  g_autoptr (GArray) offsets = NULL;
  g_autoptr (GString) found = g_string_new (NULL);
  g_autofree char *folded = quire_text_fold_mapped (text, &offsets);

  g_assert_cmpuint (offsets->len, ==, strlen (folded) + 1);
  for (guint i = 0; i < offsets->len; i++)
    g_string_append_printf (found, "%zu ", g_array_index (offsets, gsize, i));
  g_assert_cmpstr (found->str, ==, expected);
}

static void
test_fold_offsets (void)
{
  check_offsets ("", "0 ");
  check_offsets ("  ", "2 ");
  check_offsets ("ab", "0 1 2 ");
  check_offsets ("éa", "0 1 2 ");
  check_offsets ("e\xcc\x81"
                 "a",
                 "0 2 3 ");
  check_offsets ("ßx", "0 0 1 2 ");
  check_offsets (" a \n b ", "1 2 5 7 ");
  check_offsets ("a\xc2\xad"
                 "b",
                 "0 2 3 ");
  check_offsets ("x…y", "0 1 1 1 2 3 ");
  check_offsets ("日x", "0 0 0 1 2 ");
  check_offsets ("か\xe3\x82\x99x", "0 0 0 2 3 ");
  check_offsets ("\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xabx", "0 0 0 3 4 ");
}

static const char *const nasty[] = {
  "a",
  "B",
  "é",
  "e\xcc\x81",
  "ß",
  "İ",
  "ı",
  "ς",
  "Σ",
  "ﬁ",
  "…",
  "½",
  "Ǆ",
  "´",
  "¨",
  "’",
  "“",
  "—",
  " ",
  "\n",
  "\xc2\xa0",
  "\xc2\xad",
  "か",
  "\xe3\x82\x99",
  "ガ",
  "ｶ",
  "ﾞ",
  "한",
  "\xe1\x84\x92",
  "\xe1\x85\xa1",
  "\xe1\x86\xab",
  "क\xe0\xa4\xbc",
  "क़",
  "أ",
  "ـ",
  "שׁ",
  "ﷺ",
  "😀",
  "\xe2\x80\x8d",
  "ŉ",
  "K",
  "Å",
  "₨",
  "㎏",
  "Ⅷ",
  "ẚ",
  "\xcc\xb8",
  "<",
  "=",
  "ㄱ",
  "ㅏ",
};

static char *
make_text (gint max_pieces)
{
  GString *text = g_string_new (NULL);

  for (gint n = g_test_rand_int_range (0, max_pieces); n > 0; n--)
    g_string_append (text, nasty[g_test_rand_int_range (0, G_N_ELEMENTS (nasty))]);
  return g_string_free_and_steal (text);
}

/* Folding is valid, trimmed and stable, gives the same for the composed and the decomposed form, and the offsets never go back. */
static void
test_fold_properties (void)
{
  for (guint round = 0; round < 10000; round++)
    {
      g_autofree char *text = make_text (12);
      g_autofree char *composed = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
      g_autofree char *decomposed = g_utf8_normalize (text, -1, G_NORMALIZE_NFD);
      g_autofree char *folded = quire_text_fold (text);
      g_autofree char *folded_composed = quire_text_fold (composed);
      g_autofree char *folded_decomposed = quire_text_fold (decomposed);
      g_autofree char *twice = quire_text_fold (folded);
      g_autoptr (GArray) offsets = NULL;
      g_autofree char *mapped = quire_text_fold_mapped (text, &offsets);

      g_assert_true (g_utf8_validate (folded, -1, NULL));
      g_assert_cmpstr (twice, ==, folded);
      g_assert_cmpstr (mapped, ==, folded);
      g_assert_cmpstr (folded_composed, ==, folded_decomposed);
      g_assert_false (g_str_has_prefix (folded, " ") || g_str_has_suffix (folded, " "));
      g_assert_null (strstr (folded, "  "));
      g_assert_cmpuint (offsets->len, ==, strlen (folded) + 1);
      for (guint i = 1; i < offsets->len; i++)
        g_assert_cmpuint (g_array_index (offsets, gsize, i), >=, g_array_index (offsets, gsize, i - 1));
      g_assert_cmpuint (g_array_index (offsets, gsize, offsets->len - 1), ==, (gsize) g_utf8_strlen (text, -1));
    }
}

static void
test_offsets (void)
{
  const char *text = "aé日😀z";

  g_assert_cmpuint (quire_text_length (text), ==, 5);
  g_assert_cmpuint (quire_text_length (""), ==, 0);
  for (gsize offset = 0; offset <= 5; offset++)
    {
      gsize byte = quire_text_offset_to_byte (text, offset);

      g_assert_cmpuint (byte, ==, (gsize) (g_utf8_offset_to_pointer (text, (glong) offset) - text));
      g_assert_cmpuint (quire_text_byte_to_offset (text, byte), ==, offset);
    }
  g_assert_cmpuint (quire_text_offset_to_byte (text, 99), ==, strlen (text));
  g_assert_cmpuint (quire_text_byte_to_offset (text, 99), ==, 5);
  g_assert_cmpuint (quire_text_offset_to_byte ("", 1), ==, 0);
  /* Inside a character: its own offset. */
  g_assert_cmpuint (quire_text_byte_to_offset (text, 2), ==, 1);
  g_assert_cmpuint (quire_text_byte_to_offset (text, 5), ==, 2);
  g_assert_cmpuint (quire_text_byte_to_offset (text, 9), ==, 3);
}

static void
test_clean (void)
{
  static const Case cases[] = {
    { "", "" },
    { "plain “text”\n\tend", "plain “text”\n\tend" },
    { "one\r\ntwo\rthree\n\rfour\r", "one\ntwo\nthree\n\nfour\n" },
    { "a\x01"
      "b\x7f"
      "c\x1b[0m",
      "abc[0m" },
    { "a\xc2\x85"
      "b\xc2\x9f"
      "c",
      "abc" },
    { "caf\xe9 ol\xe9", "caf\xef\xbf\xbd ol\xef\xbf\xbd" },
    { "\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd" },
    { "\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
    { "\xf4\x90\x80\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
    { "cut \xe2\x80", "cut \xef\xbf\xbd\xef\xbf\xbd" },
    { "kept \xef\xbf\xbd", "kept \xef\xbf\xbd" },
    { "\xef\xbb\xbfmark", "mark" },
    { "in\xef\xbb\xbfside", "in\xef\xbb\xbfside" },
  };
  g_autofree char *nul = quire_text_clean ("a\0b\0", 4);
  g_autofree char *empty = quire_text_clean (NULL, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *clean = quire_text_clean (cases[i].text, -1);

      g_assert_cmpstr (clean, ==, cases[i].expected);
    }
  g_assert_cmpstr (nul, ==, "ab");
  g_assert_cmpstr (empty, ==, "");
}

/* Whatever comes in, valid text comes out, and cleaning it again changes nothing. */
static void
test_clean_properties (void)
{
  for (guint round = 0; round < 10000; round++)
    {
      char bytes[32];
      gsize n = (gsize) g_test_rand_int_range (0, sizeof bytes);
      g_autofree char *clean = NULL;
      g_autofree char *twice = NULL;

      for (gsize i = 0; i < n; i++)
        bytes[i] = (char) g_test_rand_int_range (g_test_rand_bit () ? 0x80 : 0, 0x100);
      clean = quire_text_clean (bytes, (gssize) n);
      twice = quire_text_clean (clean, -1);
      g_assert_true (g_utf8_validate (clean, -1, NULL));
      g_assert_cmpstr (twice, ==, clean);
    }
}

static void
test_hash (void)
{
  g_autofree char *empty = quire_text_hash ("");
  g_autofree char *abc = quire_text_hash ("abc");

  g_assert_cmpstr (empty, ==, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  g_assert_cmpstr (abc, ==, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void
test_ellipsize (void)
{
  static const struct
  {
    const char *text;
    gsize max_length;
    const char *expected;
  } cases[] = {
    { "", 10, "" },
    { "short", 10, "short" },
    { "short", 5, "short" },
    { "  white \n\n space ", 11, "white space" },
    { "  white \n\n space ", 10, "white…" },
    { "one two three", 9, "one two…" },
    { "one two three", 8, "one two…" },
    { "one two three", 7, "one…" },
    { "one, two three", 6, "one…" },
    { "he said — and left", 11, "he said…" },
    { "unbreakable", 6, "unbre…" },
    { "a unbreakable", 8, "a unbre…" },
    { "日本語の文章です", 5, "日本語の…" },
    { "cafe\xcc\x81"
      "xyz",
      5, "caf…" },
    { "ab👩\xe2\x80\x8d👧cd", 5, "ab…" },
    { "word", 1, "…" },
    { "word", 0, "" },
    { "word ", 4, "word" },
    { "word  word", 5, "word…" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *snippet = quire_text_ellipsize (cases[i].text, cases[i].max_length);

      g_assert_cmpstr (snippet, ==, cases[i].expected);
    }
}

static void
test_ellipsize_properties (void)
{
  for (guint round = 0; round < 10000; round++)
    {
      g_autofree char *text = make_text (30);
      gsize max_length = (gsize) g_test_rand_int_range (0, 20);
      g_autofree char *snippet = quire_text_ellipsize (text, max_length);

      g_assert_true (g_utf8_validate (snippet, -1, NULL));
      g_assert_cmpuint ((gsize) g_utf8_strlen (snippet, -1), <=, max_length);
    }
}

static void
test_tokens (void)
{
  static const struct
  {
    const char *text;
    gsize n_tokens;
  } cases[] = {
    { "", 0 },
    { "word", 2 },
    { "one two", 3 },
    { "one two three four five six seven eight nine ten", 14 },
    { "日本", 1 },
    { "日本語", 2 },
    { "สวัสดี", 3 },
    { "Q版", 2 },
    { "%% never sent %% one", 2 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (quire_text_estimate_tokens (cases[i].text), ==, cases[i].n_tokens);
}

int
main (int argc, char **argv)
{
  quire_test_init (&argc, &argv);
  g_test_add_func ("/text/fold/table", test_fold);
  g_test_add_func ("/text/fold/locale", test_fold_locale);
  g_test_add_func ("/text/fold/offsets", test_fold_offsets);
  g_test_add_func ("/text/fold/properties", test_fold_properties);
  g_test_add_func ("/text/offsets", test_offsets);
  g_test_add_func ("/text/clean/table", test_clean);
  g_test_add_func ("/text/clean/properties", test_clean_properties);
  g_test_add_func ("/text/hash", test_hash);
  g_test_add_func ("/text/ellipsize/table", test_ellipsize);
  g_test_add_func ("/text/ellipsize/properties", test_ellipsize_properties);
  g_test_add_func ("/text/tokens", test_tokens);
  return g_test_run ();
}
