/* quire-agent-pane.c: the runs of the book, and the way to start one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-agent-pane"

#include "config.h"

#include "quire-agent-pane.h"

#include <glib/gi18n-lib.h>

#include "quire-error.h"
#include "quire-run-card.h"
#include "quire-scene-generation.h"

/* Older runs stay in the file and are listed by quire-cli. */
#define MAX_CARDS 40

enum
{
  PROP_0,
  PROP_SCENE,
  PROP_AGENT_NAME,
  N_PROPS,
};

enum
{
  OPEN_SCENE,
  FAILED,
  N_SIGNALS,
};

struct _QuireAgentPane
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkScrolledWindow *scroller;
  GtkListBox *list;
  GtkLabel *scene_label;
  GtkDropDown *agent_drop_down;
  GtkWidget *draft_button;
  GtkLabel *description_label;

  QuireWorkspace *workspace;
  QuireNode *scene;
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QuireAgentPane, quire_agent_pane, ADW_TYPE_BIN)

/* -- runs -- */

static void
open_scene_cb (QuireAgentPane *self,
               const char *id)
{
  g_signal_emit (self, signals[OPEN_SCENE], 0, id);
}

static void
failed_cb (QuireAgentPane *self,
           const char *message)
{
  g_signal_emit (self, signals[FAILED], 0, message);
}

static GtkWidget *
create_card (gpointer item,
             gpointer data)
{
  QuireAgentPane *self = data;
  QuireRunCard *card = quire_run_card_new (self->workspace, item);
  GtkWidget *row = gtk_list_box_row_new ();

  g_signal_connect_object (card, "open-scene", G_CALLBACK (open_scene_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (card, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), GTK_WIDGET (card));
  return row;
}

static void
runs_changed_cb (QuireAgentPane *self)
{
  GListModel *runs = quire_engine_get_runs (quire_workspace_get_engine (self->workspace));

  gtk_stack_set_visible_child_name (self->stack, g_list_model_get_n_items (runs) > 0 ? "runs" : "empty");
}

static void
run_finished_cb (QuireAgentPane *self,
                 QuireRun *run)
{
  guint words = quire_run_get_n_words (run);
  g_autofree char *message = NULL;

  if (quire_run_get_state (run) == QUIRE_RUN_COMPLETED)
    message = g_strdup_printf (ngettext ("Draft finished, %u word", "Draft finished, %u words", words), words);
  else
    message = g_strdup (quire_run_state_get_title (quire_run_get_state (run)));
  gtk_accessible_announce (GTK_ACCESSIBLE (self), message, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

/* -- scene and agent -- */

static void
update_scene (QuireAgentPane *self)
{
  g_autofree char *title = self->scene != NULL ? quire_node_dup_display_title (self->scene) : NULL;
  g_autofree char *label = NULL;
  gboolean unwritten = self->scene != NULL && quire_node_get_words (self->scene) == 0;
  gboolean writable = self->workspace != NULL && !quire_project_get_read_only (quire_workspace_get_project (self->workspace));

  gtk_widget_set_sensitive (self->draft_button, unwritten && writable);
  if (self->scene == NULL)
    label = g_strdup (_ ("No scene is open"));
  else if (unwritten)
    label = g_strdup_printf ("%s %s", quire_node_get_number (self->scene), title);
  else
    /* Translators: the number and title of a scene that has text, so that it cannot be drafted. */
    label = g_strdup_printf (_ ("%s %s is written"), quire_node_get_number (self->scene), title);
  gtk_label_set_label (self->scene_label, label);
}

static void
draft_clicked_cb (QuireAgentPane *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.draft-scene", NULL);
}

static QuireAgent *
get_agent (QuireAgentPane *self)
{
  return gtk_drop_down_get_selected_item (self->agent_drop_down);
}

static void
agent_changed_cb (QuireAgentPane *self)
{
  QuireAgent *agent = get_agent (self);

  gtk_label_set_label (self->description_label, agent != NULL ? quire_agent_get_description (agent) : "");
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_AGENT_NAME]);
}

static void
quire_agent_pane_get_property (GObject *object,
                               guint property_id,
                               GValue *value,
                               GParamSpec *pspec)
{
  QuireAgentPane *self = QUIRE_AGENT_PANE (object);

  switch (property_id)
    {
    case PROP_SCENE:
      g_value_set_object (value, self->scene);
      break;
    case PROP_AGENT_NAME:
      g_value_set_string (value, quire_agent_pane_get_agent (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
quire_agent_pane_set_property (GObject *object,
                               guint property_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  QuireAgentPane *self = QUIRE_AGENT_PANE (object);

  switch (property_id)
    {
    case PROP_SCENE:
      quire_agent_pane_set_scene (self, g_value_get_object (value));
      break;
    case PROP_AGENT_NAME:
      quire_agent_pane_set_agent (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
quire_agent_pane_dispose (GObject *object)
{
  QuireAgentPane *self = QUIRE_AGENT_PANE (object);

  if (self->list != NULL)
    quire_agent_pane_set_workspace (self, NULL);
  g_clear_object (&self->scene);
  gtk_widget_dispose_template (GTK_WIDGET (self), QUIRE_TYPE_AGENT_PANE);

  G_OBJECT_CLASS (quire_agent_pane_parent_class)->dispose (object);
}

static void
quire_agent_pane_class_init (QuireAgentPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = quire_agent_pane_get_property;
  object_class->set_property = quire_agent_pane_set_property;
  object_class->dispose = quire_agent_pane_dispose;

  props[PROP_SCENE] = g_param_spec_object ("scene", NULL, NULL, QUIRE_TYPE_NODE,
                                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_AGENT_NAME] = g_param_spec_string ("agent-name", NULL, NULL, NULL,
                                                G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[OPEN_SCENE] = g_signal_new ("open-scene", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (QUIRE_TYPE_AGENT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/quirewriter/Quire/quire-agent-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, QuireAgentPane, stack);
  gtk_widget_class_bind_template_child (widget_class, QuireAgentPane, scroller);
  gtk_widget_class_bind_template_child (widget_class, QuireAgentPane, list);
  gtk_widget_class_bind_template_child (widget_class, QuireAgentPane, scene_label);
  gtk_widget_class_bind_template_child (widget_class, QuireAgentPane, agent_drop_down);
  gtk_widget_class_bind_template_child (widget_class, QuireAgentPane, draft_button);
  gtk_widget_class_bind_template_child (widget_class, QuireAgentPane, description_label);
  gtk_widget_class_bind_template_callback (widget_class, draft_clicked_cb);
}

static void
quire_agent_pane_init (QuireAgentPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->agent_drop_down, "notify::selected-item", G_CALLBACK (agent_changed_cb), self, G_CONNECT_SWAPPED);
  update_scene (self);
}

void
quire_agent_pane_set_workspace (QuireAgentPane *self,
                                QuireWorkspace *workspace)
{
  g_autoptr (GtkSliceListModel) newest = NULL;
  GListModel *runs;

  g_return_if_fail (QUIRE_IS_AGENT_PANE (self));
  g_return_if_fail (workspace == NULL || QUIRE_IS_WORKSPACE (workspace));

  if (self->workspace == workspace)
    return;

  gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  gtk_drop_down_set_model (self->agent_drop_down, NULL);
  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_func (quire_engine_get_runs (quire_workspace_get_engine (self->workspace)), runs_changed_cb, self);
  g_set_object (&self->workspace, workspace);
  if (workspace == NULL)
    return;

  runs = quire_engine_get_runs (quire_workspace_get_engine (workspace));
  newest = gtk_slice_list_model_new (g_object_ref (runs), 0, MAX_CARDS);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (newest), create_card, self, NULL);
  gtk_drop_down_set_model (self->agent_drop_down, G_LIST_MODEL (quire_workspace_get_pool (workspace)));
  g_signal_connect_object (runs, "items-changed", G_CALLBACK (runs_changed_cb), self, G_CONNECT_SWAPPED);
  runs_changed_cb (self);
  update_scene (self);
}

void
quire_agent_pane_set_scene (QuireAgentPane *self,
                            QuireNode *scene)
{
  g_return_if_fail (QUIRE_IS_AGENT_PANE (self));
  g_return_if_fail (scene == NULL || QUIRE_IS_NODE (scene));

  if (self->scene == scene)
    return;

  if (self->scene != NULL)
    g_signal_handlers_disconnect_by_func (self->scene, update_scene, self);
  g_set_object (&self->scene, scene);
  if (scene != NULL)
    {
      g_signal_connect_object (scene, "notify::title", G_CALLBACK (update_scene), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (scene, "notify::number", G_CALLBACK (update_scene), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (scene, "notify::words", G_CALLBACK (update_scene), self, G_CONNECT_SWAPPED);
    }
  update_scene (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SCENE]);
}

const char *
quire_agent_pane_get_agent (QuireAgentPane *self)
{
  QuireAgent *agent;

  g_return_val_if_fail (QUIRE_IS_AGENT_PANE (self), NULL);

  agent = get_agent (self);
  return agent != NULL ? quire_agent_get_name (agent) : NULL;
}

void
quire_agent_pane_set_agent (QuireAgentPane *self,
                            const char *name)
{
  GListModel *agents;

  g_return_if_fail (QUIRE_IS_AGENT_PANE (self));

  agents = gtk_drop_down_get_model (self->agent_drop_down);
  for (guint i = 0; agents != NULL && i < g_list_model_get_n_items (agents); i++)
    {
      g_autoptr (QuireAgent) agent = g_list_model_get_item (agents, i);

      if (g_strcmp0 (quire_agent_get_name (agent), name) == 0)
        gtk_drop_down_set_selected (self->agent_drop_down, i);
    }
}

gboolean
quire_agent_pane_draft (QuireAgentPane *self,
                        GError **error)
{
  g_autoptr (JsonObject) parameters = NULL;
  g_autoptr (QuireRun) run = NULL;

  g_return_val_if_fail (QUIRE_IS_AGENT_PANE (self), FALSE);

  if (self->workspace == NULL || self->scene == NULL)
    {
      g_set_error_literal (error, QUIRE_ERROR, QUIRE_ERROR_NOT_FOUND, _ ("Open the scene that is to be drafted first."));
      return FALSE;
    }

  parameters = json_object_new ();
  json_object_set_string_member (parameters, "scene_id", quire_node_get_id (self->scene));
  if (quire_agent_pane_get_agent (self) != NULL)
    json_object_set_string_member (parameters, "agent", quire_agent_pane_get_agent (self));
  run = quire_engine_submit (quire_workspace_get_engine (self->workspace), QUIRE_SCENE_GENERATION, parameters, error);
  if (run == NULL)
    return FALSE;

  g_signal_connect_object (run, "finished", G_CALLBACK (run_finished_cb), self, G_CONNECT_SWAPPED);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  return TRUE;
}

gboolean
quire_agent_pane_stop (QuireAgentPane *self)
{
  QuireEngine *engine;
  GListModel *runs;

  g_return_val_if_fail (QUIRE_IS_AGENT_PANE (self), FALSE);

  if (self->workspace == NULL)
    return FALSE;

  engine = quire_workspace_get_engine (self->workspace);
  runs = quire_engine_get_runs (engine);
  for (guint i = 0; i < g_list_model_get_n_items (runs); i++)
    {
      g_autoptr (QuireRun) run = g_list_model_get_item (runs, i);
      g_autoptr (GError) error = NULL;
      QuireRunState state = quire_run_get_state (run);

      if (state != QUIRE_RUN_RUNNING && state != QUIRE_RUN_QUEUED)
        continue;
      if (!quire_engine_cancel (engine, quire_run_get_id (run), &error))
        g_signal_emit (self, signals[FAILED], 0, error->message);
      return TRUE;
    }

  return FALSE;
}

void
quire_agent_pane_focus (QuireAgentPane *self)
{
  g_return_if_fail (QUIRE_IS_AGENT_PANE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->agent_drop_down));
}
