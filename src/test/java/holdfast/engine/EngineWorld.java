package holdfast.engine;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.catalog.Catalog;
import holdfast.catalog.LogQuery;
import holdfast.catalog.SecretCipher;
import holdfast.catalog.SqliteCatalog;
import holdfast.database.DatabaseDrivers;
import holdfast.destination.Destination;
import holdfast.fetch.AddressPolicy;
import holdfast.fetch.FetchLimits;
import holdfast.fetch.Fetcher;
import holdfast.model.Addon;
import holdfast.model.AddonId;
import holdfast.model.AddonState;
import holdfast.model.AddonType;
import holdfast.model.Backup;
import holdfast.model.BackupDestination;
import holdfast.model.BackupType;
import holdfast.model.Compression;
import holdfast.model.ConnectionUri;
import holdfast.model.Coverage;
import holdfast.model.DatabaseRoute;
import holdfast.model.DestinationId;
import holdfast.model.IdGenerator;
import holdfast.model.Key;
import holdfast.model.Location;
import holdfast.model.Project;
import holdfast.model.ProjectId;
import holdfast.model.Restore;
import holdfast.model.RestoreId;
import holdfast.model.Slug;
import holdfast.testing.FakeDatabaseDriver;
import holdfast.testing.MemoryDestination;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.UnaryOperator;

/**
 * A real catalog, a fake database and destinations in memory, with an addon and what tests ask of
 * it.
 */
final class EngineWorld implements AutoCloseable {
  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

  static final Duration START_WINDOW = Duration.ofHours(1);
  static final long MAX_IMPORT_BYTES = 10_000_000;

  final FakeDatabaseDriver driver = new FakeDatabaseDriver();
  final StopSignal stop = new StopSignal();
  final Map<DestinationId, MemoryDestination> stores = new LinkedHashMap<>();
  final Catalog catalog;
  final Facilities facilities;
  private final IdGenerator ids = new IdGenerator(Clock.systemUTC());
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
  private final Clock clock;
  private final Project project;
  private final Addon addon;
  private UnaryOperator<Destination> wrapping = UnaryOperator.identity();

  EngineWorld(Path folder) {
    this(folder, new RunPolicy(0, 0, 0, Duration.ofSeconds(30), START_WINDOW), Clock.systemUTC());
  }

  EngineWorld(Path folder, RunPolicy policy, Clock clock) {
    folder.toFile().mkdirs();
    this.clock = clock;
    catalog =
        SqliteCatalog.open(folder.resolve("catalog.db"), new NoCipher(), (backup, copy) -> "{}");
    facilities =
        new Facilities(
            catalog,
            new DatabaseDrivers(List.of(driver)),
            registered -> wrapping.apply(stores.get(registered.id())),
            new ImportedFiles(
                new Fetcher(
                    AddressPolicy.allowing(List.of("127.0.0.1")),
                    FetchLimits.of(MAX_IMPORT_BYTES, Duration.ofMinutes(1))),
                MAX_IMPORT_BYTES),
            policy,
            clock,
            stop,
            Lease.alone());
    project =
        new Project(new ProjectId(ids.nextKey()), new Slug("shop"), "Shop", null, "{}", NOW, NOW);
    catalog.write(
        all -> {
          all.projects().insert(project);
          return true;
        });
    addon = addon("DB", "fake://somewhere");
  }

  /** Registers another database. */
  Addon addon(String name, String uri) {
    return addon(name, uri, Coverage.ONE);
  }

  Addon addon(String name, String uri, Coverage coverage) {
    Addon made =
        new Addon(
            new AddonId(ids.nextKey()),
            project.id(),
            Slug.of(name),
            name,
            null,
            AddonType.POSTGRESQL,
            "1",
            AddonState.RUNNING,
            new ConnectionUri(uri),
            coverage,
            "{}",
            NOW,
            NOW);
    catalog.write(
        all -> {
          all.addons().insert(made);
          return true;
        });
    return made;
  }

  /** Registers it elsewhere. */
  void change(Addon old, String uri, Coverage coverage) {
    Addon changed =
        new Addon(
            old.id(),
            old.projectId(),
            old.slug(),
            old.name(),
            old.description(),
            old.type(),
            old.version(),
            old.state(),
            new ConnectionUri(uri),
            coverage,
            old.echo(),
            old.createdAt(),
            NOW);
    catalog.write(
        all -> {
          all.addons().update(changed);
          return true;
        });
  }

  /** A new destination in memory. */
  MemoryDestination destination(String name) {
    return destination(name, new MemoryDestination());
  }

  MemoryDestination destination(String name, MemoryDestination store) {
    BackupDestination registered =
        new BackupDestination(
            new DestinationId(ids.nextKey()),
            Slug.of(name),
            name,
            null,
            "",
            new Location.Local("/" + name),
            NOW,
            NOW);
    stores.put(registered.id(), store);
    catalog.write(
        all -> {
          all.destinations().insert(registered);
          return true;
        });
    return store;
  }

  /** Every destination that is opened from now on is wrapped so. */
  void wrap(UnaryOperator<Destination> wrapper) {
    wrapping = wrapper;
  }

  Backup request(Compression compression) {
    return backups().request(wanted(null, compression));
  }

  /** Of the first database. */
  Backup request() {
    return request(addon);
  }

  Backup request(Addon of) {
    return backups().request(wanted(of, null, Compression.ZSTD));
  }

  Addon addon() {
    return addon;
  }

  NewBackup wanted(@org.jspecify.annotations.Nullable String name, Compression compression) {
    return wanted(addon, name, compression);
  }

  private NewBackup wanted(
      Addon of, @org.jspecify.annotations.Nullable String name, Compression compression) {
    List<NewBackup.Target> targets = new ArrayList<>();
    stores.keySet().forEach(id -> targets.add(new NewBackup.Target(id, null)));
    return new NewBackup(project, of, name, BackupType.DUMP, compression, targets);
  }

  NewBackup wantedSnapshot() {
    return wantedSnapshot(addon);
  }

  NewBackup wantedSnapshot(Addon of) {
    NewBackup dump = wanted(null, Compression.GZ);
    return new NewBackup(
        project, of, null, BackupType.SNAPSHOT, dump.compression(), dump.targets());
  }

  Backups backups() {
    return new Backups(catalog, new NoQueue(), new BackupRecords(ids, clock, START_WINDOW), clock);
  }

  /** Runs it on this thread, and answers how it ended. */
  Backup run(Backup backup) {
    assertThat(tryToRun(backup)).isTrue();
    return look(backup);
  }

  /** Answers false when it has to wait. */
  boolean tryToRun(Backup backup) {
    return next(backup).again() == null;
  }

  /** Runs it on this thread, and answers what comes after. */
  Next next(Backup backup) {
    return backupRun().run(backup.id());
  }

  BackupRun backupRun() {
    return new BackupRun(facilities, timer);
  }

  /** As a worker does that then dies. */
  Backup claim(Backup backup) {
    Admittance admittance = new Admittance(facilities);
    return catalog
        .write(stores -> admittance.start(stores, backup.id(), clock.instant()))
        .claimed()
        .orElseThrow();
  }

  Backup completed() {
    return run(request(Compression.ZSTD));
  }

  Backup look(Backup backup) {
    return catalog.read(all -> all.backups().get(backup.id())).orElseThrow();
  }

  Restore requestRestore(Backup backup) {
    return requestRestore(backup, addon, DatabaseRoute.DIRECT);
  }

  Restore requestRestore(Backup backup, Addon target, DatabaseRoute route) {
    DestinationId source = backup.copies().getFirst().destinationId();
    return new Restores(catalog, new NoQueue(), ids, clock).request(backup, source, target, route);
  }

  Restore run(Restore restore) throws Exception {
    assertThat(tryToRun(restore)).isTrue();
    return look(restore);
  }

  /** Answers false when it has to wait. */
  boolean tryToRun(Restore restore) throws Exception {
    return next(restore).again() == null;
  }

  Next next(Restore restore) throws Exception {
    return new RestoreRun(facilities, timer).run(restore.id());
  }

  Restore look(Restore restore) {
    return catalog.read(all -> all.restores().get(restore.id())).orElseThrow();
  }

  void sweep() {
    new Sweeper(facilities).sweep();
  }

  List<String> log(Backup backup) {
    return log(backup.id().key());
  }

  List<String> log(Key run) {
    return catalog.read(
        all ->
            all.logs().lines(LogQuery.oldest(run, 1000)).stream()
                .map(kept -> kept.line().line())
                .toList());
  }

  @Override
  public void close() {
    timer.shutdownNow();
    catalog.close();
  }

  /** The catalog's own tests are about encryption; here it would only be in the way. */
  static final class NoCipher implements SecretCipher {
    @Override
    public byte[] seal(String plain, String context) {
      return plain.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String open(byte[] sealed, String context) {
      return new String(sealed, StandardCharsets.UTF_8);
    }
  }

  /** The tests run what they asked for themselves. */
  private static final class NoQueue implements RunQueue {
    @Override
    public void enqueue(Connection transaction, holdfast.model.BackupId backup) {}

    @Override
    public void enqueueNew(Connection transaction, List<holdfast.model.BackupId> backups) {}

    @Override
    public void enqueue(Connection transaction, RestoreId restore) {}

    @Override
    public void enqueueSweep(Connection transaction, holdfast.model.BackupId deleted) {}

    @Override
    public void cancel(Connection transaction, RestoreId restore) {}

    @Override
    public void wake() {}
  }
}
