/* quire-text-lines.c: the lines that divide a text: headings, scene breaks, empty lines of quotations.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-text"

#include "config.h"

#include "quire-text-private.h"

/* The end of the scene break that begins at @p, the first visible character of a line, or NULL: three or more of one sign, which may
 * be spaced out, or a single # or ⁂. */
static const char *
find_scene_break_end (const char *p, const char *end)
{
  const char *last = p;
  gunichar sign;
  guint n = 0;

  quire_text_decode (p, end, &sign);
  if (sign == 0)
    return NULL;
  if (sign >= 0x80 ? (sign != 0x2042 && sign != 0x2022 && sign != 0x2766 && sign != 0x00b7) : strchr ("*-_~#=", (int) sign) == NULL)
    return NULL;
  while (p < end && *p != '\n')
    {
      gunichar c;

      p = quire_text_decode (p, end, &c);
      if (c == sign)
        {
          n++;
          last = p;
        }
      else if (!quire_text_is_space (c))
        return NULL;
    }
  return n >= 3 || sign == '#' || sign == 0x2042 || sign == 0x2766 ? last : NULL;
}

static const char *
find_heading_end (const char *p, const char *end)
{
  const char *sign = p;

  while (p < end && *p == '#' && p - sign < 7)
    p++;
  if (p == sign || p - sign > 6 || p == end || *p != ' ')
    return NULL;
  while (p < end && *p != '\n')
    p++;
  return p;
}

const char *
quire_text_find_single_line_end (const char *p, const char *end)
{
  const char *line_end = find_scene_break_end (p, end);

  return line_end != NULL ? line_end : find_heading_end (p, end);
}

gboolean
quire_text_is_empty_quotation (const char *p, const char *end)
{
  if (p >= end || *p != '>')
    return FALSE;
  while (p < end && (*p == '>' || *p == ' ' || *p == '\t'))
    p++;
  return p == end || *p == '\n';
}

gboolean
quire_text_begins_line (const char *text, const char *p)
{
  while (p > text && (p[-1] == ' ' || p[-1] == '\t'))
    p--;
  return p == text || p[-1] == '\n';
}
