package holdfast.database.postgresql;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.sql.SQLException;
import java.util.Objects;

/** Turns the server's SQL states into failures. Decides by the state, never by the text. */
final class PgFailures {
  private static final String INSUFFICIENT_PRIVILEGE = "42501";
  private static final String UNDEFINED_OBJECT = "42704";
  private static final String NO_SUCH_DATABASE = "3D000";
  private static final String TOO_MANY_CONNECTIONS = "53300";
  private static final String CONNECTION_REJECTED =
      "08004"; // the client's, when it has no password

  /** Of a login: the database lets nobody in, or is what an interrupted DROP has left. */
  private static final String LETS_NOBODY_IN = "55000";

  private PgFailures() {}

  /** The failure that a refused login means. */
  static FailureException ofLogin(SQLException e, PgUri uri) {
    if (!LETS_NOBODY_IN.equals(e.getSQLState())) {
      return of(e, uri, FailureCode.DATABASE_UNREACHABLE);
    }
    return new FailureException(
        FailureCode.DATABASE_UNSUPPORTED,
        "the database %s lets nobody in: %s".formatted(uri.where(), words(e, uri)),
        "Run: ALTER DATABASE %s ALLOW_CONNECTIONS true. What an interrupted DROP DATABASE has left can only be dropped."
            .formatted(Sql.name(uri.database())));
  }

  /**
   * The failure that an exception means.
   *
   * @param otherwise the code where the state says nothing that we have a code for
   */
  static FailureException of(SQLException e, PgUri uri, FailureCode otherwise) {
    String state = Objects.requireNonNullElse(e.getSQLState(), "");
    FailureCode code = code(state, otherwise);
    // Without the cause: what a library writes into its messages is not ours to promise.
    return new FailureException(code, said(code, uri) + ": " + words(e, uri), hint(state, code));
  }

  /** The failure of a pg_restore that says it has restored, and has not. */
  static FailureException ofLyingTool(PgUri uri) {
    return new FailureException(
        FailureCode.RESTORE_FAILED,
        "cannot restore into "
            + uri.where()
            + ": pg_restore ended well, but did not do what it was told to",
        "The database is what it was; look at which pg_restore is found on the PATH.");
  }

  /**
   * Why a database cannot be given a setting: without the value, which may be secret, and which the
   * server quotes when it does not take it.
   */
  static String ofSetting(SQLException e) {
    String state = Objects.requireNonNullElse(e.getSQLState(), "");
    return switch (state) {
      case INSUFFICIENT_PRIVILEGE, UNDEFINED_OBJECT ->
          firstLine(Objects.requireNonNullElse(e.getMessage(), ""));
      default -> "the server does not take it (SQL state %s)".formatted(state);
    };
  }

  private static String words(SQLException e, PgUri uri) {
    return uri.redact(firstLine(Objects.requireNonNullElse(e.getMessage(), "no message")));
  }

  private static FailureCode code(String state, FailureCode otherwise) {
    if (state.startsWith("28") || state.equals(CONNECTION_REJECTED)) {
      return FailureCode.DATABASE_AUTHENTICATION;
    }
    if (state.startsWith("08") || state.startsWith("57P") || state.equals(TOO_MANY_CONNECTIONS)) {
      return FailureCode.DATABASE_UNREACHABLE;
    }
    return switch (state) {
      case NO_SUCH_DATABASE -> FailureCode.DATABASE_MISSING;
      case INSUFFICIENT_PRIVILEGE -> FailureCode.DATABASE_RIGHTS;
      default -> otherwise;
    };
  }

  private static String said(FailureCode code, PgUri uri) {
    return switch (code) {
      case DATABASE_UNREACHABLE -> "cannot reach the database " + uri.where();
      case DATABASE_AUTHENTICATION -> "cannot log in to the database " + uri.where();
      case DATABASE_MISSING -> "there is no database " + uri.where();
      case DATABASE_RIGHTS -> "the role " + uri.user() + " may not do this in " + uri.where();
      default -> "the database " + uri.where() + " refused";
    };
  }

  private static String hint(String state, FailureCode code) {
    return state.equals(TOO_MANY_CONNECTIONS)
        ? "The server is there, and all connections that the role, the database or the server allows are in use: end some, or raise that limit"
            .concat(" (ALTER ROLE or ALTER DATABASE ... CONNECTION LIMIT, or max_connections).")
        : hint(code);
  }

  private static String hint(FailureCode code) {
    return switch (code) {
      case DATABASE_UNREACHABLE ->
          "Check that the server runs, that host, port and sslmode are right, and no firewall is"
              + " in between.";
      case DATABASE_AUTHENTICATION ->
          "Check the user and the password, and that the server's pg_hba.conf lets this host in.";
      case DATABASE_MISSING ->
          "Check the database's name at the end of the connection uri; to restore into it, create it first, empty.";
      case DATABASE_RIGHTS -> "Grant the role the missing right, or use another role.";
      default -> "See what the server said, mend it there and try again.";
    };
  }

  static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
