package holdfast.catalog;

/**
 * A row with this name or id is there already; the message is a sentence's words for people. The
 * transaction in which it is thrown cannot go on: let it pass.
 */
public final class TakenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TakenException(String message) {
    super(message);
  }
}
