/* quire-settings.c: the application's settings.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-settings"

#include "config.h"

#include "quire-settings.h"

#include <adwaita.h>

GSettings *
quire_settings_get (void)
{
  static GSettings *settings = NULL;

  if (settings == NULL)
    settings = g_settings_new (QUIRE_APPLICATION_ID);
  return settings;
}

static void
color_scheme_changed_cb (GSettings *settings)
{
  g_autofree char *scheme = g_settings_get_string (settings, QUIRE_SETTING_COLOR_SCHEME);
  AdwColorScheme value = ADW_COLOR_SCHEME_DEFAULT;

  if (g_str_equal (scheme, "light"))
    value = ADW_COLOR_SCHEME_FORCE_LIGHT;
  else if (g_str_equal (scheme, "dark"))
    value = ADW_COLOR_SCHEME_FORCE_DARK;
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), value);
}

void
quire_settings_follow_color_scheme (void)
{
  GSettings *settings = quire_settings_get ();

  g_signal_connect (settings, "changed::" QUIRE_SETTING_COLOR_SCHEME, G_CALLBACK (color_scheme_changed_cb), NULL);
  color_scheme_changed_cb (settings);
}
