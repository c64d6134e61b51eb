/* quire-codex-page.c: the story bible: entries by category, and the one that is read.
 *
 * An entry is immutable, and a change of the codex is a new object with the same id; so the entry that is shown is remembered by its id and looked up again after
 * every change. A filter hides rows only: what is being read stays. The list is made when the page is first shown: a book opens on another page.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-codex"

#include "config.h"

#include "quire-codex-page.h"
#include "quire-codex-page-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "quire-entry-view.h"
#include "quire-text.h"

struct _QuireCodexPage
{
  AdwBin parent_instance;

  GtkStack *stack;
  AdwNavigationSplitView *split;
  AdwNavigationPage *content_page;
  GtkSearchEntry *filter_entry;
  GtkStack *list_stack;
  GtkScrolledWindow *list_scroller;
  GtkListView *list;
  GtkStack *content_stack;
  QuireEntryView *entry_view;

  QuireWorkspace *workspace;
  GListModel *entries;
  GtkFilter *filter;
  GtkSingleSelection *selection;
  char *needle;   /* folded text of the filter */
  char *shown_id; /* the entry that is read */
  guint settle_source;
  guint top_source;
  gboolean top_wanted; /* the list is to show its very top as soon as it is laid out */
};

enum
{
  OPEN_SCENE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QuireCodexPage, quire_codex_page, ADW_TYPE_BIN)

/* -- the list -- */

static gboolean
match_entry (gpointer item,
             gpointer data)
{
  QuireCodexPage *self = data;
  const char *const *names = quire_entry_get_names (item);

  if (self->needle[0] == '\0')
    return TRUE;

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *folded = quire_text_fold (names[i]);

      if (strstr (folded, self->needle) != NULL)
        return TRUE;
    }

  return FALSE;
}

static guint
get_rank (const char *category)
{
  const char *const *categories = quire_entry_get_categories ();
  guint rank = 0;

  while (categories[rank] != NULL && strcmp (categories[rank], category) != 0)
    rank++;

  return rank;
}

static int
compare_categories (gconstpointer a,
                    gconstpointer b,
                    gpointer data)
{
  const char *category_a = quire_entry_get_category ((QuireEntry *) a);
  const char *category_b = quire_entry_get_category ((QuireEntry *) b);
  guint rank_a = get_rank (category_a);
  guint rank_b = get_rank (category_b);

  if (rank_a != rank_b)
    return rank_a < rank_b ? -1 : 1;

  return strcmp (category_a, category_b);
}

static void
clicked_cb (GtkListItem *item,
            int n_press,
            double x,
            double y,
            GtkGesture *gesture)
{
  QuireCodexPage *self = QUIRE_CODEX_PAGE (gtk_widget_get_ancestor (gtk_list_item_get_child (item), QUIRE_TYPE_CODEX_PAGE));

  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_list_view_scroll_to (self->list, gtk_list_item_get_position (item), GTK_LIST_SCROLL_SELECT | GTK_LIST_SCROLL_FOCUS, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
  adw_navigation_split_view_set_show_content (self->split, TRUE);
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "codex-row");
  g_signal_connect_object (click, "released", G_CALLBACK (clicked_cb), item, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (label, GTK_EVENT_CONTROLLER (click));
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem *item)
{
  QuireEntry *entry = gtk_list_item_get_item (item);
  GtkWidget *label = gtk_list_item_get_child (item);
  g_autofree char *names = g_strjoinv (", ", (char **) quire_entry_get_names (entry));

  gtk_label_set_label (GTK_LABEL (label), quire_entry_get_name (entry));
  gtk_widget_set_tooltip_text (label, names);
  gtk_list_item_set_accessible_label (item, quire_entry_get_name (entry));
}

static void
setup_header_cb (GtkSignalListItemFactory *factory,
                 GtkListHeader *header)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "codex-heading");
  gtk_list_header_set_child (header, label);
}

static void
bind_header_cb (GtkSignalListItemFactory *factory,
                GtkListHeader *header)
{
  QuireEntry *entry = gtk_list_header_get_item (header);

  gtk_label_set_label (GTK_LABEL (gtk_list_header_get_child (header)), quire_entry_get_category_title (quire_entry_get_category (entry)));
}

static void
set_factories (QuireCodexPage *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkListItemFactory *header_factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (header_factory, "setup", G_CALLBACK (setup_header_cb), NULL);
  g_signal_connect (header_factory, "bind", G_CALLBACK (bind_header_cb), NULL);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_header_factory (self->list, header_factory);
  g_object_unref (factory);
  g_object_unref (header_factory);
}

/* GtkListView begins with the first entry at its upper edge, so that the heading above it is out of sight. */
static void
show_top (gpointer data)
{
  QuireCodexPage *self = data;

  self->top_source = 0;
  self->top_wanted = FALSE;
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->list_scroller), 0);
}

static void
list_laid_out_cb (QuireCodexPage *self)
{
  if (self->top_wanted && self->top_source == 0)
    self->top_source = g_idle_add_once (show_top, self);
}

/* -- what is shown -- */

static void
show_entry (QuireCodexPage *self,
            QuireEntry *entry)
{
  g_set_str (&self->shown_id, entry != NULL ? quire_entry_get_id (entry) : NULL);
  quire_entry_view_set_entry (self->entry_view, entry);
  gtk_stack_set_visible_child_name (self->content_stack, entry != NULL ? "entry" : "nothing");
  adw_navigation_page_set_title (self->content_page, entry != NULL ? quire_entry_get_name (entry) : _ ("Entry"));
}

static void
selected_cb (QuireCodexPage *self)
{
  QuireEntry *entry = gtk_single_selection_get_selected_item (self->selection);

  if (entry != NULL)
    show_entry (self, entry);
}

/* Where the entry with @id is in @model, or GTK_INVALID_LIST_POSITION. */
static guint
find_entry (GListModel *model,
            const char *id)
{
  guint n = g_list_model_get_n_items (model);

  for (guint i = 0; id != NULL && i < n; i++)
    {
      g_autoptr (QuireEntry) entry = g_list_model_get_item (model, i);

      if (strcmp (quire_entry_get_id (entry), id) == 0)
        return i;
    }

  return GTK_INVALID_LIST_POSITION;
}

static void
settle (QuireCodexPage *self)
{
  g_autofree char *id = g_strdup (self->shown_id);
  guint position = find_entry (self->entries, id);
  g_autoptr (QuireEntry) entry = NULL;

  gtk_stack_set_visible_child_name (self->stack, g_list_model_get_n_items (self->entries) > 0 ? "codex" : "empty");
  gtk_stack_set_visible_child_name (self->list_stack, g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0 ? "list" : "nothing-found");

  /* What was read is gone, or nothing was: the first one, without leaving the list on a narrow window. */
  if (position == GTK_INVALID_LIST_POSITION)
    {
      adw_navigation_split_view_set_show_content (self->split, FALSE);
      entry = g_list_model_get_item (G_LIST_MODEL (self->selection), 0);
    }
  else
    {
      entry = g_list_model_get_item (self->entries, position);
    }

  show_entry (self, entry);
  gtk_single_selection_set_selected (self->selection, find_entry (G_LIST_MODEL (self->selection), self->shown_id));
}

static void
settle_idle (gpointer data)
{
  QuireCodexPage *self = data;

  self->settle_source = 0;
  settle (self);
}

static void
entries_changed_cb (QuireCodexPage *self)
{
  if (self->selection != NULL && self->settle_source == 0)
    self->settle_source = g_idle_add_once (settle_idle, self);
}

/* -- filter and keys -- */

static void
filter_changed_cb (QuireCodexPage *self)
{
  g_autofree char *needle = quire_text_fold (gtk_editable_get_text (GTK_EDITABLE (self->filter_entry)));
  guint before;

  if (!g_set_str (&self->needle, needle) || self->selection == NULL)
    return;

  before = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  self->top_wanted = before != g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  settle (self);
}

static void
focus_list (QuireCodexPage *self)
{
  guint position = self->selection != NULL ? gtk_single_selection_get_selected (self->selection) : GTK_INVALID_LIST_POSITION;

  /* A list without the focus only notes which row is to get it. */
  if (position != GTK_INVALID_LIST_POSITION)
    gtk_list_view_scroll_to (self->list, position, GTK_LIST_SCROLL_FOCUS, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->list));

  /* The focus on the first entry hides the heading above it again. */
  if (position == 0)
    {
      self->top_wanted = TRUE;
      list_laid_out_cb (self);
    }
}

static void
stop_filter_cb (QuireCodexPage *self)
{
  if (gtk_editable_get_text (GTK_EDITABLE (self->filter_entry))[0] == '\0')
    focus_list (self);

  gtk_editable_set_text (GTK_EDITABLE (self->filter_entry), "");
  filter_changed_cb (self);
}

static void
filter_activate_cb (QuireCodexPage *self)
{
  filter_changed_cb (self);
  if (self->selection == NULL || g_list_model_get_n_items (G_LIST_MODEL (self->selection)) == 0)
    return;

  gtk_list_view_scroll_to (self->list, 0, GTK_LIST_SCROLL_SELECT | GTK_LIST_SCROLL_FOCUS, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
  adw_navigation_split_view_set_show_content (self->split, TRUE);
}

static gboolean
filter_key_pressed_cb (QuireCodexPage *self,
                       guint key,
                       guint code,
                       GdkModifierType modifiers)
{
  if (key != GDK_KEY_Down && key != GDK_KEY_KP_Down)
    return GDK_EVENT_PROPAGATE;

  focus_list (self);
  return GDK_EVENT_STOP;
}

static void
activate_cb (QuireCodexPage *self,
             guint position)
{
  gtk_single_selection_set_selected (self->selection, position);
  adw_navigation_split_view_set_show_content (self->split, TRUE);
}

static void
open_scene_cb (QuireCodexPage *self,
               const char *id)
{
  g_signal_emit (self, signals[OPEN_SCENE], 0, id);
}

/* -- the object -- */

static void
create_model (QuireCodexPage *self)
{
  GtkFilterListModel *filtered = gtk_filter_list_model_new (g_object_ref (self->entries), g_object_ref (self->filter));
  g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (compare_categories, NULL, NULL));
  g_autoptr (GtkSortListModel) sorted = gtk_sort_list_model_new (G_LIST_MODEL (filtered), NULL);

  gtk_sort_list_model_set_section_sorter (sorted, sorter);
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, FALSE);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (sorted));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  self->top_wanted = TRUE;
  settle (self);
}

static void
quire_codex_page_map (GtkWidget *widget)
{
  QuireCodexPage *self = QUIRE_CODEX_PAGE (widget);

  if (self->entries != NULL && self->selection == NULL)
    create_model (self);

  GTK_WIDGET_CLASS (quire_codex_page_parent_class)->map (widget);
}

static void
quire_codex_page_dispose (GObject *object)
{
  QuireCodexPage *self = QUIRE_CODEX_PAGE (object);

  if (self->list != NULL)
    quire_codex_page_set_workspace (self, NULL);
  g_clear_object (&self->filter);
  adw_bin_set_child (ADW_BIN (self), NULL); /* else the template takes away a child that the bin still counts on */
  gtk_widget_dispose_template (GTK_WIDGET (self), QUIRE_TYPE_CODEX_PAGE);

  G_OBJECT_CLASS (quire_codex_page_parent_class)->dispose (object);
}

static void
quire_codex_page_finalize (GObject *object)
{
  QuireCodexPage *self = QUIRE_CODEX_PAGE (object);

  g_clear_pointer (&self->needle, g_free);
  g_clear_pointer (&self->shown_id, g_free);

  G_OBJECT_CLASS (quire_codex_page_parent_class)->finalize (object);
}

static void
quire_codex_page_class_init (QuireCodexPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = quire_codex_page_dispose;
  object_class->finalize = quire_codex_page_finalize;
  widget_class->map = quire_codex_page_map;

  signals[OPEN_SCENE] = g_signal_new ("open-scene", QUIRE_TYPE_CODEX_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (QUIRE_TYPE_ENTRY_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/quirewriter/Quire/quire-codex-page.ui");
  gtk_widget_class_bind_template_child (widget_class, QuireCodexPage, stack);
  gtk_widget_class_bind_template_child (widget_class, QuireCodexPage, split);
  gtk_widget_class_bind_template_child (widget_class, QuireCodexPage, content_page);
  gtk_widget_class_bind_template_child (widget_class, QuireCodexPage, filter_entry);
  gtk_widget_class_bind_template_child (widget_class, QuireCodexPage, list_stack);
  gtk_widget_class_bind_template_child (widget_class, QuireCodexPage, list_scroller);
  gtk_widget_class_bind_template_child (widget_class, QuireCodexPage, list);
  gtk_widget_class_bind_template_child (widget_class, QuireCodexPage, content_stack);
  gtk_widget_class_bind_template_child (widget_class, QuireCodexPage, entry_view);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_filter_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_scene_cb);
}

static void
quire_codex_page_init (QuireCodexPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->needle = g_strdup ("");
  self->filter = GTK_FILTER (gtk_custom_filter_new (match_entry, self, NULL));
  set_factories (self);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->list_scroller), "changed", G_CALLBACK (list_laid_out_cb), self, G_CONNECT_SWAPPED);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Codex"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->filter_entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Filter the codex"), -1);
}

static void
drop_entries (QuireCodexPage *self)
{
  /* An emptied list is laid out once more, and must not ask for its top then: the page may be gone when it comes to that. */
  self->top_wanted = FALSE;
  g_clear_handle_id (&self->settle_source, g_source_remove);
  g_clear_handle_id (&self->top_source, g_source_remove);
  if (self->entries != NULL)
    g_signal_handlers_disconnect_by_func (self->entries, entries_changed_cb, self);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_func (self->selection, selected_cb, self);

  /* The filter asks this page: no model of an earlier book may still use it. */
  gtk_list_view_set_model (self->list, NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->entries);
  show_entry (self, NULL);
}

void
quire_codex_page_set_entries (QuireCodexPage *self,
                              GListModel *entries,
                              QuireManuscript *manuscript)
{
  drop_entries (self);
  gtk_editable_set_text (GTK_EDITABLE (self->filter_entry), "");
  g_set_str (&self->needle, "");
  quire_entry_view_set_manuscript (self->entry_view, manuscript);
  if (entries == NULL)
    return;

  self->entries = g_object_ref (entries);
  g_signal_connect_object (entries, "items-changed", G_CALLBACK (entries_changed_cb), self, G_CONNECT_SWAPPED);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    create_model (self);
}

void
quire_codex_page_set_workspace (QuireCodexPage *self,
                                QuireWorkspace *workspace)
{
  g_return_if_fail (QUIRE_IS_CODEX_PAGE (self));
  g_return_if_fail (workspace == NULL || QUIRE_IS_WORKSPACE (workspace));

  if (workspace != NULL)
    quire_codex_page_set_entries (self, G_LIST_MODEL (quire_workspace_get_codex (workspace)),
                                  quire_project_get_manuscript (quire_workspace_get_project (workspace)));
  else
    quire_codex_page_set_entries (self, NULL, NULL);
  g_set_object (&self->workspace, workspace);
}

void
quire_codex_page_focus (QuireCodexPage *self)
{
  g_return_if_fail (QUIRE_IS_CODEX_PAGE (self));

  focus_list (self);
}
