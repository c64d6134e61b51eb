/* test-commands.c: the table of commands against the window that carries them out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>

#include "quire-commands.h"
#include "quire-shortcuts-dialog.h"
#include "quire-test.h"
#include "quire-window.h"

/* One key means one thing: a key may stand twice only in scopes that cannot meet. */
static void
test_keys_are_unique (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const QuireCommand *commands;
  guint n_commands;

  commands = quire_commands_get (&n_commands);
  g_assert_cmpuint (n_commands, >, 30);
  for (guint i = 0; i < n_commands; i++)
    {
      g_auto (GStrv) keys = quire_command_dup_keys (&commands[i]);

      for (guint k = 0; keys[k] != NULL; k++)
        {
          GdkModifierType modifiers;
          guint key;

          g_assert_true (gtk_accelerator_parse (keys[k], &key, &modifiers));
          if (!g_hash_table_add (seen, gtk_accelerator_name (key, modifiers)))
            g_error ("%s stands twice in the table", keys[k]);
        }
    }
}

/* A command of the window that the window does not know would be a dead key. */
static void
test_window_knows_its_commands (void)
{
  GtkWidgetClass *widget_class = g_type_class_ref (QUIRE_TYPE_WINDOW);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  const QuireCommand *commands;
  const char *name, *property;
  const GVariantType *type;
  GType owner;
  guint n_commands;

  for (guint i = 0; gtk_widget_class_query_action (widget_class, i, &owner, &name, &type, &property); i++)
    g_hash_table_add (known, (gpointer) name);

  commands = quire_commands_get (&n_commands);
  for (guint i = 0; i < n_commands; i++)
    {
      g_auto (GStrv) parts = g_strsplit (commands[i].action, "::", 2);

      if (g_str_has_prefix (parts[0], "win.") && !g_hash_table_contains (known, parts[0]))
        g_error ("the window has no action %s", parts[0]);
    }

  g_type_class_unref (widget_class);
}

/* What scripts and the help of GTK show is never translated; what people read is never empty. */
static void
test_titles (void)
{
  const QuireCommand *commands;
  guint n_commands;

  commands = quire_commands_get (&n_commands);
  for (guint i = 0; i < n_commands; i++)
    {
      g_assert_cmpuint (strlen (quire_command_get_title (&commands[i])), >, 2);
      g_assert_cmpuint (strlen (quire_command_group_get_title (commands[i].group)), >, 2);
    }
}

static guint
count_rows (GtkWidget *widget)
{
  guint n_rows = ADW_IS_ACTION_ROW (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n_rows += count_rows (child);
  return n_rows;
}

static void
test_shortcuts_dialog (void)
{
  AdwDialog *dialog = g_object_ref_sink (quire_shortcuts_dialog_new ());
  const QuireCommand *commands;
  guint n_commands, n_with_keys = 0;

  commands = quire_commands_get (&n_commands);
  for (guint i = 0; i < n_commands; i++)
    n_with_keys += commands[i].keys[0] != '\0';
  g_assert_cmpuint (count_rows (GTK_WIDGET (adw_preferences_dialog_get_visible_page (ADW_PREFERENCES_DIALOG (dialog)))), ==, n_with_keys);

  g_assert_finalize_object (dialog);
}

int
main (int argc, char **argv)
{
  quire_test_init (&argc, &argv);
  adw_init ();

  g_test_add_func ("/commands/keys-are-unique", test_keys_are_unique);
  g_test_add_func ("/commands/window-knows-its-commands", test_window_knows_its_commands);
  g_test_add_func ("/commands/titles", test_titles);
  g_test_add_func ("/commands/shortcuts-dialog", test_shortcuts_dialog);

  return g_test_run ();
}
