package holdfast.cli.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that falls silent in the midst of its answer. */
@Timeout(60)
class ApiClientTest {
  private static final Duration SILENCE = Duration.ofMillis(500);
  private static final String HALF =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"data\"";

  private final List<Socket> callers = new ArrayList<>();
  private ServerSocket server;
  private ApiClient client;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::answerHalf);
    client = new ApiClient("http://127.0.0.1:" + server.getLocalPort(), "", SILENCE);
  }

  private void answerHalf() {
    try {
      while (true) {
        Socket caller = server.accept();
        callers.add(caller);
        caller.getOutputStream().write(HALF.getBytes(UTF_8));
      }
    } catch (IOException testEnds) {
      return;
    }
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    server.close();
    for (Socket caller : callers) {
      caller.close();
    }
  }

  @Test
  void isGivenUpWhileAnAnswerIsRead() {
    assertThatThrownBy(() -> client.get("/v1/projects")).isInstanceOf(SocketTimeoutException.class);
    assertThatThrownBy(() -> client.post("/v1/projects"))
        .isInstanceOf(HttpTimeoutException.class)
        .hasMessageContaining("no answer within");
  }

  @Test
  void isGivenUpInTheMidstOfADownload() throws Exception {
    try (Download download = client.download("/v1/downloads/x")) {
      assertThat(download.expectedBytes()).isEqualTo(1000);
      assertThat(download.content().readNBytes(7)).asString(UTF_8).isEqualTo("{\"data\"");
      assertThatThrownBy(() -> download.content().read())
          .isInstanceOf(HttpTimeoutException.class)
          .hasMessageContaining("no byte came for");
    }
  }
}
