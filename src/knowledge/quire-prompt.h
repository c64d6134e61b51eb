/* quire-prompt.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-context.h"
#include "quire-project.h"
#include "quire-scene-outline.h"

G_BEGIN_DECLS

/* What a scene's draft is asked with. */
typedef struct
{
  const char *model;
  const char *outline_text;
  const QuireSceneOutline *outline;
  QuireContext *context;
  guint target_words;
  const char *scene_id; /* NULL when it does not exist yet */
} QuireDraftPrompt;

/* The request for a scene's draft: a system message that says who writes and in which language, a user message with context, outline and length, and the same as parts. Items of the context
 * are fenced and named as material, so that text inside them is not read as instructions. Main thread. */
QuireRequest *quire_prompt_assemble_draft (QuireProject *project, const QuireDraftPrompt *prompt) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
