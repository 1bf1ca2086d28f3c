package holdfast.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.MariaDbServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Where the binary log was, as the superuser is told while nobody else writes. */
record NotedPlace(MariaDbServer server, String file, long position, String gtids) {

  static NotedPlace now(MariaDbServer server) throws SQLException {
    try (Connection connection = server.connect("")) {
      return now(server, connection);
    }
  }

  static NotedPlace now(MariaDbServer server, Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      ResultSet gtids =
          statement.executeQuery(
              server.release().isMariaDb()
                  ? "SELECT @@GLOBAL.gtid_binlog_pos"
                  : "SELECT IF(@@GLOBAL.gtid_mode = 'ON', @@GLOBAL.gtid_executed, '')");
      gtids.next();
      String numbers = gtids.getString(1);
      ResultSet place = statement.executeQuery(server.release().binaryLogStatus());
      place.next();
      return new NotedPlace(server, place.getString(1), place.getLong(2), numbers);
    }
  }

  /** What a manifest has that says just this. */
  Map<String, String> details() {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("binaryLogFile", file);
    details.put("binaryLogPosition", Long.toString(position));
    if (!gtids.isEmpty()) {
      details.put("gtid", gtids);
    }
    return details;
  }

  /** Asserts that a manifest says just this, or two places around it. */
  void assertIsToldBy(Map<String, String> manifest) {
    if (manifest.containsKey("binaryLogFile")) {
      assertThat(manifest).containsAllEntriesOf(details());
      return;
    }
    assertThat(server.release().isMariaDb()).isFalse();
    String place = comparable(file, Long.toString(position));
    assertThat(comparable(manifest, "Start")).isLessThanOrEqualTo(place);
    assertThat(comparable(manifest, "End")).isGreaterThanOrEqualTo(place);
    if (!gtids.isEmpty()) {
      assertThat(isSubset(said(manifest, "gtidStart"), gtids)).isTrue();
      assertThat(isSubset(gtids, said(manifest, "gtidEnd"))).isTrue();
    }
  }

  private static String comparable(Map<String, String> manifest, String end) {
    return comparable(
        said(manifest, "binaryLog" + end + "File"), said(manifest, "binaryLog" + end + "Position"));
  }

  private static String said(Map<String, String> manifest, String name) {
    return Objects.requireNonNull(manifest.get(name), name);
  }

  private static String comparable(String file, String position) {
    return "%s %20s".formatted(file, position);
  }

  private boolean isSubset(String some, String all) {
    return server
        .query("", "SELECT GTID_SUBSET('%s', '%s')".formatted(some, all))
        .equals(List.of("1"));
  }
}
