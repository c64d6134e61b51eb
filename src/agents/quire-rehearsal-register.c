/* quire-rehearsal-register.c: manners of writing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-agents"

#include "config.h"

#include "quire-rehearsal-register.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "quire-rehearsal-corpus.h"
#include "quire-rehearsal-english.h"
#include "quire-text.h"

#define MIN_PIECE_WORDS 3 /* on either side of a cut */
#define MAX_JOINED_WORDS 34

static const QuireRehearsalRegister registers[] = {
  { "plain", N_ ("Plain"), 13.0, 0.24, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 5, FALSE },
  { "terse", N_ ("Terse"), 6.0, 0.26, 0.75, 1.0, 1.0, 0.0, 0.0, -0.8, 5, FALSE },
  { "lyrical", N_ ("Lyrical"), 20.0, 0.08, 1.3, 0.0, 0.0, 0.6, 0.06, 0.5, 3, FALSE },
  { "brisk", N_ ("Brisk"), 9.0, 0.5, 0.6, 0.7, 0.6, 0.0, 0.0, -0.4, 8, FALSE },
  { "formal", N_ ("Formal"), 18.0, 0.12, 1.2, 0.0, 0.0, 0.04, 0.65, 0.2, 3, TRUE },
  { NULL },
};

const QuireRehearsalRegister *
quire_rehearsal_register_list (void)
{
  return registers;
}

const QuireRehearsalRegister *
quire_rehearsal_register_get (const char *id)
{
  for (guint i = 0; registers[i].id != NULL; i++)
    {
      if (g_strcmp0 (registers[i].id, id) == 0)
        return &registers[i];
    }

  return &registers[0];
}

const char *
quire_rehearsal_register_get_title (const QuireRehearsalRegister *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return _ (self->title);
}

static guint
count_words (const char *text, gssize n)
{
  return (guint) quire_text_count_words (text, n);
}

/* A word that can only be the subject of a clause of its own, so that a comma before it may become a full stop. */
static gboolean
begins_clause (const char *text)
{
  static const char *const subjects[] = { "he ", "she ", "it ", "they ", "I ", "we ", "there ", "nobody ", "somebody ", "something ", "nothing " };

  for (guint i = 0; i < G_N_ELEMENTS (subjects); i++)
    {
      if (g_str_has_prefix (text, subjects[i]))
        return TRUE;
    }

  return FALSE;
}

/* The next place at or behind @from where a sentence may be cut: @end is where the first piece ends, @next where the second starts. */
static gboolean
find_cut (const char *sentence, const char *from, const char **end, const char **next)
{
  static const char *const always[] = { "; ", " — ", ": " };
  static const char *const before_clause[] = { ", and ", ", but ", ", then ", ", so ", " and then " };

  for (const char *at = from; *at != '\0'; at++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (always); i++)
        {
          if (g_str_has_prefix (at, always[i]))
            {
              *end = at;
              *next = at + strlen (always[i]);
              return TRUE;
            }
        }
      for (guint i = 0; i < G_N_ELEMENTS (before_clause); i++)
        {
          if (g_str_has_prefix (at, before_clause[i]) && begins_clause (at + strlen (before_clause[i])))
            {
              *end = at;
              *next = at + strlen (before_clause[i]);
              return TRUE;
            }
        }
    }

  return FALSE;
}

static void
append_capitalised (GString *out, const char *text)
{
  if (*text == '\0')
    return;

  g_string_append_unichar (out, g_unichar_totitle (g_utf8_get_char (text)));
  g_string_append (out, g_utf8_next_char (text));
}

static char *
split (const QuireRehearsalRegister *self, QuireRandom *random, const char *sentence)
{
  GString *out = g_string_new (NULL);
  const char *start = sentence;
  const char *from = sentence;
  const char *end, *next;

  while (find_cut (sentence, from, &end, &next))
    {
      g_autofree char *piece = g_strndup (start, end - start);

      from = next;
      if (count_words (start, end - start) < MIN_PIECE_WORDS || count_words (next, -1) < MIN_PIECE_WORDS || !quire_random_chance (random, self->split_share))
        continue;

      append_capitalised (out, piece);
      g_string_append (out, ". ");
      start = next;
    }
  append_capitalised (out, start);

  return g_string_free_and_steal (out);
}

/* Cuts off ", looking at the door" and ", as if …": what is left is whole. */
static char *
trim (const QuireRehearsalRegister *self, QuireRandom *random, const char *sentence)
{
  for (const char *comma = strstr (sentence, ", "); comma != NULL; comma = strstr (comma + 2, ", "))
    {
      const char *word = comma + 2;
      gsize n = strcspn (word, " ");
      gboolean loose = (n > 5 && strncmp (word + n - 3, "ing", 3) == 0) || g_str_has_prefix (word, "as if ") || g_str_has_prefix (word, "as though ") || g_str_has_prefix (word, "which ");

      if (!loose || word[n] == '\0' || count_words (sentence, comma - sentence) < MIN_PIECE_WORDS + 1 || !quire_random_chance (random, self->trim_share))
        continue;

      return g_strdup_printf ("%.*s.", (int) (comma - sentence), sentence);
    }

  return g_strdup (sentence);
}

char *
quire_rehearsal_register_write_out (const QuireRehearsalRegister *self, const char *sentence)
{
  g_auto (GStrv) tokens = NULL;
  GString *out;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (sentence != NULL, NULL);

  if (!self->writes_out)
    return g_strdup (sentence);

  tokens = g_strsplit (sentence, " ", -1);
  out = g_string_new (NULL);
  for (guint i = 0; tokens[i] != NULL; i++)
    {
      g_autofree char *before = NULL;
      g_autofree char *behind = NULL;
      g_autofree char *word = quire_rehearsal_bare_word (tokens[i], &before, &behind);
      const char *full = quire_english_expand (word);
      /* "Don’t you" would become "Do not you". */
      gboolean question = i == 0 && tokens[i + 1] != NULL;

      if (i > 0)
        g_string_append_c (out, ' ');
      if (full == NULL || (question && strstr (full, " not") != NULL))
        {
          g_string_append (out, tokens[i]);
          continue;
        }
      g_string_append (out, before);
      if (g_unichar_isupper (g_utf8_get_char (word)))
        append_capitalised (out, full);
      else
        g_string_append (out, full);
      g_string_append (out, behind);
    }

  return g_string_free_and_steal (out);
}

char *
quire_rehearsal_register_shape (const QuireRehearsalRegister *self, QuireRandom *random, const char *sentence, gboolean english)
{
  g_autofree char *trimmed = NULL;
  g_autofree char *cut = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (sentence != NULL, NULL);

  if (!english)
    return g_strdup (sentence);

  trimmed = trim (self, random, sentence);
  cut = self->split_share > 0.0 ? split (self, random, trimmed) : g_strdup (trimmed);

  return quire_rehearsal_register_write_out (self, cut);
}

char *
quire_rehearsal_register_join (const QuireRehearsalRegister *self, QuireRandom *random, const char *first, const char *second, QuireCapital capital)
{
  static const char *const connectives[] = { "And ", "But ", "Or ", "So ", "Then ", "Yet " };
  gsize n = strlen (first);
  const char *joint;
  char letter[7] = { 0 };

  g_return_val_if_fail (self != NULL, NULL);

  if (capital == QUIRE_CAPITAL_UNKNOWN || n == 0 || first[n - 1] != '.' || strchr (first, ';') != NULL || *second == '\0' || count_words (first, -1) + count_words (second, -1) > MAX_JOINED_WORDS)
    return NULL;

  if (quire_random_chance (random, self->semicolon_join_share))
    joint = ";";
  else if (strstr (first, ", and ") == NULL && quire_random_chance (random, self->comma_join_share))
    joint = ", and";
  else
    return NULL;

  for (guint i = 0; i < G_N_ELEMENTS (connectives); i++)
    {
      if (g_str_has_prefix (second, connectives[i]))
        joint = joint[0] == ';' ? ";" : ",";
    }

  if (capital == QUIRE_CAPITAL_KEEP)
    return g_strdup_printf ("%.*s%s %s", (int) n - 1, first, joint, second);

  g_unichar_to_utf8 (g_unichar_tolower (g_utf8_get_char (second)), letter);

  return g_strdup_printf ("%.*s%s %s%s", (int) n - 1, first, joint, letter, g_utf8_next_char (second));
}
