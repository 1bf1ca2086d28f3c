package holdfast.database.postgresql;

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
 * PostgreSQL, by its own client tools. A dump shows the one database as of the moment at which it
 * began; a snapshot the whole server as of its {@code endLsn}. Only dumps can be restored: the
 * folder of a server's data cannot be replaced over the wire.
 */
public final class PostgresqlDriver implements DatabaseDriver {
  private static final Capabilities CAPABILITIES =
      new Capabilities(Set.of(BackupType.DUMP, BackupType.SNAPSHOT));

  private final ClientTools tools;

  /** Works with the client tools and the temporary folder of this machine. */
  public PostgresqlDriver() {
    this(ClientTools.ofThisMachine(PrivateFolders.ofThisMachine()));
  }

  /**
   * Works with the client tools of this machine.
   *
   * @param temporary for what a run keeps while it lasts
   */
  public PostgresqlDriver(Path temporary) {
    this(ClientTools.ofThisMachine(new PrivateFolders(temporary)));
  }

  PostgresqlDriver(ClientTools tools) {
    this.tools = tools;
  }

  @Override
  public AddonType type() {
    return AddonType.POSTGRESQL;
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public String server(ConnectionUri connection) throws FailureException {
    return PgUri.ofServer(connection).server();
  }

  @Override
  public Probe probe(ConnectionUri connection) throws FailureException {
    return PgProbe.of(PgUri.of(connection), tools);
  }

  @Override
  public List<FoundDatabase> databases(ConnectionUri server) throws FailureException {
    return PgListing.of(PgUri.ofServer(server));
  }

  @Override
  public ConnectionUri naming(ConnectionUri server, String database) throws FailureException {
    PgUri.ofServer(server);
    return ChosenDatabase.at(server, database, PgUri.isOfTheServer(database), PgUri::of);
  }

  /** Each server of PostgreSQL has a database to log in to. */
  @Override
  public ConnectionUri anywhere(ConnectionUri server) throws FailureException {
    return server.withDatabase(PgUri.ofServer(server).database());
  }

  @Override
  public Dump dump(BackupType type, RunContext run) throws FailureException {
    DumpKind kind =
        switch (type) {
          case DUMP -> new PgDump();
          case SNAPSHOT -> new PgBaseBackup();
        };
    return PgSource.open(kind, run, tools);
  }

  @Override
  public Dump imported(InputStream file) {
    return new ImportedFile(file, new ArchiveFile());
  }

  @Override
  public Restoration restore(RunContext run, IfOccupied ifOccupied) throws FailureException {
    return PgRestoration.open(run, ifOccupied, tools);
  }

  @Override
  public void fence(ConnectionUri connection, RunTag tag) throws FailureException {
    new PgSettlement(PgUri.of(connection), tag, tools.privateFolders()).fence();
  }

  @Override
  public boolean tookEffect(ConnectionUri connection, RunTag tag) throws FailureException {
    return new PgSettlement(PgUri.of(connection), tag, tools.privateFolders()).tookEffect();
  }

  @Override
  public void settle(ConnectionUri connection, RunTag tag) throws FailureException {
    new PgSettlement(PgUri.of(connection), tag, tools.privateFolders()).settle();
  }
}
