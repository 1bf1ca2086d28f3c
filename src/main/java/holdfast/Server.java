package holdfast;

import holdfast.api.ApiParts;
import holdfast.api.ApiServer;
import holdfast.api.ApiSettings;
import holdfast.api.DestinationBackupItem;
import holdfast.catalog.Catalog;
import holdfast.catalog.CatalogException;
import holdfast.catalog.PostgresCatalog;
import holdfast.catalog.SecretCipher;
import holdfast.catalog.SqliteCatalog;
import holdfast.cli.RunningServer;
import holdfast.cli.StartException;
import holdfast.database.DatabaseDrivers;
import holdfast.destination.DestinationSettings;
import holdfast.destination.Destinations;
import holdfast.destination.LocalRoots;
import holdfast.destination.S3Settings;
import holdfast.engine.BackupRecords;
import holdfast.engine.BackupRun;
import holdfast.engine.Backups;
import holdfast.engine.BuiltInDestination;
import holdfast.engine.Downloads;
import holdfast.engine.DriverInspections;
import holdfast.engine.DueSchedules;
import holdfast.engine.Expiry;
import holdfast.engine.Facilities;
import holdfast.engine.ImportedFiles;
import holdfast.engine.Lease;
import holdfast.engine.LocalFolders;
import holdfast.engine.RestoreRun;
import holdfast.engine.Restores;
import holdfast.engine.RunPolicy;
import holdfast.engine.RunQueue;
import holdfast.engine.StopSignal;
import holdfast.engine.Sweeper;
import holdfast.fetch.AddressPolicy;
import holdfast.fetch.FetchLimits;
import holdfast.fetch.Fetcher;
import holdfast.model.FailureException;
import holdfast.model.IdGenerator;
import holdfast.model.Secret;
import holdfast.schedule.FiringPolicy;
import holdfast.schedule.Spread;
import holdfast.scheduler.Chore;
import holdfast.scheduler.Chores;
import holdfast.scheduler.Queues;
import holdfast.scheduler.RunScheduler;
import holdfast.scheduler.Ticker;
import holdfast.scheduler.Work;
import holdfast.security.AdminToken;
import holdfast.security.RefusedException;
import holdfast.security.TinkSecretCipher;
import holdfast.security.Tokens;
import holdfast.settings.NodeRole;
import holdfast.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;

/** A server of this process: all rooms, wired. */
final class Server implements RunningServer {
  /** As much as the launcher's heap has for it when it is small. */
  private static final long OLD_HEAP_BYTES = 64 << 20;

  private static final Duration LOOK_AGAIN_AT_HEAP = Duration.ofSeconds(10);

  private static final String TOKEN_IS_IN = "the administrator's token is in ";
  private static final String TOKEN_IS_ELSEWHERE =
      "the administrator's token is the one that another node was given, or has in the file"
          + " admin-token of its data folder; HOLDFAST_ADMIN_TOKEN sets a new one";

  private final Settings settings;
  private final Clock clock = Clock.systemUTC();
  private final IdGenerator ids = new IdGenerator(clock);
  private final DataFolder folder;
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private final List<String> greeting = new ArrayList<>();
  private String url = "";

  private Server(Settings settings, DataFolder folder) {
    this.settings = settings;
    this.folder = folder;
    running.push(folder);
  }

  static RunningServer start(Settings settings) throws StartException {
    Server server = new Server(settings, DataFolder.open(settings.dataDir()));
    try {
      server.start();
      return server;
    } catch (RefusedException | CatalogException | IOException e) {
      server.close();
      throw new StartException("cannot start: " + e.getMessage(), e);
    } catch (StartException | RuntimeException | Error e) {
      server.close();
      throw e;
    }
  }

  private void start() throws IOException, StartException {
    SmallHeap.keep(OLD_HEAP_BYTES, LOOK_AGAIN_AT_HEAP);
    NativeLibraries.unpackIn(folder.temporary());
    requireNotMoved();
    SecretCipher cipher = cipher(settings, folder, this::catalogIsNew);
    Catalog catalog = owns(openCatalog(cipher));
    configureAdministrator(catalog);

    Path builtIn = builtIn(new BuiltInDestination(catalog, ids, clock));
    Destinations destinations = new Destinations(destinationSettings(builtIn));
    if (isShared()) {
      new LocalFolders(catalog, destinations::open).warnOfMissing();
    }
    DatabaseDrivers drivers = DatabaseDrivers.all(folder.temporary());
    DriverInspections inspections =
        new DriverInspections(drivers, destinations, folder.destinations());

    StopSignal stop = new StopSignal();
    Facilities facilities =
        new Facilities(
            catalog,
            drivers,
            destinations::open,
            importedFiles(),
            runPolicy(),
            clock,
            stop,
            lease());
    ScheduledExecutorService timer =
        Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().daemon().name("watch-", 0).factory());
    running.push(timer::shutdownNow);
    BackupRun backups = new BackupRun(facilities, timer);
    Sweeper sweeper = new Sweeper(facilities);
    Chores chores = owns(new Chores(catalog, sweeper, facilities.lease(), clock));
    RunScheduler scheduler =
        owns(
            new RunScheduler(
                catalog,
                new Work(backups, new RestoreRun(facilities, timer)),
                new RunScheduler.Mode(settings.workers(), facilities.lease()),
                stop,
                clock));
    Queues queues = new Queues(scheduler, chores);

    BackupRecords records = new BackupRecords(ids, clock, facilities.policy().startWindow());
    boolean works = settings.roles().contains(NodeRole.WORKER);
    if (works) {
      // Before the API, to be closed after it: while that drains, schedules fire.
      owns(new Ticker(dueSchedules(catalog, queues, records))).start();
    }
    if (settings.roles().contains(NodeRole.API)) {
      listen(
          new ApiServer(
              new ApiParts(
                  catalog,
                  new Backups(catalog, queues, records, clock),
                  new Restores(catalog, queues, ids, clock),
                  new Downloads(facilities),
                  inspections,
                  new Tokens(catalog, ids, clock),
                  cipher,
                  new ApiSettings(settings.rateLimit(), settings.publicUrl()),
                  clock,
                  ids)));
    }
    if (works) {
      scheduler.start();
      chores.start(regularChores(backups, sweeper, new Expiry(facilities), queues));
    }
    greet();
  }

  private void greet() {
    if (!url.isEmpty()) {
      greeting.add("every operation of the API, with examples: " + url + "/docs");
      greeting.add("listening on " + url);
    } else {
      greeting.add(
          "working on up to %d runs at a time, without an API; SIGTERM or Ctrl-C stops it"
              .formatted(settings.workers()));
    }
  }

  /** Whether other nodes can have the same catalog. */
  private boolean isShared() {
    return settings.databaseUrl() != null;
  }

  private Path builtIn(BuiltInDestination destination) throws IOException, StartException {
    Path chosen = settings.builtInPath();
    if (chosen != null && !Files.isDirectory(chosen)) {
      throw new StartException(
          "cannot start: HOLDFAST_BUILT_IN_PATH names %s, and there is no such folder"
              .formatted(chosen));
    }
    Path wanted = (chosen != null ? chosen : folder.builtIn()).toRealPath();
    if (!isShared()) {
      destination.ensure(wanted.toString());
      return wanted;
    }
    try {
      return destination.share(wanted, chosen != null);
    } catch (FailureException e) {
      throw new StartException(
          "cannot start: %s. %s".formatted(e.failure().message(), e.failure().hint()), e);
    }
  }

  private static List<Chore> regularChores(
      BackupRun backups, Sweeper sweeper, Expiry expiry, RunQueue queue) {
    return List.of(
        new Chore("sweep", Duration.ofMinutes(5), sweeper::sweep),
        new Chore("overdue", Duration.ofSeconds(20), backups::giveUpOverdue),
        new Chore("expiry", Duration.ofMinutes(1), () -> expiry.expire(queue)));
  }

  private DueSchedules dueSchedules(Catalog catalog, RunQueue queue, BackupRecords records) {
    Spread spread = new Spread(Duration.ofSeconds(settings.scheduleSpreadSeconds()));
    FiringPolicy policy = new FiringPolicy(settings.catchesUp(), spread);
    return new DueSchedules(catalog, queue, policy, records, clock);
  }

  private Lease lease() {
    return isShared() ? Lease.shared(Duration.ofSeconds(settings.leaseSeconds())) : Lease.alone();
  }

  private void listen(ApiServer api) throws StartException, IOException {
    try {
      int port = api.start(settings.host(), settings.port());
      running.push(() -> stop(api));
      String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
      url = "http://%s:%d".formatted(host, port);
      folder.tellAddress(url);
    } catch (RuntimeException e) {
      throw new StartException(
          "cannot listen on %s, port %d: is it in use? Choose another with --port"
              .formatted(settings.host(), settings.port()),
          e);
    }
  }

  private void stop(ApiServer api) {
    api.drain(Duration.ofSeconds(settings.drainSeconds()));
    api.stop();
  }

  /**
   * By the key of the settings, or the one in the data folder.
   *
   * @param makes asked only where there is no key in the settings: whether one may be made
   */
  static SecretCipher cipher(Settings settings, DataFolder folder, BooleanSupplier makes)
      throws IOException {
    String key = settings.secretKey();
    return key != null
        ? TinkSecretCipher.fromKeyset(new Secret(key))
        : TinkSecretCipher.fromFile(folder.secretKey(), makes.getAsBoolean());
  }

  /**
   * A key is made for a new catalog only: the secrets of one that is there need the key that sealed
   * them.
   */
  private boolean catalogIsNew() {
    String url = settings.databaseUrl();
    return url != null
        ? PostgresCatalog.isNew(PostgresCatalog.Settings.of(url))
        : !Files.exists(folder.catalog());
  }

  /** A forgotten setting must not begin a new installation beside the one that was moved. */
  private void requireNotMoved() throws StartException {
    if (!isShared() && !Files.exists(folder.catalog()) && Files.exists(folder.movedCatalog())) {
      throw new StartException(
          "cannot start: the catalog was moved into PostgreSQL. Set HOLDFAST_DATABASE_URL; or, to go back, rename %s to %s"
              .formatted(folder.movedCatalog(), folder.catalog().getFileName()));
    }
  }

  private Catalog openCatalog(SecretCipher cipher) {
    String url = settings.databaseUrl();
    DestinationBackupItem documents = new DestinationBackupItem();
    return url != null
        ? PostgresCatalog.open(PostgresCatalog.Settings.of(url), cipher, documents)
        : SqliteCatalog.open(folder.catalog(), cipher, documents);
  }

  private void configureAdministrator(Catalog catalog) throws IOException {
    AdminToken administrator = new AdminToken(catalog, ids, clock);
    String token = settings.adminToken();
    if (token != null) {
      administrator.use(new Secret(token));
    } else if (!isShared()) {
      administrator.useFile(folder.adminToken());
      greeting.add(TOKEN_IS_IN + folder.adminToken());
    } else if (administrator.shareFile(folder.adminToken())) {
      greeting.add(TOKEN_IS_IN + folder.adminToken());
    } else {
      greeting.add(TOKEN_IS_ELSEWHERE);
    }
  }

  private DestinationSettings destinationSettings(Path builtIn) {
    List<Path> roots = new ArrayList<>(settings.localRoots());
    roots.add(folder.destinations());
    roots.add(builtIn);
    DestinationSettings defaults = DestinationSettings.defaults(new LocalRoots(roots));
    S3Settings s3 = defaults.s3();
    return new DestinationSettings(
        defaults.localRoots(),
        new S3Settings(s3.partBytes(), settings.s3PartLimit(), s3.timeouts(), s3.retry()),
        defaults.retry(),
        isShared());
  }

  private RunPolicy runPolicy() {
    return new RunPolicy(
        settings.runsPerServer(),
        settings.runsPerDestination(),
        settings.retries(),
        Duration.ofSeconds(settings.retrySeconds()),
        Duration.ofMinutes(settings.startWindowMinutes()));
  }

  private ImportedFiles importedFiles() throws StartException {
    FetchLimits limits =
        FetchLimits.of(settings.importMaxBytes(), Duration.ofHours(settings.importHours()));
    try {
      AddressPolicy policy = AddressPolicy.allowing(settings.importAllow());
      return new ImportedFiles(new Fetcher(policy, limits), settings.importMaxBytes());
    } catch (IllegalArgumentException e) {
      throw new StartException("wrong value for HOLDFAST_IMPORT_ALLOW: " + e.getMessage(), e);
    }
  }

  private <T extends AutoCloseable> T owns(T part) {
    running.push(part);
    return part;
  }

  @Override
  public String url() {
    return url;
  }

  @Override
  public List<String> greeting() {
    return List.copyOf(greeting);
  }

  @Override
  public Path adminTokenFile() {
    return folder.adminToken();
  }

  /** First no more requests, then no more runs, then the rest: newest first. */
  @Override
  public synchronized void close() {
    while (!running.isEmpty()) {
      try {
        running.pop().close();
      } catch (Exception e) {
        System.err.println("while stopping: " + e);
      }
    }
  }
}
