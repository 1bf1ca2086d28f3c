package holdfast.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.Interval;
import holdfast.model.Timing;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FiringsTest {
  private static final List<Integer> NONE = List.of();

  private static Instant next(Timing timing, String zone, String after) {
    return new Firings(timing, ZoneId.of(zone)).after(Instant.parse(after));
  }

  private static Timing daily(int hour, int minute) {
    return new Timing(Interval.DAILY, List.of(minute), List.of(hour), NONE);
  }

  @Test
  void firesAtEachListedMinuteOfEachHour() {
    Timing timing = new Timing(Interval.HOURLY, List.of(45, 10), NONE, NONE);
    assertThat(next(timing, "UTC", "2026-01-01T00:10:00Z")).isEqualTo("2026-01-01T00:45:00Z");
    assertThat(next(timing, "UTC", "2026-01-01T00:45:00Z")).isEqualTo("2026-01-01T01:10:00Z");
    assertThat(next(timing, "UTC", "2026-12-31T23:45:00.001Z")).isEqualTo("2027-01-01T00:10:00Z");
    assertThat(next(timing, "Asia/Kolkata", "2026-01-01T00:00:00Z"))
        .isEqualTo("2026-01-01T00:15:00Z");
  }

  @Test
  void firesAtTheListedHoursOfTheListedDays() {
    Timing timing = new Timing(Interval.WEEKLY, List.of(30), List.of(2), List.of(6, 0));
    assertThat(next(timing, "UTC", "2026-11-24T00:00:00Z")).isEqualTo("2026-11-29T02:30:00Z");
    assertThat(next(timing, "UTC", "2026-11-29T02:30:00Z")).isEqualTo("2026-11-30T02:30:00Z");
    assertThat(next(timing, "UTC", "2026-11-30T02:30:00Z")).isEqualTo("2026-12-06T02:30:00Z");
  }

  @ParameterizedTest
  @CsvSource({
    // The clock goes from 02:00 to 03:00 on 2026-03-29 in Berlin.
    "Europe/Berlin, 2, 30, 2026-03-28T12:00:00Z, 2026-03-29T01:00:00Z",
    "Europe/Berlin, 2, 30, 2026-03-29T01:00:00Z, 2026-03-30T00:30:00Z",
    // It shows 02:30 twice on 2026-10-25.
    "Europe/Berlin, 2, 30, 2026-10-24T12:00:00Z, 2026-10-25T00:30:00Z",
    "Europe/Berlin, 2, 30, 2026-10-25T00:30:00Z, 2026-10-26T01:30:00Z",
    // Half an hour only, on Lord Howe Island.
    "Australia/Lord_Howe, 2, 15, 2026-10-03T12:00:00Z, 2026-10-03T15:30:00Z",
    // A whole day was left out in Samoa: the 30th of December 2011.
    "Pacific/Apia, 12, 0, 2011-12-29T22:00:00Z, 2011-12-30T10:00:00Z",
    "Pacific/Apia, 12, 0, 2011-12-30T10:00:00Z, 2011-12-30T22:00:00Z"
  })
  void aTimeThatIsLeftOutFiresWhenTheClockGoesOnAndOneThatComesTwiceFiresOnce(
      String zone, int hour, int minute, String after, String expected) {
    assertThat(next(daily(hour, minute), zone, after)).isEqualTo(expected);
  }

  /** Against somebody who looks at the clock every minute, through all its changes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "UTC",
        "Europe/Berlin",
        "America/St_Johns",
        "Australia/Lord_Howe",
        "Africa/Casablanca",
        "Asia/Gaza"
      })
  void firesWhenAWatcherOfTheClockWould(String zone) {
    Random random = new Random(zone.hashCode());
    Instant from = Instant.parse("2024-12-31T00:00:00Z");
    Instant to = Instant.parse("2028-01-01T00:00:00Z");
    for (Interval interval : Interval.values()) {
      Timing timing = MinuteWatcher.someTiming(interval, random);
      assertThat(calculated(timing, zone, from, to))
          .as("%s in %s", timing, zone)
          .isEqualTo(MinuteWatcher.watched(timing, zone, from, to));
    }
  }

  private static List<Instant> calculated(Timing timing, String zone, Instant from, Instant to) {
    Firings firings = new Firings(timing, ZoneId.of(zone));
    List<Instant> all = new ArrayList<>();
    for (Instant at = firings.after(from); at.isBefore(to); at = firings.after(at)) {
      all.add(at);
    }
    return all;
  }

  @Test
  void neverFiresAtTheMomentThatItIsAskedAbout() {
    Firings firings =
        new Firings(new Timing(Interval.HOURLY, List.of(0), NONE, NONE), ZoneId.of("UTC"));
    Instant moment = Instant.parse("2026-01-01T00:00:00Z");
    assertThat(firings.after(moment)).isEqualTo(moment.plus(Duration.ofHours(1)));
    assertThat(firings.after(moment.minusNanos(1))).isEqualTo(moment);
  }

  /** The newest moment is the last of those that came, at the moment itself and between two. */
  @ParameterizedTest
  @ValueSource(
      strings = {"Europe/Berlin", "Australia/Lord_Howe", "America/Havana", "Pacific/Apia"})
  void theNewestIsTheLastThatAWatcherSaw(String zone) {
    Random random = new Random(zone.hashCode());
    Instant from = Instant.parse("2011-10-01T00:00:00Z");
    Instant to = Instant.parse("2012-12-01T00:00:00Z");
    for (Interval interval : Interval.values()) {
      Timing timing = MinuteWatcher.someTiming(interval, random);
      Firings firings = new Firings(timing, ZoneId.of(zone));
      List<Instant> all = MinuteWatcher.watched(timing, zone, from, to);
      for (int i = 1; i < all.size(); i++) {
        assertThat(firings.latest(all.get(i))).isEqualTo(all.get(i));
        assertThat(firings.latest(all.get(i).minusNanos(1)))
            .as("%s in %s", timing, zone)
            .isEqualTo(all.get(i - 1));
      }
    }
  }

  @Test
  void theNewestIsAlsoFoundWhereTheClockGoesBackOverMidnight() {
    // From 00:00 back to 23:00 on 2011-11-06 in the Azores' old manner: Havana goes from 01:00 to 00:00.
    Firings firings = new Firings(daily(0, 30), ZoneId.of("America/Havana"));
    assertThat(firings.latest(Instant.parse("2026-11-01T05:45:00Z")))
        .isEqualTo("2026-11-01T04:30:00Z");
    // From 00:01 back to 23:01 of the day before, in St. John's until 2011.
    Firings newfoundland = new Firings(daily(0, 0), ZoneId.of("America/St_Johns"));
    assertThat(newfoundland.latest(Instant.parse("2010-11-07T02:50:00Z")))
        .isEqualTo("2010-11-07T02:30:00Z");
  }
}
