/* quire-completion.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-clock.h"
#include "quire-request.h"

G_BEGIN_DECLS

typedef struct _DexFuture DexFuture;

typedef enum
{
  QUIRE_STOP_NONE,   /* still running, or ended with an error */
  QUIRE_STOP_END,    /* the model was done */
  QUIRE_STOP_LENGTH, /* the token limit; the text is kept and can be continued */
  QUIRE_STOP_TOOL,   /* tools are to be called */
  QUIRE_STOP_REFUSAL,
  QUIRE_STOP_FILTER,
} QuireStopReason;

typedef enum
{
  QUIRE_COMPLETION_QUEUED,
  QUIRE_COMPLETION_RUNNING,
  QUIRE_COMPLETION_DONE,
  QUIRE_COMPLETION_FAILED,
  QUIRE_COMPLETION_CANCELLED,
} QuireCompletionState;

#define QUIRE_TYPE_COMPLETION_STATE (quire_completion_state_get_type ())
GType quire_completion_state_get_type (void);

/* What a call used; -1 = the provider did not say. estimated: the counts are ours. */
typedef struct
{
  gint64 input_tokens;
  gint64 output_tokens;
  gint64 cached_tokens;
  gint64 thinking_tokens;
  gboolean estimated;
  double cost; /* as the provider itself reports it; < 0 = it did not */
} QuireTokenUsage;

/**
 * QuireCompletion:
 *
 * One model call while it runs and afterwards. The text that has arrived belongs to this object and survives cancel, error and crash of whoever asked.
 * Main thread only.
 *
 * Signals: `delta (text)` with what has just arrived; `thinking (text)`; `tool-call (id, name, arguments)` with arguments as JSON text; `finished ()` once, after all others.
 * Property: `state`.
 *
 * quire_completion_get_text() and quire_completion_get_state() are up to date at once. Signals and notifications come from a source of the main loop, never from inside the fiber that pushes,
 * so a handler has the main thread's whole stack and may touch widgets; what is pushed in one turn of the loop arrives as one `delta`.
 */
#define QUIRE_TYPE_COMPLETION (quire_completion_get_type ())
G_DECLARE_FINAL_TYPE (QuireCompletion, quire_completion, QUIRE, COMPLETION, GObject)

QuireRequest *quire_completion_get_request (QuireCompletion *self);
QuireCompletionState quire_completion_get_state (QuireCompletion *self);

/* All text so far; valid until more arrives. */
const char *quire_completion_get_text (QuireCompletion *self);
QuireStopReason quire_completion_get_stop_reason (QuireCompletion *self);
const QuireTokenUsage *quire_completion_get_usage (QuireCompletion *self);
const GError *quire_completion_get_error (QuireCompletion *self);

/* Wall times in microseconds, 0 = not yet; ms from start to the first text, -1 = none came. */
gint64 quire_completion_get_started (QuireCompletion *self);
gint64 quire_completion_get_ended (QuireCompletion *self);
gint64 quire_completion_get_first_token_ms (QuireCompletion *self);

/* Resolves to TRUE when DONE; rejects with the error otherwise. Dropping it does not cancel the call. */
DexFuture *quire_completion_when_finished (QuireCompletion *self) G_GNUC_WARN_UNUSED_RESULT;

/* Stops at once; the text is kept; `finished` follows with state CANCELLED. */
void quire_completion_cancel (QuireCompletion *self);

/* -- for providers and the pool -- */

QuireCompletion *quire_completion_new (QuireRequest *request, QuireClock *clock) G_GNUC_WARN_UNUSED_RESULT;

/* Runs @future (taken): RUNNING now, DONE or FAILED as it ends. Dropped by cancel. */
void quire_completion_run (QuireCompletion *self, DexFuture *future);

void quire_completion_push_text (QuireCompletion *self, const char *text);
void quire_completion_push_thinking (QuireCompletion *self, const char *text);
void quire_completion_push_tool_call (QuireCompletion *self, const char *id, const char *name, const char *arguments);
void quire_completion_set_usage (QuireCompletion *self, const QuireTokenUsage *usage);
void quire_completion_set_stop_reason (QuireCompletion *self, QuireStopReason reason);

G_END_DECLS
