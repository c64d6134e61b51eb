/* quire-narrator.c: the points of view of a book, counted from its scenes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-voices"

#include "config.h"

#include "quire-narrator.h"

#include <string.h>

#include "quire-text.h"

#define N_STATUSES (QUIRE_STATUS_FINAL + 1)

struct _QuireNarrator
{
  GObject parent_instance;

  char *key; /* the folded name */
  char *name;
  GListStore *scenes;
  guint n_scenes[N_STATUSES];
  guint n_written;
  guint words;
  double share;
  guint revision;
  gboolean expanded;
};

enum
{
  PROP_0,
  PROP_NAME,
  PROP_REVISION,
  PROP_EXPANDED,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (QuireNarrator, quire_narrator, G_TYPE_OBJECT)

static void
quire_narrator_get_property (GObject *object,
                             guint id,
                             GValue *value,
                             GParamSpec *pspec)
{
  QuireNarrator *self = QUIRE_NARRATOR (object);

  switch (id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_REVISION:
      g_value_set_uint (value, self->revision);
      break;
    case PROP_EXPANDED:
      g_value_set_boolean (value, self->expanded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
quire_narrator_set_property (GObject *object,
                             guint id,
                             const GValue *value,
                             GParamSpec *pspec)
{
  QuireNarrator *self = QUIRE_NARRATOR (object);

  switch (id)
    {
    case PROP_EXPANDED:
      if (self->expanded != g_value_get_boolean (value))
        {
          self->expanded = g_value_get_boolean (value);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
quire_narrator_finalize (GObject *object)
{
  QuireNarrator *self = QUIRE_NARRATOR (object);

  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_object (&self->scenes);

  G_OBJECT_CLASS (quire_narrator_parent_class)->finalize (object);
}

static void
quire_narrator_class_init (QuireNarratorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = quire_narrator_get_property;
  object_class->set_property = quire_narrator_set_property;
  object_class->finalize = quire_narrator_finalize;

  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", readable);
  props[PROP_REVISION] = g_param_spec_uint ("revision", NULL, NULL, 0, G_MAXUINT, 0, readable);
  props[PROP_EXPANDED] = g_param_spec_boolean ("expanded", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
quire_narrator_init (QuireNarrator *self)
{
  self->scenes = g_list_store_new (QUIRE_TYPE_NODE);
}

/* -- counting -- */

/* What is counted for one narrator before it is compared with what is shown. */
typedef struct
{
  char *key;
  const char *name; /* as its first scene writes it */
  GPtrArray *scenes;
  guint words;
} Count;

static void
count_free (gpointer data)
{
  Count *count = data;

  g_free (count->key);
  g_ptr_array_unref (count->scenes);
  g_free (count);
}

/* Most words first; the nameless last; then by name, so that narrators without words have an order too. */
static int
compare_counts (gconstpointer a,
                gconstpointer b)
{
  const Count *count_a = a;
  const Count *count_b = b;
  gboolean nameless_a = count_a->key[0] == '\0';
  gboolean nameless_b = count_b->key[0] == '\0';

  if (nameless_a != nameless_b)
    return nameless_a ? 1 : -1;
  if (count_a->words != count_b->words)
    return count_a->words > count_b->words ? -1 : 1;

  return strcmp (count_a->key, count_b->key);
}

static GPtrArray *
count_scenes (GPtrArray *scenes)
{
  g_autoptr (GHashTable) by_key = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *counts = g_ptr_array_new_with_free_func (count_free);

  for (guint i = 0; i < scenes->len; i++)
    {
      QuireNode *scene = g_ptr_array_index (scenes, i);
      const char *name = quire_node_get_point_of_view (scene);
      g_autofree char *key = quire_text_fold (name);
      Count *count = g_hash_table_lookup (by_key, key);

      if (count == NULL)
        {
          count = g_new0 (Count, 1);
          count->name = key[0] != '\0' ? name : "";
          count->key = g_steal_pointer (&key);
          count->scenes = g_ptr_array_new_with_free_func (g_object_unref);
          g_hash_table_insert (by_key, count->key, count);
          g_ptr_array_add (counts, count);
        }
      g_ptr_array_add (count->scenes, g_object_ref (scene));
      count->words += quire_node_get_words (scene);
    }

  g_ptr_array_sort_values (counts, compare_counts);
  return counts;
}

/* Replaces what differs between the first and the last scene that are not the same. */
static void
take_scenes (QuireNarrator *self,
             GPtrArray *scenes)
{
  guint n_old = g_list_model_get_n_items (G_LIST_MODEL (self->scenes));
  guint first = 0;
  guint last = 0;

#define OLD(i) ((QuireNode *) g_list_model_get_object (G_LIST_MODEL (self->scenes), (i)))
  for (; first < MIN (n_old, scenes->len); first++)
    {
      g_autoptr (QuireNode) old = OLD (first);

      if (old != g_ptr_array_index (scenes, first))
        break;
    }
  for (; last < MIN (n_old, scenes->len) - first; last++)
    {
      g_autoptr (QuireNode) old = OLD (n_old - 1 - last);

      if (old != g_ptr_array_index (scenes, scenes->len - 1 - last))
        break;
    }
#undef OLD

  if (n_old - first - last > 0 || scenes->len - first - last > 0)
    g_list_store_splice (self->scenes, first, n_old - first - last, scenes->pdata + first, scenes->len - first - last);
}

static void
take_count (QuireNarrator *self,
            const Count *count,
            guint book_words)
{
  guint n_scenes[N_STATUSES] = { 0 };
  guint n_written = 0;
  double share = book_words > 0 ? (double) count->words / book_words : 0;

  for (guint i = 0; i < count->scenes->len; i++)
    {
      QuireNode *scene = g_ptr_array_index (count->scenes, i);

      n_scenes[quire_node_get_status (scene)]++;
      if (quire_node_get_words (scene) > 0)
        n_written++;
    }

  take_scenes (self, count->scenes);
  if (g_set_str (&self->name, count->name))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NAME]);
  if (memcmp (n_scenes, self->n_scenes, sizeof n_scenes) == 0 && n_written == self->n_written && count->words == self->words &&
      share == self->share)
    return;

  memcpy (self->n_scenes, n_scenes, sizeof n_scenes);
  self->n_written = n_written;
  self->words = count->words;
  self->share = share;
  self->revision++;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_REVISION]);
}

void
quire_narrators_update (GListStore *narrators,
                        QuireManuscript *manuscript)
{
  g_autoptr (GPtrArray) scenes = NULL;
  g_autoptr (GPtrArray) counts = NULL;
  g_autoptr (GPtrArray) result = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  guint n_old;
  gboolean same;

  g_return_if_fail (G_IS_LIST_STORE (narrators));
  g_return_if_fail (QUIRE_IS_MANUSCRIPT (manuscript));

  scenes = quire_manuscript_list_scenes (manuscript);
  counts = count_scenes (scenes);
  n_old = g_list_model_get_n_items (G_LIST_MODEL (narrators));
  same = n_old == counts->len;

  for (guint i = 0; i < n_old; i++)
    {
      QuireNarrator *narrator = g_list_model_get_item (G_LIST_MODEL (narrators), i);

      g_hash_table_insert (known, narrator->key, narrator);
    }

  for (guint i = 0; i < counts->len; i++)
    {
      Count *count = g_ptr_array_index (counts, i);
      QuireNarrator *narrator = g_hash_table_lookup (known, count->key);
      g_autoptr (QuireNarrator) old = g_list_model_get_item (G_LIST_MODEL (narrators), i);

      if (narrator != NULL)
        {
          g_object_ref (narrator);
        }
      else
        {
          narrator = g_object_new (QUIRE_TYPE_NARRATOR, NULL);
          narrator->key = g_strdup (count->key);
        }
      take_count (narrator, count, quire_manuscript_get_words (manuscript));
      g_ptr_array_add (result, narrator);
      same = same && old == narrator;
    }

  if (!same)
    g_list_store_splice (narrators, 0, n_old, result->pdata, result->len);
}

/* -- getters -- */

const char *
quire_narrator_get_name (QuireNarrator *self)
{
  g_return_val_if_fail (QUIRE_IS_NARRATOR (self), "");

  return self->name;
}

GListModel *
quire_narrator_get_scenes (QuireNarrator *self)
{
  g_return_val_if_fail (QUIRE_IS_NARRATOR (self), NULL);

  return G_LIST_MODEL (self->scenes);
}

guint
quire_narrator_get_n_scenes (QuireNarrator *self,
                             QuireStatus status)
{
  g_return_val_if_fail (QUIRE_IS_NARRATOR (self), 0);
  g_return_val_if_fail (status < N_STATUSES, 0);

  return self->n_scenes[status];
}

guint
quire_narrator_get_n_written (QuireNarrator *self)
{
  g_return_val_if_fail (QUIRE_IS_NARRATOR (self), 0);

  return self->n_written;
}

guint
quire_narrator_get_words (QuireNarrator *self)
{
  g_return_val_if_fail (QUIRE_IS_NARRATOR (self), 0);

  return self->words;
}

double
quire_narrator_get_share (QuireNarrator *self)
{
  g_return_val_if_fail (QUIRE_IS_NARRATOR (self), 0);

  return self->share;
}

guint
quire_narrator_get_revision (QuireNarrator *self)
{
  g_return_val_if_fail (QUIRE_IS_NARRATOR (self), 0);

  return self->revision;
}
