package holdfast.engine;

import holdfast.catalog.CatalogException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether a run still hears the catalog. One that has heard nothing for longer than its lease may
 * have been taken over: it must stop, and how it ends is no longer its own to say. Thread-safe.
 */
final class Contact {
  private final Lease lease;
  private final Clock clock;
  private volatile Instant lastHeard;
  private volatile boolean lost;

  Contact(Lease lease, Clock clock) {
    this.lease = lease;
    this.clock = clock;
    this.lastHeard = clock.instant();
  }

  /** The catalog has answered. */
  void heard() {
    lastHeard = clock.instant();
  }

  /** The catalog has not answered; answers whether that is so for too long. Then it stays so. */
  boolean isLostNow() {
    lost = lost || lease.isOverAfter(Duration.between(lastHeard, clock.instant()));
    return lost;
  }

  /**
   * Throws {@link CatalogException}, so that the run is taken up again, when contact was lost.
   *
   * @param e what the run came to
   */
  void requireNotLost(Throwable e) {
    if (lost) {
      throw new CatalogException(
          "the catalog could not be asked for longer than the lease; the run was stopped", e);
    }
  }
}
