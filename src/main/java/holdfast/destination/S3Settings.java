package holdfast.destination;

import java.time.Duration;

/**
 * How Holdfast speaks to S3 servers.
 *
 * @param partBytes of a multipart upload: servers take at least 5 MiB; up to two parts of each
 *     upload are in memory
 * @param partLimit how many parts one object may have; 10 000 on most servers, 1 000 on some
 * @param retry for the part in hand of an upload
 */
public record S3Settings(int partBytes, int partLimit, Timeouts timeouts, Retry retry) {
  /** Two of them are held for each copy; 10 000 make 80 GB an object. */
  private static final int DEFAULT_PART_BYTES = 8 * 1024 * 1024;

  private static final int DEFAULT_PART_LIMIT = 10_000;

  /**
   * When to give up on a server.
   *
   * @param connect until a connection stands
   * @param read until the next bytes arrive
   * @param call from the start of a call to its end, the sending of a part included
   */
  public record Timeouts(Duration connect, Duration read, Duration call) {
    private static final Timeouts PATIENT =
        new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofMinutes(10));
    private static final Timeouts IMPATIENT =
        new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(15));
  }

  public S3Settings {
    if (partBytes < 1 || partLimit < 1) {
      throw new IllegalArgumentException("not a way to cut parts: " + partBytes + ", " + partLimit);
    }
  }

  /** For runs. */
  public static S3Settings defaults() {
    return new S3Settings(DEFAULT_PART_BYTES, DEFAULT_PART_LIMIT, Timeouts.PATIENT, Retry.PATIENT);
  }

  /** For a person who waits for the answer. */
  public S3Settings impatient() {
    return new S3Settings(partBytes, partLimit, Timeouts.IMPATIENT, Retry.NEVER);
  }

  long maxObjectBytes() {
    return (long) partBytes * partLimit;
  }
}
