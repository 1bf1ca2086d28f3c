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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;

/**
 * Bytes in text columns that are no letters of the column's character set, like what AES_ENCRYPT()
 * makes: the dump tool reads letters, and the server gives it a question mark for each. Only
 * character sets of one byte a letter are looked at, and of them those that have such bytes.
 */
final class StrayBytes {
  /** To look for more of them, one by one, takes longer than to read a value and write it again. */
  private static final int FEW = 12;

  private static final String ONE_BYTE_SETS =
      """
      SELECT CHARACTER_SET_NAME FROM information_schema.CHARACTER_SETS
      WHERE MAXLEN = 1 AND CHARACTER_SET_NAME <> 'binary'
      """;

  /** Asked for by themselves, for servers join these views by reading all of each, row by row. */
  private static final String TABLES =
      """
      SELECT TABLE_NAME, TABLE_TYPE = 'SYSTEM VERSIONED' FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE <> 'VIEW'
      """;

  /** Values of generated columns are no part of what a restore takes from a dump. */
  private static final String COLUMNS =
      """
      SELECT TABLE_NAME, COLUMN_NAME, CHARACTER_SET_NAME FROM information_schema.COLUMNS
      WHERE TABLE_SCHEMA = DATABASE() AND CHARACTER_SET_NAME IN (SETS)
        AND EXTRA NOT RLIKE '(VIRTUAL|STORED) GENERATED'
      ORDER BY TABLE_NAME, COLUMN_NAME
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
   * Requires that no value of the database has any. Reads each table with such columns once, which
   * an interrupt ends, at the server as well.
   *
   * @throws FailureException {@code DATABASE_UNSUPPORTED}
   */
  static void refuse(MysqlUri uri) throws SQLException, FailureException {
    try (MysqlSession session = MysqlSession.openForLong(uri)) {
      List<String> found = found(session);
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

  private static List<String> found(MysqlSession session) throws SQLException, FailureException {
    FutureTask<List<String>> look = new FutureTask<>(() -> new StrayBytes(session).columns());
    Thread.ofVirtual().start(look);
    try {
      return look.get();
    } catch (InterruptedException e) {
      session.abort();
      Thread.currentThread().interrupt();
      throw new FailureException(
          FailureCode.DUMP_FAILED,
          "the look at the text columns of %s was broken off".formatted(session.uri().where()),
          "Nothing of it is wrong; back up again if it is still wanted.");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
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
    List<String> sets = new ArrayList<>();
    for (String set : session.texts(ONE_BYTE_SETS)) {
      if (!strayOf(set).isEmpty()) {
        sets.add(Sql.text(set));
      }
    }
    if (sets.isEmpty()) {
      return List.of();
    }
    Map<String, Boolean> isVersioned = new HashMap<>();
    session.rows(row -> isVersioned.put(row.getString(1), row.getBoolean(2)), TABLES);
    Map<String, List<Column>> suspects = new LinkedHashMap<>();
    session.rows(
        row -> {
          String table = row.getString(1);
          String name = row.getString(2);
          if (isVersioned.containsKey(table)) {
            suspects
                .computeIfAbsent(table, it -> new ArrayList<>())
                .add(
                    new Column(
                        Sql.name(table) + (isVersioned.get(table) ? " FOR SYSTEM_TIME ALL" : ""),
                        table + "." + name,
                        Sql.name(name),
                        row.getString(3)));
          }
          return table;
        },
        COLUMNS.replace("SETS", String.join(", ", sets)));
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
