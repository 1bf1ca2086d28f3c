package holdfast.chaos;

import holdfast.chaos.Facts.BackupRow;
import holdfast.chaos.Facts.CopyRow;
import holdfast.chaos.Facts.DestinationRow;
import holdfast.chaos.Facts.FiringRow;
import holdfast.chaos.Facts.RestoreRow;
import holdfast.chaos.Facts.ScheduleRow;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.json.JsonMapper;

/**
 * The catalog as its database shows it: plain SQL, none of the server's code. Writes only to the
 * queue, to say that what waits for a clock is due now, and a time that is up.
 *
 * @param url for JDBC
 */
record CatalogReader(String url) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String BUSY_MILLIS = "PRAGMA busy_timeout = 20000";
  private static final String BACKUPS =
      """
      SELECT id, order_key, addon_slug, slug, status, attempt, failure_code, deleting_at, schedules
      FROM backup ORDER BY order_key
      """;
  private static final String COPIES =
      """
      SELECT b.id, c.order_key, c.destination_id, c.status, c.path, c.size_bytes, c.expires_at
      FROM copy c LEFT JOIN backup b ON b.order_key = c.order_key ORDER BY c.order_key
      """;
  private static final String LET_EXPIRE =
      """
      UPDATE copy SET expires_at = ? WHERE order_key = (SELECT order_key FROM backup WHERE id = ?)
      """;
  private static final String SCHEDULES = "SELECT id, addon_id, timing, created_at FROM schedule";
  private static final String FIRINGS =
      """
      SELECT schedule_id, since, at, outcome, reason, backup_id, acted_at
      FROM firing ORDER BY schedule_id, at
      """;
  private static final String RESTORES =
      "SELECT id, backup_id, target_id, status, failure_code FROM restore ORDER BY id";

  /** Runs, and short work. */
  private static final List<String> QUEUES = List.of("scheduled_tasks", "chore");

  private static final String QUEUE =
      """
      SELECT task_name || ' ' || task_instance || CASE WHEN picked THEN ' picked' ELSE '' END
      FROM QUEUE_TABLE WHERE task_instance <> 'recurring'
      """;
  private static final String DUE_NOW =
      """
      UPDATE QUEUE_TABLE SET execution_time = ?
      WHERE NOT picked AND execution_time > ? AND task_instance <> 'recurring'
      """;
  private static final String RECURRING_NOW =
      "UPDATE QUEUE_TABLE SET execution_time = ? WHERE NOT picked AND task_instance = 'recurring'";
  private static final String LAST_RECURRING =
      "SELECT task_name, last_success FROM QUEUE_TABLE WHERE task_instance = 'recurring'";

  private interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  private Connection open() throws SQLException {
    Connection connection = DriverManager.getConnection(url);
    if (isSqlite()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(BUSY_MILLIS);
      }
    }
    return connection;
  }

  private boolean isSqlite() {
    return url.startsWith("jdbc:sqlite:");
  }

  Facts read() {
    try (Connection connection = open()) {
      if (!isSqlite()) {
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      }
      connection.setAutoCommit(false);
      return read(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Facts read(Connection connection) throws SQLException {
    Instant now = Instant.now();
    Map<String, DestinationRow> destinations = new TreeMap<>();
    all(
        connection,
        "SELECT id, slug, prefix FROM destination",
        row ->
            destinations.put(
                row.getString(1), new DestinationRow(row.getString(2), row.getString(3))));
    Map<String, String> addons = new TreeMap<>();
    all(
        connection,
        "SELECT id, slug FROM addon",
        row -> addons.put(row.getString(1), row.getString(2)));
    Map<String, ScheduleRow> schedules = new TreeMap<>();
    all(connection, SCHEDULES, row -> schedules.put(row.getString(1), schedule(row)));
    return new Facts(
        now,
        all(connection, "SELECT id FROM instance", CatalogReader::text).getFirst(),
        destinations,
        addons,
        all(connection, BACKUPS, CatalogReader::backup),
        all(connection, COPIES, CatalogReader::copy),
        all(connection, RESTORES, CatalogReader::restore),
        all(connection, "SELECT backup_id FROM doomed_copy", CatalogReader::text),
        all(connection, attempts(connection), CatalogReader::text),
        queue(connection),
        all(connection, "SELECT place || ' ' || run_id FROM slot", CatalogReader::text),
        schedules,
        firings(connection));
  }

  private static List<String> queue(Connection connection) throws SQLException {
    List<String> entries = new ArrayList<>();
    for (String queue : queues(connection)) {
      entries.addAll(all(connection, QUEUE.replace("QUEUE_TABLE", queue), CatalogReader::text));
    }
    return entries;
  }

  private static <T> List<T> all(Connection connection, String sql, Row<T> mapper)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<T> found = new ArrayList<>();
      while (rows.next()) {
        found.add(mapper.of(rows));
      }
      return found;
    }
  }

  private static String text(ResultSet row) throws SQLException {
    return row.getString(1);
  }

  private static BackupRow backup(ResultSet row) throws SQLException {
    return new BackupRow(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getInt(6),
        row.getString(7),
        row.getString(8) != null,
        !row.getString(9).equals("[]"));
  }

  private static CopyRow copy(ResultSet row) throws SQLException {
    return new CopyRow(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getLong(6),
        row.getLong(7));
  }

  private static ScheduleRow schedule(ResultSet row) throws SQLException {
    Set<Integer> minutes = new TreeSet<>();
    JSON.readTree(row.getString(3)).path("minutes").forEach(it -> minutes.add(it.asInt()));
    return new ScheduleRow(row.getString(2), minutes, Instant.ofEpochMilli(row.getLong(4)));
  }

  private static FiringRow firing(ResultSet row) throws SQLException {
    return new FiringRow(
        row.getString(1),
        Instant.ofEpochMilli(row.getLong(2)),
        Instant.ofEpochMilli(row.getLong(3)),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        Instant.ofEpochMilli(row.getLong(7)));
  }

  private static RestoreRow restore(ResultSet row) throws SQLException {
    return new RestoreRow(
        row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5));
  }

  /** The time of a backup's copies was up a minute ago. */
  void letExpire(String uid) {
    try (Connection connection = open();
        PreparedStatement statement = connection.prepareStatement(LET_EXPIRE)) {
      statement.setLong(1, Instant.now().minus(Duration.ofMinutes(1)).toEpochMilli());
      statement.setString(2, uid);
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What waits for its next try is due: rounds do not wait for minutes. */
  void makeDue() {
    Timestamp now = Timestamp.from(Instant.now());
    update(DUE_NOW, now, Timestamp.from(now.toInstant().plus(Duration.ofMillis(500))));
  }

  /** All that is done again and again is due: the sweep among it. */
  void makeRecurringDue() {
    update(RECURRING_NOW, Timestamp.from(Instant.now()));
  }

  /** When all that is done again and again was last done, by its name. */
  Map<String, String> lastRecurring() {
    try (Connection connection = open()) {
      Map<String, String> last = new TreeMap<>();
      for (String queue : queues(connection)) {
        all(
            connection,
            LAST_RECURRING.replace("QUEUE_TABLE", queue),
            row -> last.put(row.getString(1), "" + row.getString(2)));
      }
      return last;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> queues(Connection connection) throws SQLException {
    List<String> there = new ArrayList<>();
    for (String queue : QUEUES) {
      if (hasTable(connection, queue)) {
        there.add(queue);
      }
    }
    return there;
  }

  /** Some are kept on purpose, each until its time: a lost node may still wake. */
  private static String attempts(Connection connection) throws SQLException {
    try (ResultSet column =
        connection.getMetaData().getColumns(null, null, "attempt", "keep_until")) {
      return "SELECT path FROM attempt" + (column.next() ? " WHERE keep_until IS NULL" : "");
    }
  }

  private static List<FiringRow> firings(Connection connection) throws SQLException {
    return hasTable(connection, "firing")
        ? all(connection, FIRINGS, CatalogReader::firing)
        : List.of();
  }

  private static boolean hasTable(Connection connection, String name) throws SQLException {
    try (ResultSet table = connection.getMetaData().getTables(null, null, name, null)) {
      return table.next();
    }
  }

  private void update(String sql, Timestamp... values) {
    try (Connection connection = open()) {
      for (String queue : queues(connection)) {
        try (PreparedStatement statement =
            connection.prepareStatement(sql.replace("QUEUE_TABLE", queue))) {
          for (int i = 0; i < values.length; i++) {
            statement.setTimestamp(i + 1, values[i]);
          }
          statement.executeUpdate();
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
