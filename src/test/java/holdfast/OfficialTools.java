package holdfast;

import java.util.List;
import java.util.Set;

/** What of the vendor's tools is about backups, and so has to work. */
final class OfficialTools {
  /** Methods of the JavaScript client. */
  static final List<String> METHODS =
      List.of(
          "list.backupDestinationsBackups",
          "list.backupDestinationsBackups.all",
          "list.backupDestinations",
          "list.backupDestinations.all",
          "add.backupDestination",
          "get.backupDestination",
          "patch.backupDestination",
          "delete.backupDestination",
          "backup.addon",
          "get.addon.backups",
          "get.addon.backups.all",
          "get.addon.backup",
          "get.addon.backup.download",
          "abort.addon.backup",
          "retain.addon.backup",
          "delete.backup",
          "import.addon.backup",
          "restore.addon.backup",
          "abort.addon.restore",
          "get.addon.backup.restores",
          "get.addon.backup.restores.all",
          "get.addon.restores",
          "get.addon.restores.all",
          "get.addon.backupSchedules",
          "get.addon.backupSchedules.all",
          "create.addon.backupSchedule",
          "delete.addon.backupSchedule",
          "list.projects",
          "list.projects.all",
          "create.project",
          "put.project",
          "get.project",
          "patch.project",
          "delete.project",
          "list.addons",
          "list.addons.all",
          "create.addon",
          "put.addon",
          "get.addon",
          "patch.addon",
          "delete.addon",
          "pause.addon",
          "resume.addon",
          "get.addon.version",
          "get.addon.types",
          "list.plans",
          "list.regions");

  /** Methods that the client itself never calls by a team's path. */
  static final Set<String> WITHOUT_TEAM =
      Set.of("import.addon.backup", "get.addon.types", "list.plans", "list.regions");

  /** Commands of the command line, which knows no teams. */
  static final List<String> COMMANDS =
      List.of(
          "login",
          "list backup-destinations-backups",
          "list backup-destinations",
          "add backup-destination",
          "get backup-destination",
          "patch backup-destination",
          "delete backup-destination",
          "backup addon",
          "get addon backups",
          "get addon backup",
          "get addon backup download",
          "abort addon backup",
          "retain addon backup",
          "delete backup",
          "import addon backup",
          "restore addon backup",
          "abort addon restore",
          "get addon backup restores",
          "get addon restores",
          "get addon backup-schedules",
          "create addon backup-schedule",
          "delete addon backup-schedule",
          "list projects",
          "create project",
          "put project",
          "get project",
          "patch project",
          "delete project",
          "list addons",
          "create addon",
          "put addon",
          "get addon",
          "patch addon",
          "delete addon",
          "pause addon",
          "resume addon",
          "get addon version",
          "get addon types",
          "list plans",
          "list regions");

  private OfficialTools() {}
}
