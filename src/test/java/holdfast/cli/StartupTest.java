package holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.ServerProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command that only calls a server is not to wait for the server's classes. */
class StartupTest {
  @TempDir Path folder;

  @Test
  void loadsNoClassOfTheServer() throws Exception {
    ProcessBuilder builder =
        ServerProcess.command(
            folder.resolve("data"),
            Map.of("HOLDFAST_URL", "http://127.0.0.1:1", "HOLDFAST_TOKEN", "none"),
            "list",
            "projects");
    builder.command().add(1, "-Xlog:class+load:stdout");
    Process process = builder.start();
    List<String> ours =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.contains("] holdfast."))
            .map(line -> line.replaceAll(".*] (holdfast\\.\\S+).*", "$1"))
            .toList();

    assertThat(process.waitFor()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(ours).contains("holdfast.Main", "holdfast.cli.call.OperationCall");
    assertThat(ours)
        .allMatch(name -> name.matches("holdfast\\.(Main$|cli\\.|settings\\.).*"))
        .noneMatch(name -> name.startsWith("holdfast.cli.demo"));
  }

  @Test
  void theRehearsalForTheCacheSucceeds() throws Exception {
    ProcessBuilder builder = ServerProcess.command(folder.resolve("data"), Map.of());
    List<String> command = builder.command();
    command.set(command.size() - 1, "holdfast.cli.Rehearsal");
    assertThat(builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor()).isZero();
  }
}
