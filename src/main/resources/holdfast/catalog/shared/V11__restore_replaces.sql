-- Restores that are for an empty database only.
ALTER TABLE restore ADD COLUMN replaces INTEGER NOT NULL DEFAULT 1;
