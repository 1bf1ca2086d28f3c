package holdfast.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The table of the queue, as db-scheduler uses it. */
interface QueueContract extends InWorld {

  @Test
  default void theQueueRunsWhatIsEnteredAndForgetsItAfterwards() throws InterruptedException {
    CountDownLatch ran = new CountDownLatch(1);
    OneTimeTask<Void> task = Tasks.oneTime("hello").execute((entry, context) -> ran.countDown());
    Scheduler scheduler =
        Scheduler.create(world().catalog().queue(), task)
            .threads(1)
            .pollingInterval(Duration.ofMillis(50))
            .heartbeatInterval(Duration.ofMillis(100))
            .build();
    scheduler.scheduleIfNotExists(task.instance("1"), World.NOW.minusSeconds(60));
    scheduler.start();
    try {
      assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
      world().project("Written while the queue polls");
    } finally {
      scheduler.stop();
    }
    assertThat(entries()).isZero();
  }

  @Test
  default void aQueueEntryStandsOrFallsWithItsTransaction() {
    String entry =
        """
        INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version)
        VALUES ('backup', '1', '2026-11-24 12:00:00', FALSE, 1)
        """;
    assertThatThrownBy(
            () ->
                world()
                    .change(
                        stores -> {
                          World.execute(stores, entry);
                          throw new IllegalStateException("on purpose");
                        }))
        .hasMessage("on purpose");
    assertThat(entries()).isZero();
    world().change(stores -> World.execute(stores, entry));
    assertThat(entries()).isEqualTo(1);
  }

  private int entries() {
    return world().read(s -> World.ask(s, "SELECT COUNT(*) FROM scheduled_tasks", 1)).stream()
        .mapToInt(Integer::parseInt)
        .sum();
  }
}
