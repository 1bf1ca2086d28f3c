package holdfast.database.mongodb;

import holdfast.database.Capabilities;
import holdfast.database.DatabaseDriver;
import holdfast.database.Dump;
import holdfast.database.IfOccupied;
import holdfast.database.ImportedFile;
import holdfast.database.Probe;
import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.AddonType;
import holdfast.model.BackupType;
import holdfast.model.ConnectionUri;
import holdfast.model.FailureException;
import holdfast.model.FoundDatabase;
import holdfast.model.RunTag;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * MongoDB 4.4 and newer, standalone or a replica set, without client tools: dumps are written and
 * restored in the format of {@code mongodump --archive}. A dump of a replica set of 5.0 or newer
 * shows one moment, that of its first read, but for capped collections before 8.0; any other shows
 * each collection as it was while it was read.
 */
public final class MongodbDriver implements DatabaseDriver {
  private static final Capabilities CAPABILITIES = new Capabilities(Set.of(BackupType.DUMP));

  private final MongoSession.Patience patience;

  /** Waits for servers as long as is fit between machines. */
  public MongodbDriver() {
    this(Duration.ofSeconds(10));
  }

  /**
   * @param toConnect how long is waited for a server that can be reached
   */
  MongodbDriver(Duration toConnect) {
    this.patience = new MongoSession.Patience(toConnect, Duration.ofMinutes(1));
  }

  @Override
  public AddonType type() {
    return AddonType.MONGODB;
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public String server(ConnectionUri connection) throws FailureException {
    return MongoUri.ofServer(connection).server();
  }

  @Override
  public Probe probe(ConnectionUri connection) throws FailureException {
    return MongoProbe.of(MongoUri.of(connection), patience);
  }

  @Override
  public List<FoundDatabase> databases(ConnectionUri server) throws FailureException {
    return MongoProbe.databases(MongoUri.ofServer(server), patience);
  }

  @Override
  public void requireAllVisible(ConnectionUri server) throws FailureException {
    MongoProbe.requireAll(MongoUri.ofServer(server), patience);
  }

  /** Who logs in is known in the database that the connection names, unless it says otherwise. */
  @Override
  public ConnectionUri naming(ConnectionUri server, String database) throws FailureException {
    return MongoUri.naming(server, database);
  }

  @Override
  public Dump dump(BackupType type, RunContext run) throws FailureException {
    if (!CAPABILITIES.backupTypes().contains(type)) {
      throw new IllegalArgumentException("not a type of backup that mongodb has: " + type);
    }
    return MongoDump.open(run, patience);
  }

  @Override
  public Dump imported(InputStream file) {
    return new ImportedFile(file, new ArchiveFile());
  }

  @Override
  public Restoration restore(RunContext run, IfOccupied ifOccupied) throws FailureException {
    return MongoRestoration.open(run, ifOccupied, patience);
  }

  @Override
  public void fence(ConnectionUri connection, RunTag tag) throws FailureException {
    new MongoSettlement(MongoUri.of(connection), tag, patience).fence();
  }

  @Override
  public boolean tookEffect(ConnectionUri connection, RunTag tag) throws FailureException {
    return new MongoSettlement(MongoUri.of(connection), tag, patience).tookEffect();
  }

  @Override
  public void settle(ConnectionUri connection, RunTag tag) throws FailureException {
    new MongoSettlement(MongoUri.of(connection), tag, patience).settle();
  }
}
