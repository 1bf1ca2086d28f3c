package holdfast.cli.demo;

/** A step of the demo did not come out as it should. */
final class DemoException extends Exception {
  private static final long serialVersionUID = 1L;

  DemoException(String message) {
    super(message);
  }
}
