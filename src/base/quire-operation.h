/* quire-operation.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _DexFuture DexFuture;

typedef enum
{
  QUIRE_OPERATION_RUNNING,
  QUIRE_OPERATION_DONE,
  QUIRE_OPERATION_FAILED,
  QUIRE_OPERATION_CANCELLED,
} QuireOperationState;

#define QUIRE_TYPE_OPERATION_STATE (quire_operation_state_get_type ())
GType quire_operation_state_get_type (void);

/**
 * QuireOperation:
 *
 * Something under way, as the window sees it: state, progress, partial text, error, cancel(). Widgets never await;
 * they make an operation of a service's future and connect to `finished`. Dropping the last reference cancels the
 * work, so whoever shows it owns it. Main thread only.
 *
 * Properties: `state` (QuireOperationState), `progress` (0.0–1.0, or -1.0 when unknown), `message` (what is being
 * done, translated). Signal: `finished ()`, once, after `state` has left RUNNING.
 */
#define QUIRE_TYPE_OPERATION (quire_operation_get_type ())
G_DECLARE_FINAL_TYPE (QuireOperation, quire_operation, QUIRE, OPERATION, GObject)

/* Follows @future, which it takes. */
QuireOperation *quire_operation_new (DexFuture *future) G_GNUC_WARN_UNUSED_RESULT;

typedef void (*QuireOperationFunc) (QuireOperation *operation, gpointer data);

/* Follows @future (taken), keeps the operation alive by itself and calls @func on the main thread when it has
 * finished, unless @owner (a GObject, not kept alive) has been disposed of by then; @func may be NULL only where a
 * failure is impossible to act upon, and the failure is then logged. For commands that nobody cancels: a window may
 * go away while the rename is being written. @func gets @owner as its data. Returns nothing to own. */
void quire_operation_watch (DexFuture *future, gpointer owner, QuireOperationFunc func);

QuireOperationState quire_operation_get_state (QuireOperation *self);
double quire_operation_get_progress (QuireOperation *self);
const char *quire_operation_get_message (QuireOperation *self);

/* The error when FAILED or CANCELLED; otherwise NULL. */
const GError *quire_operation_get_error (QuireOperation *self);

/* A new reference to the object or boxed array that the future resolved to; NULL if it resolved to something else. */
gpointer quire_operation_dup_object (QuireOperation *self) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *quire_operation_dup_array (QuireOperation *self) G_GNUC_WARN_UNUSED_RESULT;
char *quire_operation_dup_string (QuireOperation *self) G_GNUC_WARN_UNUSED_RESULT;

/* For whoever does the work. */
void quire_operation_set_progress (QuireOperation *self, double progress, const char *message);

/* Stops the work; `finished` follows at once with state CANCELLED. Nothing happens once it has finished. */
void quire_operation_cancel (QuireOperation *self);

G_END_DECLS
