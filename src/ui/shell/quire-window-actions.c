/* quire-window-actions.c: the window's commands; see quire-commands.c for their names and keys.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-window"

#include "config.h"

#include "quire-window-private.h"

#include <glib/gi18n-lib.h>

#include "quire-error.h"

#define ZOOM_STEP 1.1

static QuireProject *
get_project (QuireWindow *self)
{
  return self->workspace != NULL ? quire_workspace_get_project (self->workspace) : NULL;
}

static QuireManuscript *
get_manuscript (QuireWindow *self)
{
  QuireProject *project = get_project (self);

  return project != NULL ? quire_project_get_manuscript (project) : NULL;
}

/* The node that structural commands mean: the outline's row while the outline has the focus, else the open scene. */
static QuireNode *
get_current_node (QuireWindow *self)
{
  QuireNode *selected = quire_outline_pane_get_selected (self->outline);
  QuireNode *scene = quire_editor_pane_get_scene (self->editor);

  if (quire_outline_pane_list_has_focus (self->outline) || scene == NULL)
    return selected;
  return scene;
}

static void
set_enabled (QuireWindow *self,
             const char *action,
             gboolean enabled)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), action, enabled);
}

void
quire_window_update_actions (QuireWindow *self)
{
  static const char *const writing[] = { "win.new-scene", "win.new-chapter", "win.new-act", "win.rename", "win.trash",
                                         "win.move-up", "win.move-down", "win.draft-scene", "win.restore", "win.backup" };
  static const char *const marks[] = { "win.strong", "win.emphasis", "win.strike", "win.zoom-in", "win.zoom-out", "win.zoom-reset" };
  static const char *const book[] = { "win.page", "win.show-outline", "win.show-agent", "win.previous-scene", "win.next-scene",
                                      "win.next-pane", "win.previous-pane" };
  QuireProject *project = get_project (self);
  const char *page = self->page_stack != NULL ? adw_view_stack_get_visible_child_name (self->page_stack) : NULL;
  gboolean open = project != NULL;
  gboolean writable = open && !quire_project_get_read_only (project);
  gboolean on_write = open && g_strcmp0 (page, "write") == 0;

  for (guint i = 0; i < G_N_ELEMENTS (writing); i++)
    set_enabled (self, writing[i], writable);
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    set_enabled (self, marks[i], on_write);
  for (guint i = 0; i < G_N_ELEMENTS (book); i++)
    set_enabled (self, book[i], open);

  /* A book that turns out to be damaged while it is open may leave something that waits to be saved. */
  set_enabled (self, "win.save", writable || (open && quire_editor_pane_get_unsaved (self->editor)));
}

/* -- structure -- */

static void
node_added_cb (QuireOperation *operation,
               gpointer data)
{
  QuireWindow *self = data;
  const GError *error = quire_operation_get_error (operation);
  g_autoptr (QuireNode) node = NULL;

  if (error != NULL)
    {
      quire_window_show_toast (self, error->message);
      return;
    }

  node = quire_operation_dup_object (operation);
  if (quire_node_get_kind (node) == QUIRE_NODE_SCENE)
    {
      quire_window_open_scene (self, node, FALSE);
      self->titling = QUIRE_TITLING_ASKED;
    }
  else
    quire_outline_pane_select (self->outline, node);

  /* A new node wants a name first; the outline must be there to type it. */
  adw_overlay_split_view_set_show_sidebar (self->outline_split, TRUE);
  quire_outline_pane_start_rename (self->outline);
}

static QuireNode *
get_ancestor (QuireNode *node,
              QuireNodeKind kind)
{
  while (node != NULL && quire_node_get_kind (node) != kind)
    node = quire_node_get_parent (node);
  return node;
}

/* The sibling that follows @node, or NULL when it is the last. */
static const char *
get_next_id (GListModel *siblings,
             QuireNode *node)
{
  guint n_items = g_list_model_get_n_items (siblings);

  for (guint i = 0; i + 1 < n_items; i++)
    {
      g_autoptr (QuireNode) item = g_list_model_get_item (siblings, i);
      g_autoptr (QuireNode) next = NULL;

      if (item != node)
        continue;
      next = g_list_model_get_item (siblings, i + 1);
      return quire_node_get_id (next);
    }

  return NULL;
}

static QuireNode *
get_last (GListModel *model)
{
  guint n_items = g_list_model_get_n_items (model);
  g_autoptr (QuireNode) node = n_items > 0 ? g_list_model_get_item (model, n_items - 1) : NULL;

  return node; /* the model keeps it */
}

/* New nodes come right behind the current one of their kind, or at the end of what is current. */
static void
add_node (QuireWindow *self,
          QuireNodeKind kind)
{
  QuireManuscript *manuscript = get_manuscript (self);
  QuireNode *current = get_current_node (self);
  QuireNode *sibling = get_ancestor (current, kind);
  QuireNode *parent = NULL;
  QuirePlace place = { NULL, NULL };

  if (kind != QUIRE_NODE_ACT)
    {
      parent = get_ancestor (current, kind - 1);
      if (parent == NULL && current != NULL)
        parent = get_last (quire_node_get_children (current));
      if (parent == NULL)
        {
          parent = get_last (G_LIST_MODEL (manuscript));
          if (parent != NULL && kind == QUIRE_NODE_SCENE)
            parent = get_last (quire_node_get_children (parent));
        }
      if (parent == NULL)
        {
          quire_window_show_toast (self, kind == QUIRE_NODE_SCENE ? _ ("Make a chapter first: a scene stands in a chapter.")
                                                                  : _ ("Make an act first: a chapter stands in an act."));
          return;
        }
      place.parent_id = quire_node_get_id (parent);
    }

  if (sibling != NULL)
    place.before_id = get_next_id (parent != NULL ? quire_node_get_children (parent) : G_LIST_MODEL (manuscript), sibling);

  quire_operation_watch (quire_project_add_node (get_project (self), kind, &place, ""), self, node_added_cb);
}

static void
new_scene_cb (GtkWidget *widget,
              const char *name,
              GVariant *parameter)
{
  add_node (QUIRE_WINDOW (widget), QUIRE_NODE_SCENE);
}

static void
new_chapter_cb (GtkWidget *widget,
                const char *name,
                GVariant *parameter)
{
  add_node (QUIRE_WINDOW (widget), QUIRE_NODE_CHAPTER);
}

static void
new_act_cb (GtkWidget *widget,
            const char *name,
            GVariant *parameter)
{
  add_node (QUIRE_WINDOW (widget), QUIRE_NODE_ACT);
}

static void
rename_cb (GtkWidget *widget,
           const char *name,
           GVariant *parameter)
{
  QuireWindow *self = QUIRE_WINDOW (widget);
  QuireNode *node = get_current_node (self);

  if (node == NULL)
    return;

  adw_overlay_split_view_set_show_sidebar (self->outline_split, TRUE);
  quire_outline_pane_select (self->outline, node);
  quire_outline_pane_start_rename (self->outline);
}

static void
trashed_cb (QuireOperation *operation,
            gpointer data)
{
  QuireWindow *self = data;
  const GError *error = quire_operation_get_error (operation);

  if (error == NULL)
    return;

  /* The one that says that it is in Trash would be wrong, and would be shown first. */
  adw_toast_overlay_dismiss_all (self->toast_overlay);
  quire_window_show_toast (self, error->message);
}

/* The scene to open when the current one leaves the book. */
static QuireNode *
get_neighbour (QuireWindow *self,
               QuireNode *leaving)
{
  QuireManuscript *manuscript = get_manuscript (self);
  QuireNode *scene = quire_editor_pane_get_scene (self->editor);

  for (QuireNode *node = scene; node != NULL; node = quire_node_get_parent (node))
    {
      QuireNode *other;

      if (node != leaving)
        continue;

      for (other = quire_manuscript_get_next_scene (manuscript, scene); other != NULL;
           other = quire_manuscript_get_next_scene (manuscript, other))
        {
          if (get_ancestor (other, quire_node_get_kind (leaving)) != leaving)
            return other;
        }
      for (other = quire_manuscript_get_previous_scene (manuscript, scene); other != NULL;
           other = quire_manuscript_get_previous_scene (manuscript, other))
        {
          if (get_ancestor (other, quire_node_get_kind (leaving)) != leaving)
            return other;
        }
      return NULL;
    }

  return scene;
}

static void
trash_cb (GtkWidget *widget,
          const char *name,
          GVariant *parameter)
{
  QuireWindow *self = QUIRE_WINDOW (widget);
  QuireNode *node = get_current_node (self);
  g_autofree char *title = NULL;
  g_autofree char *message = NULL;
  QuireNode *next;

  if (node == NULL || quire_node_is_in_trash (node))
    return;

  title = quire_node_dup_display_title (node);
  /* Translators: %s is the title of a scene, chapter or act. */
  message = g_strdup_printf (_ ("“%s” is in Trash"), title);

  next = get_neighbour (self, node);
  if (next != quire_editor_pane_get_scene (self->editor))
    {
      quire_editor_pane_open (self->editor, next);
      quire_agent_pane_set_scene (self->agent, next);
    }
  quire_operation_watch (quire_project_trash_node (get_project (self), quire_node_get_id (node)), self, trashed_cb);
  quire_outline_pane_select (self->outline, next);
  quire_window_show_undo_toast (self, message, "win.restore", quire_node_get_id (node));
}

static void
restore_cb (GtkWidget *widget,
            const char *name,
            GVariant *parameter)
{
  QuireWindow *self = QUIRE_WINDOW (widget);

  if (get_project (self) != NULL)
    quire_window_run (self, quire_project_restore_node (get_project (self), g_variant_get_string (parameter, NULL)));
}

static void
move (QuireWindow *self,
      int direction)
{
  QuireNode *node = get_current_node (self);

  if (node != NULL && !quire_node_is_in_trash (node))
    quire_window_run (self, quire_project_step_node (get_project (self), quire_node_get_id (node), direction));
}

static void
move_up_cb (GtkWidget *widget,
            const char *name,
            GVariant *parameter)
{
  move (QUIRE_WINDOW (widget), -1);
}

static void
move_down_cb (GtkWidget *widget,
              const char *name,
              GVariant *parameter)
{
  move (QUIRE_WINDOW (widget), 1);
}

static void
next_scene_cb (GtkWidget *widget,
               const char *name,
               GVariant *parameter)
{
  QuireWindow *self = QUIRE_WINDOW (widget);
  QuireNode *scene = quire_manuscript_get_next_scene (get_manuscript (self), quire_editor_pane_get_scene (self->editor));

  if (scene != NULL)
    quire_window_open_scene (self, scene, TRUE);
}

static void
previous_scene_cb (GtkWidget *widget,
                   const char *name,
                   GVariant *parameter)
{
  QuireWindow *self = QUIRE_WINDOW (widget);
  QuireNode *scene = quire_manuscript_get_previous_scene (get_manuscript (self), quire_editor_pane_get_scene (self->editor));

  if (scene != NULL)
    quire_window_open_scene (self, scene, TRUE);
}

/* -- text -- */

static void
strong_cb (GtkWidget *widget,
           const char *name,
           GVariant *parameter)
{
  quire_editor_pane_toggle_mark (QUIRE_WINDOW (widget)->editor, "**");
}

static void
emphasis_cb (GtkWidget *widget,
             const char *name,
             GVariant *parameter)
{
  quire_editor_pane_toggle_mark (QUIRE_WINDOW (widget)->editor, "*");
}

static void
strike_cb (GtkWidget *widget,
           const char *name,
           GVariant *parameter)
{
  quire_editor_pane_toggle_mark (QUIRE_WINDOW (widget)->editor, "~~");
}

static void
zoom_in_cb (GtkWidget *widget,
            const char *name,
            GVariant *parameter)
{
  QuireEditorPane *editor = QUIRE_WINDOW (widget)->editor;

  quire_editor_pane_set_zoom (editor, quire_editor_pane_get_zoom (editor) * ZOOM_STEP);
}

static void
zoom_out_cb (GtkWidget *widget,
             const char *name,
             GVariant *parameter)
{
  QuireEditorPane *editor = QUIRE_WINDOW (widget)->editor;

  quire_editor_pane_set_zoom (editor, quire_editor_pane_get_zoom (editor) / ZOOM_STEP);
}

static void
zoom_reset_cb (GtkWidget *widget,
               const char *name,
               GVariant *parameter)
{
  quire_editor_pane_set_zoom (QUIRE_WINDOW (widget)->editor, 1.0);
}

static void
saved_cb (const GError *error,
          gpointer data)
{
  g_autoptr (QuireWindow) self = data;

  if (error == NULL)
    quire_window_hide_unsaved (self);
  quire_window_show_toast (self, error != NULL ? error->message : _ ("All changes saved"));
}

static void
save_cb (GtkWidget *widget,
         const char *name,
         GVariant *parameter)
{
  QuireWindow *self = QUIRE_WINDOW (widget);

  quire_editor_pane_flush (self->editor, saved_cb, g_object_ref (self));
}

static void
backed_up_cb (QuireOperation *operation,
              gpointer data)
{
  QuireWindow *self = data;
  const GError *error = quire_operation_get_error (operation);
  g_autofree char *path = quire_operation_dup_string (operation);
  g_autofree char *message = NULL;

  if (error != NULL)
    message = g_strdup (error->message);
  else
    /* Translators: %s is the path of a file. */
    message = g_strdup_printf (_ ("Backed up to %s"), path);
  quire_window_show_toast (self, message);
}

static void
backup_flushed_cb (const GError *error,
                   gpointer data)
{
  g_autoptr (QuireWindow) self = data;

  if (error != NULL)
    quire_window_show_toast (self, error->message);
  else if (get_project (self) != NULL)
    quire_operation_watch (quire_project_backup (get_project (self)), self, backed_up_cb);
}

static void
backup_cb (GtkWidget *widget,
           const char *name,
           GVariant *parameter)
{
  QuireWindow *self = QUIRE_WINDOW (widget);

  quire_editor_pane_flush (self->editor, backup_flushed_cb, g_object_ref (self));
}

/* -- agents -- */

static void
draft_flushed_cb (const GError *error,
                  gpointer data)
{
  g_autoptr (QuireWindow) self = data;
  g_autoptr (GError) refusal = NULL;

  if (error != NULL)
    {
      quire_window_show_toast (self, error->message);
      return;
    }
  if (self->workspace == NULL)
    return;

  if (!quire_agent_pane_draft (self->agent, &refusal))
    quire_window_show_toast (self, refusal->message);
  else
    adw_overlay_split_view_set_show_sidebar (self->agent_split, TRUE);
}

static void
draft_scene_cb (GtkWidget *widget,
                const char *name,
                GVariant *parameter)
{
  QuireWindow *self = QUIRE_WINDOW (widget);

  /* The outline and the text that the draft is judged by are those on disk. */
  quire_editor_pane_flush (self->editor, draft_flushed_cb, g_object_ref (self));
}

static void
stop_cb (GtkWidget *widget,
         const char *name,
         GVariant *parameter)
{
  QuireWindow *self = QUIRE_WINDOW (widget);

  if (gtk_window_is_fullscreen (GTK_WINDOW (self)))
    gtk_window_unfullscreen (GTK_WINDOW (self));
  else if (self->workspace != NULL)
    quire_agent_pane_stop (self->agent);
}

/* -- window -- */

void
quire_window_focus_page (QuireWindow *self)
{
  const char *page = adw_view_stack_get_visible_child_name (self->page_stack);

  if (g_strcmp0 (page, "plan") == 0)
    quire_plan_page_focus (self->plan);
  else if (g_strcmp0 (page, "codex") == 0)
    quire_codex_page_focus (self->codex);
  else if (g_strcmp0 (page, "voices") == 0)
    quire_voices_page_focus (self->voices);
  else
    quire_editor_pane_focus_text (self->editor);
}

static void
page_cb (GtkWidget *widget,
         const char *name,
         GVariant *parameter)
{
  QuireWindow *self = QUIRE_WINDOW (widget);

  adw_view_stack_set_visible_child_name (self->page_stack, g_variant_get_string (parameter, NULL));
  quire_window_focus_page (self);
}

typedef enum
{
  PANE_OUTLINE,
  PANE_PAGE,
  PANE_AGENT,
  N_PANES,
} Pane;

static void
focus_pane (QuireWindow *self,
            int step)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));
  int pane = PANE_PAGE;

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->outline)))
    pane = PANE_OUTLINE;
  else if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->agent)))
    pane = PANE_AGENT;

  for (guint i = 0; i < N_PANES; i++)
    {
      pane = (pane + step + N_PANES) % N_PANES;
      if (pane == PANE_OUTLINE && adw_overlay_split_view_get_show_sidebar (self->outline_split))
        {
          quire_outline_pane_focus_list (self->outline);
          return;
        }
      if (pane == PANE_AGENT && adw_overlay_split_view_get_show_sidebar (self->agent_split))
        {
          quire_agent_pane_focus (self->agent);
          return;
        }
      if (pane == PANE_PAGE)
        {
          quire_window_focus_page (self);
          return;
        }
    }
}

static void
next_pane_cb (GtkWidget *widget,
              const char *name,
              GVariant *parameter)
{
  focus_pane (QUIRE_WINDOW (widget), 1);
}

static void
previous_pane_cb (GtkWidget *widget,
                  const char *name,
                  GVariant *parameter)
{
  focus_pane (QUIRE_WINDOW (widget), -1);
}

static void
full_screen_cb (GtkWidget *widget,
                const char *name,
                GVariant *parameter)
{
  GtkWindow *window = GTK_WINDOW (widget);

  if (gtk_window_is_fullscreen (window))
    gtk_window_unfullscreen (window);
  else
    gtk_window_fullscreen (window);
}

static void
menu_cb (GtkWidget *widget,
         const char *name,
         GVariant *parameter)
{
  QuireWindow *self = QUIRE_WINDOW (widget);

  if (self->workspace != NULL)
    {
      adw_overlay_split_view_set_show_sidebar (self->outline_split, TRUE);
      gtk_menu_button_popup (self->menu_button);
    }
  else
    quire_start_page_popup_menu (self->start_page);
}

static void
start_page_cb (GtkWidget *widget,
               const char *name,
               GVariant *parameter)
{
  QuireWindow *self = QUIRE_WINDOW (widget);

  if (self->workspace == NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, "start");
      gtk_widget_grab_focus (GTK_WIDGET (self->start_page));
    }
}

static void
close_cb (GtkWidget *widget,
          const char *name,
          GVariant *parameter)
{
  gtk_window_close (GTK_WINDOW (widget));
}

void
quire_window_install_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name;
    const char *parameter_type;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "win.new-scene", NULL, new_scene_cb },
    { "win.new-chapter", NULL, new_chapter_cb },
    { "win.new-act", NULL, new_act_cb },
    { "win.rename", NULL, rename_cb },
    { "win.trash", NULL, trash_cb },
    { "win.restore", "s", restore_cb },
    { "win.move-up", NULL, move_up_cb },
    { "win.move-down", NULL, move_down_cb },
    { "win.next-scene", NULL, next_scene_cb },
    { "win.previous-scene", NULL, previous_scene_cb },
    { "win.strong", NULL, strong_cb },
    { "win.emphasis", NULL, emphasis_cb },
    { "win.strike", NULL, strike_cb },
    { "win.zoom-in", NULL, zoom_in_cb },
    { "win.zoom-out", NULL, zoom_out_cb },
    { "win.zoom-reset", NULL, zoom_reset_cb },
    { "win.save", NULL, save_cb },
    { "win.backup", NULL, backup_cb },
    { "win.draft-scene", NULL, draft_scene_cb },
    { "win.stop", NULL, stop_cb },
    { "win.page", "s", page_cb },
    { "win.next-pane", NULL, next_pane_cb },
    { "win.previous-pane", NULL, previous_pane_cb },
    { "win.full-screen", NULL, full_screen_cb },
    { "win.menu", NULL, menu_cb },
    { "win.start-page", NULL, start_page_cb },
    { "win.close", NULL, close_cb },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter_type, actions[i].activate);

  gtk_widget_class_install_property_action (widget_class, "win.show-outline", "show-outline");
  gtk_widget_class_install_property_action (widget_class, "win.show-agent", "show-agent");
}
