/* quire-commands.c: the table of commands.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-commands"

#include "config.h"

#include "quire-commands.h"

#include <glib/gi18n-lib.h>

#define BOOK QUIRE_COMMAND_GROUP_BOOK
#define OUTLINE QUIRE_COMMAND_GROUP_OUTLINE
#define WRITING QUIRE_COMMAND_GROUP_WRITING
#define AGENTS QUIRE_COMMAND_GROUP_AGENTS
#define WINDOW QUIRE_COMMAND_GROUP_WINDOW

static const QuireCommand commands[] = {
  { "app.new-book", N_ ("New book"), "", BOOK, QUIRE_KEYS_WINDOW },
  { "app.open-book", N_ ("Open a book"), "<Control>o", BOOK, QUIRE_KEYS_WINDOW },
  { "win.save", N_ ("Save now"), "<Control>s", BOOK, QUIRE_KEYS_WINDOW },
  { "win.backup", N_ ("Back up now"), "", BOOK, QUIRE_KEYS_WINDOW },
  { "win.close", N_ ("Close the window"), "<Control>w", BOOK, QUIRE_KEYS_WINDOW },
  { "app.quit", N_ ("Quit"), "<Control>q", BOOK, QUIRE_KEYS_WINDOW },

  { "win.new-scene", N_ ("New scene"), "<Control>n", OUTLINE, QUIRE_KEYS_WINDOW },
  { "win.new-chapter", N_ ("New chapter"), "<Shift><Control>n", OUTLINE, QUIRE_KEYS_WINDOW },
  { "win.new-act", N_ ("New act"), "", OUTLINE, QUIRE_KEYS_WINDOW },
  { "win.rename", N_ ("Rename"), "F2", OUTLINE, QUIRE_KEYS_OUTLINE },
  { "win.move-up", N_ ("Move up"), "<Shift><Control>Up", OUTLINE, QUIRE_KEYS_WINDOW },
  { "win.move-down", N_ ("Move down"), "<Shift><Control>Down", OUTLINE, QUIRE_KEYS_WINDOW },
  { "win.trash", N_ ("Move to Trash"), "Delete", OUTLINE, QUIRE_KEYS_OUTLINE },
  { "win.previous-scene", N_ ("Previous scene"), "<Control>Page_Up", OUTLINE, QUIRE_KEYS_WINDOW },
  { "win.next-scene", N_ ("Next scene"), "<Control>Page_Down", OUTLINE, QUIRE_KEYS_WINDOW },

  { "win.strong", N_ ("Strong"), "<Control>b", WRITING, QUIRE_KEYS_WINDOW },
  { "win.emphasis", N_ ("Emphasis"), "<Control>i", WRITING, QUIRE_KEYS_WINDOW },
  { "win.strike", N_ ("Strike through"), "<Control>u", WRITING, QUIRE_KEYS_WINDOW },
  { "text.undo", N_ ("Undo"), "<Control>z", WRITING, QUIRE_KEYS_TOOLKIT },
  { "text.redo", N_ ("Redo"), "<Shift><Control>z", WRITING, QUIRE_KEYS_TOOLKIT },
  { "win.zoom-in", N_ ("Larger text"), "<Control>plus <Control>equal <Control>KP_Add", WRITING, QUIRE_KEYS_WINDOW },
  { "win.zoom-out", N_ ("Smaller text"), "<Control>minus <Control>KP_Subtract", WRITING, QUIRE_KEYS_WINDOW },
  { "win.zoom-reset", N_ ("Normal text size"), "<Control>0 <Control>KP_0", WRITING, QUIRE_KEYS_WINDOW },

  { "win.draft-scene", N_ ("Draft this scene"), "<Shift><Control>d", AGENTS, QUIRE_KEYS_WINDOW },
  { "win.stop", N_ ("Stop drafting, keep the text"), "Escape", AGENTS, QUIRE_KEYS_LATE },

  { "win.page::write", N_ ("Write"), "<Control>1", WINDOW, QUIRE_KEYS_WINDOW },
  { "win.page::plan", N_ ("Plan"), "<Control>2", WINDOW, QUIRE_KEYS_WINDOW },
  { "win.page::codex", N_ ("Codex"), "<Control>3", WINDOW, QUIRE_KEYS_WINDOW },
  { "win.page::voices", N_ ("Voices"), "<Control>4", WINDOW, QUIRE_KEYS_WINDOW },
  { "win.show-outline", N_ ("Show or hide the outline"), "F9", WINDOW, QUIRE_KEYS_WINDOW },
  { "win.show-agent", N_ ("Show or hide the agent pane"), "<Shift>F9", WINDOW, QUIRE_KEYS_WINDOW },
  { "win.next-pane", N_ ("Next pane"), "F6", WINDOW, QUIRE_KEYS_WINDOW },
  { "win.previous-pane", N_ ("Previous pane"), "<Shift>F6", WINDOW, QUIRE_KEYS_WINDOW },
  { "win.full-screen", N_ ("Full screen"), "F11", WINDOW, QUIRE_KEYS_WINDOW },
  { "win.menu", N_ ("Menu"), "F10", WINDOW, QUIRE_KEYS_WINDOW },
  { "app.preferences", N_ ("Preferences"), "<Control>comma", WINDOW, QUIRE_KEYS_WINDOW },
  { "app.shortcuts", N_ ("Keyboard shortcuts"), "<Control>question", WINDOW, QUIRE_KEYS_WINDOW },
};

const QuireCommand *
quire_commands_get (guint *n_commands)
{
  g_return_val_if_fail (n_commands != NULL, NULL);

  *n_commands = G_N_ELEMENTS (commands);
  return commands;
}

const char *
quire_command_get_title (const QuireCommand *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return _ (self->title);
}

const char *
quire_command_group_get_title (QuireCommandGroup group)
{
  switch (group)
    {
    case QUIRE_COMMAND_GROUP_BOOK:
      return _ ("Book");
    case QUIRE_COMMAND_GROUP_OUTLINE:
      return _ ("Outline");
    case QUIRE_COMMAND_GROUP_WRITING:
      return _ ("Writing");
    case QUIRE_COMMAND_GROUP_AGENTS:
      return _ ("Agents");
    case QUIRE_COMMAND_GROUP_WINDOW:
      return _ ("Window");
    case QUIRE_COMMAND_N_GROUPS:
    default:
      g_return_val_if_reached ("");
    }
}

GStrv
quire_command_dup_keys (const QuireCommand *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_strsplit (self->keys, " ", -1);
}

void
quire_commands_install (GtkApplication *application)
{
  g_return_if_fail (GTK_IS_APPLICATION (application));

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_auto (GStrv) keys = quire_command_dup_keys (&commands[i]);

      if (commands[i].scope == QUIRE_KEYS_WINDOW)
        gtk_application_set_accels_for_action (application, commands[i].action, (const char *const *) keys);
    }
}

GtkEventController *
quire_commands_new_controller (QuireKeysScope scope)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_BUBBLE);

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_auto (GStrv) keys = NULL;

      if (commands[i].scope != scope)
        continue;

      keys = quire_command_dup_keys (&commands[i]);
      for (guint k = 0; keys[k] != NULL; k++)
        gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                              gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys[k]),
                                                                gtk_named_action_new (commands[i].action)));
    }

  return controller;
}
