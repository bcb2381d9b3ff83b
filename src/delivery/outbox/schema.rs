//! The tables, in the versions that there have been.

/// What leads from each version to the next. Times are milliseconds since 1970.
pub const MIGRATIONS: &[&str] = &[
    "
CREATE TABLE issue(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  digest TEXT NOT NULL,
  mandatory INTEGER NOT NULL,
  on_unknown TEXT NOT NULL,
  from_address TEXT NOT NULL,
  variants TEXT NOT NULL,
  released_at INTEGER NOT NULL,
  paused TEXT
) STRICT;
CREATE TABLE message(
  id INTEGER PRIMARY KEY,
  issue INTEGER NOT NULL REFERENCES issue(id),
  person TEXT NOT NULL,
  mid TEXT NOT NULL,
  address TEXT,
  letter INTEGER NOT NULL,
  fields TEXT,
  state TEXT NOT NULL,
  attempt INTEGER NOT NULL DEFAULT 0,
  policy INTEGER NOT NULL DEFAULT 0,
  owner TEXT,
  epoch INTEGER NOT NULL DEFAULT 0,
  lease INTEGER,
  next_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  priority INTEGER NOT NULL,
  dated INTEGER,
  ended INTEGER,
  code INTEGER,
  detail TEXT
) STRICT;
CREATE UNIQUE INDEX once ON message(issue, person);
CREATE UNIQUE INDEX by_mid ON message(mid);
CREATE INDEX by_person ON message(person);
CREATE INDEX ready ON message(issue, priority, next_at, id) WHERE state IN ('pending', 'deferred');
CREATE INDEX taken ON message(owner) WHERE state IN ('claimed', 'handed');
CREATE TABLE suppression(
  person TEXT NOT NULL,
  kind TEXT NOT NULL,
  address TEXT,
  reason TEXT NOT NULL,
  source TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY(person, kind)
) STRICT;
CREATE TABLE bounce(
  mid TEXT NOT NULL,
  status TEXT NOT NULL,
  reason TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY(mid, status)
) STRICT;
CREATE TABLE log(
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  who TEXT NOT NULL,
  what TEXT NOT NULL,
  issue TEXT,
  detail TEXT NOT NULL
) STRICT;
CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
",
    "
CREATE TABLE fate(mid TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT;
",
];
