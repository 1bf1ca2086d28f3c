package holdfast.cli;

import holdfast.cli.output.Terminal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs commands once against a server that says the same to everybody, while Java takes notes of
 * what it loads: {@code ./holdfast} starts later ones by those notes.
 */
public final class Rehearsal {
  private static final String ANSWER =
      """
      {"data": {"id": "a", "status": "completed", "createdAt": "2026-11-24T12:00:00.000Z", "tags": ["b"],
        "projects": [{"id": "a", "name": "A", "description": "a"}],
        "backups": [{"id": "a", "status": "completed", "createdAt": "2026-11-24T12:00:00.000Z",
          "config": {"size": "1000", "source": {"type": "sameAddon"}}, "copies": [{"destinationId": "a"}]}]},
       "pagination": {"hasNextPage": false, "count": 1}}
      """;

  private static final List<String> COMMANDS =
      List.of(
          "list projects",
          "get addon backups a b",
          "get addon backups a b --all",
          "get addon backups a b -o json",
          "get addon backup a b c",
          "get addon backups --help");

  private final ServerSocket socket;
  private final Path home;

  private Rehearsal(ServerSocket socket, Path home) {
    this.socket = socket;
    this.home = home;
  }

  public static void main(String[] arguments) throws IOException {
    Path home = Files.createTempDirectory("holdfast-rehearsal");
    try (ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Rehearsal rehearsal = new Rehearsal(socket, home);
      Thread.ofPlatform().daemon().start(rehearsal::serve);
      rehearsal.play();
    } finally {
      try (Stream<Path> files = Files.walk(home)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
    System.exit(ExitCode.OK);
  }

  /** Once as on the server's own machine, and once after a login. */
  private void play() throws IOException {
    String url = "http://127.0.0.1:" + socket.getLocalPort();
    Files.writeString(home.resolve("admin-token"), "none");
    Files.writeString(home.resolve("address"), url);
    play("list projects");
    play("login --host " + url + " --token none");
    COMMANDS.forEach(this::play);
  }

  private void play(String command) {
    int exitCode = Cli.run(shell(), command.split(" "));
    if (exitCode != ExitCode.OK) {
      throw new IllegalStateException("%s ended with %d".formatted(command, exitCode));
    }
  }

  private Shell shell() {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return new Shell(
        Map.of("HOLDFAST_DATA_DIR", home.toString()),
        home,
        home,
        new ByteArrayInputStream(new byte[0]),
        nowhere,
        nowhere,
        new Terminal(false, true, false, 80, true),
        Clock.systemUTC());
  }

  private void serve() {
    while (true) {
      try (Socket connection = socket.accept()) {
        answer(connection);
      } catch (IOException e) {
        return; // It is over.
      }
    }
  }

  private static void answer(Socket connection) throws IOException {
    InputStream in = connection.getInputStream();
    if (in.read(new byte[1 << 14]) > 0) {
      byte[] body = ANSWER.getBytes(StandardCharsets.UTF_8);
      String head =
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
              .formatted(body.length);
      OutputStream out = connection.getOutputStream();
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.write(body);
      out.flush();
    }
  }
}
