package holdfast.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.model.Addon;
import holdfast.model.Backup;
import holdfast.model.BackupId;
import holdfast.model.BackupStatus;
import holdfast.model.Compression;
import holdfast.model.Coverage;
import holdfast.model.DatabaseRoute;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.Restore;
import holdfast.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may start, who has to wait, and who has waited too long. */
class AdmittanceTest {
  private static final Duration WINDOW = EngineWorld.START_WINDOW;

  @TempDir Path folder;
  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-24T10:00:00Z"));
  private EngineWorld world;

  @BeforeEach
  void makeWorld() {
    begin(2, 0);
  }

  @AfterEach
  void endWorld() {
    world.close();
  }

  private void begin(int perServer, int perDestination) {
    if (world != null) {
      world.close();
    }
    world =
        new EngineWorld(
            folder.resolve(perServer + "-" + perDestination),
            new RunPolicy(perServer, perDestination, 0, Duration.ofSeconds(30), WINDOW),
            clock);
    world.destination("first");
  }

  @Test
  void anAddonHasOneRunAtATime() {
    Backup first = world.claim(world.request());
    Backup second = world.request();

    assertThat(world.next(second).again()).isNotNull();
    assertThat(world.look(second).status()).isEqualTo(BackupStatus.SCHEDULED);

    end(first);
    assertThat(world.run(second).status()).isEqualTo(BackupStatus.COMPLETED);
  }

  @Test
  void aPausedAddonsBackupWaitsUntilItIsResumed() {
    Backup backup = world.look(world.request(Compression.GZ));
    world.backups().pause(backup.origin().addonId());

    assertThat(world.tryToRun(backup)).isFalse();
    assertThat(world.look(backup)).isEqualTo(backup);

    world.backups().resume(backup.origin().addonId());
    assertThat(world.tryToRun(backup)).isTrue();
    assertThat(world.look(backup).status()).isEqualTo(BackupStatus.COMPLETED);
  }

  @Test
  void aBackupThatWasAbortedWhileItWaitedIsDoneWith() {
    Backup backup = world.request(Compression.GZ);
    world.backups().pause(backup.origin().addonId());
    world.backups().abort(backup.id());

    assertThat(world.tryToRun(backup)).isTrue();
    assertThat(world.look(backup).status()).isEqualTo(BackupStatus.ABORTED);
  }

  @Test
  void aBackupWaitsForTheEndOfARestoreOfItsDatabaseThroughAnotherAddon() throws Exception {
    begin(0, 0);
    Addon shop = world.addon("Shop", "fake://there:1/shop");
    Backup source = world.run(world.request(shop));
    Restore restore = world.requestRestore(source, shop, DatabaseRoute.DIRECT);
    Coverage butShop = Coverage.allBut(Set.of("shop"));
    world.driver.databases("shop", "logs");

    Backup all = world.request(world.addon("All", "fake://there:1", Coverage.allBut(Set.of())));
    Backup same = world.request(world.addon("Same", "fake://there:1/shop"));
    assertThat(world.tryToRun(all)).isFalse();
    assertThat(world.tryToRun(same)).isFalse();
    assertThat(world.tryToRun(world.request(world.addon("But", "fake://there:1", butShop))))
        .isTrue();
    assertThat(world.tryToRun(world.request(world.addon("Logs", "fake://there:1/logs")))).isTrue();
    assertThat(world.tryToRun(world.request(world.addon("Far", "fake://far:1/shop")))).isTrue();

    assertThat(world.next(restore).freed()).contains(all.id());
    assertThat(world.run(all).status()).isEqualTo(BackupStatus.COMPLETED);
    assertThat(world.run(same).status()).isEqualTo(BackupStatus.COMPLETED);
  }

  @Test
  void aRestoreWaitsForTheEndOfAnotherIntoItsDatabaseThroughAnotherAddon() throws Exception {
    begin(0, 0);
    Addon shop = world.addon("Shop", "fake://there:1/shop");
    Addon all = world.addon("All", "fake://there:1", Coverage.allBut(Set.of()));
    Backup source = world.run(world.request(shop));
    Restore running = claim(world.requestRestore(source, shop, DatabaseRoute.DIRECT));

    Restore same = world.requestRestore(source, all, new DatabaseRoute(null, "shop"));
    assertThat(world.tryToRun(same)).isFalse();
    assertThat(world.look(same).status()).isEqualTo(BackupStatus.SCHEDULED);
    for (String uri : List.of("fake://there:1/logs", "fake://far:1/shop")) {
      Addon other = world.addon(uri.substring(7, 12), uri);
      assertThat(world.tryToRun(world.requestRestore(source, other, DatabaseRoute.DIRECT)))
          .as(uri)
          .isTrue();
    }

    world.next(running);
    assertThat(world.run(same).status()).isEqualTo(BackupStatus.COMPLETED);
  }

  @Test
  void aRestoreIsNotBegunWhereItsTargetHasChangedMeanwhile() throws Exception {
    begin(0, 0);
    Addon shop = world.addon("Shop", "fake://there:1/shop");
    Backup source = world.run(world.request(shop));
    world.change(shop, "fake://there:1/logs", Coverage.ONE);

    assertThatThrownBy(() -> world.requestRestore(source, shop, DatabaseRoute.DIRECT))
        .isInstanceOf(ChangedException.class);

    Addon now = world.catalog.read(all -> all.addons().get(shop.id())).orElseThrow();
    assertThat(world.tryToRun(world.requestRestore(source, now, DatabaseRoute.DIRECT))).isTrue();
  }

  private Restore claim(Restore restore) {
    return world
        .catalog
        .write(all -> new Admittance(world.facilities).start(all, restore.id(), clock.instant()))
        .claimed()
        .orElseThrow();
  }

  @Test
  void aBackupWaitsForTheEndOfARestoreIntoItsAddon() throws Exception {
    Restore restore = world.requestRestore(world.completed());
    Backup backup = world.request(Compression.GZ);

    assertThat(world.tryToRun(backup)).isFalse();
    assertThat(world.look(backup).status()).isEqualTo(BackupStatus.SCHEDULED);

    world.run(restore);
    assertThat(world.tryToRun(backup)).isTrue();
    assertThat(world.look(backup).status()).isEqualTo(BackupStatus.COMPLETED);
  }

  @Test
  void aServerHasAsManyRunsAsItMay() {
    world.claim(world.request(world.addon("A", "fake://u:secret@one:1/a")));
    Backup second = world.claim(world.request(world.addon("B", "fake://u:other@one:1/b")));
    Backup third = world.request(world.addon("C", "fake://one:1/c"));
    Backup elsewhere = world.request(world.addon("D", "fake://two:1/d"));

    assertThat(world.next(third).again()).isNotNull();
    assertThat(world.run(elsewhere).status()).isEqualTo(BackupStatus.COMPLETED);

    end(second);
    assertThat(world.run(third).status()).isEqualTo(BackupStatus.COMPLETED);
  }

  @Test
  void aDestinationHasAsManyRunsAsItMay() {
    begin(0, 1);
    Backup first = world.claim(world.request(world.addon("A", "fake://one/a")));
    Backup second = world.request(world.addon("B", "fake://two/b"));

    assertThat(world.next(second).again()).isNotNull();

    end(first);
    assertThat(world.run(second).status()).isEqualTo(BackupStatus.COMPLETED);
  }

  @Test
  void whoIsHeldBackAtOnePlaceTakesNoneOfTheOthers() {
    begin(0, 1);
    Addon busy = world.addon("A", "fake://one/a");
    Backup first = world.claim(world.request(busy));
    Backup second = world.request(busy);
    assertThat(world.next(second).again()).isNotNull();

    end(first);

    assertThat(world.run(world.request(world.addon("B", "fake://two/b"))).status())
        .isEqualTo(BackupStatus.COMPLETED);
  }

  @Test
  void aRestoreWaitsForNoBackupOfAnotherDatabaseButBackupsWaitForIt() throws Exception {
    begin(1, 1);
    Backup kept = world.completed();
    Backup running = world.claim(world.request(world.addon("Neighbour", "fake://somewhere")));
    Restore restore = world.requestRestore(kept);
    world.driver.refuse(new Failure(FailureCode.DATABASE_UNREACHABLE, "away", "Wait."));

    Restore claimed = claim(restore);
    end(running);

    Backup behind = world.request(world.addon("Behind", "fake://somewhere"));
    assertThat(world.next(behind).again()).as("beside the restore").isNotNull();
    world.driver.refuseNothing();
    world.next(claimed);
    assertThat(world.run(behind).status()).isEqualTo(BackupStatus.COMPLETED);
  }

  @Test
  void theEndOfARunWakesWhoHasWaitedLongest() {
    Backup first = world.request();
    Backup claimed = world.claim(first);
    Backup oldest = world.request();
    Backup younger = world.request();
    world.next(younger);
    world.next(oldest);
    end(claimed);

    Backup another = world.request();
    List<BackupId> woken = world.next(another).freed();

    assertThat(woken).containsExactly(oldest.id());
  }

  @Test
  void theEndOfARestoreWakesWhoWaitedForIt() throws Exception {
    Restore restore = world.requestRestore(world.completed());
    Backup waiting = world.request();
    assertThat(world.next(waiting).again()).isNotNull();

    assertThat(world.next(restore).freed()).containsExactly(waiting.id());
  }

  @Test
  void whoHasWaitedLongIsLookedAtLessOften() {
    world.claim(world.request());
    Backup waiting = world.request();

    assertThat(world.next(waiting).again()).isEqualTo(Duration.ofSeconds(1));
    clock.advance(Duration.ofSeconds(40));
    assertThat(world.next(waiting).again()).isEqualTo(Duration.ofSeconds(10));
    clock.advance(Duration.ofMinutes(30));
    assertThat(world.next(waiting).again()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void aBackupThatCouldNotStartInTimeFailsAndSaysWhatItWaitedFor() {
    world.claim(world.request());
    Backup waiting = world.request();
    world.next(waiting);
    clock.advance(WINDOW.plusMillis(1));

    Backup failed = world.run(waiting);

    assertThat(failed.status()).isEqualTo(BackupStatus.FAILED);
    assertThat(failed.completedAt()).isEqualTo(clock.instant());
    assertThat(failed.copies().getFirst().status()).isEqualTo(BackupStatus.FAILED);
    Failure failure = Objects.requireNonNull(failed.failure());
    assertThat(failure.code()).isEqualTo(FailureCode.NOT_STARTED);
    assertThat(failure.message())
        .isEqualTo(
            "it could not start before 2026-11-24T11:00:00Z: another run of its addon is at work");
  }

  @Test
  void aBackupThatNoWorkerLooksAtFailsAsWell() {
    Backup waiting = world.request();
    clock.advance(WINDOW.plusMillis(1));

    world.backupRun().giveUpOverdue();

    Backup failed = world.look(waiting);
    assertThat(failed.status()).isEqualTo(BackupStatus.FAILED);
    assertThat(Objects.requireNonNull(failed.failure()).message()).contains("no worker was free");
    assertThat(world.log(waiting)).anyMatch(line -> line.contains("no worker was free"));
  }

  @Test
  void aBackupThatStillHasTimeOrRunsIsNotGivenUp() {
    Backup running = world.claim(world.request());
    Backup waiting = world.request();
    clock.advance(WINDOW);

    world.backupRun().giveUpOverdue();

    assertThat(world.look(waiting).status()).isEqualTo(BackupStatus.SCHEDULED);
    assertThat(world.look(running).status()).isEqualTo(BackupStatus.IN_PROGRESS);
  }

  @Test
  void aPausedAddonsBackupWaitsForAsLongAsThePauseLasts() {
    Backup waiting = world.request();
    world.backups().pause(world.addon().id());
    clock.advance(WINDOW.multipliedBy(5));

    assertThat(world.next(waiting).again()).isNotNull();
    world.backupRun().giveUpOverdue();
    assertThat(world.look(waiting).status()).isEqualTo(BackupStatus.SCHEDULED);

    world.backups().resume(world.addon().id());
    clock.advance(WINDOW);
    assertThat(world.run(waiting).status()).isEqualTo(BackupStatus.COMPLETED);
  }

  private void end(Backup running) {
    world.backups().abort(running.id());
    world.catalog.write(
        all -> all.backups().finishAbort(running.id(), running.attempt(), clock.instant()));
  }
}
