package holdfast;

import holdfast.cli.Cli;
import holdfast.cli.Commands;
import holdfast.cli.Shell;
import holdfast.cli.command.CommandTable;

/** The way in. */
public final class Main {
  private Main() {}

  /** A command that only calls a server must not wait for the server's classes. */
  public static void main(String[] arguments) {
    boolean isServers = arguments.length > 0 && CommandTable.OF_THE_SERVER.contains(arguments[0]);
    System.exit(
        isServers
            ? Commands.run(Server::start, CatalogRemoval::move, arguments)
            : Cli.run(Shell.ofThisProcess(), arguments));
  }
}
