package holdfast.scheduler;

import com.github.kagkarlsson.scheduler.task.FailureHandler.OnFailureRetryLater;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import holdfast.model.BackupId;
import holdfast.model.FailureException;
import holdfast.model.RestoreId;
import java.time.Duration;
import java.util.List;

/**
 * The kinds of queue entries. An entry whose run throws stays in the queue: the run could not end
 * (the catalog is away, the process stops, a dead restore's target cannot be asked) and is taken up
 * again.
 */
final class Tasks {
  private static final Duration RETRY = Duration.ofSeconds(20);
  private static final Duration SWEEP_PERIOD = Duration.ofMinutes(5);

  private final OneTimeTask<Void> backup;
  private final OneTimeTask<Void> restore;
  private final OneTimeTask<Void> sweep;
  private final RecurringTask<Void> regularSweep;

  Tasks(Work work) {
    backup = oneTime("backup", id -> work.backups().run(BackupId.of(id)));
    restore = oneTime("restore", id -> work.restores().run(RestoreId.of(id)));
    sweep = oneTime("sweep", id -> work.sweeper().sweep());
    regularSweep =
        com.github.kagkarlsson.scheduler.task.helper.Tasks.recurring(
                "regular-sweep", FixedDelay.of(SWEEP_PERIOD))
            .execute((instance, context) -> work.sweeper().sweep());
  }

  private interface Run {
    void of(String id) throws FailureException;
  }

  private static OneTimeTask<Void> oneTime(String name, Run run) {
    return com.github.kagkarlsson.scheduler.task.helper.Tasks.oneTime(name)
        .onFailure(new OnFailureRetryLater<>(RETRY))
        .onDeadExecutionRevive()
        .execute((instance, context) -> runOrThrow(run, instance.getId()));
  }

  private static void runOrThrow(Run run, String id) {
    try {
      run.of(id);
    } catch (FailureException e) {
      throw new IllegalStateException(e.getMessage() + " " + e.failure().hint(), e);
    }
  }

  List<Task<?>> oneTime() {
    return List.of(backup, restore, sweep);
  }

  RecurringTask<Void> recurring() {
    return regularSweep;
  }

  TaskInstance<Void> of(BackupId id) {
    return backup.instance(id.toString());
  }

  TaskInstance<Void> of(RestoreId id) {
    return restore.instance(id.toString());
  }

  TaskInstance<Void> sweepAfter(BackupId id) {
    return sweep.instance(id.toString());
  }
}
