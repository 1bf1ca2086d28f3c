package holdfast.cli;

/**
 * A command cannot do its work; what it prints is the message, and the hint where there is one: a
 * whole sentence that says what to do.
 */
public final class CommandException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;
  private final String hint;

  public CommandException(int exitCode, String message, String hint) {
    super(message);
    this.exitCode = exitCode;
    this.hint = hint;
  }

  /** What was typed makes no sense. */
  public static CommandException usage(String message) {
    return new CommandException(ExitCode.USAGE, message, "");
  }

  public int exitCode() {
    return exitCode;
  }

  /** Empty where there is none. */
  public String hint() {
    return hint;
  }
}
