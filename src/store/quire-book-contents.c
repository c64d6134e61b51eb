/* quire-book-contents.c: what a new book starts with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-store"

#include "config.h"

#include "quire-book-contents.h"

#include <glib/gi18n-lib.h>

#include "quire-order-key.h"

QuireBookContents *
quire_book_contents_new (const char *title)
{
  QuireBookContents *self = g_new0 (QuireBookContents, 1);

  self->title = g_strdup (title);
  self->author = g_strdup ("");
  self->language = g_strdup ("en");
  self->genre = g_strdup ("");
  self->premise = g_strdup ("");
  self->nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) quire_node_data_free);
  self->bodies = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->entries = g_ptr_array_new_with_free_func (g_object_unref);
  return self;
}

void
quire_book_contents_free (QuireBookContents *self)
{
  if (self == NULL)
    return;

  g_free (self->title);
  g_free (self->author);
  g_free (self->language);
  g_free (self->genre);
  g_free (self->premise);
  g_ptr_array_unref (self->nodes);
  g_hash_table_unref (self->bodies);
  g_ptr_array_unref (self->entries);
  g_free (self);
}

/* Adds a node behind its siblings, whose last key is @last_key. */
static QuireNodeData *
append (QuireBookContents *self,
        QuireNodeKind kind,
        const QuireNodeData *parent,
        const char *title,
        const char *last_key)
{
  QuireNodeData *node = quire_node_data_new (kind, parent != NULL ? parent->id : NULL, title);

  g_free (node->order_key);
  node->order_key = quire_order_key_between (last_key, NULL);
  node->created = node->modified = g_get_real_time ();
  g_ptr_array_add (self->nodes, node);
  return node;
}

QuireBookContents *
quire_book_contents_new_blank (const char *title)
{
  QuireBookContents *self = quire_book_contents_new (title);
  QuireNodeData *act = append (self, QUIRE_NODE_ACT, NULL, "", NULL);
  QuireNodeData *chapter = append (self, QUIRE_NODE_CHAPTER, act, "", NULL);

  append (self, QUIRE_NODE_SCENE, chapter, "", NULL);
  return self;
}

QuireBookContents *
quire_book_contents_new_three_acts (const char *title)
{
  static const char *const acts[] = { N_ ("Beginning"), N_ ("Middle"), N_ ("End") };
  static const char *const chapters[][3] = {
    { N_ ("The world as it is"), N_ ("Something happens"), N_ ("No way back") },
    { N_ ("New ground"), N_ ("The stakes rise"), N_ ("All seems lost") },
    { N_ ("The plan"), N_ ("The reckoning"), N_ ("What remains") },
  };
  QuireBookContents *self = quire_book_contents_new (title);
  QuireNodeData *act = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      QuireNodeData *chapter = NULL;

      act = append (self, QUIRE_NODE_ACT, NULL, _ (acts[i]), act != NULL ? act->order_key : NULL);
      for (guint j = 0; j < G_N_ELEMENTS (chapters[i]); j++)
        {
          chapter = append (self, QUIRE_NODE_CHAPTER, act, _ (chapters[i][j]), chapter != NULL ? chapter->order_key : NULL);
          append (self, QUIRE_NODE_SCENE, chapter, "", NULL);
        }
    }
  return self;
}

typedef struct
{
  guint act;
  const char *title;
  const char *synopsis;
} Beat;

static const Beat beats[] = {
  { 0, N_ ("First picture"), N_ ("One moment that shows this world and the person in it before anything changes. The last scene will answer it.") },
  { 0, N_ ("What it is about"), N_ ("Someone says, in passing, what the story will have to prove. Nobody listens yet.") },
  { 0, N_ ("Everyday life"), N_ ("Home, work, company: what is missing here, and what it costs to leave it as it is.") },
  { 0, N_ ("The push"), N_ ("Something happens that cannot be undone, and asks for an answer.") },
  { 0, N_ ("Hesitation"), N_ ("Reasons to stay. Advice, fear, preparation; one last look at the old life.") },
  { 0, N_ ("The choice"), N_ ("The step over the border, taken freely. From here on it is another world.") },
  { 1, N_ ("Another voice"), N_ ("A second story begins, often with a person: where the question of the book is talked about.") },
  { 1, N_ ("The promise kept"), N_ ("What the reader came for: the new world, tried out, with its pleasures and its first dangers.") },
  { 1, N_ ("The middle"), N_ ("A victory that is none, or a defeat that is not final. The stakes are higher now, and known.") },
  { 1, N_ ("The walls close in"), N_ ("What stands against it gathers, outside and inside; friends fall away.") },
  { 1, N_ ("The loss"), N_ ("Everything is gone that was won, and often somebody with it.") },
  { 1, N_ ("The dark night"), N_ ("Alone with what happened. What was said in the beginning is understood at last.") },
  { 2, N_ ("The other way"), N_ ("A thought that joins both stories: there is something left to do, and somebody to do it.") },
  { 2, N_ ("The reckoning"), N_ ("The plan, its failure, the better plan. What was learned is put to the test, and pays.") },
  { 2, N_ ("Last picture"), N_ ("The first picture again, and what has changed in it.") },
};

QuireBookContents *
quire_book_contents_new_beat_sheet (const char *title)
{
  QuireBookContents *self = quire_book_contents_new (title);
  QuireNodeData *act = NULL;
  QuireNodeData *chapter = NULL;
  QuireNodeData *scene = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (beats); i++)
    {
      if (i == 0 || beats[i].act != beats[i - 1].act)
        {
          act = append (self, QUIRE_NODE_ACT, NULL, "", act != NULL ? act->order_key : NULL);
          chapter = append (self, QUIRE_NODE_CHAPTER, act, "", NULL);
          scene = NULL;
        }
      scene = append (self, QUIRE_NODE_SCENE, chapter, _ (beats[i].title), scene != NULL ? scene->order_key : NULL);
      g_free (scene->synopsis);
      scene->synopsis = g_strdup (_ (beats[i].synopsis));
    }
  return self;
}
