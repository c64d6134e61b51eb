/* knowledge-fixture.c: a book with scenes and entries
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-test"

#include "config.h"

#include "knowledge-fixture.h"

#include "quire-future.h"
#include "quire-order-key.h"

#define N_ACTS 4

static void
await (DexFuture *future)
{
  g_autoptr (GError) error = NULL;

  quire_await (future, &error);
  g_assert_no_error (error);
}

static QuireNodeData *
add_node (QuireBookContents *contents, QuireNodeKind kind, const char *parent_id, const char *key, const char *title)
{
  QuireNodeData *node = quire_node_data_new (kind, parent_id, title);

  g_set_str (&node->order_key, key);
  g_ptr_array_add (contents->nodes, node);

  return node;
}

Book *
book_new (guint n_scenes)
{
  Book *self = g_new0 (Book, 1);
  g_autofree char *folder = quire_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "book.quire", NULL);
  QuireBookContents *contents = quire_book_contents_new ("The harbour");
  g_auto (GStrv) acts = quire_order_key_spread (N_ACTS);
  g_auto (GStrv) keys = quire_order_key_spread (n_scenes);
  g_autoptr (GError) error = NULL;

  self->scenes = g_ptr_array_new_with_free_func (g_free);
  self->clock = quire_test_clock_new ();
  for (guint a = 0; a < N_ACTS; a++)
    {
      QuireNodeData *act = add_node (contents, QUIRE_NODE_ACT, NULL, acts[a], "");
      QuireNodeData *chapter = add_node (contents, QUIRE_NODE_CHAPTER, act->id, acts[0], "");

      for (guint s = 0; s < n_scenes; s++)
        g_ptr_array_add (self->scenes, g_strdup (add_node (contents, QUIRE_NODE_SCENE, chapter->id, keys[s], "")->id));
    }

  self->project = dex_await_object (quire_project_create (path, contents, QUIRE_CLOCK (self->clock)), &error);
  g_assert_no_error (error);
  self->codex = quire_codex_new (self->project);
  await (quire_codex_load (self->codex));

  return self;
}

void
book_free (Book *self)
{
  await (quire_project_close (self->project));
  g_assert_finalize_object (self->codex);
  g_object_unref (self->project);
  g_object_unref (self->clock);
  g_ptr_array_unref (self->scenes);
  g_free (self);
}

const char *
book_get_scene (Book *self, guint position)
{
  return g_ptr_array_index (self->scenes, position);
}

void
book_write (Book *self, guint position, const char *body)
{
  await (quire_project_write_text (self->project, book_get_scene (self, position), body, NULL, QUIRE_ACTOR_WRITER));
}

char *
book_add_entry (Book *self, const char *names, const char *text, QuireSendMode send, GPtrArray *facts)
{
  g_auto (GStrv) list = g_strsplit (names, "|", -1);
  QuireEntryValues values = { NULL, "characters", (const char *const *) list, text, send, facts };
  g_autoptr (QuireEntry) entry = quire_entry_new (&values);

  await (quire_project_save_entry (self->project, entry));
  await (quire_codex_load (self->codex));
  g_clear_pointer (&facts, g_ptr_array_unref);
  g_assert_nonnull (quire_codex_lookup (self->codex, quire_entry_get_id (entry)));

  return g_strdup (quire_entry_get_id (entry));
}

GPtrArray *
book_new_facts (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) quire_fact_free);
}

void
book_add_fact (Book *self, GPtrArray *facts, const char *attribute, const char *value, int from, int to)
{
  QuireFact *fact = quire_fact_new (attribute, value);

  if (from >= 0)
    fact->valid_from = g_strdup (book_get_scene (self, (guint) from));
  if (to >= 0)
    fact->valid_to = g_strdup (book_get_scene (self, (guint) to));
  g_ptr_array_add (facts, fact);
}
