/* quire-error.c: the program's one error domain
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-base"

#include "config.h"

#include "quire-error.h"

#include <libdex.h>

G_DEFINE_QUARK (quire - error - quark, quire_error)

/* Written into files and spoken over the API: a name stays for ever. */
static const char *const code_names[] = {
  [QUIRE_ERROR_FAILED] = "failed",
  [QUIRE_ERROR_INVALID] = "invalid",
  [QUIRE_ERROR_NOT_FOUND] = "not_found",
  [QUIRE_ERROR_SCENE_EXISTS] = "scene_exists",
  [QUIRE_ERROR_CHANGED] = "changed",
  [QUIRE_ERROR_READ_ONLY] = "read_only",
  [QUIRE_ERROR_LOCKED] = "locked",
  [QUIRE_ERROR_NOT_A_BOOK] = "not_a_book",
  [QUIRE_ERROR_CORRUPT] = "corrupt",
  [QUIRE_ERROR_TOO_NEW] = "too_new",
  [QUIRE_ERROR_NO_SPACE] = "no_space",
  [QUIRE_ERROR_PERMISSION] = "permission",
  [QUIRE_ERROR_STORE] = "store",
  [QUIRE_ERROR_CANCELLED] = "cancelled",
  [QUIRE_ERROR_TIMED_OUT] = "timed_out",
  [QUIRE_ERROR_INTERRUPTED] = "interrupted",
  [QUIRE_ERROR_OFFLINE] = "offline",
  [QUIRE_ERROR_AUTH] = "auth",
  [QUIRE_ERROR_QUOTA] = "quota",
  [QUIRE_ERROR_RATE_LIMITED] = "rate_limited",
  [QUIRE_ERROR_OVERLOADED] = "overloaded",
  [QUIRE_ERROR_REFUSED] = "refused",
  [QUIRE_ERROR_CONTEXT_TOO_LONG] = "context_too_long",
  [QUIRE_ERROR_TRUNCATED] = "truncated",
  [QUIRE_ERROR_BAD_REPLY] = "bad_reply",
  [QUIRE_ERROR_BUDGET] = "budget",
};

gboolean
quire_error_is_cancelled (const GError *error)
{
  return g_error_matches (error, QUIRE_ERROR, QUIRE_ERROR_CANCELLED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
         g_error_matches (error, DEX_ERROR, DEX_ERROR_FIBER_CANCELLED);
}

gboolean
quire_error_is_transient (const GError *error)
{
  return g_error_matches (error, QUIRE_ERROR, QUIRE_ERROR_OFFLINE) ||
         g_error_matches (error, QUIRE_ERROR, QUIRE_ERROR_RATE_LIMITED) ||
         g_error_matches (error, QUIRE_ERROR, QUIRE_ERROR_OVERLOADED) ||
         g_error_matches (error, QUIRE_ERROR, QUIRE_ERROR_TIMED_OUT) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT) ||
         g_error_matches (error, DEX_ERROR, DEX_ERROR_TIMED_OUT);
}

gboolean
quire_error_is_provider (const GError *error)
{
  return error != NULL &&
         error->domain == QUIRE_ERROR &&
         error->code >= QUIRE_ERROR_OFFLINE &&
         error->code <= QUIRE_ERROR_BUDGET;
}

const char *
quire_error_get_code_name (const GError *error)
{
  if (error == NULL ||
      error->domain != QUIRE_ERROR ||
      error->code < QUIRE_ERROR_FAILED ||
      error->code >= (int) G_N_ELEMENTS (code_names))
    return code_names[QUIRE_ERROR_FAILED];

  return code_names[error->code];
}

QuireError
quire_error_from_code_name (const char *name)
{
  for (guint i = QUIRE_ERROR_FAILED; i < G_N_ELEMENTS (code_names); i++)
    if (g_strcmp0 (name, code_names[i]) == 0)
      return i;

  return QUIRE_ERROR_FAILED;
}
