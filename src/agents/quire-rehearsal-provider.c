/* quire-rehearsal-provider.c: drafts with no model, no key and no network
 *
 * A call reads the project's prose around its scene, learns from it, writes the whole draft, and streams it. Learning and writing are
 * pure computation over values of their own and run in libdex's thread pool, so the main loop only ever sees the
 * pieces. What was learned is kept until the book changes; calls that come while it is being learned wait for it, so five registers on
 * one scene learn once. In a book that is larger than what is read for one scene, each scene has its own neighbourhood.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-agents"

#include "config.h"

#include "quire-rehearsal-provider.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "quire-error.h"
#include "quire-future.h"
#include "quire-limiter.h"
#include "quire-rehearsal-corpus.h"
#include "quire-rehearsal-draft.h"
#include "quire-text.h"

#define PROVIDER_ID "rehearsal"
#define MAX_PROSE_WORDS 120000
#define BATCH_MS 50
#define SLICE_WORDS 64 /* between two looks at the main loop, when it streams as fast as it can */

struct _QuireRehearsalProvider
{
  QuireProvider parent_instance;

  QuireProject *project;
  QuireClock *clock;
  guint words_per_second;

  QuireLimiter *learning; /* one at a time */
  QuireRehearsalCorpus *corpus;
  guint64 corpus_revision;
  char *corpus_scene_id; /* NULL: the whole book */
};

G_DEFINE_FINAL_TYPE (QuireRehearsalProvider, quire_rehearsal_provider, QUIRE_TYPE_PROVIDER)

/* What a call's fiber holds. */
typedef struct
{
  QuireRehearsalProvider *self;
  QuireCompletion *completion;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_clear_object (&call->self);
  g_clear_object (&call->completion);
  g_free (call);
}

/* -- work in the thread pool -- */

typedef struct
{
  GPtrArray *scenes;
  GPtrArray *entries;
  char *language;
} Lesson;

static void
lesson_free (gpointer data)
{
  Lesson *lesson = data;

  g_clear_pointer (&lesson->scenes, g_ptr_array_unref);
  g_clear_pointer (&lesson->entries, g_ptr_array_unref);
  g_free (lesson->language);
  g_free (lesson);
}

static DexFuture *
learn_fiber (gpointer data)
{
  Lesson *lesson = data;

  return dex_future_new_take_boxed (QUIRE_TYPE_REHEARSAL_CORPUS, quire_rehearsal_corpus_new (lesson->scenes, lesson->entries, lesson->language));
}

typedef struct
{
  QuireRehearsalBrief *brief;
  QuireRehearsalCorpus *corpus;
} Task;

static void
task_free (gpointer data)
{
  Task *task = data;

  g_clear_pointer (&task->brief, quire_rehearsal_brief_free);
  g_clear_pointer (&task->corpus, quire_rehearsal_corpus_unref);
  g_free (task);
}

static DexFuture *
write_fiber (gpointer data)
{
  Task *task = data;

  return dex_future_new_take_string (quire_rehearsal_draft_write (task->brief, task->corpus));
}

static DexFuture *
spawn_in_pool (DexFiberFunc func, gpointer data, GDestroyNotify data_free)
{
  return dex_future_first (dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), QUIRE_BIG_STACK, func, data, data_free), NULL);
}

/* -- learning -- */

static const char *
get_neighbourhood (QuireRehearsalProvider *self, const char *scene_id)
{
  guint words = quire_manuscript_get_words (quire_project_get_manuscript (self->project));

  return words > MAX_PROSE_WORDS ? scene_id : NULL;
}

static const char *
get_point_of_view (QuireRehearsalProvider *self, const char *scene_id)
{
  QuireNode *node = scene_id != NULL ? quire_manuscript_lookup (quire_project_get_manuscript (self->project), scene_id) : NULL;

  return node != NULL ? quire_node_get_point_of_view (node) : "";
}

static Lesson *
await_lesson (QuireRehearsalProvider *self, const char *scene_id, GError **error)
{
  g_autoptr (GPtrArray) texts = quire_await_array (quire_project_load_prose (self->project, scene_id, MAX_PROSE_WORDS), error);
  g_autoptr (GPtrArray) entries = NULL;
  Lesson *lesson;

  if (texts == NULL || (entries = quire_await_array (quire_project_load_entries (self->project), error)) == NULL)
    return NULL;

  lesson = g_new0 (Lesson, 1);
  lesson->scenes = g_ptr_array_new_with_free_func ((GDestroyNotify) quire_rehearsal_scene_free);
  lesson->entries = g_steal_pointer (&entries);
  lesson->language = g_strdup (quire_project_get_language (self->project));
  for (guint i = 0; i < texts->len; i++)
    {
      QuireSceneText *text = g_ptr_array_index (texts, i);

      g_ptr_array_add (lesson->scenes, quire_rehearsal_scene_new (quire_scene_text_get_body (text), get_point_of_view (self, quire_scene_text_get_scene_id (text))));
    }

  return lesson;
}

/* What the book has to give for @scene_id, learned now or before. A new reference. */
static QuireRehearsalCorpus *
await_corpus (QuireRehearsalProvider *self, const char *scene_id, GError **error)
{
  g_autofree char *neighbourhood = NULL;
  g_autoptr (QuireRehearsalCorpus) corpus = NULL;
  guint64 revision;
  Lesson *lesson;

  if (!quire_limiter_await (self->learning, error))
    return NULL;

  neighbourhood = g_strdup (get_neighbourhood (self, scene_id));
  revision = quire_project_get_revision (self->project);
  if (self->corpus != NULL && self->corpus_revision == revision && g_strcmp0 (self->corpus_scene_id, neighbourhood) == 0)
    {
      corpus = quire_rehearsal_corpus_ref (self->corpus);
    }
  else if ((lesson = await_lesson (self, neighbourhood, error)) != NULL)
    {
      corpus = dex_await_boxed (spawn_in_pool (learn_fiber, lesson, lesson_free), error);
      if (corpus != NULL)
        {
          g_clear_pointer (&self->corpus, quire_rehearsal_corpus_unref);
          self->corpus = quire_rehearsal_corpus_ref (corpus);
          self->corpus_revision = revision;
          g_set_str (&self->corpus_scene_id, neighbourhood);
        }
    }

  quire_limiter_release (self->learning);

  return g_steal_pointer (&corpus);
}

/* -- streaming -- */

static gboolean
resolve_cb (gpointer data)
{
  dex_promise_resolve_boolean (data, TRUE);

  return G_SOURCE_REMOVE;
}

/* Resolves when the main loop has done everything else that it had to do. */
static DexFuture *
wait_for_loop (void)
{
  DexPromise *promise = dex_promise_new ();

  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, resolve_cb, dex_ref (promise), dex_unref);

  return DEX_FUTURE (promise);
}

/* The byte behind the next @n_words words at @text, with the white space that follows them. */
static const char *
skip_words (const char *text, guint n_words)
{
  for (guint i = 0; i < n_words && *text != '\0'; i++)
    {
      text += strcspn (text, " \n");
      text += strspn (text, " \n");
    }

  return text;
}

/* Usage is kept up to date, for a call that is stopped half-way counts too. */
static void
push (QuireCompletion *completion, const char *text, gsize n_bytes, gint64 input_tokens)
{
  g_autofree char *piece = g_strndup (text, n_bytes);
  QuireTokenUsage usage = { .input_tokens = input_tokens, .cached_tokens = -1, .thinking_tokens = -1, .estimated = TRUE, .cost = 0.0 };

  quire_completion_push_text (completion, piece);
  usage.output_tokens = (gint64) quire_text_estimate_tokens (quire_completion_get_text (completion));
  quire_completion_set_usage (completion, &usage);
}

/* How many words of @text may be sent, when there is a limit of tokens. Found by halving: the estimate grows with the text. */
static gsize
limit_length (const char *text, guint max_tokens)
{
  guint low = 0;
  guint high = (guint) quire_text_count_words (text, -1) + 1;
  gsize n_bytes;

  if (max_tokens == 0 || quire_text_estimate_tokens (text) <= max_tokens)
    return strlen (text);

  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;
      g_autofree char *head = g_strndup (text, skip_words (text, middle) - text);

      if (quire_text_estimate_tokens (head) <= max_tokens)
        low = middle;
      else
        high = middle;
    }

  n_bytes = (gsize) (skip_words (text, low) - text);
  while (n_bytes > 0 && (text[n_bytes - 1] == ' ' || text[n_bytes - 1] == '\n'))
    n_bytes--;

  return n_bytes;
}

static DexFuture *
await_streamed (QuireRehearsalProvider *self, QuireCompletion *completion, const char *text)
{
  gsize n_bytes = limit_length (text, quire_request_get_max_tokens (quire_completion_get_request (completion)));
  const char *end = text + n_bytes;
  const char *at = text;
  gint64 start_us = quire_clock_get_monotonic (self->clock);
  gint64 input_tokens = quire_request_estimate_tokens (quire_completion_get_request (completion));
  guint n_sent = 0;

  while (at < end)
    {
      GError *error = NULL;
      guint n_words = SLICE_WORDS;
      const char *next;

      if (self->words_per_second > 0)
        {
          gint64 due = (quire_clock_get_monotonic (self->clock) - start_us) * self->words_per_second / G_USEC_PER_SEC + 1;

          n_words = due > n_sent ? (guint) (due - n_sent) : 0;
        }

      next = MIN (skip_words (at, n_words), end);
      if (next > at)
        push (completion, at, next - at, input_tokens);
      n_sent += n_words;
      at = next;

      if (!dex_await (self->words_per_second > 0 ? quire_clock_delay (self->clock, BATCH_MS) : wait_for_loop (), &error))
        return dex_future_new_for_error (error);
    }

  quire_completion_set_stop_reason (completion, *end == '\0' ? QUIRE_STOP_END : QUIRE_STOP_LENGTH);

  return dex_future_new_true ();
}

static DexFuture *
complete_fiber (gpointer data)
{
  Call *call = data;
  QuireRequest *request = quire_completion_get_request (call->completion);
  const char *scene_id = quire_request_get_scene_id (request);
  g_autoptr (QuireRehearsalBrief) brief = NULL;
  g_autoptr (QuireRehearsalCorpus) corpus = NULL;
  g_autofree char *text = NULL;
  GError *error = NULL;
  Task *task;

  brief = quire_rehearsal_brief_new (request, get_point_of_view (call->self, scene_id), &error);
  if (brief == NULL || (corpus = await_corpus (call->self, scene_id, &error)) == NULL)
    return dex_future_new_for_error (error);

  task = g_new0 (Task, 1);
  task->brief = g_steal_pointer (&brief);
  task->corpus = g_steal_pointer (&corpus);
  text = dex_await_string (spawn_in_pool (write_fiber, task, task_free), &error);
  if (text == NULL)
    return dex_future_new_for_error (error);

  return await_streamed (call->self, call->completion, text);
}

/* -- the provider -- */

static const char *
quire_rehearsal_provider_get_id (QuireProvider *provider)
{
  return PROVIDER_ID;
}

static const char *
quire_rehearsal_provider_get_title (QuireProvider *provider)
{
  return _ ("Rehearsal");
}

static gboolean
quire_rehearsal_provider_is_local (QuireProvider *provider)
{
  return TRUE;
}

static char *
make_title (const QuireRehearsalRegister *manner)
{
  if (manner == quire_rehearsal_register_list ())
    return g_strdup (_ ("Rehearsal"));

  /* Translators: %s is a manner of writing, such as “Terse”. */
  return g_strdup_printf (_ ("Rehearsal, %s"), quire_rehearsal_register_get_title (manner));
}

static DexFuture *
quire_rehearsal_provider_list_models (QuireProvider *provider)
{
  GPtrArray *models = g_ptr_array_new_with_free_func ((GDestroyNotify) quire_model_info_free);

  for (const QuireRehearsalRegister *manner = quire_rehearsal_register_list (); manner->id != NULL; manner++)
    {
      g_autofree char *title = make_title (manner);

      g_ptr_array_add (models, quire_model_info_new (manner->id, title));
    }

  return quire_future_new_take_array (models);
}

static DexFuture *
quire_rehearsal_provider_complete (QuireProvider *provider, QuireCompletion *completion)
{
  Call *call = g_new0 (Call, 1);

  call->self = g_object_ref (QUIRE_REHEARSAL_PROVIDER (provider));
  call->completion = g_object_ref (completion);

  return quire_fiber_spawn (complete_fiber, call, call_free);
}

static DexFuture *
quire_rehearsal_provider_check_key (QuireProvider *provider)
{
  return dex_future_new_for_string (_ ("Rehearsal needs no key and no network. It is ready."));
}

static void
quire_rehearsal_provider_dispose (GObject *object)
{
  QuireRehearsalProvider *self = QUIRE_REHEARSAL_PROVIDER (object);

  g_clear_object (&self->project);

  G_OBJECT_CLASS (quire_rehearsal_provider_parent_class)->dispose (object);
}

static void
quire_rehearsal_provider_finalize (GObject *object)
{
  QuireRehearsalProvider *self = QUIRE_REHEARSAL_PROVIDER (object);

  g_clear_object (&self->clock);
  g_clear_pointer (&self->learning, quire_limiter_unref);
  g_clear_pointer (&self->corpus, quire_rehearsal_corpus_unref);
  g_free (self->corpus_scene_id);

  G_OBJECT_CLASS (quire_rehearsal_provider_parent_class)->finalize (object);
}

static void
quire_rehearsal_provider_class_init (QuireRehearsalProviderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  QuireProviderClass *provider_class = QUIRE_PROVIDER_CLASS (klass);

  object_class->dispose = quire_rehearsal_provider_dispose;
  object_class->finalize = quire_rehearsal_provider_finalize;

  provider_class->get_id = quire_rehearsal_provider_get_id;
  provider_class->get_title = quire_rehearsal_provider_get_title;
  provider_class->is_local = quire_rehearsal_provider_is_local;
  provider_class->list_models = quire_rehearsal_provider_list_models;
  provider_class->complete = quire_rehearsal_provider_complete;
  provider_class->check_key = quire_rehearsal_provider_check_key;
}

static void
quire_rehearsal_provider_init (QuireRehearsalProvider *self)
{
  self->learning = quire_limiter_new (1);
}

QuireRehearsalProvider *
quire_rehearsal_provider_new (QuireProject *project, QuireClock *clock)
{
  QuireRehearsalProvider *self;

  g_return_val_if_fail (QUIRE_IS_PROJECT (project), NULL);
  g_return_val_if_fail (QUIRE_IS_CLOCK (clock), NULL);

  self = g_object_new (QUIRE_TYPE_REHEARSAL_PROVIDER, NULL);
  self->project = g_object_ref (project);
  self->clock = g_object_ref (clock);

  return self;
}

void
quire_rehearsal_provider_set_speed (QuireRehearsalProvider *self, guint words_per_second)
{
  g_return_if_fail (QUIRE_IS_REHEARSAL_PROVIDER (self));

  self->words_per_second = words_per_second;
}

const char *
quire_rehearsal_provider_get_label (void)
{
  return _ ("rehearsal: no model, words stitched from your own pages");
}

void
quire_rehearsal_provider_register (QuireRehearsalProvider *self, QuireAgentPool *pool)
{
  g_return_if_fail (QUIRE_IS_REHEARSAL_PROVIDER (self));
  g_return_if_fail (QUIRE_IS_AGENT_POOL (pool));

  quire_agent_pool_add_provider (pool, QUIRE_PROVIDER (self), 0);

  for (const QuireRehearsalRegister *manner = quire_rehearsal_register_list (); manner->id != NULL; manner++)
    {
      gboolean is_default = manner == quire_rehearsal_register_list ();
      g_autofree char *name = is_default ? g_strdup (PROVIDER_ID) : g_strdup_printf (PROVIDER_ID "-%s", manner->id);
      g_autofree char *title = make_title (manner);
      g_autoptr (QuireAgent) agent = quire_agent_new (&(QuireAgentValues) {
          .name = name,
          .title = title,
          .description = quire_rehearsal_provider_get_label (),
          .provider = PROVIDER_ID,
          .model = manner->id,
          .local = TRUE,
          .price = { TRUE, 0.0, 0.0, "" },
      });

      quire_agent_pool_add (pool, agent, NULL);
    }
}
