package holdfast.cli;

import holdfast.cli.command.Command;
import holdfast.cli.command.CommandTable;
import holdfast.cli.demo.DemoCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The commands that start or move a server, and so bring all of its classes. */
public final class Commands {
  static final String VERSION = "Holdfast 0.1.0";

  private Commands() {}

  /** Runs a command; the result is the process's exit code. */
  public static int run(ServerStarter starter, CatalogMover mover, String... arguments) {
    CommandSpec root = CommandSpec.create().name("holdfast");
    root.usageMessage().description("A self-hosted backup service for databases.");
    root.mixinStandardHelpOptions(true);
    root.version(VERSION);
    CommandLine commands = new CommandLine(root);
    commands.addSubcommand("server", ServerCommand.spec());
    commands.addSubcommand("demo", DemoCommand.spec());
    commands.addSubcommand("catalog", CatalogCommand.spec());
    commands.addSubcommand("settings", SettingsCommand.spec());
    CommandTable.all().stream()
        .filter(command -> command.deed() instanceof Command.Server)
        .forEach(command -> showExamples(commands, command));
    commands.setParameterExceptionHandler(Commands::explain);
    commands.setExecutionStrategy(parsed -> execute(parsed, starter, mover));
    return commands.execute(arguments);
  }

  /** Its options the command tells by itself. */
  private static void showExamples(CommandLine commands, Command command) {
    CommandLine named = commands;
    for (String word : command.wordList()) {
      named = Objects.requireNonNull(named.getSubcommands().get(word), word);
    }
    List<String> footer = new ArrayList<>(List.of("", "Example:"));
    command.examples().forEach(example -> footer.add("  " + example));
    named.getCommandSpec().usageMessage().footer(footer.toArray(String[]::new));
  }

  private static int explain(CommandLine.ParameterException e, String[] arguments) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    System.err.printf("holdfast: %s; see ./%s --help%n", e.getMessage(), command);
    return ExitCode.USAGE;
  }

  private static int execute(
      CommandLine.ParseResult parsed, ServerStarter starter, CatalogMover mover) {
    Integer help = CommandLine.executeHelpRequest(parsed);
    if (help != null) {
      return help;
    }
    if (!parsed.hasSubcommand()) {
      parsed.commandSpec().commandLine().usage(System.err);
      return ExitCode.USAGE;
    }
    CommandLine.ParseResult command = parsed.subcommand();
    return switch (command.commandSpec().name()) {
      case "server" -> new ServerCommand(starter).run(command);
      case "catalog" -> new CatalogCommand(mover).run(command);
      case "demo" -> new DemoCommand(starter).run(command);
      default -> SettingsCommand.run();
    };
  }
}
