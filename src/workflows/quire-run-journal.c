/* quire-run-journal.c: stores one run and its events
 *
 * The rule is: persist, then emit. A change is made in the journal's record and described by events that wait here. A
 * write copies the record and takes all waiting events into one transaction; at most one is under way, and what
 * accumulates meanwhile goes into the next. So
 *
 * - what is told outside (the batch given to `stored`) is always a state that the file has been in;
 * - events get their sequence numbers in the order in which they were added, without gap;
 * - a stream of small texts costs one event for each transaction, not one for each token: text joins the last waiting
 *   event of its step if that is an output event, and begins a new one otherwise, so that output never gets behind
 *   the completion of its step.
 *
 * When a write fails, the run cannot be trusted to the file any more: the rest is dropped, the listener is told once,
 * and nothing is written afterwards. The record and its text stay readable.
 *
 * The fiber that waits for a write holds the journal, so a write that has begun is seen through even when the engine
 * is gone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-workflows"

#include "config.h"

#include "quire-run-journal-private.h"

#include "quire-future.h"
#include "quire-json.h"
#include "quire-run-repository.h"

typedef struct
{
  QuireRunEvent *event; /* its payload is still empty when text is streamed */
  GString *text;
  guint step;
} Waiting;

struct _QuireRunJournal
{
  guint n_references;
  QuireDatabase *database;
  QuireClock *clock;
  const QuireRunJournalFuncs *funcs;
  gpointer data;

  QuireRunRecord *record;
  GString *partial_text;
  double *progress;
  GPtrArray *waiting; /* of Waiting */

  gboolean in_file;
  gboolean failed;
  gboolean busy;
  QuireRunBatch *batch; /* under way */
  DexFuture *storing;   /* the repository's answer to it */
  DexFuture *writing;   /* the fiber that waits for it */
};

static void
waiting_free (gpointer data)
{
  Waiting *waiting = data;

  g_clear_pointer (&waiting->event, quire_run_event_free);
  if (waiting->text != NULL)
    g_string_free (waiting->text, TRUE);
  g_free (waiting);
}

void
quire_run_batch_free (QuireRunBatch *self)
{
  if (self == NULL)
    return;

  quire_run_record_free (self->record);
  g_clear_pointer (&self->events, g_ptr_array_unref);
  g_clear_pointer (&self->texts, g_ptr_array_unref);
  g_free (self->progress);
  g_free (self);
}

QuireRunJournal *
quire_run_journal_new_take (QuireDatabase *database, QuireClock *clock, QuireRunRecord *record, gboolean in_file)
{
  QuireRunJournal *self = g_new0 (QuireRunJournal, 1);

  self->n_references = 1;
  self->database = g_object_ref (database);
  self->clock = g_object_ref (clock);
  self->partial_text = g_string_new (record->partial_text);
  self->record = record;
  self->in_file = in_file;
  self->waiting = g_ptr_array_new_with_free_func (waiting_free);
  self->progress = g_new (double, record->steps->len);
  for (guint i = 0; i < record->steps->len; i++)
    self->progress[i] = -1;
  g_set_str (&record->partial_text, "");

  return self;
}

QuireRunJournal *
quire_run_journal_ref (QuireRunJournal *self)
{
  self->n_references++;

  return self;
}

void
quire_run_journal_unref (QuireRunJournal *self)
{
  if (--self->n_references > 0)
    return;

  dex_clear (&self->storing);
  dex_clear (&self->writing);
  g_clear_pointer (&self->batch, quire_run_batch_free);
  g_ptr_array_unref (self->waiting);
  g_string_free (self->partial_text, TRUE);
  g_free (self->progress);
  quire_run_record_free (self->record);
  g_object_unref (self->clock);
  g_object_unref (self->database);
  g_free (self);
}

void
quire_run_journal_set_listener (QuireRunJournal *self, const QuireRunJournalFuncs *funcs, gpointer data)
{
  self->funcs = funcs;
  self->data = data;
}

QuireRunRecord *
quire_run_journal_get_record (QuireRunJournal *self)
{
  return self->record;
}

void
quire_run_journal_set_progress (QuireRunJournal *self, guint step, double progress)
{
  self->progress[step] = progress;
}

static Waiting *
add_waiting (QuireRunJournal *self, const char *type, const char *step, const char *payload)
{
  Waiting *waiting = g_new0 (Waiting, 1);

  waiting->event = quire_run_event_new (type, step, payload);
  waiting->event->time = quire_clock_get_now (self->clock);
  g_ptr_array_add (self->waiting, waiting);

  return waiting;
}

void
quire_run_journal_add_event (QuireRunJournal *self, const char *type, const char *step, JsonObject *payload)
{
  g_autofree char *text = payload != NULL ? quire_json_object_to_string (payload, FALSE) : NULL;

  g_clear_pointer (&payload, json_object_unref);
  if (!self->failed)
    add_waiting (self, type, step != NULL ? step : "", text != NULL ? text : "{}");
}

/* The event that waits and that text of the step may still join; NULL if there is none. */
static Waiting *
find_output (QuireRunJournal *self, const char *step)
{
  for (guint i = self->waiting->len; i > 0; i--)
    {
      Waiting *waiting = g_ptr_array_index (self->waiting, i - 1);

      if (g_str_equal (waiting->event->step, step))
        return waiting->text != NULL ? waiting : NULL;
    }

  return NULL;
}

void
quire_run_journal_add_text (QuireRunJournal *self, guint step, const char *text)
{
  const QuireStepRecord *record = g_ptr_array_index (self->record->steps, step);
  Waiting *waiting;

  g_string_append (self->partial_text, text);
  if (self->failed)
    return;

  waiting = find_output (self, record->name);
  if (waiting == NULL)
    {
      waiting = add_waiting (self, "step-output", record->name, "{}");
      waiting->text = g_string_new (NULL);
      waiting->step = step;
    }
  g_string_append (waiting->text, text);
}

void
quire_run_journal_clear_text (QuireRunJournal *self)
{
  g_string_truncate (self->partial_text, 0);
}

QuireRunBatch *
quire_run_journal_snapshot (QuireRunJournal *self)
{
  QuireRunBatch *batch = g_new0 (QuireRunBatch, 1);

  batch->record = quire_run_record_copy (self->record);
  g_set_str (&batch->record->partial_text, self->partial_text->str);
  batch->progress = g_memdup2 (self->progress, self->record->steps->len * sizeof (double));

  return batch;
}

static void
fill_output_payload (QuireRunJournal *self, Waiting *waiting)
{
  g_autoptr (JsonObject) payload = json_object_new ();

  json_object_set_string_member (payload, "text", waiting->text->str);
  if (self->progress[waiting->step] >= 0)
    json_object_set_double_member (payload, "progress", self->progress[waiting->step]);

  g_free (waiting->event->payload);
  waiting->event->payload = quire_json_object_to_string (payload, FALSE);
}

/* Takes all that waits into a transaction. */
static void
begin_write (QuireRunJournal *self)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) quire_run_event_free);

  self->batch = quire_run_journal_snapshot (self);
  self->batch->texts = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < self->waiting->len; i++)
    {
      Waiting *waiting = g_ptr_array_index (self->waiting, i);

      if (waiting->text != NULL)
        fill_output_payload (self, waiting);
      g_ptr_array_add (events, g_steal_pointer (&waiting->event));
      g_ptr_array_add (self->batch->texts, waiting->text != NULL ? g_string_free_and_steal (g_steal_pointer (&waiting->text)) : NULL);
    }
  g_ptr_array_set_size (self->waiting, 0);

  if (self->in_file)
    self->storing = quire_run_repository_update (self->database, self->batch->record, events);
  else
    self->storing = quire_run_repository_insert (self->database, self->batch->record, events);
}

static void
fail (QuireRunJournal *self, const GError *error)
{
  self->failed = TRUE;
  g_ptr_array_set_size (self->waiting, 0);
  g_clear_pointer (&self->batch, quire_run_batch_free);
  if (self->funcs != NULL)
    self->funcs->failed (error, self->data);
}

static DexFuture *
write_fiber (gpointer data)
{
  QuireRunJournal *self = data;

  while (self->batch != NULL)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (QuireRunBatch) batch = NULL;
      g_autoptr (GPtrArray) events = quire_await_array (g_steal_pointer (&self->storing), &error);

      if (events == NULL)
        {
          fail (self, error);
          break;
        }

      self->in_file = TRUE;
      batch = g_steal_pointer (&self->batch);
      batch->events = g_steal_pointer (&events);
      if (self->funcs != NULL)
        self->funcs->stored (g_steal_pointer (&batch), self->data);
      if (self->waiting->len > 0)
        begin_write (self);
    }
  self->busy = FALSE;

  return dex_future_new_true ();
}

void
quire_run_journal_write (QuireRunJournal *self)
{
  if (self->busy || self->waiting->len == 0)
    return;

  self->busy = TRUE;
  begin_write (self);
  dex_clear (&self->writing);
  self->writing = quire_fiber_spawn (write_fiber, quire_run_journal_ref (self), (GDestroyNotify) quire_run_journal_unref);
}

DexFuture *
quire_run_journal_when_idle (QuireRunJournal *self)
{
  return self->busy ? dex_ref (self->writing) : dex_future_new_true ();
}
