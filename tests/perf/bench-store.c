/* bench-store.c: how fast books open, load, commit and are searched: bench-store FOLDER FILE…
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each FILE is measured on a copy in FOLDER, which should be on a real disk: commits are synced, and in memory that costs nothing. The peer of a commit is SQLite itself: one
 * UPDATE of a text of the same size in a file of one table with the same journal mode and level of safety, taken in turns with ours.
 */

#include "config.h"

#include <glib/gstdio.h>
#include <libdex.h>
#include <locale.h>
#include <sqlite3.h>

#include "perf-measure.h"
#include "perf-prose.h"
#include "perf-wait.h"
#include "quire-project.h"

#define SEED 56
#define N_OPENINGS 9
#define N_LOADS 200
#define N_COMMITS 200
#define N_SEARCHES 150
#define SEARCH_LIMIT 50
#define SCENE_WORDS 5000
#define SHORTEST_QUERY_WORD 4

typedef struct
{
  const char *label; /* the name of the book's file, without its ending */
  const char *folder;
  char *copy;
  QuireClock *clock;
  GRand *random;
  QuireProject *project;
  GPtrArray *scenes; /* of QuireNode */
} Book;

static void
book_clear (Book *self)
{
  g_free (self->copy);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->random, g_rand_free);
  g_clear_pointer (&self->scenes, g_ptr_array_unref);
  g_clear_object (&self->project);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Book, book_clear)

static void
add_time (GArray *samples,
          gint64 start)
{
  double seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;

  g_array_append_val (samples, seconds);
}

static void
report (Book *self,
        const char *what,
        GArray *samples)
{
  g_autofree char *name = g_strdup_printf ("%s: %s", self->label, what);

  perf_report_times (name, samples);
}

static gboolean
settle (DexFuture *future,
        GError **error)
{
  g_autoptr (DexFuture) owned = future;

  return perf_wait (owned, error) != NULL;
}

static gboolean
open_book (Book *self,
           QuireProjectFlags flags,
           GError **error)
{
  g_autoptr (DexFuture) opened = quire_project_open (self->copy, flags, self->clock);
  const GValue *value = perf_wait (opened, error);

  if (value == NULL)
    return FALSE;
  g_set_object (&self->project, g_value_get_object (value));
  return TRUE;
}

static gboolean
close_book (Book *self,
            GError **error)
{
  gboolean done = settle (quire_project_close (self->project), error);

  g_clear_object (&self->project);
  return done;
}

static gboolean
copy_book (Book *self,
           const char *path,
           GError **error)
{
  g_autoptr (GFile) source = g_file_new_for_path (path);
  g_autofree char *name = g_strconcat (self->label, ".quire", NULL);
  g_autoptr (GFile) target = g_file_new_build_filename (self->folder, name, NULL);

  self->copy = g_file_get_path (target);
  return g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, error);
}

/* -- opening -- */

static gboolean
measure_opening (Book *self,
                 GError **error)
{
  g_autoptr (GArray) samples = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < N_OPENINGS; i++)
    {
      gint64 start = g_get_monotonic_time ();

      if (!open_book (self, QUIRE_PROJECT_NO_BACKUP, error))
        return FALSE;
      add_time (samples, start);
      if (!close_book (self, error))
        return FALSE;
    }
  report (self, "open", samples);
  return TRUE;
}

/* What a writer waits for: the file is checked and backed up meanwhile, as the window has it done. */
static gboolean
measure_first_scene (Book *self,
                     GError **error)
{
  g_autoptr (GArray) samples = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < N_OPENINGS; i++)
    {
      gint64 start = g_get_monotonic_time ();
      QuireNode *scene;

      if (!open_book (self, QUIRE_PROJECT_DEFAULT, error))
        return FALSE;
      scene = quire_manuscript_get_next_scene (quire_project_get_manuscript (self->project), NULL);
      if (!settle (quire_project_load_text (self->project, quire_node_get_id (scene)), error))
        return FALSE;
      add_time (samples, start);
      if (!close_book (self, error))
        return FALSE;
    }
  report (self, "open to first scene, with care in the background", samples);
  return TRUE;
}

/* -- reading -- */

static const char *
pick_scene (Book *self)
{
  guint i = (guint) g_rand_int_range (self->random, 0, (gint32) self->scenes->len);

  return quire_node_get_id (g_ptr_array_index (self->scenes, i));
}

static gboolean
measure_loading (Book *self,
                 GError **error)
{
  g_autoptr (GArray) samples = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < N_LOADS; i++)
    {
      const char *id = pick_scene (self);
      gint64 start = g_get_monotonic_time ();

      if (!settle (quire_project_load_text (self->project, id), error))
        return FALSE;
      add_time (samples, start);
    }
  report (self, "load a scene", samples);
  return TRUE;
}

/* One to three words that follow each other somewhere in the book; at least one of them is no small one. */
static char *
make_query (Book *self,
            guint n_words,
            GError **error)
{
  for (guint attempt = 0; attempt < 1000; attempt++)
    {
      g_autoptr (DexFuture) loaded = quire_project_load_text (self->project, pick_scene (self));
      const GValue *value = perf_wait (loaded, error);
      g_auto (GStrv) words = NULL;
      GString *query;
      guint length;
      guint at;

      if (value == NULL)
        return NULL;
      words = g_strsplit_set (quire_scene_text_get_body (g_value_get_object (value)), " \n", -1);
      length = g_strv_length (words);
      if (length < 10)
        continue;
      at = (guint) g_rand_int_range (self->random, 0, (gint32) (length - n_words));
      if (g_utf8_strlen (words[at], -1) < SHORTEST_QUERY_WORD)
        continue;

      query = g_string_new (words[at]);
      for (guint i = 1; i < n_words; i++)
        g_string_append_printf (query, " %s", words[at + i]);
      return g_string_free_and_steal (query);
    }

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "The book has no words to look for");
  return NULL;
}

static gboolean
measure_search (Book *self,
                guint n_words,
                const char *what,
                GError **error)
{
  g_autoptr (GArray) samples = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < N_SEARCHES; i++)
    {
      g_autofree char *query = make_query (self, n_words, error);
      gint64 start = g_get_monotonic_time ();

      if (query == NULL || !settle (quire_project_search (self->project, query, SEARCH_LIMIT), error))
        return FALSE;
      add_time (samples, start);
    }
  report (self, what, samples);
  return TRUE;
}

/* -- committing -- */

typedef struct
{
  sqlite3 *db;
  sqlite3_stmt *update;
} Peer;

static void
peer_clear (Peer *self)
{
  sqlite3_finalize (self->update);
  sqlite3_close (self->db);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Peer, peer_clear)

static gboolean
peer_open (Peer *self,
           const char *path,
           GError **error)
{
  static const char sql[] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE texts (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;"
                            "INSERT INTO texts VALUES (1, '')";

  g_unlink (path);
  if (sqlite3_open (path, &self->db) != SQLITE_OK || sqlite3_exec (self->db, sql, NULL, NULL, NULL) != SQLITE_OK ||
      sqlite3_prepare_v2 (self->db, "UPDATE texts SET body = ? WHERE id = 1", -1, &self->update, NULL) != SQLITE_OK)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "SQLite: %s", sqlite3_errmsg (self->db));
      return FALSE;
    }
  return TRUE;
}

static gboolean
peer_commit (Peer *self,
             const char *body,
             GError **error)
{
  sqlite3_bind_text (self->update, 1, body, -1, SQLITE_STATIC);
  if (sqlite3_step (self->update) != SQLITE_DONE || sqlite3_reset (self->update) != SQLITE_OK)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "SQLite: %s", sqlite3_errmsg (self->db));
      return FALSE;
    }
  return TRUE;
}

typedef struct
{
  GArray *whole;       /* until the text is on the disk */
  GArray *main_thread; /* what the call itself took of the main thread */
  GArray *peer;
} CommitTimes;

static gboolean
commit_once (Book *self,
             Peer *peer,
             const char *scene,
             const char *body,
             CommitTimes *times,
             GError **error)
{
  gint64 start = g_get_monotonic_time ();
  DexFuture *written = quire_project_write_text (self->project, scene, body, NULL, QUIRE_ACTOR_WRITER);

  add_time (times->main_thread, start);
  if (!settle (written, error))
    return FALSE;
  add_time (times->whole, start);

  start = g_get_monotonic_time ();
  if (!peer_commit (peer, body, error))
    return FALSE;
  add_time (times->peer, start);
  return TRUE;
}

/* A writer who types a word between two commits, in a long scene. */
static gboolean
measure_commits (Book *self,
                 GError **error)
{
  g_autofree char *peer_path = g_build_filename (self->folder, "peer.db", NULL);
  g_autoptr (PerfProse) prose = perf_prose_new (SEED);
  g_autofree char *text = perf_prose_write (prose, SCENE_WORDS);
  g_autoptr (GString) body = g_string_new (text);
  g_autoptr (GArray) whole = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) main_thread = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) peer_times = g_array_new (FALSE, FALSE, sizeof (double));
  CommitTimes times = { whole, main_thread, peer_times };
  g_auto (Peer) peer = { NULL };
  const char *scene = pick_scene (self);

  if (!peer_open (&peer, peer_path, error))
    return FALSE;

  /* Neither the writing of the scene as a whole nor the first pages of the peer's file count. */
  if (!settle (quire_project_write_text (self->project, scene, text, NULL, QUIRE_ACTOR_PASTE), error) || !peer_commit (&peer, text, error))
    return FALSE;

  for (guint i = 0; i < N_COMMITS; i++)
    {
      g_string_append_printf (body, " word%u", i);
      if (!commit_once (self, &peer, scene, body->str, &times, error))
        return FALSE;
    }
  report (self, "commit typed text, 5,000-word scene", whole);
  report (self, "commit typed text, of that on the main thread", main_thread);
  report (self, "commit typed text, SQLite alone", peer_times);
  return TRUE;
}

static gboolean
measure_book (const char *folder,
              const char *path,
              GError **error)
{
  g_autofree char *file_name = g_path_get_basename (path);
  g_auto (GStrv) parts = g_strsplit (file_name, ".", 2);
  g_auto (Book) self = { .label = parts[0], .folder = folder };

  self.clock = quire_clock_new_system ();
  self.random = g_rand_new_with_seed (SEED);
  if (!copy_book (&self, path, error) || !measure_opening (&self, error) || !measure_first_scene (&self, error) ||
      !open_book (&self, QUIRE_PROJECT_NO_BACKUP, error))
    return FALSE;

  self.scenes = quire_manuscript_list_scenes (quire_project_get_manuscript (self.project));
  return measure_loading (&self, error) &&
         measure_search (&self, 1, "search one word, top 50", error) &&
         measure_search (&self, 3, "search three words, top 50", error) &&
         measure_commits (&self, error) &&
         close_book (&self, error);
}

int
main (int argc,
      char **argv)
{
  int status = 0;

  setlocale (LC_ALL, "");
  if (argc < 3)
    {
      g_printerr ("usage: bench-store FOLDER FILE…\n");
      return 2;
    }

  dex_init ();
  g_setenv ("XDG_DATA_HOME", argv[1], TRUE); /* backups go there */
  if (g_mkdir_with_parents (argv[1], 0700) != 0)
    {
      g_printerr ("bench-store: the folder %s cannot be made\n", argv[1]);
      return 1;
    }

  for (int i = 2; i < argc; i++)
    {
      g_autoptr (GError) error = NULL;

      if (!measure_book (argv[1], argv[i], &error))
        {
          g_printerr ("bench-store: %s: %s\n", argv[i], error->message);
          status = 1;
        }
    }
  return status;
}
