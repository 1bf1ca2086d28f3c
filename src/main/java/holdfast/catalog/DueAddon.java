package holdfast.catalog;

import holdfast.model.AddonState;
import holdfast.model.AwaitedSchedule;
import holdfast.model.BackupType;
import holdfast.model.Coverage;
import holdfast.model.Origin;
import holdfast.model.Slug;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What there is to know of an addon when its schedules fire. Its secrets are not needed for that.
 *
 * @param version the server's, as the last probe found it; null before any
 * @param unfinished by type, a backup that was made for schedules and has not ended
 * @param schedules all of them, oldest first
 */
public record DueAddon(
    Origin origin,
    @Nullable String version,
    AddonState state,
    Coverage coverage,
    Map<BackupType, Slug> unfinished,
    List<AwaitedSchedule> schedules) {

  public DueAddon {
    unfinished = Map.copyOf(unfinished);
    schedules = List.copyOf(schedules);
  }
}
