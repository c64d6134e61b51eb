/* quire-front-matter.c: the head and the body of a text file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-exchange"

#include "config.h"

#include "quire-front-matter.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "quire-error.h"
#include "quire-text.h"

/* A head is a handful of lines; a codex entry with many facts has some dozens. */
#define MAX_ITEMS 1000

#define FENCE "---"

typedef struct
{
  char *key;
  char *value;
  guint line; /* from 1 */
} Item;

struct _QuireFrontMatter
{
  char *path;
  GArray *items; /* of Item */
  char *body;
};

static void
item_clear (Item *item)
{
  g_clear_pointer (&item->key, g_free);
  g_clear_pointer (&item->value, g_free);
}

void
quire_front_matter_free (QuireFrontMatter *self)
{
  if (self == NULL)
    return;

  g_free (self->path);
  g_array_unref (self->items);
  g_free (self->body);
  g_free (self);
}

static gboolean
refuse_line (const char *path, guint line, const char *why, GError **error)
{
  /* Translators: a file, a line in it, and a sentence that says what is wrong there */
  g_set_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID, _ ("%s, line %u: %s"), path, line, why);
  return FALSE;
}

static gboolean
is_fence (const char *line)
{
  return g_str_has_prefix (line, FENCE) && line[strlen (FENCE) + strspn (line + strlen (FENCE), " \t")] == '\0';
}

static char *
unescape (const char *text)
{
  GString *value = g_string_sized_new (strlen (text));

  for (const char *c = text; *c != '\0'; c++)
    {
      if (c[0] == '\\' && (c[1] == 'n' || c[1] == '\\'))
        g_string_append_c (value, *++c == 'n' ? '\n' : '\\');
      else
        g_string_append_c (value, *c);
    }

  return g_string_free (value, FALSE);
}

static gboolean
add_line (QuireFrontMatter *self, const char *line, guint number, GError **error)
{
  const char *colon = strchr (line, ':');
  g_autofree char *key = g_strstrip (g_strndup (line, colon != NULL ? (gsize) (colon - line) : 0));
  g_autofree char *raw = NULL;
  Item item;

  if (*key == '\0' || key[strspn (key, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_-")] != '\0')
    return refuse_line (self->path, number, _ ("A line between the two “---” has to be “key: value”."), error);
  if (self->items->len >= MAX_ITEMS)
    return refuse_line (self->path, number, _ ("There are too many lines between the two “---”."), error);

  raw = g_strstrip (g_strdup (colon + 1));
  item.key = g_ascii_strdown (key, -1);
  item.value = unescape (raw);
  item.line = number;
  g_array_append_val (self->items, item);

  return TRUE;
}

/* Takes the items; the end of the head, or NULL and @error. */
static const char *
read_head (QuireFrontMatter *self, const char *text, GError **error)
{
  guint number = 0;

  for (const char *c = text; *c != '\0';)
    {
      gsize n = strcspn (c, "\n");
      g_autofree char *line = g_strndup (c, n);
      const char *first;

      number++;
      c += n + (c[n] == '\n' ? 1 : 0);
      first = line + strspn (line, " \t");

      if (number == 1)
        continue;
      if (is_fence (line))
        return c;
      if (*first != '\0' && *first != '#' && !add_line (self, line, number, error))
        return NULL;
    }

  refuse_line (self->path, 1, _ ("The “---” at the beginning has no second one that ends it."), error);
  return NULL;
}

static char *
trim_body (const char *body)
{
  g_autofree char *trimmed = NULL;
  const char *start = body;

  /* Blank lines go, but not the indentation of the first line with text. */
  for (const char *c = body; *c == ' ' || *c == '\t' || *c == '\n'; c++)
    {
      if (*c == '\n')
        start = c + 1;
    }

  trimmed = g_strdup (start);
  return g_strdup (g_strchomp (trimmed));
}

QuireFrontMatter *
quire_front_matter_parse (const char *bytes, gsize n_bytes, const char *path, GError **error)
{
  g_autoptr (QuireFrontMatter) self = NULL;
  g_autofree char *cleaned = NULL;
  g_autofree char *first = NULL;
  const char *text;

  g_return_val_if_fail (bytes != NULL || n_bytes == 0, NULL);
  g_return_val_if_fail (path != NULL, NULL);

  cleaned = quire_text_clean (n_bytes > 0 ? bytes : "", (gssize) n_bytes);
  text = g_str_has_prefix (cleaned, "\xef\xbb\xbf") ? cleaned + 3 : cleaned;

  self = g_new0 (QuireFrontMatter, 1);
  self->path = g_strdup (path);
  self->items = g_array_new (FALSE, FALSE, sizeof (Item));
  g_array_set_clear_func (self->items, (GDestroyNotify) item_clear);

  first = g_strndup (text, strcspn (text, "\n"));
  if (is_fence (first))
    {
      text = read_head (self, text, error);
      if (text == NULL)
        return NULL;
    }
  self->body = trim_body (text);

  return g_steal_pointer (&self);
}

const char *
quire_front_matter_get_body (QuireFrontMatter *self)
{
  g_return_val_if_fail (self != NULL, "");

  return self->body;
}

guint
quire_front_matter_get_n_items (QuireFrontMatter *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->items->len;
}

const char *
quire_front_matter_get_key (QuireFrontMatter *self, guint i)
{
  g_return_val_if_fail (self != NULL && i < self->items->len, "");

  return g_array_index (self->items, Item, i).key;
}

const char *
quire_front_matter_get_value (QuireFrontMatter *self, guint i)
{
  g_return_val_if_fail (self != NULL && i < self->items->len, "");

  return g_array_index (self->items, Item, i).value;
}

static const Item *
find_item (QuireFrontMatter *self, const char *key)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      if (strcmp (g_array_index (self->items, Item, i).key, key) == 0)
        return &g_array_index (self->items, Item, i);
    }

  return NULL;
}

const char *
quire_front_matter_get (QuireFrontMatter *self, const char *key, const char *fallback)
{
  const Item *item;

  g_return_val_if_fail (self != NULL && key != NULL, fallback);

  item = find_item (self, key);
  return item != NULL ? item->value : fallback;
}

gboolean
quire_front_matter_get_count (QuireFrontMatter *self, const char *key, guint *count, GError **error)
{
  const Item *item;
  gsize n;

  g_return_val_if_fail (self != NULL && key != NULL && count != NULL, FALSE);

  *count = 0;
  item = find_item (self, key);
  if (item == NULL)
    return TRUE;

  n = strspn (item->value, "0123456789");
  if (item->value[n] != '\0' || n > 9)
    return refuse_line (self->path, item->line, _ ("Here has to be a whole number, written in digits only."), error);

  *count = (guint) g_ascii_strtoull (item->value, NULL, 10);
  return TRUE;
}

gboolean
quire_front_matter_check_keys (QuireFrontMatter *self, const char *const *known, const char *const *repeatable, GError **error)
{
  g_return_val_if_fail (self != NULL && known != NULL, FALSE);

  for (guint i = 0; i < self->items->len; i++)
    {
      const Item *item = &g_array_index (self->items, Item, i);
      g_autofree char *why = NULL;

      if (repeatable != NULL && g_strv_contains (repeatable, item->key))
        continue;

      if (!g_strv_contains (known, item->key))
        {
          g_autofree char *names = g_strjoinv (", ", (GStrv) known);
          g_autofree char *more = repeatable != NULL ? g_strjoinv (", ", (GStrv) repeatable) : NULL;

          why = g_strdup_printf (_ ("“%s” is no key for this file. The keys are: %s%s%s."), item->key, names, more != NULL ? ", " : "", more != NULL ? more : "");
          return refuse_line (self->path, item->line, why, error);
        }

      if (find_item (self, item->key) != item)
        {
          why = g_strdup_printf (_ ("“%s” stands here a second time."), item->key);
          return refuse_line (self->path, item->line, why, error);
        }
    }

  return TRUE;
}

gboolean
quire_front_matter_refuse (QuireFrontMatter *self, guint i, const char *why, GError **error)
{
  g_return_val_if_fail (self != NULL && i < self->items->len, FALSE);

  return refuse_line (self->path, g_array_index (self->items, Item, i).line, why, error);
}

gboolean
quire_front_matter_refuse_key (QuireFrontMatter *self, const char *key, const char *why, GError **error)
{
  const Item *item;

  g_return_val_if_fail (self != NULL && key != NULL, FALSE);

  item = find_item (self, key);
  g_return_val_if_fail (item != NULL, FALSE);

  return refuse_line (self->path, item->line, why, error);
}
