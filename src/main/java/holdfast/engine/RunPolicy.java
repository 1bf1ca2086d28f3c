package holdfast.engine;

import java.time.Duration;

/**
 * How runs are held to bounds, and how patient they are.
 *
 * @param perServer how many runs may be at work at one database server; 0 for any number
 * @param perDestination how many runs may read or write one destination; 0 for any number
 * @param retries how often a backup is tried again that failed for a cause that can pass
 * @param retryDelay before the first retry; doubles with each further one, up to {@link
 *     #LONGEST_DELAY}
 * @param startWindow how long a backup may wait for its start
 */
public record RunPolicy(
    int perServer, int perDestination, int retries, Duration retryDelay, Duration startWindow) {
  private static final Duration LONGEST_DELAY = Duration.ofHours(1);
  private static final int MAX_DOUBLINGS = 20;

  /** How long after the last of so many failures it is tried again. */
  Duration delayAfter(int failures) {
    Duration delay = retryDelay.multipliedBy(1L << Math.clamp(failures - 1L, 0, MAX_DOUBLINGS));
    return delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY;
  }
}
