package holdfast.scheduler;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Priority;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import holdfast.engine.Next;
import holdfast.engine.StoppedException;
import holdfast.model.BackupId;
import holdfast.model.FailureException;
import holdfast.model.RestoreId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of queue entries. An entry whose run throws stays in the queue: the run could not end
 * (the catalog is away, the process stops, a dead restore's target cannot be asked) and is taken up
 * again.
 */
final class Tasks {
  private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
  private static final int MAX_DOUBLINGS = 7;
  private static final Next AT_ONCE = new Next(Duration.ZERO, List.of());

  private final Clock clock;
  private final Set<String> running = ConcurrentHashMap.newKeySet();
  private final CustomTask<Void> backup;
  private final CustomTask<Void> restore;

  Tasks(Work work, Clock clock) {
    this.clock = clock;
    backup = task("backup", Priority.MEDIUM, id -> work.backups().run(BackupId.of(id)));
    restore = task("restore", Priority.HIGH, id -> work.restores().run(RestoreId.of(id)));
  }

  private interface Run {
    Next of(String id) throws FailureException;
  }

  private CustomTask<Void> task(String name, int priority, Run run) {
    return com.github.kagkarlsson.scheduler.task.helper.Tasks.custom(name, Void.class)
        .defaultPriority(priority)
        .onFailure(Tasks::retryLater)
        .onDeadExecution(Held::revive)
        .execute(
            (instance, context) -> {
              Next next = runOnce(run, instance.getId());
              next.freed().forEach(id -> bringForward(id, context.getSchedulerClient()));
              return completion(next.again());
            });
  }

  private static CompletionHandler<Void> completion(@Nullable Duration again) {
    return again == null
        ? new CompletionHandler.OnCompleteRemove<>()
        : (looked, operations) -> operations.reschedule(looked, looked.getTimeDone().plus(again));
  }

  private void bringForward(BackupId waiting, SchedulerClient client) {
    try {
      client.reschedule(of(waiting), clock.instant());
    } catch (TaskInstanceException e) {
      // Somebody has it in hand already, or it is there no longer.
    }
  }

  /**
   * A cause that lasts is looked at less and less often, so that it does not keep the workers busy.
   */
  private static void retryLater(ExecutionComplete failed, ExecutionOperations<Void> operations) {
    int failures = Math.min(failed.getExecution().consecutiveFailures, MAX_DOUBLINGS);
    Duration delay = FIRST_RETRY.multipliedBy(1L << failures);
    Held.change(() -> operations.reschedule(failed, failed.getTimeDone().plus(delay)));
  }

  /**
   * A process that was stopped for longer than its heartbeat is due may take its own run for dead:
   * the same entry must not run twice at a time here.
   */
  private Next runOnce(Run run, String id) {
    if (!running.add(id)) {
      throw new IllegalStateException("%s is still running".formatted(id));
    }
    try {
      return run.of(id);
    } catch (StoppedException handedBack) {
      return AT_ONCE; // by another node, or by this one when it starts again
    } catch (FailureException e) {
      throw new UnfinishedException(e);
    } finally {
      running.remove(id);
    }
  }

  List<Task<?>> all() {
    return List.of(backup, restore);
  }

  TaskInstance<Void> of(BackupId id) {
    return backup.instance(id.toString());
  }

  TaskInstance<Void> of(RestoreId id) {
    return restore.instance(id.toString());
  }
}
