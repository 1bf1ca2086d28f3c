package holdfast.scheduler;

import holdfast.engine.RunQueue;
import holdfast.model.BackupId;
import holdfast.model.RestoreId;
import java.sql.Connection;
import java.util.List;

/** Where what is asked for waits: runs with runs, short work with short work. Thread-safe. */
public record Queues(RunScheduler runs, Chores chores) implements RunQueue {
  @Override
  public void enqueue(Connection transaction, BackupId backup) {
    runs.enqueue(transaction, backup);
  }

  @Override
  public void enqueueNew(Connection transaction, List<BackupId> backups) {
    runs.enqueueNew(transaction, backups);
  }

  @Override
  public void enqueue(Connection transaction, RestoreId restore) {
    runs.enqueue(transaction, restore);
  }

  @Override
  public void cancel(Connection transaction, RestoreId restore) {
    runs.cancel(transaction, restore);
  }

  @Override
  public void enqueueSweep(Connection transaction, BackupId deleted) {
    chores.enqueueSweep(transaction, deleted);
  }

  @Override
  public void wake() {
    runs.wake();
    chores.wake();
  }
}
