/* quire-rehearsal-cast.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-rehearsal-corpus.h"

G_BEGIN_DECLS

/* Somebody of the scene to be written. */
typedef struct
{
  char *name;  /* as it will be written: "Ada", "Mr Tranter" */
  GStrv words; /* all words that name this person */
  int gender;  /* 1 he, 2 she, 0 unknown */
} QuireRehearsalMember;

/**
 * QuireRehearsalCast:
 *
 * The people of one scene, as its outline names them, and what may be said of them. One thread.
 */
typedef struct
{
  QuireRehearsalCorpus *corpus;
  QuireNarrativeMode mode;
  GPtrArray *members; /* of QuireRehearsalMember */
  int teller;         /* index of the point of view, or -1 */
} QuireRehearsalCast;

QuireRehearsalCast *quire_rehearsal_cast_new (QuireRehearsalCorpus *corpus, QuireNarrativeMode mode) G_GNUC_WARN_UNUSED_RESULT;
void quire_rehearsal_cast_free (QuireRehearsalCast *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QuireRehearsalCast, quire_rehearsal_cast_free)

/* Adds @name unless somebody bears it already; @text tells its gender where the book does not. The index of the member; -1 when @name names nobody. */
int quire_rehearsal_cast_add (QuireRehearsalCast *self, const char *name, const char *text);

/* Adds all whom the book knows and @text names. */
void quire_rehearsal_cast_add_named (QuireRehearsalCast *self, const char *text);

/* The first member that @text names, or -1. */
int quire_rehearsal_cast_find_named (QuireRehearsalCast *self, const char *text);

/* The member that the single @word names, or -1. */
int quire_rehearsal_cast_find (QuireRehearsalCast *self, const char *word);

/* Whom the narration calls he or she: a member's gender, 0 when the cast has more than one or none. */
int quire_rehearsal_cast_get_only_gender (QuireRehearsalCast *self);

/* @tokens (a sentence of the book's narration) as a sentence about the cast: names of others replaced, pronouns of the other gender turned where
 * only one gender is there. NULL when that is not safe. */
char *quire_rehearsal_cast_adapt (QuireRehearsalCast *self, const char *const *tokens, guint n, QuireRandom *random) G_GNUC_WARN_UNUSED_RESULT;

/* The same for speech of @speaker (an index or -1). */
char *quire_rehearsal_cast_adapt_speech (QuireRehearsalCast *self, const char *const *tokens, guint n, int speaker, QuireRandom *random) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
