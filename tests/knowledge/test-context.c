/* test-context.c: what a context takes in, leaves out and says of both
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-test"

#include "config.h"

#include <string.h>

#include "quire-test.h"

#include "quire-context.h"
#include "quire-json.h"
#include "quire-passage-private.h"
#include "quire-text.h"

static QuireContextItem *
new_item (const char *title, guint n_words)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n_words; i++)
    g_string_append (text, "word ");

  return quire_context_item_new (QUIRE_PART_ENTRY, "entry", title, title, text->str, "because");
}

static const QuireContextItem *
get_item (GPtrArray *items, guint i)
{
  return g_ptr_array_index (items, i);
}

static void
test_budget (void)
{
  g_autoptr (QuireContext) context = quire_context_new (200);

  g_assert_true (quire_context_offer (context, new_item ("first", 100)));
  g_assert_false (quire_context_offer (context, new_item ("large", 60)));
  g_assert_true (quire_context_offer (context, new_item ("small", 20)));
  quire_context_leave_out (context, new_item ("never", 1));

  g_assert_cmpuint (quire_context_get_included (context)->len, ==, 2);
  g_assert_cmpstr (get_item (quire_context_get_included (context), 1)->title, ==, "small");
  g_assert_cmpstr (get_item (quire_context_get_included (context), 1)->reason, ==, "because");
  g_assert_cmpuint (quire_context_get_left_out (context)->len, ==, 2);
  g_assert_nonnull (strstr (get_item (quire_context_get_left_out (context), 0)->reason, "over budget"));
  g_assert_cmpstr (get_item (quire_context_get_left_out (context), 1)->reason, ==, "because");
  g_assert_cmpuint (quire_context_get_budget (context), ==, 200);
}

/* Whatever is offered: the sum is that of the items, it never exceeds the budget, and nothing is lost. */
static void
test_random_budget (void)
{
  for (guint turn = 0; turn < 200; turn++)
    {
      guint budget = (guint) g_test_rand_int_range (0, 600);
      guint n = (guint) g_test_rand_int_range (0, 20);
      g_autoptr (QuireContext) context = quire_context_new (budget);
      guint sum = 0;

      for (guint i = 0; i < n; i++)
        {
          QuireContextItem *item = new_item ("item", (guint) g_test_rand_int_range (0, 100));
          guint tokens = item->tokens;
          gboolean fits = sum + tokens <= budget;

          g_assert_cmpint (quire_context_offer (context, item), ==, fits);
          sum += fits ? tokens : 0;
        }
      g_assert_cmpuint (quire_context_get_tokens (context), ==, sum);
      g_assert_cmpuint (quire_context_get_included (context)->len + quire_context_get_left_out (context)->len, ==, n);
    }
}

static void
test_json (void)
{
  g_autoptr (QuireContext) context = quire_context_new (500);
  g_autoptr (QuireContext) copy = NULL;
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (JsonObject) again = NULL;
  g_autofree char *text = NULL;
  g_autofree char *copied = NULL;

  quire_context_offer (context, quire_context_item_new (QUIRE_PART_ENTRY, "entry", "e1", "Ada “A.”", "A woman\nwith a \"coat\".", "named"));
  quire_context_offer (context, quire_context_item_new (QUIRE_PART_PRECEDING, "scene", "s1", "1.1.1", "Low water.", "before"));
  quire_context_leave_out (context, quire_context_item_new (QUIRE_PART_ENTRY, "entry", "e2", "Secret", "", "never"));

  object = quire_context_to_json (context);
  g_assert_cmpint (quire_json_get_int (object, "budget", 0), ==, 500);
  g_assert_cmpint (quire_json_get_int (object, "tokens", 0), ==, quire_context_get_tokens (context));
  g_assert_cmpstr (quire_json_get_string (json_array_get_object_element (quire_json_get_array (object, "included"), 1), "kind", ""), ==, "preceding");

  copy = quire_context_from_json (object);
  again = quire_context_to_json (copy);
  text = quire_json_object_to_string (object, FALSE);
  copied = quire_json_object_to_string (again, FALSE);
  g_assert_cmpstr (text, ==, copied);
  g_assert_cmpint (get_item (quire_context_get_included (copy), 1)->kind, ==, QUIRE_PART_PRECEDING);
}

/* A file that was tampered with gives an empty context and no crash. */
static void
test_bad_json (void)
{
  static const char *const texts[] = { "{}", "{\"included\": 5}", "{\"included\": [1, null, \"x\", []]}", "{\"budget\": -7, \"left_out\": {}}" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (JsonObject) object = quire_json_parse_object (texts[i], -1, 0, NULL);
      g_autoptr (QuireContext) context = quire_context_from_json (object);

      g_assert_cmpuint (quire_context_get_included (context)->len, ==, 0);
      g_assert_cmpuint (quire_context_get_left_out (context)->len, ==, 0);
      g_assert_cmpuint (quire_context_get_budget (context), ==, 0);
    }
}

static void
test_comments (void)
{
  static const struct
  {
    const char *text;
    const char *kept;
  } cases[] = {
    { "", "" },
    { "Low water.", "Low water." },
    { "Low %%check%% water.", "Low  water." },
    { "%%all of it%%", "" },
    { "a %%b%% c %%d%% e", "a  c  e" },
    { "100%% sure", "100%% sure" },
    { "a %%open", "a %%open" },
    { "%%a%%%%b%%c", "c" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *kept = quire_passage_without_comments (cases[i].text);

      g_assert_cmpstr (kept, ==, cases[i].kept);
    }
}

static void
test_end (void)
{
  static const struct
  {
    const char *text;
    guint max_words;
    const char *end;
  } cases[] = {
    { "", 5, "" },
    { "One two. Three four. Five six.", 4, "Three four. Five six." },
    { "One two. Three four. Five six.", 5, "Three four. Five six." },
    { "One two. Three four. Five six.", 100, "One two. Three four. Five six." },
    { "One two three four five six.", 3, "One two three four five six." },
    { "“Één.” “Twee,” zei ze.\n\nDrie.\n", 4, "“Twee,” zei ze.\n\nDrie." },
    { "One.\n\n***\n\nTwo.", 1, "Two." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *end = quire_passage_dup_end (cases[i].text, cases[i].max_words);

      g_assert_cmpstr (end, ==, cases[i].end);
    }
}

int
main (int argc, char *argv[])
{
  quire_test_init (&argc, &argv);

  g_test_add_func ("/context/budget", test_budget);
  g_test_add_func ("/context/random-budget", test_random_budget);
  g_test_add_func ("/context/json", test_json);
  g_test_add_func ("/context/bad-json", test_bad_json);
  g_test_add_func ("/context/comments", test_comments);
  g_test_add_func ("/context/end", test_end);

  return g_test_run ();
}
