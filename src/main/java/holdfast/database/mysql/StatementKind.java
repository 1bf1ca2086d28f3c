package holdfast.database.mysql;

/** What becomes of a dump's statement when it is restored. */
enum StatementKind {
  /** Not needed in a schema that nobody else uses. */
  NOTHING,
  SETTING,
  /** A table, view, routine or sequence. */
  OBJECT,
  TRIGGER,
  /** An event, which must not fire before the restore takes effect. */
  EVENT,
  ROWS,
  /** What the schema's character set is while the next objects are made. */
  DATABASE_CHARSET
}
