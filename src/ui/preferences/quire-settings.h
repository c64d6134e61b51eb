/* quire-settings.h: the keys of the GSettings schema, by name, and what they act upon.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* "system" "light" "dark" (string) */
#define QUIRE_SETTING_COLOR_SCHEME "color-scheme"
/* Pango family of prose, "" = the default serif (string) */
#define QUIRE_SETTING_FONT_FAMILY "font-family"
/* Points (double, 8–40) */
#define QUIRE_SETTING_FONT_SIZE "font-size"
/* Factor (double, 1.0–2.5) */
#define QUIRE_SETTING_LINE_HEIGHT "line-height"
/* Characters in a line (uint, 40–120) */
#define QUIRE_SETTING_PAGE_WIDTH "page-width"
/* Words in a second; 0 = at once (uint) */
#define QUIRE_SETTING_REHEARSAL_SPEED "rehearsal-speed"
/* Name of the agent that drafts (string) */
#define QUIRE_SETTING_DRAFT_AGENT "draft-agent"
#define QUIRE_SETTING_WINDOW_WIDTH "window-width"
#define QUIRE_SETTING_WINDOW_HEIGHT "window-height"
#define QUIRE_SETTING_WINDOW_MAXIMIZED "window-maximized"
#define QUIRE_SETTING_SHOW_OUTLINE "show-outline"
#define QUIRE_SETTING_SHOW_AGENT "show-agent"

/* The one settings object of the application; owned by the function. */
GSettings *quire_settings_get (void);

/* Applies the colour scheme to the style manager, now and whenever it changes. Once, at start-up. */
void quire_settings_follow_color_scheme (void);

G_END_DECLS
