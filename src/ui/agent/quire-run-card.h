/* quire-run-card.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "quire-workspace.h"

G_BEGIN_DECLS

/**
 * QuireRunCard:
 *
 * One run: its steps as they go, the text as it comes, what can be done about it, and its receipt. Signals: `open-scene (id)`; `failed (message)`.
 */
#define QUIRE_TYPE_RUN_CARD (quire_run_card_get_type ())
G_DECLARE_FINAL_TYPE (QuireRunCard, quire_run_card, QUIRE, RUN_CARD, AdwBin)

/* @workspace must outlive the card, or the card be removed first. */
QuireRunCard *quire_run_card_new (QuireWorkspace *workspace, QuireRun *run) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
