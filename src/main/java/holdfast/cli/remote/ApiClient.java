package holdfast.cli.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls a server's API. Thread-safe; each call ends within a bounded time, but for the bytes of a
 * download. Throws {@link ApiException} where the server refuses, and another IOException where
 * there is no answer. Redirects are not followed: the token is for this server alone.
 */
public final class ApiClient implements AutoCloseable {
  static final JsonMapper JSON = JsonMapper.builder().build();

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(60);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();
  private final String url;
  private final String token;

  /**
   * @param url like {@code http://127.0.0.1:7070}, without a slash at its end
   * @param token empty for none
   */
  public ApiClient(String url, String token) {
    this.url = url;
    this.token = token;
  }

  /** A value as it stands in a path or query. */
  public static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
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

  /** The whole answer. */
  public JsonNode call(String method, String path, @Nullable String body)
      throws IOException, InterruptedException {
    String answer = text(method, path, body);
    try {
      return JSON.readTree(answer);
    } catch (JacksonException e) {
      throw new IOException(
          "%s is no Holdfast: it answers with something else than JSON".formatted(url), e);
    }
  }

  /** The body of the answer, as it came. */
  public String text(String method, String path, @Nullable String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        request(path)
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    requireSuccess(response, response.body());
    return response.body();
  }

  /** Bytes as they come; the caller closes the body. The time is bounded until it begins. */
  public HttpResponse<InputStream> download(String path) throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        http.send(request(path).build(), HttpResponse.BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      try (InputStream body = response.body()) {
        requireSuccess(response, new String(body.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return response;
  }

  /** Follows a log from now on; see {@link Tail}. */
  public Tail tail(String path) throws IOException, InterruptedException {
    URI address = URI.create(url.replaceFirst("^http", "ws") + path);
    return Tail.open(http, address, token);
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request;
    try {
      request = HttpRequest.newBuilder(URI.create(url + path));
    } catch (IllegalArgumentException e) {
      throw new UncheckedIOException(
          new IOException("%s is no address of a server".formatted(url), e));
    }
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return request.timeout(CALL_TIMEOUT).header("Content-Type", "application/json");
  }

  private static void requireSuccess(HttpResponse<?> response, String body) throws ApiException {
    if (response.statusCode() != 200) {
      throw ApiException.of(
          response.statusCode(), body, response.headers().firstValue("Retry-After"));
    }
  }

  public String url() {
    return url;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
