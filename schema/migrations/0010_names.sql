-- Names of the other ends that a subject was in touch with, each with the domains above it that have two labels or more: lists of
-- authorities name domains, and are looked up by them.

CREATE TABLE subject_name (
  name       TEXT NOT NULL,             -- lower case
  subject_id INTEGER NOT NULL REFERENCES subject (id) ON DELETE CASCADE,
  PRIMARY KEY (name, subject_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX subject_name_of ON subject_name (subject_id);

-- Of what was found before: as the events of its flows tell it.
WITH RECURSIVE told (subject_id, name) AS (
  SELECT f.subject_id, lower(host.value ->> 'name') FROM flow f, json_each(iif(json_valid(f.event), f.event, '{}'), '$.hosts') host
  UNION
  SELECT subject_id, lower(iif(instr(pool, ':') > 0, substr(pool, 1, instr(pool, ':') - 1), pool))
    FROM (SELECT subject_id, iif(json_valid(event), event, '{}') ->> 'pool' AS pool FROM flow)
    WHERE pool GLOB '*[a-zA-Z]*' AND pool NOT GLOB '*[^-a-zA-Z0-9._:]*' AND pool NOT GLOB '*:*:*'
), domain (subject_id, name) AS (
  SELECT subject_id, name FROM told WHERE instr(name, '.') > 0
  UNION
  SELECT subject_id, substr(name, instr(name, '.') + 1) FROM domain
    WHERE instr(substr(name, instr(name, '.') + 1), '.') > 0
)
INSERT OR IGNORE INTO subject_name (name, subject_id) SELECT name, subject_id FROM domain;
