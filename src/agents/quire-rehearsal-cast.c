/* quire-rehearsal-cast.c: the people of one scene, and what may be said of them
 *
 * A sentence of the book speaks of the people of its own scene. It can serve another scene when its names are replaced by those of
 * the cast and its pronouns fit. Both are done only where nothing can go wrong: every foreign name finds a member of the cast who is not in
 * the sentence yet and who takes the pronouns that are there; pronouns are turned only when the sentence has one gender and
 * the cast has one gender. Any other sentence is refused, and the next candidate taken; there are always many.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-agents"

#include "config.h"

#include "quire-rehearsal-cast.h"

#include <string.h>

#include "quire-rehearsal-english.h"
#include "quire-text.h"

#define MAX_NAME_WORDS 4

static void
member_free (gpointer data)
{
  QuireRehearsalMember *member = data;

  g_free (member->name);
  g_strfreev (member->words);
  g_free (member);
}

QuireRehearsalCast *
quire_rehearsal_cast_new (QuireRehearsalCorpus *corpus, QuireNarrativeMode mode)
{
  QuireRehearsalCast *self = g_new0 (QuireRehearsalCast, 1);

  self->corpus = quire_rehearsal_corpus_ref (corpus);
  self->mode = mode;
  self->members = g_ptr_array_new_with_free_func (member_free);
  self->teller = -1;

  return self;
}

void
quire_rehearsal_cast_free (QuireRehearsalCast *self)
{
  if (self == NULL)
    return;

  quire_rehearsal_corpus_unref (self->corpus);
  g_ptr_array_unref (self->members);
  g_free (self);
}

static const QuireRehearsalMember *
get_member (QuireRehearsalCast *self, int i)
{
  return g_ptr_array_index (self->members, i);
}

int
quire_rehearsal_cast_find (QuireRehearsalCast *self, const char *word)
{
  for (guint i = 0; i < self->members->len; i++)
    {
      if (g_strv_contains ((const char *const *) get_member (self, i)->words, word))
        return (int) i;
    }

  return -1;
}

static gboolean
is_capital (const char *word)
{
  return g_unichar_isupper (g_utf8_get_char (word));
}

/* The gender that the pronouns of @text give away, if they agree. */
static int
read_gender (const char *text)
{
  g_auto (GStrv) tokens = g_strsplit_set (text != NULL ? text : "", " \n\t", 400);
  guint counts[3] = { 0 };

  for (guint i = 0; tokens[i] != NULL; i++)
    {
      g_autofree char *word = quire_rehearsal_bare_word (tokens[i], NULL, NULL);

      counts[quire_english_get_gender (word)]++;
    }

  if (counts[1] > 2 * counts[2])
    return 1;

  return counts[2] > 2 * counts[1] ? 2 : 0;
}

/* Who is called Miss Scobell somewhere in the outline is so called in the scene. */
static void
use_titled_form (QuireRehearsalCast *self, int member, const char *title, const char *word)
{
  QuireRehearsalMember *known = g_ptr_array_index (self->members, member);
  int gender = title != NULL ? quire_english_get_title_gender (title) : 0;

  if (title == NULL || member == self->teller || strchr (known->name, ' ') != NULL)
    return;

  g_free (known->name);
  known->name = g_strdup_printf ("%s %s", title, word);
  if (gender != 0)
    known->gender = gender;
}

int
quire_rehearsal_cast_add (QuireRehearsalCast *self, const char *name, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (name, " ", MAX_NAME_WORDS + 1);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  QuireRehearsalMember *member;
  g_autofree char *shown = NULL;
  guint n_words = 0;
  int gender = 0;

  for (guint i = 0; parts[i] != NULL && i < MAX_NAME_WORDS; i++)
    {
      g_autofree char *word = quire_rehearsal_bare_word (parts[i], NULL, NULL);
      const QuireRehearsalPerson *person;
      int found;

      if (*word == '\0' || !is_capital (word) || g_str_equal (word, "I"))
        break;
      if ((found = quire_rehearsal_cast_find (self, word)) >= 0)
        {
          use_titled_form (self, found, shown, word);
          return found;
        }

      if (quire_english_is_title (word) && n_words == 0)
        {
          gender = quire_english_get_title_gender (word);
          g_free (shown);
          shown = g_strdup (parts[i]);
          continue;
        }

      person = quire_rehearsal_corpus_get_person (self->corpus, word);
      if (person != NULL && gender == 0)
        gender = person->gender;
      if (n_words == 0)
        {
          g_autofree char *title = g_steal_pointer (&shown);

          shown = title != NULL ? g_strdup_printf ("%s %s", title, word) : g_strdup (word);
        }
      g_strv_builder_take (words, g_steal_pointer (&word));
      n_words++;
    }

  if (n_words == 0)
    return -1;

  member = g_new0 (QuireRehearsalMember, 1);
  member->name = g_steal_pointer (&shown);
  member->words = g_strv_builder_end (words);
  member->gender = gender != 0 ? gender : read_gender (text);
  if (member->gender == 0)
    member->gender = quire_english_get_name_gender (member->words[0]);
  g_ptr_array_add (self->members, member);

  return (int) self->members->len - 1;
}

void
quire_rehearsal_cast_add_named (QuireRehearsalCast *self, const char *text)
{
  g_auto (GStrv) tokens = g_strsplit_set (text, " \n\t", -1);

  for (guint i = 0; tokens[i] != NULL; i++)
    {
      g_autofree char *word = quire_rehearsal_bare_word (tokens[i], NULL, NULL);
      g_autofree char *titled = NULL;

      if (*word == '\0' || !is_capital (word) || quire_rehearsal_corpus_get_person (self->corpus, word) == NULL)
        continue;

      titled = i > 0 && quire_english_is_title (tokens[i - 1]) ? g_strdup_printf ("%s %s", tokens[i - 1], word) : g_strdup (word);
      quire_rehearsal_cast_add (self, titled, NULL);
    }
}

int
quire_rehearsal_cast_find_named (QuireRehearsalCast *self, const char *text)
{
  g_auto (GStrv) tokens = g_strsplit_set (text, " \n\t", -1);

  for (guint i = 0; tokens[i] != NULL; i++)
    {
      g_autofree char *word = quire_rehearsal_bare_word (tokens[i], NULL, NULL);
      int found = quire_rehearsal_cast_find (self, word);

      if (found >= 0)
        return found;
    }

  return -1;
}

int
quire_rehearsal_cast_get_only_gender (QuireRehearsalCast *self)
{
  int only = 0;

  for (guint i = 0; i < self->members->len; i++)
    {
      int gender = get_member (self, (int) i)->gender;

      /* Who says I is never he or she. */
      if (quire_mode_is_first (self->mode) && (int) i == self->teller)
        continue;
      if (gender == 0 || (only != 0 && only != gender))
        return 0;
      only = gender;
    }

  return only;
}

/* -- adapting -- */

typedef struct
{
  QuireRehearsalCast *cast;
  const char *const *tokens;
  GStrv words; /* the tokens, bare */
  guint n;
  int pronouns; /* the gender of the sentence's pronouns; 0 none, 3 both */
  int shift_to; /* turn pronouns to this gender; 0: leave them */
  int speaker;
  gboolean is_speech;
  GHashTable *roles; /* name in the book → index of the member who plays it + 1 */
  guint64 taken;     /* members who are in the sentence */
} Adaption;

static gboolean
is_known (Adaption *self, guint i)
{
  return quire_rehearsal_corpus_get_person (self->cast->corpus, self->words[i]) != NULL || quire_rehearsal_cast_find (self->cast, self->words[i]) >= 0;
}

static gboolean
may_be_name (const char *word)
{
  g_autofree char *stem = *word != '\0' && is_capital (word) ? quire_english_stem (word) : NULL;

  return stem != NULL && *stem != '\0';
}

/* Whether nothing but a space stands between two tokens. */
static gboolean
touches_next (Adaption *self, guint i)
{
  const char *token = self->tokens[i];

  return i + 1 < self->n && *token != '\0' && g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (token + strlen (token)))) && *self->words[i + 1] != '\0' &&
         g_str_has_prefix (self->tokens[i + 1], self->words[i + 1]);
}

/* How many tokens from @i on are one person's name, titles and unknown first and last names included; 0 when no name starts there. */
static guint
measure_name (Adaption *self, guint i)
{
  gboolean known = is_known (self, i);
  guint last = i;

  if (!known && !quire_english_is_title (self->words[i]) && !may_be_name (self->words[i]))
    return 0;

  while (touches_next (self, last) && last < i + MAX_NAME_WORDS && (is_known (self, last + 1) || quire_english_is_title (self->words[last + 1]) || may_be_name (self->words[last + 1])))
    known |= is_known (self, ++last);

  return known ? last - i + 1 : quire_english_is_title (self->words[i]) ? 1
                                                                        : 0;
}

static gboolean
may_play (Adaption *self, int i)
{
  int wanted = self->shift_to != 0 ? self->shift_to : self->pronouns;
  int gender = get_member (self->cast, i)->gender;

  if (i >= 63 || (self->taken & ((guint64) 1 << i)) || i == self->speaker)
    return FALSE;
  if (quire_mode_is_first (self->cast->mode) && i == self->cast->teller && !self->is_speech)
    return FALSE;

  return self->is_speech || wanted == 0 || wanted == 3 || gender == 0 || gender == wanted;
}

/* Who plays the person named at @i; -1 when nobody can. */
static int
find_player (Adaption *self, guint i, QuireRandom *random)
{
  const QuireRehearsalPerson *person = quire_rehearsal_corpus_get_person (self->cast->corpus, self->words[i]);
  const char *name = person != NULL ? person->name : self->words[i];
  gpointer known = g_hash_table_lookup (self->roles, name);
  guint n = self->cast->members->len;
  guint start;

  if (known != NULL)
    return GPOINTER_TO_INT (known) - 1;

  start = n > 0 ? quire_random_below (random, n) : 0;
  for (guint j = 0; j < n; j++)
    {
      int candidate = (int) ((start + j) % n);

      if (!may_play (self, candidate))
        continue;

      g_hash_table_insert (self->roles, (char *) name, GINT_TO_POINTER (candidate + 1));
      self->taken |= (guint64) 1 << candidate;
      return candidate;
    }

  return -1;
}

static void
append_token (GString *out, const char *before, const char *word, const char *behind)
{
  if (out->len > 0)
    g_string_append_c (out, ' ');
  g_string_append_printf (out, "%s%s%s", before, word, behind);
}

/* The name of @n tokens that starts at @i, in the cast's words. FALSE when nobody can play it. */
static gboolean
append_name (Adaption *self, guint i, guint n, GString *out, QuireRandom *random)
{
  guint named = G_MAXUINT;
  int player = -1;
  g_autofree char *before = NULL;
  g_autofree char *behind = NULL;
  g_autofree char *first = quire_rehearsal_bare_word (self->tokens[i], &before, NULL);
  g_autofree char *last = quire_rehearsal_bare_word (self->tokens[i + n - 1], NULL, &behind);

  for (guint j = i; j < i + n && player < 0; j++)
    {
      player = quire_rehearsal_cast_find (self->cast, self->words[j]);
      if (named == G_MAXUINT && is_known (self, j))
        named = j;
    }

  if (player < 0 && named != G_MAXUINT)
    player = find_player (self, named, random);
  if (player < 0 || player == self->speaker)
    return FALSE;

  append_token (out, before, get_member (self->cast, player)->name, behind);

  return TRUE;
}

static void
append_word (Adaption *self, guint i, GString *out)
{
  g_autofree char *before = NULL;
  g_autofree char *behind = NULL;
  g_autofree char *word = NULL;
  const char *next = i + 1 < self->n ? self->words[i + 1] : NULL;
  const char *turned;

  if (self->shift_to == 0 || quire_english_get_gender (self->words[i]) == 0)
    {
      append_token (out, "", self->tokens[i], "");
      return;
    }

  /* "he’s" is a word of its own here, not a possessive: what stands behind it starts after the whole. */
  word = quire_rehearsal_bare_word (self->tokens[i], &before, &behind);
  turned = quire_english_shift_gender (word, *behind != '\0' && !g_str_has_prefix (behind, "’") ? NULL : next);
  if (turned == NULL)
    {
      append_token (out, "", self->tokens[i], "");
    }
  else if (is_capital (word))
    {
      g_autofree char *capitalised = g_strdup_printf ("%c%s", g_ascii_toupper (turned[0]), turned + 1);

      append_token (out, before, capitalised, behind);
    }
  else
    {
      append_token (out, before, turned, behind);
    }
}

/* Which pronouns the sentence has, who of the cast is in it, and whether its pronouns have to be turned. FALSE when it cannot serve. */
static gboolean
look_over (Adaption *self)
{
  int only = quire_rehearsal_cast_get_only_gender (self->cast);

  for (guint i = 0; i < self->n; i++)
    {
      int member = quire_rehearsal_cast_find (self->cast, self->words[i]);

      if (member >= 0 && member < 63)
        self->taken |= (guint64) 1 << member;
      self->pronouns |= quire_english_get_gender (self->words[i]);
      if (!self->is_speech && !quire_mode_is_first (self->cast->mode) && (g_str_equal (self->words[i], "I") || g_str_has_prefix (self->words[i], "I’")))
        return FALSE;
    }

  if (self->is_speech || self->pronouns == 0 || only == 0)
    return TRUE;
  if (self->pronouns == 3)
    return FALSE;
  if (self->pronouns != only)
    self->shift_to = only;

  return TRUE;
}

static char *
adapt (Adaption *self, QuireRandom *random)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_auto (GStrv) bare = NULL;
  g_autoptr (GHashTable) roles = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->n; i++)
    g_strv_builder_take (words, quire_rehearsal_bare_word (self->tokens[i], NULL, NULL));
  bare = g_strv_builder_end (words);
  self->words = bare;
  self->roles = roles;

  if (self->cast->corpus->english && !look_over (self))
    return NULL;

  for (guint i = 0; i < self->n;)
    {
      guint n_name = self->cast->corpus->english && self->cast->members->len > 0 ? measure_name (self, i) : 0;

      if (n_name == 0)
        append_word (self, i, out);
      else if (!append_name (self, i, n_name, out, random))
        return NULL;
      i += MAX (n_name, 1);
    }

  return g_string_free_and_steal (g_steal_pointer (&out));
}

char *
quire_rehearsal_cast_adapt (QuireRehearsalCast *self, const char *const *tokens, guint n, QuireRandom *random)
{
  Adaption adaption = { .cast = self, .tokens = tokens, .n = n, .speaker = -1 };

  g_return_val_if_fail (self != NULL, NULL);

  return adapt (&adaption, random);
}

char *
quire_rehearsal_cast_adapt_speech (QuireRehearsalCast *self, const char *const *tokens, guint n, int speaker, QuireRandom *random)
{
  Adaption adaption = { .cast = self, .tokens = tokens, .n = n, .speaker = speaker, .is_speech = TRUE };

  g_return_val_if_fail (self != NULL, NULL);

  return adapt (&adaption, random);
}
