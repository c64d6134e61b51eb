/* quire-json.c: JSON of unknown origin
 *
 * json-glib is recursive, and by itself lenient; both are traps for bytes that come from a network.
 *
 * - A scan of the bytes counts the nesting outside of strings before the parser sees them: its recursion would leave
 *   a fiber's stack at a few hundred levels. The scan is worth something only while it and the parser agree on what a
 *   string is. So the parser is strict, and strings in single quotes and comments, in which a bracket or a double
 *   quote would count differently here and there, are refused by both.
 * - Strictness also refuses a second value after the first, which json-glib otherwise ignores or answers with an
 *   array that nobody sent.
 * - An escape that no string of ours can hold is replaced by that of U+FFFD, which has the same length. They are
 *   U+0000, at which json-glib silently cuts the string, and half of a surrogate pair, which a model emits when it is
 *   stopped in the middle of an emoji and which would cost the whole message.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-base"

#include "config.h"

#include "quire-json.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "quire-error.h"

#define DEFAULT_MAX_BYTES (64 * 1024 * 1024)
#define ESCAPE_LENGTH 6 /* \uXXXX */

static gboolean
holds (JsonNode *node, GType type)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

static gboolean
bad_reply (GError **error, const char *message)
{
  g_set_error_literal (error, QUIRE_ERROR, QUIRE_ERROR_BAD_REPLY, message);

  return FALSE;
}

/* The byte after the string that opens at @p, or NULL when it does not close. */
static const char *
skip_string (const char *p, const char *end, gboolean *has_escapes)
{
  for (p++; p < end; p++)
    {
      if (*p == '"')
        return p + 1;
      if (*p != '\\')
        continue;
      if (++p == end)
        break;
      *has_escapes |= *p == 'u';
    }

  return NULL;
}

/* @has_escapes tells whether some \uXXXX may have to be mended. */
static gboolean
scan_structure (const char *text, gsize n_bytes, gboolean *has_escapes, GError **error)
{
  const char *end = text + n_bytes;
  const char *p = text;
  guint depth = 0;

  while (p < end)
    {
      switch (*p)
        {
        case '"':
          if ((p = skip_string (p, end, has_escapes)) == NULL)
            return bad_reply (error, _ ("The reply ends in the middle of a text."));
          continue;

        case '{':
        case '[':
          if (++depth > QUIRE_JSON_MAX_DEPTH)
            return bad_reply (error, _ ("The reply is nested too deeply to be read."));
          break;

        case '}':
        case ']':
          if (depth == 0)
            return bad_reply (error, _ ("The reply is not valid JSON: a bracket closes that was never opened."));
          depth--;
          break;

        case '\'':
        case '/':
          return bad_reply (error, _ ("The reply is not valid JSON: it holds a comment or a text in single quotes."));

        default:
          break;
        }
      p++;
    }

  return TRUE;
}

/* The code unit of the escape at @p, or -1 if there is none before @end. */
static int
read_escape (const char *p, const char *end)
{
  int unit = 0;

  if (end - p < ESCAPE_LENGTH || p[0] != '\\' || p[1] != 'u')
    return -1;

  for (guint i = 2; i < ESCAPE_LENGTH; i++)
    {
      if (!g_ascii_isxdigit (p[i]))
        return -1;
      unit = unit * 16 + g_ascii_xdigit_value (p[i]);
    }

  return unit;
}

static gboolean
is_high (int unit)
{
  return unit >= 0xd800 && unit <= 0xdbff;
}

static gboolean
is_low (int unit)
{
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/* A backslash occurs in strings only, or the text is no JSON anyway; so strings need not be followed here. */
static void
mend_escapes (char *text, gsize n_bytes)
{
  const char *end = text + n_bytes;
  char *p = text;

  while ((p = memchr (p, '\\', end - p)) != NULL)
    {
      int unit = read_escape (p, end);

      if (unit == -1)
        {
          p += MIN (2, end - p);
          continue;
        }

      if (is_high (unit) && is_low (read_escape (p + ESCAPE_LENGTH, end)))
        {
          p += 2 * ESCAPE_LENGTH;
          continue;
        }

      if (unit == 0 || is_high (unit) || is_low (unit))
        memcpy (p, "\\ufffd", ESCAPE_LENGTH);
      p += ESCAPE_LENGTH;
    }
}

/* A number beyond the range of doubles, which json-glib reads as infinity and would write as “inf.0”, becomes the largest
 * one, as integers do. The recursion is bounded by the depth that was checked. */
static void
mend_numbers (JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      JsonNode *member;

      json_object_iter_init (&iter, json_node_get_object (node));
      while (json_object_iter_next (&iter, NULL, &member))
        mend_numbers (member);
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        mend_numbers (json_array_get_element (array, i));
    }
  else if (holds (node, G_TYPE_DOUBLE) && isinf (json_node_get_double (node)))
    json_node_set_double (node, copysign (G_MAXDOUBLE, json_node_get_double (node)));
}

JsonNode *
quire_json_parse (const char *text, gssize n_bytes, gsize max_bytes, GError **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) parse_error = NULL;
  g_autofree char *mended = NULL;
  gboolean has_escapes = FALSE;
  JsonNode *root;
  gsize length;

  g_return_val_if_fail (text != NULL, NULL);

  length = n_bytes < 0 ? strlen (text) : (gsize) n_bytes;
  if (length > (max_bytes > 0 ? max_bytes : DEFAULT_MAX_BYTES))
    {
      bad_reply (error, _ ("The reply is larger than a reply may be."));
      return NULL;
    }

  if (!g_utf8_validate_len (text, length, NULL))
    {
      text = mended = g_utf8_make_valid (text, length);
      length = strlen (mended);
    }

  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    {
      text += 3;
      length -= 3;
    }

  if (!scan_structure (text, length, &has_escapes, error))
    return NULL;

  if (has_escapes)
    {
      char *copy = g_strndup (text, length);

      g_free (mended);
      text = mended = copy;
      mend_escapes (mended, length);
    }

  parser = json_parser_new ();
  json_parser_set_strict (parser, TRUE);
  if (!json_parser_load_from_data (parser, text, length, &parse_error))
    {
      g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_BAD_REPLY, _ ("The reply is not valid JSON: %s"), parse_error->message);
      return NULL;
    }

  if ((root = json_parser_steal_root (parser)) == NULL)
    bad_reply (error, _ ("The reply is empty where JSON was expected."));
  else
    mend_numbers (root);

  return root;
}

JsonObject *
quire_json_parse_object (const char *text, gssize n_bytes, gsize max_bytes, GError **error)
{
  g_autoptr (JsonNode) root = quire_json_parse (text, n_bytes, max_bytes, error);

  if (root == NULL)
    return NULL;

  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      bad_reply (error, _ ("The reply is not a JSON object."));
      return NULL;
    }

  return json_node_dup_object (root);
}

/* NULL when absent. */
static JsonNode *
find (JsonObject *object, const char *member)
{
  return object != NULL ? json_object_get_member (object, member) : NULL;
}

const char *
quire_json_get_string (JsonObject *object, const char *member, const char *fallback)
{
  JsonNode *node = find (object, member);

  return holds (node, G_TYPE_STRING) ? json_node_get_string (node) : fallback;
}

gint64
quire_json_get_int (JsonObject *object, const char *member, gint64 fallback)
{
  JsonNode *node = find (object, member);
  double number;

  if (holds (node, G_TYPE_INT64))
    return json_node_get_int (node);
  if (!holds (node, G_TYPE_DOUBLE))
    return fallback;

  /* Some servers write every number as a float. 2⁶³ itself is the first that does not fit. */
  number = json_node_get_double (node);
  if (number == trunc (number) && number >= -0x1p63 && number < 0x1p63)
    return (gint64) number;

  return fallback;
}

double
quire_json_get_double (JsonObject *object, const char *member, double fallback)
{
  JsonNode *node = find (object, member);

  if (holds (node, G_TYPE_INT64))
    return (double) json_node_get_int (node);
  if (holds (node, G_TYPE_DOUBLE))
    return json_node_get_double (node);

  return fallback;
}

gboolean
quire_json_get_boolean (JsonObject *object, const char *member, gboolean fallback)
{
  JsonNode *node = find (object, member);

  return holds (node, G_TYPE_BOOLEAN) ? json_node_get_boolean (node) : fallback;
}

JsonObject *
quire_json_get_object (JsonObject *object, const char *member)
{
  JsonNode *node = find (object, member);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
quire_json_get_array (JsonObject *object, const char *member)
{
  JsonNode *node = find (object, member);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

char *
quire_json_to_string (JsonNode *node, gboolean pretty)
{
  g_return_val_if_fail (node != NULL, NULL);

  return json_to_string (node, pretty);
}

char *
quire_json_object_to_string (JsonObject *object, gboolean pretty)
{
  g_autoptr (JsonNode) node = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  node = json_node_init_object (json_node_alloc (), object);

  return json_to_string (node, pretty);
}
