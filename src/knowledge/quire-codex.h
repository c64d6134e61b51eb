/* quire-codex.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-project.h"

G_BEGIN_DECLS

/**
 * QuireCodex:
 *
 * The codex of an open book: a GListModel of QuireEntry, by category in the order of display, then by name. It follows the project's changes. Main thread only.
 */
#define QUIRE_TYPE_CODEX (quire_codex_get_type ())
G_DECLARE_FINAL_TYPE (QuireCodex, quire_codex, QUIRE, CODEX, GObject)

QuireCodex *quire_codex_new (QuireProject *project) G_GNUC_WARN_UNUSED_RESULT;

/* Resolves to TRUE when the entries are loaded; at once if they are. */
DexFuture *quire_codex_load (QuireCodex *self) G_GNUC_WARN_UNUSED_RESULT;

QuireEntry *quire_codex_lookup (QuireCodex *self, const char *id);

/* The entry that bears @name (any of its names, folded); NULL if none. */
QuireEntry *quire_codex_lookup_name (QuireCodex *self, const char *name);

/* Where @text names an entry: whole words, any of its names, folded, with possessive 's and plural s; the longest name wins where several fit. */
typedef struct
{
  QuireEntry *entry;
  gsize offset;  /* code points into the text: its first naming */
  char *matched; /* as it stands in the text */
} QuireNaming;

/* An array of QuireNaming, each entry once, in order of first naming. */
GPtrArray *quire_codex_find_named (QuireCodex *self, const char *text) G_GNUC_WARN_UNUSED_RESULT;
void quire_naming_free (QuireNaming *self);

G_END_DECLS
