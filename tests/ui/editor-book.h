/* editor-book.h: a small book on disk for the tests of the editor.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-operation.h"
#include "quire-project.h"
#include "quire-test.h"

G_BEGIN_DECLS

#define EDITOR_BOOK_SCENES 3

/* One act, one chapter, three scenes: the first written, the others not; the third has no outline. */
typedef struct
{
  QuireTestClock *clock;
  char *path;
  char *ids[EDITOR_BOOK_SCENES];
} EditorBook;

#define EDITOR_BOOK_BODY "Rain had got into the lamp room.\n\n“A hundred and nine,” she said. *Always.*"

EditorBook *editor_book_new (void);
void editor_book_free (EditorBook *self);

/* Runs statements on the file, beside whoever has it open. */
void editor_book_execute (EditorBook *self, const char *sql);

/* The number that a query gives. */
int editor_book_query (EditorBook *self, const char *sql);

/* Turns the main loop until @future (taken) has settled; the object it resolved to, or NULL. Fails the test when it was rejected. */
gpointer editor_book_await (DexFuture *future);

/* The stored text of a scene. */
char *editor_book_load (QuireProject *project, const char *id);

void editor_book_close (QuireProject *project);

G_END_DECLS
