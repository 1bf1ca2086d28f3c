package holdfast.database.mysql;

import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;

/**
 * Turns the server's error numbers into failures. Decides by the number; where that has several
 * meanings, by a name or value that the text quotes, never by its words, which are in the server's
 * language.
 */
final class MysqlFailures {
  /** An object's definer is somebody else, or a setting needs more than the user may. */
  static final int NEEDS_PRIVILEGE = 1227;

  /** Functions and triggers, where the server writes a binary log. */
  static final int NEEDS_SUPER_FOR_BINARY_LOG = 1419;

  private static final String CONNECTION = "08";
  static final int LOCK_WAIT_TIMEOUT = 1205;
  private static final int UNKNOWN_DATABASE = 1049;

  /** Of a variable: of the library's own settings, where the server takes '' for NULL. */
  static final int WRONG_VALUE = 1231;

  private MysqlFailures() {}

  /**
   * The failure that an exception means.
   *
   * @param otherwise the code where the number says nothing that we have a code for
   */
  static FailureException of(SQLException e, MysqlUri uri, FailureCode otherwise) {
    FailureCode code = isOfAnotherDatabase(e, uri) ? otherwise : code(e, otherwise);
    // Without the cause: what a library writes into its messages is not ours to promise.
    return isConnectionLost(e) && isSilence(e)
        ? silence(uri)
        : new FailureException(code, said(code, uri) + ": " + words(e, uri), hint(e, code));
  }

  /** The failure that it means when nobody could log in. */
  static FailureException ofLogin(SQLException e, MysqlUri uri) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && sql.getErrorCode() == WRONG_VALUE
          && words(sql, uri).contains("'NULL'")) { // A value, so in each language of a server.
        return new FailureException(
            FailureCode.DATABASE_UNSUPPORTED,
            "the server of %s gives new sessions a setting with which Holdfast cannot log in: %s"
                .formatted(uri.where(), words(sql, uri)),
            "Take EMPTY_STRING_IS_NULL out of its sql_mode, and give that to the sessions that need it.");
      }
    }
    return of(e, uri, FailureCode.DATABASE_UNREACHABLE);
  }

  /** The failure that it means when a swap can be neither finished nor undone. */
  static FailureException ofSwap(SQLException e, MysqlUri uri) {
    Failure failure = of(e, uri, FailureCode.RESTORE_FAILED).failure();
    return new FailureException(
        failure.code(),
        "a restore into %s broke off in its swap and cannot be brought to an end: %s"
            .formatted(uri.where(), words(e, uri)),
        (e.getErrorCode() == LOCK_WAIT_TIMEOUT
                ? "Somebody's transaction uses the tables: end it. The target may lack views, triggers, routines and events until then"
                : "The target may lack views, triggers, routines and events until that is mended (a right that was taken away, say)")
            + ": it is tried again, and they come back.");
  }

  /** That it is unknown: one that a view reads, say. */
  private static boolean isOfAnotherDatabase(SQLException e, MysqlUri uri) {
    String named = "'" + uri.database().toLowerCase(Locale.ROOT) + "'";
    return e.getErrorCode() == UNKNOWN_DATABASE
        && !words(e, uri).toLowerCase(Locale.ROOT).contains(named);
  }

  private static FailureException silence(MysqlUri uri) {
    return new FailureException(
        FailureCode.DATABASE_UNREACHABLE,
        said(FailureCode.DATABASE_UNREACHABLE, uri) + ": it said nothing in time",
        "Check that host and port are those of MySQL or MariaDB, that no firewall is in between, and"
            + " that the server is not overloaded.");
  }

  /** What the server said, on one line. */
  static String words(SQLException e, MysqlUri uri) {
    String message = Objects.requireNonNullElse(e.getMessage(), "no message");
    String bare = message.replaceFirst("^\\(conn=\\d+\\) ", "");
    return uri.redact(bare.lines().findFirst().orElse(""));
  }

  static boolean isConnectionLost(SQLException e) {
    return Objects.requireNonNullElse(e.getSQLState(), "").startsWith(CONNECTION);
  }

  /** Throws it again when the session is lost, after which no statement makes sense. */
  static void throwIfLost(SQLException e) throws SQLException {
    if (isConnectionLost(e)) {
      throw e;
    }
  }

  /** Whether what has the name is no view. */
  static boolean isOfAnotherKind(SQLException e) {
    return e.getErrorCode() == 1347;
  }

  /** Whether nobody answered in time. */
  static boolean isSilence(Throwable e) {
    return e instanceof SocketTimeoutException || (e.getCause() != null && isSilence(e.getCause()));
  }

  /** Whether a function or procedure is not for the user to run. */
  static boolean mayNotExecute(SQLException e) {
    return e.getErrorCode() == 1370;
  }

  /** Throws it again when what was asked is not known by it: somebody holds locks, say. */
  static void throwIfUntold(SQLException e) throws SQLException {
    throwIfLost(e);
    if (e.getErrorCode() == LOCK_WAIT_TIMEOUT) {
      throw e;
    }
  }

  /** Whether other sessions have prepared as many statements as the server lets be. */
  static boolean hasTooManyPrepared(SQLException e) {
    return e.getErrorCode() == 1461;
  }

  /** Whether a table, or a column of one, is not for the user. */
  static boolean isForbidden(SQLException e) {
    return e.getErrorCode() == 1142 || e.getErrorCode() == 1143;
  }

  /** Of a view of another one in whose place there is still a stand-in. */
  static boolean waitsForAnotherView(SQLException e) {
    return e.getErrorCode() == 1356 || e.getErrorCode() == 1368;
  }

  private static FailureCode code(SQLException e, FailureCode otherwise) {
    return switch (e.getErrorCode()) {
      case 1045, 1130, 1251, 1698, 1820, 1862, 3118, 4151 -> FailureCode.DATABASE_AUTHENTICATION;
      case 1040, 1053, 1129, 1203, 1226, 1927 -> FailureCode.DATABASE_UNREACHABLE;
      case UNKNOWN_DATABASE -> FailureCode.DATABASE_MISSING;
      case 1044, 1142, 1143, 1370, 1410, NEEDS_PRIVILEGE, NEEDS_SUPER_FOR_BINARY_LOG ->
          FailureCode.DATABASE_RIGHTS;
      default -> isConnectionLost(e) ? FailureCode.DATABASE_UNREACHABLE : otherwise;
    };
  }

  private static String said(FailureCode code, MysqlUri uri) {
    return switch (code) {
      case DATABASE_UNREACHABLE -> "cannot reach the database " + uri.where();
      case DATABASE_AUTHENTICATION -> "cannot log in to the database " + uri.where();
      case DATABASE_MISSING -> "there is no database " + uri.where();
      case DATABASE_RIGHTS -> "the user " + uri.user() + " may not do this in " + uri.where();
      default -> "the database " + uri.where() + " refused";
    };
  }

  private static String hint(SQLException e, FailureCode code) {
    return switch (e.getErrorCode()) {
      case LOCK_WAIT_TIMEOUT -> "Somebody's transaction uses the tables: end it, and try again.";
      case 1040 ->
          "The server is there, and all its connections are in use: end some, or raise max_connections.";
      case 1203 ->
          "The server is there, and all connections of this user are in use: end some, or raise max_user_connections.";
      case 1226 ->
          "The server is there, and this user has used up what the server said: end sessions, wait for the hour to end, or raise it"
              .concat(" (ALTER USER ... WITH MAX_USER_CONNECTIONS and the like).");
      default -> hint(code);
    };
  }

  private static String hint(FailureCode code) {
    return switch (code) {
      case DATABASE_UNREACHABLE ->
          "Check that the server runs, that host, port and ssl-mode are right, and no firewall is"
              + " in between.";
      case DATABASE_AUTHENTICATION ->
          "Check the user and the password, and from which hosts the server lets this user in.";
      case DATABASE_MISSING ->
          "Check the database's name at the end of the connection uri; to restore into it, create it first, empty.";
      case DATABASE_RIGHTS ->
          "Grant the user the missing right (docs/databases.md has the statements), or check that"
              + " the database exists.";
      default -> "See what the server said, mend it there and try again.";
    };
  }
}
