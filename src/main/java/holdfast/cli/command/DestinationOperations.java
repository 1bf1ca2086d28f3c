package holdfast.cli.command;

import static holdfast.cli.command.Parameters.SKIP_TEST;

import holdfast.cli.output.Column;
import holdfast.cli.output.Format;
import java.util.List;

/** Backup destinations, and what lies in them. */
final class DestinationOperations {
  private static final String ALL = "/v1/backup-destinations";
  private static final String ONE = ALL + "/{backupDestinationId}";
  private static final String BACKUP = ONE + "/backups/{backupUid}";

  private static final View DESTINATIONS =
      View.Items.of(
          "backupDestinations",
          "holdfast add backup-destination --name \"My Folder\" --type local --prefix holdfast/",
          Column.text("ID", "/id"),
          Column.text("NAME", "/name"),
          Column.text("TYPE", "/type"),
          Column.text("BUCKET", "/credentials/bucketName"),
          Column.text("PREFIX", "/prefix"),
          new Column("CREATED", "/createdAt", Format.TIME),
          Column.text("PATH", "/path"));

  private static final View BACKUPS =
      View.Items.of(
          "",
          "holdfast backup addon PROJECT ADDON --custom-destination-id {backupDestinationId} --wait",
          Column.text("ID", "/id"),
          new Column("STATUS", "/status", Format.STATUS),
          Column.text("PROJECT", "/project/id"),
          Column.text("ADDON", "/addon/id"),
          new Column("SIZE", "/config/size", Format.BYTES),
          new Column("CREATED", "/createdAt", Format.TIME),
          new Column("EXPIRES", "/expiredBy", Format.EXPIRY),
          Column.text("UID", "/uid"));

  private static final View STEPS =
      View.Items.of(
          "steps",
          "",
          Column.text("STEP", "/name"),
          Column.text("OK", "/ok"),
          Column.text("MESSAGE", "/message"));

  static final List<Operation> ROWS =
      List.of(
          Operation.of(
                  "list backup-destinations",
                  "GET",
                  ALL,
                  "Lists the places where backups are kept.")
              .paged()
              .shows(DESTINATIONS)
              .example("holdfast list backup-destinations"),
          Operation.of(
                  "add backup-destination",
                  "POST",
                  ALL,
                  "Registers a place where backups are kept, and tries it.")
              .with(SKIP_TEST)
              .takes(
                  Body.required(
                      Field.text("name", "The destination's name."),
                      Field.text("description", "What it is."),
                      Field.text("type", "A bucket, or a folder of the server.", "s3", "local"),
                      Field.text(
                          "prefix", "What the names of all objects begin with, like holdfast/."),
                      Field.text("path", "The folder, where it is one.")))
              .shows(new View.Thing("/id", "holdfast test backup-destination {id}"))
              .example(
                  "holdfast add backup-destination --name \"My Folder\" --type local --prefix holdfast/",
                  "holdfast add backup-destination -f my-bucket.yaml"),
          Operation.of(
                  "get backup-destination",
                  "GET",
                  ONE,
                  "Shows a destination; its secrets are masked.")
              .example("holdfast get backup-destination my-bucket"),
          Operation.of(
                  "patch backup-destination",
                  "PATCH",
                  ONE,
                  "Changes a destination's name, description or credentials.")
              .with(SKIP_TEST)
              .takes(
                  Body.required(
                      Field.text("name", "Its new name; the id stays."),
                      Field.text("description", "What it is.")))
              .done("Changed the destination {backupDestinationId}.")
              .example(
                  "holdfast patch backup-destination my-bucket --description \"in another country\""),
          Operation.of(
                  "delete backup-destination",
                  "DELETE",
                  ONE,
                  "Forgets a destination; what is stored in it stays.")
              .done("Deleted the destination {backupDestinationId}.")
              .example("holdfast delete backup-destination my-bucket"),
          Operation.of(
                  "test backup-destination",
                  "POST",
                  ONE + "/test",
                  "Writes, reads, lists and deletes a small object there.")
              .shows(STEPS)
              .example("holdfast test backup-destination my-bucket"),
          Operation.of(
                  "list backup-destinations-backups",
                  "GET",
                  ONE + "/backups",
                  "Lists the backups that lie in a destination.")
              .paged()
              .shows(BACKUPS)
              .example(
                  "holdfast list backup-destinations-backups my-bucket",
                  "holdfast backups my-bucket --all -o csv"),
          Operation.of(
                  "get backup-destination backup",
                  "GET",
                  BACKUP,
                  "Shows a backup that lies in a destination.")
              .shows(new View.Thing("/uid", ""))
              .example(
                  "holdfast get backup-destination backup my-bucket 01900000-0000-7000-8000-000000000001"),
          Operation.of(
                  "delete backup-destination backup",
                  "DELETE",
                  BACKUP,
                  "Deletes a destination's copy of a backup.")
              .done("Deleted the copy of backup {backupUid} in {backupDestinationId}.")
              .example(
                  "holdfast delete backup-destination backup my-bucket 01900000-0000-7000-8000-000000000001"),
          Operation.of(
                  "restore backup-destination backup",
                  "POST",
                  BACKUP + "/restore",
                  "Restores a destination's copy of a backup into an addon.")
              .takes(
                  Body.required(
                      Field.text("projectId", "The project of the addon to restore into."),
                      Field.text("addonId", "The addon to restore into; its database is replaced."),
                      Field.text(
                          "database", "Which database, of a backup of all databases of a server."),
                      Field.text(
                          "targetDatabase",
                          "Which one is replaced, where the addon is all of a server."),
                      Field.off(
                          "replace", Parameters.ONLY_IF_EMPTY, Parameters.REFUSES_THE_OCCUPIED)))
              .shows(new View.Thing("/restoreId", "holdfast get addon restores PROJECT ADDON"))
              .isAbout(Run.RESTORE_ELSEWHERE)
              .example(
                  "holdfast restore backup-destination backup my-bucket 01900000-0000-7000-8000-000000000001"
                      + " --project-id my-project --addon-id my-database --wait"));

  private DestinationOperations() {}
}
