package holdfast.cli.help;

import holdfast.cli.Arguments;
import holdfast.cli.ExitCode;
import holdfast.cli.Shell;
import holdfast.cli.command.Command;
import holdfast.cli.command.CommandTable;
import holdfast.cli.command.Flag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code holdfast man}: the manual, in the language of {@code man}. */
public final class ManPages {
  private ManPages() {}

  /** The first page; with a folder a page for each command, in files there. */
  public static int print(Shell shell, Arguments arguments) throws IOException {
    if (arguments.operands().isEmpty()) {
      shell.out().print(overview());
      return ExitCode.OK;
    }
    Path folder = Files.createDirectories(shell.folder().resolve(arguments.operands().getFirst()));
    Files.writeString(folder.resolve("holdfast.1"), overview());
    int pages = 1;
    for (Command command : CommandTable.all()) {
      if (command.standsFor().isEmpty()) {
        Files.writeString(folder.resolve(name(command) + ".1"), page(command));
        pages++;
      }
    }
    shell
        .out()
        .printf("Wrote %d pages. Read them with: man %s%n", pages, folder.resolve("holdfast.1"));
    return ExitCode.OK;
  }

  private static String name(Command command) {
    return "holdfast-" + command.words().replace(' ', '-');
  }

  static String overview() {
    Roff page = new Roff("holdfast", "a self-hosted backup service for databases");
    page.section("SYNOPSIS").line("holdfast COMMAND [OPTIONS]");
    page.section("COMMANDS");
    for (Command command : CommandTable.all()) {
      page.item(
          command.words(),
          command.standsFor().isEmpty()
              ? command.summary()
              : "Short for " + command.standsFor() + ".");
    }
    page.section("ENVIRONMENT");
    page.item(
        "HOLDFAST_URL, HOLDFAST_TOKEN",
        "The server to call, and the token for it, in place of a context.");
    page.item("HOLDFAST_CONTEXT", "The context to take, in place of the current one.");
    page.item("NO_COLOR", "No colours where it is set.");
    page.section("FILES");
    page.item("~/.config/holdfast/contexts.json", "The servers that you have logged in to.");
    ExitCodes.ALL.forEach(
        (code, text) -> {
          if (code == 0) {
            page.section("EXIT STATUS");
          }
          page.item(Integer.toString(code), text);
        });
    return page.text();
  }

  static String page(Command command) {
    Roff page = new Roff(name(command), command.summary());
    page.section("SYNOPSIS").line(HelpPage.synopsis(command));
    if (!command.flags().isEmpty()) {
      page.section("OPTIONS");
    }
    for (Flag flag : command.flags()) {
      page.item(String.join(", ", flag.names()) + " " + flag.label(), HelpPage.text(flag));
    }
    page.section("EXAMPLES");
    command.examples().forEach(page::example);
    page.section("SEE ALSO").line("holdfast(1)");
    return page.text();
  }
}
