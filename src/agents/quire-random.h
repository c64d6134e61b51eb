/* quire-random.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A generator whose numbers follow from the seed alone, on every machine and with every version of every library: a draft
 * can be made again from its seed years later. Not for secrets. Not shared between threads. */
typedef struct
{
  guint64 state[4];
} QuireRandom;

void quire_random_init (QuireRandom *self, guint64 seed);
guint64 quire_random_next (QuireRandom *self);

/* 0 … @n − 1; 0 when @n is 0. */
guint quire_random_below (QuireRandom *self, guint n);

/* TRUE in @share of the cases, 0.0–1.0. */
gboolean quire_random_chance (QuireRandom *self, double share);

/* Puts @indices (@n numbers) into an arbitrary order. */
void quire_random_shuffle (QuireRandom *self, guint *indices, guint n);

/* A seed that follows from @text, and from @seed, which chains several. */
guint64 quire_random_hash (guint64 seed, const char *text);

G_END_DECLS
