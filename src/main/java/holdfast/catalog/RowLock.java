package holdfast.catalog;

import holdfast.model.AddonId;
import holdfast.model.BackupId;
import holdfast.model.RoleId;
import org.jdbi.v3.core.Handle;

/**
 * Keeps every other transaction from changing a row until this one ends; what is read afterwards is
 * the newest that was committed. On SQLite, where one transaction writes at a time, that is so from
 * its beginning.
 *
 * <p>An addon is locked before backups, and of each kind the oldest first; else two transactions
 * could wait for each other. So do schedules that fire, a change of their retention, the resuming
 * of an addon and the beginning of a restore; the deletion of an addon and of a project lock addons
 * only, and claims, expiry and the deletion of backups lock backups only.
 */
final class RowLock {
  private static final String BACKUP = "SELECT 1 FROM backup WHERE id = :id <row_lock>";
  private static final String ADDON = "SELECT 1 FROM addon WHERE id = :id <row_lock>";
  private static final String ROLE = "SELECT 1 FROM role WHERE id = :id <row_lock>";

  private RowLock() {}

  /** Answers false when there is no such backup. */
  static boolean onBackup(Handle handle, BackupId id) {
    return lock(handle, BACKUP, id.toString());
  }

  /** Answers false when there is no such addon. */
  static boolean onAddon(Handle handle, AddonId id) {
    return lock(handle, ADDON, id.toString());
  }

  /** Answers false when there is no such role. */
  static boolean onRole(Handle handle, RoleId id) {
    return lock(handle, ROLE, id.toString());
  }

  private static boolean lock(Handle handle, String sql, String id) {
    return handle.createQuery(sql).bind("id", id).mapTo(Integer.class).findOne().isPresent();
  }
}
