package holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.Leftovers;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServers;
import holdfast.testing.S3Server;
import holdfast.testing.SampleDatabase;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Short work beside long runs, with a real server. */
class ChoresTest {
  @TempDir Path folder;

  @Test
  void whatWasDeletedGoesAlsoWhileTheOnlyWorkerIsBusy() throws Exception {
    PostgresDatabase source = PostgresServers.shared(14).createDatabase();
    source.fill();
    try (S3Server s3 = S3Server.start();
        LiveServer live = new LiveServer(folder.resolve("data"), Map.of("HOLDFAST_WORKERS", "1"))) {
      s3.createBucket("chores");
      String addon = live.addon("Source", source);
      String bucket = live.bucket("Bucket", s3, "chores");
      String deleted = live.startBackup(addon, bucket);
      assertThat(live.ended(deleted).path("status").asString()).isEqualTo("completed");
      String running;
      try (SampleDatabase.Blockade lock = source.block()) {
        assertThat(lock).isNotNull();
        running = live.startBackup(addon, bucket);
        live.awaitStatus(running, "in-progress");

        live.api().delete(deleted).data();

        assertThat(Leftovers.await(() -> s3.objects("chores") == 0)).isTrue();
        assertThat(live.api().get(running).data().path("status").asString())
            .isEqualTo("in-progress");
      }
      assertThat(live.ended(running).path("status").asString()).isEqualTo("completed");
    }
  }
}
