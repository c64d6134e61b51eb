/* quire-book-contents.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-entry.h"
#include "quire-node-data.h"

G_BEGIN_DECLS

/**
 * QuireBookContents:
 *
 * All that a new book starts with, as plain values: what an import read, or a template. Filled by one thread, then handed on.
 */
typedef struct
{
  char *title;
  char *author;
  char *language; /* BCP 47, "en" when unknown */
  char *genre;
  char *premise;
  guint target_words;
  GPtrArray *nodes;   /* of QuireNodeData, parents before children */
  GHashTable *bodies; /* scene id → Markdown text; scenes without an item are unwritten */
  GPtrArray *entries; /* of QuireEntry */
} QuireBookContents;

/* Empty, but with @title and language "en". */
QuireBookContents *quire_book_contents_new (const char *title) G_GNUC_WARN_UNUSED_RESULT;

/* One act, one chapter, one unwritten scene, so that a writer can type at once. */
QuireBookContents *quire_book_contents_new_blank (const char *title) G_GNUC_WARN_UNUSED_RESULT;

/* Three acts with three chapters each, one unwritten scene in each chapter (translated titles). */
QuireBookContents *quire_book_contents_new_three_acts (const char *title) G_GNUC_WARN_UNUSED_RESULT;

/* Three acts whose scenes are the fifteen usual story beats, each with a synopsis that says what it is for (translated, in our own words). */
QuireBookContents *quire_book_contents_new_beat_sheet (const char *title) G_GNUC_WARN_UNUSED_RESULT;

void quire_book_contents_free (QuireBookContents *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QuireBookContents, quire_book_contents_free)

G_END_DECLS
