/* test-sentences.c: where sentences end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "quire-test.h"
#include "quire-text.h"

/* Sentences are separated by | in the cases, which is in no text of them. */
static const char *const cases[] = {
  "",
  "One.",
  "One. |Two.",
  "One.  |Two! |Three? |Four",
  "  One. |Two. ",
  " \n ",
  "no end",
  /* Dialogue */
  "“Go!” he said.",
  "“Go!” |He left.",
  "\"Go!\" he said. |\"Stay.\" |He left.",
  "“Go! |Now!” she cried. |“Please.”",
  "“I know,” he said. |“I know.”",
  "‘Go!’ he said. |‘Go.’ |He went.",
  "“‘Go!’” |He left.",
  "“Go!”—he was gone. |She sat.",
  "“Why?” and “How?” were all she asked. |Nothing else.",
  "(He left.) |She stayed.",
  "(He left.) and more",
  "*Go!* |He left.",
  "**Go!** he said.",
  "*He left.* |*She stayed.*",
  "~~He left.~~ |She stayed.",
  "« Va-t’en ! » dit-il. |Elle partit.",
  "« Va-t’en ! » |Elle partit.",
  "— Va-t’en ! dit-il. |— Non.",
  "„Geh!“ sagte er. |„Nein.“ |Sie blieb.",
  "»Geh!« sagte er. |»Nein.« |Sie blieb. |»Gut.«",
  "»Gå!» sa han. |»Nej.» |Hon gick.",
  "—¡Vete! —dijo él. |—No.",
  "¡Vete! |¿Por qué?",
  "— Уходи! — сказал он. |— Нет.",
  "He left. |— Then she came.",
  "He left. |“She stayed.”",
  "He left. |…She stayed.",
  /* Runs of terminators, ellipsis */
  "What?! |No!!! |Yes…",
  "Wait… what? |I said…  |No.",
  "Wait... what? |I mean... |You.",
  "Wait . . . |Now",
  "“Well…” he said.",
  "Hm… |Yes.",
  "He left. … |Then he came.",
  "“So.” … |He sat.",
  "\"Stray. \" |He left.",
  "Oh dear! (when she thought of it). |So.",
  "Quoi ? ! |Non.",
  /* Abbreviations, initials, numbers */
  "Mr. Darcy met Mrs. Bennet. |Dr. No ran.",
  "MR. DARCY LEFT. |DR. NO RAN.",
  "St. Mary’s, e.g. London, i.e. England. |Cf. Paris vs. Rome.",
  "We met at 10 a.m. on Monday. |It was 10 a.m. |We left.",
  "Cats, dogs, etc. were there. |Cats, dogs, etc. |He left.",
  "J. R. R. Tolkien wrote. |J.R.R. Tolkien did.",
  "I saw J.-P. Sartre. |He smoked.",
  "It was I. |He knew.",
  "I. M. Pei built it. |H. I. Smith too.",
  "А. С. Пушкин жил. |Он писал.",
  "Pi is 3.14 or so. |It was .5 then.",
  "See No. 5 and p. 12 on Feb. 3. |Done.",
  "No. |He said no. |Nothing.",
  "He sat. |They art. |Now",
  "1. First thing. |Second thing.",
  "It was 1945. |He left.",
  "1945. |He left.",
  "The file.txt is there. |At www.example.com is none.",
  "He works at Yahoo! and likes it. |Really.",
  "“Mr.” |He paused.",
  "The general. |Gen. Lee came.",
  /* Paragraphs, headings, scene breaks */
  "One\ntwo. |Three\nfour",
  "One\n\n|two\n\n\n|three",
  "One.\n\n|Two.\n",
  "One\n \t\n|two",
  "One\xe2\x80\xa9|two",
  "One.\n|***\n|Two.",
  "One.\n\n|***\n\n|Two.",
  "one\n|* * *\n|two",
  "***\n|One.",
  "One.\n|---\n|#\n|⁂\n|Two",
  "  ***  \n|One",
  "***bold*** text. |More.",
  "# Chapter One\n|It was dark. |Cold.",
  "It was.\n|## Part 2. Dawn\n|Light.",
  "# Mr. Darcy\n\n|He came.",
  "> One.\n|> Two.",
  "> one\n|>\n> two",
  "*\nnot a break",
  "one\n--\ntwo",
  "one\n####### seven signs",
  /* Other scripts */
  "他走了。|她留下了！|真的？",
  "“走！”|他走了。|“好。”",
  "「走れ！」と彼は言った。|「はい。」|彼は去った。",
  "「走れ。」|「はい。」",
  "え？　|そう。",
  "走!|好?|是。",
  "……他走了。",
  "他（笑。）|走了",
  "एक बार। |दो बार॥ |तीन",
  "ذهب. |هل عاد؟ |نعم",
  "وہ گیا۔ |کیا؟ |ہاں",
  "Նա գնաց։ |Ո՞վ է։",
  "គាត់ទៅ។ |ល្អ",
  "Τι κάνεις; |Καλά. |Ναι; |Όχι",
  "Wait; no. |Yes",
  "הוא הלך. |היא נשארה.",
  "ის წავიდა. |ის დარჩა.",
  "그는 갔다. |그녀는 남았다.",
  "ၐ။ |က",
};

static void
test_table (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) parts = g_strsplit (cases[i], "|", -1);
      g_autofree char *text = g_strjoinv ("", parts);
      g_autoptr (GArray) spans = quire_text_get_sentences (text, -1);
      g_autoptr (GString) found = g_string_new (NULL);

      for (guint j = 0; j < spans->len; j++)
        {
          QuireTextSpan *span = &g_array_index (spans, QuireTextSpan, j);
          g_autofree char *sentence = g_utf8_substring (text, (glong) span->start, (glong) span->end);

          g_string_append_printf (found, "%s%s", j > 0 ? "|" : "", sentence);
        }
      if (!g_str_equal (found->str, cases[i]))
        g_test_fail_printf ("“%s” came out as “%s”", cases[i], found->str);
    }
}

static void
test_length (void)
{
  g_autoptr (GArray) spans = quire_text_get_sentences ("One. Two. Three.", 9);
  g_autoptr (GArray) none = quire_text_get_sentences ("One.", 0);

  g_assert_cmpuint (spans->len, ==, 2);
  g_assert_cmpuint (g_array_index (spans, QuireTextSpan, 1).end, ==, 9);
  g_assert_cmpuint (none->len, ==, 0);
}

static const char *const nasty[] = {
  ".",
  "!",
  "?",
  "…",
  "。",
  "！",
  "؟",
  "।",
  "։",
  "\"",
  "'",
  "”",
  "“",
  "’",
  "»",
  "«",
  "」",
  "「",
  ")",
  "*",
  "**",
  "~~",
  "_",
  "#",
  "# ",
  ">",
  "> ",
  " ",
  "  ",
  "\n",
  "\n\n",
  "\t",
  "\xc2\xa0",
  "\xe2\x80\xa9",
  "\xe3\x80\x80",
  "***",
  "\n***\n",
  "---",
  "⁂",
  "Mr",
  "I",
  "J",
  "e.g",
  "No",
  "St",
  "a",
  "Z",
  "é",
  "É",
  "и",
  "Я",
  "日",
  "と",
  "ა",
  "1",
  "42",
  "—",
  "-",
  ";",
  "ς",
  "\xcc\x81",
  "😀",
  "\xe2\x80\x8d",
  "%%",
  ",",
  "¿",
};

/* Spans cover every text without gap or overlap, none is empty, and none begins with the white space of the one before. */
static void
test_cover (void)
{
  for (guint round = 0; round < 20000; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GArray) spans = NULL;
      gsize expected = 0;

      for (gint n = g_test_rand_int_range (0, 30); n > 0; n--)
        g_string_append (text, nasty[g_test_rand_int_range (0, G_N_ELEMENTS (nasty))]);
      spans = quire_text_get_sentences (text->str, -1);
      for (guint i = 0; i < spans->len; i++)
        {
          QuireTextSpan *span = &g_array_index (spans, QuireTextSpan, i);

          g_assert_cmpuint (span->start, ==, expected);
          g_assert_cmpuint (span->end, >, span->start);
          if (i > 0)
            g_assert_false (g_unichar_isspace (g_utf8_get_char (g_utf8_offset_to_pointer (text->str, (glong) span->start))));
          expected = span->end;
        }
      g_assert_cmpuint (expected, ==, (gsize) g_utf8_strlen (text->str, -1));
    }
}

/* A blank line ends a sentence, whatever stands around it. */
static void
test_paragraphs (void)
{
  for (guint round = 0; round < 5000; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GArray) spans = NULL;
      gsize boundary;
      gboolean found = FALSE;

      for (gint n = g_test_rand_int_range (1, 8); n > 0; n--)
        g_string_append (text, nasty[g_test_rand_int_range (0, G_N_ELEMENTS (nasty))]);
      g_string_append (text, "x\n\n");
      boundary = (gsize) g_utf8_strlen (text->str, -1);
      g_string_append (text, "y");
      for (gint n = g_test_rand_int_range (0, 8); n > 0; n--)
        g_string_append (text, nasty[g_test_rand_int_range (0, G_N_ELEMENTS (nasty))]);

      spans = quire_text_get_sentences (text->str, -1);
      for (guint i = 0; i < spans->len; i++)
        found = found || g_array_index (spans, QuireTextSpan, i).end == boundary;
      g_assert_true (found);
    }
}

/* Texts that invite looking ahead again and again. With a quadratic scanner this would take minutes. */
static void
test_linear (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (nasty); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (nasty); j += 7)
      {
        g_autoptr (GString) text = g_string_new (NULL);
        g_autoptr (GArray) spans = NULL;

        while (text->len < 50000)
          {
            g_string_append (text, nasty[i]);
            g_string_append (text, nasty[j]);
          }
        spans = quire_text_get_sentences (text->str, (gssize) text->len);
        g_assert_cmpuint (g_array_index (spans, QuireTextSpan, spans->len - 1).end, ==, (gsize) g_utf8_strlen (text->str, -1));
      }
}

int
main (int argc, char **argv)
{
  quire_test_init (&argc, &argv);
  g_test_add_func ("/sentences/table", test_table);
  g_test_add_func ("/sentences/length", test_length);
  g_test_add_func ("/sentences/cover", test_cover);
  g_test_add_func ("/sentences/paragraphs", test_paragraphs);
  g_test_add_func ("/sentences/linear", test_linear);
  return g_test_run ();
}
