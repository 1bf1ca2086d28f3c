package holdfast.cli.help;

import holdfast.cli.command.Command;
import holdfast.cli.command.CommandTable;
import java.util.List;

/** What there is to type, in one page. */
public final class Overview {
  private static final String HEAD =
      """
      Usage: holdfast COMMAND [OPTIONS]

      A self-hosted backup service for databases: its server, and the commands that call it.

      Start here:
        holdfast demo                 what it does, in a minute
        holdfast server               starts the service on this machine
        holdfast login --host URL     for a server elsewhere; one on this machine needs no login
        holdfast COMMAND --help       options of a command, with examples

      """;

  private Overview() {}

  /** Of all commands. */
  public static String all() {
    return HEAD
        + "Commands:\n"
        + lines(CommandTable.all())
        + "\nExit codes and more: docs/cli.md\n";
  }

  /** Of commands that begin alike. */
  public static String of(List<Command> commands) {
    return "Commands:\n" + lines(commands);
  }

  private static String lines(List<Command> commands) {
    int width = commands.stream().mapToInt(it -> it.words().length()).max().orElse(0);
    StringBuilder lines = new StringBuilder();
    for (Command command : commands) {
      String text =
          command.standsFor().isEmpty()
              ? command.summary()
              : "Short for: " + command.standsFor() + ".";
      lines
          .append("  ")
          .append(command.words())
          .append(" ".repeat(width - command.words().length() + 2))
          .append(text)
          .append('\n');
    }
    return lines.toString();
  }
}
