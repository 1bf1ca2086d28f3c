package holdfast.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import holdfast.testing.ClassPath;
import holdfast.testing.ServerProcess;
import holdfast.testing.Snapshots;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./holdfast} gives to a command: the width of the terminal, and its few libraries. */
class LauncherTest {
  private static final Path LAUNCHER = Path.of("holdfast");
  private static final Pattern LIBRARIES = Pattern.compile("target/lib/\\{([a-z0-9,-]+)}-");
  private static final String RUNNING =
      """
      {"data": {"id": "b", "status": "in-progress", "progress": {"readBytes": 2000000, "expectedBytes": 9000000}}}\
      """;

  @TempDir Path folder;

  @Test
  void aCommandKnowsHowWideItsTerminalIs() throws Exception {
    Path describe =
        Files.writeString(
            folder.resolve("describe.sh"),
            """
            stty cols 44 rows 20
            . <(sed -n '/^describe_terminal/,/^}/p' '%s')
            describe_terminal
            echo "${terminal[@]}"
            """
                .formatted(LAUNCHER.toAbsolutePath()));
    Process terminal =
        new ProcessBuilder("script", "-qec", "bash -eu " + describe, "/dev/null").start();
    terminal.getOutputStream().close();
    assertThat(output(terminal)).contains("-Dholdfast.terminal=012 -Dholdfast.columns=44");
  }

  /** The tests have all libraries: what is missing among the few would be seen by users alone. */
  @Test
  void theLibrariesOfACommandAreEnoughForItsProgressBar() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/", call -> answer(call, looks.incrementAndGet() < 5 ? RUNNING : ended()));
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      ProcessBuilder command =
          ServerProcess.command(
              folder.resolve("data"),
              Map.of("HOLDFAST_URL", url, "HOLDFAST_TOKEN", "none"),
              Stream.of("backup addon p a --wait".split(" ")).toArray(String[]::new));
      command.command().set(command.command().indexOf("-cp") + 1, clientClassPath());
      command.command().add(1, "-Dholdfast.terminal=2");
      Process process = command.redirectErrorStream(true).start();

      assertThat(output(process)).contains("in-progress", "2/9 MB");
      assertThat(process.waitFor()).isZero();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void theLibrariesOfACommandAreEnoughToUnpackASnapshot() throws Exception {
    byte[] stored = Snapshots.stored("PG_VERSION", "15");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        call -> {
          try (call) {
            call.getResponseHeaders()
                .add("Content-Disposition", "attachment; filename=\"monday.tar.zst\"");
            call.sendResponseHeaders(200, stored.length);
            call.getResponseBody().write(stored);
          }
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      ProcessBuilder command =
          ServerProcess.command(
              folder.resolve("data"),
              Map.of("HOLDFAST_URL", url, "HOLDFAST_TOKEN", "none"),
              "download",
              "--ticket",
              "t",
              "--unpack",
              folder.resolve("restored").toString());
      command.command().set(command.command().indexOf("-cp") + 1, clientClassPath());
      Process process = command.redirectErrorStream(true).start();

      assertThat(output(process)).contains("Unpacked 1 files");
      assertThat(process.waitFor()).isZero();
      assertThat(folder.resolve("restored/PG_VERSION")).hasContent("15");
    } finally {
      server.stop(0);
    }
  }

  private static void answer(HttpExchange call, String body) throws IOException {
    try (call) {
      call.sendResponseHeaders(200, body.length());
      call.getResponseBody().write(body.getBytes(UTF_8));
    }
  }

  private static String ended() {
    return RUNNING.replace("in-progress", "completed");
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }

  /** Of all that the tests have: our classes, and what the launcher names. */
  private static String clientClassPath() throws IOException {
    List<String> names =
        LIBRARIES
            .matcher(Files.readString(LAUNCHER))
            .results()
            .flatMap(it -> Stream.of(it.group(1).split(",")))
            .toList();
    List<String> few =
        ClassPath.entries().stream()
            .filter(
                it ->
                    !it.endsWith(".jar")
                        || names.stream()
                            .anyMatch(
                                name ->
                                    Path.of(it)
                                        .getFileName()
                                        .toString()
                                        .matches(name + "-[0-9].*")))
            .toList();
    assertThat(few).hasSizeGreaterThan(names.size());
    return String.join(File.pathSeparator, few);
  }
}
