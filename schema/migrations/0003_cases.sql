-- Cases: a subject that people act on, and all that they did.

CREATE TABLE case_file (
  case_id INTEGER PRIMARY KEY,
  subject_id INTEGER NOT NULL REFERENCES subject (id),
  phase TEXT NOT NULL CHECK (phase IN ('clue_analysis', 'on_site_check', 'correlation', 'rectification', 're_check',
                                       'closed', 'relapse_watch')),
  cause TEXT NOT NULL DEFAULT 'undetermined'
    CHECK (cause IN ('undetermined', 'hijacked', 'deliberate', 'misreport', 'research', 'shared_exit')),
  owner TEXT,
  opened_by TEXT NOT NULL,
  opened_ns INTEGER NOT NULL,
  due_ns INTEGER NOT NULL,
  closed_ns INTEGER,
  suppressed INTEGER NOT NULL DEFAULT 0 CHECK (suppressed IN (0, 1)),
  waiting_action TEXT CHECK (waiting_action IN ('close', 'suppress')),   -- until a second person says yes or no
  waiting_by TEXT,
  waiting_reason TEXT,
  waiting_ns INTEGER,
  CHECK ((waiting_action IS NULL) = (waiting_by IS NULL))
) STRICT;
CREATE UNIQUE INDEX case_open_of_subject ON case_file (subject_id) WHERE closed_ns IS NULL;
CREATE INDEX case_of_subject ON case_file (subject_id);
CREATE INDEX case_due ON case_file (due_ns, case_id) WHERE closed_ns IS NULL;
CREATE INDEX case_closed ON case_file (closed_ns, case_id) WHERE closed_ns IS NOT NULL;

CREATE TABLE case_evidence (
  evidence_id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES case_file (case_id),
  element TEXT NOT NULL CHECK (element IN ('device', 'software', 'pool_access')),
  at_ns INTEGER NOT NULL,
  by TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX evidence_of_case ON case_evidence (case_id, evidence_id);

CREATE TABLE case_log (
  log_id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES case_file (case_id),
  at_ns INTEGER NOT NULL,
  by TEXT NOT NULL,
  action TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX log_of_case ON case_log (case_id, log_id);
