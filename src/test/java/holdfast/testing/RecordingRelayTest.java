package holdfast.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** What the proof of compatibility rests on: an answer that is not as it should be is seen. */
class RecordingRelayTest {
  private static final String PLANS = "{\"data\":{\"plans\":[]}}";
  private static final String WELCOME = "{\"type\":\"init\",\"data\":{\"auth\":\"successful\"}}";
  private static final String SWITCH = "101 Switching Protocols\nUpgrade: websocket";

  @Test
  void anAnswerAsTheContractSaysIsSuccess() throws Exception {
    RelayedCall call = answered("200 OK", "application/json", PLANS);
    assertThat(call.violation()).isEmpty();
    assertThat(call.succeeded()).isTrue();
    assertThat(call.operation()).isEqualTo("listPlans");
  }

  @Test
  void anAnswerOfAnotherTypeThanJsonIsSeen() throws Exception {
    assertThat(answered("200 OK", "text/html", PLANS).violation()).contains("text/html");
  }

  @Test
  void anEmptyAnswerIsSeen() throws Exception {
    assertThat(answered("200 OK", "application/json", "").violation()).contains("body of");
  }

  @Test
  void anAnswerThatIsNoJsonIsSeen() throws Exception {
    assertThat(answered("200 OK", "application/json", "{plans").violation()).contains("no JSON");
  }

  @Test
  void aFieldThatTheContractDoesNotNameIsSeen() throws Exception {
    String more = "{\"data\":{\"plans\":[],\"more\":1}}";
    assertThat(answered("200 OK", "application/json", more).violation()).contains("more");
  }

  @Test
  void aStatusThatTheContractDoesNotGiveIsSeen() throws Exception {
    RelayedCall call = answered("201 Created", "application/json", PLANS);
    assertThat(call.violation()).contains("201");
    assertThat(call.succeeded()).isFalse();
  }

  @Test
  void aTailWorksWhenTheLoginIsSaidToBeSuccessful() throws Exception {
    assertThat(tailed(frame(0x81, WELCOME.getBytes(UTF_8))).succeeded()).isTrue();
    assertThat(tailed(frame(0xc1, deflated(WELCOME))).succeeded()).isTrue();
    assertThat(tailed(frame(0x89, new byte[0]), frame(0x81, WELCOME.getBytes(UTF_8))).succeeded())
        .isTrue();
  }

  @Test
  void aTailThatIsOnlyOpenedDoesNotWork() throws Exception {
    assertThat(tailed().succeeded()).isFalse();
    assertThat(tailed(frame(0x88, new byte[0])).succeeded()).isFalse();
  }

  @Test
  void aTailWhoseLoginIsRefusedDoesNotWork() throws Exception {
    String refusal = "{\"type\":\"error\",\"data\":{\"message\":\"Unauthorized\"}}";
    assertThat(tailed(frame(0x81, refusal.getBytes(UTF_8))).violation()).contains("Unauthorized");
  }

  private static RelayedCall answered(String status, String type, String body) throws Exception {
    byte[] bytes = body.getBytes(UTF_8);
    String head = "%s\nContent-Type: %s\nContent-Length: %d".formatted(status, type, bytes.length);
    return call("GET /as/js/list.plans/v1/plans HTTP/1.1\r\n\r\n", head, bytes);
  }

  private static RelayedCall tailed(byte[]... frames) throws Exception {
    String path = "/v1/projects/p/addons/a/backups/b/logs?queryType=tail";
    return call("GET " + path + " HTTP/1.1\r\nUpgrade: websocket\r\n\r\n", SWITCH, frames);
  }

  /** What the relay remembers of a request that a server answers so, and hangs up. */
  private static RelayedCall call(String request, String head, byte[]... bodies) throws Exception {
    StubHttpServer.Script script =
        (asked, answer) -> {
          answer.head(head);
          for (byte[] body : bodies) {
            answer.write(body);
          }
        };
    try (StubHttpServer server = StubHttpServer.start(script);
        RecordingRelay relay = RecordingRelay.start(server.url(""));
        Socket client =
            new Socket(InetAddress.getLoopbackAddress(), URI.create(relay.url()).getPort())) {
      client.getOutputStream().write(request.getBytes(UTF_8));
      client.getInputStream().readAllBytes();
      return relay.calls().getFirst();
    }
  }

  private static byte[] frame(int first, byte[] payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(first);
    frame.write(payload.length);
    frame.writeBytes(payload);
    return frame.toByteArray();
  }

  private static byte[] deflated(String text) {
    Deflater raw = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    raw.setInput(text.getBytes(UTF_8));
    byte[] buffer = new byte[200];
    int length = raw.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
    raw.end();
    return Arrays.copyOf(buffer, length - 4);
  }
}
