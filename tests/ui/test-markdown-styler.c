/* test-markdown-styler.c: what prose looks like while it is typed, and the edits that know Markdown.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gtk/gtk.h>

#include "quire-markdown-edit.h"
#include "quire-markdown-styler.h"
#include "quire-test.h"

static const char style_letters[] = "fqhbgSEKCm";

/* "m:0-1 E:1-4": each style's spans. */
static char *
describe (GArray *spans)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < spans->len; i++)
    {
      const QuireMarkdownSpan *span = &g_array_index (spans, QuireMarkdownSpan, i);

      g_string_append_printf (text, "%s%c:%u-%u", i > 0 ? " " : "", style_letters[span->style], span->start, span->end);
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
test_spans (void)
{
  static const struct
  {
    const char *text;
    const char *spans;
  } cases[] = {
    { "", "" },
    { "Rain.", "f:0-5" },
    { "A\n\nB", "f:0-2 g:2-3" },
    { "A\nB", "f:0-3" },
    { "A\n\n\n\nB", "f:0-2 g:2-3 g:4-5" },
    { "A\n\n\nB", "f:0-2 g:2-3" },
    { "A\n\n", "f:0-2 g:2-3" },
    { "A\n", "f:0-2" },
    { "\n\nA", "f:2-3 g:1-2" },
    { "A\n\n***\n\nB\n\nC", "f:0-2 f:8-10 b:3-7 g:2-3 g:7-8 g:10-11" },
    { "* * *", "b:0-5" },
    { "---", "b:0-3" },
    { "-- x", "f:0-4" },
    { "# One\n\nB", "f:7-8 h:0-6 g:6-7 m:0-1" },
    { "#tag", "f:0-4" },
    { "> *Kept* dry\n\nB", "q:0-13 g:13-14 E:3-7 m:0-1 m:2-3 m:7-8" },
    { "a *b* c", "f:0-7 E:3-4 m:2-3 m:4-5" },
    { "a **b** c", "f:0-9 S:4-5 m:2-4 m:5-7" },
    { "***b***", "f:0-7 S:3-4 E:1-6 m:0-3 m:4-7" },
    { "**a *b* c**", "f:0-11 S:2-9 E:5-6 m:0-2 m:4-5 m:6-7 m:9-11" },
    { "~~b~~", "f:0-5 K:2-3 m:0-2 m:3-5" },
    { "~b~", "f:0-3" },
    { "2 * 3 * 4", "f:0-9" },
    { "*a", "f:0-2" },
    { "a*", "f:0-2" },
    { "*a b*", "f:0-5 E:1-4 m:0-1 m:4-5" },
    { "* a*", "f:0-4" },
    { "\\*a*", "f:0-4 m:0-1" },
    { "_a_ b_c_d", "f:0-9 E:1-2 m:0-1 m:2-3" },
    { "*a\nb*", "f:0-5 E:1-4 m:0-1 m:4-5" },
    { "*a\n\nb*", "f:0-3 g:3-4" },
    { "“*é*”", "f:0-5 E:2-3 m:1-2 m:3-4" },
    { "a*b*c", "f:0-5 E:2-3 m:1-2 m:3-4" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const QuireMarkdownContext context = { QUIRE_MARKDOWN_LINE_BLANK, 0, TRUE };
      g_autoptr (GArray) spans = quire_markdown_get_spans (cases[i].text, &context);
      g_autofree char *found = describe (spans);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (found, ==, cases[i].spans);
    }
}

static void
test_comments (void)
{
  static const struct
  {
    const char *text;
    const char *spans;
  } cases[] = {
    { "", "" },
    { "a %% b", "" },
    { "é %%b%% c", "C:2-7" },
    { "%%%%", "C:0-4" },
    { "%%a\n\nb%% c %%d%%", "C:0-8 C:11-16" },
    { "100 % %%a%% %%", "C:6-11" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) spans = quire_markdown_get_comments (cases[i].text);
      g_autofree char *found = describe (spans);

      g_assert_cmpstr (found, ==, cases[i].spans);
    }
}

/* All tags of a buffer, style by style. */
static char *
describe_buffer (GtkTextBuffer *buffer)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint style = 0; style < QUIRE_MARKDOWN_N_STYLES; style++)
    {
      GtkTextTag *tag = quire_markdown_styler_get_tag (gtk_text_buffer_get_tag_table (buffer), style);
      GtkTextIter iter;

      gtk_text_buffer_get_start_iter (buffer, &iter);
      if (gtk_text_iter_has_tag (&iter, tag))
        g_string_append_printf (text, " %c0", style_letters[style]);
      while (gtk_text_iter_forward_to_tag_toggle (&iter, tag))
        g_string_append_printf (text, " %c%d", style_letters[style], gtk_text_iter_get_offset (&iter));
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
assert_styled_as_new (GtkTextBuffer *buffer)
{
  g_autoptr (GtkTextBuffer) fresh = gtk_text_buffer_new (gtk_text_buffer_get_tag_table (buffer));
  g_autoptr (QuireMarkdownStyler) styler = NULL;
  g_autofree char *text = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *found = NULL;
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  gtk_text_buffer_set_text (fresh, text, -1);
  styler = quire_markdown_styler_new (fresh);
  expected = describe_buffer (fresh);
  found = describe_buffer (buffer);
  if (strcmp (expected, found) != 0)
    g_test_message ("%s", text);
  g_assert_cmpstr (found, ==, expected);
}

/* However a text came to be, it looks like one that was loaded. */
static void
test_edits (void)
{
  static const char *const pieces[] = { "a", "é", " ", "\n", "\n\n", "*", "**", "~~", "> ", "***", "\n\n***\n\n", "# ", "_", "word ", "\\", "“" };
  g_autoptr (GtkTextTagTable) tags = quire_markdown_styler_new_tags ();
  g_autoptr (GtkTextBuffer) buffer = gtk_text_buffer_new (tags);
  g_autoptr (QuireMarkdownStyler) styler = quire_markdown_styler_new (buffer);

  gtk_text_buffer_set_enable_undo (buffer, TRUE);
  for (int i = 0; i < 1500; i++)
    {
      int length = gtk_text_buffer_get_char_count (buffer);
      GtkTextIter start;
      GtkTextIter end;

      gtk_text_buffer_get_iter_at_offset (buffer, &start, g_test_rand_int_range (0, length + 1));
      if (length > 120 || g_test_rand_int_range (0, 4) == 0)
        {
          end = start;
          gtk_text_iter_forward_chars (&end, g_test_rand_int_range (1, length > 120 ? 60 : 6));
          gtk_text_buffer_delete (buffer, &start, &end);
        }
      else if (g_test_rand_int_range (0, 8) == 0 && gtk_text_buffer_get_can_undo (buffer))
        gtk_text_buffer_undo (buffer);
      else
        gtk_text_buffer_insert (buffer, &start, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))], -1);
      assert_styled_as_new (buffer);
    }

  g_assert_finalize_object (g_steal_pointer (&styler));
  g_assert_finalize_object (g_steal_pointer (&buffer));
}

static void
count_cb (GtkTextBuffer *buffer, GtkTextTag *tag, GtkTextIter *start, GtkTextIter *end, guint *n)
{
  (*n)++;
}

/* Typing words into a styled paragraph touches no tag, which is what keeps a key cheap. */
static void
test_typing_touches_nothing (void)
{
  g_autoptr (GtkTextTagTable) tags = quire_markdown_styler_new_tags ();
  g_autoptr (GtkTextBuffer) buffer = gtk_text_buffer_new (tags);
  g_autoptr (QuireMarkdownStyler) styler = NULL;
  guint n = 0;
  GtkTextIter iter;

  gtk_text_buffer_set_text (buffer, "One *two* three.\n\nFour **five** six.\n\n***\n\nSeven.", -1);
  styler = quire_markdown_styler_new (buffer);
  g_signal_connect (buffer, "apply-tag", G_CALLBACK (count_cb), &n);
  g_signal_connect (buffer, "remove-tag", G_CALLBACK (count_cb), &n);

  for (int i = 0; i < 20; i++)
    {
      gtk_text_buffer_get_iter_at_offset (buffer, &iter, 21);
      gtk_text_buffer_insert (buffer, &iter, i % 5 == 4 ? " " : "a", -1);
    }
  g_assert_cmpuint (n, ==, 0);

  gtk_text_buffer_insert (buffer, &iter, "*a*", -1);
  g_assert_cmpuint (n, >, 0);
}

static void
test_update_comments (void)
{
  g_autoptr (GtkTextTagTable) tags = quire_markdown_styler_new_tags ();
  g_autoptr (GtkTextBuffer) buffer = gtk_text_buffer_new (tags);
  g_autoptr (QuireMarkdownStyler) styler = quire_markdown_styler_new (buffer);
  GtkTextTag *comment = quire_markdown_styler_get_tag (tags, QUIRE_MARKDOWN_COMMENT);
  GtkTextIter iter;

  gtk_text_buffer_set_text (buffer, "a %%b\n\nc%% d", -1);
  quire_markdown_styler_update_comments (styler, "a %%b\n\nc%% d");
  gtk_text_buffer_get_iter_at_offset (buffer, &iter, 6);
  g_assert_true (gtk_text_iter_has_tag (&iter, comment));
  gtk_text_buffer_get_iter_at_offset (buffer, &iter, 10);
  g_assert_false (gtk_text_iter_has_tag (&iter, comment));

  gtk_text_buffer_set_text (buffer, "a %%b\n\nc% d", -1);
  quire_markdown_styler_update_comments (styler, "a %%b\n\nc% d");
  gtk_text_buffer_get_iter_at_offset (buffer, &iter, 4);
  g_assert_false (gtk_text_iter_has_tag (&iter, comment));
}

/* [ and ] are the ends of the selection, | the caret when nothing is selected. */
static void
set_marked (GtkTextBuffer *buffer, const char *marked)
{
  g_autoptr (GString) text = g_string_new (NULL);
  int caret = 0;
  int bound = 0;
  int offset = 0;
  GtkTextIter start;
  GtkTextIter end;

  for (const char *p = marked; *p != '\0'; p = g_utf8_next_char (p))
    switch (*p)
      {
      case '[':
        bound = offset;
        break;
      case ']':
        caret = offset;
        break;
      case '|':
        caret = bound = offset;
        break;
      default:
        g_string_append_unichar (text, g_utf8_get_char (p));
        offset++;
      }
  gtk_text_buffer_begin_irreversible_action (buffer);
  gtk_text_buffer_set_text (buffer, text->str, -1);
  gtk_text_buffer_end_irreversible_action (buffer);
  gtk_text_buffer_get_iter_at_offset (buffer, &start, caret);
  gtk_text_buffer_get_iter_at_offset (buffer, &end, bound);
  gtk_text_buffer_select_range (buffer, &start, &end);
}

static char *
dup_marked (GtkTextBuffer *buffer)
{
  GtkTextIter start;
  GtkTextIter end;
  GtkTextIter first;
  GtkTextIter last;
  g_autofree char *before = NULL;
  g_autofree char *inside = NULL;
  g_autofree char *after = NULL;
  gboolean selected = gtk_text_buffer_get_selection_bounds (buffer, &start, &end);

  gtk_text_buffer_get_bounds (buffer, &first, &last);
  before = gtk_text_buffer_get_text (buffer, &first, &start, TRUE);
  inside = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  after = gtk_text_buffer_get_text (buffer, &end, &last, TRUE);

  return selected ? g_strconcat (before, "[", inside, "]", after, NULL) : g_strconcat (before, "|", after, NULL);
}

static void
test_toggle_mark (void)
{
  static const struct
  {
    const char *mark;
    const char *before;
    const char *after;
    gboolean back; /* a second time gives the first text back */
  } cases[] = {
    { "*", "a [word] b", "a *[word]* b", TRUE },
    { "**", "a [word] b", "a **[word]** b", TRUE },
    { "~~", "a [word] b", "a ~~[word]~~ b", TRUE },
    { "*", "a **[word]** b", "a ***[word]*** b", TRUE },
    { "**", "a *[word]* b", "a ***[word]*** b", TRUE },
    { "*", "a [*word*] b", "a [word] b", FALSE },
    { "*", "a [ word ] b", "a  *[word]*  b", FALSE },
    { "*", "a wo|rd b", "a *wo|rd* b", TRUE },
    { "**", "a word| b", "a **word|** b", TRUE },
    { "*", "|word b", "*|word* b", TRUE },
    { "*", "a | b", "a *|* b", FALSE },
    { "*", "|", "*|*", FALSE },
    { "*", "a [b\n\nc] d", "a *[b*\n\n*c]* d", TRUE },
    { "*", "[*b*\n\nc] d", "*[b*\n\n*c]* d", FALSE },
    { "*", "é [ü] ß", "é *[ü]* ß", TRUE },
    { "*", "a [ ] b", "a [ ] b", TRUE },
  };
  g_autoptr (GtkTextTagTable) tags = quire_markdown_styler_new_tags ();
  g_autoptr (GtkTextBuffer) buffer = gtk_text_buffer_new (tags);
  g_autoptr (QuireMarkdownStyler) styler = quire_markdown_styler_new (buffer);

  gtk_text_buffer_set_enable_undo (buffer, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *after = NULL;
      g_autofree char *again = NULL;

      g_test_message ("%s %s", cases[i].mark, cases[i].before);
      set_marked (buffer, cases[i].before);
      quire_markdown_toggle_mark (buffer, cases[i].mark);
      after = dup_marked (buffer);
      g_assert_cmpstr (after, ==, cases[i].after);

      if (cases[i].back)
        {
          quire_markdown_toggle_mark (buffer, cases[i].mark);
          again = dup_marked (buffer);
          g_assert_cmpstr (again, ==, cases[i].before);
        }
    }

  set_marked (buffer, "a [b\n\nc] d");
  quire_markdown_toggle_mark (buffer, "**");
  gtk_text_buffer_undo (buffer);
  {
    g_autofree char *undone = dup_marked (buffer);

    g_assert_nonnull (strstr (undone, "b"));
    g_assert_null (strstr (undone, "*"));
    g_assert_false (gtk_text_buffer_get_can_undo (buffer));
  }
}

static void
test_paragraphs (void)
{
  static const struct
  {
    int direction; /* 0: end of paragraph */
    const char *before;
    const char *after; /* NULL: nothing to join */
  } cases[] = {
    { 0, "One|", "One\n\n|" },
    { 0, "One| two", "One\n\n| two" },
    { 0, "One\n\n|", "One\n\n\n\n|" },
    { 0, "O[ne] two", "O\n\n| two" },
    { 0, "|", "\n\n|" },
    { -1, "One\n\n|Two", "One|Two" },
    { -1, "One\n\n|", "One|" },
    { -1, "One\n|Two", NULL },
    { -1, "One\n\nT|wo", NULL },
    { -1, "One\n\n\n|Two", NULL },
    { -1, "|One", NULL },
    { -1, "One\n\n[T]wo", NULL },
    { 1, "One|\n\nTwo", "One|Two" },
    { 1, "One|\nTwo", NULL },
    { 1, "On|e\n\nTwo", NULL },
    { 1, "One|", NULL },
  };
  g_autoptr (GtkTextTagTable) tags = quire_markdown_styler_new_tags ();
  g_autoptr (GtkTextBuffer) buffer = gtk_text_buffer_new (tags);
  g_autoptr (QuireMarkdownStyler) styler = quire_markdown_styler_new (buffer);

  gtk_text_buffer_set_enable_undo (buffer, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *after = NULL;
      gboolean joined = TRUE;

      g_test_message ("%d %s", cases[i].direction, cases[i].before);
      set_marked (buffer, cases[i].before);
      if (cases[i].direction == 0)
        quire_markdown_end_paragraph (buffer);
      else
        joined = quire_markdown_join_paragraphs (buffer, cases[i].direction);
      after = dup_marked (buffer);
      g_assert_cmpint (joined, ==, cases[i].after != NULL);
      g_assert_cmpstr (after, ==, cases[i].after != NULL ? cases[i].after : cases[i].before);
      if (joined)
        {
          gtk_text_buffer_undo (buffer);
          g_assert_false (gtk_text_buffer_get_can_undo (buffer));
        }
    }
}

int
main (int argc, char *argv[])
{
  quire_test_init (&argc, &argv);
  gtk_init ();

  g_test_add_func ("/markdown-styler/spans", test_spans);
  g_test_add_func ("/markdown-styler/comments", test_comments);
  g_test_add_func ("/markdown-styler/edits", test_edits);
  g_test_add_func ("/markdown-styler/typing-touches-nothing", test_typing_touches_nothing);
  g_test_add_func ("/markdown-styler/update-comments", test_update_comments);
  g_test_add_func ("/markdown-styler/toggle-mark", test_toggle_mark);
  g_test_add_func ("/markdown-styler/paragraphs", test_paragraphs);

  return g_test_run ();
}
