package holdfast.cli.command;

import static holdfast.cli.command.Parameters.SKIP_TEST;

import holdfast.cli.output.Column;
import holdfast.cli.output.Format;
import java.util.List;

/** Addons: the databases that are protected. */
final class AddonOperations {
  private static final String ALL = "/v1/projects/{projectId}/addons";
  private static final String ONE = ALL + "/{addonId}";
  private static final String NEXT = "holdfast backup addon {projectId} {id} --wait";

  private static final View ADDONS =
      View.Items.of(
          "addons",
          "holdfast create addon {projectId} -f my-database.yaml",
          Column.text("ID", "/id"),
          Column.text("NAME", "/name"),
          Column.text("TYPE", "/spec/type"),
          new Column("STATUS", "/status", Format.STATUS),
          Column.text("DESCRIPTION", "/description"),
          new Column("TAGS", "/tags", Format.LIST));

  private static final Field TYPE =
      Field.text("type", "The kind of database.", "postgresql", "mysql", "mongodb", "redis");

  private static final Field[] FIELDS = {
    Field.text("name", "The addon's name."),
    Field.text("description", "What it is."),
    TYPE,
    Field.of("tags", Field.Kind.TEXTS, "Words to find it by.")
  };

  private static final View DATABASES =
      View.Items.of(
          "databases", "", Column.text("NAME", "/name"), new Column("SIZE", "/size", Format.BYTES));

  static final List<Operation> ROWS =
      List.of(
          Operation.of(
                  "list addons",
                  "GET",
                  ALL,
                  "Lists a project's addons: the databases that are protected.")
              .paged()
              .shows(ADDONS)
              .example("holdfast list addons my-project"),
          Operation.of(
                  "create addon", "POST", ALL, "Registers a database, and tries its connection.")
              .with(SKIP_TEST)
              .takes(Body.required(FIELDS))
              .shows(new View.Thing("/id", NEXT))
              .example(
                  "holdfast create addon my-project -f my-database.yaml",
                  "holdfast create addon my-project --name \"My Database\" --type postgresql -f - <connection.yaml"),
          Operation.of(
                  "put addon",
                  "PUT",
                  ALL,
                  "Registers a database, or changes the addon of this name.")
              .with(SKIP_TEST)
              .takes(Body.required(FIELDS))
              .shows(new View.Thing("/id", NEXT))
              .example("holdfast put addon my-project -f my-database.yaml"),
          Operation.of(
                  "discover addons",
                  "POST",
                  ALL + "/discover",
                  "Lists the databases of a server, to be registered.")
              .takes(Body.required(TYPE))
              .shows(DATABASES)
              .example("holdfast discover addons my-project -f my-server.yaml"),
          Operation.of("get addon", "GET", ONE, "Shows an addon; its password is masked.")
              .example("holdfast get addon my-project my-database"),
          Operation.of("patch addon", "PATCH", ONE, "Changes an addon; its id stays.")
              .with(SKIP_TEST)
              .takes(Body.required(FIELDS))
              .example(
                  "holdfast patch addon my-project my-database --description \"orders and customers\""),
          Operation.of(
                  "delete addon",
                  "DELETE",
                  ONE,
                  "Forgets an addon; its database and its backups stay.")
              .done("Deleted the addon {addonId}.")
              .example("holdfast delete addon my-project my-database"),
          Operation.of(
                  "get addon version",
                  "GET",
                  ONE + "/version",
                  "Shows the version of an addon's database.")
              .shows(new View.Thing("/version", ""))
              .example("holdfast get addon version my-project my-database"),
          Operation.of(
                  "pause addon",
                  "POST",
                  ONE + "/pause",
                  "Lets an addon's backups wait until it is resumed.")
              .done("Paused the addon {addonId}.")
              .example("holdfast pause addon my-project my-database"),
          Operation.of("resume addon", "POST", ONE + "/resume", "Starts the backups that waited.")
              .done("Resumed the addon {addonId}.")
              .example("holdfast resume addon my-project my-database"));

  private AddonOperations() {}
}
