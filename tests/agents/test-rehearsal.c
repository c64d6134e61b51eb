/* test-rehearsal.c: drafts with no model, no key and no network
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-test"

#include "config.h"

#include <string.h>

#include "quire-error.h"
#include "quire-rehearsal-beat.h"
#include "quire-rehearsal-corpus.h"
#include "quire-rehearsal-draft.h"
#include "quire-rehearsal-english.h"
#include "quire-test.h"
#include "quire-text.h"

#define OUTLINE "POV: Nora\nPlace: the mill\nTime: Thursday night\nCharacters: Nora, Iven, Mrs Dray\n" \
                "- Nora brings Mrs Dray to the mill before the spring tide.\n"                         \
                "- Iven asks why nobody mended the timber, and Mrs Dray tells him.\n"                  \
                "- The north wind comes up. They tie the wheel with the rope.\n"                       \
                "- The timber breaks, but the rope holds.\n"

/* -- what a draft measures -- */

typedef struct
{
  double sentence_words; /* mean, of narration */
  double commas;         /* for every hundred words of narration */
  double semicolons;
  double dialogue; /* share of words in quotation marks */
  guint words;
} Measure;

/* The words in quotation marks, or the paragraphs that have none: a tag is no sentence of its own. */
static char *
keep_speech (const char *text)
{
  GString *out = g_string_new (NULL);
  gboolean inside = FALSE;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c == 0x201c)
        inside = TRUE;
      if (inside || c == '\n')
        g_string_append_unichar (out, c);
      if (c == 0x201d)
        inside = FALSE;
    }

  return g_string_free_and_steal (out);
}

static char *
keep_narration (const char *text)
{
  g_auto (GStrv) paragraphs = g_strsplit (text, "\n\n", -1);
  GString *out = g_string_new (NULL);

  for (guint i = 0; paragraphs[i] != NULL; i++)
    {
      if (strstr (paragraphs[i], "“") == NULL)
        g_string_append_printf (out, "%s\n\n", paragraphs[i]);
    }

  return g_string_free_and_steal (out);
}

static guint
count_char (const char *text, char c)
{
  guint n = 0;

  for (; *text != '\0'; text++)
    n += *text == c;

  return n;
}

static Measure
measure (const char *text)
{
  g_autofree char *speech = keep_speech (text);
  g_autofree char *narration = keep_narration (text);
  g_autoptr (GArray) sentences = quire_text_get_sentences (narration, -1);
  Measure result = { 0 };
  guint n = 0;
  guint words = 0;

  for (guint i = 0; i < sentences->len; i++)
    {
      const QuireTextSpan *span = &g_array_index (sentences, QuireTextSpan, i);
      gsize start = quire_text_offset_to_byte (narration, span->start);
      guint in_sentence = (guint) quire_text_count_words (narration + start, (gssize) (quire_text_offset_to_byte (narration, span->end) - start));

      n += in_sentence > 0;
      words += in_sentence;
    }

  result.words = (guint) quire_text_count_words (text, -1);
  result.sentence_words = (double) words / MAX (n, 1);
  result.commas = 100.0 * count_char (narration, ',') / MAX (words, 1);
  result.semicolons = 100.0 * count_char (narration, ';') / MAX (words, 1);
  result.dialogue = (double) quire_text_count_words (speech, -1) / MAX (result.words, 1);

  return result;
}

/* -- making -- */

static QuireRehearsalCorpus *
make_corpus (const char *text, const char *language)
{
  g_autoptr (GPtrArray) scenes = g_ptr_array_new_with_free_func ((GDestroyNotify) quire_rehearsal_scene_free);

  if (text != NULL)
    g_ptr_array_add (scenes, quire_rehearsal_scene_new (text, "Nora"));

  return quire_rehearsal_corpus_new (scenes, NULL, language);
}

static QuireRequest *
make_request (const char *manner, const char *outline, guint target_words, guint64 seed)
{
  QuireRequest *request = quire_request_new (manner, "draft");

  quire_request_add_part (request, QUIRE_PART_OUTLINE, "Outline", outline);
  quire_request_set_target_words (request, target_words);
  quire_request_set_seed (request, seed);

  return request;
}

static char *
write_draft (QuireRehearsalCorpus *corpus, const char *manner, const char *outline, guint target_words, guint64 seed)
{
  g_autoptr (QuireRequest) request = make_request (manner, outline, target_words, seed);
  g_autoptr (GError) error = NULL;
  g_autoptr (QuireRehearsalBrief) brief = quire_rehearsal_brief_new (request, "", &error);

  g_assert_no_error (error);

  return quire_rehearsal_draft_write (brief, corpus);
}

/* -- what every draft must be -- */

static gboolean
collect_word_cb (const char *word, gsize n_bytes, gsize offset, gpointer data)
{
  g_autofree char *copy = g_strndup (word, n_bytes);

  g_ptr_array_add (data, quire_text_fold (copy));

  return TRUE;
}

static GPtrArray *
get_words (const char *text)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);

  quire_text_foreach_word (text, -1, collect_word_cb, words);

  return words;
}

/* The longest run of words that both have, found the slow and certain way. */
static guint
get_longest_run (const char *text, const char *source)
{
  g_autoptr (GPtrArray) left = get_words (text);
  g_autoptr (GPtrArray) right = get_words (source);
  g_autofree guint *previous = g_new0 (guint, right->len + 1);
  g_autofree guint *current = g_new0 (guint, right->len + 1);
  guint longest = 0;

  for (guint i = 0; i < left->len; i++)
    {
      guint *kept = previous;

      for (guint j = 0; j < right->len; j++)
        {
          current[j + 1] = g_str_equal (left->pdata[i], right->pdata[j]) ? previous[j] + 1 : 0;
          longest = MAX (longest, current[j + 1]);
        }
      previous = current;
      current = kept;
    }

  return longest;
}

static void
assert_sound (const char *text)
{
  g_auto (GStrv) paragraphs = g_strsplit (text, "\n\n", -1);

  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_null (strpbrk (text, "*_#~`[]{}<>\r\t"));
  g_assert_null (strstr (text, "  "));
  g_assert_null (strstr (text, ",."));
  g_assert_null (strstr (text, ".."));

  for (guint i = 0; paragraphs[i] != NULL; i++)
    {
      int depth = 0;
      gsize n = strlen (paragraphs[i]);

      g_assert_cmpuint (n, >, 0);
      g_assert_cmpuint (quire_text_length (paragraphs[i]), <, 8000);
      g_assert_null (strchr (paragraphs[i], '\n'));
      g_assert_true (paragraphs[i][0] != ' ' && paragraphs[i][n - 1] != ' ');
      g_assert_true (strchr (".!?", paragraphs[i][n - 1]) != NULL || g_str_has_suffix (paragraphs[i], "”") || g_str_has_suffix (paragraphs[i], "…"));
      for (const char *at = paragraphs[i]; *at != '\0'; at = g_utf8_next_char (at))
        {
          depth += g_utf8_get_char (at) == 0x201c;
          depth -= g_utf8_get_char (at) == 0x201d;
          g_assert_true (depth == 0 || depth == 1);
        }
      g_assert_cmpint (depth, ==, 0);
    }
}

/* -- the parts -- */

static void
test_english (void)
{
  static const char *const verbs[][3] = {
    { "finds", "find", "found" },
    { "is", "be", "was" },
    { "has", "have", "had" },
    { "carries", "carry", "carried" },
    { "watches", "watch", "watched" },
    { "goes", "go", "went" },
    { "decides", "decide", "decided" },
    { "stops", "stop", "stopped" },
    { "puts", "put", "put" },
    { "plays", "play", "played" },
  };
  static const char *const no_verbs[] = { "always", "his", "this", "across", "letters", "boss", "Mills", "us", "Nora's" };

  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      g_autofree char *lemma = quire_english_lemma (verbs[i][0], FALSE);
      g_autofree char *past = quire_english_inflect (verbs[i][1], QUIRE_ENGLISH_PAST);
      g_autofree char *present = quire_english_inflect (verbs[i][1], QUIRE_ENGLISH_PRESENT);

      g_assert_cmpstr (lemma, ==, verbs[i][1]);
      g_assert_cmpstr (past, ==, verbs[i][2]);
      g_assert_cmpstr (present, ==, verbs[i][0]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (no_verbs); i++)
    g_assert_null (quire_english_lemma (no_verbs[i], FALSE));

  g_assert_cmpstr (quire_english_shift_gender ("her", "coat"), ==, "his");
  g_assert_cmpstr (quire_english_shift_gender ("her", "to"), ==, "him");
  g_assert_cmpstr (quire_english_shift_gender ("his", "coat"), ==, "her");
  g_assert_cmpstr (quire_english_shift_gender ("his", NULL), ==, "hers");
  g_assert_cmpstr (quire_english_shift_gender ("She", "was"), ==, "he");
  g_assert_null (quire_english_shift_gender ("the", "coat"));
  g_assert_cmpstr (quire_english_expand ("don’t"), ==, "do not");
  g_assert_cmpstr (quire_english_expand ("I'm"), ==, "I am");
  g_assert_null (quire_english_expand ("he’s"));
}

typedef struct
{
  QuireNarrativeMode mode;
  const char *beat;
  const char *expected;
} BeatCase;

static const BeatCase beat_cases[] = {
  { QUIRE_MODE_THIRD_PAST, "Nora finds the letter and burns it before Iven wakes", "Nora found the letter and burned it before Iven woke." },
  { QUIRE_MODE_THIRD_PRESENT, "Nora finds the letter.", "Nora finds the letter." },
  { QUIRE_MODE_THIRD_PAST, "The storm breaks.", "The storm broke." },
  { QUIRE_MODE_THIRD_PAST, "A quarrel over the keys", "A quarrel over the keys." },
  { QUIRE_MODE_THIRD_PAST, "Show that Iven is afraid", "Iven was afraid." },
  { QUIRE_MODE_THIRD_PAST, "Iven always waits. He doesn’t ask why.", "Iven always waited. He didn’t ask why." },
  { QUIRE_MODE_THIRD_PAST, "Nora walked home.", "Nora walked home." },
  { QUIRE_MODE_THIRD_PAST, "Nora says “He waits for her” and leaves.", "Nora said “He waits for her” and left." },
  { QUIRE_MODE_FIRST_PRESENT, "Nora helps her mother with the sheets. She says nothing.", "I help my mother with the sheets. I say nothing." },
  { QUIRE_MODE_FIRST_PAST, "Iven asks Nora where she was.", "Iven asked me where I was." },
  { QUIRE_MODE_FIRST_PAST, "Nora’s father waits at the door.", "My father waited at the door." },
  { QUIRE_MODE_FIRST_PRESENT, "Iven counts the sacks and tells her nothing.", "Iven counts the sacks and tells her nothing." },
  { QUIRE_MODE_THIRD_PAST, "**The door** is open %% or shut? %%", "The door was open." },
  { QUIRE_MODE_FIRST_PAST, "Nora waits. Edie says she is late.", "I waited. Edie said she was late." },
  { QUIRE_MODE_THIRD_PAST, "Iven asks where it is. Nora lies.", "Iven asked where it was. Nora lied." },
  { QUIRE_MODE_THIRD_PAST, "The letter lies on the table.", "The letter lay on the table." },
  { QUIRE_MODE_THIRD_PAST, "They tie the wheel with the rope.", "They tied the wheel with the rope." },
  { QUIRE_MODE_THIRD_PAST, "The timber breaks, but the rope holds while Iven runs for help.", "The timber broke, but the rope held while Iven ran for help." },
  { QUIRE_MODE_THIRD_PAST, "Nora counts the sacks and the keys; none of them fits.", "Nora counted the sacks and the keys; none of them fits." },
  { QUIRE_MODE_THIRD_PAST, "", "" },
};

static void
test_beat (gconstpointer data)
{
  const BeatCase *beat_case = data;
  g_autoptr (QuireRehearsalCorpus) corpus = make_corpus (NULL, "en");
  g_autoptr (QuireRehearsalCast) cast = quire_rehearsal_cast_new (corpus, beat_case->mode);
  g_autofree char *written = NULL;

  cast->teller = quire_rehearsal_cast_add (cast, "Nora Vane", "She is tall. Her coat is grey.");
  quire_rehearsal_cast_add (cast, "Iven", "He waits. His boots are wet.");
  written = quire_rehearsal_beat_write (beat_case->beat, cast);
  g_assert_cmpstr (written, ==, beat_case->expected);
}

static void
test_cast (void)
{
  g_autofree char *text = quire_test_load ("rehearsal-corpus.txt", NULL);
  g_autoptr (QuireRehearsalCorpus) corpus = make_corpus (text, "en");
  g_autoptr (QuireRehearsalCast) cast = quire_rehearsal_cast_new (corpus, QUIRE_MODE_THIRD_PAST);
  const char *const foreign[] = { "Nora", "looked", "at", "her", "hands.", NULL };
  const char *const both[] = { "She", "gave", "him", "the", "key.", NULL };
  QuireRandom random;
  g_autofree char *adapted = NULL;
  g_autofree char *refused = NULL;

  quire_random_init (&random, 1);
  g_assert_cmpint (quire_rehearsal_corpus_get_person (corpus, "Nora")->gender, ==, 2);
  g_assert_cmpint (quire_rehearsal_corpus_get_person (corpus, "Iven")->gender, ==, 1);
  g_assert_null (quire_rehearsal_corpus_get_person (corpus, "Thursday"));
  g_assert_null (quire_rehearsal_corpus_get_person (corpus, "Sele"));

  g_assert_cmpint (quire_rehearsal_cast_add (cast, "Tom Reed", "He is old. He waits."), ==, 0);
  g_assert_cmpint (quire_rehearsal_cast_add (cast, "Tom", NULL), ==, 0);
  g_assert_cmpint (quire_rehearsal_cast_add (cast, "the ferryman", NULL), ==, -1);
  adapted = quire_rehearsal_cast_adapt (cast, foreign, 5, &random);
  g_assert_cmpstr (adapted, ==, "Tom looked at his hands.");
  refused = quire_rehearsal_cast_adapt (cast, both, 5, &random);
  g_assert_null (refused);
}

static void
test_quotes (void)
{
  static const char *const cases[][3] = {
    { "“Come in,” she said.", "“", "“Come in,” she said." },
    { "\"Come in,\" she said. \"Now.\"", "“", "“Come in,” she said. “Now.”" },
    { "‘Don’t,’ she said. ‘It’s the dogs’ dinner.’", "‘", "“Don’t,” she said. “It’s the dogs’ dinner.”" },
    { "«Entrez», dit-elle.", "«", "“Entrez”, dit-elle." },
    { "„Komm herein“, sagte sie.", "„", "“Komm herein”, sagte sie." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) bodies = g_ptr_array_new ();
      g_autofree char *clean = NULL;
      const QuireQuoteStyle *style;

      g_ptr_array_add (bodies, (char *) cases[i][0]);
      style = quire_rehearsal_prose_detect_quotes (bodies);
      g_assert_cmpstr (style->open, ==, cases[i][1]);
      clean = quire_rehearsal_prose_clean (cases[i][0], style);
      g_strstrip (clean);
      g_assert_cmpstr (clean, ==, cases[i][2]);
    }
}

static void
test_modes (void)
{
  g_autofree char *text = quire_test_load ("rehearsal-corpus.txt", NULL);

  g_assert_cmpint (quire_rehearsal_detect_mode (text, QUIRE_MODE_FIRST_PRESENT), ==, QUIRE_MODE_THIRD_PAST);
  g_assert_cmpint (quire_rehearsal_detect_mode ("I am late. I run and I don’t stop. My coat is wet and I can see that it is ruined.", QUIRE_MODE_THIRD_PAST), ==, QUIRE_MODE_FIRST_PRESENT);
  g_assert_cmpint (quire_rehearsal_detect_mode ("Short.", QUIRE_MODE_FIRST_PAST), ==, QUIRE_MODE_FIRST_PAST);
}

/* -- drafts -- */

static void
test_properties (void)
{
  g_autofree char *text = quire_test_load ("rehearsal-corpus.txt", NULL);
  g_autoptr (QuireRehearsalCorpus) corpus = make_corpus (text, "en");

  for (guint64 seed = 0; seed < 50; seed++)
    {
      const char *manner = quire_rehearsal_register_list ()[seed % 5].id;
      guint target = (guint) (200 + 6 * seed);
      g_autofree char *draft = write_draft (corpus, manner, OUTLINE, target, seed);
      g_autofree char *again = write_draft (corpus, manner, OUTLINE, target, seed);
      guint words = (guint) quire_text_count_words (draft, -1);

      assert_sound (draft);
      g_assert_cmpstr (draft, ==, again);
      g_assert_cmpuint (words, >=, target * 85 / 100);
      g_assert_cmpuint (words, <=, target * 115 / 100);
      g_assert_cmpuint (get_longest_run (draft, text), <=, 20);
    }
}

static void
test_seeds (void)
{
  g_autofree char *text = quire_test_load ("rehearsal-corpus.txt", NULL);
  g_autoptr (QuireRehearsalCorpus) corpus = make_corpus (text, "en");
  g_autoptr (GHashTable) drafts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint64 seed = 0; seed < 20; seed++)
    g_hash_table_add (drafts, write_draft (corpus, "plain", OUTLINE, 150, seed));
  g_assert_cmpuint (g_hash_table_size (drafts), ==, 20);
}

/* Eight like sentences for every one, so that long runs can be copied from many places. */
static void
test_larger_corpus (void)
{
  static const char *const names[][2] = { { "Nora", "Ada" }, { "Iven", "Tom" }, { "Mrs Dray", "Mrs Hale" }, { "mill", "ferry" }, { "sack", "crate" }, { "water", "river" }, { "bread", "tea" } };
  g_autofree char *text = quire_test_load ("rehearsal-corpus.txt", NULL);
  g_autoptr (GString) large = g_string_new (text);
  g_autoptr (QuireRehearsalCorpus) corpus = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GString) copy = g_string_new (text);

      for (guint j = 0; j <= i; j++)
        g_string_replace (copy, names[j][0], names[j][1], 0);
      g_string_append_printf (large, "\n\n%s", copy->str);
    }
  g_assert_cmpuint (quire_text_count_words (large->str, -1), >, 10000);
  corpus = make_corpus (large->str, "en");

  for (guint64 seed = 0; seed < 3; seed++)
    {
      g_autofree char *draft = write_draft (corpus, "plain", OUTLINE, 500, seed);

      assert_sound (draft);
      g_assert_cmpuint (get_longest_run (draft, large->str), <=, 20);
    }
}

static Measure
measure_register (QuireRehearsalCorpus *corpus, const char *manner)
{
  Measure sum = { 0 };

  for (guint64 seed = 1; seed <= 6; seed++)
    {
      g_autofree char *draft = write_draft (corpus, manner, OUTLINE, 700, seed);
      Measure one = measure (draft);

      sum.sentence_words += one.sentence_words / 6;
      sum.commas += one.commas / 6;
      sum.semicolons += one.semicolons / 6;
      sum.dialogue += one.dialogue / 6;
      sum.words += one.words;
    }
  g_test_message ("%s: %.1f words a sentence, %.2f commas, %.2f semicolons, dialogue %.2f", manner, sum.sentence_words, sum.commas, sum.semicolons, sum.dialogue);

  return sum;
}

static void
test_registers (gconstpointer data)
{
  g_autofree char *text = data != NULL ? quire_test_load (data, NULL) : NULL;
  g_autoptr (QuireRehearsalCorpus) corpus = make_corpus (text, "en");
  Measure plain = measure_register (corpus, "plain");
  Measure terse = measure_register (corpus, "terse");
  Measure lyrical = measure_register (corpus, "lyrical");
  Measure brisk = measure_register (corpus, "brisk");
  Measure formal = measure_register (corpus, "formal");

  g_assert_cmpfloat (terse.sentence_words, <, brisk.sentence_words * 0.95);
  g_assert_cmpfloat (brisk.sentence_words, <, plain.sentence_words * 0.95);
  g_assert_cmpfloat (plain.sentence_words, <, formal.sentence_words * 0.85);
  g_assert_cmpfloat (plain.sentence_words, <, lyrical.sentence_words * 0.85);

  g_assert_cmpfloat (terse.commas, <, plain.commas);
  g_assert_cmpfloat (plain.commas * 1.2, <, lyrical.commas);
  g_assert_cmpfloat (formal.semicolons, >, 1.0);
  g_assert_cmpfloat (formal.semicolons, >, 3 * plain.semicolons);
  g_assert_cmpfloat (formal.semicolons, >, 1.5 * lyrical.semicolons);

  g_assert_cmpfloat (brisk.dialogue, >, plain.dialogue * 1.4);
  g_assert_cmpfloat (plain.dialogue, >, lyrical.dialogue * 1.4);
  g_assert_cmpfloat (plain.dialogue, >, formal.dialogue * 1.3);
}

static void
test_empty_book (void)
{
  g_autoptr (QuireRehearsalCorpus) corpus = make_corpus (NULL, "en");

  for (guint64 seed = 0; seed < 20; seed++)
    {
      g_autofree char *draft = write_draft (corpus, quire_rehearsal_register_list ()[seed % 5].id, OUTLINE, 600, seed);
      guint words = (guint) quire_text_count_words (draft, -1);

      assert_sound (draft);
      g_assert_cmpuint (words, >=, 510);
      g_assert_cmpuint (words, <=, 690);
      g_assert_nonnull (strstr (draft, "Nora brought Mrs Dray to the mill before the spring tide"));
      g_assert_nonnull (strstr (draft, "Iven"));
    }
}

/* Without English there is no stock: the outline, and what the book has. */
static void
test_other_language (void)
{
  static const char *const outline = "- Klara findet den Brief.\n- Sie verbrennt ihn, bevor Jonas aufwacht.";
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (QuireRehearsalCorpus) empty = make_corpus (NULL, "de");
  g_autoptr (QuireRehearsalCorpus) corpus = NULL;
  g_autofree char *bare = write_draft (empty, "plain", outline, 300, 1);
  g_autofree char *draft = NULL;

  g_assert_cmpstr (bare, ==, "Klara findet den Brief.\n\nSie verbrennt ihn, bevor Jonas aufwacht.");

  for (guint i = 0; i < 12; i++)
    g_string_append_printf (body, "Der %s lag auf dem Tisch, und niemand sah hin. Am Fenster stand Jonas und zählte die %s.\n\n„Wo warst du am %u. Mai?“, fragte sie. Er sah den %s an und schwieg.\n\n",
                            i % 2 ? "Brief" : "Schlüssel", i % 3 ? "Boote" : "Tage", i, i % 4 ? "Hafen" : "Regen");
  corpus = make_corpus (body->str, "de-AT");
  draft = write_draft (corpus, "plain", outline, 120, 1);
  g_assert_true (g_utf8_validate (draft, -1, NULL));
  g_assert_nonnull (strstr (draft, "Klara findet den Brief."));
  g_assert_cmpuint (strlen (draft), >, strlen (bare) + 40);
  g_assert_null (strstr (draft, "”"));
}

static const char *const hostile_outlines[] = {
  "x",
  "Nora",
  "POV:\nPlace:\n",
  "“““ unclosed ” marks “ everywhere",
  "Nora %%%%% %% a %%",
  "{who} [wait] <be> %s %n %d",
  "🙂 waits 🙂🙂",
  "\xe2\x80\x9cNora\xe2\x80\x99s\xe2\x80\x9d the the The THE the",
  "Characters: , ,, ,I, Mr, Mrs\n- He is. She is. It is.",
};

static void
test_hostile (void)
{
  g_autofree char *text = quire_test_load ("rehearsal-corpus.txt", NULL);
  g_autofree char *messy = g_strdup_printf ("“ never closed\n\n%.400s\n\n\"\n\n*** ‘ a ’ « ( [ TODO ]\n\n# Heading\n%% comment\n> %.200s\n", text, text + 800);
  g_autoptr (QuireRehearsalCorpus) corpus = NULL;

  corpus = make_corpus (messy, "en");
  for (guint i = 0; i < G_N_ELEMENTS (hostile_outlines); i++)
    {
      g_autofree char *draft = write_draft (corpus, "formal", hostile_outlines[i], 60, i);

      g_assert_true (g_utf8_validate (draft, -1, NULL));
      g_assert_null (strstr (draft, "\n\n\n"));
    }
}

static void
test_brief (void)
{
  g_autoptr (QuireRequest) empty = quire_request_new ("plain", "draft");
  g_autoptr (QuireRequest) message = quire_request_new ("no such register", "draft");
  g_autoptr (QuireRequest) seeded = make_request ("terse", "Nora waits by the door.", 0, 5);
  g_autoptr (QuireRehearsalBrief) brief = NULL;
  g_autoptr (QuireRehearsalBrief) other = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (quire_rehearsal_brief_new (empty, NULL, &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID);
  g_clear_error (&error);

  quire_request_add_part (empty, QUIRE_PART_OUTLINE, "", "🙂 – …\n-\n-\n***");
  g_assert_null (quire_rehearsal_brief_new (empty, NULL, &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID);
  g_clear_error (&error);

  quire_request_add_message (message, QUIRE_ROLE_USER, "Nora waits by the door.");
  brief = quire_rehearsal_brief_new (message, "Nora", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (brief->outline, ==, "Nora waits by the door.");
  g_assert_cmpstr (brief->manner->id, ==, "plain");
  other = quire_rehearsal_brief_new (seeded, NULL, &error);
  g_assert_cmpuint (other->seed, ==, 5);
  g_assert_cmpuint (brief->seed, !=, other->seed);
}

int
main (int argc, char **argv)
{
  quire_test_init (&argc, &argv);

  g_test_add_func ("/rehearsal/english", test_english);
  for (guint i = 0; i < G_N_ELEMENTS (beat_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/rehearsal/beat/%u", i);

      g_test_add_data_func (path, &beat_cases[i], test_beat);
    }
  g_test_add_func ("/rehearsal/cast", test_cast);
  g_test_add_func ("/rehearsal/quotes", test_quotes);
  g_test_add_func ("/rehearsal/modes", test_modes);
  g_test_add_func ("/rehearsal/properties", test_properties);
  g_test_add_func ("/rehearsal/seeds", test_seeds);
  g_test_add_func ("/rehearsal/larger-corpus", test_larger_corpus);
  g_test_add_data_func ("/rehearsal/registers/book", "rehearsal-corpus.txt", test_registers);
  g_test_add_data_func ("/rehearsal/registers/empty", NULL, test_registers);
  g_test_add_func ("/rehearsal/empty-book", test_empty_book);
  g_test_add_func ("/rehearsal/other-language", test_other_language);
  g_test_add_func ("/rehearsal/hostile", test_hostile);
  g_test_add_func ("/rehearsal/brief", test_brief);

  return g_test_run ();
}
