package holdfast.catalog;

import holdfast.model.AddonId;
import holdfast.model.Backup;
import holdfast.model.BackupId;
import holdfast.model.Copy;
import holdfast.model.DestinationId;
import holdfast.model.FiredSchedule;
import holdfast.model.ScheduleId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Handle;

/** How the backups that were taken for a schedule follow its retention. */
final class RetentionRenewal {
  /** An id is found as text: it is nothing else's, and nothing else in the stamp looks like it. */
  static final String TAKEN_FOR =
      """
      SELECT id FROM backup
      WHERE addon_id = :addon AND deleting_at IS NULL AND schedules LIKE :stamped
      ORDER BY order_key
      """;

  private static final String STAMP = "UPDATE backup SET schedules = :schedules WHERE id = :id";

  private final Handle handle;
  private final SqlBackupStore backups;
  private final CopyTable copies;

  RetentionRenewal(Handle handle, CopyDocument document) {
    this.handle = handle;
    backups = new SqlBackupStore(handle, document);
    copies = new CopyTable(handle, document);
  }

  /** In the order in which whoever holds many of them locks them. */
  void renew(AddonId addon, ScheduleId schedule, Map<DestinationId, Integer> days) {
    handle
        .createQuery(TAKEN_FOR)
        .bind("addon", addon.toString())
        .bind("stamped", "%\"" + schedule + "\"%")
        .map((row, context) -> BackupId.of(row.getString(1)))
        .list()
        .forEach(id -> renew(id, schedule, days));
  }

  private void renew(BackupId id, ScheduleId schedule, Map<DestinationId, Integer> days) {
    RowLock.onBackup(handle, id);
    backups.get(id).ifPresent(backup -> renew(backup, schedule, days));
  }

  private void renew(Backup backup, ScheduleId schedule, Map<DestinationId, Integer> days) {
    List<FiredSchedule> schedules =
        backup.schedules().stream()
            .map(fired -> fired.id().equals(schedule) ? fired.renewed(days) : fired)
            .toList();
    if (schedules.equals(backup.schedules())) {
      return;
    }
    handle
        .createUpdate(STAMP)
        .bind("id", backup.id().toString())
        .bind("schedules", JsonColumns.ofFired(schedules))
        .execute();
    Backup renewed = BackupRows.withSchedules(backup, schedules);
    copies.rewrite(renewed, copy -> renewed(renewed, copy));
  }

  private static Copy renewed(Backup backup, Copy copy) {
    return backup.schedules().stream()
        .map(fired -> fired.retentionDays().get(copy.destinationId()))
        .filter(Objects::nonNull)
        .max(Integer::compare)
        .map(days -> backup.createdAt().plus(Duration.ofDays(days)))
        .map(until -> Copies.keptUntil(until, copy, backup.createdAt()))
        .orElse(copy);
  }
}
