package holdfast.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * When a schedule fires: at each minute of each hour (hourly), of the listed hours (daily), of the
 * listed hours on the listed days (weekly). Whose clock is meant is said elsewhere.
 *
 * @param minutes 0..59, not empty
 * @param hours 0..23; empty for hourly, and for it only
 * @param days 0 (Monday) to 6 (Sunday); empty unless weekly, and then not
 */
public record Timing(
    Interval interval, List<Integer> minutes, List<Integer> hours, List<Integer> days) {
  private static final int HOURS_OF_A_DAY = 24;
  private static final int DAYS_OF_A_WEEK = 7;

  public Timing {
    minutes = checked("minute", minutes, 60, true);
    hours = checked("hour", hours, HOURS_OF_A_DAY, interval != Interval.HOURLY);
    days = checked("day", days, DAYS_OF_A_WEEK, interval == Interval.WEEKLY);
  }

  private static List<Integer> checked(String what, List<Integer> values, int end, boolean needed) {
    if (values.isEmpty() == needed) {
      throw new IllegalArgumentException(what + (needed ? " is required" : " is not allowed"));
    }
    if (new HashSet<>(values).size() < values.size()) {
      throw new IllegalArgumentException(what + " has a value twice: " + values);
    }
    if (values.stream().anyMatch(value -> value < 0 || value >= end)) {
      throw new IllegalArgumentException("%s is not in 0..%d: %s".formatted(what, end - 1, values));
    }
    return List.copyOf(values);
  }

  /**
   * How many times it fires, at most, in a span of so many days of 24 hours that begins with a
   * firing and in which nobody changes the clock: the firing at the span's end does not count.
   */
  public int mostFiringsIn(int spanDays) {
    int perDay = minutes.size() * (interval == Interval.HOURLY ? HOURS_OF_A_DAY : hours.size());
    return perDay * mostDaysIn(spanDays);
  }

  /**
   * The span begins with a day's first firing. Beginning later on that day would lose as many of
   * its firings as the last day could bring at most.
   */
  private int mostDaysIn(int spanDays) {
    if (interval != Interval.WEEKLY) {
      return spanDays;
    }
    int rest = spanDays % DAYS_OF_A_WEEK;
    int inRest = days.stream().mapToInt(first -> daysFrom(first, rest)).max().orElse(0);
    return spanDays / DAYS_OF_A_WEEK * days.size() + inRest;
  }

  /** Whether both fire at the same times, in whatever order these are listed. */
  public boolean firesLike(Timing other) {
    return interval == other.interval
        && Set.copyOf(minutes).equals(Set.copyOf(other.minutes))
        && Set.copyOf(hours).equals(Set.copyOf(other.hours))
        && Set.copyOf(days).equals(Set.copyOf(other.days));
  }

  private int daysFrom(int first, int spanDays) {
    return Math.toIntExact(
        days.stream().filter(day -> Math.floorMod(day - first, DAYS_OF_A_WEEK) < spanDays).count());
  }
}
