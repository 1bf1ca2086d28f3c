package holdfast.cli;

/** What a command's exit says to a script. docs/cli.md has the same list. */
public final class ExitCode {
  public static final int OK = 0;

  /** Something else than what the others say. */
  public static final int FAILED = 1;

  /** What was typed cannot be done, or the server finds it invalid. */
  public static final int USAGE = 2;

  /** No server answers. */
  public static final int UNREACHABLE = 3;

  /** There is no token, the server does not know it, or it does not allow this. */
  public static final int DENIED = 4;

  public static final int NOT_FOUND = 5;

  /** Not in this state: a name is taken, something is in use. */
  public static final int CONFLICT = 6;

  /** Later again: too many requests, or a server that cannot serve now. */
  public static final int LATER = 7;

  /** What was waited for has failed. */
  public static final int RUN_FAILED = 10;

  public static final int RUN_ABORTED = 11;

  public static final int RUN_NOT_SUPPORTED = 12;

  /** What was waited for goes on. */
  public static final int RUN_NOT_ENDED = 13;

  private ExitCode() {}
}
