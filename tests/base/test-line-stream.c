/* test-line-stream.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "quire-error.h"
#include "quire-line-stream.h"
#include "quire-test.h"

/* Lines joined with "|", NUL shown as "0". */
static void
line_cb (const char *line, gsize n_bytes, gpointer data)
{
  GString *log = data;

  g_assert_cmpint (line[n_bytes], ==, '\0');
  for (gsize i = 0; i < n_bytes; i++)
    g_string_append_c (log, line[i] != '\0' ? line[i] : '0');
  g_string_append_c (log, '|');
}

/* Feeds @text in pieces of @size, or of random sizes if @size is 0; the log ends with "!" if the limit was passed. */
static char *
read_lines (const char *text, gsize n_text, gsize size, gsize limit)
{
  GString *log = g_string_new (NULL);
  g_autoptr (QuireLineStream) stream = quire_line_stream_new (line_cb, log);
  g_autoptr (GError) error = NULL;
  gboolean ok = TRUE;

  if (limit > 0)
    quire_line_stream_set_limit (stream, limit);

  for (gsize done = 0; ok && done < n_text;)
    {
      gsize wanted = size > 0 ? size : (gsize) g_test_rand_int_range (1, 12);
      gsize n_piece = MIN (wanted, n_text - done);
      g_autofree char *piece = g_memdup2 (text + done, n_piece);

      ok = quire_line_stream_feed (stream, piece, n_piece, &error);
      done += n_piece;
    }

  if (!ok)
    {
      g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_BAD_REPLY);
      g_assert_false (quire_line_stream_feed (stream, "x\n", 2, NULL));
    }
  quire_line_stream_finish (stream);
  if (!ok)
    g_string_append_c (log, '!');

  return g_string_free (log, FALSE);
}

static void
check_lines (const char *text, gsize n_text, gsize limit, const char *expected)
{
  for (gsize size = 0; size <= n_text + 1; size++)
    {
      g_autofree char *log = read_lines (text, n_text, size, limit);

      g_assert_cmpstr (log, ==, expected);
    }
}

static void
test_lines (void)
{
  static const struct
  {
    const char *text;
    const char *expected;
  } cases[] = {
    { "", "" },
    { "a\n", "a|" },
    { "a", "a|" },
    { "a\nb", "a|b|" },
    { "{\"é\":1}\r\n{\"b\":2}\r\n", "{\"é\":1}|{\"b\":2}|" },
    { "\n\n\r\na\n\r\n\n", "a|" },
    { " \t\n \r\na\n", "a|" },
    { "a\rb\n", "a\rb|" },
    { "a\r\r\n", "a\r|" },
    { "a\r", "a|" },
    { " a \n", " a |" },
    { "a\xe2\x80\xa8"
      "b\n",
      "a\xe2\x80\xa8"
      "b|" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_lines (cases[i].text, strlen (cases[i].text), 0, cases[i].expected);
}

static void
test_nul (void)
{
  check_lines ("a\0b\n\0\n", 6, 0, "a0b|0|");
}

static void
test_limit (void)
{
  static const struct
  {
    const char *text;
    const char *expected;
  } cases[] = {
    { "1234\n1234\n", "1234|1234|" },
    { "1234\r\n1234\r\n", "1234|1234|" },
    { "1234\n12345\n1234\n", "1234|!" },
    { "1234\n12345", "1234|!" },
    { "1234", "1234|" },
    { "1234\r", "1234|" },
    { "1234\rx\n", "!" },
    { "1234\r\r\n", "!" },
    { "12345678901234567890", "!" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_lines (cases[i].text, strlen (cases[i].text), 4, cases[i].expected);
}

static void
test_long_line (void)
{
  gsize n_text = 3 * 1000 * 1000;
  g_autofree char *text = g_malloc (n_text + 1);
  g_autofree char *expected = NULL;
  g_autofree char *log = NULL;

  memset (text, 'x', n_text);
  text[n_text] = '\0';
  expected = g_strconcat (text, "|", NULL);
  log = read_lines (text, n_text, 4096, 0);
  g_assert_true (g_str_equal (log, expected));
}

static void
test_huge_limit (void)
{
  g_autofree char *log = read_lines ("a\nb\n", 4, 1, G_MAXSIZE);

  g_assert_cmpstr (log, ==, "a|b|");
}

int
main (int argc, char *argv[])
{
  quire_test_init (&argc, &argv);

  g_test_add_func ("/line-stream/lines", test_lines);
  g_test_add_func ("/line-stream/nul", test_nul);
  g_test_add_func ("/line-stream/limit", test_limit);
  g_test_add_func ("/line-stream/long-line", test_long_line);
  g_test_add_func ("/line-stream/huge-limit", test_huge_limit);

  return g_test_run ();
}
