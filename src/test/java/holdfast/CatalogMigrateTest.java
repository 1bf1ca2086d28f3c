package holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.Api;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServers;
import holdfast.testing.ServerProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code holdfast catalog migrate}: a real catalog goes from its file into a real PostgreSQL. */
class CatalogMigrateTest {
  private static final String PASSWORD = "never-to-be-shown";
  private static final List<String> LISTS =
      List.of(
          "/v1/projects",
          "/v1/projects/live/addons",
          "/v1/projects/live/addons/source",
          "/v1/projects/live/addons/source/backups",
          "/v1/projects/live/addons/source/backup-schedules",
          "/v1/projects/live/addons/target/restores",
          "/v1/backup-destinations",
          "/v1/backup-destinations/built-in/backups",
          "/v1/roles",
          "/v1/tokens");

  @TempDir Path folder;
  private Path dataDir;
  private PostgresDatabase catalog;
  private String url;

  @BeforeEach
  void makeCatalog() {
    dataDir = folder.resolve("data");
    catalog = PostgresServers.shared(15).createDatabase();
    url = Installation.urlOf(catalog) + "&password=" + PASSWORD;
  }

  @AfterEach
  void dropDatabases() {
    PostgresServers.dropDatabases();
  }

  @Test
  void allOfItGoesOnInPostgres() throws Exception {
    PostgresDatabase source = PostgresServers.shared(14).createDatabase();
    PostgresDatabase target = PostgresServers.shared(14).createDatabase();
    source.fill();
    try (LiveServer live = new LiveServer(dataDir)) {
      String addon = live.addon("Source", source);
      String old = live.startBackup(addon, "built-in");
      live.awaitStatus(old, "completed");
      live.restore(old, live.addon("Target", target));
      live.awaitStatus(live.startBackup(addon, "built-in"), "completed");
      schedule(live, addon);
      String paused = live.addon("Paused", source);
      live.api().post(paused + "/pause", "").data();
      String waiting = live.startBackup(paused, "built-in");
      Map<String, JsonNode> before = pages(live);
      JsonNode log = live.api().get(old + "/logs").body();

      assertThat(migrate().errors()).contains("another server uses the data folder");
      live.process().terminate();
      Ended moved = migrate();
      assertThat(moved.exitCode()).as(moved.errors()).isZero();
      assertThat(moved.output())
          .contains("moved ", "each was read back and is what it was", "secret-key.json", "next: ");
      assertThat(moved.all()).doesNotContain(PASSWORD);
      live.startAgain(Map.of("HOLDFAST_DATABASE_URL", url));

      assertThat(pages(live)).isEqualTo(before);
      assertThat(live.api().get(old + "/logs").body()).isEqualTo(log);
      assertThat(live.restore(old, "/v1/projects/live/addons/target").path("status").asString())
          .isEqualTo("completed");
      assertThat(target.contents()).isEqualTo(source.contents());
      assertThat(live.api().get(waiting).data().path("status").asString()).isEqualTo("scheduled");
      live.api().post(paused + "/resume", "").data();
      live.awaitStatus(waiting, "completed");
      assertThat(dataDir.resolve("catalog.db")).doesNotExist();
    }
  }

  @Test
  void aDatabaseThatHoldsSomethingIsRefusedAndOneThatHoldsThisCatalogIsKnown() throws Exception {
    try (LiveServer live = new LiveServer(dataDir)) {
      live.process().terminate();
    }
    try (LiveServer other =
        new LiveServer(folder.resolve("other"), Map.of("HOLDFAST_DATABASE_URL", url))) {
      other.process().terminate();
    }
    Ended refused = migrate();
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.errors()).contains("the database is not empty").doesNotContain("\tat ");
    assertThat(refused.all()).doesNotContain(PASSWORD);
    assertThat(dataDir.resolve("catalog.db")).exists();
    PostgresDatabase foreign = PostgresServers.shared(15).createDatabase();
    foreign.execute("CREATE TABLE somebodys (id int)");
    Ended among = run(Map.of("HOLDFAST_DATABASE_URL", Installation.urlOf(foreign)));
    assertThat(among.errors()).contains("not Holdfast's").doesNotContain("\tat ", "baseline");

    url = Installation.urlOf(PostgresServers.shared(15).createDatabase());
    assertThat(migrate().exitCode()).isZero();
    Ended forgotten = run(Map.of(), "server", "--port", "0");
    assertThat(forgotten.errors()).contains("was moved into PostgreSQL", "HOLDFAST_DATABASE_URL");
    Files.copy(dataDir.resolve("catalog.db.moved"), dataDir.resolve("catalog.db"));
    assertThat(migrate().errors()).contains("the only way back");
    Files.move(
        dataDir.resolve("catalog.db.moved"),
        dataDir.resolve("catalog.db"),
        StandardCopyOption.REPLACE_EXISTING);
    Ended again = migrate();
    assertThat(again.output()).contains("the catalog had been moved there before");
    assertThat(again.exitCode()).isZero();
    assertThat(migrate().errors()).contains("there is no catalog");
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    Ended nowhere = run(Map.of());
    assertThat(nowhere.exitCode()).isEqualTo(2);
    assertThat(nowhere.errors()).contains("HOLDFAST_DATABASE_URL");
    assertThat(migrate().errors()).contains("there is no data folder " + dataDir);
    try (LiveServer live = new LiveServer(dataDir)) {
      live.process().terminate();
    }
    Ended unreadable =
        run(Map.of("HOLDFAST_DATABASE_URL", "jdbc:postgresql://h:x/d?password=" + PASSWORD));
    assertThat(unreadable.exitCode()).isEqualTo(1);
    assertThat(unreadable.errors()).contains("database URL cannot be read");
    assertThat(unreadable.all()).doesNotContain(PASSWORD);
  }

  private static void schedule(LiveServer live, String addon) {
    live.api()
        .post(
            addon + "/backup-schedules",
            "{'backupType':'dump','scheduling':{'interval':'daily','minute':[0],'hour':[2]},'retentionTime':7}")
        .data();
    Api.until(
        () -> live.api().get(addon + "/backup-schedules").data().path("schedules").path(0),
        schedule -> schedule.has("nextFiringAt"));
  }

  /** Each list, page by page of one. */
  private static Map<String, JsonNode> pages(LiveServer live) {
    Map<String, JsonNode> pages = new HashMap<>();
    for (String list : LISTS) {
      String cursor = "";
      for (int page = 0; cursor != null; page++) {
        String path = list + "?per_page=1" + (cursor.isEmpty() ? "" : "&cursor=" + cursor);
        Api.Answer answer = live.api().get(path);
        assertThat(answer.status()).as(path).isEqualTo(200);
        pages.put(list + " " + page, answer.body());
        cursor = answer.body().at("/pagination/cursor").asString(null);
      }
    }
    return pages;
  }

  private record Ended(int exitCode, String output, String errors) {
    String all() {
      return output + errors;
    }
  }

  private Ended migrate() throws Exception {
    return run(Map.of("HOLDFAST_DATABASE_URL", url));
  }

  private Ended run(Map<String, String> environment) throws Exception {
    return run(environment, "catalog", "migrate");
  }

  private Ended run(Map<String, String> environment, String... command) throws Exception {
    Path errors = Files.createTempFile(folder, "migrate", ".stderr");
    Process process =
        ServerProcess.command(dataDir, environment, command).redirectError(errors.toFile()).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output, Files.readString(errors));
  }
}
