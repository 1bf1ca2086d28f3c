package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Bytes that no HTTP client sends. */
class RawHttpTest extends ApiTest {

  @Test
  void answersWhatIsNoHttpInTheContractsShape() throws IOException {
    assertRefused("nonsense\r\n\r\n", "400");
    assertRefused("GET /v1/projects HTTP/1.1\r\nno colon\r\n\r\n", "400");
    assertRefused("GET /v1/projects HTTP/1.1\r\n\r\n", "400");
    assertRefused("GET /v1/%zz HTTP/1.1\r\nHost: x\r\n\r\n", "400");
  }

  @Test
  void answersHeadersThatAreTooLongInTheContractsShape() throws IOException {
    assertRefused(
        "GET /v1/projects HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(20_000) + "\r\n\r\n",
        "431");
  }

  @Test
  void answersABodyThatBreaksOff() throws IOException {
    String head = "POST /v1/projects HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + ADMIN;
    assertRefused(head + "\r\nContent-Length: 100\r\n\r\n{\"na", "400");
    assertRefused(head + "\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "400");
  }

  @Test
  void takesQueryValuesThatAreNotEncoded() throws IOException {
    String answer =
        send(
            """
            GET /v1/projects?per_page=5&x=a|b{c}"d^e HTTP/1.1\r
            Host: x\r
            Connection: close\r
            Authorization: Bearer %s\r
            \r
            """
                .formatted(ADMIN));
    assertThat(answer).startsWith("HTTP/1.1 200 OK");
  }

  @Test
  void takesAWebSocketHandshakeWhereThereIsNoneForTheRequestThatItIs() throws IOException {
    for (String headers :
        new String[] {
          "Sec-WebSocket-Version: 13\r\nConnection: close\r\n",
          "Sec-WebSocket-Version: 13\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        }) {
      assertRefused("GET /v1/projects HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n", "401");
      assertRefused("GET /v1/nothing HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n", "404");
      String health = send("GET /health HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n");
      assertThat(health).startsWith("HTTP/1.1 200 ").doesNotContainIgnoringCase("set-cookie");
    }
  }

  private void assertRefused(String request, String status) throws IOException {
    String answer = send(request);
    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    assertThat(answer).containsIgnoringCase("content-type: application/json");
    assertThat(answer).containsIgnoringCase("x-ratelimit-limit: ");
    assertThat(answer).contains("{\"error\":{\"status\":" + status);
    assertThat(answer).doesNotContainIgnoringCase("set-cookie");
    assertThat(answer).doesNotContain("Jetty", "jetty", "Server:", "html");
  }

  private String send(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), client.base().getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
