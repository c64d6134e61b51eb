/* quire-text-abbreviations.c: the full stops that belong to a word and end no sentence.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-text"

#include "config.h"

#include "quire-text-private.h"

#define MAX_ABBREVIATION_BYTES 16

/* Abbreviations that stand before what they belong to, so never at the end of a sentence. A capital must be there in the text too.
 * Those that may well end one (etc., a.m., Jr.) are left to the rule about lower-case letters. */
static const char abbreviations[] =
    "Adm Brig Capt Cmdr Col Comdr Cpl Cpt Det Dr Fr Frl Ft Gen Gov Hon Hr Insp Lt MM Maj Messrs Mlle Mme Mmes Mr "
    "Mrs Ms Mt Mx Pfc Pres Prof Pvt Rep Rev Sen Sgt Sr Sra Srta St Ste Supt Dra Dott Dhr Mevr Sig Ud Uds bzw ca cf "
    "e.g eg evtl ggf i.e viz vs г гр ул им напр ";

/* Abbreviations only before a number. */
static const char number_abbreviations[] =
    "Apr Aug Dec Feb Jan Nov Oct Sept art c ch fig no nos nr p pp sec vol № ";

/* Compares the first letters by case as the list says, the others as they are or, for a title in capitals, as capitals. */
static gboolean
matches_entry (const char *word, const char *entry, gsize n_bytes)
{
  gunichar first, entry_first;
  const char *rest = quire_text_decode (word, word + n_bytes, &first);
  const char *entry_rest = quire_text_decode (entry, entry + n_bytes, &entry_first);
  gsize n_rest = n_bytes - (gsize) (rest - word);

  if (first != entry_first && (g_unichar_isupper (entry_first) || g_unichar_tolower (first) != entry_first))
    return FALSE;
  return memcmp (rest, entry_rest, n_rest) == 0 || (g_ascii_isupper (*rest) && g_ascii_strncasecmp (rest, entry_rest, n_rest) == 0);
}

/* @list: entries with a space behind each. */
static gboolean
is_listed (const char *word, gsize n_bytes, const char *list)
{
  for (const char *entry = list; *entry != '\0';)
    {
      gsize n_entry = strcspn (entry, " ");

      if (n_entry == n_bytes && matches_entry (word, entry, n_bytes))
        return TRUE;
      entry += n_entry + 1;
    }
  return FALSE;
}

/* TRUE when an initial such as “R.” begins at @p. */
static gboolean
begins_initial (const char *p, const char *end)
{
  gunichar c;
  const char *next;

  if (p >= end)
    return FALSE;
  next = quire_text_decode (p, end, &c);
  return g_unichar_isupper (c) && next < end && *next == '.';
}

gboolean
quire_text_dot_belongs_to_word (const char *sentence, const char *dot, const char *next, const char *end)
{
  const char *word = dot;
  const char *letters;
  gboolean all_digits = TRUE;
  gsize n_bytes;

  while (word > sentence && dot - word <= MAX_ABBREVIATION_BYTES)
    {
      gunichar c = quire_text_decode_before (sentence, word);

      if (!g_unichar_isalnum (c) && c != '.' && c != 0x2116)
        break;
      all_digits = all_digits && g_unichar_isdigit (c);
      word -= c < 0x80 ? 1 : g_unichar_to_utf8 (c, NULL);
    }
  n_bytes = (gsize) (dot - word);
  if (n_bytes == 0 || n_bytes > MAX_ABBREVIATION_BYTES)
    return FALSE;
  if (all_digits)
    return n_bytes <= 3 && word == quire_text_skip_space (sentence, end);

  letters = g_strrstr_len (word, (gssize) n_bytes, ".");
  letters = letters != NULL ? letters + 1 : word;
  if (letters < dot && begins_initial (letters, end) && letters + g_utf8_skip[*(const guchar *) letters] == dot)
    {
      /* The pronoun ends sentences; the initial is known by its neighbours. */
      gboolean pronoun = n_bytes == 1 && *word == 'I';
      gboolean behind_initial = word - sentence >= 3 && word[-1] == ' ' && word[-2] == '.' && g_ascii_isupper (word[-3]);

      return !pronoun || behind_initial || begins_initial (next, end);
    }
  if (is_listed (word, n_bytes, abbreviations))
    return TRUE;
  return g_ascii_isdigit (*next) && is_listed (word, n_bytes, number_abbreviations);
}
