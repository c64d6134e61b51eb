/* quire-context.c: what was chosen for one prompt, and what was left out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-knowledge"

#include "config.h"

#include "quire-context.h"

#include <glib/gi18n-lib.h>

#include "quire-json.h"
#include "quire-text.h"

struct _QuireContext
{
  GObject parent_instance;

  guint budget;
  guint tokens;
  GPtrArray *included; /* of QuireContextItem */
  GPtrArray *left_out;
};

G_DEFINE_FINAL_TYPE (QuireContext, quire_context, G_TYPE_OBJECT)

/* As they stand in run outputs and receipts: a name stays for ever. */
static const char *const kind_names[] = {
  [QUIRE_PART_INSTRUCTION] = "instruction",
  [QUIRE_PART_OUTLINE] = "outline",
  [QUIRE_PART_ENTRY] = "entry",
  [QUIRE_PART_PASSAGE] = "passage",
  [QUIRE_PART_PRECEDING] = "preceding",
  [QUIRE_PART_MESSAGE] = "message",
};

static void
quire_context_finalize (GObject *object)
{
  QuireContext *self = QUIRE_CONTEXT (object);

  g_ptr_array_unref (self->included);
  g_ptr_array_unref (self->left_out);

  G_OBJECT_CLASS (quire_context_parent_class)->finalize (object);
}

static void
quire_context_class_init (QuireContextClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = quire_context_finalize;
}

static void
quire_context_init (QuireContext *self)
{
  self->included = g_ptr_array_new_with_free_func ((GDestroyNotify) quire_context_item_free);
  self->left_out = g_ptr_array_new_with_free_func ((GDestroyNotify) quire_context_item_free);
}

QuireContext *
quire_context_new (guint budget_tokens)
{
  QuireContext *self = g_object_new (QUIRE_TYPE_CONTEXT, NULL);

  self->budget = budget_tokens;

  return self;
}

QuireContextItem *
quire_context_item_new (QuirePartKind kind, const char *source, const char *source_id, const char *title, const char *text, const char *reason)
{
  QuireContextItem *self;

  g_return_val_if_fail (source != NULL && source_id != NULL && title != NULL && text != NULL && reason != NULL, NULL);

  self = g_new0 (QuireContextItem, 1);
  self->kind = kind;
  self->source = g_strdup (source);
  self->source_id = g_strdup (source_id);
  self->title = g_strdup (title);
  self->text = g_strdup (text);
  self->reason = g_strdup (reason);
  self->tokens = (guint) (quire_text_estimate_tokens (title) + quire_text_estimate_tokens (text));

  return self;
}

void
quire_context_item_free (QuireContextItem *self)
{
  if (self == NULL)
    return;

  g_free (self->source);
  g_free (self->source_id);
  g_free (self->title);
  g_free (self->text);
  g_free (self->reason);
  g_free (self);
}

gboolean
quire_context_offer (QuireContext *self, QuireContextItem *item)
{
  g_return_val_if_fail (QUIRE_IS_CONTEXT (self), FALSE);
  g_return_val_if_fail (item != NULL, FALSE);

  if (item->tokens > self->budget - self->tokens)
    {
      g_free (item->reason);
      item->reason = g_strdup_printf (_ ("over budget: it takes %u tokens, and %u of %u were left"), item->tokens, self->budget - self->tokens, self->budget);
      g_ptr_array_add (self->left_out, item);
      return FALSE;
    }

  self->tokens += item->tokens;
  g_ptr_array_add (self->included, item);

  return TRUE;
}

void
quire_context_leave_out (QuireContext *self, QuireContextItem *item)
{
  g_return_if_fail (QUIRE_IS_CONTEXT (self));
  g_return_if_fail (item != NULL);

  g_ptr_array_add (self->left_out, item);
}

GPtrArray *
quire_context_get_included (QuireContext *self)
{
  g_return_val_if_fail (QUIRE_IS_CONTEXT (self), NULL);

  return self->included;
}

GPtrArray *
quire_context_get_left_out (QuireContext *self)
{
  g_return_val_if_fail (QUIRE_IS_CONTEXT (self), NULL);

  return self->left_out;
}

guint
quire_context_get_tokens (QuireContext *self)
{
  g_return_val_if_fail (QUIRE_IS_CONTEXT (self), 0);

  return self->tokens;
}

guint
quire_context_get_budget (QuireContext *self)
{
  g_return_val_if_fail (QUIRE_IS_CONTEXT (self), 0);

  return self->budget;
}

static JsonArray *
items_to_json (GPtrArray *items)
{
  JsonArray *array = json_array_sized_new (items->len);

  for (guint i = 0; i < items->len; i++)
    {
      const QuireContextItem *item = g_ptr_array_index (items, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "kind", kind_names[item->kind]);
      json_object_set_string_member (object, "source", item->source);
      json_object_set_string_member (object, "id", item->source_id);
      json_object_set_string_member (object, "title", item->title);
      json_object_set_string_member (object, "text", item->text);
      json_object_set_string_member (object, "reason", item->reason);
      json_object_set_int_member (object, "tokens", item->tokens);
      json_array_add_object_element (array, object);
    }

  return array;
}

JsonObject *
quire_context_to_json (QuireContext *self)
{
  JsonObject *object;

  g_return_val_if_fail (QUIRE_IS_CONTEXT (self), NULL);

  object = json_object_new ();
  json_object_set_int_member (object, "budget", self->budget);
  json_object_set_int_member (object, "tokens", self->tokens);
  json_object_set_array_member (object, "included", items_to_json (self->included));
  json_object_set_array_member (object, "left_out", items_to_json (self->left_out));

  return object;
}

static QuirePartKind
kind_from_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (kind_names); i++)
    if (g_str_equal (kind_names[i], name))
      return i;

  return QUIRE_PART_PASSAGE;
}

static guint
get_uint (JsonObject *object, const char *member)
{
  return (guint) CLAMP (quire_json_get_int (object, member, 0), 0, G_MAXINT);
}

static void
items_from_json (JsonArray *array, GPtrArray *items)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      JsonObject *object;
      QuireContextItem *item;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;

      object = json_node_get_object (node);
      item = quire_context_item_new (kind_from_name (quire_json_get_string (object, "kind", "")),
                                     quire_json_get_string (object, "source", ""), quire_json_get_string (object, "id", ""),
                                     quire_json_get_string (object, "title", ""), quire_json_get_string (object, "text", ""),
                                     quire_json_get_string (object, "reason", ""));
      item->tokens = get_uint (object, "tokens");
      g_ptr_array_add (items, item);
    }
}

QuireContext *
quire_context_from_json (JsonObject *object)
{
  QuireContext *self;

  g_return_val_if_fail (object != NULL, NULL);

  self = quire_context_new (get_uint (object, "budget"));
  items_from_json (quire_json_get_array (object, "included"), self->included);
  items_from_json (quire_json_get_array (object, "left_out"), self->left_out);
  for (guint i = 0; i < self->included->len; i++)
    self->tokens += ((QuireContextItem *) g_ptr_array_index (self->included, i))->tokens;

  return self;
}
