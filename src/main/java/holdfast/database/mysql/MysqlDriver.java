package holdfast.database.mysql;

import holdfast.database.Capabilities;
import holdfast.database.ChosenDatabase;
import holdfast.database.DatabaseDriver;
import holdfast.database.Dump;
import holdfast.database.IfOccupied;
import holdfast.database.ImportedFile;
import holdfast.database.Probe;
import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.database.tool.PrivateFolders;
import holdfast.model.AddonType;
import holdfast.model.BackupType;
import holdfast.model.ConnectionUri;
import holdfast.model.FailureException;
import holdfast.model.FoundDatabase;
import holdfast.model.RunTag;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * MySQL and MariaDB. A backup is what mariadb-dump or mysqldump writes; it shows one moment, that
 * at which the dump's snapshot began, and where the server has a binary log its position and GTID
 * in that moment are recorded ({@code binaryLogFile}, {@code binaryLogPosition}, {@code gtid}), or
 * where MySQL does not tell these, the two between which it was. Tables of engines without
 * transactions are shown as they were when their turn came.
 */
public final class MysqlDriver implements DatabaseDriver {
  private static final Capabilities CAPABILITIES = new Capabilities(Set.of(BackupType.DUMP));

  private final MysqlTools tools;

  /** Works with the client tools and the temporary folder of this machine. */
  public MysqlDriver() {
    this(MysqlTools.ofThisMachine(PrivateFolders.ofThisMachine()));
  }

  /**
   * Works with the client tools of this machine.
   *
   * @param temporary for what a run keeps while it lasts
   */
  public MysqlDriver(Path temporary) {
    this(MysqlTools.ofThisMachine(new PrivateFolders(temporary)));
  }

  MysqlDriver(MysqlTools tools) {
    this.tools = tools;
  }

  @Override
  public AddonType type() {
    return AddonType.MYSQL;
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public String server(ConnectionUri connection) throws FailureException {
    return MysqlUri.ofServer(connection).server();
  }

  @Override
  public Probe probe(ConnectionUri connection) throws FailureException {
    return MysqlProbe.of(MysqlUri.of(connection), tools);
  }

  @Override
  public List<FoundDatabase> databases(ConnectionUri server) throws FailureException {
    return MysqlListing.of(MysqlUri.ofServer(server));
  }

  @Override
  public void requireAllVisible(ConnectionUri server) throws FailureException {
    MysqlListing.requireAll(MysqlUri.ofServer(server));
  }

  @Override
  public ConnectionUri naming(ConnectionUri server, String database) throws FailureException {
    MysqlUri.ofServer(server);
    return ChosenDatabase.at(server, database, MysqlUri.isOfTheServer(database), MysqlUri::of);
  }

  @Override
  public Dump dump(BackupType type, RunContext run) throws FailureException {
    if (!CAPABILITIES.backupTypes().contains(type)) {
      throw new IllegalArgumentException("not a type of backup that mysql has: " + type);
    }
    return MysqlSource.open(run, tools);
  }

  @Override
  public Dump imported(InputStream file) {
    return new ImportedFile(file, new DumpFile());
  }

  @Override
  public Restoration restore(RunContext run, IfOccupied ifOccupied) throws FailureException {
    return MysqlRestoration.open(run, ifOccupied, tools);
  }

  @Override
  public void fence(ConnectionUri connection, RunTag tag) throws FailureException {
    settlement(connection, tag).fence();
  }

  @Override
  public boolean tookEffect(ConnectionUri connection, RunTag tag) throws FailureException {
    return settlement(connection, tag).tookEffect();
  }

  @Override
  public void settle(ConnectionUri connection, RunTag tag) throws FailureException {
    settlement(connection, tag).settle();
  }

  private MysqlSettlement settlement(ConnectionUri connection, RunTag tag) throws FailureException {
    return new MysqlSettlement(MysqlUri.of(connection), tag, tools.privateFolders());
  }
}
