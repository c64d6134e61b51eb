/* quire-shortcuts-dialog.c: every command with its keys.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-shortcuts"

#include "config.h"

#include "quire-shortcuts-dialog.h"

#include <glib/gi18n-lib.h>

#include "quire-commands.h"

static char *
dup_keys_label (const QuireCommand *command)
{
  g_auto (GStrv) keys = quire_command_dup_keys (command);
  GtkShortcutTrigger *trigger;
  g_autofree char *label = NULL;

  /* Only the first: the others are the same key elsewhere on the keyboard. */
  trigger = gtk_shortcut_trigger_parse_string (keys[0]);
  label = gtk_shortcut_trigger_to_label (trigger, gdk_display_get_default ());
  g_object_unref (trigger);
  return g_steal_pointer (&label);
}

static GtkWidget *
create_row (const QuireCommand *command)
{
  g_autofree char *keys = dup_keys_label (command);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *label = gtk_label_new (keys);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), quire_command_get_title (command));
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  return row;
}

AdwDialog *
quire_shortcuts_dialog_new (void)
{
  AdwDialog *dialog = adw_preferences_dialog_new ();
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  const QuireCommand *commands;
  guint n_commands;

  commands = quire_commands_get (&n_commands);
  for (int group = 0; group < QUIRE_COMMAND_N_GROUPS; group++)
    {
      AdwPreferencesGroup *box = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

      adw_preferences_group_set_title (box, quire_command_group_get_title (group));
      for (guint i = 0; i < n_commands; i++)
        {
          if (commands[i].group == (QuireCommandGroup) group && commands[i].keys[0] != '\0')
            adw_preferences_group_add (box, create_row (&commands[i]));
        }
      adw_preferences_page_add (page, box);
    }

  adw_dialog_set_title (dialog, _ ("Keyboard Shortcuts"));
  adw_dialog_set_content_width (dialog, 560);
  adw_preferences_dialog_set_search_enabled (ADW_PREFERENCES_DIALOG (dialog), TRUE);
  adw_preferences_dialog_add (ADW_PREFERENCES_DIALOG (dialog), page);
  return dialog;
}
