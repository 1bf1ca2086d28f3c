package holdfast.engine;

import java.time.Duration;

/**
 * How long a node keeps a run without a sign of life. It gives one each {@link #heartbeat}; after
 * {@link #length} without any, others presume it dead and take its runs up. They look for such runs
 * each two heartbeats, and for work each second, so a killed node's run goes on elsewhere within
 * {@code length + 2 heartbeats + 1 s}, where a worker is free: 41 s with the usual 30 s.
 *
 * <p>Presumed is not certain: a node that was stopped, or cut off, may wake later. What keeps it
 * from harm is not this time but that every move in the catalog is compare-and-set.
 *
 * @param length at least a second
 * @param isAlone whether no other node can share the catalog: then nobody takes a run over while
 *     this process lives, and a process that had one before is certainly dead
 */
public record Lease(Duration length, boolean isAlone) {
  /** So many signs of life must fail to come. */
  public static final int HEARTBEATS = 6;

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration USUAL = Duration.ofSeconds(30);

  public Lease {
    if (length.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException("a lease lasts at least a second, not " + length);
    }
  }

  /** Of a node that shares its catalog with others. */
  public static Lease shared(Duration length) {
    return new Lease(length, false);
  }

  /** Of the only node of its catalog. */
  public static Lease alone() {
    return new Lease(USUAL, true);
  }

  public Duration heartbeat() {
    return length.dividedBy(HEARTBEATS);
  }

  /** Whether others may have taken the run of a node over that has been silent for so long. */
  boolean isOverAfter(Duration silence) {
    return !isAlone && silence.compareTo(length) > 0;
  }
}
