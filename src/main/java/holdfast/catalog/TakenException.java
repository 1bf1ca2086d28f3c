package holdfast.catalog;

/** A row with this name or id is there already. */
public final class TakenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TakenException(String message) {
    super(message);
  }
}
