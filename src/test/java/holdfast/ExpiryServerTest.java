package holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.Api;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.S3Server;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A real server, whose backups' time runs out while it is down. */
class ExpiryServerTest {
  @TempDir Path folder;
  private final PostgresServer postgres = PostgresServers.shared(14);

  @Test
  void removesFromListAndBucketWhatIsDueAndKeepsTheLastGoodOneWithItsReason() throws Exception {
    PostgresDatabase database = postgres.createDatabase();
    database.fill();
    try (S3Server s3 = S3Server.start();
        LiveServer live = new LiveServer(folder.resolve("data"))) {
      s3.createBucket("expiry");
      String bucket = live.bucket("Expiry Bucket", s3, "expiry");
      String addon = live.addon("Expiring", database);
      String oldest = completed(live, addon, bucket);
      String older = completed(live, addon, bucket);
      String lastGood = completed(live, addon, bucket);
      String failed = failed(live, addon, bucket, database);
      assertThat(s3.objects("expiry")).isEqualTo(6);
      live.process().terminate();
      letTimeRunOut();

      live.startAgain();

      Api.until(() -> listed(live, bucket), ids -> ids.equals(List.of(id(failed), id(lastGood))));
      Api.until(() -> s3.objects("expiry"), count -> count == 2);
      assertThat(live.api().get(oldest).status()).isEqualTo(404);
      assertThat(live.api().get(older).status()).isEqualTo(404);
      assertThat(live.api().get(lastGood).data().path("status").asString()).isEqualTo("completed");
      JsonNode retention =
          live.api().get(addon + "/backup-retention").data().path("retention");
      assertThat(retention.get(1).path("backupId").asString()).isEqualTo(id(lastGood));
      assertThat(retention.get(1).at("/copies/0/verdict").asString()).isEqualTo("keep");
      assertThat(retention.get(1).at("/copies/0/reason").asString())
          .isEqualTo("it is the newest completed backup here, and a later one failed");
      assertThat(live.process().errors())
          .contains("in destination Expiry Bucket expires, since its time was up at");
    }
  }

  private static String completed(LiveServer live, String addon, String bucket) {
    String backup = live.startBackup(addon, bucket);
    assertThat(live.ended(backup).path("status").asString()).isEqualTo("completed");
    return backup;
  }

  /** With a connection to a database that is not there. */
  private static String failed(
      LiveServer live, String addon, String bucket, PostgresDatabase database) {
    String uri =
        database.connection().secret().reveal().replace(database.name(), "nowhere_to_be_found");
    live.api()
        .call(
            "PATCH",
            addon + "?skipTest=true",
            "{\"connection\":{\"uri\":\"%s\"}}".formatted(uri.replace("\\", "\\\\")))
        .data();
    String backup = live.startBackup(addon, bucket);
    assertThat(live.ended(backup).path("status").asString()).isEqualTo("failed");
    return backup;
  }

  private static List<String> listed(LiveServer live, String bucket) {
    return live.api().get("/v1/backup-destinations/" + bucket + "/backups").data().valueStream()
        .map(item -> item.path("id").asString())
        .toList();
  }

  private static String id(String backup) {
    return backup.substring(backup.lastIndexOf('/') + 1);
  }

  /** And lets the next pass be at once, wherever its turn is kept. */
  private void letTimeRunOut() throws SQLException {
    try (Connection catalog =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("data/catalog.db"));
        Statement statement = catalog.createStatement()) {
      assertThat(statement.executeUpdate("UPDATE copy SET expires_at = 1700000000000")).isEqualTo(4);
      statement.executeUpdate("DELETE FROM scheduled_tasks WHERE task_name LIKE '%expiry%'");
    }
  }
}
