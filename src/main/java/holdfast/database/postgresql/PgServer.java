package holdfast.database.postgresql;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.sql.SQLException;

/**
 * What kind of server answers.
 *
 * @param version like {@code 15.18}
 * @param major like {@code 15}
 */
record PgServer(String version, int major) {
  private static final int OLDEST_MAJOR = 10;

  static PgServer of(PgSession session) throws SQLException, FailureException {
    long number = session.number("SHOW server_version_num");
    String version = session.text("SHOW server_version").split(" ", 2)[0];
    PgServer server = new PgServer(version, (int) (number / 10_000));
    if (server.major < OLDEST_MAJOR) {
      throw new FailureException(
          FailureCode.DATABASE_UNSUPPORTED,
          "the server " + session.uri().where() + " is postgresql " + version,
          "Holdfast works with PostgreSQL " + OLDEST_MAJOR + " and newer: upgrade the server.");
    }
    return server;
  }
}
