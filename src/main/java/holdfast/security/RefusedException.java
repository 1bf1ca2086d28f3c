package holdfast.security;

/**
 * Going on would be unsafe: a key is missing, or a secret lies open. The message is for the person
 * who starts Holdfast: what is wrong, where, and what to do.
 */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RefusedException(String message) {
    super(message);
  }
}
