package holdfast.engine;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, beside a run that may be blocked, whether the run is still wanted, and stops it when it is
 * not. Stopping means closing what it is blocked on.
 */
final class Watch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
  private static final long PERIOD_MILLIS = 500;

  private final BooleanSupplier stillWanted;
  private final Runnable stop;
  private final Future<?> ticking;
  private volatile boolean lost;

  /**
   * @param stillWanted asked again and again; also a place to note progress
   * @param stop called once, when the answer was no
   */
  Watch(ScheduledExecutorService timer, BooleanSupplier stillWanted, Runnable stop) {
    this.stillWanted = stillWanted;
    this.stop = stop;
    this.ticking =
        timer.scheduleWithFixedDelay(
            this::tick, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Throws when the run is wanted no longer, as far as the last look knows. */
  void check() throws FailureException {
    if (lost) {
      throw new FailureException(
          FailureCode.ABORTED, "the run was stopped", "Start it again if it is still wanted.");
    }
  }

  private void tick() {
    try {
      if (!lost && !stillWanted.getAsBoolean()) {
        lost = true;
        stop.run();
      }
    } catch (RuntimeException e) {
      LOG.warn("could not look whether a run is still wanted; looking again soon", e);
    }
  }

  @Override
  public void close() {
    ticking.cancel(false);
  }
}
