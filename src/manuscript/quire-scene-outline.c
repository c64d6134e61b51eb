/* quire-scene-outline.c: what a scene's outline asks for.
 *
 * The outline is read line by line. A line is stripped of what only marks it: heading signs, list marks, check boxes and
 * the asterisks or underscores of bold and italic. If a known label and a colon stand at its beginning, its value is kept under
 * that label; a label alone (as a heading, or with nothing behind the colon) takes the lines below it: one line for a place, a time
 * or a point of view, and the list items for characters. Every other line is cut into sentences, or, if it is a list item, taken
 * whole, and these are the beats. A second value for what is known already is kept as a beat, so nothing that was written is lost.
 *
 * A length given as a range is taken as its mean, rounded up: "1200–1500 words" asks for 1,350.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-manuscript"

#include "config.h"

#include "quire-scene-outline.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "quire-error.h"
#include "quire-text.h"

/* Bounds for hostile input: an outline is a page or two. */
#define MAX_BYTES (256 * 1024)
#define MAX_BEATS 200
#define MAX_BEAT_LENGTH 2000
#define MAX_VALUE_LENGTH 500
#define MAX_CHARACTERS 100
#define MAX_LABEL_BYTES 40
#define MAX_WORDS 100000

#define MIN_LENGTH 10

typedef enum
{
  LABEL_NONE,
  LABEL_POINT_OF_VIEW,
  LABEL_PLACE,
  LABEL_TIME,
  LABEL_CHARACTERS,
  LABEL_LENGTH,
  LABEL_BEATS,
} Label;

static const struct
{
  const char *name; /* as quire_text_fold() gives it */
  Label label;
} labels[] = {
  { "pov", LABEL_POINT_OF_VIEW },
  { "point of view", LABEL_POINT_OF_VIEW },
  { "viewpoint", LABEL_POINT_OF_VIEW },
  { "place", LABEL_PLACE },
  { "setting", LABEL_PLACE },
  { "where", LABEL_PLACE },
  { "location", LABEL_PLACE },
  { "time", LABEL_TIME },
  { "when", LABEL_TIME },
  { "characters", LABEL_CHARACTERS },
  { "character", LABEL_CHARACTERS },
  { "cast", LABEL_CHARACTERS },
  { "length", LABEL_LENGTH },
  { "target", LABEL_LENGTH },
  { "target length", LABEL_LENGTH },
  { "target words", LABEL_LENGTH },
  { "words", LABEL_LENGTH },
  { "word count", LABEL_LENGTH },
  { "beats", LABEL_BEATS },
  { "outline", LABEL_BEATS },
  { "events", LABEL_BEATS },
};

typedef struct
{
  char *point_of_view;
  char *place;
  char *time;
  GPtrArray *characters;
  GPtrArray *beats;
  guint target_words;
  Label open; /* a label that waits for its value on the lines below */
} Reader;

/* -- lines -- */

typedef struct
{
  char *text; /* without marks, trimmed */
  gboolean is_item;
  gboolean is_heading;
} Line;

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

/* The bytes of a list mark with the blanks behind it, or 0: "- ", "* ", "• ", "12. ", "a) ". */
static gsize
list_mark_length (const char *text)
{
  static const char *const marks[] = { "-", "*", "+", "•", "–", "—", "◦", "▪" };
  gsize n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (marks) && n == 0; i++)
    {
      if (g_str_has_prefix (text, marks[i]))
        n = strlen (marks[i]);
    }

  if (n == 0)
    {
      gsize n_digits = strspn (text, "0123456789");

      if (n_digits == 0 && g_ascii_isalpha (*text) && text[1] == ')')
        n = 2;
      else if (n_digits > 0 && n_digits <= 3 && (text[n_digits] == '.' || text[n_digits] == ')'))
        n = n_digits + 1;
    }

  if (n == 0 || !is_blank (text[n]))
    return 0;
  while (is_blank (text[n]))
    n++;

  return n;
}

/* Takes off pairs of markers that embrace the whole of @text, as in "**Ada leaves**". */
static void
strip_embrace (char *text)
{
  static const char *const marks[] = { "***", "**", "__", "*", "_" };
  gsize n = strlen (text);

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      gsize n_mark = strlen (marks[i]);
      const char *inner;

      if (n <= 2 * n_mark || !g_str_has_prefix (text, marks[i]) || !g_str_has_suffix (text, marks[i]))
        continue;

      inner = strstr (text + n_mark, marks[i]);
      if (inner == text + n - n_mark)
        {
          memmove (text, text + n_mark, n - 2 * n_mark);
          text[n - 2 * n_mark] = '\0';
          return;
        }
    }
}

static Line
read_line (const char *start, gsize n_bytes)
{
  g_autofree char *raw = g_strndup (start, n_bytes);
  const char *c = g_strstrip (raw);
  Line line = { 0 };
  gsize n_mark;

  while (*c == '>' || is_blank (*c))
    c++;

  n_mark = strspn (c, "#");
  if (n_mark > 0 && (is_blank (c[n_mark]) || c[n_mark] == '\0'))
    {
      line.is_heading = TRUE;
      c += n_mark;
      while (is_blank (*c))
        c++;
    }

  n_mark = list_mark_length (c);
  if (n_mark > 0)
    {
      line.is_item = TRUE;
      c += n_mark;
      if (g_ascii_strncasecmp (c, "[x] ", 4) == 0 || strncmp (c, "[ ] ", 4) == 0)
        c += 4;
    }

  line.text = g_strdup (c);
  g_strstrip (line.text);
  if (strspn (line.text, "-*_=#") == strlen (line.text)) /* a rule, or nothing */
    line.text[0] = '\0';
  strip_embrace (line.text);

  return line;
}

/* Value text without the markers and blanks around it. */
static char *
clean_value (const char *text, gsize n_bytes)
{
  g_autofree char *value = g_strndup (text, n_bytes);
  gsize n;

  text = value + strspn (value, "*_ \t");
  n = strlen (text);
  while (n > 0 && strchr ("*_ \t", text[n - 1]) != NULL)
    n--;
  value[text - value + (gssize) n] = '\0';

  return quire_text_ellipsize (text, MAX_VALUE_LENGTH);
}

static Label
find_label (const char *text, gsize n_bytes)
{
  g_autofree char *name = NULL;
  g_autofree char *folded = NULL;

  if (n_bytes == 0 || n_bytes > MAX_LABEL_BYTES)
    return LABEL_NONE;

  name = clean_value (text, n_bytes);
  folded = quire_text_fold (name);
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      if (strcmp (folded, labels[i].name) == 0)
        return labels[i].label;
    }

  return LABEL_NONE;
}

/* The label at the beginning of a line, with the place where its value starts. */
static Label
split_label (const Line *line, const char **value)
{
  static const char *const colons[] = { ":", "：" };
  Label label;

  *value = "";
  for (guint i = 0; i < G_N_ELEMENTS (colons); i++)
    {
      const char *colon = g_strstr_len (line->text, MAX_LABEL_BYTES + 4, colons[i]);

      if (colon == NULL)
        continue;
      label = find_label (line->text, (gsize) (colon - line->text));
      if (label != LABEL_NONE)
        {
          *value = colon + strlen (colons[i]);
          return label;
        }
    }

  return line->is_heading ? find_label (line->text, strlen (line->text)) : LABEL_NONE;
}

/* -- lengths -- */

/* Skips what may stand between the thousands of a number: "1,200", "1.200", "1 200", "1’200", and the narrow spaces. */
static const char *
skip_group_mark (const char *c)
{
  static const char *const marks[] = { ",", ".", " ", "'", "’", "\u00a0", "\u202f", "\u2009" };

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      if (g_str_has_prefix (c, marks[i]))
        {
          c += strlen (marks[i]);
          return strspn (c, "0123456789") == 3 ? c : NULL;
        }
    }

  return NULL;
}

/* A number at @c with groups of thousands, or with decimals and a "k"; @thousands tells of the "k". The end of it, or NULL. */
static const char *
read_number (const char *c, double *number, gboolean *thousands)
{
  gsize n = strspn (c, "0123456789");
  const char *next;
  double value = 0;

  if (n == 0 || n > 7)
    return NULL;

  for (; g_ascii_isdigit (*c); c++)
    value = value * 10 + g_ascii_digit_value (*c);

  while (n <= 3 && (next = skip_group_mark (c)) != NULL)
    {
      for (c = next; g_ascii_isdigit (*c); c++)
        value = value * 10 + g_ascii_digit_value (*c);
    }

  if ((*c == '.' || *c == ',') && g_ascii_isdigit (c[1]))
    {
      double weight = 0.1;

      for (c++; g_ascii_isdigit (*c); c++, weight /= 10)
        value += g_ascii_digit_value (*c) * weight;
    }

  *thousands = (*c == 'k' || *c == 'K') && !g_ascii_isalnum (c[1]);
  *number = value;

  return *thousands ? c + 1 : c;
}

static const char *
skip_range_mark (const char *c)
{
  static const char *const marks[] = { "--", "-", "–", "—", "to", "and", "…" };

  while (*c == ' ')
    c++;
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      if (g_str_has_prefix (c, marks[i]))
        {
          c += strlen (marks[i]);
          return c + strspn (c, " ~");
        }
    }

  return NULL;
}

/* Words that a length asks for; 0 when it names none, or counts in something else. */
static guint
read_length (const char *text)
{
  double low, high;
  gboolean low_thousands, high_thousands;
  const char *c = text + strcspn (text, "0123456789");
  const char *next;

  c = read_number (c, &low, &low_thousands);
  if (c == NULL)
    return 0;

  next = skip_range_mark (c);
  next = next != NULL ? read_number (next, &high, &high_thousands) : NULL;
  if (next != NULL)
    {
      /* "1-2k" means thousands on both sides. */
      low *= low_thousands || (high_thousands && low < high) ? 1000 : 1;
      high *= high_thousands ? 1000 : 1;
      low = (low + high) / 2;
      c = next;
    }
  else
    {
      low *= low_thousands ? 1000 : 1;
    }

  c += strspn (c, " \t*_");
  if (g_ascii_strncasecmp (c, "page", 4) == 0 || g_ascii_strncasecmp (c, "minute", 6) == 0)
    return 0;

  return (guint) (MIN (low, MAX_WORDS) + 0.5);
}

/* -- the reader -- */

static void
add_beat (Reader *reader, const char *text, gsize n_bytes)
{
  g_autofree char *raw = g_strndup (text, n_bytes);
  g_autofree char *beat = NULL;

  if (reader->beats->len >= MAX_BEATS)
    return;

  beat = quire_text_ellipsize (raw, MAX_BEAT_LENGTH);
  strip_embrace (beat);
  g_strstrip (beat);
  if (*beat != '\0')
    g_ptr_array_add (reader->beats, g_steal_pointer (&beat));
}

static void
add_beats (Reader *reader, const Line *line, const char *text)
{
  g_autoptr (GArray) sentences = NULL;
  const char *start = text;
  gsize offset = 0;

  if (line->is_item)
    {
      add_beat (reader, text, strlen (text));
      return;
    }

  sentences = quire_text_get_sentences (text, -1);
  for (guint i = 0; i < sentences->len && reader->beats->len < MAX_BEATS; i++)
    {
      const QuireTextSpan *span = &g_array_index (sentences, QuireTextSpan, i);
      const char *end = g_utf8_offset_to_pointer (start, (glong) (span->end - offset));

      add_beat (reader, start, (gsize) (end - start));
      start = end;
      offset = span->end;
    }
}

static void
add_character (Reader *reader, const char *start, gsize n_bytes)
{
  g_autofree char *name = clean_value (start, n_bytes);
  g_autofree char *folded = quire_text_fold (name);

  if (*name == '\0' || reader->characters->len >= MAX_CHARACTERS)
    return;

  for (guint i = 0; i < reader->characters->len; i++)
    {
      g_autofree char *other = quire_text_fold (g_ptr_array_index (reader->characters, i));

      if (strcmp (folded, other) == 0)
        return;
    }

  g_ptr_array_add (reader->characters, g_steal_pointer (&name));
}

/* Cuts at commas, semicolons, "and" and "&", but not inside brackets: "Ada (17, a nurse), Bo and Cy". */
static void
add_characters (Reader *reader, const char *text)
{
  static const char *const separators[] = { ",", ";", "，", "、", " and ", " & " };
  const char *start = text;
  const char *c = text;
  int depth = 0;

  while (*c != '\0')
    {
      gsize n = 0;

      if (*c == '(')
        depth++;
      else if (*c == ')' && depth > 0)
        depth--;

      for (guint i = 0; i < G_N_ELEMENTS (separators) && depth == 0 && n == 0; i++)
        {
          if (g_str_has_prefix (c, separators[i]))
            n = strlen (separators[i]);
        }

      if (n > 0)
        {
          add_character (reader, start, (gsize) (c - start));
          start = c + n;
          if (g_str_has_prefix (start, " and "))
            start += strlen (" and ");
          c = start;
        }
      else
        {
          c = g_utf8_next_char (c);
        }
    }

  add_character (reader, start, strlen (start));
}

static char **
get_field (Reader *reader, Label label)
{
  switch (label)
    {
    case LABEL_POINT_OF_VIEW:
      return &reader->point_of_view;
    case LABEL_PLACE:
      return &reader->place;
    case LABEL_TIME:
      return &reader->time;
    case LABEL_NONE:
    case LABEL_CHARACTERS:
    case LABEL_LENGTH:
    case LABEL_BEATS:
    default:
      return NULL;
    }
}

/* Keeps @value under @label; FALSE when it does not fit there and has to be a beat. */
static gboolean
take_value (Reader *reader, Label label, const char *value)
{
  char **field = get_field (reader, label);
  guint words;

  if (field != NULL)
    {
      if (*field != NULL)
        return FALSE;
      *field = clean_value (value, strlen (value));
      return TRUE;
    }

  if (label == LABEL_CHARACTERS)
    {
      add_characters (reader, value);
      return TRUE;
    }

  words = label == LABEL_LENGTH && reader->target_words == 0 ? read_length (value) : 0;
  if (words > 0)
    reader->target_words = words;

  return words > 0;
}

static void
take_line (Reader *reader, const Line *line)
{
  const char *value;
  Label label = split_label (line, &value);

  value += strspn (value, "*_ \t");

  if (label != LABEL_NONE && *value == '\0')
    {
      reader->open = label;
      return;
    }

  if (label == LABEL_BEATS)
    {
      reader->open = LABEL_NONE;
      add_beats (reader, line, value);
      return;
    }

  if (label == LABEL_NONE && reader->open != LABEL_NONE)
    {
      Label open = reader->open;
      gboolean fits = !line->is_heading && (open != LABEL_CHARACTERS || line->is_item || reader->characters->len == 0);

      /* A list of characters goes on for as long as there are items. */
      if (open != LABEL_CHARACTERS || !line->is_item)
        reader->open = LABEL_NONE;
      if (fits && take_value (reader, open, line->text))
        return;
    }
  else if (label != LABEL_NONE)
    {
      reader->open = LABEL_NONE;
      if (take_value (reader, label, value))
        return;
    }

  add_beats (reader, line, line->text);
}

static GStrv
steal_strings (GPtrArray *strings)
{
  g_ptr_array_add (strings, NULL);
  return (GStrv) g_ptr_array_steal (strings, NULL);
}

QuireSceneOutline *
quire_scene_outline_parse (const char *text, GError **error)
{
  g_autofree char *cleaned = NULL;
  g_autoptr (GPtrArray) characters = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) beats = g_ptr_array_new_with_free_func (g_free);
  Reader reader = { 0 };
  QuireSceneOutline *self;

  g_return_val_if_fail (text != NULL, NULL);

  cleaned = quire_text_clean (text, (gssize) strnlen (text, MAX_BYTES));
  g_strstrip (cleaned);
  if (quire_text_length (cleaned) < MIN_LENGTH)
    {
      g_set_error_literal (error, QUIRE_ERROR, QUIRE_ERROR_INVALID,
                           _ ("The outline is too short. Say in at least ten characters what happens in the scene."));
      return NULL;
    }

  reader.characters = characters;
  reader.beats = beats;
  for (const char *c = cleaned; *c != '\0' && beats->len < MAX_BEATS;)
    {
      gsize n = strcspn (c, "\n");
      Line line = read_line (c, n);

      if (*line.text != '\0')
        take_line (&reader, &line);
      g_free (line.text);
      c += n + (c[n] == '\n' ? 1 : 0);
    }

  self = g_new0 (QuireSceneOutline, 1);
  self->point_of_view = reader.point_of_view != NULL ? reader.point_of_view : g_strdup ("");
  self->place = reader.place != NULL ? reader.place : g_strdup ("");
  self->time = reader.time != NULL ? reader.time : g_strdup ("");
  self->characters = steal_strings (characters);
  self->beats = steal_strings (beats);
  self->target_words = reader.target_words;

  return self;
}

void
quire_scene_outline_free (QuireSceneOutline *self)
{
  if (self == NULL)
    return;

  g_free (self->point_of_view);
  g_free (self->place);
  g_free (self->time);
  g_strfreev (self->characters);
  g_strfreev (self->beats);
  g_free (self);
}

/* Outlines are written in sentences; in a list their full stops would stand before a comma. */
static void
add_part (GStrvBuilder *parts,
          const char *text)
{
  g_autofree char *part = g_strdup (text);
  gsize length = strlen (part);

  while (length > 0 && strchr (".,; ", part[length - 1]) != NULL)
    part[--length] = '\0';
  if (length > 0)
    g_strv_builder_take (parts, g_steal_pointer (&part));
}

char *
quire_scene_outline_dup_summary (const QuireSceneOutline *self)
{
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  add_part (parts, self->point_of_view);
  add_part (parts, self->place);
  add_part (parts, self->time);
  if (self->target_words > 0)
    g_strv_builder_take (parts, g_strdup_printf (ngettext ("%'u word", "%'u words", self->target_words), self->target_words));

  list = g_strv_builder_end (parts);
  return g_strjoinv (_ (", "), list);
}
