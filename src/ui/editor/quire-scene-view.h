/* quire-scene-view.h: the page that prose is written on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

/**
 * QuireSceneView:
 *
 * A text view that looks like a page: a column of so many characters in the middle, the font of prose, room between the lines, paragraphs told by their indent. Font, size, line height and width come
 * from the settings. Return ends a paragraph; the blank line that Markdown wants there takes no room, and the caret passes over it.
 *
 * Properties: `header` (GtkWidget: stands above the text in the column and scrolls with it), `placeholder` (GtkWidget: stands below the first line while the scene is empty),
 * `zoom` (double, 0.5–3.0).
 */
#define QUIRE_TYPE_SCENE_VIEW (quire_scene_view_get_type ())
G_DECLARE_FINAL_TYPE (QuireSceneView, quire_scene_view, QUIRE, SCENE_VIEW, GtkSourceView)

#define QUIRE_ZOOM_MIN 0.5
#define QUIRE_ZOOM_MAX 3.0

void quire_scene_view_set_zoom (QuireSceneView *self, double zoom);
double quire_scene_view_get_zoom (QuireSceneView *self);

/* The part of the text that is above the screen, 0.0–1.0; 0.0 shows the header. */
double quire_scene_view_get_scroll (QuireSceneView *self);
void quire_scene_view_set_scroll (QuireSceneView *self, double scroll);

/* Width of the column in pixels, as it is now. */
int quire_scene_view_get_column (QuireSceneView *self);

G_END_DECLS
