package holdfast.database.postgresql;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** What is done to whole databases, from a session in another one. */
final class Databases {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final String IN_USE = "55006";
  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  private static final String EXISTS = "SELECT EXISTS (SELECT FROM pg_database WHERE datname = ?)";

  /** Autovacuum's workers are nobody's sessions: the server ends them itself where they hinder. */
  private static final String PIDS =
      """
      SELECT pid FROM pg_stat_activity
      WHERE datname = ? AND usename IS NOT NULL AND pid <> pg_backend_pid()
      """;

  private static final String OWNER =
      """
      SELECT r.rolname, r.rolsuper FROM pg_stat_activity a JOIN pg_roles r ON r.oid = a.usesysid
      WHERE a.pid = ?::integer
      """;

  private static final String END = "SELECT pg_terminate_backend(?::integer)";

  /** Whose a session is. */
  record Owner(String role, boolean isSuperuser) {}

  private Databases() {}

  static boolean exists(PgSession session, String database) throws SQLException {
    return session.truth(EXISTS, database);
  }

  /**
   * Asks all sessions in a database to end.
   *
   * @return whose sessions cannot be ended
   */
  static Set<Owner> endSessions(PgSession session, String database) throws SQLException {
    return end(session, session.texts(PIDS, database));
  }

  /**
   * Asks sessions to end.
   *
   * @return whose sessions cannot be ended
   */
  static Set<Owner> end(PgSession session, Collection<String> pids) throws SQLException {
    Set<Owner> outOfReach = new HashSet<>();
    for (String pid : pids) {
      try {
        session.texts(END, pid);
      } catch (SQLException e) {
        if (!INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
          throw e;
        }
        outOfReach.addAll(
            session.rows(row -> new Owner(row.getString(1), row.getBoolean(2)), OWNER, pid));
      }
    }
    return outOfReach;
  }

  /** Drops a database if it exists, whoever is in it. */
  static void drop(PgSession session, String database) throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        endSessions(session, database);
        session.execute("DROP DATABASE IF EXISTS " + Sql.name(database));
        return;
      } catch (SQLException e) {
        if (!isInUse(e) || System.nanoTime() > deadline) {
          throw e;
        }
      }
      Thread.sleep(PAUSE);
    }
  }

  static void rename(PgSession session, String from, String to) throws SQLException {
    session.execute("ALTER DATABASE " + Sql.name(from) + " RENAME TO " + Sql.name(to));
  }

  static boolean isInUse(SQLException e) {
    return IN_USE.equals(e.getSQLState());
  }
}
