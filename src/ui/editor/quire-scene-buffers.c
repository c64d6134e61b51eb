/* quire-scene-buffers.c: the buffers of an open book.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-ui"

#include "config.h"

#include "quire-scene-buffers.h"

#include "quire-markdown-styler.h"

struct _QuireSceneBuffers
{
  GObject parent_instance;

  QuireProject *project;
  GtkTextTagTable *tags;
  GHashTable *by_id; /* scene id, the buffer's own string → link in recent */
  GQueue recent;     /* owned QuireSceneBuffer; the one being shown first */
};

enum
{
  FAILED,
  SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QuireSceneBuffers, quire_scene_buffers, G_TYPE_OBJECT)

static void
failed_cb (QuireSceneBuffers *self, const char *message, QuireSceneBuffer *buffer)
{
  g_signal_emit (self, signals[FAILED], 0, buffer, message);
}

static void
saved_cb (QuireSceneBuffers *self, QuireSceneBuffer *buffer)
{
  g_signal_emit (self, signals[SAVED], 0, buffer);
}

static gboolean
may_go (QuireSceneBuffer *buffer)
{
  return quire_scene_buffer_get_state (buffer) == QUIRE_SCENE_BUFFER_CLEAN ||
         quire_scene_buffer_get_state (buffer) == QUIRE_SCENE_BUFFER_UNREADABLE;
}

static void
drop_least_recent (QuireSceneBuffers *self)
{
  GList *link = self->recent.tail;

  while (self->recent.length > QUIRE_SCENE_BUFFERS_MAX && link != self->recent.head)
    {
      GList *previous = link->prev;
      QuireSceneBuffer *buffer = link->data;

      if (may_go (buffer))
        {
          g_hash_table_remove (self->by_id, quire_scene_buffer_get_scene_id (buffer));
          g_queue_delete_link (&self->recent, link);
          g_object_unref (buffer);
        }
      link = previous;
    }
}

static void
quire_scene_buffers_dispose (GObject *object)
{
  QuireSceneBuffers *self = QUIRE_SCENE_BUFFERS (object);

  g_hash_table_remove_all (self->by_id);
  g_queue_clear_full (&self->recent, g_object_unref);
  g_clear_object (&self->tags);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (quire_scene_buffers_parent_class)->dispose (object);
}

static void
quire_scene_buffers_finalize (GObject *object)
{
  QuireSceneBuffers *self = QUIRE_SCENE_BUFFERS (object);

  g_hash_table_unref (self->by_id);

  G_OBJECT_CLASS (quire_scene_buffers_parent_class)->finalize (object);
}

static void
quire_scene_buffers_class_init (QuireSceneBuffersClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = quire_scene_buffers_dispose;
  object_class->finalize = quire_scene_buffers_finalize;

  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 2, QUIRE_TYPE_SCENE_BUFFER, G_TYPE_STRING);
  signals[SAVED] = g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 1, QUIRE_TYPE_SCENE_BUFFER);
}

static void
quire_scene_buffers_init (QuireSceneBuffers *self)
{
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->tags = quire_markdown_styler_new_tags ();
}

QuireSceneBuffers *
quire_scene_buffers_new (QuireProject *project)
{
  QuireSceneBuffers *self;

  g_return_val_if_fail (QUIRE_IS_PROJECT (project), NULL);

  self = g_object_new (QUIRE_TYPE_SCENE_BUFFERS, NULL);
  self->project = g_object_ref (project);

  return self;
}

QuireSceneBuffer *
quire_scene_buffers_show (QuireSceneBuffers *self, QuireNode *scene)
{
  QuireSceneBuffer *buffer;
  GList *link;

  g_return_val_if_fail (QUIRE_IS_SCENE_BUFFERS (self), NULL);
  g_return_val_if_fail (QUIRE_IS_NODE (scene), NULL);

  link = g_hash_table_lookup (self->by_id, quire_node_get_id (scene));
  if (link != NULL)
    {
      g_queue_unlink (&self->recent, link);
      g_queue_push_head_link (&self->recent, link);
      return link->data;
    }

  buffer = quire_scene_buffer_new (self->project, scene, self->tags);
  g_signal_connect_object (buffer, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer, "saved", G_CALLBACK (saved_cb), self, G_CONNECT_SWAPPED);
  g_queue_push_head (&self->recent, buffer);
  g_hash_table_insert (self->by_id, (gpointer) quire_scene_buffer_get_scene_id (buffer), self->recent.head);
  drop_least_recent (self);

  return buffer;
}

QuireSceneBuffer *
quire_scene_buffers_lookup (QuireSceneBuffers *self, const char *scene_id)
{
  GList *link;

  g_return_val_if_fail (QUIRE_IS_SCENE_BUFFERS (self), NULL);

  link = g_hash_table_lookup (self->by_id, scene_id);

  return link != NULL ? link->data : NULL;
}

guint
quire_scene_buffers_get_n_buffers (QuireSceneBuffers *self)
{
  g_return_val_if_fail (QUIRE_IS_SCENE_BUFFERS (self), 0);

  return self->recent.length;
}

gboolean
quire_scene_buffers_get_unsaved (QuireSceneBuffers *self)
{
  g_return_val_if_fail (QUIRE_IS_SCENE_BUFFERS (self), FALSE);

  for (GList *link = self->recent.head; link != NULL; link = link->next)
    if (quire_scene_buffer_get_unsaved (link->data))
      return TRUE;

  return FALSE;
}

void
quire_scene_buffers_flush (QuireSceneBuffers *self, QuireFlushFunc func, gpointer data)
{
  QuireFlush *flush;

  g_return_if_fail (QUIRE_IS_SCENE_BUFFERS (self));

  flush = quire_flush_new (func, data);
  for (GList *link = self->recent.head; link != NULL; link = link->next)
    quire_scene_buffer_flush (link->data, quire_flush_answer, quire_flush_expect (flush));
  quire_flush_answer (NULL, flush);
}
