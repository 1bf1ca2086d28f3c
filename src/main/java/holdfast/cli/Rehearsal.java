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
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

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

  private Rehearsal(ServerSocket socket) {
    this.socket = socket;
  }

  public static void main(String[] arguments) throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Rehearsal rehearsal = new Rehearsal(socket);
      Thread.ofPlatform().daemon().start(rehearsal::serve);
      for (String command : COMMANDS) {
        int exitCode = Cli.run(rehearsal.shell(), command.split(" "));
        if (exitCode != ExitCode.OK) {
          System.exit(exitCode);
        }
      }
    }
    System.exit(ExitCode.OK);
  }

  private Shell shell() {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    String url = "http://127.0.0.1:" + socket.getLocalPort();
    return new Shell(
        Map.of("HOLDFAST_URL", url, "HOLDFAST_TOKEN", "none"),
        Path.of(""),
        Path.of(""),
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
