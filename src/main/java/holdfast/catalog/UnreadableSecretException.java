package holdfast.catalog;

/**
 * A secret cannot be opened: it was sealed with another key, or its row was changed. Waiting does
 * not help, so what needs it has failed.
 */
public final class UnreadableSecretException extends CatalogException {
  private static final long serialVersionUID = 1L;

  public UnreadableSecretException(String message, Throwable cause) {
    super(message, cause);
  }
}
