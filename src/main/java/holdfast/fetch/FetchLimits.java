package holdfast.fetch;

import java.time.Duration;

/**
 * How much one fetch may take.
 *
 * @param maxBytes of what is transferred
 * @param connectTimeout for each address that is tried
 * @param idleTimeout the longest wait for the next byte
 * @param totalTime from the first connection to the last byte, redirects included
 */
public record FetchLimits(
    long maxBytes, Duration connectTimeout, Duration idleTimeout, Duration totalTime) {

  /** With timeouts that a slow but living server keeps. */
  public static FetchLimits of(long maxBytes, Duration totalTime) {
    return new FetchLimits(maxBytes, Duration.ofSeconds(10), Duration.ofMinutes(1), totalTime);
  }
}
