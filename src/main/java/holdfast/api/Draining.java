package holdfast.api;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Whether this node is about to stop. It still answers, and says so to whoever sends requests here
 * in turns with other nodes. Thread-safe.
 */
final class Draining {
  private volatile boolean begun;

  boolean hasBegun() {
    return begun;
  }

  /** Begins, and returns after {@code time}: at once when interrupted. */
  void begin(Duration time) {
    begun = true;
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
