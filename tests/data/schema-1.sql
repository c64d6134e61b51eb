index change_sets_by_scene
CREATE INDEX change_sets_by_scene ON change_sets (scene, created);
index entry_names_by_name
CREATE INDEX entry_names_by_name ON entry_names (folded);
index mentions_by_scene
CREATE INDEX mentions_by_scene ON mentions (scene);
index messages_by_conversation
CREATE INDEX messages_by_conversation ON messages (conversation, created);
index messages_by_parent
CREATE INDEX messages_by_parent ON messages (parent);
index nodes_by_parent
CREATE INDEX nodes_by_parent ON nodes (parent, order_key, id);
index receipts_by_run
CREATE INDEX receipts_by_run ON receipts (run, started);
index revisions_by_scene
CREATE INDEX revisions_by_scene ON revisions (scene, time);
index voice_outputs_by_test
CREATE INDEX voice_outputs_by_test ON voice_outputs (test);
index voice_samples_by_profile
CREATE INDEX voice_samples_by_profile ON voice_samples (profile);
index voice_votes_by_test
CREATE INDEX voice_votes_by_test ON voice_votes (test);
index workflows_by_time
CREATE INDEX workflows_by_time ON workflows (created);
index writing_log_by_scene
CREATE INDEX writing_log_by_scene ON writing_log (scene);
table change_sets
CREATE TABLE change_sets (
  id TEXT PRIMARY KEY NOT NULL,
  scene TEXT NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
  base_hash TEXT NOT NULL,
  proposed TEXT NOT NULL,
  decisions TEXT NOT NULL DEFAULT '[]',
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'applied', 'dismissed')),
  receipt TEXT NOT NULL DEFAULT '',
  run TEXT NOT NULL DEFAULT '',
  created INTEGER NOT NULL,
  modified INTEGER NOT NULL
) STRICT;
table conversations
CREATE TABLE conversations (
  id TEXT PRIMARY KEY NOT NULL,
  title TEXT NOT NULL,
  profile TEXT NOT NULL DEFAULT 'ask',
  created INTEGER NOT NULL,
  modified INTEGER NOT NULL
) STRICT;
table edits
CREATE TABLE edits (
  scene TEXT NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
  sequence INTEGER NOT NULL CHECK (sequence > 0),
  parent_sequence INTEGER NOT NULL DEFAULT 0,
  edit_group INTEGER NOT NULL,
  start INTEGER NOT NULL CHECK (start >= 0),
  removed TEXT NOT NULL,
  inserted TEXT NOT NULL,
  actor TEXT NOT NULL CHECK (actor IN ('writer', 'paste', 'import', 'agent')),
  time INTEGER NOT NULL,
  PRIMARY KEY (scene, sequence)
) STRICT, WITHOUT ROWID;
table entries
CREATE TABLE entries (
  id TEXT PRIMARY KEY NOT NULL,
  category TEXT NOT NULL CHECK (category <> ''),
  name TEXT NOT NULL,
  text TEXT NOT NULL,
  send TEXT NOT NULL CHECK (send IN ('detected', 'always', 'never')),
  created INTEGER NOT NULL,
  modified INTEGER NOT NULL
) STRICT;
table entry_names
CREATE TABLE entry_names (
  entry TEXT NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  PRIMARY KEY (entry, position)
) STRICT, WITHOUT ROWID;
table facts
CREATE TABLE facts (
  entry TEXT NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  position INTEGER NOT NULL,
  attribute TEXT NOT NULL,
  value TEXT NOT NULL,
  valid_from TEXT NOT NULL DEFAULT '',
  valid_to TEXT NOT NULL DEFAULT '',
  known_by TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (entry, id)
) STRICT, WITHOUT ROWID;
table mentions
CREATE TABLE mentions (
  entry TEXT NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
  scene TEXT NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
  count INTEGER NOT NULL CHECK (count > 0),
  first INTEGER NOT NULL,
  PRIMARY KEY (entry, scene)
) STRICT, WITHOUT ROWID;
table messages
CREATE TABLE messages (
  id TEXT PRIMARY KEY NOT NULL,
  conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  parent TEXT REFERENCES messages (id) ON DELETE CASCADE,
  role TEXT NOT NULL CHECK (role IN ('system', 'writer', 'agent', 'tool')),
  body TEXT NOT NULL,
  tool_calls TEXT NOT NULL DEFAULT '[]',
  partial INTEGER NOT NULL DEFAULT 0 CHECK (partial IN (0, 1)),
  receipt TEXT NOT NULL DEFAULT '',
  created INTEGER NOT NULL
) STRICT;
table nodes
CREATE TABLE nodes (
  id TEXT PRIMARY KEY NOT NULL,
  parent TEXT REFERENCES nodes (id),
  kind TEXT NOT NULL CHECK (kind IN ('act', 'chapter', 'scene')),
  order_key TEXT NOT NULL CHECK (order_key <> ''),
  title TEXT NOT NULL DEFAULT '',
  synopsis TEXT NOT NULL DEFAULT '',
  status TEXT NOT NULL DEFAULT 'outlined' CHECK (status IN ('outlined', 'draft', 'revised', 'final')),
  label TEXT NOT NULL DEFAULT '',
  point_of_view TEXT NOT NULL DEFAULT '',
  story_time TEXT NOT NULL DEFAULT '',
  target INTEGER NOT NULL DEFAULT 0 CHECK (target >= 0),
  in_export INTEGER NOT NULL DEFAULT 1 CHECK (in_export IN (0, 1)),
  created INTEGER NOT NULL,
  modified INTEGER NOT NULL,
  trashed INTEGER NOT NULL DEFAULT 0,
  CHECK ((kind = 'act') = (parent IS NULL))
) STRICT;
table passages
CREATE TABLE passages (
  id INTEGER PRIMARY KEY,
  source_kind TEXT NOT NULL CHECK (source_kind IN ('scene', 'entry', 'note', 'answer')),
  source TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  start INTEGER NOT NULL CHECK (start >= 0),
  stop INTEGER NOT NULL CHECK (stop >= start),
  words INTEGER NOT NULL CHECK (words >= 0),
  text TEXT NOT NULL,
  head TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (source_kind, source, sequence)
) STRICT;
table passages_index
CREATE VIRTUAL TABLE passages_index USING fts5 (
  head, body, content = 'passages', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2');
table project
CREATE TABLE project (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  book_id TEXT NOT NULL CHECK (book_id <> ''),
  title TEXT NOT NULL,
  author TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL DEFAULT 'en',
  genre TEXT NOT NULL DEFAULT '',
  premise TEXT NOT NULL DEFAULT '',
  target_words INTEGER NOT NULL DEFAULT 0 CHECK (target_words >= 0),
  deadline INTEGER NOT NULL DEFAULT 0,
  voice_defaults TEXT NOT NULL DEFAULT '{}',
  created INTEGER NOT NULL,
  modified INTEGER NOT NULL
) STRICT;
table receipts
CREATE TABLE receipts (
  id TEXT PRIMARY KEY NOT NULL,
  run TEXT NOT NULL,
  scene TEXT NOT NULL,
  purpose TEXT NOT NULL,
  agent TEXT NOT NULL,
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  prompt TEXT NOT NULL,
  included TEXT NOT NULL,
  left_out TEXT NOT NULL,
  input_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  tokens_estimated INTEGER NOT NULL CHECK (tokens_estimated IN (0, 1)),
  cost_known INTEGER NOT NULL CHECK (cost_known IN (0, 1)),
  cost REAL NOT NULL,
  currency TEXT NOT NULL,
  started INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  first_token_ms INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('', 'completed', 'failed', 'cancelled')),
  error_code TEXT NOT NULL
) STRICT;
table revisions
CREATE TABLE revisions (
  id INTEGER PRIMARY KEY,
  scene TEXT NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
  body TEXT NOT NULL,
  words INTEGER NOT NULL CHECK (words >= 0),
  reason TEXT NOT NULL,
  label TEXT NOT NULL DEFAULT '',
  actor TEXT NOT NULL CHECK (actor IN ('writer', 'paste', 'import', 'agent')),
  time INTEGER NOT NULL
) STRICT;
table scene_text
CREATE TABLE scene_text (
  scene TEXT PRIMARY KEY NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
  body TEXT NOT NULL,
  words INTEGER NOT NULL CHECK (words >= 0),
  hash TEXT NOT NULL CHECK (length (hash) = 64),
  provenance TEXT NOT NULL DEFAULT '[]',
  edit_head INTEGER NOT NULL DEFAULT 0,
  modified INTEGER NOT NULL
) STRICT;
table settings
CREATE TABLE settings (
  key TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
table voice_outputs
CREATE TABLE voice_outputs (
  id TEXT PRIMARY KEY NOT NULL,
  test TEXT NOT NULL REFERENCES voice_tests (id) ON DELETE CASCADE,
  agent TEXT NOT NULL,
  body TEXT NOT NULL,
  score REAL,
  measures TEXT NOT NULL DEFAULT '{}',
  receipt TEXT NOT NULL DEFAULT '',
  created INTEGER NOT NULL
) STRICT;
table voice_profiles
CREATE TABLE voice_profiles (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  entry TEXT NOT NULL DEFAULT '',
  features TEXT NOT NULL DEFAULT '{}',
  created INTEGER NOT NULL,
  modified INTEGER NOT NULL
) STRICT;
table voice_samples
CREATE TABLE voice_samples (
  id TEXT PRIMARY KEY NOT NULL,
  profile TEXT NOT NULL REFERENCES voice_profiles (id) ON DELETE CASCADE,
  scene TEXT NOT NULL DEFAULT '',
  body TEXT NOT NULL,
  words INTEGER NOT NULL CHECK (words >= 0),
  created INTEGER NOT NULL
) STRICT;
table voice_tests
CREATE TABLE voice_tests (
  id TEXT PRIMARY KEY NOT NULL,
  run TEXT NOT NULL DEFAULT '',
  profile TEXT NOT NULL DEFAULT '',
  prompt TEXT NOT NULL,
  purpose TEXT NOT NULL DEFAULT '',
  winner TEXT NOT NULL DEFAULT '',
  reasons TEXT NOT NULL DEFAULT '[]',
  created INTEGER NOT NULL
) STRICT;
table voice_votes
CREATE TABLE voice_votes (
  id INTEGER PRIMARY KEY,
  test TEXT NOT NULL REFERENCES voice_tests (id) ON DELETE CASCADE,
  preferred TEXT NOT NULL REFERENCES voice_outputs (id) ON DELETE CASCADE,
  other TEXT NOT NULL REFERENCES voice_outputs (id) ON DELETE CASCADE,
  blind INTEGER NOT NULL CHECK (blind IN (0, 1)),
  created INTEGER NOT NULL
) STRICT;
table workflow_events
CREATE TABLE workflow_events (
  run TEXT NOT NULL REFERENCES workflows (id) ON DELETE CASCADE,
  sequence INTEGER NOT NULL CHECK (sequence > 0),
  time INTEGER NOT NULL,
  type TEXT NOT NULL,
  step TEXT NOT NULL DEFAULT '',
  payload TEXT NOT NULL DEFAULT '{}',
  PRIMARY KEY (run, sequence)
) STRICT, WITHOUT ROWID;
table workflow_steps
CREATE TABLE workflow_steps (
  run TEXT NOT NULL REFERENCES workflows (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'running', 'retrying', 'completed', 'failed', 'skipped', 'cancelled')),
  attempts INTEGER NOT NULL DEFAULT 0,
  started INTEGER NOT NULL DEFAULT 0,
  ended INTEGER NOT NULL DEFAULT 0,
  summary TEXT NOT NULL DEFAULT '',
  output TEXT,
  error_code TEXT NOT NULL DEFAULT '',
  error_message TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;
table workflows
CREATE TABLE workflows (
  id TEXT PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'paused', 'completed', 'failed', 'cancelled', 'interrupted')),
  parameters TEXT NOT NULL,
  result TEXT,
  partial_text TEXT NOT NULL DEFAULT '',
  error_code TEXT NOT NULL DEFAULT '',
  error_message TEXT NOT NULL DEFAULT '',
  created INTEGER NOT NULL,
  started INTEGER NOT NULL DEFAULT 0,
  ended INTEGER NOT NULL DEFAULT 0
) STRICT;
table writing_log
CREATE TABLE writing_log (
  day TEXT NOT NULL,
  scene TEXT NOT NULL,
  actor TEXT NOT NULL CHECK (actor IN ('writer', 'paste', 'import', 'agent')),
  words_added INTEGER NOT NULL DEFAULT 0 CHECK (words_added >= 0),
  words_removed INTEGER NOT NULL DEFAULT 0 CHECK (words_removed >= 0),
  seconds INTEGER NOT NULL DEFAULT 0 CHECK (seconds >= 0),
  PRIMARY KEY (day, scene, actor)
) STRICT, WITHOUT ROWID;
trigger passages_deleted
CREATE TRIGGER passages_deleted AFTER DELETE ON passages BEGIN
  INSERT INTO passages_index (passages_index, rowid, head, body) VALUES ('delete', old.id, old.head, old.body);
END;
trigger passages_inserted
CREATE TRIGGER passages_inserted AFTER INSERT ON passages BEGIN
  INSERT INTO passages_index (rowid, head, body) VALUES (new.id, new.head, new.body);
END;
trigger passages_updated
CREATE TRIGGER passages_updated AFTER UPDATE OF id, head, body ON passages BEGIN
  INSERT INTO passages_index (passages_index, rowid, head, body) VALUES ('delete', old.id, old.head, old.body);
  INSERT INTO passages_index (rowid, head, body) VALUES (new.id, new.head, new.body);
END;
