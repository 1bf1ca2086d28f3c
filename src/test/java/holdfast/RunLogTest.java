package holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServers;
import holdfast.testing.SampleDatabase;
import holdfast.testing.TailClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a real server's runs say, read over the API while they run and afterwards. */
class RunLogTest {
  @TempDir Path folder;
  private final PostgresDatabase database = PostgresServers.shared(14).createDatabase();
  private LiveServer live;
  private String addon;

  @BeforeEach
  void start() throws Exception {
    database.fill();
    live = new LiveServer(folder.resolve("data"));
    addon = live.addon("Source", database);
  }

  @AfterEach
  void stop() {
    live.close();
  }

  private TailClient tail(String path) {
    return TailClient.loggedIn(
        URI.create(live.process().url()), path + "?queryType=tail", live.api().token());
  }

  private List<String> log(String path, String query) {
    return live.api()
        .get(path + "/logs" + query)
        .data()
        .valueStream()
        .map(line -> line.path("log").asString())
        .toList();
  }

  @Test
  void aFailingDumpIsFollowedToItsEndAndReadAgain() throws Exception {
    Instant before = Instant.now();
    String backup;
    List<String> followed;
    try (SampleDatabase.Blockade lock = database.block()) {
      assertThat(lock).isNotNull();
      backup = live.startBackup(addon, "built-in");
      live.awaitStatus(backup, "in-progress");
      try (TailClient tail = tail(backup + "/logs")) {
        assertThat(tail.next().at("/data/auth").asString()).isEqualTo("successful");
        assertThat(tail.linesUntil("dumping PostgreSQL")).isNotEmpty();
        endTheDumpsSession();
        followed = tail.linesUntil("the backup has ended: failed");
      }
    }
    assertThat(log(backup, "")).endsWith(followed.toArray(String[]::new));
    assertThat(log(backup, ""))
        .first()
        .isEqualTo("attempt 1: dump of live/source, compressed with zstd");
    assertThat(log(backup, "?containerName=pg_dump"))
        .anyMatch(line -> line.contains("terminating connection due to administrator command"));
    String hint = live.api().get(backup).data().at("/failure/hint").asString();
    assertThat(log(backup, "?containerName=holdfast&direction=backward&lineLimit=2"))
        .contains(hint);
    for (JsonNode line : live.api().get(backup + "/logs").data()) {
      assertThat(Instant.parse(line.path("ts").asString()))
          .isBetween(before.minusSeconds(1), Instant.now().plusSeconds(1));
      assertThat(line.path("log").asString()).doesNotContain(database.password());
    }
  }

  private void endTheDumpsSession() {
    database
        .server()
        .execute(
            "postgres",
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s' AND application_name LIKE 'holdfast%%' AND wait_event_type = 'Lock'"
                .formatted(database.name()));
  }

  @Test
  void aBackupAndItsRestoreTellTheirStory() throws Exception {
    String backup = live.startBackup(addon, "built-in");
    live.ended(backup);

    assertThat(log(backup, ""))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("attempt 1: dump of live/source"),
            line -> assertThat(line).startsWith("the database answers: PostgreSQL 14."),
            line -> assertThat(line).startsWith("storing in \"Built in\", under live/source/"),
            line -> assertThat(line).contains(" with pg_dump "),
            line -> assertThat(line).startsWith("dumping PostgreSQL 14."),
            line -> assertThat(line).startsWith("the dump is whole: "),
            line -> assertThat(line).startsWith("the copy in \"Built in\" is complete: "),
            line -> assertThat(line).isEqualTo("the backup has ended: completed"));

    JsonNode restored = live.restore(backup, addon);
    assertThat(restored.path("status").asString()).isEqualTo("completed");
    String restore = backup + "/restores/" + restored.path("id").asString();
    try (TailClient tail = tail(restore + "/logs")) {
      assertThat(tail.next().at("/data/auth").asString()).isEqualTo("successful");
      assertThat(tail.linesUntil("the restore has ended: completed"))
          .isEqualTo(log(restore, ""))
          .anyMatch(line -> line.contains(" from \"Built in\""));
    }
  }

  @Test
  void aTailDoesNotHoldUpTheServersEnd() throws Exception {
    String backup = live.startBackup(addon, "built-in");
    live.ended(backup);
    try (TailClient tail = tail(backup + "/logs")) {
      assertThat(tail.next().at("/data/auth").asString()).isEqualTo("successful");
      long before = System.nanoTime();
      assertThat(live.process().terminate()).isEqualTo(143);
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
      assertThat(tail.closeCode()).isEqualTo(1001);
    }
  }
}
