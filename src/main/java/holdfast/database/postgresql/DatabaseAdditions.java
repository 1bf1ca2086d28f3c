package holdfast.database.postgresql;

import holdfast.model.RunLog;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a restore adds to that which the target says of itself as a whole. It adds and never takes
 * away: a setting, limit, comment or label that the target has stays, and so do its rights; what it
 * does not say comes from the backup. That somebody may not do what everybody could by default is
 * only taken where nobody has granted or revoked anything in the target yet.
 *
 * <p>What cannot be given (the role has no right to, or another role is missing) is left out with a
 * line in the run's log. It fails no restore.
 */
record DatabaseAdditions(List<DatabaseProperty> properties) {
  static final DatabaseAdditions NONE = new DatabaseAdditions(List.of());

  /** What the target says already, as {@link DatabaseProperty#subject} names it. */
  private static final String SAID =
      """
      SELECT 'limit' FROM pg_database WHERE datname = current_database() AND datconnlimit >= 0
      UNION ALL
      SELECT 'rights' FROM pg_database WHERE datname = current_database() AND datacl IS NOT NULL
        AND NOT (datacl @> acldefault('d', datdba) AND datacl <@ acldefault('d', datdba))
      UNION ALL
      SELECT 'comment' FROM pg_database d
      WHERE datname = current_database() AND shobj_description(d.oid, 'pg_database') IS NOT NULL
      UNION ALL
      SELECT 'label ' || l.provider FROM pg_database d
        JOIN pg_shseclabel l ON l.objoid = d.oid AND l.classoid = 'pg_database'::regclass
      WHERE d.datname = current_database()
      UNION ALL
      SELECT 'setting ' || lower(split_part(c.setting, '=', 1) COLLATE "C") || ' '
        || CASE s.setrole WHEN 0 THEN '' ELSE pg_get_userbyid(s.setrole) END
      FROM pg_database d
        JOIN pg_db_role_setting s ON s.setdatabase = d.oid,
        unnest(s.setconfig) AS c (setting)
      WHERE d.datname = current_database()
      """;

  DatabaseAdditions {
    properties = List.copyOf(properties);
  }

  /**
   * What the archive has and the database that the session is in has not. What of the archive is
   * not understood, the log says.
   */
  static DatabaseAdditions of(PgSession session, DatabaseOwn own, RunLog log) throws SQLException {
    for (String beginning : own.notUnderstood()) {
      log.line("holdfast", "not understood, and left out, of the database itself: " + beginning);
    }
    Set<String> said = new HashSet<>(session.texts(SAID));
    return new DatabaseAdditions(
        own.properties().stream().filter(it -> !said.contains(it.subject())).toList());
  }

  /** All that they say of a database. */
  Stream<String> statements(String database) {
    return properties.stream().map(property -> property.sql(database));
  }

  /**
   * Finds out which of them can be given to a database, and gives none: better now than after
   * hours.
   */
  DatabaseAdditions rehearsed(PgSession session, String database, RunLog log) throws SQLException {
    session.execute("BEGIN");
    List<DatabaseProperty> possible = giveAll(session, database, log);
    session.execute("ROLLBACK");
    return new DatabaseAdditions(possible);
  }

  /**
   * Gives the rights before there is data: what another role is to own may need them. The rest
   * would get in the way of a restore.
   */
  void giveRights(PgSession session, String database, RunLog log) throws SQLException {
    session.execute("BEGIN");
    new DatabaseAdditions(
            properties.stream().filter(DatabaseProperty.Grant.class::isInstance).toList())
        .giveAll(session, database, log);
    session.execute("COMMIT");
  }

  void give(PgSession session, String database, RunLog log) throws SQLException {
    session.execute("BEGIN");
    giveAll(session, database, log);
    session.execute("COMMIT");
  }

  /**
   * Gives what can be given, within a transaction that is open.
   *
   * @return what was given
   */
  List<DatabaseProperty> giveAll(PgSession session, String database, RunLog log)
      throws SQLException {
    List<DatabaseProperty> given = new ArrayList<>();
    for (DatabaseProperty property : properties) {
      session.execute("SAVEPOINT property");
      try {
        session.execute(property.sql(database));
        given.add(property);
      } catch (SQLException e) {
        session.execute("ROLLBACK TO SAVEPOINT property"); // Fails when the server is away.
        log.line(
            "holdfast",
            "left out of the database itself: %s: %s"
                .formatted(property.title(), PgFailures.ofSetting(e)));
      }
      session.execute("RELEASE SAVEPOINT property");
    }
    return given;
  }
}
