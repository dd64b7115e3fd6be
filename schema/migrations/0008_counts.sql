-- What lists ask for, kept beside the rows by triggers: no page of a console looks at all signals, or at all subjects, to count.

ALTER TABLE subject ADD COLUMN cases INTEGER NOT NULL DEFAULT 0;    -- that were ever opened about it
UPDATE subject SET cases = n FROM (SELECT subject_id, count(*) AS n FROM case_file GROUP BY subject_id)
  WHERE subject_id = id;
CREATE TRIGGER case_is_counted AFTER INSERT ON case_file
  BEGIN UPDATE subject SET cases = cases + 1 WHERE id = NEW.subject_id; END;

-- How many rows of `signal` a subject has. Apart, because a batch of signals touches thousands of subjects: here they lie on few pages.
CREATE TABLE signal_count (
  subject_id INTEGER PRIMARY KEY REFERENCES subject (id) ON DELETE CASCADE,
  signals    INTEGER NOT NULL
) STRICT;
INSERT INTO signal_count (subject_id, signals) SELECT subject_id, count(*) FROM signal GROUP BY subject_id;
CREATE TRIGGER signal_is_counted AFTER INSERT ON signal
  BEGIN
    INSERT INTO signal_count (subject_id, signals) VALUES (NEW.subject_id, 1)
      ON CONFLICT DO UPDATE SET signals = signals + 1;
  END;
CREATE TRIGGER signal_is_gone AFTER DELETE ON signal
  BEGIN UPDATE signal_count SET signals = signals - 1 WHERE subject_id = OLD.subject_id; END;

-- How many subjects of a kind stand at each level now.
CREATE TABLE subject_count (
  kind     TEXT NOT NULL,
  level    INTEGER NOT NULL,
  subjects INTEGER NOT NULL,
  PRIMARY KEY (kind, level)
) STRICT, WITHOUT ROWID;
INSERT INTO subject_count (kind, level, subjects) SELECT kind, level, count(*) FROM subject GROUP BY kind, level;
CREATE TRIGGER subject_is_counted AFTER INSERT ON subject
  BEGIN
    INSERT INTO subject_count (kind, level, subjects) VALUES (NEW.kind, NEW.level, 1)
      ON CONFLICT DO UPDATE SET subjects = subjects + 1;
  END;
CREATE TRIGGER subject_is_gone AFTER DELETE ON subject
  BEGIN UPDATE subject_count SET subjects = subjects - 1 WHERE kind = OLD.kind AND level = OLD.level; END;
CREATE TRIGGER subject_is_judged AFTER UPDATE OF level ON subject WHEN NEW.level <> OLD.level
  BEGIN
    UPDATE subject_count SET subjects = subjects - 1 WHERE kind = OLD.kind AND level = OLD.level;
    INSERT INTO subject_count (kind, level, subjects) VALUES (NEW.kind, NEW.level, 1)
      ON CONFLICT DO UPDATE SET subjects = subjects + 1;
  END;

-- All that a list filters by stands in the index that gives its order: whoever does not fit is passed over without a look at its row.
DROP INDEX subject_by_time;
CREATE INDEX subject_by_time ON subject (last_seen_ns, id, name, kind, level, unit);
DROP INDEX subject_by_probability;
CREATE INDEX subject_by_probability ON subject (probability, id, name, kind, level, unit, last_seen_ns);

-- What waits for somebody, in the order in which it is told.
CREATE INDEX subject_without_case ON subject (level, last_seen_ns DESC) WHERE level <= 1 AND cases = 0;
CREATE INDEX case_waiting ON case_file (waiting_ns) WHERE waiting_action IS NOT NULL;
CREATE INDEX case_without_owner ON case_file (opened_ns) WHERE closed_ns IS NULL AND owner IS NULL;
CREATE INDEX evidence_by_element ON case_evidence (case_id, element, evidence_id);
CREATE INDEX case_by_opening ON case_file (opened_ns, case_id);
