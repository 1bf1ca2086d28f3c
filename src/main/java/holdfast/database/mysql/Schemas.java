package holdfast.database.mysql;

import java.sql.SQLException;
import java.util.List;

/** What is done to whole schemas. */
final class Schemas {
  private static final String COLLATION =
      "SELECT DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ";

  /** Tables and sequences, which can be moved; not views. */
  private static final String TABLES =
      """
      SELECT TABLE_NAME FROM information_schema.TABLES
      WHERE TABLE_TYPE NOT IN ('VIEW', 'SYSTEM VIEW') AND TABLE_SCHEMA =
      """;

  private Schemas() {}

  static boolean exists(MysqlSession session, String schema) throws SQLException {
    return !session.texts(COLLATION + Sql.text(schema)).isEmpty();
  }

  /** What new tables of a schema have where they say nothing else. */
  static String collation(MysqlSession session, String schema) throws SQLException {
    return session.text(COLLATION + Sql.text(schema));
  }

  static void setCollation(MysqlSession session, String schema, String collation)
      throws SQLException {
    if (!collation.equals(collation(session, schema))) {
      session.execute("ALTER DATABASE %s COLLATE %s".formatted(Sql.name(schema), collation));
    }
  }

  static void create(MysqlSession session, String schema, String collation) throws SQLException {
    session.execute("CREATE DATABASE %s COLLATE %s".formatted(Sql.name(schema), collation));
  }

  static void drop(MysqlSession session, String schema) throws SQLException {
    if (exists(session, schema)) {
      // Tables may refer to each other, and to tables that are elsewhere by now.
      session.execute("SET SESSION foreign_key_checks = 0");
      session.execute("DROP DATABASE IF EXISTS " + Sql.name(schema));
      session.execute("SET SESSION foreign_key_checks = 1");
    }
  }

  static List<String> tables(MysqlSession session, String schema) throws SQLException {
    return session.texts(TABLES + Sql.text(schema) + " ORDER BY 1");
  }
}
