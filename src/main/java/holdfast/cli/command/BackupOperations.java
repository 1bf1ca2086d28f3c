package holdfast.cli.command;

import static holdfast.cli.command.Parameters.DATABASE;
import static holdfast.cli.command.Parameters.LOG;
import static holdfast.cli.command.Parameters.REPLACE;
import static holdfast.cli.command.Parameters.SNAPSHOT;
import static holdfast.cli.command.Parameters.SOURCE_ADDON;
import static holdfast.cli.command.Parameters.SOURCE_PROJECT;
import static holdfast.cli.command.Parameters.TARGET_DATABASE;

import holdfast.cli.output.Column;
import holdfast.cli.output.Format;
import java.util.List;

/** An addon's backups and restores. */
final class BackupOperations {
  private static final String ADDON = "/v1/projects/{projectId}/addons/{addonId}";
  private static final String ALL = ADDON + "/backups";
  private static final String ONE = ALL + "/{backupId}";
  private static final String TAKE_ONE = "holdfast backup addon {projectId} {addonId} --wait";

  private static final Column STATUS = new Column("STATUS", "/status", Format.STATUS);
  private static final Column STARTED = new Column("STARTED", "/restoreTimestamp", Format.TIME);
  private static final Column COMPLETED = new Column("COMPLETED", "/completedAt", Format.TIME);

  private static final View BACKUPS =
      View.Items.of(
          "backups",
          TAKE_ONE,
          Column.text("ID", "/id"),
          STATUS,
          Column.text("SOURCE", "/config/source/type"),
          new Column("SIZE", "/config/size", Format.BYTES),
          new Column("IN", "/copies/*/destinationId", Format.LIST),
          new Column("CREATED", "/createdAt", Format.TIME),
          COMPLETED);

  private static final View BACKUP_RESTORES =
      View.Items.of(
          "restores",
          "holdfast restore addon backup {projectId} {addonId} {backupId} --wait",
          Column.text("ID", "/id"),
          STATUS,
          STARTED,
          COMPLETED,
          Column.text("FAILURE", "/failure/message"));

  private static final View ADDON_RESTORES =
      View.Items.of(
          "restores",
          "holdfast restore addon backup {projectId} {addonId} BACKUP --wait",
          Column.text("ID", "/id"),
          STATUS,
          Column.text("BACKUP", "/backupId"),
          Column.text("DATABASE", "/database"),
          STARTED,
          COMPLETED,
          Column.text("FAILURE", "/failure/message"));

  private static final View RETENTION =
      View.Items.of(
              "retention",
              TAKE_ONE,
              Column.text("BACKUP", "/backupId"),
              STATUS,
              new Column("CREATED", "/createdAt", Format.TIME),
              Column.text("IN", "/copies/destinationId"),
              Column.text("VERDICT", "/copies/verdict"),
              new Column("EXPIRES", "/copies/expiresAt", Format.TIME),
              Column.text("REASON", "/copies/reason"))
          .eachOf("copies");

  private static final Field NAME = Field.text("name", "The backup's name; the date unless given.");
  private static final Field COMPRESSION =
      Field.text("compressionType", "How a dump is compressed; gz unless given.", "gz", "zstd");
  private static final Field DESTINATION =
      Field.text("customDestinationId", "Where it goes; the built-in destination unless given.");

  static final List<Operation> ROWS =
      List.of(
          Operation.of("get addon backups", "GET", ALL, "Lists an addon's backups.")
              .paged()
              .shows(BACKUPS)
              .example("holdfast get addon backups my-project my-database"),
          Operation.of("backup addon", "POST", ALL, "Takes a backup.")
              .takes(
                  Body.optional(
                      NAME,
                      Field.text(
                          "backupType",
                          "What is taken; a dump unless given, of Redis a snapshot.",
                          "dump",
                          "snapshot"),
                      COMPRESSION,
                      DESTINATION))
              .isAbout(Run.BACKUP)
              .shows(new View.Thing("/id", "holdfast logs {projectId} {addonId} {id} --follow"))
              .example(
                  "holdfast backup addon my-project my-database --compression-type zstd --wait",
                  "holdfast backup addon my-project my-database --name before-the-change"
                      + " --custom-destination-id my-bucket"),
          Operation.of("get addon backup", "GET", ONE, "Shows a backup.")
              .isAbout(Run.BACKUP)
              .example("holdfast get addon backup my-project my-database first"),
          Operation.of("delete backup", "DELETE", ONE, "Deletes a backup and what is stored of it.")
              .done("Deleted the backup {backupId}.")
              .example("holdfast delete backup my-project my-database first"),
          Operation.of(
                  "abort addon backup", "POST", ONE + "/abort", "Ends a backup that runs or waits.")
              .done("Asked the backup {backupId} to end.")
              .example("holdfast abort addon backup my-project my-database first"),
          Operation.of("retain addon backup", "POST", ONE + "/retain", "Keeps a backup for ever.")
              .done("The backup {backupId} is kept until somebody deletes it.")
              .example("holdfast retain addon backup my-project my-database first"),
          Operation.of(
                  "import addon backup",
                  "POST",
                  ADDON + "/import",
                  "Makes a backup of a database or a dump that lies elsewhere.")
              .takes(
                  Body.required(
                      NAME,
                      Field.of(
                          "importAllDatabases", Field.Kind.TRUE, "All databases of the server."),
                      COMPRESSION,
                      DESTINATION))
              .isAbout(Run.IMPORT)
              .done(
                  "The import has begun. See it with: holdfast get addon backups {projectId} {addonId}")
              .example(
                  "holdfast import addon backup my-project my-database -f elsewhere.yaml --wait"),
          Operation.of(
                  "get addon backup download",
                  "GET",
                  ONE + "/download-link",
                  "Gives a link that downloads a backup, for 15 minutes.")
              .with(SNAPSHOT, DATABASE)
              .shows(new View.Thing("/downloadLink", ""))
              .example("holdfast get addon backup download my-project my-database first"),
          Operation.of(
                  "restore addon backup",
                  "POST",
                  ONE + "/restore",
                  "Replaces an addon's database by a backup, all or nothing.")
              .with(SOURCE_PROJECT, SOURCE_ADDON)
              .with(DATABASE, TARGET_DATABASE, REPLACE)
              .isAbout(Run.RESTORE)
              .shows(
                  new View.Thing("/restoreId", "holdfast get addon restores {projectId} {addonId}"))
              .example(
                  "holdfast restore addon backup my-project my-database first --wait",
                  "holdfast restore addon backup my-project other first --source-addon-id my-database --only-if-empty",
                  "holdfast restore addon backup my-project my-server first --database shop --wait"),
          Operation.of(
                  "abort addon restore",
                  "POST",
                  ONE + "/abort-restore",
                  "Ends a restore; the database is then what it was.")
              .with(SOURCE_PROJECT, SOURCE_ADDON)
              .takes(Body.required(Field.text("restoreId", "The restore's id.")))
              .done("Asked the restore to end.")
              .example(
                  "holdfast abort addon restore my-project my-database first --restore-id 0190a1b2c3d4e5f60718293a"),
          Operation.of(
                  "get addon backup restores",
                  "GET",
                  ONE + "/restores",
                  "Lists the restores of a backup into an addon.")
              .with(SOURCE_PROJECT, SOURCE_ADDON)
              .paged()
              .shows(BACKUP_RESTORES)
              .example("holdfast get addon backup restores my-project my-database first"),
          Operation.of(
                  "get addon restores",
                  "GET",
                  ADDON + "/restores",
                  "Lists the restores into an addon.")
              .paged()
              .shows(ADDON_RESTORES)
              .example("holdfast get addon restores my-project my-database"),
          Operation.of(
                  "get addon backup logs",
                  "GET",
                  ONE + "/logs",
                  "Shows what was said while a backup was taken.")
              .with(LOG)
              .shows(new View.LogLines())
              .isAbout(Run.BACKUP)
              .example(
                  "holdfast get addon backup logs my-project my-database first",
                  "holdfast logs my-project my-database first --follow"),
          Operation.of(
                  "get addon restores logs",
                  "GET",
                  ONE + "/restores/{restoreId}/logs",
                  "Shows what was said during a restore.")
              .with(LOG)
              .with(SOURCE_PROJECT, SOURCE_ADDON)
              .shows(new View.LogLines())
              .isAbout(Run.RESTORE)
              .example(
                  "holdfast get addon restores logs my-project my-database first 0190a1b2c3d4e5f60718293a"),
          Operation.of(
                  "get addon backup-retention",
                  "GET",
                  ADDON + "/backup-retention",
                  "Shows which backups would expire, and why.")
              .with(Parameters.AT)
              .paged()
              .shows(RETENTION)
              .example(
                  "holdfast get addon backup-retention my-project my-database --at 2027-01-31T12:00Z"));

  private BackupOperations() {}
}
