/* test-event-stream.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "quire-error.h"
#include "quire-event-stream.h"
#include "quire-json.h"
#include "quire-test.h"

#define SPLIT_EVERYWHERE_BELOW 4000 /* bytes; more would take too long */
#define TWO_CUTS_BELOW 64

typedef enum
{
  DROP,
  FLUSH,
} End;

/* What came out, as text that can be compared: "event|id|data" and a line end for every event, NUL shown as "␀", then the
 * retry time, then "!" if a limit was passed. */
typedef struct
{
  GString *log;
  QuireEventStream *stream;
  gboolean failed;
} Reader;

static void
log_event (GString *log, const char *event, const char *id, const char *data, gsize n_data)
{
  g_string_append_printf (log, "%s|%s|", event, id);
  for (gsize i = 0; i < n_data; i++)
    {
      if (data[i] == '\0')
        g_string_append (log, "␀");
      else
        g_string_append_c (log, data[i]);
    }
  g_string_append_c (log, '\n');
}

static void
event_cb (const QuireEvent *event, gpointer data)
{
  Reader *reader = data;

  g_assert_cmpint (event->data[event->n_data], ==, '\0');
  log_event (reader->log, event->event, event->id, event->data, event->n_data);
}

static void
reader_begin (Reader *reader, gsize limit)
{
  reader->log = g_string_new (NULL);
  reader->stream = quire_event_stream_new (event_cb, reader);
  reader->failed = FALSE;
  if (limit > 0)
    quire_event_stream_set_limit (reader->stream, limit);
}

/* The piece is copied to memory of its very size, so that a sanitizer sees a read beyond it. */
static void
reader_feed (Reader *reader, const char *bytes, gsize n_bytes)
{
  g_autofree char *piece = g_memdup2 (bytes, n_bytes);
  g_autoptr (GError) error = NULL;

  if (quire_event_stream_feed (reader->stream, piece, n_bytes, &error))
    {
      g_assert_no_error (error);
      g_assert_false (reader->failed);
      return;
    }

  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_BAD_REPLY);
  reader->failed = TRUE;
}

static char *
reader_end (Reader *reader, End end)
{
  g_autoptr (GError) error = NULL;

  if (!quire_event_stream_finish (reader->stream, end == FLUSH, &error))
    reader->failed = TRUE;
  g_string_append_printf (reader->log, "retry %" G_GINT64_FORMAT "\n", quire_event_stream_get_retry (reader->stream));
  if (reader->failed)
    g_string_append_c (reader->log, '!');
  quire_event_stream_free (reader->stream);

  return g_string_free (reader->log, FALSE);
}

/* @cuts are positions at which the bytes are cut, in rising order. */
static char *
read_cut (const char *text, gsize n_text, const gsize *cuts, guint n_cuts, End end, gsize limit)
{
  Reader reader;
  gsize done = 0;

  reader_begin (&reader, limit);
  for (guint i = 0; i < n_cuts; i++)
    {
      reader_feed (&reader, text + done, cuts[i] - done);
      done = cuts[i];
    }
  reader_feed (&reader, text + done, n_text - done);

  return reader_end (&reader, end);
}

static char *
read_in_steps (const char *text, gsize n_text, gsize step, End end, gsize limit)
{
  Reader reader;

  reader_begin (&reader, limit);
  for (gsize done = 0; done < n_text;)
    {
      gsize wanted = step > 0 ? step : (gsize) g_test_rand_int_range (1, 20);
      gsize n_piece = MIN (wanted, n_text - done);

      reader_feed (&reader, text + done, n_piece);
      done += n_piece;
    }

  return reader_end (&reader, end);
}

static void
assert_same (char *log, const char *expected)
{
  g_assert_cmpstr (log, ==, expected);
  g_free (log);
}

static void
check_all_cuts (const char *text, gsize n_text, End end, gsize limit, const char *expected)
{
  assert_same (read_cut (text, n_text, NULL, 0, end, limit), expected);
  assert_same (read_in_steps (text, n_text, 1, end, limit), expected);

  if (n_text < SPLIT_EVERYWHERE_BELOW)
    {
      for (gsize cut = 0; cut <= n_text; cut++)
        assert_same (read_cut (text, n_text, &cut, 1, end, limit), expected);
    }

  if (n_text < TWO_CUTS_BELOW)
    {
      for (gsize first = 0; first <= n_text; first++)
        for (gsize second = first; second <= n_text; second++)
          assert_same (read_cut (text, n_text, (gsize[]) { first, second }, 2, end, limit), expected);
    }

  for (guint i = 0; i < 10; i++)
    assert_same (read_in_steps (text, n_text, 0, end, limit), expected);
}

static void
test_vector (gconstpointer data)
{
  const char *name = data;
  g_autofree char *text_name = g_strdup_printf ("sse/%s.txt", name);
  g_autofree char *expect_name = g_strdup_printf ("sse/%s.expect.json", name);
  gsize n_text, n_expect;
  g_autofree char *text = quire_test_load (text_name, &n_text);
  g_autofree char *expect = quire_test_load (expect_name, &n_expect);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = quire_json_parse_object (expect, n_expect, 0, &error);
  g_autoptr (GString) expected = g_string_new (NULL);
  JsonArray *events;

  g_assert_no_error (error);
  events = quire_json_get_array (object, "events");
  for (guint i = 0; i < json_array_get_length (events); i++)
    {
      JsonObject *event = json_array_get_object_element (events, i);
      const char *value = quire_json_get_string (event, "data", "");

      log_event (expected, quire_json_get_string (event, "event", ""), quire_json_get_string (event, "id", ""), value, strlen (value));
    }
  g_string_append_printf (expected, "retry %" G_GINT64_FORMAT "\n", quire_json_get_int (object, "retry", -1));

  check_all_cuts (text, n_text, DROP, 0, expected->str);
}

static void
test_flush (void)
{
  static const struct
  {
    const char *text;
    const char *dropped;
    const char *flushed;
  } cases[] = {
    { "data: a\n\ndata: b\n", "message||a\n", "message||a\nmessage||b\n" },
    { "data: a\n\ndata: b", "message||a\n", "message||a\nmessage||b\n" },
    { "event: e\ndata: a\nid: 4\r", "", "e|4|a\n" },
    { "event: e\n", "", "" },
    { "data: \xe6\x97", "", "message||�\n" },
    { "data: a\n\n", "message||a\n", "message||a\n" },
    { "", "", "" },
    { "\xef\xbb\xbf", "", "" },
    { "\xef\xbb", "", "" },
    { "\xef\xbb"
      "data: a\n\ndata: b\n\n",
      "message||b\n", "message||b\n" },
    { "\xef"
      "data: a\n\ndata: b\n\n",
      "message||b\n", "message||b\n" },
    { "dat", "", "" },
    { "data", "", "message||\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *dropped = g_strconcat (cases[i].dropped, "retry -1\n", NULL);
      g_autofree char *flushed = g_strconcat (cases[i].flushed, "retry -1\n", NULL);

      check_all_cuts (cases[i].text, strlen (cases[i].text), DROP, 0, dropped);
      check_all_cuts (cases[i].text, strlen (cases[i].text), FLUSH, 0, flushed);
    }
}

static void
test_nul_in_data (void)
{
  static const char text[] = "data: a\0b\nevent: x\n\ndata:\0\n\n";

  check_all_cuts (text, sizeof text - 1, DROP, 0, "x||a␀b\nmessage||␀\nretry -1\n");
}

/* A CR at the end of a piece completes the event then and there. */
static void
test_event_at_once (void)
{
  Reader reader;
  g_autofree char *log = NULL;

  reader_begin (&reader, 0);
  reader_feed (&reader, "data: a\r\r", 9);
  g_assert_cmpstr (reader.log->str, ==, "message||a\n");
  reader_feed (&reader, "\ndata: b\r\n\r", 11);
  g_assert_cmpstr (reader.log->str, ==, "message||a\nmessage||b\n");
  reader_feed (&reader, "\n\ndata: c\n\n", 11);
  log = reader_end (&reader, DROP);
  g_assert_cmpstr (log, ==, "message||a\nmessage||b\nmessage||c\nretry -1\n");
}

/* One U+FFFD for each maximal subpart, as The Unicode Standard's table 3-8 and following, and the Encoding standard, have it. */
static void
test_invalid_utf8 (void)
{
  static const struct
  {
    const char *bytes;
    const char *expected;
  } cases[] = {
    { "\xc0\xaf", "��" },
    { "\xe0\x80\xbf", "���" },
    { "\xf0\x81\x82", "���" },
    { "\x41\xc0\xaf\x41\xf4\x80\x80\x41", "A��A�A" },
    { "\xed\xa0\x80\xed\xbf\xbf\xed\xaf\x41", "��������A" },
    { "\xf4\x91\x92\x93\xff\x41\x80\xbf\x42", "�����A��B" },
    { "\xe1\x80\xe2\xf0\x91\x92\xf1\xbf\x41", "����A" },
    { "\xf8\x88\x80\x80\x80", "�����" },
    { "\xfe\xff", "��" },
    { "\xe6\x97", "�" },
    { "\xe6\x97\xe6\x97\xa5", "�日" },
    { "\xf0\x9f\x98\x80\xf0\x9f\x98", "😀�" },
    { "\xc3", "�" },
    { "\xc3\xc3\xa9", "�é" },
    { "\x80\x80", "��" },
    { "\xef\xbf\xbf\xef\xbb\xbf", "\xef\xbf\xbf\xef\xbb\xbf" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("data: %s\ndata: .\nevent:%s\nid:%s\n\n", cases[i].bytes, cases[i].bytes, cases[i].bytes);
      g_autofree char *expected = g_strdup_printf ("%s|%s|%s\n.\nretry -1\n", cases[i].expected, cases[i].expected, cases[i].expected);

      check_all_cuts (text, strlen (text), DROP, 0, expected);
    }
}

static void
test_retry (void)
{
  static const struct
  {
    const char *text;
    const char *expected;
  } cases[] = {
    { "retry: 0\n", "retry 0\n" },
    { "retry: 007\n", "retry 7\n" },
    { "retry:25\nretry: \nretry\nretry: 1.5\nretry: 5 \nretry: +5\n", "retry 25\n" },
    { "Retry: 5\nretry : 6\n", "retry -1\n" },
  };
  g_autofree char *huge = read_in_steps ("retry: 99999999999999999999999999\n", 34, 1, DROP, 0);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_all_cuts (cases[i].text, strlen (cases[i].text), DROP, 0, cases[i].expected);

  g_assert_true (g_str_has_prefix (huge, "retry 9"));
}

static void
test_limits (void)
{
  static const struct
  {
    const char *text;
    const char *expected;
  } cases[] = {
    { "data: 4567\n\ndata: 4567\n\n", "message||4567\nmessage||4567\nretry -1\n" },
    { "data: 45678\n\n", "retry -1\n!" },
    { "data: 1\n\ndata: 45678\n\ndata: 2\n\n", "message||1\nretry -1\n!" },
    { "data: 1\n\ndata: 45678", "message||1\nretry -1\n!" },
    { ": a comment that is too long\n", "retry -1\n!" },
    { "data:12345\ndata:6789\n\n", "message||12345\n6789\nretry -1\n" },
    { "data:12345\ndata:67890\n\n", "retry -1\n!" },
    { "data:12345\r\n\rdata:67890\r\n\r\n", "message||12345\nmessage||67890\nretry -1\n" },
    { "id: 456789\n", "retry -1\n" },
    { "id: 4567890\n", "retry -1\n!" },
    { "\xef\xbb\xbf"
      "data:67890\n\n",
      "message||67890\nretry -1\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_all_cuts (cases[i].text, strlen (cases[i].text), DROP, 10, cases[i].expected);
}

/* Memory stays bounded by the limit when the blank line never comes. */
static void
test_endless_event (void)
{
  Reader reader;
  g_autofree char *log = NULL;
  guint n_fed = 0;

  reader_begin (&reader, 100 * 1000);
  while (!reader.failed)
    {
      reader_feed (&reader, "data: 0123456789\n", 17);
      g_assert_cmpuint (++n_fed, <, 10 * 1000);
    }
  log = reader_end (&reader, FLUSH);
  g_assert_cmpstr (log, ==, "retry -1\n!");
}

/* The same by the letter of the standard, a byte at a time and with everything in memory. Bytes are ASCII here. */
static char *
read_slowly (const char *text)
{
  g_autofree char *unified = NULL;
  g_autoptr (GString) whole = g_string_new (g_str_has_prefix (text, "\xef\xbb\xbf") ? text + 3 : text);
  g_autoptr (GString) data = g_string_new (NULL);
  g_autofree char *event = g_strdup ("");
  g_autofree char *id = g_strdup ("");
  g_auto (GStrv) lines = NULL;
  GString *log = g_string_new (NULL);

  g_string_replace (whole, "\r\n", "\n", 0);
  g_string_replace (whole, "\r", "\n", 0);
  lines = g_strsplit (whole->str, "\n", -1);

  /* What follows the last line end is no line. */
  for (guint i = 0; lines[0] != NULL && lines[i + 1] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (lines[i], ":", 2);
      const char *value;

      if (lines[i][0] == '\0')
        {
          if (data->len > 0)
            log_event (log, event[0] != '\0' ? event : "message", id, data->str, data->len - 1);
          g_string_truncate (data, 0);
          g_set_str (&event, "");
          continue;
        }

      value = parts[1] == NULL ? "" : parts[1] + (parts[1][0] == ' ');
      if (g_str_equal (parts[0], "data"))
        g_string_append_printf (data, "%s\n", value);
      else if (g_str_equal (parts[0], "event"))
        g_set_str (&event, value);
      else if (g_str_equal (parts[0], "id"))
        g_set_str (&id, value);
    }

  g_string_append (log, "retry -1\n");

  return g_string_free (log, FALSE);
}

static void
test_against_slow_reader (void)
{
  static const char *const pieces[] = { "data", "data: ", "data:", "event", "event: e", "id: 1", "id", ":", " ", "\n", "\n", "\n", "\r", "\r\n", "\n\n", "x", "abc",
                                        "\r\r", "\xef\xbb\xbf", "dat", "a:data" };

  for (guint round = 0; round < 3000; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *expected = NULL;
      guint n_pieces = g_test_rand_int_range (0, 30);

      for (guint i = 0; i < n_pieces; i++)
        g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);

      expected = read_slowly (text->str);
      assert_same (read_cut (text->str, text->len, NULL, 0, DROP, 0), expected);
      assert_same (read_in_steps (text->str, text->len, 1, DROP, 0), expected);
      assert_same (read_in_steps (text->str, text->len, 0, DROP, 0), expected);
    }
}

static void
test_random_bytes (void)
{
  for (guint round = 0; round < 500; round++)
    {
      char bytes[200];
      g_autofree char *expected = NULL;
      gsize n_bytes = g_test_rand_int_range (0, sizeof bytes);
      gsize limit = g_test_rand_bit () ? 0 : g_test_rand_int_range (1, 60);
      End end = g_test_rand_bit () ? FLUSH : DROP;

      for (gsize i = 0; i < n_bytes; i++)
        {
          int kind = g_test_rand_int_range (0, 4);

          bytes[i] = kind == 0 ? (char) g_test_rand_int_range (0, 256) : "data: \n\r\n:"[g_test_rand_int_range (0, 10)];
          if (kind == 1 && i + 6 < n_bytes)
            {
              memcpy (bytes + i, "\ndata:", 6);
              i += 5;
            }
        }

      expected = read_cut (bytes, n_bytes, NULL, 0, end, limit);
      assert_same (read_in_steps (bytes, n_bytes, 1, end, limit), expected);
      for (guint i = 0; i < 5; i++)
        assert_same (read_in_steps (bytes, n_bytes, 0, end, limit), expected);
    }
}

static void
add_vectors (void)
{
  gsize n_index;
  g_autofree char *index = quire_test_load ("sse/index.json", &n_index);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = quire_json_parse_object (index, n_index, 0, &error);
  g_autoptr (GList) names = NULL;

  g_assert_no_error (error);
  names = json_object_get_members (object);
  g_assert_cmpuint (g_list_length (names), >=, 32);
  for (GList *link = names; link != NULL; link = link->next)
    {
      g_autofree char *path = g_strconcat ("/event-stream/vector/", link->data, NULL);

      g_test_add_data_func_full (path, g_strdup (link->data), test_vector, g_free);
    }
}

int
main (int argc, char *argv[])
{
  quire_test_init (&argc, &argv);

  add_vectors ();
  g_test_add_func ("/event-stream/flush", test_flush);
  g_test_add_func ("/event-stream/nul-in-data", test_nul_in_data);
  g_test_add_func ("/event-stream/event-at-once", test_event_at_once);
  g_test_add_func ("/event-stream/invalid-utf8", test_invalid_utf8);
  g_test_add_func ("/event-stream/retry", test_retry);
  g_test_add_func ("/event-stream/limits", test_limits);
  g_test_add_func ("/event-stream/endless-event", test_endless_event);
  g_test_add_func ("/event-stream/against-slow-reader", test_against_slow_reader);
  g_test_add_func ("/event-stream/random-bytes", test_random_bytes);

  return g_test_run ();
}
