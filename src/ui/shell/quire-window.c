/* quire-window.c: the window's template, its panes and its messages.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-window"

#include "config.h"

#include "quire-window-private.h"

#include <glib/gi18n-lib.h>

#include "quire-commands.h"
#include "quire-error.h"
#include "quire-settings.h"

/* For the toggle buttons: the panes as properties of the window. */
enum
{
  PROP_0,
  PROP_SHOW_OUTLINE,
  PROP_SHOW_AGENT,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (QuireWindow, quire_window, ADW_TYPE_APPLICATION_WINDOW)

void
quire_window_show_toast (QuireWindow *self,
                         const char *message)
{
  AdwToast *toast = adw_toast_new ("");

  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_set_title (toast, message);
  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}

void
quire_window_show_undo_toast (QuireWindow *self,
                              const char *message,
                              const char *action,
                              const char *target)
{
  AdwToast *toast = adw_toast_new ("");

  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_set_title (toast, message);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_action_name (toast, action);
  adw_toast_set_action_target (toast, "s", target);
  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}

static void
run_cb (QuireOperation *operation,
        gpointer data)
{
  QuireWindow *self = data;
  const GError *error = quire_operation_get_error (operation);

  if (error != NULL && !quire_error_is_cancelled (error))
    quire_window_show_toast (self, error->message);
}

void
quire_window_run (QuireWindow *self,
                  DexFuture *future)
{
  quire_operation_watch (future, self, run_cb);
}

static void
outline_activated_cb (QuireWindow *self,
                      QuireNode *node)
{
  if (quire_node_get_kind (node) == QUIRE_NODE_SCENE && !quire_node_is_in_trash (node))
    quire_window_open_scene (self, node, TRUE);
}

static void
open_scene_cb (QuireWindow *self,
               const char *id)
{
  QuireNode *node;

  if (self->workspace == NULL)
    return;

  node = quire_manuscript_lookup (quire_project_get_manuscript (quire_workspace_get_project (self->workspace)), id);
  if (node == NULL || quire_node_is_in_trash (node))
    quire_window_show_toast (self, _ ("That scene is no longer in the book."));
  else
    quire_window_open_scene (self, node, TRUE);
}

static void
pane_failed_cb (QuireWindow *self,
                const char *message)
{
  quire_window_show_toast (self, message);
}

static void
editor_failed_cb (QuireWindow *self,
                  const char *message)
{
  gboolean unsaved = quire_editor_pane_get_unsaved (self->editor);

  /* What is only to be known, such as a text that was changed elsewhere, stays until the writer has read it. */
  self->banner_kind = unsaved ? QUIRE_BANNER_UNSAVED : QUIRE_BANNER_NOTICE;
  adw_banner_set_title (self->banner, message);
  adw_banner_set_button_label (self->banner, unsaved ? _ ("_Try Again") : _ ("_Dismiss"));
  adw_banner_set_revealed (self->banner, TRUE);
  quire_window_update_actions (self);
}

void
quire_window_hide_unsaved (QuireWindow *self)
{
  if (self->banner_kind == QUIRE_BANNER_UNSAVED && !quire_editor_pane_get_unsaved (self->editor))
    {
      self->banner_kind = QUIRE_BANNER_NONE;
      adw_banner_set_revealed (self->banner, FALSE);
    }
}

static void
editor_saved_cb (QuireWindow *self)
{
  quire_window_hide_unsaved (self);
}

static void
banner_clicked_cb (QuireWindow *self)
{
  if (self->banner_kind == QUIRE_BANNER_UNSAVED)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.save", NULL);
  else
    adw_banner_set_revealed (self->banner, FALSE);
}

/* Whether a pane is shown is the writer's choice only while it stands beside the text. On a narrow window it is an overlay
 * that comes and goes, and the choice waits until there is room again. */
static void
split_collapsed_cb (AdwOverlaySplitView *split,
                    GParamSpec *pspec,
                    const char *setting)
{
  if (adw_overlay_split_view_get_collapsed (split))
    adw_overlay_split_view_set_show_sidebar (split, FALSE);
  else
    adw_overlay_split_view_set_show_sidebar (split, g_settings_get_boolean (quire_settings_get (), setting));
}

static void
split_shown_cb (AdwOverlaySplitView *split,
                GParamSpec *pspec,
                const char *setting)
{
  QuireWindow *self = QUIRE_WINDOW (gtk_widget_get_root (GTK_WIDGET (split)));
  gboolean shown = adw_overlay_split_view_get_show_sidebar (split);

  if (self == NULL)
    return;

  if (!adw_overlay_split_view_get_collapsed (split))
    g_settings_set_boolean (quire_settings_get (), setting, shown);
  g_object_notify_by_pspec (G_OBJECT (self), props[split == self->outline_split ? PROP_SHOW_OUTLINE : PROP_SHOW_AGENT]);
}

static void
follow_split (AdwOverlaySplitView *split,
              const char *setting)
{
  adw_overlay_split_view_set_pin_sidebar (split, TRUE);
  adw_overlay_split_view_set_show_sidebar (split, g_settings_get_boolean (quire_settings_get (), setting));
  g_signal_connect (split, "notify::collapsed", G_CALLBACK (split_collapsed_cb), (gpointer) setting);
  g_signal_connect (split, "notify::show-sidebar", G_CALLBACK (split_shown_cb), (gpointer) setting);
}

static void
page_changed_cb (QuireWindow *self)
{
  const char *page = adw_view_stack_get_visible_child_name (self->page_stack);

  if (page == NULL || self->workspace == NULL)
    return;

  quire_window_fill_page (self);
  quire_window_update_actions (self);
  quire_window_store_state (self);
}

static void
write_idle (gpointer data)
{
  g_autoptr (QuireWindow) self = data;

  if (self->workspace != NULL && quire_editor_pane_get_scene (self->editor) != NULL)
    quire_window_open_scene (self, quire_editor_pane_get_scene (self->editor), TRUE);
}

/* Return in the name of a new scene leads to its text; a click elsewhere leads where it was made. The focus is being moved just now, so it is moved on later. */
static void
focus_changed_cb (QuireWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  gboolean in_outline = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->outline));

  if (self->titling == QUIRE_TITLING_ASKED && in_outline && GTK_IS_TEXT (focus))
    self->titling = QUIRE_TITLING_TYPING;
  else if (self->titling == QUIRE_TITLING_TYPING && focus != NULL && !GTK_IS_TEXT (focus))
    {
      self->titling = QUIRE_TITLING_NONE;
      if (in_outline)
        g_idle_add_once (write_idle, g_object_ref (self));
    }
}

static gboolean
quire_window_close_request (GtkWindow *window)
{
  QuireWindow *self = QUIRE_WINDOW (window);

  g_settings_set_boolean (quire_settings_get (), QUIRE_SETTING_WINDOW_MAXIMIZED, gtk_window_is_maximized (window));
  if (!gtk_window_is_maximized (window) && !gtk_window_is_fullscreen (window))
    {
      int width, height;

      gtk_window_get_default_size (window, &width, &height);
      g_settings_set_int (quire_settings_get (), QUIRE_SETTING_WINDOW_WIDTH, width);
      g_settings_set_int (quire_settings_get (), QUIRE_SETTING_WINDOW_HEIGHT, height);
    }

  if (self->workspace == NULL || self->may_close)
    {
      self->closing = TRUE;
      g_clear_object (&self->opening);
      return GTK_WINDOW_CLASS (quire_window_parent_class)->close_request (window);
    }

  quire_window_close_book (self);
  return GDK_EVENT_STOP;
}

/* The template is not there yet when the property actions first ask, and no longer when the window goes. */
static void
quire_window_get_property (GObject *object,
                           guint property_id,
                           GValue *value,
                           GParamSpec *pspec)
{
  QuireWindow *self = QUIRE_WINDOW (object);

  switch (property_id)
    {
    case PROP_SHOW_OUTLINE:
      g_value_set_boolean (value, self->outline_split != NULL && adw_overlay_split_view_get_show_sidebar (self->outline_split));
      break;
    case PROP_SHOW_AGENT:
      g_value_set_boolean (value, self->agent_split != NULL && adw_overlay_split_view_get_show_sidebar (self->agent_split));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
quire_window_set_property (GObject *object,
                           guint property_id,
                           const GValue *value,
                           GParamSpec *pspec)
{
  QuireWindow *self = QUIRE_WINDOW (object);

  switch (property_id)
    {
    case PROP_SHOW_OUTLINE:
      adw_overlay_split_view_set_show_sidebar (self->outline_split, g_value_get_boolean (value));
      break;
    case PROP_SHOW_AGENT:
      adw_overlay_split_view_set_show_sidebar (self->agent_split, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
quire_window_dispose (GObject *object)
{
  QuireWindow *self = QUIRE_WINDOW (object);

  g_clear_object (&self->opening);
  g_clear_handle_id (&self->patience, g_source_remove);
  if (self->outline != NULL)
    {
      quire_outline_pane_set_workspace (self->outline, NULL);
      quire_editor_pane_set_workspace (self->editor, NULL);
      quire_agent_pane_set_workspace (self->agent, NULL);
      quire_plan_page_set_workspace (self->plan, NULL);
      quire_codex_page_set_workspace (self->codex, NULL);
      quire_voices_page_set_workspace (self->voices, NULL);
    }
  g_clear_object (&self->workspace);
  g_clear_object (&self->app_store);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->path, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), QUIRE_TYPE_WINDOW);

  G_OBJECT_CLASS (quire_window_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/quirewriter/Quire/quire-window.ui");
  gtk_widget_class_bind_template_child (widget_class, QuireWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, QuireWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, QuireWindow, start_page);
  gtk_widget_class_bind_template_child (widget_class, QuireWindow, failed_page);
  gtk_widget_class_bind_template_child (widget_class, QuireWindow, failed_button);
  gtk_widget_class_bind_template_child (widget_class, QuireWindow, outline_split);
  gtk_widget_class_bind_template_child (widget_class, QuireWindow, agent_split);
  gtk_widget_class_bind_template_child (widget_class, QuireWindow, book_title);
  gtk_widget_class_bind_template_child (widget_class, QuireWindow, narrow_title);
  gtk_widget_class_bind_template_child (widget_class, QuireWindow, page_switcher);
  gtk_widget_class_bind_template_child (widget_class, QuireWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, QuireWindow, page_stack);
  gtk_widget_class_bind_template_child (widget_class, QuireWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, QuireWindow, outline);
  gtk_widget_class_bind_template_child (widget_class, QuireWindow, editor);
  gtk_widget_class_bind_template_child (widget_class, QuireWindow, agent);
  gtk_widget_class_bind_template_child (widget_class, QuireWindow, plan);
  gtk_widget_class_bind_template_child (widget_class, QuireWindow, codex);
  gtk_widget_class_bind_template_child (widget_class, QuireWindow, voices);
  gtk_widget_class_bind_template_callback (widget_class, outline_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_scene_cb);
  gtk_widget_class_bind_template_callback (widget_class, pane_failed_cb);
  gtk_widget_class_bind_template_callback (widget_class, editor_failed_cb);
  gtk_widget_class_bind_template_callback (widget_class, editor_saved_cb);
  gtk_widget_class_bind_template_callback (widget_class, banner_clicked_cb);
}

static void
quire_window_class_init (QuireWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->get_property = quire_window_get_property;
  G_OBJECT_CLASS (klass)->set_property = quire_window_set_property;
  G_OBJECT_CLASS (klass)->dispose = quire_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = quire_window_close_request;

  g_type_ensure (QUIRE_TYPE_START_PAGE);
  g_type_ensure (QUIRE_TYPE_OUTLINE_PANE);
  g_type_ensure (QUIRE_TYPE_EDITOR_PANE);
  g_type_ensure (QUIRE_TYPE_AGENT_PANE);
  g_type_ensure (QUIRE_TYPE_PLAN_PAGE);
  g_type_ensure (QUIRE_TYPE_CODEX_PAGE);
  g_type_ensure (QUIRE_TYPE_VOICES_PAGE);

  props[PROP_SHOW_OUTLINE] = g_param_spec_boolean ("show-outline", NULL, NULL, TRUE,
                                                   G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_SHOW_AGENT] = g_param_spec_boolean ("show-agent", NULL, NULL, TRUE,
                                                 G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, props);

  bind_template (widget_class);
  quire_window_install_actions (widget_class);
}

static void
quire_window_init (QuireWindow *self)
{
  GSettings *settings = quire_settings_get ();

  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (settings, QUIRE_SETTING_WINDOW_WIDTH),
                               g_settings_get_int (settings, QUIRE_SETTING_WINDOW_HEIGHT));
  if (g_settings_get_boolean (settings, QUIRE_SETTING_WINDOW_MAXIMIZED))
    gtk_window_maximize (GTK_WINDOW (self));
#ifdef QUIRE_DEVELOPMENT
  gtk_widget_add_css_class (GTK_WIDGET (self), "development");
#endif

  follow_split (self->outline_split, QUIRE_SETTING_SHOW_OUTLINE);
  follow_split (self->agent_split, QUIRE_SETTING_SHOW_AGENT);
  g_signal_connect_object (self->page_stack, "notify::visible-child", G_CALLBACK (page_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->outline), quire_commands_new_controller (QUIRE_KEYS_OUTLINE));
  gtk_widget_add_controller (GTK_WIDGET (self), quire_commands_new_controller (QUIRE_KEYS_LATE));
  g_signal_connect (self, "notify::focus-widget", G_CALLBACK (focus_changed_cb), NULL);
  quire_window_update_actions (self);
}

QuireWindow *
quire_window_new (AdwApplication *application,
                  QuireClock *clock,
                  QuireAppStore *app_store)
{
  QuireWindow *self;

  g_return_val_if_fail (ADW_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (QUIRE_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (QUIRE_IS_APP_STORE (app_store), NULL);

  self = g_object_new (QUIRE_TYPE_WINDOW, "application", application, NULL);
  self->clock = g_object_ref (clock);
  self->app_store = g_object_ref (app_store);
  quire_start_page_set_app_store (self->start_page, app_store);
  return self;
}

const char *
quire_window_get_path (QuireWindow *self)
{
  g_return_val_if_fail (QUIRE_IS_WINDOW (self), NULL);

  return self->path;
}
