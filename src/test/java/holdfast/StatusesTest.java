package holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.Leftovers;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServers;
import holdfast.testing.SampleDatabase;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Each of the seven statuses of the reference endpoint, reached in a real way by a real server; the
 * client compares each answer with the contract.
 */
class StatusesTest {
  @TempDir Path folder;
  private final PostgresDatabase database = PostgresServers.shared(14).createDatabase();
  private LiveServer live;
  private String addon;

  @BeforeEach
  void start() throws Exception {
    database.fill();
    live = new LiveServer(folder.resolve("data"), Map.of("HOLDFAST_WORKERS", "1"));
    addon = live.addon("Source", database);
  }

  @AfterEach
  void stop() {
    live.close();
  }

  @Test
  void scheduledInProgressAbortingAbortedAndCompleted() {
    String running;
    String waiting;
    try (SampleDatabase.Blockade lock = database.block()) {
      assertThat(lock).isNotNull();
      running = live.startBackup(addon, "built-in");
      live.awaitStatus(running, "in-progress");
      waiting = live.startBackup(addon, "built-in");

      assertItem(running, "in-progress");
      assertItem(waiting, "scheduled");

      live.api().post(running + "/abort", "").data();
      assertThat(live.item("built-in", running).path("status").asString())
          .isIn("aborting", "aborted");
      live.awaitStatus(running, "aborted");
      assertItem(running, "aborted");
      live.awaitStatus(waiting, "in-progress");
    }
    live.awaitStatus(waiting, "completed");
    assertItem(waiting, "completed");
    assertThat(live.item("built-in", waiting).path("expiredBy").asLong())
        .isEqualTo(253402300799999L);
  }

  @Test
  void aToolThatDoesNotReactIsAbortingUntilItIsKilled() throws Exception {
    try (SampleDatabase.Blockade lock = database.block()) {
      assertThat(lock).isNotNull();
      String running = live.startBackup(addon, "built-in");
      live.awaitStatus(running, "in-progress");
      assertThat(Leftovers.await(() -> tools().count() == 1)).isTrue();
      ProcessHandle tool = tools().findFirst().orElseThrow();
      new ProcessBuilder("kill", "-STOP", Long.toString(tool.pid())).start().waitFor();

      live.api().post(running + "/abort", "").data();

      assertItem(running, "aborting");
      live.awaitStatus(running, "aborted");
      assertThat(tool.isAlive()).isFalse();
    }
  }

  private Stream<ProcessHandle> tools() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().command().orElse("").endsWith("/pg_dump"))
        .filter(process -> process.info().commandLine().orElse("").contains(database.name()));
  }

  @Test
  void failed() {
    database
        .server()
        .execute(
            "postgres",
            "ALTER DATABASE \"%s\" RENAME TO \"%s gone\""
                .formatted(database.name(), database.name()));

    String backup = live.startBackup(addon, "built-in");

    JsonNode ended = live.ended(backup);
    assertThat(ended.path("status").asString()).isEqualTo("failed");
    assertItem(backup, "failed");
    JsonNode failure = live.item("built-in", backup).path("failure");
    assertThat(failure.path("code").asString()).isEqualTo("database-missing");
    assertThat(failure.path("hint").asString()).isNotBlank();
  }

  @Test
  void notSupported() {
    PostgresDatabase newer = PostgresServers.shared(18).createDatabase();
    String newerAddon = live.addon("Newer", newer);

    String backup = live.startBackup(newerAddon, "built-in");

    JsonNode ended = live.ended(backup);
    assertThat(ended.path("status").asString()).isEqualTo("not-supported");
    assertItem(backup, "not-supported");
    JsonNode failure = live.item("built-in", backup).path("failure");
    assertThat(failure.path("code").asString()).isEqualTo("tool-too-old");
    assertThat(failure.path("hint").asString()).contains("postgresql-client-18");
  }

  private void assertItem(String backup, String status) {
    JsonNode item = live.item("built-in", backup);
    assertThat(item.path("status").asString()).isEqualTo(status);
  }
}
