package holdfast.database.mysql;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What matters of a server.
 *
 * @param version like {@code 10.11.19-MariaDB} or {@code 8.0.36}
 * @param minor the second number of the version
 * @param hasBinaryLog whether it writes one, so that a backup has a position in it
 */
record MysqlServer(String version, boolean isMariaDb, int major, int minor, boolean hasBinaryLog) {
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\.\\d+(-MariaDB)?");

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
            Integer.parseInt(version.group(2)),
            session.truth("SELECT @@log_bin"));
    if (!server.isAtLeast(server.isMariaDb ? 10 : 5, server.isMariaDb ? 3 : 7)) {
      throw unsupported(said);
    }
    return server;
  }

  boolean isAtLeast(int otherMajor, int otherMinor) {
    return major > otherMajor || (major == otherMajor && minor >= otherMinor);
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
