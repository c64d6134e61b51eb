/* quire-diff-myers.c: the longest common subsequence of two sequences of numbers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Myers' algorithm in linear space. Two searches walk through the grid of old × new, one from each corner, each step being one
 * more deletion or insertion; v[k] holds how far along the old sequence the best path on diagonal k has come. Where they
 * meet lies a point of a shortest edit script, and the two boxes that it leaves are solved alike.
 *
 * Three measures keep that near-linear on texts that share little. What begins and ends alike is taken off each box first.
 * What occurs on one side only is changed whatever the search would say, so it is taken out before. And a search that has
 * made QUIRE_DIFF_MAX_EDITS steps is given up: the two best points that it has come to are kept, the boxes outside them
 * are solved (they need fewer edits than the bound, so they cannot give up again), and the middle counts as changed.
 * The whole costs at most about N + the square of the bound, apart from the walks over equal elements. */

#define G_LOG_DOMAIN "quire-diff"

#include "config.h"

#include "quire-diff-private.h"

#include <string.h>

typedef struct
{
  gsize old_start, old_end;
  gsize new_start, new_end;
} Box;

typedef struct
{
  gssize x;
  gssize y;
} Point;

typedef struct
{
  const guint *old_ids;
  const guint *new_ids;
  guint8 *old_changed;
  guint8 *new_changed;
  gssize *forward;
  gssize *backward;
  gssize max_edits;
  gsize n_steps;
} Search;

/* One direction of the search in one box. Diagonals that lead out of the box are not followed; -1 is a diagonal not reached yet. */
typedef struct
{
  gssize *v;
  const guint *old_ids;
  const guint *new_ids;
  gssize n_old, n_new;
  gssize step; /* 1, or -1 for the sequences read from their ends */
} Front;

/* The lowest and highest diagonal that @d edits can reach inside the box. */
static gssize
front_get_low (const Front *self, gssize d)
{
  gssize low = -MIN (d, self->n_new);

  return (low + d) % 2 == 0 ? low : low + 1;
}

static gssize
front_get_high (const Front *self, gssize d)
{
  gssize high = MIN (d, self->n_old);

  return (high + d) % 2 == 0 ? high : high - 1;
}

static void
front_open (Front *self, gssize d)
{
  self->v[d + 1] = self->v[-d - 1] = -1;
  if (d == 0)
    self->v[0] = -1;
}

/* Goes along diagonal @k as far as the @d-th edit and what is equal behind it allow. FALSE when it cannot be reached. */
static gboolean
front_advance (Front *self, gssize k, gssize d, gsize *n_steps)
{
  gssize x = d == 0 ? 0 : self->v[k];
  gssize left = self->v[k - 1], above = self->v[k + 1];
  gssize y;

  (*n_steps)++;
  if (left >= 0 && left < self->n_old)
    x = MAX (x, left + 1);
  if (above >= 0 && above - k <= self->n_new)
    x = MAX (x, above);
  if (x < 0)
    return FALSE;

  y = x - k;
  while (x < self->n_old && y < self->n_new && self->old_ids[x * self->step] == self->new_ids[y * self->step])
    {
      x++;
      y++;
      (*n_steps)++;
    }
  self->v[k] = x;
  return TRUE;
}

/* The point that came furthest with @d edits. */
static Point
front_get_best (const Front *self, gssize d)
{
  Point best = { 0, 0 };

  for (gssize k = front_get_low (self, d); k <= front_get_high (self, d); k += 2)
    {
      gssize x = self->v[k];

      if (x >= 0 && 2 * x - k > best.x + best.y)
        best = (Point) { x, x - k };
    }
  return best;
}

/* Finds a point of a shortest edit script: the same in @forward_out and @backward_out. When the bound is met first, the best points of
 * both directions. */
static void
search_find_middle (Search *self, const Box *box, Point *forward_out, Point *backward_out)
{
  gssize n_old = (gssize) (box->old_end - box->old_start), n_new = (gssize) (box->new_end - box->new_start);
  gssize delta = n_old - n_new;
  gssize max_edits = MIN ((n_old + n_new + 1) / 2, self->max_edits);
  Front forward = { self->forward, self->old_ids + box->old_start, self->new_ids + box->new_start, n_old, n_new, 1 };
  Front backward = { self->backward, self->old_ids + box->old_end - 1, self->new_ids + box->new_end - 1, n_old, n_new, -1 };

  for (gssize d = 0; d <= max_edits; d++)
    {
      front_open (&forward, d);
      front_open (&backward, d);
      for (gssize k = front_get_low (&forward, d); k <= front_get_high (&forward, d); k += 2)
        if (front_advance (&forward, k, d, &self->n_steps) && delta % 2 != 0 && ABS (delta - k) < d &&
            backward.v[delta - k] >= 0 && forward.v[k] + backward.v[delta - k] >= n_old)
          {
            *forward_out = *backward_out = (Point) { forward.v[k], forward.v[k] - k };
            return;
          }
      for (gssize k = front_get_low (&backward, d); k <= front_get_high (&backward, d); k += 2)
        if (front_advance (&backward, k, d, &self->n_steps) && delta % 2 == 0 && ABS (delta - k) <= d &&
            forward.v[delta - k] >= 0 && backward.v[k] + forward.v[delta - k] >= n_old)
          {
            gssize x = forward.v[delta - k];

            *forward_out = *backward_out = (Point) { x, x - (delta - k) };
            return;
          }
    }
  *forward_out = front_get_best (&forward, max_edits);
  *backward_out = front_get_best (&backward, max_edits);
  *backward_out = (Point) { n_old - backward_out->x, n_new - backward_out->y };
}

static void
search_mark (Search *self, const Box *box)
{
  memset (self->old_changed + box->old_start, 1, box->old_end - box->old_start);
  memset (self->new_changed + box->new_start, 1, box->new_end - box->new_start);
}

static void
search_trim (Search *self, Box *box)
{
  while (box->old_start < box->old_end && box->new_start < box->new_end && self->old_ids[box->old_start] == self->new_ids[box->new_start])
    {
      box->old_start++;
      box->new_start++;
      self->n_steps++;
    }
  while (box->old_start < box->old_end && box->new_start < box->new_end && self->old_ids[box->old_end - 1] == self->new_ids[box->new_end - 1])
    {
      box->old_end--;
      box->new_end--;
      self->n_steps++;
    }
}

static void
search_solve (Search *self, Box box)
{
  Point forward, backward;
  Box before, middle, after;

  search_trim (self, &box);
  if (box.old_start == box.old_end || box.new_start == box.new_end)
    {
      search_mark (self, &box);
      return;
    }

  search_find_middle (self, &box, &forward, &backward);
  /* Points found by searches that were given up may lie across each other; then only the first is of use. */
  if (forward.x > backward.x || forward.y > backward.y)
    backward = (Point) { (gssize) (box.old_end - box.old_start), (gssize) (box.new_end - box.new_start) };

  before = (Box) { box.old_start, box.old_start + (gsize) forward.x, box.new_start, box.new_start + (gsize) forward.y };
  after = (Box) { box.old_start + (gsize) backward.x, box.old_end, box.new_start + (gsize) backward.y, box.new_end };
  middle = (Box) { before.old_end, after.old_start, before.new_end, after.new_start };
  search_mark (self, &middle);
  search_solve (self, before);
  search_solve (self, after);
}

/* One side of the comparison without the elements that the other side lacks. */
typedef struct
{
  guint *ids;
  gsize *places;
  guint8 *changed;
  gsize n;
} Side;

static void
side_clear (Side *self)
{
  g_clear_pointer (&self->ids, g_free);
  g_clear_pointer (&self->places, g_free);
  g_clear_pointer (&self->changed, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Side, side_clear)

static void
side_init (Side *self, const guint *ids, gsize n, const guint8 *on_other_side, guint8 *changed)
{
  /* One more than needed, since none of them may be NULL for memset(), not even for no bytes. */
  self->ids = g_new (guint, n + 1);
  self->places = g_new (gsize, n + 1);
  self->changed = g_new0 (guint8, n + 1);
  self->n = 0;
  for (gsize i = 0; i < n; i++)
    {
      changed[i] = !on_other_side[ids[i]];
      if (changed[i])
        continue;
      self->ids[self->n] = ids[i];
      self->places[self->n++] = i;
    }
}

static void
side_report (const Side *self, guint8 *changed)
{
  for (gsize i = 0; i < self->n; i++)
    changed[self->places[i]] = self->changed[i];
}

gsize
quire_diff_mark_changes (const guint *old_ids, gsize n_old, const guint *new_ids, gsize n_new, guint n_ids, QuireDiffChanges *changes)
{
  g_autofree guint8 *in_old = g_new0 (guint8, n_ids);
  g_autofree guint8 *in_new = g_new0 (guint8, n_ids);
  g_autofree gssize *forward = NULL;
  g_autofree gssize *backward = NULL;
  g_auto (Side) old_side = { 0 };
  g_auto (Side) new_side = { 0 };
  Search search = { .max_edits = changes->max_edits, .n_steps = n_old + n_new };
  gsize reach;

  for (gsize i = 0; i < n_old; i++)
    in_old[old_ids[i]] = 1;
  for (gsize i = 0; i < n_new; i++)
    in_new[new_ids[i]] = 1;
  side_init (&old_side, old_ids, n_old, in_new, changes->old_changed);
  side_init (&new_side, new_ids, n_new, in_old, changes->new_changed);

  reach = MIN ((old_side.n + new_side.n + 1) / 2, (gsize) changes->max_edits) + 1;
  forward = g_new (gssize, 2 * reach + 1);
  backward = g_new (gssize, 2 * reach + 1);
  search.old_ids = old_side.ids;
  search.new_ids = new_side.ids;
  search.old_changed = old_side.changed;
  search.new_changed = new_side.changed;
  search.forward = forward + reach;
  search.backward = backward + reach;
  search_solve (&search, (Box) { 0, old_side.n, 0, new_side.n });

  side_report (&old_side, changes->old_changed);
  side_report (&new_side, changes->new_changed);
  return search.n_steps;
}
