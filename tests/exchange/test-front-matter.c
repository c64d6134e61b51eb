/* test-front-matter.c: heads and bodies of text files.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "quire-front-matter.h"

#include <string.h>

#include "quire-error.h"
#include "quire-test.h"

typedef struct
{
  const char *name;
  const char *text;
  const char *items; /* "key=value" joined by '|' */
  const char *body;
} Case;

static const Case cases[] = {
  { "empty", "", "", "" },
  { "body only", "She waits.\n\nHe comes.\n", "", "She waits.\n\nHe comes." },
  { "head and body", "---\ntitle: The quay\npov: Ada\n---\n\nShe waits.\n", "title=The quay|pov=Ada", "She waits." },
  { "head only", "---\ntitle: The quay\n---", "title=The quay", "" },
  { "empty head", "---\n---\nShe waits.", "", "She waits." },
  { "fences with blanks", "--- \ntitle: A\n---\t\nB", "title=A", "B" },
  { "CR LF", "---\r\ntitle: A\r\n---\r\nB\r\nC\r\n", "title=A", "B\nC" },
  { "CR", "---\rtitle: A\r---\rB", "title=A", "B" },
  { "byte order mark", "\xef\xbb\xbf---\ntitle: A\n---\nB", "title=A", "B" },
  { "repeated keys", "---\nalias: A\nalias: B\n---", "alias=A|alias=B", "" },
  { "keys in capitals", "---\nTitle: A\nSTORY_TIME: B\n---", "title=A|story_time=B", "" },
  { "colons in values", "---\ntitle: A: B: C\n---", "title=A: B: C", "" },
  { "no value", "---\ntitle:\n---", "title=", "" },
  { "blanks around", "---\n  title  :   A  \n---", "title=A", "" },
  { "line breaks", "---\nsynopsis: One\\n- Two\\n- Three\n---", "synopsis=One\n- Two\n- Three", "" },
  { "backslashes", "---\na: C:\\\\new \\\\n \\x \\\n---", "a=C:\\new \\n \\x \\", "" },
  { "comments and blank lines", "---\n\n# title: A\n  # more\ntitle: #1\n\n---\n# B", "title=#1", "# B" },
  { "a fence in the body", "---\ntitle: A\n---\nB\n---\nC", "title=A", "B\n---\nC" },
  { "no fence at the top", "\n---\ntitle: A\n---", "", "---\ntitle: A\n---" },
  { "four dashes", "----\nA", "", "----\nA" },
  { "bad UTF-8", "---\ntitle: A\xff\n---\nB\xc3", "title=A\xef\xbf\xbd", "B\xef\xbf\xbd" },
  { "control characters", "---\ntitle: A\x01\n---\nB\x07", "title=A", "B" },
  { "indented body", "---\ntitle: A\n---\n\n    B\n\tC\n\n\n", "title=A", "    B\n\tC" },
  { "unicode", "---\ntitle: “Ærøskøbing” 東京\n---\nÅ", "title=“Ærøskøbing” 東京", "Å" },
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (QuireFrontMatter) matter = quire_front_matter_parse (c->text, strlen (c->text), "a.md", &error);
  g_autoptr (GString) items = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < quire_front_matter_get_n_items (matter); i++)
    g_string_append_printf (items, "%s%s=%s", i > 0 ? "|" : "", quire_front_matter_get_key (matter, i), quire_front_matter_get_value (matter, i));
  g_assert_cmpstr (items->str, ==, c->items);
  g_assert_cmpstr (quire_front_matter_get_body (matter), ==, c->body);
}

static void
assert_refused (const GError *error, const char *beginning)
{
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID);
  g_assert_true (g_str_has_prefix (error->message, beginning));
}

static void
test_errors (void)
{
  static const struct
  {
    const char *text;
    const char *beginning;
  } bad[] = {
    { "---\n", "a.md, line 1: " },
    { "---\ntitle: A\nShe waits.\n", "a.md, line 3: " },
    { "---\ntitle: A\n", "a.md, line 1: " },
    { "---\ntitle: A\n----\nB", "a.md, line 3: " },
    { "---\n\n\nno colon\n---\n", "a.md, line 4: " },
    { "---\n: A\n---\n", "a.md, line 2: " },
    { "---\na b: A\n---\n", "a.md, line 2: " },
    { "---\nã: A\n---\n", "a.md, line 2: " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (quire_front_matter_parse (bad[i].text, strlen (bad[i].text), "a.md", &error));
      assert_refused (error, bad[i].beginning);
    }
}

static void
test_too_many_lines (void)
{
  g_autoptr (GString) text = g_string_new ("---\n");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append (text, "a: b\n");
  g_string_append (text, "---\n");
  g_assert_null (quire_front_matter_parse (text->str, text->len, "a.md", &error));
  assert_refused (error, "a.md, line 1002: ");
}

static void
test_get (void)
{
  const char *text = "---\nalias: A\nalias: B\ntarget: 1200\nnone:\nbad: -5\nlong: 1234567890\nwords: 12 words\n---";
  g_autoptr (QuireFrontMatter) matter = quire_front_matter_parse (text, strlen (text), "a.md", NULL);
  static const char *const bad[] = { "bad", "long", "words" };
  guint count = 7;

  g_assert_cmpstr (quire_front_matter_get (matter, "alias", NULL), ==, "A");
  g_assert_cmpstr (quire_front_matter_get (matter, "name", "else"), ==, "else");
  g_assert_null (quire_front_matter_get (matter, "name", NULL));

  g_assert_true (quire_front_matter_get_count (matter, "target", &count, NULL));
  g_assert_cmpuint (count, ==, 1200);
  g_assert_true (quire_front_matter_get_count (matter, "name", &count, NULL));
  g_assert_cmpuint (count, ==, 0);
  g_assert_true (quire_front_matter_get_count (matter, "none", &count, NULL));
  g_assert_cmpuint (count, ==, 0);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *beginning = g_strdup_printf ("a.md, line %u: ", i + 6);

      g_assert_false (quire_front_matter_get_count (matter, bad[i], &count, &error));
      assert_refused (error, beginning);
    }
}

static void
test_check_keys (void)
{
  static const char *const known[] = { "name", "send", NULL };
  static const char *const repeatable[] = { "alias", NULL };
  const char *text = "---\nname: A\nalias: B\nalias: C\n---";
  const char *twice = "---\nname: A\nname: A\n---";
  const char *unknown = "---\nname: A\n\nnmae: A\n---";
  g_autoptr (QuireFrontMatter) good = quire_front_matter_parse (text, strlen (text), "a.md", NULL);
  g_autoptr (QuireFrontMatter) repeated = quire_front_matter_parse (twice, strlen (twice), "a.md", NULL);
  g_autoptr (QuireFrontMatter) misspelled = quire_front_matter_parse (unknown, strlen (unknown), "a.md", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (quire_front_matter_check_keys (good, known, repeatable, &error));
  g_assert_no_error (error);

  g_assert_false (quire_front_matter_check_keys (good, known, NULL, &error));
  assert_refused (error, "a.md, line 3: ");
  g_clear_error (&error);
  g_assert_false (quire_front_matter_check_keys (repeated, known, repeatable, &error));
  assert_refused (error, "a.md, line 3: ");
  g_clear_error (&error);
  g_assert_false (quire_front_matter_check_keys (misspelled, known, repeatable, &error));
  assert_refused (error, "a.md, line 4: “nmae”");
  g_assert_nonnull (strstr (error->message, "name, send, alias"));
  g_clear_error (&error);

  g_assert_false (quire_front_matter_refuse (misspelled, 1, "why.", &error));
  g_assert_cmpstr (error->message, ==, "a.md, line 4: why.");
  g_clear_error (&error);
  g_assert_false (quire_front_matter_refuse_key (misspelled, "name", "why.", &error));
  g_assert_cmpstr (error->message, ==, "a.md, line 2: why.");
}

/* Random pieces: whatever comes, it is refused or it is valid text. */
static void
test_random (void)
{
  static const char *const pieces[] = { "---", "\n", "\r\n", "\r", "a", ":", " ", "\\n", "\\", "#", "\xff", "é", "\xef\xbb\xbf", "title: x\n", "\t", "|" };
  guint n_good = 0;

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (GString) text = g_string_new (g_test_rand_bit () ? "---\n" : "");
      g_autoptr (QuireFrontMatter) matter = NULL;
      g_autoptr (GError) error = NULL;

      for (int n = g_test_rand_int_range (0, 25); n > 0; n--)
        g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);

      matter = quire_front_matter_parse (text->str, text->len, "a.md", &error);
      g_assert_true ((matter == NULL) == (error != NULL));
      if (matter == NULL)
        continue;
      n_good++;
      g_assert_true (g_utf8_validate (quire_front_matter_get_body (matter), -1, NULL));
      for (guint j = 0; j < quire_front_matter_get_n_items (matter); j++)
        g_assert_true (g_utf8_validate (quire_front_matter_get_value (matter, j), -1, NULL));
    }
  g_assert_cmpuint (n_good, >, 1000);
}

int
main (int argc, char *argv[])
{
  quire_test_init (&argc, &argv);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdelimit (g_strdup (cases[i].name), " ", '-');
      g_autofree char *path = g_strconcat ("/front-matter/", name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/front-matter/errors", test_errors);
  g_test_add_func ("/front-matter/too-many-lines", test_too_many_lines);
  g_test_add_func ("/front-matter/get", test_get);
  g_test_add_func ("/front-matter/check-keys", test_check_keys);
  g_test_add_func ("/front-matter/random", test_random);

  return g_test_run ();
}
