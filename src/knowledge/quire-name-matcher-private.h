/* quire-name-matcher-private.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * QuireNameMatcher:
 *
 * Finds many names in a text in one pass. Built once, then only read.
 */
typedef struct _QuireNameMatcher QuireNameMatcher;

/* One place where a name stands. */
typedef struct
{
  guint value;   /* what was given with the name; several names may bear the same, and one name several */
  gsize offset;  /* code points */
  char *matched; /* as it stands in the text */
} QuireNameMatch;

QuireNameMatcher *quire_name_matcher_new (void) G_GNUC_WARN_UNUSED_RESULT;
void quire_name_matcher_free (QuireNameMatcher *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QuireNameMatcher, quire_name_matcher_free)

/* A name without a letter or digit is never found. */
void quire_name_matcher_add (QuireNameMatcher *self, const char *name, guint value);

/* All matches in order, of QuireNameMatch; they do not overlap, but for names that several values bear. */
GArray *quire_name_matcher_find (QuireNameMatcher *self, const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
