-- Short work (sweeping, expiring) has a queue of its own, so that it never waits behind runs of hours for a thread.
-- db-scheduler's table, as it wants it on SQLite.
CREATE TABLE chore (
  task_name            VARCHAR(100) NOT NULL,
  task_instance        VARCHAR(100) NOT NULL,
  task_data            BLOB,
  execution_time       TIMESTAMP,
  picked               BIT,
  picked_by            VARCHAR(50),
  last_success         TIMESTAMP,
  last_failure         TIMESTAMP,
  consecutive_failures INT,
  last_heartbeat       TIMESTAMP,
  version              BIGINT,
  priority             SMALLINT,
  PRIMARY KEY (task_name, task_instance)
);

CREATE INDEX chore_by_time ON chore (execution_time);
CREATE INDEX chore_by_heartbeat ON chore (last_heartbeat);
CREATE INDEX chore_by_priority ON chore (priority DESC, execution_time ASC);

-- What is in deletion is found by the regular sweep, also when an entry that stood for it goes here.
DELETE FROM scheduled_tasks WHERE task_name IN ('sweep', 'regular-sweep', 'overdue');

-- Until when the note of a lost attempt is kept after its objects were removed: its node is only presumed dead, and may
-- store something when it wakes.
ALTER TABLE attempt ADD COLUMN keep_until BIGINT;

-- Whether somebody has begun to end this restore for the node that ran it: its run must go no further.
ALTER TABLE restore ADD COLUMN taken_over INTEGER NOT NULL DEFAULT 0;
