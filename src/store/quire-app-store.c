/* quire-app-store.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The application's own database. It holds nothing that a writer has written, so it may never stand in the way of writing: when it is damaged, newer or not ours, it is
 * set aside under another name and made anew. Several processes may have it open; SQLite's own locks and its waiting time are enough for the short transactions here.
 */

#define G_LOG_DOMAIN "quire-store"

#include "config.h"

#include "quire-app-store.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "quire-database-private.h"
#include "quire-error.h"
#include "quire-future.h"
#include "quire-schema-private.h"

#define RECENT_KEPT 50

struct _QuireAppStore
{
  GObject parent_instance;

  QuireClock *clock;
  QuireDatabase *database;
};

enum
{
  RECENT_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QuireAppStore, quire_app_store, G_TYPE_OBJECT)

static const char version_1[] =
    "CREATE TABLE recent (\n"
    "  path TEXT PRIMARY KEY NOT NULL,\n"
    "  title TEXT NOT NULL,\n"
    "  words INTEGER NOT NULL CHECK (words >= 0),\n"
    "  opened INTEGER NOT NULL\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE INDEX recent_by_time ON recent (opened);\n"
    "CREATE TABLE usage (\n"
    "  id INTEGER PRIMARY KEY,\n"
    "  time INTEGER NOT NULL,\n"
    "  project TEXT NOT NULL,\n"
    "  agent TEXT NOT NULL,\n"
    "  input_tokens INTEGER NOT NULL CHECK (input_tokens >= 0),\n"
    "  output_tokens INTEGER NOT NULL CHECK (output_tokens >= 0),\n"
    "  cost_known INTEGER NOT NULL CHECK (cost_known IN (0, 1)),\n"
    "  cost REAL NOT NULL,\n"
    "  currency TEXT NOT NULL\n"
    ") STRICT;\n"
    "CREATE INDEX usage_by_time ON usage (time);\n";
static const char *const steps[] = { version_1 };

static void
quire_app_store_finalize (GObject *object)
{
  QuireAppStore *self = QUIRE_APP_STORE (object);

  g_clear_object (&self->database);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (quire_app_store_parent_class)->finalize (object);
}

static void
quire_app_store_class_init (QuireAppStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = quire_app_store_finalize;

  signals[RECENT_CHANGED] = g_signal_new ("recent-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
quire_app_store_init (QuireAppStore *self)
{
}

void
quire_recent_book_free (QuireRecentBook *self)
{
  if (self == NULL)
    return;

  g_free (self->path);
  g_free (self->title);
  g_free (self);
}

/* -- opening -- */

static QuireConnection *
open_sound (const char *path,
            GError **error)
{
  g_autoptr (QuireConnection) connection = quire_connection_open (path, QUIRE_CONNECTION_CREATE, error);
  g_autofree char *answer = g_strdup ("");
  guint version;

  if (connection == NULL ||
      !quire_connection_get_text (connection, &answer, error, "PRAGMA quick_check (1)") ||
      !quire_schema_apply (connection, steps, G_N_ELEMENTS (steps), error) ||
      !quire_schema_get_version (connection, &version, error))
    return NULL;

  if (strcmp (answer, "ok") != 0 || version != G_N_ELEMENTS (steps))
    {
      g_set_error_literal (error, QUIRE_ERROR, QUIRE_ERROR_CORRUPT, _ ("The list of books is damaged."));
      return NULL;
    }
  return g_steal_pointer (&connection);
}

static void
set_aside (const char *path)
{
  static const char *const suffixes[] = { "", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *from = g_strconcat (path, suffixes[i], NULL);
      g_autofree char *to = g_strconcat (path, ".damaged", suffixes[i], NULL);

      if (g_rename (from, to) != 0 && errno != ENOENT)
        g_message ("“%s” could not be set aside: %s", from, g_strerror (errno));
    }
}

static QuireConnection *
open_job (gpointer data,
          GError **error)
{
  const char *path = data;
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) local_error = NULL;
  QuireConnection *connection;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_PERMISSION, _ ("The folder “%s” could not be made (%s)."), folder, g_strerror (errno));
      return NULL;
    }

  connection = open_sound (path, &local_error);
  if (g_error_matches (local_error, QUIRE_ERROR, QUIRE_ERROR_CORRUPT) || g_error_matches (local_error, QUIRE_ERROR, QUIRE_ERROR_NOT_A_BOOK))
    {
      g_clear_error (&local_error);
      set_aside (path);
      connection = open_sound (path, &local_error);
    }
  if (connection == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return connection;
}

static DexFuture *
opened_cb (DexFuture *opened,
           gpointer data)
{
  QuireAppStore *self = data;
  const GValue *value = dex_future_get_value (opened, NULL);

  self->database = g_value_dup_object (value);
  return dex_future_new_for_object (self);
}

DexFuture *
quire_app_store_open (const char *folder,
                      QuireClock *clock)
{
  g_autoptr (QuireAppStore) self = NULL;
  char *path;

  g_return_val_if_fail (QUIRE_IS_CLOCK (clock), NULL);

  self = g_object_new (QUIRE_TYPE_APP_STORE, NULL);
  self->clock = g_object_ref (clock);
  path = folder != NULL ? g_build_filename (folder, "quire.db", NULL) : g_build_filename (g_get_user_data_dir (), "quire", "quire.db", NULL);
  return dex_future_then (quire_database_open (open_job, path, g_free), opened_cb, g_object_ref (self), g_object_unref);
}

DexFuture *
quire_app_store_close (QuireAppStore *self)
{
  g_return_val_if_fail (QUIRE_IS_APP_STORE (self), NULL);

  return quire_database_close (self->database);
}

/* -- recent books -- */

static gboolean
load_recent_job (QuireConnection *connection,
                 gpointer data,
                 GValue *result,
                 GError **error)
{
  sqlite3_stmt *rows = quire_connection_query (connection, error, "SELECT path, title, words, opened FROM recent ORDER BY opened DESC, path");
  g_autoptr (GPtrArray) books = g_ptr_array_new_with_free_func ((GDestroyNotify) quire_recent_book_free);
  g_autoptr (GError) local_error = NULL;

  if (rows == NULL)
    return FALSE;

  while (quire_connection_next (connection, rows, &local_error))
    {
      QuireRecentBook *book = g_new0 (QuireRecentBook, 1);

      book->path = quire_column_dup_text (rows, 0);
      book->title = quire_column_dup_text (rows, 1);
      book->words = (guint) sqlite3_column_int64 (rows, 2);
      book->opened = sqlite3_column_int64 (rows, 3);
      book->exists = g_file_test (book->path, G_FILE_TEST_IS_REGULAR);
      g_ptr_array_add (books, book);
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  quire_database_take_array (result, g_steal_pointer (&books));
  return TRUE;
}

DexFuture *
quire_app_store_load_recent (QuireAppStore *self)
{
  g_return_val_if_fail (QUIRE_IS_APP_STORE (self), NULL);

  return quire_database_read (self->database, load_recent_job, NULL, NULL);
}

static gboolean
add_recent_job (QuireConnection *connection,
                gpointer data,
                GValue *result,
                GError **error)
{
  static const char sql[] = "INSERT INTO recent (path, title, words, opened) VALUES (?1, ?2, ?3, ?4)"
                            " ON CONFLICT (path) DO UPDATE SET title = ?2, words = ?3, opened = ?4";
  static const char prune[] = "DELETE FROM recent WHERE path NOT IN (SELECT path FROM recent ORDER BY opened DESC LIMIT ?)";
  const QuireRecentBook *book = data;

  return quire_connection_run (connection, error, sql, QUIRE_BIND_TEXT (book->path), QUIRE_BIND_TEXT (book->title),
                               QUIRE_BIND_INT (book->words), QUIRE_BIND_INT (book->opened)) &&
         quire_connection_run (connection, error, prune, QUIRE_BIND_INT (RECENT_KEPT));
}

static gboolean
forget_recent_job (QuireConnection *connection,
                   gpointer data,
                   GValue *result,
                   GError **error)
{
  return quire_connection_run (connection, error, "DELETE FROM recent WHERE path = ?", QUIRE_BIND_TEXT (data));
}

static DexFuture *
changed_cb (DexFuture *changed,
            gpointer data)
{
  g_signal_emit (data, signals[RECENT_CHANGED], 0);
  return dex_future_new_true ();
}

/* Runs to its end whoever waits: the list that is shown has to hear of it. */
static DexFuture *
follow_change (QuireAppStore *self,
               DexFuture *change)
{
  DexFuture *followed = dex_future_then (change, changed_cb, g_object_ref (self), g_object_unref);

  quire_future_report (dex_ref (followed), "The list of books");
  return followed;
}

DexFuture *
quire_app_store_add_recent (QuireAppStore *self,
                            const char *path,
                            const char *title,
                            guint words)
{
  QuireRecentBook *book;

  g_return_val_if_fail (QUIRE_IS_APP_STORE (self), NULL);
  g_return_val_if_fail (path != NULL && title != NULL, NULL);

  book = g_new0 (QuireRecentBook, 1);
  book->path = g_strdup (path);
  book->title = g_strdup (title);
  book->words = words;
  book->opened = quire_clock_get_now (self->clock);
  return follow_change (self, quire_database_write (self->database, add_recent_job, book, (GDestroyNotify) quire_recent_book_free));
}

DexFuture *
quire_app_store_forget_recent (QuireAppStore *self,
                               const char *path)
{
  g_return_val_if_fail (QUIRE_IS_APP_STORE (self), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  return follow_change (self, quire_database_write (self->database, forget_recent_job, g_strdup (path), g_free));
}

/* -- usage -- */

typedef struct
{
  QuireUsage usage; /* its strings are owned */
  gint64 time;
} Line;

static void
line_free (gpointer data)
{
  Line *line = data;

  g_free ((char *) line->usage.project_id);
  g_free ((char *) line->usage.agent);
  g_free ((char *) line->usage.currency);
  g_free (line);
}

static gboolean
add_usage_job (QuireConnection *connection,
               gpointer data,
               GValue *result,
               GError **error)
{
  static const char sql[] = "INSERT INTO usage (time, project, agent, input_tokens, output_tokens, cost_known, cost, currency) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
  const Line *line = data;
  const QuireUsage *usage = &line->usage;

  return quire_connection_run (connection, error, sql, QUIRE_BIND_INT (line->time), QUIRE_BIND_TEXT (usage->project_id),
                               QUIRE_BIND_TEXT (usage->agent), QUIRE_BIND_INT (usage->input_tokens), QUIRE_BIND_INT (usage->output_tokens),
                               QUIRE_BIND_INT (usage->cost_known ? 1 : 0), QUIRE_BIND_REAL (usage->cost), QUIRE_BIND_TEXT (usage->currency));
}

DexFuture *
quire_app_store_add_usage (QuireAppStore *self,
                           const QuireUsage *usage)
{
  Line *line;

  g_return_val_if_fail (QUIRE_IS_APP_STORE (self), NULL);
  g_return_val_if_fail (usage != NULL, NULL);

  line = g_new0 (Line, 1);
  line->usage = *usage;
  line->usage.project_id = g_strdup (usage->project_id != NULL ? usage->project_id : "");
  line->usage.agent = g_strdup (usage->agent != NULL ? usage->agent : "");
  line->usage.currency = g_strdup (usage->currency != NULL ? usage->currency : "");
  line->time = quire_clock_get_now (self->clock);
  return quire_database_write (self->database, add_usage_job, line, line_free);
}

char *
quire_app_store_dup_projects_folder (void)
{
  char *folder = g_build_filename (g_get_user_data_dir (), "quire", "projects", NULL);

  if (g_mkdir_with_parents (folder, 0755) != 0)
    g_message ("The folder “%s” could not be made: %s", folder, g_strerror (errno));
  return folder;
}
