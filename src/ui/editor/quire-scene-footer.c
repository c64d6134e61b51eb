/* quire-scene-footer.c: what stands below a scene's text: save state, words, target and status.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-ui"

#include "config.h"

#include "quire-scene-footer.h"

#include <glib/gi18n-lib.h>

#include "quire-error.h"
#include "quire-operation.h"

struct _QuireSceneFooter
{
  AdwBin parent_instance;

  GtkWidget *state_label;
  GtkWidget *words_label;
  GtkWidget *target_row;
  GtkWidget *target_label;
  GtkProgressBar *target_bar;
  GtkMenuButton *status_button;

  QuireProject *project;
  QuireNode *scene;
  QuireSceneBuffer *buffer;
  GSignalGroup *scene_signals;
  GSignalGroup *buffer_signals;
  GSimpleAction *status_action;
};

enum
{
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QuireSceneFooter, quire_scene_footer, ADW_TYPE_BIN)

static const char *
get_state_text (QuireSceneFooter *self)
{
  if (self->buffer == NULL)
    return "";
  if (quire_project_get_read_only (self->project))
    return _ ("Read only");

  switch (quire_scene_buffer_get_state (self->buffer))
    {
    case QUIRE_SCENE_BUFFER_CLEAN:
      return _ ("All changes saved");

    case QUIRE_SCENE_BUFFER_UNSAVED:
    case QUIRE_SCENE_BUFFER_SAVING:
      return _ ("Saving…");

    case QUIRE_SCENE_BUFFER_FAILED:
      return _ ("Not saved");

    case QUIRE_SCENE_BUFFER_LOADING:
    case QUIRE_SCENE_BUFFER_UNREADABLE:
    default:
      return "";
    }
}

static void
show_state (QuireSceneFooter *self)
{
  const char *text = get_state_text (self);
  gboolean failed = self->buffer != NULL && quire_scene_buffer_get_state (self->buffer) == QUIRE_SCENE_BUFFER_FAILED;

  if (g_strcmp0 (text, gtk_label_get_label (GTK_LABEL (self->state_label))) == 0)
    return;

  gtk_label_set_label (GTK_LABEL (self->state_label), text);
  if (failed)
    gtk_widget_add_css_class (self->state_label, "error");
  else
    gtk_widget_remove_css_class (self->state_label, "error");
}

static void
show_words (QuireSceneFooter *self)
{
  guint words = self->buffer != NULL ? quire_scene_buffer_get_words (self->buffer) : 0;
  guint target = self->scene != NULL ? quire_node_get_target (self->scene) : 0;
  /* Translators: %'u is the number of words of a scene. */
  g_autofree char *words_text = g_strdup_printf (ngettext ("%'u word", "%'u words", words), words);
  /* Translators: words written and words aimed at, as in “412 of 1,000”. */
  g_autofree char *target_text = g_strdup_printf (_ ("%'u of %'u"), words, target);

  gtk_label_set_label (GTK_LABEL (self->words_label), words_text);
  gtk_label_set_label (GTK_LABEL (self->target_label), target_text);
  gtk_widget_set_visible (self->target_row, target > 0);
  gtk_progress_bar_set_fraction (self->target_bar, target > 0 ? MIN (1.0, words / (double) target) : 0.0);
}

static void
show_status (QuireSceneFooter *self)
{
  QuireStatus status;

  if (self->scene == NULL)
    return;

  status = quire_node_get_status (self->scene);
  gtk_menu_button_set_label (self->status_button, quire_status_get_title (status));
  g_simple_action_set_state (self->status_action, g_variant_new_string (quire_status_get_name (status)));
}

static void
status_stored_cb (QuireOperation *operation, gpointer data)
{
  QuireSceneFooter *self = data;
  const GError *error = quire_operation_get_error (operation);

  if (error == NULL || quire_error_is_cancelled (error))
    return;

  show_status (self);
  g_signal_emit (self, signals[FAILED], 0,
                 error->domain == QUIRE_ERROR ? error->message : _ ("The status could not be saved. The scene has the one it had before."));
}

/* The state follows when the store has it. */
static void
status_chosen_cb (QuireSceneFooter *self, GVariant *value)
{
  QuireNodeData values = { 0 };

  if (self->scene == NULL || !quire_status_from_name (g_variant_get_string (value, NULL), &values.status))
    return;

  quire_operation_watch (quire_project_edit_node (self->project, quire_node_get_id (self->scene), QUIRE_NODE_FIELD_STATUS, &values),
                         self, status_stored_cb);
}

static void
make_status_menu (QuireSceneFooter *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  for (QuireStatus status = QUIRE_STATUS_OUTLINED; status <= QUIRE_STATUS_FINAL; status++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (quire_status_get_title (status), NULL);

      g_menu_item_set_action_and_target (item, "footer.status", "s", quire_status_get_name (status));
      g_menu_append_item (menu, item);
    }
  gtk_menu_button_set_menu_model (self->status_button, G_MENU_MODEL (menu));

  self->status_action = g_simple_action_new_stateful ("status", G_VARIANT_TYPE_STRING, g_variant_new_string ("outlined"));
  g_signal_connect_object (self->status_action, "change-state", G_CALLBACK (status_chosen_cb), self, G_CONNECT_SWAPPED);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (self->status_action));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "footer", G_ACTION_GROUP (group));
}

static void
quire_scene_footer_dispose (GObject *object)
{
  QuireSceneFooter *self = QUIRE_SCENE_FOOTER (object);

  g_clear_object (&self->scene_signals);
  g_clear_object (&self->buffer_signals);
  g_clear_object (&self->buffer);
  g_clear_object (&self->scene);
  g_clear_object (&self->project);
  g_clear_object (&self->status_action);
  gtk_widget_dispose_template (GTK_WIDGET (self), QUIRE_TYPE_SCENE_FOOTER);

  G_OBJECT_CLASS (quire_scene_footer_parent_class)->dispose (object);
}

static void
quire_scene_footer_class_init (QuireSceneFooterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = quire_scene_footer_dispose;

  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/quirewriter/Quire/quire-scene-footer.ui");
  gtk_widget_class_bind_template_child (widget_class, QuireSceneFooter, state_label);
  gtk_widget_class_bind_template_child (widget_class, QuireSceneFooter, words_label);
  gtk_widget_class_bind_template_child (widget_class, QuireSceneFooter, target_row);
  gtk_widget_class_bind_template_child (widget_class, QuireSceneFooter, target_label);
  gtk_widget_class_bind_template_child (widget_class, QuireSceneFooter, target_bar);
  gtk_widget_class_bind_template_child (widget_class, QuireSceneFooter, status_button);
}

static void
quire_scene_footer_init (QuireSceneFooter *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  make_status_menu (self);

  self->scene_signals = g_signal_group_new (QUIRE_TYPE_NODE);
  g_signal_group_connect_swapped (self->scene_signals, "notify::target", G_CALLBACK (show_words), self);
  g_signal_group_connect_swapped (self->scene_signals, "notify::status", G_CALLBACK (show_status), self);
  self->buffer_signals = g_signal_group_new (QUIRE_TYPE_SCENE_BUFFER);
  g_signal_group_connect_swapped (self->buffer_signals, "notify::state", G_CALLBACK (show_state), self);
  g_signal_group_connect_swapped (self->buffer_signals, "notify::words", G_CALLBACK (show_words), self);
}

void
quire_scene_footer_show (QuireSceneFooter *self, QuireProject *project, QuireNode *scene, QuireSceneBuffer *buffer)
{
  g_return_if_fail (QUIRE_IS_SCENE_FOOTER (self));

  g_set_object (&self->project, project);
  g_set_object (&self->scene, scene);
  g_set_object (&self->buffer, buffer);
  g_signal_group_set_target (self->scene_signals, scene);
  g_signal_group_set_target (self->buffer_signals, buffer);
  gtk_widget_set_sensitive (GTK_WIDGET (self->status_button), project != NULL && !quire_project_get_read_only (project));
  show_state (self);
  show_words (self);
  show_status (self);
}
