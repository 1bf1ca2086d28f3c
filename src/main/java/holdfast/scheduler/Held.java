package holdfast.scheduler;

import com.github.kagkarlsson.scheduler.exceptions.ExecutionException;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import holdfast.catalog.CatalogException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes of an entry by the node that thinks it has it in hand. Where another node has taken it
 * over meanwhile, it is theirs and stays as they left it: that is no error of anybody.
 */
final class Held {
  private static final Logger LOG = LoggerFactory.getLogger(Held.class);

  private Held() {}

  /** Changes an entry, unless somebody else has it in hand now. */
  static void change(Runnable change) {
    try {
      change.run();
    } catch (ExecutionException e) {
      LOG.info(
          "the entry {} of {} was taken over meanwhile, and is left to whoever has it now",
          e.getInstanceId(),
          e.getTaskName());
    }
  }

  /** Does the work of an entry; says why, where it could not be done and is to be tried again. */
  static <T> CompletionHandler<T> work(TaskInstance<?> entry, Supplier<CompletionHandler<T>> work) {
    try {
      return work.get();
    } catch (CatalogException | UnfinishedException known) {
      LOG.warn(
          "{} {} is not over: {}; it is tried again",
          entry.getTaskName(),
          entry.getId(),
          known.getMessage());
      throw known;
    } catch (RuntimeException unexpected) {
      LOG.error(
          "{} {} has failed unexpectedly; it is tried again",
          entry.getTaskName(),
          entry.getId(),
          unexpected);
      throw unexpected;
    }
  }

  static <T> CompletionHandler<T> completion(CompletionHandler<T> handler) {
    return (complete, entry) -> change(() -> handler.complete(complete, entry));
  }

  /** Makes the entry of a node that is presumed dead due again, for any node. */
  static <T> void revive(ExecutionComplete dead, ExecutionOperations<T> entry) {
    LOG.info("taking over {} from a node that gives no sign of life", dead.getExecution());
    change(() -> entry.reschedule(dead, dead.getTimeDone()));
  }
}
