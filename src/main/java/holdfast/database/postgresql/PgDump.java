package holdfast.database.postgresql;

import holdfast.database.RunContext;
import holdfast.database.tool.ClientTool;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A dump of one database by pg_dump, as of the moment at which its transaction began: it shows all
 * that was committed before {@code lsn}, a position in the server's log (WAL), and nothing that was
 * committed after that moment.
 */
final class PgDump implements DumpKind {
  static final String FORMAT = "pgdump";

  private static final String POSITION =
      """
      SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END
      """;

  /** How long a table may be locked by others, after which the dump fails instead of waiting on. */
  private static final Duration LOCK_PATIENCE = Duration.ofMinutes(5);

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public ClientTool tool(ClientTools tools, PgServer server) throws FailureException {
    return tools.dumper(server);
  }

  @Override
  public void require(PgSession session) throws FailureException, SQLException {
    List<String> unreadable = new PgRights(session).unreadable();
    if (!unreadable.isEmpty()) {
      throw new FailureException(
          FailureCode.DATABASE_RIGHTS,
          "the role %s may not read %s".formatted(session.uri().user(), PgRights.some(unreadable)),
          "Grant it USAGE on the schemas and SELECT on all tables, sequences and large objects;"
              + " where row-level security applies, BYPASSRLS too.");
    }
  }

  @Override
  public String beginning(PgSession session, ClientTool tool) {
    return "dumping %s with %s".formatted(session.uri().where(), tool.title());
  }

  @Override
  public List<String> leftOut(PgSession session) throws SQLException {
    return Withheld.of(session);
  }

  @Override
  public Map<String, String> moment(PgSession session) throws SQLException {
    return Map.of("lsn", session.text(POSITION));
  }

  @Override
  public LogReservation reserve(PgSession session, RunContext run) {
    return LogReservation.NONE;
  }

  @Override
  public List<String> arguments(String connection, PgServer server) {
    return List.of(
        "--format=custom",
        "--compress=0",
        "--no-password",
        // As it is anyway, unless the database or the login is set to another one.
        "--encoding=" + server.encoding(),
        // Of a restore in place that has ended and is not settled yet.
        "--exclude-schema=" + InPlaceMarks.PATTERN,
        "--lock-wait-timeout=" + LOCK_PATIENCE.toMillis(),
        "--dbname=" + connection);
  }

  @Override
  public Walker newWalker(PgSession session) {
    return new ArchiveWalker();
  }
}
