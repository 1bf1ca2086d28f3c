package holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.Leftovers;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.S3Server;
import holdfast.testing.TinyDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What goes wrong outside ends as a failed backup that says why and what to do, and leaves nothing.
 */
class BadDaysTest {
  @TempDir Path folder;

  @Test
  void aDatabaseThatIsDown() throws Exception {
    PostgresServer postgres = PostgresServers.start(14);
    try (LiveServer live = live()) {
      String addon = live.addon("Down", postgres.createDatabase());
      postgres.close();

      assertFails(live, live.startBackup(addon, "built-in"), "database-unreachable");
    }
  }

  @Test
  void aDatabaseThatComesBackWhileItsBackupIsTriedAgain() throws Exception {
    PostgresServer postgres = PostgresServers.start(14);
    try (postgres;
        LiveServer live =
            new LiveServer(
                folder.resolve("data"),
                Map.of("HOLDFAST_RETRIES", "20", "HOLDFAST_RETRY_SECONDS", "1"))) {
      String addon = live.addon("Away", postgres.createDatabase());
      List<String> command = postgres.crash();
      String backup = live.startBackup(addon, "built-in");
      assertThat(Leftovers.await(() -> log(live, backup).contains("tried again"))).isTrue();

      postgres.startAgain(command);

      assertThat(live.ended(backup).path("status").asString()).isEqualTo("completed");
      assertThat(log(live, backup)).contains("attempt 2");
    }
  }

  @Test
  void aPasswordThatWasChanged() throws Exception {
    PostgresServer postgres = PostgresServers.start(14);
    try (postgres;
        LiveServer live = live()) {
      String addon = live.addon("Changed", postgres.createDatabase());
      postgres.execute("postgres", "ALTER ROLE keeper PASSWORD 'another'");

      String backup = live.startBackup(addon, "built-in");

      assertFails(live, backup, "database-authentication");
      assertThat(live.process().errors()).doesNotContain(PostgresServer.PASSWORD);
    }
  }

  @Test
  void aTableThatMayNotBeRead() throws Exception {
    PostgresDatabase database = PostgresServers.shared(14).createDatabase();
    database.execute("CREATE TABLE secret_ledger (id int)");
    try (LiveServer live = live()) {
      String addon = live.addon("Rights", database);

      JsonNode failure = assertFails(live, live.startBackup(addon, "built-in"), "database-rights");

      assertThat(failure.path("message").asString()).contains("secret_ledger");
    }
  }

  @Test
  void aBucketThatIsGone() throws Exception {
    PostgresDatabase database = filled();
    try (S3Server s3 = S3Server.start();
        LiveServer live = live()) {
      s3.createBucket("gone");
      String bucket = live.bucket("Gone", s3, "gone");
      String addon = live.addon("Source", database);
      s3.deleteBucket("gone");

      assertFails(live, live.startBackup(addon, bucket), "destination-missing");
    }
  }

  @Test
  void aBucketServerThatIsDown() throws Exception {
    PostgresDatabase database = filled();
    S3Server s3 = S3Server.start();
    try (LiveServer live = live()) {
      s3.createBucket("down");
      String bucket = live.bucket("Down", s3, "down");
      String addon = live.addon("Source", database);
      s3.close();

      assertFails(live, live.startBackup(addon, bucket), "destination-unreachable");
    }
  }

  @Test
  void aDiskThatIsFull() throws Exception {
    PostgresDatabase database = filled();
    database.execute(
        "CREATE TABLE noise AS SELECT n, gen_random_uuid() AS a, gen_random_uuid() AS b FROM"
            + " generate_series(1, 100000) n");
    database.execute("ALTER TABLE noise OWNER TO keeper");
    try (TinyDisk disk = TinyDisk.mount(folder, "size=1m");
        LiveServer live =
            new LiveServer(
                folder.resolve("data"), Map.of("HOLDFAST_LOCAL_ROOTS", disk.folder().toString()))) {
      String addon = live.addon("Source", database);
      live.api()
          .post(
              "/v1/backup-destinations",
              "{'name':'Tiny','type':'local','prefix':'t/','path':'%s'}".formatted(disk.folder()))
          .data();

      assertFails(live, live.startBackup(addon, "tiny"), "destination-full");

      try (Stream<Path> left = Files.walk(disk.folder())) {
        assertThat(left.filter(Files::isRegularFile)).isEmpty();
      }
    }
  }

  private static String log(LiveServer live, String backup) {
    return live.api().get(backup + "/logs").data().toString();
  }

  private LiveServer live() throws IOException {
    return new LiveServer(folder.resolve("data"));
  }

  private static PostgresDatabase filled() {
    PostgresDatabase database = PostgresServers.shared(14).createDatabase();
    database.fill();
    return database;
  }

  private static JsonNode assertFails(LiveServer live, String backup, String code) {
    JsonNode ended = live.ended(backup);
    assertThat(ended.path("status").asString()).as("%s", ended).isEqualTo("failed");
    JsonNode failure = ended.path("failure");
    assertThat(failure.path("code").asString()).as("%s", failure).isEqualTo(code);
    assertThat(failure.path("message").asString()).isNotBlank();
    assertThat(failure.path("hint").asString()).endsWith(".");
    return failure;
  }
}
