package holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.Leftovers;
import holdfast.testing.ServerProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./holdfast demo}, without the launcher. */
class DemoTest {
  @TempDir Path folder;

  @Test
  void doesTheMainJobAndLeavesNothing() throws Exception {
    Process demo = start();
    String output = new String(demo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(demo.waitFor()).as(output).isZero();
    assertThat(output)
        .contains(
            "\"status\" : \"completed\"",
            "\"type\" : \"global\"",
            "STATUS",
            "Compared",
            "./holdfast server");
    assertNothingLeft();
  }

  @Test
  void leavesNothingWhenItIsInterrupted() throws Exception {
    Process demo = start();
    try (BufferedReader lines = demo.inputReader(StandardCharsets.UTF_8)) {
      String line = lines.readLine();
      while (line != null && !line.contains("Registered through the API")) {
        line = lines.readLine();
      }
      assertThat(line).isNotNull();
      assertThat(processesOf()).isNotEmpty();

      new ProcessBuilder("kill", "-INT", Long.toString(demo.pid())).start().waitFor();

      lines.transferTo(java.io.Writer.nullWriter());
    }
    assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(demo.exitValue()).isNotZero();
    assertNothingLeft();
  }

  private Process start() throws IOException {
    ProcessBuilder builder = ServerProcess.command(folder.resolve("unused"), Map.of(), "demo");
    builder.environment().remove("HOLDFAST_DATA_DIR");
    builder.environment().put("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + temporary());
    return builder.start();
  }

  private Path temporary() throws IOException {
    return Files.createDirectories(folder.resolve("tmp"));
  }

  private void assertNothingLeft() throws IOException {
    assertThat(Leftovers.await(() -> processesOf().isEmpty())).as("%s", processesOf()).isTrue();
    try (Stream<Path> files = Files.list(temporary())) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("holdfast")))
          .isEmpty();
    }
  }

  /**
   * The server, the database and their children name the folder, or are children of those that do.
   */
  private List<String> processesOf() {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .filter(command -> command.contains(folder.toString()))
        .toList();
  }
}
