package holdfast.database.mysql;

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
      SELECT DISTINCT REPLACE(FOR_NAME, '/', '.') FROM information_schema.INNODB_SYS_FOREIGN
      WHERE SUBSTRING_INDEX(REF_NAME, '/', 1) = CAST(CONVERT(DATABASE() USING filename) AS BINARY)
        AND SUBSTRING_INDEX(FOR_NAME, '/', 1) <> SUBSTRING_INDEX(REF_NAME, '/', 1)
      """;

  /** MySQL writes them so until 5.7, and has no word for that character set. */
  private static final String ALL_OF_MYSQL_5 =
      """
      SELECT DISTINCT REPLACE(FOR_NAME, '/', '.') FROM information_schema.INNODB_SYS_FOREIGN
      WHERE BINARY REF_NAME RLIKE BINARY PATTERN AND BINARY FOR_NAME NOT RLIKE BINARY PATTERN
      """;

  /** MySQL 8 writes them as they are. */
  private static final String ALL_OF_MYSQL_8 =
      """
      SELECT DISTINCT REPLACE(FOR_NAME, '/', '.') FROM information_schema.INNODB_FOREIGN
      WHERE BINARY LEFT(REF_NAME, CHAR_LENGTH(DATABASE()) + 1) = BINARY CONCAT(DATABASE(), '/')
        AND BINARY LEFT(FOR_NAME, CHAR_LENGTH(DATABASE()) + 1) <> BINARY CONCAT(DATABASE(), '/')
      """;

  private Referrers() {}

  /** Their names, in order; the user needs PROCESS to see all. */
  static List<String> of(MysqlSession session) throws SQLException, FailureException {
    MysqlServer server = MysqlServer.of(session);
    Set<String> names = new TreeSet<>(session.texts(SEEN));
    names.addAll(session.texts(all(server, session.uri().database())));
    return List.copyOf(names);
  }

  private static String all(MysqlServer server, String database) {
    if (server.isMariaDb()) {
      return ALL;
    }
    return server.isAtLeast(8, 0)
        ? ALL_OF_MYSQL_8
        : ALL_OF_MYSQL_5.replace("PATTERN", Sql.text("^" + asFileName(database) + "/"));
  }

  /**
   * A pattern of a schema's name as that of a folder. Letters beyond ASCII have codes of their own
   * there, for each of which any is taken: rather is too much refused than too little.
   */
  private static String asFileName(String name) {
    StringBuilder pattern = new StringBuilder();
    name.codePoints().forEach(c -> pattern.append(asFileName(c)));
    return pattern.toString();
  }

  private static String asFileName(int c) {
    if (c >= 128) {
      return "@[0-9A-Za-z]+";
    }
    boolean isPlain = Character.isLetterOrDigit(c) || c == '_';
    return isPlain ? Character.toString(c) : "@%04x".formatted(c);
  }
}
