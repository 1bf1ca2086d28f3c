package holdfast.database.mysql;

import holdfast.database.mysql.Definition.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A right that somebody was given on a single routine. The server takes it away when the routine is
 * dropped; those on tables and views stay.
 *
 * @param kind of the routine
 * @param name of the routine, in small letters
 * @param grant the statement that gives it
 */
record RoutineRight(Kind kind, String name, String grant) {
  private static final String ALL =
      """
      SELECT Routine_type, Routine_name, User, Host, Proc_priv FROM mysql.procs_priv
      WHERE Proc_priv <> '' AND Db =
      """;

  private static final int MAY_NOT_READ = 1142;

  /** What a server of MariaDB calls everybody, where it takes a role's name. */
  private static final String EVERYBODY = "PUBLIC";

  /** All in a schema; nothing where the session's user may not see them. */
  static Optional<List<RoutineRight>> of(MysqlSession session, String schema) throws SQLException {
    try {
      return Optional.of(
          session.rows(row -> of(row, schema), ALL + Sql.text(schema) + " ORDER BY 1, 2, 3, 4"));
    } catch (SQLException e) {
      if (e.getErrorCode() == MAY_NOT_READ) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static RoutineRight of(ResultSet row, String schema) throws SQLException {
    Kind kind = Kind.valueOf(row.getString(1).replace(' ', '_'));
    String name = row.getString(2).toLowerCase(Locale.ROOT);
    List<String> rights = List.of(row.getString(5).toUpperCase(Locale.ROOT).split(","));
    List<String> plain = rights.stream().filter(right -> !right.equals("GRANT")).toList();
    return new RoutineRight(
        kind,
        name,
        "GRANT %s ON %s %s TO %s%s"
            .formatted(
                plain.isEmpty() ? "USAGE" : String.join(", ", plain),
                kind.sql(),
                Sql.name(schema, name),
                account(row.getString(3), row.getString(4)),
                plain.size() < rights.size() ? " WITH GRANT OPTION" : ""));
  }

  /** Roles of MariaDB have no host. */
  private static String account(String user, String host) {
    if (!host.isEmpty()) {
      return Sql.name(user) + "@" + Sql.name(host);
    }
    return user.equals(EVERYBODY) ? EVERYBODY : Sql.name(user);
  }

  /**
   * Gives them. What cannot be given fails nothing.
   *
   * @param log is told of it
   */
  static void give(MysqlSession session, List<RoutineRight> rights, Consumer<String> log)
      throws SQLException {
    makeNoAccounts(session);
    for (RoutineRight right : rights) {
      try {
        session.execute(right.grant());
      } catch (SQLException e) {
        MysqlFailures.throwIfLost(e);
        log.accept(
            "the server took this away with the routine, and it could not be given again: %s (%s)"
                .formatted(right.grant(), MysqlFailures.words(e, session.uri())));
      }
    }
    session.resetSettings();
  }

  /** For a GRANT to somebody who is gone. */
  private static void makeNoAccounts(MysqlSession session) throws SQLException {
    try {
      session.execute("SET SESSION sql_mode = 'NO_AUTO_CREATE_USER'");
    } catch (SQLException e) {
      MysqlFailures.throwIfLost(e); // MySQL 8 knows no such mode, and never makes one.
    }
  }

  boolean isOn(Definition definition) {
    return definition.kind() == kind && definition.name().equalsIgnoreCase(name);
  }
}
