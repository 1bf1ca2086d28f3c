package holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServers;
import holdfast.testing.ServerProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job with the catalog in PostgreSQL. */
class PostgresCatalogServerTest {
  @TempDir Path folder;

  @Test
  void backsUpRestoresAndStartsAgain() throws Exception {
    PostgresDatabase catalog = PostgresServers.shared(15).createDatabase();
    PostgresDatabase source = PostgresServers.shared(14).createDatabase();
    PostgresDatabase target = PostgresServers.shared(14).createDatabase();
    source.fill();
    String url =
        "jdbc:postgresql://127.0.0.1:%d/%s?user=postgres"
            .formatted(catalog.port(), catalog.name().replace(" ", "%20"));
    try (LiveServer live =
        new LiveServer(folder.resolve("data"), Map.of("HOLDFAST_DATABASE_URL", url))) {
      String backup = live.startBackup(live.addon("Source", source), "built-in");
      assertThat(live.ended(backup).path("status").asString()).isEqualTo("completed");
      live.process().terminate();
      live.startAgain();

      assertThat(live.item("built-in", backup).path("status").asString()).isEqualTo("completed");
      String restored =
          live.restore(backup, live.addon("Target", target)).path("status").asString();

      assertThat(restored).isEqualTo("completed");
      assertThat(target.contents()).isEqualTo(source.contents());
      assertThat(folder.resolve("data/catalog.db")).doesNotExist();
    }
    Process other =
        ServerProcess.command(
                folder.resolve("other"),
                Map.of("HOLDFAST_DATABASE_URL", url),
                "server",
                "--port",
                "0")
            .redirectError(ProcessBuilder.Redirect.PIPE)
            .start();
    String errors = new String(other.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(other.waitFor())
        .as("a node without the key that the catalog was sealed with")
        .isEqualTo(1);
    assertThat(errors).contains("secret-key.json is missing");
  }
}
