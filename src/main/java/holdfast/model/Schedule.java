package holdfast.model;

import java.time.Instant;

/** A standing order to take backups of an addon. */
public record Schedule(
    ScheduleId id, AddonId addonId, ScheduleTerms terms, Instant createdAt, Instant updatedAt) {

  /** The same schedule with these terms; as it is when they are its own. */
  public Schedule withTerms(ScheduleTerms wanted, Instant now) {
    return wanted.equals(terms) ? this : new Schedule(id, addonId, wanted, createdAt, now);
  }
}
