/* quire-run-step-row.c: a step of a run.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-run-step-row"

#include "config.h"

#include "quire-run-step-row.h"

#include <glib/gi18n-lib.h>

struct _QuireRunStepRow
{
  AdwBin parent_instance;

  GtkLabel *mark;
  GtkLabel *title;
  GtkLabel *summary;
  QuireRunStep *step;
};

G_DEFINE_FINAL_TYPE (QuireRunStepRow, quire_run_step_row, ADW_TYPE_BIN)

/* The shape says the state; colour only repeats it. */
static const struct
{
  const char *mark;
  const char *css_class;
} marks[] = {
  [QUIRE_STEP_PENDING] = { "·", "dim-label" },
  [QUIRE_STEP_RUNNING] = { "○", "accent" },
  [QUIRE_STEP_RETRYING] = { "↻", "warning" },
  [QUIRE_STEP_COMPLETED] = { "✓", "success" },
  [QUIRE_STEP_FAILED] = { "✕", "error" },
  [QUIRE_STEP_SKIPPED] = { "–", "dim-label" },
  [QUIRE_STEP_CANCELLED] = { "■", "dim-label" },
};

static void
update (QuireRunStepRow *self)
{
  QuireStepState state = quire_run_step_get_state (self->step);
  const char *classes[] = { marks[state].css_class, "run-step-mark", NULL };
  const char *error = quire_run_step_get_error_message (self->step);

  gtk_label_set_label (self->mark, marks[state].mark);
  gtk_widget_set_css_classes (GTK_WIDGET (self->mark), classes);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), error[0] != '\0' ? error : quire_step_state_get_title (state));
  gtk_label_set_label (self->summary, quire_run_step_get_summary (self->step));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, quire_run_step_get_title (self->step),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, quire_step_state_get_title (state),
                                  -1);

  if (state == QUIRE_STEP_PENDING || state == QUIRE_STEP_SKIPPED)
    gtk_widget_add_css_class (GTK_WIDGET (self->title), "dim-label");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->title), "dim-label");
}

static void
quire_run_step_row_dispose (GObject *object)
{
  QuireRunStepRow *self = QUIRE_RUN_STEP_ROW (object);

  g_clear_object (&self->step);

  G_OBJECT_CLASS (quire_run_step_row_parent_class)->dispose (object);
}

static void
quire_run_step_row_class_init (QuireRunStepRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = quire_run_step_row_dispose;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
quire_run_step_row_init (QuireRunStepRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->mark = GTK_LABEL (gtk_label_new (NULL));
  self->title = GTK_LABEL (gtk_label_new (NULL));
  self->summary = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->title, 0);
  gtk_label_set_xalign (self->summary, 1);
  gtk_label_set_ellipsize (self->summary, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (GTK_WIDGET (self->summary), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->summary), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->summary), "caption");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->mark));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->summary));
  adw_bin_set_child (ADW_BIN (self), box);
}

QuireRunStepRow *
quire_run_step_row_new (QuireRunStep *step)
{
  QuireRunStepRow *self;

  g_return_val_if_fail (QUIRE_IS_RUN_STEP (step), NULL);

  self = g_object_new (QUIRE_TYPE_RUN_STEP_ROW, NULL);
  self->step = g_object_ref (step);
  gtk_label_set_label (self->title, quire_run_step_get_title (step));
  g_signal_connect_object (step, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}
