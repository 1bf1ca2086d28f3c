package holdfast.catalog;

import holdfast.catalog.BackupStore.DoomedCopy;
import holdfast.model.Backup;
import holdfast.model.BackupId;
import holdfast.model.Copy;
import holdfast.model.DestinationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * How a backup goes, copy by copy. Its methods want the backup's row locked, so that a restore that
 * begins meanwhile, or the removal of another copy, comes before or after but not between.
 */
final class Deletion {
  private static final String HIDE = "UPDATE backup SET deleting_at = :at WHERE id = :id";
  private static final String DOOMED =
      "SELECT * FROM doomed_copy ORDER BY deleting_at, backup_id, destination_id LIMIT 10000";
  private static final String DOOMED_OF =
      "SELECT * FROM doomed_copy WHERE backup_id = :id ORDER BY destination_id";
  private static final String DELETE_DOOMED =
      "DELETE FROM doomed_copy WHERE backup_id = :id AND destination_id = :destination";
  private static final String HAS_COPIES =
      """
      SELECT EXISTS (SELECT 1 FROM doomed_copy WHERE backup_id = :id)
        OR EXISTS (SELECT 1 FROM copy c JOIN backup b ON b.order_key = c.order_key WHERE b.id = :id)
      """;
  private static final String DELETE_LOGS =
      """
      DELETE FROM log_line
      WHERE run_key = (SELECT order_key FROM backup WHERE id = :id)
        OR run_key IN (SELECT id FROM restore WHERE backup_id = :id)
      """;
  private static final String DELETE_RESTORES = "DELETE FROM restore WHERE backup_id = :id";
  private static final String DELETE_BACKUP = "DELETE FROM backup WHERE id = :id";

  private final Handle handle;
  private final CopyTable copies;
  private final SqlRestoreStore restores;

  Deletion(Handle handle, CopyTable copies) {
    this.handle = handle;
    this.copies = copies;
    restores = new SqlRestoreStore(handle);
  }

  boolean mark(Backup backup, @Nullable DestinationId destination, Instant at) {
    List<Copy> kept = new ArrayList<>(backup.copies());
    List<Copy> doomed =
        backup.copies().stream()
            .filter(copy -> destination == null || copy.destinationId().equals(destination))
            .toList();
    if (!backup.status().isTerminal() || doomed.isEmpty() || isRead(backup, doomed)) {
      return false;
    }
    doomed.forEach(copy -> copies.doom(backup, copy, at));
    kept.removeAll(doomed);
    if (kept.isEmpty()) {
      handle
          .createUpdate(HIDE)
          .bind("id", backup.id().toString())
          .bind("at", at.toEpochMilli())
          .execute();
    }
    copies.rewrite(BackupRows.withCopies(backup, kept), UnaryOperator.identity());
    return true;
  }

  private boolean isRead(Backup backup, List<Copy> doomed) {
    return doomed.stream().anyMatch(copy -> restores.isRead(backup.id(), copy.destinationId()));
  }

  List<DoomedCopy> doomed() {
    return handle.createQuery(DOOMED).map(Deletion::doomedCopy).list();
  }

  List<DoomedCopy> doomedOf(BackupId id) {
    return handle.createQuery(DOOMED_OF).bind("id", id.toString()).map(Deletion::doomedCopy).list();
  }

  void remove(BackupId id, DestinationId destination) {
    int removed =
        handle
            .createUpdate(DELETE_DOOMED)
            .bind("id", id.toString())
            .bind("destination", destination.toString())
            .execute();
    if (removed == 1 && !hasCopies(id)) {
      for (String sql : List.of(DELETE_LOGS, DELETE_RESTORES, DELETE_BACKUP)) {
        handle.createUpdate(sql).bind("id", id.toString()).execute();
      }
    }
  }

  private boolean hasCopies(BackupId id) {
    return Columns.truth(handle.createQuery(HAS_COPIES).bind("id", id.toString()));
  }

  private static DoomedCopy doomedCopy(ResultSet row, StatementContext context)
      throws SQLException {
    return new DoomedCopy(
        BackupId.of(row.getString("backup_id")),
        new DestinationId(Columns.key(row, "destination_id")),
        row.getString("path"));
  }
}
