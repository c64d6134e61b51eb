/* quire-workspace.c: opens a book and puts its services together.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-workspace"

#include "config.h"

#include "quire-workspace.h"

#include "quire-error.h"
#include "quire-future.h"
#include "quire-rehearsal-provider.h"
#include "quire-scene-generation.h"

struct _QuireWorkspace
{
  GObject parent_instance;

  QuireProject *project;
  QuireCodex *codex;
  QuireKnowledge *knowledge;
  QuireAgentPool *pool;
  QuireEngine *engine;
};

G_DEFINE_FINAL_TYPE (QuireWorkspace, quire_workspace, G_TYPE_OBJECT)

typedef struct
{
  char *path;
  QuireProjectFlags flags;
  QuireClock *clock;
  guint words_per_second;
} OpenJob;

static void
open_job_free (gpointer data)
{
  OpenJob *job = data;

  g_free (job->path);
  g_object_unref (job->clock);
  g_free (job);
}

static void
quire_workspace_dispose (GObject *object)
{
  QuireWorkspace *self = QUIRE_WORKSPACE (object);

  g_clear_object (&self->engine);
  g_clear_object (&self->pool);
  g_clear_object (&self->knowledge);
  g_clear_object (&self->codex);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (quire_workspace_parent_class)->dispose (object);
}

static void
quire_workspace_class_init (QuireWorkspaceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = quire_workspace_dispose;
}

static void
quire_workspace_init (QuireWorkspace *self)
{
}

static DexFuture *
open_fiber (gpointer data)
{
  OpenJob *job = data;
  g_autoptr (QuireWorkspace) self = g_object_new (QUIRE_TYPE_WORKSPACE, NULL);
  g_autoptr (QuireRehearsalProvider) rehearsal = NULL;
  g_autoptr (QuireWorkflow) generation = NULL;
  g_autoptr (GError) error = NULL;

  self->project = dex_await_object (quire_project_open (job->path, job->flags, job->clock), &error);
  if (self->project == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  self->codex = quire_codex_new (self->project);
  self->knowledge = quire_knowledge_new (self->project, self->codex);
  self->pool = quire_agent_pool_new (job->clock);
  self->engine = quire_engine_new (self->project);

  rehearsal = quire_rehearsal_provider_new (self->project, job->clock);
  quire_rehearsal_provider_set_speed (rehearsal, job->words_per_second);
  quire_rehearsal_provider_register (rehearsal, self->pool);

  generation = quire_scene_generation_new (self->project, self->knowledge, self->pool);
  if (!quire_engine_register (self->engine, generation, &error) ||
      !quire_await (quire_codex_load (self->codex), &error) ||
      !quire_await (quire_engine_load (self->engine), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return quire_future_new_take_object (g_steal_pointer (&self));
}

DexFuture *
quire_workspace_open (const char *path,
                      QuireProjectFlags flags,
                      QuireClock *clock,
                      guint words_per_second)
{
  OpenJob *job;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (QUIRE_IS_CLOCK (clock), NULL);

  job = g_new0 (OpenJob, 1);
  job->path = g_strdup (path);
  job->flags = flags;
  job->clock = g_object_ref (clock);
  job->words_per_second = words_per_second;
  return quire_fiber_spawn (open_fiber, job, open_job_free);
}

static DexFuture *
close_fiber (gpointer data)
{
  QuireWorkspace *self = data;
  g_autoptr (GError) error = NULL;

  /* A run that cannot be stopped cleanly is found interrupted at the next opening; the book is closed all the same. */
  if (!quire_await (quire_engine_stop (self->engine), &error) && !quire_error_is_cancelled (error))
    g_warning ("The workflows did not stop cleanly: %s", error->message);

  return quire_project_close (self->project);
}

DexFuture *
quire_workspace_close (QuireWorkspace *self)
{
  g_return_val_if_fail (QUIRE_IS_WORKSPACE (self), NULL);

  return quire_fiber_spawn (close_fiber, g_object_ref (self), g_object_unref);
}

QuireProject *
quire_workspace_get_project (QuireWorkspace *self)
{
  g_return_val_if_fail (QUIRE_IS_WORKSPACE (self), NULL);

  return self->project;
}

QuireCodex *
quire_workspace_get_codex (QuireWorkspace *self)
{
  g_return_val_if_fail (QUIRE_IS_WORKSPACE (self), NULL);

  return self->codex;
}

QuireKnowledge *
quire_workspace_get_knowledge (QuireWorkspace *self)
{
  g_return_val_if_fail (QUIRE_IS_WORKSPACE (self), NULL);

  return self->knowledge;
}

QuireAgentPool *
quire_workspace_get_pool (QuireWorkspace *self)
{
  g_return_val_if_fail (QUIRE_IS_WORKSPACE (self), NULL);

  return self->pool;
}

QuireEngine *
quire_workspace_get_engine (QuireWorkspace *self)
{
  g_return_val_if_fail (QUIRE_IS_WORKSPACE (self), NULL);

  return self->engine;
}
