/* make-mega.c: makes a book as large as Quire means to carry with ease: make-mega FILE [WORDS].
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A million words are two thousand scenes in three acts and a thousand codex entries; other sizes have the same proportions. One scene in the middle has 5,000 words: the
 * book opens there, with the caret at its end. The same arguments make the same text and ids. A FILE that ends in .txt becomes the prose alone, for editors of plain text.
 * Prints what was made as one line of JSON.
 */

#include "config.h"

#include <glib/gstdio.h>
#include <libdex.h>
#include <locale.h>

#include "perf-prose.h"
#include "perf-wait.h"
#include "quire-order-key.h"
#include "quire-project.h"
#include "quire-text.h"

#define SEED 1902
#define DEFAULT_WORDS 1000000
#define MAX_WORDS 20000000
#define WORDS_PER_SCENE 500
#define MAX_SPREAD 150
#define WORDS_PER_ENTRY 1000
#define SCENES_PER_CHAPTER 20
#define LONG_SCENE_WORDS 5000
#define N_ACTS 3

typedef struct
{
  PerfProse *prose;
  QuireBookContents *contents;
  GPtrArray *names;
  guint words; /* wanted */
  gsize words_made;
  guint n_scenes;
  guint long_index; /* which scene is the long one */
  char *long_id;
  glong long_length; /* code points */
} Maker;

static const char *
add_node (Maker *self,
          QuireNodeKind kind,
          const char *parent_id,
          const char *order_key)
{
  g_autofree char *title = perf_prose_write_phrase (self->prose);
  QuireNodeData *data = quire_node_data_new (kind, parent_id, title);

  g_free (data->id);
  data->id = perf_prose_make_uuid (self->prose);
  g_set_str (&data->order_key, order_key);
  data->created = data->modified = G_GINT64_CONSTANT (1767225600) * G_USEC_PER_SEC;
  g_ptr_array_add (self->contents->nodes, data);
  return data->id;
}

/* An even scene is shorter than most by what the next one is longer. */
static guint
get_scene_words (Maker *self,
                 guint index)
{
  if (index == self->long_index)
    return LONG_SCENE_WORDS;
  return index % 2 == 0 ? WORDS_PER_SCENE - index % MAX_SPREAD : WORDS_PER_SCENE + (index - 1) % MAX_SPREAD;
}

static void
add_scene (Maker *self,
           const char *chapter_id,
           const char *order_key,
           guint index)
{
  const char *id = add_node (self, QUIRE_NODE_SCENE, chapter_id, order_key);
  QuireNodeData *data = g_ptr_array_index (self->contents->nodes, self->contents->nodes->len - 1);
  char *body = perf_prose_write (self->prose, get_scene_words (self, index));

  data->status = index % 4 == 0 ? QUIRE_STATUS_REVISED : QUIRE_STATUS_DRAFT;
  data->words = (guint) quire_text_count_words (body, -1);
  g_free (data->synopsis);
  data->synopsis = perf_prose_write_phrase (self->prose);
  g_set_str (&data->point_of_view, g_ptr_array_index (self->names, index % MIN (self->names->len, 5)));
  self->words_made += data->words;
  if (index == self->long_index)
    {
      self->long_id = g_strdup (id);
      self->long_length = g_utf8_strlen (body, -1);
    }
  g_hash_table_insert (self->contents->bodies, g_strdup (id), body);
}

static void
add_nodes (Maker *self)
{
  guint n_chapters = MAX (1, (self->n_scenes + N_ACTS * SCENES_PER_CHAPTER - 1) / (N_ACTS * SCENES_PER_CHAPTER));
  g_auto (GStrv) act_keys = quire_order_key_spread (N_ACTS);
  g_auto (GStrv) chapter_keys = quire_order_key_spread (n_chapters);
  g_auto (GStrv) scene_keys = quire_order_key_spread (SCENES_PER_CHAPTER);
  guint index = 0;

  for (guint a = 0; a < N_ACTS; a++)
    {
      const char *act_id = add_node (self, QUIRE_NODE_ACT, NULL, act_keys[a]);

      for (guint c = 0; c < n_chapters; c++)
        {
          const char *chapter_id = add_node (self, QUIRE_NODE_CHAPTER, act_id, chapter_keys[c]);

          for (guint s = 0; s < SCENES_PER_CHAPTER && index < self->n_scenes; s++)
            add_scene (self, chapter_id, scene_keys[s], index++);
        }
    }
}

static void
add_entries (Maker *self)
{
  const char *const *categories = quire_entry_get_categories ();
  guint n_categories = g_strv_length ((GStrv) categories);

  for (guint i = 0; i < self->names->len; i++)
    {
      const char *full_name = g_ptr_array_index (self->names, i);
      g_auto (GStrv) parts = g_strsplit (full_name, " ", 2);
      const char *names[] = { full_name, parts[1], NULL };
      g_autofree char *id = perf_prose_make_uuid (self->prose);
      g_autofree char *text = perf_prose_write (self->prose, 60);
      g_autofree char *value = perf_prose_write_phrase (self->prose);
      g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func ((GDestroyNotify) quire_fact_free);
      QuireFact *fact = quire_fact_new ("carries", value);

      /* Half of the entries are people. */
      const QuireEntryValues values = {
        .id = id,
        .category = categories[i % 2 == 0 ? 0 : i / 2 % n_categories],
        .names = names,
        .text = text,
        .facts = facts,
      };

      g_free (fact->id);
      fact->id = perf_prose_make_uuid (self->prose);
      g_ptr_array_add (facts, fact);
      g_ptr_array_add (self->contents->entries, quire_entry_new (&values));
    }
}

static gboolean
set_window_state (Maker *self,
                  QuireProject *project,
                  GError **error)
{
  g_autofree char *state = g_strdup_printf ("{\"page\":\"write\",\"scene\":\"%s\",\"caret\":%ld,\"scroll\":1.0}", self->long_id, self->long_length);
  g_autoptr (DexFuture) saved = quire_project_save_setting (project, "window-state", state);

  return perf_wait (saved, error) != NULL;
}

/* With its log: one that a killed program left would be taken for the new book's, and spoil it. */
static void
remove_former (const char *path)
{
  static const char *const endings[] = { "", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *name = g_strconcat (path, endings[i], NULL);

      g_unlink (name);
    }
}

static gboolean
make_book (Maker *self,
           const char *path,
           GError **error)
{
  g_autoptr (QuireClock) clock = quire_clock_new_system ();
  g_autoptr (DexFuture) created = NULL;
  g_autoptr (DexFuture) closed = NULL;
  const GValue *value;
  QuireProject *project;

  self->n_scenes = MAX (1, self->words / WORDS_PER_SCENE);
  self->long_index = self->n_scenes / 2;
  self->contents = quire_book_contents_new ("The Long Book");
  self->names = perf_prose_make_names (self->prose, MAX (10, self->words / WORDS_PER_ENTRY));
  add_nodes (self);
  add_entries (self);

  remove_former (path);
  created = quire_project_create (path, self->contents, clock);
  value = perf_wait (created, error);
  if (value == NULL)
    return FALSE;

  project = g_value_get_object (value);
  if (!set_window_state (self, project, error))
    return FALSE;
  closed = quire_project_close (project);
  return perf_wait (closed, error) != NULL;
}

static gboolean
make_text (Maker *self,
           const char *path,
           GError **error)
{
  g_autofree char *text = NULL;

  self->names = perf_prose_make_names (self->prose, MAX (10, self->words / WORDS_PER_ENTRY));
  text = perf_prose_write (self->prose, self->words);
  self->words_made = quire_text_count_words (text, -1);
  return g_file_set_contents (path, text, -1, error);
}

int
main (int argc,
      char **argv)
{
  g_autoptr (PerfProse) prose = NULL;
  g_autoptr (GError) error = NULL;
  guint64 words = DEFAULT_WORDS;
  Maker maker = { 0 };
  gboolean done;

  setlocale (LC_ALL, "");
  if (argc < 2 || argc > 3 || (argc == 3 && !g_ascii_string_to_unsigned (argv[2], 10, 1, MAX_WORDS, &words, NULL)))
    {
      g_printerr ("usage: make-mega FILE [WORDS]\n");
      return 2;
    }

  dex_init ();
  prose = perf_prose_new (SEED);
  maker.prose = prose;
  maker.words = (guint) words;
  done = g_str_has_suffix (argv[1], ".txt") ? make_text (&maker, argv[1], &error) : make_book (&maker, argv[1], &error);
  if (done)
    g_print ("{\"words\":%" G_GSIZE_FORMAT ",\"scenes\":%u,\"entries\":%u,\"long_scene\":\"%s\"}\n", maker.words_made, maker.n_scenes,
             maker.names->len, maker.long_id != NULL ? maker.long_id : "");
  else
    g_printerr ("make-mega: %s\n", error->message);

  g_free (maker.long_id);
  return done ? 0 : 1;
}
