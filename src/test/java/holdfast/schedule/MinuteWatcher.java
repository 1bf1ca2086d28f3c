package holdfast.schedule;

import holdfast.model.Interval;
import holdfast.model.Timing;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Somebody who looks at the clock every minute, and so knows when a timing fires. */
final class MinuteWatcher {
  private static final List<Integer> NONE = List.of();

  private MinuteWatcher() {}

  static Timing someTiming(Interval interval, Random random) {
    return new Timing(
        interval,
        some(random, 60, 3),
        interval == Interval.HOURLY ? NONE : some(random, 24, 10),
        interval == Interval.WEEKLY ? some(random, 7, 4) : NONE);
  }

  private static List<Integer> some(Random random, int end, int atMost) {
    Set<Integer> values = new HashSet<>();
    IntStream.rangeClosed(0, random.nextInt(atMost)).forEach(i -> values.add(random.nextInt(end)));
    return List.copyOf(values);
  }

  /**
   * Sees each local minute when it is shown first; minutes that are not shown are seen when the
   * clock goes on.
   */
  static List<Instant> watched(Timing timing, String zone, Instant from, Instant to) {
    Set<Instant> all = new TreeSet<>();
    Set<LocalDateTime> seen = new HashSet<>();
    LocalDateTime latest = local(from, zone);
    for (Instant now = from.plusSeconds(60); now.isBefore(to); now = now.plusSeconds(60)) {
      LocalDateTime shown = local(now, zone);
      for (LocalDateTime minute = latest.plusMinutes(1);
          !minute.isAfter(shown);
          minute = minute.plusMinutes(1)) {
        if (isListed(timing, minute) && seen.add(minute)) {
          all.add(now);
        }
      }
      latest = shown.isAfter(latest) ? shown : latest;
    }
    return List.copyOf(all);
  }

  private static LocalDateTime local(Instant moment, String zone) {
    return LocalDateTime.ofInstant(moment, ZoneId.of(zone));
  }

  private static boolean isListed(Timing timing, LocalDateTime time) {
    return timing.minutes().contains(time.getMinute())
        && (timing.hours().isEmpty() || timing.hours().contains(time.getHour()))
        && (timing.days().isEmpty() || timing.days().contains(time.getDayOfWeek().getValue() - 1));
  }
}
