-- The store, as it begins. Times are nanoseconds since 1970 (UTC), days and hours are counted since 1970 (UTC).
-- Levels: 0 confirmed, 1 probable, 2 suspected, 3 cleared, 4 unknown. A later file adds to this one; none is ever changed.

CREATE TABLE setting (
  key   TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Short texts that many rows share: detectors, independence groups, names of inputs.
CREATE TABLE term (
  id   INTEGER PRIMARY KEY,
  text TEXT NOT NULL UNIQUE
) STRICT;

-- The facts and rules that a finding rests on.
CREATE TABLE pack (
  id            INTEGER PRIMARY KEY,
  version       TEXT NOT NULL UNIQUE,
  first_used_ns INTEGER NOT NULL
) STRICT;

CREATE TABLE sensor (
  id            INTEGER PRIMARY KEY,
  name          TEXT NOT NULL UNIQUE,
  kind          TEXT NOT NULL,
  first_seen_ns INTEGER NOT NULL
) STRICT;

CREATE TABLE subject (
  id              INTEGER PRIMARY KEY,
  kind            TEXT NOT NULL,
  name            TEXT NOT NULL,
  unit            TEXT NOT NULL DEFAULT '',
  level           INTEGER NOT NULL CHECK (level BETWEEN 0 AND 4),
  probability     REAL NOT NULL,
  first_seen_ns   INTEGER NOT NULL,
  last_seen_ns    INTEGER NOT NULL,
  coin            TEXT NOT NULL DEFAULT '',
  dialect         TEXT NOT NULL DEFAULT '',
  flows           INTEGER NOT NULL DEFAULT 0,
  flows_left_out  INTEGER NOT NULL DEFAULT 0,
  counted_day     INTEGER,            -- the last day on which it counts in `trend`, and as what
  counted_level   INTEGER,
  UNIQUE (kind, name)
) STRICT;
CREATE INDEX subject_by_time ON subject (last_seen_ns);
CREATE INDEX subject_by_level ON subject (level, last_seen_ns);
CREATE INDEX subject_by_kind ON subject (kind, last_seen_ns);
CREATE INDEX subject_by_unit ON subject (unit, last_seen_ns);
CREATE INDEX subject_by_probability ON subject (probability);
CREATE INDEX subject_by_level_probability ON subject (level, probability);

-- Apart, so that lists of subjects stay short rows.
CREATE TABLE subject_event (
  subject_id INTEGER PRIMARY KEY REFERENCES subject (id) ON DELETE CASCADE,
  event      TEXT NOT NULL            -- the event line, JSON
) STRICT;

CREATE TABLE verdict_change (
  id          INTEGER PRIMARY KEY,
  subject_id  INTEGER NOT NULL REFERENCES subject (id) ON DELETE CASCADE,
  at_ns       INTEGER NOT NULL,
  level       INTEGER NOT NULL,
  probability REAL NOT NULL
) STRICT;
CREATE INDEX verdict_change_by_subject ON verdict_change (subject_id);
CREATE INDEX verdict_change_by_time ON verdict_change (at_ns);

-- One B-tree that is index and rows in one: a day's signals lie together, so writing touches the newest pages only, retention cuts
-- off the oldest, and the signals of a subject are found day by day. No foreign key to subject: deleting a subject would search
-- all signals for it; retention deletes signals first, and `check` looks for strays.
CREATE TABLE signal (
  day             INTEGER NOT NULL,
  subject_id      INTEGER NOT NULL,
  detector        INTEGER NOT NULL REFERENCES term (id),
  sensor_id       INTEGER NOT NULL REFERENCES sensor (id),
  evidence_hash   INTEGER NOT NULL,   -- the first 64 bits of SHA-256
  id              INTEGER NOT NULL,   -- order of arrival
  observed_at_ns  INTEGER NOT NULL,
  window_first_ns INTEGER NOT NULL,
  window_last_ns  INTEGER NOT NULL,
  strength_nats   REAL NOT NULL,
  evidence        TEXT NOT NULL,
  independence_group INTEGER NOT NULL REFERENCES term (id),
  input           INTEGER NOT NULL REFERENCES term (id),
  pack_id         INTEGER NOT NULL REFERENCES pack (id),
  times           INTEGER NOT NULL,
  PRIMARY KEY (day, subject_id, detector, sensor_id, evidence_hash)
) STRICT, WITHOUT ROWID;

-- The days that have signals, and how many.
CREATE TABLE signal_day (
  day  INTEGER PRIMARY KEY,
  rows INTEGER NOT NULL
) STRICT;

-- Numbers that are given once, in the order of arrival.
CREATE TABLE counter (
  name TEXT PRIMARY KEY NOT NULL,
  next INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO counter (name, next) VALUES ('signal', 1);

CREATE TABLE flow (
  id            INTEGER PRIMARY KEY,
  subject_id    INTEGER NOT NULL REFERENCES subject (id) ON DELETE CASCADE,
  key           TEXT NOT NULL,
  first_seen_ns INTEGER NOT NULL,
  last_seen_ns  INTEGER NOT NULL,
  level         INTEGER NOT NULL,
  times         INTEGER NOT NULL,
  event         TEXT NOT NULL         -- the event line, JSON
) STRICT;
CREATE INDEX flow_by_key ON flow (subject_id, key);
CREATE INDEX flow_by_subject ON flow (subject_id);
CREATE INDEX flow_by_time ON flow (last_seen_ns);

-- How many subjects of a kind were judged on a day, each by the most certain level of that day.
CREATE TABLE trend (
  day      INTEGER NOT NULL,
  kind     TEXT NOT NULL,
  level    INTEGER NOT NULL,
  subjects INTEGER NOT NULL,
  PRIMARY KEY (day, kind, level)
) STRICT, WITHOUT ROWID;

CREATE TABLE coverage (
  sensor_id       INTEGER NOT NULL REFERENCES sensor (id),
  hour            INTEGER NOT NULL,
  alive_s         REAL NOT NULL,
  packets         INTEGER NOT NULL,
  octets          INTEGER NOT NULL,
  flows           INTEGER NOT NULL,
  malformed       INTEGER NOT NULL,
  dropped_kernel  INTEGER NOT NULL,
  dropped_davy    INTEGER NOT NULL,
  exporter_gaps   INTEGER NOT NULL,
  clock_offset_ns INTEGER,            -- the last that was measured
  pack_id         INTEGER NOT NULL REFERENCES pack (id),
  first_seen_ns   INTEGER NOT NULL,
  last_seen_ns    INTEGER NOT NULL,
  PRIMARY KEY (sensor_id, hour)
) STRICT, WITHOUT ROWID;

-- Inputs whose coverage was added, so that inspecting one again does not add it twice.
CREATE TABLE covered_input (
  sensor_id     INTEGER NOT NULL REFERENCES sensor (id),
  input         TEXT NOT NULL,
  first_seen_ns INTEGER NOT NULL,
  last_seen_ns  INTEGER NOT NULL,
  packets       INTEGER NOT NULL,
  records       INTEGER NOT NULL,
  at_ns         INTEGER NOT NULL,
  PRIMARY KEY (sensor_id, input, first_seen_ns, last_seen_ns, packets, records)
) STRICT, WITHOUT ROWID;

-- Append only; `hash` is SHA-256 over the hash before and this row. AUTOINCREMENT remembers the last id, so that a cut end shows.
CREATE TABLE audit (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ns  INTEGER NOT NULL,
  who    TEXT NOT NULL,
  what   TEXT NOT NULL,
  object TEXT NOT NULL,
  detail TEXT NOT NULL,
  hash   BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX audit_by_object ON audit (object);
CREATE INDEX audit_by_who ON audit (who);
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit log is append only'); END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit log is append only'); END;
CREATE TRIGGER audit_is_not_replaced BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'the audit log is append only'); END;

-- How many days each class of rows is kept; 0: for ever.
CREATE TABLE retention (
  profile TEXT NOT NULL,
  class   TEXT NOT NULL,
  days    INTEGER NOT NULL CHECK (days >= 0),
  PRIMARY KEY (profile, class)
) STRICT, WITHOUT ROWID;
INSERT INTO retention (profile, class, days) VALUES
  ('standard', 'signals', 365), ('standard', 'flows', 180), ('standard', 'verdict_changes', 730),
  ('standard', 'subjects', 730), ('standard', 'coverage', 730),
  ('brief', 'signals', 90), ('brief', 'flows', 30), ('brief', 'verdict_changes', 180),
  ('brief', 'subjects', 180), ('brief', 'coverage', 365);
INSERT INTO setting (key, value) VALUES ('retention_profile', 'standard');

CREATE TABLE deletion (
  id      INTEGER PRIMARY KEY,
  class   TEXT NOT NULL,
  from_ns INTEGER NOT NULL,           -- what was deleted lies from here …
  to_ns   INTEGER NOT NULL,           -- … to before here
  rows    INTEGER NOT NULL,
  profile TEXT NOT NULL,
  at_ns   INTEGER NOT NULL
) STRICT;
CREATE TRIGGER deletion_is_not_changed BEFORE UPDATE ON deletion
  BEGIN SELECT RAISE(ABORT, 'the deletion log is append only'); END;
CREATE TRIGGER deletion_is_not_deleted BEFORE DELETE ON deletion
  BEGIN SELECT RAISE(ABORT, 'the deletion log is append only'); END;
