/* quire-markdown-styler.c: styles prose while it is typed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A key must cost the same in a long scene as in a short one. So a change restyles a stretch: from the first line of the paragraph
 * it is in, over the blank lines behind it (they may become gaps), to the end of the next paragraph (its first line may move to the
 * margin). What a line looks like depends on nothing outside of the stretch but the nearest line above that is not blank.
 *
 * And a tag that is taken off and put on again costs the layout of its lines twice, so the tags that are there are compared with
 * those that should be there, style by style, and touched only where they differ: while words are typed into a
 * paragraph nothing is touched at all, as tags move with the text. */

#define G_LOG_DOMAIN "quire-ui"

#include "config.h"

#include "quire-markdown-styler.h"

/* No paragraph of prose has as many lines; a poem or a log file pasted in may, and is then styled in pieces. */
#define MAX_LINES 40

#define BREAK_SPACING 6 /* tenths of the font size between the signs of a scene break */

struct _QuireMarkdownStyler
{
  GObject parent_instance;

  GtkTextBuffer *buffer; /* unowned: its signals end with it */
  GtkTextTag *tags[QUIRE_MARKDOWN_N_STYLES];
};

G_DEFINE_FINAL_TYPE (QuireMarkdownStyler, quire_markdown_styler, G_TYPE_OBJECT)

static const char *const tag_names[QUIRE_MARKDOWN_N_STYLES] = {
  "quire-flush",
  "quire-quote",
  "quire-heading",
  "quire-break",
  "quire-gap",
  "quire-strong",
  "quire-emphasis",
  "quire-strike",
  "quire-comment",
  "quire-mark",
};

GtkTextTag *
quire_markdown_styler_get_tag (GtkTextTagTable *tags, QuireMarkdownStyle style)
{
  g_return_val_if_fail (GTK_IS_TEXT_TAG_TABLE (tags), NULL);

  return gtk_text_tag_table_lookup (tags, tag_names[style]);
}

GtkTextTagTable *
quire_markdown_styler_new_tags (void)
{
  GtkTextTagTable *tags = gtk_text_tag_table_new ();

  for (guint i = 0; i < QUIRE_MARKDOWN_N_STYLES; i++)
    {
      g_autoptr (GtkTextTag) tag = gtk_text_tag_new (tag_names[i]);

      gtk_text_tag_table_add (tags, tag);
    }

  g_object_set (quire_markdown_styler_get_tag (tags, QUIRE_MARKDOWN_FLUSH), "indent", 0, NULL);
  g_object_set (quire_markdown_styler_get_tag (tags, QUIRE_MARKDOWN_QUOTE), "indent", 0, "accumulative-margin", TRUE, NULL);
  g_object_set (quire_markdown_styler_get_tag (tags, QUIRE_MARKDOWN_HEADING), "indent", 0, "weight", PANGO_WEIGHT_BOLD, NULL);
  g_object_set (quire_markdown_styler_get_tag (tags, QUIRE_MARKDOWN_BREAK), "indent", 0, "justification", GTK_JUSTIFY_CENTER, NULL);
  g_object_set (quire_markdown_styler_get_tag (tags, QUIRE_MARKDOWN_GAP),
                "indent", 0, "size", 1, "pixels-above-lines", 0, "pixels-below-lines", 0, "pixels-inside-wrap", 0, NULL);
  g_object_set (quire_markdown_styler_get_tag (tags, QUIRE_MARKDOWN_STRONG), "weight", PANGO_WEIGHT_BOLD, NULL);
  g_object_set (quire_markdown_styler_get_tag (tags, QUIRE_MARKDOWN_EMPHASIS), "style", PANGO_STYLE_ITALIC, NULL);
  g_object_set (quire_markdown_styler_get_tag (tags, QUIRE_MARKDOWN_STRIKE), "strikethrough", TRUE, NULL);
  g_object_set (quire_markdown_styler_get_tag (tags, QUIRE_MARKDOWN_COMMENT), "style", PANGO_STYLE_ITALIC, NULL);

  return tags;
}

void
quire_markdown_styler_set_look (GtkTextTagTable *tags, const GdkRGBA *dim, int font_size, int leading)
{
  const QuireMarkdownStyle dimmed[] = { QUIRE_MARKDOWN_BREAK, QUIRE_MARKDOWN_COMMENT, QUIRE_MARKDOWN_MARK };
  int above = leading / 2 + font_size / 2;

  g_return_if_fail (GTK_IS_TEXT_TAG_TABLE (tags));

  for (guint i = 0; i < G_N_ELEMENTS (dimmed); i++)
    g_object_set (quire_markdown_styler_get_tag (tags, dimmed[i]), "foreground-rgba", dim, NULL);

  g_object_set (quire_markdown_styler_get_tag (tags, QUIRE_MARKDOWN_QUOTE),
                "left-margin", font_size * 3 / 2, "right-margin", font_size * 3 / 2, NULL);
  g_object_set (quire_markdown_styler_get_tag (tags, QUIRE_MARKDOWN_BREAK),
                "pixels-above-lines", above, "pixels-below-lines", above,
                "letter-spacing", font_size * PANGO_SCALE * BREAK_SPACING / 10, NULL);
}

static QuireMarkdownLine
classify (const GtkTextIter *line)
{
  GtkTextIter end = *line;
  g_autofree char *text = NULL;

  if (!gtk_text_iter_ends_line (&end))
    gtk_text_iter_forward_to_line_end (&end);
  text = gtk_text_iter_get_slice (line, &end);

  return quire_markdown_classify_line (text, strlen (text));
}

static QuireMarkdownContext
find_context (const GtkTextIter *start)
{
  QuireMarkdownContext context = { QUIRE_MARKDOWN_LINE_BLANK, 0, FALSE };
  GtkTextIter line = *start;

  for (guint i = 0; i < MAX_LINES && gtk_text_iter_backward_line (&line); i++)
    {
      context.above = classify (&line);
      if (context.above != QUIRE_MARKDOWN_LINE_BLANK)
        break;
      context.n_blank++;
    }

  return context;
}

/* Widens a change to the lines whose look it may have changed. */
static void
find_stretch (GtkTextIter *start, GtkTextIter *end)
{
  GtkTextIter line;
  gboolean in_next = FALSE;

  gtk_text_iter_set_line_offset (start, 0);
  line = *start;
  for (guint i = 0; i < MAX_LINES && gtk_text_iter_backward_line (&line) && classify (&line) != QUIRE_MARKDOWN_LINE_BLANK; i++)
    *start = line;

  gtk_text_iter_set_line_offset (end, 0);
  for (guint i = 0; i < MAX_LINES; i++)
    {
      gboolean blank;

      if (!gtk_text_iter_forward_line (end))
        return;
      blank = classify (end) == QUIRE_MARKDOWN_LINE_BLANK;
      if (in_next && blank)
        return;
      line = *end;
      if (!blank && gtk_text_iter_backward_line (&line) && classify (&line) == QUIRE_MARKDOWN_LINE_BLANK)
        in_next = TRUE;
    }
}

static void
apply_spans (QuireMarkdownStyler *self, QuireMarkdownStyle style, const QuireMarkdownSpan *spans, guint n, guint start, guint end)
{
  GtkTextIter from;
  GtkTextIter to;

  gtk_text_buffer_get_iter_at_offset (self->buffer, &from, (int) start);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &to, (int) end);
  gtk_text_buffer_remove_tag (self->buffer, self->tags[style], &from, &to);

  for (guint i = 0; i < n; i++)
    {
      gtk_text_buffer_get_iter_at_offset (self->buffer, &from, (int) (start + spans[i].start));
      gtk_text_buffer_get_iter_at_offset (self->buffer, &to, (int) (start + spans[i].end));
      gtk_text_buffer_apply_tag (self->buffer, self->tags[style], &from, &to);
    }
}

/* TRUE when the tag is on just @spans between @start and @end. */
static gboolean
has_spans (QuireMarkdownStyler *self, QuireMarkdownStyle style, const QuireMarkdownSpan *spans, guint n, guint start, guint end)
{
  GtkTextTag *tag = self->tags[style];
  GtkTextIter iter;
  guint i = 0;

  gtk_text_buffer_get_iter_at_offset (self->buffer, &iter, (int) start);
  if (!gtk_text_iter_has_tag (&iter, tag) && !gtk_text_iter_forward_to_tag_toggle (&iter, tag))
    return n == 0;

  for (;;)
    {
      guint from = (guint) gtk_text_iter_get_offset (&iter);
      guint to;

      if (from >= end || gtk_text_iter_is_end (&iter))
        return i == n;
      if (i == n || from != start + spans[i].start)
        return FALSE;
      gtk_text_iter_forward_to_tag_toggle (&iter, tag);
      to = MIN ((guint) gtk_text_iter_get_offset (&iter), end);
      if (to != start + spans[i].end)
        return FALSE;
      i++;
      if (to == end || !gtk_text_iter_forward_to_tag_toggle (&iter, tag))
        return i == n;
    }
}

static void
set_style (QuireMarkdownStyler *self, QuireMarkdownStyle style, const QuireMarkdownSpan *spans, guint n, guint start, guint end)
{
  if (!has_spans (self, style, spans, n, start, end))
    apply_spans (self, style, spans, n, start, end);
}

/* @spans are sorted by style and begin at @start. Comments are kept apart. */
static void
set_spans (QuireMarkdownStyler *self, GArray *spans, guint start, guint end)
{
  const QuireMarkdownSpan *all = (const QuireMarkdownSpan *) spans->data;
  guint i = 0;

  for (QuireMarkdownStyle style = QUIRE_MARKDOWN_FLUSH; style < QUIRE_MARKDOWN_N_STYLES; style++)
    {
      guint n = 0;

      while (i + n < spans->len && all[i + n].style == style)
        n++;
      if (style != QUIRE_MARKDOWN_COMMENT)
        set_style (self, style, all + i, n, start, end);
      i += n;
    }
}

static void
restyle (QuireMarkdownStyler *self, const GtkTextIter *changed_start, const GtkTextIter *changed_end)
{
  GtkTextIter start = *changed_start;
  GtkTextIter end = *changed_end;
  QuireMarkdownContext context;
  g_autoptr (GArray) spans = NULL;
  g_autofree char *text = NULL;

  find_stretch (&start, &end);
  context = find_context (&start);
  context.at_end = gtk_text_iter_is_end (&end);
  text = gtk_text_iter_get_slice (&start, &end);
  spans = quire_markdown_get_spans (text, &context);

  set_spans (self, spans, (guint) gtk_text_iter_get_offset (&start), (guint) gtk_text_iter_get_offset (&end));
}

static void
inserted_cb (QuireMarkdownStyler *self, const GtkTextIter *end, const char *text, int n_bytes)
{
  GtkTextIter start = *end;

  gtk_text_iter_backward_chars (&start, (int) g_utf8_strlen (text, n_bytes));
  restyle (self, &start, end);
}

static void
deleted_cb (QuireMarkdownStyler *self, const GtkTextIter *start, const GtkTextIter *end)
{
  restyle (self, start, start);
}

static void
quire_markdown_styler_class_init (QuireMarkdownStylerClass *klass)
{
}

static void
quire_markdown_styler_init (QuireMarkdownStyler *self)
{
}

QuireMarkdownStyler *
quire_markdown_styler_new (GtkTextBuffer *buffer)
{
  QuireMarkdownStyler *self;
  GtkTextIter start;
  GtkTextIter end;

  g_return_val_if_fail (GTK_IS_TEXT_BUFFER (buffer), NULL);

  self = g_object_new (QUIRE_TYPE_MARKDOWN_STYLER, NULL);
  self->buffer = buffer;
  for (guint i = 0; i < QUIRE_MARKDOWN_N_STYLES; i++)
    self->tags[i] = quire_markdown_styler_get_tag (gtk_text_buffer_get_tag_table (buffer), (QuireMarkdownStyle) i);

  g_signal_connect_object (buffer, "insert-text", G_CALLBACK (inserted_cb), self, G_CONNECT_AFTER | G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer, "delete-range", G_CALLBACK (deleted_cb), self, G_CONNECT_AFTER | G_CONNECT_SWAPPED);

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  restyle (self, &start, &end);

  return self;
}

void
quire_markdown_styler_update_comments (QuireMarkdownStyler *self, const char *text)
{
  g_autoptr (GArray) comments = NULL;

  g_return_if_fail (QUIRE_IS_MARKDOWN_STYLER (self));

  comments = quire_markdown_get_comments (text);
  set_style (self, QUIRE_MARKDOWN_COMMENT, (const QuireMarkdownSpan *) comments->data, comments->len,
             0, (guint) gtk_text_buffer_get_char_count (self->buffer));
}
