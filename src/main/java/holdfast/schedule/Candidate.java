package holdfast.schedule;

import holdfast.model.AwaitedSchedule;
import holdfast.model.Schedule;
import java.time.Instant;
import java.util.Optional;

/**
 * A schedule at a moment.
 *
 * @param first the oldest of its instants that nothing has been decided about
 * @param isSettled whether {@code first} was worked out before
 */
record Candidate(
    Schedule schedule, Firings firings, Instant first, boolean isSettled, boolean isDue) {

  static Candidate of(AwaitedSchedule awaited, Instant now) {
    Schedule schedule = awaited.schedule();
    Firings firings = new Firings(schedule.terms().timing(), schedule.terms().timeZone());
    Instant settled = awaited.firingAt();
    return new Candidate(
        schedule,
        firings,
        settled == null ? firings.after(beginning(awaited, now)) : settled,
        settled != null,
        awaited.isDue(now));
  }

  /**
   * One of whose beginning nothing is known begins now: there is nothing to be caught up with. One
   * that was postponed is due after its beginning: what has come in between would be lost.
   */
  private static Instant beginning(AwaitedSchedule awaited, Instant now) {
    Instant due = awaited.dueAt();
    Instant changed = awaited.schedule().updatedAt();
    if (due.equals(Instant.EPOCH)) {
      return now;
    }
    return changed.isBefore(due) ? changed : due;
  }

  /**
   * The newest instant that is to be acted on now.
   *
   * @param horizon the newest moment whose delay has passed. An instant that was due by a shorter
   *     delay than today's counts all the same
   */
  Optional<Instant> reach(Instant horizon) {
    Instant newest = firings.latest(horizon);
    if (!newest.isBefore(first)) {
      return Optional.of(newest);
    }
    return isSettled && isDue ? Optional.of(first) : Optional.empty();
  }
}
