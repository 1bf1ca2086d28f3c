package holdfast.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of the instants of a schedule from {@code since} up to and including {@code at},
 * which are both instants of it. The next firing begins with the instant that follows: so none is
 * lost, and none is answered for twice.
 *
 * @param reason why there is no backup; null where there is one
 * @param backup that was made for them; null where none was
 * @param actedAt when this was decided
 */
public record Firing(
    ScheduleId scheduleId,
    Instant since,
    Instant at,
    FiringOutcome outcome,
    @Nullable String reason,
    @Nullable BackupId backup,
    Instant actedAt) {}
