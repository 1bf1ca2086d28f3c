package holdfast.schedule;

import holdfast.model.AddonId;
import holdfast.model.AwaitedSchedule;
import holdfast.model.BackupType;
import holdfast.model.Slug;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How things stand with an addon.
 *
 * @param unfinished by type, a backup that was made for schedules and has not ended
 * @param schedules all of the addon, oldest first
 */
public record Standing(
    AddonId addon,
    boolean isPaused,
    Map<BackupType, Slug> unfinished,
    List<AwaitedSchedule> schedules) {

  public Standing {
    unfinished = Map.copyOf(unfinished);
    schedules = List.copyOf(schedules);
  }

  /** Why no backup of the type can be made for schedules now; null when one can. */
  @Nullable String obstacle(BackupType type) {
    if (isPaused) {
      return "the addon is paused";
    }
    Slug running = unfinished.get(type);
    return running == null ? null : "the backup %s has not ended".formatted(running);
  }
}
