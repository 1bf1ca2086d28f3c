package holdfast.settings;

/**
 * A setting is unknown or has a wrong value; the message is one line that says which, where, and
 * what is right.
 */
public final class SettingsException extends Exception {
  private static final long serialVersionUID = 1L;

  public SettingsException(String message) {
    super(message);
  }
}
