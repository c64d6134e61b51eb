/* quire-schema.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A step, once released, is never changed: books with its version are on writers' disks. What has to change is a new step at the end.
 *
 * Conventions: ids are UUIDs as text; times are microseconds since 1970, 0 for never; lists and objects that SQL does not look into are JSON. Words that
 * C has as an enum are stored by their names and checked here, so that a book can be read without this program. `edits`, `change_sets`, `mentions` and the
 * conversation and voice tables stand in the first version so that a book does not need a migration for each of them. What outlives a scene (log, receipts) or may
 * name one that is gone (facts) has its id without a foreign key.
 *
 * Passages are what is searched. `text` is the passage as it was written, `head` and `body` are folded (quire_text_fold), and only these are in the full-text
 * index, which takes its content from the table. Its delete command needs the old values; columns that are not indexed do not touch it.
 */

#define G_LOG_DOMAIN "quire-store"

#include "config.h"

#include "quire-schema-private.h"

static const char version_1[] =
    "PRAGMA application_id = 0x51554952;\n"

    "CREATE TABLE project (\n"
    "  id INTEGER PRIMARY KEY CHECK (id = 1),\n"
    "  book_id TEXT NOT NULL CHECK (book_id <> ''),\n"
    "  title TEXT NOT NULL,\n"
    "  author TEXT NOT NULL DEFAULT '',\n"
    "  language TEXT NOT NULL DEFAULT 'en',\n"
    "  genre TEXT NOT NULL DEFAULT '',\n"
    "  premise TEXT NOT NULL DEFAULT '',\n"
    "  target_words INTEGER NOT NULL DEFAULT 0 CHECK (target_words >= 0),\n"
    "  deadline INTEGER NOT NULL DEFAULT 0,\n"
    "  voice_defaults TEXT NOT NULL DEFAULT '{}',\n"
    "  created INTEGER NOT NULL,\n"
    "  modified INTEGER NOT NULL\n"
    ") STRICT;\n"

    "CREATE TABLE settings (\n"
    "  key TEXT PRIMARY KEY NOT NULL,\n"
    "  value TEXT NOT NULL\n"
    ") STRICT, WITHOUT ROWID;\n"

    "CREATE TABLE nodes (\n"
    "  id TEXT PRIMARY KEY NOT NULL,\n"
    "  parent TEXT REFERENCES nodes (id),\n"
    "  kind TEXT NOT NULL CHECK (kind IN ('act', 'chapter', 'scene')),\n"
    "  order_key TEXT NOT NULL CHECK (order_key <> ''),\n"
    "  title TEXT NOT NULL DEFAULT '',\n"
    "  synopsis TEXT NOT NULL DEFAULT '',\n"
    "  status TEXT NOT NULL DEFAULT 'outlined' CHECK (status IN ('outlined', 'draft', 'revised', 'final')),\n"
    "  label TEXT NOT NULL DEFAULT '',\n"
    "  point_of_view TEXT NOT NULL DEFAULT '',\n"
    "  story_time TEXT NOT NULL DEFAULT '',\n"
    "  target INTEGER NOT NULL DEFAULT 0 CHECK (target >= 0),\n"
    "  in_export INTEGER NOT NULL DEFAULT 1 CHECK (in_export IN (0, 1)),\n"
    "  created INTEGER NOT NULL,\n"
    "  modified INTEGER NOT NULL,\n"
    "  trashed INTEGER NOT NULL DEFAULT 0,\n"
    "  CHECK ((kind = 'act') = (parent IS NULL))\n"
    ") STRICT;\n"
    "CREATE INDEX nodes_by_parent ON nodes (parent, order_key, id);\n"

    "CREATE TABLE scene_text (\n"
    "  scene TEXT PRIMARY KEY NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,\n"
    "  body TEXT NOT NULL,\n"
    "  words INTEGER NOT NULL CHECK (words >= 0),\n"
    "  hash TEXT NOT NULL CHECK (length (hash) = 64),\n"
    "  provenance TEXT NOT NULL DEFAULT '[]',\n"
    "  edit_head INTEGER NOT NULL DEFAULT 0,\n"
    "  modified INTEGER NOT NULL\n"
    ") STRICT;\n"

    "CREATE TABLE edits (\n"
    "  scene TEXT NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,\n"
    "  sequence INTEGER NOT NULL CHECK (sequence > 0),\n"
    "  parent_sequence INTEGER NOT NULL DEFAULT 0,\n"
    "  edit_group INTEGER NOT NULL,\n"
    "  start INTEGER NOT NULL CHECK (start >= 0),\n"
    "  removed TEXT NOT NULL,\n"
    "  inserted TEXT NOT NULL,\n"
    "  actor TEXT NOT NULL CHECK (actor IN ('writer', 'paste', 'import', 'agent')),\n"
    "  time INTEGER NOT NULL,\n"
    "  PRIMARY KEY (scene, sequence)\n"
    ") STRICT, WITHOUT ROWID;\n"

    "CREATE TABLE revisions (\n"
    "  id INTEGER PRIMARY KEY,\n"
    "  scene TEXT NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,\n"
    "  body TEXT NOT NULL,\n"
    "  words INTEGER NOT NULL CHECK (words >= 0),\n"
    "  reason TEXT NOT NULL,\n"
    "  label TEXT NOT NULL DEFAULT '',\n"
    "  actor TEXT NOT NULL CHECK (actor IN ('writer', 'paste', 'import', 'agent')),\n"
    "  time INTEGER NOT NULL\n"
    ") STRICT;\n"
    "CREATE INDEX revisions_by_scene ON revisions (scene, time);\n"

    "CREATE TABLE change_sets (\n"
    "  id TEXT PRIMARY KEY NOT NULL,\n"
    "  scene TEXT NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,\n"
    "  base_hash TEXT NOT NULL,\n"
    "  proposed TEXT NOT NULL,\n"
    "  decisions TEXT NOT NULL DEFAULT '[]',\n"
    "  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'applied', 'dismissed')),\n"
    "  receipt TEXT NOT NULL DEFAULT '',\n"
    "  run TEXT NOT NULL DEFAULT '',\n"
    "  created INTEGER NOT NULL,\n"
    "  modified INTEGER NOT NULL\n"
    ") STRICT;\n"
    "CREATE INDEX change_sets_by_scene ON change_sets (scene, created);\n"

    "CREATE TABLE entries (\n"
    "  id TEXT PRIMARY KEY NOT NULL,\n"
    "  category TEXT NOT NULL CHECK (category <> ''),\n"
    "  name TEXT NOT NULL,\n"
    "  text TEXT NOT NULL,\n"
    "  send TEXT NOT NULL CHECK (send IN ('detected', 'always', 'never')),\n"
    "  created INTEGER NOT NULL,\n"
    "  modified INTEGER NOT NULL\n"
    ") STRICT;\n"

    "CREATE TABLE entry_names (\n"
    "  entry TEXT NOT NULL REFERENCES entries (id) ON DELETE CASCADE,\n"
    "  position INTEGER NOT NULL,\n"
    "  name TEXT NOT NULL,\n"
    "  folded TEXT NOT NULL,\n"
    "  PRIMARY KEY (entry, position)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE INDEX entry_names_by_name ON entry_names (folded);\n"

    "CREATE TABLE facts (\n"
    "  entry TEXT NOT NULL REFERENCES entries (id) ON DELETE CASCADE,\n"
    "  id TEXT NOT NULL,\n"
    "  position INTEGER NOT NULL,\n"
    "  attribute TEXT NOT NULL,\n"
    "  value TEXT NOT NULL,\n"
    "  valid_from TEXT NOT NULL DEFAULT '',\n"
    "  valid_to TEXT NOT NULL DEFAULT '',\n"
    "  known_by TEXT NOT NULL DEFAULT '',\n"
    "  PRIMARY KEY (entry, id)\n"
    ") STRICT, WITHOUT ROWID;\n"

    "CREATE TABLE mentions (\n"
    "  entry TEXT NOT NULL REFERENCES entries (id) ON DELETE CASCADE,\n"
    "  scene TEXT NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,\n"
    "  count INTEGER NOT NULL CHECK (count > 0),\n"
    "  first INTEGER NOT NULL,\n"
    "  PRIMARY KEY (entry, scene)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE INDEX mentions_by_scene ON mentions (scene);\n"

    "CREATE TABLE passages (\n"
    "  id INTEGER PRIMARY KEY,\n"
    "  source_kind TEXT NOT NULL CHECK (source_kind IN ('scene', 'entry', 'note', 'answer')),\n"
    "  source TEXT NOT NULL,\n"
    "  sequence INTEGER NOT NULL,\n"
    "  start INTEGER NOT NULL CHECK (start >= 0),\n"
    "  stop INTEGER NOT NULL CHECK (stop >= start),\n"
    "  words INTEGER NOT NULL CHECK (words >= 0),\n"
    "  text TEXT NOT NULL,\n"
    "  head TEXT NOT NULL,\n"
    "  body TEXT NOT NULL,\n"
    "  UNIQUE (source_kind, source, sequence)\n"
    ") STRICT;\n"
    "CREATE VIRTUAL TABLE passages_index USING fts5 (\n"
    "  head, body, content = 'passages', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2');\n"
    "CREATE TRIGGER passages_inserted AFTER INSERT ON passages BEGIN\n"
    "  INSERT INTO passages_index (rowid, head, body) VALUES (new.id, new.head, new.body);\n"
    "END;\n"
    "CREATE TRIGGER passages_deleted AFTER DELETE ON passages BEGIN\n"
    "  INSERT INTO passages_index (passages_index, rowid, head, body) VALUES ('delete', old.id, old.head, old.body);\n"
    "END;\n"
    "CREATE TRIGGER passages_updated AFTER UPDATE OF id, head, body ON passages BEGIN\n"
    "  INSERT INTO passages_index (passages_index, rowid, head, body) VALUES ('delete', old.id, old.head, old.body);\n"
    "  INSERT INTO passages_index (rowid, head, body) VALUES (new.id, new.head, new.body);\n"
    "END;\n"

    "CREATE TABLE conversations (\n"
    "  id TEXT PRIMARY KEY NOT NULL,\n"
    "  title TEXT NOT NULL,\n"
    "  profile TEXT NOT NULL DEFAULT 'ask',\n"
    "  created INTEGER NOT NULL,\n"
    "  modified INTEGER NOT NULL\n"
    ") STRICT;\n"

    "CREATE TABLE messages (\n"
    "  id TEXT PRIMARY KEY NOT NULL,\n"
    "  conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,\n"
    "  parent TEXT REFERENCES messages (id) ON DELETE CASCADE,\n"
    "  role TEXT NOT NULL CHECK (role IN ('system', 'writer', 'agent', 'tool')),\n"
    "  body TEXT NOT NULL,\n"
    "  tool_calls TEXT NOT NULL DEFAULT '[]',\n"
    "  partial INTEGER NOT NULL DEFAULT 0 CHECK (partial IN (0, 1)),\n"
    "  receipt TEXT NOT NULL DEFAULT '',\n"
    "  created INTEGER NOT NULL\n"
    ") STRICT;\n"
    "CREATE INDEX messages_by_conversation ON messages (conversation, created);\n"
    "CREATE INDEX messages_by_parent ON messages (parent);\n"

    "CREATE TABLE receipts (\n"
    "  id TEXT PRIMARY KEY NOT NULL,\n"
    "  run TEXT NOT NULL,\n"
    "  scene TEXT NOT NULL,\n"
    "  purpose TEXT NOT NULL,\n"
    "  agent TEXT NOT NULL,\n"
    "  provider TEXT NOT NULL,\n"
    "  model TEXT NOT NULL,\n"
    "  prompt TEXT NOT NULL,\n"
    "  included TEXT NOT NULL,\n"
    "  left_out TEXT NOT NULL,\n"
    "  input_tokens INTEGER NOT NULL,\n"
    "  output_tokens INTEGER NOT NULL,\n"
    "  tokens_estimated INTEGER NOT NULL CHECK (tokens_estimated IN (0, 1)),\n"
    "  cost_known INTEGER NOT NULL CHECK (cost_known IN (0, 1)),\n"
    "  cost REAL NOT NULL,\n"
    "  currency TEXT NOT NULL,\n"
    "  started INTEGER NOT NULL,\n"
    "  ended INTEGER NOT NULL,\n"
    "  first_token_ms INTEGER NOT NULL,\n"
    "  outcome TEXT NOT NULL CHECK (outcome IN ('', 'completed', 'failed', 'cancelled')),\n"
    "  error_code TEXT NOT NULL\n"
    ") STRICT;\n"
    "CREATE INDEX receipts_by_run ON receipts (run, started);\n"

    "CREATE TABLE workflows (\n"
    "  id TEXT PRIMARY KEY NOT NULL,\n"
    "  kind TEXT NOT NULL,\n"
    "  title TEXT NOT NULL,\n"
    "  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'paused', 'completed', 'failed', 'cancelled', 'interrupted')),\n"
    "  parameters TEXT NOT NULL,\n"
    "  result TEXT,\n"
    "  partial_text TEXT NOT NULL DEFAULT '',\n"
    "  error_code TEXT NOT NULL DEFAULT '',\n"
    "  error_message TEXT NOT NULL DEFAULT '',\n"
    "  created INTEGER NOT NULL,\n"
    "  started INTEGER NOT NULL DEFAULT 0,\n"
    "  ended INTEGER NOT NULL DEFAULT 0\n"
    ") STRICT;\n"
    "CREATE INDEX workflows_by_time ON workflows (created);\n"

    "CREATE TABLE workflow_steps (\n"
    "  run TEXT NOT NULL REFERENCES workflows (id) ON DELETE CASCADE,\n"
    "  position INTEGER NOT NULL,\n"
    "  name TEXT NOT NULL,\n"
    "  state TEXT NOT NULL CHECK (state IN ('pending', 'running', 'retrying', 'completed', 'failed', 'skipped', 'cancelled')),\n"
    "  attempts INTEGER NOT NULL DEFAULT 0,\n"
    "  started INTEGER NOT NULL DEFAULT 0,\n"
    "  ended INTEGER NOT NULL DEFAULT 0,\n"
    "  summary TEXT NOT NULL DEFAULT '',\n"
    "  output TEXT,\n"
    "  error_code TEXT NOT NULL DEFAULT '',\n"
    "  error_message TEXT NOT NULL DEFAULT '',\n"
    "  PRIMARY KEY (run, position)\n"
    ") STRICT, WITHOUT ROWID;\n"

    "CREATE TABLE workflow_events (\n"
    "  run TEXT NOT NULL REFERENCES workflows (id) ON DELETE CASCADE,\n"
    "  sequence INTEGER NOT NULL CHECK (sequence > 0),\n"
    "  time INTEGER NOT NULL,\n"
    "  type TEXT NOT NULL,\n"
    "  step TEXT NOT NULL DEFAULT '',\n"
    "  payload TEXT NOT NULL DEFAULT '{}',\n"
    "  PRIMARY KEY (run, sequence)\n"
    ") STRICT, WITHOUT ROWID;\n"

    "CREATE TABLE voice_profiles (\n"
    "  id TEXT PRIMARY KEY NOT NULL,\n"
    "  name TEXT NOT NULL,\n"
    "  entry TEXT NOT NULL DEFAULT '',\n"
    "  features TEXT NOT NULL DEFAULT '{}',\n"
    "  created INTEGER NOT NULL,\n"
    "  modified INTEGER NOT NULL\n"
    ") STRICT;\n"

    "CREATE TABLE voice_samples (\n"
    "  id TEXT PRIMARY KEY NOT NULL,\n"
    "  profile TEXT NOT NULL REFERENCES voice_profiles (id) ON DELETE CASCADE,\n"
    "  scene TEXT NOT NULL DEFAULT '',\n"
    "  body TEXT NOT NULL,\n"
    "  words INTEGER NOT NULL CHECK (words >= 0),\n"
    "  created INTEGER NOT NULL\n"
    ") STRICT;\n"
    "CREATE INDEX voice_samples_by_profile ON voice_samples (profile);\n"

    "CREATE TABLE voice_tests (\n"
    "  id TEXT PRIMARY KEY NOT NULL,\n"
    "  run TEXT NOT NULL DEFAULT '',\n"
    "  profile TEXT NOT NULL DEFAULT '',\n"
    "  prompt TEXT NOT NULL,\n"
    "  purpose TEXT NOT NULL DEFAULT '',\n"
    "  winner TEXT NOT NULL DEFAULT '',\n"
    "  reasons TEXT NOT NULL DEFAULT '[]',\n"
    "  created INTEGER NOT NULL\n"
    ") STRICT;\n"

    "CREATE TABLE voice_outputs (\n"
    "  id TEXT PRIMARY KEY NOT NULL,\n"
    "  test TEXT NOT NULL REFERENCES voice_tests (id) ON DELETE CASCADE,\n"
    "  agent TEXT NOT NULL,\n"
    "  body TEXT NOT NULL,\n"
    "  score REAL,\n"
    "  measures TEXT NOT NULL DEFAULT '{}',\n"
    "  receipt TEXT NOT NULL DEFAULT '',\n"
    "  created INTEGER NOT NULL\n"
    ") STRICT;\n"
    "CREATE INDEX voice_outputs_by_test ON voice_outputs (test);\n"

    "CREATE TABLE voice_votes (\n"
    "  id INTEGER PRIMARY KEY,\n"
    "  test TEXT NOT NULL REFERENCES voice_tests (id) ON DELETE CASCADE,\n"
    "  preferred TEXT NOT NULL REFERENCES voice_outputs (id) ON DELETE CASCADE,\n"
    "  other TEXT NOT NULL REFERENCES voice_outputs (id) ON DELETE CASCADE,\n"
    "  blind INTEGER NOT NULL CHECK (blind IN (0, 1)),\n"
    "  created INTEGER NOT NULL\n"
    ") STRICT;\n"
    "CREATE INDEX voice_votes_by_test ON voice_votes (test);\n"

    "CREATE TABLE writing_log (\n"
    "  day TEXT NOT NULL,\n"
    "  scene TEXT NOT NULL,\n"
    "  actor TEXT NOT NULL CHECK (actor IN ('writer', 'paste', 'import', 'agent')),\n"
    "  words_added INTEGER NOT NULL DEFAULT 0 CHECK (words_added >= 0),\n"
    "  words_removed INTEGER NOT NULL DEFAULT 0 CHECK (words_removed >= 0),\n"
    "  seconds INTEGER NOT NULL DEFAULT 0 CHECK (seconds >= 0),\n"
    "  PRIMARY KEY (day, scene, actor)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE INDEX writing_log_by_scene ON writing_log (scene);\n";

static const char *const steps[] = { version_1 };
G_STATIC_ASSERT (G_N_ELEMENTS (steps) == QUIRE_SCHEMA_VERSION);

gboolean
quire_schema_get_version (QuireConnection *connection,
                          guint *version,
                          GError **error)
{
  gint64 value = 0;

  if (!quire_connection_get_int (connection, &value, error, "PRAGMA user_version"))
    return FALSE;
  *version = (guint) MAX (value, 0);
  return TRUE;
}

gboolean
quire_schema_apply (QuireConnection *connection,
                    const char *const *wanted,
                    guint n_wanted,
                    GError **error)
{
  g_autofree char *stamp = g_strdup_printf ("PRAGMA user_version = %u", n_wanted);
  gboolean done = TRUE;
  guint version;

  if (!quire_schema_get_version (connection, &version, error))
    return FALSE;
  if (version >= n_wanted)
    return TRUE;

  if (!quire_connection_begin (connection, error))
    return FALSE;
  for (guint i = version; done && i < n_wanted; i++)
    done = quire_connection_execute (connection, wanted[i], error);
  done = done && quire_connection_execute (connection, stamp, error);
  return quire_connection_end (connection, done, error) && done;
}

gboolean
quire_schema_migrate (QuireConnection *connection,
                      GError **error)
{
  return quire_schema_apply (connection, steps, G_N_ELEMENTS (steps), error);
}
