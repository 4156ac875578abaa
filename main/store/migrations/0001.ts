/** The first shape of a file: the negotiation, its stacks of proposals, the append-only record and what was imported. */
export const migration = {
  version: 1,
  sql: `
CREATE TABLE negotiation (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  title TEXT NOT NULL,
  years TEXT,
  us TEXT NOT NULL REFERENCES party (label) DEFERRABLE INITIALLY DEFERRED,
  legend TEXT NOT NULL CHECK (json_valid(legend)),
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE party (
  label TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('association', 'employer', 'other')),
  place INTEGER NOT NULL UNIQUE
) STRICT;

CREATE TABLE item (
  id TEXT PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  place TEXT,
  kind TEXT NOT NULL CHECK (kind IN ('item', 'norms', 'base')),
  ord INTEGER NOT NULL UNIQUE,
  base TEXT NOT NULL CHECK (json_valid(base))
) STRICT;

CREATE TABLE proposal (
  id TEXT PRIMARY KEY,
  item TEXT NOT NULL REFERENCES item (id),
  party TEXT NOT NULL REFERENCES party (label),
  date TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('amended', 'new', 'rule', 'mou')),
  answers TEXT REFERENCES proposal (id),
  position INTEGER NOT NULL,
  chain TEXT NOT NULL CHECK (json_valid(chain)),
  doc TEXT NOT NULL,
  doc_seq INTEGER NOT NULL DEFAULT 0,
  state TEXT NOT NULL CHECK (state IN ('draft', 'sealed', 'discarded')),
  created_at TEXT NOT NULL,
  sealed_at TEXT,
  clean TEXT,
  added INTEGER NOT NULL DEFAULT 0,
  struck INTEGER NOT NULL DEFAULT 0,
  unstated TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(unstated)),
  UNIQUE (item, position),
  CHECK ((state = 'sealed') = (sealed_at IS NOT NULL)),
  CHECK ((state = 'sealed') = (clean IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX one_draft ON proposal (item, party) WHERE state = 'draft';

CREATE TABLE edit (
  proposal TEXT NOT NULL REFERENCES proposal (id),
  seq INTEGER NOT NULL CHECK (seq > 0),
  at TEXT NOT NULL,
  steps TEXT NOT NULL CHECK (json_valid(steps)),
  PRIMARY KEY (proposal, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE change (
  id TEXT NOT NULL,
  proposal TEXT NOT NULL REFERENCES proposal (id),
  r INTEGER NOT NULL,
  party TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (proposal, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
  seq INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('create', 'source', 'item', 'base', 'seal', 'discard', 'ta', 'drop', 'hold', 'reopen', 'settle')),
  item TEXT REFERENCES item (id),
  proposal TEXT REFERENCES proposal (id),
  party TEXT,
  date TEXT,
  content TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX event_item ON event (item, kind);

CREATE TABLE doubt (
  id TEXT PRIMARY KEY,
  item TEXT REFERENCES item (id),
  proposal TEXT REFERENCES proposal (id),
  kind TEXT NOT NULL,
  message TEXT NOT NULL,
  excerpt TEXT NOT NULL,
  line INTEGER NOT NULL,
  ord INTEGER NOT NULL UNIQUE,
  resolved_at TEXT,
  answer TEXT
) STRICT;

CREATE TABLE source (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  bytes BLOB NOT NULL,
  at TEXT NOT NULL
) STRICT;

CREATE VIRTUAL TABLE search USING fts5 (item UNINDEXED, proposal UNINDEXED, text, tokenize = 'unicode61 remove_diacritics 2');

CREATE TRIGGER proposal_sealed BEFORE UPDATE ON proposal WHEN OLD.state = 'sealed'
BEGIN SELECT RAISE(ABORT, 'A sealed proposal never changes.'); END;
CREATE TRIGGER proposal_discarded BEFORE UPDATE ON proposal WHEN OLD.state = 'discarded'
BEGIN SELECT RAISE(ABORT, 'A discarded draft stays as it was.'); END;
CREATE TRIGGER proposal_kept BEFORE DELETE ON proposal
BEGIN SELECT RAISE(ABORT, 'A proposal is never removed from the record.'); END;
CREATE TRIGGER edit_draft BEFORE INSERT ON edit WHEN (SELECT state FROM proposal WHERE id = NEW.proposal) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'Only an open round can be edited.'); END;
CREATE TRIGGER edit_update BEFORE UPDATE ON edit
BEGIN SELECT RAISE(ABORT, 'The record of edits only grows.'); END;
CREATE TRIGGER edit_delete BEFORE DELETE ON edit
BEGIN SELECT RAISE(ABORT, 'The record of edits only grows.'); END;
CREATE TRIGGER change_update BEFORE UPDATE ON change
BEGIN SELECT RAISE(ABORT, 'The record of changes only grows.'); END;
CREATE TRIGGER change_delete BEFORE DELETE ON change
BEGIN SELECT RAISE(ABORT, 'The record of changes only grows.'); END;
CREATE TRIGGER event_update BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'The record only grows.'); END;
CREATE TRIGGER event_delete BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'The record only grows.'); END;
CREATE TRIGGER source_update BEFORE UPDATE ON source
BEGIN SELECT RAISE(ABORT, 'An imported source is kept as it came.'); END;
CREATE TRIGGER source_delete BEFORE DELETE ON source
BEGIN SELECT RAISE(ABORT, 'An imported source is kept as it came.'); END;
CREATE TRIGGER item_base BEFORE UPDATE OF id, base ON item
WHEN EXISTS (SELECT 1 FROM proposal WHERE item = OLD.id AND state = 'sealed')
BEGIN SELECT RAISE(ABORT, 'The current language under a sealed proposal never changes.'); END;
CREATE TRIGGER item_kept BEFORE DELETE ON item
BEGIN SELECT RAISE(ABORT, 'An item is never removed from the record.'); END;
CREATE TRIGGER party_kept BEFORE DELETE ON party
BEGIN SELECT RAISE(ABORT, 'A party is never removed from the record.'); END;
`,
} as const
