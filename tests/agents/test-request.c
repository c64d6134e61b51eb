/* test-request.c: one model call as it will be sent
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-test"

#include "config.h"

#include "quire-json.h"
#include "quire-request.h"
#include "quire-test.h"

static void
test_fields (void)
{
  g_autoptr (QuireRequest) request = quire_request_new ("plain", "draft");
  guint64 seed = 17;

  g_assert_cmpstr (quire_request_get_model (request), ==, "plain");
  g_assert_cmpstr (quire_request_get_purpose (request), ==, "draft");
  g_assert_cmpuint (quire_request_get_n_messages (request), ==, 0);
  g_assert_cmpuint (quire_request_get_n_parts (request), ==, 0);
  g_assert_null (quire_request_get_tools (request));
  g_assert_null (quire_request_get_scene_id (request));
  g_assert_false (quire_request_get_seed (request, &seed));
  g_assert_cmpuint (seed, ==, 17);

  quire_request_add_message (request, QUIRE_ROLE_SYSTEM, "You write.");
  quire_request_add_message (request, QUIRE_ROLE_USER, "Write.");
  quire_request_add_part (request, QUIRE_PART_ENTRY, "Ada", "A ferryman.");
  quire_request_add_part (request, QUIRE_PART_OUTLINE, NULL, "Ada leaves.");
  quire_request_set_seed (request, 0);
  quire_request_set_max_tokens (request, 900);
  quire_request_set_target_words (request, 600);
  quire_request_set_scene_id (request, "s1");

  g_assert_cmpuint (quire_request_get_n_messages (request), ==, 2);
  g_assert_cmpint (quire_request_get_message (request, 1)->role, ==, QUIRE_ROLE_USER);
  g_assert_cmpstr (quire_request_get_message (request, 1)->text, ==, "Write.");
  g_assert_cmpint (quire_request_get_part (request, 0)->kind, ==, QUIRE_PART_ENTRY);
  g_assert_cmpstr (quire_request_get_part (request, 1)->title, ==, "");
  g_assert_cmpstr (quire_request_get_part (request, 1)->text, ==, "Ada leaves.");
  g_assert_true (quire_request_get_seed (request, &seed));
  g_assert_cmpuint (seed, ==, 0);
  g_assert_cmpuint (quire_request_get_max_tokens (request), ==, 900);
  g_assert_cmpuint (quire_request_get_target_words (request), ==, 600);
  g_assert_cmpstr (quire_request_get_scene_id (request), ==, "s1");
}

static void
test_json (void)
{
  g_autoptr (QuireRequest) request = quire_request_new ("m\"1", "draft");
  g_autoptr (JsonArray) tools = json_array_new ();
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  JsonObject *tool = json_object_new ();
  JsonArray *messages;

  json_object_set_string_member (tool, "name", "read_scene");
  json_array_add_object_element (tools, tool);
  quire_request_add_message (request, QUIRE_ROLE_SYSTEM, "Line one\nline “two”");
  quire_request_add_message (request, QUIRE_ROLE_ASSISTANT, "");
  quire_request_add_part (request, QUIRE_PART_OUTLINE, "Outline", "Ada leaves.");
  quire_request_set_tools (request, tools);
  quire_request_set_seed (request, G_MAXUINT64);
  quire_request_set_max_tokens (request, 12);

  text = quire_request_to_json (request);
  object = quire_json_parse_object (text, -1, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (quire_json_get_string (object, "model", NULL), ==, "m\"1");
  g_assert_cmpstr (quire_json_get_string (object, "purpose", NULL), ==, "draft");
  g_assert_cmpint (quire_json_get_int (object, "max_tokens", 0), ==, 12);
  g_assert_cmpstr (quire_json_get_string (object, "seed", NULL), ==, "18446744073709551615");
  g_assert_false (json_object_has_member (object, "parts"));
  g_assert_false (json_object_has_member (object, "target_words"));

  messages = quire_json_get_array (object, "messages");
  g_assert_cmpuint (json_array_get_length (messages), ==, 2);
  g_assert_cmpstr (quire_json_get_string (json_array_get_object_element (messages, 0), "content", NULL), ==, "Line one\nline “two”");
  g_assert_cmpstr (quire_json_get_string (json_array_get_object_element (messages, 0), "role", NULL), ==, "system");
  g_assert_cmpstr (quire_json_get_string (json_array_get_object_element (messages, 1), "role", NULL), ==, "assistant");
  g_assert_cmpuint (json_array_get_length (quire_json_get_array (object, "tools")), ==, 1);
}

static void
test_json_parts (void)
{
  g_autoptr (QuireRequest) request = quire_request_new ("plain", "draft");
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  JsonArray *parts;

  quire_request_add_part (request, QUIRE_PART_PRECEDING, "Before", "It rained.");
  quire_request_set_seed (request, 7);
  text = quire_request_to_json (request);
  object = quire_json_parse_object (text, -1, 0, &error);
  g_assert_no_error (error);
  parts = quire_json_get_array (object, "parts");
  g_assert_nonnull (parts);
  g_assert_cmpstr (quire_json_get_string (json_array_get_object_element (parts, 0), "kind", NULL), ==, "preceding");
  g_assert_cmpint (quire_json_get_int (object, "seed", 0), ==, 7);
}

static void
test_estimate (void)
{
  g_autoptr (QuireRequest) empty = quire_request_new ("m", "p");
  g_autoptr (QuireRequest) few = quire_request_new ("m", "p");
  g_autoptr (QuireRequest) parts = quire_request_new ("m", "p");
  g_autoptr (JsonArray) tools = json_array_new ();
  guint before;

  g_assert_cmpuint (quire_request_estimate_tokens (empty), ==, 0);

  quire_request_add_message (few, QUIRE_ROLE_USER, "one two three four five six seven eight nine ten");
  before = quire_request_estimate_tokens (few);
  g_assert_cmpuint (before, >=, 14);
  g_assert_cmpuint (before, <=, 20);

  /* The messages are what is sent; the same as parts is not sent again. */
  quire_request_add_part (few, QUIRE_PART_MESSAGE, "t", "one two three four five six seven eight nine ten");
  g_assert_cmpuint (quire_request_estimate_tokens (few), ==, before);
  quire_request_add_part (parts, QUIRE_PART_MESSAGE, "", "one two three four five six seven eight nine ten");
  g_assert_cmpuint (quire_request_estimate_tokens (parts), ==, before);

  json_array_add_string_element (tools, "a tool of about thirty letters");
  quire_request_set_tools (few, tools);
  g_assert_cmpuint (quire_request_estimate_tokens (few), >, before + 5);
}

static void
test_frozen (void)
{
  g_autoptr (QuireRequest) request = quire_request_new ("m", "p");

  quire_request_freeze (request);
  g_test_expect_message ("quire-agents", G_LOG_LEVEL_CRITICAL, "*frozen*");
  quire_request_add_message (request, QUIRE_ROLE_USER, "late");
  g_test_assert_expected_messages ();
  g_test_expect_message ("quire-agents", G_LOG_LEVEL_CRITICAL, "*frozen*");
  quire_request_set_seed (request, 1);
  g_test_assert_expected_messages ();

  g_assert_cmpuint (quire_request_get_n_messages (request), ==, 0);
  g_assert_false (quire_request_get_seed (request, NULL));
}

int
main (int argc, char **argv)
{
  quire_test_init (&argc, &argv);

  g_test_add_func ("/request/fields", test_fields);
  g_test_add_func ("/request/json", test_json);
  g_test_add_func ("/request/json-parts", test_json_parts);
  g_test_add_func ("/request/estimate", test_estimate);
  g_test_add_func ("/request/frozen", test_frozen);

  return g_test_run ();
}
