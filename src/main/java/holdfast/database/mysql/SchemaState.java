package holdfast.database.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a database has at a moment, to be compared with what it has later: of each table which one
 * it is and its definition, and the definitions of views, triggers and routines. Not events, of
 * which each is dumped by itself, and which end by themselves. Keeps hashes and no texts.
 *
 * @param tables by name
 * @param others by kind and name
 */
record SchemaState(Map<String, String> tables, Map<String, String> others) {
  private static final String TABLES =
      """
      SELECT TABLE_NAME, TABLE_TYPE, ENGINE, CREATE_TIME FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = DATABASE()
      """;

  private static final String TRIGGERS =
      """
      SELECT CONCAT('trigger ', TRIGGER_NAME), EVENT_OBJECT_TABLE, EVENT_MANIPULATION,
        ACTION_TIMING, ACTION_STATEMENT, SQL_MODE, DEFINER, CREATED
      FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()
      """;

  private static final String ROUTINES =
      """
      SELECT CONCAT(LOWER(ROUTINE_TYPE), ' ', ROUTINE_NAME), DTD_IDENTIFIER, ROUTINE_DEFINITION,
        SECURITY_TYPE, SQL_MODE, DEFINER, CREATED, LAST_ALTERED
      FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE()
      """;

  /** Whose time of creation is not moved by what is written into the table. */
  private static final Set<String> TIMED_ENGINES = Set.of("InnoDB", "MyISAM", "Aria");

  /** A table or view. */
  private record Entry(String name, boolean isView, String engine, String created) {
    static Entry of(ResultSet row) throws SQLException {
      return new Entry(
          row.getString(1),
          "VIEW".equals(row.getString(2)),
          Objects.requireNonNullElse(row.getString(3), ""),
          Objects.requireNonNullElse(row.getString(4), ""));
    }
  }

  /** Looks at the database that the session is in. */
  static SchemaState of(MysqlSession session, MysqlServer server) throws SQLException {
    Map<String, String> tables = new TreeMap<>();
    Map<String, String> others = new TreeMap<>();
    StoredTables stored = StoredTables.of(session, server);
    for (Entry entry : session.rows(Entry::of, TABLES)) {
      String definition = definition(session, entry.name());
      if (entry.isView()) {
        others.put("view " + entry.name(), hash(List.of(definition)));
      } else {
        tables.put(entry.name(), hash(List.of(definition, identity(entry, stored))));
      }
    }
    for (String query : List.of(TRIGGERS, ROUTINES)) {
      session
          .rows(SchemaState::texts, query)
          .forEach(row -> others.put(row.getFirst(), hash(row.subList(1, row.size()))));
    }
    return new SchemaState(tables, others);
  }

  /** Without the number that the next row gets. */
  private static String definition(MysqlSession session, String name) throws SQLException {
    try {
      return session
          .rows(row -> row.getString(2), "SHOW CREATE TABLE " + Sql.name(name))
          .getFirst()
          .replaceAll(" AUTO_INCREMENT=\\d+", "");
    } catch (SQLException e) {
      MysqlFailures.throwIfLost(e);
      if (e.getErrorCode() == MysqlFailures.LOCK_WAIT_TIMEOUT) {
        throw e;
      }
      return "error " + e.getErrorCode(); // It is for the tool to say whether that matters.
    }
  }

  private static String identity(Entry entry, StoredTables stored) {
    String numbers = stored.of(entry.name());
    boolean isByTime = numbers.isEmpty() && TIMED_ENGINES.contains(entry.engine());
    return entry.engine() + " " + (isByTime ? entry.created() : numbers);
  }

  private static List<String> texts(ResultSet row) throws SQLException {
    List<String> texts = new ArrayList<>();
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      texts.add(Objects.requireNonNullElse(row.getString(i), ""));
    }
    return texts;
  }

  private static String hash(List<String> texts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String text : texts) {
        digest.update(text.getBytes(UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * What is no longer what it was, or may have been left out of a dump that others refer to. A new
   * table is not: it was not there when the dump began, and none that was is replaced by it.
   */
  List<String> changesUntil(SchemaState later) {
    List<String> changes = new ArrayList<>();
    tables.forEach(
        (name, hash) -> {
          if (!hash.equals(later.tables.get(name))) {
            changes.add("table " + name);
          }
        });
    Set<String> all = new TreeSet<>(others.keySet());
    all.addAll(later.others.keySet());
    for (String name : all) {
      if (!Objects.equals(others.get(name), later.others.get(name))) {
        changes.add(name);
      }
    }
    return changes;
  }
}
