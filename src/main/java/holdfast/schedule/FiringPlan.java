package holdfast.schedule;

import holdfast.model.BackupType;
import holdfast.model.FiringOutcome;
import holdfast.model.NextFiring;
import holdfast.model.Schedule;
import holdfast.model.ScheduleId;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done about the schedules of one addon and backup type at some moment.
 *
 * @param carried for which one backup is to be made, oldest first; empty when none is
 * @param spans what becomes of every instant that has come
 * @param next where the schedules stand afterwards; those that are not named stay where they are
 */
public record FiringPlan(List<Schedule> carried, List<Span> spans, List<NextFiring> next) {

  public FiringPlan {
    carried = List.copyOf(carried);
    spans = List.copyOf(spans);
    next = List.copyOf(next);
  }

  /** A plan for each backup type that has a schedule which is due. */
  public static List<FiringPlan> of(Standing standing, Instant now, FiringPolicy policy) {
    return Arrays.stream(BackupType.values())
        .map(type -> meeting(type, standing, now, policy))
        .filter(meeting -> meeting.candidates().stream().anyMatch(Candidate::isDue))
        .map(Meeting::plan)
        .toList();
  }

  private static Meeting meeting(
      BackupType type, Standing standing, Instant now, FiringPolicy policy) {
    List<Candidate> candidates =
        standing.schedules().stream()
            .filter(awaited -> awaited.schedule().terms().backupType() == type)
            .map(awaited -> Candidate.of(awaited, now))
            .toList();
    return new Meeting(
        candidates,
        now,
        policy.spread().of(standing.addon(), type),
        policy.catchesUp(),
        standing.obstacle(type));
  }

  /**
   * Instants of a schedule from the first to the last, both included.
   *
   * @param reason why they get no backup; null when they get the one that is made
   */
  public record Span(
      ScheduleId schedule,
      Instant since,
      Instant at,
      FiringOutcome outcome,
      @Nullable String reason) {

    public boolean hasBackup() {
      return reason == null;
    }

    boolean isTakenFor(ScheduleId id) {
      return hasBackup() && schedule.equals(id);
    }
  }
}
