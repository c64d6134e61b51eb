/* quire-scene-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-store"

#include "config.h"

#include "quire-scene-text.h"

#include "quire-text.h"

struct _QuireSceneText
{
  GObject parent_instance;

  char *scene_id;
  char *body;
  char *hash;
  guint words;
};

G_DEFINE_FINAL_TYPE (QuireSceneText, quire_scene_text, G_TYPE_OBJECT)

static void
quire_scene_text_finalize (GObject *object)
{
  QuireSceneText *self = QUIRE_SCENE_TEXT (object);

  g_free (self->scene_id);
  g_free (self->body);
  g_free (self->hash);

  G_OBJECT_CLASS (quire_scene_text_parent_class)->finalize (object);
}

static void
quire_scene_text_class_init (QuireSceneTextClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = quire_scene_text_finalize;
}

static void
quire_scene_text_init (QuireSceneText *self)
{
}

QuireSceneText *
quire_scene_text_new_take (const char *scene_id,
                           char *body)
{
  QuireSceneText *self = g_object_new (QUIRE_TYPE_SCENE_TEXT, NULL);

  self->scene_id = g_strdup (scene_id);
  self->body = body;
  self->hash = quire_text_hash (body);
  self->words = (guint) quire_text_count_words (body, -1);
  return self;
}

const char *
quire_scene_text_get_scene_id (QuireSceneText *self)
{
  g_return_val_if_fail (QUIRE_IS_SCENE_TEXT (self), NULL);

  return self->scene_id;
}

const char *
quire_scene_text_get_body (QuireSceneText *self)
{
  g_return_val_if_fail (QUIRE_IS_SCENE_TEXT (self), NULL);

  return self->body;
}

const char *
quire_scene_text_get_hash (QuireSceneText *self)
{
  g_return_val_if_fail (QUIRE_IS_SCENE_TEXT (self), NULL);

  return self->hash;
}

guint
quire_scene_text_get_words (QuireSceneText *self)
{
  g_return_val_if_fail (QUIRE_IS_SCENE_TEXT (self), 0);

  return self->words;
}
