/* quire-rehearsal-draft.c: a scene from its outline
 *
 * The scene is written beat by beat. A beat gets its share of the wanted length. It opens with itself, turned into the scene's person and tense
 * where that is safe; then come sentences from the book's own prose that lean towards it, and exchanges between the people of the
 * outline, as many as the register likes. Whatever the book cannot give comes from a small stock of neutral sentences, so that an empty
 * book gets a scene too; in other languages than English there is no stock, and the draft is as long as it can be.
 *
 * Quotation marks are put on here, in pairs, and turned into the book's own at the very end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-agents"

#include "config.h"

#include "quire-rehearsal-draft.h"

#include <string.h>

#include "quire-rehearsal-beat.h"
#include "quire-rehearsal-cast.h"
#include "quire-rehearsal-english.h"
#include "quire-rehearsal-stock.h"
#include "quire-rehearsal-writer.h"
#include "quire-scene-outline.h"
#include "quire-text.h"

#define RICH_NARRATION 3000     /* words of narration from which on the stock is not needed */
#define MIN_SPEECH_SENTENCES 24 /* of the book, below which the stock speaks */
#define ENTRY_SHARE 0.25        /* of the beats that may tell something of an entry */
#define MAX_ENTRY_SENTENCES 2
#define PRONOUN_SHARE 0.75

typedef struct
{
  const QuireRehearsalBrief *brief;
  QuireRehearsalCorpus *corpus;
  const QuireRehearsalRegister *manner;
  QuireRandom random;
  QuireSceneOutline *outline;
  QuireRehearsalCast *cast;
  QuireRehearsalWriter *writer;

  GString *text;
  guint words;
  guint spoken; /* of them */
  guint target;
  double stock_share;

  GPtrArray *paragraph; /* sentences of narration that are not in text yet */
  guint paragraph_limit;
  gboolean is_closed; /* nothing may be joined to the last of them */

  int focus;         /* member of the cast whom the scene is with */
  GPtrArray *things; /* of the beat, "the letter" */
  GArray *stock;     /* of guint: sentences in the order of use, and how far it got */
  guint next_stock;
  GArray *exchanges;
  guint next_exchange;
  GPtrArray *sayings;    /* what the entries tell, not used yet */
  GHashTable *used_tags; /* those with words of their own, which strike when they come again */
  gboolean dried_up;     /* nothing more can be written */
} Draft;

/* -- who tells -- */

static char *
get_teller (Draft *self)
{
  const char *stated = *self->outline->point_of_view != '\0' ? self->outline->point_of_view : self->brief->point_of_view;

  return g_strstrip (g_strndup (stated, strcspn (stated, ",;(")));
}

static QuireNarrativeMode
choose_mode (Draft *self)
{
  g_autofree char *teller = get_teller (self);
  g_autofree char *folded = quire_text_fold (teller);
  g_autofree char *stated = quire_text_fold (self->outline->point_of_view);
  gpointer known = g_hash_table_lookup (self->corpus->modes, folded);
  QuireNarrativeMode mode = self->corpus->nearest_mode;
  gboolean first, present;

  if (known != NULL)
    mode = GPOINTER_TO_UINT (known) - 1;
  else if (*self->brief->preceding != '\0')
    mode = quire_rehearsal_detect_mode (self->brief->preceding, mode);

  first = quire_mode_is_first (mode);
  present = quire_mode_is_present (mode);
  if (strstr (stated, "first person") != NULL || strstr (stated, "third person") != NULL)
    first = strstr (stated, "first person") != NULL;
  if (strstr (stated, "present") != NULL || strstr (stated, "past") != NULL)
    present = strstr (stated, "present") != NULL;

  return (first ? QUIRE_MODE_FIRST_PAST : QUIRE_MODE_THIRD_PAST) + (present ? 1 : 0);
}

/* Whether what stands behind a capitalised word is what only people do. */
static gboolean
is_human_verb (const char *word)
{
  static const char *const verbs[] = {
    "asks", "decides", "finds", "forgets", "gives", "helps", "hides", "hopes", "knows", "learns", "lies", "meets", "refuses", "remembers", "says", "sees",
    "tells", "thinks", "tries", "waits", "walks", "wants", NULL
  };

  return g_strv_contains (verbs, word) || quire_english_is_speech_verb (word);
}

/* What the outline says of @name alone: the beats that begin with it. */
static char *
dup_beats_of (Draft *self, const char *name)
{
  g_autofree char *first = g_strndup (name, strcspn (name, " "));
  GString *out = g_string_new (NULL);

  for (guint i = 0; self->outline->beats[i] != NULL; i++)
    {
      if (g_str_has_prefix (self->outline->beats[i], first))
        g_string_append_printf (out, "%s\n", self->outline->beats[i]);
    }

  return g_string_free_and_steal (out);
}

static int
add_member (Draft *self, const char *name)
{
  g_autofree char *text = dup_beats_of (self, name);

  return quire_rehearsal_cast_add (self->cast, name, text);
}

/* People of whom neither book nor codex knows yet: "Edie knows the hand." */
static void
gather_strangers (Draft *self)
{
  g_auto (GStrv) tokens = g_strsplit_set (self->brief->outline, " \n\t", -1);

  for (guint i = 0; tokens[i] != NULL && tokens[i + 1] != NULL; i++)
    {
      g_autofree char *word = quire_rehearsal_bare_word (tokens[i], NULL, NULL);
      g_autofree char *next = quire_rehearsal_bare_word (tokens[i + 1], NULL, NULL);
      g_autofree char *stem = quire_english_stem (word);

      if (quire_english_get_name_gender (word) != 0)
        add_member (self, word);
      else if (g_str_equal (word, tokens[i]) && *stem != '\0' && g_unichar_isupper (g_utf8_get_char (word)) && !quire_english_is_title (word) && is_human_verb (next))
        add_member (self, word);
    }
}

static void
gather_cast (Draft *self)
{
  g_autofree char *teller = get_teller (self);
  GPtrArray *entries = self->brief->entries;

  self->cast->teller = *teller != '\0' ? add_member (self, teller) : -1;
  for (guint i = 0; self->outline->characters[i] != NULL; i++)
    add_member (self, self->outline->characters[i]);
  for (guint i = 0; self->outline->beats[i] != NULL; i++)
    quire_rehearsal_cast_add_named (self->cast, self->outline->beats[i]);
  if (self->corpus->english)
    gather_strangers (self);

  /* The entries tell what he and she are where the book has not. */
  for (guint i = 0; i < entries->len; i++)
    {
      const QuirePart *part = g_ptr_array_index (entries, i);
      int found = quire_rehearsal_cast_find_named (self->cast, part->title);
      QuireRehearsalMember *member = found >= 0 ? g_ptr_array_index (self->cast->members, found) : NULL;

      if (member != NULL && member->gender == 0)
        {
          g_autoptr (QuireRehearsalCast) alone = quire_rehearsal_cast_new (self->corpus, self->cast->mode);
          int again = quire_rehearsal_cast_add (alone, part->title, part->text);

          member->gender = again >= 0 ? ((QuireRehearsalMember *) g_ptr_array_index (alone->members, again))->gender : 0;
        }
    }

  if (self->cast->teller < 0 && quire_mode_is_first (self->cast->mode) && self->cast->members->len > 0)
    self->cast->teller = 0;
  self->focus = self->cast->teller >= 0 ? self->cast->teller : self->cast->members->len > 0 ? 0
                                                                                            : -1;
}

/* What the entries say in whole sentences about people and places, in the scene's tense. */
static void
gather_sayings (Draft *self)
{
  GPtrArray *entries = self->brief->entries;

  for (guint i = 0; self->corpus->english && i < entries->len; i++)
    {
      const QuirePart *part = g_ptr_array_index (entries, i);
      g_autoptr (GArray) spans = quire_text_get_sentences (part->text, -1);
      int about = quire_rehearsal_cast_find_named (self->cast, part->title);

      if (about >= 0 && about == self->cast->teller && quire_mode_is_first (self->cast->mode))
        continue;

      for (guint j = 0; j < MIN (spans->len, MAX_ENTRY_SENTENCES); j++)
        {
          const QuireTextSpan *span = &g_array_index (spans, QuireTextSpan, j);
          gsize start = quire_text_offset_to_byte (part->text, span->start);
          g_autofree char *raw = g_strstrip (g_strndup (part->text + start, quire_text_offset_to_byte (part->text, span->end) - start));
          gsize n_words = quire_text_count_words (raw, -1);
          gboolean pronoun = g_str_has_prefix (raw, "He ") || g_str_has_prefix (raw, "She ");
          g_autofree char *named = NULL;

          if (n_words < 4 || n_words > 28 || strpbrk (raw, ":\n[]#*|") != NULL || !g_str_has_suffix (raw, ".") || (pronoun && about < 0))
            continue;
          if (!pronoun && !g_str_has_prefix (raw, part->title) && (about < 0 || quire_rehearsal_cast_find_named (self->cast, raw) != about))
            continue;

          named = pronoun ? g_strdup_printf ("%s%s", ((QuireRehearsalMember *) g_ptr_array_index (self->cast->members, about))->name, strchr (raw, ' ')) : g_strdup (raw);
          g_ptr_array_add (self->sayings, quire_rehearsal_beat_write (named, self->cast));
        }
    }
}

/* -- putting down -- */

static QuireCapital
get_capital (Draft *self, const char *sentence)
{
  g_autofree char *token = g_strndup (sentence, strcspn (sentence, " "));
  g_autofree char *word = quire_rehearsal_bare_word (token, NULL, NULL);
  g_autofree char *stem = NULL;

  if (g_str_equal (word, "I") || g_str_has_prefix (word, "I’") || quire_english_is_title (word) || quire_rehearsal_cast_find (self->cast, word) >= 0 ||
      quire_rehearsal_corpus_get_person (self->corpus, word) != NULL)
    return QUIRE_CAPITAL_KEEP;

  /* Only words that carry no meaning of their own are certain to be no name. */
  stem = quire_english_stem (word);

  return *stem == '\0' ? QUIRE_CAPITAL_DROP : QUIRE_CAPITAL_UNKNOWN;
}

static void
end_paragraph (Draft *self)
{
  if (self->paragraph->len == 0)
    return;

  if (self->text->len > 0)
    g_string_append (self->text, "\n\n");
  for (guint i = 0; i < self->paragraph->len; i++)
    g_string_append_printf (self->text, "%s%s", i > 0 ? " " : "", (char *) g_ptr_array_index (self->paragraph, i));

  g_ptr_array_set_size (self->paragraph, 0);
  self->paragraph_limit = 0;
}

static guint
choose_paragraph_limit (Draft *self)
{
  static const guint usual[] = { 2, 3, 3, 4, 4, 5, 6 };
  GArray *lengths = self->corpus->paragraphs;
  guint length = lengths->len >= 10 ? g_array_index (lengths, guint, quire_random_below (&self->random, lengths->len)) : usual[quire_random_below (&self->random, G_N_ELEMENTS (usual))];

  return CLAMP ((guint) (length * self->manner->paragraph_scale + 0.5), 1, 9);
}

/* Adds narration (taken), joined with the sentence before where the register likes it and @may_join. */
static void
put_narration (Draft *self, char *sentence, gboolean may_join)
{
  guint n = self->paragraph->len;
  g_autofree char *joined = NULL;

  if (self->paragraph_limit == 0)
    self->paragraph_limit = choose_paragraph_limit (self);

  self->words += quire_text_count_words (sentence, -1);
  quire_rehearsal_writer_note (self->writer, sentence);

  if (may_join && n > 0 && !self->is_closed)
    joined = quire_rehearsal_register_join (self->manner, &self->random, g_ptr_array_index (self->paragraph, n - 1), sentence, get_capital (self, sentence));
  if (joined != NULL)
    {
      g_free (g_ptr_array_index (self->paragraph, n - 1));
      self->paragraph->pdata[n - 1] = g_steal_pointer (&joined);
      g_free (sentence);
    }
  else
    {
      g_ptr_array_add (self->paragraph, sentence);
      self->is_closed = !may_join;
    }

  if (self->paragraph->len >= self->paragraph_limit)
    end_paragraph (self);
}

static void
put_speech (Draft *self, const char *line, const char *tag)
{
  gsize n = strlen (line);
  guint spoken = (guint) quire_text_count_words (line, -1);

  end_paragraph (self);
  if (self->text->len > 0)
    g_string_append (self->text, "\n\n");

  if (tag != NULL && line[n - 1] == '.' && !g_str_has_suffix (line, ".."))
    g_string_append_printf (self->text, "“%.*s,” %s", (int) n - 1, line, tag);
  else if (tag != NULL)
    g_string_append_printf (self->text, "“%s” %s", line, tag);
  else
    g_string_append_printf (self->text, "“%s”", line);

  self->spoken += spoken;
  self->words += spoken + (tag != NULL ? (guint) quire_text_count_words (tag, -1) : 0);
}

/* -- stock -- */

static GArray *
new_order (Draft *self, guint n)
{
  GArray *order = g_array_sized_new (FALSE, FALSE, sizeof (guint), n);

  for (guint i = 0; i < n; i++)
    g_array_append_val (order, i);
  quire_random_shuffle (&self->random, (guint *) (gpointer) order->data, n);

  return order;
}

/* Somebody besides @member who is there; -1 when nobody is known. */
static int
choose_other (Draft *self, int member)
{
  guint n = self->cast->members->len;
  guint start = n > 0 ? quire_random_below (&self->random, n) : 0;

  for (guint i = 0; i < n; i++)
    {
      int other = (int) ((start + i) % n);

      if (other != member && other != self->cast->teller)
        return other;
    }

  return -1;
}

static const char *
get_short_place (Draft *self)
{
  const char *place = self->outline->place;

  return quire_text_count_words (place, -1) <= 4 && strpbrk (place, ",;:(") == NULL && (g_str_has_prefix (place, "the ") || g_str_has_prefix (place, "The ")) ? place : NULL;
}

static const char *
get_name (Draft *self, int member)
{
  return member >= 0 ? ((QuireRehearsalMember *) g_ptr_array_index (self->cast->members, member))->name : NULL;
}

static void
fill_values (Draft *self, QuireRehearsalStockValues *values, char **place)
{
  int other = choose_other (self, self->focus);
  const char *known = get_short_place (self);

  *place = known != NULL ? g_strdup_printf ("the %s", known + 4) : NULL;
  *values = (QuireRehearsalStockValues) {
    .mode = self->cast->mode,
    .who = get_name (self, self->focus),
    .is_teller = quire_mode_is_first (self->cast->mode) && (self->focus < 0 || self->focus == self->cast->teller),
    .use_pronoun = self->paragraph->len > 0 && quire_random_chance (&self->random, PRONOUN_SHARE),
    .gender = self->focus >= 0 ? ((QuireRehearsalMember *) g_ptr_array_index (self->cast->members, self->focus))->gender : 0,
    .other = get_name (self, other),
    .thing = self->things->len > 0 ? g_ptr_array_index (self->things, quire_random_below (&self->random, self->things->len)) : NULL,
    .place = *place,
  };
}

/* The next sentence of the stock that can be said here; NULL when all of them have been tried. */
static char *
take_stock (Draft *self)
{
  if (!self->corpus->english)
    return NULL;

  for (guint tried = 0; tried < 2 * self->stock->len; tried++)
    {
      guint i = g_array_index (self->stock, guint, self->next_stock % self->stock->len);
      gboolean again = self->next_stock >= self->stock->len;
      QuireRehearsalStockValues values;
      g_autofree char *place = NULL;
      g_autofree char *sentence = NULL;
      g_autofree char *written = NULL;

      self->next_stock++;
      fill_values (self, &values, &place);
      sentence = quire_rehearsal_stock_write (self->manner, i, &values);
      if (sentence == NULL)
        continue;

      written = quire_rehearsal_register_shape (self->manner, &self->random, sentence, TRUE);
      /* In a long scene from an empty book the stock comes round; a repeated phrase is then the lesser evil. */
      if (again || quire_rehearsal_writer_may_follow (self->writer, written))
        return g_steal_pointer (&written);
    }

  return NULL;
}

/* -- speech -- */

static char *
make_tag (Draft *self, int speaker, gboolean asks)
{
  GPtrArray *tags = self->corpus->tags;
  gboolean is_i = quire_mode_is_first (self->cast->mode) && speaker == self->cast->teller;
  gboolean present = quire_mode_is_present (self->cast->mode);
  const QuireRehearsalMember *member = g_ptr_array_index (self->cast->members, speaker);
  guint start = tags->len > 0 ? quire_random_below (&self->random, tags->len) : 0;
  const char *verb;

  for (guint i = 0; self->corpus->english && i < tags->len; i++)
    {
      const QuireRehearsalTag *tag = g_ptr_array_index (tags, (start + i) % tags->len);

      if (tag->first_person != is_i || tag->present != present || tag->asks != asks || (tag->gender != 0 && (is_i || tag->gender != member->gender)))
        continue;
      if (strchr (tag->behind, ' ') == NULL || g_hash_table_add (self->used_tags, (gpointer) tag))
        return g_strdup_printf ("%s%s%s", tag->before, is_i ? "I" : member->name, tag->behind);
    }

  if (!self->corpus->english)
    return NULL;

  verb = asks ? (present ? (is_i ? "ask" : "asks") : "asked") : (present ? (is_i ? "say" : "says") : "said");

  return g_strdup_printf ("%s %s.", is_i ? "I" : member->name, verb);
}

static char *
take_line (Draft *self, int speaker, guint turn, gboolean answers)
{
  QuireRehearsalStockValues values;
  g_autofree char *place = NULL;

  if (quire_markov_get_n_sentences (self->corpus->speech) >= MIN_SPEECH_SENTENCES)
    return quire_rehearsal_writer_speak (self->writer, speaker, answers);
  if (!self->corpus->english)
    return NULL;

  fill_values (self, &values, &place);
  for (guint tried = 0; tried < self->exchanges->len; tried++)
    {
      guint i = g_array_index (self->exchanges, guint, (self->next_exchange + turn / 2) % self->exchanges->len);
      g_autofree char *line = quire_rehearsal_stock_speak (i, turn % 2 == 1, &values);

      if (line != NULL)
        return quire_rehearsal_register_write_out (self->manner, line);
      self->next_exchange++;
    }

  return NULL;
}

/* An exchange between two of the cast, or between one and somebody who is not named. */
static gboolean
put_exchange (Draft *self, guint limit)
{
  int speakers[2] = { self->focus, choose_other (self, self->focus) };
  guint n_turns = 2 + quire_random_below (&self->random, MAX (self->manner->turns, 3) - 1);
  guint first = quire_random_below (&self->random, 2);
  gboolean asked = FALSE;
  guint turn;

  for (turn = 0; turn < n_turns && (turn < 1 || self->words < limit); turn++)
    {
      int speaker = speakers[(turn + first) % 2];
      g_autofree char *line = take_line (self, speaker, turn, asked);
      g_autofree char *more = NULL;
      g_autofree char *whole = NULL;
      g_autofree char *tag = NULL;

      if (line == NULL)
        break;

      quire_rehearsal_writer_note (self->writer, line);
      if (quire_markov_get_n_sentences (self->corpus->speech) >= MIN_SPEECH_SENTENCES && quire_random_chance (&self->random, 0.3))
        more = quire_rehearsal_writer_speak (self->writer, speaker, FALSE);
      if (more != NULL)
        quire_rehearsal_writer_note (self->writer, more);
      whole = more != NULL ? g_strdup_printf ("%s %s", line, more) : g_strdup (line);
      asked = g_str_has_suffix (whole, "?");

      /* Both must be placed before the marks alone can carry it. */
      if (speaker >= 0 && (turn < 2 || quire_random_chance (&self->random, 0.2)))
        tag = make_tag (self, speaker, asked);
      put_speech (self, whole, tag);
    }
  self->next_exchange += (turn + 1) / 2;

  return turn > 0;
}

/* -- beats -- */

static gboolean
wants_speech (Draft *self)
{
  double missing = self->manner->dialogue_share * (self->words + 30) - self->spoken;

  if (self->words < 25 || self->cast->members->len == 0)
    return FALSE;

  return missing > 0.0 && quire_random_chance (&self->random, missing / 20.0);
}

static gboolean
put_sentence (Draft *self)
{
  g_autofree char *sentence = NULL;

  if (self->corpus->english && quire_random_chance (&self->random, self->stock_share))
    sentence = take_stock (self);
  if (sentence == NULL)
    sentence = quire_rehearsal_writer_narrate (self->writer, self->paragraph->len == 0, self->focus);
  if (sentence == NULL)
    sentence = take_stock (self);
  if (sentence == NULL)
    return FALSE;

  put_narration (self, g_steal_pointer (&sentence), TRUE);

  return TRUE;
}

static void
append_paragraph (GString *to, const char *text)
{
  g_string_append_printf (to, "%s%s", to->len > 0 ? "\n\n" : "", text);
}

static void
open_beat (Draft *self, const char *beat)
{
  g_autofree char *opening = quire_rehearsal_beat_write (beat, self->cast);
  g_autoptr (GString) context = g_string_new (self->brief->preceding);
  int named = quire_rehearsal_cast_find_named (self->cast, beat);

  for (guint i = 0; i < self->brief->entries->len; i++)
    append_paragraph (context, ((QuirePart *) g_ptr_array_index (self->brief->entries, i))->text);
  append_paragraph (context, self->brief->context);
  append_paragraph (context, self->outline->place);

  if (self->cast->teller >= 0 && (named < 0 || quire_mode_is_first (self->cast->mode)))
    self->focus = self->cast->teller;
  else if (named >= 0)
    self->focus = named;
  g_ptr_array_set_size (self->things, 0);
  quire_rehearsal_beat_find_things (beat, self->cast, self->things);
  quire_rehearsal_writer_set_subject (self->writer, beat, context->str);

  end_paragraph (self);
  if (*opening != '\0')
    put_narration (self, g_steal_pointer (&opening), FALSE);
}

static void
put_saying (Draft *self)
{
  guint i = quire_random_below (&self->random, self->sayings->len);
  char *saying = g_ptr_array_steal_index (self->sayings, i);

  put_narration (self, saying, FALSE);
}

/* Writes until the draft has about @limit words. */
static void
write_on (Draft *self, guint limit)
{
  guint half = (guint) (self->manner->sentence_words / 2);

  while (self->words + half < limit && !self->dried_up)
    {
      if (wants_speech (self) && put_exchange (self, limit))
        continue;
      self->dried_up = !put_sentence (self);
    }
}

static void
write_beat (Draft *self, const char *beat, guint limit)
{
  open_beat (self, beat);
  if (self->sayings->len > 0 && self->words + 20 < limit && quire_random_chance (&self->random, ENTRY_SHARE + self->stock_share / 2))
    put_saying (self);
  write_on (self, limit);
}

/* "Dawn. The quay." */
static void
write_setting (Draft *self)
{
  const char *const settings[] = { self->outline->time, self->outline->place };

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      g_autofree char *sentence = *settings[i] != '\0' ? quire_rehearsal_beat_write (settings[i], self->cast) : g_strdup ("");

      if (*sentence != '\0')
        put_narration (self, g_steal_pointer (&sentence), FALSE);
    }
}

static void
write_scene (Draft *self)
{
  guint n = g_strv_length (self->outline->beats);
  guint start;

  self->paragraph_limit = G_MAXUINT;
  write_setting (self);
  start = self->words;

  for (guint i = 0; i < n; i++)
    write_beat (self, self->outline->beats[i], start + (guint) ((guint64) (self->target - MIN (start, self->target)) * (i + 1) / n));
  if (n == 0)
    {
      quire_rehearsal_writer_set_subject (self->writer, self->brief->outline, self->brief->context);
      write_on (self, self->target);
    }

  end_paragraph (self);
}

/* Outlines too short to be parsed still say something. */
static QuireSceneOutline *
read_outline (const char *text)
{
  QuireSceneOutline *outline = quire_scene_outline_parse (text, NULL);
  g_autofree char *padded = NULL;

  if (outline != NULL)
    return outline;

  padded = g_strdup_printf ("%s          .", text);
  outline = quire_scene_outline_parse (padded, NULL);
  if (outline != NULL)
    return outline;

  outline = g_new0 (QuireSceneOutline, 1);
  outline->point_of_view = g_strdup ("");
  outline->place = g_strdup ("");
  outline->time = g_strdup ("");
  outline->characters = g_new0 (char *, 1);
  outline->beats = g_strsplit (text, "\n", 1);

  return outline;
}

char *
quire_rehearsal_draft_write (const QuireRehearsalBrief *brief, QuireRehearsalCorpus *corpus)
{
  Draft self = { .brief = brief, .corpus = corpus, .focus = -1 };
  guint rich;
  char *text;

  g_return_val_if_fail (brief != NULL, NULL);
  g_return_val_if_fail (corpus != NULL, NULL);

  self.manner = brief->manner;
  quire_random_init (&self.random, quire_random_hash (brief->seed, brief->manner->id));
  self.outline = read_outline (brief->outline);
  self.target = brief->target_words > 0 ? brief->target_words : self.outline->target_words > 0 ? self.outline->target_words
                                                                                               : QUIRE_REHEARSAL_DEFAULT_WORDS;
  self.cast = quire_rehearsal_cast_new (corpus, corpus->english ? choose_mode (&self) : QUIRE_MODE_THIRD_PAST);
  self.writer = quire_rehearsal_writer_new (self.cast, self.manner, &self.random);
  self.text = g_string_new (NULL);
  self.paragraph = g_ptr_array_new_with_free_func (g_free);
  self.things = g_ptr_array_new_with_free_func (g_free);
  self.sayings = g_ptr_array_new_with_free_func (g_free);
  self.used_tags = g_hash_table_new (NULL, NULL);
  self.stock = new_order (&self, quire_rehearsal_stock_get_n_sentences (self.manner));
  self.exchanges = new_order (&self, quire_rehearsal_stock_get_n_exchanges ());
  rich = MIN (quire_markov_get_n_tokens (corpus->narration[self.cast->mode]), RICH_NARRATION);
  self.stock_share = corpus->english ? 0.9 * (1.0 - (double) rich / RICH_NARRATION) : 0.0;

  gather_cast (&self);
  gather_sayings (&self);
  write_scene (&self);

  text = quire_rehearsal_prose_set_quotes (self.text->str, corpus->quotes);

  g_ptr_array_unref (self.paragraph);
  g_ptr_array_unref (self.things);
  g_ptr_array_unref (self.sayings);
  g_hash_table_unref (self.used_tags);
  g_array_unref (self.stock);
  g_array_unref (self.exchanges);
  g_string_free (self.text, TRUE);
  quire_rehearsal_writer_free (self.writer);
  quire_rehearsal_cast_free (self.cast);
  quire_scene_outline_free (self.outline);

  return text;
}
