/* test-error.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "quire-error.h"
#include "quire-test.h"

static void
test_names (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (int code = QUIRE_ERROR_FAILED; code <= QUIRE_ERROR_BUDGET; code++)
    {
      g_autoptr (GError) error = g_error_new_literal (QUIRE_ERROR, code, "");
      const char *name = quire_error_get_code_name (error);

      g_assert_nonnull (name);
      g_assert_true (g_hash_table_add (seen, (gpointer) name));
      g_assert_cmpint (quire_error_from_code_name (name), ==, code);
    }

  g_assert_cmpuint (g_hash_table_size (seen), ==, QUIRE_ERROR_BUDGET);
}

static void
test_stable_names (void)
{
  static const struct
  {
    QuireError code;
    const char *name;
  } cases[] = {
    { QUIRE_ERROR_FAILED, "failed" },
    { QUIRE_ERROR_SCENE_EXISTS, "scene_exists" },
    { QUIRE_ERROR_NOT_FOUND, "not_found" },
    { QUIRE_ERROR_NOT_A_BOOK, "not_a_book" },
    { QUIRE_ERROR_CANCELLED, "cancelled" },
    { QUIRE_ERROR_TIMED_OUT, "timed_out" },
    { QUIRE_ERROR_RATE_LIMITED, "rate_limited" },
    { QUIRE_ERROR_CONTEXT_TOO_LONG, "context_too_long" },
    { QUIRE_ERROR_BUDGET, "budget" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (QUIRE_ERROR, cases[i].code, "");

      g_assert_cmpstr (quire_error_get_code_name (error), ==, cases[i].name);
    }
}

static void
test_strange_names (void)
{
  g_autoptr (GError) foreign = g_error_new_literal (G_IO_ERROR, QUIRE_ERROR_NOT_FOUND, "");
  g_autoptr (GError) too_large = g_error_new_literal (QUIRE_ERROR, QUIRE_ERROR_BUDGET + 1, "");
  g_autoptr (GError) negative = g_error_new_literal (QUIRE_ERROR, -1, "");

  g_assert_cmpstr (quire_error_get_code_name (NULL), ==, "failed");
  g_assert_cmpstr (quire_error_get_code_name (foreign), ==, "failed");
  g_assert_cmpstr (quire_error_get_code_name (too_large), ==, "failed");
  g_assert_cmpstr (quire_error_get_code_name (negative), ==, "failed");
  g_assert_cmpint (quire_error_from_code_name ("no such name"), ==, QUIRE_ERROR_FAILED);
  g_assert_cmpint (quire_error_from_code_name (""), ==, QUIRE_ERROR_FAILED);
  g_assert_cmpint (quire_error_from_code_name (NULL), ==, QUIRE_ERROR_FAILED);
}

static gboolean
is_one_of (int code, const int *codes)
{
  for (; *codes != 0; codes++)
    if (*codes == code)
      return TRUE;

  return FALSE;
}

static void
test_kinds (void)
{
  static const int cancelled[] = { QUIRE_ERROR_CANCELLED, 0 };
  static const int transient[] = { QUIRE_ERROR_OFFLINE, QUIRE_ERROR_RATE_LIMITED, QUIRE_ERROR_OVERLOADED, QUIRE_ERROR_TIMED_OUT, 0 };
  static const int provider[] = { QUIRE_ERROR_OFFLINE, QUIRE_ERROR_AUTH, QUIRE_ERROR_QUOTA, QUIRE_ERROR_RATE_LIMITED, QUIRE_ERROR_OVERLOADED,
                                  QUIRE_ERROR_REFUSED, QUIRE_ERROR_CONTEXT_TOO_LONG, QUIRE_ERROR_TRUNCATED, QUIRE_ERROR_BAD_REPLY, QUIRE_ERROR_BUDGET, 0 };

  for (int code = QUIRE_ERROR_FAILED; code <= QUIRE_ERROR_BUDGET; code++)
    {
      g_autoptr (GError) error = g_error_new_literal (QUIRE_ERROR, code, "");

      g_assert_cmpint (quire_error_is_cancelled (error), ==, is_one_of (code, cancelled));
      g_assert_cmpint (quire_error_is_transient (error), ==, is_one_of (code, transient));
      g_assert_cmpint (quire_error_is_provider (error), ==, is_one_of (code, provider));
    }
}

static void
test_foreign_kinds (void)
{
  g_autoptr (GError) io_cancelled = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
  g_autoptr (GError) io_timed_out = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "");
  g_autoptr (GError) io_failed = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "");
  g_autoptr (GError) fiber_cancelled = g_error_new_literal (DEX_ERROR, DEX_ERROR_FIBER_CANCELLED, "");
  g_autoptr (GError) dex_timed_out = g_error_new_literal (DEX_ERROR, DEX_ERROR_TIMED_OUT, "");

  g_assert_true (quire_error_is_cancelled (io_cancelled));
  g_assert_true (quire_error_is_cancelled (fiber_cancelled));
  g_assert_false (quire_error_is_cancelled (dex_timed_out));
  g_assert_false (quire_error_is_cancelled (NULL));

  g_assert_true (quire_error_is_transient (io_timed_out));
  g_assert_true (quire_error_is_transient (dex_timed_out));
  g_assert_false (quire_error_is_transient (io_cancelled));
  g_assert_false (quire_error_is_transient (io_failed));
  g_assert_false (quire_error_is_transient (NULL));

  g_assert_false (quire_error_is_provider (io_timed_out));
  g_assert_false (quire_error_is_provider (NULL));
}

int
main (int argc, char *argv[])
{
  quire_test_init (&argc, &argv);

  g_test_add_func ("/error/names", test_names);
  g_test_add_func ("/error/stable-names", test_stable_names);
  g_test_add_func ("/error/strange-names", test_strange_names);
  g_test_add_func ("/error/kinds", test_kinds);
  g_test_add_func ("/error/foreign-kinds", test_foreign_kinds);

  return g_test_run ();
}
