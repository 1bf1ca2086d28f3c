package holdfast.engine;

/** A run stopped because this process ends; it is to be run again, here or elsewhere. */
public final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoppedException(String message) {
    super(message);
  }
}
