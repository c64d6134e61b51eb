/* quire-text-words.c: what a word is, for every count that Quire shows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A word is a run of letters, digits and marks, as in Unicode's annex 29, with these decisions for prose:
 *
 * - An apostrophe, hyphen, middle dot, full stop, @ and the marks that Hebrew and Armenian write inside a word join what
 *   stands on both sides: don’t, well-known, col·lecció, a.m., צה״ל, Ո՞վ are one word. A comma or colon joins digits only:
 *   3,141.59 and 10:30 are one word each. Two hyphens, dashes and slashes separate. An address with :// is one word.
 * - Emphasis markers inside a word are invisible on the page, so *Titanic*’s and un*believ*able are one word, and the
 *   count of a scene agrees with that of its export.
 * - Invisible characters (soft hyphen, joiners, direction marks) neither begin nor end a word; U+200B separates,
 *   since scripts without spaces use it for just that.
 * - Han and kana count by the character. Thai, Lao, Khmer and Burmese are letters like others: a run is a word.
 *
 * One pass, with a bounded look ahead at the end of each word. ASCII goes through a table; only what is left is decoded
 * and classified. A comment that is not closed is ordinary text; only the last %% of a text can be such a one. */

#define G_LOG_DOMAIN "quire-text"

#include "config.h"

#include "quire-text.h"

#include "quire-text-private.h"

typedef enum
{
  CLASS_NONE,
  CLASS_LETTER,
  CLASS_MARK,
  CLASS_INVISIBLE,
  CLASS_IDEOGRAPH,
} CharacterClass;

typedef enum
{
  JOIN_NEVER,
  JOIN_ALWAYS,
  JOIN_DIGITS,
  JOIN_HEBREW,
} JoinRule;

/* Emphasis is at most three markers; two kinds of it may meet. */
#define MAX_MARKERS 8

#define KEYCAP 0x20e3
#define EMOJI_PRESENTATION 0xfe0f

/* 1 for letters and digits. */
static const guint8 ascii_word[256] = {
  ['0' ... '9'] = 1,
  ['A' ... 'Z'] = 1,
  ['a' ... 'z'] = 1,
};

static CharacterClass
classify (gunichar c)
{
  if (c < 0x80)
    return ascii_word[c] ? CLASS_LETTER : CLASS_NONE;
  if (quire_text_is_ideographic (c))
    return CLASS_IDEOGRAPH;
  if (c == 0xff9e || c == 0xff9f) /* the half-width voicing marks are letters in Unicode only */
    return CLASS_MARK;

  switch ((int) g_unichar_type (c))
    {
    case G_UNICODE_LOWERCASE_LETTER:
    case G_UNICODE_UPPERCASE_LETTER:
    case G_UNICODE_TITLECASE_LETTER:
    case G_UNICODE_MODIFIER_LETTER:
    case G_UNICODE_OTHER_LETTER:
    case G_UNICODE_DECIMAL_NUMBER:
    case G_UNICODE_LETTER_NUMBER:
    case G_UNICODE_OTHER_NUMBER:
      return CLASS_LETTER;
    case G_UNICODE_NON_SPACING_MARK:
    case G_UNICODE_SPACING_MARK:
    case G_UNICODE_ENCLOSING_MARK:
      return CLASS_MARK;
    case G_UNICODE_FORMAT:
      return c == 0x200b ? CLASS_NONE : CLASS_INVISIBLE;
    default:
      return CLASS_NONE;
    }
}

static JoinRule
get_join_rule (gunichar c)
{
  switch (c)
    {
    case '\'':
    case '-':
    case '.':
    case '@':
    case 0x00b4: /* the acute accent that some keyboards give for an apostrophe */
    case 0x00b7:
    case 0x0387:
    case 0x055b: /* Armenian emphasis, exclamation, question and abbreviation stand on the vowel of the word */
    case 0x055c:
    case 0x055e:
    case 0x055f:
    case 0x058a:
    case 0x05be:
    case 0x05f3:
    case 0x05f4:
    case 0x2010:
    case 0x2011:
    case 0x2018:
    case 0x2019:
    case 0x2027:
    case 0xff07:
    case 0xff0d:
      return JOIN_ALWAYS;
    case ',':
    case ':':
    case 0x066b:
    case 0x066c:
    case 0xff0c:
    case 0xff0e:
    case 0xff1a:
      return JOIN_DIGITS;
    case '"':
    case 0x201d:
      return JOIN_HEBREW;
    default:
      return JOIN_NEVER;
    }
}

static gboolean
is_hebrew (gunichar c)
{
  return c >= 0x0591 && c <= 0x05f2;
}

/* Skips what cannot be seen: emphasis markers, escapes of them, invisible characters. */
static const char *
skip_markers (const char *p, const char *end)
{
  for (guint i = 0; i < MAX_MARKERS && p < end; i++)
    {
      gunichar c;
      const char *next;

      if (*p == '*' || (*p == '~' && end - p > 1 && p[1] == '~'))
        {
          p += *p == '~' ? 2 : 1;
          continue;
        }
      if (*p == '\\' && end - p > 1 && p[1] == '*')
        {
          p += 2;
          continue;
        }
      if ((guchar) *p < 0x80)
        break;
      next = quire_text_decode (p, end, &c);
      if (classify (c) != CLASS_INVISIBLE)
        break;
      p = next;
    }
  return p;
}

/* The end of the address whose :// is at @p. The punctuation of the sentence around it stays out. */
static const char *
find_address_end (const char *p, const char *end)
{
  const char *from = p + 3;

  for (p = from; p < end;)
    {
      gunichar c;
      const char *next = quire_text_decode (p, end, &c);

      if (c <= ' ' || strchr ("<>\"`|", (int) (c < 0x80 ? c : ' ')) != NULL)
        {
          if (c < 0x80 || classify (c) == CLASS_NONE)
            break;
        }
      if (c == '%' && next < end && *next == '%')
        break;
      p = next;
    }
  while (p > from && strchr (".,;:!?)]}'*_~%", p[-1]) != NULL)
    p--;
  return p > from ? p : NULL;
}

/* Where the word that ends at @p goes on, or NULL when it does not. */
static const char *
find_continuation (const char *start, const char *p, const char *end)
{
  const char *next = skip_markers (p, end);
  gunichar before, joiner, after;
  const char *behind;
  JoinRule rule;

  if (next >= end)
    return NULL;
  behind = quire_text_decode (next, end, &joiner);
  if (classify (joiner) == CLASS_LETTER)
    return next;
  rule = get_join_rule (joiner);
  if (rule == JOIN_NEVER || behind >= end)
    return NULL;
  if (joiner == ':' && end - next > 3 && next[1] == '/' && next[2] == '/' && g_ascii_isalpha (p[-1]))
    return find_address_end (next, end);

  behind = skip_markers (behind, end);
  if (behind >= end)
    return NULL;
  quire_text_decode (behind, end, &after);
  if (classify (after) != CLASS_LETTER)
    return NULL;
  before = quire_text_decode_before (start, p);
  if (rule == JOIN_DIGITS && !(g_unichar_isdigit (before) && g_unichar_isdigit (after)))
    return NULL;
  if (rule == JOIN_HEBREW && !(is_hebrew (before) && is_hebrew (after)))
    return NULL;
  return behind;
}

static const char *
skip_marks (const char *p, const char *end)
{
  while (p < end && (guchar) *p >= 0x80)
    {
      gunichar c;
      const char *next = quire_text_decode (p, end, &c);

      if (classify (c) != CLASS_MARK)
        break;
      p = next;
    }
  return p;
}

/* The end of the word whose first character ends at @p. */
static inline const char *
find_word_end (const char *start, const char *p, const char *end)
{
  for (;;)
    {
      const char *continuation;

      while (p < end && ascii_word[(guchar) *p])
        p++;
      if (p >= end || *p == ' ' || *p == '\n')
        return p;

      if ((guchar) *p >= 0x80)
        {
          gunichar c;
          const char *next = quire_text_decode (p, end, &c);
          CharacterClass class = classify (c);

          if (class == CLASS_LETTER || class == CLASS_MARK)
            {
              p = next;
              continue;
            }
        }

      continuation = find_continuation (start, p, end);
      if (continuation == NULL)
        return p;
      p = continuation;
    }
}

/* A digit or sign that is drawn as a picture: followed by the emoji selector or the keycap. */
static gboolean
is_drawn_as_emoji (const char *p, const char *end)
{
  gunichar c;

  if (p >= end || (guchar) *p < 0x80)
    return FALSE;
  quire_text_decode (p, end, &c);
  return c == EMOJI_PRESENTATION || c == KEYCAP;
}

/* The end of the comment that opens at @p, or @p + 1 when there is none. */
static const char *
skip_comment (QuireTextWordScanner *self, const char *p)
{
  const char *close;

  if (self->with_comments || self->end - p < 4 || p[1] != '%')
    return p + 1;
  close = memmem (p + 2, (gsize) (self->end - p - 2), "%%", 2);
  return close != NULL ? close + 2 : p + 1;
}

static inline gboolean
next_word (QuireTextWordScanner *self, const char **word, const char **word_end)
{
  const char *p = self->position;
  const char *end = self->end;

  while (p < end)
    {
      const char *start = p;
      CharacterClass class = CLASS_LETTER;

      if ((guchar) *p < 0x80)
        {
          if (!ascii_word[(guchar) *p])
            {
              p = *p == '%' ? skip_comment (self, p) : p + 1;
              continue;
            }
          p++;
        }
      else
        {
          gunichar c;

          p = quire_text_decode (p, end, &c);
          class = classify (c);
        }
      if ((class != CLASS_LETTER && class != CLASS_IDEOGRAPH) || is_drawn_as_emoji (p, end))
        continue;

      *word = start;
      *word_end = class == CLASS_IDEOGRAPH ? skip_marks (p, end) : find_word_end (start, p, end);
      self->position = *word_end;
      return TRUE;
    }
  self->position = end;
  return FALSE;
}

void
quire_text_word_scanner_init (QuireTextWordScanner *self, const char *text, gssize n_bytes, gboolean with_comments)
{
  self->position = text;
  self->end = text + (n_bytes < 0 ? strlen (text) : (gsize) n_bytes);
  self->with_comments = with_comments;
}

gboolean
quire_text_word_scanner_next (QuireTextWordScanner *self, const char **word, const char **word_end)
{
  return next_word (self, word, word_end);
}

gsize
quire_text_count_words (const char *text, gssize n_bytes)
{
  QuireTextWordScanner scanner;
  const char *word, *word_end;
  gsize n = 0;

  g_return_val_if_fail (text != NULL, 0);

  quire_text_word_scanner_init (&scanner, text, n_bytes, FALSE);
  while (next_word (&scanner, &word, &word_end))
    n++;
  return n;
}

void
quire_text_foreach_word (const char *text, gssize n_bytes, QuireTextWordFunc func, gpointer data)
{
  QuireTextWordScanner scanner;
  const char *word, *word_end;
  const char *counted = text;
  gsize offset = 0;

  g_return_if_fail (text != NULL);
  g_return_if_fail (func != NULL);

  quire_text_word_scanner_init (&scanner, text, n_bytes, FALSE);
  while (next_word (&scanner, &word, &word_end))
    {
      offset += quire_text_count_code_points (counted, word);
      counted = word;
      if (!func (word, (gsize) (word_end - word), offset, data))
        return;
    }
}
