-- Who may log in, and who has. Passwords, sessions and tokens are kept as hashes only.

CREATE TABLE user (
  user_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL CHECK (role IN ('viewer', 'analyst', 'approver', 'administrator', 'auditor')),
  password_hash TEXT NOT NULL,               -- argon2id, encoded
  must_change_password INTEGER NOT NULL CHECK (must_change_password IN (0, 1)),
  disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
  failures INTEGER NOT NULL DEFAULT 0,       -- wrong passwords since the last right one
  locked_until_ns INTEGER NOT NULL DEFAULT 0,
  created_ns INTEGER NOT NULL
) STRICT;

CREATE TABLE session (
  token_hash BLOB PRIMARY KEY,               -- SHA-256 of what the cookie holds
  user_id INTEGER NOT NULL REFERENCES user (user_id) ON DELETE CASCADE,
  change_token TEXT NOT NULL,                -- sent with whatever changes something
  created_ns INTEGER NOT NULL,
  last_used_ns INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_of_user ON session (user_id);

CREATE TABLE machine_token (
  token_hash BLOB PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL CHECK (role IN ('viewer', 'analyst', 'auditor')),
  created_ns INTEGER NOT NULL,
  expires_ns INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
