package holdfast.catalog;

import holdfast.model.AddonId;
import holdfast.model.BackupId;
import holdfast.model.RoleId;
import org.jdbi.v3.core.Handle;

/**
 * Keeps every other transaction from changing a row until this one ends. An update that changes
 * nothing takes the lock on both engines; what is read afterwards is the newest that was committed.
 *
 * <p>An addon is locked before backups, and of each kind the oldest first; else two transactions
 * could wait for each other. So do schedules that fire, a change of their retention, the resuming
 * of an addon and the beginning of a restore; the deletion of an addon and of a project lock addons
 * only, and claims, expiry and the deletion of backups lock backups only.
 */
final class RowLock {
  private static final String BACKUP = "UPDATE backup SET attempt = attempt WHERE id = :id";
  private static final String ADDON = "UPDATE addon SET state = state WHERE id = :id";
  private static final String ROLE = "UPDATE role SET name = name WHERE id = :id";

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
    return handle.createUpdate(sql).bind("id", id).execute() == 1;
  }
}
