package holdfast.scheduler;

import com.github.kagkarlsson.scheduler.Scheduler;
import holdfast.catalog.Catalog;
import holdfast.engine.Lease;
import holdfast.engine.StopSignal;
import holdfast.model.BackupId;
import holdfast.model.RestoreId;
import java.sql.Connection;
import java.time.Clock;
import java.util.List;

/**
 * The queue of runs and its workers, on db-scheduler. An entry is claimed by one worker of one
 * node; a node that stops beating loses its entries to others, as {@link Lease} says. Runs take
 * platform threads, at most as many as configured. Thread-safe.
 */
public final class RunScheduler implements AutoCloseable {
  private final Tasks tasks;
  private final QueueTable table;
  private final Scheduler scheduler;
  private final StopSignal stop;

  /**
   * How runs are worked on.
   *
   * @param workers how many runs at once
   */
  public record Mode(int workers, Lease lease) {}

  public RunScheduler(Catalog catalog, Work work, Mode mode, StopSignal stop, Clock clock) {
    this.tasks = new Tasks(work, clock);
    this.table = new QueueTable(catalog, "scheduled_tasks", tasks.all(), mode.lease(), clock);
    this.stop = stop;
    this.scheduler = table.workers(mode.workers()).build();
  }

  /** Starts the workers. */
  public void start() {
    table.takeOverWhenAlone();
    scheduler.start();
  }

  void enqueue(Connection transaction, BackupId backup) {
    table.enter(transaction, tasks.of(backup));
  }

  void enqueueNew(Connection transaction, List<BackupId> backups) {
    table.enterNew(transaction, backups.stream().map(tasks::of).toList());
  }

  void enqueue(Connection transaction, RestoreId restore) {
    table.enter(transaction, tasks.of(restore));
  }

  void cancel(Connection transaction, RestoreId restore) {
    table.takeOut(transaction, tasks.of(restore));
  }

  void wake() {
    scheduler.triggerCheckForDueExecutions();
  }

  /**
   * Stops the workers: runs are told to stop and are handed back to the queue; waits a bounded time
   * for them.
   */
  @Override
  public void close() {
    stop.request();
    scheduler.stop();
  }
}
