/* quire-scene-header.c: what stands above a scene's text: number, title and outline.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* An outline that is not stored yet is in `unsaved` under its scene's id, whichever scene is shown by now; it leaves the table when the
 * store says that just this text is on disk. */

#define G_LOG_DOMAIN "quire-ui"

#include "config.h"

#include "quire-scene-header.h"

#include <glib/gi18n-lib.h>

#include "quire-autosave.h"
#include "quire-error.h"
#include "quire-operation.h"

#define RETRY_MS 5000

struct _QuireSceneHeader
{
  GtkBox parent_instance;

  GtkWidget *number_label;
  GtkWidget *title_label;
  GtkExpander *outline_expander;
  GtkTextView *outline_view;
  GtkWidget *outline_hint;

  QuireProject *project;
  QuireNode *scene;
  GSignalGroup *scene_signals;
  QuireAutosave *autosave;
  GHashTable *unsaved; /* scene id → outline */
  guint retry_timer;
  gboolean showing; /* the stored outline is being put in */
  gboolean told;    /* that storing failed */
};

/* One outline on its way to the disk. */
typedef struct
{
  GWeakRef header;
  QuireOperation *operation;
  QuireFlush *flush;
  char *id;
  char *text;
} Storing;

enum
{
  FAILED,
  SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QuireSceneHeader, quire_scene_header, GTK_TYPE_BOX)

static void store_all (QuireSceneHeader *self, QuireFlush *flush);

/* -- showing -- */

static char *
dup_outline (QuireSceneHeader *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->outline_view);
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static void
show_outline (QuireSceneHeader *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->outline_view);
  g_autofree char *shown = dup_outline (self);
  const char *outline = NULL;

  if (self->scene != NULL)
    {
      outline = g_hash_table_lookup (self->unsaved, quire_node_get_id (self->scene));
      if (outline == NULL)
        outline = quire_node_get_synopsis (self->scene);
    }
  if (g_strcmp0 (shown, outline) == 0)
    return;

  self->showing = TRUE;
  gtk_text_buffer_begin_irreversible_action (buffer);
  gtk_text_buffer_set_text (buffer, outline != NULL ? outline : "", -1);
  gtk_text_buffer_end_irreversible_action (buffer);
  self->showing = FALSE;
}

static void
show_heading (QuireSceneHeader *self)
{
  g_autofree char *title = self->scene != NULL ? quire_node_dup_display_title (self->scene) : g_strdup ("");
  const char *number = self->scene != NULL ? quire_node_get_number (self->scene) : "";

  gtk_label_set_label (GTK_LABEL (self->title_label), title);
  gtk_label_set_label (GTK_LABEL (self->number_label), number);
  gtk_widget_set_visible (self->number_label, number[0] != '\0');
}

/* -- storing -- */

static void
retry_cb (gpointer data)
{
  QuireSceneHeader *self = data;

  self->retry_timer = 0;
  store_all (self, NULL);
}

static void
clear_retry (QuireSceneHeader *self)
{
  if (self->retry_timer != 0)
    quire_clock_remove_timer (quire_project_get_clock (self->project), self->retry_timer);
  self->retry_timer = 0;
}

static void
store_failed (QuireSceneHeader *self, const GError *error)
{
  g_autofree char *message = NULL;

  if (self->project == NULL)
    return;
  if (self->retry_timer == 0)
    self->retry_timer = quire_clock_add_timer (quire_project_get_clock (self->project), RETRY_MS, retry_cb, self, NULL);
  if (self->told || quire_error_is_cancelled (error))
    return;

  self->told = TRUE;
  if (error->domain == QUIRE_ERROR)
    message = g_strdup_printf (_ ("The outline could not be saved: %s It is kept in this window and saving is tried again every few seconds."), error->message);
  else
    message = g_strdup (_ ("The outline could not be saved. It is kept in this window and saving is tried again every few seconds."));
  g_signal_emit (self, signals[FAILED], 0, message);
}

static void
store_succeeded (QuireSceneHeader *self, const Storing *storing)
{
  if (g_strcmp0 (g_hash_table_lookup (self->unsaved, storing->id), storing->text) != 0)
    return;

  g_hash_table_remove (self->unsaved, storing->id);
  if (g_hash_table_size (self->unsaved) > 0)
    return;

  self->told = FALSE;
  if (self->project != NULL)
    clear_retry (self);
  g_signal_emit (self, signals[SAVED], 0);
}

static void
stored_cb (QuireOperation *operation, gpointer data)
{
  Storing *storing = data;
  g_autoptr (QuireSceneHeader) self = g_weak_ref_get (&storing->header);
  const GError *error = quire_operation_get_error (operation);

  if (self != NULL && error != NULL)
    store_failed (self, error);
  else if (self != NULL)
    store_succeeded (self, storing);
  if (storing->flush != NULL)
    quire_flush_answer (error, storing->flush);

  g_weak_ref_clear (&storing->header);
  g_object_unref (storing->operation);
  g_free (storing->id);
  g_free (storing->text);
  g_free (storing);
}

static void
store (QuireSceneHeader *self, const char *id, const char *text, QuireFlush *flush)
{
  Storing *storing = g_new0 (Storing, 1);
  const QuireNodeData values = { .synopsis = storing->text = g_strdup (text) };

  g_weak_ref_init (&storing->header, self);
  storing->id = g_strdup (id);
  storing->flush = flush != NULL ? quire_flush_expect (flush) : NULL;
  storing->operation = quire_operation_new (quire_project_edit_node (self->project, id, QUIRE_NODE_FIELD_SYNOPSIS, &values));
  g_signal_connect (storing->operation, "finished", G_CALLBACK (stored_cb), storing);
}

static void
store_all (QuireSceneHeader *self, QuireFlush *flush)
{
  GHashTableIter iter;
  gpointer id;
  gpointer text;

  g_hash_table_iter_init (&iter, self->unsaved);
  while (g_hash_table_iter_next (&iter, &id, &text))
    store (self, id, text, flush);
}

static void
due_cb (QuireSceneHeader *self)
{
  store_all (self, NULL);
}

static void
outline_changed_cb (QuireSceneHeader *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->outline_view);

  gtk_widget_set_visible (self->outline_hint, gtk_text_buffer_get_char_count (buffer) == 0);
  if (self->showing || self->scene == NULL)
    return;

  g_hash_table_replace (self->unsaved, g_strdup (quire_node_get_id (self->scene)), dup_outline (self));
  quire_autosave_touch (self->autosave);
}

/* -- the object -- */

static void
quire_scene_header_dispose (GObject *object)
{
  QuireSceneHeader *self = QUIRE_SCENE_HEADER (object);

  quire_scene_header_set_project (self, NULL);
  g_clear_object (&self->scene_signals);
  gtk_widget_dispose_template (GTK_WIDGET (self), QUIRE_TYPE_SCENE_HEADER);

  G_OBJECT_CLASS (quire_scene_header_parent_class)->dispose (object);
}

static void
quire_scene_header_finalize (GObject *object)
{
  QuireSceneHeader *self = QUIRE_SCENE_HEADER (object);

  g_hash_table_unref (self->unsaved);

  G_OBJECT_CLASS (quire_scene_header_parent_class)->finalize (object);
}

static void
quire_scene_header_class_init (QuireSceneHeaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = quire_scene_header_dispose;
  object_class->finalize = quire_scene_header_finalize;

  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SAVED] = g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/quirewriter/Quire/quire-scene-header.ui");
  gtk_widget_class_bind_template_child (widget_class, QuireSceneHeader, number_label);
  gtk_widget_class_bind_template_child (widget_class, QuireSceneHeader, title_label);
  gtk_widget_class_bind_template_child (widget_class, QuireSceneHeader, outline_expander);
  gtk_widget_class_bind_template_child (widget_class, QuireSceneHeader, outline_view);
  gtk_widget_class_bind_template_child (widget_class, QuireSceneHeader, outline_hint);
}

static void
quire_scene_header_init (QuireSceneHeader *self)
{
  self->unsaved = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_text_view_get_buffer (self->outline_view), "changed", G_CALLBACK (outline_changed_cb), self, G_CONNECT_SWAPPED);

  self->scene_signals = g_signal_group_new (QUIRE_TYPE_NODE);
  g_signal_group_connect_swapped (self->scene_signals, "notify::title", G_CALLBACK (show_heading), self);
  g_signal_group_connect_swapped (self->scene_signals, "notify::number", G_CALLBACK (show_heading), self);
  g_signal_group_connect_swapped (self->scene_signals, "notify::synopsis", G_CALLBACK (show_outline), self);
}

void
quire_scene_header_set_project (QuireSceneHeader *self, QuireProject *project)
{
  g_return_if_fail (QUIRE_IS_SCENE_HEADER (self));

  if (self->project != NULL)
    {
      quire_scene_header_set_scene (self, NULL, FALSE);
      clear_retry (self);
      g_clear_object (&self->autosave);
      g_hash_table_remove_all (self->unsaved);
    }
  g_set_object (&self->project, project);
  if (project == NULL)
    return;

  self->told = FALSE;
  self->autosave = quire_autosave_new (quire_project_get_clock (project));
  g_signal_connect_object (self->autosave, "due", G_CALLBACK (due_cb), self, G_CONNECT_SWAPPED);
  gtk_text_view_set_editable (self->outline_view, !quire_project_get_read_only (project));
}

void
quire_scene_header_set_scene (QuireSceneHeader *self, QuireNode *scene, gboolean open_outline)
{
  g_return_if_fail (QUIRE_IS_SCENE_HEADER (self));

  if (self->autosave != NULL)
    quire_autosave_flush (self->autosave);

  g_set_object (&self->scene, scene);
  g_signal_group_set_target (self->scene_signals, scene);
  show_heading (self);
  show_outline (self);
  gtk_expander_set_expanded (self->outline_expander, open_outline);
}

gboolean
quire_scene_header_get_unsaved (QuireSceneHeader *self)
{
  g_return_val_if_fail (QUIRE_IS_SCENE_HEADER (self), FALSE);

  return g_hash_table_size (self->unsaved) > 0;
}

void
quire_scene_header_flush (QuireSceneHeader *self, QuireFlushFunc func, gpointer data)
{
  QuireFlush *flush;

  g_return_if_fail (QUIRE_IS_SCENE_HEADER (self));

  flush = quire_flush_new (func, data);
  store_all (self, flush);
  quire_flush_answer (NULL, flush);
}
