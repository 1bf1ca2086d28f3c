-- The nouns. Rows refer to inner ids, never to slugs. Times are milliseconds since the epoch.
-- A migration may only add: an older node can still be at work on the same database.

CREATE TABLE instance (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  id       TEXT NOT NULL
);

CREATE TABLE project (
  id          ${key} PRIMARY KEY,
  slug        TEXT   NOT NULL UNIQUE,
  name        TEXT   NOT NULL,
  description TEXT,
  echo        TEXT   NOT NULL,
  created_at  BIGINT NOT NULL,
  updated_at  BIGINT NOT NULL
);

CREATE TABLE addon (
  id          ${key}   PRIMARY KEY,
  project_id  ${key}   NOT NULL REFERENCES project (id),
  slug        TEXT     NOT NULL,
  name        TEXT     NOT NULL,
  description TEXT,
  type        TEXT     NOT NULL,
  version     TEXT,
  state       TEXT     NOT NULL,
  connection  ${bytes} NOT NULL, -- sealed
  echo        TEXT     NOT NULL,
  created_at  BIGINT   NOT NULL,
  updated_at  BIGINT   NOT NULL,
  UNIQUE (project_id, slug)
);

CREATE INDEX addon_of_project ON addon (project_id, id);

CREATE TABLE destination (
  id          ${key} PRIMARY KEY,
  slug        TEXT   NOT NULL UNIQUE,
  name        TEXT   NOT NULL UNIQUE,
  description TEXT,
  prefix      TEXT   NOT NULL,
  type        TEXT   NOT NULL,
  path        TEXT,     -- local
  bucket      TEXT,     -- s3, and so on
  region      TEXT,
  endpoint    TEXT,
  access_key  ${bytes}, -- sealed
  secret_key  ${bytes}, -- sealed
  created_at  BIGINT NOT NULL,
  updated_at  BIGINT NOT NULL
);

-- Remembers where it came from by value: a backup outlives its addon and its project.
CREATE TABLE backup (
  id              TEXT    PRIMARY KEY, -- UUID
  order_key       ${key}  NOT NULL UNIQUE,
  addon_id        ${key}  NOT NULL,
  slug            TEXT    NOT NULL,
  name            TEXT    NOT NULL,
  project_id      ${key}  NOT NULL,
  project_slug    TEXT    NOT NULL,
  project_name    TEXT    NOT NULL,
  addon_slug      TEXT    NOT NULL,
  addon_name      TEXT    NOT NULL,
  addon_type      TEXT    NOT NULL,
  addon_version   TEXT,
  type            TEXT    NOT NULL,
  compression     TEXT,
  source          TEXT    NOT NULL,
  status          TEXT    NOT NULL,
  attempt         INTEGER NOT NULL,
  schedules       TEXT    NOT NULL, -- JSON
  failure_code    TEXT,
  failure_message TEXT,
  failure_hint    TEXT,
  read_bytes      BIGINT  NOT NULL,
  stored_bytes    BIGINT  NOT NULL,
  expected_bytes  BIGINT  NOT NULL,
  created_at      BIGINT  NOT NULL,
  started_at      BIGINT,
  completed_at    BIGINT,
  deleting_at     BIGINT, -- since when all its copies are in deletion
  UNIQUE (addon_id, slug)
);

CREATE INDEX backup_shown ON backup (addon_id, order_key) WHERE deleting_at IS NULL;
CREATE INDEX backup_unfinished ON backup (order_key) WHERE status IN ('in-progress', 'aborting');
CREATE INDEX backup_active ON backup (addon_id, status)
  WHERE status IN ('scheduled', 'in-progress', 'aborting');

-- The hot table. Holds only what is offered, so that a list passes over nothing: a copy in
-- deletion moves to doomed_copy. order_key is the backup's; doc is the item of the list. The key
-- ascends, though lists descend: new rows at a range's end leave full pages behind, while rows put
-- before all others split pages into halves (twice the file, a fifth more CPU per page of a list).
CREATE TABLE copy (
  destination_id  ${key}  NOT NULL REFERENCES destination (id),
  order_key       ${key}  NOT NULL REFERENCES backup (order_key),
  position        INTEGER NOT NULL, -- among the copies of its backup
  status          TEXT    NOT NULL,
  path            TEXT,
  size_bytes      BIGINT  NOT NULL,
  expires_at      BIGINT  NOT NULL,
  failure_code    TEXT,
  failure_message TEXT,
  failure_hint    TEXT,
  doc             TEXT    NOT NULL,
  PRIMARY KEY (destination_id, order_key)
) ${clustered};

-- By equality only where the engine can say so: PostgreSQL's planner could take this order for a
-- page's, and pass over all that lies in other destinations.
CREATE INDEX copy_of_backup ON copy ${by_equality} (order_key);

CREATE TABLE doomed_copy (
  backup_id      TEXT   NOT NULL REFERENCES backup (id),
  destination_id ${key} NOT NULL REFERENCES destination (id),
  path           TEXT,
  deleting_at    BIGINT NOT NULL,
  PRIMARY KEY (backup_id, destination_id)
);

CREATE INDEX doomed_copy_by_age ON doomed_copy (deleting_at);
CREATE INDEX doomed_copy_of_destination ON doomed_copy (destination_id);

-- Refers to no backup: what a lost attempt left is still to be removed when its backup is gone.
CREATE TABLE attempt (
  backup_id      TEXT    NOT NULL,
  attempt        INTEGER NOT NULL,
  destination_id ${key}  NOT NULL REFERENCES destination (id) ON DELETE CASCADE,
  path           TEXT    NOT NULL,
  PRIMARY KEY (backup_id, attempt, destination_id)
);

CREATE INDEX attempt_of_destination ON attempt (destination_id);

CREATE TABLE restore (
  id              ${key} PRIMARY KEY,
  backup_id       TEXT   NOT NULL REFERENCES backup (id),
  destination_id  ${key} NOT NULL,
  target_id       ${key} NOT NULL,
  status          TEXT   NOT NULL,
  failure_code    TEXT,
  failure_message TEXT,
  failure_hint    TEXT,
  read_bytes      BIGINT NOT NULL,
  stored_bytes    BIGINT NOT NULL,
  expected_bytes  BIGINT NOT NULL,
  created_at      BIGINT NOT NULL,
  completed_at    BIGINT
);

CREATE INDEX restore_of_backup ON restore (backup_id, id);
CREATE INDEX restore_of_target ON restore (target_id, id);
CREATE UNIQUE INDEX restore_one_at_a_time ON restore (target_id)
  WHERE status IN ('scheduled', 'in-progress', 'aborting');

CREATE TABLE log_line (
  id        ${counter},
  run_key   ${key} NOT NULL, -- a backup's order_key or a restore's id
  said_at   BIGINT NOT NULL,
  container TEXT   NOT NULL,
  line      TEXT   NOT NULL
);

CREATE INDEX log_line_of_run ON log_line (run_key, id);

CREATE TABLE role (
  id          ${key} PRIMARY KEY,
  name        TEXT   NOT NULL UNIQUE,
  permissions TEXT   NOT NULL, -- JSON
  projects    TEXT,            -- JSON; null for all
  created_at  BIGINT NOT NULL
);

CREATE TABLE token (
  id         ${key} PRIMARY KEY,
  role_id    ${key} NOT NULL REFERENCES role (id) ON DELETE CASCADE,
  name       TEXT   NOT NULL,
  sha256     TEXT   NOT NULL UNIQUE,
  created_at BIGINT NOT NULL,
  expires_at BIGINT,
  revoked_at BIGINT
);

CREATE INDEX token_of_role ON token (role_id);

CREATE TABLE schedule (
  id                      ${key}  PRIMARY KEY,
  addon_id                ${key}  NOT NULL REFERENCES addon (id) ON DELETE CASCADE,
  interval                TEXT    NOT NULL,
  backup_type             TEXT    NOT NULL,
  compression             TEXT,
  timing                  TEXT    NOT NULL, -- JSON
  retention_days          INTEGER NOT NULL,
  destination_id          ${key}  REFERENCES destination (id),
  additional_destinations TEXT    NOT NULL, -- JSON
  time_zone               TEXT    NOT NULL,
  created_at              BIGINT  NOT NULL,
  updated_at              BIGINT  NOT NULL,
  UNIQUE (addon_id, backup_type, interval)
);
