/* quire-voices-row.c: a point of view with its figures, or one of its scenes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-voices"

#include "config.h"

#include "quire-voices-row.h"

#include <glib/gi18n-lib.h>

#include "quire-node-text.h"
#include "quire-status-mark.h"

#define N_STATUSES (QUIRE_STATUS_FINAL + 1)

struct _QuireVoicesRow
{
  AdwBin parent_instance;

  GtkTreeExpander *expander;
  GtkStack *stack;
  GtkLabel *name_label;
  GtkLabel *words_label;
  GtkProgressBar *share_bar;
  GtkLabel *share_label;
  AdwWrapBox *counts_box;
  GtkLabel *written_label;
  GtkLabel *title_label;
  GtkLabel *scene_words_label;
  QuireStatusMark *mark;

  GtkWidget *status_boxes[N_STATUSES];
  GtkLabel *status_labels[N_STATUSES];

  QuireNarrator *narrator; /* one of the two */
  QuireNode *scene;
  GSignalGroup *narrator_signals;
  GSignalGroup *scene_signals;
  char *spoken;
};

enum
{
  PROP_0,
  PROP_SPOKEN,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (QuireVoicesRow, quire_voices_row, ADW_TYPE_BIN)

static void
set_spoken (QuireVoicesRow *self,
            const char *spoken)
{
  if (g_set_str (&self->spoken, spoken))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SPOKEN]);
}

static void
show_statuses (QuireVoicesRow *self)
{
  for (QuireStatus status = 0; status < N_STATUSES; status++)
    {
      guint n = quire_narrator_get_n_scenes (self->narrator, status);
      /* Translators: a status of scenes and how many have it, as "Draft: 3". */
      g_autofree char *text = g_strdup_printf (_ ("%s: %'u"), quire_status_get_title (status), n);

      gtk_label_set_label (self->status_labels[status], text);
      gtk_widget_set_visible (self->status_boxes[status], n > 0);
    }
}

static void
show_narrator (QuireVoicesRow *self)
{
  const char *name = quire_narrator_get_name (self->narrator);
  guint n_scenes = g_list_model_get_n_items (quire_narrator_get_scenes (self->narrator));
  guint n_written = quire_narrator_get_n_written (self->narrator);
  double share = quire_narrator_get_share (self->narrator);
  g_autofree char *words = quire_node_text_dup_words (quire_narrator_get_words (self->narrator));
  /* Translators: how many of a narrator's scenes have text. */
  g_autofree char *written = g_strdup_printf (ngettext ("%'u of %'u scene written", "%'u of %'u scenes written", n_scenes), n_written, n_scenes);
  /* Translators: a part of the book in percent; %% is the percent sign. */
  g_autofree char *percent = g_strdup_printf (_ ("%.0f %%"), 100 * share);
  g_autofree char *spoken = NULL;

  if (name[0] == '\0')
    name = _ ("No point of view set");

  gtk_label_set_label (self->name_label, name);
  gtk_label_set_label (self->words_label, words);
  gtk_label_set_label (self->written_label, written);
  gtk_label_set_label (self->share_label, percent);
  gtk_progress_bar_set_fraction (self->share_bar, share);
  show_statuses (self);

  /* Translators: a narrator in words: name, words, percent of the book, scenes written. */
  spoken = g_strdup_printf (_ ("%s, %s, %s of the book, %s"), name, words, percent, written);
  set_spoken (self, spoken);
}

static void
show_scene (QuireVoicesRow *self)
{
  g_autofree char *heading = quire_node_text_dup_full_heading (self->scene);
  g_autofree char *count = quire_node_text_dup_count (quire_node_get_words (self->scene));
  g_autofree char *spoken = quire_node_text_dup_description (self->scene);

  gtk_label_set_label (self->title_label, heading);
  gtk_label_set_label (self->scene_words_label, count);
  quire_status_mark_set_status (self->mark, quire_node_get_status (self->scene));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title_label), heading);
  set_spoken (self, spoken);
}

static void
add_status_boxes (QuireVoicesRow *self)
{
  for (QuireStatus status = 0; status < N_STATUSES; status++)
    {
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
      GtkWidget *label = gtk_label_new (NULL);

      gtk_widget_add_css_class (label, "dimmed");
      gtk_widget_add_css_class (label, "numeric");
      gtk_box_append (GTK_BOX (box), quire_status_mark_new (status));
      gtk_box_append (GTK_BOX (box), label);
      adw_wrap_box_append (self->counts_box, box);
      self->status_boxes[status] = box;
      self->status_labels[status] = GTK_LABEL (label);
    }
}

static void
quire_voices_row_get_property (GObject *object,
                               guint id,
                               GValue *value,
                               GParamSpec *pspec)
{
  QuireVoicesRow *self = QUIRE_VOICES_ROW (object);

  switch (id)
    {
    case PROP_SPOKEN:
      g_value_set_string (value, self->spoken);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
quire_voices_row_dispose (GObject *object)
{
  QuireVoicesRow *self = QUIRE_VOICES_ROW (object);

  g_clear_object (&self->narrator_signals);
  g_clear_object (&self->scene_signals);
  g_clear_object (&self->narrator);
  g_clear_object (&self->scene);
  adw_bin_set_child (ADW_BIN (self), NULL); /* else the template takes away a child that the bin still counts on */
  gtk_widget_dispose_template (GTK_WIDGET (self), QUIRE_TYPE_VOICES_ROW);

  G_OBJECT_CLASS (quire_voices_row_parent_class)->dispose (object);
}

static void
quire_voices_row_finalize (GObject *object)
{
  QuireVoicesRow *self = QUIRE_VOICES_ROW (object);

  g_clear_pointer (&self->spoken, g_free);

  G_OBJECT_CLASS (quire_voices_row_parent_class)->finalize (object);
}

static void
quire_voices_row_class_init (QuireVoicesRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = quire_voices_row_get_property;
  object_class->dispose = quire_voices_row_dispose;
  object_class->finalize = quire_voices_row_finalize;

  props[PROP_SPOKEN] = g_param_spec_string ("spoken", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (QUIRE_TYPE_STATUS_MARK);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/quirewriter/Quire/quire-voices-row.ui");
  gtk_widget_class_bind_template_child (widget_class, QuireVoicesRow, expander);
  gtk_widget_class_bind_template_child (widget_class, QuireVoicesRow, stack);
  gtk_widget_class_bind_template_child (widget_class, QuireVoicesRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, QuireVoicesRow, words_label);
  gtk_widget_class_bind_template_child (widget_class, QuireVoicesRow, share_bar);
  gtk_widget_class_bind_template_child (widget_class, QuireVoicesRow, share_label);
  gtk_widget_class_bind_template_child (widget_class, QuireVoicesRow, counts_box);
  gtk_widget_class_bind_template_child (widget_class, QuireVoicesRow, written_label);
  gtk_widget_class_bind_template_child (widget_class, QuireVoicesRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, QuireVoicesRow, scene_words_label);
  gtk_widget_class_bind_template_child (widget_class, QuireVoicesRow, mark);
}

static void
quire_voices_row_init (QuireVoicesRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_status_boxes (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->share_bar), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Share of the book"), -1);

  self->narrator_signals = g_signal_group_new (QUIRE_TYPE_NARRATOR);
  g_signal_group_connect_swapped (self->narrator_signals, "notify::name", G_CALLBACK (show_narrator), self);
  g_signal_group_connect_swapped (self->narrator_signals, "notify::revision", G_CALLBACK (show_narrator), self);
  self->scene_signals = g_signal_group_new (QUIRE_TYPE_NODE);
  g_signal_group_connect_swapped (self->scene_signals, "notify::title", G_CALLBACK (show_scene), self);
  g_signal_group_connect_swapped (self->scene_signals, "notify::number", G_CALLBACK (show_scene), self);
  g_signal_group_connect_swapped (self->scene_signals, "notify::words", G_CALLBACK (show_scene), self);
  g_signal_group_connect_swapped (self->scene_signals, "notify::status", G_CALLBACK (show_scene), self);
}

GtkWidget *
quire_voices_row_new (void)
{
  return g_object_new (QUIRE_TYPE_VOICES_ROW, NULL);
}

void
quire_voices_row_set_list_row (QuireVoicesRow *self,
                               GtkTreeListRow *list_row)
{
  g_autoptr (GObject) item = NULL;

  g_return_if_fail (QUIRE_IS_VOICES_ROW (self));
  g_return_if_fail (list_row == NULL || GTK_IS_TREE_LIST_ROW (list_row));

  item = list_row != NULL ? gtk_tree_list_row_get_item (list_row) : NULL;
  gtk_tree_expander_set_list_row (self->expander, list_row);
  g_clear_object (&self->narrator);
  g_clear_object (&self->scene);
  if (QUIRE_IS_NARRATOR (item))
    self->narrator = QUIRE_NARRATOR (g_steal_pointer (&item));
  else if (QUIRE_IS_NODE (item))
    self->scene = QUIRE_NODE (g_steal_pointer (&item));
  g_signal_group_set_target (self->narrator_signals, self->narrator);
  g_signal_group_set_target (self->scene_signals, self->scene);

  gtk_widget_remove_css_class (GTK_WIDGET (self), "narrator");
  if (self->narrator != NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self), "narrator");
      gtk_stack_set_visible_child_name (self->stack, "narrator");
      show_narrator (self);
    }
  else if (self->scene != NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, "scene");
      show_scene (self);
    }
}
