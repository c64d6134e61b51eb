/* quire-window-book.c: opening a book in the window, remembering where the writer was, closing it without losing a word.
 *
 * The state of the window (page, open scene, caret, scroll position, agent) is kept in the book itself, so it follows the file. It is stored when a scene
 * or a page is opened and at the end, so that even a program that dies comes back to the scene it was in.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-window"

#include "config.h"

#include "quire-window-private.h"

#include <glib/gi18n-lib.h>

#include "quire-error.h"
#include "quire-json.h"
#include "quire-settings.h"

#define STATE_KEY "window-state"

/* Most books are there before this, and then the window comes up with its book. A page that only says "wait" would flash up and delay what it
 * waits for: painting a whole window takes as long as opening a small book. */
#define PATIENCE_MS 400

static QuireProject *
get_project (QuireWindow *self)
{
  return quire_workspace_get_project (self->workspace);
}

static void
update_title (QuireWindow *self)
{
  const char *title = quire_project_get_title (get_project (self));

  adw_window_title_set_title (self->book_title, title);
  adw_window_title_set_title (self->narrow_title, title);
  gtk_window_set_title (GTK_WINDOW (self), title);
}

static void
show_read_only (QuireWindow *self)
{
  const char *reason = quire_project_get_read_only_reason (get_project (self));

  if (reason == NULL)
    {
      if (self->banner_kind == QUIRE_BANNER_READ_ONLY)
        adw_banner_set_revealed (self->banner, FALSE);
      return;
    }

  quire_window_update_actions (self);
  self->banner_kind = QUIRE_BANNER_READ_ONLY;
  adw_banner_set_title (self->banner, reason);
  adw_banner_set_button_label (self->banner, _ ("_Dismiss"));
  adw_banner_set_revealed (self->banner, TRUE);
}

static void
project_failed_cb (QuireWindow *self,
                   const GError *error)
{
  /* The banner says already why nothing can be written. */
  if (quire_project_get_read_only (get_project (self)))
    return;

  self->banner_kind = QUIRE_BANNER_UNSAVED;
  adw_banner_set_title (self->banner, error->message);
  adw_banner_set_button_label (self->banner, _ ("_Try Again"));
  adw_banner_set_revealed (self->banner, TRUE);
}

void
quire_window_open_scene (QuireWindow *self,
                         QuireNode *scene,
                         gboolean focus)
{
  if (quire_editor_pane_get_scene (self->editor) != scene)
    {
      quire_editor_pane_open (self->editor, scene);
      quire_agent_pane_set_scene (self->agent, scene);
      quire_window_store_state (self);
    }

  quire_outline_pane_select (self->outline, scene);
  adw_view_stack_set_visible_child_name (self->page_stack, "write");
  if (focus)
    {
      if (adw_overlay_split_view_get_collapsed (self->outline_split))
        adw_overlay_split_view_set_show_sidebar (self->outline_split, FALSE);
      quire_editor_pane_focus_text (self->editor);
    }
  quire_window_update_actions (self);
}

static QuireNode *
get_first_scene (QuireWindow *self)
{
  return quire_manuscript_get_next_scene (quire_project_get_manuscript (get_project (self)), NULL);
}

static void
restore_state (QuireWindow *self,
               const char *text)
{
  QuireManuscript *manuscript = quire_project_get_manuscript (get_project (self));
  g_autoptr (JsonObject) state = NULL;
  g_autoptr (GError) error = NULL;
  const char *page = "write";
  QuireNode *scene = NULL;

  if (text != NULL && text[0] != '\0')
    {
      state = quire_json_parse_object (text, -1, 0, &error);
      if (state == NULL)
        g_debug ("The stored state of the window is of no use: %s", error->message);
    }

  if (state != NULL)
    {
      const char *id = quire_json_get_string (state, "scene", "");

      page = quire_json_get_string (state, "page", page);
      scene = quire_manuscript_lookup (manuscript, id);
      quire_agent_pane_set_agent (self->agent, quire_json_get_string (state, "agent", NULL));
    }
  if (scene == NULL || quire_node_get_kind (scene) != QUIRE_NODE_SCENE || quire_node_is_in_trash (scene))
    scene = get_first_scene (self);

  quire_editor_pane_open (self->editor, scene);
  quire_agent_pane_set_scene (self->agent, scene);
  if (scene != NULL)
    {
      quire_outline_pane_select (self->outline, scene);
      if (state != NULL)
        quire_editor_pane_set_position (self->editor,
                                        (guint) MAX (quire_json_get_int (state, "caret", 0), 0),
                                        CLAMP (quire_json_get_double (state, "scroll", 0), 0, 1));
    }
  if (adw_view_stack_get_child_by_name (self->page_stack, page) != NULL)
    adw_view_stack_set_visible_child_name (self->page_stack, page);
}

void
quire_window_store_state (QuireWindow *self)
{
  g_autoptr (JsonObject) state = NULL;
  g_autofree char *text = NULL;
  QuireNode *scene;
  const char *page;
  double scroll = 0;
  guint caret = 0;

  if (self->workspace == NULL || self->closing || quire_project_get_read_only (get_project (self)))
    return;

  scene = quire_editor_pane_get_scene (self->editor);
  page = adw_view_stack_get_visible_child_name (self->page_stack);
  quire_editor_pane_get_position (self->editor, &caret, &scroll);

  state = json_object_new ();
  json_object_set_string_member (state, "page", page != NULL ? page : "write");
  json_object_set_string_member (state, "scene", scene != NULL ? quire_node_get_id (scene) : "");
  json_object_set_int_member (state, "caret", caret);
  json_object_set_double_member (state, "scroll", scroll);
  json_object_set_string_member (state, "agent", quire_agent_pane_get_agent (self->agent));
  text = quire_json_object_to_string (state, FALSE);

  /* Where the writer was is no reason to disturb her: a failure is logged. */
  quire_operation_watch (quire_project_save_setting (get_project (self), STATE_KEY, text), NULL, NULL);
}

static void
ready_cb (QuireOperation *operation,
          gpointer data)
{
  QuireWindow *self = data;

  if (self->workspace == NULL || self->closing)
    return;

  g_clear_handle_id (&self->patience, g_source_remove);
  gtk_stack_set_visible_child_name (self->stack, "book");
  show_read_only (self);
  quire_window_update_actions (self);
  quire_window_focus_page (self);
  gtk_window_present (GTK_WINDOW (self));
}

static void
state_loaded_cb (QuireOperation *operation,
                 gpointer data)
{
  QuireWindow *self = data;
  g_autofree char *text = quire_operation_dup_string (operation);

  if (self->workspace == NULL || self->closing)
    return;

  quire_outline_pane_set_workspace (self->outline, self->workspace);
  quire_editor_pane_set_workspace (self->editor, self->workspace);
  quire_agent_pane_set_workspace (self->agent, self->workspace);
  restore_state (self, text);

  /* Reads come back in order: when this one does, the scene's text has been loaded, and the book is painted once instead of twice. */
  quire_operation_watch (quire_project_load_setting (get_project (self), STATE_KEY), self, ready_cb);
}

void
quire_window_fill_page (QuireWindow *self)
{
  const char *page = adw_view_stack_get_visible_child_name (self->page_stack);

  if (g_strcmp0 (page, "plan") == 0)
    quire_plan_page_set_workspace (self->plan, self->workspace);
  else if (g_strcmp0 (page, "codex") == 0)
    quire_codex_page_set_workspace (self->codex, self->workspace);
  else if (g_strcmp0 (page, "voices") == 0)
    quire_voices_page_set_workspace (self->voices, self->workspace);
}

static void
show_book (QuireWindow *self)
{
  QuireProject *project = get_project (self);

  g_signal_connect_object (project, "notify::title", G_CALLBACK (update_title), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (project, "notify::read-only-reason", G_CALLBACK (show_read_only), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (project, "failed", G_CALLBACK (project_failed_cb), self, G_CONNECT_SWAPPED);
  update_title (self);

  quire_operation_watch (quire_project_load_setting (project, STATE_KEY), self, state_loaded_cb);
  quire_operation_watch (quire_app_store_add_recent (self->app_store, self->path, quire_project_get_title (project),
                                                     quire_manuscript_get_words (quire_project_get_manuscript (project))),
                         NULL, NULL);
}

static void
patience_cb (gpointer data)
{
  QuireWindow *self = data;

  self->patience = 0;
  gtk_window_present (GTK_WINDOW (self));
}

static void
opened_cb (QuireWindow *self)
{
  g_autoptr (QuireOperation) operation = g_steal_pointer (&self->opening);
  const GError *error = quire_operation_get_error (operation);

  if (error != NULL)
    {
      g_clear_handle_id (&self->patience, g_source_remove);
      gtk_window_present (GTK_WINDOW (self));
      adw_status_page_set_description (self->failed_page, error->message);
      g_clear_pointer (&self->path, g_free);
      gtk_stack_set_visible_child_name (self->stack, "failed");
      gtk_widget_grab_focus (self->failed_button);
      return;
    }

  self->workspace = quire_operation_dup_object (operation);
  show_book (self);
}

void
quire_window_open (QuireWindow *self,
                   const char *path)
{
  g_return_if_fail (QUIRE_IS_WINDOW (self));
  g_return_if_fail (path != NULL);
  g_return_if_fail (self->workspace == NULL);

  g_set_str (&self->path, path);
  gtk_stack_set_visible_child_name (self->stack, "loading");
  g_clear_handle_id (&self->patience, g_source_remove);
  self->patience = g_timeout_add_once (PATIENCE_MS, patience_cb, self);
  g_clear_object (&self->opening);
  self->opening = quire_operation_new (quire_workspace_open (path, QUIRE_PROJECT_DEFAULT, self->clock,
                                                             g_settings_get_uint (quire_settings_get (), QUIRE_SETTING_REHEARSAL_SPEED)));
  g_signal_connect_object (self->opening, "finished", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
}

/* -- closing -- */

static void
workspace_closed_cb (QuireOperation *operation,
                     gpointer data)
{
  QuireWindow *self = data;
  const GError *error = quire_operation_get_error (operation);

  if (error != NULL)
    g_warning ("The book was not closed cleanly: %s", error->message);

  self->may_close = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

static void
close_workspace (QuireWindow *self)
{
  quire_window_store_state (self);
  self->closing = TRUE;

  /* A title that is being typed is stored when its entry loses the focus, and from here on nothing may be typed that could not be stored. */
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->stack), FALSE);
  quire_operation_watch (quire_workspace_close (self->workspace), self, workspace_closed_cb);
}

static void
unsaved_response_cb (QuireWindow *self,
                     const char *response)
{
  self->asking = FALSE;
  if (g_str_equal (response, "close"))
    close_workspace (self);
  else if (g_str_equal (response, "retry"))
    quire_window_close_book (self);
}

static void
show_unsaved_dialog (QuireWindow *self,
                     const char *message)
{
  AdwDialog *dialog;

  /* Closing was asked for again before the writer has answered. */
  if (self->asking)
    return;

  self->asking = TRUE;
  dialog = adw_alert_dialog_new (_ ("Some Text Could Not Be Saved"), NULL);
  /* Translators: %s is a sentence that says why. */
  adw_alert_dialog_format_body (ADW_ALERT_DIALOG (dialog),
                                _ ("%s\n\nThe text is still in the window. Copy it to a safe place, or try again once there is room."), message);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog),
                                  "cancel", _ ("_Keep Open"),
                                  "close", _ ("Close and _Lose the Text"),
                                  "retry", _ ("_Try Again"),
                                  NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "close", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "retry", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "retry");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (unsaved_response_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
flushed_cb (const GError *error,
            gpointer data)
{
  g_autoptr (QuireWindow) self = data;

  self->closing = FALSE;
  if (error != NULL)
    show_unsaved_dialog (self, error->message);
  else if (quire_editor_pane_get_unsaved (self->editor))
    quire_window_close_book (self); /* typed while the text before it was on its way to the disk */
  else
    close_workspace (self);
}

void
quire_window_close_book (QuireWindow *self)
{
  if (self->closing)
    return;

  self->closing = TRUE;
  quire_editor_pane_flush (self->editor, flushed_cb, g_object_ref (self));
}
