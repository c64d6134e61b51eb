/* quire-project.c: the open book as an object
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-store"

#include "config.h"

#include "quire-project-private.h"

#include "quire-error.h"

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_PATH,
  PROP_READ_ONLY,
  PROP_READ_ONLY_REASON,
  PROP_REVISION,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

enum
{
  TEXT_CHANGED,
  ENTRIES_CHANGED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QuireProject, quire_project, G_TYPE_OBJECT)

static void
quire_project_dispose (GObject *object)
{
  QuireProject *self = QUIRE_PROJECT (object);

  if (self->clock != NULL)
    quire_project_end_care (self);
  g_clear_object (&self->manuscript);
  g_clear_object (&self->database);

  G_OBJECT_CLASS (quire_project_parent_class)->dispose (object);
}

static void
quire_project_finalize (GObject *object)
{
  QuireProject *self = QUIRE_PROJECT (object);

  g_free (self->path);
  g_free (self->read_only_reason);
  g_clear_pointer (&self->book, quire_book_data_free);
  g_clear_pointer (&self->order, quire_limiter_unref);
  g_clear_pointer (&self->aside, quire_limiter_unref);
  g_clear_object (&self->stop);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (quire_project_parent_class)->finalize (object);
}

static void
quire_project_get_property (GObject *object,
                            guint id,
                            GValue *value,
                            GParamSpec *pspec)
{
  QuireProject *self = QUIRE_PROJECT (object);

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->book->title);
      break;
    case PROP_PATH:
      g_value_set_string (value, self->path);
      break;
    case PROP_READ_ONLY:
      g_value_set_boolean (value, quire_project_get_read_only (self));
      break;
    case PROP_READ_ONLY_REASON:
      g_value_set_string (value, self->read_only_reason);
      break;
    case PROP_REVISION:
      g_value_set_uint64 (value, self->revision);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
quire_project_class_init (QuireProjectClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = quire_project_dispose;
  object_class->finalize = quire_project_finalize;
  object_class->get_property = quire_project_get_property;

  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  props[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, "", flags);
  props[PROP_READ_ONLY] = g_param_spec_boolean ("read-only", NULL, NULL, FALSE, flags);
  props[PROP_READ_ONLY_REASON] = g_param_spec_string ("read-only-reason", NULL, NULL, NULL, flags);
  props[PROP_REVISION] = g_param_spec_uint64 ("revision", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[TEXT_CHANGED] = g_signal_new ("text-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_UINT);
  signals[ENTRIES_CHANGED] = g_signal_new ("entries-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
quire_project_init (QuireProject *self)
{
  self->order = quire_limiter_new (1);
  self->aside = quire_limiter_new (1);
  self->stop = g_cancellable_new ();
}

QuireProject *
quire_project_new (const char *path,
                   QuireClock *clock,
                   QuireDatabase *database,
                   QuireOpened *opened,
                   GError **error)
{
  g_autoptr (QuireManuscript) manuscript = quire_manuscript_new (opened->nodes, error);
  QuireProject *self;

  if (manuscript == NULL)
    return NULL;

  self = g_object_new (QUIRE_TYPE_PROJECT, NULL);
  self->path = g_strdup (path);
  self->clock = g_object_ref (clock);
  self->database = g_object_ref (database);
  self->manuscript = g_steal_pointer (&manuscript);
  self->book = g_steal_pointer (&opened->book);
  self->read_only_reason = g_steal_pointer (&opened->read_only_reason);
  self->mode = opened->mode;
  return self;
}

/* -- what the other parts change -- */

void
quire_project_bump_revision (QuireProject *self)
{
  self->revision++;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_REVISION]);
}

void
quire_project_emit_text_changed (QuireProject *self,
                                 const char *scene_id,
                                 QuireActor actor)
{
  g_signal_emit (self, signals[TEXT_CHANGED], 0, scene_id, (guint) actor);
}

void
quire_project_emit_entries_changed (QuireProject *self)
{
  g_signal_emit (self, signals[ENTRIES_CHANGED], 0);
}

void
quire_project_take_title (QuireProject *self,
                          char *title)
{
  g_free (self->book->title);
  self->book->title = title;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TITLE]);
}

void
quire_project_become_read_only (QuireProject *self,
                                const char *reason)
{
  if (self->read_only_reason != NULL)
    return;

  quire_database_set_read_only (self->database);
  self->read_only_reason = g_strdup (reason);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_READ_ONLY]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_READ_ONLY_REASON]);
}

void
quire_project_note_fault (QuireProject *self,
                          const GError *error)
{
  static const int faults[] = { QUIRE_ERROR_NO_SPACE, QUIRE_ERROR_STORE, QUIRE_ERROR_CORRUPT, QUIRE_ERROR_PERMISSION, QUIRE_ERROR_READ_ONLY, QUIRE_ERROR_NOT_A_BOOK };

  if (g_error_matches (error, QUIRE_ERROR, QUIRE_ERROR_CORRUPT))
    quire_project_become_read_only (self, error->message);

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      if (g_error_matches (error, QUIRE_ERROR, faults[i]))
        {
          g_signal_emit (self, signals[FAILED], 0, error);
          return;
        }
    }
}

/* -- values -- */

const char *
quire_project_get_id (QuireProject *self)
{
  g_return_val_if_fail (QUIRE_IS_PROJECT (self), NULL);

  return self->book->id;
}

const char *
quire_project_get_title (QuireProject *self)
{
  g_return_val_if_fail (QUIRE_IS_PROJECT (self), NULL);

  return self->book->title;
}

const char *
quire_project_get_author (QuireProject *self)
{
  g_return_val_if_fail (QUIRE_IS_PROJECT (self), NULL);

  return self->book->author;
}

const char *
quire_project_get_language (QuireProject *self)
{
  g_return_val_if_fail (QUIRE_IS_PROJECT (self), NULL);

  return self->book->language;
}

guint
quire_project_get_target_words (QuireProject *self)
{
  g_return_val_if_fail (QUIRE_IS_PROJECT (self), 0);

  return self->book->target_words;
}

const char *
quire_project_get_path (QuireProject *self)
{
  g_return_val_if_fail (QUIRE_IS_PROJECT (self), NULL);

  return self->path;
}

gboolean
quire_project_get_read_only (QuireProject *self)
{
  g_return_val_if_fail (QUIRE_IS_PROJECT (self), TRUE);

  return self->read_only_reason != NULL || quire_database_get_read_only (self->database);
}

const char *
quire_project_get_read_only_reason (QuireProject *self)
{
  g_return_val_if_fail (QUIRE_IS_PROJECT (self), NULL);

  return self->read_only_reason;
}

guint64
quire_project_get_revision (QuireProject *self)
{
  g_return_val_if_fail (QUIRE_IS_PROJECT (self), 0);

  return self->revision;
}

QuireManuscript *
quire_project_get_manuscript (QuireProject *self)
{
  g_return_val_if_fail (QUIRE_IS_PROJECT (self), NULL);

  return self->manuscript;
}

QuireClock *
quire_project_get_clock (QuireProject *self)
{
  g_return_val_if_fail (QUIRE_IS_PROJECT (self), NULL);

  return self->clock;
}

QuireDatabase *
quire_project_get_database (QuireProject *self)
{
  g_return_val_if_fail (QUIRE_IS_PROJECT (self), NULL);

  return self->database;
}
