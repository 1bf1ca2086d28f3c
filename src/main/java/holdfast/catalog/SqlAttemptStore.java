package holdfast.catalog;

import holdfast.model.Backup;
import holdfast.model.BackupId;
import holdfast.model.Copy;
import holdfast.model.DestinationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The table {@code attempt}. */
final class SqlAttemptStore implements AttemptStore {
  private static final String INSERT =
      """
      INSERT INTO attempt (backup_id, attempt, destination_id, path)
      VALUES (:backupId, :attempt, :destinationId, :path)
      """;
  private static final String LOST =
      """
      SELECT a.* FROM attempt a
      WHERE NOT EXISTS (
        SELECT 1 FROM backup b
        WHERE b.id = a.backup_id AND b.attempt = a.attempt AND b.status IN ('in-progress', 'aborting'))
      """;
  private static final String ALL_LOST =
      LOST + "ORDER BY a.backup_id, a.attempt, a.destination_id LIMIT 10000";
  private static final String LOST_OF =
      LOST + "AND a.backup_id = :backupId ORDER BY a.attempt, a.destination_id";
  private static final String KEEP =
      """
      UPDATE attempt SET keep_until = :until WHERE backup_id = :backupId AND attempt = :attempt
      """;
  private static final String DELETE =
      """
      DELETE FROM attempt
      WHERE backup_id = :backupId AND attempt = :attempt AND destination_id = :destinationId
      """;

  private final Handle handle;

  SqlAttemptStore(Handle handle) {
    this.handle = handle;
  }

  /** Notes where the attempt that has just claimed this backup may leave objects. */
  void note(Backup claimed) {
    for (Copy copy : claimed.copies()) {
      handle
          .createUpdate(INSERT)
          .bind("backupId", claimed.id().toString())
          .bind("attempt", claimed.attempt())
          .bind("destinationId", copy.destinationId().toString())
          .bind("path", AttemptPath.of(claimed))
          .execute();
    }
  }

  @Override
  public List<Attempt> lost() {
    return handle.createQuery(ALL_LOST).map(SqlAttemptStore::attempt).list();
  }

  @Override
  public List<Attempt> lostOf(BackupId id) {
    return handle
        .createQuery(LOST_OF)
        .bind("backupId", id.toString())
        .map(SqlAttemptStore::attempt)
        .list();
  }

  @Override
  public void keep(BackupId backup, int attempt, Instant until) {
    handle
        .createUpdate(KEEP)
        .bind("backupId", backup.toString())
        .bind("attempt", attempt)
        .bind("until", until.toEpochMilli())
        .execute();
  }

  @Override
  public void forget(Attempt attempt) {
    forget(attempt.backupId(), attempt.attempt(), attempt.destinationId());
  }

  void forget(BackupId backup, int attempt, DestinationId destination) {
    handle
        .createUpdate(DELETE)
        .bind("backupId", backup.toString())
        .bind("attempt", attempt)
        .bind("destinationId", destination.toString())
        .execute();
  }

  private static Attempt attempt(ResultSet row, StatementContext context) throws SQLException {
    return new Attempt(
        BackupId.of(row.getString("backup_id")),
        row.getInt("attempt"),
        new DestinationId(Columns.key(row, "destination_id")),
        row.getString("path"),
        Columns.nullableInstant(row, "keep_until"));
  }
}
