/* quire-knowledge.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-codex.h"
#include "quire-context.h"

G_BEGIN_DECLS

#define QUIRE_KNOWLEDGE_DEFAULT_BUDGET 6000 /* tokens */

/**
 * QuireKnowledge:
 *
 * Answers what a prompt should know. Its sources so far: the codex by name, and the end of the scene before. Facts that are not yet true at the scene in question never pass;
 * entries marked *never* never pass, whatever names them. Main thread only.
 */
#define QUIRE_TYPE_KNOWLEDGE (quire_knowledge_get_type ())
G_DECLARE_FINAL_TYPE (QuireKnowledge, quire_knowledge, QUIRE, KNOWLEDGE, GObject)

QuireKnowledge *quire_knowledge_new (QuireProject *project, QuireCodex *codex) G_GNUC_WARN_UNUSED_RESULT;

/* What to look for. Strings and arrays are copied. */
typedef struct
{
  const char *text;           /* the outline or question: what it names is looked up */
  const char *const *queries; /* further names or questions; NULL: none */
  const char *scene_id;       /* the scene that it is for; NULL when it does not exist yet */
  int position;               /* reading position of the scene (it sees what is before it); -1: after the end of the book */
  guint budget_tokens;        /* 0: the default */
} QuireKnowledgeQuery;

/* Resolves to a QuireContext. */
DexFuture *quire_knowledge_gather (QuireKnowledge *self, const QuireKnowledgeQuery *query) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
