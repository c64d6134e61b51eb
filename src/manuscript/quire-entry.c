/* quire-entry.c: one entry of the codex with its facts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-manuscript"

#include "config.h"

#include "quire-entry.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "quire-text.h"

/* Characters of a summary: one line of a list row, with some room for wide windows. */
#define SUMMARY_LENGTH 120

struct _QuireEntry
{
  GObject parent_instance;

  char *id;
  char *category;
  GStrv names;
  char *text;
  char *summary;
  QuireSendMode send;
  GPtrArray *facts;
};

enum
{
  PROP_0,
  PROP_ID,
  PROP_CATEGORY,
  PROP_NAME,
  PROP_SUMMARY,
  PROP_NAMES,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (QuireEntry, quire_entry, G_TYPE_OBJECT)

static const char *const send_names[] = {
  [QUIRE_SEND_DETECTED] = "detected",
  [QUIRE_SEND_ALWAYS] = "always",
  [QUIRE_SEND_NEVER] = "never",
};

static const char *const categories[] = {
  "characters", "places", "things", "lore", "themes", "structure", "voice", "research", NULL
};

static const char *const category_titles[] = {
  NC_ ("codex category", "Characters"),
  NC_ ("codex category", "Places"),
  NC_ ("codex category", "Things"),
  NC_ ("codex category", "Lore"),
  NC_ ("codex category", "Themes"),
  NC_ ("codex category", "Structure"),
  NC_ ("codex category", "Voice"),
  NC_ ("codex category", "Research"),
};

G_STATIC_ASSERT (G_N_ELEMENTS (category_titles) + 1 == G_N_ELEMENTS (categories));

const char *
quire_send_mode_get_name (QuireSendMode mode)
{
  g_return_val_if_fail ((guint) mode < G_N_ELEMENTS (send_names), "never");

  return send_names[mode];
}

gboolean
quire_send_mode_from_name (const char *name, QuireSendMode *mode)
{
  g_return_val_if_fail (mode != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (send_names); i++)
    {
      if (g_strcmp0 (name, send_names[i]) == 0)
        {
          *mode = i;
          return TRUE;
        }
    }

  return FALSE;
}

const char *const *
quire_entry_get_categories (void)
{
  return categories;
}

const char *
quire_entry_get_category_title (const char *category)
{
  g_return_val_if_fail (category != NULL, "");

  for (guint i = 0; categories[i] != NULL; i++)
    {
      if (strcmp (category, categories[i]) == 0)
        return g_dpgettext2 (GETTEXT_PACKAGE, "codex category", category_titles[i]);
    }

  return category;
}

/* -- facts -- */

QuireFact *
quire_fact_new (const char *attribute, const char *value)
{
  QuireFact *self = g_new0 (QuireFact, 1);

  self->id = g_uuid_string_random ();
  self->attribute = g_strdup (attribute != NULL ? attribute : "");
  self->value = g_strdup (value != NULL ? value : "");
  self->known_by = g_strdup ("");

  return self;
}

QuireFact *
quire_fact_copy (const QuireFact *self)
{
  QuireFact *copy = g_new0 (QuireFact, 1);

  copy->id = g_strdup (self->id);
  copy->attribute = g_strdup (self->attribute);
  copy->value = g_strdup (self->value);
  copy->valid_from = g_strdup (self->valid_from);
  copy->valid_to = g_strdup (self->valid_to);
  copy->known_by = g_strdup (self->known_by);

  return copy;
}

void
quire_fact_free (QuireFact *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->attribute);
  g_free (self->value);
  g_free (self->valid_from);
  g_free (self->valid_to);
  g_free (self->known_by);
  g_free (self);
}

/* -- entries -- */

static void
quire_entry_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  QuireEntry *self = QUIRE_ENTRY (object);

  switch (id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_CATEGORY:
      g_value_set_string (value, self->category);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->names[0]);
      break;
    case PROP_SUMMARY:
      g_value_set_string (value, self->summary);
      break;
    case PROP_NAMES:
      g_value_take_string (value, g_strjoinv (", ", self->names));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
quire_entry_finalize (GObject *object)
{
  QuireEntry *self = QUIRE_ENTRY (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->category, g_free);
  g_clear_pointer (&self->names, g_strfreev);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->summary, g_free);
  g_clear_pointer (&self->facts, g_ptr_array_unref);

  G_OBJECT_CLASS (quire_entry_parent_class)->finalize (object);
}

static void
quire_entry_class_init (QuireEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = quire_entry_get_property;
  object_class->finalize = quire_entry_finalize;

  props[PROP_ID] = g_param_spec_string ("id", NULL, NULL, "", readable);
  props[PROP_CATEGORY] = g_param_spec_string ("category", NULL, NULL, "", readable);
  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", readable);
  props[PROP_SUMMARY] = g_param_spec_string ("summary", NULL, NULL, "", readable);
  props[PROP_NAMES] = g_param_spec_string ("names", NULL, NULL, "", readable);

  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
quire_entry_init (QuireEntry *self)
{
  self->facts = g_ptr_array_new_with_free_func ((GDestroyNotify) quire_fact_free);
}

static char *
make_summary (const char *text)
{
  g_autofree char *line = NULL;

  text += strspn (text, " \t\n");
  line = g_strndup (text, strcspn (text, "\n"));

  return quire_text_ellipsize (line, SUMMARY_LENGTH);
}

QuireEntry *
quire_entry_new (const QuireEntryValues *values)
{
  const char *const no_names[] = { "", NULL };
  gboolean has_name;
  QuireEntry *self;

  g_return_val_if_fail (values != NULL, NULL);

  has_name = values->names != NULL && values->names[0] != NULL;

  self = g_object_new (QUIRE_TYPE_ENTRY, NULL);
  self->id = values->id != NULL ? g_strdup (values->id) : g_uuid_string_random ();
  self->category = g_strdup (values->category != NULL ? values->category : categories[0]);
  self->names = g_strdupv ((GStrv) (has_name ? values->names : no_names));
  self->text = g_strdup (values->text != NULL ? values->text : "");
  self->summary = make_summary (self->text);
  self->send = values->send;

  for (guint i = 0; values->facts != NULL && i < values->facts->len; i++)
    g_ptr_array_add (self->facts, quire_fact_copy (g_ptr_array_index (values->facts, i)));

  return self;
}

const char *
quire_entry_get_id (QuireEntry *self)
{
  g_return_val_if_fail (QUIRE_IS_ENTRY (self), "");

  return self->id;
}

const char *
quire_entry_get_category (QuireEntry *self)
{
  g_return_val_if_fail (QUIRE_IS_ENTRY (self), "");

  return self->category;
}

const char *
quire_entry_get_name (QuireEntry *self)
{
  g_return_val_if_fail (QUIRE_IS_ENTRY (self), "");

  return self->names[0];
}

const char *const *
quire_entry_get_names (QuireEntry *self)
{
  g_return_val_if_fail (QUIRE_IS_ENTRY (self), NULL);

  return (const char *const *) self->names;
}

const char *
quire_entry_get_text (QuireEntry *self)
{
  g_return_val_if_fail (QUIRE_IS_ENTRY (self), "");

  return self->text;
}

QuireSendMode
quire_entry_get_send (QuireEntry *self)
{
  /* What cannot be known is not sent. */
  g_return_val_if_fail (QUIRE_IS_ENTRY (self), QUIRE_SEND_NEVER);

  return self->send;
}

guint
quire_entry_get_n_facts (QuireEntry *self)
{
  g_return_val_if_fail (QUIRE_IS_ENTRY (self), 0);

  return self->facts->len;
}

const QuireFact *
quire_entry_get_fact (QuireEntry *self, guint i)
{
  g_return_val_if_fail (QUIRE_IS_ENTRY (self), NULL);
  g_return_val_if_fail (i < self->facts->len, NULL);

  return g_ptr_array_index (self->facts, i);
}
