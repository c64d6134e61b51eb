/* quire-agent-pane.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "quire-workspace.h"

G_BEGIN_DECLS

/**
 * QuireAgentPane:
 *
 * The runs of the book as cards, newest first, and the button that drafts the open scene with the chosen agent.
 * Properties: `scene` (QuireNode or NULL: the scene that is open in the editor), `agent-name`. Signals: `open-scene (id)`; `failed (message)`.
 */
#define QUIRE_TYPE_AGENT_PANE (quire_agent_pane_get_type ())
G_DECLARE_FINAL_TYPE (QuireAgentPane, quire_agent_pane, QUIRE, AGENT_PANE, AdwBin)

/* NULL: no book. */
void quire_agent_pane_set_workspace (QuireAgentPane *self, QuireWorkspace *workspace);

/* The scene in the editor; NULL: none. */
void quire_agent_pane_set_scene (QuireAgentPane *self, QuireNode *scene);

/* The name of the chosen agent; NULL or unknown: the default one. */
const char *quire_agent_pane_get_agent (QuireAgentPane *self);
void quire_agent_pane_set_agent (QuireAgentPane *self, const char *name);

/* Starts the draft of the open scene with the chosen agent and shows its card. FALSE with a sentence for the writer. */
gboolean quire_agent_pane_draft (QuireAgentPane *self, GError **error);

/* Stops the newest run that is under way; FALSE if there is none. */
gboolean quire_agent_pane_stop (QuireAgentPane *self);

void quire_agent_pane_focus (QuireAgentPane *self);

G_END_DECLS
