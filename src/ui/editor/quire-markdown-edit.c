/* quire-markdown-edit.c: edits that know what a paragraph and a mark are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-ui"

#include "config.h"

#include "quire-markdown-edit.h"

#include <string.h>

#include "quire-markdown-styler.h"

/* A stretch that one pair of marks goes around: inside one line, no white space at its ends. */
typedef struct
{
  GtkTextMark *start;
  GtkTextMark *end;
  gboolean wrapped;
} Piece;

static void
piece_clear (gpointer data)
{
  Piece *piece = data;

  gtk_text_buffer_delete_mark (gtk_text_mark_get_buffer (piece->start), piece->start);
  gtk_text_buffer_delete_mark (gtk_text_mark_get_buffer (piece->end), piece->end);
  g_object_unref (piece->start);
  g_object_unref (piece->end);
}

gboolean
quire_markdown_is_in_gap (const GtkTextIter *iter)
{
  GtkTextTagTable *tags = gtk_text_buffer_get_tag_table (gtk_text_iter_get_buffer (iter));
  GtkTextTag *gap = quire_markdown_styler_get_tag (tags, QUIRE_MARKDOWN_GAP);

  return gap != NULL && gtk_text_iter_has_tag (iter, gap);
}

void
quire_markdown_end_paragraph (GtkTextBuffer *buffer)
{
  GtkTextIter caret;

  g_return_if_fail (GTK_IS_TEXT_BUFFER (buffer));

  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete_selection (buffer, TRUE, TRUE);
  gtk_text_buffer_get_iter_at_mark (buffer, &caret, gtk_text_buffer_get_insert (buffer));
  gtk_text_buffer_insert_interactive_at_cursor (buffer, quire_markdown_is_in_gap (&caret) ? "\n" : "\n\n", -1, TRUE);
  gtk_text_buffer_end_user_action (buffer);
}

gboolean
quire_markdown_join_paragraphs (GtkTextBuffer *buffer, int direction)
{
  GtkTextIter start;
  GtkTextIter end;
  GtkTextIter gap;

  g_return_val_if_fail (GTK_IS_TEXT_BUFFER (buffer), FALSE);

  gtk_text_buffer_get_iter_at_mark (buffer, &start, gtk_text_buffer_get_insert (buffer));
  end = start;
  if (gtk_text_buffer_get_has_selection (buffer) || (direction < 0 ? !gtk_text_iter_starts_line (&start) : !gtk_text_iter_ends_line (&start)))
    return FALSE;

  if (direction < 0)
    {
      if (!gtk_text_iter_backward_line (&start))
        return FALSE;
      gap = start;
      if (gtk_text_iter_backward_line (&start) && !gtk_text_iter_ends_line (&start))
        gtk_text_iter_forward_to_line_end (&start);
    }
  else
    {
      gtk_text_iter_forward_line (&end);
      gap = end;
      gtk_text_iter_forward_line (&end);
    }
  if (!quire_markdown_is_in_gap (&gap))
    return FALSE;

  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete_interactive (buffer, &start, &end, TRUE);
  gtk_text_buffer_end_user_action (buffer);

  return TRUE;
}

/* How many of @sign stand right before (@direction < 0) or at and behind @iter. */
static guint
count_signs (const GtkTextIter *iter, int direction, char sign)
{
  GtkTextIter at = *iter;
  guint n = 0;

  if (direction > 0)
    {
      for (; gtk_text_iter_get_char (&at) == (gunichar) sign; n++)
        if (!gtk_text_iter_forward_char (&at))
          return n + 1;
      return n;
    }
  for (; gtk_text_iter_backward_char (&at) && gtk_text_iter_get_char (&at) == (gunichar) sign; n++)
    ;

  return n;
}

/* "*" is a pair of its own inside "***" and none inside "**". */
static gboolean
holds_mark (guint n_signs, const char *mark)
{
  guint length = (guint) strlen (mark);

  return mark[0] == '*' && length == 1 ? n_signs % 2 == 1 : n_signs >= length;
}

static gboolean
is_wrapped (const GtkTextIter *start, const GtkTextIter *end, const char *mark)
{
  return holds_mark (count_signs (start, -1, mark[0]), mark) && holds_mark (count_signs (end, 1, mark[0]), mark);
}

/* Adds what is between @start and @end, which lie in one line, unless it is only space. Signs at its ends that pair, also with others outside, are left
 * out, so that a selection with its marks means the same as one without. */
static void
add_piece (GArray *pieces, GtkTextIter start, GtkTextIter end, const char *mark)
{
  GtkTextBuffer *buffer = gtk_text_iter_get_buffer (&start);
  Piece piece;
  guint leading;
  guint trailing;

  while (gtk_text_iter_compare (&start, &end) < 0 && g_unichar_isspace (gtk_text_iter_get_char (&start)))
    gtk_text_iter_forward_char (&start);
  while (gtk_text_iter_compare (&start, &end) < 0)
    {
      GtkTextIter last = end;

      gtk_text_iter_backward_char (&last);
      if (!g_unichar_isspace (gtk_text_iter_get_char (&last)))
        break;
      end = last;
    }
  if (gtk_text_iter_compare (&start, &end) >= 0)
    return;

  leading = count_signs (&start, 1, mark[0]);
  trailing = count_signs (&end, -1, mark[0]);
  if (holds_mark (leading + count_signs (&start, -1, mark[0]), mark) && holds_mark (trailing + count_signs (&end, 1, mark[0]), mark) &&
      (guint) (gtk_text_iter_get_offset (&end) - gtk_text_iter_get_offset (&start)) > leading + trailing)
    {
      gtk_text_iter_forward_chars (&start, (int) leading);
      gtk_text_iter_backward_chars (&end, (int) trailing);
    }

  /* What is put at the ends stays outside. */
  piece.start = g_object_ref (gtk_text_buffer_create_mark (buffer, NULL, &start, FALSE));
  piece.end = g_object_ref (gtk_text_buffer_create_mark (buffer, NULL, &end, TRUE));
  piece.wrapped = is_wrapped (&start, &end, mark);
  g_array_append_val (pieces, piece);
}

static GArray *
find_pieces (GtkTextBuffer *buffer, const char *mark)
{
  GArray *pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  GtkTextIter start;
  GtkTextIter end;

  g_array_set_clear_func (pieces, piece_clear);
  if (!gtk_text_buffer_get_selection_bounds (buffer, &start, &end))
    {
      if (!gtk_text_iter_inside_word (&start) && !gtk_text_iter_ends_word (&start))
        return pieces;
      if (!gtk_text_iter_starts_word (&start))
        gtk_text_iter_backward_word_start (&start);
      end = start;
      gtk_text_iter_forward_word_end (&end);
    }

  while (gtk_text_iter_compare (&start, &end) < 0)
    {
      GtkTextIter line_end = start;

      if (!gtk_text_iter_ends_line (&line_end))
        gtk_text_iter_forward_to_line_end (&line_end);
      add_piece (pieces, start, gtk_text_iter_compare (&line_end, &end) < 0 ? line_end : end, mark);
      if (!gtk_text_iter_forward_line (&start))
        break;
    }

  return pieces;
}

static void
wrap_piece (GtkTextBuffer *buffer, Piece *piece, const char *mark)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (buffer, &iter, piece->end);
  gtk_text_buffer_insert_interactive (buffer, &iter, mark, -1, TRUE);
  gtk_text_buffer_get_iter_at_mark (buffer, &iter, piece->start);
  gtk_text_buffer_insert_interactive (buffer, &iter, mark, -1, TRUE);
}

static void
unwrap_piece (GtkTextBuffer *buffer, Piece *piece, const char *mark)
{
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_iter_at_mark (buffer, &start, piece->end);
  end = start;
  gtk_text_iter_forward_chars (&end, (int) strlen (mark));
  gtk_text_buffer_delete_interactive (buffer, &start, &end, TRUE);
  gtk_text_buffer_get_iter_at_mark (buffer, &end, piece->start);
  start = end;
  gtk_text_iter_backward_chars (&start, (int) strlen (mark));
  gtk_text_buffer_delete_interactive (buffer, &start, &end, TRUE);
}

static void
insert_pair (GtkTextBuffer *buffer, const char *mark)
{
  GtkTextIter caret;

  gtk_text_buffer_insert_interactive_at_cursor (buffer, mark, -1, TRUE);
  gtk_text_buffer_insert_interactive_at_cursor (buffer, mark, -1, TRUE);
  gtk_text_buffer_get_iter_at_mark (buffer, &caret, gtk_text_buffer_get_insert (buffer));
  gtk_text_iter_backward_chars (&caret, (int) strlen (mark));
  gtk_text_buffer_place_cursor (buffer, &caret);
}

/* Selects what the pieces hold, with the caret at the end that it was at. */
static void
select_pieces (GtkTextBuffer *buffer, GArray *pieces, gboolean caret_first)
{
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_iter_at_mark (buffer, &start, g_array_index (pieces, Piece, 0).start);
  gtk_text_buffer_get_iter_at_mark (buffer, &end, g_array_index (pieces, Piece, pieces->len - 1).end);
  gtk_text_buffer_select_range (buffer, caret_first ? &start : &end, caret_first ? &end : &start);
}

/* Where the caret stands in the one piece that is the word around it. */
static int
get_place_in_word (GtkTextBuffer *buffer, GArray *pieces)
{
  GtkTextIter caret;
  GtkTextIter start;

  gtk_text_buffer_get_iter_at_mark (buffer, &caret, gtk_text_buffer_get_insert (buffer));
  gtk_text_buffer_get_iter_at_mark (buffer, &start, g_array_index (pieces, Piece, 0).start);

  return gtk_text_iter_get_offset (&caret) - gtk_text_iter_get_offset (&start);
}

static void
place_in_word (GtkTextBuffer *buffer, GArray *pieces, int place)
{
  GtkTextIter caret;

  gtk_text_buffer_get_iter_at_mark (buffer, &caret, g_array_index (pieces, Piece, 0).start);
  gtk_text_iter_forward_chars (&caret, place);
  gtk_text_buffer_place_cursor (buffer, &caret);
}

static void
toggle_pieces (GtkTextBuffer *buffer, GArray *pieces, const char *mark)
{
  gboolean all_wrapped = TRUE;

  for (guint i = 0; i < pieces->len; i++)
    all_wrapped = all_wrapped && g_array_index (pieces, Piece, i).wrapped;

  for (guint i = 0; i < pieces->len; i++)
    {
      Piece *piece = &g_array_index (pieces, Piece, i);

      if (all_wrapped)
        unwrap_piece (buffer, piece, mark);
      else if (!piece->wrapped)
        wrap_piece (buffer, piece, mark);
    }
}

void
quire_markdown_toggle_mark (GtkTextBuffer *buffer, const char *mark)
{
  g_autoptr (GArray) pieces = NULL;
  GtkTextIter caret;
  GtkTextIter bound;
  gboolean selected;
  gboolean caret_first;

  g_return_if_fail (GTK_IS_TEXT_BUFFER (buffer));
  g_return_if_fail (mark != NULL && mark[0] != '\0');

  gtk_text_buffer_get_iter_at_mark (buffer, &caret, gtk_text_buffer_get_insert (buffer));
  gtk_text_buffer_get_iter_at_mark (buffer, &bound, gtk_text_buffer_get_selection_bound (buffer));
  caret_first = gtk_text_iter_compare (&caret, &bound) < 0;
  selected = gtk_text_buffer_get_has_selection (buffer);
  pieces = find_pieces (buffer, mark);

  gtk_text_buffer_begin_user_action (buffer);
  if (selected && pieces->len > 0)
    {
      toggle_pieces (buffer, pieces, mark);
      select_pieces (buffer, pieces, caret_first);
    }
  else if (pieces->len > 0)
    {
      int place = get_place_in_word (buffer, pieces);

      toggle_pieces (buffer, pieces, mark);
      place_in_word (buffer, pieces, place);
    }
  else if (!selected)
    insert_pair (buffer, mark);
  gtk_text_buffer_end_user_action (buffer);
}
