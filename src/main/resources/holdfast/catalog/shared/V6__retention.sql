-- What is due, the longest overdue first, without a look at what is not. Most of what people keep by hand is never due.
CREATE INDEX copy_by_expiry ON copy (expires_at, order_key, destination_id)
  WHERE expires_at < 253402300799999;
