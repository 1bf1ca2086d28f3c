package holdfast.catalog;

import java.sql.Connection;

/** One store per noun, all on one connection and in one transaction. */
public interface Stores {
  ProjectStore projects();

  AddonStore addons();

  DestinationStore destinations();

  ScheduleStore schedules();

  FiringStore firings();

  BackupStore backups();

  WaitingStore waiting();

  SlotStore slots();

  RetentionStore retention();

  RestoreStore restores();

  AttemptStore attempts();

  ImportStore imports();

  LogStore logs();

  AccessStore access();

  /**
   * The transaction's own connection, for the queue entry that must stand or fall with a row. Not
   * to be closed.
   */
  Connection connection();
}
