package holdfast.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.AddonId;
import holdfast.model.AwaitedSchedule;
import holdfast.model.BackupType;
import holdfast.model.Compression;
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
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A year of ticks that come late, stay away for hours or days, find a clock that went back and
 * other settings after each downtime: whatever happens, every instant that a watcher of the clock
 * saw is answered for once.
 */
class FiringPlanWalkTest {
  private static final Instant FROM = Instant.parse("2026-01-01T11:59:30Z");
  private static final Instant TO = Instant.parse("2027-01-01T00:00:00Z");

  /** The last downtime may end after the last tick. */
  private static final Instant END = TO.plus(Duration.ofDays(1));

  private static final IdGenerator IDS = new IdGenerator(Clock.systemUTC());
  private static final AddonId ADDON = new AddonId(IDS.nextKey());

  /** A plan, when it was made, and how long after an instant was to be acted on it. */
  private record Act(FiringPlan plan, Instant at, Duration delay, boolean catchesUp) {}

  @ParameterizedTest
  @ValueSource(
      strings = {"UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Asia/Gaza"})
  void everyInstantIsAnsweredForOnce(String zone) {
    Random random = new Random(zone.hashCode());
    List<Schedule> schedules =
        Arrays.stream(Interval.values()).map(it -> schedule(it, zone, random)).toList();
    List<Act> acts = walk(schedules, random);
    for (Schedule schedule : schedules) {
      List<Instant> seen =
          MinuteWatcher.watched(
              schedule.terms().timing(), zone, FROM.truncatedTo(ChronoUnit.MINUTES), END);
      checkAnswers(schedule, seen, acts);
    }
    assertThat(acts).extracting(it -> it.plan().carried().size()).contains(0, 1, 2);
    assertThat(outcomes(acts)).contains(FiringOutcome.values());
  }

  private static List<FiringOutcome> outcomes(List<Act> acts) {
    return acts.stream().flatMap(it -> it.plan().spans().stream()).map(Span::outcome).toList();
  }

  private static Schedule schedule(Interval interval, String zone, Random random) {
    Timing timing = MinuteWatcher.someTiming(interval, random);
    return new Schedule(
        new ScheduleId(IDS.nextKey()),
        ADDON,
        new ScheduleTerms(
            timing, BackupType.DUMP, Compression.GZ, 1, null, List.of(), ZoneId.of(zone)),
        FROM,
        FROM);
  }

  private static List<Act> walk(List<Schedule> schedules, Random random) {
    List<AwaitedSchedule> awaited =
        new ArrayList<>(schedules.stream().map(it -> new AwaitedSchedule(it, null, FROM)).toList());
    List<Act> acts = new ArrayList<>();
    FiringPolicy policy = somePolicy(random);
    Instant now = FROM;
    while (now.isBefore(TO)) {
      FiringPolicy valid = policy;
      Instant at = now;
      Standing standing = new Standing(ADDON, oneOf(random, 40), unfinished(random), awaited);
      List<FiringPlan> plans = FiringPlan.of(standing, now, policy);
      assertThat(plans).hasSizeLessThanOrEqualTo(1);
      for (FiringPlan plan : plans) {
        acts.add(new Act(plan, at, delay(valid), valid.catchesUp()));
        plan.next().forEach(next -> move(awaited, next));
      }
      assertThat(FiringPlan.of(new Standing(ADDON, false, Map.of(), awaited), now, policy))
          .as("a second tick at the same moment")
          .isEmpty();
      boolean isDown = oneOf(random, 60);
      now = now.plus(isDown ? downtime(random) : step(awaited, now, random));
      policy = isDown ? somePolicy(random) : policy;
    }
    return acts;
  }

  private static FiringPolicy somePolicy(Random random) {
    return new FiringPolicy(
        !oneOf(random, 4), new Spread(Duration.ofSeconds(random.nextInt(4) * 900L)));
  }

  private static Duration delay(FiringPolicy policy) {
    return policy.spread().of(ADDON, BackupType.DUMP);
  }

  private static Map<BackupType, Slug> unfinished(Random random) {
    return oneOf(random, 10) ? Map.of(BackupType.DUMP, new Slug("other")) : Map.of();
  }

  private static Duration downtime(Random random) {
    return Duration.ofMinutes(oneOf(random, 5) ? random.nextInt(20_000) : random.nextInt(600));
  }

  /** Mostly to when the next is due, a little late; sometimes the clock goes back. */
  private static Duration step(List<AwaitedSchedule> awaited, Instant now, Random random) {
    if (oneOf(random, 20)) {
      return Duration.ofSeconds(-random.nextInt(7200));
    }
    Instant due =
        awaited.stream().map(AwaitedSchedule::dueAt).min(Instant::compareTo).orElseThrow();
    Duration until = Duration.between(now, due);
    return (until.isNegative() ? Duration.ZERO : until).plusMillis(random.nextInt(2000));
  }

  private static boolean oneOf(Random random, int many) {
    return random.nextInt(many) == 0;
  }

  private static void move(List<AwaitedSchedule> awaited, NextFiring next) {
    awaited.replaceAll(
        it ->
            it.schedule().id().equals(next.schedule())
                ? new AwaitedSchedule(it.schedule(), next.firingAt(), next.dueAt())
                : it);
  }

  private static void checkAnswers(Schedule schedule, List<Instant> seen, List<Act> acts) {
    int answered = 0;
    for (Act act : acts) {
      List<Span> spans =
          act.plan().spans().stream().filter(it -> it.schedule().equals(schedule.id())).toList();
      assertThat(act.plan().carried().contains(schedule))
          .isEqualTo(spans.stream().anyMatch(Span::hasBackup));
      for (Span span : spans) {
        assertThat(span.since()).as("nothing is lost or doubled").isEqualTo(seen.get(answered));
        int last = seen.indexOf(span.at());
        assertThat(last).isGreaterThanOrEqualTo(answered);
        answered = last + 1;
        checkOutcome(span, schedule, act);
      }
    }
    assertThat(answered).isGreaterThan(seen.size() / 2);
  }

  private static void checkOutcome(Span span, Schedule schedule, Act act) {
    assertThat(span.at()).as("nothing comes early").isBeforeOrEqualTo(act.at());
    Instant lateAfter = span.at().plus(act.delay()).plus(Duration.ofMinutes(5));
    boolean isLate = act.at().isAfter(lateAfter);
    Duration age = Duration.between(span.at(), act.at());
    boolean canBeCaughtUp =
        act.catchesUp() && age.compareTo(schedule.terms().timing().interval().length()) <= 0;
    switch (span.outcome()) {
      case TAKEN -> assertThat(isLate).isFalse();
      case CAUGHT_UP -> assertThat(isLate && canBeCaughtUp).isTrue();
      case SKIPPED -> assertThat(!isLate || canBeCaughtUp).isTrue();
      case MISSED -> assertThat(isLate && !canBeCaughtUp).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 60, 3000})
  void theSpreadIsBoundedSteadyAndWide(int seconds) {
    Spread spread = new Spread(Duration.ofSeconds(seconds));
    List<Long> delays =
        IntStream.range(0, 10_000)
            .mapToObj(i -> spread.of(new AddonId(IDS.nextKey()), BackupType.DUMP).toMillis())
            .toList();
    assertThat(delays).allMatch(it -> it == 0 || (it > 0 && it < seconds * 1000L));
    assertThat(spread.of(ADDON, BackupType.DUMP)).isEqualTo(spread.of(ADDON, BackupType.DUMP));
    for (int tenth = 0; tenth < 10 && seconds > 0; tenth++) {
      long from = 100L * tenth * seconds;
      long to = from + seconds * 100L;
      assertThat(delays.stream().filter(it -> it >= from && it < to).count())
          .isBetween(850L, 1150L);
    }
  }
}
