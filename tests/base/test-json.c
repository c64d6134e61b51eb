/* test-json.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "quire-error.h"
#include "quire-json.h"
#include "quire-test.h"

static void
test_accepted (void)
{
  static const struct
  {
    const char *text;
    const char *expected;
  } cases[] = {
    { "{}", "{}" },
    { " \t\r\n{ \"a\" : [ 1 , 2.5 , true , false , null ] }\n", "{\"a\":[1,2.5,true,false,null]}" },
    { "\xef\xbb\xbf{\"a\":1}", "{\"a\":1}" },
    { "\"é — “日本語” 😀\"", "\"é — “日本語” 😀\"" },
    { "\"\\u00e9 \\ud83d\\ude00\"", "\"é 😀\"" },
    { "42", "42" },
    { "true", "true" },
    { "null", "null" },
    { "{\"a\":1,\"a\":2}", "{\"a\":2}" },
    { "\"it's a // 'brace' /* } ] [ { */ here\"", "\"it's a // 'brace' /* } ] [ { */ here\"" },
    { "\"a \\\" [ { \\\\\"", "\"a \\\" [ { \\\\\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = quire_json_parse (cases[i].text, -1, 0, &error);
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      text = quire_json_to_string (node, FALSE);
      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

/* A part of the reply that a JSON string of ours cannot hold is shown as such, and what follows it is kept. */
static void
test_mended (void)
{
  static const struct
  {
    const char *text;
    gssize n_bytes;
    const char *expected;
  } cases[] = {
    { "\"x\\u0000y\"", -1, "x�y" },
    { "\"\\u0000\\u0000\"", -1, "��" },
    { "\"a \\ud83d\"", -1, "a �" },
    { "\"a \\uD83D b\"", -1, "a � b" },
    { "\"\\ude00x\"", -1, "�x" },
    { "\"\\ud83d\\ud83d\\ude00\"", -1, "�😀" },
    { "\"\\ude00\\ud83d\"", -1, "��" },
    { "\"\\ud83d\\n\"", -1, "�\n" },
    { "\"\\ud83d\\u0041\"", -1, "�A" },
    { "\"\\\\u0000\"", -1, "\\u0000" },
    { "\"\\\\\\u0000\"", -1, "\\�" },
    { "\"\\\\ud83d\"", -1, "\\ud83d" },
    { "\"a\xff\xc3(b\"", -1, "a��(b" },
    { "\"a\0b\"", 5, "a�b" },
    { "\"\xed\xa0\x80\"", -1, "���" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = quire_json_parse (cases[i].text, cases[i].n_bytes, 0, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (json_node_get_string (node), ==, cases[i].expected);
      g_assert_true (g_utf8_validate (json_node_get_string (node), -1, NULL));
    }
}

static void
test_refused (void)
{
  static const char *const cases[] = {
    "",
    "   \n",
    "{",
    "}",
    "]",
    "[1,]",
    "{\"a\":1}{\"b\":2}",
    "{\"a\":1} x",
    "1 2",
    "[1][2]",
    "{'a':1}",
    "{'\"':[[[[[[[[[[[[[[[[[[[[[",
    "/*\"*/[[[[[[[[[[[[[[[[[[[[[",
    "{\"a\":1} // why",
    "// why\n{}",
    "NaN",
    "[DONE]",
    "<html><body>Bad gateway</body></html>",
    "\"not closed",
    "\"not closed \\",
    "\"\\u12\"",
    "\"\\u12",
    "\"\\",
    "\"a\nb\"",
    "{\"a\":}",
    "nul",
    "01",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (quire_json_parse (cases[i], -1, 0, &error));
      g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_BAD_REPLY);
      g_assert_cmpuint (strlen (error->message), >, 10);
      g_assert_null (quire_json_parse (cases[i], -1, 0, NULL));
    }
}

static char *
nest (guint depth, char open, char close)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append (text, open == '{' && i > 0 ? "\"a\":{" : open == '{' ? "{"
                                                                          : "[");
  for (guint i = 0; i < depth; i++)
    g_string_append_c (text, close);

  return g_string_free (text, FALSE);
}

static void
test_depth (void)
{
  static const guint depths[] = { 1, QUIRE_JSON_MAX_DEPTH, QUIRE_JSON_MAX_DEPTH + 1, 2000, 200000 };

  for (guint i = 0; i < G_N_ELEMENTS (depths); i++)
    {
      g_autofree char *arrays = nest (depths[i], '[', ']');
      g_autofree char *objects = nest (depths[i], '{', '}');
      gboolean expected = depths[i] <= QUIRE_JSON_MAX_DEPTH;
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) from_arrays = quire_json_parse (arrays, -1, 0, &error);
      g_autoptr (JsonNode) from_objects = quire_json_parse (objects, -1, 0, NULL);

      g_assert_cmpint (from_arrays != NULL, ==, expected);
      g_assert_cmpint (from_objects != NULL, ==, expected);
      if (!expected)
        g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_BAD_REPLY);
    }
}

/* Brackets within strings are no nesting, and many values side by side are none either. */
static void
test_depth_counts_nesting (void)
{
  g_autoptr (GString) text = g_string_new ("[");
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;

  for (guint i = 0; i < 500; i++)
    g_string_append (text, "[{}],\"[[{{\\\"[[\",");
  g_string_append (text, "0]");

  node = quire_json_parse (text->str, text->len, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, 1001);
}

static void
test_size (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) fits = quire_json_parse ("[1,2]", -1, 5, &error);

  g_assert_no_error (error);
  g_assert_null (quire_json_parse ("[1,2]", -1, 4, &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_BAD_REPLY);
  g_clear_error (&error);

  g_clear_pointer (&fits, json_node_unref);
  fits = quire_json_parse ("[1,2]trailing bytes that are not ours", 5, 0, &error);
  g_assert_no_error (error);
}

static void
test_numbers_out_of_range (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = quire_json_parse ("{\"a\":[1e400,{\"b\":-1e400}],\"c\":18446744073709551615}", -1, 0, &error);
  g_autoptr (JsonNode) again = NULL;
  g_autofree char *written = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (quire_json_get_int (json_node_get_object (node), "c", 0), ==, G_MAXINT64);
  written = quire_json_to_string (node, FALSE);
  again = quire_json_parse (written, -1, 0, &error);
  g_assert_no_error (error);
  g_assert_true (json_node_equal (node, again));
}

static void
test_object (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = quire_json_parse_object ("{\"a\":1}", -1, 0, &error);
  static const char *const others[] = { "[]", "1", "\"a\"", "null", "", "{" };

  g_assert_no_error (error);
  g_assert_cmpint (quire_json_get_int (object, "a", 0), ==, 1);

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_assert_null (quire_json_parse_object (others[i], -1, 0, &error));
      g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_BAD_REPLY);
      g_clear_error (&error);
    }
}

static void
test_readers (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = quire_json_parse_object ("{\"string\":\"é\",\"empty\":\"\",\"int\":7,\"huge\":9007199254740993,\"double\":2.5,"
                                                           "\"whole\":12.0,\"far\":1e300,\"infinite\":1e400,\"true\":true,\"false\":false,\"null\":null,"
                                                           "\"object\":{\"a\":1},\"array\":[1,2]}",
                                                           -1, 0, &error);
  static const char *const members[] = { "string", "empty", "int", "huge", "double", "whole", "far", "infinite", "true", "false", "null", "object", "array", "absent" };

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      const char *name = members[i];
      const char *string = g_str_equal (name, "string") ? "é" : g_str_equal (name, "empty") ? ""
                                                                                            : "fallback";
      gint64 integer = g_str_equal (name, "int") ? 7 : g_str_equal (name, "huge") ? G_GINT64_CONSTANT (9007199254740993)
                                                   : g_str_equal (name, "whole")  ? 12
                                                                                  : -5;

      g_assert_cmpstr (quire_json_get_string (object, name, "fallback"), ==, string);
      g_assert_cmpint (quire_json_get_int (object, name, -5), ==, integer);
      g_assert_true ((quire_json_get_object (object, name) != NULL) == g_str_equal (name, "object"));
      g_assert_true ((quire_json_get_array (object, name) != NULL) == g_str_equal (name, "array"));
      g_assert_cmpint (quire_json_get_boolean (object, name, TRUE), ==, !g_str_equal (name, "false"));
      g_assert_cmpint (quire_json_get_boolean (object, name, FALSE), ==, g_str_equal (name, "true"));
      g_assert_true (isfinite (quire_json_get_double (object, name, -5.0)));
    }

  g_assert_cmpfloat (quire_json_get_double (object, "double", 0), ==, 2.5);
  g_assert_cmpfloat (quire_json_get_double (object, "int", 0), ==, 7.0);
  g_assert_cmpfloat (quire_json_get_double (object, "far", 0), ==, 1e300);
  g_assert_cmpfloat (quire_json_get_double (object, "infinite", -5.0), ==, G_MAXDOUBLE);
  g_assert_cmpfloat (quire_json_get_double (object, "string", -5.0), ==, -5.0);
  g_assert_null (quire_json_get_string (object, "absent", NULL));
}

static void
test_readers_of_nothing (void)
{
  g_assert_cmpstr (quire_json_get_string (NULL, "a", "b"), ==, "b");
  g_assert_cmpint (quire_json_get_int (NULL, "a", 3), ==, 3);
  g_assert_cmpfloat (quire_json_get_double (NULL, "a", 3.5), ==, 3.5);
  g_assert_true (quire_json_get_boolean (NULL, "a", TRUE));
  g_assert_null (quire_json_get_object (NULL, "a"));
  g_assert_null (quire_json_get_array (NULL, "a"));
}

static void
test_to_string (void)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autofree char *compact = NULL;
  g_autofree char *pretty = NULL;

  json_object_set_string_member (object, "title", "“L’Été” \\ \"x\"\n");
  json_object_set_int_member (object, "words", 3);
  compact = quire_json_object_to_string (object, FALSE);
  g_assert_cmpstr (compact, ==, "{\"title\":\"“L’Été” \\\\ \\\"x\\\"\\n\",\"words\":3}");

  pretty = quire_json_object_to_string (object, TRUE);
  g_assert_nonnull (strstr (pretty, "\n"));
  g_assert_cmpint (json_object_get_int_member (object, "words"), ==, 3);
}

/* Whatever the bytes: an answer, never a crash; and what was accepted can be written and read again. */
static void
test_random (void)
{
  static const char *const pieces[] = { "{", "}", "[", "]", ",", ":", "\"", "\"a\"", "1", "-", "0", ".5", "e9", "true", "null", " ", "\n", "\\", "\\u", "\\ud83d",
                                        "\\ude00", "\\u0000", "'", "/", "\xff", "é", "\"b\":", "[1]", "{\"c\":2}" };

  for (guint round = 0; round < 20000; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (JsonNode) node = NULL;
      g_autoptr (JsonNode) again = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *written = NULL;
      guint n_pieces = g_test_rand_int_range (0, 9);

      for (guint i = 0; i < n_pieces; i++)
        g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      if (g_test_rand_bit ())
        {
          g_string_prepend (text, "[\"");
          g_string_append (text, "\"]");
        }

      node = quire_json_parse (text->str, text->len, 0, &error);
      g_assert_true ((node == NULL) == (error != NULL));
      if (node == NULL)
        {
          g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_BAD_REPLY);
          continue;
        }

      written = quire_json_to_string (node, FALSE);
      again = quire_json_parse (written, -1, 0, &error);
      g_assert_no_error (error);
      g_assert_true (json_node_equal (node, again));
    }
}

int
main (int argc, char *argv[])
{
  quire_test_init (&argc, &argv);

  g_test_add_func ("/json/accepted", test_accepted);
  g_test_add_func ("/json/mended", test_mended);
  g_test_add_func ("/json/refused", test_refused);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/depth-counts-nesting", test_depth_counts_nesting);
  g_test_add_func ("/json/size", test_size);
  g_test_add_func ("/json/numbers-out-of-range", test_numbers_out_of_range);
  g_test_add_func ("/json/object", test_object);
  g_test_add_func ("/json/readers", test_readers);
  g_test_add_func ("/json/readers-of-nothing", test_readers_of_nothing);
  g_test_add_func ("/json/to-string", test_to_string);
  g_test_add_func ("/json/random", test_random);

  return g_test_run ();
}
