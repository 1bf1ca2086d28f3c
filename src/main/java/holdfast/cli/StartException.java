package holdfast.cli;

/**
 * The server cannot start, or a command cannot do its work; the message is one line that says why
 * and what to do.
 */
public final class StartException extends Exception {
  private static final long serialVersionUID = 1L;

  public StartException(String message) {
    super(message);
  }

  public StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
