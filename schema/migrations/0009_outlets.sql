-- Where news go, and how far each place has been told. The spool is what stands in the store already: verdict_change and case_log.

-- Numbers of changes are never given twice, also when retention or the end of a subject took the last ones: a place that has
-- been told up to number 12 would miss another 12. SQLite cannot alter a key, so the table is made anew.
CREATE TABLE verdict_change_2 (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  subject_id  INTEGER NOT NULL REFERENCES subject (id) ON DELETE CASCADE,
  at_ns       INTEGER NOT NULL,
  level       INTEGER NOT NULL,
  probability REAL NOT NULL
) STRICT;
INSERT INTO verdict_change_2 SELECT id, subject_id, at_ns, level, probability FROM verdict_change;
DROP TABLE verdict_change;
ALTER TABLE verdict_change_2 RENAME TO verdict_change;
CREATE INDEX verdict_change_by_subject ON verdict_change (subject_id);
CREATE INDEX verdict_change_by_time ON verdict_change (at_ns);

-- A batch is fixed before its first message leaves, so that one that is sent again after a crash has the same messages with the
-- same ids: …_told ≤ …_done ≤ …_until. All three are equal where no batch is under way.
CREATE TABLE outlet (
  name             TEXT PRIMARY KEY NOT NULL,
  kind             TEXT NOT NULL,
  place            TEXT NOT NULL,               -- host and port, or path; never a secret
  verdict_told     INTEGER NOT NULL,            -- all up to this verdict_change are settled
  verdict_done     INTEGER NOT NULL,            -- messages of the batch whose last change is not beyond it are settled
  verdict_until    INTEGER NOT NULL,            -- the batch ends here
  case_told        INTEGER NOT NULL,            -- the same of case_log
  case_done        INTEGER NOT NULL,
  case_until       INTEGER NOT NULL,
  batch_ns         INTEGER NOT NULL DEFAULT 0,  -- when the last batch was opened
  tries            INTEGER NOT NULL DEFAULT 0,  -- in vain since the last success
  next_try_ns      INTEGER NOT NULL DEFAULT 0,
  failing_since_ns INTEGER,
  last_error       TEXT NOT NULL DEFAULT '',
  last_success_ns  INTEGER,
  looked_ns        INTEGER NOT NULL,            -- when a sender last looked after it
  sent             INTEGER NOT NULL DEFAULT 0,
  failed           INTEGER NOT NULL DEFAULT 0,  -- tries in vain, ever
  dropped          INTEGER NOT NULL DEFAULT 0   -- messages given up
) STRICT, WITHOUT ROWID;

-- The steps of a case that others are told of; notes, evidence and deadlines stay among those who work on it.
CREATE VIEW case_news AS SELECT log_id, case_id, at_ns, action FROM case_log WHERE action IN
  ('open', 'reopen', 'next_phase', 'set_cause', 'measure', 'close', 'suppress', 'approve', 'refuse', 'overdue');
