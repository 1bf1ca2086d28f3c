package holdfast.model;

/**
 * Where a run says what it does: our own steps and each tool's stderr, for the person who asks
 * later. Thread-safe.
 */
@FunctionalInterface
public interface RunLog {
  /**
   * @param container who speaks: {@code holdfast}, or the name of a tool
   * @param line without a line end and without secrets
   */
  void line(String container, String line);
}
