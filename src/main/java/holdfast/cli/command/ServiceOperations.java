package holdfast.cli.command;

import holdfast.cli.output.Column;
import holdfast.cli.output.Format;
import java.util.List;

/** What a server tells of itself. */
final class ServiceOperations {
  private static final View TYPES =
      View.Items.of(
          "addonTypes",
          "",
          Column.text("TYPE", "/type"),
          Column.text("NAME", "/name"),
          new Column("MAJOR VERSIONS", "/major", Format.LIST),
          Column.text("DUMPS", "/features/backupsDump"),
          Column.text("DESCRIPTION", "/description"));

  private static final View PLANS =
      View.Items.of("plans", "", Column.text("ID", "/id"), Column.text("NAME", "/name"));

  private static final View REGIONS =
      View.Items.of("regions", "", Column.text("ID", "/id"), Column.text("NAME", "/name"));

  /** Which {@code holdfast login} calls; what is typed there is more than the operation takes. */
  static final Operation LOGIN =
      Operation.of(
          "login",
          "GET",
          "/v1/login",
          "Keeps a server's address and token for the commands after it.");

  static final List<Operation> ROWS =
      List.of(
          Operation.of(
                  "get addon types",
                  "GET",
                  "/v1/addon-types",
                  "Lists the kinds of database that can be protected.")
              .shows(TYPES)
              .example("holdfast get addon types"),
          Operation.of("list plans", "GET", "/v1/plans", "Lists plans; there are none.")
              .shows(PLANS)
              .example("holdfast list plans"),
          Operation.of("list regions", "GET", "/v1/regions", "Lists regions; there is one.")
              .shows(REGIONS)
              .example("holdfast list regions"),
          Operation.of(
                  "download addon backup",
                  "GET",
                  "/v1/downloads/{ticket}",
                  "Downloads a backup into a file.")
              .shows(new View.Download())
              .example(
                  "holdfast download addon backup my-project my-database first",
                  "holdfast download addon backup my-project my-database first --to - | zstd -d |"
                      + " pg_restore --list",
                  "holdfast download addon backup my-project my-database monday --unpack restored"),
          Operation.of(
                  "get openapi", "GET", "/v1/openapi.yaml", "Prints the description of the API.")
              .shows(new View.Text())
              .example("holdfast get openapi >openapi.yaml"),
          Operation.of("get docs", "GET", "/docs", "Prints the reference of the API as a page.")
              .shows(new View.Text())
              .example("holdfast get docs >holdfast.html"),
          Operation.of("get health", "GET", "/health", "Tells whether the server lives.")
              .shows(new View.Thing("/status", ""))
              .example("holdfast get health"),
          Operation.of("get ready", "GET", "/ready", "Tells whether the server can do its work.")
              .shows(new View.Thing("/status", ""))
              .example("holdfast get ready"));

  private ServiceOperations() {}
}
