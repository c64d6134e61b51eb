/* test-order-key.c: keys sort, stay valid and stay short.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "quire-order-key.h"

#include <string.h>

#include "quire-test.h"

#define N_INSERTS 10000

static void
test_valid (void)
{
  static const struct
  {
    const char *key;
    gboolean valid;
  } cases[] = {
    { NULL, FALSE },
    { "", FALSE },
    { "0", FALSE },
    { "00", FALSE },
    { "V0", FALSE },
    { "V", TRUE },
    { "1", TRUE },
    { "01", TRUE },
    { "0zz", TRUE },
    { "z", TRUE },
    { "a b", FALSE },
    { "a-", FALSE },
    { "é", FALSE },
    { "V\n", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (quire_order_key_is_valid (cases[i].key), ==, cases[i].valid);
}

static void
assert_between (const char *after, const char *key, const char *before)
{
  g_assert_true (quire_order_key_is_valid (key));
  if (after != NULL)
    g_assert_cmpstr (after, <, key);
  if (before != NULL)
    g_assert_cmpstr (key, <, before);
}

static void
test_between (void)
{
  static const struct
  {
    const char *after;
    const char *before;
    const char *expected; /* NULL: any that lies between */
  } cases[] = {
    { NULL, NULL, "V" },
    { "V", NULL, "W" },
    { "y", NULL, "z" },
    { "z", NULL, "z01" },
    { "z0z", NULL, "z1" },
    { "zyz", NULL, "zz" },
    { "zz", NULL, "zz0001" },
    { "V5", NULL, "W" },
    { NULL, "V", "U" },
    { NULL, "2", "1" },
    { NULL, "1", "0zz" },
    { NULL, "1V", "0zz" },
    { NULL, "01", "00z" },
    { NULL, "001", "000zzz" },
    { "A", "C", "B" },
    { "A", "B", "AV" },
    { "A", "A1", "A0V" },
    { "A", "A01", "A00V" },
    { "A", "B5", "B" },
    { "Az", "B", "AzV" },
    { "Azz", "B", "AzzV" },
    { "A9z", "AA", "A9zV" },
    { "1", "z", NULL },
    { "0zz", "1", NULL },
    { "VVVVVVVVVV", "VVVVVVVVVVV", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *key = quire_order_key_between (cases[i].after, cases[i].before);

      assert_between (cases[i].after, key, cases[i].before);
      if (cases[i].expected != NULL)
        g_assert_cmpstr (key, ==, cases[i].expected);
    }
}

static void
test_long_ends (void)
{
  g_autofree char *high = g_strnfill (1000, 'z');
  g_autofree char *zeros = g_strnfill (1000, '0');
  g_autofree char *low = g_strconcat (zeros, "1", NULL);
  g_autofree char *above = quire_order_key_between (high, NULL);
  g_autofree char *below = quire_order_key_between (NULL, low);

  assert_between (high, above, NULL);
  assert_between (NULL, below, low);
  g_assert_cmpuint (strlen (above), <, 1100);
  g_assert_cmpuint (strlen (below), <, 1100);
}

static void
test_append_and_prepend (void)
{
  g_autofree char *last = quire_order_key_between (NULL, NULL);
  g_autofree char *first = g_strdup (last);

  for (guint i = 0; i < N_INSERTS; i++)
    {
      g_autofree char *next = quire_order_key_between (last, NULL);
      g_autofree char *previous = quire_order_key_between (NULL, first);

      assert_between (last, next, NULL);
      assert_between (NULL, previous, first);
      g_assert_cmpuint (strlen (next), <=, 12);
      g_assert_cmpuint (strlen (previous), <=, 12);
      g_set_str (&last, next);
      g_set_str (&first, previous);
    }
}

/* Ends that did not come from counting must be counted on from as well. */
static void
test_append_to_any (void)
{
  static const char digits[] = "01Vyz";

  for (guint i = 0; i < N_INSERTS; i++)
    {
      g_autoptr (GString) key = g_string_new (NULL);
      g_autofree char *next = NULL;
      g_autofree char *previous = NULL;

      for (int n = g_test_rand_int_range (0, 12); n > 0; n--)
        g_string_append_c (key, digits[g_test_rand_int_range (0, 5)]);
      g_string_append_c (key, digits[g_test_rand_int_range (1, 5)]);

      next = quire_order_key_between (key->str, NULL);
      previous = quire_order_key_between (NULL, key->str);
      assert_between (key->str, next, NULL);
      assert_between (NULL, previous, key->str);
    }
}

static void
test_random_places (void)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < N_INSERTS; i++)
    {
      guint place = (guint) g_test_rand_int_range (0, (gint32) keys->len + 1);
      const char *after = place > 0 ? g_ptr_array_index (keys, place - 1) : NULL;
      const char *before = place < keys->len ? g_ptr_array_index (keys, place) : NULL;
      char *key = quire_order_key_between (after, before);

      assert_between (after, key, before);
      g_assert_cmpuint (strlen (key), <, 40);
      g_ptr_array_insert (keys, (int) place, key);
    }

  for (guint i = 1; i < keys->len; i++)
    g_assert_cmpstr (g_ptr_array_index (keys, i - 1), <, g_ptr_array_index (keys, i));
}

/* Always at the same place a key has to grow, but not faster than a digit for every few inserts. */
static void
test_same_place (void)
{
  g_autofree char *low = g_strdup ("V");
  g_autofree char *high = g_strdup ("W");
  g_autofree char *before = g_strdup ("W");

  for (guint i = 0; i < 600; i++)
    {
      g_autofree char *key = quire_order_key_between (low, before);
      g_autofree char *other = quire_order_key_between ("V", high);

      assert_between (low, key, before);
      assert_between ("V", other, high);
      g_set_str (&low, key);
      g_set_str (&high, other);
    }
  g_assert_cmpuint (strlen (low), <=, 202);
  g_assert_cmpuint (strlen (high), <=, 202);
}

static void
test_spread (void)
{
  static const guint sizes[] = { 0, 1, 2, 30, 31, 61, 62, 63, 1000, 4000, 20000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_auto (GStrv) keys = quire_order_key_spread (sizes[i]);

      g_assert_cmpuint (g_strv_length (keys), ==, sizes[i]);
      for (guint j = 0; j < sizes[i]; j++)
        {
          g_autofree char *between = quire_order_key_between (j > 0 ? keys[j - 1] : NULL, keys[j]);

          assert_between (j > 0 ? keys[j - 1] : NULL, keys[j], NULL);
          assert_between (j > 0 ? keys[j - 1] : NULL, between, keys[j]);
          g_assert_cmpuint (strlen (keys[j]), <=, 3);
        }
    }
}

/* A caller's fault is told, not answered with a wrong key. */
static void
test_refuses (void)
{
  static const char *const cases[][2] = { { "B", "A" }, { "A", "A" }, { "A0", NULL }, { NULL, "" }, { "é", NULL } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_expect_message ("quire-manuscript", G_LOG_LEVEL_CRITICAL, "*assertion*failed*");
      g_assert_null (quire_order_key_between (cases[i][0], cases[i][1]));
      g_test_assert_expected_messages ();
    }
}

int
main (int argc, char *argv[])
{
  quire_test_init (&argc, &argv);

  g_test_add_func ("/order-key/valid", test_valid);
  g_test_add_func ("/order-key/between", test_between);
  g_test_add_func ("/order-key/long-ends", test_long_ends);
  g_test_add_func ("/order-key/append-and-prepend", test_append_and_prepend);
  g_test_add_func ("/order-key/append-to-any", test_append_to_any);
  g_test_add_func ("/order-key/random-places", test_random_places);
  g_test_add_func ("/order-key/same-place", test_same_place);
  g_test_add_func ("/order-key/spread", test_spread);
  g_test_add_func ("/order-key/refuses", test_refuses);

  return g_test_run ();
}
