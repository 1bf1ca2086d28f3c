package holdfast.database.postgresql;

/** The bytes are no archive of pg_dump's custom format, or no longer. */
final class MalformedArchive extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedArchive(String message) {
    super(message);
  }
}
