package holdfast.database.postgresql;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.FoundDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;

/** Which databases a server has. */
final class PgListing {
  /**
   * Not those that restores make and replace, which come and go; nor what a {@code DROP} left
   * half-done, which has a limit of -2 connections. One that lets nobody in for a while is one of
   * people's all the same.
   */
  private static final String LIST =
      """
      SELECT datname, CASE WHEN has_database_privilege(oid, 'CONNECT') THEN pg_database_size(oid) END
      FROM pg_database
      WHERE datconnlimit <> -2 AND NOT datistemplate AND datname !~ ?
      ORDER BY datname COLLATE "C"
      """;

  private PgListing() {}

  static List<FoundDatabase> of(PgUri uri) throws FailureException {
    try (PgSession session = PgSession.open(uri, "holdfast")) {
      return session.rows(PgListing::found, LIST, RestoreNames.PATTERN);
    } catch (SQLException e) {
      throw PgFailures.of(e, uri, FailureCode.DATABASE_UNREACHABLE);
    }
  }

  private static FoundDatabase found(ResultSet row) throws SQLException {
    long bytes = row.getLong(2);
    return new FoundDatabase(
        row.getString(1), row.wasNull() ? OptionalLong.empty() : OptionalLong.of(bytes));
  }
}
