package holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.Api;
import holdfast.testing.CuttingProxy;
import holdfast.testing.Leftovers;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.S3Server;
import holdfast.testing.SampleDatabase;
import holdfast.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Nodes on one catalog in PostgreSQL, one of which stalls, is cut off or dies: its runs go on
 * elsewhere, and it does no harm when it comes back.
 */
class LostNodeTest {
  private static final int LEASE_SECONDS = 5;

  /** As the class Lease says, and as much again for a machine that has much else to do. */
  private static final Duration TAKEN_OVER_WITHIN = Duration.ofSeconds(2 * 8);

  private static final String SESSIONS =
      "SELECT application_name FROM pg_stat_activity WHERE application_name LIKE 'holdfast_%\\_1'";
  private static final String DATABASES =
      "SELECT datname FROM pg_database WHERE datname LIKE 'holdfast%'";
  private static final String DUMPING = "SELECT id FROM log_line WHERE line LIKE 'dumping %'";
  private static final String SWAPS =
      "SELECT pid FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'ALTER DATABASE%_old\"'";

  @TempDir Path folder;
  private final PostgresServer postgres = PostgresServers.shared(14);
  private PostgresDatabase catalog;
  private PostgresDatabase source;
  private S3Server s3;

  @BeforeEach
  void start() throws Exception {
    catalog = PostgresServers.shared(15).createDatabase();
    source = postgres.createDatabase();
    source.fill();
    s3 = S3Server.start();
    s3.createBucket("nodes");
  }

  @AfterEach
  void stop() {
    s3.close();
    PostgresServers.dropDatabases();
  }

  @Test
  void aNodeThatStallsLosesItsRunsAndChangesNothingWhenItWakes() throws Exception {
    try (LiveServer first = new LiveServer(folder.resolve("first"), on(catalog.port()))) {
      String addon = first.addon("Source", source);
      String bucket = first.bucket("Bucket", s3, "nodes");
      String kept = first.startBackup(addon, bucket);
      assertThat(first.ended(kept).path("status").asString()).isEqualTo("completed");
      PostgresDatabase target = postgres.createDatabase();
      target.execute("CREATE TABLE before (id int); INSERT INTO before VALUES (1)");
      Object before = target.contents();
      String targetAddon = first.addon("Target", target);

      String backup;
      String restore;
      try (SampleDatabase.Blockade lock = source.block();
          Connection guest = target.connect()) {
        assertThat(List.of(lock, guest)).doesNotContainNull();
        backup = first.startBackup(addon, bucket);
        first.awaitStatus(backup, "in-progress");
        restore = first.startRestore(kept, targetAddon);
        assertThat(Leftovers.await(() -> !postgres.query("postgres", SWAPS).isEmpty()))
            .as("the restore is in the midst of its commit, waiting for the guest to leave")
            .isTrue();
        first.process().stall();
      }
      try (ServerProcess second = startBeside(first)) {
        Api api = second.api();
        assertThat(ended(api, backup)).isEqualTo("completed");
        JsonNode failed = Api.ended(() -> LiveServer.restoreOf(api, targetAddon, restore));
        assertThat(failed.path("status").asString()).isEqualTo("failed");
        assertThat(target.contents()).isEqualTo(before);

        first.process().wake();

        assertThat(ended(first.api(), first.startBackup(addon, bucket)))
            .as("it serves on")
            .isEqualTo("completed");
        assertThat(Leftovers.await(() -> postgres.query("postgres", SESSIONS).isEmpty())).isTrue();
        assertThat(target.contents()).isEqualTo(before);
        assertThat(first.restoreOf(targetAddon, restore)).isEqualTo(failed);
        assertThat(postgres.query("postgres", DATABASES)).isEmpty();
        assertThat(Leftovers.await(() -> s3.objects("nodes") == 6))
            .as("data and manifest of three backups")
            .isTrue();
        assertThat(s3.openUploads("nodes")).isEmpty();
        assertRunsOfAKilledNodeGoOn(first, second, addon, bucket);
      } finally {
        first.process().wake();
      }
    }
  }

  private void assertRunsOfAKilledNodeGoOn(
      LiveServer first, ServerProcess second, String addon, String bucket) throws Exception {
    String backup;
    Api survivor;
    Instant killedAt;
    try (SampleDatabase.Blockade lock = source.block()) {
      assertThat(lock).isNotNull();
      backup = first.startBackup(addon, bucket);
      first.awaitStatus(backup, "in-progress");
      String holder =
          catalog
              .query("SELECT split_part(picked_by, '@', 1) FROM scheduled_tasks WHERE picked")
              .getFirst();
      boolean isFirst = holder.equals(Long.toString(first.process().pid()));
      survivor = isFirst ? second.api() : first.api();
      (isFirst ? first.process() : second).killWithChildren();
      killedAt = Instant.now();
    }
    assertThat(Leftovers.await(() -> attempts(backup).equals(List.of("2")))).isTrue();
    assertThat(Duration.between(killedAt, Instant.now())).isLessThan(TAKEN_OVER_WITHIN);
    assertThat(ended(survivor, backup)).isEqualTo("completed");
    assertThat(s3.objects("nodes")).isEqualTo(8);
  }

  /**
   * Its dump ends only after it has asked in vain: what it heard just before would do to publish.
   */
  @Test
  void aNodeThatIsCutOffFromTheCatalogPublishesNothing() throws Exception {
    try (CuttingProxy proxy = new CuttingProxy(catalog.port(), Long.MAX_VALUE);
        LiveServer cutOff = new LiveServer(folder.resolve("cut-off"), on(proxy.port()))) {
      String backup;
      try (SampleDatabase.Blockade lock = source.block()) {
        assertThat(lock).isNotNull();
        backup =
            cutOff.startBackup(
                cutOff.addon("Source", source), cutOff.bucket("Bucket", s3, "nodes"));
        assertThat(Leftovers.await(() -> !catalog.query(DUMPING).isEmpty())).isTrue();
        proxy.cut();
        Api.until(
            () -> errors(cutOff),
            log -> log.contains("could not look whether a run is still wanted"));
      }
      try (ServerProcess second = startBeside(cutOff)) {
        Api.until(() -> errors(cutOff), log -> log.contains("longer than the lease"));
        assertThat(ended(second.api(), backup)).isEqualTo("completed");
        assertThat(attempts(backup)).containsExactly("2");
        assertThat(s3.objects("nodes")).isEqualTo(2);
        assertThat(s3.openUploads("nodes")).isEmpty();
      } finally {
        cutOff.process().kill();
      }
    }
  }

  private static String errors(LiveServer server) {
    try {
      return server.process().errors();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String ended(Api api, String backup) {
    return Api.ended(() -> api.get(backup).data()).path("status").asString();
  }

  private List<String> attempts(String backup) {
    String slug = backup.substring(backup.lastIndexOf('/') + 1);
    return catalog.query("SELECT attempt FROM backup WHERE slug = '%s'".formatted(slug));
  }

  private Map<String, String> on(int port) {
    return Map.of(
        "HOLDFAST_DATABASE_URL",
        "jdbc:postgresql://127.0.0.1:%d/%s?user=postgres"
            .formatted(port, catalog.name().replace(" ", "%20")),
        "HOLDFAST_LEASE_SECONDS",
        Integer.toString(LEASE_SECONDS));
  }

  /** A second node, with the same keys. */
  private ServerProcess startBeside(LiveServer first) throws IOException {
    Path data = Files.createDirectory(folder.resolve("second"));
    for (String key : List.of("secret-key.json", "admin-token")) {
      Files.copy(
          first.dataDir().resolve(key), data.resolve(key), StandardCopyOption.COPY_ATTRIBUTES);
    }
    return ServerProcess.start(data, on(catalog.port()));
  }
}
