/* quire-diff.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Comparison of two texts by sentences or by words. Pure; any thread. The result is a list of runs that cover both
 * texts completely and in order, so joining the old side of all runs gives the old text byte for byte, and the new side the new. */

typedef enum
{
  QUIRE_DIFF_EQUAL,
  QUIRE_DIFF_CHANGED, /* old side or new side may be empty: an insertion or a deletion */
} QuireDiffKind;

typedef enum
{
  QUIRE_DIFF_SENTENCES, /* compared without the white space behind them, which can be a changed run by itself */
  QUIRE_DIFF_WORDS,     /* tokens: words, runs of white space, single other characters */
} QuireDiffUnit;

typedef struct
{
  QuireDiffKind kind;
  gsize old_start; /* bytes into the old text */
  gsize old_end;
  gsize new_start; /* bytes into the new text */
  gsize new_end;
} QuireDiffRun;

/* An array of QuireDiffRun; neighbouring runs differ in kind. Myers' O(ND) algorithm ("An O(ND) Difference Algorithm and Its
 * Variations", 1986) in its linear-space form, with common prefix and suffix taken off first and a bound on D above which the rest of a
 * stretch counts as changed, so that time stays near-linear for texts with nothing in common. */
GArray *quire_diff_compare (const char *old_text, const char *new_text, QuireDiffUnit unit) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
