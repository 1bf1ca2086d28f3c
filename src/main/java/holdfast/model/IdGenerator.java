package holdfast.model;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

/**
 * Makes ids that sort by creation: UUIDs of version 7 (RFC 9562, section 6.2, method 1: a counter
 * in {@code rand_a} keeps those of one millisecond in order) and {@link Key}s cut from them.
 * Thread-safe.
 *
 * <p>A clock that steps back does not break the order: the last millisecond is used until the clock
 * has caught up.
 */
public final class IdGenerator {
  private static final int COUNTER_LIMIT = 1 << 12;
  private static final int COUNTER_START_LIMIT = 1 << 11;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private long lastMillis;
  private int counter;

  public IdGenerator(Clock clock) {
    this.clock = clock;
  }

  /** A new backup id, greater than every one made before it by this generator. */
  public BackupId nextBackupId() {
    return new BackupId(nextUuid());
  }

  /** A new key, greater than every one made before it by this generator. */
  public Key nextKey() {
    return BackupId.keyOf(nextUuid());
  }

  private synchronized UUID nextUuid() {
    long now = clock.millis();
    if (now > lastMillis) {
      lastMillis = now;
      counter = random.nextInt(COUNTER_START_LIMIT);
    } else if (++counter == COUNTER_LIMIT) {
      lastMillis++;
      counter = 0;
    }
    long high = (lastMillis << 16) | 0x7000L | counter;
    long low = VARIANT | (random.nextLong() >>> 2);
    return new UUID(high, low);
  }
}
