package holdfast.scheduler;

import holdfast.engine.DueSchedules;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks each second which schedules are due, on a thread of its own: it never waits for a worker.
 * Whatever goes wrong, it goes on, and says so once until something else goes wrong or all is well
 * again. Thread-safe.
 */
public final class Ticker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);
  private static final Duration PERIOD = Duration.ofSeconds(1);

  /** Between two looks whether something can be forgotten, in ticks. */
  private static final int FORGETTING = 60;

  private static final Duration LAST_TICK = Duration.ofSeconds(20);

  private final DueSchedules schedules;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread;
  private @Nullable String trouble;
  private int untilForgetting = FORGETTING;

  public Ticker(DueSchedules schedules) {
    this.schedules = schedules;
    this.thread = Thread.ofPlatform().name("schedules").daemon().unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  private void run() {
    boolean goesOn = true;
    while (goesOn) {
      tick();
      goesOn = !isStoppedWithin(PERIOD);
    }
  }

  private void tick() {
    try {
      while (schedules.tick() > 0 && !isStoppedWithin(Duration.ZERO)) {
        LOG.debug("acted on some schedules; there may be more");
      }
      if (--untilForgetting <= 0 && !schedules.forget()) {
        untilForgetting = FORGETTING;
      }
      recovered();
    } catch (RuntimeException | Error e) {
      complain(e);
    }
  }

  private void complain(Throwable e) {
    String kind = e.getClass() + ": " + e.getMessage();
    if (!Objects.equals(kind, trouble)) {
      LOG.error("could not look which schedules are due; looking again each second", e);
      trouble = kind;
    }
  }

  private void recovered() {
    if (trouble != null) {
      LOG.info("schedules are looked at again");
      trouble = null;
    }
  }

  private boolean isStoppedWithin(Duration wait) {
    try {
      return stopped.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  /** Lets a tick that has begun end, for a bounded time; then there is no other. */
  @Override
  public void close() {
    stopped.countDown();
    try {
      thread.join(LAST_TICK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
