package holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A paused addon, with a real server, its queue and its workers. */
class PauseTest {
  @TempDir Path folder;
  private final PostgresDatabase database = PostgresServers.shared(14).createDatabase();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPausedAddonsBackupStaysScheduledAndStartsOnResume(boolean isRestartedMeanwhile)
      throws Exception {
    try (LiveServer live = new LiveServer(folder.resolve("data"), Map.of())) {
      String paused = live.addon("Paused", database);
      String running = live.addon("Running", database);
      live.api().post(paused + "/pause", "").data();

      String waiting = live.startBackup(paused, "built-in");
      String other = live.startBackup(running, "built-in");
      live.awaitStatus(other, "completed"); // the workers have looked at both
      if (isRestartedMeanwhile) {
        live.process().terminate();
        live.startAgain();
      }
      assertThat(live.api().get(waiting).data().path("status").asString()).isEqualTo("scheduled");
      assertThat(live.api().get(paused).data().path("status").asString()).isEqualTo("paused");

      live.api().post(paused + "/resume", "").data();
      live.awaitStatus(waiting, "completed");
    }
  }

  @Test
  void aBackupThatWaitsIsAborted() throws Exception {
    try (LiveServer live = new LiveServer(folder.resolve("data"), Map.of())) {
      String paused = live.addon("Paused", database);
      live.api().post(paused + "/pause", "").data();
      String waiting = live.startBackup(paused, "built-in");
      live.api().post(waiting + "/abort", "").data();
      live.awaitStatus(waiting, "aborted");
      live.api().post(paused + "/resume", "").data();
      live.awaitStatus(live.startBackup(paused, "built-in"), "completed");
      assertThat(live.api().get(waiting).data().path("status").asString()).isEqualTo("aborted");
    }
  }
}
