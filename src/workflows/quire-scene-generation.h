/* quire-scene-generation.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-agent-pool.h"
#include "quire-knowledge.h"
#include "quire-workflow.h"

G_BEGIN_DECLS

#define QUIRE_SCENE_GENERATION "scene-generation"
#define QUIRE_SCENE_GENERATION_DEFAULT_WORDS 600

/**
 * The workflow that drafts a scene from its outline. Steps: `parse-outline` → `plan-queries` → `gather-context` → `assemble-prompt` → `draft` (streamed) → `save`.
 *
 * Parameters: either "scene_id" (an unwritten scene; its synopsis is the outline unless "outline" is given), or "act", "chapter", "scene" (1–999) with "outline" (at least 10 characters);
 * optional "title", "agent" (name), "target_words", "seed", "queries" (array of strings), "use_context" (default true).
 * Refused when queued: SCENE_EXISTS, NOT_FOUND (scene, agent), INVALID (an outline too short, numbers out of range), READ_ONLY; checked again when saving.
 *
 * Result: scene_id, number, title, words, agent, provider, model, outline_words, act_created, chapter_created, sources [{source, id, title, reason}], left_out [the same], receipt_id, tokens {input, output, estimated},
 * cost {amount, currency, known}, duration_ms, stop_reason. The receipt is stored whatever the outcome.
 */
QuireWorkflow *quire_scene_generation_new (QuireProject *project, QuireKnowledge *knowledge, QuireAgentPool *pool) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
