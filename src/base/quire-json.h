/* quire-json.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Nesting that untrusted JSON may have: json-glib recurses, and a fiber's stack is small. */
#define QUIRE_JSON_MAX_DEPTH 64

/* Parses JSON of unknown origin: depth checked by a byte scan before the parser sees it, size checked against
 * @max_bytes (0: 64 MiB), strings made valid UTF-8, lone surrogates tolerated. NULL and QUIRE_ERROR_BAD_REPLY otherwise. */
JsonNode *quire_json_parse (const char *text, gssize n_bytes, gsize max_bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* As quire_json_parse(), and the root must be an object. */
JsonObject *quire_json_parse_object (const char *text, gssize n_bytes, gsize max_bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Tolerant readers: the fallback when the member is absent, null or of another type. Strings belong to the object. */
const char *quire_json_get_string (JsonObject *object, const char *member, const char *fallback);
gint64 quire_json_get_int (JsonObject *object, const char *member, gint64 fallback);
double quire_json_get_double (JsonObject *object, const char *member, double fallback);
gboolean quire_json_get_boolean (JsonObject *object, const char *member, gboolean fallback);
JsonObject *quire_json_get_object (JsonObject *object, const char *member);
JsonArray *quire_json_get_array (JsonObject *object, const char *member);

/* Compact or indented text. quire_json_object_to_string() leaves @object to its owner. */
char *quire_json_to_string (JsonNode *node, gboolean pretty) G_GNUC_WARN_UNUSED_RESULT;
char *quire_json_object_to_string (JsonObject *object, gboolean pretty) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
