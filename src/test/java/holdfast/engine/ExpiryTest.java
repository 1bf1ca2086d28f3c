package holdfast.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import holdfast.catalog.BackupStore.DoomedCopy;
import holdfast.catalog.Catalog;
import holdfast.catalog.SqliteCatalog;
import holdfast.catalog.Stores;
import holdfast.model.Backup;
import holdfast.model.BackupId;
import holdfast.model.BackupStatus;
import holdfast.model.Compression;
import holdfast.model.Copy;
import holdfast.model.DatabaseRoute;
import holdfast.model.IdGenerator;
import holdfast.model.Progress;
import holdfast.model.Restore;
import holdfast.model.RestoreId;
import holdfast.testing.FaultyDestination;
import holdfast.testing.MemoryDestination;
import holdfast.testing.SettableClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ExpiryTest {
  private static final Duration WEEK = Duration.ofDays(7);

  @TempDir Path folder;
  private final SettableClock clock = new SettableClock(Instant.now());
  private final Sweeps queue = new Sweeps();
  private EngineWorld world;
  private MemoryDestination store;

  @BeforeEach
  void open() {
    world = new EngineWorld(folder);
    store = world.destination("first");
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** Kept for a week from now in each destination. */
  private Backup taken() {
    return world.run(waiting());
  }

  private Backup waiting() {
    return request(
        world.wanted(null, Compression.ZSTD).targets().stream()
            .map(target -> new NewBackup.Target(target.destination(), WEEK))
            .toList());
  }

  private Backup request(List<NewBackup.Target> targets) {
    NewBackup wanted = world.wanted(null, Compression.ZSTD);
    return world
        .backups()
        .request(
            new NewBackup(
                wanted.project(),
                wanted.addon(),
                null,
                wanted.type(),
                wanted.compression(),
                targets));
  }

  private Backup failed() {
    world.wrap(destination -> FaultyDestination.beforeCall(1, destination));
    Backup backup = taken();
    world.wrap(destination -> destination);
    assertThat(backup.status()).isEqualTo(BackupStatus.FAILED);
    return backup;
  }

  private void pass() {
    pass(world.catalog);
  }

  private void pass(Catalog catalog) {
    new Expiry(on(catalog)).expire(queue);
  }

  private Facilities on(Catalog catalog) {
    Facilities real = world.facilities;
    return new Facilities(
        catalog,
        real.drivers(),
        real.destinations(),
        real.importedFiles(),
        real.policy(),
        clock,
        real.stop(),
        real.lease());
  }

  private boolean isShown(Backup backup) {
    return world.catalog.read(all -> all.backups().get(backup.id())).isPresent();
  }

  private List<DoomedCopy> doomed() {
    return world.catalog.read(all -> all.backups().doomed());
  }

  private boolean isNameTaken(Backup backup) {
    return world.catalog.read(
        all -> all.backups().isTaken(backup.origin().addonId(), backup.slug()));
  }

  @Test
  void removesABackupWhenItsTimeIsUpAndNotBefore() {
    Backup backup = taken();
    clock.advance(WEEK.minusMinutes(5));
    pass();
    assertThat(isShown(backup)).isTrue();
    assertThat(queue.entered).isEmpty();

    clock.advance(Duration.ofMinutes(10));
    pass();

    assertThat(isShown(backup)).isFalse();
    assertThat(queue.entered).containsExactly(backup.id());
    assertThat(store.keys()).isNotEmpty();
    world.sweep();
    assertThat(store.keys()).isEmpty();
    assertThat(isNameTaken(backup)).isFalse();
  }

  @Test
  void tellsTheServersLogWhichCopyExpiresAndWhy() {
    Logger logger = (Logger) LoggerFactory.getLogger(Expiry.class);
    ListAppender<ILoggingEvent> seen = new ListAppender<>();
    Level before = logger.getLevel();
    logger.setLevel(Level.INFO);
    logger.addAppender(seen);
    seen.start();
    Backup backup = taken();
    clock.advance(WEEK.plusMinutes(5));
    pass();
    logger.detachAppender(seen);
    logger.setLevel(before);
    assertThat(seen.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "the copy of backup %s (%s) in destination first expires, since its time was up at %s"
                .formatted(backup.slug(), backup.id(), backup.copies().getFirst().expiresAt()));
  }

  @Test
  void keepsTheLastGoodOneWhileLaterOnesFailHoweverLongThatIs() {
    Backup old = taken();
    Backup good = taken();
    failed();
    Backup lastFailure = failed();
    clock.advance(Duration.ofDays(400));

    pass();
    pass();

    assertThat(isShown(old)).isFalse();
    assertThat(isShown(good)).isTrue();
    assertThat(isShown(lastFailure)).isTrue();
    assertThat(queue.entered).hasSize(2);
    Backup better = taken();
    pass();
    assertThat(isShown(good)).isFalse();
    assertThat(isShown(lastFailure)).isFalse();
    assertThat(isShown(better)).as("nothing speaks for it: no later one, no schedule").isFalse();
  }

  @Test
  void removesOneCopyAndKeepsTheOtherThatAPersonWants() {
    MemoryDestination second = world.destination("second");
    List<NewBackup.Target> forEver = world.wanted(null, Compression.ZSTD).targets();
    List<NewBackup.Target> targets =
        List.of(new NewBackup.Target(forEver.getFirst().destination(), WEEK), forEver.getLast());
    Backup backup = world.run(request(targets));
    clock.advance(WEEK.plusMinutes(5));

    pass();
    world.sweep();

    assertThat(store.keys()).isEmpty();
    assertThat(second.keys()).hasSize(2);
    assertThat(world.look(backup).copies()).extracting(Copy::expiresAt).containsExactly(Copy.NEVER);
  }

  @Test
  void removesTheBackupsOfAnAddonThatIsGone() {
    Backup backup = taken();
    world.catalog.write(
        all -> {
          all.addons().delete(backup.origin().addonId());
          all.projects().delete(backup.origin().projectId());
          return true;
        });
    clock.advance(WEEK.plusMinutes(5));
    pass();
    world.sweep();
    assertThat(store.keys()).isEmpty();
    assertThat(isNameTaken(backup)).isFalse();
  }

  @Test
  void whatIsDueInManyBitesGoesInOnePassAndWhatIsProtectedHoldsUpNothing() {
    List<Backup> protectedOnes = Stream.generate(this::waiting).limit(250).toList();
    Backup last = taken();
    clock.advance(WEEK.plusMinutes(5));
    pass();
    assertThat(protectedOnes).allMatch(this::isShown);
    assertThat(isShown(last)).isFalse();
  }

  @Test
  void aBackupThatIsRetainedAfterItWasFoundStays() {
    Backup backup = taken();
    clock.advance(WEEK.plusMinutes(5));
    pass(
        new Intruded(
            world.catalog,
            stores -> {
              stores.backups().retain(backup.id());
              return true;
            }));
    assertThat(world.look(backup).copies()).extracting(Copy::expiresAt).containsExactly(Copy.NEVER);
    assertThat(queue.entered).isEmpty();
  }

  @Test
  void aBackupThatARestoreBeginsToReadAfterItWasFoundStaysUntilThatEnds() throws Exception {
    Backup backup = taken();
    clock.advance(WEEK.plusMinutes(5));
    Restore restore = restoreOf(backup);
    pass(
        new Intruded(
            world.catalog,
            stores -> {
              stores.restores().insert(restore);
              return true;
            }));
    assertThat(isShown(backup)).isTrue();
    assertThat(world.run(restore).status()).isEqualTo(BackupStatus.COMPLETED);
    pass();
    assertThat(isShown(backup)).isFalse();
  }

  private Restore restoreOf(Backup backup) {
    return new Restore(
        new RestoreId(new IdGenerator(clock).nextKey()),
        backup.id(),
        backup.slug(),
        backup.copies().getFirst().destinationId(),
        backup.origin().addonId(),
        DatabaseRoute.DIRECT,
        BackupStatus.SCHEDULED,
        Progress.NONE,
        null,
        clock.instant(),
        null);
  }

  @Test
  void whatCannotBeMarkedKeepsNobodyElseAndGoesInTheNextPass() {
    Backup stubborn = taken();
    clock.advance(WEEK.plusMinutes(5));
    queue.refusing.add(stubborn.id());
    pass();
    assertThat(isShown(stubborn)).as("marked with its entry in the queue, or not").isTrue();
    assertThat(doomed()).isEmpty();
    queue.refusing.clear();
    pass();
    assertThat(isShown(stubborn)).isFalse();
  }

  @Test
  void aDestinationThatFailsBeforeAnyCallLosesNoRowBeforeItsObjects() {
    failAtEveryCall(n -> FaultyDestination.beforeCall(n, store));
  }

  @Test
  void aDestinationThatFailsAfterAnyCallLosesNoRowBeforeItsObjects() {
    failAtEveryCall(n -> FaultyDestination.afterCall(n, store));
  }

  private void failAtEveryCall(IntFunction<FaultyDestination> faultyAt) {
    for (int n = 1; ; n++) {
      Backup backup = taken();
      clock.advance(WEEK.plusDays(1));
      pass();
      FaultyDestination faulty = faultyAt.apply(n);
      world.wrap(destination -> faulty);
      world.sweep();
      world.wrap(destination -> destination);

      assertThat(isShown(backup)).isFalse();
      assertThat(store.keys().isEmpty() || isNameTaken(backup))
          .as("call %d: who still has objects has a row", n)
          .isTrue();
      if (faulty.wasSpared()) {
        assertThat(isNameTaken(backup)).isFalse();
        return;
      }
      assertThat(store.keys())
          .as("call %d: what remains is no backup", n)
          .noneMatch(key -> key.endsWith("manifest.json") && store.keys().size() == 1);
      world.sweep();
      assertThat(store.keys()).isEmpty();
      assertThat(isNameTaken(backup)).isFalse();
    }
  }

  @Test
  void aCrashBetweenMarkAndRemovalLeavesNothingVisibleAndTheNextStartRemovesIt() {
    Backup backup = taken();
    clock.advance(WEEK.plusMinutes(5));
    pass();
    world.catalog.close();

    try (Catalog again =
        SqliteCatalog.open(
            folder.resolve("catalog.db"), new EngineWorld.NoCipher(), (copied, copy) -> "{}")) {
      assertThat(again.read(all -> all.backups().get(backup.id())).isPresent()).isFalse();
      new Sweeper(on(again)).sweep();
      boolean isTaken =
          again.read(all -> all.backups().isTaken(backup.origin().addonId(), backup.slug()));
      assertThat(isTaken).isFalse();
    }
    assertThat(store.keys()).isEmpty();
  }

  /** Somebody comes between finding and marking. */
  private record Intruded(Catalog catalog, Function<Stores, ?> intruder) implements Catalog {
    @Override
    public String instanceId() {
      return catalog.instanceId();
    }

    @Override
    public <T> T read(Function<Stores, T> work) {
      return catalog.read(work);
    }

    @Override
    public <T> T write(Function<Stores, T> work) {
      catalog.write(intruder::apply);
      return catalog.write(work);
    }

    @Override
    public DataSource queue() {
      return catalog.queue();
    }

    @Override
    public void close() {
      catalog.close();
    }
  }

  /** Remembers which removals were entered. */
  private static final class Sweeps implements RunQueue {
    final List<BackupId> entered = new ArrayList<>();
    final Set<BackupId> refusing = new HashSet<>();

    @Override
    public void enqueueSweep(Connection transaction, BackupId deleted) {
      if (refusing.contains(deleted)) {
        throw new IllegalStateException("the queue's table is away");
      }
      entered.add(deleted);
    }

    @Override
    public void enqueue(Connection transaction, BackupId backup) {
      throw new AssertionError("expiry takes no backups");
    }

    @Override
    public void enqueueNew(Connection transaction, List<BackupId> backups) {
      throw new AssertionError("expiry takes no backups");
    }

    @Override
    public void enqueue(Connection transaction, RestoreId restore) {
      throw new AssertionError("expiry restores nothing");
    }

    @Override
    public void cancel(Connection transaction, RestoreId restore) {
      throw new AssertionError("expiry ends no restore");
    }

    @Override
    public void wake() {}
  }
}
