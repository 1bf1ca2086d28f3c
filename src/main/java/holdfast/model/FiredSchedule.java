package holdfast.model;

import java.util.HashMap;
import java.util.Map;

/**
 * A schedule as it was when a backup was taken for it.
 *
 * @param retentionDays for each destination that it named, how long it wants the copy there kept
 */
public record FiredSchedule(
    ScheduleId id, Timing timing, Map<DestinationId, Integer> retentionDays) {

  public FiredSchedule {
    retentionDays = Map.copyOf(retentionDays);
  }

  /**
   * With what the schedule says by now. A destination that it names no longer keeps its days; one
   * that it did not name then has none.
   */
  public FiredSchedule renewed(Map<DestinationId, Integer> daysNow) {
    Map<DestinationId, Integer> days = new HashMap<>(retentionDays);
    days.replaceAll((destination, kept) -> daysNow.getOrDefault(destination, kept));
    return new FiredSchedule(id, timing, days);
  }
}
