package holdfast.database.mongodb;

/** The bytes are no archive, or no whole one; the message says why. */
final class MalformedArchive extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedArchive(String message) {
    super(message);
  }
}
