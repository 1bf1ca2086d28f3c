package holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.Leftovers;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.S3Server;
import holdfast.testing.SampleDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * SIGKILL at the worst moments: nothing that was completed is lost, nothing that was not is shown.
 */
class CrashTest {
  private static final String SESSIONS =
      "SELECT application_name FROM pg_stat_activity WHERE application_name LIKE 'holdfast%'";
  private static final String WAITING = SESSIONS + " AND wait_event_type = 'Lock'";
  private static final String OF_FIRST_ATTEMPTS =
      "SELECT application_name FROM pg_stat_activity WHERE application_name ~ '^holdfast.*_1$'";
  private static final String DATABASES =
      "SELECT datname FROM pg_database WHERE datname LIKE 'holdfast%'";

  @TempDir Path folder;
  private final PostgresServer postgres = PostgresServers.shared(14);
  private PostgresDatabase database;
  private S3Server s3;
  private LiveServer live;
  private String addon;
  private String bucket;

  @BeforeEach
  void start() throws Exception {
    database = postgres.createDatabase();
    database.fill();
    s3 = S3Server.start();
    s3.createBucket("crash");
    live = new LiveServer(folder.resolve("data"));
    addon = live.addon("Crash", database);
    bucket = live.bucket("Crash Bucket", s3, "crash");
  }

  @AfterEach
  void stop() {
    live.close();
    s3.close();
  }

  @Test
  void aKilledJvmLeavesNoToolRunningAndItsBackupIsTakenAgain() {
    String kept = live.startBackup(addon, bucket);
    assertThat(live.ended(kept).path("status").asString()).isEqualTo("completed");
    int objects = s3.objects("crash");
    String interrupted;
    try (SampleDatabase.Blockade lock = database.block()) {
      assertThat(lock).isNotNull();
      interrupted = live.startBackup(addon, bucket);
      live.awaitStatus(interrupted, "in-progress");
      assertThat(Leftovers.await(() -> !postgres.query("postgres", SESSIONS).isEmpty())).isTrue();

      live.process().kill();

      assertThat(Leftovers.await(() -> postgres.query("postgres", SESSIONS).isEmpty()))
          .as("the tool's session ends by itself")
          .isTrue();
    }
    assertThat(s3.objects("crash")).isEqualTo(objects);
    startAgain();

    JsonNode again = live.ended(interrupted);

    assertThat(again.path("status").asString()).isEqualTo("completed");
    assertThat(live.ended(kept).path("status").asString()).isEqualTo("completed");
    assertThat(s3.objects("crash")).isEqualTo(2 * objects);
    assertThat(s3.openUploads("crash")).isEmpty();
    assertRestores(kept);
    assertRestores(interrupted);
  }

  @Test
  void aKilledProcessGroupLosesNothingEither() {
    String interrupted;
    try (SampleDatabase.Blockade lock = database.block()) {
      assertThat(lock).isNotNull();
      interrupted = live.startBackup(addon, bucket);
      assertThat(Leftovers.await(() -> !postgres.query("postgres", WAITING).isEmpty())).isTrue();

      live.process().killWithChildren();
      startAgain();

      assertThat(Leftovers.await(() -> postgres.query("postgres", OF_FIRST_ATTEMPTS).isEmpty()))
          .as("nobody else ends a session that waits for a lock")
          .isTrue();
    }

    assertThat(live.ended(interrupted).path("status").asString()).isEqualTo("completed");
    assertThat(s3.objects("crash")).isEqualTo(2);
    assertThat(s3.openUploads("crash")).isEmpty();
  }

  @Test
  void aServerThatIsKilledAgainAndAgainDuringBackupsLosesNothing() {
    for (int round = 0; round < 5; round++) {
      String backup = live.startBackup(addon, bucket);
      pause(60L * round);
      live.process().kill();
      startAgain();

      assertThat(live.ended(backup).path("status").asString()).isEqualTo("completed");
    }
    List<String> listed =
        live.api()
            .get("/v1/backup-destinations/" + bucket + "/backups")
            .data()
            .valueStream()
            .map(item -> item.path("status").asString())
            .toList();
    assertThat(listed).hasSize(5).containsOnly("completed");
    assertThat(s3.objects("crash")).as("data and manifest of each").isEqualTo(10);
    assertThat(s3.openUploads("crash")).isEmpty();
  }

  @Test
  void aServerThatIsKilledDuringARestoreLeavesTheTargetWholeEitherWay() {
    String backup = live.startBackup(addon, bucket);
    assertThat(live.ended(backup).path("status").asString()).isEqualTo("completed");
    PostgresDatabase target = postgres.createDatabase();
    target.execute("CREATE TABLE before (id int); INSERT INTO before VALUES (1)");
    String targetAddon = live.addon("Target", target);
    for (int round = 0; round < 4; round++) {
      Object before = target.contents();
      String restore = live.startRestore(backup, targetAddon);
      pause(150L * round);
      live.process().kill();
      startAgain();

      JsonNode ended = holdfast.testing.Api.ended(() -> live.restoreOf(targetAddon, restore));
      String status = ended.path("status").asString();
      if (status.equals("completed")) {
        assertThat(target.contents()).isEqualTo(database.contents());
      } else {
        assertThat(status).isEqualTo("failed");
        assertThat(target.contents()).isEqualTo(before);
      }
      // What was replaced goes after the end is recorded.
      assertThat(Leftovers.await(() -> postgres.query("postgres", DATABASES).isEmpty()))
          .as("no temporary databases")
          .isTrue();
    }
  }

  private void assertRestores(String backup) {
    PostgresDatabase target = postgres.createDatabase();
    String targetAddon = live.addon("Target " + target.name().replaceAll("\\D", ""), target);
    assertThat(live.restore(backup, targetAddon).path("status").asString()).isEqualTo("completed");
    assertThat(target.contents()).isEqualTo(database.contents());
  }

  private void startAgain() {
    try {
      live.startAgain();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Not to wait for something, but to hit another moment each time. */
  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }
}
