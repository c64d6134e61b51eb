/* quire-connection-error.c: SQLite's results as errors of ours
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-store"

#include "config.h"

#include "quire-connection-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

#include "quire-error.h"

static QuireError
error_code_for (int code, int system_error)
{
  switch (code & 0xff)
    {
    case SQLITE_FULL:
      return QUIRE_ERROR_NO_SPACE;
    case SQLITE_IOERR:
      /* A limit of the file's size or a quota is no SQLITE_FULL, but it is the same thing to a writer. */
      if (system_error == ENOSPC || system_error == EFBIG || system_error == EDQUOT)
        return QUIRE_ERROR_NO_SPACE;
      if (code == SQLITE_IOERR_SHORT_READ || code == SQLITE_IOERR_CORRUPTFS)
        return QUIRE_ERROR_CORRUPT;
      return QUIRE_ERROR_STORE;
    case SQLITE_READONLY:
      return QUIRE_ERROR_READ_ONLY;
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return QUIRE_ERROR_PERMISSION;
    case SQLITE_CANTOPEN:
      return system_error == EACCES || system_error == EPERM ? QUIRE_ERROR_PERMISSION : QUIRE_ERROR_STORE;
    case SQLITE_CORRUPT:
      return QUIRE_ERROR_CORRUPT;
    case SQLITE_NOTADB:
      return QUIRE_ERROR_NOT_A_BOOK;
    case SQLITE_INTERRUPT:
      return QUIRE_ERROR_CANCELLED;
    default:
      return QUIRE_ERROR_STORE;
    }
}

static const char *
error_sentence_for (QuireError error)
{
  switch ((int) error)
    {
    case QUIRE_ERROR_NO_SPACE:
      return _ ("The disk is full. What was stored before is kept; make some room, and it will be tried again.");
    case QUIRE_ERROR_READ_ONLY:
      return _ ("The file cannot be written. What was stored before is kept.");
    case QUIRE_ERROR_PERMISSION:
      return _ ("The system does not allow access to the file. Nothing was changed.");
    case QUIRE_ERROR_CORRUPT:
      return _ ("The file is damaged. Nothing was changed; a backup may have what is missing.");
    case QUIRE_ERROR_NOT_A_BOOK:
      return _ ("This file is not a Quire book. Nothing was changed.");
    case QUIRE_ERROR_CANCELLED:
      return _ ("This was stopped.");
    default:
      return _ ("The file could not be read or written. What was stored before is kept.");
    }
}

gboolean
quire_connection_fail (QuireConnection *self,
                       int code,
                       GError **error)
{
  sqlite3 *handle = quire_connection_get_handle (self);
  int extended = handle != NULL ? sqlite3_extended_errcode (handle) : code;
  int system_error = handle != NULL ? sqlite3_system_errno (handle) : 0;
  const char *detail = handle != NULL ? sqlite3_errmsg (handle) : sqlite3_errstr (code);
  QuireError kind;

  if ((extended & 0xff) != (code & 0xff))
    {
      extended = code;
      detail = sqlite3_errstr (code);
    }

  kind = error_code_for (extended, system_error);
  if (kind == QUIRE_ERROR_STORE || kind == QUIRE_ERROR_CORRUPT)
    g_set_error (error, QUIRE_ERROR, kind, "%s (%s)", error_sentence_for (kind), detail);
  else
    g_set_error_literal (error, QUIRE_ERROR, kind, error_sentence_for (kind));
  return FALSE;
}
