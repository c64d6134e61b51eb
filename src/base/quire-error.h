/* quire-error.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define QUIRE_ERROR (quire_error_quark ())

/**
 * QuireError:
 *
 * The one error domain of the program. The code says what kind of trouble it is, so that retry rules, exit
 * codes, API codes and the window decide by kind (or by the predicates below) and never by message. The message
 * is a whole sentence for the writer, translated: what happened, what was kept, what to do.
 */
typedef enum
{
  QUIRE_ERROR_FAILED = 1,   /* nothing more exact is known */
  QUIRE_ERROR_INVALID,      /* the caller's input is not acceptable */
  QUIRE_ERROR_NOT_FOUND,    /* no such scene, run, agent, file … */
  QUIRE_ERROR_SCENE_EXISTS, /* generation was asked for a scene that has text */
  QUIRE_ERROR_CHANGED,      /* the thing changed meanwhile: the base is no longer current */
  QUIRE_ERROR_READ_ONLY,    /* the book is open for reading only */
  QUIRE_ERROR_LOCKED,       /* another process has the book open for writing */
  QUIRE_ERROR_NOT_A_BOOK,   /* the file is something else */
  QUIRE_ERROR_CORRUPT,      /* the file is a book, but damaged */
  QUIRE_ERROR_TOO_NEW,      /* the book was written by a newer version */
  QUIRE_ERROR_NO_SPACE,     /* disk full */
  QUIRE_ERROR_PERMISSION,   /* the system refuses access */
  QUIRE_ERROR_STORE,        /* any other fault of the database */
  QUIRE_ERROR_CANCELLED,    /* the writer stopped it; never shown as an error */
  QUIRE_ERROR_TIMED_OUT,
  QUIRE_ERROR_INTERRUPTED, /* the process died while it ran */
  QUIRE_ERROR_OFFLINE,     /* agents, from here on */
  QUIRE_ERROR_AUTH,
  QUIRE_ERROR_QUOTA,
  QUIRE_ERROR_RATE_LIMITED,
  QUIRE_ERROR_OVERLOADED,
  QUIRE_ERROR_REFUSED,
  QUIRE_ERROR_CONTEXT_TOO_LONG,
  QUIRE_ERROR_TRUNCATED,
  QUIRE_ERROR_BAD_REPLY,
  QUIRE_ERROR_BUDGET,
} QuireError;

GQuark quire_error_quark (void);

/* TRUE for every spelling of "the writer stopped it": ours, GIO's and libdex's. NULL is FALSE. */
gboolean quire_error_is_cancelled (const GError *error);

/* TRUE when the same call may succeed a moment later: offline, rate-limited, overloaded, timed out. */
gboolean quire_error_is_transient (const GError *error);

/* TRUE when an agent or its provider is at fault (exit status 4 of the command line). */
gboolean quire_error_is_provider (const GError *error);

/* The stable machine name of the error: "scene_exists", "not_found" … for JSON output, run records and the API.
 * Errors of other domains give "failed". Never NULL; static. */
const char *quire_error_get_code_name (const GError *error);

/* The code for a machine name, or QUIRE_ERROR_FAILED for an unknown one. */
QuireError quire_error_from_code_name (const char *name);

G_END_DECLS
