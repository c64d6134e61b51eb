/* quire-text.c: offsets, cleaning, hashes, snippets and token estimates.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-text"

#include "config.h"

#include "quire-text.h"

#include "quire-text-private.h"

#define ELLIPSIS "…"
#define BYTE_ORDER_MARK 0xfeff
#define ZERO_WIDTH_JOINER 0x200d

/* A snippet is cut at a word unless that would throw away more than this share of it: the rest is then one long word, or a script
 * without spaces. */
#define SNIPPET_KEEP_SHARE 2

/* Tokens are counted in hundredths. */
#define TOKENS_PER_WORD 135
#define TOKENS_PER_CHARACTER 50

gboolean
quire_text_is_ideographic (gunichar c)
{
  if (c < 0x3005)
    return FALSE;
  return (c >= 0x4e00 && c <= 0x9fff) || (c >= 0x3041 && c <= 0x3096) || (c >= 0x309d && c <= 0x309f) ||
         (c >= 0x30a1 && c <= 0x30ff && c != 0x30fb) || c == 0x3005 || c == 0x3007 || (c >= 0x3021 && c <= 0x3029) ||
         (c >= 0x3038 && c <= 0x303b) || (c >= 0x31f0 && c <= 0x31ff) || (c >= 0x3400 && c <= 0x4dbf) ||
         (c >= 0xf900 && c <= 0xfaff) || (c >= 0xff66 && c <= 0xff9d) || (c >= 0x1aff0 && c <= 0x1b16f) ||
         (c >= 0x20000 && c <= 0x3fffd);
}

gboolean
quire_text_is_mark (gunichar c)
{
  GUnicodeType type;

  if (c < 0x300)
    return FALSE;
  type = g_unichar_type (c);
  return type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_SPACING_MARK || type == G_UNICODE_ENCLOSING_MARK;
}

const char *
quire_text_skip_space (const char *p, const char *end)
{
  while (p < end)
    {
      gunichar c;
      const char *next = quire_text_decode (p, end, &c);

      if (!quire_text_is_space (c))
        break;
      p = next;
    }
  return p;
}

gsize
quire_text_offset_to_byte (const char *text, gsize offset)
{
  const char *p = text;

  g_return_val_if_fail (text != NULL, 0);

  for (; *p != '\0'; p++)
    {
      if (((guchar) *p & 0xc0) == 0x80)
        continue;
      if (offset == 0)
        break;
      offset--;
    }
  return (gsize) (p - text);
}

gsize
quire_text_byte_to_offset (const char *text, gsize byte)
{
  gsize n = strnlen (text, byte);

  g_return_val_if_fail (text != NULL, 0);

  /* Inside a character its own offset counts. */
  while (n > 0 && ((guchar) text[n] & 0xc0) == 0x80)
    n--;
  return quire_text_count_code_points (text, text + n);
}

gsize
quire_text_length (const char *text)
{
  g_return_val_if_fail (text != NULL, 0);

  return quire_text_count_code_points (text, text + strlen (text));
}

/* The byte order mark at the head of a file is no part of its text; inside it is a character like others. */
static gboolean
is_kept (gunichar c, gsize position)
{
  if (c == BYTE_ORDER_MARK)
    return position > 0;
  return c == '\t' || c == '\n' || (c >= ' ' && c < 0x7f) || c >= 0xa0;
}

char *
quire_text_clean (const char *bytes, gssize n_bytes)
{
  gsize length;
  const char *end;
  GString *clean;

  g_return_val_if_fail (bytes != NULL || n_bytes == 0, NULL);

  length = n_bytes < 0 ? strlen (bytes) : (gsize) n_bytes;
  end = bytes + length;
  clean = g_string_sized_new (length + 1);
  for (const char *p = bytes; p < end;)
    {
      gunichar c;
      const char *next = quire_text_decode (p, end, &c);

      if (c == '\r')
        {
          g_string_append_c (clean, '\n');
          if (next < end && *next == '\n')
            next++;
        }
      else if (c == QUIRE_TEXT_REPLACEMENT)
        g_string_append (clean, "\xef\xbf\xbd");
      else if (is_kept (c, clean->len))
        g_string_append_len (clean, p, next - p);
      p = next;
    }
  return g_string_free_and_steal (clean);
}

char *
quire_text_hash (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

/* At most @max_length characters of @text with its white space collapsed; TRUE in @cut_out when there was more. */
static GString *
collapse (const char *text, gsize max_length, gboolean *cut_out)
{
  const char *end = text + strlen (text);
  GString *collapsed = g_string_new (NULL);
  gsize n = 0;

  *cut_out = FALSE;
  for (const char *p = quire_text_skip_space (text, end); p < end;)
    {
      const char *behind = quire_text_skip_space (p, end);
      gunichar c;

      if (behind > p && behind == end)
        break;
      if (n == max_length)
        {
          *cut_out = TRUE;
          break;
        }
      if (behind > p)
        {
          g_string_append_c (collapsed, ' ');
          p = behind;
        }
      else
        {
          behind = quire_text_decode (p, end, &c);
          g_string_append_len (collapsed, p, behind - p);
          p = behind;
        }
      n++;
    }
  return collapsed;
}

/* Where to cut so that a mark stays with its letter, or leaves with it. */
static gsize
find_cut (const GString *snippet, gsize length)
{
  const char *p = snippet->str + length, *end = snippet->str + snippet->len;

  while (p > snippet->str && p < end)
    {
      gunichar c;

      quire_text_decode (p, end, &c);
      if (!quire_text_is_mark (c) && c != ZERO_WIDTH_JOINER && quire_text_decode_before (snippet->str, p) != ZERO_WIDTH_JOINER)
        break;
      p = g_utf8_find_prev_char (snippet->str, p);
    }
  return (gsize) (p - snippet->str);
}

/* Takes white space, commas and dashes off the end, which would look odd before an ellipsis. */
static void
trim_end (GString *snippet)
{
  while (snippet->len > 0)
    {
      gunichar c = quire_text_decode_before (snippet->str, snippet->str + snippet->len);

      if (c != ' ' && c != ',' && c != ';' && c != ':' && c != '-' && !(c >= 0x2010 && c <= 0x2015))
        break;
      g_string_truncate (snippet, snippet->len - (gsize) g_unichar_to_utf8 (c, NULL));
    }
}

char *
quire_text_ellipsize (const char *text, gsize max_length)
{
  GString *snippet;
  gboolean cut;
  gsize length;
  const char *space;

  g_return_val_if_fail (text != NULL, NULL);

  snippet = collapse (text, max_length, &cut);
  if (!cut || max_length == 0)
    return g_string_free_and_steal (snippet);

  /* The character that the ellipsis replaces tells whether the cut falls behind a whole word. */
  length = quire_text_offset_to_byte (snippet->str, max_length - 1);
  space = g_strrstr_len (snippet->str, (gssize) MIN (length + 1, snippet->len), " ");
  if (space != NULL && (gsize) (space - snippet->str) * SNIPPET_KEEP_SHARE >= length)
    length = (gsize) (space - snippet->str);
  else
    length = find_cut (snippet, length);
  g_string_truncate (snippet, length);
  trim_end (snippet);
  g_string_append (snippet, ELLIPSIS);
  return g_string_free_and_steal (snippet);
}

static gboolean
is_unspaced (gunichar c)
{
  if (c < 0x0e00)
    return FALSE;
  return (c <= 0x0eff) || (c >= 0x1000 && c <= 0x109f) || (c >= 0x1780 && c <= 0x17ff) || (c >= 0xa9e0 && c <= 0xa9ff) ||
         (c >= 0xaa60 && c <= 0xaa7f) || quire_text_is_ideographic (c);
}

static gboolean
add_tokens (const char *word, gsize n_bytes, gsize offset, gpointer data)
{
  gsize *hundredths = data;
  gunichar c;

  quire_text_decode (word, word + n_bytes, &c);
  *hundredths += is_unspaced (c) ? TOKENS_PER_CHARACTER * quire_text_count_code_points (word, word + n_bytes) : TOKENS_PER_WORD;
  return TRUE;
}

gsize
quire_text_estimate_tokens (const char *text)
{
  gsize hundredths = 0;

  g_return_val_if_fail (text != NULL, 0);

  quire_text_foreach_word (text, -1, add_tokens, &hundredths);
  return (hundredths + 99) / 100;
}
