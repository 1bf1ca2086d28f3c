package holdfast.schedule;

import holdfast.model.Compression;
import holdfast.model.DestinationId;
import holdfast.model.FiredSchedule;
import holdfast.model.Schedule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one backup for several schedules looks like.
 *
 * @param compression zstd when any of them wants it, or wants none of its own, as snapshots do
 * @param retentionDays of the copy in each destination: the longest that a schedule wants
 * @param schedules with what each of them wants
 */
public record ScheduledCopies(
    Compression compression,
    Map<DestinationId, Integer> retentionDays,
    List<FiredSchedule> schedules) {

  /**
   * @param carried at least one, all of one backup type
   * @param builtIn where those go that name no destination
   */
  public static ScheduledCopies of(List<Schedule> carried, DestinationId builtIn) {
    Map<DestinationId, Integer> longest = new LinkedHashMap<>();
    List<FiredSchedule> fired =
        carried.stream()
            .map(
                schedule -> {
                  Map<DestinationId, Integer> wanted = schedule.terms().daysByDestination(builtIn);
                  wanted.forEach((place, days) -> longest.merge(place, days, Math::max));
                  return new FiredSchedule(schedule.id(), schedule.terms().timing(), wanted);
                })
            .toList();
    return new ScheduledCopies(compression(carried), longest, fired);
  }

  private static Compression compression(List<Schedule> carried) {
    return carried.stream().allMatch(it -> it.terms().compression() == Compression.GZ)
        ? Compression.GZ
        : Compression.ZSTD;
  }
}
