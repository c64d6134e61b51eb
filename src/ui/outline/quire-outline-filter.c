/* quire-outline-filter.c: searching the outline.
 *
 * Whether an act is shown depends on all that is in it, so the tree is walked once for a search and the nodes to show are kept in a set; the lists then only ask
 * the set.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-outline"

#include "config.h"

#include "quire-outline-filter.h"

#include <string.h>

#include "quire-text.h"

struct _QuireOutlineFilter
{
  GtkFilter parent_instance;

  GHashTable *shown; /* set of QuireNode with references */
  QuireNode *first;
};

G_DEFINE_FINAL_TYPE (QuireOutlineFilter, quire_outline_filter, GTK_TYPE_FILTER)

static gboolean
holds (const char *text,
       const char *needle)
{
  g_autofree char *folded = quire_text_fold (text);

  return strstr (folded, needle) != NULL;
}

static gboolean
node_holds (QuireNode *node,
            const char *needle)
{
  g_autofree char *title = quire_node_dup_display_title (node);

  return holds (title, needle) || holds (quire_node_get_synopsis (node), needle);
}

/* Collects the nodes of @model to show; TRUE if there is one. */
static gboolean
collect (QuireOutlineFilter *self,
         GListModel *model,
         const char *needle)
{
  guint n = g_list_model_get_n_items (model);
  gboolean any = FALSE;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (QuireNode) node = g_list_model_get_item (model, i);
      gboolean itself = node_holds (node, needle);

      if (itself && self->first == NULL)
        self->first = g_object_ref (node);
      if (collect (self, quire_node_get_children (node), needle) || itself)
        {
          g_hash_table_add (self->shown, g_steal_pointer (&node));
          any = TRUE;
        }
    }

  return any;
}

static gboolean
quire_outline_filter_match (GtkFilter *filter,
                            gpointer item)
{
  QuireOutlineFilter *self = QUIRE_OUTLINE_FILTER (filter);

  return g_hash_table_contains (self->shown, item);
}

static void
quire_outline_filter_finalize (GObject *object)
{
  QuireOutlineFilter *self = QUIRE_OUTLINE_FILTER (object);

  g_clear_pointer (&self->shown, g_hash_table_unref);
  g_clear_object (&self->first);

  G_OBJECT_CLASS (quire_outline_filter_parent_class)->finalize (object);
}

static void
quire_outline_filter_class_init (QuireOutlineFilterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = quire_outline_filter_finalize;
  GTK_FILTER_CLASS (klass)->match = quire_outline_filter_match;
}

static void
quire_outline_filter_init (QuireOutlineFilter *self)
{
  self->shown = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
}

QuireOutlineFilter *
quire_outline_filter_new (GListModel *acts,
                          const char *text)
{
  QuireOutlineFilter *self;
  g_autofree char *needle = NULL;

  g_return_val_if_fail (G_IS_LIST_MODEL (acts), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  needle = quire_text_fold (text);
  if (needle[0] == '\0')
    return NULL;

  self = g_object_new (QUIRE_TYPE_OUTLINE_FILTER, NULL);
  collect (self, acts, needle);
  return self;
}

QuireNode *
quire_outline_filter_get_first (QuireOutlineFilter *self)
{
  g_return_val_if_fail (QUIRE_IS_OUTLINE_FILTER (self), NULL);

  return self->first;
}
