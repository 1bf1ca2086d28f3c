package holdfast.engine;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, beside a run that may be blocked, whether the run is still wanted, and stops it when it is
 * not: closes what it reads from or writes to, and interrupts the run's thread. Made and closed by
 * that thread.
 */
final class Watch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
  private static final long PERIOD_MILLIS = 500;

  private final Thread run = Thread.currentThread();
  private final BooleanSupplier stillWanted;
  private final Runnable stop;
  private final Future<?> ticking;
  private @Nullable Thread stopping;
  private boolean closed;

  /**
   * @param stillWanted asked again and again; also a place to note progress
   * @param stop called once, on a thread of its own since it may take long, when the answer was no
   */
  Watch(ScheduledExecutorService timer, BooleanSupplier stillWanted, Runnable stop) {
    this.stillWanted = stillWanted;
    this.stop = stop;
    this.ticking =
        timer.scheduleWithFixedDelay(
            this::tick, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Throws when the run is wanted no longer, as far as the last look knows. */
  synchronized void check() throws FailureException {
    if (stopping != null) {
      throw new FailureException(
          FailureCode.ABORTED, "the run was stopped", "Start it again if it is still wanted.");
    }
  }

  private void tick() {
    try {
      if (!stillWanted.getAsBoolean()) {
        stopOnce();
      }
    } catch (RuntimeException e) {
      LOG.warn("could not look whether a run is still wanted; looking again soon", e);
    }
  }

  private synchronized void stopOnce() {
    if (stopping == null && !closed) {
      stopping = Thread.ofVirtual().start(stop);
      run.interrupt();
    }
  }

  /**
   * Ends the looking; waits for a stop that has begun, and takes back its interrupt, so that what
   * follows can clean up.
   */
  @Override
  public void close() {
    ticking.cancel(false);
    Thread begun = end();
    if (begun != null) {
      takeBackInterrupt();
      join(begun);
    }
  }

  private synchronized @Nullable Thread end() {
    closed = true;
    return stopping;
  }

  private static void takeBackInterrupt() {
    boolean wasOurs = Thread.interrupted();
    LOG.debug("a run was stopped; its thread was {}", wasOurs ? "interrupted" : "free");
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
