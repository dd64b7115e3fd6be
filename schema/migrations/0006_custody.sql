-- What the verdict that stands on a subject was fused from: the strongest that each detector said, by independence group and basis.
-- Whoever has these rows derives level and probability again.

CREATE TABLE verdict_support (
  subject_id         INTEGER NOT NULL REFERENCES subject (id) ON DELETE CASCADE,
  independence_group TEXT NOT NULL,
  detector           TEXT NOT NULL,
  basis              TEXT NOT NULL CHECK (basis IN ('conversation', 'pool_answer', 'structure', 'attempt', 'indicator',
                                                    'behaviour', 'recognised')),
  strength_nats      REAL NOT NULL,
  window_first_ns    INTEGER NOT NULL,
  window_last_ns     INTEGER NOT NULL,
  PRIMARY KEY (subject_id, independence_group, detector, basis)
) STRICT, WITHOUT ROWID;

-- Heads of the audit log that were handed out, in an export, a bundle or a report: a later one holds the earlier ones.
CREATE TABLE audit_anchor (
  audit_id INTEGER PRIMARY KEY
) STRICT;

-- What could not be looked for in that hour, at times: 1 << report::Blindness.
ALTER TABLE coverage ADD COLUMN blind INTEGER NOT NULL DEFAULT 0;
