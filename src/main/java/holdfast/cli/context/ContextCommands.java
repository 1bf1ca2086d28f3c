package holdfast.cli.context;

import holdfast.cli.Arguments;
import holdfast.cli.CommandException;
import holdfast.cli.ExitCode;
import holdfast.cli.Shell;
import holdfast.cli.command.CallFlags;
import holdfast.cli.output.Column;
import holdfast.cli.output.OutputFormat;
import holdfast.cli.output.Printer;
import holdfast.cli.output.Sink;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code holdfast context}: the servers that somebody has logged in to. Never shows a token. */
public final class ContextCommands {
  private final Shell shell;
  private final ContextFile file;

  public ContextCommands(Shell shell) {
    this.shell = shell;
    this.file = ContextFile.of(shell);
  }

  public int list(Arguments arguments) throws CommandException, IOException {
    Contexts contexts = file.read();
    OutputFormat format = OutputFormat.of(arguments.one(CallFlags.OUTPUT).orElse("table"));
    List<Column> columns =
        List.of(
            Column.text("NAME", "/name"),
            Column.text("CURRENT", "/current"),
            Column.text("HOST", "/host"));
    Printer printer = new Printer(format, shell.terminal(), shell.out(), shell.clock().instant());
    Sink sink = printer.items("contexts", columns, "/name");
    for (Context each : contexts.contexts()) {
      sink.add(
          JsonNodeFactory.instance
              .objectNode()
              .put("name", each.name())
              .put("host", each.host())
              .put("current", each.name().equals(contexts.current())));
    }
    sink.endPage();
    sink.end();
    if (sink.isEmpty()) {
      shell.err().println("You have logged in to no server yet. Next: holdfast login --host URL");
    }
    return ExitCode.OK;
  }

  public int use(Arguments arguments) throws CommandException {
    String name = known(arguments);
    file.write(file.read().using(name));
    shell.out().println("Commands call " + name + " from now on.");
    return ExitCode.OK;
  }

  public int delete(Arguments arguments) throws CommandException {
    String name = known(arguments);
    file.write(file.read().without(name));
    shell
        .out()
        .println(
            "Forgot "
                + name
                + " and its token. The server still knows the token: holdfast revoke token");
    return ExitCode.OK;
  }

  private String known(Arguments arguments) throws CommandException {
    if (arguments.operands().isEmpty()) {
      throw CommandException.usage("NAME is missing: which server?");
    }
    String name = arguments.operands().getFirst();
    if (file.read().named(name).isEmpty()) {
      throw new CommandException(
          ExitCode.NOT_FOUND,
          "you have not logged in to a server called " + name,
          "See those you have with: holdfast context list");
    }
    return name;
  }
}
