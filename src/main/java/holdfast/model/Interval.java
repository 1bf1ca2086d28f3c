package holdfast.model;

import java.time.Duration;
import java.util.Arrays;

/** The rhythm of a schedule. */
public enum Interval {
  HOURLY("hourly", Duration.ofHours(1), 7),
  DAILY("daily", Duration.ofDays(1), 60),
  WEEKLY("weekly", Duration.ofDays(7), 120);

  private final String wire;
  private final Duration length;
  private final int maxRetentionDays;

  Interval(String wire, Duration length, int maxRetentionDays) {
    this.wire = wire;
    this.length = length;
    this.maxRetentionDays = maxRetentionDays;
  }

  public String wire() {
    return wire;
  }

  /** What it is as long as nobody changes the clock. */
  public Duration length() {
    return length;
  }

  /** The longest retention, in days, that a schedule of this rhythm may ask for. */
  public int maxRetentionDays() {
    return maxRetentionDays;
  }

  public static Interval ofWire(String wire) {
    return Arrays.stream(values())
        .filter(interval -> interval.wire.equals(wire))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no interval: " + wire));
  }
}
