package holdfast.testing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All that is in a database, read without the driver's code. */
final class MariaDbContents {
  private static final String OBJECTS =
      """
      SELECT IF(TABLE_TYPE = 'SYSTEM VERSIONED', 'BASE TABLE', TABLE_TYPE), TABLE_NAME
      FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()
      UNION ALL SELECT ROUTINE_TYPE, ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE()
      UNION ALL SELECT 'TRIGGER', TRIGGER_NAME FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()
      UNION ALL SELECT 'EVENT', EVENT_NAME FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE()
      """;

  /** MySQL shows it where a column was made with a collation, and not where it inherited it. */
  private static final String IMPLIED_CHARSET = " CHARACTER SET \\w+ COLLATE ";

  private MariaDbContents() {}

  static Map<String, List<String>> of(MariaDbDatabase database) {
    Map<String, List<String>> contents = new TreeMap<>();
    try (Connection connection = database.server().connect(database.name());
        Statement statement = connection.createStatement()) {
      for (String[] object : rows(statement, OBJECTS)) {
        String kind = object[0].equals("BASE TABLE") ? "TABLE" : object[0];
        String name = "`" + object[1].replace("`", "``") + "`";
        contents.put(kind + " " + name, definition(statement, kind, name));
        if (kind.equals("TABLE")) {
          contents.put("rows of " + name, tableRows(statement, name));
        }
      }
      contents.put("collation", List.of(rows(statement, "SELECT @@collation_database").getFirst()));
      return contents;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All columns of the answer but the moment of its making. */
  private static List<String> definition(Statement statement, String kind, String name)
      throws SQLException {
    if (kind.equals("SEQUENCE")) {
      return List.of(rows(statement, "SELECT * FROM " + name).getFirst());
    }
    try (ResultSet row = statement.executeQuery("SHOW CREATE " + kind + " " + name)) {
      List<String> columns = new ArrayList<>();
      row.next();
      for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
        if (!row.getMetaData().getColumnLabel(i).equals("Created")) {
          columns.add(row.getString(i).replaceAll(IMPLIED_CHARSET, " COLLATE "));
        }
      }
      return columns;
    }
  }

  private static List<String> tableRows(Statement statement, String name) throws SQLException {
    List<String> rows = new ArrayList<>();
    rows(statement, "SELECT * FROM " + name).forEach(row -> rows.add(String.join("|", row)));
    rows.sort(null);
    return rows;
  }

  private static List<String[]> rows(Statement statement, String sql) throws SQLException {
    List<String[]> rows = new ArrayList<>();
    try (ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        String[] values = new String[row.getMetaData().getColumnCount()];
        for (int i = 0; i < values.length; i++) {
          values[i] =
              switch (row.getMetaData().getColumnType(i + 1)) {
                case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
                    hex(row.getBytes(i + 1));
                default -> String.valueOf(row.getString(i + 1));
              };
        }
        rows.add(values);
      }
    }
    return rows;
  }

  private static String hex(byte @Nullable [] bytes) {
    return bytes == null ? "null" : HexFormat.of().formatHex(bytes);
  }
}
