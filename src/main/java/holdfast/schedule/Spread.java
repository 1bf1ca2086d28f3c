package holdfast.schedule;

import holdfast.model.AddonId;
import holdfast.model.BackupType;
import java.time.Duration;

/**
 * How much later than its instant a schedule is acted on, so that not all that fire at the same
 * instant start at once. The same for all schedules of an addon and backup type, so that those that
 * meet stay together; the same on every node.
 *
 * @param bound not negative; the delay is below it, or zero
 */
public record Spread(Duration bound) {
  public static final Spread NONE = new Spread(Duration.ZERO);

  public Duration of(AddonId addon, BackupType type) {
    if (bound.isZero()) {
      return Duration.ZERO;
    }
    return Duration.ofMillis(
        Math.floorMod(mixed((addon + "/" + type.wire()).hashCode()), bound.toMillis()));
  }

  /** The last step of MurmurHash3: ids that differ little are far apart. */
  private static int mixed(int hash) {
    int h = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    h = (h ^ (h >>> 13)) * 0xc2b2ae35;
    return h ^ (h >>> 16);
  }
}
