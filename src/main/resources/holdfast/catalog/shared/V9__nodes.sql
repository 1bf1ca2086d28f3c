-- What the key of this catalog's secrets has sealed first: a node with another key is found out when it starts, not when it
-- meets a secret.
CREATE TABLE key_check (
  only_row INTEGER  PRIMARY KEY CHECK (only_row = 1),
  sealed   ${bytes} NOT NULL
);
