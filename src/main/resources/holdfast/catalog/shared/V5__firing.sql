-- When each schedule fires next, and what became of the instants at which it was to fire.

ALTER TABLE schedule ADD COLUMN firing_at BIGINT; -- the next instant; null when it is not worked out yet

-- When to act: firing_at and a little later. Without a firing_at, the moment after which the schedule
-- first fires; 0 when that is not known, as of what an older version has left.
ALTER TABLE schedule ADD COLUMN due_at BIGINT NOT NULL DEFAULT 0;

CREATE INDEX schedule_due ON schedule (due_at);

-- Each row answers for the schedule's instants from since to at, both included.
CREATE TABLE firing (
  schedule_id ${key} NOT NULL REFERENCES schedule (id) ON DELETE CASCADE,
  since       BIGINT NOT NULL,
  at          BIGINT NOT NULL,
  outcome     TEXT   NOT NULL,
  reason      TEXT,
  backup_id   TEXT, -- which may be gone since
  acted_at    BIGINT NOT NULL,
  PRIMARY KEY (schedule_id, at)
) ${clustered};

CREATE INDEX firing_by_age ON firing (acted_at);
