/* test-knowledge.c: what is gathered for a prompt, what is left out, and the reasons
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-test"

#include "config.h"

#include "knowledge-fixture.h"

#include <string.h>

#include "quire-future.h"
#include "quire-knowledge.h"
#include "quire-text.h"

static QuireContext *
gather (Book *book, QuireKnowledgeQuery query)
{
  g_autoptr (QuireKnowledge) knowledge = quire_knowledge_new (book->project, book->codex);
  g_autoptr (GError) error = NULL;
  QuireContext *context = dex_await_object (quire_knowledge_gather (knowledge, &query), &error);

  g_assert_no_error (error);

  return context;
}

static const QuireContextItem *
find (GPtrArray *items, const char *title)
{
  for (guint i = 0; i < items->len; i++)
    if (g_str_equal (((QuireContextItem *) g_ptr_array_index (items, i))->title, title))
      return g_ptr_array_index (items, i);

  return NULL;
}

static char *
list_titles (GPtrArray *items)
{
  g_autoptr (GString) titles = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++)
    g_string_append_printf (titles, "%s%s", i > 0 ? ", " : "", ((QuireContextItem *) g_ptr_array_index (items, i))->title);

  return g_string_free_and_steal (g_steal_pointer (&titles));
}

static void
test_order_and_reasons (void)
{
  static const char *const queries[] = { "Who is the miller?", "the old weir", NULL };
  g_autoptr (Book) book = book_new (1);
  g_autofree char *always = book_add_entry (book, "The flood", "It rained for a year.", QUIRE_SEND_ALWAYS, NULL);
  g_autofree char *weir = book_add_entry (book, "Weir|the old weir", "Where Ada was found by the keeper. %%check the year%%", QUIRE_SEND_DETECTED, NULL);
  g_autofree char *ada = book_add_entry (book, "Ada", "A woman.", QUIRE_SEND_DETECTED, NULL);
  g_autofree char *miller = book_add_entry (book, "Miller|the miller", "He grinds. His dog is Rex.", QUIRE_SEND_DETECTED, NULL);
  g_autofree char *keeper = book_add_entry (book, "Keeper|the keeper", "The murderer.", QUIRE_SEND_NEVER, NULL);
  g_autofree char *rex = book_add_entry (book, "Rex", "A dog, once Bess’s.", QUIRE_SEND_DETECTED, NULL);
  g_autofree char *bess = book_add_entry (book, "Bess", "Two steps away.", QUIRE_SEND_DETECTED, NULL);
  g_autofree char *absent = book_add_entry (book, "Zoe", "Nobody names her.", QUIRE_SEND_DETECTED, NULL);
  g_autoptr (QuireContext) context = NULL;
  g_autofree char *titles = NULL;
  GPtrArray *included;
  GPtrArray *left_out;

  book_write (book, 0, "It was night. %%or dusk%% The water fell.");
  context = gather (book, (QuireKnowledgeQuery) { "They meet at the old weir at dawn.", queries, book_get_scene (book, 1), -1, 0 });
  included = quire_context_get_included (context);
  left_out = quire_context_get_left_out (context);
  titles = list_titles (included);
  g_assert_cmpstr (titles, ==, "The flood, 1.1.1 Untitled scene, Weir, Miller, Ada, Rex");
  g_assert_cmpstr (find (included, "The flood")->reason, ==, "always sent");
  g_assert_cmpstr (find (included, "Weir")->reason, ==, "named in the outline: “the old weir”");
  g_assert_cmpstr (find (included, "Miller")->reason, ==, "asked for: “Who is the miller?”");
  g_assert_cmpstr (find (included, "Ada")->reason, ==, "named in the entry “Weir”");
  g_assert_cmpstr (find (included, "Rex")->reason, ==, "named in the entry “Miller”");
  g_assert_cmpstr (find (included, "Weir")->text, ==, "Where Ada was found by the keeper.\nAlso called: the old weir");
  g_assert_cmpint (find (included, "1.1.1 Untitled scene")->kind, ==, QUIRE_PART_PRECEDING);
  g_assert_cmpstr (find (included, "1.1.1 Untitled scene")->text, ==, "It was night.  The water fell.");
  g_assert_cmpstr (find (included, "1.1.1 Untitled scene")->source_id, ==, book_get_scene (book, 0));

  g_assert_cmpuint (left_out->len, ==, 1);
  g_assert_cmpstr (find (left_out, "Keeper")->text, ==, "");
  g_assert_nonnull (strstr (find (left_out, "Keeper")->reason, "never"));
  g_assert_cmpstr (find (left_out, "Keeper")->source_id, ==, keeper);
}

/* However an entry is marked never and however it is named, not a word of it gets through. */
static void
test_never (void)
{
  static const char *const queries[] = { "Keeper", NULL };
  g_autoptr (Book) book = book_new (1);
  GPtrArray *facts = book_new_facts ();
  g_autofree char *keeper = NULL;
  g_autofree char *friend = NULL;
  g_autoptr (QuireContext) context = NULL;
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *json = NULL;

  book_add_fact (book, facts, "secret", "sawdust", -1, -1);
  keeper = book_add_entry (book, "Keeper", "Marzipan.", QUIRE_SEND_NEVER, facts);
  friend = book_add_entry (book, "Ada", "She knows the Keeper.", QUIRE_SEND_ALWAYS, NULL);
  context = gather (book, (QuireKnowledgeQuery) { "The keeper waits; Keeper!", queries, NULL, -1, 0 });
  object = quire_context_to_json (context);
  node = json_node_init_object (json_node_alloc (), object);
  json = json_to_string (node, FALSE);
  g_assert_null (strstr (json, "Marzipan"));
  g_assert_null (strstr (json, "sawdust"));
  g_assert_cmpuint (quire_context_get_left_out (context)->len, ==, 1);
}

static void
test_budget (void)
{
  g_autoptr (Book) book = book_new (1);
  g_autoptr (GString) words = g_string_new (NULL);
  g_autofree char *small = NULL;
  g_autofree char *large = NULL;
  g_autofree char *always = NULL;
  g_autoptr (QuireContext) context = NULL;

  for (guint i = 0; i < 300; i++)
    g_string_append (words, "tide ");
  large = book_add_entry (book, "Large", words->str, QUIRE_SEND_DETECTED, NULL);
  small = book_add_entry (book, "Small", "Few words.", QUIRE_SEND_DETECTED, NULL);
  always = book_add_entry (book, "Rule", "Everybody knows.", QUIRE_SEND_ALWAYS, NULL);

  context = gather (book, (QuireKnowledgeQuery) { "Large and Small.", NULL, NULL, -1, 100 });
  g_assert_nonnull (find (quire_context_get_included (context), "Rule"));
  g_assert_nonnull (find (quire_context_get_included (context), "Small"));
  g_assert_nonnull (strstr (find (quire_context_get_left_out (context), "Large")->reason, "over budget"));
  g_assert_cmpuint (quire_context_get_budget (context), ==, 100);
  g_assert_cmpuint (quire_context_get_tokens (context), <=, 100);
}

/* -- facts in time -- */

/* Every fact at every scene, existing and not, against the definition. */
static void
test_spoilers (void)
{
  g_autoptr (Book) book = book_new (2); /* eight scenes */
  GPtrArray *facts = book_new_facts ();
  g_autofree char *entry = NULL;
  int n = (int) book->scenes->len;

  for (int from = -1; from < n; from++)
    for (int to = -1; to < n; to++)
      if (to < 0 || to >= from)
        {
          g_autofree char *value = g_strdup_printf ("value-%d-%d.", from, to);
          g_autofree char *attribute = g_strdup_printf ("a%d%d", from + 1, to + 1);

          book_add_fact (book, facts, attribute, value, from, to);
        }
  entry = book_add_entry (book, "Ada", "A woman.", QUIRE_SEND_DETECTED, facts);

  for (int position = 0; position <= n; position++)
    for (int exists = 0; exists < 2; exists++)
      {
        g_autoptr (QuireContext) context = NULL;
        const QuireContextItem *item;

        if (exists && position == n)
          continue;
        context = gather (book, (QuireKnowledgeQuery) { "Ada.", NULL, exists ? book_get_scene (book, (guint) position) : NULL, position, 100000 });
        item = find (quire_context_get_included (context), "Ada");
        g_assert_nonnull (item);

        for (int from = -1; from < n; from++)
          for (int to = -1; to < n; to++)
            if (to < 0 || to >= from)
              {
                g_autofree char *value = g_strdup_printf ("value-%d-%d.", from, to);
                /* A scene that does not exist yet stands before the one that has its position now. */
                gboolean begun = from < position + exists;
                gboolean over = to >= 0 && to < position;

                g_assert_cmpint (strstr (item->text, value) != NULL, ==, begun && !over);
              }
      }
}

static void
test_progress (void)
{
  g_autoptr (Book) book = book_new (1);
  GPtrArray *facts = book_new_facts ();
  g_autofree char *entry = NULL;
  g_autoptr (QuireContext) early = NULL;
  g_autoptr (QuireContext) late = NULL;
  g_autoptr (QuireContext) after = NULL;

  book_add_fact (book, facts, "Hair", "black", -1, -1);
  book_add_fact (book, facts, "hair", "white", 2, -1);
  book_add_fact (book, facts, "likes", "tea", -1, -1);
  book_add_fact (book, facts, "likes", "rain", -1, -1);
  book_add_fact (book, facts, "", "Limps.", -1, -1);
  g_set_str (&((QuireFact *) g_ptr_array_index (facts, 3))->known_by, "Tom");
  entry = book_add_entry (book, "Ada", "A woman.", QUIRE_SEND_DETECTED, facts);

  early = gather (book, (QuireKnowledgeQuery) { "Ada.", NULL, book_get_scene (book, 1), -1, 0 });
  g_assert_cmpstr (find (quire_context_get_included (early), "Ada")->text, ==, "A woman.\nHair: black\nlikes: tea\nlikes: rain (known only to Tom)\nLimps.");
  g_assert_cmpstr (find (quire_context_get_left_out (early), "Ada: hair")->reason, ==, "not true yet at this scene");
  g_assert_cmpstr (find (quire_context_get_left_out (early), "Ada: hair")->text, ==, "");
  late = gather (book, (QuireKnowledgeQuery) { "Ada.", NULL, book_get_scene (book, 2), -1, 0 });
  g_assert_nonnull (strstr (find (quire_context_get_included (late), "Ada")->text, "hair: white"));
  g_assert_null (strstr (find (quire_context_get_included (late), "Ada")->text, "black"));
  after = gather (book, (QuireKnowledgeQuery) { "Ada.", NULL, NULL, -1, 0 });
  g_assert_nonnull (strstr (find (quire_context_get_included (after), "Ada")->text, "hair: white"));
}

/* A fact whose first scene lies in Trash could be true anywhere, so it is true nowhere; one whose end lies there goes on. */
static void
test_trashed_bounds (void)
{
  g_autoptr (Book) book = book_new (1);
  GPtrArray *facts = book_new_facts ();
  g_autofree char *entry = NULL;
  g_autoptr (QuireContext) context = NULL;
  g_autoptr (GError) error = NULL;

  book_add_fact (book, facts, "begins", "nowhere", 1, -1);
  book_add_fact (book, facts, "ends", "nevermore", -1, 1);
  entry = book_add_entry (book, "Ada", "A woman.", QUIRE_SEND_DETECTED, facts);
  quire_await (quire_project_trash_node (book->project, book_get_scene (book, 1)), &error);
  g_assert_no_error (error);

  context = gather (book, (QuireKnowledgeQuery) { "Ada.", NULL, NULL, -1, 0 });
  g_assert_cmpstr (find (quire_context_get_included (context), "Ada")->text, ==, "A woman.\nends: nevermore");
  g_assert_nonnull (find (quire_context_get_left_out (context), "Ada: begins"));
}

/* -- the scene before -- */

static const char *
get_preceding (QuireContext *context)
{
  GPtrArray *included = quire_context_get_included (context);

  for (guint i = 0; i < included->len; i++)
    if (((QuireContextItem *) g_ptr_array_index (included, i))->kind == QUIRE_PART_PRECEDING)
      return ((QuireContextItem *) g_ptr_array_index (included, i))->text;

  return NULL;
}

static void
test_preceding (void)
{
  g_autoptr (Book) book = book_new (1); /* four scenes */
  g_autoptr (GString) body = g_string_new (NULL);
  struct
  {
    int scene; /* -1: does not exist yet */
    int position;
    const char *begins;
  } cases[] = {
    { 0, 0, NULL },          /* the first scene of the book */
    { 1, 1, "Sentence 61" }, /* its last 200 words */
    { 3, 3, "Sentence 61" }, /* over the unwritten scene between */
    { -1, 0, NULL },
    { -1, 1, "Sentence 61" },
    { -1, 4, "The end" },
    { -1, -1, "The end" },
    { -1, 99, "The end" },
  };

  for (guint i = 1; i <= 100; i++)
    g_string_append_printf (body, "Sentence %u is here now. ", i);
  book_write (book, 0, body->str);
  book_write (book, 3, "The end.");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (QuireContext) context = gather (book, (QuireKnowledgeQuery) { "Something happens.", NULL,
                                                                               cases[i].scene >= 0 ? book_get_scene (book, (guint) cases[i].scene) : NULL, cases[i].position, 0 });
      const char *text = get_preceding (context);

      if (cases[i].begins == NULL)
        {
          g_assert_null (text);
          continue;
        }
      g_assert_nonnull (text);
      g_assert_true (g_str_has_prefix (text, cases[i].begins));
      g_assert_cmpuint (quire_text_count_words (text, -1), <=, 200);
    }
}

int
main (int argc, char *argv[])
{
  quire_test_init (&argc, &argv);

  quire_test_add_fiber ("/knowledge/order-and-reasons", test_order_and_reasons);
  quire_test_add_fiber ("/knowledge/never", test_never);
  quire_test_add_fiber ("/knowledge/budget", test_budget);
  quire_test_add_fiber ("/knowledge/spoilers", test_spoilers);
  quire_test_add_fiber ("/knowledge/progress", test_progress);
  quire_test_add_fiber ("/knowledge/trashed-bounds", test_trashed_bounds);
  quire_test_add_fiber ("/knowledge/preceding", test_preceding);

  return g_test_run ();
}
