package holdfast.model;

import java.time.Instant;

/**
 * When a schedule fires next.
 *
 * @param dueAt when that is to be acted on
 */
public record NextFiring(ScheduleId schedule, Instant firingAt, Instant dueAt) {}
