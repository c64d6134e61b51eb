/* test-scene-outline.c: outlines as writers write them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "quire-scene-outline.h"

#include <string.h>

#include "quire-error.h"
#include "quire-test.h"

typedef struct
{
  const char *name;
  const char *text;
  const char *point_of_view;
  const char *place;
  const char *time;
  const char *characters; /* joined by '|' */
  const char *beats;      /* joined by '|' */
  guint target_words;
} Case;

static const Case cases[] = {
  { "one sentence", "Ada finds the letter.", "", "", "", "", "Ada finds the letter.", 0 },
  { "sentences of one line", "Ada finds the letter. She burns it!  Does Bo see?", "", "", "", "", "Ada finds the letter.|She burns it!|Does Bo see?", 0 },
  { "lines without full stops", "Ada finds the letter\nShe burns it\n\nBo sees", "", "", "", "", "Ada finds the letter|She burns it|Bo sees", 0 },
  { "labels",
    "POV: Ada\nPlace: the quay\nTime: dawn\nCharacters: Ada, Bo\nLength: 1200 words\nAda finds the letter.",
    "Ada", "the quay", "dawn", "Ada|Bo", "Ada finds the letter.", 1200 },
  { "other labels, other case",
    "point OF view: Ada\nSETTING: the quay\nwhen: dawn\ncast: Ada and Bo\nTarget: 900\nShe waits.",
    "Ada", "the quay", "dawn", "Ada|Bo", "She waits.", 900 },
  { "where and location", "Where: the quay\nLocation: the old pier\nShe waits.", "", "the quay", "", "", "Location: the old pier|She waits.", 0 },
  { "no blank behind the colon", "POV:Ada\nPlace  :  the quay\nShe waits.", "Ada", "the quay", "", "", "She waits.", 0 },
  { "list with dashes", "- Ada finds the letter. She reads it.\n- She burns it\n", "", "", "", "", "Ada finds the letter. She reads it.|She burns it", 0 },
  { "list with stars and numbers", "* One thing\n1. Two things\n12) Three things\n• Four things\na) Five", "", "", "", "", "One thing|Two things|Three things|Four things|Five", 0 },
  { "labels in a list", "- POV: Ada\n- Place: the quay\n- She waits\n- Bo comes", "Ada", "the quay", "", "", "She waits|Bo comes", 0 },
  { "check boxes", "- [ ] Ada leaves\n- [x] Bo stays", "", "", "", "", "Ada leaves|Bo stays", 0 },
  { "bold labels", "**POV:** Ada\n**Place**: the quay\n__Time:__ dawn\n*Length:* 800 words\nShe waits.", "Ada", "the quay", "dawn", "", "She waits.", 800 },
  { "bold in a list", "* **POV:** Ada\n* **She burns it**\n- *Bo* sees", "Ada", "", "", "", "She burns it|*Bo* sees", 0 },
  { "headings", "# POV: Ada\n## Place\nthe quay\n## Beats\nShe waits.\n### The end", "Ada", "the quay", "", "", "She waits.|The end", 0 },
  { "label above a list", "Characters:\n- Ada\n- Bo (17, a nurse)\n- Cy\n\nBeats:\n- Ada leaves\n- Bo stays", "", "", "", "Ada|Bo (17, a nurse)|Cy", "Ada leaves|Bo stays", 0 },
  { "label above a line", "POV:\nAda\nCharacters:\nAda, Bo\nShe waits.", "Ada", "", "", "Ada|Bo", "She waits.", 0 },
  { "label above nothing", "Place:\n## Ada finds the letter", "", "", "", "", "Ada finds the letter", 0 },
  { "beats behind their label", "Outline: Ada leaves. Bo stays.", "", "", "", "", "Ada leaves.|Bo stays.", 0 },
  { "CR LF", "POV: Ada\r\nPlace: the quay\r\n\r\nShe waits.\r\nBo comes.\r\n", "Ada", "the quay", "", "", "She waits.|Bo comes.", 0 },
  { "CR alone", "POV: Ada\rShe waits.", "Ada", "", "", "", "She waits.", 0 },
  { "unicode", "POV: Åsa Łęcka\nPlace: 東京駅\nCharacters: Åsa、 Øyvind，Ada\n彼女は待つ。彼は来る。", "Åsa Łęcka", "東京駅", "", "Åsa|Øyvind|Ada", "彼女は待つ。|彼は来る。", 0 },
  { "full-width colon", "POV：Ada\nShe waits.", "Ada", "", "", "", "She waits.", 0 },
  { "quotes and abbreviations", "“Wait!” says Mr. Bell. He waits.", "", "", "", "", "“Wait!” says Mr. Bell.|He waits.", 0 },
  { "characters: separators", "Characters: Ada; Bo, and Cy & Di and Ada, ADA\nThey meet.", "", "", "", "Ada|Bo|Cy|Di", "They meet.", 0 },
  { "a second value is no label", "POV: Ada\nPOV: Bo\nThey meet.", "Ada", "", "", "", "POV: Bo|They meet.", 0 },
  { "a colon is no label", "Ada says: we leave.\nThe plan: burn it.", "", "", "", "", "Ada says: we leave.|The plan: burn it.", 0 },
  { "a target that is none", "Target: the lighthouse keeper\nShe waits.", "", "", "", "", "Target: the lighthouse keeper|She waits.", 0 },
  { "rules and blanks", "POV: Ada\n---\n\n***\n   \n> She waits.\n_____", "Ada", "", "", "", "She waits.", 0 },
  { "indented", "   POV: Ada\n\t- She waits\n      - Bo comes", "Ada", "", "", "", "She waits|Bo comes", 0 },
  { "labels only", "POV: Ada\nPlace: the quay", "Ada", "the quay", "", "", "", 0 },
  { "a dash inside", "- Ada - the keeper - leaves", "", "", "", "", "Ada - the keeper - leaves", 0 },
  { "a year is no list", "1987. That was the year it began.", "", "", "", "", "1987.|That was the year it began.", 0 },
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (QuireSceneOutline) outline = quire_scene_outline_parse (c->text, &error);
  g_autofree char *characters = NULL;
  g_autofree char *beats = NULL;

  g_assert_no_error (error);
  characters = g_strjoinv ("|", outline->characters);
  beats = g_strjoinv ("|", outline->beats);
  g_assert_cmpstr (outline->point_of_view, ==, c->point_of_view);
  g_assert_cmpstr (outline->place, ==, c->place);
  g_assert_cmpstr (outline->time, ==, c->time);
  g_assert_cmpstr (characters, ==, c->characters);
  g_assert_cmpstr (beats, ==, c->beats);
  g_assert_cmpuint (outline->target_words, ==, c->target_words);
}

static void
test_lengths (void)
{
  static const struct
  {
    const char *text;
    guint words;
  } lengths[] = {
    { "1200 words", 1200 },
    { "1200", 1200 },
    { "~1,200 words", 1200 },
    { "about 1.200 words", 1200 },
    { "1 200 words", 1200 },
    { "1\u202f200 words", 1200 },
    { "1’200", 1200 },
    { "12,345 words", 12345 },
    { "1200-1500 words", 1350 },
    { "1,200 – 1,500 words", 1350 },
    { "1200 to 1501", 1351 },
    { "between 1000 and 2000", 1500 },
    { "1.5k", 1500 },
    { "1,5k words", 1500 },
    { "2k words", 2000 },
    { "1-2k", 1500 },
    { "1k-2k", 1500 },
    { "**900** words", 900 },
    { "9,999,999 words", 100000 },
    { "99999999999999999999", 0 },
    { "3 pages", 0 },
    { "5 minutes", 0 },
    { "short", 0 },
    { "0", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree char *text = g_strdup_printf ("She waits for Bo.\nLength: %s", lengths[i].text);
      g_autoptr (QuireSceneOutline) outline = quire_scene_outline_parse (text, NULL);

      g_test_message ("%s", lengths[i].text);
      g_assert_cmpuint (outline->target_words, ==, lengths[i].words);
      g_assert_cmpuint (g_strv_length (outline->beats), ==, lengths[i].words == 0 ? 2 : 1);
    }
}

static void
test_too_short (void)
{
  static const char *const texts[] = { "", "   \n\t  ", "Ada goes", "123456789", "      Ada leaves   " };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (QuireSceneOutline) outline = quire_scene_outline_parse (texts[i], &error);

      if (i + 1 == G_N_ELEMENTS (texts)) /* ten characters will do */
        {
          g_assert_no_error (error);
          g_assert_cmpstr (outline->beats[0], ==, "Ada leaves");
        }
      else
        {
          g_assert_null (outline);
          g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID);
        }
    }
}

static char *
repeat (const char *piece, gsize n_bytes)
{
  GString *text = g_string_sized_new (n_bytes + 64);

  while (text->len < n_bytes)
    g_string_append (text, piece);

  return g_string_free (text, FALSE);
}

static void
test_hostile (void)
{
  static const char *const pieces[] = {
    "a",
    "a ",
    "Ada waits. ",
    "- x\n",
    "\n",
    "POV: Ada\n",
    "Characters: a, b, c\n",
    "POV: ",
    ":",
    "**",
    "*",
    "#",
    "(",
    "1,",
    "Length: 1-1-1-1 ",
    "\r",
    "\xff\xfe",
    "\xe2\x80",
    "\xf0\x9f\x98\x80",
    "%%",
    "_",
    "> ",
    "e\xcc\x81",
    ". ",
    "Characters:\n- a",
    "1.",
  };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autofree char *text = repeat (pieces[i], 1 << 20);
      g_autoptr (QuireSceneOutline) outline = quire_scene_outline_parse (text, NULL);

      if (outline == NULL) /* nothing but blanks */
        continue;
      g_assert_cmpuint (g_strv_length (outline->beats), <=, 200);
      g_assert_cmpuint (g_strv_length (outline->characters), <=, 100);
      g_assert_cmpint (g_utf8_strlen (outline->point_of_view, -1), <=, 501);
      for (guint j = 0; outline->beats[j] != NULL; j++)
        {
          g_assert_true (g_utf8_validate (outline->beats[j], -1, NULL));
          g_assert_cmpint (g_utf8_strlen (outline->beats[j], -1), <=, 2001);
        }
    }
}

/* Random pieces in random order: whatever comes, every field is there and is valid text. */
static void
test_random (void)
{
  static const char *const pieces[] = {
    "POV",
    ":",
    " ",
    "Ada",
    "\n",
    "\r\n",
    "**",
    "*",
    "_",
    "- ",
    "1. ",
    "# ",
    "Place",
    "Time",
    "Characters",
    "Length",
    "1200",
    "-",
    "–",
    "k",
    " words",
    "Beats",
    ".",
    "!",
    ",",
    ";",
    "(",
    ")",
    " and ",
    "é",
    "東",
    "。",
    "[ ] ",
    "> ",
    "\t",
    "\xff",
    "’",
    "…",
  };

  for (guint i = 0; i < 5000; i++)
    {
      g_autoptr (GString) text = g_string_new ("An outline ");
      g_autoptr (QuireSceneOutline) outline = NULL;
      g_autofree char *summary = NULL;

      for (int n = g_test_rand_int_range (0, 40); n > 0; n--)
        g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);

      outline = quire_scene_outline_parse (text->str, NULL);
      g_assert_nonnull (outline);
      g_assert_true (g_utf8_validate (outline->point_of_view, -1, NULL));
      g_assert_true (g_utf8_validate (outline->place, -1, NULL));
      g_assert_true (g_utf8_validate (outline->time, -1, NULL));
      for (guint j = 0; outline->beats[j] != NULL; j++)
        {
          g_assert_true (g_utf8_validate (outline->beats[j], -1, NULL));
          g_assert_cmpstr (outline->beats[j], !=, "");
        }
      for (guint j = 0; outline->characters[j] != NULL; j++)
        g_assert_cmpstr (outline->characters[j], !=, "");
      summary = quire_scene_outline_dup_summary (outline);
      g_assert_nonnull (summary);
    }
}

static void
test_summary (void)
{
  static const struct
  {
    const char *text;
    const char *expected;
  } summaries[] = {
    { "POV: Ada\nPlace: the quay\nTime: dawn\nLength: 1200 words\nShe waits.", "Ada, the quay, dawn, 1200 words" },
    { "Place: the quay\nLength: 1\nShe waits.", "the quay, 1 word" },
    { "POV: Ada, at her most evasive.\nPlace: the quay;\nShe waits.", "Ada, at her most evasive, the quay" },
    { "She waits for Bo.", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (summaries); i++)
    {
      g_autoptr (QuireSceneOutline) outline = quire_scene_outline_parse (summaries[i].text, NULL);
      g_autofree char *summary = quire_scene_outline_dup_summary (outline);

      g_assert_cmpstr (summary, ==, summaries[i].expected);
    }
}

int
main (int argc, char *argv[])
{
  quire_test_init (&argc, &argv);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdelimit (g_strdup (cases[i].name), " ,:", '-');
      g_autofree char *path = g_strconcat ("/scene-outline/", name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/scene-outline/lengths", test_lengths);
  g_test_add_func ("/scene-outline/too-short", test_too_short);
  g_test_add_func ("/scene-outline/hostile", test_hostile);
  g_test_add_func ("/scene-outline/random", test_random);
  g_test_add_func ("/scene-outline/summary", test_summary);

  return g_test_run ();
}
