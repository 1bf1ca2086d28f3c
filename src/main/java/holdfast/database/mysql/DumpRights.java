package holdfast.database.mysql;

import holdfast.model.FailureException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * Whether the session's user can read a database whole. The tool would not say so: what a user may
 * not see (triggers, routines, tables) it leaves out and ends well.
 */
record DumpRights(MysqlSession session, MysqlServer server) {
  private static final List<String> NEEDED = List.of("SELECT", "SHOW VIEW", "TRIGGER", "EVENT");
  private static final Set<String> SEES_ALL_ROUTINES = Set.of("SELECT", "SHOW_ROUTINE");
  private static final List<String> SEES_ROUTINES_OF_DATABASE =
      List.of("EXECUTE", "CREATE ROUTINE", "ALTER ROUTINE");

  /**
   * Requires them.
   *
   * @throws FailureException {@code DATABASE_RIGHTS}, with the names of those that are missing
   */
  void require() throws FailureException, SQLException {
    String database = session.uri().database();
    Grants grants = Grants.of(session);
    MissingRights missing = new MissingRights(session);
    List<String> ofDatabase = grants.missing(NEEDED, database);
    if (!ofDatabase.isEmpty()) {
      String rights = String.join(", ", ofDatabase);
      missing.add(rights, grants.giving(rights, database));
    }
    if (!seesRoutines(grants, database)) {
      List<String> giving = server.routineGrants(grants, database);
      missing.add(String.join(", ", giving), giving);
    }
    if (ofDatabase.isEmpty()) {
      ViewErrors.of(session).addMissing(missing, session, grants);
    }
    missing.refuse("read all of " + session.uri().where());
  }

  private boolean seesRoutines(Grants grants, String database) throws SQLException {
    if (grants.hasGlobally(SEES_ALL_ROUTINES)
        || (server.hasRightToReadRoutines() && grants.has("SHOW CREATE ROUTINE", database))
        || (server.hasTableOfRoutines() && grants.hasOnTable("SELECT", "mysql", "proc"))) {
      return true;
    }
    boolean seesNames =
        SEES_ROUTINES_OF_DATABASE.stream().anyMatch(right -> grants.has(right, database));
    return seesNames && unreadableRoutines(session, database).isEmpty();
  }

  /** Routines whose names are seen and whose text is not. */
  static List<String> unreadableRoutines(MysqlSession session, String database)
      throws SQLException {
    return session.texts(
        "SELECT ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = "
            + Sql.text(database)
            + " AND ROUTINE_DEFINITION IS NULL");
  }
}
