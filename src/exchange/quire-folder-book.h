/* quire-folder-book.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-book-contents.h"
#include "quire-clock.h"

G_BEGIN_DECLS

typedef struct _DexFuture DexFuture;

/* A book as a folder of text files, each with a head (quire-front-matter.h):
 *
 *   book.md                          title, author, language, genre, target_words; the body is the premise
 *   N-slug/act.md                    title, synopsis
 *   N-slug/M-slug/chapter.md         title, synopsis
 *   N-slug/M-slug/K-slug.md          a scene: title, synopsis, status, pov, story_time, target, label; the body is its text
 *   codex/<category>/<slug>.md       name, alias (several), send, fact (several); the body is the text of the entry
 *
 * A fact is "attribute | value | from N.M.K | to N.M.K | known by Name, Name", the last three as needed; N.M.K are the numbers in the
 * names of act, chapter and scene. Without act.md, chapter.md or a title the title is made of the slug. Files of other types, hidden ones and texts
 * beside book.md are passed over; anything else that would be lost is an error. */

/* Reads a whole folder. Blocking; any thread. NULL and QUIRE_ERROR_NOT_FOUND, PERMISSION, NOT_A_BOOK (no book.md), or INVALID with the file and the line. */
QuireBookContents *quire_folder_book_read (const char *folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Reads a folder on a thread and makes the new book @path of it. Resolves to TRUE when the file is complete and closed; rejects as quire_folder_book_read() and
 * quire_project_create() do, with nothing left behind. */
DexFuture *quire_folder_book_import (const char *folder, const char *path, QuireClock *clock) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
