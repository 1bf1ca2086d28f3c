package holdfast.testing;

import holdfast.database.Capabilities;
import holdfast.database.DatabaseDriver;
import holdfast.database.Dump;
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
  private final AtomicInteger open = new AtomicInteger();

  private volatile long dumpBytes = 1000;
  private volatile long heldAtByte = Long.MAX_VALUE;
  private volatile FaultPlan dumpFaults = FaultPlan.none();
  private volatile FaultPlan restoreFaults = FaultPlan.none();
  private volatile Optional<Failure> refusal = Optional.empty();
  private volatile boolean restoreTookEffect;
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

  /** What happens while the next runs are settled. */
  public FakeDatabaseDriver whileSettled(Runnable event) {
    whileSettled = event;
    return this;
  }

  public FakeDatabaseDriver dumpFaults(FaultPlan faults) {
    dumpFaults = faults;
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
    return new Capabilities(Set.of(BackupType.DUMP));
  }

  @Override
  public String server(ConnectionUri connection) {
    java.net.URI uri = java.net.URI.create(connection.secret().reveal());
    return uri.getHost() + ":" + uri.getPort();
  }

  @Override
  public Probe probe(ConnectionUri connection) throws FailureException {
    refuseIfTold();
    return new Probe(FaultyDump.VERSION, dumpBytes, dumpBytes == 0, List.of());
  }

  @Override
  public List<FoundDatabase> databases(ConnectionUri server) throws FailureException {
    return List.of(new FoundDatabase("fake", OptionalLong.of(dumpBytes)));
  }

  @Override
  public Dump dump(BackupType type, RunContext run) throws FailureException {
    refuseIfTold();
    opened.add(run.tag());
    open.incrementAndGet();
    FaultyDump dump = new FaultyDump(dumpBytes, dumpFaults, heldAtByte, open::decrementAndGet);
    dumps.add(dump);
    return dump;
  }

  @Override
  public Dump imported(InputStream file) {
    open.incrementAndGet();
    return new FakeImportedDump(file, dumpBytes, open::decrementAndGet);
  }

  @Override
  public Restoration restore(RunContext run) throws FailureException {
    refuseIfTold();
    opened.add(run.tag());
    open.incrementAndGet();
    return new FakeRestoration(
        restoreFaults, bytes -> putInPlace(run.tag(), bytes), open::decrementAndGet);
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
  public boolean tookEffect(ConnectionUri connection, RunTag tag) {
    return restoreTookEffect;
  }

  @Override
  public void settle(ConnectionUri connection, RunTag tag) {
    whileSettled.run();
    settled.add(tag);
    settledAt.add(connection.secret().reveal());
  }

  private void refuseIfTold() throws FailureException {
    if (refusal.isPresent()) {
      throw new FailureException(refusal.get(), null);
    }
  }
}
