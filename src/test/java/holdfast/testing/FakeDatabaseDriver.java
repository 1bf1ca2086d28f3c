package holdfast.testing;

import holdfast.database.Capabilities;
import holdfast.database.DatabaseDriver;
import holdfast.database.Dump;
import holdfast.database.IfOccupied;
import holdfast.database.Probe;
import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.AddonType;
import holdfast.model.BackupType;
import holdfast.model.ConnectionUri;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.FoundDatabase;
import holdfast.model.RunTag;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A driver of no database, for the tests of those who use drivers. Set up by its setters, then
 * thread-safe; it counts what was opened and not closed.
 */
public final class FakeDatabaseDriver implements DatabaseDriver {
  private final List<FaultyDump> dumps = new CopyOnWriteArrayList<>();
  private final List<byte[]> restored = new CopyOnWriteArrayList<>();
  private final List<RunTag> settled = new CopyOnWriteArrayList<>();
  private final Set<RunTag> fenced = ConcurrentHashMap.newKeySet();
  private final List<String> settledAt = new CopyOnWriteArrayList<>();
  private final List<RunTag> opened = new CopyOnWriteArrayList<>();
  private final List<String> openedAt = new CopyOnWriteArrayList<>();
  private final AtomicInteger open = new AtomicInteger();

  private volatile long dumpBytes = 1000;
  private volatile long heldAtByte = Long.MAX_VALUE;
  private volatile FaultPlan dumpFaults = FaultPlan.none();
  private volatile String faultyDatabase = "";
  private volatile List<String> databases = List.of("fake");
  private volatile Set<BackupType> types = Set.of(BackupType.DUMP);
  private volatile boolean areNamed;
  private volatile FaultPlan restoreFaults = FaultPlan.none();
  private volatile Optional<Failure> refusal = Optional.empty();
  private volatile String refusedDatabase = "";
  private volatile List<String> warnings = List.of();
  private final Map<String, Failure> obstacles = new ConcurrentHashMap<>();
  private volatile boolean restoreTookEffect;
  private volatile Optional<Failure> unsettled = Optional.empty();
  private volatile Runnable whileSettled = () -> {};

  /** How long the next dumps are. */
  public FakeDatabaseDriver dumpBytes(long bytes) {
    dumpBytes = bytes;
    return this;
  }

  /** Holds the readers of the next dumps at this byte, until they are released or closed. */
  public FakeDatabaseDriver holdDumpsAt(long place) {
    heldAtByte = place;
    return this;
  }

  /** Settles no run, nor tells what became of one, until this is empty again. */
  public FakeDatabaseDriver unsettled(Optional<Failure> failure) {
    unsettled = failure;
    return this;
  }

  /** What happens while the next runs are settled. */
  public FakeDatabaseDriver whileSettled(Runnable event) {
    whileSettled = event;
    return this;
  }

  public FakeDatabaseDriver dumpFaults(FaultPlan faults) {
    dumpFaults = faults;
    return this;
  }

  /** The same, of the dumps of one database of a server only. */
  public FakeDatabaseDriver dumpFaults(String database, FaultPlan faults) {
    faultyDatabase = database;
    return dumpFaults(faults);
  }

  /** What backups it takes; dumps only unless this is said. */
  public FakeDatabaseDriver takes(BackupType... wanted) {
    types = Set.of(wanted);
    return this;
  }

  /** Which databases the server has from now on. */
  public FakeDatabaseDriver databases(String... names) {
    databases = List.of(names);
    areNamed = true;
    return this;
  }

  public FakeDatabaseDriver restoreFaults(FaultPlan faults) {
    restoreFaults = faults;
    return this;
  }

  /** Refuses to probe, dump and restore from now on. */
  public FakeDatabaseDriver refuse(Failure failure) {
    refusal = Optional.of(failure);
    return this;
  }

  /** The same, of one database of a server only. */
  public FakeDatabaseDriver refuse(String database, Failure failure) {
    refusedDatabase = database;
    return refuse(failure);
  }

  /** Lists a database of the server with what keeps everybody from reading it. */
  public FakeDatabaseDriver obstacle(String database, Failure failure) {
    obstacles.put(database, failure);
    return this;
  }

  /** What each look warns of. */
  public FakeDatabaseDriver warning(String sentence) {
    warnings = List.of(sentence);
    return this;
  }

  public FakeDatabaseDriver refuseNothing() {
    refusal = Optional.empty();
    return this;
  }

  /** What {@link #tookEffect} answers. */
  public FakeDatabaseDriver restoreTookEffect(boolean tookEffect) {
    restoreTookEffect = tookEffect;
    return this;
  }

  /** How many dumps and restorations are open. */
  public int open() {
    return open.get();
  }

  /** All dumps ever opened, the newest last. */
  public List<FaultyDump> dumps() {
    return List.copyOf(dumps);
  }

  /** What was restored and committed, the newest last. */
  public List<byte[]> restored() {
    return List.copyOf(restored);
  }

  /** The runs that dumps and restorations were opened for. */
  public List<RunTag> opened() {
    return List.copyOf(opened);
  }

  /** The connections that dumps and restorations were opened for. */
  public List<String> openedAt() {
    return List.copyOf(openedAt);
  }

  /** The runs that were settled. */
  public List<RunTag> settled() {
    return List.copyOf(settled);
  }

  /** The databases at which runs were settled. */
  public List<String> settledAt() {
    return List.copyOf(settledAt);
  }

  @Override
  public AddonType type() {
    return AddonType.POSTGRESQL;
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(types);
  }

  @Override
  public String server(ConnectionUri connection) {
    java.net.URI uri = java.net.URI.create(connection.secret().reveal());
    return uri.getHost() + ":" + uri.getPort();
  }

  @Override
  public Probe probe(ConnectionUri connection) throws FailureException {
    refuseIfTold(connection);
    requireThere(connection);
    return new Probe(FaultyDump.VERSION, dumpBytes, dumpBytes == 0, warnings);
  }

  @Override
  public List<FoundDatabase> databases(ConnectionUri server) throws FailureException {
    return databases.stream()
        .map(
            name ->
                new FoundDatabase(
                    name, OptionalLong.of(dumpBytes), Optional.ofNullable(obstacles.get(name))))
        .toList();
  }

  @Override
  public ConnectionUri naming(ConnectionUri server, String database) throws FailureException {
    if (database.contains("\n")) {
      throw new FailureException(FailureCode.CONNECTION_INVALID, "no such name", "Expect it.");
    }
    return server.withDatabase(database);
  }

  @Override
  public ConnectionUri anywhere(ConnectionUri server) throws FailureException {
    return server.withDatabase("shop");
  }

  @Override
  public Dump dump(BackupType type, RunContext run) throws FailureException {
    refuseIfTold(run.connection());
    opened(run);
    FaultyDump dump =
        new FaultyDump(dumpBytes, faultsOf(run.connection()), heldAtByte, open::decrementAndGet);
    dumps.add(dump);
    return dump;
  }

  @Override
  public Dump imported(InputStream file) {
    open.incrementAndGet();
    return new FakeImportedDump(file, dumpBytes, open::decrementAndGet);
  }

  @Override
  public Restoration restore(RunContext run, IfOccupied ifOccupied) throws FailureException {
    refuseIfTold(run.connection());
    ifOccupied.require(run.connection().database().orElse(""), () -> dumpBytes == 0);
    opened(run);
    return new FakeRestoration(
        restoreFaults, bytes -> putInPlace(run.tag(), bytes), open::decrementAndGet);
  }

  private void opened(RunContext run) {
    opened.add(run.tag());
    openedAt.add(run.connection().secret().reveal());
    open.incrementAndGet();
  }

  private FaultPlan faultsOf(ConnectionUri connection) {
    return isMeant(faultyDatabase, connection) ? dumpFaults : FaultPlan.none();
  }

  private void putInPlace(RunTag tag, byte[] bytes) throws FailureException {
    if (fenced.contains(tag)) {
      throw new FailureException(FailureCode.RESTORE_FAILED, "the run was fenced", "Expect it.");
    }
    restored.add(bytes);
  }

  @Override
  public void fence(ConnectionUri connection, RunTag tag) {
    fenced.add(tag);
  }

  @Override
  public boolean tookEffect(ConnectionUri connection, RunTag tag) throws FailureException {
    requireSettling();
    return restoreTookEffect;
  }

  @Override
  public void settle(ConnectionUri connection, RunTag tag) throws FailureException {
    whileSettled.run();
    requireSettling();
    settled.add(tag);
    settledAt.add(connection.secret().reveal());
  }

  private void requireSettling() throws FailureException {
    if (unsettled.isPresent()) {
      throw new FailureException(unsettled.get(), null);
    }
  }

  private static boolean isMeant(String database, ConnectionUri connection) {
    return database.isEmpty() || connection.database().filter(database::equals).isPresent();
  }

  /** Of the servers whose databases a test has named. */
  private void requireThere(ConnectionUri connection) throws FailureException {
    Optional<String> named = connection.database();
    if (named.isPresent() && areNamed && !databases.contains(named.get())) {
      throw new FailureException(
          FailureCode.DATABASE_MISSING, "there is no database " + named.get(), "Expect it.");
    }
  }

  private void refuseIfTold(ConnectionUri connection) throws FailureException {
    if (refusal.isPresent() && isMeant(refusedDatabase, connection)) {
      throw new FailureException(refusal.get(), null);
    }
  }
}
