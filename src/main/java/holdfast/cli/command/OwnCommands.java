package holdfast.cli.command;

import holdfast.cli.command.Command.Own;
import java.util.List;

/** Commands that are no operation of the API. */
public final class OwnCommands {
  public static final Flag HOST =
      Flag.of("--host", "URL", "Where the server is, like https://backups.example.com.");
  public static final Flag TOKEN =
      Flag.of(
          "--token",
          "TOKEN",
          "Your token; - reads it from stdin, so that it stands in no list of processes.");
  public static final Flag NAME =
      Flag.of("--name", "NAME", "What the server is called from now on; its host unless given.");

  static final List<Command> ROWS =
      List.of(
          new Command(
              ServiceOperations.LOGIN.words(),
              ServiceOperations.LOGIN.summary(),
              List.of(),
              List.of(HOST, TOKEN, NAME),
              List.of(
                  "holdfast login --host https://backups.example.com",
                  "holdfast login --host https://backups.example.com --token - <my-token"),
              "",
              Own.LOGIN),
          Command.own(
                  "context list",
                  "Lists the servers that you have logged in to.",
                  Own.CONTEXT_LIST,
                  "holdfast context list")
              .with(CallFlags.OUTPUT),
          Command.own(
                  "context use",
                  "Chooses the server that commands call.",
                  Own.CONTEXT_USE,
                  "holdfast context use production")
              .withOperand("NAME"),
          Command.own(
                  "context delete",
                  "Forgets a server and its token.",
                  Own.CONTEXT_DELETE,
                  "holdfast context delete production")
              .withOperand("NAME"),
          Command.own(
                  "completion",
                  "Prints a script by which a shell completes commands.",
                  Own.COMPLETION,
                  "source <(holdfast completion bash)")
              .withOperand("SHELL"),
          Command.own(
                  "man",
                  "Prints the manual, or writes its pages into a folder.",
                  Own.MAN,
                  "holdfast man ~/.local/share/man/man1")
              .withOperand("FOLDER"),
          server("server", "Starts the service.", "holdfast server --port 7070"),
          server(
              "demo",
              "Backs up and restores a database that is made for it and thrown away.",
              "holdfast demo"),
          server(
              "catalog migrate",
              "Moves the catalog from its file into PostgreSQL.",
              "holdfast catalog migrate --database-url-file url"),
          server(
              "settings", "Prints the table of all settings of the service.", "holdfast settings"));

  private OwnCommands() {}

  /** Its options are told by itself. */
  private static Command server(String words, String summary, String example) {
    return new Command(
        words, summary, List.of(), List.of(), List.of(example), "", new Command.Server());
  }
}
