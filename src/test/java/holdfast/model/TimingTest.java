package holdfast.model;

import static holdfast.model.Interval.DAILY;
import static holdfast.model.Interval.HOURLY;
import static holdfast.model.Interval.WEEKLY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TimingTest {
  private static final int DAY = 24 * 60;
  private static final int WEEK = 7 * DAY;
  private static final List<Integer> NONE = List.of();

  static Stream<Arguments> impossible() {
    return Stream.of(
        Arguments.of(HOURLY, NONE, NONE, NONE, "minute is required"),
        Arguments.of(HOURLY, List.of(60), NONE, NONE, "minute is not in 0..59: [60]"),
        Arguments.of(HOURLY, List.of(-1), NONE, NONE, "minute is not in 0..59: [-1]"),
        Arguments.of(HOURLY, List.of(5, 0, 5), NONE, NONE, "minute has a value twice: [5, 0, 5]"),
        Arguments.of(HOURLY, List.of(0), List.of(1), NONE, "hour is not allowed"),
        Arguments.of(HOURLY, List.of(0), NONE, List.of(1), "day is not allowed"),
        Arguments.of(DAILY, List.of(0), NONE, NONE, "hour is required"),
        Arguments.of(DAILY, List.of(0), List.of(24), NONE, "hour is not in 0..23: [24]"),
        Arguments.of(DAILY, List.of(0), List.of(3, 3), NONE, "hour has a value twice: [3, 3]"),
        Arguments.of(DAILY, List.of(0), List.of(3), List.of(1), "day is not allowed"),
        Arguments.of(WEEKLY, List.of(0), NONE, List.of(1), "hour is required"),
        Arguments.of(WEEKLY, List.of(0), List.of(3), NONE, "day is required"),
        Arguments.of(WEEKLY, List.of(0), List.of(3), List.of(7), "day is not in 0..6: [7]"),
        Arguments.of(
            WEEKLY, List.of(0), List.of(3), List.of(6, 6), "day has a value twice: [6, 6]"));
  }

  @ParameterizedTest(name = "{4} ({0})")
  @MethodSource("impossible")
  void refusesWhatCannotBe(
      Interval interval,
      List<Integer> minutes,
      List<Integer> hours,
      List<Integer> days,
      String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Timing(interval, minutes, hours, days))
        .withMessage(why);
  }

  static Stream<Arguments> counted() {
    Timing mondays = new Timing(WEEKLY, List.of(0), List.of(0), List.of(0));
    Timing weekend = new Timing(WEEKLY, List.of(0, 30), List.of(1, 2, 3), List.of(6, 5));
    return Stream.of(
        Arguments.of(new Timing(HOURLY, List.of(0), NONE, NONE), 7, 168),
        Arguments.of(new Timing(HOURLY, List.of(0, 20, 40), NONE, NONE), 6, 432),
        Arguments.of(new Timing(HOURLY, List.of(0, 20, 40), NONE, NONE), 7, 504),
        Arguments.of(new Timing(DAILY, List.of(0), List.of(4), NONE), 60, 60),
        Arguments.of(new Timing(DAILY, List.of(0, 30), List.of(1, 2, 3, 4, 5), NONE), 50, 500),
        Arguments.of(new Timing(DAILY, List.of(0, 30), List.of(1, 2, 3, 4, 5), NONE), 51, 510),
        Arguments.of(mondays, 1, 1),
        Arguments.of(mondays, 7, 1),
        Arguments.of(mondays, 8, 2),
        Arguments.of(mondays, 120, 18),
        Arguments.of(weekend, 1, 6),
        Arguments.of(weekend, 2, 12),
        Arguments.of(weekend, 7, 12),
        Arguments.of(weekend, 8, 18),
        Arguments.of(weekend, 9, 24));
  }

  @ParameterizedTest(name = "{0} in {1} days: {2}")
  @MethodSource("counted")
  void countsTheMostFiringsOfASpan(Timing timing, int days, int most) {
    assertThat(timing.mostFiringsIn(days)).isEqualTo(most);
    assertThat(walked(timing, days)).isEqualTo(most);
  }

  @ParameterizedTest
  @EnumSource
  void countsAsAWalkOverEveryMinuteDoes(Interval interval) {
    Random random = new Random(20_261_124);
    for (int days = 1; days <= interval.maxRetentionDays(); days++) {
      for (int round = 0; round < 6; round++) {
        Timing timing = any(interval, random);
        assertThat(timing.mostFiringsIn(days))
            .as("%s in %d days", timing, days)
            .isEqualTo(walked(timing, days));
      }
    }
  }

  /** Every set of days, since their gaps are what is hard. */
  @Test
  void countsEverySetOfDaysAsAWalkDoes() {
    Random random = new Random(7);
    for (int set = 1; set < 1 << 7; set++) {
      int bits = set;
      List<Integer> chosen =
          IntStream.range(0, 7).filter(day -> (bits >> day & 1) == 1).boxed().toList();
      Timing timing = new Timing(WEEKLY, some(60, random), some(24, random), chosen);
      for (int days = 1; days <= 15; days++) {
        assertThat(timing.mostFiringsIn(days))
            .as("%s in %d days", timing, days)
            .isEqualTo(walked(timing, days));
      }
    }
  }

  /** Goes through the minutes of weeks, one by one, and looks from each firing of the first. */
  private static int walked(Timing timing, int days) {
    int[] before = new int[WEEK + days * DAY + 1];
    for (int minute = 0; minute < before.length - 1; minute++) {
      before[minute + 1] = before[minute] + (fires(timing, minute) ? 1 : 0);
    }
    return IntStream.range(0, WEEK)
        .filter(minute -> fires(timing, minute))
        .map(start -> before[start + days * DAY] - before[start])
        .max()
        .orElseThrow();
  }

  private static boolean fires(Timing timing, int minute) {
    boolean atMinute = timing.minutes().contains(minute % 60);
    boolean inHour = timing.interval() == HOURLY || timing.hours().contains(minute / 60 % 24);
    boolean onDay = timing.interval() != WEEKLY || timing.days().contains(minute / DAY % 7);
    return atMinute && inHour && onDay;
  }

  private static Timing any(Interval interval, Random random) {
    return new Timing(
        interval,
        some(60, random),
        interval == HOURLY ? NONE : some(24, random),
        interval == WEEKLY ? some(7, random) : NONE);
  }

  private static List<Integer> some(int end, Random random) {
    List<Integer> all = new ArrayList<>(IntStream.range(0, end).boxed().toList());
    Collections.shuffle(all, random);
    return all.subList(0, 1 + random.nextInt(end));
  }
}
