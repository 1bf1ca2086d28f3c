package holdfast.database.mysql;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What matters of a server.
 *
 * @param version like {@code 10.11.19-MariaDB} or {@code 8.0.36}
 * @param hasBinaryLog whether it writes one, so that a backup has a position in it
 */
record MysqlServer(String version, boolean isMariaDb, int major, boolean hasBinaryLog) {
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.\\d+\\.\\d+(-MariaDB)?");

  static MysqlServer of(MysqlSession session) throws SQLException, FailureException {
    String said = session.text("SELECT VERSION()");
    Matcher version = VERSION.matcher(said);
    if (!version.lookingAt()) {
      throw unsupported(said);
    }
    MysqlServer server =
        new MysqlServer(
            version.group(),
            said.contains("MariaDB"),
            Integer.parseInt(version.group(1)),
            session.truth("SELECT @@log_bin"));
    if (!(server.isMariaDb ? server.isAtLeast(10, 3) : server.isAtLeast(5, 7))) {
      throw unsupported(said);
    }
    return server;
  }

  boolean isAtLeast(Integer... numbers) {
    return Version.of(number()).isAtLeast(numbers);
  }

  /** Its version, number by number. */
  List<Integer> numbers() {
    return Version.of(number()).numbers();
  }

  private String number() {
    return version.replace("-MariaDB", "");
  }

  /** The rights to make objects of other users, of the server's own ones and of gone ones too. */
  List<String> definerRights() {
    if (isMariaDb) {
      return List.of("SET USER");
    }
    if (isAtLeast(8, 2)) {
      return List.of("SET_ANY_DEFINER", "ALLOW_NONEXISTENT_DEFINER", "SYSTEM_USER");
    }
    if (isAtLeast(8, 0, 16)) {
      return List.of("SET_USER_ID", "SYSTEM_USER");
    }
    return List.of(isAtLeast(8, 0) ? "SET_USER_ID" : "SUPER");
  }

  /** The same, as a {@code GRANT} has them before its TO. */
  String definerGrant() {
    return String.join(", ", definerRights()) + " ON *.*";
  }

  /**
   * Whether it gives who makes a routine the rights on it that are lacking, and with them a second
   * account, for the very host of the session and without a password.
   */
  boolean makesAccountsForRoutines() {
    return !isMariaDb && !isAtLeast(8, 0);
  }

  /** Whether who may read {@code mysql.proc} sees all routines: newer MySQL has no such table. */
  boolean hasTableOfRoutines() {
    return isMariaDb || !isAtLeast(8, 0);
  }

  /** Whether it has one for those of a database alone, among all privileges on it. */
  boolean hasRightToReadRoutines() {
    return isMariaDb && isAtLeast(11, 3);
  }

  /** What gives the right to read the text of a database's routines, in the same form. */
  List<String> routineGrants(Grants grants, String database) {
    if (hasRightToReadRoutines()) {
      return grants.giving("SHOW CREATE ROUTINE", database);
    }
    if (hasTableOfRoutines()) {
      return List.of("SELECT ON mysql.proc");
    }
    return List.of(isAtLeast(8, 0, 20) ? "SHOW_ROUTINE ON *.*" : "SELECT ON *.*");
  }

  String title() {
    return (isMariaDb ? "MariaDB " : "MySQL ") + version;
  }

  private static FailureException unsupported(String version) {
    return new FailureException(
        FailureCode.DATABASE_UNSUPPORTED,
        "the server's version is " + version,
        "MariaDB 10.3 and MySQL 5.7, or newer, are needed.");
  }
}
