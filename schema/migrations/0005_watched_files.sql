-- Files of watched folders that were read, so that a restart reads none twice.

CREATE TABLE watched_file (
  sensor TEXT NOT NULL,
  path TEXT NOT NULL,
  octets INTEGER NOT NULL,
  changed_ns INTEGER NOT NULL,
  read_ns INTEGER NOT NULL,
  PRIMARY KEY (sensor, path)
) STRICT, WITHOUT ROWID;
