/* quire-codex.c: the codex of an open book
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-knowledge"

#include "config.h"

#include "quire-codex.h"

#include "quire-future.h"
#include "quire-name-matcher-private.h"
#include "quire-text.h"

struct _QuireCodex
{
  GObject parent_instance;

  QuireProject *project;
  GPtrArray *entries;  /* of QuireEntry */
  GHashTable *by_id;   /* id → QuireEntry, not owned */
  GHashTable *by_name; /* folded name → QuireEntry, not owned */
  QuireNameMatcher *matcher;
  DexFuture *loading; /* the newest load */
};

static void quire_codex_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (QuireCodex, quire_codex, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, quire_codex_list_model_init))

static GType
quire_codex_get_item_type (GListModel *model)
{
  return QUIRE_TYPE_ENTRY;
}

static guint
quire_codex_get_n_items (GListModel *model)
{
  return QUIRE_CODEX (model)->entries->len;
}

static gpointer
quire_codex_get_item (GListModel *model, guint position)
{
  QuireCodex *self = QUIRE_CODEX (model);

  return position < self->entries->len ? g_object_ref (g_ptr_array_index (self->entries, position)) : NULL;
}

static void
quire_codex_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = quire_codex_get_item_type;
  iface->get_n_items = quire_codex_get_n_items;
  iface->get_item = quire_codex_get_item;
}

static void
quire_codex_dispose (GObject *object)
{
  QuireCodex *self = QUIRE_CODEX (object);

  dex_clear (&self->loading);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (quire_codex_parent_class)->dispose (object);
}

static void
quire_codex_finalize (GObject *object)
{
  QuireCodex *self = QUIRE_CODEX (object);

  g_hash_table_unref (self->by_id);
  g_hash_table_unref (self->by_name);
  g_ptr_array_unref (self->entries);
  quire_name_matcher_free (self->matcher);

  G_OBJECT_CLASS (quire_codex_parent_class)->finalize (object);
}

static void
quire_codex_class_init (QuireCodexClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = quire_codex_dispose;
  object_class->finalize = quire_codex_finalize;
}

static void
quire_codex_init (QuireCodex *self)
{
  self->entries = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->matcher = quire_name_matcher_new ();
}

static void
build_indexes (QuireCodex *self)
{
  g_hash_table_remove_all (self->by_id);
  g_hash_table_remove_all (self->by_name);
  g_clear_pointer (&self->matcher, quire_name_matcher_free);
  self->matcher = quire_name_matcher_new ();

  for (guint i = 0; i < self->entries->len; i++)
    {
      QuireEntry *entry = g_ptr_array_index (self->entries, i);
      const char *const *names = quire_entry_get_names (entry);

      g_hash_table_insert (self->by_id, (gpointer) quire_entry_get_id (entry), entry);
      for (guint n = 0; names[n] != NULL; n++)
        {
          g_autofree char *folded = quire_text_fold (names[n]);

          quire_name_matcher_add (self->matcher, names[n], i);
          if (!g_hash_table_contains (self->by_name, folded))
            g_hash_table_insert (self->by_name, g_steal_pointer (&folded), entry);
        }
    }
}

/* Takes over what the file has. What stayed the same at both ends is left alone, so that a list keeps its place when one entry changes. */
static void
set_entries (QuireCodex *self, GPtrArray *entries)
{
  g_autoptr (GPtrArray) former = g_steal_pointer (&self->entries);
  guint start = 0;
  guint end = 0;
  guint shorter = MIN (former->len, entries->len);

  self->entries = g_ptr_array_ref (entries);
  build_indexes (self);

  while (start < shorter && former->pdata[start] == entries->pdata[start])
    start++;
  while (end < shorter - start && former->pdata[former->len - 1 - end] == entries->pdata[entries->len - 1 - end])
    end++;

  if (former->len != entries->len || start + end < entries->len)
    g_list_model_items_changed (G_LIST_MODEL (self), start, former->len - start - end, entries->len - start - end);
}

static gboolean
facts_are_equal (const QuireFact *a, const QuireFact *b)
{
  return g_strcmp0 (a->id, b->id) == 0 &&
         g_strcmp0 (a->attribute, b->attribute) == 0 &&
         g_strcmp0 (a->value, b->value) == 0 &&
         g_strcmp0 (a->valid_from, b->valid_from) == 0 &&
         g_strcmp0 (a->valid_to, b->valid_to) == 0 &&
         g_strcmp0 (a->known_by, b->known_by) == 0;
}

static gboolean
entries_are_equal (QuireEntry *a, QuireEntry *b)
{
  if (g_strcmp0 (quire_entry_get_category (a), quire_entry_get_category (b)) != 0 ||
      g_strcmp0 (quire_entry_get_text (a), quire_entry_get_text (b)) != 0 ||
      quire_entry_get_send (a) != quire_entry_get_send (b) ||
      quire_entry_get_n_facts (a) != quire_entry_get_n_facts (b) ||
      !g_strv_equal (quire_entry_get_names (a), quire_entry_get_names (b)))
    return FALSE;

  for (guint i = 0; i < quire_entry_get_n_facts (a); i++)
    if (!facts_are_equal (quire_entry_get_fact (a, i), quire_entry_get_fact (b, i)))
      return FALSE;

  return TRUE;
}

/* Entries are immutable, so one that did not change stays the object that views already show. */
static GPtrArray *
keep_unchanged (QuireCodex *self, GPtrArray *loaded)
{
  GPtrArray *entries = g_ptr_array_new_full (loaded->len, g_object_unref);

  for (guint i = 0; i < loaded->len; i++)
    {
      QuireEntry *entry = g_ptr_array_index (loaded, i);
      QuireEntry *former = g_hash_table_lookup (self->by_id, quire_entry_get_id (entry));

      g_ptr_array_add (entries, g_object_ref (former != NULL && entries_are_equal (former, entry) ? former : entry));
    }

  return entries;
}

/* Hearing of changes reaches widgets, which must not run on the stack of the fiber that has loaded. */
typedef struct
{
  QuireCodex *codex;
  GPtrArray *loaded;
  DexPromise *done;
} Showing;

static void
showing_free (gpointer data)
{
  Showing *showing = data;

  g_object_unref (showing->codex);
  g_ptr_array_unref (showing->loaded);
  dex_unref (showing->done);
  g_free (showing);
}

static gboolean
show_cb (gpointer data)
{
  Showing *showing = data;
  g_autoptr (GPtrArray) entries = keep_unchanged (showing->codex, showing->loaded);

  set_entries (showing->codex, entries);
  dex_promise_resolve_boolean (showing->done, TRUE);

  return G_SOURCE_REMOVE;
}

static DexFuture *
loaded_cb (DexFuture *loaded, gpointer data)
{
  g_autoptr (QuireCodex) codex = g_weak_ref_get (data);
  const GValue *value = dex_future_get_value (loaded, NULL);
  Showing *showing;
  DexFuture *done;

  if (codex == NULL)
    return NULL;

  showing = g_new0 (Showing, 1);
  showing->codex = g_steal_pointer (&codex);
  showing->loaded = g_value_dup_boxed (value);
  showing->done = dex_promise_new ();
  done = DEX_FUTURE (dex_ref (showing->done));
  g_idle_add_full (G_PRIORITY_DEFAULT, show_cb, showing, showing_free);

  return done;
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

/* A load that is under way may have read too early. Its place is taken by the new one, which waits for nothing of it: the database answers in order. */
static void
reload (QuireCodex *self)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, self);
  dex_clear (&self->loading);
  self->loading = dex_future_then (quire_project_load_entries (self->project), loaded_cb, weak, weak_ref_free);
}

QuireCodex *
quire_codex_new (QuireProject *project)
{
  QuireCodex *self;

  g_return_val_if_fail (QUIRE_IS_PROJECT (project), NULL);

  self = g_object_new (QUIRE_TYPE_CODEX, NULL);
  self->project = g_object_ref (project);
  g_signal_connect_object (project, "entries-changed", G_CALLBACK (reload), self, G_CONNECT_SWAPPED);

  return self;
}

DexFuture *
quire_codex_load (QuireCodex *self)
{
  g_return_val_if_fail (QUIRE_IS_CODEX (self), NULL);

  if (self->loading == NULL || dex_future_is_rejected (self->loading))
    reload (self);

  return dex_ref (self->loading);
}

QuireEntry *
quire_codex_lookup (QuireCodex *self, const char *id)
{
  g_return_val_if_fail (QUIRE_IS_CODEX (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return g_hash_table_lookup (self->by_id, id);
}

QuireEntry *
quire_codex_lookup_name (QuireCodex *self, const char *name)
{
  g_autofree char *folded = NULL;

  g_return_val_if_fail (QUIRE_IS_CODEX (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  folded = quire_text_fold (name);

  return g_hash_table_lookup (self->by_name, folded);
}

void
quire_naming_free (QuireNaming *self)
{
  if (self == NULL)
    return;

  g_object_unref (self->entry);
  g_free (self->matched);
  g_free (self);
}

GPtrArray *
quire_codex_find_named (QuireCodex *self, const char *text)
{
  GPtrArray *namings;
  g_autoptr (GArray) matches = NULL;
  g_autoptr (GHashTable) seen = NULL;

  g_return_val_if_fail (QUIRE_IS_CODEX (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  namings = g_ptr_array_new_with_free_func ((GDestroyNotify) quire_naming_free);
  seen = g_hash_table_new (NULL, NULL);
  matches = quire_name_matcher_find (self->matcher, text);
  for (guint i = 0; i < matches->len; i++)
    {
      const QuireNameMatch *match = &g_array_index (matches, QuireNameMatch, i);
      QuireEntry *entry = g_ptr_array_index (self->entries, match->value);
      QuireNaming *naming;

      if (!g_hash_table_add (seen, entry))
        continue;

      naming = g_new0 (QuireNaming, 1);
      naming->entry = g_object_ref (entry);
      naming->offset = match->offset;
      naming->matched = g_strdup (match->matched);
      g_ptr_array_add (namings, naming);
    }

  return namings;
}
