package holdfast.database.postgresql;

import holdfast.database.Probe;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A look at a database: what it is, and what would not work with it. */
final class PgProbe {
  private PgProbe() {}

  /** Whether nothing is in the session's database that a restore would replace. */
  static boolean isEmpty(PgSession session) throws SQLException {
    return Emptiness.of(session);
  }

  static Probe of(PgUri uri, ClientTools tools) throws FailureException {
    try (PgSession session = PgSession.open(uri, "holdfast")) {
      PgServer server = PgServer.of(session);
      long bytes = session.number("SELECT pg_database_size(current_database())");
      List<String> warnings = new ArrayList<>();
      warnAboutTool(tools, server, warnings);
      warnAboutRights(session, warnings);
      warnings.addAll(Withheld.of(session));
      return new Probe(server.version(), bytes, isEmpty(session), warnings);
    } catch (SQLException e) {
      throw PgFailures.of(e, uri, FailureCode.DATABASE_UNREACHABLE);
    }
  }

  private static void warnAboutTool(ClientTools tools, PgServer server, List<String> warnings) {
    try {
      tools.oneWayWarning(tools.dumper(server), server).ifPresent(warnings::add);
    } catch (FailureException e) {
      warnings.add(
          "Backups will not work: %s. %s".formatted(e.failure().message(), e.failure().hint()));
    }
  }

  private static void warnAboutRights(PgSession session, List<String> warnings)
      throws SQLException {
    PgRights rights = new PgRights(session);
    String user = session.uri().user();
    List<String> unreadable = rights.unreadable();
    if (!unreadable.isEmpty()) {
      warnings.add(
          "Dumps will not work: the role %s may not read %s. Grant it SELECT there."
              .formatted(user, PgRights.some(unreadable)));
    }
    if (!rights.canCreateDatabases()) {
      warnings.add(
          "Restores into this database will keep its users waiting while they last, and need a large "
              .concat("max_locks_per_transaction for many tables: the role %s may not create ")
              .concat("databases. Run: ALTER ROLE %s CREATEDB.")
              .formatted(user, Sql.name(user)));
    }
    if (!rights.ownsDatabase()) {
      warnings.add(
          "Restores into this database will not work: the role %s does not own it. "
              .concat("Run: ALTER DATABASE %s OWNER TO %s.")
              .formatted(user, Sql.name(session.uri().database()), Sql.name(user)));
    }
  }
}
