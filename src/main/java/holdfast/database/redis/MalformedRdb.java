package holdfast.database.redis;

/** The bytes are no RDB, or no longer. */
final class MalformedRdb extends Exception {
  private static final long serialVersionUID = 1L;

  private final String why;

  MalformedRdb(String why) {
    super(why);
    this.why = why;
  }

  /** In words, lower-case. */
  String why() {
    return why;
  }
}
