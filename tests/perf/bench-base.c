/* bench-base.c: how fast the pure functions of the base floor are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Streams are fed in pieces of 16 KiB, as they come from a socket. Rates are bytes of input in the median time of a run.
 */

#include "config.h"

#include <string.h>

#include "perf-measure.h"
#include "perf-prose.h"
#include "quire-diff.h"
#include "quire-event-stream.h"
#include "quire-line-stream.h"
#include "quire-text.h"

#define SEED 417
#define STREAM_BYTES (8 * 1000 * 1000)
#define PIECE 16384
#define LONG_LINE_BYTES 4000
#define TEXT_WORDS 100000
#define SCENE_WORDS 5000
#define CHANGED_EVERY 8 /* sentences */
#define SECONDS 0.7

typedef struct
{
  GString *input;
  gsize n_out; /* bytes or items that came out: shows that the work was done */
  char *other; /* the second text of a comparison */
  QuireDiffUnit unit;
} Bench;

static void
count_event (const QuireEvent *event,
             gpointer data)
{
  ((Bench *) data)->n_out += event->n_data;
}

static void
count_line (const char *line,
            gsize n_bytes,
            gpointer data)
{
  ((Bench *) data)->n_out += n_bytes;
}

static void
run_events (gpointer data)
{
  Bench *bench = data;
  g_autoptr (QuireEventStream) stream = quire_event_stream_new (count_event, bench);

  bench->n_out = 0;
  for (gsize at = 0; at < bench->input->len; at += PIECE)
    {
      if (!quire_event_stream_feed (stream, bench->input->str + at, MIN (PIECE, bench->input->len - at), NULL))
        g_error ("The event stream refused the input");
    }
  if (!quire_event_stream_finish (stream, TRUE, NULL))
    g_error ("The event stream refused the end");
}

static void
run_lines (gpointer data)
{
  Bench *bench = data;
  g_autoptr (QuireLineStream) stream = quire_line_stream_new (count_line, bench);

  bench->n_out = 0;
  for (gsize at = 0; at < bench->input->len; at += PIECE)
    {
      if (!quire_line_stream_feed (stream, bench->input->str + at, MIN (PIECE, bench->input->len - at), NULL))
        g_error ("The line stream refused the input");
    }
  quire_line_stream_finish (stream);
}

static void
run_words (gpointer data)
{
  Bench *bench = data;

  bench->n_out = quire_text_count_words (bench->input->str, (gssize) bench->input->len);
}

static void
run_sentences (gpointer data)
{
  Bench *bench = data;
  g_autoptr (GArray) sentences = quire_text_get_sentences (bench->input->str, (gssize) bench->input->len);

  bench->n_out = sentences->len;
}

static void
run_fold (gpointer data)
{
  Bench *bench = data;
  g_autofree char *folded = quire_text_fold (bench->input->str);

  bench->n_out = strlen (folded);
}

static void
run_hash (gpointer data)
{
  Bench *bench = data;
  g_autofree char *hash = quire_text_hash (bench->input->str);

  bench->n_out = strlen (hash);
}

static void
run_diff (gpointer data)
{
  Bench *bench = data;
  g_autoptr (GArray) runs = quire_diff_compare (bench->input->str, bench->other, bench->unit);

  bench->n_out = runs->len;
}

static void
report (const char *name,
        PerfFunc func,
        Bench *bench,
        gboolean as_rate)
{
  g_autoptr (GArray) samples = perf_measure (func, bench, SECONDS);

  if (bench->n_out == 0)
    g_error ("“%s” gave nothing", name);
  if (as_rate)
    perf_report_rate (name, samples, bench->input->len);
  else
    perf_report_times (name, samples);
}

/* One token an event, as providers send them. */
static void
fill_deltas (Bench *bench,
             const char *text)
{
  const char *at = text;

  g_string_truncate (bench->input, 0);
  while (bench->input->len < STREAM_BYTES)
    {
      const char *end = strpbrk (at + 1, " \n");

      if (end == NULL)
        {
          at = text;
          continue;
        }
      g_string_append (bench->input, "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"");
      g_string_append_len (bench->input, at, *at == '\n' ? 0 : end - at);
      g_string_append (bench->input, "\"}}\n\n");
      at = end;
    }
}

static void
fill_long_lines (Bench *bench,
                 const char *text,
                 const char *prefix,
                 const char *suffix)
{
  const char *at = text;

  g_string_truncate (bench->input, 0);
  while (bench->input->len < STREAM_BYTES)
    {
      gsize start = bench->input->len + strlen (prefix);
      const char *end;

      if (strlen (at) <= LONG_LINE_BYTES)
        at = text;
      end = g_utf8_find_next_char (at + LONG_LINE_BYTES - 1, NULL);
      g_string_append (bench->input, prefix);
      g_string_append_len (bench->input, at, end - at);
      g_strdelimit (bench->input->str + start, "\n", ' ');
      g_string_append (bench->input, suffix);
      at = end;
    }
}

/* Every n-th sentence replaced by another, as after a revision. */
static char *
revise (const char *text,
        PerfProse *prose)
{
  g_autoptr (GArray) sentences = quire_text_get_sentences (text, -1);
  GString *revised = g_string_new (NULL);

  for (guint i = 0; i < sentences->len; i++)
    {
      const QuireTextSpan *span = &g_array_index (sentences, QuireTextSpan, i);
      gsize start = quire_text_offset_to_byte (text, span->start);
      gsize end = quire_text_offset_to_byte (text, span->end);

      if (i % CHANGED_EVERY == 0)
        {
          g_autofree char *phrase = perf_prose_write_phrase (prose);

          g_string_append_printf (revised, "%s. ", phrase);
        }
      else
        g_string_append_len (revised, text + start, (gssize) (end - start));
    }
  return g_string_free_and_steal (revised);
}

static void
bench_streams (Bench *bench,
               const char *text)
{
  fill_deltas (bench, text);
  report ("event stream, one token an event", run_events, bench, TRUE);
  report ("line stream, one token a line", run_lines, bench, TRUE);
  fill_long_lines (bench, text, "data: ", "\n\n");
  report ("event stream, 4 kB data lines", run_events, bench, TRUE);
  fill_long_lines (bench, text, "{\"response\":\"", "\"}\n");
  report ("line stream, 4 kB lines", run_lines, bench, TRUE);
}

static void
bench_text (Bench *bench,
            const char *text)
{
  g_string_assign (bench->input, text);
  report ("word count", run_words, bench, TRUE);
  report ("sentences", run_sentences, bench, TRUE);
  report ("folding", run_fold, bench, TRUE);
  report ("hash", run_hash, bench, TRUE);
}

static void
bench_diff (Bench *bench,
            PerfProse *prose)
{
  g_autofree char *scene = perf_prose_write (prose, SCENE_WORDS);
  g_autofree char *revised = revise (scene, prose);
  g_autofree char *unlike = perf_prose_write (prose, SCENE_WORDS);

  g_string_assign (bench->input, scene);
  bench->other = revised;
  bench->unit = QUIRE_DIFF_SENTENCES;
  report ("compare 5,000 words by sentences, revised", run_diff, bench, FALSE);
  bench->unit = QUIRE_DIFF_WORDS;
  report ("compare 5,000 words by words, revised", run_diff, bench, FALSE);
  bench->other = unlike;
  report ("compare 5,000 words by words, nothing in common", run_diff, bench, FALSE);
}

int
main (void)
{
  g_autoptr (PerfProse) prose = perf_prose_new (SEED);
  g_autoptr (GString) input = g_string_new (NULL);
  g_autofree char *text = NULL;
  Bench bench = { .input = input };

  perf_prose_make_names (prose, 100);
  text = perf_prose_write (prose, TEXT_WORDS);
  bench_streams (&bench, text);
  bench_text (&bench, text);
  bench_diff (&bench, prose);
  return 0;
}
