package holdfast.database.postgresql;

import holdfast.database.ChosenDatabase;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.FoundDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Which databases a server has. */
final class PgListing {
  /**
   * Not those that restores make and replace, which come and go, nor one that is being dropped at
   * this moment. One that lets nobody in is one of people's all the same, and so may be what an
   * interrupted {@code DROP} has left, which has a limit of -2 connections.
   */
  private static final String LIST =
      """
      SELECT datname, CASE WHEN has_database_privilege(oid, 'CONNECT') THEN pg_database_size(oid) END,
        datallowconn, datconnlimit <> -2
      FROM pg_database d
      WHERE NOT datistemplate AND datname !~ ?
        AND (datconnlimit <> -2 OR NOT EXISTS (
          SELECT FROM pg_locks
          WHERE locktype = 'object' AND classid = 'pg_database'::regclass AND objid = d.oid
            AND mode = 'AccessExclusiveLock' AND granted))
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
    String name = row.getString(1);
    long bytes = row.getLong(2);
    OptionalLong size = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(bytes);
    return new FoundDatabase(name, size, obstacle(name, row.getBoolean(3), row.getBoolean(4)));
  }

  private static Optional<Failure> obstacle(String name, boolean letsIn, boolean isValid) {
    if (!isValid) {
      return Optional.of(
          new Failure(
              FailureCode.DATABASE_UNSUPPORTED,
              "the database \"%s\" is what an interrupted DROP DATABASE has left".formatted(name),
              "Nobody can read it any more: finish with DROP DATABASE %s."
                  .formatted(Sql.name(name))));
    }
    if (!letsIn) {
      return Optional.of(
          new Failure(
              FailureCode.DATABASE_UNSUPPORTED,
              "the database \"%s\" lets nobody in".formatted(name),
              "Run: ALTER DATABASE %s ALLOW_CONNECTIONS true.".formatted(Sql.name(name))));
    }
    return ChosenDatabase.obstacle(name);
  }
}
