package holdfast.schedule;

import static holdfast.model.FiringOutcome.CAUGHT_UP;
import static holdfast.model.FiringOutcome.MISSED;
import static holdfast.model.FiringOutcome.SKIPPED;
import static holdfast.model.FiringOutcome.TAKEN;

import holdfast.model.FiringOutcome;
import holdfast.model.NextFiring;
import holdfast.model.Schedule;
import holdfast.schedule.FiringPlan.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The schedules of one addon and backup type at a moment: what has come for any of them makes one
 * backup for all.
 *
 * @param delay how long after an instant is acted on it
 * @param obstacle why no backup can be made now; null when one can
 */
record Meeting(
    List<Candidate> candidates,
    Instant now,
    Duration delay,
    boolean catchesUp,
    @Nullable String obstacle) {

  FiringPlan plan() {
    Optional<Instant> reach =
        candidates.stream()
            .flatMap(candidate -> candidate.reach(horizon()).stream())
            .max(Instant::compareTo);
    // Also one that is not due yet by itself, since its delay was another when it was worked out.
    List<Candidate> met =
        candidates.stream()
            .filter(candidate -> reach.filter(it -> !candidate.first().isAfter(it)).isPresent())
            .toList();
    List<Span> spans = met.stream().flatMap(it -> spans(it, reach.orElseThrow()).stream()).toList();
    return new FiringPlan(carried(met, spans), spans, next(met, reach));
  }

  private Instant horizon() {
    return now.minus(delay);
  }

  private List<Span> spans(Candidate candidate, Instant reach) {
    Firings firings = candidate.firings();
    Instant newest = firings.latest(reach);
    Instant newestLate = firings.latest(earlier(reach, lateEnd()));
    Instant first = candidate.first();
    List<Span> spans = new ArrayList<>();
    if (!newestLate.isBefore(first)) {
      spans.add(late(candidate.schedule(), first, newestLate));
      first = firings.after(newestLate);
    }
    if (!newest.isBefore(first)) {
      spans.add(wanted(candidate.schedule(), first, newest, TAKEN));
    }
    return spans;
  }

  private Instant lateEnd() {
    return horizon().minus(FiringPolicy.LATE).minusNanos(1);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private Span late(Schedule schedule, Instant since, Instant at) {
    Duration interval = schedule.terms().timing().interval().length();
    if (!catchesUp) {
      return missed(schedule, since, at, "catching up is switched off");
    }
    return at.isBefore(now.minus(interval))
        ? missed(schedule, since, at, "it was more than an interval ago")
        : wanted(schedule, since, at, CAUGHT_UP);
  }

  private static Span missed(Schedule schedule, Instant since, Instant at, String reason) {
    return new Span(schedule.id(), since, at, MISSED, reason);
  }

  private Span wanted(Schedule schedule, Instant since, Instant at, FiringOutcome outcome) {
    return new Span(
        schedule.id(), since, at, obstacle == null ? outcome : SKIPPED, obstacle);
  }

  private static List<Schedule> carried(List<Candidate> met, List<Span> spans) {
    return met.stream()
        .map(Candidate::schedule)
        .filter(it -> spans.stream().anyMatch(span -> span.isTakenFor(it.id())))
        .toList();
  }

  private List<NextFiring> next(List<Candidate> met, Optional<Instant> reach) {
    List<NextFiring> next = new ArrayList<>();
    for (Candidate candidate : candidates) {
      if (met.contains(candidate)) {
        Firings firings = candidate.firings();
        next.add(next(candidate, firings.after(firings.latest(reach.orElseThrow()))));
      } else if (candidate.isDue()) {
        next.add(next(candidate, candidate.first()));
      }
    }
    return next;
  }

  private NextFiring next(Candidate candidate, Instant firing) {
    return new NextFiring(candidate.schedule().id(), firing, firing.plus(delay));
  }
}
