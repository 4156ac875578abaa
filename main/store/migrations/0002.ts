/**
 * The bargaining record: what was passed, agreed, offered together, met about and tied to a place joins the record's lines; the
 * papers of a pass are kept as they left; what is the caucus's own stands in tables of its own, outside the record.
 */
export const migration = {
  version: 2,
  sql: `
CREATE TABLE event_next (
  seq INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('create', 'source', 'item', 'base', 'seal', 'discard', 'ta', 'drop', 'hold', 'reopen', 'settle',
    'pass', 'package', 'accept', 'withdraw', 'session', 'rule', 'anchor')),
  item TEXT REFERENCES item (id),
  proposal TEXT REFERENCES proposal (id),
  party TEXT,
  date TEXT,
  content TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO event_next SELECT * FROM event;
DROP TABLE event;
ALTER TABLE event_next RENAME TO event;
CREATE INDEX event_item ON event (item, kind);
CREATE TRIGGER event_update BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'The record only grows.'); END;
CREATE TRIGGER event_delete BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'The record only grows.'); END;

CREATE TABLE paper (
  id TEXT PRIMARY KEY,
  pass TEXT NOT NULL,
  name TEXT NOT NULL,
  mime TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  bytes BLOB NOT NULL,
  at TEXT NOT NULL,
  UNIQUE (pass, name)
) STRICT;
CREATE TRIGGER paper_update BEFORE UPDATE ON paper
BEGIN SELECT RAISE(ABORT, 'A paper that was passed is kept as it left.'); END;
CREATE TRIGGER paper_delete BEFORE DELETE ON paper
BEGIN SELECT RAISE(ABORT, 'A paper that was passed is kept as it left.'); END;

CREATE TABLE person (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  party TEXT NOT NULL REFERENCES party (label),
  role TEXT NOT NULL DEFAULT '',
  ord INTEGER NOT NULL UNIQUE
) STRICT;
CREATE TABLE attendance (
  session TEXT NOT NULL,
  person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  PRIMARY KEY (session, person)
) STRICT, WITHOUT ROWID;
CREATE TABLE note (
  id TEXT PRIMARY KEY,
  item TEXT REFERENCES item (id),
  proposal TEXT REFERENCES proposal (id),
  session TEXT,
  answers TEXT REFERENCES note (id) ON DELETE CASCADE,
  place TEXT CHECK (place IS NULL OR json_valid(place)),
  body TEXT NOT NULL,
  author TEXT NOT NULL DEFAULT '',
  created_at TEXT NOT NULL,
  edited_at TEXT,
  resolved_at TEXT
) STRICT;
CREATE TABLE whatif (
  id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  content TEXT NOT NULL CHECK (json_valid(content)),
  created_at TEXT NOT NULL,
  edited_at TEXT
) STRICT;
CREATE TABLE staff (
  item TEXT NOT NULL REFERENCES item (id),
  grid TEXT NOT NULL,
  content TEXT NOT NULL CHECK (json_valid(content)),
  edited_at TEXT NOT NULL,
  PRIMARY KEY (item, grid)
) STRICT, WITHOUT ROWID;
`,
} as const
