package holdfast.database.redis;

import holdfast.database.Capabilities;
import holdfast.database.ChosenDatabase;
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
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Redis and Valkey, by their own protocols. A backup shows one numbered database as it was at the
 * moment at which the server began with the snapshot; the manifest names the replication offset.
 */
public final class RedisDriver implements DatabaseDriver {
  private static final Capabilities CAPABILITIES = new Capabilities(Set.of(BackupType.SNAPSHOT));

  private final Path temporary;

  /** Works with the temporary folder of this machine. */
  public RedisDriver() {
    this(Path.of(System.getProperty("java.io.tmpdir")));
  }

  /**
   * @param temporary for single values that are large, while they are restored
   */
  public RedisDriver(Path temporary) {
    this.temporary = temporary;
  }

  @Override
  public AddonType type() {
    return AddonType.REDIS;
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public String server(ConnectionUri connection) throws FailureException {
    return RedisUri.of(connection).server();
  }

  /** Also where the connection leaves its number to be understood. */
  @Override
  public Optional<String> database(ConnectionUri connection) throws FailureException {
    return Optional.of(Integer.toString(RedisUri.of(connection).database()));
  }

  @Override
  public Probe probe(ConnectionUri connection) throws FailureException {
    return RedisProbe.of(RedisUri.of(connection));
  }

  @Override
  public List<FoundDatabase> databases(ConnectionUri server) throws FailureException {
    return RedisProbe.databases(RedisUri.of(server));
  }

  @Override
  public ConnectionUri naming(ConnectionUri server, String database) throws FailureException {
    RedisUri.of(server);
    return ChosenDatabase.at(server, database, false, RedisUri::of);
  }

  @Override
  public Dump dump(BackupType type, RunContext run) throws FailureException {
    if (!CAPABILITIES.backupTypes().contains(type)) {
      throw new IllegalArgumentException("not a type of backup that redis has: " + type);
    }
    return RedisDump.open(run);
  }

  @Override
  public Dump imported(InputStream file) {
    return new ImportedFile(file, new RdbFile());
  }

  @Override
  public Restoration restore(RunContext run, IfOccupied ifOccupied) throws FailureException {
    return RedisRestoration.open(run, ifOccupied, temporary);
  }

  @Override
  public void fence(ConnectionUri connection, RunTag tag) throws FailureException {
    new RedisSettlement(RedisUri.of(connection), tag).fence();
  }

  @Override
  public boolean tookEffect(ConnectionUri connection, RunTag tag) throws FailureException {
    return new RedisSettlement(RedisUri.of(connection), tag).tookEffect();
  }

  @Override
  public void settle(ConnectionUri connection, RunTag tag) throws FailureException {
    new RedisSettlement(RedisUri.of(connection), tag).settle();
  }
}
