-- The register grows: filings step by step, places, exemptions, working days, what meters use, and lists that authorities send.
-- Days are texts, 2026-11-30. Lists of names or addresses in one text are separated by ';'.

ALTER TABLE filed_system RENAME TO filed_system_before;
CREATE TABLE filed_system (
  system_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  unit TEXT NOT NULL DEFAULT '',
  status TEXT NOT NULL
    CHECK (status IN ('draft', 'submitted', 'approved', 'filed', 'built', 'operating', 'changed', 'closed', 'retired')),
  purpose TEXT NOT NULL DEFAULT '',
  discipline TEXT NOT NULL DEFAULT '',   -- the field of study or business that it serves
  responsible TEXT NOT NULL DEFAULT '',
  filed_kw REAL,
  cpus INTEGER,
  gpus INTEGER,
  disk_tb REAL,
  meters TEXT NOT NULL DEFAULT '',
  addresses TEXT NOT NULL DEFAULT '',    -- addresses and networks
  filing_number TEXT,                    -- the authority's
  due_on TEXT,                           -- the day by which its next step must be done
  submitted_by TEXT,
  changed_ns INTEGER NOT NULL
) STRICT;
INSERT INTO filed_system (name, unit, status, purpose, filed_kw, meters, addresses, due_on, changed_ns)
  SELECT name, unit, status, purpose, filed_kw, meters, addresses, due_on, changed_ns FROM filed_system_before ORDER BY name;
DROP TABLE filed_system_before;

CREATE TABLE filing_step (
  step_id INTEGER PRIMARY KEY,
  system_id INTEGER NOT NULL REFERENCES filed_system (system_id),
  at_ns INTEGER NOT NULL,
  by TEXT NOT NULL,
  action TEXT NOT NULL,
  from_status TEXT,
  to_status TEXT NOT NULL,
  text TEXT NOT NULL,
  document TEXT
) STRICT;
CREATE INDEX step_of_system ON filing_step (system_id, step_id);

CREATE TABLE unit (
  name TEXT PRIMARY KEY NOT NULL,
  parent TEXT,
  responsible TEXT NOT NULL DEFAULT '',
  contact TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE TABLE zone (
  unit TEXT NOT NULL REFERENCES unit (name),
  name TEXT NOT NULL,
  kind TEXT NOT NULL
    CHECK (kind IN ('dormitory', 'laboratory', 'office', 'hpc', 'data_centre', 'wireless', 'guest', 'other')),
  addresses TEXT NOT NULL DEFAULT '',
  meters TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (unit, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE exemption (
  exemption_id INTEGER PRIMARY KEY,
  project TEXT NOT NULL,
  person TEXT NOT NULL,
  purpose TEXT NOT NULL,
  hosts TEXT NOT NULL,                   -- addresses, networks, meters
  coins TEXT NOT NULL DEFAULT '',        -- none: any
  power_cap_kw REAL,
  first_day TEXT NOT NULL,
  last_day TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('asked', 'approved', 'refused', 'withdrawn')),
  asked_by TEXT NOT NULL,
  decided_by TEXT,
  decision TEXT NOT NULL DEFAULT '',
  asked_ns INTEGER NOT NULL
) STRICT;

-- Of the subjects at hosts of an exemption: whose, why it does not hold for them ('': it does), and what was seen by then.
ALTER TABLE subject ADD COLUMN exemption_id INTEGER;
ALTER TABLE subject ADD COLUMN exemption_why TEXT NOT NULL DEFAULT '';
ALTER TABLE subject ADD COLUMN exemption_judged_ns INTEGER;
CREATE INDEX subject_exempt ON subject (exemption_id) WHERE exemption_id IS NOT NULL;

-- Deadlines count working days: a day that is off though it is no weekend (0), or worked on though it is one (1).
CREATE TABLE working_day (
  day TEXT PRIMARY KEY NOT NULL,
  working INTEGER NOT NULL CHECK (working IN (0, 1))
) STRICT, WITHOUT ROWID;

-- What meters drew, for right-sizing; written whenever a folder of meters is read.
CREATE TABLE meter_month (
  meter TEXT NOT NULL,
  month TEXT NOT NULL,                   -- 2026-11
  mean_kw REAL NOT NULL,
  peak_kw REAL NOT NULL,                 -- of the hours
  hours INTEGER NOT NULL,                -- that were read
  PRIMARY KEY (meter, month)
) STRICT, WITHOUT ROWID;

-- The daily means behind a load that was found: JSON arrays of kW, null where nothing was read.
CREATE TABLE load_picture (
  subject_id INTEGER PRIMARY KEY REFERENCES subject (id) ON DELETE CASCADE,
  first_day TEXT NOT NULL,
  drawn_kw TEXT NOT NULL,
  expected_kw TEXT NOT NULL              -- '[]': nothing is expected
) STRICT;

CREATE TABLE notice (
  notice_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  issuer TEXT NOT NULL DEFAULT '',
  class TEXT NOT NULL CHECK (class IN ('full', 'priority')),
  taken_by TEXT NOT NULL,
  taken_ns INTEGER NOT NULL,
  due_on TEXT NOT NULL
) STRICT;

CREATE TABLE notice_item (
  item_id INTEGER PRIMARY KEY,
  notice_id INTEGER NOT NULL REFERENCES notice (notice_id),
  line INTEGER NOT NULL,
  identity TEXT NOT NULL,                -- what makes an item of a later list the same one
  indicator TEXT NOT NULL CHECK (indicator IN ('address', 'domain', 'look_up', 'unknown')),
  source_address TEXT,
  source_port INTEGER,
  destination_address TEXT,
  destination_port INTEGER,
  domain TEXT,
  coin TEXT,
  first_seen_ns INTEGER,
  last_seen_ns INTEGER,
  times INTEGER,
  lists INTEGER NOT NULL DEFAULT 1,
  status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'case', 'cannot_locate', 'misreport', 'dealt_with')),
  case_id INTEGER REFERENCES case_file (case_id),
  answer TEXT NOT NULL DEFAULT '',
  answered_by TEXT,
  answered_ns INTEGER
) STRICT;
CREATE INDEX item_of_notice ON notice_item (notice_id, item_id);
CREATE INDEX item_of_case ON notice_item (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX item_by_identity ON notice_item (identity);

-- Who only sees what belongs to one unit; '': everything.
ALTER TABLE user ADD COLUMN unit TEXT NOT NULL DEFAULT '';

-- Both ends of a flow, as its key has them, so that whoever names an address finds the flow: "tcp 10.0.0.1:51234 203.0.113.9:3333 0".
ALTER TABLE flow ADD COLUMN source_end TEXT GENERATED ALWAYS AS (
  substr(substr(key, instr(key, ' ') + 1), 1, instr(substr(key, instr(key, ' ') + 1), ' ') - 1)) VIRTUAL;
ALTER TABLE flow ADD COLUMN destination_end TEXT GENERATED ALWAYS AS (
  substr(
    substr(substr(key, instr(key, ' ') + 1), instr(substr(key, instr(key, ' ') + 1), ' ') + 1), 1,
    instr(substr(substr(key, instr(key, ' ') + 1), instr(substr(key, instr(key, ' ') + 1), ' ') + 1), ' ') - 1)) VIRTUAL;
CREATE INDEX flow_by_source_end ON flow (source_end);
CREATE INDEX flow_by_destination_end ON flow (destination_end);

-- What stands of the escalation ladder (data/measures.tsv), and who was found to be behind it: sealed until two people open it.
ALTER TABLE case_file ADD COLUMN measure TEXT NOT NULL DEFAULT '';
ALTER TABLE case_file ADD COLUMN identity TEXT NOT NULL DEFAULT '';
ALTER TABLE case_file ADD COLUMN identity_opened_ns INTEGER;
ALTER TABLE case_file ADD COLUMN identity_asked_by TEXT;
ALTER TABLE case_file ADD COLUMN identity_reason TEXT;
ALTER TABLE case_file ADD COLUMN identity_asked_ns INTEGER;

-- Benign explanations that were looked at, and what came of it.
CREATE TABLE case_explanation (
  explanation_id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES case_file (case_id),
  explanation TEXT NOT NULL,
  excluded INTEGER NOT NULL CHECK (excluded IN (0, 1)),
  at_ns INTEGER NOT NULL,
  by TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX explanation_of_case ON case_explanation (case_id, explanation_id);
