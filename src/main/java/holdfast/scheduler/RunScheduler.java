package holdfast.scheduler;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import holdfast.catalog.Catalog;
import holdfast.engine.RunQueue;
import holdfast.engine.StopSignal;
import holdfast.model.BackupId;
import holdfast.model.RestoreId;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;

/**
 * The queue of runs and its workers, on db-scheduler. An entry is claimed by one worker of one
 * node; a node that stops beating loses its entries to others. Runs take platform threads, at most
 * as many as configured. Thread-safe.
 */
public final class RunScheduler implements RunQueue, AutoCloseable {
  private static final Duration POLLING = Duration.ofSeconds(1);
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final Duration LAST_WORDS = Duration.ofSeconds(20);

  private final Tasks tasks;
  private final Scheduler scheduler;
  private final StopSignal stop;
  private final Clock clock;

  /**
   * @param workers how many runs at once
   */
  public RunScheduler(Catalog catalog, Work work, int workers, StopSignal stop, Clock clock) {
    this.tasks = new Tasks(work);
    this.stop = stop;
    this.clock = clock;
    this.scheduler =
        Scheduler.create(catalog.queue(), tasks.oneTime())
            .startTasks(tasks.recurring())
            .threads(workers)
            .pollingInterval(POLLING)
            .heartbeatInterval(HEARTBEAT)
            .shutdownMaxWait(LAST_WORDS)
            .build();
  }

  /** Starts the workers. */
  public void start() {
    scheduler.start();
  }

  @Override
  public void enqueue(Connection transaction, BackupId backup) {
    enqueue(transaction, tasks.of(backup));
  }

  @Override
  public void enqueue(Connection transaction, RestoreId restore) {
    enqueue(transaction, tasks.of(restore));
  }

  @Override
  public void enqueueSweep(Connection transaction, BackupId deleted) {
    enqueue(transaction, tasks.sweepAfter(deleted));
  }

  private void enqueue(Connection transaction, TaskInstance<Void> entry) {
    SchedulerClient.Builder.create(new TransactionDataSource(transaction), tasks.oneTime())
        .build()
        .scheduleIfNotExists(entry, clock.instant());
  }

  @Override
  public void wake() {
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
