package holdfast.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls a server's API. Thread-safe; each call ends within a bounded time. */
public final class ApiClient implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(60);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
  private final String url;
  private final String token;

  /**
   * @param url like {@code http://127.0.0.1:7070}, without a slash at its end
   */
  public ApiClient(String url, String token) {
    this.url = url;
    this.token = token;
  }

  /** The whole answer. */
  public JsonNode get(String path) throws IOException, InterruptedException {
    return call("GET", path, null);
  }

  /** The answer's {@code data}. */
  public JsonNode post(String path, Map<String, ?> body) throws IOException, InterruptedException {
    return call("POST", path, JSON.writeValueAsString(body)).path("data");
  }

  /** The answer's {@code data}. */
  public JsonNode put(String path, Map<String, ?> body) throws IOException, InterruptedException {
    return call("PUT", path, JSON.writeValueAsString(body)).path("data");
  }

  /** The answer's {@code data}, for an operation that takes no body. */
  public JsonNode post(String path) throws IOException, InterruptedException {
    return call("POST", path, null).path("data");
  }

  private JsonNode call(String method, String path, @Nullable String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(CALL_TIMEOUT)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(
          "%s %s answered %d: %s".formatted(method, path, response.statusCode(), response.body()));
    }
    return JSON.readTree(response.body());
  }

  @Override
  public void close() {
    http.close();
  }
}
