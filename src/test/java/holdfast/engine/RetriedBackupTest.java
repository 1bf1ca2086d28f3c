package holdfast.engine;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.Backup;
import holdfast.model.BackupStatus;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.testing.MemoryDestination;
import holdfast.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A backup that fails for a cause that can pass is tried again; for any other cause it is not. */
class RetriedBackupTest {
  private static final Duration DELAY = Duration.ofSeconds(30);
  private static final Duration WINDOW = Duration.ofMinutes(10);
  private static final Failure UNREACHABLE =
      new Failure(FailureCode.DATABASE_UNREACHABLE, "the network is away", "Wait for it.");

  @TempDir Path folder;
  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-24T10:00:00Z"));
  private EngineWorld world;
  private MemoryDestination store;

  @BeforeEach
  void makeWorld() {
    world = new EngineWorld(folder, new RunPolicy(0, 0, 2, DELAY, WINDOW), clock);
    store = world.destination("first");
  }

  @AfterEach
  void endWorld() {
    world.close();
  }

  @Test
  void aCauseThatPassesLetsTheBackupCompleteLater() {
    Backup backup = world.request();
    world.driver.refuse(UNREACHABLE);

    assertThat(world.next(backup).again()).isEqualTo(DELAY);
    assertThat(world.look(backup).status()).isEqualTo(BackupStatus.SCHEDULED);
    assertThat(world.log(backup)).contains("it will be tried again in 30 seconds");

    world.driver.refuseNothing();
    clock.advance(DELAY);
    Backup completed = world.run(backup);
    assertThat(completed.status()).isEqualTo(BackupStatus.COMPLETED);
    assertThat(completed.failure()).isNull();
    assertThat(completed.attempt()).isEqualTo(2);
    assertThat(store.keys()).hasSize(2).allMatch(key -> key.contains("/2/"));
  }

  @Test
  void aCauseThatDoesNotPassFailsInTheEndWithThatCause() {
    Backup backup = world.request();
    world.driver.refuse(UNREACHABLE);

    assertThat(world.next(backup).again()).isEqualTo(DELAY);
    assertThat(world.next(backup).again()).isEqualTo(DELAY.multipliedBy(2));
    Backup failed = world.run(backup);

    assertThat(failed.status()).isEqualTo(BackupStatus.FAILED);
    assertThat(failed.failure()).isEqualTo(UNREACHABLE);
    assertThat(failed.attempt()).isEqualTo(3);
    assertThat(store.keys()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(FailureCode.class)
  void onlyCausesThatCanPassAreTriedAgain(FailureCode code) {
    Backup backup = world.request();
    world.driver.refuse(new Failure(code, "it does not go", "Mend it."));

    assertThat(world.next(backup).again() != null).isEqualTo(code.mayPass());
    assertThat(world.look(backup).status() == BackupStatus.SCHEDULED).isEqualTo(code.mayPass());
  }

  @Test
  void aPasswordOrARightThatIsWrongNowIsWrongInAMinute() {
    assertThat(
            List.of(
                FailureCode.DATABASE_AUTHENTICATION,
                FailureCode.DATABASE_RIGHTS,
                FailureCode.DESTINATION_ACCESS_DENIED,
                FailureCode.TOOL_MISSING))
        .noneMatch(FailureCode::mayPass);
  }

  @Test
  void aBackupThatWaitsForItsRetryCanBeAborted() {
    Backup backup = world.request();
    world.driver.refuse(UNREACHABLE);
    assertThat(world.next(backup).again()).isNotNull();

    assertThat(world.backups().abort(backup.id())).contains(BackupStatus.ABORTED);

    assertThat(world.run(backup).status()).isEqualTo(BackupStatus.ABORTED);
  }

  @Test
  void eachRetryHasTheWholeStartWindow() {
    Backup backup = world.request();
    world.driver.refuse(UNREACHABLE);
    clock.advance(WINDOW);
    assertThat(world.next(backup).again()).isEqualTo(DELAY);

    world.driver.refuseNothing();
    clock.advance(DELAY.plus(WINDOW));

    assertThat(world.run(backup).status()).isEqualTo(BackupStatus.COMPLETED);
  }

  @Test
  void aServerThatIsRestartedManyTimesDuringABackupDoesNotMakeItFail() {
    Backup backup = world.request();
    for (int restart = 0; restart < 10; restart++) {
      Backup claimed = world.claim(backup);
      world.catalog.write(all -> all.backups().reschedule(claimed.id(), claimed.attempt()));
    }

    assertThat(world.run(backup).status()).isEqualTo(BackupStatus.COMPLETED);
  }

  @Test
  void theDelayDoublesUpToAnHour() {
    RunPolicy policy = new RunPolicy(0, 0, 100, DELAY, WINDOW);

    assertThat(policy.delayAfter(1)).isEqualTo(DELAY);
    assertThat(policy.delayAfter(4)).isEqualTo(DELAY.multipliedBy(8));
    assertThat(policy.delayAfter(100)).isEqualTo(Duration.ofHours(1));
    assertThat(Objects.requireNonNull(policy.delayAfter(8))).isEqualTo(Duration.ofHours(1));
  }
}
