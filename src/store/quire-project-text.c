/* quire-project-text.c: commands on text and codex
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-store"

#include "config.h"

#include "quire-project-private.h"

#include <glib/gi18n-lib.h>

#include "quire-error.h"
#include "quire-future.h"

/* -- writing -- */

QuireTextChange *
quire_text_change_new (QuireTextWrite *write)
{
  QuireTextChange *self = g_atomic_rc_box_new0 (QuireTextChange);

  self->write = write;
  return self;
}

static void
text_change_clear (gpointer data)
{
  QuireTextChange *self = data;

  g_clear_pointer (&self->nodes, g_ptr_array_unref);
  quire_text_write_free (self->write);
}

void
quire_text_change_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, text_change_clear);
}

static gboolean
save_text_job (QuireConnection *connection,
               gpointer data,
               GValue *result,
               GError **error)
{
  QuireTextChange *change = data;
  gboolean done = TRUE;

  for (guint i = 0; done && change->nodes != NULL && i < change->nodes->len; i++)
    done = quire_node_repository_save (connection, g_ptr_array_index (change->nodes, i), error);
  return done && quire_text_repository_write (connection, change->write, error);
}

/* Shows in the manuscript what was stored. */
static void
show_text (QuireProject *self,
           const QuireTextWrite *write)
{
  QuireNode *node = quire_manuscript_lookup (self->manuscript, write->scene_id);
  g_autoptr (QuireNodeData) values = NULL;

  if (node == NULL || !write->changed)
    return;

  values = quire_node_dup_data (node);
  values->words = quire_scene_text_get_words (write->text);
  values->status = write->status;
  values->modified = write->now;
  quire_manuscript_update (self->manuscript, values);
  quire_project_bump_revision (self);
  quire_project_emit_text_changed (self, write->scene_id, write->actor);
}

gboolean
quire_project_save_text (QuireProject *self,
                         QuireTextChange *change,
                         GError **error)
{
  if (!quire_project_await_write (self, save_text_job, g_atomic_rc_box_acquire (change), quire_text_change_unref, error))
    return FALSE;

  if (change->nodes != NULL)
    quire_project_show_nodes (self, change->nodes);
  show_text (self, change->write);
  return TRUE;
}

static DexFuture *
write_text_command (QuireProject *self,
                    gpointer data)
{
  QuireTextChange *change = data;
  GError *error = NULL;

  if (!quire_project_save_text (self, change, &error))
    return dex_future_new_for_error (error);
  return dex_future_new_for_object (change->write->text);
}

DexFuture *
quire_project_write_text (QuireProject *self,
                          const char *scene_id,
                          const char *body,
                          const char *base_hash,
                          QuireActor actor)
{
  QuireTextChange *change;

  g_return_val_if_fail (QUIRE_IS_PROJECT (self), NULL);
  g_return_val_if_fail (scene_id != NULL && body != NULL, NULL);

  if (!g_utf8_validate (body, -1, NULL))
    return quire_future_new_error (QUIRE_ERROR_INVALID, _ ("This text is not valid Unicode. Nothing was changed."));

  change = quire_text_change_new (quire_text_write_new (scene_id, body, actor, quire_clock_get_now (self->clock)));
  change->write->base_hash = g_strdup (base_hash);
  return quire_project_run_command (self, write_text_command, change, quire_text_change_unref);
}

/* -- codex and settings -- */

typedef struct
{
  QuireEntry *entry;
  gint64 now;
} EntryChange;

static void
entry_change_free (gpointer data)
{
  EntryChange *change = data;

  g_object_unref (change->entry);
  g_free (change);
}

static gboolean
save_entry_job (QuireConnection *connection,
                gpointer data,
                GValue *result,
                GError **error)
{
  EntryChange *change = data;

  return quire_entry_repository_save (connection, change->entry, change->now, error);
}

static DexFuture *
save_entry_command (QuireProject *self,
                    gpointer data)
{
  EntryChange *change = g_new0 (EntryChange, 1);
  GError *error = NULL;

  change->entry = g_object_ref (data);
  change->now = quire_clock_get_now (self->clock);
  if (!quire_project_await_write (self, save_entry_job, change, entry_change_free, &error))
    return dex_future_new_for_error (error);

  quire_project_bump_revision (self);
  quire_project_emit_entries_changed (self);
  return dex_future_new_true ();
}

DexFuture *
quire_project_save_entry (QuireProject *self,
                          QuireEntry *entry)
{
  g_return_val_if_fail (QUIRE_IS_PROJECT (self), NULL);
  g_return_val_if_fail (QUIRE_IS_ENTRY (entry), NULL);

  return quire_project_run_command (self, save_entry_command, g_object_ref (entry), g_object_unref);
}

static gboolean
save_setting_job (QuireConnection *connection,
                  gpointer data,
                  GValue *result,
                  GError **error)
{
  const char *const *pair = data;

  return quire_connection_run (connection, error, "INSERT INTO settings (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2",
                               QUIRE_BIND_TEXT (pair[0]), QUIRE_BIND_TEXT (pair[1]));
}

static DexFuture *
save_setting_command (QuireProject *self,
                      gpointer data)
{
  GError *error = NULL;

  if (!quire_project_await_write (self, save_setting_job, g_strdupv (data), (GDestroyNotify) g_strfreev, &error))
    return dex_future_new_for_error (error);
  return dex_future_new_true ();
}

DexFuture *
quire_project_save_setting (QuireProject *self,
                            const char *key,
                            const char *value)
{
  const char *pair[] = { key, value, NULL };

  g_return_val_if_fail (QUIRE_IS_PROJECT (self), NULL);
  g_return_val_if_fail (key != NULL && value != NULL, NULL);

  return quire_project_run_command (self, save_setting_command, g_strdupv ((char **) pair), (GDestroyNotify) g_strfreev);
}
