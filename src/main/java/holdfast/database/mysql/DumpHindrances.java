package holdfast.database.mysql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What a dump of a database would not show as it is, in full sentences. */
final class DumpHindrances {
  private static final int NAMED = 5;

  /** Tables that a snapshot does not hold still. */
  private static final String WITHOUT_TRANSACTIONS =
      """
      SELECT t.TABLE_NAME FROM information_schema.TABLES t
        JOIN information_schema.ENGINES e ON e.ENGINE = t.ENGINE
      WHERE t.TABLE_SCHEMA = DATABASE() AND t.TABLE_TYPE <> 'SEQUENCE' AND e.TRANSACTIONS <> 'YES'
      ORDER BY 1
      """;

  /** The tool takes what the server shows of them. */
  private static final String SHORTENED =
      """
      SELECT CONCAT(TABLE_NAME, '.', COLUMN_NAME) FROM information_schema.COLUMNS
      WHERE TABLE_SCHEMA = DATABASE() AND DATA_TYPE = 'float'
      ORDER BY 1
      """;

  private DumpHindrances() {}

  static List<String> warnings(MysqlSession session) throws SQLException {
    List<String> warnings = new ArrayList<>();
    List<String> tables = session.texts(WITHOUT_TRANSACTIONS);
    if (!tables.isEmpty()) {
      warnings.add(
          "Backups show these tables not at the moment of the others, for their engine has no"
              + " transactions: "
              + some(tables)
              + ". ALTER TABLE ... ENGINE=InnoDB would change that.");
    }
    List<String> columns = session.texts(SHORTENED);
    if (!columns.isEmpty()) {
      warnings.add(
          "Backups keep six digits of each value in these FLOAT columns: "
              + some(columns)
              + ". DOUBLE columns are kept exactly.");
    }
    return warnings;
  }

  /** The first few, and how many more. */
  static String some(List<String> names) {
    String first = String.join(", ", names.stream().limit(NAMED).toList());
    return names.size() <= NAMED ? first : first + " and " + (names.size() - NAMED) + " more";
  }
}
