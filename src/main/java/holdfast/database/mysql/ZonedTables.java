package holdfast.database.mysql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tables with values that are computed from timestamps, like the day of one. They are those of the
 * zone in which a row was written, mostly the server's, while a dump is loaded in UTC, in which
 * they are others and may not even be unique. So unique keys of such values are made when all rows
 * are there, and the values computed again, in the server's zone; or in UTC, where they are unique
 * in that alone, since those who wrote the rows had their sessions so. For one thread.
 */
final class ZonedTables {
  private static final String IS_UTC =
      """
      SELECT @@GLOBAL.time_zone IN ('+00:00', 'UTC')
        OR @@GLOBAL.time_zone = 'SYSTEM' AND @@system_time_zone = 'UTC'
      """;

  private static final String SETTINGS =
      """
      SET SESSION unique_checks = 1, foreign_key_checks = 0,
        sql_mode = 'NO_AUTO_VALUE_ON_ZERO,MODES' /*M!100304 , system_versioning_alter_history = 'KEEP' */
      """;

  private static final int DUPLICATE = 1062;

  private final MysqlSession session;
  private final String schema;
  private final boolean isUtc;
  private final Set<String> seen = new HashSet<>();
  private final Map<String, List<String>> keysByTable = new LinkedHashMap<>();

  ZonedTables(MysqlSession session, String schema) throws SQLException {
    this.session = session;
    this.schema = schema;
    this.isUtc = session.truth(IS_UTC);
  }

  /**
   * To be called before rows of a table; takes such unique keys of it away before the first.
   *
   * @param latin1 the bytes of the table's name as Latin-1
   */
  void prepare(String latin1) throws SQLException {
    if (isUtc || !seen.add(latin1)) {
      return;
    }
    String table = new String(latin1.getBytes(ISO_8859_1), UTF_8);
    ShownTable shown = ShownTable.of(session, schema, table);
    if (shown.isZoned()) {
      List<ShownTable.Part> keys = shown.zonedUniqueKeys();
      keysByTable.put(table, areDropped(table, keys) ? texts(keys) : List.of());
    }
  }

  private boolean areDropped(String table, List<ShownTable.Part> keys) throws SQLException {
    if (keys.isEmpty()) {
      return true;
    }
    List<String> drops = keys.stream().map(key -> "DROP KEY " + Sql.name(key.keyName())).toList();
    try {
      session.execute(
          "ALTER TABLE %s %s".formatted(Sql.name(schema, table), String.join(", ", drops)));
      return true;
    } catch (SQLException e) {
      MysqlFailures.throwIfLost(e);
      return false; // Another one, or the column that counts up, needs it.
    }
  }

  private static List<String> texts(List<ShownTable.Part> keys) {
    return keys.stream().map(ShownTable.Part::text).toList();
  }

  /**
   * To be called after all rows; leaves the session with settings of its own.
   *
   * @param modes under which the rows were let in
   * @return the tables whose values were computed again in the server's zone
   * @throws FailureException where keys are unique in neither zone
   */
  List<String> finish(List<String> modes) throws SQLException, FailureException {
    if (!keysByTable.isEmpty()) {
      session.execute(SETTINGS.replace("MODES", String.join(",", modes)));
    }
    List<String> computed = new ArrayList<>();
    for (Map.Entry<String, List<String>> entry : keysByTable.entrySet()) {
      String table = entry.getKey();
      if (isUniqueIn("@@GLOBAL.time_zone", table, entry.getValue())) {
        computed.add(table);
      } else if (!isUniqueIn("'+00:00'", table, entry.getValue())) {
        throw notUnique(table);
      }
    }
    return computed;
  }

  private boolean isUniqueIn(String zone, String table, List<String> keys) throws SQLException {
    Stream<String> changes =
        Stream.of(
                Stream.of("FORCE"),
                keys.stream().map(key -> "ADD " + key),
                Stream.of("ALGORITHM = COPY"))
            .flatMap(change -> change);
    session.execute("SET SESSION time_zone = " + zone);
    try {
      session.execute(
          "ALTER TABLE %s %s"
              .formatted(Sql.name(schema, table), String.join(", ", changes.toList())));
      return true;
    } catch (SQLException e) {
      if (e.getErrorCode() == DUPLICATE) {
        return false;
      }
      throw e;
    }
  }

  private FailureException notUnique(String table) throws SQLException {
    return new FailureException(
        FailureCode.RESTORE_REQUIREMENTS,
        "values of the table %s that are computed from timestamps are unique neither in the server's time zone, %s, nor in UTC"
            .formatted(table, session.text("SELECT @@GLOBAL.time_zone")),
        "Give the server the time zone in which the rows were written (SET GLOBAL time_zone),"
            + " and restore again; the target is what it was.");
  }
}
