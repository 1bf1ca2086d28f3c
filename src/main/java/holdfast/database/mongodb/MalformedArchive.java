package holdfast.database.mongodb;

/** The bytes are no archive, or no whole one; the message says why. */
final class MalformedArchive extends Exception {
  private static final long serialVersionUID = 1L;

  private final String why;

  MalformedArchive(String why) {
    super(why);
    this.why = why;
  }

  /** What is wrong, in words. */
  String why() {
    return why;
  }
}
