package holdfast.database.postgresql;

import holdfast.database.RunContext;
import holdfast.database.tool.ClientTool;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * A snapshot of a whole server by pg_basebackup: a tar of its data folder with the log that makes
 * it whole, so that a server starts from what is unpacked. It shows the server as of its end: all
 * that was committed before {@code endLsn}, a position in the server's log, and nothing that came
 * after the file of the log which that lies in. At the end of a snapshot the server goes on to the
 * next one at once; a standby cannot.
 *
 * <p>The log is fetched at the end, for a tar on a pipe takes no second stream; a slot keeps it at
 * the server until then.
 */
final class PgBaseBackup implements DumpKind {
  static final String FORMAT = "tar";

  private static final String MAY_REPLICATE =
      "SELECT rolsuper OR rolreplication FROM pg_roles WHERE rolname = current_user";

  private static final String TABLESPACES =
      """
      SELECT quote_ident(spcname) FROM pg_tablespace
      WHERE spcname NOT IN ('pg_default', 'pg_global') ORDER BY 1
      """;

  /** How large some are is for those to know who may log in to them. */
  private static final String CONTENTS =
      """
      SELECT format('%s databases, about %s bytes', count(*), coalesce(sum(bytes), 0))
        || CASE WHEN count(*) > count(bytes)
             THEN format(' without %s that may not be looked at', count(*) - count(bytes))
             ELSE '' END
      FROM (SELECT CASE WHEN has_database_privilege(oid, 'CONNECT') THEN pg_database_size(oid) END AS bytes
            FROM pg_database WHERE datconnlimit <> -2) d
      """;

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public ClientTool tool(ClientTools tools, PgServer server) throws FailureException {
    return tools.copier(server);
  }

  @Override
  public void require(PgSession session) throws FailureException, SQLException {
    requirePossible(session);
    if (!session.truth(MAY_REPLICATE)) {
      throw new FailureException(
          FailureCode.DATABASE_RIGHTS,
          "the role %s may not replicate".formatted(session.uri().user()),
          "Run: ALTER ROLE %s REPLICATION.".formatted(Sql.name(session.uri().user())));
    }
    String look = "holdfast for " + session.text("SELECT pg_backend_pid()");
    requireLogin(session.uri(), look);
    // Where the server has one wal sender alone, the tool is to have it.
    PgSessions.awaitEnd(session, look);
  }

  private static void requirePossible(PgSession session) throws FailureException, SQLException {
    if (session.text("SHOW wal_level").equals("minimal")) {
      throw unsupported(
          session, "has wal_level = minimal", "Set wal_level to replica there, and restart it.");
    }
    if (session.number("SHOW max_wal_senders") == 0) {
      throw unsupported(
          session, "has max_wal_senders = 0", "Set max_wal_senders to 10 there, and restart it.");
    }
    List<String> tablespaces = session.texts(TABLESPACES);
    if (!tablespaces.isEmpty()) {
      throw unsupported(
          session,
          "has the tablespaces " + PgRights.some(tablespaces),
          "A snapshot is one tar, which holds the data folder only. Take dumps.");
    }
  }

  private static FailureException unsupported(PgSession session, String why, String hint) {
    return new FailureException(
        FailureCode.DATABASE_UNSUPPORTED,
        "the server %s gives no snapshot: it %s".formatted(session.uri().server(), why),
        hint);
  }

  /** The server has rules of its own for who may log in to replicate, which the tool only says. */
  private static void requireLogin(PgUri uri, String name) throws FailureException {
    try (PgSession replication = PgSession.openForReplication(uri, name)) {
      replication.execute("IDENTIFY_SYSTEM");
    } catch (SQLException e) {
      throw PgFailures.of(e, uri, FailureCode.DUMP_FAILED);
    } catch (FailureException e) {
      throw new FailureException(e.failure().code(), e.failure().message(), hint(e.failure(), uri));
    }
  }

  /** Of a server that has let this role in just now, but not to replicate. */
  private static String hint(Failure failure, PgUri uri) {
    return switch (failure.code()) {
      case DATABASE_AUTHENTICATION ->
          "Add a line to the server's pg_hba.conf that lets %s replicate from this host: host replication ..."
              .formatted(Sql.name(uri.user()));
      case DATABASE_UNREACHABLE ->
          "Where standbys and the like have taken all of the server's max_wal_senders, raise it there.";
      default -> failure.hint();
    };
  }

  @Override
  public String beginning(PgSession session, ClientTool tool) throws SQLException {
    return "taking a snapshot of the server %s with %s: %s"
        .formatted(session.uri().server(), tool.title(), session.text(CONTENTS));
  }

  /** The walker learns it, at the end. */
  @Override
  public Map<String, String> moment(PgSession session) {
    return Map.of();
  }

  @Override
  public LogReservation reserve(PgSession session, RunContext run)
      throws FailureException, SQLException {
    return LogReservation.take(session, run);
  }

  @Override
  public List<String> arguments(String connection, PgServer server) {
    return List.of(
        "--pgdata=-",
        "--format=tar",
        "--wal-method=fetch",
        "--checkpoint=fast",
        "--manifest-checksums=CRC32C",
        "--label=holdfast",
        "--no-password",
        "--dbname=" + connection);
  }

  @Override
  public Walker newWalker(PgSession session) throws SQLException {
    return new SnapshotWalker(ServerFolders.of(session));
  }
}
