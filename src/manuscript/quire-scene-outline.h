/* quire-scene-outline.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * QuireSceneOutline:
 *
 * What a scene's outline asks for, read from plain text: lines such as "POV: Ada", "Place: the quay", "Time: dawn", "Characters: A, B",
 * "Length: 1200 words" (any case; also "Point of view", "Setting", "Where", "When", "Target"), all other lines or sentences being beats. List marks
 * (-, *, 1.) are taken off. Pure; any thread.
 */
typedef struct
{
  char *point_of_view; /* "" when the outline does not say */
  char *place;
  char *time;
  GStrv characters;   /* never NULL */
  GStrv beats;        /* never NULL; one sentence or list item each */
  guint target_words; /* 0 when the outline does not say */
} QuireSceneOutline;

/* An outline of at least 10 characters; else QUIRE_ERROR_INVALID. */
QuireSceneOutline *quire_scene_outline_parse (const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void quire_scene_outline_free (QuireSceneOutline *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QuireSceneOutline, quire_scene_outline_free)

/* One line for the writer: "Ada, the quay, dawn, 1,200 words" (translated, what is missing left out). */
char *quire_scene_outline_dup_summary (const QuireSceneOutline *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
