package holdfast.cli;

import holdfast.cli.demo.DemoCommand;
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
    commands.setParameterExceptionHandler(Commands::explain);
    commands.setExecutionStrategy(parsed -> execute(parsed, starter, mover));
    return commands.execute(arguments);
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
