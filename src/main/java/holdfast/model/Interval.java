package holdfast.model;

import java.util.Arrays;

/** The rhythm of a schedule. */
public enum Interval {
  HOURLY("hourly", 7),
  DAILY("daily", 60),
  WEEKLY("weekly", 120);

  private final String wire;
  private final int maxRetentionDays;

  Interval(String wire, int maxRetentionDays) {
    this.wire = wire;
    this.maxRetentionDays = maxRetentionDays;
  }

  public String wire() {
    return wire;
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
