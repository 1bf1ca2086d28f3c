package holdfast.cli.context;

import holdfast.cli.CommandException;
import holdfast.cli.ExitCode;
import holdfast.cli.Shell;
import java.util.Optional;

/** Decides which server a command calls. */
public final class Target {
  private static final String URL = "HOLDFAST_URL";
  private static final String TOKEN = "HOLDFAST_TOKEN";
  private static final String CONTEXT = "HOLDFAST_CONTEXT";
  private static final String USUAL = "http://127.0.0.1:7070";

  private Target() {}

  /**
   * The context that is named, else the one of the environment, else the current one, else this
   * machine's server.
   *
   * @param name empty for none
   * @param needsToken whether what is called is open to nobody else
   * @throws CommandException when there is none; it says how to get one
   */
  public static Context find(Shell shell, String name, boolean needsToken) throws CommandException {
    String named = name.isEmpty() ? shell.variable(CONTEXT) : name;
    if (!named.isEmpty()) {
      return named(shell, named);
    }
    Optional<Context> found = ofEnvironment(shell, needsToken);
    if (found.isEmpty()) {
      Contexts contexts = ContextFile.of(shell).read();
      found = contexts.named(contexts.current()).or(() -> LocalServer.find(shell));
    }
    if (found.isEmpty() && !needsToken) {
      return new Context("", USUAL, "");
    }
    return found.orElseThrow(Target::nowhere);
  }

  private static Context named(Shell shell, String name) throws CommandException {
    return ContextFile.of(shell)
        .read()
        .named(name)
        .orElseThrow(
            () ->
                new CommandException(
                    ExitCode.USAGE,
                    "you have not logged in to a server called " + name,
                    "See those you have with: holdfast context list"));
  }

  private static Optional<Context> ofEnvironment(Shell shell, boolean needsToken)
      throws CommandException {
    String token = shell.variable(TOKEN).strip();
    String url = shell.variable(URL);
    if (token.isEmpty() && url.isEmpty()) {
      return Optional.empty();
    }
    if (token.isEmpty() && needsToken) {
      throw new CommandException(
          ExitCode.DENIED,
          "HOLDFAST_URL is set, and HOLDFAST_TOKEN is not",
          "The administrator's token lies in ~/.holdfast/admin-token on the server's machine; others come from: holdfast create token");
    }
    return Optional.of(new Context("", Address.url(url.isEmpty() ? USUAL : url), token));
  }

  private static CommandException nowhere() {
    return new CommandException(
        ExitCode.DENIED,
        "there is no server to call: you have not logged in, and this machine has none whose token you may read",
        "Start one with: holdfast server - its token lies in ~/.holdfast/admin-token. Or log in: holdfast login --host URL");
  }

  /** The server that {@code holdfast login} speaks of when it is told nothing. */
  static String usual(Shell shell) {
    return LocalServer.find(shell).map(Context::host).orElse(USUAL);
  }
}
