package holdfast.model;

import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a schedule says: when a backup is taken, what it holds, where it goes and how long it is
 * kept.
 *
 * @param compression of a dump; null for a snapshot
 * @param retentionDays at least 1, at most what the interval allows, and so few that no more than
 *     {@link #MAX_BACKUPS} come together
 * @param customDestination null for the built-in one
 * @param timeZone whose clock the timing means
 */
public record ScheduleTerms(
    Timing timing,
    BackupType backupType,
    @Nullable Compression compression,
    int retentionDays,
    @Nullable DestinationId customDestination,
    List<AdditionalDestination> additionalDestinations,
    ZoneId timeZone) {

  /** How many backups a schedule may have made when the first of them expires. */
  public static final int MAX_BACKUPS = 500;

  public ScheduleTerms {
    additionalDestinations = List.copyOf(additionalDestinations);
    if ((backupType == BackupType.SNAPSHOT) != (compression == null)) {
      throw new IllegalArgumentException("a dump has a compression, a snapshot has none");
    }
    if (retentionDays < 1 || retentionDays > timing.interval().maxRetentionDays()) {
      throw new IllegalArgumentException("a retention of so many days: " + retentionDays);
    }
    if (timing.mostFiringsIn(retentionDays) > MAX_BACKUPS) {
      throw new IllegalArgumentException("too many backups in %d days".formatted(retentionDays));
    }
  }

  /** Whether both fire at the same moments. */
  public boolean firesLike(ScheduleTerms other) {
    return timing.firesLike(other.timing) && timeZone.equals(other.timeZone);
  }

  /**
   * For each destination that it names, how many days the copies there are kept: the most, where it
   * names one twice.
   *
   * @param builtIn what is meant where it names none
   */
  public Map<DestinationId, Integer> daysByDestination(DestinationId builtIn) {
    Map<DestinationId, Integer> days = new LinkedHashMap<>();
    days.put(customDestination == null ? builtIn : customDestination, retentionDays);
    for (AdditionalDestination also : additionalDestinations) {
      Integer own = also.retentionDays();
      days.merge(also.destinationId(), own == null ? retentionDays : own, Math::max);
    }
    return days;
  }

  public ScheduleKind kind() {
    return new ScheduleKind(backupType, timing.interval());
  }
}
