/* quire-project-open.c: opening and making books
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-store"

#include "config.h"

#include "quire-project-private.h"

#include <string.h>

#include "quire-error.h"
#include "quire-future.h"
#include "quire-order-key.h"

typedef struct
{
  QuireOpening *opening;
  QuireClock *clock;
} Task;

static void
task_free (gpointer data)
{
  Task *task = data;

  quire_opening_unref (task->opening);
  g_object_unref (task->clock);
  g_free (task);
}

static DexFuture *
open_fiber (gpointer data)
{
  Task *task = data;
  QuireOpening *opening = task->opening;
  g_autoptr (QuireDatabase) database = NULL;
  g_autoptr (QuireProject) project = NULL;
  g_autoptr (GError) error = NULL;

  database = dex_await_object (quire_database_open (quire_book_open, g_atomic_rc_box_acquire (opening), (GDestroyNotify) quire_opening_unref), &error);
  if (database == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  project = quire_project_new (opening->path, task->clock, database, opening->opened, &error);
  if (project == NULL)
    {
      /* The tree is broken. Whether closing works changes nothing about that. */
      g_autoptr (GError) close_error = NULL;

      if (!quire_await (quire_database_close (database), &close_error))
        g_debug ("Closing a damaged book: %s", close_error->message);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  quire_project_begin_care (project, opening->flags, opening->opened->size);
  return quire_future_new_take_object (g_steal_pointer (&project));
}

static DexFuture *
spawn (QuireOpening *opening,
       QuireClock *clock)
{
  Task *task = g_new0 (Task, 1);

  task->opening = opening;
  task->clock = g_object_ref (clock);
  return quire_fiber_spawn (open_fiber, task, task_free);
}

DexFuture *
quire_project_open (const char *path,
                    QuireProjectFlags flags,
                    QuireClock *clock)
{
  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (QUIRE_IS_CLOCK (clock), NULL);

  return spawn (quire_opening_new (path, flags, quire_clock_get_now (clock)), clock);
}

/* Nodes that came without a place among their siblings get one, in the order they stand in. */
static void
give_order_keys (GPtrArray *nodes)
{
  g_autoptr (GHashTable) last_keys = g_hash_table_new (g_str_hash, g_str_equal); /* parent id → key, both of the nodes */

  for (guint i = 0; i < nodes->len; i++)
    {
      QuireNodeData *node = g_ptr_array_index (nodes, i);
      const char *parent = node->parent_id != NULL ? node->parent_id : "";
      const char *last = g_hash_table_lookup (last_keys, parent);

      if (node->order_key == NULL || *node->order_key == '\0')
        {
          g_free (node->order_key);
          node->order_key = quire_order_key_between (last, NULL);
        }
      if (last == NULL || strcmp (last, node->order_key) < 0)
        g_hash_table_insert (last_keys, (gpointer) parent, node->order_key);
    }
}

DexFuture *
quire_project_create (const char *path,
                      QuireBookContents *contents,
                      QuireClock *clock)
{
  g_autoptr (QuireManuscript) manuscript = NULL;
  GError *error = NULL;
  QuireOpening *opening;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (contents != NULL, NULL);
  g_return_val_if_fail (QUIRE_IS_CLOCK (clock), NULL);

  /* Only to know that it will open again. */
  give_order_keys (contents->nodes);
  manuscript = quire_manuscript_new (contents->nodes, &error);
  if (manuscript == NULL)
    {
      quire_book_contents_free (contents);
      return dex_future_new_for_error (error);
    }

  opening = quire_opening_new (path, QUIRE_PROJECT_NO_BACKUP, quire_clock_get_now (clock));
  opening->contents = contents;
  return spawn (opening, clock);
}
