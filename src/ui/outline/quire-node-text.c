/* quire-node-text.c: how nodes are written in lists.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-outline"

#include "config.h"

#include "quire-node-text.h"

#include <string.h>

#include <glib/gi18n-lib.h>

static char *
join_number (const char *number,
             const char *title)
{
  /* Translators: the number of a chapter or scene and its title, as "2 The lamp room". */
  return g_strdup_printf (_ ("%s %s"), number, title);
}

char *
quire_node_text_dup_heading (QuireNode *node)
{
  g_autofree char *title = NULL;
  const char *number, *last;

  g_return_val_if_fail (QUIRE_IS_NODE (node), NULL);

  title = quire_node_dup_display_title (node);
  number = quire_node_get_number (node);
  last = strrchr (number, '.');
  if (last == NULL)
    return g_steal_pointer (&title);

  if (quire_node_get_kind (node) == QUIRE_NODE_CHAPTER && quire_node_get_title (node)[0] == '\0')
    return g_steal_pointer (&title);

  return join_number (last + 1, title);
}

char *
quire_node_text_dup_full_heading (QuireNode *node)
{
  g_autofree char *title = NULL;
  const char *number;

  g_return_val_if_fail (QUIRE_IS_NODE (node), NULL);

  title = quire_node_dup_display_title (node);
  number = quire_node_get_number (node);
  if (number[0] == '\0' || quire_node_get_kind (node) == QUIRE_NODE_ACT)
    return g_steal_pointer (&title);

  return join_number (number, title);
}

char *
quire_node_text_dup_count (guint words)
{
  return words == 0 ? g_strdup ("—") : g_strdup_printf ("%'u", words);
}

char *
quire_node_text_dup_words (guint words)
{
  if (words == 0)
    return g_strdup (_ ("no words yet"));

  return g_strdup_printf (ngettext ("%'u word", "%'u words", words), words);
}

char *
quire_node_text_dup_progress (QuireNode *node)
{
  guint words, target;

  g_return_val_if_fail (QUIRE_IS_NODE (node), NULL);

  words = quire_node_get_words (node);
  target = quire_node_get_target (node);
  if (target == 0)
    return quire_node_text_dup_words (words);

  /* Translators: words written, and the target of the scene, as "612 of 900 words". */
  return g_strdup_printf (ngettext ("%'u of %'u word", "%'u of %'u words", target), words, target);
}

char *
quire_node_text_dup_scenes (guint n_scenes)
{
  return g_strdup_printf (ngettext ("%'u scene", "%'u scenes", n_scenes), n_scenes);
}

/* Skips the mark of a list item: a dash, an asterisk or a bullet with a space behind it. */
static const char *
skip_bullet (const char *line)
{
  static const char *const bullets[] = { "- ", "* ", "– ", "— ", "• " };

  for (guint i = 0; i < G_N_ELEMENTS (bullets); i++)
    {
      if (g_str_has_prefix (line, bullets[i]))
        return line + strlen (bullets[i]);
    }

  return line;
}

char *
quire_node_text_dup_synopsis (QuireNode *node)
{
  g_auto (GStrv) lines = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (QUIRE_IS_NODE (node), NULL);

  lines = g_strsplit (quire_node_get_synopsis (node), "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *line = skip_bullet (g_strstrip (lines[i]));

      if (line[0] == '\0')
        continue;
      if (text->len > 0)
        g_string_append_c (text, ' ');
      g_string_append (text, line);
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

char *
quire_node_text_dup_description (QuireNode *node)
{
  g_autofree char *heading = NULL;
  g_autofree char *progress = NULL;
  g_autofree char *scenes = NULL;
  const char *middle;

  g_return_val_if_fail (QUIRE_IS_NODE (node), NULL);

  heading = quire_node_text_dup_heading (node);
  progress = quire_node_text_dup_progress (node);
  if (quire_node_get_kind (node) == QUIRE_NODE_SCENE)
    {
      middle = quire_status_get_title (quire_node_get_status (node));
    }
  else
    {
      scenes = quire_node_text_dup_scenes (quire_node_get_n_scenes (node));
      middle = scenes;
    }

  /* Translators: a row of the outline in words: title, status or number of scenes, number of words. */
  return g_strdup_printf (_ ("%s, %s, %s"), heading, middle, progress);
}

const char *
quire_node_text_get_kind (QuireNodeKind kind)
{
  switch (kind)
    {
    case QUIRE_NODE_ACT:
      return _ ("Act");
    case QUIRE_NODE_CHAPTER:
      return _ ("Chapter");
    case QUIRE_NODE_SCENE:
      return _ ("Scene");
    default:
      g_return_val_if_reached ("");
    }
}
