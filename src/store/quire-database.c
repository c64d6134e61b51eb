/* quire-database.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One thread takes jobs from a queue, in order, until the job that ends it. A job carries a function, its data and the promise that waits for it.
 *
 * Dropping a future cancels its promise's cancellable. A job that has not begun is then left out; a reading one is interrupted by SQLite's
 * progress handler; a writing one goes on to its end, because half a change is worse than one that nobody waits for.
 *
 * The thread knows only the worker, which is counted; the object belongs to the main thread and ends the worker when it goes. Data of jobs may own
 * things of the main thread, so it is never freed here: it goes to a queue that the main loop empties. (g_main_context_invoke() will not do: it runs the function on the
 * calling thread while nobody holds the main context.)
 *
 * A result that says "damaged" makes the worker read-only at once: nothing is written into a file that cannot be read.
 */

#define G_LOG_DOMAIN "quire-store"

#include "config.h"

#include "quire-database-private.h"

#include <glib/gi18n-lib.h>
#include <libdex.h>

#include "quire-error.h"
#include "quire-future.h"

typedef enum
{
  JOB_OPEN,
  JOB_READ,
  JOB_WRITE,
  JOB_QUIT,
} JobKind;

typedef struct
{
  JobKind kind;
  QuireDatabaseOpenFunc open;
  QuireDatabaseFunc func;
  gpointer data;
  GDestroyNotify data_free;
  DexPromise *promise;
} Job;

typedef struct
{
  GAsyncQueue *jobs;           /* of Job */
  QuireConnection *connection; /* the thread's alone */
  int read_only;               /* atomic */
  int abandoned;               /* atomic: the object went away without close() */
  GMutex lock;
  GQueue finished;  /* of Job, under the lock: to be freed on the main thread */
  gboolean hopping; /* under the lock: a source will empty the queue */
} Worker;

struct _QuireDatabase
{
  GObject parent_instance;

  Worker *worker;
  GThread *thread;
  gboolean closed;
};

G_DEFINE_FINAL_TYPE (QuireDatabase, quire_database, G_TYPE_OBJECT)

static void
job_free (Job *job)
{
  if (job->data_free != NULL)
    job->data_free (job->data);
  g_free (job);
}

static void
worker_free_finished (Worker *worker)
{
  GQueue finished = G_QUEUE_INIT;

  g_mutex_lock (&worker->lock);
  finished = worker->finished;
  g_queue_init (&worker->finished);
  worker->hopping = FALSE;
  g_mutex_unlock (&worker->lock);

  g_queue_clear_full (&finished, (GDestroyNotify) job_free);
}

static void
worker_clear (gpointer data)
{
  Worker *worker = data;

  g_queue_clear_full (&worker->finished, (GDestroyNotify) job_free);
  g_async_queue_unref (worker->jobs);
  g_mutex_clear (&worker->lock);
}

static void
worker_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, worker_clear);
}

static gboolean
finished_cb (gpointer data)
{
  worker_free_finished (data);
  return G_SOURCE_REMOVE;
}

static void
worker_finish (Worker *worker,
               Job *job)
{
  g_autoptr (GSource) source = NULL;
  gboolean hop;

  g_mutex_lock (&worker->lock);
  g_queue_push_tail (&worker->finished, job);
  hop = !worker->hopping;
  worker->hopping = TRUE;
  g_mutex_unlock (&worker->lock);

  if (hop)
    {
      source = g_idle_source_new ();
      g_source_set_priority (source, G_PRIORITY_DEFAULT);
      g_source_set_callback (source, finished_cb, g_atomic_rc_box_acquire (worker), worker_unref);
      g_source_attach (source, NULL);
    }
}

static gboolean
run_write (Worker *worker,
           Job *job,
           GValue *result,
           GError **error)
{
  gboolean done;

  if (g_atomic_int_get (&worker->read_only))
    {
      g_set_error_literal (error, QUIRE_ERROR, QUIRE_ERROR_READ_ONLY, _ ("This book is open for reading only. Nothing was changed."));
      return FALSE;
    }

  if (!quire_connection_begin (worker->connection, error))
    return FALSE;

  done = job->func (worker->connection, job->data, result, error);
  return quire_connection_end (worker->connection, done, error) && done;
}

static gboolean
run_kind (Worker *worker,
          Job *job,
          GCancellable *cancellable,
          GValue *result,
          GError **error)
{
  gboolean done;

  switch (job->kind)
    {
    case JOB_OPEN:
      worker->connection = job->open (job->data, error);
      if (worker->connection == NULL)
        return FALSE;
      g_atomic_int_set (&worker->read_only, quire_connection_get_read_only (worker->connection));
      return TRUE;

    case JOB_READ:
      quire_connection_set_cancellable (worker->connection, cancellable);
      done = job->func (worker->connection, job->data, result, error);
      quire_connection_set_cancellable (worker->connection, NULL);
      return done;

    case JOB_WRITE:
      return run_write (worker, job, result, error);

    case JOB_QUIT:
    default:
      g_clear_pointer (&worker->connection, quire_connection_close);
      return TRUE;
    }
}

static void
run_job (Worker *worker,
         Job *job)
{
  g_autoptr (DexPromise) promise = g_steal_pointer (&job->promise);
  GCancellable *cancellable = dex_promise_get_cancellable (promise);
  g_auto (GValue) result = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  gboolean done = FALSE;

  if (job->kind == JOB_READ || job->kind == JOB_WRITE)
    {
      if (worker->connection == NULL)
        g_set_error_literal (&error, QUIRE_ERROR, QUIRE_ERROR_STORE, _ ("This book has been closed. Nothing was changed."));
      else if (!g_cancellable_set_error_if_cancelled (cancellable, &error))
        done = run_kind (worker, job, cancellable, &result, &error);
    }
  else
    done = run_kind (worker, job, cancellable, &result, &error);

  if (worker->connection != NULL)
    quire_connection_reset (worker->connection);
  if (!done && error == NULL)
    g_set_error_literal (&error, QUIRE_ERROR, QUIRE_ERROR_FAILED, _ ("This did not work. Nothing was changed."));
  if (g_error_matches (error, QUIRE_ERROR, QUIRE_ERROR_CORRUPT))
    g_atomic_int_set (&worker->read_only, TRUE);

  /* Before the promise: whoever is woken by it may close, and then everything has to be in the queue. */
  worker_finish (worker, job);
  if (error != NULL)
    dex_promise_reject (promise, g_steal_pointer (&error));
  else if (!G_IS_VALUE (&result))
    dex_promise_resolve_boolean (promise, TRUE);
  else
    dex_promise_resolve (promise, &result);
}

static gpointer
database_thread (gpointer data)
{
  Worker *worker = data;
  gboolean quit = FALSE;
  Job *job;

  while (!quit)
    {
      job = g_async_queue_pop (worker->jobs);
      quit = job->kind == JOB_QUIT;
      /* Nobody can wait for anything any more. */
      if (!quit && g_atomic_int_get (&worker->abandoned))
        g_cancellable_cancel (dex_promise_get_cancellable (job->promise));
      run_job (worker, job);
    }

  worker_unref (worker);
  return NULL;
}

static DexFuture *
submit (QuireDatabase *self,
        Job template)
{
  DexPromise *promise = dex_promise_new_cancellable ();
  Job *job = g_memdup2 (&template, sizeof template);

  job->promise = dex_ref (promise);
  g_async_queue_push (self->worker->jobs, job);

  /* A set of one: dropping it cancels the promise, which dropping the promise would not. */
  return dex_future_first (DEX_FUTURE (promise), NULL);
}

static void
join (QuireDatabase *self)
{
  g_clear_pointer (&self->thread, g_thread_join);
  worker_free_finished (self->worker);
}

static void
quire_database_finalize (GObject *object)
{
  QuireDatabase *self = QUIRE_DATABASE (object);

  if (self->thread != NULL)
    {
      g_atomic_int_set (&self->worker->abandoned, TRUE);
      dex_unref (submit (self, (Job) { .kind = JOB_QUIT }));
      /* libdex may let go of a settled future last on the thread that settled it, which cannot wait for itself. */
      if (self->thread == g_thread_self ())
        g_clear_pointer (&self->thread, g_thread_unref);
      else
        join (self);
    }
  worker_unref (self->worker);

  G_OBJECT_CLASS (quire_database_parent_class)->finalize (object);
}

static void
quire_database_class_init (QuireDatabaseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = quire_database_finalize;
}

static void
quire_database_init (QuireDatabase *self)
{
  self->worker = g_atomic_rc_box_new0 (Worker);
  self->worker->jobs = g_async_queue_new ();
  g_mutex_init (&self->worker->lock);
}

static DexFuture *
opened_cb (DexFuture *opened,
           gpointer data)
{
  return dex_future_new_for_object (data);
}

DexFuture *
quire_database_open (QuireDatabaseOpenFunc open,
                     gpointer data,
                     GDestroyNotify data_free)
{
  g_autoptr (QuireDatabase) self = g_object_new (QUIRE_TYPE_DATABASE, NULL);
  DexFuture *opening = submit (self, (Job) { .kind = JOB_OPEN, .open = open, .data = data, .data_free = data_free });

  self->thread = g_thread_new ("quire-database", database_thread, g_atomic_rc_box_acquire (self->worker));
  return dex_future_then (opening, opened_cb, g_object_ref (self), g_object_unref);
}

static DexFuture *
closed_cb (DexFuture *closed,
           gpointer data)
{
  join (data);
  return dex_future_new_true ();
}

DexFuture *
quire_database_close (QuireDatabase *self)
{
  g_return_val_if_fail (QUIRE_IS_DATABASE (self), NULL);

  if (self->closed)
    return dex_future_new_true ();

  self->closed = TRUE;
  return dex_future_then (submit (self, (Job) { .kind = JOB_QUIT }), closed_cb, g_object_ref (self), g_object_unref);
}

static DexFuture *
submit_work (QuireDatabase *self,
             Job job)
{
  if (!self->closed)
    return submit (self, job);

  if (job.data_free != NULL)
    job.data_free (job.data);
  return quire_future_new_error (QUIRE_ERROR_STORE, _ ("This book has been closed. Nothing was changed."));
}

DexFuture *
quire_database_read (QuireDatabase *self,
                     QuireDatabaseFunc func,
                     gpointer data,
                     GDestroyNotify data_free)
{
  g_return_val_if_fail (QUIRE_IS_DATABASE (self), NULL);

  return submit_work (self, (Job) { .kind = JOB_READ, .func = func, .data = data, .data_free = data_free });
}

DexFuture *
quire_database_write (QuireDatabase *self,
                      QuireDatabaseFunc func,
                      gpointer data,
                      GDestroyNotify data_free)
{
  g_return_val_if_fail (QUIRE_IS_DATABASE (self), NULL);

  return submit_work (self, (Job) { .kind = JOB_WRITE, .func = func, .data = data, .data_free = data_free });
}

gboolean
quire_database_get_read_only (QuireDatabase *self)
{
  g_return_val_if_fail (QUIRE_IS_DATABASE (self), TRUE);

  return g_atomic_int_get (&self->worker->read_only);
}

void
quire_database_set_read_only (QuireDatabase *self)
{
  g_return_if_fail (QUIRE_IS_DATABASE (self));

  g_atomic_int_set (&self->worker->read_only, TRUE);
}

void
quire_database_take_array (GValue *result,
                           GPtrArray *array)
{
  g_value_init (result, G_TYPE_PTR_ARRAY);
  g_value_take_boxed (result, array);
}
