package holdfast.database.mysql;

import holdfast.database.ChosenDatabase;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.FoundDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Which databases a server has, as far as the login sees them. */
final class MysqlListing {
  /**
   * Not the server's own, nor those that restores make and replace, which come and go. Names are
   * compared by their bytes: to these views {@code Shop}, {@code shop} and {@code shöp} are one.
   */
  private static final String LIST =
      """
      SELECT MIN(s.SCHEMA_NAME), SUM(t.DATA_LENGTH + t.INDEX_LENGTH)
      FROM information_schema.SCHEMATA s
        LEFT JOIN information_schema.TABLES t ON BINARY t.TABLE_SCHEMA = BINARY s.SCHEMA_NAME
      WHERE LOWER(s.SCHEMA_NAME) NOT IN (OF_THE_SERVER)
        AND s.SCHEMA_NAME NOT RLIKE 'OF_RESTORES'
      GROUP BY BINARY s.SCHEMA_NAME
      ORDER BY BINARY s.SCHEMA_NAME
      """;

  private static final String OF_THE_SERVER =
      MysqlUri.OF_THE_SERVER.stream().collect(Collectors.joining("', '", "'", "'"));

  private MysqlListing() {}

  static List<FoundDatabase> of(MysqlUri uri) throws FailureException {
    try (MysqlSession session = MysqlSession.open(uri)) {
      return session.rows(
          MysqlListing::found,
          LIST.replace("OF_THE_SERVER", OF_THE_SERVER)
              .replace("OF_RESTORES", RestoreNames.PATTERN));
    } catch (SQLException e) {
      throw MysqlFailures.of(e, uri, FailureCode.DATABASE_UNREACHABLE);
    }
  }

  /** A right to read everything shows everything, unless some of it was taken back. */
  static void requireAll(MysqlUri uri) throws FailureException {
    try (MysqlSession session = MysqlSession.open(uri)) {
      Grants grants = Grants.of(session);
      boolean readsAll = grants.hasGlobally(Set.of("SELECT")) && grants.revoked().isEmpty();
      if (!readsAll && !grants.hasGlobally(Set.of("SHOW DATABASES"))) {
        MissingRights missing = new MissingRights(session);
        missing.add("SHOW DATABASES", "SHOW DATABASES ON *.*");
        missing.refuse("see all databases of the server");
      }
    } catch (SQLException e) {
      throw MysqlFailures.of(e, uri, FailureCode.DATABASE_UNREACHABLE);
    }
  }

  private static FoundDatabase found(ResultSet row) throws SQLException {
    String name = row.getString(1);
    long bytes = row.getLong(2);
    OptionalLong size = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(bytes);
    return new FoundDatabase(name, size, ChosenDatabase.obstacle(name));
  }
}
