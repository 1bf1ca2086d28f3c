package holdfast.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A schedule and where it stands.
 *
 * @param firingAt the next instant at which it fires; null when that has not been worked out since
 *     the schedule was made or its times were changed
 * @param dueAt when to act: {@code firingAt} and a little later. Without a {@code firingAt}, the
 *     moment after which it first fires, or later when it was postponed; {@link Instant#EPOCH} when
 *     that is not known
 */
public record AwaitedSchedule(Schedule schedule, @Nullable Instant firingAt, Instant dueAt) {
  public boolean isDue(Instant now) {
    return !dueAt.isAfter(now);
  }
}
