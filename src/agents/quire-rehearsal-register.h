/* quire-rehearsal-register.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-random.h"

G_BEGIN_DECLS

/* A manner of writing: what rehearsal chooses by, and how it shapes what it has chosen. */
typedef struct
{
  const char *id;
  const char *title;       /* untranslated */
  double sentence_words;   /* wanted mean of narration */
  double dialogue_share;   /* of all words */
  double paragraph_scale;  /* on the book's own paragraph lengths */
  double split_share;      /* of the places where a sentence can be cut in two */
  double trim_share;       /* of the loose ends that can be cut off */
  double comma_join_share; /* of neighbours that can be joined by ", and" */
  double semicolon_join_share;
  double comma_taste;  /* what a comma for every ten words counts in the choice of a sentence */
  guint turns;         /* of an exchange, at most */
  gboolean writes_out; /* do not for don’t */
} QuireRehearsalRegister;

/* All registers, "plain" first; NULL-terminated by an id of NULL. */
const QuireRehearsalRegister *quire_rehearsal_register_list (void);

/* The register of that id; plain for any other. */
const QuireRehearsalRegister *quire_rehearsal_register_get (const char *id);

/* "Terse" …, translated. */
const char *quire_rehearsal_register_get_title (const QuireRehearsalRegister *self);

/* Cuts, trims and writes out one sentence of narration (@english: with what is known of the language); the result may be two sentences. */
char *quire_rehearsal_register_shape (const QuireRehearsalRegister *self, QuireRandom *random, const char *sentence, gboolean english) G_GNUC_WARN_UNUSED_RESULT;

/* How the first word of a sentence is written inside of one. */
typedef enum
{
  QUIRE_CAPITAL_UNKNOWN, /* so the sentence stays one of its own */
  QUIRE_CAPITAL_KEEP,
  QUIRE_CAPITAL_DROP,
} QuireCapital;

/* Joins two neighbouring sentences of narration into one; NULL when they stay apart. @capital is that of @second. */
char *quire_rehearsal_register_join (const QuireRehearsalRegister *self, QuireRandom *random, const char *first, const char *second, QuireCapital capital) G_GNUC_WARN_UNUSED_RESULT;

/* Contractions written out where the register wants it. */
char *quire_rehearsal_register_write_out (const QuireRehearsalRegister *self, const char *sentence) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
