package holdfast.engine;

/** What somebody decided by is not what it was. */
public final class ChangedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ChangedException(String message) {
    super(message);
  }
}
