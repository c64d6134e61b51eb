/* quire-text-private.h: UTF-8 decoding and the scanners that the text and diff files of this floor share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

#define QUIRE_TEXT_REPLACEMENT 0xfffd

/* Walks over the words of a text. Words inside comments are found too when @with_comments is set. */
typedef struct
{
  const char *position;
  const char *end;
  gboolean with_comments;
} QuireTextWordScanner;

void quire_text_word_scanner_init (QuireTextWordScanner *self, const char *text, gssize n_bytes, gboolean with_comments);
gboolean quire_text_word_scanner_next (QuireTextWordScanner *self, const char **word, const char **word_end);

/* TRUE for Han, Hiragana and Katakana, of which every character counts as a word. */
gboolean quire_text_is_ideographic (gunichar c) G_GNUC_CONST;

/* Marks that stand on the character before them. */
gboolean quire_text_is_mark (gunichar c) G_GNUC_CONST;

/* The end of the white space that begins at @p. */
const char *quire_text_skip_space (const char *p, const char *end);

/* The byte after the last one of the sentence that begins at @sentence, inside the text from @text to @end. */
const char *quire_text_find_sentence_end (const char *text, const char *sentence, const char *end);

/* TRUE when nothing but indentation stands before @p on its line. */
gboolean quire_text_begins_line (const char *text, const char *p);

/* The end of the heading or scene break that the line from @p on is, or NULL. */
const char *quire_text_find_single_line_end (const char *p, const char *end);

/* TRUE at an empty line of a quotation, which is a blank line too. */
gboolean quire_text_is_empty_quotation (const char *p, const char *end);

/* TRUE when the full stop at @dot belongs to the word before it: a title, an initial, the number of a list. @next, before @end, is what
 * follows the white space behind it; the word is looked for no further back than @sentence. */
gboolean quire_text_dot_belongs_to_word (const char *sentence, const char *dot, const char *next, const char *end);

/* Decodes the character at @p, which must be before @end, and gives the position behind it. What is no UTF-8 comes out
 * as U+FFFD, a byte at a time, so a scanner can neither stop nor run past the end on a damaged text. */
static inline const char *
quire_text_decode (const char *p, const char *end, gunichar *c)
{
  const guchar *s = (const guchar *) p;
  gsize available = (gsize) (end - p);

  if (s[0] < 0x80)
    {
      *c = s[0];
      return p + 1;
    }
  if (s[0] >= 0xc2 && s[0] <= 0xdf && available >= 2 && (s[1] & 0xc0) == 0x80)
    {
      *c = ((gunichar) (s[0] & 0x1f) << 6) | (s[1] & 0x3f);
      return p + 2;
    }
  if ((s[0] & 0xf0) == 0xe0 && available >= 3 && (s[1] & 0xc0) == 0x80 && (s[2] & 0xc0) == 0x80)
    {
      *c = ((gunichar) (s[0] & 0x0f) << 12) | ((gunichar) (s[1] & 0x3f) << 6) | (s[2] & 0x3f);
      if (*c >= 0x800 && (*c < 0xd800 || *c > 0xdfff))
        return p + 3;
    }
  else if ((s[0] & 0xf8) == 0xf0 && available >= 4 && (s[1] & 0xc0) == 0x80 && (s[2] & 0xc0) == 0x80 && (s[3] & 0xc0) == 0x80)
    {
      *c = ((gunichar) (s[0] & 0x07) << 18) | ((gunichar) (s[1] & 0x3f) << 12) | ((gunichar) (s[2] & 0x3f) << 6) | (s[3] & 0x3f);
      if (*c >= 0x10000 && *c <= 0x10ffff)
        return p + 4;
    }
  *c = QUIRE_TEXT_REPLACEMENT;
  return p + 1;
}

/* The character that ends at @p, which must be behind @start. */
static inline gunichar
quire_text_decode_before (const char *start, const char *p)
{
  const char *from = p - 1;
  gunichar c;

  while (from > start && p - from < 4 && (*from & 0xc0) == 0x80)
    from--;
  quire_text_decode (from, p, &c);
  return c;
}

static inline gsize
quire_text_count_code_points (const char *p, const char *end)
{
  gsize n = 0;

  for (; p < end; p++)
    n += ((guchar) *p & 0xc0) != 0x80;
  return n;
}

static inline gboolean
quire_text_is_space (gunichar c)
{
  if (c < 0x80)
    return c == ' ' || (c >= '\t' && c <= '\r');
  return c == 0x85 || g_unichar_isspace (c);
}

G_END_DECLS
