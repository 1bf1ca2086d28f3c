package holdfast.api;

import holdfast.engine.RunQueue;
import holdfast.model.BackupId;
import holdfast.model.RestoreId;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Runs nothing; remembers what it was asked to. */
final class RecordingQueue implements RunQueue {
  final List<BackupId> backups = new CopyOnWriteArrayList<>();
  final List<RestoreId> restores = new CopyOnWriteArrayList<>();

  @Override
  public void enqueue(Connection transaction, BackupId backup) {
    backups.add(backup);
  }

  @Override
  public void enqueueNew(Connection transaction, List<BackupId> made) {
    backups.addAll(made);
  }

  @Override
  public void enqueue(Connection transaction, RestoreId restore) {
    restores.add(restore);
  }

  @Override
  public void enqueueSweep(Connection transaction, BackupId deleted) {}

  @Override
  public void cancel(Connection transaction, RestoreId restore) {}

  @Override
  public void wake() {}
}
