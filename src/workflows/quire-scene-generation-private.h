/* quire-scene-generation-private.h: what the steps of scene generation share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-agent-pool.h"
#include "quire-knowledge.h"
#include "quire-scene-outline.h"
#include "quire-step-context.h"

G_BEGIN_DECLS

typedef struct _DexFuture DexFuture;

/* The data of the workflow. */
typedef struct
{
  QuireProject *project;
  QuireKnowledge *knowledge;
  QuireAgentPool *pool;
} QuireSceneGeneration;

/* The parameters of a run; strings belong to their JSON object, NULL when not given. */
typedef struct
{
  const char *scene_id;
  guint act; /* these three 0 when the scene is given by id */
  guint chapter;
  guint scene;
  const char *outline;
  const char *title;
  const char *agent;
  guint target_words; /* 0 when not given */
  gboolean has_seed;
  guint64 seed;
  JsonArray *queries;
  gboolean use_context;
} QuireSceneParameters;

/* FALSE with INVALID when something is missing, of another type or out of range. */
gboolean quire_scene_parameters_read (JsonObject *object, QuireSceneParameters *parameters, GError **error);

/* The scene that it is about if it is there already; NULL otherwise. */
QuireNode *quire_scene_parameters_find_scene (const QuireSceneParameters *self, QuireManuscript *manuscript);

/* The outline as the writer wrote it: given, or the scene's synopsis. */
const char *quire_scene_parameters_get_outline (const QuireSceneParameters *self, QuireManuscript *manuscript);

/* Where the draft goes; its strings belong to the parameters. */
QuireDraftPlace quire_scene_parameters_get_place (const QuireSceneParameters *self);

/* The outline as the first step stored it, with point of view and length settled. */
QuireSceneOutline *quire_scene_generation_read_outline (JsonObject *output, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The call of the agent (quire-scene-generation-draft.c): calls, streams into the step, stores the receipt whatever the outcome. Resolves to TRUE with the step's output taken. */
DexFuture *quire_scene_generation_draft (QuireStepContext *context, QuireSceneGeneration *self, QuireRequest *request, QuireContext *knowledge) G_GNUC_WARN_UNUSED_RESULT;

/* The steps, as functions of the workflow (quire-scene-generation-steps.c). */
DexFuture *quire_scene_generation_step_outline (QuireStepContext *context, gpointer data);
DexFuture *quire_scene_generation_step_queries (QuireStepContext *context, gpointer data);
DexFuture *quire_scene_generation_step_context (QuireStepContext *context, gpointer data);
DexFuture *quire_scene_generation_step_prompt (QuireStepContext *context, gpointer data);
DexFuture *quire_scene_generation_step_draft (QuireStepContext *context, gpointer data);
DexFuture *quire_scene_generation_step_save (QuireStepContext *context, gpointer data);

G_END_DECLS
