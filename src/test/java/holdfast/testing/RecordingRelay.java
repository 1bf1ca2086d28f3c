package holdfast.testing;

import holdfast.api.StrictContract;
import holdfast.api.WireAnswer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stands between clients and a server on 127.0.0.1, passes everything on, remembers what was asked,
 * and holds every answer against the contract: its status, its content type, and its body. A client
 * says who it is in its host: the path {@code /as/js/list.projects/v1/projects} is passed on as
 * {@code /v1/projects}. A WebSocket is as it should be when the server's first message in it says
 * that the login was successful.
 */
public final class RecordingRelay implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final JsonNode WELCOME =
      JSON.readTree("{\"type\":\"init\",\"data\":{\"auth\":\"successful\"}}");

  private final HttpClient http = HttpClient.newHttpClient();
  private final StrictContract contract = new StrictContract();
  private final List<RelayedCall> calls = Collections.synchronizedList(new ArrayList<>());
  private final ServerSocket listener;
  private final URI target;

  private RecordingRelay(ServerSocket listener, URI target) {
    this.listener = listener;
    this.target = target;
  }

  public static RecordingRelay start(String target) throws IOException {
    ServerSocket listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    RecordingRelay relay = new RecordingRelay(listener, URI.create(target));
    Thread.ofVirtual().start(relay::accept);
    return relay;
  }

  public String url() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  public List<RelayedCall> calls() {
    return List.copyOf(calls);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        // Closed: the loop ends.
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      RelayedRequest request = RelayedRequest.read(client.getInputStream());
      if (request.isUpgrade()) {
        tunnel(request, client);
      } else {
        exchange(request, client.getOutputStream());
      }
    } catch (IOException e) {
      // The client hangs up when it is served; one that hangs up earlier notices for itself.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void exchange(RelayedRequest request, OutputStream client)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        http.send(request.to(target), HttpResponse.BodyHandlers.ofByteArray());
    calls.add(call(request, answer.statusCode(), violation(WireAnswer.of(answer))));
    client.write(RelayedRequest.answerHead(answer));
    client.write(answer.body());
    client.flush();
  }

  /** Both directions as they come, until either side hangs up. */
  private void tunnel(RelayedRequest request, Socket client) throws IOException {
    try (Socket server = new Socket(target.getHost(), target.getPort())) {
      server.getOutputStream().write(request.rawHead());
      String head = RelayedRequest.head(server.getInputStream());
      client.getOutputStream().write(head.getBytes(RelayedRequest.WIRE));
      int status = Integer.parseInt(head.substring(9, 12));
      Thread upward = Thread.ofVirtual().start(() -> copy(client, server));
      if (status == 101) {
        greeting(request, server.getInputStream(), client.getOutputStream());
      } else {
        calls.add(call(request, status, "no WebSocket was opened"));
      }
      copy(server, client);
      upward.interrupt();
    }
  }

  /** Passes on all up to the server's first message, and remembers what that says. */
  private void greeting(RelayedRequest request, InputStream server, OutputStream client)
      throws IOException {
    try {
      WebSocketFrame frame = WebSocketFrame.read(server);
      while (frame.isBeat()) {
        client.write(frame.raw());
        frame = WebSocketFrame.read(server);
      }
      String text = frame.text();
      String violation = isWelcome(text) ? "" : "the login was answered with \"" + text + "\"";
      calls.add(call(request, 101, violation));
      client.write(frame.raw());
    } catch (EOFException e) {
      calls.add(call(request, 101, "the server hung up before it said anything"));
    }
  }

  private static boolean isWelcome(String text) {
    try {
      return JSON.readTree(text).equals(WELCOME);
    } catch (JacksonException e) {
      return false;
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      InputStream source = from.getInputStream();
      source.transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // Either side hung up.
    }
  }

  private RelayedCall call(RelayedRequest request, int status, String violation) {
    return new RelayedCall(
        request.caller(),
        request.method(),
        request.path(),
        contract.operationId(request.method(), request.contractPath()).orElse(""),
        request.isTeam(),
        status,
        violation);
  }

  private String violation(WireAnswer answer) {
    try {
      contract.check(answer);
      return "";
    } catch (AssertionError e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    http.close();
  }
}
