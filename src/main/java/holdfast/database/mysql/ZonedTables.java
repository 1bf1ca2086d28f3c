package holdfast.database.mysql;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.sql.SQLException;
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
 * are there, and the values computed again, in the server's zone. For one thread.
 */
final class ZonedTables {
  private static final String IS_UTC =
      """
      SELECT @@GLOBAL.time_zone IN ('+00:00', 'UTC')
        OR @@GLOBAL.time_zone = 'SYSTEM' AND @@system_time_zone = 'UTC'
      """;

  private static final String AS_WRITTEN =
      """
      SET SESSION time_zone = @@GLOBAL.time_zone, unique_checks = 1, foreign_key_checks = 0,
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

  /** To be called before a table's first rows; takes such unique keys of it away. */
  void prepare(String table) throws SQLException {
    if (isUtc || !seen.add(table)) {
      return;
    }
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
   * @return the tables whose values were computed again
   * @throws FailureException where keys are not unique in the server's zone
   */
  List<String> finish(List<String> modes) throws SQLException, FailureException {
    if (!keysByTable.isEmpty()) {
      session.execute(AS_WRITTEN.replace("MODES", String.join(",", modes)));
    }
    for (Map.Entry<String, List<String>> table : keysByTable.entrySet()) {
      Stream<String> changes =
          Stream.of(
                  Stream.of("FORCE"),
                  table.getValue().stream().map(key -> "ADD " + key),
                  Stream.of("ALGORITHM = COPY"))
              .flatMap(change -> change);
      try {
        session.execute(
            "ALTER TABLE %s %s"
                .formatted(Sql.name(schema, table.getKey()), String.join(", ", changes.toList())));
      } catch (SQLException e) {
        if (e.getErrorCode() == DUPLICATE) {
          throw notUnique(table.getKey(), e);
        }
        throw e;
      }
    }
    return List.copyOf(keysByTable.keySet());
  }

  private FailureException notUnique(String table, SQLException e) throws SQLException {
    return new FailureException(
        FailureCode.RESTORE_REQUIREMENTS,
        "values of the table %s that are computed from timestamps are not unique in the server's time zone, %s: %s"
            .formatted(
                table,
                session.text("SELECT @@GLOBAL.time_zone"),
                MysqlFailures.words(e, session.uri())),
        "Give the server the time zone of the one that the backup is of (SET GLOBAL time_zone),"
            + " and restore again; the target is what it was.");
  }
}
