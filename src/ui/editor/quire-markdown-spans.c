/* quire-markdown-spans.c: which parts of prose look how.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Lines first, signs inside them second.
 *
 * A paragraph of Markdown ends at a blank line, but a page of prose shows no blank lines: it shows where a paragraph begins
 * by its indent. So the blank line behind a paragraph is a *gap* and takes no room. In a run of blank lines every other one
 * is a gap, from the first: what is left over are the empty paragraphs that the writer made, each with the blank line that
 * ends it. The last line of a scene is never a gap, as the caret stands there. A line that follows another directly belongs to
 * its paragraph and stays at the margin, and so does the first line of a scene and what follows a break or a heading.
 *
 * Signs follow the rules of CommonMark for delimiter runs: a run opens when something leans against its right side and
 * closes when something leans against its left; a closing run takes the nearest opening run of its sign. A sign without
 * partner is a character like any other. */

#define G_LOG_DOMAIN "quire-ui"

#include "config.h"

#include "quire-markdown-spans.h"

#include <string.h>

#define MAX_RUNS 512 /* in one paragraph: pairing looks back over them */

typedef struct
{
  char sign;
  gboolean opens;
  gboolean closes;
  guint start;  /* code point of what is left of it */
  guint length; /* signs that are not paired yet */
  guint whole;  /* signs that it had */
} Run;

typedef struct
{
  const char *text;
  gsize n_bytes; /* without its newline */
  guint start;   /* code points */
  guint end;     /* with its newline */
} Line;

typedef struct
{
  GArray *spans;
  GArray *runs;
} Parser;

static void
add_span (GArray *spans, QuireMarkdownStyle style, guint start, guint end)
{
  QuireMarkdownSpan span = { style, start, end };

  if (end > start)
    g_array_append_val (spans, span);
}

static gboolean
is_blank (const char *line, gsize n_bytes)
{
  for (gsize i = 0; i < n_bytes; i++)
    if (!g_ascii_isspace (line[i]))
      return FALSE;
  return TRUE;
}

/* Three or more of one sign with nothing but spaces between them; one is enough of those that mean nothing else. */
static gboolean
is_scene_break (const char *line, gsize n_bytes)
{
  const char *end = line + n_bytes;
  gunichar sign = 0;
  guint n = 0;

  for (const char *p = line; p < end; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c))
        continue;
      if (sign == 0)
        {
          if (c >= 0x80 ? (c != 0x2042 && c != 0x2022 && c != 0x2766 && c != 0x00b7) : strchr ("*-_~#=", (int) c) == NULL)
            return FALSE;
          sign = c;
        }
      if (c != sign)
        return FALSE;
      n++;
    }

  return n >= 3 || (n >= 1 && (sign == '#' || sign == 0x2042 || sign == 0x2766));
}

static gsize
count_heading_signs (const char *line, gsize n_bytes)
{
  gsize n = 0;

  while (n < n_bytes && line[n] == '#')
    n++;

  return n >= 1 && n <= 6 && n < n_bytes && line[n] == ' ' ? n : 0;
}

QuireMarkdownLine
quire_markdown_classify_line (const char *line, gsize n_bytes)
{
  if (is_blank (line, n_bytes))
    return QUIRE_MARKDOWN_LINE_BLANK;
  if (line[0] == '>')
    return QUIRE_MARKDOWN_LINE_QUOTE;
  if (is_scene_break (line, n_bytes))
    return QUIRE_MARKDOWN_LINE_BREAK;
  if (count_heading_signs (line, n_bytes) > 0)
    return QUIRE_MARKDOWN_LINE_HEADING;
  return QUIRE_MARKDOWN_LINE_PROSE;
}

static gboolean
is_mark_character (gunichar c)
{
  return g_unichar_ispunct (c) || (c < 0x80 && c > ' ' && !g_ascii_isalnum ((char) c));
}

/* 0 stands for the edge of the paragraph. */
static gboolean
is_open_space (gunichar c)
{
  return c == 0 || g_unichar_isspace (c);
}

static void
add_run (Parser *self, char sign, gunichar before, gunichar after, guint start, guint length)
{
  Run run = { .sign = sign, .start = start, .length = length, .whole = length };
  gboolean left = !is_open_space (after) && (!is_mark_character (after) || is_open_space (before) || is_mark_character (before));
  gboolean right = !is_open_space (before) && (!is_mark_character (before) || is_open_space (after) || is_mark_character (after));

  if (self->runs->len >= MAX_RUNS || (sign == '~' && length != 2))
    return;

  run.opens = sign == '_' ? left && (!right || is_mark_character (before)) : left;
  run.closes = sign == '_' ? right && (!left || is_mark_character (after)) : right;
  if (run.opens || run.closes)
    g_array_append_val (self->runs, run);
}

/* CommonMark's rule of three keeps `*a**b*` from pairing across. */
static gboolean
fits (const Run *opener, const Run *closer)
{
  if (opener->sign != closer->sign || !opener->opens || opener->length == 0)
    return FALSE;
  if ((opener->closes || closer->opens) && (opener->whole + closer->whole) % 3 == 0 && (opener->whole % 3 != 0 || closer->whole % 3 != 0))
    return FALSE;
  return TRUE;
}

static void
pair_runs (Parser *self, guint opener_index, guint closer_index)
{
  Run *opener = &g_array_index (self->runs, Run, opener_index);
  Run *closer = &g_array_index (self->runs, Run, closer_index);
  guint n = opener->length >= 2 && closer->length >= 2 ? 2 : 1;
  QuireMarkdownStyle style = n == 2 ? QUIRE_MARKDOWN_STRONG : QUIRE_MARKDOWN_EMPHASIS;
  guint inner = opener->start + opener->length;

  if (opener->sign == '~')
    style = QUIRE_MARKDOWN_STRIKE;
  add_span (self->spans, QUIRE_MARKDOWN_MARK, inner - n, inner);
  add_span (self->spans, style, inner, closer->start);
  add_span (self->spans, QUIRE_MARKDOWN_MARK, closer->start, closer->start + n);

  opener->length -= n;
  closer->start += n;
  closer->length -= n;
  for (guint i = opener_index + 1; i < closer_index; i++)
    g_array_index (self->runs, Run, i).length = 0;
}

static void
pair_all (Parser *self)
{
  for (guint i = 0; i < self->runs->len; i++)
    {
      guint j = i;

      if (!g_array_index (self->runs, Run, i).closes)
        continue;
      while (j > 0 && g_array_index (self->runs, Run, i).length > 0)
        if (!fits (&g_array_index (self->runs, Run, j - 1), &g_array_index (self->runs, Run, i)))
          j--;
        else
          pair_runs (self, j - 1, i);
    }
  g_array_set_size (self->runs, 0);
}

/* The signs between @text and @end, which begins at code point @offset. */
static void
parse_signs (Parser *self, const char *text, const char *end, guint offset)
{
  gunichar before = 0;

  for (const char *p = text; p < end;)
    {
      gunichar c = g_utf8_get_char (p);
      const char *run_end = p + 1;

      if (c == '\\' && p + 1 < end && g_ascii_ispunct (p[1]))
        {
          add_span (self->spans, QUIRE_MARKDOWN_MARK, offset, offset + 1);
          before = (gunichar) p[1];
          offset += 2;
          p += 2;
          continue;
        }
      if (c != '*' && c != '_' && c != '~')
        {
          before = c;
          offset++;
          p = g_utf8_next_char (p);
          continue;
        }
      while (run_end < end && *run_end == *p)
        run_end++;
      add_run (self, *p, before, run_end < end ? g_utf8_get_char (run_end) : 0, offset, (guint) (run_end - p));
      before = c;
      offset += (guint) (run_end - p);
      p = run_end;
    }
  pair_all (self);
}

static int
compare_spans (gconstpointer a, gconstpointer b)
{
  const QuireMarkdownSpan *left = a;
  const QuireMarkdownSpan *right = b;

  if (left->style != right->style)
    return left->style < right->style ? -1 : 1;
  if (left->start != right->start)
    return left->start < right->start ? -1 : 1;
  return 0;
}

/* Signs nest and stand side by side; a text tag knows neither. */
static void
merge_spans (GArray *spans)
{
  guint n = 0;

  g_array_sort (spans, compare_spans);
  for (guint i = 0; i < spans->len; i++)
    {
      QuireMarkdownSpan *span = &g_array_index (spans, QuireMarkdownSpan, i);
      QuireMarkdownSpan *last = n > 0 ? &g_array_index (spans, QuireMarkdownSpan, n - 1) : NULL;

      if (last != NULL && last->style == span->style && last->end >= span->start)
        last->end = MAX (last->end, span->end);
      else
        g_array_index (spans, QuireMarkdownSpan, n++) = *span;
    }
  g_array_set_size (spans, n);
}

static void
add_line (Parser *self, QuireMarkdownLine kind, const QuireMarkdownContext *context, const Line *line)
{
  gboolean at_margin = context->n_blank == 0 || context->above != QUIRE_MARKDOWN_LINE_PROSE;

  switch (kind)
    {
    case QUIRE_MARKDOWN_LINE_BLANK:
      if (context->above != QUIRE_MARKDOWN_LINE_BLANK ? context->n_blank % 2 == 0 : context->n_blank % 2 == 1)
        add_span (self->spans, QUIRE_MARKDOWN_GAP, line->start, line->end);
      break;

    case QUIRE_MARKDOWN_LINE_PROSE:
      if (at_margin && context->above != QUIRE_MARKDOWN_LINE_QUOTE)
        add_span (self->spans, QUIRE_MARKDOWN_FLUSH, line->start, line->end);
      break;

    case QUIRE_MARKDOWN_LINE_QUOTE:
      add_span (self->spans, QUIRE_MARKDOWN_QUOTE, line->start, line->end);
      add_span (self->spans, QUIRE_MARKDOWN_MARK, line->start, line->start + 1);
      parse_signs (self, line->text + 1, line->text + line->n_bytes, line->start + 1);
      break;

    case QUIRE_MARKDOWN_LINE_HEADING:
      add_span (self->spans, QUIRE_MARKDOWN_HEADING, line->start, line->end);
      add_span (self->spans, QUIRE_MARKDOWN_MARK, line->start, line->start + (guint) count_heading_signs (line->text, line->n_bytes));
      parse_signs (self, line->text, line->text + line->n_bytes, line->start);
      break;

    case QUIRE_MARKDOWN_LINE_BREAK:
      add_span (self->spans, QUIRE_MARKDOWN_BREAK, line->start, line->end);
      break;

    default:
      g_assert_not_reached ();
    }
}

GArray *
quire_markdown_get_spans (const char *text, const QuireMarkdownContext *context)
{
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (Run));
  Parser self = { g_array_new (FALSE, FALSE, sizeof (QuireMarkdownSpan)), runs };
  QuireMarkdownContext now = *context;
  const char *paragraph = NULL;
  guint paragraph_start = 0;
  guint offset = 0;

  for (const char *from = text; *from != '\0';)
    {
      const char *line_end = strchrnul (from, '\n');
      const char *next = *line_end == '\n' ? line_end + 1 : line_end;
      const Line line = { from, (gsize) (line_end - from), offset, offset + (guint) g_utf8_strlen (from, next - from) };
      QuireMarkdownLine kind = quire_markdown_classify_line (line.text, line.n_bytes);
      gboolean is_last = now.at_end && *line_end == '\0';

      if (kind != QUIRE_MARKDOWN_LINE_PROSE && paragraph != NULL)
        parse_signs (&self, g_steal_pointer (&paragraph), from, paragraph_start);
      if (kind == QUIRE_MARKDOWN_LINE_PROSE && paragraph == NULL)
        {
          paragraph = from;
          paragraph_start = offset;
        }
      if (kind != QUIRE_MARKDOWN_LINE_BLANK || !is_last)
        add_line (&self, kind, &now, &line);

      now.n_blank = kind == QUIRE_MARKDOWN_LINE_BLANK ? now.n_blank + 1 : 0;
      now.above = kind == QUIRE_MARKDOWN_LINE_BLANK ? now.above : kind;
      offset = line.end;
      from = next;
    }
  if (paragraph != NULL)
    parse_signs (&self, paragraph, paragraph + strlen (paragraph), paragraph_start);

  merge_spans (self.spans);

  return self.spans;
}

/* As the word counter pairs them: a mark without partner begins nothing. */
GArray *
quire_markdown_get_comments (const char *text)
{
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (QuireMarkdownSpan));
  const char *from = text;
  guint offset = 0;

  for (;;)
    {
      const char *open = strstr (from, "%%");
      const char *close = open != NULL ? strstr (open + 2, "%%") : NULL;
      guint start;

      if (close == NULL)
        return spans;

      start = offset + (guint) g_utf8_strlen (from, open - from);
      offset = start + (guint) g_utf8_strlen (open, close + 2 - open);
      add_span (spans, QUIRE_MARKDOWN_COMMENT, start, offset);
      from = close + 2;
    }
}
