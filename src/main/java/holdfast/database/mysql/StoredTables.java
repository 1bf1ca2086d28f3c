package holdfast.database.mysql;

import static java.util.stream.Collectors.joining;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * InnoDB's own numbers of the tables of a database, of each partition one: a table keeps its number
 * when it gets another name, and another table has another number. Who may not see them finds none.
 */
final class StoredTables {
  /** How names of schemas and tables are written in those of files; '#' begins a partition's. */
  private static final String CODED = "(@[0-9a-f]{4}|@..)";

  private static final Pattern PLAIN = Pattern.compile("\\w*");

  private static final String BEFORE_8 =
      "SELECT NAME, TABLE_ID FROM information_schema.INNODB_SYS_TABLES WHERE NAME RLIKE ";

  private static final String SINCE_8 =
      "SELECT NAME, TABLE_ID FROM information_schema.INNODB_TABLES WHERE NAME RLIKE ";

  /** The same by files, which everybody may see; of tables in a shared file it has none. */
  private static final String FILES =
      """
      SELECT name, SPACE FROM (SELECT SPACE,
        REPLACE(SUBSTRING_INDEX(REPLACE(PATH, CHAR(92), '/'), '/', -2), '.ibd', '') AS name
        FROM information_schema.INNODB_TABLESPACES_BRIEF) files
      WHERE name RLIKE
      """;

  /** Names and numbers by the name without its schema and its partition. */
  private final Map<String, List<String>> byName = new HashMap<>();

  private StoredTables() {}

  /** Those of the session's database. */
  static StoredTables of(MysqlSession session, MysqlServer server) throws SQLException {
    boolean isSince8 = !server.isMariaDb() && server.isAtLeast(8, 0);
    StoredTables stored = new StoredTables();
    try {
      stored.read(session, isSince8 ? SINCE_8 : BEFORE_8);
    } catch (SQLException e) {
      if (e.getErrorCode() != MysqlFailures.NEEDS_PRIVILEGE) {
        throw e;
      }
      if (isSince8) {
        stored.readFiles(session);
      }
    }
    return stored;
  }

  private void readFiles(MysqlSession session) throws SQLException {
    try {
      read(session, FILES);
    } catch (SQLException e) {
      MysqlFailures.throwIfLost(e); // A release may have them no more, or not for everybody.
    }
  }

  private void read(MysqlSession session, String query) throws SQLException {
    String pattern = "'^" + pattern(session.uri().database()) + "/'";
    for (List<String> row :
        session.rows(row -> List.of(row.getString(1), row.getString(2)), query + pattern)) {
      String name = row.getFirst().substring(row.getFirst().indexOf('/') + 1);
      byName
          .computeIfAbsent(folded(name.replaceFirst("#.*", "")), it -> new ArrayList<>())
          .add(name + " " + row.getLast());
    }
  }

  /**
   * The numbers of a table with the names they are found under; empty where there are none. May
   * have those of tables whose names have other signs in the same places.
   */
  String of(String table) {
    return PLAIN.matcher(table).matches()
        ? inWords(byName.getOrDefault(folded(table), List.of()))
        : inWords(ofPattern(Pattern.compile(folded(pattern(table)))));
  }

  private List<String> ofPattern(Pattern pattern) {
    return byName.entrySet().stream()
        .filter(entry -> pattern.matcher(entry.getKey()).matches())
        .flatMap(entry -> entry.getValue().stream())
        .toList();
  }

  private static String inWords(List<String> numbers) {
    return numbers.stream().sorted().collect(joining(", "));
  }

  private static String pattern(String name) {
    return name.replaceAll("\\W", CODED);
  }

  /** Some servers have all names in small letters here. */
  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
