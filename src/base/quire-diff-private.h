/* quire-diff-private.h: the parts of the comparison that tests look into.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-diff.h"

G_BEGIN_DECLS

/* Edits from either end of a stretch above which the comparison gives its middle up. */
#define QUIRE_DIFF_MAX_EDITS 2048

/* One byte for each element of the two sequences, 1 when it is changed; and the bound to work under. */
typedef struct
{
  guint8 *old_changed;
  guint8 *new_changed;
  gssize max_edits;
} QuireDiffChanges;

/* Marks what is not part of a common subsequence, a longest one within the bound, of two sequences of numbers below @n_ids, and gives the number of elementary
 * steps that it took. */
gsize quire_diff_mark_changes (const guint *old_ids, gsize n_old, const guint *new_ids, gsize n_new, guint n_ids, QuireDiffChanges *changes);

/* As quire_diff_compare(), and counts the steps. */
GArray *quire_diff_compare_counted (const char *old_text, const char *new_text, QuireDiffUnit unit, gsize *n_steps_out) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
