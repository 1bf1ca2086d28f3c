package holdfast.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import holdfast.catalog.AttemptPath;
import holdfast.model.Addon;
import holdfast.model.Backup;
import holdfast.model.BackupStatus;
import holdfast.model.BackupType;
import holdfast.model.Compression;
import holdfast.model.Coverage;
import holdfast.model.DatabaseRoute;
import holdfast.model.DatabaseSet;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.ImportSource;
import holdfast.model.Secret;
import holdfast.model.SourceType;
import holdfast.model.StoredDatabase;
import holdfast.testing.Background;
import holdfast.testing.FaultPlan;
import holdfast.testing.FaultyDestination;
import holdfast.testing.FaultyDump;
import holdfast.testing.MemoryDestination;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of all databases of a server, and restores of one out of them. */
class AllDatabasesTest {
  private static final int DUMP_BYTES = 300_000;

  @TempDir Path folder;
  private EngineWorld world;
  private MemoryDestination store;
  private Addon server;

  @BeforeEach
  void makeWorld() {
    world = new EngineWorld(folder);
    world.driver.dumpBytes(DUMP_BYTES).databases("shop", "logs", "scratch", "über/shop");
    store = world.destination("first");
    server = world.addon("Server", "fake://there", Coverage.allBut(Set.of("scratch")));
  }

  @AfterEach
  void endWorld() {
    assertThat(world.driver.open()).as("dumps and restorations left open").isZero();
    assertThat(store.openUploads()).isEmpty();
    world.close();
  }

  private Backup taken() {
    return world.run(world.request(server));
  }

  private static String path(Backup backup) {
    return Objects.requireNonNull(backup.copies().getFirst().path());
  }

  @Test
  void eachDatabaseIsAnObjectOfItsOwnButThoseThatAreLeftOut() throws Exception {
    Backup backup = taken();

    assertThat(backup.status()).isEqualTo(BackupStatus.COMPLETED);
    String path = path(backup);
    assertThat(store.keys())
        .containsExactly(
            path + "0000-shop/data.0000.fake.zst",
            path + "0001-logs/data.0000.fake.zst",
            path + "0002-_ber_shop/data.0000.fake.zst",
            path + "manifest.json");
    assertThat(world.driver.openedAt())
        .containsExactly("fake://there/shop", "fake://there/logs", "fake://there/%C3%BCber%2Fshop");
    assertThat(backup.databases().all()).isTrue();
    assertThat(backup.databases().stored())
        .extracting(StoredDatabase::name, StoredDatabase::plainBytes)
        .containsExactly(
            tuple("shop", (long) DUMP_BYTES),
            tuple("logs", (long) DUMP_BYTES),
            tuple("über/shop", (long) DUMP_BYTES));
    assertThat(backup.copies().getFirst().sizeBytes())
        .isEqualTo(
            backup.databases().stored().stream().mapToLong(StoredDatabase::storedBytes).sum());
    assertThat(backup.progress().readBytes()).isEqualTo(3L * DUMP_BYTES);
    assertThat(backup.progress().expectedBytes()).isEqualTo(3L * DUMP_BYTES);
    assertThat(new String(store.bytes(path + "manifest.json"), StandardCharsets.UTF_8))
        .contains("\"databases\"", "\"database\" : \"über/shop\"", "\"stages\"")
        .doesNotContain("fake://");
  }

  @Test
  void aNewDatabaseIsInTheNextBackupAndADroppedOneIsNot() {
    taken();
    world.driver.databases("shop", "new");

    assertThat(taken().databases().stored())
        .extracting(StoredDatabase::name)
        .containsExactly("shop", "new");
  }

  @Test
  void aSnapshotOfTheServerIsReadFromWhicheverDatabase() {
    world.driver.takes(BackupType.SNAPSHOT);

    Backup backup = world.run(world.backups().request(world.wantedSnapshot(server)));

    assertThat(backup.status()).isEqualTo(BackupStatus.COMPLETED);
    assertThat(backup.databases()).isEqualTo(DatabaseSet.ONE);
    assertThat(world.driver.openedAt()).containsExactly("fake://there/shop");
  }

  @Test
  void aDatabaseThatCannotBeReachedByItsNameIsNamed() {
    world.driver.databases("shop", "two\nlines");

    assertThat(failure(taken()).message()).contains("\"two\nlines\"", "no such name");
    assertThat(store.keys()).isEmpty();
  }

  @Test
  void aDestinationThatFailsIsNoReasonToLeaveADatabaseOut() {
    world.wrap(destination -> FaultyDestination.beforeCall(1, destination));

    assertThat(failure(taken()).hint()).doesNotContain("connection.except");
  }

  /** Nor is it tried again and again: it does not open by itself. */
  @Test
  void aDatabaseThatNobodyCanReadEndsTheBackupBeforeAnyIsRead() {
    Failure shut = new Failure(FailureCode.DATABASE_UNSUPPORTED, "\"logs\" is shut", "Open it.");
    world.driver.obstacle("logs", shut).obstacle("scratch", shut);

    Backup backup = taken();

    assertThat(backup.status()).isEqualTo(BackupStatus.NOT_SUPPORTED);
    assertThat(failure(backup).message()).isEqualTo("\"logs\" is shut");
    assertThat(failure(backup).hint()).startsWith("Open it. ").contains("connection.except");
    assertThat(world.driver.openedAt()).isEmpty();

    world.change(server, "fake://there", Coverage.allBut(Set.of("scratch", "logs")));
    assertThat(taken().status()).isEqualTo(BackupStatus.COMPLETED);
  }

  /** It takes all, so that nobody can follow such advice. */
  @Test
  void anImportIsNotToldToLeaveADatabaseOut() {
    world.driver.dumpFaults("logs", FaultPlan.atByte(1000));
    Failure unread = failure(world.run(imported("first")));
    world.driver.obstacle(
        "logs", new Failure(FailureCode.DATABASE_UNSUPPORTED, "\"logs\" is shut", "Open it."));
    Failure shut = failure(world.run(imported("second")));

    assertThat(unread.message()).contains("\"logs\"");
    assertThat(unread.hint()).doesNotContain("except");
    assertThat(shut.hint()).isEqualTo("Open it.");
  }

  private Backup imported(String name) {
    return world
        .backups()
        .importFrom(
            new ImportSource(SourceType.LIVE_INSTANCE, new Secret("fake://there"), DatabaseSet.ALL),
            world.wanted(name, Compression.ZSTD));
  }

  @Test
  void aServerWithoutDatabasesIsAFailure() {
    world.driver.databases("scratch");

    assertThat(failure(taken()).code()).isEqualTo(FailureCode.DATABASE_MISSING);
  }

  @Test
  void oneDatabaseThatFailsFailsTheBackupAndLeavesNothing() {
    for (FaultPlan faults : List.of(FaultPlan.atByte(1000), FaultPlan.atTheVerdict())) {
      for (String faulty : List.of("shop", "logs", "über/shop")) {
        world.driver.dumpFaults(faulty, faults);

        Backup backup = taken();

        assertThat(backup.status()).isEqualTo(BackupStatus.FAILED);
        assertThat(backup.databases()).isEqualTo(DatabaseSet.ALL);
        assertThat(store.keys()).isEmpty();
        assertThat(failure(backup).message()).contains("\"" + faulty + "\"");
        assertThat(failure(backup).hint()).contains("connection.except");
      }
    }
  }

  @Test
  void aDatabaseThatIsDroppedMeanwhileIsLeftOut() throws Exception {
    Backup completed =
        logsBreakAfter(() -> world.driver.databases("shop", "scratch", "über/shop"), 3);

    assertThat(completed.databases().stored())
        .extracting(StoredDatabase::name)
        .containsExactly("shop", "über/shop");
    assertThat(store.keys()).hasSize(3).noneMatch(key -> key.contains("logs"));
    assertThat(world.log(completed)).anyMatch(line -> line.contains("there no longer"));
  }

  /** A backup with so many dumps; something happens during the second, which then breaks. */
  private Backup logsBreakAfter(Runnable event, int dumps) throws Exception {
    world.driver.holdDumpsAt(1000).dumpFaults("logs", FaultPlan.atByte(2000));
    Backup backup = world.request(server);
    CompletableFuture<Void> running = Background.run(() -> world.run(backup));
    for (int number = 0; number < dumps; number++) {
      FaultyDump dump = dump(number);
      dump.awaitHeld();
      if (number == 1) {
        event.run();
      }
      dump.release();
    }
    running.get();
    return world.look(backup);
  }

  @Test
  void aDatabaseThatIsRenamedMeanwhileIsInItByItsNewName() throws Exception {
    Backup completed =
        logsBreakAfter(() -> world.driver.databases("shop", "protocols", "über/shop"), 4);

    assertThat(completed.databases().stored())
        .extracting(StoredDatabase::name)
        .containsExactly("shop", "über/shop", "protocols");
    assertThat(store.keys()).contains(path(completed) + "0003-protocols/data.0000.fake.zst");
  }

  @Test
  void aDatabaseThatIsOnlyHiddenFromTheLoginFailsTheBackup() throws Exception {
    Failure noRights = new Failure(FailureCode.DATABASE_RIGHTS, "may not look", "Grant it.");

    Backup failed =
        logsBreakAfter(
            () -> world.driver.databases("shop", "über/shop").refuse("logs", noRights), 2);

    assertThat(failed.status()).isEqualTo(BackupStatus.FAILED);
    assertThat(failure(failed).message()).contains("\"logs\"");
    assertThat(store.keys()).isEmpty();
  }

  /** As a restore by another addon does it. */
  @Test
  void aDatabaseThatIsReplacedMeanwhileIsNotTakenForDropped() throws Exception {
    world.driver.holdDumpsAt(1000).dumpFaults("logs", FaultPlan.atByte(2000));
    Backup backup = world.request(server);
    CompletableFuture<Void> running = Background.run(() -> world.run(backup));
    dump(0).awaitHeld();
    dump(0).release();
    dump(1).awaitHeld();
    world.driver.databases("shop", "über/shop");
    dump(1).release();
    dump(2).awaitHeld();
    world.driver.databases("shop", "logs", "über/shop");
    dump(2).release();
    running.get();

    Failure failure = failure(world.look(backup));
    assertThat(failure.code()).isEqualTo(FailureCode.DUMP_FAILED);
    assertThat(failure.message()).contains("\"logs\"", "replaced");
    assertThat(store.keys()).isEmpty();
  }

  private static Failure failure(Backup backup) {
    return Objects.requireNonNull(backup.failure());
  }

  @Test
  void anAbortInAnyDatabaseLeavesNothing() throws Exception {
    world.driver.holdDumpsAt(1000);
    Backup backup = world.request(server);
    CompletableFuture<Void> running = Background.run(() -> world.run(backup));
    dump(0).awaitHeld();
    dump(0).release();
    dump(1).awaitHeld();
    assertThat(store.keys()).as("no manifest, no backup").hasSize(1);

    world.backups().abort(backup.id());

    running.get();
    assertThat(world.look(backup).status()).isEqualTo(BackupStatus.ABORTED);
    assertThat(store.keys()).isEmpty();
  }

  private FaultyDump dump(int number) throws InterruptedException {
    while (world.driver.dumps().size() <= number) {
      Thread.onSpinWait();
    }
    return world.driver.dumps().get(number);
  }

  @Test
  void whatADeadRunHasStoredOfSomeDatabasesGoes() throws Exception {
    Backup claimed = world.claim(world.request(server));
    store.damage(AttemptPath.of(claimed) + "0000-shop/data.0000.fake.zst", new byte[10]);

    Backup again = world.run(claimed);

    assertThat(again.attempt()).isEqualTo(2);
    assertThat(store.keys()).hasSize(4).allMatch(key -> key.contains("/2/"));
    assertThat(world.driver.settledAt()).containsExactly("fake://there/shop");
  }

  @Test
  void aCopyThatFailsAtAnyCallLeavesTheOtherAlone() {
    MemoryDestination second = world.destination("second");
    boolean spared = false;
    for (int n = 1; !spared; n++) {
      FaultyDestination faulty = FaultyDestination.beforeCall(n, second);
      world.wrap(destination -> destination == second ? faulty : destination);

      Backup backup = taken();

      spared = faulty.wasSpared();
      assertThat(backup.status()).isEqualTo(BackupStatus.COMPLETED);
      assertThat(backup.copies().getFirst().status()).isEqualTo(BackupStatus.COMPLETED);
      boolean isCopied = backup.copies().getLast().status() == BackupStatus.COMPLETED;
      assertThat(isCopied).isEqualTo(spared);
      assertThat(second.keys()).hasSize(isCopied ? 4 : 0);
    }
  }

  @Test
  void oneDatabaseIsRestoredIntoTheOneThatIsNamed() throws Exception {
    Backup backup = taken();

    world.run(world.requestRestore(backup, server, new DatabaseRoute("logs", "logs")));
    world.run(world.requestRestore(backup, world.addon(), new DatabaseRoute("über/shop", null)));

    assertThat(world.driver.restored()).hasSize(2).containsOnly(FaultyDump.bytes(DUMP_BYTES));
    assertThat(world.driver.openedAt().subList(3, 5))
        .containsExactly("fake://there/logs", "fake://somewhere");
    assertThat(world.driver.settledAt()).containsExactly("fake://there/logs", "fake://somewhere");
  }

  @Test
  void aDatabaseWhoseObjectIsDamagedIsNotRestoredAndTheOthersAre() throws Exception {
    Backup backup = taken();
    store.damage(path(backup) + "0001-logs/data.0000.fake.zst", new byte[100]);

    assertThat(
            world
                .run(world.requestRestore(backup, server, new DatabaseRoute("logs", "logs")))
                .status())
        .isEqualTo(BackupStatus.FAILED);
    assertThat(world.driver.restored()).isEmpty();
    assertThat(
            world
                .run(world.requestRestore(backup, server, new DatabaseRoute("shop", "logs")))
                .status())
        .isEqualTo(BackupStatus.COMPLETED);
  }

  @Test
  void deletingTakesAllOfThem() {
    Backup kept = taken();
    Backup deleted = taken();

    assertThat(world.backups().delete(deleted.id(), null)).isTrue();
    world.sweep();

    assertThat(store.keys()).hasSize(4).allMatch(key -> key.startsWith(path(kept)));
  }

  @Test
  void theAddonAsItIsWhenTheRunBeginsDecides() {
    Backup asked = world.request(server);
    assertThat(asked.databases()).isEqualTo(DatabaseSet.ALL);
    world.change(server, "fake://there/shop", Coverage.ONE);

    Backup backup = world.run(asked);

    assertThat(backup.databases()).isEqualTo(DatabaseSet.ONE);
    assertThat(store.keys()).contains(path(backup) + "data.0000.fake.zst");
  }
}
