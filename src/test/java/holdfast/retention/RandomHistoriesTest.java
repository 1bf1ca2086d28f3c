package holdfast.retention;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.Backup;
import holdfast.model.BackupStatus;
import holdfast.model.Copy;
import holdfast.model.SourceType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Years of an addon: backups that begin and end as they may, restores, schedules that are made and
 * deleted, days that pass with and without a pass of expiry. What must stay is written down beside,
 * so that it does not depend on what is left.
 */
class RandomHistoriesTest {
  private static final int STEPS = 400;
  private static final List<BackupStatus> ENDS =
      List.of(
          BackupStatus.COMPLETED,
          BackupStatus.FAILED,
          BackupStatus.FAILED,
          BackupStatus.ABORTED,
          BackupStatus.NOT_SUPPORTED);

  private final History history = new History();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private @Nullable Backup lastCompleted;

  /** The last completed one, once another has begun and for as long as no newer one completes. */
  private @Nullable Backup precious;

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theLastGoodOneIsThereForAsLongAsNothingHasCompletedSince(long seed) {
    Random random = new Random(seed);
    int removed = 0;
    for (int step = 0; step < STEPS; step++) {
      now = now.plus(Duration.ofHours(random.nextInt(72)));
      change(random);
      Backup fed = history.isFed && isThere(lastCompleted) ? lastCompleted : null;
      if (random.nextInt(3) > 0) {
        removed += pass();
      }
      assertThat(precious == null || isThere(precious)).as("step %d", step).isTrue();
      assertThat(fed == null || isThere(fed)).as("step %d, scheduled", step).isTrue();
    }
    assertThat(removed).as("a plan that keeps all would be no plan").isGreaterThan(STEPS / 20);
  }

  private boolean isThere(@Nullable Backup backup) {
    return backup != null && history.backups.contains(backup);
  }

  private int pass() {
    List<Decision> expired = history.plan(now).expired();
    for (Decision gone : expired) {
      assertThat(gone.copy().expiresAt()).isBeforeOrEqualTo(now).isNotEqualTo(Copy.NEVER);
      assertThat(gone.copy().backupStatus().isTerminal()).isTrue();
      assertThat(history.read).doesNotContain(gone.copy().backupId());
    }
    history.expire(now);
    assertThat(history.plan(now).expired()).as("a second pass finds nothing").isEmpty();
    return expired.size();
  }

  private void change(Random random) {
    switch (random.nextInt(9)) {
      case 0 -> history.isFed = !history.isFed;
      case 1 -> history.read.clear();
      case 2 -> readOne(random);
      case 3 -> history.add(SourceType.EXTERNAL_DUMP, BackupStatus.COMPLETED, now, until(random));
      case 4 -> begin(random);
      case 5 -> endAll(random);
      default -> {
        begin(random);
        endAll(random);
      }
    }
  }

  private void readOne(Random random) {
    if (!history.backups.isEmpty()) {
      history.read.add(history.backups.get(random.nextInt(history.backups.size())).id());
    }
  }

  private void begin(Random random) {
    history.add(SourceType.SAME_ADDON, BackupStatus.IN_PROGRESS, now, until(random));
    if (isThere(lastCompleted)) {
      precious = lastCompleted;
    }
  }

  private Instant until(Random random) {
    return random.nextInt(30) == 0
        ? Copy.NEVER
        : now.plus(Duration.ofDays(1 + random.nextInt(40)));
  }

  private void endAll(Random random) {
    for (int i = 0; i < history.backups.size(); i++) {
      if (!history.backups.get(i).status().isTerminal()) {
        Backup ended = history.end(i, ENDS.get(random.nextInt(ENDS.size())));
        if (ended.status() == BackupStatus.COMPLETED) {
          completed(ended, i);
        }
      }
    }
  }

  private void completed(Backup backup, int index) {
    lastCompleted = backup;
    boolean isNewest =
        history.backups.stream().skip(index + 1L).noneMatch(later -> later.source().isOfAddon());
    precious = isNewest ? null : backup;
  }
}
