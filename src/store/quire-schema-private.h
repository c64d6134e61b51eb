/* quire-schema-private.h: the tables of a book, and how older ones become today's.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-connection-private.h"

G_BEGIN_DECLS

#define QUIRE_SCHEMA_APPLICATION_ID 0x51554952 /* "QUIR" */
#define QUIRE_SCHEMA_VERSION 1

/* Brings the book that @connection has open to QUIRE_SCHEMA_VERSION, in one transaction; a new file gets all tables. */
gboolean quire_schema_migrate (QuireConnection *connection, GError **error);

/* The same with other steps: @steps[n] is the SQL that makes version n + 1 of version n. */
gboolean quire_schema_apply (QuireConnection *connection, const char *const *steps, guint n_steps, GError **error);

/* PRAGMA user_version. */
gboolean quire_schema_get_version (QuireConnection *connection, guint *version, GError **error);

G_END_DECLS
