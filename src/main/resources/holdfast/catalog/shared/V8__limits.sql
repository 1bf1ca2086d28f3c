-- What a backup waits for before it starts, and how many of its attempts came to nothing.
ALTER TABLE backup ADD COLUMN failures INTEGER NOT NULL DEFAULT 0; -- for causes that can pass
ALTER TABLE backup ADD COLUMN losses INTEGER NOT NULL DEFAULT 0;   -- their nodes were lost
ALTER TABLE backup ADD COLUMN start_by BIGINT; -- null for any time
ALTER TABLE backup ADD COLUMN waits_for TEXT;  -- as its last look found; null for a free worker

CREATE INDEX backup_start_by ON backup (start_by) WHERE status = 'scheduled';
CREATE INDEX backup_waits_for ON backup (waits_for, order_key) WHERE status = 'scheduled';

-- Places at which only so many runs may be at work at a time. A run has its places exactly while it is in-progress or
-- aborting. Two who want the same number break on the key, and one of them waits.
CREATE TABLE slot (
  place  TEXT    NOT NULL,
  number INTEGER NOT NULL,
  run_id TEXT    NOT NULL, -- a backup's id or a restore's
  PRIMARY KEY (place, number)
);

CREATE INDEX slot_of_run ON slot (run_id);
