package holdfast.model;

/**
 * How far a run has come, in bytes.
 *
 * @param readBytes read from the database so far, before compression
 * @param storedBytes handed to the destination so far
 * @param expectedBytes the database's size when the run began, a rough upper bound for {@code
 *     readBytes}; 0 when unknown
 */
public record Progress(long readBytes, long storedBytes, long expectedBytes) {
  public static final Progress NONE = new Progress(0, 0, 0);
}
