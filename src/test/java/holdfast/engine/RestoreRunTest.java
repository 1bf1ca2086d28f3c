package holdfast.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.catalog.TakenException;
import holdfast.model.Backup;
import holdfast.model.BackupStatus;
import holdfast.model.Compression;
import holdfast.model.DatabaseRoute;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.Restore;
import holdfast.testing.FaultPlan;
import holdfast.testing.FaultyDestination;
import holdfast.testing.FaultyDump;
import holdfast.testing.MemoryDestination;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RestoreRunTest {
  private static final int DUMP_BYTES = 40_000;

  @TempDir Path folder;
  private EngineWorld world;
  private MemoryDestination store;

  @BeforeEach
  void makeWorld() {
    world = new EngineWorld(folder);
    world.driver.dumpBytes(DUMP_BYTES);
    store = world.destination("first");
  }

  @AfterEach
  void endWorld() {
    assertThat(world.driver.open()).as("dumps and restorations left open").isZero();
    world.close();
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void givesBackWhatWasDumped(Compression compression) throws Exception {
    Backup backup = world.run(world.request(compression));

    Restore restore = world.run(world.requestRestore(backup));

    assertThat(restore.status()).isEqualTo(BackupStatus.COMPLETED);
    assertThat(restore.completedAt()).isNotNull();
    assertThat(world.driver.restored()).hasSize(1);
    assertThat(world.driver.restored().getFirst()).isEqualTo(FaultyDump.bytes(DUMP_BYTES));
  }

  @Test
  void oneThatReplacesNothingFailsWhereTheTargetHoldsSomething() throws Exception {
    Backup backup = world.completed();
    DatabaseRoute route = new DatabaseRoute(null, null, false);

    Restore refused = world.run(world.requestRestore(backup, world.addon(), route));

    assertThat(refused.status()).isEqualTo(BackupStatus.FAILED);
    assertThat(Objects.requireNonNull(refused.failure()).code())
        .isEqualTo(FailureCode.TARGET_NOT_EMPTY);
    world.driver.dumpBytes(0);
    Restore filled = world.run(world.requestRestore(backup, world.addon(), route));
    assertThat(filled.status()).isEqualTo(BackupStatus.COMPLETED);
    assertThat(world.driver.restored()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void aBitFlippedAtAnyPlaceRestoresNothing(Compression compression) throws Exception {
    Backup backup = world.run(world.request(compression));
    String key = dataKey(backup);
    byte[] good = store.bytes(key);
    for (int i = 0; i < good.length; i += Math.max(1, good.length / 60)) {
      byte[] bad = good.clone();
      bad[i] ^= (byte) (1 << (i % 8));
      store.damage(key, bad);

      assertRestoresNothing(backup, FailureCode.OBJECT_CORRUPT);
    }
  }

  @Test
  void whatCannotBeRemovedAtTheTargetIsSaidOnceAndRemovedLater() throws Exception {
    Restore restore = world.requestRestore(world.completed());
    world.driver.unsettled(
        Optional.of(new Failure(FailureCode.DATABASE_UNREACHABLE, "it is away", "Wait.")));
    for (int time = 0; time < 2; time++) {
      assertThatThrownBy(() -> world.next(restore)).isInstanceOf(FailureException.class);
    }

    world.driver.unsettled(Optional.empty());

    assertThat(world.run(restore).status()).isEqualTo(BackupStatus.COMPLETED);
    assertThat(world.log(restore.id().key()))
        .filteredOn(line -> line.contains("it is away"))
        .hasSize(1);
  }

  @Test
  void aFailureIsToldAlsoWhereTheTargetTellsOnlyLaterWhatBecameOfIt() throws Exception {
    Restore restore = world.requestRestore(world.completed());
    world.driver.restoreFaults(FaultPlan.atTheVerdict());
    world.driver.unsettled(
        Optional.of(new Failure(FailureCode.DATABASE_UNREACHABLE, "it is away", "Wait.")));
    assertThatThrownBy(() -> world.next(restore)).isInstanceOf(FailureException.class);
    Failure why = Objects.requireNonNull(world.look(restore).failure());
    assertThat(why.code()).isEqualTo(FailureCode.RESTORE_FAILED);
    assertThat(world.look(restore).status()).isEqualTo(BackupStatus.IN_PROGRESS);

    world.driver.unsettled(Optional.empty());

    assertThat(world.run(restore).status()).isEqualTo(BackupStatus.FAILED);
    assertThat(world.look(restore).failure()).isEqualTo(why);
  }

  @Test
  void aMissingLastByteRestoresNothing() throws Exception {
    Backup backup = world.completed();
    String key = dataKey(backup);
    byte[] good = store.bytes(key);
    store.damage(key, Arrays.copyOf(good, good.length - 1));

    assertRestoresNothing(backup, FailureCode.OBJECT_CORRUPT);
  }

  @Test
  void aByteTooManyRestoresNothing() throws Exception {
    Backup backup = world.completed();
    String key = dataKey(backup);
    byte[] good = store.bytes(key);
    store.damage(key, Arrays.copyOf(good, good.length + 1));

    assertRestoresNothing(backup, FailureCode.OBJECT_CORRUPT);
  }

  @Test
  void aMissingObjectOrManifestRestoresNothing() throws Exception {
    Backup first = world.completed();
    store.delete(dataKey(first));
    assertRestoresNothing(first, FailureCode.OBJECT_MISSING);

    Backup second = world.completed();
    store.delete(Objects.requireNonNull(second.copies().getFirst().path()) + Manifest.FILE_NAME);
    assertRestoresNothing(second, FailureCode.OBJECT_MISSING);
  }

  @Test
  void aManifestThatIsNoneRestoresNothing() throws Exception {
    Backup backup = world.completed();
    String key = Objects.requireNonNull(backup.copies().getFirst().path()) + Manifest.FILE_NAME;
    for (String content : new String[] {"", "{", "[]", "{\"formatVersion\":1}"}) {
      store.damage(key, content.getBytes(java.nio.charset.StandardCharsets.UTF_8));

      assertRestoresNothing(backup, FailureCode.OBJECT_CORRUPT);
    }
  }

  @Test
  void aTargetThatFailsAtAnyByteIsNotCommitted() throws Exception {
    Backup backup = world.completed();
    for (long failAt : new long[] {0, 1, DUMP_BYTES - 1}) {
      world.driver.restoreFaults(FaultPlan.atByte(failAt));

      assertRestoresNothing(backup, FailureCode.RESTORE_FAILED);
    }
    world.driver.restoreFaults(FaultPlan.atTheVerdict());
    assertRestoresNothing(backup, FailureCode.RESTORE_FAILED);
  }

  @Test
  void aDestinationThatFailsOnceAtAnyCallHarmsNothing() throws Exception {
    Backup backup = world.completed();
    for (int n = 1; ; n++) {
      FaultyDestination faulty = FaultyDestination.beforeCall(n, store);
      world.wrap(destination -> faulty);
      int before = world.driver.restored().size();

      Restore restore = world.run(world.requestRestore(backup));

      boolean completed = restore.status() == BackupStatus.COMPLETED;
      assertThat(world.driver.restored()).hasSize(completed ? before + 1 : before);
      if (faulty.wasSpared()) {
        assertThat(completed).isTrue();
        return;
      }
    }
  }

  @Test
  void onlyOneRestoreIntoATargetAtATime() {
    Backup backup = world.completed();
    world.requestRestore(backup);

    assertThatThrownBy(() -> world.requestRestore(backup)).isInstanceOf(TakenException.class);
  }

  @Test
  void aBackupThatIsBeingRestoredIsNotDeleted() throws Exception {
    Backup backup = world.completed();
    Restore restore = world.requestRestore(backup);

    assertThat(world.backups().delete(backup.id(), null)).isFalse();

    assertThat(world.run(restore).status()).isEqualTo(BackupStatus.COMPLETED);
    assertThat(world.backups().delete(backup.id(), null)).isTrue();
  }

  @Test
  void aDeadRestoreThatHadTakenEffectIsCompleted() throws Exception {
    world.driver.restoreTookEffect(true);

    assertThat(runDead().status()).isEqualTo(BackupStatus.COMPLETED);
  }

  @Test
  void aDeadRestoreThatHadNotTakenEffectHasFailed() throws Exception {
    world.driver.restoreTookEffect(false);

    Restore restore = runDead();

    assertThat(restore.status()).isEqualTo(BackupStatus.FAILED);
    assertThat(Objects.requireNonNull(restore.failure()).code()).isEqualTo(FailureCode.NODE_LOST);
    assertThat(world.driver.restored()).isEmpty();
  }

  private Restore runDead() throws Exception {
    Restore restore = world.requestRestore(world.completed());
    world.catalog.write(all -> all.restores().claim(restore.id()));

    Restore ended = world.run(restore);

    assertThat(world.driver.settled()).hasSize(1);
    return ended;
  }

  private void assertRestoresNothing(Backup backup, FailureCode code) throws Exception {
    int before = world.driver.restored().size();

    Restore restore = world.run(world.requestRestore(backup));

    assertThat(restore.status()).isEqualTo(BackupStatus.FAILED);
    assertThat(Objects.requireNonNull(restore.failure()).code()).isEqualTo(code);
    assertThat(world.driver.restored()).hasSize(before);
  }

  private static String dataKey(Backup backup) {
    return Objects.requireNonNull(backup.copies().getFirst().path())
        + "data.0000.fake"
        + backup.compression().suffix();
  }

  @Test
  void aRestoreWaitsForTheEndOfABackupThatReadsItsTarget() throws Exception {
    Backup kept = world.completed();
    Backup reading = world.claim(world.request(Compression.GZ));
    Restore restore = world.requestRestore(kept);

    assertThat(world.tryToRun(restore)).isFalse();
    assertThat(world.look(restore).status()).isEqualTo(BackupStatus.SCHEDULED);

    world.backups().abort(reading.id());
    world.catalog.write(
        stores -> stores.backups().finishAbort(reading.id(), 1, reading.createdAt()));
    assertThat(world.run(restore).status()).isEqualTo(BackupStatus.COMPLETED);
  }
}
