/* quire-outline-pane-edit.c: what the outline changes itself: titles, status, and the way back from Trash.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-outline"

#include "config.h"

#include "quire-outline-pane-private.h"

#include <glib/gi18n-lib.h>

#include "quire-error.h"
#include "quire-operation.h"

#define STATUS_ACTION "status"

static void
edited_cb (QuireOperation *operation,
           gpointer data)
{
  QuireOutlinePane *self = data;
  const GError *error = quire_operation_get_error (operation);

  if (error != NULL && !quire_error_is_cancelled (error))
    quire_outline_pane_fail (self, error->message);
}

void
quire_outline_pane_rename (QuireOutlinePane *self,
                           QuireNode *node,
                           const char *title)
{
  g_autoptr (QuireNodeData) values = NULL;

  if (self->project == NULL || node == NULL)
    return;

  values = quire_node_dup_data (node);
  g_set_str (&values->title, title);
  quire_operation_watch (quire_project_edit_node (self->project, values->id, QUIRE_NODE_FIELD_TITLE, values), self, edited_cb);
}

static void
status_activated_cb (QuireOutlinePane *self,
                     GVariant *parameter)
{
  g_autoptr (QuireNodeData) values = NULL;
  QuireStatus status;

  if (self->project == NULL || self->selected == NULL || quire_node_get_kind (self->selected) != QUIRE_NODE_SCENE ||
      !quire_status_from_name (g_variant_get_string (parameter, NULL), &status))
    return;

  values = quire_node_dup_data (self->selected);
  values->status = status;
  quire_operation_watch (quire_project_edit_node (self->project, values->id, QUIRE_NODE_FIELD_STATUS, values), self, edited_cb);
}

void
quire_outline_pane_update_actions (QuireOutlinePane *self)
{
  GAction *action;
  gboolean is_scene = self->selected != NULL && quire_node_get_kind (self->selected) == QUIRE_NODE_SCENE;
  gboolean writable = self->project != NULL && !quire_project_get_read_only (self->project);
  const char *status = is_scene ? quire_status_get_name (quire_node_get_status (self->selected)) : "";

  if (self->actions == NULL)
    return;

  action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), STATUS_ACTION);
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (status));
  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), is_scene && writable);
}

void
quire_outline_pane_install_actions (QuireOutlinePane *self)
{
  g_autoptr (GSimpleAction) status = g_simple_action_new_stateful (STATUS_ACTION, G_VARIANT_TYPE_STRING, g_variant_new_string (""));

  g_signal_connect_object (status, "activate", G_CALLBACK (status_activated_cb), self, G_CONNECT_SWAPPED);
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (status));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "outline", G_ACTION_GROUP (self->actions));
  quire_outline_pane_update_actions (self);
}

/* -- Trash -- */

static void
restored_cb (QuireOperation *operation,
             gpointer data)
{
  QuireOutlinePane *self = data;
  g_autoptr (QuireNode) node = g_steal_pointer (&self->restoring);
  const GError *error = quire_operation_get_error (operation);

  if (error == NULL && node != NULL)
    quire_outline_pane_select (self, node);
  else if (error != NULL && !quire_error_is_cancelled (error))
    quire_outline_pane_fail (self, error->message);
}

void
quire_outline_pane_restore (QuireOutlinePane *self,
                            QuireNode *node)
{
  if (self->project == NULL)
    return;

  g_set_object (&self->restoring, node);
  quire_operation_watch (quire_project_restore_node (self->project, quire_node_get_id (node)), self, restored_cb);
}

/* -- the context menu -- */

/* The popover puts the focus where it likes when it goes; so wait until it has. A command of the menu may have taken the focus on purpose, to an entry or to the
 * text, and keeps it. */
static void
menu_closed_idle (gpointer data)
{
  QuireOutlinePane *self = data;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  self->menu_source = 0;
  if (self->rename_pending)
    quire_outline_pane_start_rename (self);
  else if (!GTK_IS_TEXT (focus) && !GTK_IS_TEXT_VIEW (focus))
    quire_outline_pane_focus_list (self);
}

static void
menu_closed_cb (QuireOutlinePane *self)
{
  if (self->menu_source == 0)
    self->menu_source = g_idle_add_once (menu_closed_idle, self);
}

gboolean
quire_outline_pane_menu_is_open (QuireOutlinePane *self)
{
  return self->menu_source != 0 || (self->menu != NULL && gtk_widget_get_visible (self->menu));
}

void
quire_outline_pane_show_menu (QuireOutlinePane *self,
                              GtkWidget *widget,
                              double x,
                              double y)
{
  graphene_point_t point = GRAPHENE_POINT_INIT ((float) x, (float) y);
  gboolean is_scene;

  if (self->selected == NULL || !gtk_widget_compute_point (widget, GTK_WIDGET (self), &point, &point))
    return;

  if (self->menu == NULL)
    {
      self->menu = gtk_popover_menu_new_from_model (NULL);
      gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
      gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
      gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
      g_signal_connect_object (self->menu, "closed", G_CALLBACK (menu_closed_cb), self, G_CONNECT_SWAPPED);
    }

  is_scene = quire_node_get_kind (self->selected) == QUIRE_NODE_SCENE;
  quire_outline_pane_update_actions (self);
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu), is_scene ? self->scene_menu : self->branch_menu);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle) { (int) point.x, (int) point.y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}
