package holdfast.database.mysql;

import holdfast.database.mysql.Definition.Context;
import holdfast.database.mysql.Definition.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads what a schema has besides tables, as mariadb-dump reads it. */
final class Definitions {
  private static final String ROUTINES =
      """
      SELECT ROUTINE_TYPE, ROUTINE_NAME FROM information_schema.ROUTINES
      WHERE ROUTINE_SCHEMA = DATABASE() ORDER BY 1, 2
      """;

  private static final String VIEWS =
      """
      SELECT 'VIEW', TABLE_NAME FROM information_schema.VIEWS
      WHERE TABLE_SCHEMA = DATABASE() ORDER BY 2
      """;

  /** In the order in which they act: made again in this order, they act in it again. */
  private static final String TRIGGERS =
      """
      SELECT 'TRIGGER', TRIGGER_NAME FROM information_schema.TRIGGERS
      WHERE TRIGGER_SCHEMA = DATABASE()
      ORDER BY EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_ORDER
      """;

  private static final String EVENTS =
      """
      SELECT 'EVENT', EVENT_NAME FROM information_schema.EVENTS
      WHERE EVENT_SCHEMA = DATABASE() ORDER BY 2
      """;

  private Definitions() {}

  /** All of a schema, which the session then uses. */
  static List<Definition> of(MysqlSession session, String schema) throws SQLException {
    session.execute("USE " + Sql.name(schema));
    List<List<String>> names = new ArrayList<>();
    for (String query : List.of(ROUTINES, VIEWS, TRIGGERS, EVENTS)) {
      names.addAll(kindsAndNames(session, query));
    }
    return read(session, names);
  }

  /**
   * The views of a schema, which the session then uses.
   *
   * @param but those that are left out: of one that does not work a server may not tell the text
   */
  static List<Definition> views(MysqlSession session, String schema, Set<String> but)
      throws SQLException {
    session.execute("USE " + Sql.name(schema));
    List<List<String>> names = new ArrayList<>(kindsAndNames(session, VIEWS));
    names.removeIf(name -> but.contains(name.get(1)));
    return read(session, names);
  }

  private static List<List<String>> kindsAndNames(MysqlSession session, String query)
      throws SQLException {
    return session.rows(row -> List.of(row.getString(1), row.getString(2)), query);
  }

  private static List<Definition> read(MysqlSession session, List<List<String>> names)
      throws SQLException {
    // The texts come as they are, in whatever character set each was written.
    session.execute("SET SESSION character_set_results = binary");
    try {
      List<Definition> definitions = new ArrayList<>();
      for (List<String> name : names) {
        definitions.add(
            read(session, Kind.valueOf(name.getFirst().replace(' ', '_')), name.get(1)));
      }
      return definitions;
    } finally {
      session.execute("SET NAMES utf8mb4");
    }
  }

  private static Definition read(MysqlSession session, Kind kind, String name) throws SQLException {
    List<Definition> found =
        session.rows(
            row -> of(kind, name, row), "SHOW CREATE %s %s".formatted(kind.sql(), Sql.name(name)));
    if (found.size() != 1 || found.getFirst().create().length == 0) {
      throw new SQLException("the text of " + kind.sql() + " " + name + " cannot be read");
    }
    return found.getFirst();
  }

  private static Definition of(Kind kind, String name, ResultSet row) throws SQLException {
    Context context =
        new Context(
            kind == Kind.VIEW ? "" : row.getString("sql_mode"),
            row.getString("character_set_client"),
            row.getString("collation_connection"),
            kind == Kind.VIEW ? "" : row.getString("Database Collation"),
            kind == Kind.EVENT ? row.getString("time_zone") : "");
    byte[] create = row.getBytes(column(kind));
    return new Definition(kind, name, context, create == null ? new byte[0] : create);
  }

  private static String column(Kind kind) {
    return switch (kind) {
      case TRIGGER -> "SQL Original Statement";
      case VIEW -> "Create View";
      case EVENT -> "Create Event";
      case FUNCTION -> "Create Function";
      case PROCEDURE -> "Create Procedure";
      case PACKAGE -> "Create Package";
      case PACKAGE_BODY -> "Create Package Body";
    };
  }
}
