/* quire-passage.c: pieces of the book as a prompt may hold them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-knowledge"

#include "config.h"

#include "quire-passage-private.h"

#include <string.h>

#include "quire-text.h"

#define COMMENT_MARK "%%"

char *
quire_passage_without_comments (const char *text)
{
  GString *kept = g_string_new (NULL);
  const char *open;
  const char *close;

  while ((open = strstr (text, COMMENT_MARK)) != NULL && (close = strstr (open + strlen (COMMENT_MARK), COMMENT_MARK)) != NULL)
    {
      g_string_append_len (kept, text, open - text);
      text = close + strlen (COMMENT_MARK);
    }
  g_string_append (kept, text);

  return g_strstrip (g_string_free_and_steal (kept));
}

char *
quire_passage_dup_end (const char *text, guint max_words)
{
  g_autoptr (GArray) sentences = quire_text_get_sentences (text, -1);
  const char *at = text + strlen (text);
  const char *begin = NULL;
  gsize words = 0;

  for (guint i = sentences->len; i > 0; i--)
    {
      const QuireTextSpan *span = &g_array_index (sentences, QuireTextSpan, i - 1);
      const char *start = g_utf8_offset_to_pointer (at, (glong) span->start - (glong) span->end);
      gsize n = quire_text_count_words (start, at - start);

      /* A passage does not begin with what has no words, such as the marks of a scene break. */
      at = start;
      if (n == 0)
        continue;
      words += n;
      if (begin != NULL && words > max_words)
        break;
      begin = start;
    }

  return g_strstrip (g_strdup (begin != NULL ? begin : ""));
}
