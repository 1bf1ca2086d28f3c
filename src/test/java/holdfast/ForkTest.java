package holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.Api;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fork and a download of a real backup, by a real server. */
class ForkTest {
  @TempDir Path folder;

  @Test
  void anEmptyDatabaseBecomesTheBackupAndAFullOneIsRefused() throws Exception {
    PostgresDatabase source = PostgresServers.shared(14).createDatabase();
    PostgresDatabase empty = PostgresServers.shared(14).createDatabase();
    source.fill();
    try (LiveServer live = new LiveServer(folder.resolve("data"), Map.of())) {
      String backup = live.startBackup(live.addon("Source", source), "built-in");
      live.awaitStatus(backup, "completed");
      String id = backup.substring(backup.lastIndexOf('/') + 1);

      assertThat(fork(live, "Full", source, id).status()).isEqualTo(409);
      String restore = fork(live, "Fork", empty, id).data().path("restoreId").asString();

      String addon = "/v1/projects/live/addons/fork";
      assertThat(Api.ended(() -> live.restoreOf(addon, restore)).path("status").asString())
          .isEqualTo("completed");
      assertThat(empty.contents()).isEqualTo(source.contents());
    }
  }

  private static Api.Answer fork(
      LiveServer live, String name, PostgresDatabase database, String backup) {
    return live.api()
        .post(
            "/v1/projects/live/addons",
            "{'name':'%s','type':'postgresql','source':{'addonId':'source','backupId':'%s'},'connection':{'uri':'%s'}}"
                .formatted(name, backup, database.connection().secret().reveal()));
  }
}
