-- Addons that are all databases of a server, their backups, and restores of one database out of those.
ALTER TABLE addon ADD COLUMN all_databases INTEGER NOT NULL DEFAULT 0;
ALTER TABLE addon ADD COLUMN except_databases TEXT NOT NULL DEFAULT '[]'; -- names, as JSON

ALTER TABLE backup ADD COLUMN all_databases INTEGER NOT NULL DEFAULT 0;
ALTER TABLE backup ADD COLUMN databases TEXT NOT NULL DEFAULT '[]'; -- once completed: name and sizes of each, as JSON

ALTER TABLE restore ADD COLUMN from_database TEXT; -- null of a backup of one
ALTER TABLE restore ADD COLUMN into_database TEXT; -- null where the target's connection names it
