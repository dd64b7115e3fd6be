-- Systems that were filed: what, by whom, with how much, until when.

CREATE TABLE filed_system (
  name TEXT PRIMARY KEY NOT NULL,
  unit TEXT NOT NULL DEFAULT '',
  status TEXT NOT NULL
    CHECK (status IN ('draft', 'submitted', 'approved', 'filed', 'built', 'operating', 'changed', 'closed', 'retired')),
  purpose TEXT NOT NULL DEFAULT '',
  filed_kw REAL,
  meters TEXT NOT NULL DEFAULT '',       -- names, separated by ';'
  addresses TEXT NOT NULL DEFAULT '',    -- addresses and networks, separated by ';'
  due_on TEXT,                           -- a day: 2026-12-31
  changed_ns INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
