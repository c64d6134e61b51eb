/* perf-prose.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sentences are put together from patterns in which a capital letter stands for a kind of word (pattern_word()), and one pattern can hold another as its clause. What matters
 * to a measurement is like a novel's: the lengths of words, sentences and paragraphs; a few words that come all the time and a great many that are rare (compounds of two
 * stems, and the names); curly quotes, dashes, emphasis. What it says is nothing.
 */

#include "config.h"

#include "perf-prose.h"

#include <string.h>

#define DIALOGUE_PERCENT 35
#define COMPOUND_PERCENT 20
#define NAME_PERCENT 30

struct _PerfProse
{
  GRand *random;
  GPtrArray *names; /* of char * */
  GString *text;
  guint n_words; /* of the text so far */
  guint limit;   /* no sentence is begun when there are as many */
};

static const char *const nouns[] = {
  "door", "window", "river", "letter", "morning", "lamp", "street", "table", "hand", "voice", "bridge", "kitchen", "winter", "coat", "garden", "horse", "field", "rain",
  "clock", "stair", "ledger", "harbour", "boat", "candle", "mirror", "station", "market", "cellar", "road", "bell", "wall", "chair", "orchard", "fence", "barn", "tide",
  "quarrel", "promise", "shadow", "photograph", "parcel", "uncle", "daughter", "stranger", "doctor", "baker", "child", "widow", "porter", "clerk"
};
static const char *const stems[] = {
  "salt", "stone", "water", "wind", "corn", "lamp", "night", "bell", "rope", "mill", "ash", "oak", "iron", "copper", "glass", "paper", "thorn", "hedge", "marsh", "ridge",
  "fold", "gate", "yard", "house", "loft", "light", "ward", "keeper", "maker", "side", "way", "head", "ford", "stead", "land", "bank", "fall", "rise", "field", "bed",
  "cloth", "board", "wheel", "hook", "pin", "line", "net", "trough", "shed", "post", "brook", "weir", "lock", "barrow", "path", "wright", "smith", "moor", "fen", "dale"
};
static const char *const adjectives[] = {
  "old", "small", "dark", "empty", "quiet", "narrow", "cold", "heavy", "grey", "broken", "early", "long", "wet", "thin", "strange", "yellow", "careful", "tired", "bright",
  "second", "last", "borrowed", "wooden", "unpaid", "distant", "patient", "bitter", "ordinary", "crooked", "familiar"
};
static const char *const verbs[] = {
  "opened", "closed", "carried", "watched", "counted", "left", "found", "remembered", "forgot", "lifted", "crossed", "followed", "kept", "lost", "sold", "mended", "answered",
  "folded", "washed", "burned", "hid", "measured", "touched", "missed", "feared", "reached", "circled", "painted", "weighed", "ignored"
};
static const char *const intransitive[] = {
  "waited", "laughed", "slept", "turned away", "said nothing", "stood still", "came back", "looked up", "went on walking", "sat down", "shook", "wept a little", "hesitated",
  "gave in", "listened", "smiled at nobody", "began again", "grew pale"
};
static const char *const adverbs[] = {
  "slowly", "again", "at last", "without a word", "too late", "in the dark", "before breakfast", "for the third time", "as if by accident", "all afternoon", "in silence",
  "carefully", "twice", "until the light went", "with both hands", "after the rain"
};
static const char *const prepositions[] = { "behind", "beside", "under", "above", "near", "across", "beyond", "against", "before", "through" };
static const char *const spoken[] = {
  "I never said that", "You know what this means", "There is nothing left to sell", "Ask her yourself", "It was like that when I came", "We could still go back",
  "Nobody will believe you", "Put it down before you drop it", "That is not how he told it", "I don’t remember", "Who else has seen this", "Then we wait"
};
static const char *const said[] = { "said", "asked", "answered", "whispered", "repeated", "called" };
static const char *const links[] = { "and", "but", "because", "while", "until", "so", "though", "as" };

/* D the noun phrase, N noun, J adjective, V verb with object, I verb without, A adverb, P preposition, H a name or a pronoun, C a further clause. */
static const char *const clauses[] = {
  "H V D", "D I", "H I A", "A, H V D", "H V D P D", "there was D P D", "D and D V D", "H, who V D, I", "it was J, and H V D A", "H I — A — and V D", "P D, D I A", "H V *D* A"
};
static const char *const sentences[] = { "C", "C", "C L C", "C, L C", "C L C, L C", "C; C" };

#define PICK(list) pick (self, (list), G_N_ELEMENTS (list))

static const char *
pick (PerfProse *self,
      const char *const *list,
      guint length)
{
  return list[g_rand_int_range (self->random, 0, (gint32) length)];
}

static gboolean
chance (PerfProse *self,
        int percent)
{
  return g_rand_int_range (self->random, 0, 100) < percent;
}

static void
append (PerfProse *self,
        const char *words)
{
  g_string_append (self->text, words);
  self->n_words++;
  for (const char *space = strchr (words, ' '); space != NULL; space = strchr (space + 1, ' '))
    self->n_words++;
}

/* The cube of an even number between 0 and 1 comes near to how often the people of a long book are named. */
static void
append_person (PerfProse *self)
{
  static const char *const pronouns[] = { "he", "she", "they", "she", "he", "nobody" };

  if (self->names->len > 0 && chance (self, NAME_PERCENT))
    {
      double position = g_rand_double (self->random);

      append (self, g_ptr_array_index (self->names, (guint) (position * position * position * self->names->len)));
    }
  else
    append (self, PICK (pronouns));
}

static void
append_noun (PerfProse *self)
{
  if (chance (self, COMPOUND_PERCENT))
    {
      g_string_append (self->text, PICK (stems));
      append (self, PICK (stems));
    }
  else
    append (self, PICK (nouns));
}

static void append_pattern (PerfProse *self, const char *pattern);

static void
append_phrase (PerfProse *self)
{
  static const char *const patterns[] = { "the N", "some J N", "the J N", "her N", "his J N", "the N of the N", "no N" };

  append_pattern (self, PICK (patterns));
}

static void
append_kind (PerfProse *self,
             char kind)
{
  switch (kind)
    {
    case 'C':
      append_pattern (self, PICK (clauses));
      break;
    case 'D':
      append_phrase (self);
      break;
    case 'H':
      append_person (self);
      break;
    case 'N':
      append_noun (self);
      break;
    case 'J':
      append (self, PICK (adjectives));
      break;
    case 'V':
      append (self, PICK (verbs));
      break;
    case 'I':
      append (self, PICK (intransitive));
      break;
    case 'A':
      append (self, PICK (adverbs));
      break;
    case 'P':
      append (self, PICK (prepositions));
      break;
    case 'L':
      append (self, PICK (links));
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
append_pattern (PerfProse *self,
                const char *pattern)
{
  for (const char *p = pattern; *p != '\0'; p++)
    {
      if (g_ascii_isupper (*p))
        {
          append_kind (self, *p);
          continue;
        }
      /* A literal word counts at its end. */
      g_string_append_c (self->text, *p);
      if (g_ascii_islower (*p) && !g_ascii_islower (p[1]))
        self->n_words++;
    }
}

static void
capitalize (PerfProse *self,
            gsize at)
{
  if (at < self->text->len)
    self->text->str[at] = g_ascii_toupper (self->text->str[at]);
}

static void
append_sentence (PerfProse *self)
{
  gsize start = self->text->len;

  append_pattern (self, PICK (sentences));
  capitalize (self, start);
  g_string_append (self->text, chance (self, 6) ? "?" : ".");
}

static void
append_dialogue (PerfProse *self)
{
  g_string_append (self->text, "“");
  append (self, PICK (spoken));
  g_string_append (self->text, ",” ");
  append_person (self);
  g_string_append_c (self->text, ' ');
  append (self, PICK (said));
  g_string_append_c (self->text, '.');
  if (chance (self, 50))
    {
      g_string_append (self->text, " “");
      append (self, PICK (spoken));
      g_string_append (self->text, ".”");
    }
}

static void
append_paragraph (PerfProse *self)
{
  int n_sentences = g_rand_int_range (self->random, 2, 9);

  if (self->text->len > 0)
    g_string_append (self->text, "\n\n");

  if (chance (self, DIALOGUE_PERCENT))
    {
      append_dialogue (self);
      return;
    }

  for (int i = 0; i < n_sentences && self->n_words < self->limit; i++)
    {
      if (i > 0)
        g_string_append_c (self->text, ' ');
      append_sentence (self);
    }
}

PerfProse *
perf_prose_new (guint32 seed)
{
  PerfProse *self = g_new0 (PerfProse, 1);

  self->random = g_rand_new_with_seed (seed);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->text = g_string_new (NULL);
  return self;
}

void
perf_prose_free (PerfProse *self)
{
  g_rand_free (self->random);
  g_ptr_array_unref (self->names);
  g_string_free (self->text, TRUE);
  g_free (self);
}

GPtrArray *
perf_prose_make_names (PerfProse *self,
                       guint n_names)
{
  static const char *const heads[] = { "Al", "Ber", "Cor", "Dan", "El", "Fen", "Gor", "Hal", "Ire", "Jon", "Kel", "Lor", "Mar", "Nor", "Os", "Per", "Quil", "Ros", "Sal", "Tam", "Ul", "Ver" };
  static const char *const tails[] = { "a", "ana", "bert", "dine", "dric", "ella", "en", "eth", "ia", "ick", "in", "la", "mond", "nor", "o", "ric", "sey", "ta", "win", "yra" };
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);

  g_ptr_array_set_size (self->names, 0);
  while (self->names->len < n_names)
    {
      char *name = g_strconcat (PICK (heads), PICK (tails), " ", PICK (stems), PICK (stems), NULL);
      char *surname = strchr (name, ' ') + 1;

      *surname = g_ascii_toupper (*surname);
      if (g_hash_table_add (taken, name))
        g_ptr_array_add (self->names, name);
      else
        g_free (name);
    }
  return self->names;
}

char *
perf_prose_write (PerfProse *self,
                  guint n_words)
{
  g_string_truncate (self->text, 0);
  self->n_words = 0;
  self->limit = n_words;
  while (self->n_words < self->limit)
    append_paragraph (self);
  return g_strdup (self->text->str);
}

char *
perf_prose_write_phrase (PerfProse *self)
{
  g_string_truncate (self->text, 0);
  append_phrase (self);
  capitalize (self, 0);
  return g_strdup (self->text->str);
}

char *
perf_prose_make_uuid (PerfProse *self)
{
  guint32 a = g_rand_int (self->random);
  guint32 b = g_rand_int (self->random);
  guint32 c = g_rand_int (self->random);
  guint32 d = g_rand_int (self->random);

  return g_strdup_printf ("%08x-%04x-4%03x-%04x-%04x%08x", a, b >> 16, b & 0xfff, 0x8000 | (c & 0x3fff), c >> 16, d);
}
