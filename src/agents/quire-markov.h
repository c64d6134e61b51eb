/* quire-markov.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-random.h"

G_BEGIN_DECLS

#define QUIRE_MARKOV_ORDER 4    /* words of context at most */
#define QUIRE_MARKOV_MAX_RUN 12 /* words in a row from one place, where there is another way on */

/**
 * QuireMarkov:
 *
 * A model of sentences: which word follows (and which precedes) up to four words of context. Filled and built by one thread; from then on immutable and counted, and any thread
 * may write from it.
 */
typedef struct _QuireMarkov QuireMarkov;

/* How a sentence came to be: from how many places of the text its words were taken, and how many of the joins hold by a single word. */
typedef struct
{
  guint n_places;
  guint n_rough;
} QuireMarkovOrigin;

/* The key under which a word is found by quire_markov_write_through(): newly allocated, NULL or "" for none. */
typedef char *(*QuireMarkovKeyFunc) (const char *token);

QuireMarkov *quire_markov_new (QuireMarkovKeyFunc key_func) G_GNUC_WARN_UNUSED_RESULT;
QuireMarkov *quire_markov_ref (QuireMarkov *self);
void quire_markov_unref (QuireMarkov *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QuireMarkov, quire_markov_unref)

/* Adds a sentence of @n words with their punctuation attached. Only before quire_markov_build(). */
void quire_markov_add (QuireMarkov *self, const char *const *tokens, guint n);
void quire_markov_build (QuireMarkov *self);

guint quire_markov_get_n_sentences (QuireMarkov *self);
guint quire_markov_get_n_tokens (QuireMarkov *self);

/* How often a word with @key stands in the sentences. */
guint quire_markov_count_key (QuireMarkov *self, const char *key);

/* Writes one sentence of at most @max_words into @tokens (of const char *, which belong to the model). FALSE when it came to no end within the limit.
 * @origin may be NULL. */
gboolean quire_markov_write (QuireMarkov *self, QuireRandom *random, guint max_words, GPtrArray *tokens, QuireMarkovOrigin *origin);

/* As quire_markov_write(), a sentence that holds a word with @key; FALSE too when no sentence does. */
gboolean quire_markov_write_through (QuireMarkov *self, QuireRandom *random, const char *key, guint max_words, GPtrArray *tokens, QuireMarkovOrigin *origin);

G_END_DECLS
