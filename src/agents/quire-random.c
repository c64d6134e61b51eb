/* quire-random.c: numbers that follow from a seed
 *
 * xoshiro256** of Blackman and Vigna ("Scrambled linear pseudorandom number generators", 2021), its state filled by SplitMix64
 * as they advise, so that neighbouring seeds give unlike sequences. Ranges are taken by multiplication, not by remainder; the
 * bias of a range as small as ours is below 2⁻⁴⁰.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-agents"

#include "config.h"

#include "quire-random.h"

#define HASH_START G_GUINT64_CONSTANT (0xcbf29ce484222325) /* FNV-1a, 64 bits */
#define HASH_PRIME G_GUINT64_CONSTANT (0x00000100000001b3)

static guint64
rotate (guint64 value, int bits)
{
  return (value << bits) | (value >> (64 - bits));
}

static guint64
split_mix (guint64 *state)
{
  guint64 mixed = *state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  mixed = (mixed ^ (mixed >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  mixed = (mixed ^ (mixed >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);

  return mixed ^ (mixed >> 31);
}

void
quire_random_init (QuireRandom *self, guint64 seed)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < G_N_ELEMENTS (self->state); i++)
    self->state[i] = split_mix (&seed);
}

guint64
quire_random_next (QuireRandom *self)
{
  guint64 *state = self->state;
  guint64 result = rotate (state[1] * 5, 7) * 9;
  guint64 shifted = state[1] << 17;

  state[2] ^= state[0];
  state[3] ^= state[1];
  state[1] ^= state[2];
  state[0] ^= state[3];
  state[2] ^= shifted;
  state[3] = rotate (state[3], 45);

  return result;
}

guint
quire_random_below (QuireRandom *self, guint n)
{
  return (guint) (((quire_random_next (self) >> 32) * n) >> 32);
}

gboolean
quire_random_chance (QuireRandom *self, double share)
{
  /* 53 bits are what a double holds: exact, so the same on every machine. */
  return (double) (quire_random_next (self) >> 11) * 0x1p-53 < share;
}

void
quire_random_shuffle (QuireRandom *self, guint *indices, guint n)
{
  for (guint i = n; i > 1; i--)
    {
      guint j = quire_random_below (self, i);
      guint kept = indices[i - 1];

      indices[i - 1] = indices[j];
      indices[j] = kept;
    }
}

guint64
quire_random_hash (guint64 seed, const char *text)
{
  guint64 hash = HASH_START ^ seed;

  g_return_val_if_fail (text != NULL, 0);

  for (const guchar *c = (const guchar *) text; *c != '\0'; c++)
    hash = (hash ^ *c) * HASH_PRIME;

  return split_mix (&hash);
}
