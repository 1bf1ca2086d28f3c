package holdfast.model;

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
}
