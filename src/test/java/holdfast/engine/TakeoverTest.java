package holdfast.engine;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.catalog.AttemptPath;
import holdfast.catalog.WaitingStore.Setback;
import holdfast.model.Backup;
import holdfast.model.BackupStatus;
import holdfast.model.Compression;
import holdfast.model.FailureCode;
import holdfast.model.Restore;
import holdfast.testing.Background;
import holdfast.testing.FaultyDump;
import holdfast.testing.Leftovers;
import holdfast.testing.MemoryDestination;
import holdfast.testing.SettableClock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes on one catalog: one has stalled past its lease, another has taken its run over, and the
 * first wakes. It is stalled where it would do the most harm, and its regular looks are stalled
 * too.
 */
class TakeoverTest {
  private static final Duration LEASE = Duration.ofSeconds(30);

  @TempDir Path folder;
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
  private final ScheduledExecutorService stalledTimer = Executors.newScheduledThreadPool(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private EngineWorld world;
  private MemoryDestination store;

  @BeforeEach
  void makeWorld() {
    world = new EngineWorld(folder);
    world.driver.dumpBytes(40_000);
    store = world.destination("first");
    stalledTimer.execute(
        () -> {
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  @AfterEach
  void endWorld() {
    over.countDown();
    timer.shutdownNow();
    stalledTimer.shutdownNow();
    assertThat(world.driver.open()).as("dumps and restorations left open").isZero();
    world.close();
  }

  @Test
  void aBackupThatStalledWhileItWasReadIsPublishedByTheOtherNodeAlone() throws Exception {
    AtomicInteger manifests = new AtomicInteger();
    world.wrap(destination -> new AfterManifest(destination, manifests::incrementAndGet));
    world.driver.holdDumpsAt(1000);
    Backup backup = world.request(Compression.ZSTD);
    CompletableFuture<Next> stalled = Background.call(() -> stalledNode().run(backup.id()));
    Leftovers.await(() -> !world.driver.dumps().isEmpty());
    FaultyDump held = world.driver.dumps().getFirst();
    held.awaitHeld();

    world.driver.holdDumpsAt(Long.MAX_VALUE);
    TimeUnit.NANOSECONDS.sleep(Watch.FRESH_NANOS); // no lease is over sooner
    otherNode().run(backup.id());
    held.release();

    assertThat(stalled.get().again()).as("it is not its own to try again").isNull();
    assertThat(manifests).as("manifests ever written").hasValue(1);
    assertCompletedByTheOther(backup);
  }

  @Test
  void aBackupThatStalledAfterItsManifestTakesItAwayAgain() throws Exception {
    Backup backup = world.request(Compression.ZSTD);
    AtomicInteger manifests = new AtomicInteger();
    world.wrap(
        destination ->
            new AfterManifest(
                destination,
                () -> {
                  if (manifests.incrementAndGet() == 1) {
                    otherNode().run(backup.id());
                  }
                }));

    assertThat(stalledNode().run(backup.id()).again()).isNull();

    assertThat(manifests).hasValue(2);
    assertCompletedByTheOther(backup);
  }

  @Test
  void aBackupThatIsGivenUpWhileItsNodeWakesIsNotCompletedWithoutItsObjects() throws Exception {
    Backup backup = world.request(Compression.ZSTD);
    world.catalog.write(
        all -> {
          for (int loss = 1; loss < 5; loss++) {
            all.waiting().count(backup.id(), Setback.LOSS);
          }
          return true;
        });
    CountDownLatch stored = new CountDownLatch(1);
    CountDownLatch wakes = new CountDownLatch(1);
    world.wrap(
        destination ->
            new AfterManifest(
                destination,
                () -> {
                  stored.countDown();
                  await(wakes);
                }));
    CompletableFuture<Next> stalled = Background.call(() -> stalledNode().run(backup.id()));
    await(stored);
    Thread other = Thread.currentThread();
    world.wrap(
        destination -> {
          if (Thread.currentThread() == other) {
            wakes.countDown();
            stalled.join();
          }
          return destination;
        });

    otherNode().run(backup.id());
    wakes.countDown();
    stalled.join();

    Backup ended = world.look(backup);
    assertThat(ended.status() == BackupStatus.COMPLETED)
        .as("%s, with %s", ended.status(), store.keys())
        .isEqualTo(store.keys().size() == 2);
    assertThat(store.openUploads()).isEmpty();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  private void assertCompletedByTheOther(Backup backup) {
    Backup ended = world.look(backup);
    assertThat(ended.status()).isEqualTo(BackupStatus.COMPLETED);
    assertThat(ended.attempt()).isEqualTo(2);
    assertThat(store.keys()).hasSize(2).allMatch(key -> key.contains("/2/"));
    assertThat(store.openUploads()).isEmpty();
  }

  @Test
  void whatALostAttemptStoresAfterwardsIsRemovedDuringADay() throws Exception {
    Backup backup = world.request(Compression.ZSTD);
    Backup lost =
        world.catalog.write(all -> all.backups().claim(backup, Instant.now())).orElseThrow();
    SettableClock clock = new SettableClock(Instant.now());
    new BackupRun(shared(clock), timer).run(backup.id());
    String stray = AttemptPath.of(lost) + "data.0000.fake.zst";
    Sweeper sweeper = new Sweeper(shared(clock));

    for (int day = 0; day <= 1; day++) {
      store.damage(stray, new byte[10]);
      sweeper.sweep();
      assertCompletedByTheOther(backup);
      assertThat(world.catalog.<Integer>read(all -> all.attempts().lost().size()))
          .as("notes after %d days", day)
          .isEqualTo(1 - day);
      clock.advance(Duration.ofDays(1));
    }
  }

  @Test
  void aRestoreThatStalledBeforeItsCommitPutsNothingInPlace() throws Exception {
    Restore restore = world.requestRestore(world.completed());
    world.wrap(
        opened -> {
          takeOver(restore);
          return opened;
        });

    new RestoreRun(shared(Clock.systemUTC()), stalledTimer).run(restore.id());

    assertThat(world.driver.restored()).isEmpty();
    Restore ended = world.look(restore);
    assertThat(ended.status()).isEqualTo(BackupStatus.FAILED);
    assertThat(Objects.requireNonNull(ended.failure()).code()).isEqualTo(FailureCode.NODE_LOST);
  }

  private void takeOver(Restore restore) {
    try {
      new RestoreRun(shared(Clock.systemUTC()), timer).run(restore.id());
    } catch (holdfast.model.FailureException e) {
      throw new AssertionError(e);
    }
  }

  private BackupRun stalledNode() {
    return new BackupRun(shared(Clock.systemUTC()), stalledTimer);
  }

  private BackupRun otherNode() {
    return new BackupRun(shared(Clock.systemUTC()), timer);
  }

  private Facilities shared(Clock clock) {
    Facilities alone = world.facilities;
    return new Facilities(
        alone.catalog(),
        alone.drivers(),
        alone.destinations(),
        alone.importedFiles(),
        alone.policy(),
        clock,
        alone.stop(),
        Lease.shared(LEASE));
  }
}
