/* test-codex.c: the codex as a list, and where a text names its entries
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-test"

#include "config.h"

#include "knowledge-fixture.h"

#include <string.h>

#include "quire-future.h"
#include "quire-name-matcher-private.h"
#include "quire-text.h"

/* -- names in a text -- */

static char *
describe (GArray *matches, char *const *names)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < matches->len; i++)
    {
      const QuireNameMatch *match = &g_array_index (matches, QuireNameMatch, i);

      g_string_append_printf (text, "%s%s=%s@%" G_GSIZE_FORMAT, i > 0 ? "; " : "", match->matched, names[match->value], match->offset);
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
test_names (void)
{
  static const struct
  {
    const char *names; /* separated by "|" */
    const char *text;
    const char *found;
  } cases[] = {
    { "Ada", "Ada leaves.", "Ada=Ada@0" },
    { "Ada", "Then ADA left; ada!", "ADA=Ada@5; ada=Ada@15" },
    { "Ada", "Adam, Canada, adage", "" },
    { "Ada", "Ada’s coat and Ada's hat", "Ada=Ada@0; Ada=Ada@15" },
    { "Ada", "“Ada,” (Ada) *Ada* Ada—Ada", "Ada=Ada@1; Ada=Ada@8; Ada=Ada@14; Ada=Ada@19; Ada=Ada@23" },
    { "Ada", "", "" },
    { "Ada|Ada Lovelace", "Ada Lovelace met Ada.", "Ada Lovelace=Ada Lovelace@0; Ada=Ada@17" },
    { "Ada|Lovelace", "Ada Lovelace", "Ada=Ada@0; Lovelace=Lovelace@4" },
    { "Ada Lovelace of Quay", "Ada Lovelace of Kent", "" },
    { "Ada Lovelace of Quay|Ada", "Ada Lovelace of Kent", "Ada=Ada@0" },
    { "the old weir", "At the  old\nweir.", "the  old\nweir=the old weir@3" },
    { "the old weir", "the old. Weir", "" },
    { "weir", "two weirs, the weirs’ end", "weirs=weir@4; weirs=weir@15" },
    { "Jones|fox", "the Joneses and foxes", "Joneses=Jones@4; foxes=fox@16" },
    { "as", "ass", "ass=as@0" },
    { "bus", "bu", "" },
    { "José", "Jose, JOSÉ and Jose\u0301!", "Jose=José@0; JOSÉ=José@6; Jose\u0301=José@15" },
    { "Łódź", "to lodz", "lodz=Łódź@3" },
    { "Straße", "STRASSE", "STRASSE=Straße@0" },
    { "O'Brien|O", "O’Brien said O", "O’Brien=O'Brien@0; O=O@13" },
    { "O", "O’Brien", "" },
    { "Jean-Luc", "Jean Luc, jean–luc, Jeanluc", "Jean Luc=Jean-Luc@0; jean–luc=Jean-Luc@10" },
    { "the old weir", "the o. weir, the mt. old weir", "" },
    { "Dr Watson|J. R. Ewing", "Dr. Watson met J R Ewing and J.R. Ewing", "Dr. Watson=Dr Watson@0; J R Ewing=J. R. Ewing@15; J.R. Ewing=J. R. Ewing@29" },
    { "St. Ives", "St Ives and St. Ives", "St Ives=St. Ives@0; St. Ives=St. Ives@12" },
    { "Jean Luc", "I saw Jean. Luc came. Jean, Luc", "" },
    { "Marks & Spencer", "Marks & Spencer, Marks Spencer", "Marks & Spencer=Marks & Spencer@0" },
    { "太郎", "山田太郎は", "太郎=太郎@2" },
    { "Анна", "анна и Анна.", "анна=Анна@0; Анна=Анна@7" },
    { "R2-D2", "r2 d2", "r2 d2=R2-D2@0" },
    { "...|Ada", "Ada...", "Ada=Ada@0" },
    { "🚢|Ada", "🚢 Ada", "Ada=Ada@2" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (QuireNameMatcher) matcher = quire_name_matcher_new ();
      g_auto (GStrv) names = g_strsplit (cases[i].names, "|", -1);
      g_autoptr (GArray) matches = NULL;
      g_autofree char *found = NULL;

      for (guint n = 0; names[n] != NULL; n++)
        quire_name_matcher_add (matcher, names[n], n);
      matches = quire_name_matcher_find (matcher, cases[i].text);
      found = describe (matches, names);
      g_assert_cmpstr (found, ==, cases[i].found);
    }
}

/* What is found is where it is said to be, and nothing that the plain way finds is missing. */
static void
test_random_names (void)
{
  static const char *const words[] = { "ada", "weir", "old", "the", "quay", "é", "lamp" };
  static const char *const separators[] = { " ", " ", " ", ", ", ". ", "\n" };

  for (guint turn = 0; turn < 300; turn++)
    {
      g_autoptr (QuireNameMatcher) matcher = quire_name_matcher_new ();
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GArray) matches = NULL;
      g_autofree char *name = g_strdup (words[g_test_rand_int_range (0, G_N_ELEMENTS (words))]);
      guint expected = 0;
      gsize end = 0;

      quire_name_matcher_add (matcher, name, 7);
      for (int i = g_test_rand_int_range (0, 40); i > 0; i--)
        {
          const char *word = words[g_test_rand_int_range (0, G_N_ELEMENTS (words))];

          expected += g_str_equal (word, name);
          g_string_append_printf (text, "%s%s", word, separators[g_test_rand_int_range (0, G_N_ELEMENTS (separators))]);
        }

      matches = quire_name_matcher_find (matcher, text->str);
      g_assert_cmpuint (matches->len, ==, expected);
      for (guint i = 0; i < matches->len; i++)
        {
          const QuireNameMatch *match = &g_array_index (matches, QuireNameMatch, i);

          g_assert_cmpuint (match->value, ==, 7);
          g_assert_cmpuint (match->offset, >=, end);
          g_assert_true (g_str_has_prefix (g_utf8_offset_to_pointer (text->str, (glong) match->offset), match->matched));
          end = match->offset + quire_text_length (match->matched);
        }
    }
}

/* The best of some searches for @n_names names, in microseconds. */
static gint64
measure (guint n_names, const char *text)
{
  g_autoptr (QuireNameMatcher) matcher = quire_name_matcher_new ();
  gint64 best = G_MAXINT64;

  for (guint i = 0; i < n_names; i++)
    {
      g_autofree char *name = g_strdup_printf ("The name%u of house%u", i, i % 7);
      g_autofree char *alias = g_strdup_printf ("name%u", i);

      quire_name_matcher_add (matcher, name, i);
      quire_name_matcher_add (matcher, alias, i);
    }

  for (guint turn = 0; turn < 5; turn++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (GArray) matches = quire_name_matcher_find (matcher, text);

      best = MIN (best, g_get_monotonic_time () - start);
      g_assert_cmpuint (matches->len, >=, MIN (n_names, 200) / 2);
    }

  return best;
}

/* A thousand entries against a long scene take hardly longer than twenty, a millisecond or two; trying each name by itself would take fifty times as long. Comparing the two
 * keeps machine and sanitizer out of it. */
static void
test_speed (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gint64 few;
  gint64 many;

  for (guint i = 0; i < 5000; i++)
    g_string_append_printf (text, "%s%u ", i % 5 == 0 ? "the name" : "word", i % 1200);

  few = measure (20, text->str);
  many = measure (1000, text->str);
  g_test_message ("%.1f ms for 20 entries, %.1f ms for 1,000", (double) few / 1000, (double) many / 1000);
  g_assert_cmpint (many, <, 12 * MAX (few, 200));
}

/* -- the codex -- */

typedef struct
{
  guint position;
  guint removed;
  guint added;
  guint n_changes;
} Change;

static void
changed_cb (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  Change *change = data;

  *change = (Change) { position, removed, added, change->n_changes + 1 };
}

static void
test_list (void)
{
  g_autoptr (Book) book = book_new (1);
  g_autofree char *ada = book_add_entry (book, "Ada Lovelace|Ada|the countess", "A woman.", QUIRE_SEND_DETECTED, NULL);
  g_autofree char *weir = book_add_entry (book, "Weir", "A weir.", QUIRE_SEND_DETECTED, NULL);
  g_autofree char *middle = NULL;
  g_autoptr (GPtrArray) namings = NULL;
  g_autoptr (GError) error = NULL;
  QuireEntry *kept = quire_codex_lookup (book->codex, ada);
  Change change = { 0 };

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (book->codex)), ==, 2);
  g_assert_true (quire_codex_lookup_name (book->codex, "THE  Countess") == kept);
  g_assert_null (quire_codex_lookup_name (book->codex, "countess"));
  g_assert_null (quire_codex_lookup (book->codex, "nobody"));

  /* One more entry is one more row, and the others stay the objects that they were. */
  g_signal_connect (book->codex, "items-changed", G_CALLBACK (changed_cb), &change);
  middle = book_add_entry (book, "Lamp", "A lamp.", QUIRE_SEND_DETECTED, NULL);
  g_assert_cmpuint (change.n_changes, ==, 1);
  g_assert_cmpuint (change.position, ==, 1);
  g_assert_cmpuint (change.removed, ==, 0);
  g_assert_cmpuint (change.added, ==, 1);
  g_assert_true (quire_codex_lookup (book->codex, ada) == kept);
  quire_await (quire_codex_load (book->codex), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (change.n_changes, ==, 1);

  namings = quire_codex_find_named (book->codex, "The countess lit a lamp; Ada’s lamp. The weir.");
  g_assert_cmpuint (namings->len, ==, 3);
  g_assert_true (((QuireNaming *) g_ptr_array_index (namings, 0))->entry == kept);
  g_assert_cmpstr (((QuireNaming *) g_ptr_array_index (namings, 0))->matched, ==, "The countess");
  g_assert_cmpuint (((QuireNaming *) g_ptr_array_index (namings, 1))->offset, ==, 19);
  g_assert_cmpstr (((QuireNaming *) g_ptr_array_index (namings, 2))->matched, ==, "weir");
}

/* Two entries of one name are both named. */
static void
test_shared_name (void)
{
  g_autoptr (Book) book = book_new (1);
  g_autofree char *elder = book_add_entry (book, "Tom the elder|Tom", "A man.", QUIRE_SEND_DETECTED, NULL);
  g_autofree char *younger = book_add_entry (book, "Tom the younger|Tom", "A boy.", QUIRE_SEND_DETECTED, NULL);
  g_autoptr (GPtrArray) both = quire_codex_find_named (book->codex, "Tom and Tom");
  g_autoptr (GPtrArray) one = quire_codex_find_named (book->codex, "Tom the younger");

  g_assert_cmpuint (both->len, ==, 2);
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_cmpstr (quire_entry_get_id (((QuireNaming *) g_ptr_array_index (one, 0))->entry), ==, younger);
}

int
main (int argc, char *argv[])
{
  quire_test_init (&argc, &argv);

  g_test_add_func ("/codex/names", test_names);
  g_test_add_func ("/codex/random-names", test_random_names);
  g_test_add_func ("/codex/speed", test_speed);
  quire_test_add_fiber ("/codex/list", test_list);
  quire_test_add_fiber ("/codex/shared-name", test_shared_name);

  return g_test_run ();
}
