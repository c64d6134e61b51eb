/* quire-rehearsal-stock.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-rehearsal-corpus.h"
#include "quire-rehearsal-register.h"

G_BEGIN_DECLS

/* What a sentence of the stock speaks of. Strings that are NULL are not known; sentences that need them are left out. */
typedef struct
{
  QuireNarrativeMode mode;
  const char *who;      /* the name of whom it is about; NULL only in the first person */
  gboolean is_teller;   /* it is the one who says I */
  gboolean use_pronoun; /* he or she instead of the name */
  int gender;
  const char *other; /* somebody else who is there */
  const char *thing; /* "the letter" */
  const char *place; /* "the quay" */
} QuireRehearsalStockValues;

/* Neutral sentences of our own, in English, for books that have too little prose to learn from. */
guint quire_rehearsal_stock_get_n_sentences (const QuireRehearsalRegister *manner);

/* The @i-th sentence; NULL when it needs what is not known. */
char *quire_rehearsal_stock_write (const QuireRehearsalRegister *manner, guint i, const QuireRehearsalStockValues *values) G_GNUC_WARN_UNUSED_RESULT;

guint quire_rehearsal_stock_get_n_exchanges (void);

/* The first line (@reply FALSE) or the answer of the @i-th exchange; NULL as above. */
char *quire_rehearsal_stock_speak (guint i, gboolean reply, const QuireRehearsalStockValues *values) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
