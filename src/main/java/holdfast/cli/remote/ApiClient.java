package holdfast.cli.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls a server's API. Thread-safe; a server that says nothing for a minute, in the midst of an
 * answer or a download too, is given up. Throws {@link ApiException} where the server refuses, and
 * another IOException where there is no answer. Redirects are not followed: the token is for this
 * server alone.
 */
public final class ApiClient implements AutoCloseable {
  static final JsonMapper JSON = JsonMapper.builder().build();

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private @Nullable HttpClient http;
  private final String url;
  private final String token;
  private final Duration silence;

  /**
   * @param url like {@code http://127.0.0.1:7070}, without a slash at its end
   * @param token empty for none
   */
  public ApiClient(String url, String token) {
    this(url, token, SILENCE);
  }

  /**
   * @param silence after which a server is given up
   */
  ApiClient(String url, String token, Duration silence) {
    this.url = url;
    this.token = token;
    this.silence = silence;
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
    if (method.equals("GET")) {
      return new QuickRead(CONNECT_TIMEOUT, silence, token).get(address(path));
    }
    HttpRequest request =
        request(path)
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response = whole(request);
    requireSuccess(response, response.body());
    return response.body();
  }

  /** The client's own limit ends where the body begins. */
  private HttpResponse<String> whole(HttpRequest request) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<String>> answer =
        http().sendAsync(request, HttpResponse.BodyHandlers.ofString());
    try {
      return answer.get(silence.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new HttpTimeoutException("no answer within %d s".formatted(silence.toSeconds()));
    }
  }

  /** Bytes as they come; the caller closes it. */
  public Download download(String path) throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        http().send(request(path).build(), HttpResponse.BodyHandlers.ofInputStream());
    Download download = new Download(response, silence);
    if (response.statusCode() != 200) {
      try (download) {
        requireSuccess(
            response, new String(download.content().readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return download;
  }

  /** Follows a log from now on; see {@link Tail}. */
  public Tail tail(String path) throws IOException, InterruptedException {
    URI address = URI.create(url.replaceFirst("^http", "ws") + path);
    return Tail.open(http(), address, token);
  }

  /** Made when it is needed first: reads do without it. */
  private synchronized HttpClient http() {
    HttpClient made =
        http != null
            ? http
            : HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
    http = made;
    return made;
  }

  private URI address(String path) {
    try {
      return URI.create(url + path);
    } catch (IllegalArgumentException e) {
      throw new UncheckedIOException(
          new IOException("%s is no address of a server".formatted(url), e));
    }
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address(path));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return request.timeout(silence).header("Content-Type", "application/json");
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
  public synchronized void close() {
    if (http != null) {
      http.shutdownNow();
    }
  }
}
