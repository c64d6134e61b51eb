/* quire-rehearsal-prose.c: what the prose of a book is made of
 *
 * A sentence model that sees quotation marks learns to open what it never closes. So speech and narration are taken apart before they
 * are learned: “Come in,” she said. becomes the speech "Come in." and the tag "she said", and whoever writes puts the marks back in
 * pairs. For that all quotation styles are first brought to “ ”. An apostrophe and a closing ’ are the same sign; inside of speech it
 * closes when it follows punctuation and no letter follows it.
 *
 * What cannot be rebuilt safely is left out rather than mended: sentences with brackets, nested quotations, lists, or marks of Markdown that
 * did not come off.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-agents"

#include "config.h"

#include "quire-rehearsal-prose.h"

#include <string.h>

#include "quire-rehearsal-english.h"
#include "quire-text.h"

#define OPEN "“"
#define CLOSE "”"
#define MAX_SENTENCE_WORDS 48
#define MAX_TAG_WORDS 9

static const QuireQuoteStyle styles[] = {
  { "“", "”" },
  { "‘", "’" },
  { "«", "»" },
  { "„", "“" },
  { "»", "«" },
  { "\"", "\"" },
};

static gboolean
is_word_start (const char *text, const char *at)
{
  return at == text || at[-1] == ' ' || at[-1] == '\n' || at[-1] == '(' || (at > text + 2 && strncmp (at - 3, "—", 3) == 0);
}

static guint
count_openings (const char *body, const char *mark)
{
  guint n = 0;

  for (const char *at = strstr (body, mark); at != NULL; at = strstr (at + strlen (mark), mark))
    {
      gunichar next = g_utf8_get_char (at + strlen (mark));

      n += is_word_start (body, at) && !g_unichar_isspace (next) && next != 0;
    }

  return n;
}

const QuireQuoteStyle *
quire_rehearsal_prose_detect_quotes (GPtrArray *bodies)
{
  guint best = 0;
  guint best_count = 0;

  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    {
      guint count = 0;

      for (guint j = 0; j < bodies->len; j++)
        count += count_openings (g_ptr_array_index (bodies, j), styles[i].open);
      if (count > best_count)
        {
          best = i;
          best_count = count;
        }
    }

  /* Straight marks say how somebody typed, not how the book is to look. */
  return &styles[g_str_equal (styles[best].open, "\"") ? 0 : best];
}

/* -- cleaning -- */

static gboolean
is_break (const char *line, gsize n)
{
  gsize marks = 0;

  for (gsize i = 0; i < n; i++)
    {
      if (strchr ("*-_#~ ", line[i]) == NULL)
        return FALSE;
      marks += line[i] != ' ';
    }

  return marks > 0;
}

static char *
strip_comments (const char *text)
{
  GString *out = g_string_new (NULL);

  for (;;)
    {
      const char *start = strstr (text, "%%");
      const char *end = start != NULL ? strstr (start + 2, "%%") : NULL;

      if (end == NULL)
        break;
      g_string_append_len (out, text, start - text);
      text = end + 2;
    }
  g_string_append (out, text);

  return g_string_free_and_steal (out);
}

static void
append_line (GString *out, const char *line, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      gboolean at_edge = i == 0 || i + 1 == n || line[i - 1] == ' ' || line[i + 1] == ' ' || g_ascii_ispunct (line[i - 1]) || g_ascii_ispunct (line[i + 1]);

      if (line[i] == '*' || line[i] == '`' || line[i] == '~' || (line[i] == '_' && at_edge))
        continue;
      if (line[i] == '\\' && i + 1 < n && g_ascii_ispunct (line[i + 1]))
        continue;
      g_string_append_c (out, line[i]);
    }
}

static char *
strip_markdown (const char *text)
{
  g_autofree char *bare = strip_comments (text);
  GString *out = g_string_new (NULL);
  const char *line = bare;

  while (*line != '\0')
    {
      gsize n = strcspn (line, "\n");
      const char *next = line + n + (line[n] == '\n');

      while (n > 0 && (*line == ' ' || *line == '\t' || *line == '>'))
        line++, n--;

      if (n > 0 && *line != '#' && *line != '|' && !is_break (line, n))
        append_line (out, line, n);
      g_string_append_c (out, '\n');
      line = next;
    }

  return g_string_free_and_steal (out);
}

static gboolean
closes_here (const char *text, const char *at, const QuireQuoteStyle *style)
{
  gunichar next = g_utf8_get_char (at + strlen (style->close));

  if (g_unichar_isalnum (next))
    return FALSE;
  if (!g_str_equal (style->close, "’"))
    return TRUE;

  return at > text && (strchr (".,!?", at[-1]) != NULL || g_str_has_prefix (at - MIN (3, at - text), "…") || g_str_has_prefix (at - MIN (3, at - text), "—"));
}

char *
quire_rehearsal_prose_clean (const char *text, const QuireQuoteStyle *style)
{
  g_autofree char *bare = strip_markdown (text);
  GString *out = g_string_new (NULL);
  gboolean inside = FALSE;

  for (const char *at = bare; *at != '\0';)
    {
      /* Speech that nobody closed ends with its paragraph. */
      if (at[0] == '\n' && at[1] == '\n')
        inside = FALSE;

      if (*at == '"' || (!inside && g_str_has_prefix (at, style->open)) || (inside && g_str_has_prefix (at, style->close) && closes_here (bare, at, style)))
        {
          g_string_append (out, inside ? CLOSE : OPEN);
          at += *at == '"' ? 1 : strlen (inside ? style->close : style->open);
          inside = !inside;
          continue;
        }

      g_string_append_len (out, at, g_utf8_next_char (at) - at);
      at = g_utf8_next_char (at);
    }

  return g_string_free_and_steal (out);
}

char *
quire_rehearsal_prose_set_quotes (const char *text, const QuireQuoteStyle *style)
{
  GString *out = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      if (g_str_has_prefix (at, OPEN))
        g_string_append (out, style->open);
      else if (g_str_has_prefix (at, CLOSE))
        g_string_append (out, style->close);
      else
        g_string_append_len (out, at, g_utf8_next_char (at) - at);
    }

  return g_string_free_and_steal (out);
}

/* -- reading -- */

typedef struct
{
  QuireProseFunc func;
  gpointer data;
  guint n_sentences; /* of narration, in this paragraph */
  gboolean has_speech;
} Reader;

static gboolean
ends_sentence (const char *text, gsize n)
{
  static const char *const ends[] = { ".", "!", "?", "…", "。", "！", "？" };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      gsize m = strlen (ends[i]);

      if (n >= m && strncmp (text + n - m, ends[i], m) == 0)
        return TRUE;
    }

  return FALSE;
}

/* A sentence that can be learned: begins like one, and nothing in it needs a partner. */
static gboolean
is_sound (const char *sentence)
{
  static const char *const bad[] = { "(", ")", "[", "]", "‘", "“", "”", "\"", "*", "~", "`", "#", "|", "<", "{", "TODO", "://", "<" };
  gunichar first = g_utf8_get_char (sentence);

  if (!g_unichar_isalpha (first) || g_unichar_islower (first))
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      if (strstr (sentence, bad[i]) != NULL)
        return FALSE;
    }

  return TRUE;
}

static void
give (Reader *reader, QuireProseKind kind, const char *text)
{
  g_auto (GStrv) tokens = g_strsplit (text, " ", -1);
  guint n = g_strv_length (tokens);

  if (n == 0 || n > (kind == QUIRE_PROSE_TAG ? MAX_TAG_WORDS : MAX_SENTENCE_WORDS))
    return;

  reader->func (kind, (const char *const *) tokens, n, reader->data);
}

static char *
dup_span (const char *text, const QuireTextSpan *span)
{
  gsize start = quire_text_offset_to_byte (text, span->start);
  gsize end = quire_text_offset_to_byte (text, span->end);

  return g_strstrip (g_strndup (text + start, end - start));
}

static void
read_speech (Reader *reader, const char *segment)
{
  g_autoptr (GArray) spans = quire_text_get_sentences (segment, -1);

  for (guint i = 0; i < spans->len; i++)
    {
      g_autofree char *sentence = dup_span (segment, &g_array_index (spans, QuireTextSpan, i));
      gsize n = strlen (sentence);

      /* The comma belongs to the tag behind it. */
      if (n > 0 && sentence[n - 1] == ',')
        sentence[n - 1] = '.';
      if (ends_sentence (sentence, n) && is_sound (sentence))
        give (reader, QUIRE_PROSE_SPEECH, sentence);
    }
}

/* "she said." and "Hetty said." are not sentences of their own. */
static gboolean
is_tag (const char *sentence)
{
  g_auto (GStrv) tokens = g_strsplit (sentence, " ", 4);

  for (guint i = 0; i < 3 && tokens[i] != NULL; i++)
    {
      g_autofree char *word = g_strndup (tokens[i], strcspn (tokens[i], ".,;:!?"));

      if (quire_english_is_speech_verb (word))
        return TRUE;
    }

  return FALSE;
}

static void
read_narration (Reader *reader, const char *segment, gboolean behind_speech)
{
  g_autoptr (GArray) spans = quire_text_get_sentences (segment, -1);

  for (guint i = 0; i < spans->len; i++)
    {
      g_autofree char *sentence = dup_span (segment, &g_array_index (spans, QuireTextSpan, i));
      gsize n = strlen (sentence);

      if (i == 0 && behind_speech && is_tag (sentence))
        {
          give (reader, QUIRE_PROSE_TAG, sentence);
          continue;
        }
      if (!ends_sentence (sentence, n) || !is_sound (sentence))
        continue;

      give (reader, QUIRE_PROSE_NARRATION, sentence);
      reader->n_sentences++;
    }
}

static void
read_paragraph (Reader *reader, const char *paragraph)
{
  const char *at = paragraph;
  gboolean behind_speech = FALSE;

  reader->n_sentences = 0;
  reader->has_speech = FALSE;

  for (;;)
    {
      const char *open = strstr (at, OPEN);
      const char *close;
      g_autofree char *narration = g_strstrip (open != NULL ? g_strndup (at, open - at) : g_strdup (at));
      g_autofree char *speech = NULL;

      if (*narration != '\0')
        read_narration (reader, narration, behind_speech);
      if (open == NULL)
        break;

      open += strlen (OPEN);
      close = strstr (open, CLOSE);
      speech = g_strstrip (close != NULL ? g_strndup (open, close - open) : g_strdup (open));
      read_speech (reader, speech);
      reader->has_speech = TRUE;
      if (close == NULL)
        break;

      behind_speech = TRUE;
      at = close + strlen (CLOSE);
    }

  if (!reader->has_speech && reader->n_sentences > 0)
    reader->func (QUIRE_PROSE_PARAGRAPH, NULL, reader->n_sentences, reader->data);
}

/* One space for every run of white space, in place. */
static void
collapse (char *text)
{
  char *to = text;
  gboolean blank = TRUE;

  for (const char *from = text; *from != '\0'; from++)
    {
      gboolean is_space = *from == ' ' || *from == '\n' || *from == '\t' || *from == '\r';

      if (!is_space || !blank)
        *to++ = is_space ? ' ' : *from;
      blank = is_space;
    }
  *to = '\0';
}

void
quire_rehearsal_prose_read (const char *body, const QuireQuoteStyle *style, QuireProseFunc func, gpointer data)
{
  g_autofree char *clean = NULL;
  g_auto (GStrv) paragraphs = NULL;
  Reader reader = { func, data, 0, FALSE };

  g_return_if_fail (body != NULL);
  g_return_if_fail (style != NULL);
  g_return_if_fail (func != NULL);

  clean = quire_rehearsal_prose_clean (body, style);
  g_strstrip (clean);
  /* Some write a line for each paragraph. */
  paragraphs = g_strsplit (clean, strstr (clean, "\n\n") != NULL ? "\n\n" : "\n", -1);

  for (guint i = 0; paragraphs[i] != NULL; i++)
    {
      collapse (paragraphs[i]);
      read_paragraph (&reader, g_strstrip (paragraphs[i]));
    }
}
