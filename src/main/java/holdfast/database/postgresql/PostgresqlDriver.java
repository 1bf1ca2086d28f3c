package holdfast.database.postgresql;

import holdfast.database.Capabilities;
import holdfast.database.DatabaseDriver;
import holdfast.database.Dump;
import holdfast.database.Probe;
import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.AddonType;
import holdfast.model.BackupType;
import holdfast.model.ConnectionUri;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.RunTag;
import java.sql.SQLException;
import java.util.Set;

/** PostgreSQL, by its own client tools. */
public final class PostgresqlDriver implements DatabaseDriver {
  private static final Capabilities CAPABILITIES = new Capabilities(Set.of(BackupType.DUMP));

  private final ClientTools tools;

  /** Works with the client tools of this machine. */
  public PostgresqlDriver() {
    this(ClientTools.ofThisMachine());
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
  public Probe probe(ConnectionUri connection) throws FailureException {
    return PgProbe.of(PgUri.of(connection), tools);
  }

  @Override
  public Dump dump(BackupType type, RunContext run) throws FailureException {
    if (!CAPABILITIES.backupTypes().contains(type)) {
      throw new IllegalArgumentException("not a type of backup that postgresql has: " + type);
    }
    return PgDump.open(run, tools);
  }

  @Override
  public Restoration restore(RunContext run) throws FailureException {
    throw new FailureException(FailureCode.INTERNAL, "restore is being built", "Wait for it.");
  }

  @Override
  public boolean settle(ConnectionUri connection, RunTag tag) throws FailureException {
    PrivateFolder.deleteAllOf(tag);
    PgUri uri = PgUri.of(connection);
    try (PgSession session = PgSession.open(uri, "holdfast")) {
      PgSessions.end(session, tag);
      return false;
    } catch (SQLException e) {
      throw PgFailures.of(e, uri, FailureCode.DATABASE_UNREACHABLE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailureException(FailureCode.ABORTED, "interrupted", "Try again.");
    }
  }
}
