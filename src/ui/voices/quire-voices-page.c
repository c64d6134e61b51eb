/* quire-voices-page.c: who tells the book, and how much of it.
 *
 * The figures come from all scenes, so they are counted afresh after a change, but at most once in COUNT_DELAY_MS, and not at all while the page is hidden: then it
 * only remembers that it has to. The manuscript says when words or the order change; status and point of view are heard from each scene.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-voices"

#include "config.h"

#include "quire-voices-page.h"
#include "quire-voices-page-private.h"

#include <glib/gi18n-lib.h>

#include "quire-narrator.h"
#include "quire-tree-expansion.h"
#include "quire-voices-row.h"

#define COUNT_DELAY_MS 200 /* figures that change faster than this cannot be read */

struct _QuireVoicesPage
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkListView *list;
  GtkWidget *empty_button;

  QuireWorkspace *workspace;
  QuireManuscript *manuscript;
  GListStore *narrators;
  QuireTreeExpansion *expansion;
  GHashTable *followed; /* set of the scenes that are listened to, with references */
  gboolean stale;       /* something has changed since the last count */
  guint count_source;   /* until it fires no other count is made */
  guint n_counts;
};

enum
{
  OPEN_SCENE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QuireVoicesPage, quire_voices_page, ADW_TYPE_BIN)

static void count_book (QuireVoicesPage *self);

/* -- counting -- */

static void
count_timeout (gpointer data)
{
  QuireVoicesPage *self = data;

  self->count_source = 0;
  if (self->stale && gtk_widget_get_mapped (GTK_WIDGET (self)))
    count_book (self);
}

static void
changed_cb (QuireVoicesPage *self)
{
  self->stale = TRUE;
  if (self->count_source == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->count_source = g_timeout_add_once (COUNT_DELAY_MS, count_timeout, self);
}

static gboolean
is_gone (gpointer scene,
         gpointer value,
         gpointer data)
{
  QuireVoicesPage *self = data;

  if (quire_manuscript_lookup (self->manuscript, quire_node_get_id (scene)) == scene)
    return FALSE;

  g_signal_handlers_disconnect_by_func (scene, changed_cb, self);
  return TRUE;
}

static void
follow_scenes (QuireVoicesPage *self)
{
  g_autoptr (GPtrArray) scenes = quire_manuscript_list_scenes (self->manuscript);

  g_hash_table_foreach_remove (self->followed, is_gone, self);
  for (guint i = 0; i < scenes->len; i++)
    {
      QuireNode *scene = g_ptr_array_index (scenes, i);

      if (!g_hash_table_add (self->followed, g_object_ref (scene)))
        continue;

      g_signal_connect_object (scene, "notify::status", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (scene, "notify::point-of-view", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
    }
}

static void
count_book (QuireVoicesPage *self)
{
  self->stale = FALSE;
  self->n_counts++;
  follow_scenes (self);
  quire_narrators_update (self->narrators, self->manuscript);
  gtk_stack_set_visible_child_name (self->stack, quire_manuscript_get_n_scenes (self->manuscript) > 0 ? "list" : "empty");
}

static void
quire_voices_page_map (GtkWidget *widget)
{
  QuireVoicesPage *self = QUIRE_VOICES_PAGE (widget);

  if (self->stale)
    count_book (self);

  GTK_WIDGET_CLASS (quire_voices_page_parent_class)->map (widget);
}

/* -- rows -- */

static GListModel *
get_children (gpointer item,
              GObject *data)
{
  return QUIRE_IS_NARRATOR (item) ? g_object_ref (quire_narrator_get_scenes (item)) : NULL;
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem *item)
{
  GtkWidget *row = quire_voices_row_new ();

  g_object_bind_property (row, "spoken", item, "accessible-label", G_BINDING_DEFAULT);
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem *item)
{
  quire_voices_row_set_list_row (QUIRE_VOICES_ROW (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem *item)
{
  quire_voices_row_set_list_row (QUIRE_VOICES_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
activate_cb (QuireVoicesPage *self,
             guint position)
{
  g_autoptr (GtkTreeListRow) row = gtk_tree_list_model_get_row (quire_tree_expansion_get_model (self->expansion), position);
  g_autoptr (GObject) item = row != NULL ? gtk_tree_list_row_get_item (row) : NULL;

  if (QUIRE_IS_NODE (item))
    g_signal_emit (self, signals[OPEN_SCENE], 0, quire_node_get_id (QUIRE_NODE (item)));
  else if (row != NULL)
    gtk_tree_list_row_set_expanded (row, !gtk_tree_list_row_get_expanded (row));
}

/* -- the object -- */

static void
quire_voices_page_dispose (GObject *object)
{
  QuireVoicesPage *self = QUIRE_VOICES_PAGE (object);

  if (self->list != NULL)
    {
      quire_voices_page_set_workspace (self, NULL);
      gtk_list_view_set_model (self->list, NULL);
    }
  g_clear_object (&self->expansion);
  g_clear_object (&self->narrators);
  adw_bin_set_child (ADW_BIN (self), NULL); /* else the template takes away a child that the bin still counts on */
  gtk_widget_dispose_template (GTK_WIDGET (self), QUIRE_TYPE_VOICES_PAGE);

  G_OBJECT_CLASS (quire_voices_page_parent_class)->dispose (object);
}

static void
quire_voices_page_finalize (GObject *object)
{
  QuireVoicesPage *self = QUIRE_VOICES_PAGE (object);

  g_clear_pointer (&self->followed, g_hash_table_unref);

  G_OBJECT_CLASS (quire_voices_page_parent_class)->finalize (object);
}

static void
quire_voices_page_class_init (QuireVoicesPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = quire_voices_page_dispose;
  object_class->finalize = quire_voices_page_finalize;
  widget_class->map = quire_voices_page_map;

  signals[OPEN_SCENE] = g_signal_new ("open-scene", QUIRE_TYPE_VOICES_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/quirewriter/Quire/quire-voices-page.ui");
  gtk_widget_class_bind_template_child (widget_class, QuireVoicesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, QuireVoicesPage, list);
  gtk_widget_class_bind_template_child (widget_class, QuireVoicesPage, empty_button);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
}

static void
quire_voices_page_init (QuireVoicesPage *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkNoSelection) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));

  self->followed = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->narrators = g_list_store_new (QUIRE_TYPE_NARRATOR);
  self->expansion = quire_tree_expansion_new (G_LIST_MODEL (self->narrators), get_children, NULL, FALSE);
  selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (quire_tree_expansion_get_model (self->expansion))));

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  g_object_unref (factory);

  quire_tree_expansion_add_keys (self->list);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Points of view"), -1);
}

static void
drop_manuscript (QuireVoicesPage *self)
{
  GHashTableIter iter;
  gpointer scene;

  g_clear_handle_id (&self->count_source, g_source_remove);
  self->stale = FALSE;
  if (self->manuscript != NULL)
    g_signal_handlers_disconnect_by_func (self->manuscript, changed_cb, self);

  g_hash_table_iter_init (&iter, self->followed);
  while (g_hash_table_iter_next (&iter, &scene, NULL))
    g_signal_handlers_disconnect_by_func (scene, changed_cb, self);
  g_hash_table_remove_all (self->followed);

  g_list_store_remove_all (self->narrators);
  g_clear_object (&self->manuscript);
}

void
quire_voices_page_set_manuscript (QuireVoicesPage *self,
                                  QuireManuscript *manuscript)
{
  if (self->manuscript == manuscript)
    return;

  drop_manuscript (self);
  if (manuscript == NULL)
    return;

  self->manuscript = g_object_ref (manuscript);
  g_signal_connect_object (manuscript, "structure-changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manuscript, "notify::words", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  self->stale = TRUE;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    count_book (self);
}

GListModel *
quire_voices_page_get_narrators (QuireVoicesPage *self)
{
  return G_LIST_MODEL (self->narrators);
}

guint
quire_voices_page_get_n_counts (QuireVoicesPage *self)
{
  return self->n_counts;
}

void
quire_voices_page_set_workspace (QuireVoicesPage *self,
                                 QuireWorkspace *workspace)
{
  g_return_if_fail (QUIRE_IS_VOICES_PAGE (self));
  g_return_if_fail (workspace == NULL || QUIRE_IS_WORKSPACE (workspace));

  quire_voices_page_set_manuscript (self, workspace != NULL ? quire_project_get_manuscript (quire_workspace_get_project (workspace)) : NULL);
  g_set_object (&self->workspace, workspace);
}

void
quire_voices_page_focus (QuireVoicesPage *self)
{
  g_return_if_fail (QUIRE_IS_VOICES_PAGE (self));

  if (g_str_equal (gtk_stack_get_visible_child_name (self->stack), "empty"))
    gtk_widget_grab_focus (self->empty_button);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->list));
}
