package holdfast.cli.context;

import holdfast.cli.Arguments;
import holdfast.cli.CommandException;
import holdfast.cli.ExitCode;
import holdfast.cli.Shell;
import holdfast.cli.command.OwnCommands;
import holdfast.cli.remote.ApiClient;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** {@code holdfast login}: tries a token, and keeps it for the commands after it. */
public final class Login {
  private static final String WHERE_IT_IS =
      "The administrator's token lies in ~/.holdfast/admin-token on the server's machine; others come from: holdfast create token";

  private final Shell shell;
  private final Arguments arguments;

  public Login(Shell shell, Arguments arguments) {
    this.shell = shell;
    this.arguments = arguments;
  }

  public int run() throws CommandException, IOException, InterruptedException {
    String host = Address.url(host());
    if (Address.isOpen(host)) {
      shell.err().printf("Take care: the token goes to %s unencrypted.%n", host);
    }
    String token = token(host);
    try (ApiClient api = new ApiClient(host, token)) {
      api.get("/v1/login");
    }
    Context context =
        new Context(arguments.one(OwnCommands.NAME).orElse(Address.hostOf(host)), host, token);
    ContextFile file = ContextFile.of(shell);
    file.write(file.read().with(context));
    shell.out().printf("Logged in to %s, as the context %s.%n", host, context.name());
    return ExitCode.OK;
  }

  private String host() throws CommandException, IOException {
    String given = arguments.one(OwnCommands.HOST).orElse(shell.variable("HOLDFAST_URL"));
    if (!given.isEmpty()) {
      return given;
    }
    String usual = Target.usual(shell);
    if (!shell.terminal().input()) {
      return usual;
    }
    shell.err().printf("Server [%s]: ", usual);
    shell.err().flush();
    String typed = line();
    return typed.isEmpty() ? usual : typed;
  }

  private String token(String host) throws CommandException, IOException {
    String given = arguments.one(OwnCommands.TOKEN).orElse(shell.variable("HOLDFAST_TOKEN"));
    String token = given.equals("-") ? line() : given;
    if (token.isEmpty() && shell.terminal().input()) {
      token = hidden("Token for %s (it is not shown): ".formatted(host));
    }
    if (token.isBlank()) {
      throw new CommandException(ExitCode.USAGE, "no token is given", WHERE_IT_IS + ".");
    }
    return token.strip();
  }

  private String line() throws IOException {
    @Nullable String line =
        new BufferedReader(new InputStreamReader(shell.in(), StandardCharsets.UTF_8)).readLine();
    return line == null ? "" : line.strip();
  }

  private static String hidden(String prompt) {
    Console console = System.console();
    char @Nullable [] typed = console == null ? null : console.readPassword("%s", prompt);
    return typed == null ? "" : new String(typed);
  }
}
