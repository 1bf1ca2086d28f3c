package holdfast.database.mysql;

import static java.util.stream.Collectors.joining;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Bytes in text columns that are no letters of the column's character set, like what AES_ENCRYPT()
 * makes: the dump tool reads letters, and the server gives it a question mark for each. Only
 * character sets of one byte a letter are looked at, and of them those that have such bytes.
 */
final class StrayBytes {
  /** To look for more of them, one by one, takes longer than to read a value and write it again. */
  private static final int FEW = 12;

  /** Values of generated columns are no part of what a restore takes from a dump. */
  private static final String COLUMNS =
      """
      SELECT c.TABLE_NAME, c.COLUMN_NAME, c.CHARACTER_SET_NAME, t.TABLE_TYPE = 'SYSTEM VERSIONED'
      FROM information_schema.COLUMNS c
        JOIN information_schema.TABLES t USING (TABLE_SCHEMA, TABLE_NAME)
        JOIN information_schema.CHARACTER_SETS s USING (CHARACTER_SET_NAME)
      WHERE c.TABLE_SCHEMA = DATABASE() AND t.TABLE_TYPE <> 'VIEW'
        AND s.MAXLEN = 1 AND s.CHARACTER_SET_NAME <> 'binary'
        AND c.EXTRA NOT RLIKE '(VIRTUAL|STORED) GENERATED'
      ORDER BY c.TABLE_NAME, c.COLUMN_NAME
      """;

  private static final String BYTES = "CAST(%s AS BINARY)";
  private static final String READ_AND_WRITTEN =
      BYTES.formatted("CONVERT(CONVERT(%1$s USING utf8mb4) USING %2$s)");

  private record Column(String from, String title, String name, String characterSet) {
    String hasAny(List<String> stray) {
      String bytes = BYTES.formatted(name);
      if (stray.size() > FEW) {
        return READ_AND_WRITTEN.formatted(name, characterSet) + " <> " + bytes;
      }
      return stray.stream()
          .map(it -> "LOCATE(0x%s, %s) > 0".formatted(it, bytes))
          .collect(joining(" OR "));
    }
  }

  private final MysqlSession session;
  private final Map<String, List<String>> strayOfSets = new HashMap<>();

  private StrayBytes(MysqlSession session) {
    this.session = session;
  }

  /**
   * Requires that no value of the database has any. Reads each table with such columns once.
   *
   * @throws FailureException {@code DATABASE_UNSUPPORTED}
   */
  static void refuse(MysqlUri uri) throws SQLException, FailureException {
    try (MysqlSession session = MysqlSession.openForLong(uri)) {
      List<String> found = new StrayBytes(session).columns();
      if (!found.isEmpty()) {
        throw new FailureException(
            FailureCode.DATABASE_UNSUPPORTED,
            "%s has bytes in text columns that are no letters of their character sets and would come back as question marks: %s"
                .formatted(uri.where(), DumpHindrances.some(found)),
            "Make columns of bytes, like those that AES_ENCRYPT() gives, VARBINARY or BLOB (ALTER"
                + " TABLE ... MODIFY keeps the bytes), and mend the values of others.");
      }
    }
  }

  private List<String> columns() throws SQLException {
    List<String> found = new ArrayList<>();
    for (List<Column> ofTable : suspects()) {
      found.addAll(of(ofTable));
    }
    return found;
  }

  /** By tables. */
  private Collection<List<Column>> suspects() throws SQLException {
    List<Column> columns =
        session.rows(
            row -> {
              String table = row.getString(1);
              String name = row.getString(2);
              return new Column(
                  Sql.name(table) + (row.getBoolean(4) ? " FOR SYSTEM_TIME ALL" : ""),
                  table + "." + name,
                  Sql.name(name),
                  row.getString(3));
            },
            COLUMNS);
    Map<String, List<Column>> suspects = new LinkedHashMap<>();
    for (Column column : columns) {
      if (!strayOf(column.characterSet()).isEmpty()) {
        suspects.computeIfAbsent(column.from(), it -> new ArrayList<>()).add(column);
      }
    }
    return suspects.values();
  }

  private List<String> strayOf(String characterSet) throws SQLException {
    List<String> known = strayOfSets.get(characterSet);
    if (known == null) {
      known = lookForStrayOf(characterSet);
      strayOfSets.put(characterSet, known);
    }
    return known;
  }

  /** Those of all bytes that are others when they were read as letters and written again. */
  private List<String> lookForStrayOf(String characterSet) throws SQLException {
    List<String> all = IntStream.rangeClosed(0, 0xFF).mapToObj("%02X"::formatted).toList();
    String letters = "CONVERT(0x%s USING %s)".formatted(String.join("", all), characterSet);
    String written =
        session
            .texts("SELECT HEX(" + READ_AND_WRITTEN.formatted(letters, characterSet) + ")")
            .getFirst();
    if (written == null || written.length() != 2 * all.size()) {
      return all; // The server does not take them all for letters to begin with.
    }
    return IntStream.range(0, all.size())
        .filter(i -> !written.startsWith(all.get(i), 2 * i))
        .mapToObj(all::get)
        .toList();
  }

  private List<String> of(List<Column> columns) throws SQLException {
    List<String> conditions = new ArrayList<>();
    for (Column column : columns) {
      conditions.add("MAX(" + column.hasAny(strayOf(column.characterSet())) + ")");
    }
    List<Boolean> verdicts =
        session
            .rows(
                row -> {
                  List<Boolean> all = new ArrayList<>();
                  for (int i = 1; i <= columns.size(); i++) {
                    all.add(row.getBoolean(i));
                  }
                  return all;
                },
                "SELECT %s FROM %s"
                    .formatted(String.join(", ", conditions), columns.getFirst().from()))
            .getFirst();
    return IntStream.range(0, columns.size())
        .filter(verdicts::get)
        .mapToObj(i -> columns.get(i).title())
        .toList();
  }
}
