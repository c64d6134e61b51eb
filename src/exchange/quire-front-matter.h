/* quire-front-matter.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * QuireFrontMatter:
 *
 * The head and the body of a text file. The head stands between two lines "---" at the very beginning and has one "key: value" a line; a
 * key may stand there several times, "\n" in a value is a line break and "\\" a backslash, blank lines and lines that begin with # are passed over.
 * A file without a head is all body. Keys are kept in lower case, values are trimmed, the body loses the blank lines around it. Whatever the
 * bytes, all text is valid UTF-8 afterwards. Pure; any thread.
 */
typedef struct _QuireFrontMatter QuireFrontMatter;

/* @path is for messages only. QUIRE_ERROR_INVALID names it and the line. */
QuireFrontMatter *quire_front_matter_parse (const char *bytes, gsize n_bytes, const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void quire_front_matter_free (QuireFrontMatter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QuireFrontMatter, quire_front_matter_free)

const char *quire_front_matter_get_body (QuireFrontMatter *self);

guint quire_front_matter_get_n_items (QuireFrontMatter *self);
const char *quire_front_matter_get_key (QuireFrontMatter *self, guint i);
const char *quire_front_matter_get_value (QuireFrontMatter *self, guint i);

/* The value of @key, or @fallback when it is absent. */
const char *quire_front_matter_get (QuireFrontMatter *self, const char *key, const char *fallback);

/* A whole number of up to nine digits; 0 when @key is absent or has no value. FALSE and QUIRE_ERROR_INVALID for anything else. */
gboolean quire_front_matter_get_count (QuireFrontMatter *self, const char *key, guint *count, GError **error);

/* FALSE when there is a key that is none of @known, so that a misspelled one is not lost, or when one stands twice that is none of @repeatable. */
gboolean quire_front_matter_check_keys (QuireFrontMatter *self, const char *const *known, const char *const *repeatable, GError **error);

/* Sets a QUIRE_ERROR_INVALID that names the file and the line of item @i and goes on with the sentence @why. Always FALSE. */
gboolean quire_front_matter_refuse (QuireFrontMatter *self, guint i, const char *why, GError **error);

/* The same for an item by its key, which must be there. */
gboolean quire_front_matter_refuse_key (QuireFrontMatter *self, const char *key, const char *why, GError **error);

G_END_DECLS
