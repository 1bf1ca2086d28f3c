package holdfast.engine;

import holdfast.model.BackupId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What comes after a look at a run.
 *
 * @param again when it is to be looked at again; null when it is done with
 * @param freed the backups that have waited longest for what has become free: each may start now
 */
public record Next(@Nullable Duration again, List<BackupId> freed) {
  private static final int SHARE_OF_WAIT = 4;
  private static final Duration SOONEST = Duration.ofSeconds(1);
  private static final Duration LATEST = Duration.ofMinutes(1);

  public Next {
    freed = List.copyOf(freed);
  }

  static Next done(List<BackupId> freed) {
    return new Next(null, freed);
  }

  static Next again(Duration in, List<BackupId> freed) {
    return new Next(in, freed);
  }

  /**
   * It has to wait. Who has waited long is looked at less often, so that thousands who wait do not
   * keep the workers busy; what they wait for also wakes one of them when it is free.
   */
  static Next heldBack(Duration waited) {
    Duration in = waited.dividedBy(SHARE_OF_WAIT);
    if (in.compareTo(SOONEST) < 0) {
      return again(SOONEST, List.of());
    }
    return again(in.compareTo(LATEST) < 0 ? in : LATEST, List.of());
  }
}
