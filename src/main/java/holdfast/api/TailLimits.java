package holdfast.api;

import java.time.Duration;

/**
 * What a live tail may take.
 *
 * @param tails how many may be open at a time, and how many more may wait for their login
 * @param login how long the first message may take
 * @param poll how often the log is looked at; the writer holds lines back for as long again
 * @param ping how often a sign of life goes out, so that proxies keep the connection
 * @param recheck how often it is looked whether the caller may still read
 * @param ended how long a tail stays open when its run has ended and says no more
 */
record TailLimits(
    int tails, Duration login, Duration poll, Duration ping, Duration recheck, Duration ended) {

  static final TailLimits USUAL =
      new TailLimits(
          200,
          Duration.ofSeconds(10),
          Duration.ofMillis(500),
          Duration.ofSeconds(20),
          Duration.ofSeconds(30),
          Duration.ofHours(1));

  /** How long a connection may be silent: a client that lives answers each ping. */
  Duration silence() {
    return ping.multipliedBy(3);
  }
}
