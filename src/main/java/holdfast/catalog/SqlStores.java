package holdfast.catalog;

import java.sql.Connection;
import org.jdbi.v3.core.Handle;

/** The stores on one transaction's handle. */
record SqlStores(Handle handle, SecretCipher cipher, CopyDocument document) implements Stores {
  @Override
  public ProjectStore projects() {
    return new SqlProjectStore(handle);
  }

  @Override
  public AddonStore addons() {
    return new SqlAddonStore(handle, cipher);
  }

  @Override
  public DestinationStore destinations() {
    return new SqlDestinationStore(handle, cipher);
  }

  @Override
  public ScheduleStore schedules() {
    return new SqlScheduleStore(handle);
  }

  @Override
  public FiringStore firings() {
    return new SqlFiringStore(handle);
  }

  @Override
  public BackupStore backups() {
    return new SqlBackupStore(handle, document);
  }

  @Override
  public WaitingStore waiting() {
    return new SqlWaitingStore(handle);
  }

  @Override
  public SlotStore slots() {
    return new SqlSlotStore(handle);
  }

  @Override
  public RetentionStore retention() {
    return new SqlRetentionStore(handle, document);
  }

  @Override
  public RestoreStore restores() {
    return new SqlRestoreStore(handle);
  }

  @Override
  public AttemptStore attempts() {
    return new SqlAttemptStore(handle);
  }

  @Override
  public ImportStore imports() {
    return new SqlImportStore(handle, cipher);
  }

  @Override
  public LogStore logs() {
    return new SqlLogStore(handle);
  }

  @Override
  public AccessStore access() {
    return new SqlAccessStore(handle);
  }

  @Override
  public Connection connection() {
    return handle.getConnection();
  }
}
