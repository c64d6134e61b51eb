/* test-entry.c: entries of the codex.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "quire-entry.h"

#include <string.h>

#include "quire-test.h"

static void
test_send_modes (void)
{
  QuireSendMode mode;

  for (guint i = QUIRE_SEND_DETECTED; i <= QUIRE_SEND_NEVER; i++)
    {
      g_assert_true (quire_send_mode_from_name (quire_send_mode_get_name (i), &mode));
      g_assert_cmpuint (mode, ==, i);
    }
  g_assert_false (quire_send_mode_from_name ("sometimes", &mode));
  g_assert_false (quire_send_mode_from_name (NULL, &mode));
  g_assert_cmpstr (quire_send_mode_get_name (QUIRE_SEND_NEVER), ==, "never");
}

static void
test_categories (void)
{
  const char *const *categories = quire_entry_get_categories ();

  g_assert_cmpuint (g_strv_length ((GStrv) categories), ==, 8);
  g_assert_cmpstr (categories[0], ==, "characters");
  g_assert_cmpstr (categories[7], ==, "research");
  for (guint i = 0; categories[i] != NULL; i++)
    {
      const char *title = quire_entry_get_category_title (categories[i]);

      g_assert_cmpint (g_ascii_strcasecmp (title, categories[i]), ==, 0);
      g_assert_true (g_ascii_isupper (title[0]));
    }
  g_assert_cmpstr (quire_entry_get_category_title ("ships"), ==, "ships");
}

static void
test_facts (void)
{
  g_autoptr (QuireFact) fact = quire_fact_new ("home", "the lighthouse");
  g_autoptr (QuireFact) copy = NULL;

  g_assert_true (g_uuid_string_is_valid (fact->id));
  g_assert_null (fact->valid_from);
  g_assert_null (fact->valid_to);
  g_assert_cmpstr (fact->known_by, ==, "");

  fact->valid_from = g_strdup ("s1");
  g_set_str (&fact->known_by, "Ada, Bo");
  copy = quire_fact_copy (fact);
  g_assert_cmpstr (copy->id, ==, fact->id);
  g_assert_cmpstr (copy->attribute, ==, "home");
  g_assert_cmpstr (copy->value, ==, "the lighthouse");
  g_assert_cmpstr (copy->valid_from, ==, "s1");
  g_assert_null (copy->valid_to);
  g_assert_cmpstr (copy->known_by, ==, "Ada, Bo");
}

static void
test_values (void)
{
  const char *const names[] = { "Ada", "Mrs Quill", NULL };
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func ((GDestroyNotify) quire_fact_free);
  g_autoptr (QuireEntry) entry = NULL;
  g_autoptr (QuireEntry) changed = NULL;
  g_autofree char *summary = NULL;
  g_autofree char *joined = NULL;
  g_autofree char *name = NULL;

  g_ptr_array_add (facts, quire_fact_new ("eyes", "grey"));
  entry = quire_entry_new (&(QuireEntryValues) { .category = "characters", .names = names, .text = "\n  Keeper of the light.\nSecond line.", .send = QUIRE_SEND_ALWAYS, .facts = facts });
  g_clear_pointer (&facts, g_ptr_array_unref);

  g_assert_true (g_uuid_string_is_valid (quire_entry_get_id (entry)));
  g_assert_cmpstr (quire_entry_get_name (entry), ==, "Ada");
  g_assert_cmpstrv (quire_entry_get_names (entry), names);
  g_assert_cmpint (quire_entry_get_send (entry), ==, QUIRE_SEND_ALWAYS);
  g_assert_cmpuint (quire_entry_get_n_facts (entry), ==, 1);
  g_assert_cmpstr (quire_entry_get_fact (entry, 0)->value, ==, "grey");

  g_object_get (entry, "summary", &summary, "names", &joined, "name", &name, NULL);
  g_assert_cmpstr (summary, ==, "Keeper of the light.");
  g_assert_cmpstr (joined, ==, "Ada, Mrs Quill");
  g_assert_cmpstr (name, ==, "Ada");

  changed = quire_entry_new (&(QuireEntryValues) { .id = quire_entry_get_id (entry), .category = "ships", .text = "" });
  g_assert_cmpstr (quire_entry_get_id (changed), ==, quire_entry_get_id (entry));
  g_assert_cmpstr (quire_entry_get_name (changed), ==, "");
  g_assert_cmpstr (quire_entry_get_category (changed), ==, "ships");
  g_assert_cmpuint (quire_entry_get_n_facts (changed), ==, 0);
  g_assert_cmpint (quire_entry_get_send (changed), ==, QUIRE_SEND_DETECTED);
}

/* A row shows a summary: it must not carry a whole text with it. */
static void
test_summary_is_short (void)
{
  const char *const names[] = { "A", NULL };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (QuireEntry) entry = NULL;
  g_autofree char *summary = NULL;

  for (guint i = 0; i < 10000; i++)
    g_string_append (text, "long ");
  entry = quire_entry_new (&(QuireEntryValues) { .category = "lore", .names = names, .text = text->str });
  g_object_get (entry, "summary", &summary, NULL);
  g_assert_cmpint (g_utf8_strlen (summary, -1), <=, 121);
  g_assert_true (g_str_has_suffix (summary, "…"));
  g_assert_cmpuint (strlen (quire_entry_get_text (entry)), ==, 50000);
}

int
main (int argc, char *argv[])
{
  quire_test_init (&argc, &argv);

  g_test_add_func ("/entry/send-modes", test_send_modes);
  g_test_add_func ("/entry/categories", test_categories);
  g_test_add_func ("/entry/facts", test_facts);
  g_test_add_func ("/entry/values", test_values);
  g_test_add_func ("/entry/summary-is-short", test_summary_is_short);

  return g_test_run ();
}
