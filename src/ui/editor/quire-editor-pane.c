/* quire-editor-pane.c: the page Write.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-ui"

#include "config.h"

#include "quire-editor-pane.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "quire-markdown-edit.h"
#include "quire-scene-buffers.h"
#include "quire-scene-footer.h"
#include "quire-scene-header.h"
#include "quire-scene-view.h"

#define NO_POSITION -1

struct _QuireEditorPane
{
  AdwBin parent_instance;

  GtkStack *stack;
  AdwStatusPage *error_page;
  GtkWidget *again_button;
  QuireSceneView *view;
  QuireSceneHeader *header;
  GtkWidget *placeholder;
  GtkLabel *placeholder_label;
  GtkWidget *draft_button;
  QuireSceneFooter *footer;

  QuireProject *project;
  QuireSceneBuffers *buffers;
  QuireSceneBuffer *buffer; /* the one shown; NULL without a scene */
  QuireNode *scene;
  GSignalGroup *scene_signals;
  GSignalGroup *buffer_signals;
  GHashTable *scrolls; /* scene id → double: where each scene was left */
  double zoom;

  gboolean focus_wanted; /* when the text is there */
  int pending_caret;     /* NO_POSITION: none waits for the text */
  double pending_scroll;
};

enum
{
  PROP_0,
  PROP_SCENE,
  PROP_ZOOM,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

enum
{
  FAILED,
  SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QuireEditorPane, quire_editor_pane, ADW_TYPE_BIN)

/* -- what is shown -- */

static void
show_placeholder_text (QuireEditorPane *self)
{
  gboolean outlined = self->scene != NULL && quire_node_get_synopsis (self->scene)[0] != '\0';
  gboolean read_only = self->project != NULL && quire_project_get_read_only (self->project);

  gtk_widget_set_visible (self->draft_button, !read_only);
  if (read_only)
    gtk_label_set_label (self->placeholder_label, _ ("This scene is not written."));
  else if (outlined)
    gtk_label_set_label (self->placeholder_label, _ ("This scene is outlined but not written. Start typing, or draft it from its outline."));
  else
    gtk_label_set_label (self->placeholder_label, _ ("This scene is not written. Start typing, or say above what happens in it and draft it from that."));
}

static void
apply_position (QuireEditorPane *self)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  GtkTextIter caret;

  if (self->pending_caret != NO_POSITION)
    {
      gtk_text_buffer_get_iter_at_offset (buffer, &caret, self->pending_caret);
      gtk_text_buffer_place_cursor (buffer, &caret);
      quire_scene_view_set_scroll (self->view, self->pending_scroll);
    }
  self->pending_caret = NO_POSITION;
}

/* After every change of the buffer's state. */
static void
show_state (QuireEditorPane *self)
{
  QuireSceneBufferState state;
  gboolean loaded;

  if (self->buffer == NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, "none");
      return;
    }

  state = quire_scene_buffer_get_state (self->buffer);
  loaded = quire_scene_buffer_get_loaded (self->buffer);
  if (state == QUIRE_SCENE_BUFFER_UNREADABLE)
    adw_status_page_set_description (self->error_page, quire_scene_buffer_get_message (self->buffer));
  gtk_stack_set_visible_child_name (self->stack, state == QUIRE_SCENE_BUFFER_UNREADABLE ? "error" : "scene");
  gtk_text_view_set_editable (GTK_TEXT_VIEW (self->view), loaded && !quire_project_get_read_only (self->project));
  gtk_widget_set_visible (self->placeholder, loaded);

  if (loaded)
    apply_position (self);
  if (loaded && self->focus_wanted)
    {
      self->focus_wanted = FALSE;
      gtk_widget_grab_focus (GTK_WIDGET (self->view));
    }
}

static void
buffer_failed_cb (QuireEditorPane *self, QuireSceneBuffer *buffer, const char *message)
{
  g_signal_emit (self, signals[FAILED], 0, message);
}

static void
part_failed_cb (QuireEditorPane *self, const char *message)
{
  g_signal_emit (self, signals[FAILED], 0, message);
}

static void
part_saved_cb (QuireEditorPane *self)
{
  if (!quire_editor_pane_get_unsaved (self))
    g_signal_emit (self, signals[SAVED], 0);
}

static void
again_cb (QuireEditorPane *self)
{
  if (self->buffer != NULL)
    quire_scene_buffer_load (self->buffer);
}

/* -- the object -- */

static void
quire_editor_pane_dispose (GObject *object)
{
  QuireEditorPane *self = QUIRE_EDITOR_PANE (object);

  quire_editor_pane_set_workspace (self, NULL);
  g_clear_object (&self->scene_signals);
  g_clear_object (&self->buffer_signals);
  /* The bin must know that its child goes: the template takes it away behind its back. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), QUIRE_TYPE_EDITOR_PANE);

  G_OBJECT_CLASS (quire_editor_pane_parent_class)->dispose (object);
}

static void
quire_editor_pane_finalize (GObject *object)
{
  QuireEditorPane *self = QUIRE_EDITOR_PANE (object);

  g_hash_table_unref (self->scrolls);

  G_OBJECT_CLASS (quire_editor_pane_parent_class)->finalize (object);
}

static void
quire_editor_pane_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  QuireEditorPane *self = QUIRE_EDITOR_PANE (object);

  switch (id)
    {
    case PROP_SCENE:
      g_value_set_object (value, self->scene);
      break;

    case PROP_ZOOM:
      g_value_set_double (value, self->zoom);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
quire_editor_pane_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  QuireEditorPane *self = QUIRE_EDITOR_PANE (object);

  switch (id)
    {
    case PROP_SCENE:
      quire_editor_pane_open (self, g_value_get_object (value));
      break;

    case PROP_ZOOM:
      quire_editor_pane_set_zoom (self, g_value_get_double (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
quire_editor_pane_class_init (QuireEditorPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = quire_editor_pane_dispose;
  object_class->finalize = quire_editor_pane_finalize;
  object_class->get_property = quire_editor_pane_get_property;
  object_class->set_property = quire_editor_pane_set_property;

  props[PROP_SCENE] = g_param_spec_object ("scene", NULL, NULL, QUIRE_TYPE_NODE,
                                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_ZOOM] = g_param_spec_double ("zoom", NULL, NULL, QUIRE_ZOOM_MIN, QUIRE_ZOOM_MAX, 1.0,
                                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SAVED] = g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (QUIRE_TYPE_SCENE_FOOTER);
  g_type_ensure (QUIRE_TYPE_SCENE_HEADER);
  g_type_ensure (QUIRE_TYPE_SCENE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/quirewriter/Quire/quire-editor-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, QuireEditorPane, stack);
  gtk_widget_class_bind_template_child (widget_class, QuireEditorPane, error_page);
  gtk_widget_class_bind_template_child (widget_class, QuireEditorPane, again_button);
  gtk_widget_class_bind_template_child (widget_class, QuireEditorPane, view);
  gtk_widget_class_bind_template_child (widget_class, QuireEditorPane, header);
  gtk_widget_class_bind_template_child (widget_class, QuireEditorPane, placeholder);
  gtk_widget_class_bind_template_child (widget_class, QuireEditorPane, placeholder_label);
  gtk_widget_class_bind_template_child (widget_class, QuireEditorPane, draft_button);
  gtk_widget_class_bind_template_child (widget_class, QuireEditorPane, footer);
}

static void
quire_editor_pane_init (QuireEditorPane *self)
{
  self->zoom = 1.0;
  self->pending_caret = NO_POSITION;
  self->scrolls = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (self->again_button, "clicked", G_CALLBACK (again_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->header, "failed", G_CALLBACK (part_failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->header, "saved", G_CALLBACK (part_saved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->footer, "failed", G_CALLBACK (part_failed_cb), self, G_CONNECT_SWAPPED);

  self->scene_signals = g_signal_group_new (QUIRE_TYPE_NODE);
  g_signal_group_connect_swapped (self->scene_signals, "notify::synopsis", G_CALLBACK (show_placeholder_text), self);
  self->buffer_signals = g_signal_group_new (QUIRE_TYPE_SCENE_BUFFER);
  g_signal_group_connect_swapped (self->buffer_signals, "notify::state", G_CALLBACK (show_state), self);
  show_state (self);
}

void
quire_editor_pane_set_workspace (QuireEditorPane *self, QuireWorkspace *workspace)
{
  QuireProject *project;

  g_return_if_fail (QUIRE_IS_EDITOR_PANE (self));

  project = workspace != NULL ? quire_workspace_get_project (workspace) : NULL;
  if (project == self->project)
    return;

  quire_editor_pane_open (self, NULL);
  quire_scene_header_set_project (self->header, project);
  g_hash_table_remove_all (self->scrolls);
  g_clear_object (&self->buffers);
  g_set_object (&self->project, project);
  if (project == NULL)
    return;

  self->buffers = quire_scene_buffers_new (project);
  g_signal_connect_object (self->buffers, "failed", G_CALLBACK (buffer_failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->buffers, "saved", G_CALLBACK (part_saved_cb), self, G_CONNECT_SWAPPED);
}

/* Stores what was typed and remembers where it was read. */
static void
leave (QuireEditorPane *self)
{
  double *scroll;

  if (self->buffer == NULL)
    return;

  if (quire_scene_buffer_get_loaded (self->buffer) && self->pending_caret == NO_POSITION)
    {
      scroll = g_new (double, 1);
      *scroll = quire_scene_view_get_scroll (self->view);
      g_hash_table_replace (self->scrolls, g_strdup (quire_node_get_id (self->scene)), scroll);
    }
  quire_scene_buffer_flush (self->buffer, NULL, NULL);
}

/* The caret is where the buffer has it; the scroll is the view's and was remembered. */
static void
return_to_position (QuireEditorPane *self)
{
  const double *scroll = g_hash_table_lookup (self->scrolls, quire_node_get_id (self->scene));
  guint caret;

  self->pending_caret = NO_POSITION;
  if (!quire_scene_buffer_get_loaded (self->buffer))
    return;

  quire_editor_pane_get_position (self, &caret, NULL);
  quire_editor_pane_set_position (self, caret, scroll != NULL ? *scroll : 0.0);
}

void
quire_editor_pane_open (QuireEditorPane *self, QuireNode *scene)
{
  g_autoptr (GtkTextBuffer) nothing = NULL;

  g_return_if_fail (QUIRE_IS_EDITOR_PANE (self));
  g_return_if_fail (scene == NULL || QUIRE_IS_NODE (scene));
  g_return_if_fail (scene == NULL || self->project != NULL);

  if (scene == self->scene)
    return;

  leave (self);
  g_set_object (&self->scene, scene);
  self->focus_wanted = FALSE;
  self->pending_caret = NO_POSITION;
  if (scene != NULL)
    g_set_object (&self->buffer, quire_scene_buffers_show (self->buffers, scene));
  else
    g_clear_object (&self->buffer);

  if (scene == NULL)
    nothing = GTK_TEXT_BUFFER (gtk_source_buffer_new (NULL)); /* GtkSourceView asks any other kind for its colours all the same */
  gtk_text_view_set_buffer (GTK_TEXT_VIEW (self->view), scene != NULL ? GTK_TEXT_BUFFER (self->buffer) : nothing);
  quire_scene_header_set_scene (self->header, scene, scene != NULL && quire_node_get_words (scene) == 0);
  quire_scene_footer_show (self->footer, self->project, scene, self->buffer);
  g_signal_group_set_target (self->scene_signals, scene);
  g_signal_group_set_target (self->buffer_signals, self->buffer);
  show_placeholder_text (self);
  show_state (self);
  if (scene != NULL)
    return_to_position (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SCENE]);
}

QuireNode *
quire_editor_pane_get_scene (QuireEditorPane *self)
{
  g_return_val_if_fail (QUIRE_IS_EDITOR_PANE (self), NULL);

  return self->scene;
}

void
quire_editor_pane_flush (QuireEditorPane *self, QuireEditorFlushFunc func, gpointer data)
{
  QuireFlush *flush;

  g_return_if_fail (QUIRE_IS_EDITOR_PANE (self));

  flush = quire_flush_new (func, data);
  if (self->buffers != NULL)
    {
      quire_scene_header_flush (self->header, quire_flush_answer, quire_flush_expect (flush));
      quire_scene_buffers_flush (self->buffers, quire_flush_answer, quire_flush_expect (flush));
    }
  quire_flush_answer (NULL, flush);
}

gboolean
quire_editor_pane_get_unsaved (QuireEditorPane *self)
{
  g_return_val_if_fail (QUIRE_IS_EDITOR_PANE (self), FALSE);

  return self->buffers != NULL &&
         (quire_scene_buffers_get_unsaved (self->buffers) || quire_scene_header_get_unsaved (self->header));
}

void
quire_editor_pane_focus_text (QuireEditorPane *self)
{
  g_return_if_fail (QUIRE_IS_EDITOR_PANE (self));

  /* A screen reader should not read an empty page first. */
  self->focus_wanted = self->buffer != NULL && !quire_scene_buffer_get_loaded (self->buffer);
  if (self->buffer != NULL && !self->focus_wanted)
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

void
quire_editor_pane_toggle_mark (QuireEditorPane *self, const char *mark)
{
  g_return_if_fail (QUIRE_IS_EDITOR_PANE (self));

  if (self->buffer != NULL && gtk_text_view_get_editable (GTK_TEXT_VIEW (self->view)))
    quire_markdown_toggle_mark (GTK_TEXT_BUFFER (self->buffer), mark);
}

void
quire_editor_pane_get_position (QuireEditorPane *self, guint *caret, double *scroll)
{
  GtkTextIter iter;

  g_return_if_fail (QUIRE_IS_EDITOR_PANE (self));

  if (caret != NULL)
    *caret = self->pending_caret != NO_POSITION ? (guint) self->pending_caret : 0;
  if (scroll != NULL)
    *scroll = self->pending_caret != NO_POSITION ? self->pending_scroll : 0.0;
  if (self->buffer == NULL || self->pending_caret != NO_POSITION)
    return;

  if (caret != NULL)
    {
      gtk_text_buffer_get_iter_at_mark (GTK_TEXT_BUFFER (self->buffer), &iter, gtk_text_buffer_get_insert (GTK_TEXT_BUFFER (self->buffer)));
      *caret = (guint) gtk_text_iter_get_offset (&iter);
    }
  if (scroll != NULL)
    *scroll = quire_scene_view_get_scroll (self->view);
}

void
quire_editor_pane_set_position (QuireEditorPane *self, guint caret, double scroll)
{
  g_return_if_fail (QUIRE_IS_EDITOR_PANE (self));

  if (self->buffer == NULL)
    return;

  self->pending_caret = (int) MIN (caret, G_MAXINT);
  self->pending_scroll = CLAMP (scroll, 0.0, 1.0);
  if (quire_scene_buffer_get_loaded (self->buffer))
    apply_position (self);
}

void
quire_editor_pane_set_zoom (QuireEditorPane *self, double zoom)
{
  g_return_if_fail (QUIRE_IS_EDITOR_PANE (self));

  zoom = CLAMP (zoom, QUIRE_ZOOM_MIN, QUIRE_ZOOM_MAX);
  if (zoom == self->zoom)
    return;

  self->zoom = zoom;
  quire_scene_view_set_zoom (self->view, zoom);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ZOOM]);
}

double
quire_editor_pane_get_zoom (QuireEditorPane *self)
{
  g_return_val_if_fail (QUIRE_IS_EDITOR_PANE (self), 1.0);

  return self->zoom;
}
