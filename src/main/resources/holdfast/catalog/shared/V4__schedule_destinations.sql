-- Which destinations the JSON of schedule.additional_destinations names, so that none of them can be
-- deleted, not even at the moment in which the schedule is made.
CREATE TABLE schedule_destination (
  schedule_id    ${key} NOT NULL REFERENCES schedule (id) ON DELETE CASCADE,
  destination_id ${key} NOT NULL REFERENCES destination (id),
  PRIMARY KEY (schedule_id, destination_id)
);

CREATE INDEX schedule_destination_by_destination ON schedule_destination (destination_id);
CREATE INDEX schedule_of_destination ON schedule (destination_id);
