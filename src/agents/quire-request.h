/* quire-request.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  QUIRE_ROLE_SYSTEM,
  QUIRE_ROLE_USER,
  QUIRE_ROLE_ASSISTANT,
  QUIRE_ROLE_TOOL,
} QuireRole;

/* What a piece of a prompt is. Wire providers send the messages rendered from the parts; rehearsal reads the parts. */
typedef enum
{
  QUIRE_PART_INSTRUCTION, /* what to do */
  QUIRE_PART_OUTLINE,     /* the scene's outline as the writer wrote it */
  QUIRE_PART_ENTRY,       /* a codex entry with its facts */
  QUIRE_PART_PASSAGE,     /* prose or notes of the book */
  QUIRE_PART_PRECEDING,   /* the end of the scene before */
  QUIRE_PART_MESSAGE,     /* what the writer said in a conversation */
} QuirePartKind;

typedef struct
{
  QuirePartKind kind;
  char *title;
  char *text;
} QuirePart;

typedef struct
{
  QuireRole role;
  char *text;
} QuireMessage;

/**
 * QuireRequest:
 *
 * One call as it will be sent: model, messages, tools, parameters. Filled, then frozen by the first completion made of it; counted. Main thread only.
 */
typedef struct _QuireRequest QuireRequest;
#define QUIRE_TYPE_REQUEST (quire_request_get_type ())
GType quire_request_get_type (void);

QuireRequest *quire_request_new (const char *model, const char *purpose) G_GNUC_WARN_UNUSED_RESULT;
QuireRequest *quire_request_ref (QuireRequest *self);
void quire_request_unref (QuireRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QuireRequest, quire_request_unref)

const char *quire_request_get_model (QuireRequest *self);
const char *quire_request_get_purpose (QuireRequest *self);

void quire_request_add_message (QuireRequest *self, QuireRole role, const char *text);
guint quire_request_get_n_messages (QuireRequest *self);
const QuireMessage *quire_request_get_message (QuireRequest *self, guint i);

void quire_request_add_part (QuireRequest *self, QuirePartKind kind, const char *title, const char *text);
guint quire_request_get_n_parts (QuireRequest *self);
const QuirePart *quire_request_get_part (QuireRequest *self, guint i);

/* Tools as a JSON array of {name, description, input_schema}; NULL: none. */
void quire_request_set_tools (QuireRequest *self, JsonArray *tools);
JsonArray *quire_request_get_tools (QuireRequest *self);

/* Parameters; unset ones are left to the provider. target_words: how long the text should be; 0 = unset. max_tokens: the hard limit of the reply. scene_id: the scene that the
 * call is for (rehearsal reads the prose around it); NULL = none. */
void quire_request_set_target_words (QuireRequest *self, guint target_words);
guint quire_request_get_target_words (QuireRequest *self);
void quire_request_set_max_tokens (QuireRequest *self, guint max_tokens);
guint quire_request_get_max_tokens (QuireRequest *self);
void quire_request_set_seed (QuireRequest *self, guint64 seed);
gboolean quire_request_get_seed (QuireRequest *self, guint64 *seed);
void quire_request_set_scene_id (QuireRequest *self, const char *scene_id);
const char *quire_request_get_scene_id (QuireRequest *self);

/* From now on nothing can be added or set; quire_completion_new() calls it. */
void quire_request_freeze (QuireRequest *self);

/* Exactly what is sent, as JSON text: for receipts and the prompt preview. */
char *quire_request_to_json (QuireRequest *self) G_GNUC_WARN_UNUSED_RESULT;

/* Estimated input tokens. */
guint quire_request_estimate_tokens (QuireRequest *self);

G_END_DECLS
