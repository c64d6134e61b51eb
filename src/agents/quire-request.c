/* quire-request.c: one model call as it will be sent
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-agents"

#include "config.h"

#include "quire-request.h"

#include "quire-json.h"
#include "quire-text.h"

#define MESSAGE_OVERHEAD 4 /* tokens that every wire format spends on role and separators */

struct _QuireRequest
{
  grefcount references;
  gboolean frozen;

  char *model;
  char *purpose;
  GArray *messages; /* of QuireMessage */
  GArray *parts;    /* of QuirePart */
  JsonArray *tools;

  guint target_words;
  guint max_tokens;
  gboolean has_seed;
  guint64 seed;
  char *scene_id;
};

G_DEFINE_BOXED_TYPE (QuireRequest, quire_request, quire_request_ref, quire_request_unref)

static void
message_clear (gpointer data)
{
  QuireMessage *message = data;

  g_free (message->text);
}

static void
part_clear (gpointer data)
{
  QuirePart *part = data;

  g_free (part->title);
  g_free (part->text);
}

QuireRequest *
quire_request_new (const char *model, const char *purpose)
{
  QuireRequest *self;

  g_return_val_if_fail (model != NULL, NULL);
  g_return_val_if_fail (purpose != NULL, NULL);

  self = g_new0 (QuireRequest, 1);
  g_ref_count_init (&self->references);
  self->model = g_strdup (model);
  self->purpose = g_strdup (purpose);
  self->messages = g_array_new (FALSE, FALSE, sizeof (QuireMessage));
  self->parts = g_array_new (FALSE, FALSE, sizeof (QuirePart));
  g_array_set_clear_func (self->messages, message_clear);
  g_array_set_clear_func (self->parts, part_clear);

  return self;
}

QuireRequest *
quire_request_ref (QuireRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_ref_count_inc (&self->references);

  return self;
}

void
quire_request_unref (QuireRequest *self)
{
  g_return_if_fail (self != NULL);

  if (!g_ref_count_dec (&self->references))
    return;

  g_free (self->model);
  g_free (self->purpose);
  g_array_unref (self->messages);
  g_array_unref (self->parts);
  g_clear_pointer (&self->tools, json_array_unref);
  g_free (self->scene_id);
  g_free (self);
}

void
quire_request_freeze (QuireRequest *self)
{
  g_return_if_fail (self != NULL);

  self->frozen = TRUE;
}

const char *
quire_request_get_model (QuireRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->model;
}

const char *
quire_request_get_purpose (QuireRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->purpose;
}

void
quire_request_add_message (QuireRequest *self, QuireRole role, const char *text)
{
  QuireMessage message = { role, NULL };

  g_return_if_fail (self != NULL);
  g_return_if_fail (!self->frozen);
  g_return_if_fail (text != NULL);

  message.text = g_strdup (text);
  g_array_append_val (self->messages, message);
}

guint
quire_request_get_n_messages (QuireRequest *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->messages->len;
}

const QuireMessage *
quire_request_get_message (QuireRequest *self, guint i)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (i < self->messages->len, NULL);

  return &g_array_index (self->messages, QuireMessage, i);
}

void
quire_request_add_part (QuireRequest *self, QuirePartKind kind, const char *title, const char *text)
{
  QuirePart part = { kind, NULL, NULL };

  g_return_if_fail (self != NULL);
  g_return_if_fail (!self->frozen);
  g_return_if_fail (text != NULL);

  part.title = g_strdup (title != NULL ? title : "");
  part.text = g_strdup (text);
  g_array_append_val (self->parts, part);
}

guint
quire_request_get_n_parts (QuireRequest *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->parts->len;
}

const QuirePart *
quire_request_get_part (QuireRequest *self, guint i)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (i < self->parts->len, NULL);

  return &g_array_index (self->parts, QuirePart, i);
}

void
quire_request_set_tools (QuireRequest *self, JsonArray *tools)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (!self->frozen);

  if (tools != NULL)
    json_array_ref (tools);
  g_clear_pointer (&self->tools, json_array_unref);
  self->tools = tools;
}

JsonArray *
quire_request_get_tools (QuireRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->tools;
}

void
quire_request_set_target_words (QuireRequest *self, guint target_words)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (!self->frozen);

  self->target_words = target_words;
}

guint
quire_request_get_target_words (QuireRequest *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->target_words;
}

void
quire_request_set_max_tokens (QuireRequest *self, guint max_tokens)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (!self->frozen);

  self->max_tokens = max_tokens;
}

guint
quire_request_get_max_tokens (QuireRequest *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->max_tokens;
}

void
quire_request_set_seed (QuireRequest *self, guint64 seed)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (!self->frozen);

  self->has_seed = TRUE;
  self->seed = seed;
}

gboolean
quire_request_get_seed (QuireRequest *self, guint64 *seed)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->has_seed && seed != NULL)
    *seed = self->seed;

  return self->has_seed;
}

void
quire_request_set_scene_id (QuireRequest *self, const char *scene_id)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (!self->frozen);

  g_set_str (&self->scene_id, scene_id);
}

const char *
quire_request_get_scene_id (QuireRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->scene_id;
}

static const char *
get_role_name (QuireRole role)
{
  switch (role)
    {
    case QUIRE_ROLE_SYSTEM:
      return "system";

    case QUIRE_ROLE_ASSISTANT:
      return "assistant";

    case QUIRE_ROLE_TOOL:
      return "tool";

    case QUIRE_ROLE_USER:
    default:
      return "user";
    }
}

static const char *
get_part_name (QuirePartKind kind)
{
  switch (kind)
    {
    case QUIRE_PART_OUTLINE:
      return "outline";

    case QUIRE_PART_ENTRY:
      return "entry";

    case QUIRE_PART_PASSAGE:
      return "passage";

    case QUIRE_PART_PRECEDING:
      return "preceding";

    case QUIRE_PART_MESSAGE:
      return "message";

    case QUIRE_PART_INSTRUCTION:
    default:
      return "instruction";
    }
}

static JsonArray *
make_messages (QuireRequest *self)
{
  JsonArray *messages = json_array_new ();

  for (guint i = 0; i < self->messages->len; i++)
    {
      const QuireMessage *message = &g_array_index (self->messages, QuireMessage, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "role", get_role_name (message->role));
      json_object_set_string_member (object, "content", message->text);
      json_array_add_object_element (messages, object);
    }

  return messages;
}

static JsonArray *
make_parts (QuireRequest *self)
{
  JsonArray *parts = json_array_new ();

  for (guint i = 0; i < self->parts->len; i++)
    {
      const QuirePart *part = &g_array_index (self->parts, QuirePart, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "kind", get_part_name (part->kind));
      json_object_set_string_member (object, "title", part->title);
      json_object_set_string_member (object, "text", part->text);
      json_array_add_object_element (parts, object);
    }

  return parts;
}

static void
add_parameters (QuireRequest *self, JsonObject *object)
{
  if (self->target_words > 0)
    json_object_set_int_member (object, "target_words", self->target_words);
  if (self->max_tokens > 0)
    json_object_set_int_member (object, "max_tokens", self->max_tokens);
  if (self->scene_id != NULL)
    json_object_set_string_member (object, "scene_id", self->scene_id);

  /* JSON integers are signed here; the upper half of the range is written as text rather than as another number. */
  if (self->has_seed && self->seed <= G_MAXINT64)
    {
      json_object_set_int_member (object, "seed", (gint64) self->seed);
    }
  else if (self->has_seed)
    {
      g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, self->seed);

      json_object_set_string_member (object, "seed", seed);
    }
}

char *
quire_request_to_json (QuireRequest *self)
{
  g_autoptr (JsonObject) object = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  object = json_object_new ();
  json_object_set_string_member (object, "model", self->model);
  json_object_set_string_member (object, "purpose", self->purpose);

  /* The messages are the parts as rendered; both would show the writer everything twice. */
  if (self->messages->len > 0 || self->parts->len == 0)
    json_object_set_array_member (object, "messages", make_messages (self));
  else
    json_object_set_array_member (object, "parts", make_parts (self));

  if (self->tools != NULL)
    json_object_set_array_member (object, "tools", json_array_ref (self->tools));
  add_parameters (self, object);

  return quire_json_object_to_string (object, TRUE);
}

static gsize
estimate_tools (QuireRequest *self)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;

  if (self->tools == NULL)
    return 0;

  node = json_node_init_array (json_node_alloc (), self->tools);
  text = quire_json_to_string (node, FALSE);

  /* JSON is more signs than words: a token for every three bytes is nearer than a count of words. */
  return (strlen (text) + 2) / 3;
}

guint
quire_request_estimate_tokens (QuireRequest *self)
{
  gsize tokens = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->messages->len; i++)
    tokens += MESSAGE_OVERHEAD + quire_text_estimate_tokens (g_array_index (self->messages, QuireMessage, i).text);

  for (guint i = 0; self->messages->len == 0 && i < self->parts->len; i++)
    {
      const QuirePart *part = &g_array_index (self->parts, QuirePart, i);

      tokens += MESSAGE_OVERHEAD + quire_text_estimate_tokens (part->title) + quire_text_estimate_tokens (part->text);
    }

  tokens += estimate_tools (self);

  return (guint) MIN (tokens, G_MAXUINT);
}
