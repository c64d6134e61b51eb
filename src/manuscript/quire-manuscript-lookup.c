/* quire-manuscript-lookup.c: finding nodes by number, by text and in reading order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-manuscript"

#include "config.h"

#include "quire-manuscript.h"
#include "quire-manuscript-private.h"

#include <glib/gi18n-lib.h>

#include "quire-error.h"
#include "quire-node-private.h"

#define MAX_NUMBER_DIGITS 4

QuireNode *
quire_manuscript_get_at (QuireManuscript *self, guint act, guint chapter, guint scene)
{
  const guint numbers[] = { act, chapter, scene };
  QuireNode *found = NULL;

  g_return_val_if_fail (QUIRE_IS_MANUSCRIPT (self), NULL);

  if (act == 0 || (chapter == 0 && scene != 0))
    return NULL;

  for (guint i = 0; i < G_N_ELEMENTS (numbers) && numbers[i] != 0; i++)
    {
      g_autoptr (QuireNode) node = g_list_model_get_item (quire_manuscript_get_siblings (self, found), numbers[i] - 1);

      if (node == NULL)
        return NULL;
      found = node;
    }

  return found;
}

gboolean
quire_manuscript_parse_number (const char *text, guint *act, guint *chapter, guint *scene, GError **error)
{
  guint numbers[3] = { 0 };
  const char *c = text;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (act != NULL && chapter != NULL && scene != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      const char *start = c;

      while (g_ascii_isdigit (*c) && c - start < MAX_NUMBER_DIGITS)
        numbers[i] = numbers[i] * 10 + (guint) g_ascii_digit_value (*c++);

      if (numbers[i] == 0)
        break;

      if (*c == '\0')
        {
          *act = numbers[0];
          *chapter = numbers[1];
          *scene = numbers[2];
          return TRUE;
        }
      if (*c != '.')
        break;
      c++;
    }

  g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID,
               _ ("“%s” is no place in the book. Write an act, chapter and scene as 2, 2.3 or 2.3.1, each from 1 to 9999."), text);
  return FALSE;
}

QuireNode *
quire_manuscript_find (QuireManuscript *self, const char *id_or_number, GError **error)
{
  QuireNode *node;
  guint act, chapter, scene;

  g_return_val_if_fail (QUIRE_IS_MANUSCRIPT (self), NULL);
  g_return_val_if_fail (id_or_number != NULL, NULL);

  node = quire_manuscript_lookup (self, id_or_number);
  if (node == NULL && quire_manuscript_parse_number (id_or_number, &act, &chapter, &scene, NULL))
    node = quire_manuscript_get_at (self, act, chapter, scene);

  if (node == NULL)
    g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_NOT_FOUND,
                 _ ("There is no “%s” in this book. Name an act, chapter or scene by its number, such as 2.3.1, or by its id."), id_or_number);

  return node;
}

int
quire_manuscript_get_position (QuireManuscript *self, QuireNode *scene)
{
  g_return_val_if_fail (QUIRE_IS_MANUSCRIPT (self), -1);
  g_return_val_if_fail (QUIRE_IS_NODE (scene), -1);

  if (quire_node_get_kind (scene) != QUIRE_NODE_SCENE || quire_node_is_in_trash (scene) ||
      quire_manuscript_lookup (self, quire_node_get_id (scene)) != scene)
    return -1;

  quire_manuscript_get_reading_order (self);
  return quire_node_get_position (scene);
}

static QuireNode *
scene_beside (QuireManuscript *self, QuireNode *scene, gboolean after)
{
  GPtrArray *reading = quire_manuscript_get_reading_order (self);
  int n = (int) reading->len;
  int position;

  if (scene == NULL)
    {
      position = after ? 0 : n - 1;
    }
  else
    {
      position = quire_manuscript_get_position (self, scene);
      if (position < 0)
        return NULL;
      position += after ? 1 : -1;
    }

  return position >= 0 && position < n ? g_ptr_array_index (reading, position) : NULL;
}

QuireNode *
quire_manuscript_get_next_scene (QuireManuscript *self, QuireNode *scene)
{
  g_return_val_if_fail (QUIRE_IS_MANUSCRIPT (self), NULL);
  g_return_val_if_fail (scene == NULL || QUIRE_IS_NODE (scene), NULL);

  return scene_beside (self, scene, TRUE);
}

QuireNode *
quire_manuscript_get_previous_scene (QuireManuscript *self, QuireNode *scene)
{
  g_return_val_if_fail (QUIRE_IS_MANUSCRIPT (self), NULL);
  g_return_val_if_fail (scene == NULL || QUIRE_IS_NODE (scene), NULL);

  return scene_beside (self, scene, FALSE);
}

static gpointer
ref_scene (gconstpointer scene, gpointer data)
{
  return g_object_ref ((gpointer) scene);
}

GPtrArray *
quire_manuscript_list_scenes (QuireManuscript *self)
{
  g_return_val_if_fail (QUIRE_IS_MANUSCRIPT (self), NULL);

  return g_ptr_array_copy (quire_manuscript_get_reading_order (self), ref_scene, NULL);
}
