package holdfast.database.mysql;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * What our sessions are set to: an administrator may have given all sessions of a server other
 * defaults, which would get in the way of our statements or change what they do. Variables that
 * only one kind of server knows are in a comment that the other one passes over.
 */
final class SessionSettings {
  /** What our sessions would have been given; a dump tool's are. */
  static final String NOTE_GIVEN =
      """
      SET @given_select_limit = @@sql_select_limit
        /*!50708 , @given_execution_time = @@max_execution_time */
      """;

  private static final String GIVEN_TIME = "SELECT COALESCE(@given_execution_time, 0)";

  /** First of all, for in some modes '' is no text. */
  static final String OWN_MODE = "SET SESSION sql_mode = 0";

  static final List<String> OWN =
      List.of(
          OWN_MODE,
          // The library would end the session when a dump changes its character set.
          "SET SESSION session_track_system_variables = ''",
          "SET NAMES utf8mb4",
          """
          SET SESSION autocommit = 1, completion_type = 0, foreign_key_checks = 1,
            lock_wait_timeout = 30, sql_auto_is_null = 0, sql_big_selects = 1,
            sql_buffer_result = 0, sql_quote_show_create = 1, sql_safe_updates = 0,
            sql_select_limit = 18446744073709551615, time_zone = '+00:00', unique_checks = 1,
            wait_timeout = 86400
            /*M!100303 , max_statement_time = 0 */
            /*!50708 , max_execution_time = 0 */
          """,
          "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ WRITE");

  private SessionSettings() {}

  /** What is to be said of a time that a dump tool is given, which only MySQL's servers have. */
  static Optional<String> warning(MysqlSession session) throws SQLException {
    return Optional.of(session.text(GIVEN_TIME))
        .filter(time -> !time.equals("0"))
        .map(
            time ->
                "Backups fail where reading a table takes longer than the server lets statements take:"
                    + " %s ms (max_execution_time). SET GLOBAL max_execution_time = 0 would change that."
                        .formatted(time));
  }

  /**
   * Requires that a dump tool is given all rows that it asks for: it sets nothing itself, and would
   * take a part of them, of the tables too, for all.
   *
   * @throws FailureException {@code DATABASE_UNSUPPORTED}
   */
  static void requireAllRows(MysqlSession session) throws SQLException, FailureException {
    if (session.truth("SELECT CAST(@given_select_limit AS UNSIGNED) < 4294967295")) {
      throw new FailureException(
          FailureCode.DATABASE_UNSUPPORTED,
          "the server of %s gives new sessions no more than %s rows (sql_select_limit), so that a dump would not be whole"
              .formatted(
                  session.uri().where(),
                  session.text("SELECT CAST(@given_select_limit AS UNSIGNED)")),
          "SET GLOBAL sql_select_limit = 18446744073709551615; or take it out of init_connect.");
    }
  }
}
