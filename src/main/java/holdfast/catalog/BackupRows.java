package holdfast.catalog;

import holdfast.model.AddonId;
import holdfast.model.AddonType;
import holdfast.model.Backup;
import holdfast.model.BackupId;
import holdfast.model.BackupStatus;
import holdfast.model.BackupType;
import holdfast.model.Compression;
import holdfast.model.Copy;
import holdfast.model.DatabaseSet;
import holdfast.model.DestinationId;
import holdfast.model.FiredSchedule;
import holdfast.model.Origin;
import holdfast.model.ProjectId;
import holdfast.model.SourceType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Reads backups with their copies in one query: a row per copy, those of one backup next to each
 * other. A backup without copies that are offered has no row.
 */
final class BackupRows {
  private static final String COLUMNS =
      """
      SELECT b.*, c.destination_id, c.status AS copy_status, c.path, c.size_bytes, c.expires_at,
        c.failure_code AS copy_failure_code, c.failure_message AS copy_failure_message,
        c.failure_hint AS copy_failure_hint
      """;

  /** All backups; to be narrowed by a condition on {@code b} and closed by an order. */
  static final String SELECT = COLUMNS + "FROM backup b JOIN copy c ON c.order_key = b.order_key\n";

  static final String PAGE_OF_ADDON =
      COLUMNS
          + """
            FROM (
              SELECT * FROM backup
              WHERE addon_id = :addon AND deleting_at IS NULL AND order_key < :after
              ORDER BY order_key DESC LIMIT :limit OFFSET :offset) b
            JOIN copy c ON c.order_key = b.order_key
            ORDER BY b.order_key DESC, c.position
            """;

  private BackupRows() {}

  static List<Backup> read(Query query) {
    List<Backup> backups = new ArrayList<>();
    for (Backup row : query.map(BackupRows::row).list()) {
      if (!backups.isEmpty() && backups.getLast().id().equals(row.id())) {
        backups.add(joined(backups.removeLast(), row));
      } else {
        backups.add(row);
      }
    }
    return backups;
  }

  private static Backup joined(Backup first, Backup second) {
    List<Copy> copies = new ArrayList<>(first.copies());
    copies.addAll(second.copies());
    return withCopies(first, copies);
  }

  static Backup withCopies(Backup backup, List<Copy> copies) {
    return changed(backup, backup.schedules(), copies);
  }

  /** As it is when its next attempt has begun. */
  static Backup claimed(Backup scheduled, Instant startedAt) {
    return new Backup(
        scheduled.id(),
        scheduled.slug(),
        scheduled.name(),
        scheduled.origin(),
        scheduled.type(),
        scheduled.compression(),
        scheduled.source(),
        BackupStatus.IN_PROGRESS,
        scheduled.attempt() + 1,
        scheduled.schedules(),
        scheduled.addonVersion(),
        scheduled.failure(),
        scheduled.createdAt(),
        startedAt,
        scheduled.completedAt(),
        scheduled.progress(),
        scheduled.copies(),
        scheduled.databases());
  }

  static Backup withSchedules(Backup backup, List<FiredSchedule> schedules) {
    return changed(backup, schedules, backup.copies());
  }

  private static Backup changed(Backup backup, List<FiredSchedule> schedules, List<Copy> copies) {
    return new Backup(
        backup.id(),
        backup.slug(),
        backup.name(),
        backup.origin(),
        backup.type(),
        backup.compression(),
        backup.source(),
        backup.status(),
        backup.attempt(),
        schedules,
        backup.addonVersion(),
        backup.failure(),
        backup.createdAt(),
        backup.startedAt(),
        backup.completedAt(),
        backup.progress(),
        copies,
        backup.databases());
  }

  private static Backup row(ResultSet row, StatementContext context) throws SQLException {
    return new Backup(
        BackupId.of(row.getString("id")),
        Columns.slug(row, "slug"),
        row.getString("name"),
        origin(row),
        Columns.named(BackupType.values(), BackupType::wire, row.getString("type")),
        Columns.named(Compression.values(), Compression::wire, row.getString("compression")),
        Columns.named(SourceType.values(), SourceType::wire, row.getString("source")),
        BackupStatus.ofWire(row.getString("status")),
        row.getInt("attempt"),
        JsonColumns.fired(row.getString("schedules")),
        row.getString("addon_version"),
        Columns.failure(row, ""),
        Columns.instant(row, "created_at"),
        Columns.nullableInstant(row, "started_at"),
        Columns.nullableInstant(row, "completed_at"),
        Columns.progress(row),
        List.of(copy(row)),
        databases(row));
  }

  private static DatabaseSet databases(ResultSet row) throws SQLException {
    return row.getInt("all_databases") == 0
        ? DatabaseSet.ONE
        : new DatabaseSet(true, JsonColumns.databases(row.getString("databases")));
  }

  private static Origin origin(ResultSet row) throws SQLException {
    return new Origin(
        new ProjectId(Columns.key(row, "project_id")),
        Columns.slug(row, "project_slug"),
        row.getString("project_name"),
        new AddonId(Columns.key(row, "addon_id")),
        Columns.slug(row, "addon_slug"),
        row.getString("addon_name"),
        Columns.named(AddonType.values(), AddonType::wire, row.getString("addon_type")));
  }

  private static Copy copy(ResultSet row) throws SQLException {
    return new Copy(
        new DestinationId(Columns.key(row, "destination_id")),
        BackupStatus.ofWire(row.getString("copy_status")),
        row.getString("path"),
        row.getLong("size_bytes"),
        Columns.instant(row, "expires_at"),
        Columns.failure(row, "copy_"));
  }
}
