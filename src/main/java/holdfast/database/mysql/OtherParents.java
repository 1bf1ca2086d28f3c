package holdfast.database.mysql;

import java.sql.SQLException;
import java.util.List;

/** Tables of other databases that foreign keys of the database that a session is in refer to. */
final class OtherParents {
  private static final String PARENTS =
      """
      SELECT DISTINCT REFERENCED_TABLE_SCHEMA, REFERENCED_TABLE_NAME
      FROM information_schema.KEY_COLUMN_USAGE
      WHERE TABLE_SCHEMA = DATABASE() AND REFERENCED_TABLE_SCHEMA <> DATABASE()
      ORDER BY 1, 2
      """;

  /** Any of them is enough. */
  private static final List<String> RIGHTS_FOR_MARIADB =
      List.of("REFERENCES", "SELECT", "INSERT", "UPDATE", "DELETE");

  private OtherParents() {}

  /** A table of another database. */
  private record Parent(String schema, String table) {}

  /** Adds the right to make tables that refer to them, of each for which it is lacking. */
  static void addMissing(
      MissingRights missing, MysqlSession session, Grants grants, MysqlServer server)
      throws SQLException {
    List<String> enough = server.isMariaDb() ? RIGHTS_FOR_MARIADB : List.of("REFERENCES");
    for (Parent parent :
        session.rows(row -> new Parent(row.getString(1), row.getString(2)), PARENTS)) {
      if (enough.stream()
          .noneMatch(right -> grants.hasOnTable(right, parent.schema(), parent.table()))) {
        missing.add(
            "REFERENCES for %s.%s, to which foreign keys of its own refer"
                .formatted(parent.schema(), parent.table()),
            "REFERENCES ON " + Sql.name(parent.schema(), parent.table()));
      }
    }
  }
}
