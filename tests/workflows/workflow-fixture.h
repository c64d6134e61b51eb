/* workflow-fixture.h: a book with an engine, a clock that stands still, and workflows whose steps do as they are told.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-test.h"

#include "quire-engine.h"
#include "quire-step-context.h"

G_BEGIN_DECLS

/* Turns the main loop until @future (taken) has ended. The variants give what it resolved to and fail the test when it rejected. */
gboolean test_settle (DexFuture *future, GError **error);
void test_await (DexFuture *future);
gpointer test_await_object (DexFuture *future);
GPtrArray *test_await_array (DexFuture *future);

typedef struct
{
  QuireTestClock *clock;
  QuireProject *project;
  QuireEngine *engine;
  char *path;
} Fixture;

/* A new blank book. */
Fixture *fixture_new (void);

/* Stops the engine, closes the book and opens it again, with a new engine without workflows and without runs. */
void fixture_reopen (Fixture *self);
void fixture_free (Fixture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free)

/* Turns the main loop until nothing happens any more without the clock: nothing is under way in the database, no fiber can run. */
void fixture_quiesce (Fixture *self);

/* Lets things happen, moving the clock from timer to timer, until the run has ended (@state_wanted < 0) or is in that state. */
void fixture_drive (Fixture *self, QuireRun *run, int state_wanted);

/* What a step does. */
typedef struct
{
  const char *name;
  const char *needs[13];
  guint duration_ms;
  guint n_transient; /* so many attempts fail with OVERLOADED first */
  gboolean fails;    /* then it fails for good */
  gboolean optional;
  gboolean stalls; /* never ends by itself */
  guint timeout_ms;
  guint retries;
  const char *text; /* streamed at the beginning of each attempt */

  guint calls;          /* what was seen */
  gint64 first_call_us; /* wall time of the clock */
  char *inputs;         /* JSON of the inputs, joined */
} Script;

/* A workflow of @n_scripts steps; the scripts stay the caller's and are written to. Each step gives the output {"by": name}, the last one the result {"done": true}. */
QuireWorkflow *fixture_new_workflow (const char *kind, Script *scripts, guint n_scripts);
void fixture_register (Fixture *self, const char *kind, Script *scripts, guint n_scripts);
QuireRun *fixture_submit (Fixture *self, const char *kind);
void scripts_clear (Script *scripts, guint n_scripts);

QuireRunStep *fixture_get_step (QuireRun *run, const char *name); /* not a reference */
QuireStepState fixture_get_step_state (QuireRun *run, const char *name);

/* "queued started step-started:a …" of the stored events. */
char *fixture_dup_events (Fixture *self, QuireRun *run);

/* Fails the test unless the events are numbered without gap and in an order that is allowed, and the file agrees with the live object in every field. */
void fixture_check_run (Fixture *self, QuireRun *run);

G_END_DECLS
