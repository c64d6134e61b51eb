/* quire-entry-view.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "quire-entry.h"
#include "quire-manuscript.h"

G_BEGIN_DECLS

/**
 * QuireEntryView:
 *
 * One entry of the codex to read: names, category, send mode, text, facts. Signal: `open-scene (id)` when the scene of a fact is followed.
 */
#define QUIRE_TYPE_ENTRY_VIEW (quire_entry_view_get_type ())
G_DECLARE_FINAL_TYPE (QuireEntryView, quire_entry_view, QUIRE, ENTRY_VIEW, AdwBin)

/* The book that the scenes of facts are looked up in; NULL: none. */
void quire_entry_view_set_manuscript (QuireEntryView *self, QuireManuscript *manuscript);

/* NULL: nothing is shown. */
void quire_entry_view_set_entry (QuireEntryView *self, QuireEntry *entry);

G_END_DECLS
