/* quire-folder-entry-private.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-entry.h"
#include "quire-folder-files.h"

G_BEGIN_DECLS

/* Reads codex/<category>/<slug>.md. @scenes: number "A.C.S" → scene id, for the facts. */
QuireEntry *quire_folder_entry_read (QuireFolder *folder, const QuireFolderItem *item, const char *category, GHashTable *scenes, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A title made of a slug: "two-ton-ten" gives "Two ton ten". */
char *quire_folder_title_from_slug (const char *slug) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
