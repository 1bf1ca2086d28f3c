package holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.cli.ExitCode;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** From a server to a server: a snapshot is taken, unpacked by the command line, and started. */
class SnapshotTest {
  @TempDir Path folder;

  @Test
  void isUnpackedIntoAFolderThatAServerStartsFrom() throws Exception {
    try (PostgresServer server = PostgresServers.start(14)) {
      server.createRole("copier", "REPLICATION");
      PostgresDatabase database = server.createDatabase();
      database.fill();
      Path restored = folder.resolve("restored");
      try (LiveServer live = new LiveServer(folder.resolve("data"))) {
        String addon = live.addon("Whole", uriOf(database), "");
        String dump = live.startBackup(addon, "built-in");
        String snapshot = snapshot(live, addon);

        assertThat(live.ended(dump).path("status").asString()).isEqualTo("failed");
        JsonNode ended = live.ended(snapshot);
        assertThat(ended.path("status").asString()).isEqualTo("completed");
        assertThat(ended.at("/config/source/type").asString()).isEqualTo("snapshot");
        assertThat(live.api().call("POST", snapshot + "/restore", "").body().toString())
            .contains("Unpack it there");
        assertThat(live.api().get(snapshot + "/download-link").status()).isEqualTo(409);

        assertThat(download(live, restored, "--force")).isEqualTo(ExitCode.USAGE);
        assertThat(download(live, restored)).isZero();
        assertThat(download(live, restored)).as("never over what is there").isNotZero();
      }
      assertThat(restored.resolveSibling("restored.part")).doesNotExist();
      try (PostgresServer started = PostgresServers.start(14, restored)) {
        assertThat(new PostgresDatabase(started, database.name()).contents())
            .isEqualTo(database.contents());
      }
    }
  }

  private static String uriOf(PostgresDatabase database) {
    return database.connection("copier", PostgresServer.PASSWORD).secret().reveal();
  }

  private static String snapshot(LiveServer live, String addon) {
    String body = "{'name':'monday','backupType':'snapshot'}";
    return addon
        + "/backups/"
        + live.api().post(addon + "/backups", body).data().path("id").asString();
  }

  private int download(LiveServer live, Path into, String... more)
      throws IOException, InterruptedException {
    ProcessBuilder command =
        ServerProcess.command(
            live.dataDir(),
            Map.of("XDG_CONFIG_HOME", Files.createDirectories(folder.resolve("config")).toString()),
            "download",
            "live",
            "whole",
            "monday",
            "--unpack",
            into.toString());
    command.command().addAll(List.of(more));
    return command.start().waitFor();
  }
}
