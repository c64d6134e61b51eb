/* quire-outline-row.c: one row of the outline.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-outline"

#include "config.h"

#include "quire-outline-row.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "quire-node-text.h"
#include "quire-status-mark.h"

struct _QuireOutlineRow
{
  AdwBin parent_instance;

  GtkTreeExpander *expander;
  GtkBox *box;
  GtkLabel *title_label;
  GtkLabel *words_label;
  QuireStatusMark *mark;

  GtkWidget *title_entry; /* NULL until the title is changed for the first time: hundreds of rows never need one */
  gboolean renaming;
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

enum
{
  CLICKED,
  MENU_REQUESTED,
  RENAMED,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QuireOutlineRow, quire_outline_row, ADW_TYPE_BIN)

/* -- showing the node -- */

static void
update_spoken (QuireOutlineRow *self)
{
  g_autofree char *spoken = quire_node_text_dup_description (self->node);

  if (g_set_str (&self->spoken, spoken))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SPOKEN]);
}

static void
update_title (QuireOutlineRow *self)
{
  g_autofree char *heading = quire_node_text_dup_heading (self->node);

  gtk_label_set_label (self->title_label, heading);
  update_spoken (self);
}

static void
update_words (QuireOutlineRow *self)
{
  g_autofree char *count = quire_node_text_dup_count (quire_node_get_words (self->node));

  gtk_label_set_label (self->words_label, count);
  update_spoken (self);
}

static void
update_status (QuireOutlineRow *self)
{
  quire_status_mark_set_status (self->mark, quire_node_get_status (self->node));
  update_spoken (self);
}

static void
show_kind (QuireOutlineRow *self)
{
  QuireNodeKind kind = quire_node_get_kind (self->node);

  gtk_widget_set_visible (GTK_WIDGET (self->mark), kind == QUIRE_NODE_SCENE && !self->renaming);
  gtk_widget_set_visible (GTK_WIDGET (self->words_label), !self->renaming);
  gtk_widget_set_visible (GTK_WIDGET (self->title_label), !self->renaming);
  if (self->title_entry != NULL)
    gtk_widget_set_visible (self->title_entry, self->renaming);
  gtk_widget_remove_css_class (GTK_WIDGET (self), "act");
  gtk_widget_remove_css_class (GTK_WIDGET (self), "chapter");
  if (kind != QUIRE_NODE_SCENE)
    gtk_widget_add_css_class (GTK_WIDGET (self), quire_node_kind_get_name (kind));
}

static gboolean
query_tooltip_cb (QuireOutlineRow *self,
                  int x,
                  int y,
                  gboolean keyboard,
                  GtkTooltip *tooltip)
{
  if (self->spoken == NULL || self->renaming)
    return FALSE;

  gtk_tooltip_set_text (tooltip, self->spoken);
  return TRUE;
}

/* -- clicks -- */

/* The list would open a row at the second press of a double click, after the first click has done it already. */
static void
pressed_cb (QuireOutlineRow *self,
            int n_press,
            double x,
            double y,
            GtkGesture *gesture)
{
  if (self->renaming)
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_DENIED);
  else if (n_press > 1)
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
released_cb (QuireOutlineRow *self,
             int n_press,
             double x,
             double y,
             GtkGesture *gesture)
{
  if (n_press != 1 || self->node == NULL)
    return;

  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  g_signal_emit (self, signals[CLICKED], 0);
}

static void
menu_pressed_cb (QuireOutlineRow *self,
                 int n_press,
                 double x,
                 double y,
                 GtkGesture *gesture)
{
  if (self->renaming || self->node == NULL)
    return;

  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  g_signal_emit (self, signals[MENU_REQUESTED], 0, x, y);
}

static void
long_pressed_cb (QuireOutlineRow *self,
                 double x,
                 double y,
                 GtkGesture *gesture)
{
  menu_pressed_cb (self, 1, x, y, gesture);
}

/* -- renaming -- */

/* The entry is hidden and not taken away: this happens in the middle of the focus leaving it. */
static void
stop_rename (QuireOutlineRow *self,
             gboolean store)
{
  g_autofree char *title = NULL;

  if (!self->renaming)
    return;

  self->renaming = FALSE;
  title = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->title_entry))));
  show_kind (self);
  if (store && strcmp (title, quire_node_get_title (self->node)) != 0)
    g_signal_emit (self, signals[RENAMED], 0, title);
}

/* The focus goes back to the row that the list has around this one, so that the next arrow key goes on from here. */
static void
stop_rename_by_key (QuireOutlineRow *self,
                    gboolean store)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));

  stop_rename (self, store);
  if (parent != NULL)
    gtk_widget_grab_focus (parent);
}

static void
entry_activate_cb (QuireOutlineRow *self)
{
  stop_rename_by_key (self, TRUE);
}

static void
entry_leave_cb (QuireOutlineRow *self)
{
  stop_rename (self, TRUE);
}

static gboolean
entry_key_pressed_cb (QuireOutlineRow *self,
                      guint key,
                      guint code,
                      GdkModifierType modifiers)
{
  if (key != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;

  stop_rename_by_key (self, FALSE);
  return GDK_EVENT_STOP;
}

static void
add_entry (QuireOutlineRow *self)
{
  GtkWidget *entry = gtk_entry_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 4);
  gtk_widget_set_hexpand (entry, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("New title"), -1);
  g_signal_connect_object (entry, "activate", G_CALLBACK (entry_activate_cb), self, G_CONNECT_SWAPPED);

  g_signal_connect_object (focus, "leave", G_CALLBACK (entry_leave_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (entry, focus);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (entry_key_pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (entry, keys);

  gtk_box_append (self->box, entry);
  self->title_entry = entry;
}

/* -- the object -- */

static void
quire_outline_row_get_property (GObject *object,
                                guint id,
                                GValue *value,
                                GParamSpec *pspec)
{
  QuireOutlineRow *self = QUIRE_OUTLINE_ROW (object);

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
quire_outline_row_dispose (GObject *object)
{
  QuireOutlineRow *self = QUIRE_OUTLINE_ROW (object);

  self->renaming = FALSE;
  self->title_entry = NULL;
  g_clear_object (&self->node_signals);
  g_clear_object (&self->node);
  adw_bin_set_child (ADW_BIN (self), NULL); /* else the template takes away a child that the bin still counts on */
  gtk_widget_dispose_template (GTK_WIDGET (self), QUIRE_TYPE_OUTLINE_ROW);

  G_OBJECT_CLASS (quire_outline_row_parent_class)->dispose (object);
}

static void
quire_outline_row_finalize (GObject *object)
{
  QuireOutlineRow *self = QUIRE_OUTLINE_ROW (object);

  g_clear_pointer (&self->spoken, g_free);

  G_OBJECT_CLASS (quire_outline_row_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/quirewriter/Quire/quire-outline-row.ui");
  gtk_widget_class_bind_template_child (widget_class, QuireOutlineRow, expander);
  gtk_widget_class_bind_template_child (widget_class, QuireOutlineRow, box);
  gtk_widget_class_bind_template_child (widget_class, QuireOutlineRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, QuireOutlineRow, words_label);
  gtk_widget_class_bind_template_child (widget_class, QuireOutlineRow, mark);
  gtk_widget_class_bind_template_callback (widget_class, query_tooltip_cb);
  gtk_widget_class_bind_template_callback (widget_class, pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, released_cb);
  gtk_widget_class_bind_template_callback (widget_class, menu_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, long_pressed_cb);
}

static void
quire_outline_row_class_init (QuireOutlineRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = quire_outline_row_get_property;
  object_class->dispose = quire_outline_row_dispose;
  object_class->finalize = quire_outline_row_finalize;

  props[PROP_SPOKEN] = g_param_spec_string ("spoken", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[CLICKED] = g_signal_new ("clicked", QUIRE_TYPE_OUTLINE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[MENU_REQUESTED] = g_signal_new ("menu-requested", QUIRE_TYPE_OUTLINE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[RENAMED] = g_signal_new ("renamed", QUIRE_TYPE_OUTLINE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (QUIRE_TYPE_STATUS_MARK);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
quire_outline_row_init (QuireOutlineRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->node_signals = g_signal_group_new (QUIRE_TYPE_NODE);
  g_signal_group_connect_swapped (self->node_signals, "notify::title", G_CALLBACK (update_title), self);
  g_signal_group_connect_swapped (self->node_signals, "notify::number", G_CALLBACK (update_title), self);
  g_signal_group_connect_swapped (self->node_signals, "notify::words", G_CALLBACK (update_words), self);
  g_signal_group_connect_swapped (self->node_signals, "notify::status", G_CALLBACK (update_status), self);
  g_signal_group_connect_swapped (self->node_signals, "notify::target", G_CALLBACK (update_spoken), self);
  g_signal_group_connect_swapped (self->node_signals, "notify::n-scenes", G_CALLBACK (update_spoken), self);
}

GtkWidget *
quire_outline_row_new (void)
{
  return g_object_new (QUIRE_TYPE_OUTLINE_ROW, NULL);
}

void
quire_outline_row_set_list_row (QuireOutlineRow *self,
                                GtkTreeListRow *list_row)
{
  g_return_if_fail (QUIRE_IS_OUTLINE_ROW (self));
  g_return_if_fail (list_row == NULL || GTK_IS_TREE_LIST_ROW (list_row));

  stop_rename (self, TRUE);
  gtk_tree_expander_set_list_row (self->expander, list_row);
  g_clear_object (&self->node);
  if (list_row != NULL)
    self->node = gtk_tree_list_row_get_item (list_row);
  g_signal_group_set_target (self->node_signals, self->node);
  if (self->node == NULL)
    return;

  show_kind (self);
  update_title (self);
  update_words (self);
  update_status (self);
}

QuireNode *
quire_outline_row_get_node (QuireOutlineRow *self)
{
  g_return_val_if_fail (QUIRE_IS_OUTLINE_ROW (self), NULL);

  return self->node;
}

void
quire_outline_row_start_rename (QuireOutlineRow *self)
{
  g_return_if_fail (QUIRE_IS_OUTLINE_ROW (self));

  if (self->renaming || self->node == NULL)
    return;

  if (self->title_entry == NULL)
    add_entry (self);

  self->renaming = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->title_entry), quire_node_get_title (self->node));
  show_kind (self);
  gtk_widget_grab_focus (self->title_entry);
  gtk_editable_select_region (GTK_EDITABLE (self->title_entry), 0, -1);
}

gboolean
quire_outline_row_get_renaming (QuireOutlineRow *self)
{
  g_return_val_if_fail (QUIRE_IS_OUTLINE_ROW (self), FALSE);

  return self->renaming;
}
