package holdfast.database.mysql;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a restore needs of the target and of the user, looked at before anything is touched. */
final class RestoreRequirements {
  private static final List<String> NEEDED =
      List.of(
          "SELECT",
          "INSERT",
          "UPDATE",
          "CREATE",
          "DROP",
          "ALTER",
          "INDEX",
          "REFERENCES",
          "CREATE VIEW",
          "SHOW VIEW",
          "CREATE ROUTINE",
          "ALTER ROUTINE",
          "TRIGGER",
          "EVENT");

  /** One name of those that restores make. */
  private static final String OWN_NAME = "holdfast_00000000_0_1";

  /** Which no other right stands for. */
  private static final String SYSTEM_USER = "SYSTEM_USER";

  private static final String FOREIGN_DEFINERS =
      """
      SELECT DISTINCT definer FROM (
        SELECT DEFINER AS definer FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE()
        UNION SELECT DEFINER FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()
        UNION SELECT DEFINER FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE()
        UNION SELECT DEFINER FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE()) d
      WHERE CONVERT(definer USING utf8mb4) <> CONVERT(CURRENT_USER() USING utf8mb4)
      ORDER BY 1
      """;

  /** What a server with a binary log does not let everybody make, some of it nobody. */
  private static final String DISTRUSTED =
      """
      SELECT name FROM (
        SELECT TRIGGER_NAME AS name, 0 AS never FROM information_schema.TRIGGERS
        WHERE TRIGGER_SCHEMA = DATABASE()
        UNION SELECT ROUTINE_NAME, IS_DETERMINISTIC = 'NO'
          AND SQL_DATA_ACCESS IN ('CONTAINS SQL', 'MODIFIES SQL DATA')
        FROM information_schema.ROUTINES
        WHERE ROUTINE_SCHEMA = DATABASE() AND ROUTINE_TYPE = 'FUNCTION') d
      WHERE @@log_bin AND NOT @@log_bin_trust_function_creators AND (never OR NOT IS_TRUSTED)
      ORDER BY 1
      """;

  private RestoreRequirements() {}

  /** Looks at the database that the session is in. */
  static void check(MysqlSession session) throws SQLException, FailureException {
    check(session, Duration.ofSeconds(2));
  }

  /** The same as late as can be, with the patience that the swap has. */
  static void checkAgain(MysqlSession session) throws SQLException, FailureException {
    check(session, Duration.ofSeconds(30));
  }

  /**
   * @param patience how long views wait for locks that somebody has
   */
  private static void check(MysqlSession session, Duration patience)
      throws SQLException, FailureException {
    Grants grants = Grants.of(session);
    ViewErrors views = ViewErrors.of(session);
    views.throwOthers();
    ViewTrial trial = trial(session, grants, views, patience);
    checkRights(session, grants, views, trial);
    String isTrusted = grants.hasGlobally(Set.of("SUPER")) ? "TRUE" : "FALSE";
    refuse(
        session.texts(DISTRUSTED.replace("IS_TRUSTED", isTrusted)),
        "the server's binary log forbids to make again, should the restore have to be undone: ",
        "Set log_bin_trust_function_creators to 1 at the server, or drop them, and restore again.");
    refuse(
        Referrers.of(session),
        "tables of other databases refer to tables of the target: ",
        "Drop their foreign keys and restore again; they would follow the replaced tables.");
    refuse(
        views.broken(), // They could not be made again, should the restore have to be undone.
        "the target has views that do not work: ",
        "Drop or mend them and restore again.");
    refuse(
        trial.others(),
        "views of the target could not be made again, should the restore have to be undone: ",
        "Drop or mend them and restore again.");
  }

  private static ViewTrial trial(
      MysqlSession session, Grants grants, ViewErrors views, Duration patience)
      throws FailureException, SQLException {
    if (!grants.missing(NEEDED, session.uri().database()).isEmpty()) {
      return ViewTrial.NONE; // Nothing could be told then, nor is it restored into.
    }
    try {
      return ViewTrial.of(session, views, grants, patience);
    } catch (SQLException e) {
      MysqlFailures.throwIfLost(e);
      throw MysqlFailures.of(e, session.uri(), FailureCode.RESTORE_REQUIREMENTS);
    }
  }

  private static void checkRights(
      MysqlSession session, Grants grants, ViewErrors views, ViewTrial trial)
      throws FailureException, SQLException {
    MysqlServer server = MysqlServer.of(session);
    String database = session.uri().database();
    MissingRights missing = new MissingRights(session);
    List<String> needed = needed(server);
    List<String> ofDatabase = grants.missing(needed, database);
    if (!ofDatabase.isEmpty()) {
      missing.add(String.join(", ", ofDatabase), grants.giving("ALL PRIVILEGES", database));
    }
    if (!grants.missing(needed, OWN_NAME).isEmpty()) {
      missing.add(
          "the same for the schemas that a restore makes beside it",
          grants.reading().areNames()
              ? String.join(", ", needed) + " ON *.*"
              : "ALL PRIVILEGES ON `holdfast\\_%`.*");
    }
    if (!ofDatabase.contains("EXECUTE")) {
      views.addMissing(missing, session, grants);
    }
    trial.needs().forEach(need -> need.addTo(missing));
    OtherParents.addMissing(missing, session, grants, server);
    List<String> unreadable = DumpRights.unreadableRoutines(session, database);
    if (!unreadable.isEmpty()) {
      missing.add(
          "the right to read its routines, which a restore keeps until it is over (%s)"
              .formatted(DumpHindrances.some(unreadable)),
          server.routineGrants(grants, database));
    }
    List<String> definers = session.texts(FOREIGN_DEFINERS);
    if (!definers.isEmpty() && !mayNameDefiners(grants, server)) {
      missing.add(
          "the right to make again its views, triggers, routines and events of other users (%s)"
              .formatted(DumpHindrances.some(definers)),
          server.definerGrant());
    }
    if (!grants.hasGlobally(Set.of("PROCESS"))) {
      missing.add(
          "PROCESS, to see whether tables of other databases refer to its own", "PROCESS ON *.*");
    }
    missing.refuse("restore into " + session.uri().where());
  }

  private static List<String> needed(MysqlServer server) {
    return server.makesAccountsForRoutines()
        ? Stream.concat(NEEDED.stream(), Stream.of("EXECUTE")).toList()
        : NEEDED;
  }

  private static boolean mayNameDefiners(Grants grants, MysqlServer server) {
    boolean isSuper = grants.hasGlobally(Set.of("SUPER"));
    return server.definerRights().stream()
        .allMatch(
            right -> grants.hasGlobally(Set.of(right)) || (isSuper && !right.equals(SYSTEM_USER)));
  }

  private static void refuse(List<String> found, String what, String hint) throws FailureException {
    if (!found.isEmpty()) {
      throw new FailureException(
          FailureCode.RESTORE_REQUIREMENTS, what + DumpHindrances.some(found), hint);
    }
  }
}
