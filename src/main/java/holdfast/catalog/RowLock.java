package holdfast.catalog;

import holdfast.model.BackupId;
import org.jdbi.v3.core.Handle;

/**
 * Keeps every other transaction from moving a backup until this one ends. An update that changes
 * nothing takes the lock on both engines; what is read afterwards is the newest that was committed.
 */
final class RowLock {
  private static final String LOCK = "UPDATE backup SET attempt = attempt WHERE id = :id";

  private RowLock() {}

  /** Answers false when there is no such backup. */
  static boolean onBackup(Handle handle, BackupId id) {
    return handle.createUpdate(LOCK).bind("id", id.toString()).execute() == 1;
  }
}
