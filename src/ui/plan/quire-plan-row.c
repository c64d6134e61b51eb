/* quire-plan-row.c: one row of the page Plan.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-plan"

#include "config.h"

#include "quire-plan-row.h"

#include <glib/gi18n-lib.h>

#include "quire-node-text.h"
#include "quire-status-mark.h"

struct _QuirePlanRow
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkLabel *heading_label;
  GtkLabel *heading_words_label;
  GtkLabel *number_label;
  GtkLabel *title_label;
  GtkLabel *synopsis_label;
  QuireStatusMark *mark;
  GtkLabel *status_label;
  GtkWidget *point_of_view_box;
  GtkLabel *point_of_view_label;
  GtkLabel *words_label;

  QuireNode *node;
  GSignalGroup *node_signals;
  char *spoken;
};

enum
{
  PROP_0,
  PROP_SPOKEN,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (QuirePlanRow, quire_plan_row, ADW_TYPE_BIN)

static void
update_spoken (QuirePlanRow *self)
{
  g_autofree char *description = quire_node_text_dup_description (self->node);
  g_autofree char *synopsis = quire_node_text_dup_synopsis (self->node);
  g_autofree char *spoken = NULL;

  if (quire_node_get_kind (self->node) == QUIRE_NODE_SCENE && synopsis[0] != '\0')
    /* Translators: a scene (title, status, words) and its synopsis. */
    spoken = g_strdup_printf (_ ("%s. %s"), description, synopsis);
  if (g_set_str (&self->spoken, spoken != NULL ? spoken : description))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SPOKEN]);
}

static void
update_title (QuirePlanRow *self)
{
  g_autofree char *heading = quire_node_text_dup_heading (self->node);
  g_autofree char *title = quire_node_dup_display_title (self->node);

  gtk_label_set_label (self->heading_label, heading);
  gtk_label_set_label (self->number_label, quire_node_get_number (self->node));
  gtk_label_set_label (self->title_label, title);
  update_spoken (self);
}

static void
update_synopsis (QuirePlanRow *self)
{
  g_autofree char *synopsis = quire_node_text_dup_synopsis (self->node);

  gtk_label_set_label (self->synopsis_label, synopsis);
  gtk_widget_set_visible (GTK_WIDGET (self->synopsis_label), synopsis[0] != '\0');
  update_spoken (self);
}

static void
update_words (QuirePlanRow *self)
{
  g_autofree char *progress = quire_node_text_dup_progress (self->node);

  gtk_label_set_label (self->heading_words_label, progress);
  gtk_label_set_label (self->words_label, progress);
  update_spoken (self);
}

static void
update_status (QuirePlanRow *self)
{
  QuireStatus status = quire_node_get_status (self->node);

  quire_status_mark_set_status (self->mark, status);
  gtk_label_set_label (self->status_label, quire_status_get_title (status));
  update_spoken (self);
}

static void
update_point_of_view (QuirePlanRow *self)
{
  const char *point_of_view = quire_node_get_point_of_view (self->node);

  gtk_label_set_label (self->point_of_view_label, point_of_view);
  gtk_widget_set_visible (self->point_of_view_box, point_of_view[0] != '\0');
}

static void
show_kind (QuirePlanRow *self)
{
  QuireNodeKind kind = quire_node_get_kind (self->node);

  gtk_stack_set_visible_child_name (self->stack, kind == QUIRE_NODE_SCENE ? "scene" : "heading");
  for (QuireNodeKind k = QUIRE_NODE_ACT; k <= QUIRE_NODE_SCENE; k++)
    gtk_widget_remove_css_class (GTK_WIDGET (self), quire_node_kind_get_name (k));
  gtk_widget_add_css_class (GTK_WIDGET (self), quire_node_kind_get_name (kind));
}

static void
quire_plan_row_get_property (GObject *object,
                             guint id,
                             GValue *value,
                             GParamSpec *pspec)
{
  QuirePlanRow *self = QUIRE_PLAN_ROW (object);

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
quire_plan_row_dispose (GObject *object)
{
  QuirePlanRow *self = QUIRE_PLAN_ROW (object);

  g_clear_object (&self->node_signals);
  g_clear_object (&self->node);
  adw_bin_set_child (ADW_BIN (self), NULL); /* else the template takes away a child that the bin still counts on */
  gtk_widget_dispose_template (GTK_WIDGET (self), QUIRE_TYPE_PLAN_ROW);

  G_OBJECT_CLASS (quire_plan_row_parent_class)->dispose (object);
}

static void
quire_plan_row_finalize (GObject *object)
{
  QuirePlanRow *self = QUIRE_PLAN_ROW (object);

  g_clear_pointer (&self->spoken, g_free);

  G_OBJECT_CLASS (quire_plan_row_parent_class)->finalize (object);
}

static void
quire_plan_row_class_init (QuirePlanRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = quire_plan_row_get_property;
  object_class->dispose = quire_plan_row_dispose;
  object_class->finalize = quire_plan_row_finalize;

  props[PROP_SPOKEN] = g_param_spec_string ("spoken", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (QUIRE_TYPE_STATUS_MARK);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/quirewriter/Quire/quire-plan-row.ui");
  gtk_widget_class_bind_template_child (widget_class, QuirePlanRow, stack);
  gtk_widget_class_bind_template_child (widget_class, QuirePlanRow, heading_label);
  gtk_widget_class_bind_template_child (widget_class, QuirePlanRow, heading_words_label);
  gtk_widget_class_bind_template_child (widget_class, QuirePlanRow, number_label);
  gtk_widget_class_bind_template_child (widget_class, QuirePlanRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, QuirePlanRow, synopsis_label);
  gtk_widget_class_bind_template_child (widget_class, QuirePlanRow, mark);
  gtk_widget_class_bind_template_child (widget_class, QuirePlanRow, status_label);
  gtk_widget_class_bind_template_child (widget_class, QuirePlanRow, point_of_view_box);
  gtk_widget_class_bind_template_child (widget_class, QuirePlanRow, point_of_view_label);
  gtk_widget_class_bind_template_child (widget_class, QuirePlanRow, words_label);
}

static void
quire_plan_row_init (QuirePlanRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_tooltip_text (self->point_of_view_box, _ ("Point of view"));

  self->node_signals = g_signal_group_new (QUIRE_TYPE_NODE);
  g_signal_group_connect_swapped (self->node_signals, "notify::title", G_CALLBACK (update_title), self);
  g_signal_group_connect_swapped (self->node_signals, "notify::number", G_CALLBACK (update_title), self);
  g_signal_group_connect_swapped (self->node_signals, "notify::synopsis", G_CALLBACK (update_synopsis), self);
  g_signal_group_connect_swapped (self->node_signals, "notify::words", G_CALLBACK (update_words), self);
  g_signal_group_connect_swapped (self->node_signals, "notify::target", G_CALLBACK (update_words), self);
  g_signal_group_connect_swapped (self->node_signals, "notify::status", G_CALLBACK (update_status), self);
  g_signal_group_connect_swapped (self->node_signals, "notify::point-of-view", G_CALLBACK (update_point_of_view), self);
}

GtkWidget *
quire_plan_row_new (void)
{
  return g_object_new (QUIRE_TYPE_PLAN_ROW, NULL);
}

void
quire_plan_row_set_node (QuirePlanRow *self,
                         QuireNode *node)
{
  g_return_if_fail (QUIRE_IS_PLAN_ROW (self));
  g_return_if_fail (node == NULL || QUIRE_IS_NODE (node));

  if (!g_set_object (&self->node, node))
    return;

  g_signal_group_set_target (self->node_signals, node);
  if (node == NULL)
    return;

  show_kind (self);
  update_title (self);
  update_synopsis (self);
  update_words (self);
  update_status (self);
  update_point_of_view (self);
}

QuireNode *
quire_plan_row_get_node (QuirePlanRow *self)
{
  g_return_val_if_fail (QUIRE_IS_PLAN_ROW (self), NULL);

  return self->node;
}
