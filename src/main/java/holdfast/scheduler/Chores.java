package holdfast.scheduler;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import holdfast.catalog.Catalog;
import holdfast.engine.Lease;
import holdfast.engine.Sweeper;
import holdfast.model.BackupId;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Short work, with a queue and threads of its own, so that it never waits behind runs that take
 * hours. Each chore is done by one node at a time, and by another when that node dies.
 * Thread-safe.
 */
public final class Chores implements AutoCloseable {
  private static final int THREADS = 3;

  /** What could not be removed now is tried again: its destination may be away for long. */
  private static final Duration RETRY = Duration.ofMinutes(1);

  private final CustomTask<Void> sweep;
  private final QueueTable table;
  private volatile @Nullable Scheduler scheduler;

  /**
   * @param sweeper removes what was deleted
   */
  public Chores(Catalog catalog, Sweeper sweeper, Lease lease, Clock clock) {
    sweep =
        Tasks.custom("sweep-after", Void.class)
            .onFailure(
                (failed, entry) ->
                    Held.change(() -> entry.reschedule(failed, failed.getTimeDone().plus(RETRY))))
            .onDeadExecution(Held::revive)
            .execute(
                (instance, context) -> {
                  sweeper.sweep(BackupId.of(instance.getId()));
                  return new CompletionHandler.OnCompleteRemove<>();
                });
    table = new QueueTable(catalog, "chore", List.of(sweep), lease, clock);
  }

  private static RecurringTask<Void> task(Chore chore) {
    FixedDelay delay = FixedDelay.of(chore.pause());
    return Tasks.recurring(chore.name(), delay)
        .onFailure(
            (failed, entry) ->
                Held.change(() -> entry.reschedule(failed, delay.getNextExecutionTime(failed))))
        .onDeadExecution(Held::revive)
        .execute((instance, context) -> chore.work().run());
  }

  /**
   * Starts the workers.
   *
   * @param regular with different names
   */
  public void start(List<Chore> regular) {
    table.takeOverWhenAlone();
    Scheduler started =
        table.workers(THREADS).startTasks(regular.stream().map(Chores::task).toList()).build();
    started.start();
    scheduler = started;
  }

  void enqueueSweep(Connection transaction, BackupId deleted) {
    table.enter(transaction, sweep.instance(deleted.toString()));
  }

  /** On a node that does no chores nobody here is asleep. */
  void wake() {
    Scheduler started = scheduler;
    if (started != null) {
      started.triggerCheckForDueExecutions();
    }
  }

  /** Waits a bounded time for what is being done. */
  @Override
  public void close() {
    Scheduler started = scheduler;
    if (started != null) {
      started.stop();
    }
  }
}
