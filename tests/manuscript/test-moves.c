/* test-moves.c: the rules of moving as a table, and 10,000 random changes against a plain model of the book.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "quire-manuscript.h"

#include <string.h>

#include "quire-error.h"
#include "quire-order-key.h"
#include "quire-test.h"
#include "test-book.h"

#define N_STEPS 10000
#define MAX_NODES 160

/* -- tables -- */

static void
test_can_move (void)
{
  static const struct
  {
    const char *node;
    const char *parent;
    const char *before;
    gboolean allowed;
  } cases[] = {
    { "a1", NULL, NULL, TRUE },
    { "a1", NULL, "a2", TRUE },
    { "a1", NULL, "a1", TRUE },
    { "a2", NULL, "a1", TRUE },
    { "a1", "a2", NULL, FALSE },
    { "a1", "a1", NULL, FALSE },
    { "a1", NULL, "a1c1", FALSE },
    { "a1c1", "a2", NULL, TRUE },
    { "a1c1", "a2", "a2c1", TRUE },
    { "a1c1", "a1", "a1c1", TRUE },
    { "a1c1", NULL, NULL, FALSE },
    { "a1c1", NULL, "a1", FALSE },
    { "a1c1", "a1c2", NULL, FALSE },
    { "a1c1", "a1c1", NULL, FALSE },
    { "a1c1", "a2", "a1c2", FALSE },
    { "a1c1", "a2", "a2c1s1", FALSE },
    { "a1c1s1", "a2c1", NULL, TRUE },
    { "a1c1s1", "a2c1", "a2c1s1", TRUE },
    { "a1c1s1", "a1c1", "a1c1s1", TRUE },
    { "a1c1s1", "a2", NULL, FALSE },
    { "a1c1s1", NULL, NULL, FALSE },
    { "a1c1s1", "a1c1s2", NULL, FALSE },
    { "a1c1s1", "nobody", NULL, FALSE },
    { "a1c1s1", "a2c1", "nobody", FALSE },
    { "a1c1s1", "a2c1", "a1c1s1", FALSE },
    { "a1c1s1", "a2c1", "a1c1s2", FALSE },
    /* a3c1 and a2c1s2 are in Trash */
    { "a1c1s1", "a3c1", NULL, FALSE },
    { "a1c1s1", "a2c1", "a2c1s2", FALSE },
    { "a3c1s1", "a2c1", NULL, TRUE },
    { "a3c1", "a1", "a1c1", TRUE },
    { "a3c1", "a3", "a3c1", TRUE },
    { "a2c1s2", "a2c1", "a2c1s1", TRUE },
    { "a2c1s2", "a3c1", NULL, FALSE },
  };
  g_autoptr (QuireManuscript) book = test_book_new ("2,1/2/1");

  test_book_trash (book, "a3c1", 5);
  test_book_trash (book, "a2c1s2", 6);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      QuirePlace place = { cases[i].parent, cases[i].before };
      g_autoptr (GError) error = NULL;

      g_test_message ("case %u: %s into %s before %s", i, cases[i].node, cases[i].parent, cases[i].before);
      g_assert_cmpint (quire_manuscript_can_move (book, quire_manuscript_lookup (book, cases[i].node), &place, &error), ==, cases[i].allowed);
      if (cases[i].allowed)
        g_assert_no_error (error);
      else
        g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID);
    }
}

static void
test_moves (void)
{
  static const struct
  {
    const char *node;
    const char *parent;
    const char *before;
    const char *expected;
  } cases[] = {
    { "a2", NULL, "a1", "a2 a2c1 a2c1s1 a1 a1c1 a1c1s1 a1c1s2 a1c2" },
    { "a1", NULL, NULL, "a2 a2c1 a2c1s1 a1 a1c1 a1c1s1 a1c1s2 a1c2" },
    { "a1", NULL, "a2", "a1 a1c1 a1c1s1 a1c1s2 a1c2 a2 a2c1 a2c1s1" },
    { "a1c1", "a1", NULL, "a1 a1c2 a1c1 a1c1s1 a1c1s2 a2 a2c1 a2c1s1" },
    { "a1c1", "a2", "a2c1", "a1 a1c2 a2 a1c1 a1c1s1 a1c1s2 a2c1 a2c1s1" },
    { "a1c2", "a2", NULL, "a1 a1c1 a1c1s1 a1c1s2 a2 a2c1 a2c1s1 a1c2" },
    { "a1c1s2", "a1c1", "a1c1s1", "a1 a1c1 a1c1s2 a1c1s1 a1c2 a2 a2c1 a2c1s1" },
    { "a1c1s1", "a1c2", NULL, "a1 a1c1 a1c1s2 a1c2 a1c1s1 a2 a2c1 a2c1s1" },
    { "a1c1s1", "a2c1", "a2c1s1", "a1 a1c1 a1c1s2 a1c2 a2 a2c1 a1c1s1 a2c1s1" },
    { "a1c1s1", "a1c1", "a1c1s1", "a1 a1c1 a1c1s1 a1c1s2 a1c2 a2 a2c1 a2c1s1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (QuireManuscript) book = test_book_new ("2,0/1");

      test_book_move (book, cases[i].node, cases[i].parent, cases[i].before);
      test_book_assert (book, cases[i].expected);
    }
}

static void
test_plan_key (void)
{
  static const struct
  {
    const char *moving;
    const char *parent;
    const char *before;
    const char *expected; /* NULL: not found */
  } cases[] = {
    { NULL, "a1c1", NULL, "E" }, /* scenes have the keys B C D */
    { NULL, "a1c1", "a1c1s1", "A" },
    { NULL, "a1c1", "a1c1s2", "BV" },
    { NULL, "a1c2", NULL, "V" },
    { NULL, NULL, NULL, "D" },
    { NULL, NULL, "a2", "BV" },
    { "a1c1s2", "a1c1", "a1c1s3", "C" },
    { "a1c1s2", "a1c1", "a1c1s2", "C" },
    { "a1c1s3", "a1c1", NULL, "D" },
    { "a1c1s1", "a1c1", NULL, "E" },
    { "a1c1s1", "a1c1", "a1c1s3", "CV" },
    { NULL, "nobody", NULL, NULL },
    { NULL, "a1c1s1", NULL, NULL },
    { NULL, "a1c1", "nobody", NULL },
    { NULL, "a1c1", "a2c1s1", NULL },
    { NULL, NULL, "a1c1", NULL },
  };
  g_autoptr (QuireManuscript) book = test_book_new ("3,0/1");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      QuirePlace place = { cases[i].parent, cases[i].before };
      g_autoptr (GError) error = NULL;
      g_autofree char *key = quire_manuscript_plan_key (book, quire_manuscript_lookup (book, cases[i].moving), &place, &error);

      g_test_message ("case %u", i);
      g_assert_cmpstr (key, ==, cases[i].expected);
      if (key == NULL)
        g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_NOT_FOUND);
      else
        g_assert_no_error (error);
    }
}

/* What comes back from Trash finds its place between the same neighbours, whatever was put there meanwhile. */
static void
test_plan_key_keeps_clear_of_trash (void)
{
  static const struct
  {
    const char *trashed;
    const char *parent;
    const char *before;
  } cases[] = {
    { "a1c1s2", "a1c1", "a1c1s3" },
    { "a1c1s1", "a1c1", "a1c1s2" },
    { "a1c1s3", "a1c1", NULL },
    { "a1c2", "a1", NULL },
    { "a1c1", "a1", "a1c2" },
    { "a1", NULL, "a2" },
    { "a3", NULL, NULL },
    { "a2", NULL, "a3" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (QuireManuscript) book = test_book_new ("3,0/1/1");
      QuirePlace place = { cases[i].parent, cases[i].before };
      QuireNodeKind kind = quire_node_get_kind (quire_manuscript_lookup (book, cases[i].trashed));
      g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      test_book_trash (book, cases[i].trashed, 1);
      g_hash_table_add (keys, g_strdup (quire_node_get_order_key (quire_manuscript_lookup (book, cases[i].trashed))));
      for (guint j = 0; j < 20; j++)
        {
          g_autoptr (QuireNodeData) data = quire_node_data_new (kind, cases[i].parent, NULL);

          g_free (data->order_key);
          data->order_key = quire_manuscript_plan_key (book, NULL, &place, NULL);
          g_assert_true (g_hash_table_add (keys, g_strdup (data->order_key)));
          quire_manuscript_add (book, data);
        }
      test_book_trash (book, cases[i].trashed, 0);
      g_assert_cmpstr (quire_node_get_number (quire_manuscript_lookup (book, cases[i].trashed)), !=, "");
    }
}

/* Keys that a damaged file brought must not make a move impossible. */
static void
test_plan_key_between_bad_keys (void)
{
  static const char *const keys[] = { "A0", "B", "B", "B", "", "é", "C" };
  g_autoptr (GPtrArray) nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) quire_node_data_free);
  g_autoptr (QuireManuscript) book = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *id = g_strdup_printf ("x%u", i);

      g_ptr_array_add (nodes, test_node_data (QUIRE_NODE_ACT, id, NULL, keys[i], 0));
    }
  book = quire_manuscript_new (nodes, NULL);
  test_book_assert (book, "x4 x0 x1 x2 x3 x6 x5");

  for (guint i = 0; i <= G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *id = g_strdup_printf ("x%u", i);
      QuirePlace place = { NULL, i < G_N_ELEMENTS (keys) ? id : NULL };
      g_autoptr (GError) error = NULL;
      g_autofree char *key = quire_manuscript_plan_key (book, NULL, &place, &error);

      g_assert_no_error (error);
      g_assert_true (quire_order_key_is_valid (key));
    }
}

static void
test_step (void)
{
  static const struct
  {
    const char *node;
    int direction;
    const char *expected; /* "parent/before", NULL: it cannot */
  } cases[] = {
    { "a1", -1, NULL },
    { "a1", 1, "-/a3" },
    { "a2", -1, "-/a1" },
    { "a2", 1, "-/a4" },
    { "a4", 1, NULL },
    { "a3", 1, "-/-" },
    { "a1c1", -1, NULL },
    { "a1c1", 1, "a1/-" },
    { "a1c2", 1, "a2/a2c1" },
    { "a2c1", -1, "a1/-" },
    { "a1c2", -1, "a1/a1c1" },
    { "a4c1", -1, "a3/-" },
    { "a4c1", 1, NULL },
    { "a1c1s1", -1, NULL },
    { "a1c1s1", 1, "a1c1/-" },
    { "a1c1s2", 1, "a1c2/-" }, /* an empty chapter */
    { "a2c1s1", -1, "a1c2/-" },
    { "a2c1s1", 1, "a4c1/a4c1s1" }, /* over an act without chapters */
    { "a4c1s1", -1, "a2c1/-" },
    { "a4c1s1", 1, "a4c1/a4c1s3" },
    { "a4c1s3", 1, NULL },
    { "a4c1s3", -1, "a4c1/a4c1s2" },
  };
  g_autoptr (QuireManuscript) book = test_book_new ("2,0/1/1/3");

  quire_manuscript_remove (book, "a3c1");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      QuirePlace place;
      g_autofree char *found = NULL;

      g_test_message ("case %u: %s %d", i, cases[i].node, cases[i].direction);
      if (quire_manuscript_step (book, quire_manuscript_lookup (book, cases[i].node), cases[i].direction, &place))
        {
          found = g_strdup_printf ("%s/%s", place.parent_id != NULL ? place.parent_id : "-", place.before_id != NULL ? place.before_id : "-");
          g_assert_true (quire_manuscript_can_move (book, quire_manuscript_lookup (book, cases[i].node), &place, NULL));
        }
      g_assert_cmpstr (found, ==, cases[i].expected);
    }

  test_book_trash (book, "a4c1", 1);
  for (guint i = 1; i <= 2; i++)
    {
      QuirePlace place;

      g_assert_false (quire_manuscript_step (book, quire_manuscript_lookup (book, "a4c1"), i == 1 ? -1 : 1, &place));
      g_assert_false (quire_manuscript_step (book, quire_manuscript_lookup (book, "a4c1s2"), i == 1 ? -1 : 1, &place));
    }
}

/* Stepping a scene from one end of the book to the other visits every place, and back again restores the book. */
static void
test_step_through (void)
{
  g_autoptr (QuireManuscript) book = test_book_new ("2,0/1/1,2");
  g_autofree char *before = test_book_list (book);
  QuireNode *scene = quire_manuscript_lookup (book, "a1c1s1");
  guint n_steps[2] = { 0, 0 };

  for (guint i = 0; i < 2; i++)
    {
      QuirePlace place;

      while (quire_manuscript_step (book, scene, i == 0 ? 1 : -1, &place))
        {
          g_autofree char *parent_id = g_strdup (place.parent_id);
          g_autofree char *before_id = g_strdup (place.before_id);

          test_book_move (book, "a1c1s1", parent_id, before_id);
          n_steps[i]++;
          g_assert_cmpuint (n_steps[i], <, 100);
        }
      if (i == 0)
        g_assert_cmpint (quire_manuscript_get_position (book, scene), ==, 5);
    }
  test_book_assert (book, before);
  g_assert_cmpuint (n_steps[0], ==, n_steps[1]);
}

/* -- 10,000 random changes against a plain model -- */

/* What the oracle knows of a node; sorted, counted and numbered afresh for every question. */
typedef struct
{
  QuireNodeData *data;
  GPtrArray *mirror; /* ids of the children, as items-changed told of them */
} Known;

typedef struct
{
  QuireManuscript *book;
  GPtrArray *known;
  GHashTable *by_id;
  GPtrArray *acts_mirror;
  GPtrArray *trash_mirror;
  guint n_made;
  guint n_exact;
  gint64 time;
} Oracle;

static void
known_free (Known *known)
{
  quire_node_data_free (known->data);
  g_ptr_array_unref (known->mirror);
  g_free (known);
}

static void
mirror_cb (GListModel *model, guint position, guint n_removed, guint n_added, GPtrArray *mirror)
{
  g_assert_cmpuint (position + n_removed, <=, mirror->len);
  if (n_removed > 0)
    g_ptr_array_remove_range (mirror, position, n_removed);
  for (guint i = 0; i < n_added; i++)
    {
      g_autoptr (QuireNode) node = g_list_model_get_item (model, position + i);

      g_ptr_array_insert (mirror, (int) (position + i), g_strdup (quire_node_get_id (node)));
    }
}

static void
assert_mirror (GPtrArray *mirror, GListModel *model)
{
  g_assert_cmpuint (mirror->len, ==, g_list_model_get_n_items (model));
  for (guint i = 0; i < mirror->len; i++)
    {
      g_autoptr (QuireNode) node = g_list_model_get_item (model, i);

      g_assert_cmpstr (g_ptr_array_index (mirror, i), ==, quire_node_get_id (node));
    }
}

static Known *
oracle_get (Oracle *self, const char *id)
{
  return id != NULL ? g_hash_table_lookup (self->by_id, id) : NULL;
}

static gboolean
oracle_in_trash (Oracle *self, Known *known)
{
  for (; known != NULL; known = oracle_get (self, known->data->parent_id))
    {
      if (known->data->trashed != 0)
        return TRUE;
    }

  return FALSE;
}

static int
compare_known (gconstpointer a, gconstpointer b)
{
  const QuireNodeData *data_a = ((const Known *) a)->data;
  const QuireNodeData *data_b = ((const Known *) b)->data;
  int order = strcmp (data_a->order_key, data_b->order_key);

  return order != 0 ? order : strcmp (data_a->id, data_b->id);
}

static GPtrArray *
oracle_children (Oracle *self, const char *parent_id)
{
  GPtrArray *children = g_ptr_array_new ();

  for (guint i = 0; i < self->known->len; i++)
    {
      Known *known = g_ptr_array_index (self->known, i);

      if (known->data->trashed == 0 && g_strcmp0 (known->data->parent_id, parent_id) == 0)
        g_ptr_array_add (children, known);
    }
  g_ptr_array_sort_values (children, compare_known);

  return children;
}

typedef struct
{
  guint words;
  guint n_scenes;
} Sums;

static Sums
oracle_check_level (Oracle *self, const char *parent_id, const char *number, GListModel *model)
{
  g_autoptr (GPtrArray) children = oracle_children (self, parent_id);
  Sums sums = { 0 };

  g_assert_cmpuint (g_list_model_get_n_items (model), ==, children->len);
  for (guint i = 0; i < children->len; i++)
    {
      Known *known = g_ptr_array_index (children, i);
      g_autoptr (QuireNode) node = g_list_model_get_item (model, i);
      g_autofree char *expected = NULL;
      Sums below;

      if (number == NULL)
        expected = g_strdup_printf ("%u", i + 1);
      else
        expected = *number != '\0' ? g_strdup_printf ("%s.%u", number, i + 1) : g_strdup ("");

      g_assert_cmpstr (quire_node_get_id (node), ==, known->data->id);
      g_assert_cmpstr (quire_node_get_title (node), ==, known->data->title);
      g_assert_cmpstr (quire_node_get_number (node), ==, expected);
      g_assert_true (quire_node_get_parent (node) == quire_manuscript_lookup (self->book, parent_id));
      g_assert_true (parent_id == NULL || quire_node_get_kind (quire_node_get_parent (node)) + 1 == quire_node_get_kind (node));

      below = oracle_check_level (self, known->data->id, expected, quire_node_get_children (node));
      if (known->data->kind == QUIRE_NODE_SCENE)
        below = (Sums) { known->data->words, 1 };
      g_assert_cmpuint (quire_node_get_words (node), ==, below.words);
      g_assert_cmpuint (quire_node_get_n_scenes (node), ==, below.n_scenes);
      sums.words += below.words;
      sums.n_scenes += below.n_scenes;
    }

  return sums;
}

static void
oracle_check_reading_order (Oracle *self)
{
  g_autoptr (GPtrArray) scenes = quire_manuscript_list_scenes (self->book);
  g_autoptr (GPtrArray) acts = oracle_children (self, NULL);
  guint n = 0;

  for (guint a = 0; a < acts->len; a++)
    {
      g_autoptr (GPtrArray) chapters = oracle_children (self, ((Known *) acts->pdata[a])->data->id);

      for (guint c = 0; c < chapters->len; c++)
        {
          g_autoptr (GPtrArray) expected = oracle_children (self, ((Known *) chapters->pdata[c])->data->id);

          for (guint s = 0; s < expected->len; s++, n++)
            {
              g_assert_cmpuint (n, <, scenes->len);
              g_assert_cmpstr (quire_node_get_id (scenes->pdata[n]), ==, ((Known *) expected->pdata[s])->data->id);
              g_assert_cmpint (quire_manuscript_get_position (self->book, scenes->pdata[n]), ==, n);
            }
        }
    }
  g_assert_cmpuint (n, ==, scenes->len);
}

static void
oracle_check_trash (Oracle *self)
{
  GListModel *trash = quire_manuscript_get_trash (self->book);
  guint n_trashed = 0;
  gint64 newest = G_MAXINT64;

  for (guint i = 0; i < self->known->len; i++)
    {
      Known *known = g_ptr_array_index (self->known, i);
      QuireNode *node = quire_manuscript_lookup (self->book, known->data->id);

      n_trashed += known->data->trashed != 0;
      g_assert_cmpint (quire_node_get_trashed (node), ==, known->data->trashed != 0);
      if (!oracle_in_trash (self, known))
        continue;
      g_assert_true (quire_node_is_in_trash (node));
      g_assert_cmpstr (quire_node_get_number (node), ==, "");
      g_assert_cmpint (quire_manuscript_get_position (self->book, node), ==, -1);
      oracle_check_level (self, known->data->id, "", quire_node_get_children (node));
    }

  g_assert_cmpuint (g_list_model_get_n_items (trash), ==, n_trashed);
  for (guint i = 0; i < n_trashed; i++)
    {
      g_autoptr (QuireNode) node = g_list_model_get_item (trash, i);
      gint64 time = oracle_get (self, quire_node_get_id (node))->data->trashed;

      g_assert_cmpint (time, >, 0);
      g_assert_cmpint (time, <=, newest);
      newest = time;
    }
}

static void
oracle_check (Oracle *self)
{
  Sums sums = oracle_check_level (self, NULL, NULL, G_LIST_MODEL (self->book));

  g_assert_cmpuint (quire_manuscript_get_words (self->book), ==, sums.words);
  g_assert_cmpuint (quire_manuscript_get_n_scenes (self->book), ==, sums.n_scenes);
  oracle_check_reading_order (self);
  oracle_check_trash (self);

  assert_mirror (self->acts_mirror, G_LIST_MODEL (self->book));
  assert_mirror (self->trash_mirror, quire_manuscript_get_trash (self->book));
  for (guint i = 0; i < self->known->len; i++)
    {
      Known *known = g_ptr_array_index (self->known, i);

      assert_mirror (known->mirror, quire_node_get_children (quire_manuscript_lookup (self->book, known->data->id)));
    }
}

/* After every step: the sums of the book, and everything about one node. */
static void
oracle_check_cheaply (Oracle *self, Known *changed)
{
  guint words = 0, n_scenes = 0, before = 0;
  QuireNode *node;
  g_autofree char *number = NULL;

  for (guint i = 0; i < self->known->len; i++)
    {
      Known *known = g_ptr_array_index (self->known, i);

      if (known->data->kind == QUIRE_NODE_SCENE && !oracle_in_trash (self, known))
        {
          words += known->data->words;
          n_scenes++;
        }
      if (changed != NULL && known->data->trashed == 0 && g_strcmp0 (known->data->parent_id, changed->data->parent_id) == 0)
        before += compare_known (known, changed) < 0;
    }
  g_assert_cmpuint (quire_manuscript_get_words (self->book), ==, words);
  g_assert_cmpuint (quire_manuscript_get_n_scenes (self->book), ==, n_scenes);

  if (changed == NULL)
    return;
  node = quire_manuscript_lookup (self->book, changed->data->id);
  if (!oracle_in_trash (self, changed) && changed->data->parent_id != NULL)
    number = g_strdup_printf ("%s.%u", quire_node_get_number (quire_node_get_parent (node)), before + 1);
  else if (!oracle_in_trash (self, changed))
    number = g_strdup_printf ("%u", before + 1);
  g_assert_cmpstr (quire_node_get_number (node), ==, number != NULL ? number : "");
  g_assert_cmpstr (quire_node_get_title (node), ==, changed->data->title);
}

static Known *
oracle_pick (Oracle *self, QuireNodeKind kind)
{
  for (guint i = 0; i < 20 && self->known->len > 0; i++)
    {
      Known *known = g_ptr_array_index (self->known, g_test_rand_int_range (0, (gint32) self->known->len));

      if (kind == 0 || known->data->kind == kind)
        return known;
    }

  return NULL;
}

/* A random place for a node of @kind; FALSE when there is none. The strings belong to the oracle. */
static gboolean
oracle_pick_place (Oracle *self, QuireNodeKind kind, QuirePlace *place)
{
  Known *parent = kind != QUIRE_NODE_ACT ? oracle_pick (self, kind - 1) : NULL;
  g_autoptr (GPtrArray) siblings = NULL;
  guint i;

  if (kind != QUIRE_NODE_ACT && parent == NULL)
    return FALSE;

  place->parent_id = parent != NULL ? parent->data->id : NULL;
  siblings = oracle_children (self, place->parent_id);
  i = (guint) g_test_rand_int_range (0, (gint32) siblings->len + 1);
  place->before_id = i < siblings->len ? ((Known *) siblings->pdata[i])->data->id : NULL;

  return TRUE;
}

static Known *
oracle_add (Oracle *self)
{
  Known *known;
  QuirePlace place;
  QuireNodeKind kind = g_test_rand_int_range (QUIRE_NODE_ACT, QUIRE_NODE_SCENE + 1);
  g_autofree char *id = g_strdup_printf ("n%u", self->n_made++);
  g_autofree char *key = NULL;

  if (self->known->len >= MAX_NODES || !oracle_pick_place (self, kind, &place))
    return NULL;

  key = quire_manuscript_plan_key (self->book, NULL, &place, NULL);
  known = g_new0 (Known, 1);
  known->data = test_node_data (kind, id, place.parent_id, key, kind == QUIRE_NODE_SCENE ? (guint) g_test_rand_int_range (0, 5000) : 0);
  known->data->trashed = g_test_rand_int_range (0, 20) == 0 ? ++self->time : 0;
  known->mirror = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->known, known);
  g_hash_table_insert (self->by_id, known->data->id, known);
  g_signal_connect (quire_node_get_children (quire_manuscript_add (self->book, known->data)), "items-changed", G_CALLBACK (mirror_cb), known->mirror);

  return known;
}

/* Between two siblings with the same key there is no place; then near is good enough. */
static gboolean
oracle_has_twin (Oracle *self, Known *known, Known *moving)
{
  for (guint i = 0; i < self->known->len; i++)
    {
      Known *other = g_ptr_array_index (self->known, i);

      if (other != known && other != moving && g_strcmp0 (other->data->parent_id, known->data->parent_id) == 0 &&
          g_str_equal (other->data->order_key, known->data->order_key))
        return TRUE;
    }

  return FALSE;
}

static Known *
oracle_move (Oracle *self)
{
  Known *known = oracle_pick (self, 0);
  QuireNode *node;
  QuirePlace place;
  Known *before;
  char *key;

  if (known == NULL || !oracle_pick_place (self, known->data->kind, &place))
    return NULL;

  node = quire_manuscript_lookup (self->book, known->data->id);
  g_assert_cmpint (quire_manuscript_can_move (self->book, node, &place, NULL), ==, !oracle_in_trash (self, oracle_get (self, place.parent_id)));
  key = quire_manuscript_plan_key (self->book, node, &place, NULL);
  g_assert_nonnull (key);
  g_free (known->data->order_key);
  known->data->order_key = key;
  g_set_str (&known->data->parent_id, place.parent_id);
  before = oracle_get (self, place.before_id);
  if (before != NULL && before != known && !oracle_has_twin (self, before, known))
    {
      g_assert_cmpint (compare_known (known, before), <, 0);
      self->n_exact++;
    }
  quire_manuscript_update (self->book, known->data);

  return known;
}

static Known *
oracle_change (Oracle *self, guint what)
{
  Known *known = oracle_pick (self, what == 2 ? QUIRE_NODE_SCENE : 0);

  if (known == NULL)
    return NULL;

  switch (what)
    {
    case 0:
      known->data->trashed = known->data->trashed == 0 || g_test_rand_int_range (0, 4) == 0 ? ++self->time : 0;
      break;
    case 1:
      g_free (known->data->title);
      known->data->title = g_strdup_printf ("Title %d", g_test_rand_int ());
      break;
    case 2:
      known->data->words = (guint) g_test_rand_int_range (0, 5000);
      break;
    default: /* a key from elsewhere, perhaps the same as a sibling's */
      g_free (known->data->order_key);
      known->data->order_key = g_test_rand_int_range (0, 8) == 0
                                   ? g_strdup_printf ("%c", "ABCDEFGH"[g_test_rand_int_range (0, 8)])
                                   : g_strdup_printf ("%c%04d5", "ABCDEFGH"[g_test_rand_int_range (0, 8)], g_test_rand_int_range (0, 10000));
    }

  if (what == 2 && g_test_rand_bit ())
    quire_manuscript_set_words (self->book, known->data->id, known->data->words);
  else
    quire_manuscript_update (self->book, known->data);

  return known;
}

static void
oracle_forget (Oracle *self, const char *id)
{
  for (guint i = self->known->len; i-- > 0;)
    {
      Known *known = i < self->known->len ? g_ptr_array_index (self->known, i) : NULL;

      if (known != NULL && g_strcmp0 (known->data->parent_id, id) == 0)
        oracle_forget (self, known->data->id);
    }

  for (guint i = 0; i < self->known->len; i++)
    {
      Known *known = g_ptr_array_index (self->known, i);

      if (g_str_equal (known->data->id, id))
        {
          g_assert_null (quire_manuscript_lookup (self->book, id));
          g_hash_table_remove (self->by_id, id);
          g_ptr_array_remove_index_fast (self->known, i);
          return;
        }
    }
}

static void
oracle_remove (Oracle *self)
{
  Known *known = oracle_pick (self, g_test_rand_int_range (0, 3) == 0 ? 0 : QUIRE_NODE_SCENE);
  g_autofree char *id = known != NULL ? g_strdup (known->data->id) : NULL;
  g_autoptr (QuireNode) node = NULL;

  if (known == NULL)
    return;

  node = g_object_ref (quire_manuscript_lookup (self->book, id));
  quire_manuscript_remove (self->book, id);
  g_signal_handlers_disconnect_by_func (quire_node_get_children (node), mirror_cb, known->mirror);
  g_assert_null (quire_node_get_parent (node));
  oracle_forget (self, id);
}

static void
test_random_changes (void)
{
  g_autoptr (QuireManuscript) book = test_book_new ("");
  g_autoptr (GPtrArray) known = g_ptr_array_new_with_free_func ((GDestroyNotify) known_free);
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) acts_mirror = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) trash_mirror = g_ptr_array_new_with_free_func (g_free);
  Oracle oracle = { book, known, by_id, acts_mirror, trash_mirror, 0, 0, 0 };

  g_signal_connect (book, "items-changed", G_CALLBACK (mirror_cb), acts_mirror);
  g_signal_connect (quire_manuscript_get_trash (book), "items-changed", G_CALLBACK (mirror_cb), trash_mirror);

  for (guint i = 0; i < N_STEPS; i++)
    {
      int dice = g_test_rand_int_range (0, 100);
      Known *changed = NULL;

      if (dice < 25)
        changed = oracle_add (&oracle);
      else if (dice < 55)
        changed = oracle_move (&oracle);
      else if (dice < 94)
        changed = oracle_change (&oracle, (guint) g_test_rand_int_range (0, 4));
      else
        oracle_remove (&oracle);

      oracle_check_cheaply (&oracle, changed);
      if (i % 200 == 0)
        oracle_check (&oracle);
    }

  oracle_check (&oracle);
  g_assert_cmpuint (oracle.n_exact, >, N_STEPS / 20);
  g_test_message ("%u nodes made, %u at the end, %u moves before a sibling", oracle.n_made, known->len, oracle.n_exact);
}

int
main (int argc, char *argv[])
{
  quire_test_init (&argc, &argv);

  g_test_add_func ("/moves/can-move", test_can_move);
  g_test_add_func ("/moves/moves", test_moves);
  g_test_add_func ("/moves/plan-key", test_plan_key);
  g_test_add_func ("/moves/plan-key-keeps-clear-of-trash", test_plan_key_keeps_clear_of_trash);
  g_test_add_func ("/moves/plan-key-between-bad-keys", test_plan_key_between_bad_keys);
  g_test_add_func ("/moves/step", test_step);
  g_test_add_func ("/moves/step-through", test_step_through);
  g_test_add_func ("/moves/random-changes", test_random_changes);

  return g_test_run ();
}
