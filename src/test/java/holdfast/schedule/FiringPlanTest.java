package holdfast.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import holdfast.model.AdditionalDestination;
import holdfast.model.AddonId;
import holdfast.model.AwaitedSchedule;
import holdfast.model.BackupType;
import holdfast.model.Compression;
import holdfast.model.DestinationId;
import holdfast.model.FiringOutcome;
import holdfast.model.IdGenerator;
import holdfast.model.Interval;
import holdfast.model.NextFiring;
import holdfast.model.Schedule;
import holdfast.model.ScheduleId;
import holdfast.model.ScheduleTerms;
import holdfast.model.Slug;
import holdfast.model.Timing;
import holdfast.schedule.FiringPlan.Span;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiringPlanTest {
  private static final IdGenerator IDS = new IdGenerator(Clock.systemUTC());
  private static final AddonId ADDON = new AddonId(IDS.nextKey());
  private static final DestinationId BUILT_IN = new DestinationId(IDS.nextKey());
  private static final DestinationId OTHER = new DestinationId(IDS.nextKey());
  private static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");
  private static final FiringPolicy USUAL = new FiringPolicy(true, Spread.NONE);
  private static final Schedule HOURLY =
      dumps(new Timing(Interval.HOURLY, List.of(0), none(), none()));
  private static final Schedule DAILY =
      dumps(new Timing(Interval.DAILY, List.of(0), List.of(4), none()));
  private static final Schedule WEEKLY =
      dumps(new Timing(Interval.WEEKLY, List.of(0), List.of(4), List.of(3)));
  private static final Schedule SNAPSHOTS =
      schedule(
          new ScheduleTerms(
              DAILY.terms().timing(),
              BackupType.SNAPSHOT,
              null,
              7,
              null,
              List.of(),
              ZoneOffset.UTC));

  private static List<Integer> none() {
    return List.of();
  }

  private static Schedule dumps(Timing timing) {
    return schedule(
        new ScheduleTerms(
            timing, BackupType.DUMP, Compression.GZ, 7, null, List.of(), ZoneOffset.UTC));
  }

  private static Schedule schedule(ScheduleTerms terms) {
    return new Schedule(new ScheduleId(IDS.nextKey()), ADDON, terms, MADE, MADE);
  }

  private static AwaitedSchedule at(Schedule schedule, String firing) {
    return new AwaitedSchedule(schedule, Instant.parse(firing), Instant.parse(firing));
  }

  private static Standing standing(AwaitedSchedule... schedules) {
    return new Standing(ADDON, false, Map.of(), List.of(schedules));
  }

  private static List<FiringPlan> plans(String now, AwaitedSchedule... schedules) {
    return FiringPlan.of(standing(schedules), Instant.parse(now), USUAL);
  }

  private static FiringPlan plan(String now, AwaitedSchedule... schedules) {
    List<FiringPlan> plans = plans(now, schedules);
    assertThat(plans).hasSize(1);
    return plans.getFirst();
  }

  private static List<String> told(FiringPlan plan) {
    return plan.spans().stream()
        .map(it -> "%s..%s %s".formatted(it.since(), it.at(), it.outcome().wire()))
        .toList();
  }

  @Test
  void nothingHappensBeforeItIsDue() {
    assertThat(plans("2026-01-02T03:59:59.999Z", at(DAILY, "2026-01-02T04:00:00Z"))).isEmpty();
    assertThat(plans("2026-01-02T03:59:59.999Z")).isEmpty();
  }

  @Test
  void schedulesThatMeetMakeOneBackupAndEachGoesOn() {
    FiringPlan plan =
        plan(
            "2026-01-01T04:00:00Z",
            at(HOURLY, "2026-01-01T04:00:00Z"),
            at(DAILY, "2026-01-01T04:00:00Z"),
            at(WEEKLY, "2026-01-01T04:00:00Z"));
    assertThat(plan.carried()).containsExactly(HOURLY, DAILY, WEEKLY);
    assertThat(told(plan))
        .containsOnly("2026-01-01T04:00:00Z..2026-01-01T04:00:00Z taken")
        .hasSize(3);
    assertThat(plan.next())
        .extracting(NextFiring::schedule, it -> it.firingAt().toString())
        .containsExactly(
            tuple(HOURLY.id(), "2026-01-01T05:00:00Z"),
            tuple(DAILY.id(), "2026-01-02T04:00:00Z"),
            tuple(WEEKLY.id(), "2026-01-08T04:00:00Z"));
  }

  @Test
  void oneThatIsNotDueHasNoPart() {
    FiringPlan plan =
        plan(
            "2026-01-01T05:00:00Z",
            at(HOURLY, "2026-01-01T05:00:00Z"),
            at(DAILY, "2026-01-02T04:00:00Z"));
    assertThat(plan.carried()).containsExactly(HOURLY);
    assertThat(plan.next()).extracting(NextFiring::schedule).containsExactly(HOURLY.id());
  }

  @Test
  void eachBackupTypeHasItsOwnBackup() {
    List<FiringPlan> plans =
        plans(
            "2026-01-01T04:00:00Z",
            at(DAILY, "2026-01-01T04:00:00Z"),
            at(SNAPSHOTS, "2026-01-01T04:00:00Z"));
    assertThat(plans)
        .extracting(FiringPlan::carried)
        .containsExactly(List.of(DAILY), List.of(SNAPSHOTS));
  }

  @Test
  void aNewScheduleFiresFirstAfterItWasMade() {
    AwaitedSchedule made = madeAtFive("2026-01-01T05:00:00Z");
    FiringPlan plan = plan("2026-01-01T05:00:00Z", made);
    assertThat(plan.spans()).isEmpty();
    assertThat(plan.carried()).isEmpty();
    assertThat(plan.next().getFirst().firingAt()).isEqualTo("2026-01-01T06:00:00Z");
    assertThat(told(plan("2026-01-01T06:01:00Z", made)))
        .containsExactly("2026-01-01T06:00:00Z..2026-01-01T06:00:00Z taken");
  }

  private static AwaitedSchedule madeAtFive(String due) {
    Instant five = Instant.parse("2026-01-01T05:00:00Z");
    Schedule hourly = new Schedule(HOURLY.id(), ADDON, HOURLY.terms(), five, five);
    return new AwaitedSchedule(hourly, null, Instant.parse(due));
  }

  @Test
  void aNewScheduleThatWasPostponedFiresFirstAfterItWasMade() {
    assertThat(told(plan("2026-01-01T06:01:00Z", madeAtFive("2026-01-01T06:01:00Z"))))
        .containsExactly("2026-01-01T06:00:00Z..2026-01-01T06:00:00Z taken");
  }

  @Test
  void whatAnOlderVersionLeftBeginsNow() {
    AwaitedSchedule left = new AwaitedSchedule(HOURLY, null, Instant.EPOCH);
    FiringPlan plan = plan("2026-01-01T05:30:00Z", left);
    assertThat(plan.spans()).isEmpty();
    assertThat(plan.next().getFirst().firingAt()).isEqualTo("2026-01-01T06:00:00Z");
  }

  @ParameterizedTest
  @CsvSource({
    // On time is what is acted on up to five minutes after it was due.
    "2026-01-01T04:05:00Z, true, taken",
    "2026-01-01T04:05:00.001Z, true, caught-up",
    "2026-01-01T04:05:00.001Z, false, missed",
    // A daily one can be caught up with for a day; its next is due five minutes before that ends.
    "2026-01-02T03:59:59Z, true, caught-up",
    "2026-01-02T03:59:59Z, false, missed"
  })
  void whatIsLateIsCaughtUpWithOrMissed(String now, boolean catchesUp, String outcome) {
    FiringPlan plan =
        FiringPlan.of(
                standing(at(DAILY, "2026-01-01T04:00:00Z")),
                Instant.parse(now),
                new FiringPolicy(catchesUp, Spread.NONE))
            .getFirst();
    assertThat(told(plan)).containsExactly("2026-01-01T04:00:00Z..2026-01-01T04:00:00Z " + outcome);
    assertThat(plan.carried().isEmpty()).isEqualTo(outcome.equals("missed"));
    assertThat(plan.spans().getFirst().hasBackup()).isNotEqualTo(outcome.equals("missed"));
  }

  @Test
  void afterADowntimeOneBackupCatchesUpWithAllThatAllSchedulesMissed() {
    FiringPlan plan =
        plan(
            "2026-01-03T10:30:00Z",
            at(HOURLY, "2026-01-01T04:00:00Z"),
            at(DAILY, "2026-01-01T04:00:00Z"));
    assertThat(plan.carried()).containsExactly(HOURLY, DAILY);
    assertThat(told(plan))
        .containsExactly(
            "2026-01-01T04:00:00Z..2026-01-03T10:00:00Z caught-up",
            "2026-01-01T04:00:00Z..2026-01-03T04:00:00Z caught-up");
  }

  @Test
  void whatIsOnTimeIsTakenAndWhatWasTooLongAgoIsMissed() {
    FiringPlan plan = plan("2026-01-03T04:02:00Z", at(DAILY, "2026-01-01T04:00:00Z"));
    assertThat(told(plan))
        .containsExactly(
            "2026-01-01T04:00:00Z..2026-01-02T04:00:00Z missed",
            "2026-01-03T04:00:00Z..2026-01-03T04:00:00Z taken");
    assertThat(plan.spans().getFirst().reason()).isEqualTo("it was more than an interval ago");
    assertThat(plan.carried()).containsExactly(DAILY);
  }

  @Test
  void aClockThatWentBackDoublesNothing() {
    FiringPlan plan = plan("2026-01-01T04:00:00Z", at(HOURLY, "2026-01-01T04:00:00Z"));
    NextFiring next = plan.next().getFirst();
    AwaitedSchedule after = new AwaitedSchedule(HOURLY, next.firingAt(), next.dueAt());
    assertThat(plans("2026-01-01T03:00:00Z", after)).isEmpty();
    assertThat(plans("2026-01-01T04:00:00Z", after)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "true, , the addon is paused",
    "false, backup-1, the backup backup-1 has not ended",
    "true, backup-1, the addon is paused"
  })
  void whatCannotBeTakenNowIsSkipped(boolean isPaused, @Nullable String running, String reason) {
    Map<BackupType, Slug> unfinished =
        running == null ? Map.of() : Map.of(BackupType.DUMP, new Slug(running));
    Standing standing =
        new Standing(ADDON, isPaused, unfinished, List.of(at(DAILY, "2026-01-01T04:00:00Z")));
    FiringPlan plan =
        FiringPlan.of(standing, Instant.parse("2026-01-01T04:00:00Z"), USUAL).getFirst();
    assertThat(plan.carried()).isEmpty();
    assertThat(plan.spans())
        .extracting(Span::outcome, Span::reason, Span::hasBackup)
        .containsExactly(tuple(FiringOutcome.SKIPPED, reason, false));
    assertThat(plan.next().getFirst().firingAt()).isEqualTo("2026-01-02T04:00:00Z");
  }

  @Test
  void aRunOfAnotherTypeIsInNobodysWay() {
    Standing standing =
        new Standing(
            ADDON,
            false,
            Map.of(BackupType.SNAPSHOT, new Slug("other")),
            List.of(at(DAILY, "2026-01-01T04:00:00Z")));
    assertThat(FiringPlan.of(standing, Instant.parse("2026-01-01T04:00:00Z"), USUAL))
        .extracting(FiringPlan::carried)
        .containsExactly(List.of(DAILY));
  }

  @Test
  void theSpreadDelaysActingAndNeverTheInstant() {
    Spread spread = new Spread(Duration.ofMinutes(50));
    Duration delay = spread.of(ADDON, BackupType.DUMP);
    FiringPolicy policy = new FiringPolicy(true, spread);
    Instant firing = Instant.parse("2026-01-01T04:00:00Z");
    AwaitedSchedule awaited = new AwaitedSchedule(DAILY, firing, firing.plus(delay));
    Instant due = firing.plus(delay);
    assertThat(delay).isPositive();
    assertThat(FiringPlan.of(standing(awaited), due.minusMillis(1), policy)).isEmpty();
    FiringPlan plan = FiringPlan.of(standing(awaited), due, policy).getFirst();
    assertThat(told(plan)).containsExactly("%1$s..%1$s taken".formatted(firing));
    assertThat(plan.next().getFirst().dueAt())
        .isEqualTo(plan.next().getFirst().firingAt().plus(delay));
  }

  @Test
  void schedulesThatMeetStayTogetherWhenTheSpreadIsAnotherNow() {
    Instant firing = Instant.parse("2026-01-01T04:00:00Z");
    AwaitedSchedule later = new AwaitedSchedule(DAILY, firing, firing.plusSeconds(50));
    FiringPlan plan = plan("2026-01-01T04:00:00Z", at(HOURLY, "2026-01-01T04:00:00Z"), later);
    assertThat(plan.carried()).containsExactly(HOURLY, DAILY);
  }

  @Test
  void aCopyIsKeptAsLongAsTheScheduleThatWantsItLongest() {
    Schedule one =
        schedule(
            new ScheduleTerms(
                DAILY.terms().timing(),
                BackupType.DUMP,
                Compression.GZ,
                7,
                null,
                List.of(
                    new AdditionalDestination(OTHER, null), new AdditionalDestination(BUILT_IN, 9)),
                ZoneOffset.UTC));
    Schedule other =
        schedule(
            new ScheduleTerms(
                WEEKLY.terms().timing(),
                BackupType.DUMP,
                Compression.ZSTD,
                3,
                OTHER,
                List.of(new AdditionalDestination(OTHER, 30)),
                ZoneOffset.UTC));
    ScheduledCopies copies = ScheduledCopies.of(List.of(one, other), BUILT_IN);
    assertThat(copies.compression()).isEqualTo(Compression.ZSTD);
    assertThat(copies.retentionDays())
        .containsExactly(Map.entry(BUILT_IN, 9), Map.entry(OTHER, 30));
    assertThat(copies.schedules())
        .extracting(it -> it.id(), it -> it.timing(), it -> it.retentionDays())
        .containsExactly(
            tuple(one.id(), one.terms().timing(), Map.of(BUILT_IN, 9, OTHER, 7)),
            tuple(other.id(), other.terms().timing(), Map.of(OTHER, 30)));
    assertThat(ScheduledCopies.of(List.of(SNAPSHOTS), BUILT_IN).compression())
        .isEqualTo(Compression.ZSTD);
  }
}
