package holdfast.catalog;

/** What a row would refer to is not there any more, or is being deleted. */
public final class GoneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public GoneException(String message) {
    super(message);
  }
}
