package holdfast.database.postgresql;

import holdfast.database.Probe;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A look at a database: what it is, and what would not work with it. */
final class PgProbe {
  /** Nothing that a dump would hold, but what the server and extensions bring themselves. */
  private static final String IS_EMPTY =
      """
      SELECT NOT EXISTS (
          SELECT FROM (SELECT oid, tableoid, relnamespace FROM pg_class
                       UNION ALL SELECT oid, tableoid, pronamespace FROM pg_proc
                       UNION ALL SELECT oid, tableoid, typnamespace FROM pg_type
                       UNION ALL SELECT oid, tableoid, oprnamespace FROM pg_operator
                       UNION ALL SELECT oid, tableoid, collnamespace FROM pg_collation
                       UNION ALL SELECT oid, tableoid, cfgnamespace FROM pg_ts_config) o
            JOIN pg_namespace n ON n.oid = o.relnamespace
          WHERE n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
            AND NOT EXISTS (SELECT FROM pg_depend d
                            WHERE d.classid = o.tableoid AND d.objid = o.oid AND d.deptype = 'e'))
        AND NOT EXISTS (
          SELECT FROM pg_namespace n
          WHERE n.nspname NOT IN ('public', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%'
            AND NOT EXISTS (SELECT FROM pg_depend d
                            WHERE d.classid = n.tableoid AND d.objid = n.oid AND d.deptype = 'e'))
        AND NOT EXISTS (SELECT FROM pg_largeobject_metadata)
        AND NOT EXISTS (SELECT FROM pg_foreign_server)
        AND NOT EXISTS (SELECT FROM pg_publication)
        AND NOT EXISTS (SELECT FROM pg_event_trigger)
      """;

  private PgProbe() {}

  /** Whether nothing is in the session's database that a restore would replace. */
  static boolean isEmpty(PgSession session) throws SQLException {
    return session.truth(IS_EMPTY);
  }

  static Probe of(PgUri uri, ClientTools tools) throws FailureException {
    try (PgSession session = PgSession.open(uri, "holdfast")) {
      PgServer server = PgServer.of(session);
      long bytes = session.number("SELECT pg_database_size(current_database())");
      List<String> warnings = new ArrayList<>();
      warnAboutTool(tools, server, warnings);
      warnAboutRights(session, warnings);
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
