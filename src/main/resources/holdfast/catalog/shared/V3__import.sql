-- Where an import that has not ended reads from. Goes with the end of its backup: a secret is kept no longer than it is needed.

CREATE TABLE import_source (
  backup_id TEXT     PRIMARY KEY REFERENCES backup (id) ON DELETE CASCADE,
  location  ${bytes} NOT NULL -- sealed
);
