package holdfast.model;

import static holdfast.model.BackupType.DUMP;
import static holdfast.model.BackupType.SNAPSHOT;
import static holdfast.model.Interval.DAILY;
import static holdfast.model.Interval.HOURLY;
import static holdfast.model.Interval.WEEKLY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTermsTest {
  private static final Timing NIGHTLY = new Timing(DAILY, List.of(0), List.of(4), List.of());

  private static ScheduleTerms terms(Timing timing, int days) {
    return terms(timing, DUMP, Compression.GZ, days);
  }

  private static ScheduleTerms terms(
      Timing timing, BackupType type, @Nullable Compression compression, int days) {
    return new ScheduleTerms(timing, type, compression, days, null, List.of(), ZoneOffset.UTC);
  }

  @ParameterizedTest(name = "{0}: at most {1} days")
  @CsvSource({"HOURLY, 7", "DAILY, 60", "WEEKLY, 120"})
  void areKeptForAtLeastADayAndAtMostWhatTheIntervalAllows(Interval interval, int most) {
    Timing timing =
        new Timing(
            interval,
            List.of(0),
            interval == HOURLY ? List.of() : List.of(4),
            interval == WEEKLY ? List.of(0) : List.of());
    assertThat(terms(timing, 1).retentionDays()).isEqualTo(1);
    assertThat(terms(timing, most).retentionDays()).isEqualTo(most);
    assertThatIllegalArgumentException().isThrownBy(() -> terms(timing, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> terms(timing, most + 1));
  }

  @Test
  void makeNoMoreThan500BackupsBeforeTheFirstExpires() {
    Timing often = new Timing(DAILY, List.of(0, 30), List.of(1, 2, 3, 4, 5), List.of());
    assertThat(terms(often, 50).retentionDays()).isEqualTo(50);
    assertThatIllegalArgumentException().isThrownBy(() -> terms(often, 51));
  }

  @Test
  void nameACompressionForDumpsOnly() {
    assertThat(terms(NIGHTLY, SNAPSHOT, null, 1).kind())
        .isEqualTo(new ScheduleKind(SNAPSHOT, DAILY));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> terms(NIGHTLY, SNAPSHOT, Compression.GZ, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> terms(NIGHTLY, DUMP, null, 1));
  }

  @Test
  void areTheSameScheduleWhenTheyDoNotChange() {
    Instant then = Instant.parse("2026-11-24T12:00:00Z");
    Instant now = then.plusSeconds(60);
    Schedule schedule =
        new Schedule(
            ScheduleId.of("0".repeat(24)),
            AddonId.of("1".repeat(24)),
            terms(NIGHTLY, 1),
            then,
            then);
    assertThat(schedule.withTerms(terms(NIGHTLY, 1), now)).isSameAs(schedule);
    assertThat(schedule.withTerms(terms(NIGHTLY, 2), now))
        .isEqualTo(new Schedule(schedule.id(), schedule.addonId(), terms(NIGHTLY, 2), then, now));
  }
}
