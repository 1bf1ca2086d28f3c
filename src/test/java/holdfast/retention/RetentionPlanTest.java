package holdfast.retention;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.Backup;
import holdfast.model.BackupStatus;
import holdfast.model.Copy;
import holdfast.model.SourceType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A history is written oldest first: how each backup is, how many days ago it was made, and after
 * how many it may go ({@code =} for never). {@code C} is completed, {@code F} failed, {@code A}
 * aborted, {@code N} not supported, {@code W} waiting, {@code R} running, {@code E} being aborted;
 * {@code I} is an import that completed, {@code X} one that failed. An exclamation mark: a restore
 * reads it.
 */
class RetentionPlanTest {
  private static final Instant NOW = Instant.parse("2026-11-24T04:00:00Z");
  private static final Pattern TOKEN = Pattern.compile("([A-Z])(\\d+)/(=|\\d+)(!?)");
  private static final Map<String, BackupStatus> STATUSES =
      Map.of(
          "C", BackupStatus.COMPLETED,
          "I", BackupStatus.COMPLETED,
          "F", BackupStatus.FAILED,
          "X", BackupStatus.FAILED,
          "A", BackupStatus.ABORTED,
          "N", BackupStatus.NOT_SUPPORTED,
          "W", BackupStatus.SCHEDULED,
          "R", BackupStatus.IN_PROGRESS,
          "E", BackupStatus.ABORTING);

  private static History history(String text, boolean isFed) {
    History history = new History();
    history.isFed = isFed;
    for (String token : text.split(" ", -1)) {
      Matcher matcher = TOKEN.matcher(token);
      assertThat(matcher.matches()).as(token).isTrue();
      Instant createdAt = NOW.minus(days(matcher.group(2)));
      String kept = matcher.group(3);
      Instant expiresAt = kept.equals("=") ? Copy.NEVER : createdAt.plus(days(kept));
      String kind = matcher.group(1);
      SourceType source = "IX".contains(kind) ? SourceType.EXTERNAL_DUMP : SourceType.SAME_ADDON;
      Backup backup =
          history.add(source, Objects.requireNonNull(STATUSES.get(kind)), createdAt, expiresAt);
      if (!matcher.group(4).isEmpty()) {
        history.read.add(backup.id());
      }
    }
    return history;
  }

  private static Duration days(String count) {
    return Duration.ofDays(Integer.parseInt(count));
  }

  private static String verdicts(History history) {
    List<String> verdicts =
        history.plan(NOW).decisions().stream().map(it -> it.verdict().wire()).toList();
    return String.join(" ", verdicts);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          C6/7                | keep
          C7/7                | expire
          C8/7                | expire
          C800/=              | keep
          C10/7 C9/7          | expire expire
          C10/7 C1/7          | expire keep
          C1/120 C10/7        | keep expire
          F9/7                | expire
          A9/7 N8/7           | expire expire
          C10/7 F1/7          | keep keep
          C10/7 A1/7          | keep keep
          C10/7 N1/7          | keep keep
          C10/7 W1/7          | keep keep
          C10/7 R1/7          | keep keep
          C10/7 E1/7          | keep keep
          C11/7 C10/7 F1/7    | expire keep keep
          C10/7 F9/7          | keep keep
          C10/7 F9/7 F8/7     | keep expire keep
          C10/7 F9/7 W8/7     | keep expire keep
          C10/7 F9/7 C1/7     | expire expire keep
          C10/7 R9/7 C1/7     | expire keep keep
          C10/7 F9/7 C8/7     | expire expire expire
          C10/= F9/7          | keep expire
          C10/7 C9/= F8/7     | expire keep expire
          W8/7                | keep
          R8/7                | keep
          E8/7                | keep
          C10/7!              | keep
          F10/7!              | keep
          C10/7! C9/7         | keep expire
          I10/7               | expire
          C10/7 I1/7          | expire keep
          C10/7 X1/7          | expire keep
          I10/7 F1/7          | expire keep
          """)
  void decidesWithoutASchedule(String text, String verdicts) {
    assertThat(verdicts(history(text, false))).isEqualTo(verdicts);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          C800/7              | keep
          C10/7 C9/7          | expire keep
          C10/7 C9/7 F8/7     | expire keep keep
          F9/7                | expire
          C800/= F9/7         | keep expire
          I10/7               | expire
          C10/7 I9/7          | keep expire
          """)
  void keepsTheNewestCompletedWhereAScheduleStoresTheNext(String text, String verdicts) {
    assertThat(verdicts(history(text, true))).isEqualTo(verdicts);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          R800/7        | its backup has not ended
          C800/=        | it is kept until a person deletes it
          C6/7          | its time is not up before 2026-11-25T04:00:00Z
          C8/7          | its time was up at 2026-11-23T04:00:00Z
          C8/7!         | a restore reads its backup
          C8/7 F1/7     | it is the newest completed backup here, and a later one failed
          C8/7 A1/7     | it is the newest completed backup here, and a later one was aborted
          C8/7 N1/7     | it is the newest completed backup here, and a later one is not supported
          C8/7 R1/7     | it is the newest completed backup here, and a later one has not ended
          """)
  void saysWhyOfTheFirst(String text, String reason) {
    assertThat(history(text, false).plan(NOW).decisions().getFirst().reason()).isEqualTo(reason);
  }

  @Test
  void saysWhyOfWhatAScheduleOrAFailureKeeps() {
    assertThat(history("C8/7", true).plan(NOW).decisions().getFirst().reason())
        .isEqualTo("it is the newest completed backup here until its schedule's next completes");
    assertThat(history("C10/7 F9/7", false).plan(NOW).decisions().getLast().reason())
        .isEqualTo(
            "it shows that no backup has completed here since the one that is kept for that");
  }

  @Test
  void decidesOfOneCopyTheSameWhoeverElseIsAskedAbout() {
    History history = history("C12/7 C10/7 F9/7 F8/7 W1/7", false);
    List<Decision> together = history.plan(NOW).decisions();
    List<Decision> alone =
        history.facts().stream()
            .flatMap(copy -> RetentionPlan.of(List.of(copy), NOW).decisions().stream())
            .toList();
    assertThat(alone).isEqualTo(together);
  }
}
