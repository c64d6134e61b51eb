/* quire-scene-buffer.c: the text of one scene while it is open.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Three serial numbers say where the text is: `serial` grows with every change, `writing` is the one whose text is on its way to the
 * disk, `stored` the last that is known to be there. serial == stored means that nothing can be lost. One commit is under way
 * at a time; what is typed meanwhile is committed after it.
 *
 * Each commit names the stored text that it was made from. When another text stands there by now (a draft that an agent stored,
 * another process) the store refuses, and the writer's text is written again in a way that keeps the other one as a revision:
 * neither is lost, and the writer is told. A buffer that holds nothing unsaved takes such a text over, as one step of undo.
 *
 * A commit that fails leaves the text where it is and comes back every few seconds and with the next key. */

#define G_LOG_DOMAIN "quire-ui"

#include "config.h"

#include "quire-scene-buffer.h"

#include <glib/gi18n-lib.h>

#include "quire-autosave.h"
#include "quire-error.h"
#include "quire-markdown-styler.h"
#include "quire-operation.h"
#include "quire-text.h"

#define RETRY_MS 5000
#define COUNT_MS 150 /* soon enough to look alive, too seldom to be felt */

typedef struct
{
  guint64 serial;
  QuireFlushFunc func;
  gpointer data;
} Waiter;

struct _QuireSceneBuffer
{
  GtkSourceBuffer parent_instance;

  QuireProject *project;
  QuireNode *scene;
  QuireClock *clock;
  QuireAutosave *autosave;
  QuireMarkdownStyler *styler;

  QuireSceneBufferState state;
  char *base_hash; /* of the stored text that this one was made from */
  guint64 serial;
  guint64 stored;
  guint64 writing;      /* 0: no commit is under way */
  gboolean overwriting; /* that commit keeps another text as a revision */
  gboolean stale;       /* another text may have been stored meanwhile */
  gboolean replacing;   /* the stored text is being put in: no change of the writer's */
  GArray *waiters;

  char *message;
  guint words;
  guint retry_timer;
  guint count_timer;
};

enum
{
  PROP_0,
  PROP_STATE,
  PROP_WORDS,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

enum
{
  FAILED,
  SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_ENUM_TYPE (QuireSceneBufferState, quire_scene_buffer_state, G_DEFINE_ENUM_VALUE (QUIRE_SCENE_BUFFER_LOADING, "loading"), G_DEFINE_ENUM_VALUE (QUIRE_SCENE_BUFFER_UNREADABLE, "unreadable"), G_DEFINE_ENUM_VALUE (QUIRE_SCENE_BUFFER_CLEAN, "clean"), G_DEFINE_ENUM_VALUE (QUIRE_SCENE_BUFFER_UNSAVED, "unsaved"), G_DEFINE_ENUM_VALUE (QUIRE_SCENE_BUFFER_SAVING, "saving"), G_DEFINE_ENUM_VALUE (QUIRE_SCENE_BUFFER_FAILED, "failed"))

G_DEFINE_FINAL_TYPE (QuireSceneBuffer, quire_scene_buffer, GTK_SOURCE_TYPE_BUFFER)

static void commit (QuireSceneBuffer *self);
static void load (QuireSceneBuffer *self);

static void
set_state (QuireSceneBuffer *self, QuireSceneBufferState state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

static void
set_words (QuireSceneBuffer *self, guint words)
{
  if (self->words == words)
    return;

  self->words = words;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_WORDS]);
}

static char *
dup_text (QuireSceneBuffer *self)
{
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (GTK_TEXT_BUFFER (self), &start, &end);

  return gtk_text_buffer_get_text (GTK_TEXT_BUFFER (self), &start, &end, TRUE);
}

static void
count (QuireSceneBuffer *self, const char *text)
{
  set_words (self, (guint) quire_text_count_words (text, -1));
  quire_markdown_styler_update_comments (self->styler, text);
}

static void
count_cb (gpointer data)
{
  QuireSceneBuffer *self = data;
  g_autofree char *text = dup_text (self);

  self->count_timer = 0;
  count (self, text);
}

static void
clear_timer (QuireSceneBuffer *self, guint *timer)
{
  if (*timer != 0)
    quire_clock_remove_timer (self->clock, *timer);
  *timer = 0;
}

/* -- who waits for the disk -- */

static void
tell_waiters (QuireSceneBuffer *self, const GError *error)
{
  for (guint i = 0; i < self->waiters->len;)
    {
      Waiter waiter = g_array_index (self->waiters, Waiter, i);

      if (error == NULL && waiter.serial > self->stored)
        {
          i++;
          continue;
        }
      g_array_remove_index (self->waiters, i);
      waiter.func (error, waiter.data);
      i = 0;
    }
}

/* -- loading -- */

/* White space behind the last paragraph says nothing, but what is typed there would belong to the paragraph above. */
static gsize
get_length_to_show (const char *body)
{
  gsize length = strlen (body);

  while (length > 0 && g_ascii_isspace (body[length - 1]))
    length--;

  return length;
}

/* Changes only what differs, so that the caret and what is on the screen stay where they are. */
static void
replace_text (QuireSceneBuffer *self, const char *new_text)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self);
  g_autofree char *old_text = dup_text (self);
  const char *old_end = old_text + strlen (old_text);
  const char *new_end = new_text + strlen (new_text);
  const char *old_from = old_text;
  const char *new_from = new_text;
  GtkTextIter start;
  GtkTextIter end;

  while (*old_from != '\0' && *old_from == *new_from)
    {
      old_from++;
      new_from++;
    }
  while (old_from > old_text && (*old_from & 0xc0) == 0x80)
    {
      old_from--;
      new_from--;
    }
  while (old_from > old_text && (*new_from & 0xc0) == 0x80)
    {
      old_from--;
      new_from--;
    }
  while (old_end > old_from && new_end > new_from && old_end[-1] == new_end[-1])
    {
      old_end--;
      new_end--;
    }
  while ((*old_end & 0xc0) == 0x80)
    {
      old_end++;
      new_end++;
    }

  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_get_iter_at_offset (buffer, &start, (int) g_utf8_strlen (old_text, old_from - old_text));
  gtk_text_buffer_get_iter_at_offset (buffer, &end, (int) g_utf8_strlen (old_text, old_end - old_text));
  gtk_text_buffer_delete (buffer, &start, &end);
  gtk_text_buffer_insert (buffer, &start, new_from, (int) (new_end - new_from));
  gtk_text_buffer_end_user_action (buffer);
}

static void
take_text (QuireSceneBuffer *self, QuireSceneText *text)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self);
  const char *body = quire_scene_text_get_body (text);
  g_autofree char *shown = g_strndup (body, get_length_to_show (body));

  self->replacing = TRUE;
  if (self->base_hash == NULL)
    {
      GtkTextIter start;

      gtk_text_buffer_begin_irreversible_action (buffer);
      gtk_text_buffer_set_text (buffer, shown, -1);
      gtk_text_buffer_end_irreversible_action (buffer);
      gtk_text_buffer_get_start_iter (buffer, &start);
      gtk_text_buffer_place_cursor (buffer, &start);
    }
  else
    replace_text (self, shown);
  self->replacing = FALSE;

  g_set_str (&self->base_hash, quire_scene_text_get_hash (text));
  count (self, shown);
}

static void
loaded_cb (QuireOperation *operation, gpointer data)
{
  QuireSceneBuffer *self = data;
  g_autoptr (QuireSceneText) text = quire_operation_dup_object (operation);
  const GError *error = quire_operation_get_error (operation);

  if (text != NULL)
    {
      /* Typed into while the other text was on its way: the next commit finds out. */
      if (self->serial != self->stored || self->writing != 0)
        return;
      if (g_strcmp0 (self->base_hash, quire_scene_text_get_hash (text)) != 0)
        take_text (self, text);
      g_clear_pointer (&self->message, g_free);
      set_state (self, QUIRE_SCENE_BUFFER_CLEAN);
    }
  else if (self->base_hash == NULL)
    {
      g_set_str (&self->message, error != NULL && error->domain == QUIRE_ERROR ? error->message
                                                                               : _ ("The text of this scene could not be read from the book. Nothing was changed."));
      set_state (self, QUIRE_SCENE_BUFFER_UNREADABLE);
    }
  /* A text that could not be read again is met by the next commit. */
}

static void
load (QuireSceneBuffer *self)
{
  self->stale = FALSE;
  quire_operation_watch (quire_project_load_text (self->project, quire_node_get_id (self->scene)), self, loaded_cb);
}

static void
text_changed_cb (QuireSceneBuffer *self, const char *scene_id, QuireActor actor)
{
  if (strcmp (scene_id, quire_node_get_id (self->scene)) != 0 || (self->writing != 0 && !self->overwriting && actor == QUIRE_ACTOR_WRITER))
    return;

  if (self->state == QUIRE_SCENE_BUFFER_CLEAN)
    load (self);
  else
    self->stale = TRUE;
}

/* -- committing -- */

static void
retry_cb (gpointer data)
{
  QuireSceneBuffer *self = data;

  self->retry_timer = 0;
  commit (self);
}

static char *
describe (QuireSceneBuffer *self, const GError *error)
{
  g_autofree char *title = quire_node_dup_display_title (self->scene);

  if (error->domain != QUIRE_ERROR)
    return g_strdup_printf (_ ("“%s” could not be saved. What you wrote is kept in this window and saving is tried again every few seconds."), title);

  return g_strdup_printf (_ ("“%s” could not be saved: %s What you wrote is kept in this window and saving is tried again every few seconds."),
                          title, error->message);
}

static void
tell_of_other_text (QuireSceneBuffer *self)
{
  g_autofree char *title = quire_node_dup_display_title (self->scene);
  g_autofree char *message =
      g_strdup_printf (_ ("“%s” was also changed elsewhere. What you wrote stands in the book, and the other text was kept as a revision."), title);

  g_signal_emit (self, signals[FAILED], 0, message);
}

static void
commit_succeeded (QuireSceneBuffer *self, QuireSceneText *text)
{
  gboolean overwritten = self->overwriting;

  self->stored = self->writing;
  self->writing = 0;
  self->overwriting = FALSE;
  g_set_str (&self->base_hash, quire_scene_text_get_hash (text));
  g_clear_pointer (&self->message, g_free);
  clear_timer (self, &self->retry_timer);

  if (self->stored == self->serial)
    {
      set_state (self, QUIRE_SCENE_BUFFER_CLEAN);
      g_signal_emit (self, signals[SAVED], 0);
    }
  else
    set_state (self, QUIRE_SCENE_BUFFER_UNSAVED);
  if (overwritten)
    tell_of_other_text (self);

  tell_waiters (self, NULL);
  if (self->project == NULL)
    return;

  /* What was typed during the commit: its own quiet period is running, unless somebody waits. */
  if (self->waiters->len > 0 || (self->stored != self->serial && !quire_autosave_get_pending (self->autosave)))
    commit (self);
  else if (self->stale && self->state == QUIRE_SCENE_BUFFER_CLEAN)
    load (self);
}

static void
commit_failed (QuireSceneBuffer *self, const GError *error)
{
  self->writing = 0;

  if (g_error_matches (error, QUIRE_ERROR, QUIRE_ERROR_CHANGED))
    {
      self->overwriting = TRUE;
      commit (self);
      return;
    }

  if (!quire_error_is_cancelled (error))
    {
      g_autofree char *message = describe (self, error);

      /* Said once, not at every new try. */
      if (g_set_str (&self->message, message))
        g_signal_emit (self, signals[FAILED], 0, message);
    }
  set_state (self, QUIRE_SCENE_BUFFER_FAILED);
  if (self->retry_timer == 0)
    self->retry_timer = quire_clock_add_timer (self->clock, RETRY_MS, retry_cb, self, NULL);

  tell_waiters (self, error);
}

static void
committed_cb (QuireOperation *operation, gpointer data)
{
  QuireSceneBuffer *self = data;
  g_autoptr (QuireSceneText) text = quire_operation_dup_object (operation);

  if (text != NULL)
    commit_succeeded (self, text);
  else
    commit_failed (self, quire_operation_get_error (operation));
}

static void
commit (QuireSceneBuffer *self)
{
  g_autofree char *text = NULL;

  if (self->writing != 0 || self->serial == self->stored || self->base_hash == NULL)
    return;

  text = dup_text (self);
  self->writing = self->serial;
  set_state (self, QUIRE_SCENE_BUFFER_SAVING);
  quire_operation_watch (quire_project_write_text (self->project, quire_node_get_id (self->scene), text,
                                                   self->overwriting ? NULL : self->base_hash,
                                                   self->overwriting ? QUIRE_ACTOR_PASTE : QUIRE_ACTOR_WRITER),
                         self, committed_cb);
}

/* -- the object -- */

/* The one thing that happens with every key: two numbers and two timers. */
static void
quire_scene_buffer_changed (GtkTextBuffer *buffer)
{
  QuireSceneBuffer *self = QUIRE_SCENE_BUFFER (buffer);

  GTK_TEXT_BUFFER_CLASS (quire_scene_buffer_parent_class)->changed (buffer);

  if (self->replacing || self->base_hash == NULL)
    return;

  self->serial++;
  if (self->writing == 0)
    set_state (self, QUIRE_SCENE_BUFFER_UNSAVED);
  quire_autosave_touch (self->autosave);
  if (self->count_timer == 0)
    self->count_timer = quire_clock_add_timer (self->clock, COUNT_MS, count_cb, self, NULL);
}

/* The book is closed with something unsaved although nobody waited for it: what can still be done is done. */
static void
commit_last (QuireSceneBuffer *self)
{
  g_autofree char *text = dup_text (self);
  gboolean base_is_known = self->writing == 0 && !self->overwriting;

  quire_operation_watch (quire_project_write_text (self->project, quire_node_get_id (self->scene), text,
                                                   base_is_known ? self->base_hash : NULL,
                                                   base_is_known ? QUIRE_ACTOR_WRITER : QUIRE_ACTOR_PASTE),
                         NULL, NULL);
}

static void
quire_scene_buffer_dispose (GObject *object)
{
  QuireSceneBuffer *self = QUIRE_SCENE_BUFFER (object);

  if (self->project != NULL)
    {
      g_autoptr (GError) error = g_error_new_literal (QUIRE_ERROR, QUIRE_ERROR_CANCELLED, _ ("Stopped."));

      if (self->serial != MAX (self->stored, self->writing))
        commit_last (self);
      self->stored = self->serial;
      clear_timer (self, &self->retry_timer);
      clear_timer (self, &self->count_timer);
      tell_waiters (self, error);
    }
  g_clear_object (&self->styler);
  g_clear_object (&self->autosave);
  g_clear_object (&self->scene);
  g_clear_object (&self->project);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (quire_scene_buffer_parent_class)->dispose (object);
}

static void
quire_scene_buffer_finalize (GObject *object)
{
  QuireSceneBuffer *self = QUIRE_SCENE_BUFFER (object);

  g_array_unref (self->waiters);
  g_clear_pointer (&self->base_hash, g_free);
  g_clear_pointer (&self->message, g_free);

  G_OBJECT_CLASS (quire_scene_buffer_parent_class)->finalize (object);
}

static void
quire_scene_buffer_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  QuireSceneBuffer *self = QUIRE_SCENE_BUFFER (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;

    case PROP_WORDS:
      g_value_set_uint (value, self->words);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
quire_scene_buffer_class_init (QuireSceneBufferClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = quire_scene_buffer_dispose;
  object_class->finalize = quire_scene_buffer_finalize;
  object_class->get_property = quire_scene_buffer_get_property;
  GTK_TEXT_BUFFER_CLASS (klass)->changed = quire_scene_buffer_changed;

  props[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, QUIRE_TYPE_SCENE_BUFFER_STATE, QUIRE_SCENE_BUFFER_LOADING,
                                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_WORDS] = g_param_spec_uint ("words", NULL, NULL, 0, G_MAXUINT, 0,
                                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SAVED] = g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
quire_scene_buffer_init (QuireSceneBuffer *self)
{
  self->waiters = g_array_new (FALSE, FALSE, sizeof (Waiter));
}

QuireSceneBuffer *
quire_scene_buffer_new (QuireProject *project, QuireNode *scene, GtkTextTagTable *tags)
{
  QuireSceneBuffer *self;

  g_return_val_if_fail (QUIRE_IS_PROJECT (project), NULL);
  g_return_val_if_fail (QUIRE_IS_NODE (scene), NULL);

  self = g_object_new (QUIRE_TYPE_SCENE_BUFFER,
                       "tag-table", tags,
                       "highlight-syntax", FALSE,
                       "highlight-matching-brackets", FALSE,
                       "style-scheme", NULL,
                       NULL);
  self->project = g_object_ref (project);
  self->scene = g_object_ref (scene);
  self->clock = g_object_ref (quire_project_get_clock (project));
  self->styler = quire_markdown_styler_new (GTK_TEXT_BUFFER (self));
  self->autosave = quire_autosave_new (self->clock);
  gtk_text_buffer_set_enable_undo (GTK_TEXT_BUFFER (self), TRUE);
  gtk_text_buffer_set_max_undo_levels (GTK_TEXT_BUFFER (self), 0);
  g_signal_connect_object (self->autosave, "due", G_CALLBACK (commit), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (project, "text-changed", G_CALLBACK (text_changed_cb), self, G_CONNECT_SWAPPED);
  load (self);

  return self;
}

const char *
quire_scene_buffer_get_scene_id (QuireSceneBuffer *self)
{
  g_return_val_if_fail (QUIRE_IS_SCENE_BUFFER (self), NULL);

  return quire_node_get_id (self->scene);
}

QuireSceneBufferState
quire_scene_buffer_get_state (QuireSceneBuffer *self)
{
  g_return_val_if_fail (QUIRE_IS_SCENE_BUFFER (self), QUIRE_SCENE_BUFFER_UNREADABLE);

  return self->state;
}

guint
quire_scene_buffer_get_words (QuireSceneBuffer *self)
{
  g_return_val_if_fail (QUIRE_IS_SCENE_BUFFER (self), 0);

  return self->words;
}

gboolean
quire_scene_buffer_get_loaded (QuireSceneBuffer *self)
{
  g_return_val_if_fail (QUIRE_IS_SCENE_BUFFER (self), FALSE);

  return self->base_hash != NULL;
}

gboolean
quire_scene_buffer_get_unsaved (QuireSceneBuffer *self)
{
  g_return_val_if_fail (QUIRE_IS_SCENE_BUFFER (self), FALSE);

  return self->serial != self->stored;
}

const char *
quire_scene_buffer_get_message (QuireSceneBuffer *self)
{
  g_return_val_if_fail (QUIRE_IS_SCENE_BUFFER (self), NULL);

  return self->message;
}

void
quire_scene_buffer_load (QuireSceneBuffer *self)
{
  g_return_if_fail (QUIRE_IS_SCENE_BUFFER (self));

  if (self->state != QUIRE_SCENE_BUFFER_UNREADABLE)
    return;

  set_state (self, QUIRE_SCENE_BUFFER_LOADING);
  load (self);
}

void
quire_scene_buffer_flush (QuireSceneBuffer *self, QuireFlushFunc func, gpointer data)
{
  Waiter waiter;

  g_return_if_fail (QUIRE_IS_SCENE_BUFFER (self));

  if (self->serial == self->stored)
    {
      if (func != NULL)
        func (NULL, data);
      return;
    }

  waiter = (Waiter) { self->serial, func, data };
  if (func != NULL)
    g_array_append_val (self->waiters, waiter);
  quire_autosave_flush (self->autosave);
  commit (self);
}
