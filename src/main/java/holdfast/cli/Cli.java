package holdfast.cli;

import holdfast.cli.call.OperationCall;
import holdfast.cli.command.CallFlags;
import holdfast.cli.command.Command;
import holdfast.cli.command.CommandTable;
import holdfast.cli.command.Operation;
import holdfast.cli.context.Context;
import holdfast.cli.context.ContextCommands;
import holdfast.cli.context.Login;
import holdfast.cli.context.Target;
import holdfast.cli.help.Completion;
import holdfast.cli.help.HelpPage;
import holdfast.cli.help.ManPages;
import holdfast.cli.help.Overview;
import holdfast.cli.remote.ApiClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The commands that call a server, and those about them. Starts no server and loads no class of
 * one.
 */
public final class Cli {
  private static final List<String> HELP = List.of("-h", "--help", "help");
  private static final List<String> VERSION = List.of("-V", "--version");

  private final Shell shell;

  private Cli(Shell shell) {
    this.shell = shell;
  }

  /** Runs a command; the result is the process's exit code. */
  public static int run(Shell shell, String... arguments) {
    int exitCode = new Cli(shell).run(List.of(arguments));
    shell.out().flush();
    shell.err().flush();
    return exitCode;
  }

  private int run(List<String> typed) {
    try {
      return dispatch(typed);
    } catch (CommandException e) {
      return Complaint.of(e, usageOf(typed)).to(shell.err());
    } catch (UncheckedIOException e) {
      return Complaint.of(Optional.ofNullable(e.getCause()).orElseThrow()).to(shell.err());
    } catch (IOException e) {
      return Complaint.of(e).to(shell.err());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.FAILED;
    }
  }

  private int dispatch(List<String> typed)
      throws CommandException, IOException, InterruptedException {
    if (!typed.isEmpty() && VERSION.contains(typed.getFirst())) {
      shell.out().println(Commands.VERSION);
      return ExitCode.OK;
    }
    boolean asksHelp =
        typed.stream().anyMatch(HELP.subList(0, 2)::contains) || typed.indexOf("help") == 0;
    List<String> words = words(typed);
    Optional<Command> found = CommandTable.find(words);
    if (found.isEmpty()) {
      return overview(words, asksHelp);
    }
    Command command = found.get();
    if (asksHelp) {
      shell.out().print(HelpPage.of(command));
      return ExitCode.OK;
    }
    return run(
        command,
        CommandLines.parse(command, typed.subList(command.wordList().size(), typed.size())));
  }

  /** What stands before the first option. */
  private static List<String> words(List<String> typed) {
    List<String> words = new ArrayList<>();
    for (String word : typed) {
      if (word.startsWith("-")) {
        break;
      }
      words.add(word);
    }
    if (!words.isEmpty() && words.getFirst().equals("help")) {
      words.removeFirst();
    }
    return words;
  }

  private static String usageOf(List<String> typed) {
    return CommandTable.find(words(typed))
        .map(it -> "holdfast " + it.words() + " --help")
        .orElse("holdfast --help");
  }

  private int overview(List<String> words, boolean asksHelp) throws CommandException {
    List<Command> commands = CommandTable.beginningWith(words);
    if (commands.isEmpty()) {
      throw unknown(words);
    }
    (asksHelp ? shell.out() : shell.err())
        .print(words.isEmpty() ? Overview.all() : Overview.of(commands));
    return asksHelp ? ExitCode.OK : ExitCode.USAGE;
  }

  /** What can follow on the part of it that is known. */
  private static CommandException unknown(List<String> words) {
    List<String> known = words;
    while (!known.isEmpty() && CommandTable.beginningWith(known).isEmpty()) {
      known = known.subList(0, known.size() - 1);
    }
    String next =
        known.isEmpty() ? "holdfast --help" : "holdfast " + String.join(" ", known) + " --help";
    return new CommandException(
        ExitCode.USAGE,
        "there is no command \"%s\"".formatted(String.join(" ", words)),
        "See: " + next);
  }

  private int run(Command command, Arguments arguments)
      throws CommandException, IOException, InterruptedException {
    // Not by a switch: the JVM makes the code for one over types at its first use, in 15 ms.
    if (command.deed() instanceof Command.Call call) {
      return call(call.operation(), arguments);
    }
    return switch (command.deed()) {
      case Command.Call call -> call(call.operation(), arguments);
      case Command.Own own -> run(own, arguments);
      case Command.Server ignored ->
          throw new IllegalStateException("it is run by Commands: " + command.words());
    };
  }

  private int call(Operation operation, Arguments arguments)
      throws CommandException, IOException, InterruptedException {
    boolean needsToken = !operation.words().matches("get (health|ready|openapi|docs)");
    Context context = Target.find(shell, arguments.one(CallFlags.CONTEXT).orElse(""), needsToken);
    try (ApiClient api = new ApiClient(context.host(), context.token())) {
      return new OperationCall(api, operation, arguments, shell).run();
    } catch (SocketException
        | UnknownHostException
        | SocketTimeoutException
        | HttpTimeoutException e) {
      throw Complaint.unreachable(context.host(), e);
    }
  }

  private int run(Command.Own own, Arguments arguments)
      throws CommandException, IOException, InterruptedException {
    return switch (own) {
      case LOGIN -> new Login(shell, arguments).run();
      case CONTEXT_LIST -> new ContextCommands(shell).list(arguments);
      case CONTEXT_USE -> new ContextCommands(shell).use(arguments);
      case CONTEXT_DELETE -> new ContextCommands(shell).delete(arguments);
      case COMPLETION -> Completion.print(shell, arguments);
      case MAN -> ManPages.print(shell, arguments);
    };
  }
}
