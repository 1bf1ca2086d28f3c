package holdfast.engine;

import holdfast.model.BackupId;
import holdfast.model.RestoreId;
import java.sql.Connection;
import java.util.List;

/** What is to be run, and by whom is not our question. Thread-safe. */
public interface RunQueue {
  /**
   * Enters a backup in the given transaction: it will run if and only if the transaction commits.
   * One that is in the queue already is brought forward.
   */
  void enqueue(Connection transaction, BackupId backup);

  /** Enters backups that were made in this very transaction, likewise. */
  void enqueueNew(Connection transaction, List<BackupId> backups);

  /** Enters a restore, likewise. */
  void enqueue(Connection transaction, RestoreId restore);

  /** Takes a restore that has not begun out again. That there is none is no failure. */
  void cancel(Connection transaction, RestoreId restore);

  /** Enters the removal of a deleted backup's objects, likewise. */
  void enqueueSweep(Connection transaction, BackupId deleted);

  /** Says that something was committed, so that it need not wait for the next look. */
  void wake();
}
