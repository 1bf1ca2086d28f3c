package holdfast.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.catalog.TakenException;
import holdfast.model.Backup;
import holdfast.model.BackupStatus;
import holdfast.model.Compression;
import holdfast.model.Copy;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.testing.Background;
import holdfast.testing.FaultPlan;
import holdfast.testing.FaultyDestination;
import holdfast.testing.FaultyDump;
import holdfast.testing.MemoryDestination;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BackupRunTest {
  private static final int DUMP_BYTES = 700_000;

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
  void storesTheDumpAndThenItsManifest(Compression compression) throws Exception {
    Backup backup = world.run(world.request(compression));

    assertThat(backup.status()).isEqualTo(BackupStatus.COMPLETED);
    assertThat(backup.addonVersion()).isEqualTo(FaultyDump.VERSION);
    assertThat(backup.completedAt()).isNotNull();
    assertThat(backup.progress().readBytes()).isEqualTo(DUMP_BYTES);
    Copy copy = backup.copies().getFirst();
    String path = Objects.requireNonNull(copy.path());
    String data = path + "data.0000.fake" + compression.suffix();
    assertThat(store.keys()).containsExactly(data, path + "manifest.json");
    assertThat(copy.sizeBytes()).isEqualTo(store.bytes(data).length);
    StoredBackup stored = StoredBackup.read(store, path);
    assertThat(stored.content(null).content().plain().bytes()).isEqualTo(DUMP_BYTES);
    assertThat(stored.manifest().header().uid()).isEqualTo(backup.id().toString());
    try (InputStream plain = stored.content(null).open(store)) {
      assertThat(plain.readAllBytes()).isEqualTo(FaultyDump.bytes(DUMP_BYTES));
    }
    assertNothingOpen();
  }

  @Test
  void theManifestTellsEverythingButCredentials() throws Exception {
    Backup backup = world.completed();

    String path = Objects.requireNonNull(backup.copies().getFirst().path());
    String manifest = new String(store.bytes(path + "manifest.json"), StandardCharsets.UTF_8);
    assertThat(manifest)
        .contains(
            world.catalog.instanceId(),
            backup.name(),
            "\"fake_dump 1\"",
            "\"zstd\"",
            "\"formatVersion\" : 1")
        .doesNotContain("fake://somewhere");
  }

  @Test
  void aLongBackupGoesOnInFurtherObjects() throws Exception {
    MemoryDestination small = world.destination("small", new MemoryDestination(10_000));
    world.driver.dumpBytes(5_000_000);

    Backup backup = world.run(world.request(Compression.GZ));

    assertThat(backup.copies()).allMatch(copy -> copy.status() == BackupStatus.COMPLETED);
    List<String> data = small.keys().stream().filter(key -> key.contains("data.")).toList();
    assertThat(data).hasSizeGreaterThan(1);
    String path = Objects.requireNonNull(backup.copies().getLast().path());
    try (InputStream plain = StoredBackup.read(small, path).content(null).open(small)) {
      assertThat(plain.readAllBytes()).isEqualTo(FaultyDump.bytes(5_000_000));
    }
  }

  @Test
  void aDumpThatFailsAtAnyByteLeavesNothing() {
    for (long failAt : new long[] {0, 1, 1000, 262_144, DUMP_BYTES - 1, DUMP_BYTES}) {
      world.driver.dumpFaults(FaultPlan.atByte(failAt));

      Backup backup = world.completed();

      assertFailed(backup, FailureCode.DUMP_FAILED);
    }
  }

  @Test
  void aDumpThatEndsBadlyLeavesNothing() {
    world.driver.dumpFaults(FaultPlan.atTheVerdict());

    assertFailed(world.completed(), FailureCode.DUMP_FAILED);
  }

  @Test
  void whatTheServerCannotGiveIsNotSupported() {
    world.driver.refuse(new Failure(FailureCode.TOOL_TOO_OLD, "too old", "Install a newer one."));

    Backup backup = world.completed();

    assertThat(backup.status()).isEqualTo(BackupStatus.NOT_SUPPORTED);
    assertThat(backup.copies()).allMatch(copy -> copy.status() == BackupStatus.NOT_SUPPORTED);
    assertThat(backup.failure())
        .isEqualTo(new Failure(FailureCode.TOOL_TOO_OLD, "too old", "Install a newer one."));
    assertNothingStored();
  }

  @Test
  void aDestinationThatFailsBeforeAnyCallPublishesNothingByMistake() throws Exception {
    failAtEveryCall(n -> FaultyDestination.beforeCall(n, store));
  }

  @Test
  void aDestinationThatFailsAfterAnyCallPublishesNothingByMistake() throws Exception {
    failAtEveryCall(n -> FaultyDestination.afterCall(n, store));
  }

  private void failAtEveryCall(IntFunction<FaultyDestination> faultyAt) throws Exception {
    for (int n = 1; ; n++) {
      FaultyDestination faulty = faultyAt.apply(n);
      world.wrap(destination -> faulty);
      Backup backup = world.completed();
      world.wrap(destination -> destination);
      world.sweep();
      if (backup.status() == BackupStatus.COMPLETED) {
        assertRestores(backup);
        world.backups().delete(backup.id(), null);
        world.sweep();
      } else {
        assertThat(backup.status()).isEqualTo(BackupStatus.FAILED);
      }
      assertNothingStored();
      if (faulty.wasSpared()) {
        assertThat(backup.status()).isEqualTo(BackupStatus.COMPLETED);
        return;
      }
    }
  }

  @Test
  void aCopyThatFailsLeavesTheOthersAlone() throws Exception {
    MemoryDestination second = world.destination("second");
    world.wrap(
        destination ->
            destination == second ? FaultyDestination.beforeCall(2, destination) : destination);

    Backup backup = world.completed();

    assertThat(backup.status()).isEqualTo(BackupStatus.COMPLETED);
    assertThat(backup.copies())
        .extracting(Copy::status)
        .containsExactlyInAnyOrder(BackupStatus.COMPLETED, BackupStatus.FAILED);
    assertRestores(backup);
    assertThat(second.keys()).isEmpty();
    assertThat(second.openUploads()).isEmpty();
  }

  @Test
  void anAbortEndsADumpThatIsBlocked() throws Exception {
    world.driver.holdDumpsAt(1000);
    Backup backup = world.request(Compression.ZSTD);
    CompletableFuture<Backup> running = Background.call(() -> world.run(backup));
    awaitHeld();

    assertThat(world.backups().abort(backup.id())).contains(BackupStatus.ABORTING);

    assertThat(running.get().status()).isEqualTo(BackupStatus.ABORTED);
    assertNothingStored();
  }

  @Test
  void anAbortThatComesWhenAllIsStoredTakesItAllAway() throws Exception {
    Backup backup = world.request(Compression.ZSTD);
    world.wrap(
        destination -> new AfterManifest(destination, () -> world.backups().abort(backup.id())));

    assertThat(world.run(backup).status()).isEqualTo(BackupStatus.ABORTED);
    world.wrap(destination -> destination);

    assertNothingStored();
  }

  @Test
  void aBackupThatWasAbortedBeforeItsTurnIsNotRun() {
    Backup backup = world.request(Compression.ZSTD);
    world.backups().abort(backup.id());

    assertThat(world.run(backup).status()).isEqualTo(BackupStatus.ABORTED);
    assertThat(world.driver.dumps()).isEmpty();
  }

  @Test
  void aRunWhoseProcessDiedIsTriedAgain() throws Exception {
    Backup backup = diesInTheMiddle(world.request(Compression.ZSTD));

    Backup again = world.run(backup);

    assertThat(again.status()).isEqualTo(BackupStatus.COMPLETED);
    assertThat(again.attempt()).isEqualTo(2);
    assertThat(world.driver.settled()).hasSize(1);
    assertThat(store.keys()).hasSize(2).allMatch(key -> key.contains("/2/"));
    assertRestores(again);
  }

  @Test
  void aRunThatKillsItsProcessEachTimeIsGivenUp() throws Exception {
    Backup backup = world.request(Compression.ZSTD);
    for (int attempt = 1; attempt <= 5; attempt++) {
      new BackupEnding(world.facilities).ofDeadRun(backup.id());
      backup = diesInTheMiddle(backup);
    }

    assertFailed(world.run(backup), FailureCode.NODE_LOST);
  }

  @Test
  void anAbortingRunWhoseProcessDiedIsAborted() throws Exception {
    Backup backup = diesInTheMiddle(world.request(Compression.ZSTD));
    world.backups().abort(backup.id());

    assertThat(world.run(backup).status()).isEqualTo(BackupStatus.ABORTED);
    assertNothingStored();
  }

  /** Its entry in the queue must stay, or its addon would be taken for ever. */
  @Test
  void anAbortWhileADeadRunIsCleanedUpIsCarriedOutAtTheNextLook() throws Exception {
    Backup backup = diesInTheMiddle(world.request(Compression.ZSTD));
    world.driver.whileSettled(() -> world.backups().abort(backup.id()));

    Next next = world.next(backup);

    assertThat(next.again()).isNotNull();
    assertThat(world.look(backup).status()).isEqualTo(BackupStatus.ABORTING);

    assertThat(world.run(backup).status()).isEqualTo(BackupStatus.ABORTED);
    assertThat(world.next(backup).again()).isNull();
    assertNothingStored();
  }

  @Test
  void aServerThatStopsHandsTheBackupBack() throws Exception {
    world.driver.holdDumpsAt(1000);
    Backup backup = world.request(Compression.ZSTD);
    CompletableFuture<Void> running =
        Background.run(
            () -> assertThatThrownBy(() -> world.run(backup)).isInstanceOf(StoppedException.class));
    awaitHeld();

    world.stop.request();

    running.get();
    assertThat(world.look(backup).status()).isEqualTo(BackupStatus.SCHEDULED);
    assertNothingStored();
  }

  @Test
  void theStepsOfARunStandInItsLog() {
    Backup backup = world.completed();

    assertThat(world.log(backup)).anyMatch(line -> line.contains("dumping PostgreSQL"));
  }

  @Test
  void aNameThatIsTakenMakesNoSecondBackup() {
    world.backups().request(world.wanted("same", Compression.GZ));

    assertThatThrownBy(() -> world.backups().request(world.wanted("Same", Compression.GZ)))
        .isInstanceOf(TakenException.class);
  }

  @Test
  void aDefaultNameThatIsTakenGetsASuffix() {
    Backup first = world.request(Compression.GZ);
    Backup second = world.request(Compression.GZ);

    assertThat(second.name()).isNotEqualTo(first.name());
    assertThat(first.name()).matches("Backup \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d.*");
  }

  @Test
  void deletingTakesTheObjectsAndNothingElse() throws Exception {
    Backup kept = world.completed();
    Backup deleted = world.completed();
    store.damage("somebody/elses/object", new byte[3]);

    assertThat(world.backups().delete(deleted.id(), null)).isTrue();
    world.sweep();

    boolean known = world.catalog.read(all -> all.backups().get(deleted.id()).isPresent());
    assertThat(known).isFalse();
    assertThat(store.keys()).hasSize(3).noneMatch(key -> key.contains(deleted.id().toString()));
    assertRestores(kept);
  }

  private void assertFailed(Backup backup, FailureCode code) {
    assertThat(backup.status()).isEqualTo(BackupStatus.FAILED);
    Failure failure = Objects.requireNonNull(backup.failure());
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.hint()).isNotBlank();
    assertThat(backup.copies()).allMatch(copy -> copy.status() == BackupStatus.FAILED);
    assertNothingStored();
  }

  private void assertNothingStored() {
    assertThat(store.keys()).isEmpty();
    assertNothingOpen();
  }

  private void assertNothingOpen() {
    assertThat(store.openUploads()).isEmpty();
    assertThat(world.driver.open()).isZero();
  }

  private void assertRestores(Backup backup) throws Exception {
    assertThat(world.run(world.requestRestore(backup)).status()).isEqualTo(BackupStatus.COMPLETED);
    assertThat(world.driver.restored().getLast()).isEqualTo(FaultyDump.bytes(DUMP_BYTES));
  }

  private void awaitHeld() throws InterruptedException {
    holdfast.testing.Leftovers.await(() -> !world.driver.dumps().isEmpty());
    world.driver.dumps().getLast().awaitHeld();
  }

  /** What a SIGKILL leaves: a claimed row, objects of the attempt, an open upload. */
  private Backup diesInTheMiddle(Backup backup) throws IOException {
    Backup claimed = world.claim(backup);
    String path = holdfast.catalog.AttemptPath.of(claimed);
    store.damage(path + "data.0000.fake.zst", new byte[10]);
    assertThat(store.upload(path + "data.0001.fake.zst")).isNotNull();
    return claimed;
  }

  @Test
  void aTypeThatTheDriverDoesNotTakeIsNotSupported() {
    Backup backup = world.run(world.backups().request(world.wantedSnapshot()));

    assertThat(backup.status()).isEqualTo(BackupStatus.NOT_SUPPORTED);
    assertThat(String.valueOf(backup.failure())).contains("takes no snapshot of PostgreSQL");
  }

  @Test
  void aBackupThatIsAbortedBeforeItBeganSaysSo() {
    Backup backup = world.request(Compression.GZ);
    world.backups().abort(backup.id());

    assertThat(world.log(backup)).containsExactly("aborted before it began");
  }
}
