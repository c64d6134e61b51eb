/* knowledge-fixture.h: a book with scenes and entries, from inside a fiber.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-test.h"

#include "quire-codex.h"

G_BEGIN_DECLS

typedef struct
{
  QuireTestClock *clock;
  QuireProject *project;
  QuireCodex *codex;
  GPtrArray *scenes; /* of char: ids, in reading order */
} Book;

/* Four acts of one chapter each, with @n_scenes scenes in each chapter. */
Book *book_new (guint n_scenes);
void book_free (Book *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Book, book_free)

const char *book_get_scene (Book *self, guint position);
void book_write (Book *self, guint position, const char *body);

/* Saves an entry and waits until the codex has it; @names is separated by "|". @facts (taken) may be NULL. */
char *book_add_entry (Book *self, const char *names, const char *text, QuireSendMode send, GPtrArray *facts);

/* An array for book_add_entry(), and one more fact in it; positions of scenes, -1: none. */
GPtrArray *book_new_facts (void);
void book_add_fact (Book *self, GPtrArray *facts, const char *attribute, const char *value, int from, int to);

G_END_DECLS
