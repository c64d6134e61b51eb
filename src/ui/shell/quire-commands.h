/* quire-commands.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The one table of commands: keys, menus, the shortcuts page and the tests all read it. */

typedef enum
{
  QUIRE_COMMAND_GROUP_BOOK,
  QUIRE_COMMAND_GROUP_OUTLINE,
  QUIRE_COMMAND_GROUP_WRITING,
  QUIRE_COMMAND_GROUP_AGENTS,
  QUIRE_COMMAND_GROUP_WINDOW,
  QUIRE_COMMAND_N_GROUPS,
} QuireCommandGroup;

/* Where a command's keys are listened for. */
typedef enum
{
  QUIRE_KEYS_WINDOW,  /* everywhere in the window, before any widget */
  QUIRE_KEYS_OUTLINE, /* while the outline has the focus */
  QUIRE_KEYS_LATE,    /* in the window, after the focused widget did not want it */
  QUIRE_KEYS_TOOLKIT, /* GTK's own text keys: listed for the reader only */
} QuireKeysScope;

typedef struct
{
  const char *action; /* detailed action name, "win.page::write" */
  const char *title;  /* not translated; use quire_command_get_title() */
  const char *keys;   /* accelerators separated by a space; never translated */
  QuireCommandGroup group;
  QuireKeysScope scope;
} QuireCommand;

/* All commands in the order of display. */
const QuireCommand *quire_commands_get (guint *n_commands);

const char *quire_command_get_title (const QuireCommand *self);
const char *quire_command_group_get_title (QuireCommandGroup group);

/* The keys as GTK wants them; free with g_strfreev(). */
GStrv quire_command_dup_keys (const QuireCommand *self) G_GNUC_WARN_UNUSED_RESULT;

/* Gives every command of scope WINDOW its keys. */
void quire_commands_install (GtkApplication *application);

/* A controller that listens for the commands of @scope (OUTLINE or LATE) on the widget that it is added to. */
GtkEventController *quire_commands_new_controller (QuireKeysScope scope) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
