package holdfast.schedule;

import holdfast.model.Interval;
import holdfast.model.Timing;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The moments at which a timing fires by the clock of a zone. A local time that the clock leaves
 * out fires at the moment at which the clock goes on; one that it shows twice fires the first time
 * only. Immutable.
 */
public final class Firings {
  private static final List<Integer> EVERY_HOUR = IntStream.range(0, 24).boxed().toList();

  private final Timing timing;
  private final ZoneId zone;
  private final List<LocalTime> times;

  public Firings(Timing timing, ZoneId zone) {
    this.timing = timing;
    this.zone = zone;
    List<Integer> hours = timing.interval() == Interval.HOURLY ? EVERY_HOUR : timing.hours();
    this.times =
        hours.stream()
            .flatMap(hour -> timing.minutes().stream().map(minute -> LocalTime.of(hour, minute)))
            .sorted()
            .toList();
  }

  /** The first moment after {@code moment}, which itself does not count. */
  public Instant after(Instant moment) {
    LocalDate date = moment.atZone(zone).toLocalDate();
    while (true) {
      if (isListed(date.getDayOfWeek())) {
        for (LocalTime time : times) {
          Instant firing = moment(date.atTime(time));
          if (firing.isAfter(moment)) {
            return firing;
          }
        }
      }
      date = date.plusDays(1);
    }
  }

  /** The newest moment up to and including {@code moment}. */
  public Instant latest(Instant moment) {
    // Where the clock goes back over midnight, the next day has begun before.
    LocalDate date = moment.atZone(zone).toLocalDate().plusDays(1);
    while (true) {
      if (isListed(date.getDayOfWeek())) {
        for (LocalTime time : times.reversed()) {
          Instant firing = moment(date.atTime(time));
          if (!firing.isAfter(moment)) {
            return firing;
          }
        }
      }
      date = date.minusDays(1);
    }
  }

  private boolean isListed(DayOfWeek day) {
    return timing.interval() != Interval.WEEKLY || timing.days().contains(day.getValue() - 1);
  }

  /** Does not fall as the local time rises: so the first that is found is the first there is. */
  private Instant moment(LocalDateTime local) {
    ZoneRules rules = zone.getRules();
    List<ZoneOffset> offsets = rules.getValidOffsets(local);
    return offsets.isEmpty()
        ? rules.getTransition(local).getInstant()
        : local.toInstant(offsets.getFirst());
  }
}
