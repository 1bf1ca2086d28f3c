package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Calls the API, and compares every answer with the contract. */
final class TestClient implements AutoCloseable {
  private static final StrictContract STRICT = new StrictContract();

  /** What no answer and no log may ever show. */
  static final List<String> SECRETS =
      List.of("pa55-of-database", "secret-key-of-bucket", "pa55-of-import", "signature-of-import");

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI base;

  TestClient(int port) {
    this.base = URI.create("http://127.0.0.1:" + port);
  }

  /**
   * @param token empty for none
   * @param body empty for none
   */
  Reply send(String token, String method, String path, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Content-Type", "application/json")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return send(request.build());
  }

  /** Without a token and with this header. */
  Reply get(String path, String header, String value) {
    return send(HttpRequest.newBuilder(URI.create(base + path)).header(header, value).build());
  }

  URI base() {
    return base;
  }

  Reply send(HttpRequest request) {
    try {
      HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
      Reply reply = new Reply(response, json(response));
      check(reply);
      return reply;
    } catch (IOException e) {
      throw new AssertionError("no answer to " + request, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static JsonNode json(HttpResponse<byte[]> response) {
    boolean isJson =
        response.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
    return isJson && response.body().length > 0
        ? Json.parse(new String(response.body(), StandardCharsets.UTF_8))
        : MissingNode.getInstance();
  }

  private static void check(Reply reply) {
    WireAnswer answer = WireAnswer.of(reply.http());
    SECRETS.forEach(secret -> assertThat(answer.body()).doesNotContain(secret));
    checkHeaders(reply);
    STRICT.check(answer);
  }

  private static void checkHeaders(Reply reply) {
    assertThat(reply.header("x-ratelimit-limit")).matches("\\d+");
    assertThat(reply.header("x-ratelimit-remaining")).matches("\\d+");
    assertThat(reply.header("x-ratelimit-reset")).matches("\\d+");
    assertThat(reply.header("Server")).isEmpty();
    assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Override
  public void close() {
    http.close();
  }
}
