package holdfast.database.mysql;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tables of other databases whose foreign keys refer to tables of the database that a session
 * is in, whether or not its user may read them: they would follow the replaced tables.
 */
final class Referrers {
  private static final String SEEN =
      """
      SELECT DISTINCT CONCAT(TABLE_SCHEMA, '.', TABLE_NAME) FROM information_schema.KEY_COLUMN_USAGE
      WHERE REFERENCED_TABLE_SCHEMA = DATABASE() AND TABLE_SCHEMA <> DATABASE()
      """;

  /** As the storage engine has them, which writes names as those of files. */
  private static final String ALL =
      """
      SELECT DISTINCT REPLACE(FOR_NAME, '/', '.') FROM information_schema.FOREIGN_KEYS
      WHERE SUBSTRING_INDEX(REF_NAME, '/', 1) = CAST(CONVERT(DATABASE() USING filename) AS BINARY)
        AND SUBSTRING_INDEX(FOR_NAME, '/', 1) <> SUBSTRING_INDEX(REF_NAME, '/', 1)
      """;

  private Referrers() {}

  /**
   * Their names, in order.
   *
   * @throws FailureException {@code DATABASE_RIGHTS} where the user may not see all
   */
  static List<String> of(MysqlSession session, Grants grants)
      throws SQLException, FailureException {
    if (!grants.hasGlobally(Set.of("PROCESS"))) {
      throw new FailureException(
          FailureCode.DATABASE_RIGHTS,
          "the user %s may not see whether tables of other databases refer to those of %s"
              .formatted(session.uri().user(), session.uri().where()),
          "Grant it: GRANT PROCESS ON *.* TO ....");
    }
    MysqlServer server = MysqlServer.of(session);
    String table =
        server.isMariaDb() || !server.isAtLeast(8, 0) ? "INNODB_SYS_FOREIGN" : "INNODB_FOREIGN";
    Set<String> names = new TreeSet<>(session.texts(SEEN));
    names.addAll(session.texts(ALL.replace("FOREIGN_KEYS", table)));
    return List.copyOf(names);
  }
}
