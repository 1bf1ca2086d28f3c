package holdfast.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.chaos.Facts.FiringRow;
import holdfast.chaos.Facts.ScheduleRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FiringsCheckTest {
  private static final ScheduleRow AT_HALF_PAST =
      new ScheduleRow("addon", Set.of(30), Instant.parse("2026-11-24T00:01:00Z"));

  private static FiringRow firing(String at, String actedAt, @Nullable String reason) {
    return new FiringRow(
        "schedule",
        Instant.parse(at),
        Instant.parse(at),
        reason == null ? "taken" : "skipped",
        reason,
        reason == null ? "backup of " + at : null,
        Instant.parse(actedAt));
  }

  private static FiringRow taken(String at) {
    return firing(at, at, null);
  }

  private static List<String> violations(FiringRow... firings) {
    Facts facts =
        new Facts(
            Instant.parse("2026-11-24T02:31:00Z"),
            "",
            Map.of(),
            Map.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Map.of("schedule", AT_HALF_PAST),
            List.of(firings));
    List<String> violations = new ArrayList<>();
    FiringsCheck.tile("schedule", List.of(firings), facts, violations);
    return violations;
  }

  @Test
  void eachTimeIsNotedOnce() {
    FiringRow first = taken("2026-11-24T00:30:00Z");
    FiringRow second = taken("2026-11-24T01:30:00Z");
    FiringRow third = taken("2026-11-24T02:30:00Z");
    assertThat(violations(first, second, third)).isEmpty();
    assertThat(violations(first, third)).hasSize(1);
    assertThat(violations(first, second)).hasSize(1);
  }

  @Test
  void afterAChangeOfItsTimesAScheduleBeginsAnew() {
    FiringRow before = taken("2026-11-24T00:10:00Z");
    FiringRow ending =
        firing(
            "2026-11-24T01:10:00Z",
            "2026-11-24T01:45:00Z",
            "its schedule's times were changed before it was acted on");
    assertThat(violations(before, ending, taken("2026-11-24T02:30:00Z"))).isEmpty();
    assertThat(violations(before, ending)).hasSize(1);
    assertThat(violations(before, ending, taken("2026-11-24T01:30:00Z"))).hasSize(2);
  }
}
