/* test-book.h: small books for the tests of the manuscript.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-manuscript.h"

/* Ids tell the place: "a1" is an act, "a1c2" a chapter, "a1c2s3" a scene. Titles are the ids in upper case. */
static inline QuireNodeData *
test_node_data (QuireNodeKind kind, const char *id, const char *parent_id, const char *order_key, guint words)
{
  QuireNodeData *data = quire_node_data_new (kind, parent_id, NULL);

  g_set_str (&data->id, id);
  g_free (data->title);
  data->title = g_ascii_strup (id, -1);
  g_set_str (&data->order_key, order_key);
  data->words = words;

  return data;
}

/* @shape: scenes of each chapter, chapters of an act joined by ',', acts joined by '/': "2,1/3". Every scene has as many words as 100 times its
 * act plus 10 times its chapter plus its own number. */
static inline GPtrArray *
test_book_nodes (const char *shape)
{
  GPtrArray *nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) quire_node_data_free);
  g_auto (GStrv) acts = g_strsplit (shape, "/", -1);

  for (guint a = 0; acts[a] != NULL; a++)
    {
      g_auto (GStrv) chapters = g_strsplit (acts[a], ",", -1);
      g_autofree char *act_id = g_strdup_printf ("a%u", a + 1);
      g_autofree char *act_key = g_strdup_printf ("%c", 'B' + (char) a);

      g_ptr_array_add (nodes, test_node_data (QUIRE_NODE_ACT, act_id, NULL, act_key, 0));
      for (guint c = 0; chapters[c] != NULL; c++)
        {
          g_autofree char *chapter_id = g_strdup_printf ("%sc%u", act_id, c + 1);
          g_autofree char *chapter_key = g_strdup_printf ("%c", 'B' + (char) c);
          guint n_scenes = (guint) g_ascii_strtoull (chapters[c], NULL, 10);

          g_ptr_array_add (nodes, test_node_data (QUIRE_NODE_CHAPTER, chapter_id, act_id, chapter_key, 0));
          for (guint s = 0; s < n_scenes; s++)
            {
              g_autofree char *id = g_strdup_printf ("%ss%u", chapter_id, s + 1);
              g_autofree char *key = g_strdup_printf ("%c", 'B' + (char) s);

              g_ptr_array_add (nodes, test_node_data (QUIRE_NODE_SCENE, id, chapter_id, key, 100 * (a + 1) + 10 * (c + 1) + s + 1));
            }
        }
    }

  return nodes;
}

static inline QuireManuscript *
test_book_new (const char *shape)
{
  g_autoptr (GPtrArray) nodes = test_book_nodes (shape);
  g_autoptr (GError) error = NULL;
  QuireManuscript *book;

  /* The order of the rows means nothing. */
  for (guint i = nodes->len; i > 1; i--)
    {
      guint j = (guint) g_test_rand_int_range (0, (gint32) i);
      gpointer other = nodes->pdata[j];

      nodes->pdata[j] = nodes->pdata[i - 1];
      nodes->pdata[i - 1] = other;
    }

  book = quire_manuscript_new (nodes, &error);
  g_assert_no_error (error);

  return book;
}

/* Puts a node in Trash, or back for 0. */
static inline void
test_book_trash (QuireManuscript *book, const char *id, gint64 time)
{
  g_autoptr (QuireNodeData) data = quire_node_dup_data (quire_manuscript_lookup (book, id));

  data->trashed = time;
  quire_manuscript_update (book, data);
}

static inline void
test_book_move (QuireManuscript *book, const char *id, const char *parent_id, const char *before_id)
{
  QuireNode *node = quire_manuscript_lookup (book, id);
  QuirePlace place = { parent_id, before_id };
  g_autoptr (QuireNodeData) data = quire_node_dup_data (node);
  g_autoptr (GError) error = NULL;

  g_assert_true (quire_manuscript_can_move (book, node, &place, &error));
  g_assert_no_error (error);
  g_free (data->order_key);
  data->order_key = quire_manuscript_plan_key (book, node, &place, &error);
  g_assert_no_error (error);
  g_set_str (&data->parent_id, parent_id);
  quire_manuscript_update (book, data);
}

static inline void
test_book_append_model (GString *text, GListModel *model)
{
  guint n = g_list_model_get_n_items (model);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (QuireNode) node = g_list_model_get_item (model, i);

      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", quire_node_get_id (node));
      if (quire_node_get_kind (node) != QUIRE_NODE_SCENE)
        test_book_append_model (text, quire_node_get_children (node));
    }
}

/* The ids of a model and of all below, in order. */
static inline char *
test_book_list (gpointer model)
{
  GString *text = g_string_new (NULL);

  test_book_append_model (text, G_LIST_MODEL (model));
  return g_string_free (text, FALSE);
}

#define test_book_assert(model, expected)                \
  G_STMT_START                                           \
  {                                                      \
    g_autofree char *listed_ = test_book_list ((model)); \
    g_assert_cmpstr (listed_, ==, (expected));           \
  }                                                      \
  G_STMT_END
