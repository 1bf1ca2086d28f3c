package holdfast.cli.command;

import holdfast.cli.output.Column;
import holdfast.cli.output.Format;
import java.util.List;

/** When backups are taken. */
final class ScheduleOperations {
  private static final String ALL = "/v1/projects/{projectId}/addons/{addonId}/backup-schedules";
  private static final String ONE = ALL + "/{scheduleId}";

  private static final View SCHEDULES =
      View.Items.of(
          "schedules",
          "holdfast create schedule {projectId} {addonId} --backup-type dump --interval daily --hour 3 --minute 0"
              + " --retention-time 30",
          Column.text("ID", "/id"),
          Column.text("TYPE", "/backupType"),
          new Column("WHEN", "/scheduling", Format.TIMING),
          Column.text("ZONE", "/timeZone"),
          Column.text("KEEPS DAYS", "/retentionTime"),
          new Column("NEXT", "/nextFiringAt", Format.TIME),
          Column.text("LAST", "/lastFiring/outcome"));

  private static final View FIRINGS =
      View.Items.of(
          "firings",
          "",
          new Column("AT", "/at", Format.TIME),
          Column.text("OUTCOME", "/outcome"),
          Column.text("BACKUP", "/backupId"),
          Column.text("REASON", "/reason"));

  static final List<Operation> ROWS =
      List.of(
          Operation.of(
                  "get addon backup-schedules", "GET", ALL, "Lists an addon's backup schedules.")
              .paged()
              .shows(SCHEDULES)
              .example("holdfast get addon backup-schedules my-project my-database"),
          Operation.of("create addon backup-schedule", "POST", ALL, "Makes a backup schedule.")
              .takes(
                  Body.required(
                      Field.text("backupType", "What is taken.", "dump", "snapshot"),
                      Field.text("scheduling.interval", "How often.", "hourly", "daily", "weekly"),
                      Field.of(
                          "scheduling.minute", Field.Kind.NUMBERS, "Minutes of the hour, 0 to 59."),
                      Field.of("scheduling.hour", Field.Kind.NUMBERS, "Hours of the day, 0 to 23."),
                      Field.of(
                          "scheduling.day",
                          Field.Kind.NUMBERS,
                          "Days of the week, 0 (Monday) to 6."),
                      Field.of(
                          "retentionTime",
                          Field.Kind.NUMBER,
                          "How many days its backups are kept."),
                      Field.text("compressionType", "How a dump is compressed.", "gz", "zstd"),
                      Field.text("customDestinationId", "Where its backups go."),
                      Field.text(
                          "timeZone",
                          "Whose clock it goes by, like Europe/Berlin. UTC unless given.")))
              .shows(new View.Thing("/id", "holdfast get addon schedules {projectId} {addonId}"))
              .example(
                  "holdfast create addon backup-schedule my-project my-database --backup-type dump --interval daily"
                      + " --hour 3 --minute 0 --retention-time 30"),
          Operation.of(
                  "delete addon backup-schedule",
                  "DELETE",
                  ONE,
                  "Deletes a backup schedule; its backups stay.")
              .done("Deleted the schedule {scheduleId}.")
              .example(
                  "holdfast delete addon backup-schedule my-project my-database 0190a1b2c3d4e5f60718293a"),
          Operation.of(
                  "get addon backup-schedule firings",
                  "GET",
                  ONE + "/firings",
                  "Lists what became of a schedule's times.")
              .paged()
              .shows(FIRINGS)
              .example(
                  "holdfast get addon backup-schedule firings my-project my-database 0190a1b2c3d4e5f60718293a"));

  private ScheduleOperations() {}
}
