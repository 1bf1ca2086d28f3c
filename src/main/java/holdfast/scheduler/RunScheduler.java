package holdfast.scheduler;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceNotFoundException;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import holdfast.catalog.Catalog;
import holdfast.catalog.CatalogException;
import holdfast.engine.RunQueue;
import holdfast.engine.StopSignal;
import holdfast.model.BackupId;
import holdfast.model.RestoreId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
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
  private static final int MISSED_HEARTBEATS = 6;

  /** Three years of them. */
  private static final int NEVER_DEAD = 10_000_000;

  private static final Duration LAST_WORDS = Duration.ofSeconds(20);

  private static final String TAKE_OVER =
      """
      UPDATE scheduled_tasks
      SET picked = false, picked_by = NULL, last_heartbeat = NULL, version = version + 1
      WHERE picked
      """;

  private final Catalog catalog;
  private final Mode mode;
  private final Tasks tasks;
  private final Scheduler scheduler;
  private final StopSignal stop;
  private final Clock clock;

  /**
   * How runs are worked on.
   *
   * @param workers how many runs at once
   * @param isAlone whether no other process can share the catalog: then nobody's run is ever taken
   *     for dead while this process lives, and what a dead process had claimed is claimable at once
   */
  public record Mode(int workers, boolean isAlone) {}

  public RunScheduler(Catalog catalog, Work work, Mode mode, StopSignal stop, Clock clock) {
    this.catalog = catalog;
    this.mode = mode;
    this.tasks = new Tasks(work, this, clock);
    this.stop = stop;
    this.clock = clock;
    this.scheduler =
        Scheduler.create(catalog.queue(), tasks.oneTime())
            .startTasks(tasks.recurring())
            .threads(mode.workers())
            .pollingInterval(POLLING)
            .heartbeatInterval(HEARTBEAT)
            .missedHeartbeatsLimit(mode.isAlone() ? NEVER_DEAD : MISSED_HEARTBEATS)
            .shutdownMaxWait(LAST_WORDS)
            .build();
  }

  /** Starts the workers. */
  public void start() {
    if (mode.isAlone()) {
      takeOverAll();
    }
    scheduler.start();
  }

  private void takeOverAll() {
    try (Connection connection = catalog.queue().getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(TAKE_OVER);
    } catch (SQLException e) {
      throw new CatalogException("cannot take over the queue: " + e.getMessage(), e);
    }
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

  @Override
  public void cancel(Connection transaction, RestoreId restore) {
    try {
      client(transaction).cancel(tasks.of(restore));
    } catch (TaskInstanceNotFoundException | TaskInstanceCurrentlyExecutingException e) {
      // A worker has it in hand, and will find the restore ended.
    }
  }

  private void enqueue(Connection transaction, TaskInstance<Void> entry) {
    SchedulerClient client = client(transaction);
    if (!client.scheduleIfNotExists(entry, clock.instant())) {
      bringForward(client, entry);
    }
  }

  private void bringForward(SchedulerClient client, TaskInstance<Void> entry) {
    try {
      client.reschedule(entry, clock.instant());
    } catch (TaskInstanceException e) {
      // A worker, or somebody who brings it forward too, has it in hand: it is looked at soon.
    }
  }

  private SchedulerClient client(Connection transaction) {
    return SchedulerClient.Builder.create(new TransactionDataSource(transaction), tasks.oneTime())
        .build();
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
