package holdfast.model;

import java.util.List;

/**
 * When a schedule fires: at each minute of each hour (hourly), of the listed hours (daily), of the
 * listed hours on the listed days (weekly).
 *
 * @param minutes 0..59, not empty
 * @param hours 0..23; empty for hourly
 * @param days 0 (Monday) to 6 (Sunday); empty unless weekly
 */
public record Timing(
    Interval interval, List<Integer> minutes, List<Integer> hours, List<Integer> days) {

  public Timing {
    minutes = List.copyOf(minutes);
    hours = List.copyOf(hours);
    days = List.copyOf(days);
  }
}
