/* quire-text-sentences.c: where sentences end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A sentence ends behind a run of terminators, the closing marks that follow it and the white space behind those. In
 * scripts that leave no space between sentences the terminator alone is enough; a Latin . ! ? or … needs white space too,
 * so decimals, names of files and times stay whole. Then what comes next decides: a lower-case letter never begins a
 * sentence (“Go!” he said. / Wait… what? / — Va ! dit-il.). A full stop behind a title, an initial or the number of a list
 * does not end one either.
 *
 * Apart from that a sentence ends where a paragraph ends: at a blank line, around a heading and around a scene break, each of
 * which is a sentence of its own. A single newline is white space.
 *
 * Quotation marks that open in one language and close in another (“ » ' ") count as closing when they touch the
 * terminator and no letter touches them. Every look ahead or back is bounded or passes over white space only once, so the
 * whole is linear. */

#define G_LOG_DOMAIN "quire-text"

#include "config.h"

#include "quire-text.h"

#include "quire-text-private.h"

typedef enum
{
  TERMINATOR_NONE,
  TERMINATOR_DOT,
  TERMINATOR_SOFT,
  TERMINATOR_HARD,
} Terminator;

typedef enum
{
  QUOTE_NONE,
  QUOTE_CLOSING,
  QUOTE_AMBIGUOUS,
} Quote;

/* What stands behind a run of white space. */
typedef struct
{
  const char *next;
  gboolean paragraph_end;
} Gap;

#define MAX_LOOK_AHEAD 16

/* 1 for what can neither end a sentence nor a paragraph: all of ASCII but the few. */
static const guint8 plain[256] = {
  [0 ... '\n' - 1] = 1,
  ['\n' + 1 ... '!' - 1] = 1,
  ['!' + 1 ... '.' - 1] = 1,
  ['.' + 1 ... ';' - 1] = 1,
  [';' + 1 ... '?' - 1] = 1,
  ['?' + 1 ... 0x7f] = 1,
};

static Terminator
get_terminator (gunichar c)
{
  switch (c)
    {
    case '.':
      return TERMINATOR_DOT;
    case '!':
    case '?':
    case 0x037e:
    case 0x2025:
    case 0x2026:
    case 0x203c:
    case 0x203d:
    case 0x2047:
    case 0x2048:
    case 0x2049:
      return TERMINATOR_SOFT;
    case 0x0589:
    case 0x061f:
    case 0x06d4:
    case 0x0964:
    case 0x0965:
    case 0x0f0d:
    case 0x0f0e:
    case 0x104b:
    case 0x1362:
    case 0x1367:
    case 0x17d4:
    case 0x17d5:
    case 0x3002:
    case 0xff01:
    case 0xff1f:
    case 0xff61:
      return TERMINATOR_HARD;
    default:
      return TERMINATOR_NONE;
    }
}

static Quote
get_quote (gunichar c)
{
  switch (c)
    {
    case ')':
    case ']':
    case '}':
    case 0x2019:
    case 0x201d:
    case 0x203a:
    case 0x3009:
    case 0x300b:
    case 0x300d:
    case 0x300f:
    case 0x3011:
    case 0x3015:
    case 0x301e:
    case 0x301f:
    case 0xff09:
    case 0xff3d:
    case 0xff63:
      return QUOTE_CLOSING;
    case '"':
    case '\'':
    case '*':
    case '_':
    case '~':
    case 0x00ab:
    case 0x00bb:
    case 0x2018:
    case 0x201c:
    case 0x2039:
    case 0xff02:
    case 0xff07:
      return QUOTE_AMBIGUOUS;
    default:
      return QUOTE_NONE;
    }
}

/* TRUE when a sentence could begin at @p without white space before it. */
static gboolean
begins_word (const char *p, const char *end)
{
  gunichar c;

  if (p >= end)
    return FALSE;
  quire_text_decode (p, end, &c);
  return g_unichar_isalnum (c) || c == '*' || c == '_' || c == 0x00bf || c == 0x00a1;
}

static const char *
skip_closing_marks (const char *p, const char *end)
{
  while (p < end)
    {
      gunichar c;
      const char *next = quire_text_decode (p, end, &c);
      Quote quote = get_quote (c);

      if (c == '~' || c == '*' || c == '_')
        while (next < end && *next == *p)
          next++;
      if (quote == QUOTE_NONE || (quote == QUOTE_AMBIGUOUS && begins_word (next, end)))
        break;
      p = next;
    }
  return p;
}

/* French sets a space before » too, and a stray one happens before ". Such a mark closes when nothing that could be a quotation
 * follows it. */
static const char *
skip_spaced_closing_mark (const char *p, const char *end)
{
  const char *mark, *next;
  gunichar c;

  if (p >= end)
    return p;
  mark = quire_text_decode (p, end, &c);
  if (mark >= end || (c != ' ' && c != 0x00a0 && c != 0x202f))
    return p;
  next = quire_text_decode (mark, end, &c);
  if (c == '"' || c == 0x201d)
    return next == end || quire_text_skip_space (next, end) > next ? next : p;
  if ((c != 0x00bb && c != 0x203a) || begins_word (next, end))
    return p;
  return skip_closing_marks (next, end);
}

/* Looks at the white space from @p on, which may be none. */
static Gap
measure_gap (const char *p, const char *end)
{
  Gap gap = { quire_text_skip_space (p, end), FALSE };
  guint n_newlines = 0;

  for (; p < gap.next; p++)
    {
      n_newlines += *p == '\n';
      if (gap.next - p >= 3 && memcmp (p, "\xe2\x80\xa9", 3) == 0)
        n_newlines = 2;
    }
  gap.paragraph_end = n_newlines >= 2 || gap.next == end;
  if (n_newlines == 1 && gap.next < end)
    gap.paragraph_end = quire_text_find_single_line_end (gap.next, end) != NULL || quire_text_is_empty_quotation (gap.next, end);
  return gap;
}

/* TRUE when the words from @p on go on with a lower-case letter, perhaps behind a dash or in brackets. Georgian has lower case only. */
static gboolean
goes_on_in_lower_case (const char *p, const char *end)
{
  for (guint i = 0; i < MAX_LOOK_AHEAD && p < end; i++)
    {
      gunichar c;

      p = quire_text_decode (p, end, &c);
      if (c == '-' || c == '(' || c == '*' || c == '_' || c == '~' || (c >= 0x2010 && c <= 0x2015) || quire_text_is_space (c))
        continue;
      return g_unichar_islower (c) && !(c >= 0x10d0 && c <= 0x10ff);
    }
  return FALSE;
}

/* TRUE at the second mark of a spaced ellipsis “. . .” or of a French “? !”. Dots that touch a word begin a sentence. */
static gboolean
goes_on_in_spaced_marks (const char *p, const char *end)
{
  gunichar c;
  const char *next = quire_text_decode (p, end, &c);

  if (c != '.' && c != '!' && c != '?' && c != 0x2026)
    return FALSE;
  return next == end || (*next != '.' && !begins_word (next, end));
}

/* What ends a sentence, perhaps: a run of terminators with its closing marks. */
typedef struct
{
  const char *start;
  const char *marks;
  const char *behind;
  gunichar last;
  Terminator kind;
} Ending;

static Terminator
get_terminator_at (const char *text, const char *p, gunichar c)
{
  /* The Greek question mark is a semicolon in composed text. */
  if (c == ';' && p > text)
    {
      gunichar before = quire_text_decode_before (text, p);

      return (before >= 0x0370 && before <= 0x03ff) || (before >= 0x1f00 && before <= 0x1fff) ? TERMINATOR_SOFT : TERMINATOR_NONE;
    }
  return get_terminator (c);
}

/* Reads the ending that begins at @p; kind TERMINATOR_NONE when none does. */
static Ending
read_ending (const char *text, const char *p, const char *end)
{
  Ending ending = { .start = p, .marks = p };
  const char *behind;

  while (ending.marks < end)
    {
      gunichar c;
      const char *next = quire_text_decode (ending.marks, end, &c);
      Terminator kind = get_terminator_at (text, ending.marks, c);

      if (kind == TERMINATOR_NONE)
        break;
      ending.kind = ending.kind == TERMINATOR_DOT ? MAX (kind, TERMINATOR_SOFT) : MAX (kind, ending.kind);
      ending.last = c;
      ending.marks = next;
    }
  ending.behind = ending.marks;
  if (ending.kind == TERMINATOR_NONE)
    return ending;
  ending.behind = skip_closing_marks (ending.marks, end);
  while ((behind = skip_spaced_closing_mark (ending.behind, end)) > ending.behind)
    ending.behind = behind;
  return ending;
}

static gboolean
ends_sentence (const Ending *ending, const char *sentence, const Gap *gap, const char *end)
{
  gboolean closed = ending->behind > ending->marks;
  gunichar next;

  if (gap->paragraph_end)
    return TRUE;
  quire_text_decode (gap->next, end, &next);
  /* と and って tell in Japanese that the quotation was only part of the sentence. */
  if (ending->kind == TERMINATOR_HARD)
    return !(closed && (next == 0x3068 || next == 0x3063));
  if (gap->next == ending->behind)
    return !closed && (ending->last == '!' || ending->last == '?') && quire_text_is_ideographic (next);
  if (goes_on_in_lower_case (gap->next, end) || goes_on_in_spaced_marks (gap->next, end))
    return FALSE;
  return !(ending->kind == TERMINATOR_DOT && !closed && quire_text_dot_belongs_to_word (sentence, ending->start, gap->next, end));
}

const char *
quire_text_find_sentence_end (const char *text, const char *sentence, const char *end)
{
  const char *p = quire_text_skip_space (sentence, end);

  if (p < end && quire_text_begins_line (text, p))
    {
      const char *line_end = quire_text_find_single_line_end (p, end);

      if (line_end != NULL)
        return quire_text_skip_space (line_end, end);
    }
  while (p < end)
    {
      gunichar c;
      const char *next;
      Ending ending;
      Gap gap;

      if (plain[(guchar) *p])
        {
          p++;
          continue;
        }
      next = quire_text_decode (p, end, &c);
      ending = read_ending (text, p, end);
      if (ending.kind == TERMINATOR_NONE && !quire_text_is_space (c))
        {
          p = next;
          continue;
        }
      gap = measure_gap (ending.behind, end);
      if (ending.kind == TERMINATOR_NONE ? gap.paragraph_end : ends_sentence (&ending, sentence, &gap, end))
        return gap.next;
      p = gap.next;
    }
  return end;
}

GArray *
quire_text_get_sentences (const char *text, gssize n_bytes)
{
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (QuireTextSpan));
  const char *end;
  gsize offset = 0;

  g_return_val_if_fail (text != NULL, spans);

  end = text + (n_bytes < 0 ? strlen (text) : (gsize) n_bytes);
  for (const char *p = text; p < end;)
    {
      const char *next = quire_text_find_sentence_end (text, p, end);
      QuireTextSpan span = { offset, offset + quire_text_count_code_points (p, next) };

      g_array_append_val (spans, span);
      offset = span.end;
      p = next;
    }
  return spans;
}
