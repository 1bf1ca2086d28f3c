package holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServers;
import holdfast.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tests of clients/js, whose packages ./check installs, against a running server; their output
 * is shown where one fails.
 */
class JavaScriptClientTest {
  @TempDir Path folder;

  @Test
  void theClientDoesWhatItsTestsAndItsReadmeSay() throws Exception {
    PostgresDatabase source = PostgresServers.shared(14).createDatabase();
    source.fill();
    try (ServerProcess server =
        ServerProcess.start(folder.resolve("data"), Map.of("HOLDFAST_RATE_LIMIT", "0"))) {
      PostgresDatabase target = PostgresServers.shared(14).createDatabase();
      String output =
          npmTest(
              Map.of(
                  "HOLDFAST_URL", server.url(),
                  "HOLDFAST_TOKEN", server.api().token(),
                  "SOURCE_URI", uri(source),
                  "TARGET_URI", uri(target)));

      assertThat(output).contains("\n# fail 0\n", "\n# skipped 0\n").doesNotContain("\nnot ok ");
      assertThat(target.contents()).isEqualTo(source.contents());
      assertThat(server.errors()).doesNotContain("ERROR").doesNotContain(server.api().token());
    }
  }

  private String npmTest(Map<String, String> environment) throws IOException, InterruptedException {
    Path output = folder.resolve("npm.log");
    ProcessBuilder npm =
        new ProcessBuilder("npm", "test")
            .directory(Path.of("clients", "js").toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    npm.environment().putAll(environment);
    Process tests = npm.start();
    boolean hasEnded = tests.waitFor(5, TimeUnit.MINUTES);
    if (!hasEnded) {
      tests.descendants().forEach(ProcessHandle::destroyForcibly);
      tests.destroyForcibly();
    }
    String said = Files.readString(output);
    assertThat(hasEnded).as(said).isTrue();
    assertThat(tests.exitValue()).as(said).isZero();
    return said;
  }

  private static String uri(PostgresDatabase database) {
    return database.connection().secret().reveal();
  }
}
