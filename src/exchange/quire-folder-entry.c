/* quire-folder-entry.c: reading one entry of the codex from a text file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-exchange"

#include "config.h"

#include "quire-folder-entry-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "quire-error.h"
#include "quire-front-matter.h"

typedef struct
{
  QuireFrontMatter *matter;
  GHashTable *scenes;
  guint line; /* the item that is being read */
} FactReader;

/* What stands behind @word in @part, trimmed; NULL when @part does not begin with that word. */
static const char *
after_word (const char *part, const char *word)
{
  gsize n = strlen (word);

  if (g_ascii_strncasecmp (part, word, n) != 0 || (part[n] != ' ' && part[n] != '\t'))
    return NULL;

  return part + n + strspn (part + n, " \t");
}

/* Sets @field to the id of the scene with @number. */
static gboolean
take_scene (FactReader *reader, const char *number, char **field, GError **error)
{
  const char *id = g_hash_table_lookup (reader->scenes, number);

  if (id == NULL)
    {
      g_autofree char *why = g_strdup_printf (_ ("There is no scene “%s” in this folder. A scene is named by the numbers of its act, chapter and file, as in 1.2.3."), number);

      return quire_front_matter_refuse (reader->matter, reader->line, why, error);
    }

  g_set_str (field, id);
  return TRUE;
}

static void
take_names (QuireFact *fact, const char *names)
{
  g_auto (GStrv) parts = g_strsplit (names, ",", -1);
  g_autoptr (GStrvBuilder) known = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (*g_strstrip (parts[i]) != '\0')
        g_strv_builder_add (known, parts[i]);
    }

  list = g_strv_builder_end (known);
  g_free (fact->known_by);
  fact->known_by = g_strjoinv (", ", list);
}

static QuireFact *
read_fact (FactReader *reader, const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, "|", -1);
  g_autoptr (QuireFact) fact = NULL;
  const char *value;

  for (guint i = 0; parts[i] != NULL; i++)
    g_strstrip (parts[i]);

  if (g_strv_length (parts) < 2 || *parts[0] == '\0' || *parts[1] == '\0')
    {
      quire_front_matter_refuse (reader->matter, reader->line, _ ("A fact has to be “attribute | value”, with “from 1.2.3”, “to 1.2.3” and “known by …” behind it if you like."), error);
      return NULL;
    }

  fact = quire_fact_new (parts[0], parts[1]);
  for (guint i = 2; parts[i] != NULL; i++)
    {
      if ((value = after_word (parts[i], "from")) != NULL)
        {
          if (!take_scene (reader, value, &fact->valid_from, error))
            return NULL;
        }
      else if ((value = after_word (parts[i], "to")) != NULL)
        {
          if (!take_scene (reader, value, &fact->valid_to, error))
            return NULL;
        }
      else if ((value = after_word (parts[i], "known by")) != NULL)
        {
          take_names (fact, value);
        }
      else
        {
          g_autofree char *why = g_strdup_printf (_ ("“%s” is none of “from …”, “to …” and “known by …”."), parts[i]);

          quire_front_matter_refuse (reader->matter, reader->line, why, error);
          return NULL;
        }
    }

  return g_steal_pointer (&fact);
}

static GPtrArray *
read_facts (QuireFrontMatter *matter, GHashTable *scenes, GError **error)
{
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func ((GDestroyNotify) quire_fact_free);

  for (guint i = 0; i < quire_front_matter_get_n_items (matter); i++)
    {
      FactReader reader = { matter, scenes, i };
      QuireFact *fact;

      if (strcmp (quire_front_matter_get_key (matter, i), "fact") != 0)
        continue;
      fact = read_fact (&reader, quire_front_matter_get_value (matter, i), error);
      if (fact == NULL)
        return NULL;
      g_ptr_array_add (facts, fact);
    }

  return g_steal_pointer (&facts);
}

static GStrv
read_names (QuireFrontMatter *matter, const char *slug)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  const char *name = quire_front_matter_get (matter, "name", "");

  if (*name != '\0')
    g_strv_builder_add (names, name);
  else
    g_strv_builder_take (names, quire_folder_title_from_slug (slug));

  for (guint i = 0; i < quire_front_matter_get_n_items (matter); i++)
    {
      if (strcmp (quire_front_matter_get_key (matter, i), "alias") == 0 && *quire_front_matter_get_value (matter, i) != '\0')
        g_strv_builder_add (names, quire_front_matter_get_value (matter, i));
    }

  return g_strv_builder_end (names);
}

QuireEntry *
quire_folder_entry_read (QuireFolder *folder, const QuireFolderItem *item, const char *category, GHashTable *scenes, GError **error)
{
  static const char *const known[] = { "name", "send", NULL };
  static const char *const repeatable[] = { "alias", "fact", NULL };
  g_autofree char *path = quire_folder_dup_path (folder, item->name);
  g_autofree char *bytes = NULL;
  g_autoptr (QuireFrontMatter) matter = NULL;
  g_autoptr (GPtrArray) facts = NULL;
  g_auto (GStrv) names = NULL;
  QuireEntryValues values = { 0 };
  const char *send;
  gsize n_bytes;

  bytes = quire_folder_read (folder, item->name, &n_bytes, error);
  if (bytes == NULL)
    return NULL;

  matter = quire_front_matter_parse (bytes, n_bytes, path, error);
  if (matter == NULL || !quire_front_matter_check_keys (matter, known, repeatable, error))
    return NULL;

  send = quire_front_matter_get (matter, "send", "");
  if (*send != '\0' && !quire_send_mode_from_name (send, &values.send))
    {
      quire_front_matter_refuse_key (matter, "send", _ ("“send” has to be detected, always or never."), error);
      return NULL;
    }

  facts = read_facts (matter, scenes, error);
  if (facts == NULL)
    return NULL;

  names = read_names (matter, item->slug);
  values.category = category;
  values.names = (const char *const *) names;
  values.text = quire_front_matter_get_body (matter);
  values.facts = facts;

  return quire_entry_new (&values);
}

char *
quire_folder_title_from_slug (const char *slug)
{
  g_autofree char *spaced = g_strdelimit (g_strdup (slug), "-_", ' ');
  g_autofree char *first = NULL;

  g_strstrip (spaced);
  if (*spaced == '\0')
    return g_strdup ("");

  first = g_utf8_strup (spaced, g_utf8_next_char (spaced) - spaced);
  return g_strconcat (first, g_utf8_next_char (spaced), NULL);
}
