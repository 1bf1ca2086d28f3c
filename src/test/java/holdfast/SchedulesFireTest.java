package holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.Api;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A schedule with a real server, its ticker, its queue and its workers. */
class SchedulesFireTest {
  private static final String HOURS_AGO =
      "UPDATE schedule SET firing_at = firing_at - 10800000, due_at = due_at - 10800000";

  @TempDir Path folder;
  private final PostgresDatabase source = PostgresServers.shared(14).createDatabase();

  @AfterAll
  static void dropDatabases() {
    PostgresServers.dropDatabases();
  }

  @Test
  void whatWasMissedWhileNoServerRanIsMadeUpForByOneBackup() throws Exception {
    Path data = folder.resolve("data");
    catchesUp(data, Map.of(), "jdbc:sqlite:" + data.resolve("catalog.db"));
  }

  @Test
  void theSameWithTheCatalogInPostgresql() throws Exception {
    PostgresDatabase catalog = PostgresServers.shared(14).createDatabase();
    String url =
        "jdbc:postgresql://127.0.0.1:%d/%s?user=postgres"
            .formatted(catalog.port(), catalog.name().replace(" ", "%20"));
    catchesUp(folder.resolve("data"), Map.of("HOLDFAST_DATABASE_URL", url), url);
  }

  private void catchesUp(Path data, Map<String, String> environment, String catalog)
      throws Exception {
    source.fill();
    try (LiveServer live = new LiveServer(data, environment)) {
      String addon = live.addon("Source", source);
      // Fires in 50 minutes, and so has fired ten minutes ago.
      int minute = ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(50).getMinute();
      live.api()
          .post(
              addon + "/backup-schedules",
              "{'backupType':'dump','retentionTime':2,'scheduling':{'interval':'hourly','minute':[%d]}}"
                  .formatted(minute))
          .data();
      Api.until(() -> schedule(live, addon), it -> it.has("nextFiringAt"));
      assertThat(backups(live, addon)).isEmpty();
      live.process().terminate();
      change(catalog);
      live.startAgain();

      JsonNode made =
          Api.until(
              () -> backups(live, addon).path(0),
              it -> it.path("status").asString().equals("completed"));
      assertThat(backups(live, addon)).hasSize(1);
      JsonNode item = live.item("built-in", addon + "/backups/" + made.path("id").asString());
      assertThat(item.at("/schedules/0/interval").asString()).isEqualTo("hourly");
      JsonNode last = schedule(live, addon).path("lastFiring");
      assertThat(last.path("outcome").asString()).isEqualTo("caught-up");
      assertThat(last.path("backupId")).isEqualTo(made.path("id"));
    }
  }

  private static JsonNode schedule(LiveServer live, String addon) {
    return live.api().get(addon + "/backup-schedules").data().path("schedules").path(0);
  }

  private static JsonNode backups(LiveServer live, String addon) {
    return live.api().get(addon + "/backups").data().path("backups");
  }

  private static void change(String catalog) throws SQLException {
    try (Connection connection = DriverManager.getConnection(catalog);
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(HOURS_AGO)).isEqualTo(1);
    }
  }
}
