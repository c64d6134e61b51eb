/* outline-book.h: what the tests of the outline and of the pages share: a window for a widget, rows to look at, a small book on disk.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "../manuscript/test-book.h"
#include "editor-book.h"
#include "quire-workspace.h"

#define OUTLINE_DEADLINE_MS 5000

/* Shows @child in a window of its own, which has the command that empty pages offer. */
static inline GtkWindow *
outline_window_new (GtkWidget *child, int width, int height)
{
  static const GActionEntry entries[] = { { "new-scene" } };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  GtkWidget *window = adw_window_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), NULL);
  gtk_widget_insert_action_group (window, "win", G_ACTION_GROUP (actions));
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  adw_window_set_content (ADW_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));

  return GTK_WINDOW (window);
}

static inline gboolean
outline_has_size (gpointer widget)
{
  return gtk_widget_get_mapped (widget) && gtk_widget_get_height (widget) > 0;
}

/* The first widget of @type in @widget or below, in the order of drawing. */
static inline gpointer
outline_find (gpointer widget, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      gpointer found = outline_find (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* A part of a template. */
#define outline_part(widget, type, name) ((gpointer) gtk_widget_get_template_child (GTK_WIDGET (widget), (type), (name)))

/* All text that labels in @widget show, joined by " | ". */
static inline void
outline_append_text (GtkWidget *widget, GString *text)
{
  if (!gtk_widget_get_child_visible (widget) || !gtk_widget_get_visible (widget))
    return;

  if (GTK_IS_LABEL (widget) && gtk_label_get_text (GTK_LABEL (widget))[0] != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? " | " : "", gtk_label_get_text (GTK_LABEL (widget)));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    outline_append_text (child, text);
}

static inline char *
outline_text (gpointer widget)
{
  GString *text = g_string_new (NULL);

  outline_append_text (widget, text);
  return g_string_free (text, FALSE);
}

#define outline_assert_text(widget, expected)         \
  G_STMT_START                                        \
  {                                                   \
    g_autofree char *text_ = outline_text ((widget)); \
    g_assert_cmpstr (text_, ==, (expected));          \
  }                                                   \
  G_STMT_END

static inline void
outline_count_cb (guint *count)
{
  (*count)++;
}

/* Changes one node as the project would; @statement sets the values of `changed`. */
#define outline_change(book, node_id, statement)                                                           \
  G_STMT_START                                                                                             \
  {                                                                                                        \
    g_autoptr (QuireNodeData) changed = quire_node_dup_data (quire_manuscript_lookup ((book), (node_id))); \
    statement;                                                                                             \
    quire_manuscript_update ((book), changed);                                                             \
  }                                                                                                        \
  G_STMT_END

/* A workspace on a new file with the book that @shape describes (test-book.h); its scenes are unwritten. */
static inline QuireWorkspace *
outline_workspace_new (const char *shape, QuireProjectFlags flags)
{
  g_autoptr (QuireTestClock) clock = quire_test_clock_new ();
  g_autofree char *folder = quire_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "book.quire", NULL);
  QuireBookContents *contents = quire_book_contents_new ("The Salt Ledger");
  g_autoptr (QuireProject) project = NULL;

  g_ptr_array_unref (contents->nodes);
  contents->nodes = test_book_nodes (shape);
  project = editor_book_await (quire_project_create (path, contents, QUIRE_CLOCK (clock)));
  editor_book_close (project);

  return editor_book_await (quire_workspace_open (path, flags, QUIRE_CLOCK (clock), 0));
}

static inline void
outline_workspace_close (QuireWorkspace *workspace)
{
  g_autoptr (GObject) nothing = editor_book_await (quire_workspace_close (workspace));

  g_assert_null (nothing);
}
