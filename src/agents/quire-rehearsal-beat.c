/* quire-rehearsal-beat.c: a beat of the outline as sentences of the scene
 *
 * Outlines speak in the present tense and name everybody; scenes mostly do neither. The words of a beat are read once, left to right, and two
 * things are kept in mind: who the subject is, and whom he or she last meant. A word that ends in s is taken for a verb where
 * English hardly allows anything else: right behind a subject; behind "and", "but" or a comma when a verb went before and the word is a
 * known verb; and as the first known verb behind a noun phrase that starts the sentence. When in doubt the word stays as it is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-agents"

#include "config.h"

#include "quire-rehearsal-beat.h"

#include <string.h>

#include "quire-rehearsal-english.h"
#include "quire-text.h"

#define MAX_NOUN_PHRASE 6 /* words before the first verb of "The last of the ledgers lies open" */

typedef struct
{
  QuireRehearsalCast *cast;
  gboolean first; /* the scene is told by an I */
  gboolean past;
  int subject; /* member of the cast, or -1 */
  gboolean subject_is_i;
  gboolean behind_subject;  /* the next word may be its verb */
  gboolean subject_is_many; /* they, we: the verb has no ending */
  gboolean had_verb;        /* in this sentence */
  gboolean clause_has_verb;
  int last_named[3]; /* by gender: member who was named last; -1 none */
  int position;      /* of the word in its clause */
  gboolean in_quote;
} Reader;

/* -- meta -- */

static const char *
skip_instruction (const char *text)
{
  static const char *const instructions[] = {
    "Show that ", "Show how ", "Show ", "Reveal that ", "Reveal how ", "Reveal ", "Establish that ", "Establish ", "Introduce ", "Open on ",
    "Open with ", "Open at ", "Open in ", "Start on ", "Start with ", "Begin with ", "Begin on ", "End on ", "End with ", "Ends with ", "Ends on ",
    "Close on ", "Close with ", "Describe how ", "Describe ", "Cut to ", "We see that ", "We see ", "We learn that ", "We learn ",
    "The scene opens with ", "The scene opens on ", "The scene ends with ", "The scene ends on ", "Then "
  };

  for (guint i = 0; i < G_N_ELEMENTS (instructions); i++)
    {
      if (g_str_has_prefix (text, instructions[i]))
        return text + strlen (instructions[i]);
    }

  return text;
}

static char *
finish_sentence (const char *text)
{
  gsize n = strlen (text);
  gunichar last = n > 0 ? g_utf8_get_char (g_utf8_prev_char (text + n)) : 0;
  char letter[7] = { 0 };
  const char *end = "";

  if (n == 0)
    return g_strdup ("");

  if (g_unichar_isalnum (last) || last == ')')
    end = ".";
  else if (last == ',' || last == ';' || last == ':' || last == '-')
    return g_strdup_printf ("%.*s.", (int) n - 1, text);
  g_unichar_to_utf8 (g_unichar_totitle (g_utf8_get_char (text)), letter);

  return g_strdup_printf ("%s%s%s", letter, g_utf8_next_char (text), end);
}

/* -- verbs -- */

static gboolean
is_subject_pronoun (const char *word)
{
  return g_strv_contains (((const char *const[]) { "he", "she", "it", "who", "that", "which", "nobody", "everybody", "everyone", "someone", "somebody", "something", "nothing", NULL }), word);
}

static gboolean
is_adverb (const char *word)
{
  return (strlen (word) > 4 && g_str_has_suffix (word, "ly")) ||
         g_strv_contains (((const char *const[]) { "always", "never", "still", "also", "only", "just", "then", "now", "already", "soon", "once", "almost", "not", NULL }), word);
}

static const char *
get_auxiliary_past (const char *word)
{
  static const char *const pairs[][2] = {
    { "is", "was" },
    { "are", "were" },
    { "am", "was" },
    { "has", "had" },
    { "have", NULL },
    { "does", "did" },
    { "can", "could" },
    { "cannot", "could not" },
    { "will", "would" },
    { "isn’t", "wasn’t" },
    { "aren’t", "weren’t" },
    { "hasn’t", "hadn’t" },
    { "haven’t", "hadn’t" },
    { "doesn’t", "didn’t" },
    { "don’t", "didn’t" },
    { "can’t", "couldn’t" },
    { "won’t", "wouldn’t" },
    { "isn't", "wasn’t" },
    { "hasn't", "hadn’t" },
    { "doesn't", "didn’t" },
    { "don't", "didn’t" },
    { "can't", "couldn’t" },
    { "won't", "wouldn’t" },
    { "may", "might" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      if (g_str_equal (pairs[i][0], word))
        return pairs[i][1];
    }

  return NULL;
}

/* In the present an I takes the base form. */
static const char *
get_auxiliary_i (const char *word)
{
  static const char *const pairs[][2] = {
    { "is", "am" },
    { "has", "have" },
    { "does", "do" },
    { "isn’t", "am not" },
    { "isn't", "am not" },
    { "hasn’t", "haven’t" },
    { "hasn't", "haven’t" },
    { "doesn’t", "don’t" },
    { "doesn't", "don’t" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      if (g_str_equal (pairs[i][0], word))
        return pairs[i][1];
    }

  return NULL;
}

/* @word as the scene's tense and person want it, when it is a verb; NULL otherwise. */
static char *
turn_verb (Reader *reader, const char *word, const char *previous, gboolean behind_comma)
{
  gboolean behind_conjunction = g_strv_contains (((const char *const[]) { "and", "but", "or", "then", NULL }), previous);
  gboolean coordinated = reader->had_verb && (behind_conjunction || behind_comma);
  gboolean behind_phrase = !reader->clause_has_verb && reader->position >= 2 && reader->position <= MAX_NOUN_PHRASE;
  const char *auxiliary = reader->past ? get_auxiliary_past (word) : reader->subject_is_i ? get_auxiliary_i (word)
                                                                                          : NULL;
  g_autofree char *lemma = NULL;

  if (auxiliary != NULL)
    return g_strdup (auxiliary);
  if (reader->past && reader->behind_subject && reader->subject_is_many)
    return quire_english_is_verb (word) && !g_str_equal (word, "be") ? quire_english_inflect (word, QUIRE_ENGLISH_PAST) : NULL;

  lemma = quire_english_lemma (word, reader->behind_subject);
  if (lemma == NULL || (!reader->behind_subject && !coordinated && !behind_phrase))
    return NULL;

  if (reader->past)
    return quire_english_inflect (lemma, QUIRE_ENGLISH_PAST);

  return quire_english_inflect (lemma, reader->subject_is_i ? QUIRE_ENGLISH_PRESENT_I : QUIRE_ENGLISH_PRESENT);
}

/* Who lies in bed lay there; who lies to a friend lied. */
static gboolean
lies_somewhere (const char *token, const char *next)
{
  static const char *const places[] = {
    "across", "against", "among", "asleep", "at", "awake", "back", "behind", "beneath", "beside", "between", "beyond", "close", "dead", "down", "flat", "here", "hidden", "in",
    "inside", "near", "on", "open", "over", "still", "there", "under", "underneath", NULL
  };

  return next != NULL && g_str_has_suffix (token, "s") && g_strv_contains (places, next);
}

/* -- persons -- */

static void
set_subject (Reader *reader, int member)
{
  reader->subject = member;
  reader->subject_is_many = FALSE;
  reader->subject_is_i = reader->first && member >= 0 && member == reader->cast->teller;
  reader->behind_subject = TRUE;
}

static int
get_gender (Reader *reader, int member)
{
  return ((QuireRehearsalMember *) g_ptr_array_index (reader->cast->members, member))->gender;
}

static void
note_name (Reader *reader, int member)
{
  int gender = get_gender (reader, member);

  /* One of unknown gender may be meant by he and by she. */
  if (gender != 2)
    reader->last_named[1] = member;
  if (gender != 1)
    reader->last_named[2] = member;
}

/* Whether what follows the word makes it a subject. */
static gboolean
is_before_verb (const char *next)
{
  g_autofree char *bare = next != NULL ? quire_rehearsal_bare_word (next, NULL, NULL) : NULL;
  g_autofree char *lemma = NULL;

  if (bare == NULL)
    return FALSE;
  if (is_adverb (bare) || get_auxiliary_past (bare) != NULL)
    return TRUE;
  lemma = quire_english_lemma (bare, TRUE);

  return lemma != NULL;
}

/* The point of view's name or pronoun as I, me, my; NULL when @word means somebody else. */
static const char *
turn_person (Reader *reader, const char *word, const char *token, const char *next)
{
  int member = quire_rehearsal_cast_find (reader->cast, word);
  int gender = quire_english_get_gender (word);
  gboolean possessive = strstr (token, "’s") != NULL || strstr (token, "'s") != NULL;
  g_autofree char *folded = g_ascii_strdown (word, -1);

  if (!reader->first || reader->cast->teller < 0)
    return NULL;

  if (member == reader->cast->teller)
    return possessive ? "my" : is_before_verb (next) ? "I"
                                                     : "me";
  if (gender == 0 || reader->last_named[gender] != reader->cast->teller)
    return NULL;

  if (g_str_has_prefix (folded, "he") && !g_str_has_prefix (folded, "her"))
    return "I";
  if (g_str_has_prefix (folded, "she"))
    return "I";
  if (g_str_has_suffix (folded, "self"))
    return "myself";
  if (g_str_equal (folded, "his") || (g_str_equal (folded, "her") && next != NULL && !quire_english_is_function_word (next) && g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (token + strlen (token))))))
    return "my";

  return "me";
}

/* -- sentences -- */

static void
append (GString *out, const char *before, const char *word, const char *behind)
{
  if (out->len > 0)
    g_string_append_c (out, ' ');
  g_string_append_printf (out, "%s%s%s", before, word, behind);
}

static gboolean
begins_clause (const char *word)
{
  return g_strv_contains (((const char *const[]) { "and", "but", "or", "while", "because", "when", "where", "if", "that", "so", "until", "before", "after", "as", "why", "how", NULL }), word);
}

static gboolean
is_unknown_name (const char *word)
{
  g_autofree char *stem = g_unichar_isupper (g_utf8_get_char (word)) ? quire_english_stem (word) : NULL;

  return stem != NULL && *stem != '\0' && !quire_english_is_title (word);
}

/* Keeps in mind what @word (bare) was. */
static void
note_word (Reader *reader, const char *word, const char *token, gboolean was_verb)
{
  int member = quire_rehearsal_cast_find (reader->cast, word);
  gboolean possessive = strstr (token, "’s") != NULL || strstr (token, "'s") != NULL;
  g_autofree char *folded = g_ascii_strdown (word, -1);

  if (member >= 0 && !possessive)
    {
      note_name (reader, member);
      set_subject (reader, member);
    }
  else if (is_subject_pronoun (folded))
    {
      int gender = quire_english_get_gender (folded);

      set_subject (reader, gender != 0 ? reader->last_named[gender] : -1);
    }
  else if (is_unknown_name (word))
    {
      /* He and she may mean somebody else from here on. */
      reader->last_named[1] = reader->last_named[2] = -1;
      set_subject (reader, -1);
    }
  else if (g_str_equal (folded, "they") || g_str_equal (folded, "we"))
    {
      set_subject (reader, -1);
      reader->subject_is_many = TRUE;
    }
  else if (!reader->behind_subject || !is_adverb (folded))
    {
      reader->behind_subject = FALSE;
    }

  if (was_verb)
    {
      reader->had_verb = TRUE;
      reader->clause_has_verb = TRUE;
      reader->behind_subject = FALSE;
    }
  if (begins_clause (folded) || strpbrk (token, ",;:") != NULL || g_str_has_suffix (token, "—"))
    {
      reader->clause_has_verb = FALSE;
      reader->position = -1;
    }
}

static char *
turn_sentence (Reader *reader, const char *sentence)
{
  g_auto (GStrv) tokens = g_strsplit (sentence, " ", -1);
  g_autofree char *previous = g_strdup ("");
  gboolean behind_comma = FALSE;
  GString *out = g_string_new (NULL);

  reader->had_verb = FALSE;
  reader->clause_has_verb = FALSE;
  reader->behind_subject = FALSE;
  reader->subject_is_i = FALSE;
  reader->position = 0;

  for (guint i = 0; tokens[i] != NULL; i++, reader->position++)
    {
      g_autofree char *before = NULL;
      g_autofree char *behind = NULL;
      g_autofree char *word = quire_rehearsal_bare_word (tokens[i], &before, &behind);
      g_autofree char *verb = NULL;
      const char *person = NULL;
      const char *rest = behind;

      if (strstr (tokens[i], "“") != NULL)
        reader->in_quote = TRUE;
      if (!reader->in_quote)
        {
          person = turn_person (reader, word, tokens[i], tokens[i + 1]);
          verb = person == NULL ? turn_verb (reader, word, previous, behind_comma) : NULL;
          if (verb != NULL && reader->past && g_str_equal (word, "lies") && !lies_somewhere (tokens[i], tokens[i + 1]))
            g_set_str (&verb, "lied");
          note_word (reader, word, tokens[i], verb != NULL);
        }
      if (strstr (tokens[i], "”") != NULL)
        reader->in_quote = FALSE;

      if (person != NULL && (g_str_has_prefix (rest, "’s") || g_str_has_prefix (rest, "'s")))
        rest += g_str_has_prefix (rest, "’s") ? strlen ("’s") : 2;

      /* The words of a name that was turned already. */
      if (person != NULL && out->len > 0 && i > 0 && g_str_equal (person, previous))
        g_string_append (out, rest);
      else if (person != NULL || verb != NULL)
        append (out, before, person != NULL ? person : verb, rest);
      else
        append (out, "", tokens[i], "");

      behind_comma = g_str_has_suffix (tokens[i], ",");
      g_free (previous);
      previous = g_strdup (person != NULL ? person : word);
    }

  return g_string_free_and_steal (out);
}

char *
quire_rehearsal_beat_write (const char *text, QuireRehearsalCast *cast)
{
  Reader reader = { .cast = cast, .subject = -1, .last_named = { -1, -1, -1 } };
  g_autofree char *clean = NULL;
  g_autoptr (GArray) spans = NULL;
  GString *out;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (cast != NULL, NULL);

  reader.first = quire_mode_is_first (cast->mode);
  reader.past = !quire_mode_is_present (cast->mode);
  clean = quire_rehearsal_prose_clean (text, cast->corpus->quotes);
  spans = quire_text_get_sentences (clean, -1);
  out = g_string_new (NULL);

  for (guint i = 0; i < spans->len; i++)
    {
      const QuireTextSpan *span = &g_array_index (spans, QuireTextSpan, i);
      gsize start = quire_text_offset_to_byte (clean, span->start);
      gsize end = quire_text_offset_to_byte (clean, span->end);
      g_autofree char *raw = g_strstrip (g_strndup (clean + start, end - start));
      g_autofree char *turned = NULL;
      g_autofree char *sentence = NULL;

      g_strdelimit (raw, "\n\t", ' ');
      turned = cast->corpus->english ? turn_sentence (&reader, skip_instruction (raw)) : g_strdup (raw);
      sentence = finish_sentence (turned);
      if (*sentence != '\0')
        g_string_append_printf (out, "%s%s", out->len > 0 ? " " : "", sentence);
    }

  return g_string_free_and_steal (out);
}

void
quire_rehearsal_beat_find_things (const char *text, QuireRehearsalCast *cast, GPtrArray *things)
{
  g_auto (GStrv) tokens = g_strsplit_set (text, " \n\t", -1);

  for (guint i = 0; tokens[i] != NULL && tokens[i + 1] != NULL; i++)
    {
      g_autofree char *noun = NULL;
      g_autofree char *thing = NULL;
      g_autofree char *next = tokens[i + 2] != NULL ? quire_rehearsal_bare_word (tokens[i + 2], NULL, NULL) : g_strdup ("");
      g_autofree char *stem = NULL;
      gboolean ends = !g_ascii_isalpha (tokens[i + 1][strlen (tokens[i + 1]) - (*tokens[i + 1] != '\0')]);

      if (!g_str_equal (tokens[i], "the") && !g_str_equal (tokens[i], "The"))
        continue;

      noun = quire_rehearsal_bare_word (tokens[i + 1], NULL, NULL);
      stem = quire_english_stem (noun);
      /* One noun, whole and singular: "the letter", but not "the long letter" or "the letters". */
      if (*stem == '\0' || !g_ascii_islower (*noun) || g_str_has_suffix (noun, "s") || g_str_has_suffix (noun, "ed") || strstr (tokens[i + 1], "’") != NULL || strstr (tokens[i + 1], "'") != NULL)
        continue;
      if (!ends && *next != '\0' && !quire_english_is_function_word (next) && !is_before_verb (tokens[i + 2]))
        continue;

      thing = g_strdup_printf ("the %s", noun);
      if (!g_ptr_array_find_with_equal_func (things, thing, g_str_equal, NULL))
        g_ptr_array_add (things, g_steal_pointer (&thing));
    }
}
